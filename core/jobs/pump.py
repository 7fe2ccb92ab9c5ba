"""The pump: asks the planner what can be made now, keeps it as jobs, and starts what its lane has room for.

It runs outside every DBOS context and is the only place that creates jobs and ends runs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import inf

from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NoRoom
from core.jobs import intake
from core.jobs.intake import Intake
from core.jobs.plan_types import Plan, PlannedJob
from core.jobs.shelf import Shelf, Starter
from core.jobs.tools import Tools
from core.store import jobs, runs
from core.store.jobs import Job, JobState
from core.store.runs import Run, RunState
from core.story import Slot, Story

log = logging.getLogger(__name__)

_AFTER_ERROR = 0.5
"""Seconds before the pump looks again after a fault of its own."""

_FAULTS = 3
"""After so many in a row the runs are stopped."""

_SHARE = 20
"""While every lane has work, the pump rests so many times longer than its last look took."""

_ELSEWHERE = 1.0
"""Seconds between looks while lanes are shared with other processes."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of one version of a story, made knowing what has failed for good in this run."""

    version: int
    run_number: int
    given_up: frozenset[tuple[Slot, str]]
    jobs: Sequence[PlannedJob]


@dataclass(frozen=True, slots=True)
class Wish:
    """What one running project wants, as one look at the database showed it."""

    run: Run
    story: Story
    intake: Intake
    blocked: list[Job]
    """Failed or unknown jobs that stand in the way of what is missing."""


