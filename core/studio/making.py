"""Making: verbs that create projects and run them."""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from core.changes import Change, checked_voice
from core.errors import BadInput, NotFound, NotReady, StudioError, TooMany
from core.jobs.collect import Orphan
from core.jobs.passage import EngineGone
from core.pipeline import levels, looks
from core.store import assets, facts, jobs, projects
from core.store.ids import PROJECT, new_id
from core.store.jobs import JobState
from core.store.runs import Run
from core.story import Project, Slot, SlotKind, Step, Story
from core.studio.paying import NAMED_MODELS
from core.studio.remaking import Remaking
from core.studio.room import check_slot
from core.studio.values import Brief, JobView, Status

MINUTE = timedelta(minutes=1)

LOOK_SECONDS = 1.0
"""How often a run's status is worked out at most."""


class Making(Remaking):
    """Verbs that make."""

    async def create(self, person: str, brief: Brief, *, key: str = "") -> Project:
        """A new project from a brief; the same key gives the same project again.

        Raises BadInput, NotFound for an unknown voice, level or model, and TooMany.
        """
        project = await self._project(person, brief)
        request_key = f"{person}:{key}" if key else None
        async with self._database.write() as db:
            made = await projects.insert_project(db, project, request_key=request_key)
            if made.id == project.id:
                await self._check_pace(db, person)
                if brief.later:
                    await facts.remember(db, NAMED_MODELS + made.id, dict(brief.later))
        return made

    async def revise(self, person: str, project_id: str, brief: Brief) -> None:
        """Give an existing project another brief; what still fits is kept. Raises as `create`, and NotFound.

        Once the story is told, a level changes the pictures alone: the timeline stays (B4).
        """
        story = await self.story(person, project_id)
        wanted = await self._project(person, brief, story)
        async with self._database.write() as db:
            old = (await self._own(db, person, project_id)).project
            changed = {
                name: getattr(wanted, name) for name in _BRIEF if getattr(wanted, name) != getattr(old, name)
            }
            if brief.ceiling is not None and brief.ceiling != old.ceiling:
                changed["ceiling"] = brief.ceiling
            if changed:
                await projects.update_project(db, project_id, **changed)
        self._told()

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

    async def start(
        self,
        person: str,
        project_id: str,
        *,
        until: Step = Step.EXPORT,
        quote_id: str = "",
        ceiling: int | None = None,
        for_now: Step | None = None,
    ) -> Run:
        """Begin to make everything up to a step, and do not wait. Saying it again changes nothing.

        `quote_id` agrees to a price, `ceiling` (micro-dollars) sets the most the project may spend in all;
        `for_now` goes only so far, at the price agreed for the whole.

        Raises NotFound, Conflict and BadInput (see Paying.quote).
        """
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            if quote_id:
                await self._agree(db, story, quote_id, until=until)
            if ceiling is not None and ceiling != story.project.ceiling:
                await projects.update_project(db, project_id, ceiling=ceiling)
        return await self._on_engine(lambda engine: engine.run(project_id, for_now or until))

    async def run(
        self,
        person: str,
        project_id: str,
        until: Step = Step.EXPORT,
        *,
        quote_id: str = "",
        ceiling: int | None = None,
    ) -> AsyncIterator[Status]:
        """`start`, and tell how it goes. Raises StudioError when the run has to stop."""
        await self.start(person, project_id, until=until, quote_id=quote_id, ceiling=ceiling)
        async for status in self.follow(person, project_id):
            yield status

    async def follow(self, person: str, project_id: str) -> AsyncIterator[Status]:
        """Tell how the project's run goes until it ends or pauses. Raises StudioError when it had to stop."""
        await self.story(person, project_id)
        while True:
            try:
                async for status in self._followed(person, project_id):
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
                next_step=_way_on(project_id, await self.jobs(person, project_id)),
            )

    async def wait(self, person: str, project_id: str, seconds: float | None = None) -> Status:
        """The status as soon as nothing runs any more, or after so many seconds. Raises NotFound."""
        await self.story(person, project_id)
        try:
            async with asyncio.timeout(seconds):
                await self._on_engine(lambda engine: engine.wait(project_id))
        except TimeoutError:
            pass
        return await self.status(person, project_id)

    async def pause(self, person: str, project_id: str) -> None:
        """Begin nothing new; what was begun is brought to its end. Raises NotFound."""
        await self.story(person, project_id)
        await self._on_engine(lambda engine: engine.pause(project_id, "Paused by you."))

    async def resume(self, person: str, project_id: str, *, ceiling: int | None = None) -> Run:
        """Go on with whatever the run was for; with the whole film when that was reached.

        `ceiling` (micro-dollars) sets the most the project may spend in all. Raises NotFound.
        """
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            if ceiling is not None and ceiling != story.project.ceiling:
                await projects.update_project(db, project_id, ceiling=ceiling)
        return await self._on_engine(lambda engine: engine.resume(project_id))

    async def cancel(self, person: str, project_id: str) -> None:
        """Stop the run and what is under way; held money is given back, takes stay. Raises NotFound."""
        await self.story(person, project_id)
        await self._on_engine(lambda engine: engine.cancel(project_id))

    async def retry(self, person: str, project_id: str, slot: Slot) -> None:
        """Try again what failed or is unknown. Raises NotFound, NotReady when nothing failed there."""
        check_slot(await self.story(person, project_id), slot)
        await self._on_engine(lambda engine: engine.retry(slot))

    async def approve(self, person: str, project_id: str, gate: Step | None = None) -> Run:
        """Say yes at the gate the run waits at. Raises NotFound, NotReady when it waits at none."""
        story = await self.story(person, project_id)
        if gate is not None and gate not in story.project.gates:
            raise NotReady(f"This project has no gate before {gate.value}.")
        return await self._on_engine(lambda engine: engine.approve(project_id))

    async def orphans(self, person: str, project_id: str) -> tuple[Orphan, ...]:
        """What was paid for and never arrived; `collect` fetches it for nothing (B8). Raises NotFound."""
        await self.story(person, project_id)
        return await self._on_engine(lambda engine: engine.orphans(project_id))

    async def collect(self, person: str, project_id: str, job_id: str) -> None:
        """Fetch a result that was paid for, for nothing (B8). Raises NotFound, NotReady, Conflict."""
        await self._own_job(person, project_id, job_id)
        await self._on_engine(lambda engine: engine.collect(job_id))

    async def settle(self, person: str, project_id: str, job_id: str, happened: bool) -> None:
        """A person's word on whether an unknown paid call happened; buys nothing. Raises NotFound, NotReady."""
        await self._own_job(person, project_id, job_id)
        await self._on_engine(lambda engine: engine.settle(job_id, happened))

    # Inside

    async def _followed(self, person: str, project_id: str) -> AsyncIterator[Status]:
        """The status until the run ends. Raises EngineGone with the process that ran it."""
        ended = asyncio.ensure_future(self._engine().wait(project_id))
        try:
            while not ended.done():
                yield await self.status(person, project_id)
                await asyncio.wait({ended}, timeout=LOOK_SECONDS)
            ended.result()
        finally:
            ended.cancel()

    async def _own_job(self, person: str, project_id: str, job_id: str) -> None:
        async with self._database.read() as db:
            await self._own(db, person, project_id)
            if await jobs.project_of(db, job_id) != project_id:
                raise NotFound(f"There is no job {job_id} in this project.")

    async def _project(self, person: str, brief: Brief, story: Story | None = None) -> Project:
        """The brief as a project, with its voices, models and files checked."""
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
            models=self._models(brief, story),
            ceiling=self._usual_ceiling() if brief.ceiling is None else brief.ceiling,
            gates=tuple(Step(gate) for gate in brief.gates),
            purse=brief.purse,
        )

    async def _check_pace(self, db: AsyncConnection, person: str) -> None:
        """Undo a creation that comes too soon after others. Raises TooMany."""
        most, now = self._settings.create_per_minute, datetime.now(UTC)
        if not most:
            return
        lately = await projects.created_since(db, person, now - MINUTE, most + 1)
        if len(lately) > most:
            wait = max(1, math.ceil((lately[-1] + MINUTE - now).total_seconds()))
            raise TooMany(
                f"You began {most} films within a minute; that is as many as this installation takes.",
                next_step=f"Wait {wait} seconds, then ask again.",
                retry_after=wait,
            )

    def _models(self, brief: Brief, story: Story | None) -> dict[str, str]:
        """What the level says, and the person's own choices in its place; the free level needs no naming."""
        for step, model in (*brief.models.items(), *brief.later.items()):
            self._check_model(_step(step), model)
        kept = dict(story.project.models) if story else {}
        if brief.level == levels.ANIMATIC:
            free: set[str] = {*levels.STEPS[levels.ANIMATIC]} if _is_told(story) else {*Step}
            raised = {step: model for step, model in kept.items() if step not in free | {looks.EYES}}
        else:
            raised = kept | levels.level_models(self._catalogue, brief.level, self._settings.keys(), story)
        chosen = {**raised, **brief.models}
        return {step: model for step, model in chosen.items() if model}

    def _usual_ceiling(self) -> int | None:
        most = self._settings.project_ceiling
        return None if most is None else int(most * 1_000_000)


def _way_on(project_id: str, found: Sequence[JobView]) -> str:
    """What a person does about a run that stopped: about an unknown outcome only they can say something."""
    jobs = f"video-story jobs {project_id}"
    unknown = [job for job in found if job.state == JobState.UNKNOWN.value]
    if not unknown:
        return (
            "What was made is kept; put it right and give the same command again. "
            f"Each job, and what can be done about it: {jobs}"
        )
    first, more = unknown[0].id, f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
    return (
        f"What was made is kept. Look at your account there, then say of job {first}{more} what you saw: "
        f"{jobs} --made {first}, or --not-made {first}, which gives its money back. Then it is made anew with: "
        f"video-story resume {project_id}"
    )


def _is_told(story: Story | None) -> bool:
    return story is not None and story.take(SlotKind.STORY, story.project.id) is not None


def _step(name: str) -> Step:
    try:
        return Step(name)
    except ValueError:
        raise BadInput(f"There is no step {name!r}.", next_step=f"The steps are: {', '.join(Step)}.") from None


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
    "models",
    "gates",
)
"""The fields of a project that its brief decides."""
