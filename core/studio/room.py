"""The room all verbs work in: the database, the media store, the engine, and whose project it is."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.models import LOCAL, Catalogue
from core.errors import BadInput, Conflict, NotFound
from core.intake import check_clip, check_sound, clean_photo
from core.jobs.engine import Engine
from core.jobs.engine import Status as EngineStatus
from core.jobs.forecast import recalled
from core.jobs.passage import EngineGone
from core.jobs.stories import Stories
from core.jobs.upkeep import DISK_USED, room_words
from core.media.threads import Turn, in_turn
from core.pipeline.notes import slot_words
from core.pipeline.plan import STEPS
from core.settings import Settings
from core.store import assets, facts, jobs, money, projects, runs, showing
from core.store.engine import Database
from core.store.jobs import JobState
from core.story import Slot, SlotKind, Step, Story
from core.studio.foreseeing import Foreseeing
from core.studio.values import Unsettled

T = TypeVar("T")


class EngineSeat(Protocol):
    """Where the engine is: in this process or in another one."""

    engine: Engine

    async def take(self) -> None:
        """Find an engine again after the one that was used has ended."""


class Room:
    """What the verbs share. Each asks `_own` first: a stranger learns only that there is no such project."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        database: Database,
        media: assets.Media,
        seat: EngineSeat | None,
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._database = database
        self._media = media
        self._seat = seat
        here = None if seat is None else seat.engine
        self._stories = here.stories if isinstance(here, Engine) and here.database is database else Stories()
        self._foreseen = Foreseeing(catalogue)

    async def story(self, person: str, project_id: str) -> Story:
        """The whole project. Raises NotFound."""
        async with self._database.read() as db:
            return await self._as_known(db, person, project_id)

    async def _own(self, db: AsyncConnection, person: str, project_id: str) -> Story:
        """The story, if it is this person's, knowing what failed for good in its last run.

        Read anew: for transactions that write, whose changes may never come to be.
        """
        run = await self._owned(db, person, project_id)
        return await self._with_failures(db, run, await projects.load_story(db, project_id))

    async def _as_known(self, db: AsyncConnection, person: str, project_id: str) -> Story:
        """The same for looking only: a story that was not changed since is not read again."""
        run = await self._owned(db, person, project_id)
        return await self._with_failures(db, run, await self._stories.at(db, project_id, run.version))

    async def _as_seen(self, person: str, project_id: str) -> tuple[Story, EngineStatus] | None:
        """What the engine sees of a project, and the story of that moment without a look at its rows.

        None where only the rows tell: the engine is elsewhere, or the story was not read yet. Raises NotFound.
        """
        engine = None if self._seat is None else self._seat.engine
        if not isinstance(engine, Engine):
            return None
        try:
            seen = await engine.status(project_id)
        except NotFound:
            raise no_project(project_id) from None
        if seen.run.owner != person:
            raise no_project(project_id)
        story = self._stories.known(project_id, seen.run.version)
        if story is None or len(seen.jobs) >= jobs.MOST_SHOWN:
            return None
        return _knowing(story, seen.lost), seen

    async def _owned(self, db: AsyncConnection, person: str, project_id: str) -> runs.Run:
        """The run of a project, if that is this person's. Raises NotFound."""
        unknown = no_project(project_id)
        try:
            run = await runs.load_run(db, project_id)
        except NotFound:
            raise unknown from None
        if run.owner != person:
            raise unknown
        return run

    async def _with_failures(self, db: AsyncConnection, run: runs.Run, story: Story) -> Story:
        return _knowing(story, await jobs.blocked_jobs(db, run.project_id, run.number))

    async def _story_with(self, person: str, project_id: str, slot: Slot) -> Story:
        """The story as it is planned when a person asks for this slot. Raises NotFound when there is none."""
        story = await self.story(person, project_id)
        check_slot(story, slot)
        return replace(story, asked=frozenset({slot}))

    async def _on_engine(self, work: Callable[[Engine], Awaitable[T]]) -> T:
        """Ask the engine; when the process that held it has just ended, find it again first."""
        try:
            return await work(self._engine())
        except EngineGone:
            assert self._seat is not None
            await self._seat.take()
            return await work(self._engine())

    def _check_model(self, step: Step, model: str) -> None:
        """Make sure that a model exists, can do the step and has its key. Raises NotFound, BadInput."""
        if not model:
            return
        row = self._catalogue.chosen(step, model)
        if not self._catalogue.reachable(row, self._settings.keys()):
            key = self._catalogue.lanes[row.provider].key
            raise BadInput(
                f"{row.title} needs a key that is not set.",
                next_step=f"Set {key} in the environment or in .env, or choose another model.",
            )

    async def _picture(self, person: str, project_id: str, given: str | Path) -> str | assets.Asset:
        """A picture to be sent along: an asset of the project, or a file that is read and cleaned now."""
        if isinstance(given, Path):
            return await self._keep(given, "photo")
        async with self._database.read() as db:
            await self._owned(db, person, project_id)
            return (await showing.asset_of(db, project_id, given)).sha

    def _told(self) -> None:
        """The engine hears of an edit at once; without one here its own clock will do."""
        if self._seat is not None:
            self._seat.engine.changed()

    def _engine(self) -> Engine:
        if self._seat is None:
            raise Conflict("This studio was opened for looking only.")
        return self._seat.engine

    async def _keep(self, path: Path, kind: str) -> assets.Asset:
        """A person's file in the media store, checked and cleaned."""
        if kind == "photo":
            return await self._media.add_bytes(await in_turn(Turn.BROUGHT, clean_photo, path), "image/png")
        if kind == "clip":
            facts = await in_turn(Turn.BROUGHT, check_clip, path)
            return await self._media.add_path(path, "video/mp4", facts)
        await in_turn(Turn.BROUGHT, check_sound, path)
        return await self._media.add_path(path, "audio/mpeg")

    async def _looked(self, project_id: str) -> EngineStatus:
        if self._seat is not None:
            return await self._on_engine(lambda engine: engine.status(project_id))
        async with self._database.read() as db:
            return EngineStatus(
                run=await runs.load_run(db, project_id),
                jobs=await jobs.list_jobs(db, project_id),
                progress={},
                durations=await recalled(db),
                rooms={lane: self._at_once(lane) for lane in self._catalogue.lanes},
                films=await jobs.films_in(db),
                little_room=room_words(self._settings, await facts.recall(db, DISK_USED)),
            )

    async def _unsettled(self, seen: EngineStatus) -> Unsettled | None:
        unknown = tuple(job.id for job in seen.jobs if job.state is JobState.UNKNOWN)
        if not unknown:
            return None
        async with self._database.read() as db:
            held = await money.held_for_all(db, unknown)
        return Unsettled(unknown, held) if held else None

    def _at_once(self, lane: str) -> int:
        """How many jobs a lane bears."""
        if lane.startswith(LOCAL) or lane not in self._catalogue.lanes:
            return self._settings.local_workers or os.cpu_count() or 1
        return self._catalogue.lanes[lane].at_once


def _knowing(story: Story, failed: Collection[jobs.Job]) -> Story:
    """The story with what failed for good; itself where nothing did, with all that was looked up in it."""
    return (
        replace(story, given_up=frozenset((job.slot, job.fingerprint) for job in failed)) if failed else story
    )


def no_project(project_id: str) -> NotFound:
    """What is said of a project that is not there, and word for word of one that is somebody else's."""
    return NotFound(f"There is no project {project_id}.", next_step="See: video-story projects")


def check_slot(story: Story, slot: Slot) -> None:
    """Make sure that the film has such a slot, so that nobody touches another project's. Raises NotFound."""
    if slot not in set(STEPS[slot.kind].slots(story)):
        raise NotFound(f"There is no {slot_words(slot, story)} in this film.{_WHY_NOT.get(slot.kind, '')}")


_WHY_NOT = {SlotKind.LIPSYNC: " Only shots in which somebody who is seen speaks have one."}
