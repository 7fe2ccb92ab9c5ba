"""Moving: every row of one database into another of any kind, and every file of one media store into another.

Rows come over in one transaction, so a move that was broken off leaves nothing behind and is simply begun
again; files come over by their hash, so what is there already is not copied twice. What a worker has in hand
right now is nobody's where the rows arrive.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import BadInput
from core.store import tables
from core.store.assets import Media
from core.store.engine import Database
from core.store.keys import SIGNS

Told = Callable[[str, int, int], None]
"""Called with what is going on, how much of it is done, and of how much."""

TABLES = tuple(table for table in tables.metadata.sorted_tables if table.name != tables.worker.name)
"""Everything that outlives processes, each after what it refers to."""

COUNTED = tuple(table for table in TABLES if table.autoincrement_column is not None)
"""Tables that may count their rows by themselves."""

_PORTION = 500
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Held:
    """What a table holds: rows, and a sum over their bytes that does not depend on their order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, to be held against another's; money in micro-dollars."""

    tables: Mapping[str, Held]
    projects: int
    takes: int
    held: int
    spent: int
    last_event: int
    counters: Mapping[str, int]
    """Table -> the last number it gave to a row, whether or not that row is still there."""


async def contents(database: Database, told: Told | None = None) -> Contents:
    """Everything the database holds, read at one moment."""
    async with database.read() as db:
        found: dict[str, Held] = {}
        for number, table in enumerate(TABLES):
            if told is not None:
                told("Comparing rows", number, len(TABLES))
            found[table.name] = await _held(db, table)
        ledger = tables.ledger.c
        sums = (await db.execute(sa.select(sa.func.sum(ledger.held), sa.func.sum(ledger.spent)))).one()
        last = (await db.execute(sa.select(sa.func.max(tables.event.c.id)))).scalar()
        counters = await _counters(db)
    rows = {name: held.rows for name, held in found.items()}
    held, spent = int(sums[0] or 0), int(sums[1] or 0)
    return Contents(found, rows["project"], rows["take"], held, spent, int(last or 0), counters)


async def is_empty(database: Database) -> bool:
    """Whether nobody has made anything there; what a process notes for itself by starting does not count."""
    async with database.read() as db:
        for table in TABLES:
            found = await db.execute(sa.select(sa.literal(1)).select_from(table).limit(1))
            if found.first() is not None and table is not tables.fact:
                return False
    return True


async def copy_rows(source: Database, target: Database, told: Told) -> None:
    """All rows into a database that has none, in one transaction. Raises BadInput for what it does not take."""
    async with source.read() as here, target.write(durable=True) as there:
        await there.execute(sa.delete(tables.fact).where(_OURS))
        counts = {table.name: await _count(here, table) for table in TABLES}
        done, of = 0, sum(counts.values())
        for table in TABLES:
            async for portion in _portions(here, table):
                try:
                    await there.execute(sa.insert(table), portion)
                except DBAPIError as error:
                    raise BadInput(
                        f"A row of {table.name} is not taken there: {str(error.orig).splitlines()[0]}",
                        next_step="Nothing was moved. Report this; it should not be.",
                    ) from error
                done += len(portion)
                told("Copying rows", done, of)
        await _count_on(there, await _counters(here))


async def every_asset(database: Database) -> Mapping[str, tuple[str, int]]:
    """Hash -> type and bytes of every file that has a row."""
    t = tables.asset.c
    async with database.read() as db:
        return {row.sha: (row.mime, row.size) for row in await db.execute(sa.select(t.sha, t.mime, t.size))}


async def copy_media(
    assets: Mapping[str, tuple[str, int]], source: Media, target: Media, told: Told
) -> frozenset[str]:
    """Bring every file of a folder over that is not there yet; gives those that were lost or damaged in it.

    Raises StoreAway, NoRoom.
    """
    lost: set[str] = set()

    async def one(sha: str) -> None:
        mime, size = assets[sha]
        if await target.size_of(sha) == size:
            return
        if await asyncio.to_thread(source.digest, sha) == sha:
            await asyncio.to_thread(target.bring, sha, source.place(sha), mime)
        else:
            lost.add(sha)

    await _each(sorted(assets), one, "Copying files", told)
    return frozenset(lost)


