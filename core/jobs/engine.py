"""The engine: everything that waits, pays, retries and writes, behind a handful of verbs.

`async with await Engine.open(...) as engine` holds the DATA_DIR's lock; leaving it stops the work and cancels
nothing: jobs under way are picked up by the next engine.

On PostgreSQL there is no lock: any number of engines share the work (core/jobs/pulse.py), and one that does not
work itself only writes down what is wanted.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

from core.errors import NoRoom, NotReady
from core.jobs import collect, ledger, logbook, refusal
from core.jobs.collect import Orphan
from core.jobs.crowd import Crowd
from core.jobs.dispatch import Dispatcher
from core.jobs.events import LOOK_SECONDS, Followers
from core.jobs.figures import LaneFigures, lanes_now
from core.jobs.gates import closed_gate, open_gate
from core.jobs.glance import Glances
from core.jobs.intake import job_event
from core.jobs.lanes import Limits, lanes_for
from core.jobs.ledger import Ceilings
from core.jobs.lock import EngineLock
from core.jobs.logbook import LogLine
from core.jobs.passage import Passage
from core.jobs.plan_types import Accept, NextModel, Plan
from core.jobs.pulse import Pulse
from core.jobs.pump import Pump
from core.jobs.rerun import wish_anew
from core.jobs.runner import Runner
from core.jobs.status import Status, counted
from core.jobs.stories import Stories
from core.jobs.tools import Tools
from core.jobs.upkeep import Refresh, Upkeep, sweep_work
from core.providers.base import Provider
from core.settings import Settings
from core.store import events, jobs, projects, runs
from core.store.addresses import engine_address, is_shared
from core.store.engine import open_database
from core.store.events import Event
from core.store.far import media_of
from core.store.ids import new_id
from core.store.jobs import OPEN, Job, JobState
from core.store.runs import Run, RunState
from core.store.workers import WORKER
from core.story import Slot, Step

FULL_LOOKS = 3
"""After so many looks at a full disk, a second apart, nobody waits any longer: jobs that could have said it
more exactly have had their time, and some of what fails on a full disk cannot even be written down."""

_SMALLEST_ROOM = 500_000
"""Bytes below which nothing of a film can be kept."""

__all__ = ["Engine", "Status"]


class Engine:
    """One per DATA_DIR; other processes of this machine reach the verbs that PASSAGE names."""

    PASSAGE = (
        *("run", "resume", "pause", "cancel", "retry", "rerun", "approve", "wait"),
        *("orphans", "collect", "settle", "status", "log", "events", "news", "changed"),
    )

    def __init__(
        self,
        settings: Settings,
        lock: EngineLock | None,
        tools: Tools,
        plan: Plan,
        refresh: Sequence[Refresh] = (),
    ) -> None:
        self.database = tools.database
        self.media = tools.media
        self.stories = tools.stories
        self._tools = tools
        self._settings = settings
        self._lock = lock
        self._glances = Glances()
        self._runner = Runner(tools)
        self._passage = Passage(self)
        self._crowd = Crowd()
        self._dispatcher = Dispatcher(self._live, tools.lanes, self._never_lived)
        self._pump = Pump(tools, plan, self._dispatcher, self._runner.is_alive)
        self._pulse = Pulse(tools, Others(self._runner, self._pump, self._dispatcher, tools.followers))
        self._upkeep = Upkeep(settings, tools.database, tools.media, self._dispatcher.forget_before, refresh)

    @classmethod
    async def open(
        cls,
        settings: Settings,
        plan: Plan,
        accept: Accept,
        providers: Mapping[str, Provider],
        *,
        limits: Mapping[str, Limits] | None = None,
        successor: NextModel | None = None,
        refresh: Sequence[Refresh] = (),
    ) -> Engine:
        """Take the DATA_DIR, open its database, pick up what was under way, and begin to work.

        On PostgreSQL it is one of several; without `settings.make_films` it leaves making to the others.

        `limits` names what a maker's lane bears; one with `repeatable = True` has a place per local worker,
        any other four. `successor` names who is tried after a refusal (R23);
        `refresh` is called every quarter of an hour.

        Raises Conflict when another process runs jobs in the same DATA_DIR, NoRoom.
        """
        shared = is_shared(settings.database_url)
        lock = None if shared else EngineLock(settings.data_dir)
        if lock is not None:
            lock.take()
        try:
            database = await open_database(settings.database_url, settings.data_dir)
            tools = Tools(
                database=database,
                media=media_of(settings),
                data_dir=settings.data_dir,
                accept=accept,
                providers=providers,
                lanes=lanes_for(providers, limits or {}, settings.local_workers, shared=shared),
                stories=Stories(),
                followers=Followers(database),
                successor=successor,
                ceilings=Ceilings.of(settings),
                drain=settings.drain_seconds,
                worker=new_id(WORKER) if shared and settings.make_films else None,
            )
            engine = cls(settings, lock, tools, plan, refresh)
            await engine._begin()
            return engine
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    async def __aenter__(self) -> Engine:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Stop: within about a second, or as soon as every paid request on its way has been answered.

        Nothing is cancelled: the next engine goes on where this one stood.
        """
        if self._lock is not None:
            with contextlib.suppress(OSError):
                self._lock.announce(closing=True)
        await self._passage.close()
        self._upkeep.close()
        await self._pump.close()
        await self._runner.close()
        await self._pulse.close()
        await self._dispatcher.close()
        self._tools.followers.close()
        await self.database.close()
        self.media.close()
        if self._lock is not None:
            self._lock.release()

    @property
    def works(self) -> bool:
        """Whether films are made in this process."""
        return self._lock is not None or self._tools.worker is not None

    @property
    def workers_elsewhere(self) -> int:
        """How many other processes make films with the same database."""
        return self._pulse.others

    # runs

    async def run(self, project_id: str, until: Step | None = None, *, only: Sequence[Slot] | None = ()) -> Run:
        """Want the project finished up to `until`, or `only` these slots with what they need.

        Saying it again changes nothing; slots asked for one after the other add up. After a run that stopped,
        failed jobs are tried once more; unknown ones only by `retry`. Raises NotFound.
        """
        async with self.database.write() as db:
            run = await runs.begin_run(db, project_id, until, only=only)
        self.changed()
        return run

    async def resume(self, project_id: str) -> Run:
        """Go on after a pause with whatever the run was for. Raises NotFound."""
        return await self.run(project_id, only=None)

    async def pause(self, project_id: str, note: str = "") -> None:
        """Begin nothing new; what is under way is brought to its end. Raises NotFound."""
        async with self.database.write() as db:
            run = await runs.load_run(db, project_id)
            if run.state is RunState.RUNNING:
                await runs.set_run(db, project_id, RunState.PAUSED, event="run_paused", note=note)
        self.changed()

    async def cancel(self, project_id: str) -> None:
        """Stop the run and everything under way; makers are told, held money is given back, takes stay.

        Raises NotFound.
        """
        async with self.database.write() as db:
            await runs.load_run(db, project_id)
            stopped = await jobs.open_jobs(db, project_id)
            await runs.set_run(db, project_id, RunState.CANCELLED, event="run_cancelled")
            for job in stopped:
                await jobs.change_job(db, job, to=JobState.CANCELLED, error="Cancelled.")
                await events.append(db, "job", project_id, **job_event(replace(job, state=JobState.CANCELLED)))
        self.changed()
        mine = [job.id for job in stopped if self.works and job.worker in (None, self._tools.worker)]
        without_body = [job_id for job_id in mine if not self._runner.is_alive(job_id)]
        await asyncio.gather(self._runner.stop(mine), self._runner.let_go(without_body))
        self.changed()

    async def retry(self, slot: Slot) -> Job:
        """Try a slot's newest job again that failed, was cancelled or is unknown, as a new attempt.

        It begins with the model that was chosen first. Raises NotReady when there is nothing to try again,
        Conflict while it is still being cancelled.
        """
        async with self.database.write() as db:
            job = await jobs.latest_job(db, slot)
            if job is None or job.state in OPEN or job.state is JobState.DONE:
                raise NotReady("Nothing failed there, so there is nothing to try again.")
            await collect.still_leaving(db, job)
            run = await runs.load_run(db, job.project_id)
            run = await runs.begin_run(db, job.project_id, only={*run.only, slot} if run.only else None)
            if job.state is JobState.UNKNOWN:
                await ledger.capture(db, job, note="unknown outcome, assumed")
            first = await refusal.first_choice(db, job)
            again = replace(
                first, attempt=job.attempt + 1, state=JobState.WAITING, run_number=run.number, faults={}
            )
            await jobs.change_job(db, job, to=JobState.WAITING, **_anew(again))
            await events.append(db, "job", job.project_id, **job_event(replace(again, error="")))
        self.changed()
        return again

    async def rerun(self, project_id: str, step: Step) -> Run:
        """Make every slot of one step anew; what a person brought or chose stays. Old takes are kept (B11).

        Raises NotFound.
        """
        async with self.database.write() as db:
            slots = await wish_anew(db, project_id, step)
            run = await runs.begin_run(db, project_id, only=slots)
        self.changed()
        return run

    async def approve(self, project_id: str) -> Run:
        """Open the gate the run waits at (or will meet next) and go on. Raises NotFound, NotReady."""
        async with self.database.write() as db:
            run = await runs.load_run(db, project_id)
            gate = await closed_gate(db, run, await projects.load_story(db, project_id))
            if gate is None:
                raise NotReady("This run waits for no approval.")
            await open_gate(db, run, gate)
            run = await runs.begin_run(db, project_id)
        self.changed()
        return run

    # what was paid for and never arrived

    async def orphans(self, project_id: str | None = None) -> tuple[Orphan, ...]:
        """Every paid operation whose take is missing, newest first (B8)."""
        async with self.database.read() as db:
            return await collect.orphans(db, project_id)

    async def collect(self, job_id: str) -> Job:
        """Find or fetch a result that was paid for, for nothing (B8).

        Raises NotFound, NotReady when there is nothing to collect or nobody can tell, Conflict.
        """
        job = await collect.collect(self._tools, job_id)
        self._pump.pick_up(job_id)
        self.changed()
        return job

    async def settle(self, job_id: str, happened: bool) -> Job:
        """A person's word on an unknown outcome; buys nothing. Raises NotFound, NotReady."""
        async with self.database.write() as db:
            job = await collect.settle(db, job_id, happened)
        self.changed()
        return job

    async def wait(self, project_id: str) -> Run:
        """Wait until the project's run is no longer running and return it.

        Raises NotFound, and NoRoom when nothing can be written any more, not even that the run has stopped.
        """
        bell = self._pump.bell_of(project_id)
        full = 0
        while True:
            bell.clear()
            async with self.database.read() as db:
                run = await runs.load_run(db, project_id)
            if run.state is not RunState.RUNNING:
                return run
            trouble, self._tools.trouble.met = self._tools.trouble.met, None
            full = full + 1 if await asyncio.to_thread(is_full, self._tools.data_dir) else 0
            if trouble is not None or full == FULL_LOOKS:
                raise trouble or no_room(self._tools.data_dir)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await bell.wait()

    # looking

    async def status(self, project_id: str) -> Status:
        """Raises NotFound."""
        async with self.database.read() as db:
            seen = await self._glances.at(db, project_id)
            films = await self._crowd.seen(db) if seen.run.state is RunState.RUNNING else {}
            if not self.works:
                await self._tools.durations.load(db)
        run, found = seen.run, seen.jobs
        lanes, followers = self._tools.lanes, self._tools.followers
        alive = {job_id for lane in lanes.values() for job_id in lane.alive} | self._pulse.alive_elsewhere
        shares = {job.id: share for job in found if (share := followers.progress_of(job.id)) is not None}
        return Status(
            run=run,
            jobs=found,
            progress=shares,
            kinds=counted(run, found, alive, lanes),
            waited={job_id: lane.waited(job_id) for lane in lanes.values() for job_id in lane.alive},
            log=seen.lines,
            durations=dict(self._tools.durations.seconds),
            rooms={lane.name: lane.limits.at_once for lane in lanes.values()},
            films=films,
            little_room=self._upkeep.little_room,
        )

    async def log(
        self, project_id: str, slot: Slot | None = None, limit: int = logbook.RECENT
    ) -> tuple[LogLine, ...]:
        """The newest log lines of a project or of one of its slots, oldest first (R22)."""
        async with self.database.read() as db:
            return await logbook.recent(db, project_id, slot=str(slot or ""), limit=limit)

    def events(self, after: int = 0, *, project_id: str | None = None) -> AsyncIterator[Event]:
        """Every event after id `after`, then each new one as it happens; ends when the caller stops.

        Progress comes as events of kind "progress" under the id of the last kept event.
        """
        return self._tools.followers.follow(after, project_id=project_id)

    def news(self, after: int = 0, *, project_id: str | None = None) -> AsyncIterator[tuple[Event, ...]]:
        """The same in portions, for whoever hands on much at once."""
        return self._tools.followers.news(after, project_id=project_id)

    def lanes(self) -> Mapping[str, LaneFigures]:
        """Every lane as it is now, for figures."""
        return lanes_now(self._tools.lanes)

    def followed(self) -> Mapping[str, Any]:
        """How many follow events here, and how late the newest was told (seconds)."""
        return {"followers": self._tools.followers.count, "event_lag": self._tools.followers.lag}

    def changed(self) -> None:
        """To be called after a story was edited, so that its run and its followers see it at once."""
        self._pump.wake()
        self._tools.followers.wake()

    async def _begin(self) -> None:
        if self._lock is None:
            await self._begin_among_others()
            return
        await asyncio.to_thread(sweep_work, self._settings.data_dir)
        await self._dispatcher.launch(self._settings.data_dir / "dispatch.sqlite")
        async with self.database.read() as db:
            left = await jobs.unsettled(db)
            await self._tools.durations.load(db)
        self._tidying = asyncio.create_task(self._runner.let_go(left), name="let go")
        self._pump.start()
        self._upkeep.start()
        self._lock.announce(**await self._passage.open())

    async def _begin_among_others(self) -> None:
        async with self.database.read() as db:
            await self._tools.durations.load(db)
        if self._tools.worker is not None:
            await self._pulse.enter()
            address = engine_address(self._settings.database_url)
            await self._dispatcher.launch(address, self._tools.worker)
            self._pump.start()
            self._upkeep.start()
        await self._pulse.begin()

    def _never_lived(self, job_id: str) -> None:
        """Its place is free again, and the pump begins it anew if its row still says so."""
        self._pump.left(job_id, done=False)

    async def _live(self, job_id: str) -> None:
        if self._runner.is_alive(job_id):
            return
        done = False
        try:
            attempt = await self._runner.run_job(job_id)
            done = attempt.done
            if attempt.paid:
                self._pump.money_moved(attempt.job.project_id, attempt.short)
        finally:
            self._dispatcher.over(job_id)
            self._pump.left(job_id, done=done)


