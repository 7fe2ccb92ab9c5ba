"""The life of one job: claimed, begun, watched, stored; callable any number of times for the same job.

waiting -> submitting -> running -> finishing -> done, or failed, cancelled, unknown. The row is the truth:
it says `submitting`, with money held, before the maker is called, and keeps the maker's operation before the
first check. What was found in `submitting` after a crash is looked up, never simply begun again; only makers
that declare themselves repeatable are. A shutdown is not a cancel: the row knows which of them it was.
"""

from __future__ import annotations

import asyncio
import dataclasses
import logging
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import Fault, NoRoom, OverCeiling, ProviderError, StudioError
from core.jobs import finish, ledger, wire
from core.jobs.desk import JobDesk
from core.jobs.events import Share
from core.jobs.intake import job_event
from core.jobs.lanes import Lane
from core.jobs.tools import Tools
from core.providers.base import Done, Pending, Provider
from core.store import events, jobs, runs
from core.store.events import Told
from core.store.jobs import OPEN, Job, JobState
from core.store.runs import RunState

log = logging.getLogger(__name__)

SUBMIT_GRACE = 0.7
"""Seconds a shutdown waits for the answer to a submission that is on its way."""

STOP_SECONDS = 2.0
"""How long a cancel waits for bodies to tidy up before it returns."""

POSTPONE_SECONDS = 0.5
"""How long a job waits that found no room under the ceiling while others may still give theirs back."""

CHECK_FAILURES = 40
"""Checks in a row that may fail for want of a connection, with pauses up to a minute: about half an hour."""


