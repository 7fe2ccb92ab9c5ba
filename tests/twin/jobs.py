"""The course of one piece of remote work: waiting, running, ended; made, charged, told."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from . import prices
from .faults import Fault
from .journal import Entry
from .makers import Made, Order, make
from .world import World

Told = Callable[["Job", str], Awaitable[None]]
"""Called with "start" and "completed"."""


@dataclass
class Job:
    """One prediction (Replicate) or request (fal)."""

    id: str
    service: str
    model: str
    input: Any
    """The arguments as they were sent."""
    entry: Entry
    created: float
    starts: float
    ends: float
    """Moments on the stand-in's clock; infinite for work that never gets there."""
    fault: Fault | None = None
    order: Order | None = None
    """None when the arguments were refused, so that there is nothing to do."""
    state: str = "queued"
    """"queued", "running", "done", "failed", "canceled" or "aborted"."""
    failure: Any = None
    """Why it failed, in the service's own shape."""
    made: Made | None = None
    result: Any = None
    """The output as the service gives it."""
    urls: list[str] = field(default_factory=list)
    ended: float = math.inf
    canceled: float = math.inf
    deadline: float = math.inf
    over: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[Any] | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def ongoing(self) -> bool:
        return self.state in ("queued", "running")

    def fate(self, *how: str) -> bool:
        return self.fault is not None and self.fault.does("fate", *how)


def times(world: World, kind: str, fault: Fault | None, earliest: float) -> tuple[float, float]:
    """When work that arrives now starts and ends."""
    wait, run = world.wait[kind] * world.factor, world.pace[kind] * world.factor
    if fault is not None and fault.effect == "fate":
        slower = float(fault.values.get("seconds", 0)) * (world.factor or 1.0)
        wait += slower if fault.how == "slow_queue" else 0.0
        run += slower if fault.how == "processing_after_wait" else 0.0
        wait = math.inf if fault.how == "stuck_queued" else wait
        run = math.inf if fault.how == "stuck_running" else run
    starts = max(world.clock.now(), earliest) + wait
    return starts, starts + run


def begin(world: World, job: Job, store: Callable[[Job, Made], Any], told: Told | None = None) -> None:
    """Let a job run beside the requests. `store` keeps what was made and gives the output."""
    world.jobs[job.id] = job
    job.entry.job = job.id
    job.task = world.begin(_run(world, job, store, told))


async def up_to_date(world: World, job: Job) -> None:
    """Wait for work that is due on the clock but still being made in fact."""
    now = world.clock.now()
    while job.ongoing and now >= min(job.ends, job.deadline):
        await job.over.wait()
    if job.state == "queued" and now >= job.starts:
        await asyncio.sleep(0)


async def ended_within(world: World, job: Job, seconds: float) -> bool:
    """Wait for a job's end, at most so many seconds of the stand-in's clock."""
    await up_to_date(world, job)
    if not job.ongoing:
        return True
    waits = [asyncio.ensure_future(job.over.wait()), asyncio.ensure_future(world.clock.sleep(seconds))]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()
    return not job.ongoing


async def cancel(world: World, job: Job) -> bool:
    """Stop a job. False when it is over already."""
    if not job.ongoing:
        return False
    await _stop(world, job, "canceled")
    if job.task is not None:
        job.task.cancel()
    return True


async def _stop(world: World, job: Job, state: str) -> None:
    running = job.state == "running"
    job.state = state
    job.ended = job.canceled = world.clock.now()
    charged = job.service == "replicate" and world.assumptions["replicate", "charge_canceled_running"]
    if running and charged and job.order is not None:
        charge(world, job, await asyncio.to_thread(make, job.order))
    job.over.set()


async def _run(world: World, job: Job, store: Callable[[Job, Made], Any], told: Told | None) -> None:
    await _sleep(world, job, job.starts)
    if world.clock.now() >= job.deadline:
        return await _stop(world, job, "aborted")
    job.state = "running"
    if told:
        await told(job, "start")
    billed = job.failure is None or job.extra.get("billed")
    making = world.begin(asyncio.to_thread(make, job.order)) if job.order and billed else None
    await _sleep(world, job, job.ends)
    if world.clock.now() >= job.deadline:
        return await _stop(world, job, "canceled")
    if making is not None:
        job.made = await making
    _finish(world, job, store)
    job.over.set()
    if told:
        await told(job, "completed")


async def _sleep(world: World, job: Job, moment: float) -> None:
    until = min(moment, job.deadline)
    if math.isinf(until):
        await asyncio.Event().wait()
    await world.clock.sleep_until(until)


def _finish(world: World, job: Job, store: Callable[[Job, Made], Any]) -> None:
    job.ended = max(job.ends, job.created)
    if job.failure is not None or job.made is None:
        job.state = "failed"
        if job.made is not None:
            charge(world, job, job.made)
        return
    job.result = store(job, job.made)
    charge(world, job, job.made)
    job.state = "done"


def charge(world: World, job: Job, made: Made) -> None:
    """Write a job's price into the journal entry that began it."""
    cost = prices.media(job.service, job.model, made.used, world.assumptions["fal", "megapixel_pixels"])
    job.entry.charged, job.entry.units, job.entry.unit = cost.micros, cost.units, cost.unit
