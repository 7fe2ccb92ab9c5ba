"""Money around one job: held before the maker is called, captured or given back after (B2).

Every function works inside the caller's transaction, so that money and job state change together.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import OverCeiling, ProviderError
from core.store import events, money, tables
from core.store.jobs import Job
from core.store.money import Entry


async def hold(db: AsyncConnection, job: Job) -> None:
    """Reserve the job's estimate. Raises OverCeiling, which undoes the transaction, when it does not fit."""
    if job.estimate <= 0:
        return
    owner, ceiling = await _limits(db, job.project_id)
    if ceiling is not None:
        bound = (await money.balance(db, project_id=job.project_id)).total
        if bound + job.estimate > ceiling:
            raise OverCeiling(
                f"The next job costs {dollars(job.estimate)}; {dollars(bound)} of the ceiling of "
                f"{dollars(ceiling)} are already spent or held, so it was not begun.",
                next_step="Raise the ceiling, choose a cheaper model, or make fewer shots.",
            )
    await money.enter(db, job, Entry.HOLD, owner=owner, held=job.estimate)
    await events.append(db, "money", job.project_id, entry="hold", job=job.id, amount=job.estimate)


async def capture(db: AsyncConnection, job: Job, cost: int | None = None, *, note: str = "") -> int:
    """Turn the hold into money spent: `cost`, or the estimate when the maker named none. Returns the amount."""
    held = await money.held_for(db, job) if job.estimate > 0 else 0
    spent = held if cost is None else cost
    if not held and not spent:
        return 0
    owner, _ = await _limits(db, job.project_id)
    await money.enter(db, job, Entry.CAPTURE, owner=owner, held=-held, spent=spent, note=note)
    await events.append(db, "money", job.project_id, entry="capture", job=job.id, amount=spent)
    return spent


async def release(db: AsyncConnection, job: Job, *, note: str = "") -> None:
    """Give the hold back."""
    held = await money.held_for(db, job) if job.estimate > 0 else 0
    if held:
        owner, _ = await _limits(db, job.project_id)
        await money.enter(db, job, Entry.RELEASE, owner=owner, held=-held, note=note)
        await events.append(db, "money", job.project_id, entry="release", job=job.id, amount=held)


async def settle_failure(db: AsyncConnection, job: Job, error: ProviderError) -> None:
    """What the fault's row says about money; where only the provider knows, it counts as spent until told."""
    charged = error.policy.charged
    if charged is False:
        await release(db, job, note=error.fault.value)
    else:
        await capture(db, job, note=error.fault.value if charged else f"{error.fault.value}, assumed")


def dollars(micro: int) -> str:
    """An amount for a person, exact to the cent or finer where it is less."""
    text = f"{micro / 1_000_000:.6f}".rstrip("0")
    whole, _, cents = text.partition(".")
    return f"${whole}.{cents.ljust(2, '0')}"


async def _limits(db: AsyncConnection, project_id: str) -> tuple[str, int | None]:
    """The owner and the ceiling; locks the project's row where the database has row locks."""
    t = tables.project.c
    row = (await db.execute(sa.select(t.owner, t.ceiling).where(t.id == project_id).with_for_update())).one()
    return row.owner, row.ceiling
