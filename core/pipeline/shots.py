"""shots: each scene is broken into camera views, scene by scene (R3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents import ShotDoc, ShotsDoc
from core.pipeline import analysis, asking, scenes, script
from core.pipeline.answers import parse, partition
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.pipeline.scenes import entity_ids
from core.pipeline.script import by_name
from core.pipeline.story import language
from core.requests import TextRequest
from core.story import EntityKind, Scene, Shot, Slot, SlotKind, Step, Story

STEP = Step.SHOTS
KIND = SlotKind.SHOTS


def slots(story: Story) -> Iterator[Slot]:
    for scene in story.scenes:
        yield Slot(KIND, scene.id)


def request(slot: Slot, board: Board) -> TextRequest | None:
    story = board.story
    found = board.once(analysis.document)
    lines = board.once(script.document)
    staged = board.once(scenes.document)
    if found is None or lines is None or staged is None:
        return None
    row = board.model(STEP, slot)
    index = story.scene(slot.target).index
    scene = staged["scenes"][index]
    told = scenes.numbered if asking.writes(row) else _whole
    span = range(scene["first_segment"], scene["last_segment"] + 1)
    inputs = {
        "scene": scene,
        "previous": staged["scenes"][index - 1] if index else None,
        "segments": [told(i, lines["segments"][i]) for i in span],
        "analysis": board.once(scenes.listed) if asking.writes(row) else found,
        "language": language(board),
    }
    return asking.asked("shots", inputs, row, " ".join(map(str, inputs["segments"])))


def _whole(index: int, line: Mapping[str, Any]) -> dict[str, Any]:
    return {"index": index, **line}


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    document = parse(ShotsDoc, data)
    scene = story.scene(slot.target)
    first = story.segment(scene.segments[0]).index
    spans = [(doc.first_segment, doc.last_segment) for doc in document.shots]
    partition("shots", spans, first, first + len(scene.segments) - 1)
    shots = tuple(_shot(i, doc, scene, story) for i, doc in enumerate(document.shots))
    return Accepted(shots=shots, shots_of=scene.id, facts={"document": document.model_dump(mode="json")})


def priority(slot: Slot, story: Story) -> int:
    return 1


def all_ready(board: Board) -> bool:
    """Whether every scene has its shots: nothing is drawn before that (R3)."""
    story = board.story
    return board.once(scenes.document) is not None and all(board.good(KIND, scene.id) for scene in story.scenes)


def _shot(index: int, doc: ShotDoc, scene: Scene, story: Story) -> Shot:
    characters = by_name(story)
    props = by_name(story, EntityKind.PROP)
    focus = entity_ids([doc.focus], characters) or entity_ids([doc.focus], props)
    covered = story.segments[doc.first_segment : doc.last_segment + 1]
    return Shot(
        id="",
        index=index,
        scene_id=scene.id,
        segments=tuple(segment.id for segment in covered),
        size=doc.size,
        angle=doc.angle,
        characters=entity_ids(doc.characters, characters),
        focus=focus[0] if focus else None,
        props=entity_ids(doc.props, props),
        action=doc.action,
        because=doc.because,
    )
