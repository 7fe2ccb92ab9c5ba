"""script: the story becomes lines, each spoken by the narrator or a character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.catalogue.models import Model
from core.documents import ScriptDoc, SegmentDoc
from core.pipeline import analysis, asking, parts
from core.pipeline.answers import parse, refused
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.pipeline.story import text_inputs
from core.requests import TextRequest
from core.story import Entity, EntityKind, Segment, SegmentKind, Slot, SlotKind, Step, Story

STEP = Step.SCRIPT
KIND = SlotKind.SCRIPT


def slots(story: Story) -> Iterator[Slot]:
    return parts.slots(KIND, story)


def request(slot: Slot, board: Board) -> TextRequest | None:
    """Parts do not wait for each other: all know the whole cast and what stands before their own text."""
    inputs = text_inputs(board)
    found = board.once(analysis.document)
    if inputs is None or found is None:
        return None
    row = parts.row_of(STEP, slot, board)
    pieces = parts.cut(inputs["text"], row.parts)
    number = parts.number_of(slot)
    if number >= len(pieces):
        return None
    if not asking.writes(row):
        return TextRequest("script", {**inputs, "analysis": found})
    text, kind = pieces[number], _marks(inputs["source_format"])
    people = [{"name": one["name"], "aliases": one["aliases"]} for one in found["characters"]]
    told = {"text": text, "analysis": {"characters": people}, **kind, **parts.place(pieces, number)}
    return asking.asked("script", {**inputs, **told}, row, text)


def fitting(slot: Slot, row: Model, board: Board) -> Model:
    return parts.row_of(STEP, slot, board)


def _marks(kind: str) -> dict[str, bool]:
    """Which marks of its own a text of this format has, so that they are not read aloud."""
    return {"screenplay": True} if kind == "fountain" else {"markdown": True} if kind == "markdown" else {}


def document(board: Board) -> Mapping[str, Any] | None:
    """The lines of the whole story; None while a part is missing or stale."""
    found = parts.whole(KIND, board)
    return None if found is None else merged(found)


def merged(documents: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The lines of all parts, one after the other."""
    if len(documents) == 1:
        return documents[0]
    return {"segments": [line for one in documents for line in one["segments"]]}


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    """The lines of the whole story, as soon as all its parts have been written."""
    own = parse(ScriptDoc, data)
    if not own.segments:
        raise refused("the script has no lines")
    speakers = by_name(story)
    for i, doc in enumerate(own.segments):
        _segment(i, doc, speakers)
    mine = parts.facts_of(facts, own.model_dump(mode="json"))
    found = parts.gathered(slot, story, mine["document"], mine.get(parts.COUNT, 1))
    if found is None:
        return Accepted(facts=mine)
    document = ScriptDoc.model_validate(merged(found))
    segments = tuple(_segment(i, doc, speakers) for i, doc in enumerate(document.segments))
    return Accepted(segments=segments, facts=mine)


def priority(slot: Slot, story: Story) -> int:
    return 0


def by_name(story: Story, kind: EntityKind = EntityKind.CHARACTER) -> dict[str, Entity]:
    """Entities of one kind by name and alias, case ignored; a name wins over an alias."""
    entities = story.of_kind(kind)
    aliases = {alias.casefold(): entity for entity in entities for alias in entity.aliases}
    return aliases | {entity.name.casefold(): entity for entity in entities}


def _segment(index: int, doc: SegmentDoc, speakers: Mapping[str, Entity]) -> Segment:
    speaker = None
    if doc.kind is SegmentKind.DIALOGUE:
        entity = speakers.get(doc.speaker.casefold())
        if entity is None:
            raise refused(f"line {index + 1} is spoken by {doc.speaker!r}, who is not in the analysis")
        speaker = entity.id
    if not doc.text.strip():
        raise refused(f"line {index + 1} is empty")
    return Segment("", index, doc.kind, doc.text, speaker, doc.manner)
