"""export: everything that was made becomes one film, locked to the narration (R26, R27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.pipeline import audio, pieces
from core.pipeline.board import Board
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.story import language
from core.requests import RenderRequest
from core.story import Slot, SlotKind, Step, Story

STEP = Step.EXPORT
KIND = SlotKind.FILM


def slots(story: Story) -> Iterator[Slot]:
    yield Slot(KIND, story.project.id)


def request(slot: Slot, board: Board) -> RenderRequest | None:
    """The whole film; None while anything that could still be made is missing."""
    project = board.story.project
    starts, shots = board.once(audio.narration_starts), board.once(pieces.film_shots)
    if not shots or starts is None or not _all_cut(board):
        return None
    width, height = project.size
    return RenderRequest(
        title=project.title,
        width=width,
        height=height,
        fps=project.fps,
        language=language(board),
        samples=starts[-1],
        lines=board.once(pieces.film_lines),
        shots=shots,
        captions=project.captions,
        music=project.music or "",
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    return 1


def _all_cut(board: Board) -> bool:
    slots = pieces.slots(board.story)
    return all(board.good(slot.kind, slot.target) or board.given_up(slot.kind, slot.target) for slot in slots)
