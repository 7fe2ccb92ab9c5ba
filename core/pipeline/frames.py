"""frames: the still that each shot starts from, made with the references of all it shows (R15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.pipeline import shots
from core.pipeline.board import Board
from core.pipeline.moods import mood_of
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.refs import figure_of, reference_of, seed_of
from core.requests import Figure, ImageRequest, Reference, Staging
from core.story import Entity, EntityKind, Place, Scene, SegmentKind, Shot, Size, Slot, SlotKind, Step, Story

STEP = Step.FRAMES
KIND = SlotKind.FRAME

OVERSCAN = 1.2
"""A frame is this much larger than the film: the closest camera move (videos.MOVES) shows 0.86 of its width,
which is still more pixels than the film has, so a zoom stays sharp (media.md 5)."""


def slots(story: Story) -> Iterator[Slot]:
    for shot in story.shots:
        yield Slot(KIND, shot.id)


def request(slot: Slot, board: Board) -> ImageRequest | None:
    story = board.story
    shot = story.shot(slot.target)
    if not shots.all_ready(board):
        return None
    bundle = references(shot, board)
    if bundle is None:
        return None
    width, height = (round(side * OVERSCAN / 2) * 2 for side in story.project.size)
    return ImageRequest(
        prompt=shot.prompt if shot.prompt_is_own else built_prompt(shot, story),
        width=width,
        height=height,
        references=bundle,
        seed=seed(shot, story),
        staging=staging(shot, story),
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    return 10 + story.shot(slot.target).index


def references(shot: Shot, board: Board) -> tuple[Reference, ...] | None:
    """The reference images of a shot, ranked: the focus first, then characters, set, props (R15).

    None while one of them is still to be made.
    """
    found = []
    for entity in shown(shot, board.story):
        reference = reference_of(entity, board)
        if reference is None and not board.given_up(SlotKind.REFERENCE, entity.id):
            return None
        if reference is not None:
            found.append(reference)
    return tuple(found)


def shown(shot: Shot, story: Story) -> list[Entity]:
    """Every entity of a shot, by rank, each once."""
    scene = story.scene(shot.scene_id)
    ids = [shot.focus, *shot.characters, scene.set_id, *shot.props]
    return [story.entity(entity_id) for entity_id in dict.fromkeys(ids) if entity_id]


def staging(shot: Shot, story: Story) -> Staging:
    """The shot as data for the local artist."""
    scene = story.scene(shot.scene_id)
    place = story.entity(scene.set_id) if scene.set_id else None
    focus = story.entity(shot.focus) if shot.focus else None
    props = [story.entity(prop) for prop in shot.props]
    return Staging(
        subject="frame",
        place=place.place if place else Place.PLAIN,
        place_name=place.name if place else "",
        place_notes=place.appearance if place else "",
        time=scene.time,
        weather=scene.weather,
        size=shot.size,
        angle=shot.angle,
        figures=_figures(shot, scene, story),
        focus=focus.name if focus else "",
        props=tuple(prop.name for prop in props),
        prop_notes={prop.name: prop.appearance for prop in props},
        style=story.project.style,
    )


def seed(shot: Shot, story: Story) -> int:
    """The seed of a shot's pictures: from its place in its scene, so that edits elsewhere leave it alone."""
    return seed_of(story.scene(shot.scene_id).title, story.position(shot))


def speaker_of(shot: Shot, story: Story) -> str | None:
    """Entity id of the first character of the shot who speaks in it; None for narration."""
    lines = (story.segment(segment) for segment in shot.segments)
    return next((line.speaker for line in lines if line.kind is SegmentKind.DIALOGUE), None)


def built_prompt(shot: Shot, story: Story) -> str:
    """The words for a frame, built from the shot, its scene and the style (R16)."""
    scene = story.scene(shot.scene_id)
    cast = [story.entity(entity_id) for entity_id in shot.characters]
    people = "; ".join(", ".join(filter(None, (one.name, one.appearance))) for one in cast) or "no people"
    props = ", ".join(story.entity(prop).name for prop in shot.props)
    place = story.entity(scene.set_id).name if scene.set_id else ""
    size = shot.size.value.replace("_", " the ")
    where = " ".join(filter(None, ("at" if place else "", place, scene.time.value, scene.weather.value)))
    parts = (f"{size} shot, {shot.angle.value} angle", people, props, where, shot.action)
    return f"{'. '.join(part for part in parts if part)}. {story.project.style}".strip()


def _figures(shot: Shot, scene: Scene, story: Story) -> tuple[Figure, ...]:
    """Left to right as the scene has them, so that nobody changes sides between two shots."""
    order = {entity_id: i for i, entity_id in enumerate(scene.characters)}
    cast = sorted(shot.characters, key=lambda entity_id: order.get(entity_id, len(order)))
    return tuple(_figure(entity_id, shot, story) for entity_id in cast)


def _figure(entity_id: str, shot: Shot, story: Story) -> Figure:
    entity = story.entity(entity_id)
    speaking = speaker_of(shot, story) == entity_id
    away = shot.size is Size.OVER_SHOULDER and shot.focus is not None and shot.focus != entity_id
    return replace(
        figure_of(entity),
        speaking=speaking,
        mood=_mood(entity_id, shot, story),
        holds=_holds(entity_id, shot, story),
        turned_away=away,
    )


def _mood(entity_id: str, shot: Shot, story: Story) -> str:
    lines = [story.segment(segment) for segment in shot.segments]
    own = [line for line in lines if line.speaker in (None, entity_id)]
    return mood_of(" ".join(f"{line.manner} {line.text}" for line in own))


def _holds(entity_id: str, shot: Shot, story: Story) -> str:
    """The first handled prop lies in the hand of the one the shot is about."""
    if not shot.props or not shot.characters or shot.size is Size.INSERT:
        return ""
    focus = story.entity(shot.focus) if shot.focus else None
    about = focus.id if focus and focus.kind is EntityKind.CHARACTER else shot.characters[0]
    return story.entity(shot.props[0]).name if about == entity_id else ""
