"""shots: each scene is broken into camera views, scene by scene (R3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents import ShotDoc, ShotsDoc
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
    analysis = board.document(SlotKind.ANALYSIS, story.project.id)
    script = board.document(SlotKind.SCRIPT, story.project.id)
    scenes = board.document(SlotKind.SCENES, story.project.id)
    if analysis is None or script is None or scenes is None:
        return None
    index = story.scene(slot.target).index
    scene = scenes["scenes"][index]
    first, last = scene["first_segment"], scene["last_segment"]
    numbered = [{"index": i, **script["segments"][i]} for i in range(first, last + 1)]
    return TextRequest(
        "shots",
        {
            "scene": scene,
            "previous": scenes["scenes"][index - 1] if index else None,
            "segments": numbered,
            "analysis": analysis,
            "language": language(board),
        },
    )


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
    scenes = board.good(SlotKind.SCENES, story.project.id)
    return scenes is not None and all(board.good(KIND, scene.id) for scene in story.scenes)


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
