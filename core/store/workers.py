"""Several processes that make films together: who lives, who plans which film, whose jobs are nobody's now.

Only on PostgreSQL. Lives are told by the database's clock, so that those of the machines need not agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import tables
from core.store.jobs import JobState
from core.store.runs import RunState

WORKER = "w"
"""Prefix of a worker's id."""

Alive = Mapping[str, Sequence[Any]]
"""Job id -> [project id, share from 0 to 1 or None, words] of every job that has a body in a worker."""


async def enter(db: AsyncConnection, worker: str, host: str, pid: int) -> None:
    """A worker begins its life, or goes on with it after it was thought dead."""
    now = sa.func.now()
    row = {"id": worker, "host": host, "pid": pid, "begun_at": now, "seen_at": now}
    await db.execute(sa.insert(tables.worker).values(**row))


async def beat(db: AsyncConnection, worker: str, alive: Alive) -> bool:
    """A sign of life; False when others think it dead and have taken its work over."""
    t = tables.worker
    mine = sa.update(t).where(t.c.id == worker).values(seen_at=sa.func.now(), alive=dict(alive))
    return bool((await db.execute(mine)).rowcount)


async def leave(db: AsyncConnection, worker: str) -> None:
    """Its work is anybody's from now on; the row stays, so that who buries it sees what was left in queues."""
    t = tables.worker
    await db.execute(sa.update(t).where(t.c.id == worker).values(seen_at=_ago(86_400), alive={}))
    await _release(db, [worker])


async def bury(db: AsyncConnection, seconds: float) -> list[str]:
    """Take what a worker without a sign of life for so long had away from it; the ids of the dead."""
    t = tables.worker
    gone = await db.execute(sa.delete(t).where(t.c.seen_at < _ago(seconds)).returning(t.c.id))
    dead = list(gone.scalars())
    await _release(db, dead)
    return dead


async def living(db: AsyncConnection) -> Mapping[str, Alive]:
    """What each worker has in hand."""
    t = tables.worker.c
    return {row.id: row.alive for row in await db.execute(sa.select(t.id, t.alive).order_by(t.id))}


async def any_dead(db: AsyncConnection, seconds: float) -> bool:
    """Whether somebody has to be buried; a look, so that nobody waits for the right to write in vain."""
    t = tables.worker.c
    return (await db.execute(sa.select(t.id).where(t.seen_at < _ago(seconds)).limit(1))).first() is not None


async def take_films(db: AsyncConnection, worker: str) -> int:
    """Take running films that nobody plans, up to a fair share; tells how many."""
    p, lives = tables.project, tables.worker
    running = p.c.run_state == RunState.RUNNING.value
    alone = sa.or_(p.c.worker.is_(None), p.c.worker.not_in(sa.select(lives.c.id)))
    mine = sa.func.count().filter(p.c.worker == worker)
    all_, held = (await db.execute(sa.select(sa.func.count(), mine).where(running))).one()
    workers = (await db.execute(sa.select(sa.func.count()).select_from(lives))).scalar_one()
    share = -(-all_ // max(1, workers)) - held
    if share <= 0:
        return 0
    oldest = sa.select(p.c.id).where(running, alone).order_by(p.c.created_at, p.c.id).limit(share)
    taken = await db.execute(sa.update(p).where(p.c.id.in_(oldest.scalar_subquery())).values(worker=worker))
    return int(taken.rowcount)


async def still_plans(db: AsyncConnection, worker: str | None, project_id: str, run_number: int) -> bool:
    """Whether the film is this worker's (None: nobody's) and the same run goes on; asked where its jobs are
    added."""
    p = tables.project.c
    mine = (p.id == project_id, p.worker.is_not_distinct_from(worker), p.run_number == run_number)
    wanted = sa.select(p.id).where(*mine, p.run_state == RunState.RUNNING.value)
    return (await db.execute(wanted)).first() is not None


async def cancelled_of(db: AsyncConnection, worker: str, job_ids: Sequence[str]) -> list[str]:
    """Which of these jobs of the worker's were cancelled meanwhile, by whatever process."""
    t = tables.job.c
    wanted = sa.select(t.id).where(t.worker == worker, t.state == JobState.CANCELLED.value, t.id.in_(job_ids))
    return list((await db.execute(wanted)).scalars())


async def adopt_cancelled(db: AsyncConnection, worker: str, job_ids: Sequence[str]) -> list[str]:
    """Of these cancelled jobs take those that have nobody who tells their maker."""
    t = tables.job
    alone = sa.update(t).where(t.c.id.in_(job_ids), t.c.worker.is_(None)).values(worker=worker)
    return list((await db.execute(alone.returning(t.c.id))).scalars())


async def _release(db: AsyncConnection, workers: Sequence[str]) -> None:
    if workers:
        for table in (tables.job, tables.project):
            await db.execute(sa.update(table).where(table.c.worker.in_(workers)).values(worker=None))


def _ago(seconds: float) -> sa.ColumnElement[Any]:
    return sa.func.now() - sa.func.make_interval(0, 0, 0, 0, 0, 0, seconds)
