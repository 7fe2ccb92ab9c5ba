"""Tallies agree with the ledger to the micro-dollar, and cost the same however long that is."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import money, people, tables, tally
from core.store.engine import Database, open_database
from core.store.money import Balance

NOW = datetime(2026, 11, 22, 23, 59, 30, tzinfo=UTC)
DAYS = [NOW - timedelta(days=days, hours=days % 5) for days in (0, 1, 3, 21, 22, 40)]
OWNERS, PURSES, PROJECTS = ("local", "tg:1", "tg:2"), ("", "tg:-5", "tg:-6"), ("p_1", "p_2", "p_3")


def bought(chance: random.Random, number: int) -> Iterator[dict[str, Any]]:
    """The rows of one attempt: held, and perhaps captured or given back on a later day."""
    cost = chance.choice([1, 39, 40_000, 999_999, 10**13 + 1])
    held_at, ended_at = sorted((chance.choice(DAYS), chance.choice(DAYS)))
    project, owner, purse = chance.choice(PROJECTS), chance.choice(OWNERS), chance.choice(PURSES)
    row = {"project_id": project, "owner": owner, "purse": purse, "job_id": f"j_{number}", "attempt": 1}
    row |= {"provider": "shop", "model": "m", "note": ""}
    yield {**row, "kind": "hold", "held": cost, "spent": 0, "at": held_at}
    end = chance.choice(["capture", "release", ""])
    if end:
        spent = chance.choice([cost, cost - 1, cost + 7, 0]) if end == "capture" else 0
        yield {**row, "kind": end, "held": -cost, "spent": spent, "at": ended_at}


async def buy(db: AsyncConnection, seed: int, attempts: int) -> list[dict[str, Any]]:
    chance = random.Random(seed)
    rows = [row for number in range(attempts) for row in bought(chance, number)]
    for row in rows:
        await money.append(db, row)
    return rows


def summed(rows: list[dict[str, Any]], since: datetime | None, **of: str) -> Balance:
    """What the rows say, added up one by one."""
    mine = [row for row in rows if all(row[name] == value for name, value in of.items())]
    spent = sum(row["spent"] for row in mine if since is None or row["at"] >= since)
    return Balance(sum(row["held"] for row in mine), spent)


async def told(db: AsyncConnection) -> list[dict[str, Any]]:
    return [dict(row) for row in (await db.execute(sa.select(tables.ledger))).mappings()]


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_what_is_looked_up_is_what_the_rows_add_up_to(database: Database, seed: int) -> None:
    day = NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    async with database.write() as db:
        await buy(db, seed, 60)
    async with database.read() as db:
        rows = await told(db)
        for since in (None, day, day - timedelta(days=1), day.replace(day=1), day.replace(day=1, month=10)):
            assert await money.balance(db, since=since) == summed(rows, since)
            for owner in (*OWNERS, "nobody"):
                assert await money.balance(db, owner=owner, since=since) == summed(rows, since, owner=owner)
            for purse in PURSES[1:]:
                assert await money.balance(db, purse=purse, since=since) == summed(rows, since, purse=purse)
            for project in PROJECTS:
                mine = await money.balance(db, project_id=project, since=since)
                assert mine == summed(rows, since, project_id=project)


async def test_a_transaction_that_fails_leaves_neither_row_nor_tally(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.write() as db:
            await buy(db, 1, 5)
            raise RuntimeError
    async with database.read() as db:
        assert await told(db) == []
        assert await money.balance(db) == Balance(0, 0)


async def test_a_group_with_another_id_takes_what_it_spent_along(database: Database) -> None:
    async with database.write() as db:
        await buy(db, 4, 40)
        await people.rename_group(db, "tg:-5", "tg:-6")
        await people.rename_group(db, "tg:-6", "tg:-100")
        await people.rename_group(db, "tg:-7", "tg:-100")
        rows = await told(db)
        for since in (None, NOW.replace(hour=0, minute=0, second=0, microsecond=0)):
            mine = await money.balance(db, purse="tg:-100", since=since)
            assert mine == summed(rows, since, purse="tg:-100")
            assert await money.balance(db, purse="tg:-5", since=since) == Balance(0, 0)


async def test_looking_up_reads_a_row_for_each_day_and_none_for_each_purchase(database: Database) -> None:
    month = NOW.replace(day=1, hour=0, minute=0, second=0)
    async with database.write() as db:
        await buy(db, 6, 300)
        with statements(db) as asked:
            await money.balance(db, owner="tg:1", since=month)
        mine = sa.select(sa.func.count()).where(tables.tally.c.kind == "person", tables.tally.c.name == "tg:1")
        rows = (await db.execute(mine)).scalar_one()
    assert asked
    assert not [one for one in asked if "ledger" in one]
    assert rows <= 1 + len({tally.day_of(day) for day in DAYS})


@contextmanager
def statements(db: AsyncConnection) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    found: list[str] = []

    def heard(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        found.append(statement)

    event.listen(db.sync_connection, "before_cursor_execute", heard)
    yield found
    event.remove(db.sync_connection, "before_cursor_execute", heard)


@pytest.fixture
async def before(tmp_path: Path, both_databases: str) -> AsyncIterator[Database]:
    """A database with a ledger and no tallies, as it was before there were any."""
    opened = await open_database(both_databases, tmp_path)
    yield opened
    await opened.close()


async def test_an_installation_from_before_has_its_tallies_made_from_the_ledger(before: Database) -> None:
    """The migration adds up what was bought until then, to the same rows."""
    from importlib import import_module

    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    migration = import_module("core.store.migrations.versions.20261122_tallies")
    async with before.write() as db:
        await buy(db, 5, 60)
        kept = await _all(db)

        def again(connection: sa.Connection) -> None:
            with Operations.context(MigrationContext.configure(connection)):
                migration.downgrade()
                migration.upgrade()

        await db.run_sync(again)
        assert await _all(db) == kept


async def _all(db: AsyncConnection) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(row) for row in await db.execute(sa.select(tables.tally)))
