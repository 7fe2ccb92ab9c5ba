"""Tallies: what the ledger adds up to, of each project, person, group and of all, for each day and ever.

They are written in the transaction of the ledger's row, so that a ceiling is looked up in a few rows however
much was ever bought. The ledger stays the truth; a test says that they agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import tables
from core.store.engine import upsert

PROJECT, PERSON, GROUP, ALL = "project", "person", "group", "all"

EVER = ""
"""The `day` of what was added up since the beginning; days are UTC days such as "2026-11-22"."""


async def add(db: AsyncConnection, row: Mapping[str, Any]) -> None:
    """Count a row of the ledger."""
    await _added(db, list(_counted(row)))


async def bound(db: AsyncConnection, kind: str, name: str, since: datetime | None) -> tuple[int, int]:
    """What is held, and what was spent ever or since the beginning of a UTC day; micro-dollars.

    One row is read, and one for each day since then.
    """
    t = tables.tally.c
    mine = sa.and_(t.kind == kind, t.name == name)
    ever = (await db.execute(sa.select(t.held, t.spent).where(mine, t.day == EVER))).first()
    if ever is None:
        return 0, 0
    if since is None:
        return int(ever.held), int(ever.spent)
    lately = sa.select(sa.func.coalesce(sa.func.sum(t.spent), 0)).where(mine, t.day >= day_of(since))
    return int(ever.held), int((await db.execute(lately)).scalar_one())


async def rename(db: AsyncConnection, kind: str, old: str, new: str) -> None:
    """What counted for one counts for the other, beside what did before."""
    table = tables.tally
    here = sa.and_(table.c.kind == kind, table.c.name == old)
    moved = [{**row, "name": new} for row in (await db.execute(sa.select(table).where(here))).mappings()]
    if moved:
        await db.execute(sa.delete(table).where(here))
        await _added(db, moved)


def day_of(at: datetime) -> str:
    """The UTC day of an instant, as tallies name it."""
    return at.astimezone(UTC).date().isoformat()


async def _added(db: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    table = tables.tally
    added = upsert(db, table).values(rows)
    sums = {name: table.c[name] + added.excluded[name] for name in ("held", "spent")}
    await db.execute(added.on_conflict_do_update(index_elements=["kind", "name", "day"], set_=sums))


def _counted(row: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a row of the ledger adds to: what is held has no day, since it counts until it is given back."""
    of = {PROJECT: row["project_id"], PERSON: row["owner"], GROUP: row["purse"], ALL: ""}
    for kind, name in of.items():
        if kind == GROUP and not name:
            continue
        yield {"kind": kind, "name": name, "day": EVER, "held": row["held"], "spent": row["spent"]}
        if row["spent"]:
            day = day_of(row["at"])
            yield {"kind": kind, "name": name, "day": day, "held": 0, "spent": row["spent"]}
