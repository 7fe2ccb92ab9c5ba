"""Money around one job: held before the maker is called, captured or given back after (B2).

Every function works inside the caller's transaction, so that money and job state change together. A hold is an
upper bound: what is held and spent never passes a ceiling as long as no maker charges more than was held.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import OverCeiling, ProviderError
from core.settings import Settings
from core.store import events, money, tables
from core.store.jobs import Job
from core.store.money import Balance, Entry

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ceilings:
    """What stands beside each project's own ceiling, in micro-dollars; None sets none. Days are UTC days."""

    person_day: int | None = None
    person_month: int | None = None
    group_film: int | None = None
    group_day: int | None = None
    group_month: int | None = None
    day: int | None = None
    month: int | None = None

    @classmethod
    def of(cls, settings: Settings) -> Ceilings:
        return cls(
            person_day=micro(settings.person_day_ceiling),
            person_month=micro(settings.person_month_ceiling),
            day=micro(settings.day_ceiling),
            month=micro(settings.month_ceiling),
        )


NO_CEILINGS = Ceilings()

NOTHING_GIVEN = (0, 0)
"""What a group may spend a day and a month as long as nobody gave it a budget: nothing (telegram.md 9.11)."""


def of_group(day: int | None, month: int | None) -> tuple[int | None, int | None]:
    """A group's ceilings: those it was given, of which one alone is enough; nothing at all without any."""
    return NOTHING_GIVEN if day is None and month is None else (day, month)


def micro(amount: Decimal | None) -> int | None:
    """Dollars of a setting as micro-dollars."""
    return None if amount is None else int(amount * 1_000_000)


async def hold(db: AsyncConnection, job: Job, ceilings: Ceilings = NO_CEILINGS) -> None:
    """Reserve the job's estimate. Raises OverCeiling, which undoes the transaction, when it does not fit."""
    if job.estimate <= 0:
        return
    owner = await check(db, job, ceilings)
    await money.enter(db, job, Entry.HOLD, owner=owner, held=job.estimate)
    await _tell(db, job, Entry.HOLD, job.estimate)


async def check(db: AsyncConnection, job: Job, ceilings: Ceilings = NO_CEILINGS) -> str:
    """Whether the job's estimate fits now; gives the owner who pays. Raises OverCeiling."""
    purse = await _purse(db, job.project_id, ceilings)
    for limit in _limits(purse, datetime.now(UTC)):
        bound = await money.balance(
            db, project_id=limit.project, owner=limit.owner, purse=limit.purse, since=limit.since
        )
        if bound.total + job.estimate > limit.most:
            raise _over(job, limit, bound)
    return purse.owner


async def capture(db: AsyncConnection, job: Job, cost: int | None = None, *, note: str = "") -> int:
    """Turn the hold into money spent: `cost`, or the estimate when the maker named none. Returns the amount.

    An attempt is captured once; a result that is collected later finds what was paid for it.
    """
    paid = await money.captured_for(db, job)
    if paid is not None:
        return paid
    held = await money.held_for(db, job) if job.estimate > 0 else 0
    usual = job.estimate if job.is_collected else held
    spent = usual if cost is None else cost
    if not held and not spent:
        return 0
    owner = await _owner(db, job.project_id)
    await money.enter(db, job, Entry.CAPTURE, owner=owner, held=-held, spent=spent, note=note)
    await _tell(db, job, Entry.CAPTURE, spent)
    if spent > held and not job.is_collected:
        await _overcharged(db, job, held, spent)
    return spent


async def release(db: AsyncConnection, job: Job, *, note: str = "") -> None:
    """Give the hold back."""
    held = await money.held_for(db, job) if job.estimate > 0 else 0
    if held:
        owner = await _owner(db, job.project_id)
        await money.enter(db, job, Entry.RELEASE, owner=owner, held=-held, note=note)
        await _tell(db, job, Entry.RELEASE, held)


async def settle(db: AsyncConnection, job: Job, cost: int | None, *, note: str = "") -> int:
    """Capture exactly what the maker charged, or give everything back when that is nothing."""
    if cost == 0:
        await release(db, job, note=note)
        return 0
    return await capture(db, job, cost, note=note)


async def settle_failure(db: AsyncConnection, job: Job, error: ProviderError) -> int:
    """What the maker said it charged, else what the fault's row says; returns what was spent.

    Where only the provider knows how much, the hold counts as spent, unless it was surely never submitted.
    """
    note, charged = error.fault.value, error.policy.charged
    if error.cost is not None:
        return await settle(db, job, error.cost, note=note)
    if charged is False or (charged is None and job.notes is None and job.operation is None):
        return await settle(db, job, 0, note=note)
    return await capture(db, job, note=f"{note}, assumed")


def dollars(micro: int) -> str:
    """An amount for a person, exact to the cent or finer where it is less."""
    text = f"{micro / 1_000_000:.6f}".rstrip("0")
    whole, _, cents = text.partition(".")
    return f"${whole}.{cents.ljust(2, '0')}"


# ceilings


