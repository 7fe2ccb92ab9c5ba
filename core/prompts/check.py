"""What an answer must keep to beyond its schema: said to the model for its second try, checked at the door."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from core.documents import AnalysisDoc, Document, ScenesDoc, ScriptDoc, ShotsDoc, StoryDoc
from core.prompts.wording import Spoken, missing, spoken_text, words_of
from core.story import SegmentKind


def objection(task: str, inputs: Mapping[str, Any], document: Document) -> str:
    """Why a document does not fit what was asked, in a sentence; empty when it does."""
    check = _CHECKS.get(task)
    return check(inputs, document) if check else ""


def _story(inputs: Mapping[str, Any], document: StoryDoc) -> str:
    if not document.title.strip():
        return "The story has no title."
    if "opening" not in inputs and not words_of(document.text):
        return "The story has no text."
    return ""


def _analysis(inputs: Mapping[str, Any], document: AnalysisDoc) -> str:
    found = (document.characters, document.sets, document.props)
    names = [row.name for rows in found for row in rows]
    return "" if all(name.strip() for name in names) else "Something was found that has no name."


def _script(inputs: Mapping[str, Any], document: ScriptDoc) -> str:
    return _nobody(document) or _strangers(inputs, document) or _unsaid(inputs, document)


def _nobody(document: ScriptDoc) -> str:
    empty = [i for i, line in enumerate(document.segments) if not words_of(line.text)]
    return f"Line {empty[0]} says nothing that could be spoken." if empty else ""


def _strangers(inputs: Mapping[str, Any], document: ScriptDoc) -> str:
    people = inputs["analysis"]["characters"]
    known = {name.casefold() for row in people for name in (row["name"], *row.get("aliases", ()))}
    for i, line in enumerate(document.segments):
        if line.kind is SegmentKind.DIALOGUE and line.speaker.casefold() not in known:
            return f"Line {i} is spoken by {line.speaker!r}, who is not among the characters."
    return ""


def _unsaid(inputs: Mapping[str, Any], document: ScriptDoc) -> str:
    exact = bool(inputs.get("keep_text"))
    lines = [Spoken(line.text, line.kind is SegmentKind.DIALOGUE) for line in document.segments]
    text = spoken_text(str(inputs["text"]), str(inputs.get("source_format") or "text"))
    words = missing(text, lines, exact=exact)
    if not words:
        return ""
    if exact:
        return f"The lines do not follow the text word for word. They leave it at: “{words}”."
    return f"The lines leave something of the story out. Missing is: “{words}”."


def _scenes(inputs: Mapping[str, Any], document: ScenesDoc) -> str:
    spans = [(scene.first_segment, scene.last_segment) for scene in document.scenes]
    return _gap("The scenes", spans, inputs["segments"])


def _shots(inputs: Mapping[str, Any], document: ShotsDoc) -> str:
    spans = [(shot.first_segment, shot.last_segment) for shot in document.shots]
    return _gap("The shots", spans, inputs["segments"])


def _gap(name: str, spans: Sequence[tuple[int, int]], segments: Sequence[Mapping[str, Any]]) -> str:
    """Where spans do not cover the numbered lines one after the other."""
    first = int(segments[0].get("index", 0))
    expected, last = first, first + len(segments) - 1
    for begin, end in spans:
        if begin != expected or end < begin:
            return (
                f"{name} must cover lines {first} to {last} one after the other: "
                f"expected one that begins with line {expected}, got {begin} to {end}."
            )
        expected = end + 1
    return "" if expected == last + 1 else f"{name} end with line {expected - 1} instead of {last}."


_CHECKS: Mapping[str, Callable[[Mapping[str, Any], Any], str]] = MappingProxyType(
    {"story": _story, "analysis": _analysis, "script": _script, "scenes": _scenes, "shots": _shots}
)
