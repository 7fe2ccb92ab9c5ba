"""What waits in a full lane is made ready meanwhile: its files are fitted and handed over, which is free."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from core.jobs import wire
from core.jobs.desk import JobDesk
from core.jobs.tools import Tools
from core.store import jobs
from core.store.jobs import Job

log = logging.getLogger(__name__)

Ready = Callable[..., Awaitable[None]]

_REMEMBERED = 500
"""Jobs that are known to have been made ready; the oldest are forgotten."""


class Ahead:
    """One at a time, so that it stays behind everything that somebody waits for."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._seen: deque[str] = deque(maxlen=_REMEMBERED)
        self._next: list[Job] = []
        self._task: asyncio.Task[None] | None = None

    def look_at(self, waiting: Iterable[Job]) -> None:
        """These will begin next, the most urgent first."""
        self._next = [job for job in waiting if job.id not in self._seen and self._maker(job) is not None]
        if self._next and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._all(), name="ahead")

    async def close(self) -> None:
        self._next = []
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})

    def _maker(self, job: Job) -> Ready | None:
        ready: Ready | None = getattr(self._tools.providers.get(job.provider), "make_ready", None)
        return ready

    async def _all(self) -> None:
        while self._next:
            job = self._next.pop(0)
            self._seen.append(job.id)
            try:
                await self._one(job)
            except Exception as error:
                log.debug("job %s could not be made ready ahead: %s", job.id, type(error).__name__)

    async def _one(self, job: Job) -> None:
        ready = self._maker(job)
        if ready is None:
            return
        async with self._tools.database.read() as db:
            job = await jobs.load_job(db, job.id)  # what is read for the pump comes without requests
        desk = JobDesk(self._tools.media, self._tools.data_dir, f"{job.id}-ahead", _tell, _note)
        try:
            if self._tools.media.far:
                await desk.bring(wire.assets(job.request))
            await ready(job.model, wire.unpacked(job.request), desk)
        finally:
            await desk.clear()


def _tell(share: float, words: str, draft: str) -> None:
    """Nobody is told: the job has not begun."""


async def _note(facts: Mapping[str, Any]) -> None:
    """Nothing is submitted, so there is nothing to find again."""
