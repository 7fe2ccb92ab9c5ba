"""refs: every entity that a shot shows gets a reference image, steered by its guide images (R8-R17)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from core.catalogue.models import Model
from core.pipeline import bundle, shots, wording
from core.pipeline.board import Board
from core.pipeline.planned import NOTHING, Accepted
from core.requests import Figure, ImageRequest, Reference, Staging, seed_again
from core.story import Entity, EntityKind, Origin, Size, Slot, SlotKind, Step, Story

STEP = Step.REFS
KIND = SlotKind.REFERENCE

SIDES = {EntityKind.CHARACTER: (768, 960), EntityKind.SET: (1280, 720), EntityKind.PROP: (768, 768)}
"""Width and height of a reference image in px."""


def slots(story: Story) -> Iterator[Slot]:
    for entity in story.entities:
        yield Slot(KIND, entity.id)


def request(slot: Slot, board: Board) -> ImageRequest | None:
    """One that a person asked for directly does not wait until every scene has its shots (R3)."""
    story = board.story
    if slot not in story.asked and not board.once(shots.all_ready):
        return None
    entity = story.entity(slot.target)
    width, height = SIDES[entity.kind]
    seed = seed_of(entity.kind.value, entity.name, variation=story.wish(slot).variation)
    draft = ImageRequest(
        prompt="",
        width=width,
        height=height,
        references=bundle.of_entity(entity, story),
        seed=seed_again(seed, board.again(slot)),
        staging=_staging(entity, story.project.style),
    )
    own = _own_words(entity, story)
    if own:
        return bundle.worded(draft, board.row(slot), board.catalogue, lambda sent: own)
    draft = bundle.styled(draft, board.row(slot), board.catalogue, story)
    style = story.project.style
    return bundle.worded(
        draft, board.row(slot), board.catalogue, lambda sent: wording.reference(entity, style, sent)
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    """Before the lines: the longest chain, from here to the last clip, goes through every frame."""
    return 1


def prompt(entity: Entity, story: Story) -> str:
    """The words for this one alone, else the person's own, else built from the fields and the style (R16)."""
    return _own_words(entity, story) or wording.reference(entity, story.project.style)


def _own_words(entity: Entity, story: Story) -> str:
    """Words that a person gave in full: no style is added to them, neither in words nor as a picture (R16)."""
    return story.wish(Slot(KIND, entity.id)).prompt or (entity.prompt if entity.prompt_is_own else "")


def fitting(slot: Slot, row: Model, board: Board) -> Model:
    """A frame that is not drawn needs references that are not: then its model makes them too.

    The project's own choice for frames comes before that of single ones, so that it does not change with them.
    """
    if not row.draws or board.story.wish(slot).model:
        return row
    usual = board.model(Step.FRAMES)
    found = board.once(_rows_of_frames).get(slot.target, row)
    return found if found.draws or usual.draws or STEP not in usual.steps else usual


def _rows_of_frames(board: Board) -> Mapping[str, Model]:
    """Entity id -> the model of the first frame that shows it and is not drawn."""
    story = board.story
    found: dict[str, Model] = {}
    for shot in story.shots:
        row = board.model(Step.FRAMES, Slot(SlotKind.FRAME, shot.id))
        if not row.draws and STEP in row.steps:
            for entity in (*bundle.shown(shot, story), *bundle.around(shot, story)):
                found.setdefault(entity.id, row)
    return found


def seed_of(*words: object, variation: int = 0) -> int:
    """A seed that depends on nothing but these words, so that a film made twice looks the same."""
    text = "\x1f".join(map(str, (*words, f"#{variation}") if variation else words))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


def figure_of(entity: Entity) -> Figure:
    """The entity as the artist needs to know it, standing still."""
    return Figure(
        name=entity.name,
        appearance=entity.appearance,
        gender=entity.gender,
        age=entity.age,
        species=entity.species,
    )


def reference_of(entity: Entity, board: Board, *, drawn: bool = False) -> Reference | None:
    """The entity's reference image as an input of a frame; None while there is none.

    `drawn` is for a panel of the local artist: it goes on with the reference that was drawn for it when other
    shots have moved on to a made one, and so stays as it is (B4).
    """
    take = board.good(KIND, entity.id)
    if drawn and not board.row(Slot(KIND, entity.id)).draws and not (take and take.origin is Origin.UPLOAD):
        take = board.story.drawn.get(entity.id) or take
    if take is None:
        return None
    return Reference(
        asset=take.asset,
        entity=entity.name,
        kind=entity.kind.value,
        drawn=bool(take.facts.get("drawn", False)),
        cutout=take.parts.get("cutout", ""),
    )


def _staging(entity: Entity, style: str) -> Staging:
    if entity.kind is EntityKind.CHARACTER:
        return Staging("character", size=Size.CLOSE, figures=(figure_of(entity),), style=style)
    if entity.kind is EntityKind.SET:
        return Staging(
            "set", place=entity.place, place_name=entity.name, place_notes=entity.appearance, style=style
        )
    notes = {entity.name: entity.appearance}
    return Staging(
        "prop", size=Size.INSERT, focus=entity.name, props=(entity.name,), prop_notes=notes, style=style
    )