class Pump:
    """One loop for all projects."""

    def __init__(self, tools: Tools, plan: Plan, starter: Starter) -> None:
        self._tools = tools
        self._plan = plan
        self._shelf = Shelf(tools.lanes, starter)
        self._bell = asyncio.Event()
        self._urgent = True
        self._due: float | None = None
        """Monotonic time at which a job that waits for another attempt may begin."""
        self._look_after = 0.0
        """Monotonic time before which finished jobs alone are no reason to look."""
        self._bells: dict[str, asyncio.Event] = {}
        self._plans: dict[str, Planned] = {}
        self._made: dict[str, Counter[tuple[int, Slot]]] = defaultdict(Counter)
        self._picked_up: set[str] = set()
        self._just_left: set[str] = set()
        """Jobs whose body ended during a look, so that the look may show them as they no longer are."""
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._pump(), name="pump")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def wake(self) -> None:
        """Something changed that must be seen at once: a person asked for something, a job failed."""
        self._urgent = True
        self._bell.set()

    def left(self, job_id: str, *, done: bool) -> None:
        """A body has ended, so its place is free; a job that is simply done makes a look due, not urgent."""
        self._shelf.left(job_id)
        self._just_left.add(job_id)
        self._urgent = self._urgent or not done
        self._bell.set()

    def bell_of(self, project_id: str) -> asyncio.Event:
        """Rung whenever the project's run is found not to be running."""
        return self._bells.setdefault(project_id, asyncio.Event())

    async def _pump(self) -> None:
        faults = 0
        while True:
            self._bell.clear()
            try:
                pause = await self._turn()
                faults = 0
            except Exception as error:
                log.exception("the pump met a fault of ours")
                faults += 1
                pause = _AFTER_ERROR
                self._urgent = True
                if faults >= _FAULTS:
                    await self._give_up(error)
            await _heard(self._bell, pause)

    async def _turn(self) -> float | None:
        """Look or only fill the lanes; returns the seconds until something is due without anybody telling.

        A look costs some ms (the plan of 40 shots alone took 7 to 16), so while every lane has work at hand
        looks are kept to a small share of the time. As soon as a lane would stand idle, or something
        happened, it looks at once.
        """
        now = time.monotonic()
        if self._urgent or now >= self._look_after or self._shelf.starved():
            self._urgent = False
            await self._look()
            self._look_after = time.monotonic() + _SHARE * (time.monotonic() - now)
            soon = None
        else:
            soon = self._look_after - now
        pauses = [soon, await self._shelf.fill(), self._until_due(), self._elsewhere()]
        return min((pause for pause in pauses if pause is not None), default=None)

    def _until_due(self) -> float | None:
        if self._due is None:
            return None
        left = self._due - time.monotonic()
        self._urgent = self._urgent or left <= 0
        return max(0.0, left)

    def _elsewhere(self) -> float | None:
        return _ELSEWHERE if any(lane.limits.shared for lane in self._tools.lanes.values()) else None

    async def _give_up(self, error: Exception) -> None:
        """A fault that does not go away must not leave anybody waiting."""
        note = f"This is a fault of ours: {type(error).__name__}: {error}"
        if isinstance(error, NoRoom):
            self._tools.trouble.met = error
        try:
            async with self._tools.database.write() as db:
                for run in await runs.active_runs(db):
                    await runs.set_run(db, run.project_id, RunState.STOPPED, event="run_stopped", note=note)
        except NoRoom as full:
            self._tools.trouble.met = full
        except Exception:
            log.exception("the runs could not even be stopped")
        self._tools.followers.wake()
        self._ring(set())

    async def _look(self) -> None:
        """Read what is unfinished, plan, keep, and put on the shelf what may begin."""
        self._just_left.clear()
        async with self._tools.database.read() as db:
            active = await runs.active_runs(db)
            by_project: dict[str, list[Job]] = defaultdict(list)
            for job in await jobs.open_jobs(db):
                by_project[job.project_id].append(job)
            wishes = [await self._wish(db, run, by_project[run.project_id]) for run in active]
        for wish in wishes:
            by_project[wish.run.project_id] = await self._tend(wish, by_project[wish.run.project_id])
        self._ring({run.project_id for run in active})
        found = [job for open_jobs in by_project.values() for job in open_jobs]
        await self._start(found, {run.project_id for run in active})

    def _ring(self, active: set[str]) -> None:
        for project_id, bell in self._bells.items():
            if project_id not in active:
                bell.set()

    # plan and keep

    async def _wish(self, db: AsyncConnection, run: Run, under_way: list[Job]) -> Wish:
        """What has to change so that the project's open jobs are what its newest story wants."""
        story = await self._tools.stories.at(db, run.project_id, run.version)
        known = self._plans.get(run.project_id)
        if known is None or (known.version, known.run_number) != (run.version, run.number):
            known = self._planned(run, story, frozenset())
        while True:
            found = intake.sort_out(known.jobs, under_way)
            fresh, blocked = await intake.without_blocked(db, run, found.fresh) if found.fresh else ([], [])
            lost = known.given_up.union((job.slot, job.fingerprint) for job in blocked)
            if lost == known.given_up:
                return Wish(run, story, Intake(fresh, found.superseded), blocked)
            known = self._planned(run, story, lost)

    def _planned(self, run: Run, story: Story, given_up: frozenset[tuple[Slot, str]]) -> Planned:
        """A plan may go on without what failed (R27); what it still asks for then stops the run."""
        jobs = self._plan(replace(story, given_up=given_up))
        made = self._plans[run.project_id] = Planned(run.version, run.number, given_up, jobs)
        return made

    async def _tend(self, wish: Wish, under_way: list[Job]) -> list[Job]:
        """Write what the project wishes, or end its run when nothing is left. Returns its open jobs."""
        run, wanted = wish.run, wish.intake
        if wanted.fresh or wanted.superseded:
            async with self._tools.database.write() as db:
                added = await intake.keep(db, run, wish.story, wanted, self._made[run.project_id])
            self._tools.followers.wake()
            if len(added) < len(wanted.fresh):
                self.wake()
            gone = {job.id for job in wanted.superseded}
            return [*added, *(job for job in under_way if job.id not in gone)]
        if not under_way:
            await self._end(run, wish.blocked)
        return under_way

    async def _end(self, run: Run, blocked: list[Job]) -> None:
        """Nothing is under way and nothing can be begun: finished, or stopped by what failed."""
        failures = [intake.job_event(job) for job in blocked]
        state = RunState.STOPPED if failures else RunState.FINISHED
        async with self._tools.database.write() as db:
            ended = await runs.end_run(db, run, state, event=f"run_{state.value}", failures=failures)
        self._plans.pop(run.project_id, None)
        self._made.pop(run.project_id, None)
        self._tools.followers.wake()
        self.wake()
        if ended and run.project_id in self._bells:
            self._bells[run.project_id].set()

    # start

    async def _start(self, found: Iterable[Job], active: set[str]) -> None:
        """Pick up what is under way without a body, and put what may begin on the shelf."""
        clock = datetime.now(UTC)
        ready: list[Job] = []
        self._due = None
        for job in found:
            if self._shelf.under_way(job) or job.id in self._just_left:
                continue
            if job.state is not JobState.WAITING:
                await self._pick_up(job, job.project_id in active)
            elif job.project_id in active:
                wait = 0.0 if job.due_at is None else (job.due_at - clock).total_seconds()
                if wait > 0:
                    self._due = min(self._due or inf, time.monotonic() + wait)
                else:
                    ready.append(job)
        self._shelf.stock(ready)

    async def _pick_up(self, job: Job, active: bool) -> None:
        """A job that was under way when its process ended goes on at once; nobody counts places for it."""
        if active or job.id not in self._picked_up:
            self._picked_up.add(job.id)
            await self._shelf.begin(job)


async def _heard(bell: asyncio.Event, seconds: float | None) -> None:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return
