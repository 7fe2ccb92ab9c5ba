"""Job rows: the truth about every attempt to make something (DESIGN 4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.store import tables
from core.story import Slot, SlotKind, Step


class JobState(StrEnum):
    """Where a job is in its life."""

    WAITING = "waiting"
    """Not begun, or to be tried again from `due_at` on."""
    SUBMITTING = "submitting"
    """Money is held and the maker may have been called: never simply call it again."""
    RUNNING = "running"
    """The maker works on it."""
    FINISHING = "finishing"
    """The maker is done; its result is being checked and stored (R29)."""
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    """Nobody can tell whether the maker took it; a person decides."""


OPEN = (JobState.WAITING, JobState.SUBMITTING, JobState.RUNNING, JobState.FINISHING)
"""States in which the machine still has something to do."""


UNDER_WAY = (JobState.SUBMITTING, JobState.RUNNING, JobState.FINISHING)
"""States of a job that was begun and has to be brought to its end."""


OVER_CEILING = "over_ceiling"
"""The `fault` of a waiting job that found no room under a ceiling, until its run goes on."""


@dataclass(frozen=True, slots=True)
class Job:
    """One lasting attempt to make one take."""

    id: str
    project_id: str
    slot: Slot
    step: Step
    model: str
    endpoint: str
    provider: str
    fingerprint: str
    request: Mapping[str, Any] = field(default_factory=dict)
    """{"type": class name, "value": plain JSON}."""
    run_number: int = 0
    """The run it is for; 0 while a result that was paid for is only fetched, so that nothing new is begun."""
    priority: int = 0
    estimate: int = 0
    """Micro-dollars held before the maker is called."""
    prompt: str = ""
    state: JobState = JobState.WAITING
    attempt: int = 1
    faults: Mapping[str, int] = field(default_factory=dict)
    operation: Mapping[str, Any] | None = None
    notes: Mapping[str, Any] | None = None
    """What the maker wrote down right before its submission; None when it never came so far."""
    tried: Sequence[str] = ()
    """Models that refused it before this one was given the job (R23)."""
    due_at: datetime | None = None
    fault: str = ""
    error: str = ""
    take_id: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    worker: str | None = None
    """Who is at work on it where several processes make films; None while nobody is."""

    @property
    def key(self) -> str:
        """Names this attempt to the maker: the job and the attempt."""
        return f"{self.id}#{self.attempt}"

    @property
    def is_collected(self) -> bool:
        """Whether a person only wants what was paid for (B8)."""
        return self.run_number == 0


async def insert_jobs(db: AsyncConnection, jobs: Sequence[Job]) -> None:
    """Keep new jobs, all in one statement."""
    if jobs:
        await db.execute(sa.insert(tables.job), [_row(job) for job in jobs])


async def load_job(db: AsyncConnection, job_id: str) -> Job:
    """Raises NotFound."""
    found = await db.execute(sa.select(tables.job).where(tables.job.c.id == job_id))
    row = found.mappings().first()
    if row is None:
        raise NotFound(f"There is no job {job_id}.")
    return job_of(row)


async def project_of(db: AsyncConnection, job_id: str) -> str:
    """The project a job is of; "" for none."""
    found = await db.execute(sa.select(tables.job.c.project_id).where(tables.job.c.id == job_id))
    return found.scalar() or ""


async def change_job(
    db: AsyncConnection, job: Job, *, to: JobState, given: Sequence[JobState] | None = None, **changes: Any
) -> bool:
    """Compare and set: change the job only while it is at this attempt, in this (or a `given`) state, and the
    same worker's.

    False tells that somebody else was faster, so that a body that outlived its cancel, or a worker that was
    thought dead, writes nothing. A job that waits is nobody's.
    """
    table = tables.job
    if to is JobState.WAITING:
        changes.setdefault("worker", None)
    states = [job.state] if given is None else list(given)
    if to not in OPEN:
        changes.setdefault("finished_at", datetime.now(UTC))
    changed = await db.execute(
        sa.update(table)
        .where(
            table.c.id == job.id,
            table.c.attempt == job.attempt,
            table.c.state.in_([s.value for s in states]),
            table.c.worker.is_not_distinct_from(job.worker),
        )
        .values(state=to.value, **changes)
    )
    return bool(changed.rowcount)


async def claim(
    db: AsyncConnection, job_id: str, repeatable: Collection[str], worker: str | None = None
) -> Job | None:
    """Take a waiting job in one statement: `running` for a repeatable maker's, else `submitting`.

    None when it is not waiting any more, and when its run does not go on: a pause may land between the look
    that found the job and this, and a job may have lain in a queue for long.
    """
    table = tables.job
    quick = table.c.provider.in_(sorted(repeatable))
    claimed = await db.execute(
        sa.update(table)
        .where(table.c.id == job_id, table.c.state == JobState.WAITING.value, _goes_on())
        .values(
            worker=worker,
            state=sa.case((quick, JobState.RUNNING.value), else_=JobState.SUBMITTING.value),
            started_at=datetime.now(UTC),
            due_at=None,
        )
        .returning(table)
    )
    row = claimed.mappings().first()
    return None if row is None else job_of(row)


def _goes_on() -> sa.ColumnElement[bool]:
    mine = tables.project.c.id == tables.job.c.project_id
    return sa.exists().where(mine, tables.project.c.run_state == "running")


async def adopt(db: AsyncConnection, job_id: str, worker: str) -> Job | None:
    """Take a job that is under way and has nobody, or this worker already; None when it is another's."""
    table = tables.job
    adopted = await db.execute(
        sa.update(table)
        .where(
            table.c.id == job_id,
            table.c.state.in_([state.value for state in UNDER_WAY]),
            sa.or_(table.c.worker.is_(None), table.c.worker == worker),
        )
        .values(worker=worker)
        .returning(table)
    )
    row = adopted.mappings().first()
    return None if row is None else job_of(row)


