"""The pump: asks the planner what can be made now, keeps it as jobs, and starts what its lane has room for.

It runs outside every DBOS context and is the only place that creates jobs and ends runs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from core.story import Story

log = logging.getLogger(__name__)

_AFTER_ERROR = 1.0
"""Seconds before the pump looks again after a fault of its own."""

_ELSEWHERE = 1.0
"""Seconds between looks while lanes are shared with other processes."""


class Starter(Protocol):
    """What the pump needs of the dispatcher."""

    async def start(self, lane: str, job_id: str, key: str, priority: int) -> None: ...


class Pump:
    """One loop for all projects."""

    def __init__(self, tools: Tools, plan: Plan, starter: Starter) -> None:
        self._tools = tools
        self._plan = plan
        self._starter = starter
        self._bell = asyncio.Event()
        self._bells: dict[str, asyncio.Event] = {}
        self._plans: dict[str, tuple[int, Story, Sequence[PlannedJob]]] = {}
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
        while True:
            self._bell.clear()
            try:
                pause = await self._pass()
            except Exception:
                log.exception("the pump met a fault of ours")
                pause = _AFTER_ERROR
            await _heard(self._bell, pause)

    async def _pass(self) -> float | None:
        """Plan, keep, start; returns the seconds until something is due without anybody telling."""
        async with self._tools.database.read() as db:
            active = await runs.active_runs(db)
            found = await jobs.open_jobs(db)
        by_project: dict[str, list[Job]] = defaultdict(list)
        for job in found:
            by_project[job.project_id].append(job)
        for run in active:
            by_project[run.project_id] = await self._tend(run, by_project[run.project_id])
        self._ring({run.project_id for run in active})
        return await self._start(by_project, {run.project_id for run in active})

    def _ring(self, active: set[str]) -> None:
        for project_id, bell in self._bells.items():
            if project_id not in active:
                bell.set()

    # plan and keep

    async def _tend(self, run: Run, under_way: list[Job]) -> list[Job]:
        """Bring the project's jobs in line with its plan and end the run when nothing is left to do.

        Returns the jobs that are open now.
        """
        async with self._tools.database.read() as db:
            story, planned = await self._planned(db, run)
            found = intake.sort_out(planned, under_way)
            fresh, blocked = await intake.without_blocked(db, run, found.fresh) if found.fresh else ([], [])
        if fresh or found.superseded:
            async with self._tools.database.write() as db:
                added = await intake.keep(db, run, story, Intake(fresh, found.superseded))
            self._tools.followers.wake()
            if len(added) < len(fresh):
                self.wake()
            gone = {job.id for job in found.superseded}
            return [*added, *(job for job in under_way if job.id not in gone)]
        if not under_way:
            await self._end(run, blocked)
        return under_way

    async def _planned(self, db: AsyncConnection, run: Run) -> tuple[Story, Sequence[PlannedJob]]:
        """The plan for the newest version of the story, made once per version."""
        version, story = await self._tools.stories.get(db, run.project_id)
        known = self._plans.get(run.project_id)
        if known is None or known[0] != version:
            known = self._plans[run.project_id] = (version, story, self._plan(story))
        return known[1], known[2]

    async def _end(self, run: Run, blocked: list[Job]) -> None:
        """Nothing is under way and nothing can be begun: finished, or stopped by what failed."""
        failures = [intake.job_event(job) for job in blocked]
        state = RunState.STOPPED if failures else RunState.FINISHED
        async with self._tools.database.write() as db:
            ended = await runs.end_run(db, run, state, event=f"run_{state.value}", failures=failures)
        self._plans.pop(run.project_id, None)
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
