"""analysis: the characters, sets and props of the story become entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.catalogue.models import Model
from core.documents import AnalysisDoc, CharacterDoc, PropDoc, SetDoc
from core.pipeline import asking, parts
from core.pipeline.answers import parse
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.pipeline.story import text_inputs
from core.requests import TextRequest
from core.story import Entity, EntityKind, Slot, SlotKind, Step, Story

STEP = Step.ANALYSIS
KIND = SlotKind.ANALYSIS


def slots(story: Story) -> Iterator[Slot]:
    return parts.slots(KIND, story)


def request(slot: Slot, board: Board) -> TextRequest | None:
    """A part is asked about when those before it are there, so that everybody keeps one name."""
    inputs = text_inputs(board)
    if inputs is None:
        return None
    row = parts.row_of(STEP, slot, board)
    pieces = parts.cut(inputs["text"], row.parts)
    number = parts.number_of(slot)
    known = parts.documents(KIND, board, number)
    if known is None or number >= len(pieces):
        return None
    told = {"known": merged(known)} if known else {}
    text = pieces[number]
    return asking.asked("analysis", {**inputs, "text": text, **parts.place(pieces, number), **told}, row, text)


def fitting(slot: Slot, row: Model, board: Board) -> Model:
    return parts.row_of(STEP, slot, board)


def document(board: Board) -> Mapping[str, Any] | None:
    """What was found in the whole story; None while a part is missing or stale."""
    found = parts.whole(KIND, board)
    return None if found is None else merged(found)


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    """The entities of the whole story, as soon as all its parts have been looked at."""
    mine = parts.facts_of(facts, parse(AnalysisDoc, data).model_dump(mode="json"))
    found = parts.gathered(slot, story, mine["document"], mine.get(parts.COUNT, 1))
    if found is None:
        return Accepted(facts=mine)
    document = AnalysisDoc.model_validate(merged(found))
    before = _before(story)
    rows = [*map(_character, document.characters), *map(_set, document.sets), *map(_prop, document.props)]
    known = {(entity.kind, entity.name.casefold()): entity for entity in story.entities}
    entities = tuple(
        _continued(replace(row, position=position), known.get((row.kind, row.name.casefold())), before)
        for position, row in enumerate(rows)
    )
    return Accepted(entities=entities, facts=mine)


def priority(slot: Slot, story: Story) -> int:
    return 0


def merged(documents: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """One analysis out of those of the parts: everybody once, with all their names and what was said first."""
    if len(documents) == 1:
        return documents[0]
    return {field: _united(row for one in documents for row in one[field]) for field in _FIELDS}


_FIELDS = ("characters", "sets", "props")


def _united(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    known: dict[str, dict[str, Any]] = {}
    made: list[dict[str, Any]] = []
    for row in rows:
        names = [row["name"], *row.get("aliases", ())]
        there = next((known[name.casefold()] for name in names if name.casefold() in known), None)
        if there is None:
            there = dict(row)
            made.append(there)
        else:
            there.update(_both(there, row))
        known |= {name.casefold(): there for name in (there["name"], *there.get("aliases", ()))}
    return made


def _both(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The old row with the new one's names, and its words where the old one has none."""
    said = {field: old[field] or value for field, value in new.items() if isinstance(old.get(field), str)}
    if "aliases" in old:
        names = dict.fromkeys([*old["aliases"], new["name"], *new["aliases"]])
        said["aliases"] = [name for name in names if name.casefold() != old["name"].casefold()]
    return said


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
    takes = [story.takes.get(slot) for slot in slots(story)]
    found = [take.facts["document"] for take in takes if take and take.facts.get("document")]
    document = merged(found) if found else {}
    kinds = (("character", "characters"), ("set", "sets"), ("prop", "props"))
    return {
        (kind, row["name"].casefold()): row["appearance"]
        for kind, field in kinds
        for row in document.get(field, ())
    }
