"""A cancelled job: its maker is told, what it made all the same is kept, its money is settled."""

from __future__ import annotations

import asyncio
import logging

from core.errors import Fault, ProviderError
from core.jobs import finish, ledger
from core.jobs.attempt import Attempt
from core.jobs.lookup import looked_up
from core.providers.base import Done, Pending, Provider
from core.store import jobs
from core.store.jobs import JobState

log = logging.getLogger(__name__)

LOOKS = 12
"""How often a maker that was told to stop is asked what it charges, with pauses of 0.25 s up to 15 s."""


async def let_go(attempt: Attempt, job_id: str, answer: Done | None = None) -> None:
    """A cancel by a person, or only a shutdown? The row knows. Nothing is lost when this is interrupted:
    a cancelled job whose money is still held is let go again at the next start.

    `answer` is what the maker had made by then, when it answers at once and cannot be asked again."""
    async with attempt.tools.database.read() as db:
        attempt.job = await jobs.load_job(db, job_id)
    if attempt.job.state is not JobState.CANCELLED:
        return
    maker = attempt.tools.providers.get(attempt.job.provider)
    if maker is None or attempt.lane.limits.repeatable:
        await _settled(attempt, 0)
    elif answer is not None:
        await _kept(attempt, answer)
    elif await _known(attempt, maker):
        await _stopped(attempt, maker)


async def _known(attempt: Attempt, maker: Provider) -> bool:
    """Whether there is something to stop; a submission nobody can tell about becomes a person's question."""
    job = attempt.job
    if job.operation is not None:
        return True
    if job.notes is None:
        await _settled(attempt, 0)
        return False
    try:
        operation = await looked_up(attempt.tools.database, maker, job, looks=3)
    except ProviderError as error:
        async with attempt.tools.database.write() as db:
            await attempt.change(db, JobState.UNKNOWN, fault=error.fault.value, error=error.message)
        attempt.tools.followers.wake()
        return False
    if operation is None:
        await _settled(attempt, 0)
        return False
    await attempt.record(operation)
    return True


async def _stopped(attempt: Attempt, maker: Provider) -> None:
    """Tell the maker; then ask until it says how it ended."""
    job = attempt.job
    assert job.operation is not None
    try:
        await maker.cancel(job.model, job.operation)
    except ProviderError as error:
        log.warning("job %s: the maker did not take the cancel: %s", job.id, error)
    pending = Pending(job.operation, 0.0)
    for look in range(LOOKS):
        await asyncio.sleep(0.0 if pending.finishing or look == 0 else min(15.0, 0.125 * 2**look))
        try:
            answer = await maker.check(job.model, pending.operation, attempt.desk)
        except ProviderError as error:
            if error.cost is None and error.fault in (Fault.UNAVAILABLE, Fault.RATE_LIMIT):
                pending = Pending(pending.operation, finishing=False)
                continue
            await _refused(attempt, error)
            return
        if isinstance(answer, Done):
            await _kept(attempt, answer)
            return
        if answer.operation != pending.operation:
            await attempt.record(answer.operation)
        pending = answer
    log.warning("job %s: %s never said how the cancelled job ended", job.id, job.model)
    await _settled(attempt, None)


async def _kept(attempt: Attempt, done: Done) -> None:
    """The cancel came too late: it is paid for, so it is kept (B8)."""
    try:
        await attempt.patiently(lambda: finish.store(attempt.tools, attempt, done))
    except ProviderError:
        await _settled(attempt, done.cost)


async def _refused(attempt: Attempt, error: ProviderError) -> None:
    """It ended without a result: what the maker says it charged, else nothing, since it was told to stop."""
    unpaid = error.cost is None and error.policy.charged is not True
    await _settled(attempt, 0 if unpaid else error.cost)


async def _settled(attempt: Attempt, cost: int | None) -> None:
    async with attempt.tools.database.write() as db:
        await ledger.settle(db, attempt.job, cost, note="cancelled")
    attempt.tools.followers.wake()
