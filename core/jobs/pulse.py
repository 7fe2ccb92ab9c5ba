"""The pulse of one process among several on one PostgreSQL: it sees what others did, and buries the dead.

A worker gives a sign of life every second, with how far its jobs are. One that gave none for DEAD_SECONDS is
dead: whoever notices first takes its films and jobs away from it, in one transaction, and gives back the places
it held in DBOS's queues. Should it live after all, its next sign of life fails, its bodies are stopped, and
what they would still have written is refused by the rows, which name another worker now.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import time
from collections.abc import Collection, Sequence
from typing import Any, Protocol

from core.jobs.events import Share
from core.jobs.lease import DEAD_SECONDS, now
from core.jobs.tools import Tools
from core.store import events, jobs, workers

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.25
"""How often the events of other processes are looked for."""

BEAT_SECONDS = 1.0


class House(Protocol):
    """What the pulse needs of the engine it beats in."""

    def heard(self) -> None:
        """Something happened in another process."""

    def bodies(self) -> Sequence[str]:
        """Jobs with a body here."""

    async def stop(self, job_ids: Sequence[str]) -> None:
        """Stop these bodies; each tells its maker if its row says that it was cancelled."""

    async def let_go(self, job_ids: Sequence[str]) -> None:
        """Tell the makers of cancelled jobs that have no body anywhere."""

    async def bury(self, living: Collection[str]) -> None:
        """Give back what others than these hold in queues."""


class Pulse:
    """One per process. Without a worker's name it only looks: a process that makes no films itself."""

    def __init__(self, tools: Tools, house: House) -> None:
        self._tools = tools
        self._house = house
        self._task: asyncio.Task[None] | None = None
        self._last = 0
        self._beat_at = 0.0
        self._stopped: set[str] = set()
        self._elsewhere: dict[str, workers.Alive] = {}

    async def enter(self) -> None:
        """Be known to the others, before anything is done."""
        if self._tools.worker is not None:
            signed_at = now()
            async with self._tools.database.write() as db:
                await workers.enter(db, self._tools.worker, socket.gethostname(), os.getpid())
            self._tools.lease.renewed(signed_at)

    async def begin(self) -> None:
        """Take over what is left of the dead, and beat from now on."""
        async with self._tools.database.read() as db:
            self._last = await events.last_id(db)
        await self._look_around()
        if self._tools.worker is not None:
            await self._bury()
        self._task = asyncio.create_task(self._beating(), name="pulse")

    async def close(self) -> None:
        """Leave what is under way to the others."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait({self._task})
        if self._tools.worker is not None:
            async with self._tools.database.write() as db:
                await workers.leave(db, self._tools.worker)

    @property
    def alive_elsewhere(self) -> frozenset[str]:
        """Jobs that have a body in another process."""
        return frozenset(job for alive in self._elsewhere.values() for job in alive)

    @property
    def others(self) -> int:
        """How many others make films."""
        return len(self._elsewhere)

    async def _beating(self) -> None:
        while True:
            try:
                await self._once()
            except Exception:
                log.warning("the pulse missed a beat", exc_info=True)
            await asyncio.sleep(LOOK_SECONDS)

    async def _once(self) -> None:
        async with self._tools.database.read() as db:
            last = await events.last_id(db)
        if last != self._last:
            self._last = last
            self._house.heard()
            await self._stop_cancelled()
        if time.monotonic() - self._beat_at >= BEAT_SECONDS:
            self._beat_at = time.monotonic()
            await self._beat()

    async def _beat(self) -> None:
        if self._tools.worker is not None and not await self._signed(self._tools.worker):
            log.error("this worker was thought dead; its jobs are others' now")
            self._tools.lease.lost()
            await self._house.stop(self._house.bodies())
            await self.enter()
        if await self._look_around():
            await self._bury()

    async def _look_around(self) -> bool:
        """Who lives, and what each has in hand; tells whether somebody is to be buried by this worker."""
        async with self._tools.database.read() as db:
            found = dict(await workers.living(db))
            dead = self._tools.worker is not None and await workers.any_dead(db, DEAD_SECONDS)
        self._heard_of({name: alive for name, alive in found.items() if name != self._tools.worker})
        return dead

    async def _signed(self, worker: str) -> bool:
        """Beside the one writer at a time: a sign of life must not wait for anybody."""
        signed_at = now()
        async with self._tools.database.engine.begin() as db:
            known = await workers.beat(db, worker, self._in_hand())
        if known:
            self._tools.lease.renewed(signed_at)
        return known

    def _in_hand(self) -> dict[str, list[Any]]:
        return {job: self._tools.followers.told_of(job) for job in self._house.bodies()}

    def _heard_of(self, found: dict[str, workers.Alive]) -> None:
        """Progress that others made since the last look, as if it had been made here."""
        before = {job: list(told) for alive in self._elsewhere.values() for job, told in alive.items()}
        now = {job: list(told) for alive in found.values() for job, told in alive.items()}
        for job in before.keys() - now.keys():
            self._tools.followers.forget(job)
        for job, told in now.items():
            project, share, words = told
            if share is not None and told != before.get(job):
                self._tools.followers.progress(job, project, Share(share, words))
        self._elsewhere = found

    async def _stop_cancelled(self) -> None:
        bodies = self._house.bodies()
        self._stopped &= set(bodies)
        if self._tools.worker is None or not bodies:
            return
        async with self._tools.database.read() as db:
            cancelled = await workers.cancelled_of(db, self._tools.worker, bodies)
        fresh = [job for job in cancelled if job not in self._stopped]
        self._stopped.update(fresh)
        await self._house.stop(fresh)

    async def _bury(self) -> None:
        """Only one of the living finds a dead worker's row."""
        assert self._tools.worker is not None
        async with self._tools.database.write() as db:
            dead = await workers.bury(db, DEAD_SECONDS)
            left = await jobs.unsettled(db)
            mine = await workers.adopt_cancelled(db, self._tools.worker, left) if left else []
            living = await workers.living(db)
        if dead:
            log.warning("taking over from %s", ", ".join(dead))
        await self._house.bury(living)
        self._house.heard()
        if mine:
            await self._house.let_go(mine)
