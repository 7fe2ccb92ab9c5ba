"""Whether every line can be heard in a finished film, measured in the film's own sound (B1).

Each line's sound is looked for around its place by normalised cross-correlation at 8 kHz, where voices live
and AAC keeps the waveform; then every fifth of a second of it must be there, not only the line as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.media.sound import read_mono
from core.requests import FilmLine
from core.story import SAMPLE_RATE

Signal = npt.NDArray[np.float32]


class Heard(StrEnum):
    """How a line was found."""

    PRESENT = "present"
    MISSING = "missing"
    """Something else, or nothing, sounds in its place."""
    SHIFTED = "shifted"
    """It sounds, but too early or too late."""
    PARTIAL = "partial"
    """Some of it does not sound."""
    SILENT = "silent"
    """The line's own sound is silence: the voice could not say it."""


@dataclass(frozen=True, slots=True)
class LineHeard:
    """What was measured of one line."""

    segment: str
    heard: Heard
    correlation: float
    """At the best place, 0 to 1."""
    offset_ms: float
    """How much later than planned it sounds."""
    share: float
    """How much of the line's audible time was found there, 0 to 1."""

    @property
    def present(self) -> bool:
        """Whether the line sounds whole and in its place."""
        return self.heard is Heard.PRESENT


LEAST_CORRELATION = 0.9
"""Measured after AAC: at least 0.995 with the line there, with music or without; 0.19 with another line."""
LEAST_PART = 0.8
"""The same for one audible fifth of a second: 0.945 and more with any music, 0.71 when half of it is gone."""
LEAST_SHARE = 0.95
MOST_OFFSET_MS = 8.0
"""A sound that is one AAC packet late (21 ms) is found; the measuring error is under 0.13 ms."""

_DOWN = 6
_RATE = SAMPLE_RATE // _DOWN
_SEARCH = _RATE * 15 // 100
_PART = _RATE // 5
_AUDIBLE_DB = -15.0
"""Parts of a line that are this much under its loudest are not judged: ducked music may cover them."""
_SILENT_RMS = 10.0
_TAPS = 48


def lines_present(
    final: npt.NDArray[np.integer] | npt.NDArray[np.floating],
    lines: Sequence[FilmLine],
    paths: Mapping[str, Path],
) -> tuple[LineHeard, ...]:
    """Look for every line in the mono sound of a film file; the result is in the order of `lines`.

    `paths` maps assets to the lines' own sound files. Raises BadInput when one of them cannot be read.
    """
    return tuple(_heard(final, line, read_mono(paths[line.asset])) for line in lines)


def _heard(
    final: npt.NDArray[np.integer] | npt.NDArray[np.floating], line: FilmLine, own: npt.NDArray[np.int16]
) -> LineHeard:
    wanted = _down(own)
    if not wanted.size or float(np.abs(wanted).max()) < _SILENT_RMS:
        return LineHeard(line.segment, Heard.SILENT, 0.0, 0.0, 0.0)
    reach = _SEARCH * _DOWN
    there = _down(_stretch(final, line.start - reach, line.start + len(own) + reach))
    curve = _correlations(wanted, there)
    best = int(curve.argmax())
    offset = (best - _SEARCH) * 1000.0 / _RATE
    share = _share(wanted, there[best : best + len(wanted)])
    return LineHeard(line.segment, _judge(float(curve[best]), offset, share), float(curve[best]), offset, share)


def _judge(correlation: float, offset: float, share: float) -> Heard:
    if share < LEAST_SHARE / 4 or (correlation < LEAST_CORRELATION and share >= LEAST_SHARE):
        return Heard.MISSING
    if share < LEAST_SHARE:
        return Heard.PARTIAL
    return Heard.SHIFTED if abs(offset) > MOST_OFFSET_MS else Heard.PRESENT


def _stretch(final: npt.NDArray[np.integer] | npt.NDArray[np.floating], start: int, end: int) -> Signal:
    """A stretch of the film's sound, silence where it reaches beyond either end."""
    out = np.zeros(end - start, dtype=np.float32)
    inside = final[max(0, start) : max(0, end)]
    scale = 1.0 if np.issubdtype(final.dtype, np.integer) else 32768.0
    out[max(0, -start) : max(0, -start) + len(inside)] = inside * np.float32(scale)
    return out


def _down(sound: npt.NDArray[np.integer] | Signal) -> Signal:
    """At 8 kHz, below 3.4 kHz; sample k lies at 6k of what came in."""
    padded = np.pad(sound.astype(np.float32), (_TAPS // 2, _TAPS))
    windows = np.lib.stride_tricks.sliding_window_view(padded, _TAPS)[::_DOWN]
    return np.asarray(windows[: len(sound) // _DOWN] @ _low_pass(), dtype=np.float32)


@cache
def _low_pass() -> Signal:
    x = np.arange(_TAPS) - _TAPS / 2
    taps = np.sinc(x * 6_400 / SAMPLE_RATE) * np.hamming(_TAPS)
    return np.asarray(taps / taps.sum(), dtype=np.float32)


def _correlations(wanted: Signal, there: Signal) -> npt.NDArray[np.float64]:
    """Normalised correlation for every place of `wanted` in `there`."""
    size = 1 << (len(there) + len(wanted) - 1).bit_length()
    product = np.fft.irfft(np.fft.rfft(there, size) * np.conj(np.fft.rfft(wanted, size)), size)
    places = len(there) - len(wanted) + 1
    running = np.concatenate([[0.0], np.cumsum(there.astype(np.float64) ** 2)])
    energy = running[len(wanted) :][:places] - running[:places]
    own = float((wanted.astype(np.float64) ** 2).sum())
    return np.asarray(product[:places] / np.sqrt(np.maximum(energy, len(wanted)) * own), dtype=np.float64)


def _share(wanted: Signal, found: Signal) -> float:
    """The share of the audible fifths of a second of `wanted` that sound in `found`."""
    count = max(1, len(wanted) // _PART)
    total = good = 0
    loudest = max(float((part**2).mean()) for part in np.array_split(wanted, count))
    for part, there in zip(np.array_split(wanted, count), np.array_split(found, count), strict=True):
        if float((part**2).mean()) < loudest * 10 ** (_AUDIBLE_DB / 10):
            continue
        total += 1
        strength = np.sqrt(float((part**2).sum()) * float((there**2).sum()))
        good += int(float(part @ there) >= LEAST_PART * strength > 0)
    return good / max(1, total)
