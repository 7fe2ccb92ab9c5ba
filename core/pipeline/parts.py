"""Long stories in parts: how a text or script is cut, which slots the parts have, what each is told.

Part 0 has the project's own id as its target, part n the id with ".n". Part 0 says in its facts how many
there are, so the slots follow from the story alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from core.catalogue.models import Model
from core.pipeline.board import Board
from core.prompts.wording import WORD, words_of
from core.story import Slot, SlotKind, Step, Story

TAIL_WORDS = 120
"""Words of the part before that a part is told, so that the thread is not lost."""

COUNT = "parts"
"""Name of the fact, and of the input, that says how many parts there are."""


def slots(kind: SlotKind, story: Story) -> Iterator[Slot]:
    """The slots of every part that is known of."""
    first = Slot(kind, story.project.id)
    yield first
    take = story.takes.get(first)
    for number in range(1, int(take.facts.get(COUNT, 1)) if take else 1):
        yield slot_of(kind, story, number)


def slot_of(kind: SlotKind, story: Story, number: int) -> Slot:
    return Slot(kind, f"{story.project.id}.{number}" if number else story.project.id)


def number_of(slot: Slot) -> int:
    """Which part a slot is, from 0."""
    return int(slot.target.partition(".")[2] or 0)


def row_of(step: Step, slot: Slot, board: Board) -> Model:
    """The model of every part: the one that was chosen for the first."""
    return board.model(step, slot_of(slot.kind, board.story, 0))


@lru_cache(maxsize=64)
def cut(text: str, words: int) -> tuple[str, ...]:
    """The text in parts of at most so many words (0: in one), which put together are the text again.

    Parts end between paragraphs; a paragraph that is too long alone is cut between sentences, and a sentence
    that still is, between words.
    """
    if not words or len(words_of(text)) <= words:
        return (text,)
    parts: list[str] = []
    held, count = "", 0
    for piece, size in _pieces(text, words):
        if held and count + size > words:
            parts.append(held)
            held, count = "", 0
        held, count = held + piece, count + size
    return (*parts, held) if held.strip() or not parts else (*parts[:-1], parts[-1] + held)


def cut_lines(lines: Sequence[Mapping[str, Any]], words: int) -> tuple[tuple[int, int], ...]:
    """Spans (first, last) of lines with at most so many words each (0: all in one), covering every line."""
    return _spans(tuple(str(line["text"]) for line in lines), words)


@lru_cache(maxsize=64)
def _spans(lines: tuple[str, ...], words: int) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    first = count = 0
    for index, line in enumerate(lines):
        size = len(words_of(line))
        if words and index > first and count + size > words:
            spans.append((first, index - 1))
            first, count = index, 0
        count += size
    return (*spans, (first, len(lines) - 1))


def tail(text: str) -> str:
    """The last words of a text, from the beginning of a sentence where there is one."""
    found = list(re.finditer(r"\S+", text))
    if len(found) <= TAIL_WORDS:
        return text.strip()
    ending = text[found[-TAIL_WORDS].start() :]
    sentence = re.search(r"[.!?…。！？][\"”»’')]*\s+(?=\S)", ending[: len(ending) // 2])
    return ending[sentence.end() if sentence else 0 :].strip()


def place(parts: Sequence[str], number: int) -> dict[str, Any]:
    """What a part is told about where it stands; nothing when it is the whole."""
    if len(parts) == 1:
        return {}
    before = tail(parts[number - 1]) if number else ""
    return {"part": number + 1, COUNT: len(parts), "before": before}


def documents(kind: SlotKind, board: Board, count: int) -> list[Mapping[str, Any]] | None:
    """The documents of the first `count` parts; None while one of them is missing or stale."""
    found = [board.document(kind, slot_of(kind, board.story, number).target) for number in range(count)]
    there = [document for document in found if document is not None]
    return there if len(there) == count else None


def whole(kind: SlotKind, board: Board) -> list[Mapping[str, Any]] | None:
    """The documents of all parts; None while one of them is missing or stale.

    How many there are was said by the request for the first, which is good as long as that would say it again.
    """
    take = board.good(kind, board.story.project.id)
    return None if take is None else documents(kind, board, int(take.facts.get(COUNT, 1)))


def gathered(
    slot: Slot, story: Story, document: Mapping[str, Any], count: int
) -> list[Mapping[str, Any]] | None:
    """The documents of all parts with a new one in its place; None while others have never been there.

    Another part may be stale; it is made again and then takes its own place here.
    """
    mine = number_of(slot)
    takes = [story.takes.get(slot_of(slot.kind, story, number)) for number in range(count)]
    found = [document if i == mine else take and take.facts.get("document") for i, take in enumerate(takes)]
    there = [one for one in found if one]
    return there if len(there) == count else None


def facts_of(facts: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """What a part's take has to remember: its document and, when there are several, how many."""
    count = int(inputs_of(facts).get(COUNT, 1))
    return {"document": document} | ({COUNT: count} if count > 1 else {})


def inputs_of(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    """The inputs of the request that is being answered."""
    found: Mapping[str, Any] = facts.get("inputs") or {}
    return found


def _pieces(text: str, words: int) -> Iterator[tuple[str, int]]:
    """Paragraphs with the white space after them; sentences or words where those are too long."""
    for paragraph in re.findall(r".+?(?:\n\s*\n+|\Z)", text, re.DOTALL):
        size = len(words_of(paragraph))
        if size <= words:
            yield paragraph, size
            continue
        for sentence in re.findall(r".+?(?:[.!?…]+[\"”»’')]*\s+|[。！？]+|\Z)", paragraph, re.DOTALL):
            yield from _words(sentence, words)


def _words(sentence: str, words: int) -> Iterator[tuple[str, int]]:
    """The sentence, cut before every so-many-th word when it is too long."""
    places = list(WORD.finditer(sentence))
    starts = [0, *(place.start() for place in places[words::words])]
    for start, end in pairwise([*starts, len(sentence)]):
        yield sentence[start:end], len(words_of(sentence[start:end]))
