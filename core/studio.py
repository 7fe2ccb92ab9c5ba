"""The studio: the core's front door. Faces call these verbs and nothing else.

Every verb takes the person who asks and looks whether that person may; a stranger is told that there is no such
project. Verbs that change a project say what the change makes stale, and spend nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.models import Model, load_catalogue
from core.catalogue.voices import Voice, load_voices
from core.changes import Change, apply, checked_voice
from core.errors import Conflict, NotFound, NotReady, StudioError
from core.intake import Source, check_clip, check_sound, clean_photo
from core.jobs.engine import Engine
from core.jobs.engine import Status as EngineStatus
from core.jobs.lanes import Limits
from core.jobs.plan_types import Accepted, PlannedJob
from core.media import deliver as delivery
from core.pipeline import plan as planning
from core.pipeline.notes import in_words, missing, notes
from core.pipeline.progress import StepStatus, progress
from core.providers.base import Done
from core.providers.local.provider import LocalMakers
from core.settings import Settings
from core.store import assets, facts, jobs, money, projects, runs, takes
from core.store.engine import Database, open_database
from core.store.ids import PROJECT, new_id
from core.store.jobs import OPEN
from core.story import (
    SAMPLE_RATE,
    Aspect,
    Captions,
    Project,
    Segment,
    Shot,
    Slot,
    SlotKind,
    Step,
    Story,
    Take,
)

__all__ = [
    "Brief",
    "Change",
    "Delivered",
    "Status",
    "StepStatus",
    "Studio",
    "open_studio",
    "shot_lines",
    "voice_rows",
]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a person asks for: a story and the choices for its film."""

    source: Source
    aspect: Aspect = Aspect.WIDE
    fps: int = 24
    style: str = ""
    language: str = ""
    captions: Captions = Captions.BURNED
    keep_text: bool = False
    voices: Mapping[str, str] = field(default_factory=dict)
    """Lower-case name, "narrator" included -> voice id."""
    music: Path | None = None
    guides: tuple[tuple[str, Path], ...] = ()
    """(entity name, photo)."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a run is (R21)."""

    state: str
    """"running", "finished", "stopped", "paused", "cancelled" or "idle"."""
    steps: tuple[StepStatus, ...]
    share: float
    now: str = ""
    """What is being made right now, in a few words."""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered:
    """A finished film in a folder."""

    project: str
    title: str
    seconds: float
    passed: bool
    cost: int
    """Micro-dollars."""
    files: Mapping[str, Path]
    notes: tuple[str, ...] = ()


ONE_BRUSH = Limits(at_once=1, repeatable=True)
"""Painting is Python's own work, of which only one can run at a time: two painters at once needed twice the
CPU and more time than one after the other (measured), while the encoders use what is left of the machine."""

LOOK_SECONDS = 1.0
"""How often a run's status is worked out at most."""


@asynccontextmanager
async def open_studio(settings: Settings, *, engine: bool = True) -> AsyncIterator[Studio]:
    """The studio over one DATA_DIR. Without its engine it can look and change, but not make.

    Raises Conflict when another process makes films there already, NoRoom when the folder cannot be written.
    """
    if not engine:
        database = await open_database(settings.database_url, settings.data_dir)
        try:
            yield Studio(settings, database, assets.Media(settings.data_dir / "media"), None)
        finally:
            await database.close()
        return
    makers = LocalMakers(settings.local_workers, settings.ffmpeg)
    try:
        providers = {"local": makers, "local-brush": makers}
        async with await Engine.open(
            settings, planning.plan, _accept, providers, limits={"local-brush": ONE_BRUSH}
        ) as opened:
            yield Studio(settings, opened.database, opened.media, opened)
    finally:
        await makers.aclose()


