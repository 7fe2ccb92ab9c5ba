"""The room all verbs work in: the database, the media store, the engine, and whose project it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.models import Catalogue
from core.errors import Conflict, NotFound
from core.intake import check_clip, check_sound, clean_photo
from core.jobs.engine import Engine
from core.jobs.engine import Status as EngineStatus
from core.settings import Settings
from core.store import assets, jobs, projects, runs
from core.store.engine import Database
from core.story import Story


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

    async def story(self, person: str, project_id: str) -> Story:
        """The whole project. Raises NotFound."""
        async with self._database.read() as db:
            return await self._own(db, person, project_id)

    async def _own(self, db: AsyncConnection, person: str, project_id: str) -> Story:
        """The story, if it is this person's, knowing what failed for good in its last run."""
        story = await projects.load_story(db, project_id)
        if story.project.owner != person:
            raise NotFound(f"There is no project {project_id}.", next_step="See: video-story projects")
        run = await runs.load_run(db, project_id)
        failed = await jobs.blocked_jobs(db, project_id, run.number)
        return replace(story, given_up=frozenset((job.slot, job.fingerprint) for job in failed))

    def _engine(self) -> Engine:
        if self._seat is None:
            raise Conflict("This studio was opened for looking only.")
        return self._seat.engine

    async def _keep(self, path: Path, kind: str) -> assets.Asset:
        """A person's file in the media store, checked and cleaned."""
        if kind == "photo":
            return await self._media.add_bytes(await asyncio.to_thread(clean_photo, path), "image/png")
        if kind == "clip":
            facts = await asyncio.to_thread(check_clip, path)
            return await self._media.add_path(path, "video/mp4", facts)
        await asyncio.to_thread(check_sound, path)
        return await self._media.add_path(path, "audio/mpeg")

    async def _looked(self, project_id: str) -> EngineStatus:
        if self._seat is not None:
            return await self._seat.engine.status(project_id)
        async with self._database.read() as db:
            run = await runs.load_run(db, project_id)
            return EngineStatus(run, await jobs.list_jobs(db, project_id), {})
