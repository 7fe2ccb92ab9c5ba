"""The frame grid: where every line, shot and cut lies, in whole samples and whole frames (media.md 3).

Cuts come from the running total, so an error is at most half a frame at every cut and never adds up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from core.story import GAP_SAMPLES, SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Grid:
    """Starts of consecutive slots: `starts[i]` in samples, `cuts[i]` in frames; both end with the total."""

    starts: tuple[int, ...]
    cuts: tuple[int, ...]

    def frames(self, i: int) -> int:
        """How many frames slot i has exactly."""
        return self.cuts[i + 1] - self.cuts[i]


def line_starts(samples: Sequence[int], gap: int = GAP_SAMPLES) -> tuple[int, ...]:
    """Start of each line and, last, the length of the whole: a gap between lines, none at the end."""
    starts = list(accumulate((n + gap for n in samples), initial=0))
    if samples:
        starts[-1] -= gap
    return tuple(starts)


def grid(starts: Sequence[int], fps: int) -> Grid:
    """The frame grid of slots that begin at `starts`; the last entry is the total length in samples.

    A cut is the frame nearest to its sample (halves up); the last is rounded up so that picture covers sound.
    """
    cuts = [cut_frame(start, fps) for start in starts[:-1]]
    return Grid(tuple(starts), (*cuts, -(-starts[-1] * fps // SAMPLE_RATE)))


def cut_frame(sample: int, fps: int) -> int:
    """The frame boundary nearest to a sample, halves up."""
    return (2 * sample * fps + SAMPLE_RATE) // (2 * SAMPLE_RATE)


def half_seconds(samples: int) -> int:
    """A slot's length in half seconds, rounded up: what a clip model is asked for (R25)."""
    half = SAMPLE_RATE // 2
    return max(1, -(-samples // half))
