"""The pump: asks the planner what can be made now, keeps it as jobs, and starts what its lane has room for.

It runs outside every DBOS context and is the only place that creates jobs and ends runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from core.jobs import intake
from core.jobs.intake import Intake
from core.jobs.lanes import Lane
from core.jobs.plan_types import Plan, PlannedJob
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

_ELSEWHERE = 1.0
"""Seconds between looks while lanes are shared with other processes."""


class Starter(Protocol):
    """What the pump needs of the dispatcher."""

    async def start(self, lane: str, job_id: str, key: str, priority: int) -> None: ...


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
        self._starter = starter
        self._bell = asyncio.Event()
        self._bells: dict[str, asyncio.Event] = {}
        self._plans: dict[str, tuple[int, Sequence[PlannedJob]]] = {}
        self._made: dict[str, Counter[tuple[int, Slot]]] = defaultdict(Counter)
        self._picked_up: set[str] = set()
        self._entered: dict[str, Lane] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._pump(), name="pump")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def wake(self) -> None:
        """Something changed: a job ended, a person asked for something."""
        self._bell.set()

    def left(self, job_id: str) -> None:
        """A body has ended, so its place is free."""
        lane = self._entered.pop(job_id, None)
        if lane is not None:
            lane.leave(job_id)
        self.wake()

    def bell_of(self, project_id: str) -> asyncio.Event:
        """Rung whenever the project's run is found not to be running."""
        return self._bells.setdefault(project_id, asyncio.Event())

    async def _pump(self) -> None:
        faults = 0
        while True:
            self._bell.clear()
            try:
                pause = await self._pass()
                faults = 0
            except Exception as error:
                log.exception("the pump met a fault of ours")
                faults += 1
                pause = _AFTER_ERROR
                if faults >= _FAULTS:
                    await self._give_up(error)
            await _heard(self._bell, pause)

    async def _give_up(self, error: Exception) -> None:
        """A fault that does not go away must not leave anybody waiting."""
        note = f"This is a fault of ours: {type(error).__name__}: {error}"
        with contextlib.suppress(Exception):
            async with self._tools.database.write() as db:
                for run in await runs.active_runs(db):
                    await runs.set_run(db, run.project_id, RunState.STOPPED, event="run_stopped", note=note)
        self._tools.followers.wake()
        self._ring(set())

    async def _pass(self) -> float | None:
        """Plan, keep, start; returns the seconds until something is due without anybody telling."""
        async with self._tools.database.read() as db:
            active = await runs.active_runs(db)
            by_project: dict[str, list[Job]] = defaultdict(list)
            for job in await jobs.open_jobs(db):
                by_project[job.project_id].append(job)
            wishes = [await self._wish(db, run, by_project[run.project_id]) for run in active]
        for wish in wishes:
            by_project[wish.run.project_id] = await self._tend(wish, by_project[wish.run.project_id])
        self._ring({run.project_id for run in active})
        return await self._start(by_project, {run.project_id for run in active})

    def _ring(self, active: set[str]) -> None:
        for project_id, bell in self._bells.items():
            if project_id not in active:
                bell.set()

    # plan and keep

    async def _wish(self, db: AsyncConnection, run: Run, under_way: list[Job]) -> Wish:
        """What has to change so that the project's open jobs are what its newest story wants."""
        story = await self._tools.stories.at(db, run.project_id, run.version)
        known = self._plans.get(run.project_id)
        if known is None or known[0] != run.version:
            known = self._plans[run.project_id] = (run.version, self._plan(story))
        found = intake.sort_out(known[1], under_way)
        blocked: list[Job] = []
        if found.fresh:
            fresh, blocked = await intake.without_blocked(db, run, found.fresh)
            found = Intake(fresh, found.superseded)
        return Wish(run, story, found, blocked)

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

    async def _start(self, by_project: Mapping[str, list[Job]], active: set[str]) -> float | None:
        clock = datetime.now(UTC)
        ready: dict[str, list[Job]] = defaultdict(list)
        pauses: list[float] = (
            [_ELSEWHERE] if any(lane.limits.shared for lane in self._tools.lanes.values()) else []
        )
        for job in (job for found in by_project.values() for job in found):
            if job.id in self._tools.lanes[job.provider].alive:
                continue
            if job.state is not JobState.WAITING:
                await self._pick_up(job, job.project_id in active)
            elif job.project_id in active:
                wait = 0.0 if job.due_at is None else (job.due_at - clock).total_seconds()
                pauses.append(wait) if wait > 0 else ready[job.provider].append(job)
        for name, waiting in ready.items():
            pauses += await self._fill(self._tools.lanes[name], waiting)
        return min(pauses, default=None)

    async def _pick_up(self, job: Job, active: bool) -> None:
        """A job that was under way when its process ended goes on at once; nobody counts places for it."""
        if active or job.id not in self._picked_up:
            self._picked_up.add(job.id)
            await self._begin(self._tools.lanes[job.provider], job)

    async def _fill(self, lane: Lane, waiting: list[Job]) -> list[float]:
        """Begin jobs while the lane has room: the project with the least under way first, then by priority."""
        order = {job.id: i for i, job in enumerate(sorted(waiting, key=lambda job: (-job.priority, job.id)))}
        while waiting:
            now = time.monotonic()
            free = lane.free_at(now)
            if free is None:
                return []
            if free > now:
                return [free - now]
            best = min(waiting, key=lambda job: (lane.under_way_for(job.project_id), order[job.id]))
            waiting.remove(best)
            await self._begin(lane, best)
        return []

    async def _begin(self, lane: Lane, job: Job) -> None:
        lane.enter(job.id, job.project_id)
        self._entered[job.id] = lane
        try:
            await self._starter.start(lane.name, job.id, job.key, job.priority)
        except BaseException:
            self.left(job.id)
            raise


async def _heard(bell: asyncio.Event, seconds: float | None) -> None:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return
