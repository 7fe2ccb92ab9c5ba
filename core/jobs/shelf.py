"""The shelf: waiting jobs that may begin at once, at hand without a look into the database."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

from core.jobs.holds import Hold
from core.jobs.lanes import Lane, Lanes
from core.store.jobs import Job, JobState


class Starter(Protocol):
    """What the shelf needs of the dispatcher."""

    async def start(
        self, lane: str, job_id: str, key: str, priority: int, *, under_way: bool = False
    ) -> None: ...


class Shelf:
    """What lies here may be out of date: a job that is not waiting any more is not claimed and so not begun."""

    def __init__(self, lanes: Lanes, starter: Starter) -> None:
        self._lanes = lanes
        self._starter = starter
        self._ready: dict[str, list[Job]] = {}
        self._holds: dict[str, list[Hold]] = {}
        self._entered: dict[str, Lane] = {}

    def stock(self, ready: Iterable[Job], holds: Iterable[Hold] = ()) -> None:
        """Put these in the place of what was here, the most urgent last."""
        self._holds = defaultdict(list)
        for hold in holds:
            self._holds[hold.lane].append(hold)
        self._ready = defaultdict(list)
        for job in sorted(ready, key=lambda job: (job.priority, _later(job))):
            self._ready[job.provider].append(job)

    def starved(self) -> bool:
        """Whether some lane has room and nothing to begin."""
        now = time.monotonic()
        lanes = self._lanes.values()
        return any(not self._ready.get(lane.name) and lane.free_at(now) == now for lane in lanes)

    def under_way(self, job: Job) -> bool:
        """Whether its body has not ended, in whichever lane: a refused job's row names the next maker at once,
        and begun there before it has left here it would keep its place here for ever."""
        return job.id in self._entered

    async def fill(self) -> float | None:
        """Begin what the lanes have room for, the lane with the most urgent job first; returns the seconds
        until one has room by itself."""
        urgency = {name: waiting[-1].priority for name, waiting in self._ready.items() if waiting}
        names = sorted(urgency, key=lambda name: -urgency[name])
        pauses = [pause for name in names if (pause := await self._fill(self._lanes[name])) is not None]
        return min(pauses, default=None)

    def next_up(self) -> list[Job]:
        """What begins as soon as there is room, the most urgent first: at most one lane full of each lane."""
        return [
            job
            for name, waiting in self._ready.items()
            for job in waiting[: -self._lanes[name].limits.most - 1 : -1]
        ]

    async def begin(self, job: Job) -> None:
        """Begin this job whether or not there is room."""
        lane = self._lanes[job.provider]
        lane.enter(job.id, job.project_id, time.monotonic())
        self._entered[job.id] = lane
        try:
            begun = job.state is not JobState.WAITING
            await self._starter.start(lane.name, job.id, job.key, job.priority, under_way=begun)
        except BaseException:
            self.left(job.id)
            raise

    def left(self, job_id: str, *, well: bool = False) -> None:
        """A body has ended, so its place is free."""
        lane = self._entered.pop(job_id, None)
        if lane is not None:
            lane.leave(job_id, well=well)

    async def _fill(self, lane: Lane) -> float | None:
        waiting = self._ready[lane.name]
        while waiting:
            now = time.monotonic()
            free = lane.free_at(now)
            if free is None:
                return None
            if free > now:
                return free - now
            place = _next(lane, waiting)
            if (until := self._held(lane, waiting[place], now)) is not None:
                return until - now
            await self.begin(waiting.pop(place))
        return None

    def _held(self, lane: Lane, job: Job, now: float) -> float | None:
        """Until when the lane's last places are kept from this job, for what is more urgent and soon there."""
        holds = [hold for hold in self._holds.get(lane.name, ()) if hold.is_kept_from(job, now)]
        modest = sum(hold.modest for hold in holds)
        soon = len(holds) - modest
        kept = soon + min(modest, lane.limits.most // 2)
        full = (soon and lane.idle <= soon) or (kept and lane.spare <= kept)
        return min(hold.until for hold in holds) if full else None


def _next(lane: Lane, waiting: list[Job]) -> int:
    """The most urgent job of the project with the least under way in the lane, so that projects share it."""
    counts: dict[str, int] = {}
    for job in waiting:
        if job.project_id not in counts:
            counts[job.project_id] = lane.under_way_for(job.project_id)
    least = min(counts.values())
    return max(i for i, job in enumerate(waiting) if counts[job.project_id] == least)


def _later(job: Job) -> tuple[float, str]:
    """Of equally urgent jobs the older one counts as more urgent."""
    return (-job.created_at.timestamp() if job.created_at else 0.0, job.id)
