"""looks: a language model says what every picture that was brought or made really shows (R19)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.catalogue.models import Catalogue, Model, load_catalogue
from core.documents import LookDoc
from core.pipeline import asking
from core.pipeline.answers import parse
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.requests import TextRequest
from core.story import Entity, EntityKind, GuideImage, Origin, Slot, SlotKind, Step, Story, Take

STEP = Step.ANALYSIS
KIND = SlotKind.LOOK

EYES = "look"
"""Beside the steps in a project's models: who looks at pictures where the analysis' own model cannot."""

PICTURED = frozenset({SlotKind.REFERENCE, SlotKind.FRAME})
"""Slots whose pictures are looked at. What the local artist drew from fields needs no looking at."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture shows."""

    shows: str
    people: int
    faces: int
    text: str
    suits: bool
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedsSetup:
    """Nobody can look at the picture, and why."""

    cause: str


def look_of(
    story: Story, asset: str, catalogue: Catalogue | None = None, keys: Collection[str] = ()
) -> Look | NeedsSetup | None:
    """What is known of a picture; None while it has not been looked at, or was drawn and need not be.

    `keys` are the names of the settings that hold a key (Settings.keys). Never a caption that nobody saw.
    """
    takes = (story.take(KIND, target) for target in _targets(story, asset))
    document = next((take.facts["document"] for take in takes if take is not None), None)
    if document is not None:
        known = {**document, "warnings": tuple(document["warnings"])}
        return Look(**known)
    rows = catalogue or load_catalogue()
    row = _seeing(rows.chosen(STEP, story.project.models.get(STEP.value, "")), story, rows)
    return None if _can(row) else NeedsSetup(_cause(row, rows, keys))


def slots(story: Story) -> Iterator[Slot]:
    """Every guide image, and the picture in use of every entity and shot; only with a model are they asked."""
    for guide in story.guides:
        yield Slot(KIND, guide.id)
    pictured = [Slot(SlotKind.REFERENCE, entity.id) for entity in story.entities]
    pictured += [Slot(SlotKind.FRAME, shot.id) for shot in story.shots]
    yield from _of_takes(pictured, story)


def beside(asked: Collection[Slot], story: Story) -> Iterator[Slot]:
    """What is looked at when only some pictures are made: those, and the guide images they are made from."""
    for guide in story.guides:
        if Slot(SlotKind.REFERENCE, guide.entity_id) in asked:
            yield Slot(KIND, guide.id)
    yield from _of_takes(asked, story)


def fitting(slot: Slot, row: Model, board: Board) -> Model:
    """The film's own eyes where the model of the analysis has none."""
    return _seeing(row, board.story, board.catalogue)


def eyes(catalogue: Catalogue, keys: Collection[str]) -> dict[str, str]:
    """What a film's models gain so that its pictures are looked at; nothing when there is no key for it.

    The cheapest row that sees: telling what a picture shows is easy work, and every picture has one look.
    """
    able = (row for row in catalogue.able(STEP) if row.offered and _can(row))
    there = [row for row in able if catalogue.reachable(row, keys)]
    return {EYES: min(there, key=lambda row: row.price.usd + row.price.out).id} if there else {}


def request(slot: Slot, board: Board) -> TextRequest | None:
    """None where no model can look."""
    row = board.row(slot)
    if not _can(row):
        return None
    story = board.story
    guide = next((guide for guide in story.guides if guide.id == slot.target), None)
    if guide is not None:
        return asking.asked("look", _of_guide(guide, story), row, "", (guide.asset,))
    take = next((take for take in story.takes.values() if take.id == slot.target), None)
    if take is None:
        return None
    inputs = _of_reference(take, story) if take.slot.kind is SlotKind.REFERENCE else _of_frame(take, story)
    return asking.asked("look", inputs, row, "", (take.asset,))


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return Accepted(facts={"document": parse(LookDoc, data).model_dump(mode="json")})


def priority(slot: Slot, story: Story) -> int:
    """After everything that a film needs, however many shots it has."""
    return 100_000


def _seeing(row: Model, story: Story, catalogue: Catalogue) -> Model:
    named = story.project.models.get(EYES, "")
    return row if _can(row) or not named else catalogue.chosen(STEP, named)


def _can(row: Model) -> bool:
    return asking.writes(row) and row.sees


def _of_takes(pictured: Collection[Slot], story: Story) -> Iterator[Slot]:
    for slot in pictured:
        take = story.takes.get(slot)
        if take is not None and _looked_at(take):
            yield Slot(KIND, take.id)


def _looked_at(take: Take) -> bool:
    return take.slot.kind in PICTURED and take.mime.startswith("image/") and not take.facts.get("drawn")


def _targets(story: Story, asset: str) -> Iterator[str]:
    """The ids under which a picture may have been looked at."""
    yield from (guide.id for guide in story.guides if guide.asset == asset)
    yield from (take.id for take in story.takes.values() if take.asset == asset)


def _cause(row: Model, catalogue: Catalogue, keys: Collection[str]) -> str:
    """Which key or choice is missing."""
    seeing = [other for other in catalogue.able(STEP) if _can(other) and other.offered]
    there = [other.title for other in seeing if catalogue.reachable(other, keys)]
    if there:
        choice = " or ".join(there[:3])
        return f"{row.title} does the analysis and cannot look at pictures. Choose {choice} for it."
    missing = dict.fromkeys(catalogue.lanes[other.provider].key for other in seeing)
    if not missing:
        return "No model is known that can look at pictures."
    return f"No key is set for a model that can look at pictures: {' or '.join(missing)}."


_ROLES = {
    EntityKind.CHARACTER: "the portrait of a character",
    EntityKind.SET: "the picture of a place",
    EntityKind.PROP: "the picture of a thing",
}


def _of_guide(guide: GuideImage, story: Story) -> dict[str, Any]:
    entity = story.entity(guide.entity_id)
    role = f"a photo that steers {_ROLES[entity.kind]}"
    return {"origin": "brought by a person", "role": role, **_about(entity)}


def _of_reference(take: Take, story: Story) -> dict[str, Any]:
    entity = story.entity(take.slot.target)
    return {"origin": _origin(take), "role": _ROLES[entity.kind], **_about(entity)}


def _about(entity: Entity) -> dict[str, Any]:
    words = ": ".join(part for part in (entity.name, entity.appearance) if part)
    person = entity.kind is EntityKind.CHARACTER
    return {"about": words, "empty": not person, "portrait": person}


def _of_frame(take: Take, story: Story) -> dict[str, Any]:
    shot = story.shot(take.slot.target)
    people = [story.entity(one).name for one in shot.characters]
    seen = f"In it, from left to right: {', '.join(people)}." if people else "Nobody is in it."
    return {
        "origin": _origin(take),
        "role": "one still of a film",
        "about": " ".join(part for part in (shot.action, seen) if part),
    }


def _origin(take: Take) -> str:
    return "brought by a person" if take.origin is Origin.UPLOAD else "made by a model"