async def damaged_media(assets: Mapping[str, tuple[str, int]], media: Media, told: Told) -> frozenset[str]:
    """Every file read once more from where it lies; gives those whose bytes are not what their name says."""
    wrong: set[str] = set()

    async def one(sha: str) -> None:
        if await asyncio.to_thread(media.digest, sha) != sha:
            wrong.add(sha)

    await _each(sorted(assets), one, "Checking files", told)
    return frozenset(wrong)


# Inside

_OURS = sa.not_(tables.fact.c.key.startswith(SIGNS, autoescape=True))
"""Facts but for the keys that sign addresses, which are laid there before."""

_PERSONAL = ("worker",)
"""Columns that name a process of the old place."""


async def _each(shas: list[str], work: Callable[[str], Any], what: str, told: Told) -> None:
    done = 0
    left = iter(shas)

    wrong: list[Exception] = []

    async def some() -> None:
        nonlocal done
        for sha in left:
            try:
                await work(sha)
            except Exception as error:
                wrong.append(error)
            if wrong:
                return
            done += 1
            told(what, done, len(shas))

    await asyncio.gather(*(some() for _ in range(_AT_ONCE)))
    if wrong:
        raise wrong[0]


def _all(table: sa.Table) -> sa.Select[Any]:
    rows = sa.select(table).order_by(*table.primary_key.columns)
    return rows.where(_OURS, tables.fact.c.key != "doctor") if table is tables.fact else rows


async def _portions(db: AsyncConnection, table: sa.Table) -> AsyncIterator[list[dict[str, Any]]]:
    rows = await db.stream(_all(table))
    async for portion in rows.mappings().partitions(_PORTION):
        yield [{**row, **{name: None for name in _PERSONAL if name in row}} for row in portion]


async def _count(db: AsyncConnection, table: sa.Table) -> int:
    found = await db.execute(sa.select(sa.func.count()).select_from(_all(table).subquery()))
    return int(found.scalar_one())


async def _held(db: AsyncConnection, table: sa.Table) -> Held:
    rows, total = 0, 0
    async for portion in _portions(db, table):
        for row in portion:
            text = json.dumps(row, sort_keys=True, default=_plain)
            total += int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
            rows += 1
    return Held(rows, f"{total % (1 << 256):064x}")


def _plain(value: Any) -> str:
    return str(value.isoformat())


async def _counters(db: AsyncConnection) -> Mapping[str, int]:
    if db.dialect.name == "sqlite":
        asked = sa.text("SELECT name, seq FROM sqlite_sequence")
        given = {row.name: int(row.seq) for row in await db.execute(asked)}
    else:
        given = {}
        for table in COUNTED:
            column = table.primary_key.columns[0].name
            asked = sa.text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:table, :column)::regclass)")
            given[table.name] = int(
                (await db.execute(asked, {"table": table.name, "column": column})).scalar() or 0
            )
    most = {table.name: await _most(db, table) for table in COUNTED}
    return {name: max(given.get(name, 0), most[name]) for name in most}


async def _most(db: AsyncConnection, table: sa.Table) -> int:
    return int((await db.execute(sa.select(sa.func.max(table.primary_key.columns[0])))).scalar() or 0)


async def _count_on(db: AsyncConnection, counters: Mapping[str, int]) -> None:
    """New rows are numbered after every row there ever was: an event's number never comes twice."""
    for name, last in counters.items():
        if not last:
            continue
        if db.dialect.name != "sqlite":
            await db.execute(_NUMBERED_THERE, {"last": last, "name": name})
        elif tables.metadata.tables[name].dialect_options["sqlite"]["autoincrement"]:
            await db.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
            await db.execute(_NUMBERED, {"last": last, "name": name})


_NUMBERED = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")
_NUMBERED_THERE = sa.text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