class Studio:
    """The verbs."""

    def __init__(
        self, settings: Settings, database: Database, media: assets.Media, engine: Engine | None
    ) -> None:
        self._settings = settings
        self._database = database
        self._media = media
        self._running = engine

    # Looking

    async def projects(self, person: str) -> tuple[Project, ...]:
        """The person's projects, the newest first."""
        async with self._database.read() as db:
            return await projects.list_projects(db, owner=person)

    async def story(self, person: str, project_id: str) -> Story:
        """The whole project. Raises NotFound."""
        async with self._database.read() as db:
            return await self._own(db, person, project_id)

    async def takes(self, person: str, project_id: str, slot: Slot) -> tuple[Take, ...]:
        """Every take of a slot, oldest first (B11)."""
        async with self._database.read() as db:
            await self._own(db, person, project_id)
            return await takes.history(db, slot)

    def models(self) -> tuple[Model, ...]:
        """Every model of the catalogue."""
        return tuple(load_catalogue().models.values())

    async def status(self, person: str, project_id: str) -> Status:
        """Where the project's run is."""
        async with self._database.read() as db:
            story = await self._own(db, person, project_id)
        return await self._status(story)

    # Making

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
        engine = self._engine()
        await engine.run(project_id, until)
        ended = asyncio.ensure_future(engine.wait(project_id))
        try:
            while not ended.done():
                yield await self.status(person, project_id)
                await asyncio.wait({ended}, timeout=LOOK_SECONDS)
            ended.result()
        finally:
            ended.cancel()
        status = await self.status(person, project_id)
        yield status
        if status.state == "stopped":
            raise StudioError(
                "The film could not be finished: " + " ".join(status.problems),
                next_step="What was made is kept; put it right and give the same command again.",
            )

    async def change(self, person: str, project_id: str, change: Change) -> tuple[str, ...]:
        """Edit a project, all of it or nothing; tells in words what this makes stale.

        Raises NotFound and BadInput.
        """
        kept = {path: await self._keep(path, kind) for kind, path in change.files()}
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            await assets.insert_assets(db, kept.values())
            await apply(db, story, change, kept)
        stale = planning.stale_slots(await self.story(person, project_id))
        return tuple(in_words(stale))

    async def select(self, person: str, project_id: str, take_id: str) -> None:
        """Use an earlier take again (B11). Raises NotFound."""
        async with self._database.write() as db:
            await self._own(db, person, project_id)
            owner, _ = await takes.load_take(db, take_id)
            if owner != project_id:
                raise NotFound(f"There is no take {take_id} in this project.")
            await takes.select_take(db, take_id, pinned=True)

    async def deliver(self, person: str, project_id: str, folder: Path | None = None) -> Delivered:
        """Put the finished film and everything beside it into a folder (B9, B10).

        Raises NotReady while there is no film, NoRoom or BadInput when the folder cannot be written.
        """
        story = await self.story(person, project_id)
        film, request = story.take(SlotKind.FILM, project_id), planning.film_request(story)
        if film is None or request is None:
            raise NotReady("There is no finished film yet.", next_step=f"Run: video-story resume {project_id}")
        names = {"film": film.asset, **film.parts}
        paths = {name: self._media.path(sha) for name, sha in names.items()}
        target = await self._folder(project_id, folder)
        laid = await asyncio.to_thread(delivery.deliver, paths, request, target, request.title)
        return Delivered(
            project=project_id,
            title=request.title,
            seconds=request.samples / SAMPLE_RATE,
            passed=bool(film.facts.get("passed")),
            cost=await self._spent(project_id),
            files=laid,
            notes=(*notes(story), *await self._given_up(story)),
        )

    # Inside

    async def _own(self, db: AsyncConnection, person: str, project_id: str) -> Story:
        """The story, if it is this person's, knowing what failed for good in its last run."""
        story = await projects.load_story(db, project_id)
        if story.project.owner != person:
            raise NotFound(f"There is no project {project_id}.", next_step="See: video-story projects")
        run = await runs.load_run(db, project_id)
        failed = await jobs.blocked_jobs(db, project_id, run.number)
        return replace(story, given_up=frozenset((job.slot, job.fingerprint) for job in failed))

    def _engine(self) -> Engine:
        if self._running is None:
            raise Conflict("This studio was opened for looking only.")
        return self._running

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

    async def _keep(self, path: Path, kind: str) -> assets.Asset:
        """A person's file in the media store, checked and cleaned."""
        if kind == "photo":
            return await self._media.add_bytes(await asyncio.to_thread(clean_photo, path), "image/png")
        if kind == "clip":
            facts = await asyncio.to_thread(check_clip, path)
            return await self._media.add_path(path, "video/mp4", facts)
        await asyncio.to_thread(check_sound, path)
        return await self._media.add_path(path, "audio/mpeg")

    async def _status(self, story: Story) -> Status:
        """Built from the same rows as everything else (R21)."""
        seen = await self._looked(story.project.id)
        active = {job.slot: seen.progress.get(job.id) for job in seen.jobs if job.state in OPEN}
        shares = {slot: told.share if told else 0.0 for slot, told in active.items()}
        failed = seen.failures
        done = progress(story, shares, {job.slot for job in failed})
        words = [told.words for told in active.values() if told and told.words]
        return Status(
            state=seen.run.state.value,
            steps=done.steps,
            share=done.share,
            now=words[0] if words else ", ".join(in_words(active)),
            problems=tuple(dict.fromkeys(job.error for job in failed if job.error)),
        )

    async def _looked(self, project_id: str) -> EngineStatus:
        if self._running is not None:
            return await self._running.status(project_id)
        async with self._database.read() as db:
            run = await runs.load_run(db, project_id)
            return EngineStatus(run, await jobs.list_jobs(db, project_id), {})

    async def _given_up(self, story: Story) -> tuple[str, ...]:
        """What the film had to go on without, and why."""
        seen = await self._looked(story.project.id)
        return tuple(missing(job.slot, job.error, story) for job in seen.failures)

    async def _folder(self, project_id: str, wanted: Path | None) -> Path:
        """The folder to deliver to: as told, else where the film went before; remembered for the next time."""
        key = f"folder:{project_id}"
        async with self._database.write() as db:
            before = await facts.recall(db, key)
            folder = wanted or Path(before or f"out/{project_id}")
            await facts.remember(db, key, str(folder))
        return folder

    async def _spent(self, project_id: str) -> int:
        async with self._database.read() as db:
            return (await money.balance(db, project_id=project_id)).spent


def _accept(story: Story, job: PlannedJob, done: Done, data: bytes) -> Accepted:
    return planning.accept(job.slot, story, done.facts, data)


def voice_rows() -> tuple[Voice, ...]:
    """Every local voice."""
    return load_voices()


def shot_lines(story: Story) -> Iterator[tuple[Shot, tuple[Segment, ...]]]:
    """Each shot with its lines."""
    for shot in story.shots:
        yield shot, tuple(story.segment(segment) for segment in shot.segments)


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
