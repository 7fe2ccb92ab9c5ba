"""story: the person's prompt or text becomes the story that is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.documents import StoryDoc
from core.pipeline.answers import parse
from core.pipeline.board import Board
from core.pipeline.planned import Accepted
from core.requests import TextRequest
from core.story import Slot, SlotKind, Step, Story

STEP = Step.STORY
KIND = SlotKind.STORY


def slots(story: Story) -> Iterator[Slot]:
    yield Slot(KIND, story.project.id)


def request(slot: Slot, board: Board) -> TextRequest:
    project = board.story.project
    return TextRequest(
        task="story",
        inputs={
            "source": project.source,
            "source_format": project.source_format,
            "language": project.language,
            "keep_text": project.keep_text,
        },
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    document = parse(StoryDoc, data)
    brief = document.model_dump(mode="json", exclude={"text"})
    return Accepted(
        project={"title": document.title, "text": document.text},
        facts={"document": brief},
    )


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
        "source_format": project.source_format,
        "language": language(board),
        "keep_text": project.keep_text,
    }
