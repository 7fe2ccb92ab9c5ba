"""The account: what providers tell, remembered for a while, and what is left under each ceiling (R30, R31)."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue import words
from core.catalogue.models import LOCAL, Catalogue
from core.jobs.ledger import Ceilings, of_group
from core.jobs.upkeep import DISK_USED, room_words
from core.providers.accounts import Standing, standings
from core.settings import Settings
from core.store import costs, facts, money, people, tables
from core.store.engine import Database
from core.story import Project
from core.studio.bills import Account, Ceiling, Platform

KEEP_SECONDS = 60
"""How long a provider's word is shown before it is asked again."""

_FACT = "account:"
"""What is remembered counts only for the keys it was asked with: their settings' names follow."""


async def account(
    settings: Settings, catalogue: Catalogue, database: Database, person: str, *, fresh: bool = False
) -> Account:
    """A person's view of keys, balances, models, ceilings and what was spent."""
    told = await remembered(settings, database, fresh=fresh)
    now = datetime.now(UTC)
    day, month = _day(now), _month(now)
    async with database.read() as db:
        today = await money.balance(db, owner=person, since=day)
        this_month = await money.balance(db, owner=person, since=month)
        rows = await costs.cost_rows(db, owner=person, since=day)
        mine = await ceilings(db, settings, person)
        used = await facts.recall(db, DISK_USED)
    spent_today: dict[str, int] = {}
    for row in rows:
        spent_today[row.provider] = spent_today.get(row.provider, 0) + row.spent
    return Account(
        platforms=tuple(_platform(lane, catalogue, settings, told) for lane in _lanes(catalogue)),
        ceilings=mine,
        today=today.spent,
        month=this_month.spent,
        held=today.held,
        providers_today=spent_today,
        little_room=room_words(settings, used),
    )


async def remembered(settings: Settings, database: Database, *, fresh: bool = False) -> dict[str, Standing]:
    """What providers tell, by lane, asked again when it is old or `fresh` is wanted.

    A provider that does not answer now keeps the balance it told last, with its time and the problem.
    """
    fact = _FACT + ",".join(sorted(settings.keys()))
    async with database.read() as db:
        kept = _unpacked(await facts.recall(db, fact))
    if kept and not fresh and all(_young(one) for one in kept.values()):
        return kept
    asked = {one.provider: _with_last(one, kept.get(one.provider)) for one in await standings(settings)}
    async with database.write() as db:
        await facts.remember(db, fact, {name: _packed(one) for name, one in asked.items()})
    return asked


async def ceilings(
    db: AsyncConnection, settings: Settings, person: str, project: Project | None = None
) -> tuple[Ceiling, ...]:
    """Every ceiling over a person, and over a project when one is named, with what is used of it."""
    now = datetime.now(UTC)
    given = Ceilings.of(settings)
    own = await _own_ceilings(db, person)
    group = project.purse if project else ""
    rows: list[tuple[str, int | None, dict[str, Any]]] = [
        ("project", project.ceiling if project else None, {"project_id": project.id if project else None}),
        ("person_day", given.person_day if own[0] is None else own[0], {"owner": person, "since": _day(now)}),
        (
            "person_month",
            given.person_month if own[1] is None else own[1],
            {"owner": person, "since": _month(now)},
        ),
        *(await _over_one_film(db, project) if project and group else ()),
        *(await group_rows(db, group, now) if group else ()),
        ("day", given.day, {"since": _day(now)}),
        ("month", given.month, {"since": _month(now)}),
    ]
    found = []
    for name, most, of in rows:
        if most is not None:
            found.append(Ceiling(name, most, (await money.balance(db, **of)).total))
    return tuple(found)


async def group_rows(
    db: AsyncConnection, group: str, now: datetime
) -> tuple[tuple[str, int | None, dict[str, Any]], ...]:
    """The ceilings over everything that a group makes, and which sums they are about."""
    day, month = of_group(*await _own_ceilings(db, group))
    return (
        ("group_day", day, {"purse": group, "since": _day(now)}),
        ("group_month", month, {"purse": group, "since": _month(now)}),
    )


async def _over_one_film(
    db: AsyncConnection, project: Project
) -> tuple[tuple[str, int | None, dict[str, Any]], ...]:
    """What a film may cost by the word of the group that it is made in."""
    most = (await people.load_person(db, project.purse)).ceiling_film
    return (("group_film", most, {"project_id": project.id}),)


async def _own_ceilings(db: AsyncConnection, person: str) -> tuple[int | None, int | None]:
    """A person's own row before the settings."""
    t = tables.person.c
    row = (await db.execute(sa.select(t.ceiling_day, t.ceiling_month).where(t.id == person))).first()
    return (None, None) if row is None else (row.ceiling_day, row.ceiling_month)


def _lanes(catalogue: Catalogue) -> list[str]:
    return [lane for lane in catalogue.lanes if not lane.startswith(LOCAL)]


def _platform(lane: str, catalogue: Catalogue, settings: Settings, told: dict[str, Standing]) -> Platform:
    access = catalogue.lanes[lane]
    keys = settings.keys()
    key = not access.key or access.key in keys
    unasked = Standing(lane, key=key, not_available="nobody here knows how to ask it")
    seen = told.get(lane, unasked)
    return Platform(
        lane=lane,
        title=access.title,
        setting=access.key,
        unlocks=access.unlocks,
        key=key,
        works=seen.works if key else None,
        identity=seen.identity,
        balance=seen.balance,
        balance_of=seen.balance_of,
        used=seen.used,
        not_available=seen.not_available,
        problem=seen.problem,
        asked_at=seen.asked_at,
        models=tuple(
            words.view(catalogue, row, keys)
            for row in catalogue.models.values()
            if row.provider == lane and row.offered
        ),
    )


# what is kept between two looks


def _young(one: Standing) -> bool:
    return one.asked_at is None or (datetime.now(UTC) - one.asked_at).total_seconds() < KEEP_SECONDS


def _with_last(now: Standing, last: Standing | None) -> Standing:
    """Today's answer; where there was none, with the balance that was told last and when."""
    if now.works is not None or not now.problem or last is None or last.balance is None:
        return now
    return replace(
        now, identity=last.identity, balance=last.balance, balance_of=last.balance_of, asked_at=last.asked_at
    )


def _packed(one: Standing) -> dict[str, Any]:
    return {**asdict(one), "asked_at": one.asked_at.isoformat() if one.asked_at else None}


def _unpacked(kept: Any) -> dict[str, Standing]:
    try:
        return {
            name: Standing(
                **{**row, "asked_at": datetime.fromisoformat(row["asked_at"]) if row["asked_at"] else None}
            )
            for name, row in (kept or {}).items()
        }
    except (AttributeError, KeyError, TypeError, ValueError):
        return {}


def _day(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _month(now: datetime) -> datetime:
    return _day(now).replace(day=1)
