"""lipsync: in dialogue shots the speaker's mouth moves to the line (R27, R28, B7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.pipeline import frames, videos
from core.pipeline.board import Board
from core.pipeline.planned import NOTHING, Accepted
from core.requests import MOVE_MIME, LipSyncRequest
from core.story import Shot, Size, Slot, SlotKind, Step, Story, Take

STEP = Step.LIPSYNC
KIND = SlotKind.LIPSYNC

FACES = frozenset({Size.MEDIUM, Size.CLOSE, Size.OVER_SHOULDER})
"""Sizes in which a mouth is large enough to be seen moving."""


def slots(story: Story) -> Iterator[Slot]:
    return (Slot(KIND, shot.id) for shot in story.shots if wanted(shot, story))


def wanted(shot: Shot, story: Story) -> bool:
    """The referee before the work: a dialogue shot in which the speaker's face is seen."""
    speaker = frames.speaker_of(shot, story)
    if speaker is None or shot.size not in FACES or speaker not in shot.characters:
        return False
    return shot.size is not Size.OVER_SHOULDER or shot.focus in (None, speaker)


def possible(clip: Take, frame: Take, board: Board) -> bool:
    """Whether the model can work on such a clip.

    A camera move can get a mouth only if its frame has a draw list, to be drawn again with another mouth.
    """
    return clip.mime in board.model(STEP, Slot(KIND, clip.slot.target)).takes and (
        clip.mime != MOVE_MIME or "svg" in frame.parts
    )


def request(slot: Slot, board: Board) -> LipSyncRequest | None:
    story = board.story
    shot = story.shot(slot.target)
    clip, frame = board.good(SlotKind.CLIP, shot.id), board.good(SlotKind.FRAME, shot.id)
    speeches = [board.good(SlotKind.SPEECH, segment) for segment in shot.segments]
    spoken = [take for take in speeches if take is not None]
    bundle = frames.references(shot, board)
    if clip is None or frame is None or bundle is None or len(spoken) < len(speeches):
        return None
    if not possible(clip, frame, board):
        return None
    speaker = frames.speaker_of(shot, story)
    assert speaker is not None
    lines = [story.segment(segment) for segment in shot.segments]
    return LipSyncRequest(
        clip=clip.asset,
        frame=frame.asset,
        speech=tuple(take.asset for take in spoken),
        speaker=story.entity(speaker).name,
        staging=frames.staging(shot, story),
        references=bundle,
        seed=frames.seed(shot, story),
        frame_parts=dict(frame.parts),
        speech_parts=tuple(dict(take.parts) for take in spoken),
        spoken=tuple(line.speaker == speaker for line in lines),
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    return videos.priority(slot, story)


def settled(shot: Shot, board: Board) -> bool:
    """Whether there is nothing to wait for: made, not wanted, impossible, or given up (R27)."""
    if not wanted(shot, board.story) or board.good(KIND, shot.id):
        return True
    clip, frame = board.good(SlotKind.CLIP, shot.id), board.good(SlotKind.FRAME, shot.id)
    cannot = clip is not None and frame is not None and not possible(clip, frame, board)
    return cannot or board.given_up(KIND, shot.id) or board.given_up(SlotKind.CLIP, shot.id)
