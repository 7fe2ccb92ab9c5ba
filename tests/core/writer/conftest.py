"""Builders for the local writer's tests: a text goes in, all five documents come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from core.documents import AnalysisDoc, ScenesDoc, ScriptDoc, ShotDoc, ShotsDoc, StoryDoc
from core.providers.local.writer import write
from core.requests import TextRequest


@dataclass(frozen=True)
class Film:
    """Everything the writer makes of one text."""

    story: StoryDoc
    analysis: AnalysisDoc
    script: ScriptDoc
    scenes: ScenesDoc
    shots: tuple[tuple[ShotDoc, ...], ...]

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(speaker or "", text) of every line."""
        return [(line.speaker, line.text) for line in self.script.segments]

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.analysis.characters]

    @property
    def flat(self) -> list[ShotDoc]:
        return [shot for scene in self.shots for shot in scene]

    def character(self, name: str) -> Any:
        return next(one for one in self.analysis.characters if one.name == name)


def make(text: str, source_format: str = "text", language: str = "en", keep_text: bool = False) -> Film:
    source = {"source": text, "source_format": source_format, "language": language, "keep_text": keep_text}
    story = write(TextRequest("story", source))
    assert isinstance(story, StoryDoc)
    inputs: dict[str, Any] = {
        "title": story.title,
        "text": story.text,
        "source_format": source_format,
        "language": story.language,
        "keep_text": keep_text,
    }
    analysis = write(TextRequest("analysis", inputs))
    inputs["analysis"] = analysis.model_dump(mode="json")
    script = write(TextRequest("script", inputs))
    inputs["segments"] = script.model_dump(mode="json")["segments"]
    scenes = write(TextRequest("scenes", inputs))
    assert isinstance(analysis, AnalysisDoc)
    assert isinstance(script, ScriptDoc)
    assert isinstance(scenes, ScenesDoc)
    return Film(story, analysis, script, scenes, _shots(inputs, scenes))


def _shots(inputs: dict[str, Any], scenes: ScenesDoc) -> tuple[tuple[ShotDoc, ...], ...]:
    found = []
    rows = scenes.model_dump(mode="json")["scenes"]
    for i, scene in enumerate(rows):
        span = range(scene["first_segment"], scene["last_segment"] + 1)
        request = TextRequest(
            "shots",
            {
                "scene": scene,
                "previous": rows[i - 1] if i else None,
                "segments": [{"index": k, **inputs["segments"][k]} for k in span],
                "analysis": inputs["analysis"],
                "language": inputs["language"],
            },
        )
        document = write(request)
        assert isinstance(document, ShotsDoc)
        found.append(document.shots)
    return tuple(found)


@pytest.fixture(scope="session")
def film() -> Callable[..., Film]:
    return make
