"""The pump: asks the planner what can be made now, keeps it as jobs, and starts what its lane has room for.

It runs outside every DBOS context and is the only place that creates jobs and ends runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from math import inf
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NoRoom
from core.jobs import intake
from core.jobs.ahead import Ahead
from core.jobs.gates import closed_gate, question
from core.jobs.holds import Hold, holds
from core.jobs.intake import Intake, Wanted
from core.jobs.plan_types import Coming, Plan, PlannedJob
from core.jobs.refusal import PATIENCE_SECONDS
from core.jobs.shelf import Shelf, Starter
from core.jobs.tools import Tools
from core.jobs.underway import Underway
from core.store import runs, workers
from core.store.engine import Locked
from core.store.jobs import OVER_CEILING, Job, JobState
from core.store.runs import Run, RunState
from core.story import Slot, Step, Story

log = logging.getLogger(__name__)

_AFTER_ERROR = 0.5
"""Seconds before the pump looks again after a fault of its own."""

_FAULTS = 3
"""After so many in a row the runs are stopped."""

_SHARE = 40
"""While every lane has work, the pump rests so many times longer than its last look took."""

_AT_A_STRETCH = 0.005
"""Seconds of planning after which others have a turn: reading and planning 200 films takes 20 to 300 ms."""

_ELSEWHERE = 1.0
"""Seconds between looks while lanes are shared with other processes."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan of one version of a story, made knowing what has failed for good in this run."""

    version: int
    run_number: int
    given_up: frozenset[tuple[Slot, str]]
    jobs: Sequence[PlannedJob]
    priorities: Mapping[Wanted, int]
    coming: Sequence[Coming] = ()


_PICK_UP_AGAIN = 30.0
"""Seconds until a job of a resting project, whose body ended though it did not, is picked up once more."""

UNHURRIED, ASIDE = -100_000, 1.0
"""A job of at most this priority waits so many seconds while its project makes anything else."""

_SHORT_SECONDS = 2.0
"""How long a project's paid jobs wait for money that others may give back, when nobody here tells of it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one running project wants, as one look at the database showed it."""

    run: Run
    story: Story
    intake: Intake
    blocked: list[Job]
    """Failed or unknown jobs that stand in the way of what is missing."""
    gate: Step | None = None
    """The step before which something waits for a person's word."""


