"""Rows of the database that speak of somebody: what must not change when strangers come by."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from core.store import tables
from core.store.engine import Database


async def rows_of(database: Database, marks: Collection[str]) -> dict[str, list[str]]:
    """Table -> its rows in which one of these ids or names stands, in a fixed order."""
    found: dict[str, list[str]] = {}
    async with database.read() as db:
        for table in tables.metadata.sorted_tables:
            rows = [repr(tuple(row)) for row in await db.execute(sa.select(table))]
            found[table.name] = sorted(row for row in rows if any(mark in row for mark in marks))
    return found
