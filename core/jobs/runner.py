"""The bodies of the jobs that are under way in this process: begun, stopped, tidied up after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable

from core.errors import NoRoom
from core.jobs import farewell
from core.jobs.attempt import Attempt, Overtaken
from core.jobs.tools import Tools
from core.providers.base import Done

log = logging.getLogger(__name__)

STOP_SECONDS = 2.0
"""How long a cancel waits for bodies to tidy up before it returns."""


class Runner:
    """One per engine."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._bodies: dict[str, asyncio.Task[None]] = {}
        self.closing = False

    async def run_job(self, job_id: str) -> Attempt:
        """Bring the job as far as it goes; callable any number of times for the same job.

        A second call while the first is at work does nothing.
        """
        attempt = Attempt(self._tools, self)
        if job_id not in self._bodies and not self.closing:
            await self._embodied(job_id, asyncio.create_task(self._lived(attempt, job_id), name=job_id))
        return attempt

    async def stop(self, job_ids: Iterable[str], seconds: float = STOP_SECONDS) -> None:
        """Stop these bodies and let them tidy up; one that cannot so soon goes on doing so by itself."""
        bodies = [self._bodies[job_id] for job_id in job_ids if job_id in self._bodies]
        for body in bodies:
            body.cancel()
        if bodies:
            await asyncio.wait(bodies, timeout=seconds)

    async def close(self) -> None:
        """Stop every body; their rows stay as they are and are picked up at the next start.

        Orders whose answer is on its way are waited for, so that it is written down (`Tools.drain`).
        """
        self.closing = True
        await self.stop(list(self._bodies), self._tools.drain + STOP_SECONDS)

    async def let_go(self, job_ids: Iterable[str]) -> None:
        """Cancel with their makers, and settle the money of, cancelled jobs that have no body here.

        Returns after STOP_SECONDS; what is not settled then goes on by itself.
        """
        left = [job_id for job_id in job_ids if job_id not in self._bodies and not self.closing]
        tasks = [asyncio.create_task(self._let_go(job_id), name=f"let go {job_id}") for job_id in left]
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)

    def bodies(self) -> list[str]:
        """The jobs that have a body here."""
        return list(self._bodies)

    def is_alive(self, job_id: str) -> bool:
        return job_id in self._bodies

    async def _let_go(self, job_id: str) -> None:
        if job_id in self._bodies:
            return  # somebody else said goodbye to it, or began it, since it was seen without a body
        await self._embodied(job_id, asyncio.create_task(self._farewell(job_id), name=job_id))

    async def _embodied(self, job_id: str, body: asyncio.Task[None]) -> None:
        """See the body to its end, whatever happens to whoever waits here."""
        self._bodies[job_id] = body
        try:
            await asyncio.wait({body})
        finally:
            if not body.done():
                body.cancel()
                await asyncio.wait({body})
            del self._bodies[job_id]
        if not body.cancelled() and (error := body.exception()) is not None:
            log.error("the body of job %s ended unexpectedly", job_id, exc_info=error)
            if isinstance(error, NoRoom):
                self._tools.trouble.met = error

    async def _lived(self, attempt: Attempt, job_id: str) -> None:
        try:
            await attempt.live(job_id)
        except Overtaken:
            await self._farewell(job_id, attempt.answer)
        except asyncio.CancelledError:
            await self._farewell(job_id, attempt.answer)
            raise

    async def _farewell(self, job_id: str, answer: Done | None = None) -> None:
        attempt = Attempt(self._tools, self)
        attempt.desk = await attempt.new_desk(job_id)
        try:
            await farewell.let_go(attempt, job_id, answer)
        except Overtaken:
            log.info("job %s went on while it was let go", job_id)
        finally:
            await attempt.desk.clear()
