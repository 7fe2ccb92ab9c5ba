"""lipsync: in dialogue shots the speaker's mouth moves to the line (R27, R28, B7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.catalogue.models import LOCAL, Model
from core.pipeline import frames, referee, videos
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


def fitting(slot: Slot, row: Model, board: Board) -> Model:
    """A camera move over a drawn panel is for the local mouth, whoever lip-syncs the other shots (B4)."""
    clip, frame = board.good(SlotKind.CLIP, slot.target), board.good(SlotKind.FRAME, slot.target)
    if clip is None or clip.mime in row.takes:
        return row
    if frame is not None and "svg" not in frame.parts and referee.takes(row, clip.mime, frame.parts):
        return row
    free = (other for other in board.catalogue.able(STEP) if other.provider.startswith(LOCAL))
    return next((other for other in free if clip.mime in other.takes), row)


def possible(clip: Take, frame: Take, board: Board) -> bool:
    """Whether the model can work on such a clip, and is not refused it by the referee."""
    return not why_not(clip, frame, board)


def kept_plain(shot: Shot, board: Board) -> str:
    """Why a shot in which somebody is seen speaking keeps its plain clip; "" when it does not, or not yet."""
    clip, frame = board.good(SlotKind.CLIP, shot.id), board.good(SlotKind.FRAME, shot.id)
    if clip is None or frame is None or not wanted(shot, board.story) or board.good(KIND, shot.id):
        return ""
    return why_not(clip, frame, board)


def why_not(clip: Take, frame: Take, board: Board) -> str:
    """Why this shot keeps its plain clip, in a sentence; "" when it can be lip-synced."""
    row = board.row(Slot(KIND, clip.slot.target))
    if not referee.takes(row, clip.mime, frame.parts):
        return f"{row.title} cannot work on this kind of clip. The plain clip is used."
    if _is_drawn(clip, row):
        return ""
    asked = _asked(clip, frame, board)
    return "" if asked is None else referee.refusal(asked, row, board.catalogue)


def _is_drawn(clip: Take, row: Model) -> bool:
    """Whether the mouth is drawn anew rather than moved in a clip."""
    return clip.mime == MOVE_MIME and MOVE_MIME in row.takes


def request(slot: Slot, board: Board) -> LipSyncRequest | None:
    clip, frame = board.good(SlotKind.CLIP, slot.target), board.good(SlotKind.FRAME, slot.target)
    if clip is None or frame is None or not possible(clip, frame, board):
        return None
    return _asked(clip, frame, board)


def _asked(clip: Take, frame: Take, board: Board) -> LipSyncRequest | None:
    """What the model would be asked; None while a line is not spoken yet."""
    story, slot = board.story, clip.slot
    shot = story.shot(slot.target)
    speeches = [board.good(SlotKind.SPEECH, segment) for segment in shot.segments]
    spoken = [take for take in speeches if take is not None]
    speaker = frames.speaking(shot, story)
    if speaker is None or len(spoken) < len(speeches):
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
    if _is_drawn(clip, board.row(Slot(KIND, shot.id))):
        return _drawn(synced, shot, frame, spoken, board)
    return _filmed(synced, shot, board)


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
    """Behind as many clips as a lane makes at once, near the end behind all: long work last would end late."""
    shots = len(story.shots)
    behind = story.shot(slot.target).index + frames.AHEAD
    return frames.FIRST + frames.AHEAD + (max(behind, shots) if behind + frames.AHEAD >= shots else behind)


def settled(shot: Shot, board: Board) -> bool:
    """Whether there is nothing to wait for: made, not wanted, impossible, or given up (R27)."""
    if not wanted(shot, board.story) or board.good(KIND, shot.id):
        return True
    if kept_plain(shot, board):
        return True
    return board.given_up(KIND, shot.id) or board.given_up(SlotKind.CLIP, shot.id)