class Others:
    """What this process does because of others that share the work."""

    def __init__(self, runner: Runner, pump: Pump, dispatcher: Dispatcher, followers: Followers) -> None:
        self._runner = runner
        self._pump = pump
        self._dispatcher = dispatcher
        self._followers = followers
        self.bodies = runner.bodies
        self.stop = runner.stop
        self.let_go = runner.let_go

    def heard(self) -> None:
        """Followers are told at once; the pump looks when it may."""
        self._followers.wake()
        self._pump.heard()

    async def bury(self, living: Collection[str]) -> None:
        """Take over what others than these were at work on."""
        await self._dispatcher.bury(living)
        self._pump.orphaned()


def _anew(job: Job) -> dict[str, Any]:
    """The columns of a job that begins anew with the model that was chosen first."""
    same = ("attempt", "run_number", "faults", "model", "provider", "endpoint", "estimate")
    cleared = ("operation", "notes", "due_at", "finished_at")
    return {
        **{name: getattr(job, name) for name in same},
        **dict.fromkeys(cleared),
        "tried": [],
        "fault": "",
        "error": "",
    }


def is_full(folder: Path) -> bool:
    """Whether the disk that holds the folder has no room left."""
    return shutil.disk_usage(folder).free < _SMALLEST_ROOM


def no_room(folder: Path) -> NoRoom:
    return NoRoom(
        f"The disk that holds {folder} is full.",
        next_step="Free some space, then start the same command again; what was made is kept.",
    )
