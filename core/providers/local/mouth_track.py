"""From speech sounds, or from loudness alone, to mouth shapes over time; and when eyes blink. All pure."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from core.story import SAMPLE_RATE, Mouth

Track = tuple[tuple[int, Mouth], ...]
"""(sample from which it holds, mouth), beginning at 0, never the same mouth twice in a row."""

LEAD = SAMPLE_RATE // 25
"""40 ms: a mouth takes its shape before it is heard (media.md 10)."""

_LIPS = frozenset({Mouth.M, Mouth.F})
"""Closed or bitten lips are seen even for one frame; any other shape that short is flicker."""

_SHORT_PAUSE_MS = 125
"""In a shorter pause the mouth stays as it is."""


def mouth_track(phonemes: Sequence[tuple[str, int]], samples: int, fps: int) -> Track:
    """The mouth for every frame of `samples` of sound, from the starts of its sounds ("" is a pause).

    Shapes come LEAD early, last at least two frames (M and F at least one), and rest in pauses.
    """
    frames = _frame_count(samples, fps)
    wanted = [Mouth.REST] * frames
    lips: list[tuple[int, Mouth]] = []
    for start, end, mouth in _shapes(phonemes, samples):
        first, last = _frame_at(start, fps), _frame_at(end, fps)
        wanted[first:last] = [mouth] * (min(last, frames) - min(first, frames))
        if mouth in _LIPS and first == last < frames:
            lips.append((first, mouth))
    for frame, mouth in lips:
        wanted[frame] = mouth
    return _track(_steady(wanted), fps)


def envelope_track(pcm: NDArray[np.int16], fps: int) -> Track:
    """The same from loudness alone, in four openings, for voices that tell no sounds."""
    frames = _frame_count(len(pcm), fps)
    if not pcm.any():
        return ((0, Mouth.REST),)
    edges = [frame * SAMPLE_RATE // fps for frame in range(frames + 1)]
    sound = np.pad(pcm.astype(np.float64), (LEAD, edges[-1] + SAMPLE_RATE // fps))[2 * LEAD :]
    level = np.array([np.sqrt(np.mean(sound[a:b] ** 2)) for a, b in pairwise(edges)])
    loud = float(np.percentile(level[level > level.max() * 0.05], 85))
    return _track(_steady([_opening(float(x) / loud) for x in level]), fps)


def blinks(samples: int, seed: int) -> tuple[tuple[int, int], ...]:
    """Stretches of closed eyes, each 125 ms, 2 to 5.5 s apart, in samples."""
    chance = random.Random(seed)
    length = SAMPLE_RATE // 8
    closed = []
    at = round(chance.uniform(0.7, 3.0) * SAMPLE_RATE)
    while at + length < samples:
        closed.append((at, at + length))
        at += round(chance.uniform(2.0, 5.5) * SAMPLE_RATE)
    return tuple(closed)


def mouths_of(symbol: str) -> tuple[Mouth, ...]:
    """The mouths of one IPA symbol, in order: two for most diphthongs, none for a sound behind the lips."""
    plain = [char for char in unicodedata.normalize("NFD", symbol) if not unicodedata.combining(char)]
    mouths = [_MOUTHS[char] for char in plain if char in _MOUTHS]
    if mouths and not any(char in _VOWELS for char in plain):
        mouths = mouths[:1]
    return tuple(mouth for mouth, _ in groupby(mouths))


def _shapes(phonemes: Sequence[tuple[str, int]], samples: int) -> Iterator[tuple[int, int, Mouth]]:
    """(start, end, mouth) with LEAD taken off; sounds behind the lips keep the mouth of the sound before."""
    held = Mouth.REST
    for i, (symbol, start) in enumerate(phonemes):
        end = phonemes[i + 1][1] if i + 1 < len(phonemes) else samples
        if symbol:
            mouths = mouths_of(symbol) or ((held if held != Mouth.REST else Mouth.E),)
        else:
            mouths = (held,) if (end - start) * 1000 < _SHORT_PAUSE_MS * SAMPLE_RATE else (Mouth.REST,)
        for k, mouth in enumerate(mouths):
            a = start + (end - start) * k // len(mouths)
            b = start + (end - start) * (k + 1) // len(mouths)
            yield max(0, a - LEAD), max(0, b - LEAD), mouth
            held = mouth


def _frame_count(samples: int, fps: int) -> int:
    return -(-samples * fps // SAMPLE_RATE)


def _frame_at(sample: int, fps: int) -> int:
    """The first frame whose middle is not before the sample."""
    return max(0, -(-(2 * sample * fps - SAMPLE_RATE) // (2 * SAMPLE_RATE)))


@dataclass(slots=True)
class _Run:
    """A mouth held for some frames."""

    mouth: Mouth
    frames: int


def _steady(wanted: Sequence[Mouth]) -> list[Mouth]:
    """Shapes of a single frame give it to a neighbour: to the one before, unless that closes the lips."""
    runs = [_Run(mouth, len(list(group))) for mouth, group in groupby(wanted)]
    steady: list[Mouth] = []
    for i, run in enumerate(runs):
        after = runs[i + 1] if i + 1 < len(runs) else None
        if run.frames > 1 or run.mouth in _LIPS or steady[-1:] == [run.mouth]:
            steady += [run.mouth] * run.frames
        elif steady and (after is None or steady[-1] not in _LIPS):
            steady.append(steady[-1])
        elif after is not None:
            after.frames += 1
        else:
            steady.append(Mouth.REST)
    return steady


def _track(steady: Sequence[Mouth], fps: int) -> Track:
    """One entry per change, at the first sample of its frame."""
    if not steady:
        return ((0, Mouth.REST),)
    changes = [i for i in range(len(steady)) if i == 0 or steady[i] != steady[i - 1]]
    return tuple((i * SAMPLE_RATE // fps, steady[i]) for i in changes)


def _opening(level: float) -> Mouth:
    for least, mouth in ((0.75, Mouth.A), (0.4, Mouth.E), (0.12, Mouth.L)):
        if level >= least:
            return mouth
    return Mouth.REST


_VOWELS = {
    **dict.fromkeys("aɑæɐʌäɶ", Mouth.A),
    **dict.fromkeys("eɛəɜɘɞɪiɨᵻɚɝ", Mouth.E),
    **dict.fromkeys("oɔɒɵøœɤ", Mouth.O),
    **dict.fromkeys("uʊʉɯyʏ", Mouth.U),
}
_MOUTHS = {
    **_VOWELS,
    **dict.fromkeys("mpbɓ", Mouth.M),
    **dict.fromkeys("fvɸβʋ", Mouth.F),
    **dict.fromkeys("lɫɭʎɬɮtdnθðɾɗʈɖɳɲ", Mouth.L),
    **dict.fromkeys("szjɕʑçx", Mouth.E),
    **dict.fromkeys("wɥʃʒʂʐɹɻrʁʀ", Mouth.U),
}
"""IPA letter -> mouth; letters that are not here (k, ɡ, ŋ, h, ʔ, …) are made behind the lips."""
