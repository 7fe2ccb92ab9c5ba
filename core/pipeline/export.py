"""export: everything that was made becomes one film, locked to the narration (R26, R27)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.pipeline import audio, lipsync
from core.pipeline.board import Board
from core.pipeline.lengths import Grid, grid
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.story import language
from core.requests import FilmLine, FilmShot, RenderRequest
from core.story import Segment, Shot, Slot, SlotKind, Step, Story, Take

STEP = Step.EXPORT
KIND = SlotKind.FILM


def slots(story: Story) -> Iterator[Slot]:
    yield Slot(KIND, story.project.id)


def request(slot: Slot, board: Board) -> RenderRequest | None:
    """The whole film; None while anything that could still be made is missing."""
    story = board.story
    project = story.project
    starts = audio.narration_starts(board)
    if not story.shots or starts is None or not all(_settled(shot, board) for shot in story.shots):
        return None
    width, height = project.size
    return RenderRequest(
        title=project.title,
        width=width,
        height=height,
        fps=project.fps,
        language=language(board),
        samples=starts[-1],
        lines=tuple(_line(segment, starts[segment.index], board) for segment in story.segments),
        shots=_shots(board, starts),
        captions=project.captions,
        music=project.music or "",
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    return 1


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


def _shots(board: Board, starts: Sequence[int]) -> tuple[FilmShot, ...]:
    story = board.story
    cuts = shot_grid(story, starts, story.project.fps)
    return tuple(_shot(i, shot, cuts, board) for i, shot in enumerate(story.shots))


def _shot(i: int, shot: Shot, cuts: Grid, board: Board) -> FilmShot:
    scene = board.story.scene(shot.scene_id)
    frame = board.good(SlotKind.FRAME, shot.id)
    clip = _picture(shot, board)
    made = [take for take in (frame, clip) if take is not None]
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
        cost=sum(take.cost for take in made),
        lines=shot.segments,
    )


def _picture(shot: Shot, board: Board) -> Take | None:
    """The lip-synced clip where there is one, else the clip (R27)."""
    synced = board.good(SlotKind.LIPSYNC, shot.id) if lipsync.wanted(shot, board.story) else None
    return synced or board.good(SlotKind.CLIP, shot.id)
