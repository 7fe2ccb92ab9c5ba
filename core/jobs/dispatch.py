"""Where attempts are begun: a task for what costs nothing to make twice, a DBOS workflow for everything else.

It is handed keys and calls `run_job` back; our own rows are the truth. A repeatable local job needs no workflow
that outlives the process: after a crash the pump finds its row and begins it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from core.jobs.lanes import Lanes, Limits

if TYPE_CHECKING:
    from core.jobs.flows import Flows

RunJob = Callable[[str], Awaitable[None]]

log = logging.getLogger(__name__)

_END_SECONDS = 1.0
"""How long a shutdown waits for bodies that were told to stop."""


class Dispatcher:
    """One per engine. DBOS is loaded and launched only where some lane needs it: never without a key."""

    def __init__(self, run_job: RunJob, lanes: Lanes, lost: Callable[[str], None]) -> None:
        """`lost` is told of a job that was handed in and whose body never began here: DBOS met a fault, or
        another process took it out of the queue and has ended it."""
        self._run_job = run_job
        self._lanes = lanes
        self._lost = lost
        self._flows: Flows | None = None
        self._bodies: set[asyncio.Task[None]] = set()

    async def launch(self, where: Path | str, executor: str | None = None) -> None:
        """Start DBOS if it is needed, inside the running loop: on a SQLite file of its own, or in a PostgreSQL
        that it shares under the name `executor`."""
        if any(_outlives(lane.limits) for lane in self._lanes.values()):
            from core.jobs.flows import Flows  # DBOS takes 0.15 s to load, and has threads of its own

            self._flows = Flows(self._run_job, self._lanes, self._lost, executor)
            await self._flows.launch(where)

    async def start(self, lane: str, job_id: str, key: str, priority: int, *, under_way: bool = False) -> None:
        """Begin one attempt, on a shared lane when its queue lets it out; at once if it is `under_way`."""
        if self._flows is not None and _outlives(self._lanes[lane].limits):
            await self._flows.start(lane, job_id, key, priority, queued=not under_way)
            return
        body = asyncio.create_task(self._lived(job_id), name=f"start {key}")
        self._bodies.add(body)
        body.add_done_callback(self._bodies.discard)

    async def close(self) -> None:
        """Wait for what was begun here, and stop DBOS."""
        if self._bodies:
            await asyncio.wait(self._bodies, timeout=_END_SECONDS)
        if self._flows is not None:
            await self._flows.close()

    async def forget_before(self, age: timedelta) -> int:
        """Delete the traces of workflows that ended longer ago than `age`; tells how many."""
        return 0 if self._flows is None else await self._flows.forget_before(age)

    def over(self, job_id: str) -> None:
        """The job's body has ended in this process."""
        if self._flows is not None:
            self._flows.over(job_id)

    async def bury(self, living: Collection[str]) -> int:
        """Give the places back that others than these workers hold in the queues; tells how many."""
        return 0 if self._flows is None else await self._flows.bury(living)

    async def _lived(self, job_id: str) -> None:
        try:
            await self._run_job(job_id)
        except Exception:
            log.exception("the body of job %s ended unexpectedly", job_id)


def _outlives(limits: Limits) -> bool:
    """Whether a lane's attempts are kept by DBOS: they cost money, or other processes take part."""
    return limits.shared or not limits.repeatable
