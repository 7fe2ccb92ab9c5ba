"""videos: each shot moves, from its frame, for as long as its lines last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.pipeline import audio, frames, wording
from core.pipeline.board import Board
from core.pipeline.lengths import half_seconds
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.refs import seed_of
from core.requests import Move, VideoRequest, Window
from core.story import GAP_SAMPLES, Shot, Size, Slot, SlotKind, Step, Story

STEP = Step.VIDEOS
KIND = SlotKind.CLIP

MOVES: Mapping[Size, tuple[Move, ...]] = {
    Size.WIDE: (
        Move("push_in", Window(0.5, 0.5, 0.985), Window(0.5, 0.52, 0.90)),
        Move("pan_right", Window(0.46, 0.5, 0.90), Window(0.54, 0.5, 0.90)),
        Move("pull_out", Window(0.5, 0.52, 0.90), Window(0.5, 0.5, 0.985)),
        Move("pan_left", Window(0.54, 0.5, 0.90), Window(0.46, 0.5, 0.90)),
    ),
    Size.MEDIUM: (
        Move("push_in", Window(0.5, 0.5, 0.98), Window(0.5, 0.47, 0.90)),
        Move("drift", Window(0.485, 0.49, 0.94), Window(0.515, 0.49, 0.94)),
        Move("pull_out", Window(0.5, 0.47, 0.91), Window(0.5, 0.5, 0.98)),
    ),
    Size.CLOSE: (
        Move("push_in", Window(0.5, 0.5, 0.97), Window(0.5, 0.47, 0.88)),
        Move("drift", Window(0.51, 0.48, 0.93), Window(0.49, 0.48, 0.92)),
    ),
    Size.OVER_SHOULDER: (
        Move("drift", Window(0.49, 0.49, 0.94), Window(0.515, 0.49, 0.93)),
        Move("push_in", Window(0.5, 0.5, 0.97), Window(0.51, 0.48, 0.90)),
    ),
    Size.INSERT: (
        Move("push_in", Window(0.5, 0.5, 0.97), Window(0.5, 0.5, 0.86)),
        Move("tilt_down", Window(0.5, 0.475, 0.93), Window(0.5, 0.52, 0.93)),
    ),
}
"""The camera moves for each size; neighbours in a scene take turns."""


def slots(story: Story) -> Iterator[Slot]:
    for shot in story.shots:
        yield Slot(KIND, shot.id)


def request(slot: Slot, board: Board) -> VideoRequest | None:
    story = board.story
    shot = story.shot(slot.target)
    frame = board.good(SlotKind.FRAME, shot.id)
    length = slot_samples(shot, board)
    if frame is None or length is None:
        return None
    width, height = story.project.size
    move = move_of(shot.size, story.position(shot) + board.again(slot))
    return VideoRequest(
        prompt=story.wish(slot).prompt or wording.clip(shot, story, frames.speaking(shot, story), move.name),
        frame=frame.asset,
        half_seconds=half_seconds(length),
        width=width,
        height=height,
        fps=story.project.fps,
        move=move,
        seed=seed_of(
            "clip",
            story.scene(shot.scene_id).title,
            story.position(shot),
            variation=story.wish(slot).variation,
        ),
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    return frames.priority(slot, story)


def slot_samples(shot: Shot, board: Board) -> int | None:
    """The shot's full slot: its lines and the silence after each, up to the next shot (R24).

    The film's last line has no silence after it. None until all lines of the shot are spoken.
    """
    lengths = [audio.samples(board, segment) for segment in shot.segments]
    known = [n for n in lengths if n is not None]
    if len(known) < len(lengths):
        return None
    last = shot.segments[-1] == board.story.segments[-1].id
    return sum(known) + GAP_SAMPLES * (len(known) - last)


def move_of(size: Size, position: int) -> Move:
    """The camera's move over a shot: by size, neighbours in a scene taking turns."""
    return MOVES[size][position % len(MOVES[size])]
