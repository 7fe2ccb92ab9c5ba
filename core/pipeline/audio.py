"""audio: every line is spoken; from then on sound is the master of time (R24)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.pipeline import frames
from core.pipeline.board import Board
from core.pipeline.lengths import line_starts
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.story import language
from core.requests import SpeechRequest
from core.story import SegmentKind, Slot, SlotKind, Step, Story

STEP = Step.AUDIO
KIND = SlotKind.SPEECH


def slots(story: Story) -> Iterator[Slot]:
    for segment in story.segments:
        yield Slot(KIND, segment.id)


def request(slot: Slot, board: Board) -> SpeechRequest | None:
    story = board.story
    segment = story.segment(slot.target)
    voice = board.good(SlotKind.VOICE, segment.speaker or story.project.id)
    if voice is None or board.good(SlotKind.SCRIPT, story.project.id) is None:
        return None
    again = board.again(slot)
    return SpeechRequest(
        text=segment.text,
        voice=voice.facts["voice"],
        language=language(board),
        manner=segment.manner,
        settings={**voice.facts.get("settings", {}), **({"again": again} if again else {})},
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    """Right behind the frame of its own shot, which takes longer: both are then there for the clip.

    Where a service does little at once, the first clips would otherwise wait for the last lines. Before its
    shot is known, a line counts as one.
    """
    shot = story.shot_with(slot.target)
    if shot is not None:
        return frames.priority(Slot(SlotKind.FRAME, shot.id), story) + 1
    line = story.segment(slot.target)
    return frames.turn(line.index, spoken=line.kind is SegmentKind.DIALOGUE) + 1


def samples(board: Board, segment_id: str) -> int | None:
    """Length of a line's sound; None until it is spoken."""
    take = board.good(KIND, segment_id)
    return None if take is None else int(take.facts["samples"])


def narration_starts(board: Board) -> tuple[int, ...] | None:
    """Start of every line and, last, the narration's length, in samples; None until all are spoken."""
    lengths = [samples(board, segment.id) for segment in board.story.segments]
    known = [n for n in lengths if n is not None]
    return line_starts(known) if known and len(known) == len(lengths) else None
