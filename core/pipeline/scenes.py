"""scenes: the lines fall into units of place and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.documents import SceneDoc, ScenesDoc
from core.pipeline.answers import parse, partition
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.pipeline.script import by_name
from core.pipeline.story import text_inputs
from core.requests import TextRequest
from core.story import Entity, EntityKind, Scene, Slot, SlotKind, Step, Story

STEP = Step.SCENES
KIND = SlotKind.SCENES


def slots(story: Story) -> Iterator[Slot]:
    yield Slot(KIND, story.project.id)


def request(slot: Slot, board: Board) -> TextRequest | None:
    inputs = text_inputs(board)
    analysis = board.document(SlotKind.ANALYSIS, slot.target)
    script = board.document(SlotKind.SCRIPT, slot.target)
    if inputs is None or analysis is None or script is None:
        return None
    return TextRequest("scenes", {**inputs, "analysis": analysis, "segments": script["segments"]})


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    document = parse(ScenesDoc, data)
    spans = [(doc.first_segment, doc.last_segment) for doc in document.scenes]
    partition("scenes", spans, 0, len(story.segments) - 1)
    scenes = tuple(_scene(i, doc, story) for i, doc in enumerate(document.scenes))
    return Accepted(scenes=scenes, facts={"document": document.model_dump(mode="json")})


def priority(slot: Slot, story: Story) -> int:
    return 0


def entity_ids(names: Sequence[str], known: Mapping[str, Entity]) -> tuple[str, ...]:
    """Ids of named entities, in order, each once; a name nobody knows is left out."""
    found = (known.get(name.casefold()) for name in names)
    return tuple(dict.fromkeys(entity.id for entity in found if entity is not None))


def _scene(index: int, doc: SceneDoc, story: Story) -> Scene:
    sets = by_name(story, EntityKind.SET)
    place = sets.get(doc.set.casefold())
    covered = story.segments[doc.first_segment : doc.last_segment + 1]
    return Scene(
        id="",
        index=index,
        title=doc.title,
        set_id=place.id if place else None,
        time=doc.time,
        weather=doc.weather,
        segments=tuple(segment.id for segment in covered),
        summary=doc.summary,
        characters=entity_ids(doc.characters, by_name(story)),
        props=entity_ids(doc.props, by_name(story, EntityKind.PROP)),
        because=doc.because,
    )