class Pump:
    """One loop for all projects."""

    def __init__(
        self, tools: Tools, plan: Plan, starter: Starter, embodied: Callable[[str], bool] = lambda _: False
    ) -> None:
        self._tools = tools
        self._embodied = embodied
        """Whether a job has a body here, whoever handed it in."""
        self._plan = plan
        self._coming: Callable[[Story], Sequence[Coming]] = getattr(plan, "coming", lambda story: ())
        """A planner may also say what will be ready later."""
        self._shelf = Shelf(tools.lanes, starter)
        self._ahead = Ahead(tools)
        self._underway = Underway()
        self._bell = asyncio.Event()
        tools.lanes.has_room = self._bell.set
        self._urgent = True
        self._untaken = False
        """Whether some running film has nobody who plans it."""
        self._due: float | None = None
        """Monotonic time at which a job that waits for another attempt may begin."""
        self._look_after = 0.0
        """Monotonic time before which finished jobs alone are no reason to look."""
        self._bells: dict[str, asyncio.Event] = {}
        self._plans: dict[str, Planned] = {}
        self._made: dict[str, Counter[tuple[int, Slot]]] = defaultdict(Counter)
        self._picked_up: dict[str, float] = {}
        """Jobs that were found without a body, and the monotonic time before which that is not done again."""
        self._dues: dict[str, float] = {}
        """Attempts that wait, and the monotonic time at which each may begin."""
        self._just_left: set[str] = set()
        """Jobs whose body ended during a look, so that the look may show them as they no longer are."""
        self._short: dict[str, float] = {}
        """Projects whose paid jobs wait for money to come back, and the monotonic time until when."""
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._pump(), name="pump")

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        await self._ahead.close()

    def wake(self) -> None:
        """Something changed that must be seen at once: a person asked for something, a job failed."""
        self._urgent = True
        self._bell.set()

    def heard(self) -> None:
        """Something happened in another process: a look is due as soon as looks may be taken again."""
        self._bell.set()

    def orphaned(self) -> None:
        """Others have died: what they were at work on is to be picked up, if need be once more."""
        self._picked_up.clear()
        self.wake()

    def left(self, job_id: str, *, done: bool) -> None:
        """A body has ended, so its place is free; a job that is simply done makes a look due, not urgent."""
        self._shelf.left(job_id, well=done)
        self._just_left.add(job_id)
        self._urgent = self._urgent or not done
        self._bell.set()

    def money_moved(self, project_id: str, short: int | None) -> None:
        """A paid body has ended: `short` of money that others held at that turn, or maybe giving some back."""
        purse = self._tools.purse
        if short == purse.turn:
            self._short[project_id] = time.monotonic() + _SHORT_SECONDS
        if short is None:
            purse.turn += 1
            self._short.clear()

    def pick_up(self, job_id: str) -> None:
        """A job that ended is under way again, so that its result is fetched."""
        self._picked_up.pop(job_id, None)
        self.wake()

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
            except Locked:
                log.warning("the pump waits for the database")
                pause, self._urgent = _AFTER_ERROR, True
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
        self._ahead.look_at(self._shelf.next_up())
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
                for run in await self._mine(db, await runs.active_runs(db)):
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
            mine = await self._mine(db, active)
            by_project = defaultdict(list, await self._unfinished(db))
            wishes = await self._wishes(db, mine, by_project)
        await asyncio.sleep(0)
        if self._untaken:
            await self._take()
        for wish in wishes:
            by_project[wish.run.project_id] = await self._tend(wish, by_project[wish.run.project_id])
        self._ring({run.project_id for run in active})
        others = {run.project_id for run in active}.difference(run.project_id for run in mine)
        found = [job for project, held in by_project.items() if project not in others for job in held]
        await asyncio.sleep(0)
        await self._start(found, {run.project_id for run in mine})

    async def _unfinished(self, db: AsyncConnection) -> dict[str, list[Job]]:
        """By project. Where others make films too, some of their changes are told to nobody."""
        if self._tools.database.shared:
            self._underway = Underway()
        return await self._underway.at(db)

    async def _mine(self, db: AsyncConnection, active: Sequence[Run]) -> Sequence[Run]:
        """The runs that this process plans: all of them where it is alone, else those it has taken."""
        me = self._tools.worker
        if me is None:
            return active
        living = await workers.living(db)
        self._untaken = any(run.worker not in living for run in active)
        return [run for run in active if run.worker == me]

    async def _take(self) -> None:
        """Take films that nobody plans, if some of them are ours by a fair share."""
        assert self._tools.worker is not None
        async with self._tools.database.write() as db:
            taken = await workers.take_films(db, self._tools.worker)
        if taken:
            self.wake()

    def _ring(self, active: set[str]) -> None:
        for project_id, bell in self._bells.items():
            if project_id not in active:
                bell.set()

    # plan and keep

    async def _wishes(
        self, db: AsyncConnection, mine: Sequence[Run], by_project: Mapping[str, list[Job]]
    ) -> list[Wish]:
        """What each of these runs wants; with many films nobody else is kept waiting for the end of it."""
        found, began = [], 0.0
        for run in mine:
            if time.monotonic() - began > _AT_A_STRETCH:
                await asyncio.sleep(0)
                began = time.monotonic()
            found.append(await self._wish(db, run, by_project[run.project_id]))
        return found

    async def _wish(self, db: AsyncConnection, run: Run, under_way: list[Job]) -> Wish:
        """What has to change so that the project's open jobs are what its newest story wants."""
        story = await self._tools.stories.at(db, run.project_id, run.version)
        known = self._plans.get(run.project_id)
        if known is None or (known.version, known.run_number) != (run.version, run.number):
            known = self._planned(run, story, frozenset())
        gate = await closed_gate(db, run, story)
        while True:
            found = intake.sort_out(known.jobs, under_way)
            open_now = [job for job in found.fresh if gate is None or not job.step.is_from(gate)]
            fresh, blocked = await intake.without_blocked(db, run, open_now) if open_now else ([], [])
            lost = known.given_up.union((job.slot, job.fingerprint) for job in blocked)
            if lost == known.given_up:
                waits = gate if len(open_now) < len(found.fresh) else None
                return Wish(run, story, Intake(fresh, found.superseded), blocked, waits)
            known = self._planned(run, story, lost)

    def _planned(self, run: Run, story: Story, given_up: frozenset[tuple[Slot, str]]) -> Planned:
        """A plan may go on without what failed (R27); what it still asks for then stops the run."""
        wanted = replace(story, given_up=given_up, asked=frozenset(run.only))
        jobs, coming = self._plan(wanted), self._coming(wanted)
        ranks = {(job.slot, job.fingerprint): job.priority for job in jobs}
        made = self._plans[run.project_id] = Planned(run.version, run.number, given_up, jobs, ranks, coming)
        return made

    async def _tend(self, wish: Wish, under_way: list[Job]) -> list[Job]:
        """Write what the project wishes, or end its run when nothing is left. Returns its open jobs."""
        run, wanted = wish.run, wish.intake
        if wanted.fresh or wanted.superseded:
            async with self._tools.database.write() as db:
                if not await self._still_ours(db, run):
                    return []
                added = await intake.keep(db, run, wish.story, wanted, self._made[run.project_id])
            self._tools.followers.wake()
            if len(added) < len(wanted.fresh):
                self.wake()
            gone = {job.id for job in wanted.superseded}
            return [*added, *(job for job in under_way if job.id not in gone)]
        short = _short_of_money(under_way)
        if not under_way or short is not None:
            await self._end(wish, short)
        return under_way

    async def _still_ours(self, db: AsyncConnection, run: Run) -> bool:
        """Nothing is added to a run that somebody has stopped since it was looked at."""
        return await workers.still_plans(db, self._tools.worker, run.project_id, run.number)

    async def _end(self, wish: Wish, short: Job | None) -> None:
        """Nothing more can be begun: finished, stopped by what failed, or paused by a ceiling or a gate."""
        run = wish.run
        failures = [intake.job_event(job) for job in wish.blocked]
        state, note = RunState.STOPPED if failures else RunState.FINISHED, ""
        told: dict[str, Any] = {"failures": failures}
        if short is not None:
            state, note, told = RunState.PAUSED, short.error, {"job": short.id, "why": short.fault}
        elif wish.gate is not None:
            state, note, told = RunState.PAUSED, question(wish.gate), {"gate": wish.gate.value, "why": "gate"}
        async with self._tools.database.write() as db:
            ended = await runs.end_run(db, run, state, event=f"run_{state.value}", note=note, **told)
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
        found = list(found)
        ready: list[Job] = []
        self._due = None
        self._dues = {job.key: self._due_of(job, clock) for job in found if job.due_at is not None}
        poor = self._poor(found)
        busy = {job.project_id for job in found if job.priority > UNHURRIED}
        for job in found:
            if self._shelf.under_way(job) or job.id in self._just_left or self._has_somebody(job):
                continue
            if job.state is not JobState.WAITING:
                await self._pick_up(job, job.project_id in active)
            elif job.project_id in active and not (job.estimate and job.project_id in poor):
                due = max(self._dues.get(job.key, 0.0), _aside(job, clock) if job.project_id in busy else 0.0)
                if due > time.monotonic():
                    self._look_again(due)
                else:
                    ready.append(self._ranked(job))
        self._shelf.stock(ready, self._holds(found) if ready else ())

    def _ranked(self, job: Job) -> Job:
        """As urgent as it is by the newest plan: a line is kept as a job before anybody knows of its shot."""
        plan = self._plans.get(job.project_id)
        rank = plan.priorities.get((job.slot, job.fingerprint)) if plan else None
        return job if rank is None or rank == job.priority else replace(job, priority=rank)

    def _holds(self, found: Iterable[Job]) -> Iterator[Hold]:
        by_project: dict[str, list[Job]] = defaultdict(list)
        for job in found:
            by_project[job.project_id].append(job)
        usual = self._tools.durations.seconds
        for project, planned in self._plans.items():
            yield from holds(project, planned.coming, by_project[project], usual, self._waited)

    def _waited(self, job: Job) -> float | None:
        return self._tools.lanes[job.provider].waited(job.id)

    def _due_of(self, job: Job, clock: datetime) -> float:
        """When its next attempt may begin, by a clock that nobody sets: once the row was seen, putting the
        system's clock forward or back changes nothing; a row from before that may be wrong by an hour."""
        if job.key in self._dues or job.due_at is None:
            return self._dues.get(job.key, 0.0)
        return time.monotonic() + min((job.due_at - clock).total_seconds(), PATIENCE_SECONDS)

    def _has_somebody(self, job: Job) -> bool:
        """Whether it has a body here or, as its row says, in another process."""
        return self._embodied(job.id) or job.worker not in (None, self._tools.worker)

    def _poor(self, found: Sequence[Job]) -> set[str]:
        """Projects whose paid jobs have to wait, for a person's word or for money to come back."""
        now = time.monotonic()
        self._short = {project: until for project, until in self._short.items() if until > now}
        for until in self._short.values():
            self._look_again(until)
        return {job.project_id for job in found if job.fault == OVER_CEILING} | self._short.keys()

    def _look_again(self, at: float) -> None:
        self._due = min(self._due or inf, at)

    async def _pick_up(self, job: Job, active: bool) -> None:
        """A job that was under way when its process ended goes on at once; nobody counts places for it.

        In a project that rests it is tried again only after a while: what keeps it may be a full disk.
        """
        now, again = time.monotonic(), self._picked_up.get(job.id, 0.0)
        if not active and now < again:
            self._look_again(again)
            return
        self._picked_up[job.id] = now + _PICK_UP_AGAIN
        await self._shelf.begin(job)


def _aside(job: Job, clock: datetime) -> float:
    """The monotonic time before which it lets others begin: what nobody waits for is ready with what all do."""
    if job.priority > UNHURRIED or job.created_at is None:
        return 0.0
    return time.monotonic() + min(ASIDE, ASIDE - (clock - job.created_at).total_seconds())


def _short_of_money(under_way: Sequence[Job]) -> Job | None:
    """The job that met a ceiling, when nothing is left under way but paid jobs that wait like it."""
    met = next((job for job in under_way if job.fault == OVER_CEILING), None)
    waiting = all(job.state is JobState.WAITING and job.estimate for job in under_way)
    return met if waiting else None


async def _heard(bell: asyncio.Event, seconds: float | None) -> None:
    """Never by wait_for: until Python 3.12 it loses a cancellation that comes as the bell rings, for ever."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()