async def places_taken(db: AsyncConnection, provider: str) -> int:
    """How many jobs a maker has in hand by the rows of all workers; what it is done with takes no place."""
    t = tables.job.c
    busy = (JobState.SUBMITTING.value, JobState.RUNNING.value)
    wanted = sa.select(sa.func.count()).where(t.provider == provider, t.state.in_(busy))
    return int((await db.execute(wanted)).scalar_one())


async def open_jobs(db: AsyncConnection, projects: str | Collection[str] | None = None) -> tuple[Job, ...]:
    """The unfinished jobs, of one, some or all projects, most urgent first, without their requests and what
    only their makers understand."""
    return tuple(map(job_of, await open_rows(db, projects)))


async def open_rows(
    db: AsyncConnection, projects: str | Collection[str] | None = None
) -> Sequence[sa.RowMapping]:
    """The same as rows, for whoever makes jobs of them bit by bit."""
    table = tables.job
    wanted = sa.select(*_SHOWN).where(table.c.state.in_([state.value for state in OPEN]))
    if projects is not None:
        named = [projects] if isinstance(projects, str) else sorted(projects)
        wanted = wanted.where(table.c.project_id.in_(named))
    found = await db.execute(wanted.order_by(table.c.priority.desc(), table.c.created_at, table.c.id))
    return found.mappings().all()


async def films_in(db: AsyncConnection) -> dict[str, int]:
    """Maker -> how many films that are being made have something to do there."""
    t, p = tables.job.c, tables.project.c
    wanted = sa.select(t.provider, sa.func.count(t.project_id.distinct())).join(
        tables.project, p.id == t.project_id
    )
    wanted = wanted.where(t.state.in_([state.value for state in OPEN]), p.run_state == "running")
    return {row[0]: row[1] for row in await db.execute(wanted.group_by(t.provider))}


async def blocked_jobs(db: AsyncConnection, project_id: str, run_number: int) -> tuple[Job, ...]:
    """Jobs the machine will not try again by itself: failed in this run, or unknown at any time."""
    table = tables.job
    failed = sa.and_(table.c.state == JobState.FAILED.value, table.c.run_number == run_number)
    wanted = (
        sa.select(*_LIGHT)
        .where(table.c.project_id == project_id, failed | (table.c.state == JobState.UNKNOWN.value))
        .order_by(table.c.created_at, table.c.id)
    )
    return tuple(job_of(row) for row in (await db.execute(wanted)).mappings())


MOST_SHOWN = 1000
"""Jobs that are shown of a project, the newest."""


async def list_jobs(db: AsyncConnection, project_id: str, *, limit: int = MOST_SHOWN) -> tuple[Job, ...]:
    """Active and recent jobs of a project, newest first, without their requests (R20)."""
    return await _listed(db, _LIGHT, project_id, limit)


async def shown_jobs(db: AsyncConnection, project_id: str, *, limit: int = MOST_SHOWN) -> tuple[Job, ...]:
    """The same without what nobody is shown: prompts, and what only a job's maker understands."""
    return await _listed(db, _SHOWN, project_id, limit)


