"""The local writer: stages a person's own words and invents nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from core.documents import AnalysisDoc, Document, ScenesDoc, ScriptDoc, SegmentDoc, ShotsDoc, StoryDoc
from core.errors import Fault, ProviderError
from core.providers.local.writer.analysis import analysis
from core.providers.local.writer.blocks import Block, cleaned
from core.providers.local.writer.reading import blocks_of
from core.providers.local.writer.rules import Rules, rules_for
from core.providers.local.writer.scenes import scenes
from core.providers.local.writer.script import script
from core.providers.local.writer.shots import Brief, shots
from core.providers.local.writer.story import told
from core.requests import TextRequest


def write(request: TextRequest) -> Document:
    """The document a text request asks for, from the person's own words alone.

    Raises BadInput when the words cannot be staged and ProviderError(INVALID_INPUT) for a task nobody knows.
    """
    task = _TASKS.get(request.task)
    if task is None:
        raise ProviderError(Fault.INVALID_INPUT, f"The local writer does not know the task {request.task!r}.")
    return task(request.inputs)


def _story(inputs: Mapping[str, Any]) -> StoryDoc:
    return told(inputs)


def _analysis(inputs: Mapping[str, Any]) -> AnalysisDoc:
    return analysis(_blocks(inputs), _rules(inputs), bool(inputs.get("keep_text")))


def _script(inputs: Mapping[str, Any]) -> ScriptDoc:
    found = AnalysisDoc.model_validate(inputs["analysis"])
    return script(_blocks(inputs), found.characters, _rules(inputs), bool(inputs.get("keep_text")))


def _scenes(inputs: Mapping[str, Any]) -> ScenesDoc:
    found = AnalysisDoc.model_validate(inputs["analysis"])
    segments = [SegmentDoc.model_validate(row) for row in inputs["segments"]]
    return scenes(_blocks(inputs), segments, found, _rules(inputs))


def _shots(inputs: Mapping[str, Any]) -> ShotsDoc:
    return shots(Brief.read(inputs, _rules(inputs)))


_TASKS: Mapping[str, Callable[[Mapping[str, Any]], Document]] = MappingProxyType(
    {"story": _story, "analysis": _analysis, "script": _script, "scenes": _scenes, "shots": _shots}
)


def _blocks(inputs: Mapping[str, Any]) -> list[Block]:
    return blocks_of(cleaned(str(inputs["text"])), str(inputs.get("source_format") or "text"))


def _rules(inputs: Mapping[str, Any]) -> Rules:
    return rules_for(str(inputs.get("language") or "en"))
