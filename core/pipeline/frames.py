"""frames: the still that each shot starts from, made with the references of all it shows (R15)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.pipeline import bundle, shots, wording
from core.pipeline.board import Board
from core.pipeline.moods import mood_of
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.refs import figure_of, reference_of, seed_of
from core.requests import Figure, ImageRequest, Reference, Staging, seed_again
from core.story import Entity, EntityKind, Place, Scene, SegmentKind, Shot, Size, Slot, SlotKind, Step, Story

STEP = Step.FRAMES
KIND = SlotKind.FRAME

OVERSCAN = 1.2
"""A frame is this much larger than the film: the closest camera move (videos.MOVES) shows 0.86 of its width,
which is still more pixels than the film has, so a zoom stays sharp (media.md 5). A row that bills by the
megapixel makes it a little smaller."""


def slots(story: Story) -> Iterator[Slot]:
    for shot in story.shots:
        yield Slot(KIND, shot.id)


def request(slot: Slot, board: Board) -> ImageRequest | None:
    story = board.story
    shot = story.shot(slot.target)
    if not board.once(shots.all_ready):
        return None
    ranked = references(shot, board)
    if ranked is None:
        return None
    row = board.row(slot)
    width, height = (round(side * OVERSCAN / 2) * 2 for side in story.project.size)
    draft = ImageRequest(
        prompt="",
        width=width,
        height=height,
        references=ranked,
        seed=seed_again(seed(shot, story), board.again(slot)),
        staging=staging(shot, story),
    )
    if not _own_words(shot, story):
        draft = bundle.styled(draft, row, board.catalogue, story)
    return bundle.worded(draft, row, board.catalogue, lambda sent: prompt(shot, story, sent))


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


AHEAD = 8
"""How many shots one with a speaker, who may be lip-synced, goes ahead of: as many as a lane makes at once."""


FIRST = 12
"""The priority of a first shot in which somebody speaks: nothing of a shot is more urgent."""


def priority(slot: Slot, story: Story) -> int:
    """The first shots first, so that they can be watched early; a longer chain begins somewhat earlier."""
    shot = story.shot(slot.target)
    return turn(shot.index, spoken=speaker_of(shot, story) is not None)


def turn(index: int, *, spoken: bool) -> int:
    """The priority of what a shot at this place is made of."""
    return FIRST + AHEAD + index - (AHEAD if spoken else 0)


def references(shot: Shot, board: Board) -> tuple[Reference, ...] | None:
    """Every picture a frame could be made with, ranked, not yet cut to what its model takes (R15).

    None while a reference image is still to be made.
    """
    story = board.story
    drawn = board.row(Slot(KIND, shot.id)).draws
    entities = bundle.shown(shot, story) if drawn else [*bundle.shown(shot, story), *bundle.around(shot, story)]
    found = {entity.id: reference_of(entity, board, drawn=drawn) for entity in entities}
    missing = [entity_id for entity_id, reference in found.items() if reference is None]
    if not all(board.given_up(SlotKind.REFERENCE, entity_id) for entity_id in missing):
        return None
    return bundle.of_shot(shot, [one for one in found.values() if one is not None], story)


def prompt(shot: Shot, story: Story, sent: Sequence[Reference] = ()) -> str:
    """The words for this one alone, else the person's own, else built from the fields and the style (R16)."""
    return _own_words(shot, story) or wording.frame(shot, story, sent, bundle.around(shot, story))


def _own_words(shot: Shot, story: Story) -> str:
    """Words that a person gave in full: no style is added to them, neither in words nor as a picture (R16)."""
    return story.wish(Slot(KIND, shot.id)).prompt or (shot.prompt if shot.prompt_is_own else "")


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
    variation = story.wish(Slot(KIND, shot.id)).variation
    return seed_of(story.scene(shot.scene_id).title, story.position(shot), variation=variation)


def speaker_of(shot: Shot, story: Story) -> str | None:
    """Entity id of the first character of the shot who speaks in it; None for narration."""
    lines = (story.segment(segment) for segment in shot.segments)
    return next((line.speaker for line in lines if line.kind is SegmentKind.DIALOGUE), None)


def speaking(shot: Shot, story: Story) -> Entity | None:
    """The character who speaks in the shot, if any."""
    speaker = speaker_of(shot, story)
    return story.entity(speaker) if speaker else None


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