async def shown(db: AsyncConnection, job_ids: Collection[str]) -> tuple[Job, ...]:
    """These jobs, as `shown_jobs` gives them."""
    found = await db.execute(sa.select(*_SHOWN).where(tables.job.c.id.in_(job_ids)))
    return tuple(job_of(row) for row in found.mappings())


def newest_first(job: Job) -> tuple[float, str]:
    """To sort jobs as they are listed."""
    return (-job.created_at.timestamp() if job.created_at else 0.0, job.id)


async def _listed(
    db: AsyncConnection, columns: Sequence[sa.Column[Any]], project_id: str, limit: int
) -> tuple[Job, ...]:
    t = tables.job.c
    wanted = sa.select(*columns).where(t.project_id == project_id)
    found = await db.execute(wanted.order_by(t.created_at.desc(), t.id).limit(limit))
    return tuple(job_of(row) for row in found.mappings())


async def latest_job(db: AsyncConnection, slot: Slot) -> Job | None:
    """The newest job of a slot."""
    table = tables.job
    wanted = sa.select(table).filter_by(kind=slot.kind.value, target=slot.target)
    found = await db.execute(wanted.order_by(table.c.created_at.desc(), table.c.id).limit(1))
    row = found.mappings().first()
    return None if row is None else job_of(row)


async def rivals(db: AsyncConnection, job: Job) -> tuple[Job, ...]:
    """The other jobs of the same slot with the same maker."""
    table = tables.job
    wanted = sa.select(table).filter_by(kind=job.slot.kind.value, target=job.slot.target, provider=job.provider)
    found = await db.execute(wanted.where(table.c.id != job.id))
    return tuple(job_of(row) for row in found.mappings())


def job_of(row: sa.RowMapping) -> Job:
    """The job kept in a row."""
    values = {key: value for key, value in row.items() if key not in ("kind", "target")}
    values["slot"] = Slot(SlotKind(row["kind"]), row["target"])
    values["step"] = Step(row["step"])
    values["state"] = JobState(row["state"])
    values["tried"] = tuple(row["tried"])
    return Job(**values)


async def forget_ceilings(db: AsyncConnection, project_id: str) -> None:
    """Let the project's jobs try again whether there is room under the ceilings."""
    t = tables.job
    marked = (t.c.project_id == project_id, t.c.state == JobState.WAITING.value, t.c.fault == OVER_CEILING)
    await db.execute(sa.update(t).where(*marked).values(fault="", error=""))


async def unsettled(db: AsyncConnection) -> tuple[str, ...]:
    """Ids of cancelled jobs whose money is still held: a process ended while it let them go."""
    job, ledger = tables.job.c, tables.ledger.c
    held = (
        sa.select(ledger.job_id)
        .join(tables.job, job.id == ledger.job_id)
        .where(job.state == JobState.CANCELLED.value)
        .group_by(ledger.job_id)
        .having(sa.func.sum(ledger.held) > 0)
    )
    return tuple((await db.execute(held)).scalars())


async def without_take(
    db: AsyncConnection, states: Sequence[JobState], project_id: str | None = None
) -> tuple[Job, ...]:
    """Ended jobs that were submitted and whose result may lie with their maker, newest first."""
    t = tables.job.c
    submitted = t.operation.is_not(None) | t.notes.is_not(None)
    wanted = sa.select(*_LIGHT).where(
        t.state.in_([state.value for state in states]),
        t.estimate > 0,
        t.take_id.is_(None),
        t.fault.not_in(_NOTHING_LEFT),
        submitted,
    )
    if project_id is not None:
        wanted = wanted.where(t.project_id == project_id)
    found = await db.execute(wanted.order_by(t.created_at.desc(), t.id))
    return tuple(job_of(row) for row in found.mappings())


_NOTHING_LEFT = ("moderation", "face_refused", "invalid_input")
"""Faults after which a maker has no result that could be fetched."""

_LIGHT = [column for column in tables.job.columns if column.name != "request"]

_SHOWN = [column for column in _LIGHT if column.name not in ("operation", "notes", "prompt")]

_COLUMNS = [column.name for column in tables.job.columns if column.name not in ("kind", "target")]


def _row(job: Job) -> dict[str, Any]:
    row = {name: getattr(job, name) for name in _COLUMNS}
    row["tried"] = list(job.tried)
    row.update(kind=job.slot.kind.value, target=job.slot.target, step=job.step.value, state=job.state.value)
    row["created_at"] = job.created_at or datetime.now(UTC)
    return row
