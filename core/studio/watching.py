"""Watching: what a page shows beside the rows: the timeline, the shape of the sound, what is stale, the log."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound, NotReady
from core.jobs import logbook
from core.jobs.logbook import LogLine
from core.media.sound import read_mono
from core.media.timeline import timeline_files
from core.media.timeline_parts import TimelineMedia
from core.pipeline import lipsync, looks
from core.pipeline import plan as planning
from core.pipeline.lengths import line_starts
from core.pipeline.looks import Look, NeedsSetup
from core.requests import MOVE_MIME
from core.store import events, jobs, money, projects, takes
from core.store.ids import ENTITY, GUIDE, JOB, PROJECT, SCENE, SEGMENT, SHOT, TAKE
from core.story import SAMPLE_RATE, Entity, Scene, Segment, Shot, Slot, SlotKind, Story
from core.studio.room import Room

PEAKS_PER_SECOND = 20
"""Bars of the waveform: one for 50 ms."""

LETTERS_PER_SECOND = 14
"""How quickly a line is guessed to be spoken while nobody has: only to draw it to scale."""


_BESIDE = Path("/video-story-film/media")
_NOWHERE = "file:///video-story-film/"
"""A place that is cut off again, so that what is left is relative to the timeline's own folder."""


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A line on the timeline, in samples."""

    segment: str
    start: int
    samples: int
    spoken: bool
    """False while its length is only a guess."""


@dataclass(frozen=True, slots=True)
class TimedShot:
    """A shot on the timeline: from its first line to the next shot's first line (R24), in samples."""

    shot: str
    start: int
    samples: int
    move: Mapping[str, Any] | None = None
    """The camera's move over the frame: `start` and `end` with x, y, width as shares; None for a real clip."""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Where everything lies; `exact` once every line has its sound."""

    samples: int
    exact: bool
    lines: tuple[TimedLine, ...]
    shots: tuple[TimedShot, ...]


@dataclass(frozen=True, slots=True)
class Waveform:
    """How loud the narration is: for each 1/PEAKS_PER_SECOND s a number from 0 to 100."""

    per_second: int
    peaks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a page draws of a project, read in one go."""

    story: Story
    timeline: TimelineView
    stale: frozenset[Slot]
    looks: Mapping[str, Look | NeedsSetup]
    """As `Watching.looks` gives them."""
    speaking: frozenset[str]
    """Shots that a lip sync is for (R28)."""
    states: Mapping[Slot, str]
    """The state of the newest job of each slot."""
    state: str
    """The run's, as in Status."""
    spent: int
    """Micro-dollars."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Id of a model -> what people call it."""


class Watching(Room):
    """Verbs that show more than the rows say."""

    async def shown(self, person: str, project_id: str) -> Shown:
        """Everything that a page draws of a project. Raises NotFound."""
        story = await self.story(person, project_id)
        seen = await self._looked(project_id)
        async with self._database.read() as db:
            spent = (await money.balance(db, project_id=project_id)).spent
        states: dict[Slot, str] = {}
        for job in seen.jobs:
            states.setdefault(job.slot, job.state.value)
        return Shown(
            story=story,
            timeline=await self._timeline(story),
            stale=frozenset(planning.stale_slots(story, self._catalogue)),
            looks=self._looks(story),
            speaking=_speaking(story),
            states=states,
            state=seen.run.state.value,
            spent=spent,
            titles={row.id: row.title for row in self._catalogue.models.values()},
        )

    async def project_of(self, person: str, row_id: str) -> str:
        """The project that an entity, line, scene, shot, guide image, take or job is of. Raises NotFound."""
        async with self._database.read() as db:
            try:
                found = await _project_of(db, row_id)
                await self._owned(db, person, found)
            except NotFound:
                raise NotFound(f"There is no {row_id}.") from None
        return found

    async def last_event(self) -> int:
        """The id of the newest event: whoever reads a story after it and follows from it misses nothing."""
        async with self._database.read() as db:
            return await events.last_id(db)

    async def stale(self, person: str, project_id: str) -> tuple[Slot, ...]:
        """Slots whose take no longer fits what it was made from. Raises NotFound."""
        return tuple(planning.stale_slots(await self.story(person, project_id), self._catalogue))

    async def log(self, person: str, project_id: str, slot: Slot | None = None) -> tuple[LogLine, ...]:
        """The newest lines of the log, or of one slot's, oldest first (R21, R22). Raises NotFound."""
        await self.story(person, project_id)
        if slot is not None:
            async with self._database.read() as db:
                return await logbook.recent(db, project_id, slot=str(slot))
        return (await self._looked(project_id)).log

    async def speaking(self, person: str, project_id: str) -> frozenset[str]:
        """The shots that a lip sync is for (R28). Raises NotFound."""
        return _speaking(await self.story(person, project_id))

    async def looks(self, person: str, project_id: str) -> Mapping[str, Look | NeedsSetup]:
        """Asset -> what was seen in a person's pictures and made ones, or why none could look (R19)."""
        return self._looks(await self.story(person, project_id))

    async def timeline(self, person: str, project_id: str) -> TimelineView:
        """Every line and shot to scale; lines that nobody has spoken yet by a guess. Raises NotFound."""
        return await self._timeline(await self.story(person, project_id))

    async def waveform(self, person: str, project_id: str) -> Waveform:
        """The narration's loudness; silence where a line is not spoken yet. Raises NotFound."""
        story = await self.story(person, project_id)
        takes = {line.id: story.take(SlotKind.SPEECH, line.id) for line in story.segments}
        speech = {line: take.asset for line, take in takes.items() if take is not None}
        files = await self._media.fetched_all(speech.values())
        return await asyncio.to_thread(_waveform, _lines(story), speech, files)

    async def timelines(self, person: str, project_id: str) -> Mapping[str, str]:
        """The film's timeline for editing programs: ending of the file -> its text (B9).

        Places are relative to the folder they are put in: media/shot-001.mp4 and so on, media/narration.wav,
        media/music.wav. Raises NotReady while there is no film.
        """
        story = await self.story(person, project_id)
        film, request = story.take(SlotKind.FILM, project_id), planning.film_request(story, self._catalogue)
        if film is None or request is None:
            raise NotReady("There is no finished film yet.")
        media = TimelineMedia(
            {shot.shot: _BESIDE / f"shot-{shot.index + 1:03}.mp4" for shot in request.shots},
            _BESIDE / "narration.wav",
            _BESIDE / "music.wav" if "music" in film.parts else None,
        )
        texts = await asyncio.to_thread(timeline_files, request, media)
        return {name.rpartition(".")[2]: text.replace(_NOWHERE, "") for name, text in texts.items()}

    # Inside

    def _looks(self, story: Story) -> Mapping[str, Look | NeedsSetup]:
        keys = self._settings.keys()
        pictures = [guide.asset for guide in story.guides]
        pictures += [
            take.asset
            for slot, take in story.takes.items()
            if slot.kind in looks.PICTURED and not take.facts.get("drawn")
        ]
        seen = {asset: looks.look_of(story, asset, self._catalogue, keys) for asset in pictures}
        return {asset: look for asset, look in seen.items() if look is not None}

    async def _timeline(self, story: Story) -> TimelineView:
        lines = _lines(story)
        total = lines[-1].start + lines[-1].samples if lines else 0
        clips = {shot.id: story.take(SlotKind.CLIP, shot.id) for shot in story.shots}
        scores = {shot: take.asset for shot, take in clips.items() if take and take.mime == MOVE_MIME}
        files = await self._media.fetched_all(scores.values())
        moves = await asyncio.to_thread(lambda: {shot: _move(files[sha]) for shot, sha in scores.items()})
        return TimelineView(
            total, all(line.spoken for line in lines), lines, _shots(story, lines, total, moves)
        )


