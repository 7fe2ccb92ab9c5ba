"""What the ledger adds up to: by step, model and provider, with the estimates and what went into faults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import tables
from core.store.money import Entry

ASSUMED = "assumed"
"""Notes of captures that nobody confirmed end so."""


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one model did for one step has cost; micro-dollars."""

    step: str
    """Empty when the project, and with it the job, is gone."""
    model: str
    provider: str
    calls: int
    """Attempts that were paid for."""
    held: int
    spent: int
    estimated: int
    """What was held for the attempts that were paid for."""
    refused: int
    """Part of `spent` for attempts that gave no take."""
    assumed: int
    """Part of `refused` that nobody confirmed."""


async def cost_rows(
    db: AsyncConnection,
    *,
    project_id: str | None = None,
    owner: str | None = None,
    since: datetime | None = None,
) -> tuple[CostRow, ...]:
    """Everything that was held or spent by a project or a person, dearest first; money outlives its project."""
    entry, job = tables.ledger.c, tables.job.c
    captured = entry.kind == Entry.CAPTURE.value
    step = sa.func.coalesce(job.step, "")
    joined = tables.ledger.outerjoin(tables.job, job.id == entry.job_id)
    wanted = (
        sa.select(
            step,
            entry.model,
            entry.provider,
            _sum(1, captured),
            _sum(entry.held, sa.true()),
            _sum(entry.spent, sa.true()),
            _sum(-entry.held, captured),
            _sum(entry.spent, captured & (entry.note != "")),
            _sum(entry.spent, captured & entry.note.endswith(ASSUMED)),
        )
        .select_from(joined)
        .group_by(step, entry.model, entry.provider)
        .order_by(sa.func.sum(entry.spent).desc(), entry.model)
    )
    if project_id is not None:
        wanted = wanted.where(entry.project_id == project_id)
    if owner is not None:
        wanted = wanted.where(entry.owner == owner)
    if since is not None:
        wanted = wanted.where(entry.at >= since)
    found = await db.execute(wanted)
    return tuple(CostRow(*row[:3], *(int(value) for value in row[3:])) for row in found)


@dataclass(frozen=True, slots=True)
class Quoted:
    """All accepted quotes of a project together; micro-dollars."""

    low: int
    high: int
    paid: int
    """Spent since the first of them was accepted."""


async def quoted(db: AsyncConnection, project_id: str) -> Quoted | None:
    """None when no quote was accepted."""
    q, entry = tables.quote.c, tables.ledger.c
    mine = (q.project_id == project_id) & q.accepted_at.is_not(None)
    found = await db.execute(
        sa.select(sa.func.sum(q.low), sa.func.sum(q.high), sa.func.min(q.accepted_at)).where(mine)
    )
    low, high, first = found.one()
    if first is None:
        return None
    spent = sa.select(sa.func.coalesce(sa.func.sum(entry.spent), 0))
    since = await db.execute(spent.where(entry.project_id == project_id, entry.at >= first))
    return Quoted(int(low), int(high), int(since.scalar_one()))


async def take_quote(db: AsyncConnection, quote_id: str, now: datetime) -> bool:
    """Note that a person said yes to it; tells whether they are the first to."""
    table = tables.quote
    changed = await db.execute(
        sa.update(table).where(table.c.id == quote_id, table.c.accepted_at.is_(None)).values(accepted_at=now)
    )
    return bool(changed.rowcount)


def _sum(value: object, where: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.coalesce(sa.func.sum(sa.case((where, value), else_=0)), 0)
