"""analysis: the characters, sets and props of the story become entities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from core.documents import AnalysisDoc, CharacterDoc, PropDoc, SetDoc
from core.pipeline.answers import parse
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.pipeline.story import text_inputs
from core.requests import TextRequest
from core.story import Entity, EntityKind, Slot, SlotKind, Step, Story

STEP = Step.ANALYSIS
KIND = SlotKind.ANALYSIS


def slots(story: Story) -> Iterator[Slot]:
    yield Slot(KIND, story.project.id)


def request(slot: Slot, board: Board) -> TextRequest | None:
    inputs = text_inputs(board)
    return None if inputs is None else TextRequest("analysis", inputs)


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    document = parse(AnalysisDoc, data)
    before = _before(story)
    rows = [*map(_character, document.characters), *map(_set, document.sets), *map(_prop, document.props)]
    known = {(entity.kind, entity.name.casefold()): entity for entity in story.entities}
    entities = tuple(
        _continued(replace(row, position=position), known.get((row.kind, row.name.casefold())), before)
        for position, row in enumerate(rows)
    )
    return Accepted(entities=entities, facts={"document": document.model_dump(mode="json")})


def priority(slot: Slot, story: Story) -> int:
    return 0


def _character(doc: CharacterDoc) -> Entity:
    return Entity(
        id="",
        kind=EntityKind.CHARACTER,
        name=doc.name,
        appearance=doc.appearance,
        aliases=doc.aliases,
        gender=doc.gender,
        age=doc.age,
        species=doc.species,
    )


def _set(doc: SetDoc) -> Entity:
    return Entity(id="", kind=EntityKind.SET, name=doc.name, appearance=doc.appearance, place=doc.place)


def _prop(doc: PropDoc) -> Entity:
    return Entity(id="", kind=EntityKind.PROP, name=doc.name, appearance=doc.appearance)


def _continued(row: Entity, old: Entity | None, before: Mapping[tuple[str, str], str]) -> Entity:
    """The new row, with the old one's appearance where a person changed it."""
    if old is None:
        return row
    said_before = before.get((old.kind.value, old.name.casefold()), "")
    touched = old.appearance not in ("", said_before)
    return replace(row, id=old.id, appearance=old.appearance if touched else row.appearance)


def _before(story: Story) -> dict[tuple[str, str], str]:
    """What the analysis before this one said about each entity's appearance."""
    take = story.take(KIND, story.project.id)
    document = take.facts.get("document", {}) if take else {}
    kinds = (("character", "characters"), ("set", "sets"), ("prop", "props"))
    return {
        (kind, row["name"].casefold()): row["appearance"]
        for kind, field in kinds
        for row in document.get(field, ())
    }
