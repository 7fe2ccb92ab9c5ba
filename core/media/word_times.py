"""When each word of a line is spoken, from whatever a voice tells about it; nothing where that makes no sense.

Services tell it as times of characters, or as times of words, or not at all, in shapes that are not documented
everywhere (providers.md D7): so every shape is read that can be, and what does not fit the line is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from core.story import SAMPLE_RATE

LEAST_KNOWN = 0.6
"""Share of the line's words that must be found; below it the times are of something else."""

Times = tuple[tuple[int, int, int], ...]
"""(token, start, end) in samples; `token` counts the line's text split at white space."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One word as the voice tells it, in seconds."""

    word: str
    start: float
    end: float


def word_times(text: str, told: Any, samples: int) -> Times:
    """The times of the line's words; empty when `told` does not give them."""
    tokens = text.split()
    heard = [one for one in _heard(told) if one.end >= one.start >= 0]
    if not tokens or not heard:
        return ()
    known = _matched(tokens, heard)
    if len(known) < LEAST_KNOWN * len(tokens):
        return ()
    return _in_samples(_filled(known, len(tokens), samples / SAMPLE_RATE), samples)


def told_end(told: Any) -> float:
    """Seconds at which the last word ends; 0 when nothing is told."""
    return max((one.end for one in _heard(told)), default=0.0)


def _heard(told: Any) -> Iterator[Heard]:
    """Every word in any of the shapes; brackets around stage directions are not words."""
    if isinstance(told, Mapping):
        yield from _from_mapping(told)
    elif isinstance(told, Sequence) and not isinstance(told, str):
        for one in told:
            yield from _heard(one)


def _from_mapping(told: Mapping[str, Any]) -> Iterator[Heard]:
    characters = told.get("characters")
    starts = told.get("character_start_times_seconds")
    ends = told.get("character_end_times_seconds")
    if isinstance(characters, list) and isinstance(starts, list) and isinstance(ends, list):
        yield from _from_characters(characters, starts, ends)
        return
    word = told.get("word", told.get("text"))
    start, end = told.get("start"), told.get("end")
    if isinstance(word, str) and _number(start) and _number(end):
        if told.get("type", "word") == "word":
            yield Heard(word, float(start or 0), float(end or 0))
        return
    for value in told.values():
        if isinstance(value, (Mapping, list)):
            yield from _heard(value)


def _from_characters(characters: list[Any], starts: list[Any], ends: list[Any]) -> Iterator[Heard]:
    rows = [row for row in zip(characters, starts, ends, strict=False) if _is_row(row)]
    line = "".join(str(row[0])[:1] or " " for row in rows)
    spoken = re.sub(r"\[[^\]]*\]", lambda found: " " * len(found[0]), line)
    for found in re.finditer(r"\S+", spoken):
        first, last = rows[found.start()], rows[found.end() - 1]
        yield Heard(found[0], float(first[1]), float(last[2]))


def _is_row(row: tuple[Any, Any, Any]) -> bool:
    return isinstance(row[0], str) and _number(row[1]) and _number(row[2])


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _matched(tokens: Sequence[str], heard: Sequence[Heard]) -> dict[int, tuple[float, float]]:
    """Token -> its times, for the tokens whose word was heard, in the order of the line."""
    said, meant = [_bare(one.word) for one in heard], [_bare(token) for token in tokens]
    if len(said) == len(meant):
        return {i: (one.start, one.end) for i, one in enumerate(heard)}
    found = {}
    for block in SequenceMatcher(None, meant, said, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            one = heard[block.b + offset]
            found[block.a + offset] = (one.start, one.end)
    return found


def _bare(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


def _filled(known: Mapping[int, tuple[float, float]], tokens: int, seconds: float) -> list[tuple[float, float]]:
    """Times for all tokens; those in a gap share it evenly."""
    places = sorted(known)
    rows: list[tuple[float, float]] = []
    for token in range(tokens):
        if token in known:
            rows.append(known[token])
            continue
        before = max((place for place in places if place < token), default=-1)
        after = min((place for place in places if place > token), default=tokens)
        left = known[before][1] if before >= 0 else 0.0
        right = known[after][0] if after < tokens else seconds
        step = max(0.0, right - left) / (after - before - 1)
        start = left + step * (token - before - 1)
        rows.append((start, start + step))
    return rows


def _in_samples(rows: Sequence[tuple[float, float]], samples: int) -> Times:
    """Whole samples within the sound, never before the word before."""
    times, at = [], 0
    for token, (start, end) in enumerate(rows):
        first = min(max(at, round(start * SAMPLE_RATE)), samples)
        last = min(max(first, round(end * SAMPLE_RATE)), samples)
        times.append((token, first, last))
        at = first
    return tuple(times)