class Runner:
    """The bodies of the jobs that are under way in this process."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._bodies: dict[str, asyncio.Task[None]] = {}
        self.closing = False

    async def run_job(self, job_id: str) -> bool:
        """Bring the job as far as it goes; tells whether it is done and nothing else happened.

        A second call while the first is at work does nothing.
        """
        if job_id in self._bodies or self.closing:
            return False
        attempt = _Attempt(self._tools, self)
        body = asyncio.create_task(attempt.live(job_id), name=job_id)
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
        return attempt.done

    async def stop(self, job_ids: Iterable[str]) -> None:
        """Stop these bodies and let them tidy up; one that cannot at once goes on doing so by itself."""
        bodies = [self._bodies[job_id] for job_id in job_ids if job_id in self._bodies]
        for body in bodies:
            body.cancel()
        if bodies:
            await asyncio.wait(bodies, timeout=STOP_SECONDS)

    async def close(self) -> None:
        """Stop every body; their rows stay as they are and are picked up at the next start."""
        self.closing = True
        await self.stop(list(self._bodies))

    async def let_go(self, job_id: str) -> None:
        """Cancel with its maker, and give back the money of, a cancelled job that has no body here."""
        await _Attempt(self._tools, self).let_go(job_id)

    def is_alive(self, job_id: str) -> bool:
        return job_id in self._bodies


class _Overtaken(Exception):
    """The row is no longer at this attempt and state: somebody else decided, so this body ends."""


class _Attempt:
    """One body of one job."""

    job: Job
    desk: JobDesk
    done = False
    """Whether this body stored the result."""
    resumed = False
    """Whether it was found under way, so that nobody knows what happened to its submission."""

    def __init__(self, tools: Tools, runner: Runner) -> None:
        self.tools = tools
        self.runner = runner

    async def live(self, job_id: str) -> None:
        if not await self._taken(job_id):
            return
        self.desk = JobDesk(self.tools.media, self.tools.data_dir, job_id, self._tell, self._note)
        self.desk.clear()
        try:
            await self._guarded()
        except _Overtaken:
            await self.let_go(job_id)
        except asyncio.CancelledError:
            await self.let_go(job_id)
            raise
        finally:
            self.desk.clear()
            self.tools.followers.forget(job_id)

    async def _guarded(self) -> None:
        """Make and store it, and turn whatever goes wrong into a state of the row."""
        try:
            done = await self._made()
            await finish.store(self.tools, self, done)
            self.done = True
        except ProviderError as error:
            await self._refused(error)
        except StudioError as error:
            await self._unfinished(error)
        except (asyncio.CancelledError, _Overtaken):
            raise
        except Exception as error:
            log.exception("job %s met a fault of ours", self.job.id)
            await self._fail(JobState.FAILED, "", f"This is a fault of ours: {type(error).__name__}: {error}")

    async def _taken(self, job_id: str) -> bool:
        """Claim a waiting job, intent and money committed before anybody is called; or find one under way."""
        lanes = self.tools.lanes.values()
        repeatable = [lane.name for lane in lanes if lane.limits.repeatable]
        try:
            async with self.tools.database.write() as db:
                claimed = await jobs.claim(db, job_id, repeatable)
                if claimed is not None:
                    self.job = claimed
                    await ledger.hold(db, claimed)
                    await events.append(db, "job", claimed.project_id, **job_event(claimed))
        except OverCeiling as error:
            if not await self._postponed(job_id):
                await self._pause(error)
            return False
        if claimed is not None:
            self.tools.followers.wake()
            return True
        async with self.tools.database.read() as db:
            self.job = await jobs.load_job(db, job_id)
        self.resumed = True
        return self.job.state in OPEN

    async def change(
        self, db: AsyncConnection, to: JobState, told: Sequence[Told] = (), **changes: Any
    ) -> None:
        """Compare and set inside a transaction, with its event; ends this body when the row has moved on."""
        if not await jobs.change_job(db, self.job, to=to, **changes):
            raise _Overtaken
        self.job = dataclasses.replace(self.job, state=to, **changes)
        await events.append_all(db, [*told, ("job", self.job.project_id, job_event(self.job))])

    # making it

    @property
    def _maker(self) -> Provider:
        try:
            return self.tools.providers[self.job.provider]
        except KeyError:
            raise ProviderError(
                Fault.AUTH,
                f"{self.job.model} cannot be reached: no {self.job.provider} here.",
                model=self.job.model,
            ) from None

    @property
    def lane(self) -> Lane:
        return self.tools.lanes[self.job.provider]

    async def _made(self) -> Done:
        maker = self._maker
        if self.resumed and self.job.state is JobState.SUBMITTING and not await self._found(maker):
            log.info("job %s: the maker never saw it, so it is begun", self.job.id)
        if self.job.operation is None:
            return await self._begun(maker)
        return await self._watched(maker, Pending(self.job.operation, 0.0))

    async def _found(self, maker: Provider) -> bool:
        """Ask the maker about a submission whose answer was lost."""
        if self.lane.limits.repeatable or self.job.notes is None:
            return False
        operation = await maker.find(self.job.model, self.job.key, self.job.notes)
        if operation is None:
            return False
        await self._record(operation)
        return True

    async def _begun(self, maker: Provider) -> Done:
        request = wire.unpacked(self.job.request)
        start = maker.start(self.job.model, request, self.desk, key=self.job.key)
        if self.lane.limits.repeatable:
            answer = await start
        else:
            answer = await self._submitted(start)
        if isinstance(answer, Done):
            return answer
        return await self._watched(maker, answer)

    async def _submitted(self, start: Coroutine[Any, Any, Pending | Done]) -> Pending | Done:
        """Submit and record in one piece: a cancel must not lose the id of something already paid for."""
        task = asyncio.ensure_future(self._start_and_record(start))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task}, timeout=SUBMIT_GRACE if self.runner.closing else None)
            if not task.done():
                task.cancel()
                await asyncio.wait({task})
            elif not task.cancelled():
                task.exception()
            raise

    async def _start_and_record(self, start: Coroutine[Any, Any, Pending | Done]) -> Pending | Done:
        answer = await start
        if isinstance(answer, Pending):
            await self._record(answer.operation)
        return answer

    async def _record(self, operation: Mapping[str, Any]) -> None:
        """Commit the operation before the first check, even of a job that was cancelled meanwhile."""
        async with self.tools.database.write(durable=True) as db:
            if await jobs.change_job(
                db, self.job, to=JobState.CANCELLED, given=[JobState.CANCELLED], operation=dict(operation)
            ):
                self.job = dataclasses.replace(self.job, operation=operation)
                return
            await self.change(db, JobState.RUNNING, operation=dict(operation))
        self.tools.followers.wake()

    async def _watched(self, maker: Provider, pending: Pending) -> Done:
        """Check until it is done. Checks cost nothing, so a lost connection only makes them rarer."""
        failures = 0
        while True:
            await asyncio.sleep(pending.wait_seconds)
            try:
                answer = await maker.check(self.job.model, pending.operation, self.desk)
            except ProviderError as error:
                failures += 1
                pending = self._again(error, pending, failures)
                continue
            failures = 0
            if isinstance(answer, Done):
                return answer
            if answer.operation != self.job.operation:
                await self._record(answer.operation)
            pending = answer

    def _again(self, error: ProviderError, pending: Pending, failures: int) -> Pending:
        if error.fault not in (Fault.UNAVAILABLE, Fault.RATE_LIMIT):
            raise error
        if failures > CHECK_FAILURES:
            raise ProviderError(
                Fault.UNKNOWN_OUTCOME,
                f"{self.job.model} has not answered for a long time.",
                model=self.job.model,
            ) from error
        wait = error.retry_after if error.retry_after is not None else min(60.0, 0.5 * 2**failures)
        if error.fault is Fault.RATE_LIMIT:
            self.lane.hold(wait)
        return Pending(pending.operation, wait)

    # when it did not work

    async def _refused(self, error: ProviderError) -> None:
        """The policy table decides: again later, or failed, or a person's question."""
        if error.fault is Fault.UNKNOWN_OUTCOME:
            await self._fail(JobState.UNKNOWN, error.fault.value, error.message, error)
            return
        faults = {**self.job.faults, error.fault.value: self.job.faults.get(error.fault.value, 0) + 1}
        if faults[error.fault.value] > error.policy.retries:
            await self._fail(JobState.FAILED, error.fault.value, error.message, error, faults=faults)
            return
        delay = retry_delay(error, faults[error.fault.value])
        if error.fault is Fault.RATE_LIMIT:
            self.lane.hold(delay)
        async with self.tools.database.write() as db:
            await ledger.settle_failure(db, self.job, error)
            await self.change(
                db,
                JobState.WAITING,
                attempt=self.job.attempt + 1,
                faults=faults,
                operation=None,
                notes=None,
                due_at=datetime.now(UTC) + timedelta(seconds=delay),
                fault=error.fault.value,
                error=error.message,
            )
        self.tools.followers.wake()

    async def _fail(
        self, to: JobState, fault: str, words: str, error: ProviderError | None = None, **changes: Any
    ) -> None:
        """Failed for good, or unknown; money of an unknown outcome stays held."""
        async with self.tools.database.write() as db:
            if to is not JobState.UNKNOWN:
                await (ledger.settle_failure(db, self.job, error) if error else ledger.capture(db, self.job))
            await self.change(db, to, fault=fault, error=words, **changes)
        self.tools.followers.wake()

    async def _postponed(self, job_id: str) -> bool:
        """While other paid jobs are under way, their holds may still come back: look again a little later."""
        async with self.tools.database.write() as db:
            job = await jobs.load_job(db, job_id)
            self.job = job
            others = [other for other in await jobs.open_jobs(db, job.project_id) if other.id != job_id]
            if not any(other.estimate and other.state is not JobState.WAITING for other in others):
                return False
            due = datetime.now(UTC) + timedelta(seconds=POSTPONE_SECONDS)
            return await jobs.change_job(db, job, to=JobState.WAITING, due_at=due)

    async def _pause(self, error: OverCeiling) -> None:
        """The job stays as it was; the run waits for a person (B2)."""
        async with self.tools.database.write() as db:
            await runs.set_run(
                db, self.job.project_id, RunState.PAUSED, event="run_paused", note=str(error), job=self.job.id
            )
        self.tools.followers.wake()

    async def _unfinished(self, error: StudioError) -> None:
        """Ours to blame. A remote result that only lacks room stays to be collected; the rest has failed."""
        if isinstance(error, NoRoom) and self.job.operation is not None:
            async with self.tools.database.write() as db:
                await runs.set_run(
                    db,
                    self.job.project_id,
                    RunState.PAUSED,
                    event="run_paused",
                    note=str(error),
                    job=self.job.id,
                )
            self.tools.followers.wake()
            return
        await self._fail(JobState.FAILED, "", str(error))

    async def let_go(self, job_id: str) -> None:
        """A cancel by a person, or only a shutdown? The row knows."""
        async with self.tools.database.read() as db:
            row = await jobs.load_job(db, job_id)
        if row.state is not JobState.CANCELLED:
            return
        maker = self.tools.providers.get(row.provider)
        if row.operation is not None and maker is not None:
            try:
                await maker.cancel(row.model, row.operation)
            except ProviderError as error:
                log.warning("job %s: the maker did not take the cancel: %s", row.id, error)
        async with self.tools.database.write() as db:
            await ledger.release(db, row, note="cancelled")

    async def _note(self, facts: Mapping[str, Any]) -> None:
        """Commit what the maker wants to remember of its submission, before the submission."""
        async with self.tools.database.write(durable=True) as db:
            if not await jobs.change_job(db, self.job, to=self.job.state, notes=dict(facts)):
                raise _Overtaken
        self.job = dataclasses.replace(self.job, notes=dict(facts))

    def _tell(self, share: float, words: str) -> None:
        self.tools.followers.progress(self.job.id, self.job.project_id, Share(share, words))


def retry_delay(error: ProviderError, times: int) -> float:
    """Seconds until the next attempt: what the maker asked for, else 1, 2, 4 … up to a minute."""
    return error.retry_after if error.retry_after is not None else min(60.0, 2.0 ** (times - 1))
