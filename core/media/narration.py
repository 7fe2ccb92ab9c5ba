"""The film's sound: lines laid on the timeline to the sample, levelled, and mixed with music."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.errors import BadInput
from core.media.loudness import (
    BLOCK,
    Curve,
    Energy,
    Floats,
    amplitude,
    as_float,
    as_int16,
    block_energy,
    flat,
    gated,
    levelling,
    limiter,
)
from core.media.music import music_bed
from core.media.sound import Pcm, read_mono
from core.requests import FilmLine

_EVEN_OUT_DB = 9.0
"""How far one speaker is moved towards the others; a whisper within a speaker's lines stays a whisper."""


def build_narration(lines: Sequence[FilmLine], paths: Mapping[str, Path], total_samples: int) -> Pcm:
    """The master narration, mono: every line at its start, silence between (media.md 8).

    `paths` maps assets to local files. Raises BadInput when a line's file has another length than the
    timeline was laid out for, or would reach beyond the end.
    """
    narration = np.zeros(total_samples, dtype=np.int16)
    for line in lines:
        sound = read_mono(paths[line.asset])
        if len(sound) != line.samples or line.start < 0 or line.start + line.samples > total_samples:
            raise BadInput(_misfit(line, len(sound), total_samples), next_step="Make this line's sound again.")
        narration[line.start : line.start + line.samples] = sound
    return narration


def level(narration: Pcm, lines: Sequence[FilmLine]) -> Pcm:
    """The narration brought to -16 LUFS as heard on two channels, true peak at most -1.5 dBTP; same length."""
    return as_int16(_levelled(narration, lines))


def mix(narration: Pcm, music: Path | None, lines: Sequence[FilmLine]) -> Pcm:
    """The film's sound alone, stereo (n, 2); see `film_sound`."""
    return film_sound(narration, music, lines).mix


@dataclass(frozen=True, slots=True)
class FilmSound:
    """The sound of a film and the two layers it is made of, all exactly as long as the narration."""

    voices: Pcm
    """Mono: the levelled narration."""
    music: Pcm | None
    """Stereo: the music as it lies under the voices; None without music."""
    mix: Pcm
    """Stereo: what is heard. Without music both channels are the voices."""


def film_sound(narration: Pcm, music: Path | None, lines: Sequence[FilmLine]) -> FilmSound:
    """Level the narration and lay music under it, looped and ducked, without moving the voice.

    Raises BadInput when the music file cannot be read.
    """
    levelled = _levelled(narration, lines)
    voices = as_int16(levelled)
    if music is None:
        return FilmSound(voices, None, np.repeat(voices[:, None], 2, axis=1))
    bed = music_bed(music, len(narration), speech_spans(narration, lines))
    sound = bed + levelled
    return FilmSound(voices, as_int16(bed.T), as_int16(limiter(sound).apply(sound).T))


def speech_spans(narration: Pcm, lines: Sequence[FilmLine]) -> list[tuple[int, int]]:
    """Start and end in samples of every line that can be heard, in order of time."""
    spans = sorted((line.start, line.start + line.samples) for line in lines)
    return [(start, end) for start, end in spans if narration[start:end].any()]


def _levelled(narration: Pcm, lines: Sequence[FilmLine]) -> Floats:
    sound = as_float(narration)
    energy = block_energy(sound)
    even = _evened(energy, lines, len(sound))
    if even is not None:
        sound = even.apply(sound)
        energy = energy * even.middles() ** 2
    return levelling(sound, energy).apply(sound)


def _evened(energy: Energy, lines: Sequence[FilmLine], samples: int) -> Curve | None:
    """One steady gain per speaker towards the loudness of all; None when only one is heard."""
    spans: dict[str, list[slice]] = {}
    for line in lines:
        blocks = slice(line.start // BLOCK, -(-(line.start + line.samples) // BLOCK))
        spans.setdefault(line.speaker, []).append(blocks)
    levels = {who: gated(np.concatenate([energy[part] for part in parts])) for who, parts in spans.items()}
    heard = {who: lufs for who, lufs in levels.items() if np.isfinite(lufs)}
    if len(heard) < 2:
        return None
    middle = gated(energy)
    curve = flat(samples)
    for who, lufs in heard.items():
        gain = amplitude(float(np.clip(middle - lufs, -_EVEN_OUT_DB, _EVEN_OUT_DB)))
        for part in spans[who]:
            curve.knots[part.start : part.stop + 1] = gain
    return curve


def _misfit(line: FilmLine, found: int, total: int) -> str:
    opening = line.text if len(line.text) <= 40 else f"{line.text[:39]}…"
    if found != line.samples:
        return (
            f"The sound of the line “{opening}” is {found} samples long, "
            f"but the film was laid out for {line.samples}."
        )
    return (
        f"The line “{opening}” would end at sample {line.start + line.samples}, "
        f"outside the film's {total} samples."
    )