def _waveform(lines: Sequence[TimedLine], speech: Mapping[str, str], files: Mapping[str, Path]) -> Waveform:
    total = lines[-1].start + lines[-1].samples if lines else 0
    step = SAMPLE_RATE // PEAKS_PER_SECOND
    peaks = np.zeros(-(-total // step), np.int64)
    for line in lines:
        if line.spoken and (sha := speech.get(line.segment)) is not None:
            loud = _peaks(files[sha], sha, step)
            first = line.start // step
            peaks[first : first + len(loud)] = loud[: len(peaks) - first]
    return Waveform(PEAKS_PER_SECOND, tuple(int(peak) for peak in peaks))


def _speaking(story: Story) -> frozenset[str]:
    return frozenset(shot.id for shot in story.shots if lipsync.wanted(shot, story))


async def _project_of(db: AsyncConnection, row_id: str) -> str:
    prefix = row_id.partition("_")[0]
    if prefix == PROJECT:
        return row_id
    if prefix in _ROWS:
        return (await projects.load_one(db, _ROWS[prefix], row_id))[0]
    if prefix == GUIDE:
        return await projects.project_of_guide(db, row_id)
    if prefix == TAKE:
        return (await takes.load_take(db, row_id))[0]
    if prefix == JOB:
        return (await jobs.load_job(db, row_id)).project_id
    raise NotFound(f"There is no {row_id}.")


_ROWS: Mapping[str, Any] = {ENTITY: Entity, SEGMENT: Segment, SCENE: Scene, SHOT: Shot}


def _lines(story: Story) -> tuple[TimedLine, ...]:
    takes_of = [story.take(SlotKind.SPEECH, line.id) for line in story.segments]
    known = [int(take.facts.get("samples", 0)) if take else 0 for take in takes_of]
    guessed = [max(1, len(line.text) // LETTERS_PER_SECOND) * SAMPLE_RATE for line in story.segments]
    lengths = [samples or guess for samples, guess in zip(known, guessed, strict=True)]
    starts = line_starts(lengths)
    return tuple(
        TimedLine(line.id, start, length, bool(spoken))
        for line, start, length, spoken in zip(story.segments, starts, lengths, known, strict=False)
    )


def _shots(
    story: Story, lines: Sequence[TimedLine], total: int, moves: Mapping[str, Mapping[str, Any]]
) -> tuple[TimedShot, ...]:
    at = {line.segment: line.start for line in lines}
    starts = [at[shot.segments[0]] if shot.segments else 0 for shot in story.shots]
    if not starts:
        return ()
    ends = [*starts[1:], total]
    return tuple(
        TimedShot(shot.id, start, max(0, end - start), moves.get(shot.id))
        for shot, start, end in zip(story.shots, starts, ends, strict=True)
    )


@lru_cache(maxsize=4_000)
def _move(path: Path) -> Mapping[str, Any]:
    """Bytes of an asset never change."""
    found: Mapping[str, Any] = json.loads(path.read_bytes())["move"] if path.exists() else {}
    return found


_known: dict[tuple[str, int], Collection[int]] = {}
"""Loudness by asset: bytes of an asset never change."""

_MOST_KNOWN = 4_000


def _peaks(path: Path, asset: str, step: int) -> Any:
    if (asset, step) not in _known:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        sound = np.abs(read_mono(path).astype(np.int32)) if path.exists() else np.zeros(0, np.int32)
        starts = list(accumulate([step] * max(0, -(-len(sound) // step) - 1), initial=0)) if len(sound) else []
        loud = np.maximum.reduceat(sound, starts) if starts else np.zeros(0, np.int32)
        _known[asset, step] = np.minimum(100, loud * 100 // 32_767)
    return _known[asset, step]
