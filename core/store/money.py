"""Ledger and quotes: money as rows that are only ever added, in integer micro-dollars."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.store import tables, tally
from core.store.jobs import Job, JobState
from core.story import Step


class Entry(StrEnum):
    """What a ledger row does."""

    HOLD = "hold"
    CAPTURE = "capture"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Balance:
    """What a project, person or installation has bound: micro-dollars."""

    held: int = 0
    spent: int = 0

    @property
    def total(self) -> int:
        """What counts against a ceiling."""
        return self.held + self.spent


@dataclass(frozen=True, slots=True)
class Quote:
    """A price range that was shown for a run, with one line per step."""

    id: str
    project_id: str
    low: int
    high: int
    lines: tuple[Mapping[str, Any], ...]
    until: Step
    version: int
    """The story's version it was made for."""
    created_at: datetime | None = None
    expires_at: datetime | None = None
    accepted_at: datetime | None = None


async def enter(
    db: AsyncConnection, job: Job, entry: Entry, *, owner: str, held: int = 0, spent: int = 0, note: str = ""
) -> None:
    """Append one row for the job's current attempt; each attempt has each kind of row at most once."""
    p = tables.project.c
    purse = (await db.execute(sa.select(p.purse).where(p.id == job.project_id))).scalar()
    row = {
        "project_id": job.project_id,
        "owner": owner,
        "purse": purse or "",
        "job_id": job.id,
        "attempt": job.attempt,
        "kind": entry.value,
        "held": held,
        "spent": spent,
        "provider": job.provider,
        "model": job.model,
        "note": note,
        "at": datetime.now(UTC),
    }
    await append(db, row)


async def append(db: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Keep a row and count it."""
    await db.execute(sa.insert(tables.ledger).values(**row))
    await tally.add(db, row)


async def balance(
    db: AsyncConnection,
    *,
    project_id: str | None = None,
    owner: str | None = None,
    purse: str | None = None,
    since: datetime | None = None,
) -> Balance:
    """The sums of a project, a person, a group or, with none of them, the installation.

    `since`, the beginning of a UTC day, bounds what was spent; what is held counts whenever it was held, so
    that a hold taken before midnight is neither forgotten nor counted as given back.
    """
    of = {tally.PROJECT: project_id, tally.PERSON: owner, tally.GROUP: purse}
    kind, name = next(((kind, name) for kind, name in of.items() if name is not None), (tally.ALL, ""))
    return Balance(*await tally.bound(db, kind, name, since))


async def held_for(db: AsyncConnection, job: Job) -> int:
    """Micro-dollars still held for the job's current attempt."""
    table = tables.ledger
    mine = sa.select(sa.func.coalesce(sa.func.sum(table.c.held), 0))
    return int(
        (await db.execute(mine.where(table.c.job_id == job.id, table.c.attempt == job.attempt))).scalar_one()
    )


async def held_for_all(db: AsyncConnection, job_ids: Collection[str]) -> int:
    """Micro-dollars still held for these jobs together."""
    table = tables.ledger
    total = sa.select(sa.func.coalesce(sa.func.sum(table.c.held), 0)).where(table.c.job_id.in_(job_ids))
    return int((await db.execute(total)).scalar_one())


async def may_come_back(db: AsyncConnection, job: Job, ceiling: str) -> bool:
    """Whether other paid jobs under way, under the same ceiling, may still give back what is held for them."""
    j, p = tables.job, tables.project
    busy = (JobState.SUBMITTING.value, JobState.RUNNING.value, JobState.FINISHING.value)
    wanted = sa.select(j.c.id).where(j.c.state.in_(busy), j.c.estimate > 0, j.c.id != job.id)
    if ceiling in ("project", "group_film"):
        wanted = wanted.where(j.c.project_id == job.project_id)
    elif ceiling.startswith("person"):
        owner = sa.select(p.c.owner).where(p.c.id == job.project_id).scalar_subquery()
        wanted = wanted.join(p, p.c.id == j.c.project_id).where(p.c.owner == owner)
    elif ceiling.startswith("group"):
        purse = sa.select(p.c.purse).where(p.c.id == job.project_id).scalar_subquery()
        wanted = wanted.join(p, p.c.id == j.c.project_id).where(p.c.purse == purse)
    return (await db.execute(wanted.limit(1))).first() is not None


async def of_attempt(db: AsyncConnection, job: Job) -> Balance:
    """What is held and was spent for the job's current attempt."""
    t = tables.ledger.c
    mine = sa.select(sa.func.coalesce(sa.func.sum(t.held), 0), sa.func.coalesce(sa.func.sum(t.spent), 0))
    held, spent = (await db.execute(mine.where(t.job_id == job.id, t.attempt == job.attempt))).one()
    return Balance(int(held), int(spent))


async def captured_for(db: AsyncConnection, job: Job) -> int | None:
    """Micro-dollars captured for the job's current attempt; None while nothing was."""
    t = tables.ledger.c
    mine = sa.select(t.spent).where(t.job_id == job.id, t.attempt == job.attempt, t.kind == Entry.CAPTURE.value)
    return (await db.execute(mine)).scalar()


async def spent_by_model(db: AsyncConnection, job_id: str) -> Mapping[str, int]:
    """Micro-dollars each model was paid for a job, all attempts together."""
    t = tables.ledger.c
    found = await db.execute(
        sa.select(t.model, sa.func.sum(t.spent)).where(t.job_id == job_id).group_by(t.model)
    )
    return {row[0]: int(row[1]) for row in found}


async def rows(db: AsyncConnection, project_id: str) -> tuple[Mapping[str, Any], ...]:
    """Every row of a project, oldest first."""
    table = tables.ledger
    found = await db.execute(sa.select(table).where(table.c.project_id == project_id).order_by(table.c.id))
    return tuple(dict(row) for row in found.mappings())


async def insert_quote(db: AsyncConnection, quote: Quote) -> None:
    """Keep a quote as it was shown."""
    await db.execute(
        sa.insert(tables.quote).values(
            id=quote.id,
            project_id=quote.project_id,
            low=quote.low,
            high=quote.high,
            lines=[dict(line) for line in quote.lines],
            until=quote.until.value,
            version=quote.version,
            created_at=quote.created_at or datetime.now(UTC),
            expires_at=quote.expires_at,
        )
    )


async def load_quote(db: AsyncConnection, quote_id: str) -> Quote:
    """Raises NotFound."""
    found = await db.execute(sa.select(tables.quote).where(tables.quote.c.id == quote_id))
    row = found.mappings().first()
    if row is None:
        raise NotFound(f"There is no quote {quote_id}.")
    return Quote(**{**row, "lines": tuple(row["lines"]), "until": Step(row["until"])})


async def accept_quote(db: AsyncConnection, quote_id: str) -> None:
    """Note that a person said yes to it."""
    table = tables.quote
    await db.execute(sa.update(table).where(table.c.id == quote_id).values(accepted_at=datetime.now(UTC)))


async def forget_quotes(db: AsyncConnection, before: datetime) -> int:
    """Delete quotes that nobody accepted and that ran out before then; tells how many."""
    t = tables.quote
    gone = await db.execute(sa.delete(t).where(t.c.accepted_at.is_(None), t.c.expires_at < before))
    return int(gone.rowcount)
