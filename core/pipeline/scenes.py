"""scenes: the lines fall into units of place and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.catalogue.models import Model
from core.documents import SceneDoc, ScenesDoc
from core.pipeline import analysis, asking, parts, script
from core.pipeline.answers import parse, partition
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.pipeline.script import by_name
from core.pipeline.story import language, text_inputs
from core.requests import TextRequest
from core.story import Entity, EntityKind, Scene, Slot, SlotKind, Step, Story

STEP = Step.SCENES
KIND = SlotKind.SCENES


MOST_LINES = 60
"""Lines a scene may have when a language model breaks it into shots: their JSON has to fit into one answer."""


def slots(story: Story) -> Iterator[Slot]:
    return parts.slots(KIND, story)


def request(slot: Slot, board: Board) -> TextRequest | None:
    """A part is asked about when those before it are there: a scene may go on from one into the next."""
    inputs = text_inputs(board)
    found = board.once(analysis.document)
    lines = board.once(script.document)
    if inputs is None or found is None or lines is None:
        return None
    row = parts.row_of(STEP, slot, board)
    number = parts.number_of(slot)
    if asking.writes(row):
        return _part(number, lines["segments"], row, board)
    told = {**inputs, "analysis": found, "segments": lines["segments"]}
    return None if number else TextRequest("scenes", told)


def _part(
    number: int,
    lines: Sequence[Mapping[str, Any]],
    row: Model,
    board: Board,
) -> TextRequest | None:
    spans = parts.cut_lines(lines, row.parts)
    before = parts.documents(KIND, board, number)
    if number >= len(spans) or before is None:
        return None
    first, last = spans[number]
    rows = [numbered(i, lines[i]) for i in range(first, last + 1)]
    told = {
        "language": language(board),
        "analysis": board.once(listed),
        "segments": rows,
        "most_lines": MOST_LINES,
    }
    if number:
        told["previous"] = _brief(merged(before)["scenes"][-1])
    place = {"part": number + 1, parts.COUNT: len(spans)} if len(spans) > 1 else {}
    return asking.asked("scenes", {**told, **place}, row, " ".join(map(str, rows)))


def listed(board: Board) -> Mapping[str, Any]:
    """Who and what there is in the whole story; nothing while that is not known."""
    found = board.once(analysis.document)
    return {} if found is None else names(found)


def names(found: Mapping[str, Any]) -> dict[str, Any]:
    """The analysis as far as staging needs it: who and what there is, without how it looks."""
    return {
        "characters": [{key: one[key] for key in ("name", "aliases")} for one in found["characters"]],
        "sets": [{key: one[key] for key in ("name", "place")} for one in found["sets"]],
        "props": [{"name": one["name"]} for one in found["props"]],
    }


def numbered(index: int, line: Mapping[str, Any]) -> dict[str, Any]:
    """A line as a model is told it: its place in the whole script, and what is said by whom."""
    said = {key: line[key] for key in ("kind", "speaker", "manner", "text") if line.get(key)}
    return {"index": index, **said}


def _brief(scene: Mapping[str, Any]) -> dict[str, Any]:
    wanted = ("title", "set", "time", "weather", "summary", "characters")
    return {key: scene[key] for key in wanted if key in scene}


def fitting(slot: Slot, row: Model, board: Board) -> Model:
    return parts.row_of(STEP, slot, board)


def document(board: Board) -> Mapping[str, Any] | None:
    """The scenes of the whole script; None while a part is missing or stale."""
    found = parts.whole(KIND, board)
    return None if found is None else merged(found)


def merged(documents: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    """The scenes of all parts; one that goes on over a border is one scene, unless it would grow too long."""
    if len(documents) == 1:
        return documents[0]
    rows: list[Mapping[str, Any]] = []
    for one in documents:
        fresh = list(one["scenes"])
        if rows and fresh and one.get("continues") and _lines(rows[-1], fresh[0]) <= MOST_LINES:
            rows[-1] = _joined(rows[-1], fresh.pop(0))
        rows += fresh
    return {"scenes": rows}


def _lines(first: Mapping[str, Any], last: Mapping[str, Any]) -> int:
    return int(last["last_segment"]) - int(first["first_segment"]) + 1


def _joined(scene: Mapping[str, Any], rest: Mapping[str, Any]) -> dict[str, Any]:
    """A scene and its rest in the next part: everyone who is in either, in the order they came."""
    both = {key: list(dict.fromkeys([*scene[key], *rest[key]])) for key in ("characters", "props")}
    return {**scene, **both, "last_segment": rest["last_segment"]}


def divided(rows: Sequence[Mapping[str, Any]], most: int) -> list[Mapping[str, Any]]:
    """The scenes with every one that has more lines than `most` (0: any number) told in as many as it takes."""
    made: list[Mapping[str, Any]] = []
    for row in rows:
        first, last = int(row["first_segment"]), int(row["last_segment"])
        step = most or last - first + 1
        for begin in range(first, last + 1, step):
            made.append({**row, "first_segment": begin, "last_segment": min(last, begin + step - 1)})
    return made


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    """The scenes of the whole script, as soon as all its parts have been divided."""
    own = parse(ScenesDoc, data).model_dump(mode="json")
    own["scenes"] = divided(own["scenes"], int(parts.inputs_of(facts).get("most_lines", 0)))
    mine = parts.facts_of(facts, own)
    found = parts.gathered(slot, story, mine["document"], mine.get(parts.COUNT, 1))
    if found is None:
        return Accepted(facts=mine)
    document = ScenesDoc.model_validate(merged(found))
    spans = [(doc.first_segment, doc.last_segment) for doc in document.scenes]
    partition("scenes", spans, 0, len(story.segments) - 1)
    scenes = tuple(_scene(i, doc, story) for i, doc in enumerate(document.scenes))
    return Accepted(scenes=scenes, facts=mine)


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
