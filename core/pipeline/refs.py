"""refs: every entity that a shot shows gets a reference image, steered by its guide images (R8-R17)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from core.pipeline import shots
from core.pipeline.board import Board
from core.pipeline.planned import NOTHING, Accepted
from core.requests import Figure, ImageRequest, Reference, Staging
from core.story import Entity, EntityKind, Size, Slot, SlotKind, Step, Story

STEP = Step.REFS
KIND = SlotKind.REFERENCE

SIDES = {EntityKind.CHARACTER: (768, 960), EntityKind.SET: (1280, 720), EntityKind.PROP: (768, 768)}
"""Width and height of a reference image in px."""


def slots(story: Story) -> Iterator[Slot]:
    for entity in story.entities:
        yield Slot(KIND, entity.id)


def request(slot: Slot, board: Board) -> ImageRequest | None:
    if not shots.all_ready(board):
        return None
    story = board.story
    entity = story.entity(slot.target)
    width, height = SIDES[entity.kind]
    return ImageRequest(
        prompt=entity.prompt if entity.prompt_is_own else built_prompt(entity, story.project.style),
        width=width,
        height=height,
        references=tuple(
            Reference(guide.asset, entity.name, entity.kind.value, guide=True)
            for guide in story.guides_of(entity.id)
        ),
        seed=seed_of(entity.kind.value, entity.name),
        staging=_staging(entity, story.project.style),
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    return 5


def built_prompt(entity: Entity, style: str) -> str:
    """The words for a reference image, built from the entity's fields and the style (R8, R16)."""
    about = ", ".join(part for part in (entity.name, entity.appearance) if part)
    words = {
        EntityKind.CHARACTER: f"Portrait of {about}, head and shoulders, plain background.",
        EntityKind.SET: f"{about}, an empty place, no people at all.",
        EntityKind.PROP: f"{about}, the object alone on a plain background, no people.",
    }[entity.kind]
    return f"{words} {style}".strip()


def seed_of(*words: object) -> int:
    """A seed that depends on nothing but these words, so that a film made twice looks the same."""
    text = "\x1f".join(map(str, words))
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


def reference_of(entity: Entity, board: Board) -> Reference | None:
    """The entity's reference image as an input of a frame; None while there is none."""
    take = board.good(KIND, entity.id)
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
