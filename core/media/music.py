"""Music under the voices: decoded, looped without a seam, faded, and lowered where somebody speaks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from core.media.loudness import BLOCK, Curve, Floats, amplitude, as_float, loudness
from core.media.sound import Pcm, decode
from core.story import SAMPLE_RATE

MUSIC_LUFS = -24.0
"""Loudness of music where nobody speaks: 8 LU under the voices."""
DUCK_DB = -12.0
"""How much lower it is under speech (media.md 8)."""

_AHEAD = SAMPLE_RATE // 4
_BACK = SAMPLE_RATE * 6 // 10
_STAY = SAMPLE_RATE
_FADE_IN = SAMPLE_RATE
_FADE_OUT = SAMPLE_RATE * 2
_CROSSFADE = SAMPLE_RATE * 3 // 2
_LEAD_IN = SAMPLE_RATE * 10
_QUIET = 60
"""Sample values up to this (-55 dBFS) at either end of a file count as silence and are cut off."""
_MOST_GAIN_DB = 24.0


def music_bed(path: Path, samples: int, speech: Sequence[tuple[int, int]]) -> Floats:
    """Music of exactly `samples` samples, one row per channel (2, n), ready for voices at -16 LUFS.

    `speech` are the spans (start, end) in samples where somebody is heard, in order of time.
    Raises BadInput when the file cannot be read as sound.
    """
    music = _trimmed(decode(path, channels=2, at_most=samples + _LEAD_IN))
    now = _loudness_of_parts(music)
    if not np.isfinite(now):
        return np.zeros((2, samples), dtype=np.float32)
    gain = amplitude(min(MUSIC_LUFS - now, _MOST_GAIN_DB))
    bed = as_float(np.ascontiguousarray(looped(music, samples).T))
    knots = _duck_knots(speech, samples) * _fade_knots(samples) * np.float32(gain)
    return Curve(knots).apply(bed)


def looped(music: Pcm, samples: int) -> Pcm:
    """The music repeated to the length asked for; its end is crossfaded into its beginning each time round."""
    if len(music) >= samples:
        return music[:samples]
    over = min(_CROSSFADE, len(music) // 4)
    period = len(music) - over
    again = music[:period].copy()
    if over:
        angle = (np.arange(over, dtype=np.float32)[:, None] + 0.5) * np.float32(np.pi / 2 / over)
        blend = music[:over] * np.sin(angle) + music[period:] * np.cos(angle)
        again[:over] = np.clip(np.rint(blend), -32768, 32767)
    turns = -(-samples // period)
    return np.concatenate([music[:period], np.tile(again, (turns, 1))])[:samples]


def _trimmed(music: Pcm) -> Pcm:
    """Without the silence at either end, which would be heard as a hole at every turn."""
    flat = music.reshape(-1)
    heard = (flat > _QUIET) | (flat < -_QUIET)
    first, behind = int(heard.argmax()) // 2, int(heard[::-1].argmax()) // 2
    return music[first : len(music) - behind] if heard.any() else music


def _loudness_of_parts(music: Pcm) -> float:
    """Loudness from at most twelve seconds spread over the file; enough for a bed, a fraction of the cost."""
    count = len(music) // SAMPLE_RATE
    if count <= 12:
        return loudness(music)
    starts = [i * count // 12 * SAMPLE_RATE for i in range(12)]
    return loudness(np.concatenate([music[start : start + SAMPLE_RATE] for start in starts]))


def _duck_knots(speech: Sequence[tuple[int, int]], samples: int) -> Floats:
    """Down within 250 ms before speech, up within 600 ms after it; gaps under a second stay down."""
    joined: list[list[int]] = []
    for start, end in speech:
        if joined and start - joined[-1][1] < _STAY:
            joined[-1][1] = max(end, joined[-1][1])
        else:
            joined.append([start, end])
    times = [t for start, end in joined for t in (start - _AHEAD, start, end, end + _BACK)]
    levels = [0.0, DUCK_DB, DUCK_DB, 0.0] * len(joined)
    knots = _knot_times(samples)
    curve = np.interp(knots, times, levels) if joined else np.zeros(len(knots))
    return (10.0 ** (curve / 20.0)).astype(np.float32)


def _fade_knots(samples: int) -> Floats:
    """From nothing at the start and to nothing at the end; short films get short fades."""
    into, out = min(_FADE_IN, samples // 4), min(_FADE_OUT, samples // 4)
    times = _knot_times(samples)
    share = np.minimum(times / max(1, into), (samples - times) / max(1, out))
    return (np.sin(np.clip(share, 0.0, 1.0) * np.pi / 2) ** 2).astype(np.float32)


def _knot_times(samples: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(-(-samples // BLOCK) + 1) * BLOCK
