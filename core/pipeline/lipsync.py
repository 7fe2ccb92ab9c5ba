"""lipsync: in dialogue shots the speaker's mouth moves to the line (R27, R28, B7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.catalogue.models import LOCAL, Model
from core.pipeline import frames, videos
from core.pipeline.board import Board
from core.pipeline.planned import NOTHING, Accepted
from core.requests import MOVE_MIME, LipSyncRequest
from core.story import Shot, Size, Slot, SlotKind, Step, Story, Take

STEP = Step.LIPSYNC
KIND = SlotKind.LIPSYNC

FACES = frozenset({Size.MEDIUM, Size.CLOSE, Size.OVER_SHOULDER})
"""Sizes in which a mouth is large enough to be seen moving."""

MOST_FACES = 2
"""With more people in a clip, a model that finds the speaker by itself would move somebody else's mouth."""


def slots(story: Story) -> Iterator[Slot]:
    return (Slot(KIND, shot.id) for shot in story.shots if wanted(shot, story))


def wanted(shot: Shot, story: Story) -> bool:
    """The referee before the work: a dialogue shot in which the speaker's face is seen."""
    speaker = frames.speaker_of(shot, story)
    if speaker is None or shot.size not in FACES or speaker not in shot.characters:
        return False
    return shot.size is not Size.OVER_SHOULDER or shot.focus in (None, speaker)


def fitting(slot: Slot, row: Model, board: Board) -> Model:
    """A camera move over a drawn panel is for the local mouth, whoever lip-syncs the other shots (B4)."""
    clip = board.good(SlotKind.CLIP, slot.target)
    if clip is None or clip.mime in row.takes:
        return row
    free = (other for other in board.catalogue.able(STEP) if other.provider.startswith(LOCAL))
    return next((other for other in free if clip.mime in other.takes), row)


def possible(clip: Take, frame: Take, board: Board) -> bool:
    """Whether the model can work on such a clip.

    A camera move can get a mouth only if its frame has a draw list, to be drawn again with another mouth. In
    any other clip nobody can say whose mouth is to move when many faces are seen (B7).
    """
    if clip.mime not in board.row(Slot(KIND, clip.slot.target)).takes:
        return False
    if clip.mime == MOVE_MIME:
        return "svg" in frame.parts
    return len(board.story.shot(clip.slot.target).characters) <= MOST_FACES


def request(slot: Slot, board: Board) -> LipSyncRequest | None:
    story = board.story
    shot = story.shot(slot.target)
    clip, frame = board.good(SlotKind.CLIP, shot.id), board.good(SlotKind.FRAME, shot.id)
    speeches = [board.good(SlotKind.SPEECH, segment) for segment in shot.segments]
    spoken = [take for take in speeches if take is not None]
    speaker = frames.speaking(shot, story)
    if clip is None or frame is None or speaker is None or len(spoken) < len(speeches):
        return None
    if not possible(clip, frame, board):
        return None
    lines = [story.segment(segment) for segment in shot.segments]
    synced = LipSyncRequest(
        clip=clip.asset,
        frame=frame.asset,
        speech=tuple(take.asset for take in spoken),
        speaker=speaker.name,
        staging=frames.staging(shot, story),
        spoken=tuple(line.speaker == speaker.id for line in lines),
    )
    return (
        _drawn(synced, shot, frame, spoken, board) if clip.mime == MOVE_MIME else _filmed(synced, shot, board)
    )


def _drawn(
    synced: LipSyncRequest, shot: Shot, frame: Take, spoken: Sequence[Take], board: Board
) -> LipSyncRequest | None:
    """The panel is drawn once more for every mouth, so all it was drawn from is needed."""
    used = frames.references(shot, board)
    if used is None:
        return None
    return replace(
        synced,
        references=used,
        seed=frames.seed(shot, board.story) if frame.seed is None else frame.seed,
        frame_parts=dict(frame.parts),
        speech_parts=tuple(dict(take.parts) for take in spoken),
    )


def _filmed(synced: LipSyncRequest, shot: Shot, board: Board) -> LipSyncRequest | None:
    """The model gets the clip and exactly the slot's stretch of the narration (R28)."""
    samples = videos.slot_samples(shot, board)
    return None if samples is None else replace(synced, samples=samples)


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