@dataclass(frozen=True, slots=True)
class _Purse:
    """Who pays for a project, and what they may spend."""

    project: str
    owner: str
    ceiling: int | None
    ceilings: Ceilings
    group: str = ""


@dataclass(frozen=True, slots=True)
class _Limit:
    """One ceiling: the sum it is about, and what to say when it is met."""

    name: str
    words: str
    most: int
    offer: str
    project: str | None = None
    owner: str | None = None
    purse: str | None = None
    since: datetime | None = None


_CHEAPER = "choose a cheaper model, or make fewer shots"

_WORDS = {
    "project": ("the ceiling of", f"Raise the ceiling, {_CHEAPER}."),
    "person_day": ("your daily ceiling of", f"Go on tomorrow (UTC), have it raised, {_CHEAPER}."),
    "person_month": ("your monthly ceiling of", f"Go on next month, have it raised, {_CHEAPER}."),
    "group_film": (
        "this group's ceiling for one film of",
        f"Have an admin of the group raise it, {_CHEAPER}.",
    ),
    "group_day": ("this group's daily ceiling of", f"Go on tomorrow (UTC), have it raised, {_CHEAPER}."),
    "group_month": ("this group's monthly ceiling of", f"Go on next month, have it raised, {_CHEAPER}."),
    "day": (
        "this installation's daily ceiling of",
        f"Go on tomorrow (UTC), have DAY_CEILING raised, {_CHEAPER}.",
    ),
    "month": (
        "this installation's monthly ceiling of",
        f"Go on next month, have MONTH_CEILING raised, {_CHEAPER}.",
    ),
}


def _limits(purse: _Purse, now: datetime) -> Iterator[_Limit]:
    """Every ceiling that stands over the project, the nearest first."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    month = day.replace(day=1)
    given = purse.ceilings
    rows = (
        ("project", purse.ceiling, {"project": purse.project}),
        ("person_day", given.person_day, {"owner": purse.owner, "since": day}),
        ("person_month", given.person_month, {"owner": purse.owner, "since": month}),
        ("group_film", given.group_film, {"project": purse.project}),
        ("group_day", given.group_day, {"purse": purse.group, "since": day}),
        ("group_month", given.group_month, {"purse": purse.group, "since": month}),
        ("day", given.day, {"since": day}),
        ("month", given.month, {"since": month}),
    )
    for name, most, of in rows:
        if most is not None:
            words, offer = _WORDS[name]
            yield _Limit(name, words, most, offer, **of)


def _over(job: Job, limit: _Limit, bound: Balance) -> OverCeiling:
    error = OverCeiling(
        f"The next job costs {dollars(job.estimate)}; {dollars(bound.total)} of {limit.words} "
        f"{dollars(limit.most)} are already spent or held, so it was not begun.",
        next_step=limit.offer,
        ceiling=limit.name,
    )
    error.may_pass = bound.spent + job.estimate <= limit.most
    return error


async def _purse(db: AsyncConnection, project_id: str, ceilings: Ceilings) -> _Purse:
    """Owner and ceilings, a person's own before the settings'; locks the row where there are locks."""
    p, person, group = tables.project, tables.person, tables.person.alias("their_group")
    found = await db.execute(
        sa.select(
            p.c.owner,
            p.c.ceiling,
            p.c.purse,
            person.c.ceiling_day,
            person.c.ceiling_month,
            group.c.ceiling_day.label("group_day"),
            group.c.ceiling_month.label("group_month"),
            group.c.ceiling_film.label("group_film"),
        )
        .select_from(p.outerjoin(person, person.c.id == p.c.owner).outerjoin(group, group.c.id == p.c.purse))
        .where(p.c.id == project_id)
        .with_for_update(of=p)
    )
    row = found.one()
    theirs = of_group(row.group_day, row.group_month) if row.purse else (None, None)
    mine = Ceilings(
        person_day=ceilings.person_day if row.ceiling_day is None else row.ceiling_day,
        person_month=ceilings.person_month if row.ceiling_month is None else row.ceiling_month,
        group_film=row.group_film if row.purse else None,
        group_day=theirs[0],
        group_month=theirs[1],
        day=ceilings.day,
        month=ceilings.month,
    )
    return _Purse(project_id, row.owner, row.ceiling, mine, row.purse)


async def _owner(db: AsyncConnection, project_id: str) -> str:
    t = tables.project.c
    owner: str = (await db.execute(sa.select(t.owner).where(t.id == project_id))).scalar_one()
    return owner


async def _tell(db: AsyncConnection, job: Job, entry: Entry, amount: int) -> None:
    told = {"entry": entry.value, "job": job.id, "slot": str(job.slot), "amount": amount}
    await events.append(db, "money", job.project_id, **told)


async def _overcharged(db: AsyncConnection, job: Job, held: int, spent: int) -> None:
    """A hold was no upper bound: the catalogue's price is wrong, and a person has to know."""
    log.error("job %s: %s charged %s, only %s were held", job.id, job.model, dollars(spent), dollars(held))
    await events.append(
        db,
        "overcharged",
        job.project_id,
        job=job.id,
        slot=str(job.slot),
        model=job.model,
        held=held,
        amount=spent,
    )
