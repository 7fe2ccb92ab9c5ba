"""script: the story becomes lines, each spoken by the narrator or a character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents import ScriptDoc, SegmentDoc
from core.pipeline.answers import parse, refused
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.pipeline.story import text_inputs
from core.requests import TextRequest
from core.story import Entity, EntityKind, Segment, SegmentKind, Slot, SlotKind, Step, Story

STEP = Step.SCRIPT
KIND = SlotKind.SCRIPT


def slots(story: Story) -> Iterator[Slot]:
    yield Slot(KIND, story.project.id)


def request(slot: Slot, board: Board) -> TextRequest | None:
    inputs = text_inputs(board)
    analysis = board.document(SlotKind.ANALYSIS, slot.target)
    if inputs is None or analysis is None:
        return None
    return TextRequest("script", {**inputs, "analysis": analysis})


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    document = parse(ScriptDoc, data)
    if not document.segments:
        raise refused("the script has no lines")
    speakers = by_name(story)
    segments = tuple(_segment(i, doc, speakers) for i, doc in enumerate(document.segments))
    return Accepted(segments=segments, facts={"document": document.model_dump(mode="json")})


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
