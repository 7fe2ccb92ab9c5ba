"""story: the person's prompt or text becomes the story that is told."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from core.catalogue.models import Model
from core.documents import StoryDoc
from core.pipeline import asking, parts
from core.pipeline.answers import parse
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.prompts.wording import words_of
from core.requests import TextRequest
from core.story import Project, Slot, SlotKind, Step, Story

STEP = Step.STORY
KIND = SlotKind.STORY


def slots(story: Story) -> Iterator[Slot]:
    yield Slot(KIND, story.project.id)


OPENING_WORDS = 400
"""Of a text that is kept as it is a language model reads so many, to find its title and language."""


def request(slot: Slot, board: Board) -> TextRequest:
    """A language model never repeats a text that is kept, so that no word of it can change."""
    project = board.story.project
    row = board.model(STEP, slot)
    told = {
        "source_format": project.source_format,
        "language": project.language,
        "keep_text": project.keep_text,
    }
    if asking.writes(row) and _kept(project, row):
        return asking.asked("story", {**told, **_opening(project), "keep_text": True}, row, "")
    asked = board.story.wish(slot).prompt
    anew = {"anew": True, **({"asked": asked} if asked else {})} if asking.writes(row) else {}
    return asking.asked("story", {**told, **anew, "source": project.source}, row, project.source)


WORDS_A_SECOND = 2.5
"""About as fast as stories are read aloud."""


def lasting(seconds: int) -> str:
    """What a language model is asked for when a story has to last about so long."""
    words = round(seconds * WORDS_A_SECOND / 5) * 5
    return f"It lasts about {seconds} seconds when read aloud: about {words} words."


def words_asked(told: str) -> int:
    """How many words `lasting` has asked for; 0 where a person said nothing of the kind."""
    found = re.search(r"when read aloud: about (\d+) words\.", told)
    return int(found[1]) if found else 0


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    document = parse(StoryDoc, data)
    kept = "opening" in parts.inputs_of(facts)
    brief = document.model_dump(mode="json", exclude={"text"})
    if parts.inputs_of(facts).get("anew"):
        brief["format"] = "text"
    return Accepted(
        project={"title": document.title, "text": story.project.source.strip() if kept else document.text},
        facts={"document": brief},
    )


def _kept(project: Project, row: Model) -> bool:
    """Whether the person's text is the story: they said so, or it is too long to be written anew in one go."""
    long = bool(row.parts) and len(words_of(project.source)) > row.parts
    return project.keep_text or (long and project.source_format != "prompt")


def _opening(project: Project) -> dict[str, Any]:
    source = project.source.strip()
    words = list(re.finditer(r"\S+", source))
    cut = source[: words[OPENING_WORDS - 1].end()] if len(words) > OPENING_WORDS else source
    whole = hashlib.sha256(source.encode()).hexdigest()
    return {"opening": cut[: OPENING_WORDS * 10], "words": len(words), "whole": whole}


def priority(slot: Slot, story: Story) -> int:
    return 0


def language(board: Board) -> str:
    """The film's language: the person's choice, else what the story step found; "" while unknown."""
    chosen = board.story.project.language
    if chosen:
        return chosen
    document = board.document(KIND, board.story.project.id)
    return "" if document is None else str(document["language"])


def text_inputs(board: Board) -> dict[str, Any] | None:
    """What every later text step is told about the story; None while there is no story."""
    project = board.story.project
    document = board.document(KIND, project.id)
    if document is None:
        return None
    return {
        "title": document["title"],
        "text": project.text,
        "source_format": document.get("format", project.source_format),
        "language": language(board),
        "keep_text": project.keep_text,
    }
