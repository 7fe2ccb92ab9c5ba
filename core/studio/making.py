"""Making: verbs that create projects and run them."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator

from core.changes import Change, checked_voice
from core.errors import StudioError
from core.jobs.passage import EngineGone
from core.store import assets, projects
from core.store.ids import PROJECT, new_id
from core.story import Project, Step
from core.studio.editing import Editing
from core.studio.looking import Looking
from core.studio.values import Brief, Status

LOOK_SECONDS = 1.0
"""How often a run's status is worked out at most."""

_LOOK_SHARE = 40
"""And never so often that it takes more than one part in so many of the time, however long the film."""


class Making(Looking, Editing):
    """Verbs that make."""

    async def create(self, person: str, brief: Brief, *, key: str = "") -> Project:
        """A new project from a brief; the same key gives the same project again. Raises BadInput, NotFound."""
        project = await self._project(person, brief)
        async with self._database.write() as db:
            return await projects.insert_project(db, project, request_key=f"{person}:{key}" if key else None)

    async def revise(self, person: str, project_id: str, brief: Brief) -> None:
        """Give an existing project another brief; what still fits is kept."""
        wanted = await self._project(person, brief)
        async with self._database.write() as db:
            old = (await self._own(db, person, project_id)).project
            changed = {
                name: getattr(wanted, name) for name in _BRIEF if getattr(wanted, name) != getattr(old, name)
            }
            if changed:
                await projects.update_project(db, project_id, **changed)

    async def make(self, person: str, brief: Brief, key: str) -> str:
        """The project of this key, created or brought up to date with the brief; gives its id.

        Guide images need to know their entity, so the story is analysed first when there are any.
        Raises NotFound when a guide names nobody in the story.
        """
        project = await self.create(person, brief, key=hashlib.sha256(key.encode()).hexdigest()[:32])
        await self.revise(person, project.id, brief)
        if brief.guides:
            async for _ in self.run(person, project.id, until=Step.ANALYSIS):
                pass
            await self.change(person, project.id, Change(guides=brief.guides))
        return project.id

    async def run(self, person: str, project_id: str, until: Step = Step.EXPORT) -> AsyncIterator[Status]:
        """Make everything up to a step and tell how it goes. Raises StudioError when the run has to stop."""
        await self.story(person, project_id)
        while True:
            try:
                async for status in self._followed(person, project_id, until):
                    yield status
                break
            except EngineGone:
                assert self._seat is not None
                await self._seat.take()
        status = await self.status(person, project_id)
        yield status
        if status.state == "stopped":
            raise StudioError(
                "The film could not be finished: " + " ".join(status.problems),
                next_step="What was made is kept; put it right and give the same command again.",
            )

    async def _followed(self, person: str, project_id: str, until: Step) -> AsyncIterator[Status]:
        """Begin the run and tell its status until it ends. Raises EngineGone with the process that ran it."""
        engine = self._engine()
        await engine.run(project_id, until)
        ended = asyncio.ensure_future(engine.wait(project_id))
        try:
            while not ended.done():
                before = time.monotonic()
                status = await self.status(person, project_id)
                took = time.monotonic() - before
                yield status
                await asyncio.wait({ended}, timeout=max(LOOK_SECONDS, _LOOK_SHARE * took))
            ended.result()
        finally:
            ended.cancel()

    async def _project(self, person: str, brief: Brief) -> Project:
        """The brief as a new project, with its voices and files checked."""
        music = None
        if brief.music is not None:
            asset = await self._keep(brief.music, "sound")
            async with self._database.write() as db:
                await assets.insert_assets(db, [asset])
            music = asset.sha
        return Project(
            id=new_id(PROJECT),
            owner=person,
            title="",
            source=brief.source.text,
            source_format=brief.source.format,
            keep_text=brief.keep_text,
            aspect=brief.aspect,
            fps=brief.fps,
            style=brief.style,
            language=brief.language,
            captions=brief.captions,
            music=music,
            voices={name.casefold(): checked_voice(voice) for name, voice in brief.voices.items()},
        )


_BRIEF = (
    "source",
    "source_format",
    "keep_text",
    "aspect",
    "fps",
    "style",
    "language",
    "captions",
    "music",
    "voices",
)
"""The fields of a project that its brief decides."""
