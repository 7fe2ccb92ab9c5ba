"""pieces: sound is laid and shots are cut as soon as may be, so that the export only joins (media.md 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.pipeline import audio, lipsync
from core.pipeline.board import Board
from core.pipeline.lengths import Grid, grid
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.story import language
from core.requests import FilmLine, FilmShot, PieceRequest, SoundRequest
from core.story import Segment, Shot, Slot, SlotKind, Step, Story, Take

STEP = Step.EXPORT
KIND = SlotKind.PIECE


def slots(story: Story) -> Iterator[Slot]:
    """The project's own piece is the film's sound."""
    yield Slot(KIND, story.project.id)
    for shot in story.shots:
        yield Slot(KIND, shot.id)


def request(slot: Slot, board: Board) -> PieceRequest | SoundRequest | None:
    """The sound, or a shot as the film will show it; None until all lines are spoken, as they place it."""
    story, project = board.story, board.story.project
    if slot.target == project.id:
        return _sound(board)
    shot = story.shot(slot.target)
    lines = board.once(film_lines)
    cuts = board.once(_grid)
    if cuts is None or not _settled(shot, board):
        return None
    width, height = project.size
    placed = _shot(shot, cuts, board)
    own = [lines[story.segment(segment).index] for segment in shot.segments]
    return PieceRequest(
        width=width,
        height=height,
        fps=project.fps,
        language=language(board),
        captions=project.captions,
        shot=replace(placed, first_frame=0, start=0),
        lines=tuple(replace(line, start=line.start - placed.start) for line in own),
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    return 3 if slot.target == story.project.id else 20 + story.shot(slot.target).index


def film_lines(board: Board) -> tuple[FilmLine, ...]:
    """Every line on the film's timeline; empty until all are spoken."""
    starts = board.once(audio.narration_starts)
    if starts is None:
        return ()
    return tuple(_line(segment, starts[segment.index], board) for segment in board.story.segments)


def film_shots(board: Board) -> tuple[FilmShot, ...] | None:
    """Every shot on the film's frame grid; None until it is known."""
    cuts = board.once(_grid)
    return None if cuts is None else tuple(_shot(shot, cuts, board) for shot in board.story.shots)


def _sound(board: Board) -> SoundRequest | None:
    starts = board.once(audio.narration_starts)
    if starts is None:
        return None
    return SoundRequest(starts[-1], board.once(film_lines), board.story.project.music or "")


def _grid(board: Board) -> Grid | None:
    starts = board.once(audio.narration_starts)
    return None if starts is None else shot_grid(board.story, starts, board.story.project.fps)


def shot_grid(story: Story, starts: Sequence[int], fps: int) -> Grid:
    """Where each shot begins, from the starts of its first lines."""
    first = [starts[story.segment(shot.segments[0]).index] for shot in story.shots]
    return grid([*first, starts[-1]], fps)


def _settled(shot: Shot, board: Board) -> bool:
    """A frame is needed; a clip and a lip sync may be given up, and the film then holds what there is."""
    if board.good(SlotKind.FRAME, shot.id) is None:
        return False
    clip = board.good(SlotKind.CLIP, shot.id) or board.given_up(SlotKind.CLIP, shot.id)
    return bool(clip) and lipsync.settled(shot, board)


def _line(segment: Segment, start: int, board: Board) -> FilmLine:
    story = board.story
    take = board.good(SlotKind.SPEECH, segment.id)
    assert take is not None
    return FilmLine(
        segment=segment.id,
        asset=take.asset,
        start=start,
        samples=int(take.facts["samples"]),
        text=segment.text,
        speaker=story.entity(segment.speaker).name if segment.speaker else "",
        words=tuple((word[0], word[1], word[2]) for word in take.facts.get("words", ())),
    )


def _shot(shot: Shot, cuts: Grid, board: Board) -> FilmShot:
    i = shot.index
    scene = board.story.scene(shot.scene_id)
    frame = board.good(SlotKind.FRAME, shot.id)
    clip = _picture(shot, board)
    base = board.good(SlotKind.CLIP, shot.id)
    made = {take.id: take.cost for take in (frame, base, clip) if take is not None}
    return FilmShot(
        shot=shot.id,
        index=i,
        scene=scene.id,
        title=f"{scene.title} · {shot.size.value.replace('_', ' ')}",
        first_frame=cuts.cuts[i],
        frames=cuts.frames(i),
        start=cuts.starts[i],
        source=clip.asset if clip else "",
        mime=clip.mime if clip else "",
        frame=frame.asset if frame else "",
        parts=dict(clip.parts) if clip else {},
        model=clip.model if clip else "",
        prompt=frame.prompt if frame else "",
        references=frame.references if frame else (),
        cost=sum(made.values()),
        lines=shot.segments,
    )


def _picture(shot: Shot, board: Board) -> Take | None:
    """The lip-synced clip where there is one, else the clip (R27)."""
    synced = board.good(SlotKind.LIPSYNC, shot.id) if lipsync.wanted(shot, board.story) else None
    return synced or board.good(SlotKind.CLIP, shot.id)
