"""What was paid for and never arrived: listed, fetched for nothing, or settled by a person's word (B8)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import Conflict, NotReady, ProviderError
from core.jobs import ledger
from core.jobs.intake import job_event
from core.jobs.lookup import looked_up
from core.jobs.tools import Tools
from core.store import events, jobs, money, runs
from core.store.jobs import Job, JobState

LOST = (JobState.UNKNOWN, JobState.FAILED, JobState.CANCELLED)
"""States in which a result that was paid for may still lie with its maker."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A paid job whose take is missing; micro-dollars held and spent for its last attempt."""

    job: Job
    held: int
    spent: int


async def orphans(db: AsyncConnection, project_id: str | None = None) -> tuple[Orphan, ...]:
    """Every paid operation whose take is missing, newest first; a refusal leaves nothing to fetch."""
    found = []
    for job in await jobs.without_take(db, LOST, project_id):
        bound = await money.of_attempt(db, job)
        if bound.total > 0:
            found.append(Orphan(job, bound.held, bound.spent))
    return tuple(found)


async def collect(tools: Tools, job_id: str) -> Job:
    """Find or fetch a job's result again, for nothing; its body goes on where it stood.

    A job its maker surely never saw has failed and gets its money back. Raises NotReady when there is nothing
    to collect or the maker cannot tell, Conflict when somebody else was faster.
    """
    async with tools.database.read() as db:
        job = await jobs.load_job(db, job_id)
        await still_leaving(db, job)
    operation = job.operation
    maker = tools.providers.get(job.provider)
    if job.state not in LOST or (operation is None and job.notes is None):
        raise NotReady(f"There is nothing to collect of job {job.id}: it is {job.state.value}.")
    if maker is None:
        raise NotReady(f"{job.model} cannot be asked: no {job.provider} here.", next_step="Set its key again.")
    if operation is None:
        try:
            operation = await looked_up(tools.database, maker, job, looks=3)
        except ProviderError as error:
            raise NotReady(
                f"{job.model} cannot tell what became of it: {error.message}",
                next_step="Look at your account there and say whether it was made.",
            ) from error
    async with tools.database.write(durable=True) as db:
        if operation is None:
            return await _never_made(db, job, f"{job.model} never saw it, so nothing was charged.")
        fetched = replace(job, state=JobState.RUNNING, operation=operation, run_number=0, error="", fault="")
        await _set(db, job, fetched)
    return fetched


async def still_leaving(db: AsyncConnection, job: Job) -> None:
    """Raises Conflict while a cancelled job's maker has not said yet what it charges."""
    if job.state is JobState.CANCELLED and await money.held_for(db, job) > 0:
        raise Conflict(f"{job.model} is still being told to stop.", next_step="Try again in a moment.")


async def settle(db: AsyncConnection, job_id: str, happened: bool) -> Job:
    """A person's word on an unknown outcome: the money counts as spent, or is given back. Buys nothing.

    Raises NotReady when the job's outcome is not unknown.
    """
    job = await jobs.load_job(db, job_id)
    if job.state is not JobState.UNKNOWN:
        raise NotReady(f"The outcome of job {job.id} is known: it is {job.state.value}.")
    if not happened:
        return await _never_made(db, job, "It was never made, so nothing was charged.")
    spent = await ledger.capture(db, job, note="a person's word")
    words = f"It was made, but its result is lost; it cost {ledger.dollars(spent)}."
    return await _failed(db, job, words)


async def _never_made(db: AsyncConnection, job: Job, words: str) -> Job:
    await ledger.release(db, job, note="never made")
    return await _failed(db, job, words)


async def _failed(db: AsyncConnection, job: Job, words: str) -> Job:
    """It stands in the way of its run until a person tries it again."""
    run = await runs.load_run(db, job.project_id)
    failed = replace(job, state=JobState.FAILED, run_number=run.number, error=words)
    await _set(db, job, failed)
    return failed


async def _set(db: AsyncConnection, job: Job, to: Job) -> None:
    changes = {name: getattr(to, name) for name in ("run_number", "operation", "fault", "error")}
    finished = {"finished_at": None, "worker": None} if to.state is JobState.RUNNING else {}
    if not await jobs.change_job(db, job, to=to.state, **changes, **finished):
        raise Conflict("This job has changed meanwhile.", next_step="Look again.")
    await events.append(db, "job", job.project_id, **job_event(to))
