"""Things worth remembering between starts that belong to no project: a balance, a measured duration."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import tables
from core.store.engine import upsert


async def remember(db: AsyncConnection, key: str, value: Any) -> None:
    """Keep plain JSON under a key, in the place of what was there."""
    values = {"value": value, "at": datetime.now(UTC)}
    kept = upsert(db, tables.fact).values(key=key, **values)
    await db.execute(kept.on_conflict_do_update(index_elements=["key"], set_=values))


async def recall(db: AsyncConnection, key: str) -> Any:
    """What was kept under the key; None when nothing was."""
    found = await db.execute(sa.select(tables.fact.c.value).where(tables.fact.c.key == key))
    return found.scalar()


async def recall_all(db: AsyncConnection, keys: Collection[str]) -> dict[str, Any]:
    """What was kept under each of these keys."""
    t = tables.fact.c
    found = await db.execute(sa.select(t.key, t.value).where(t.key.in_(keys)))
    return {row.key: row.value for row in found}


async def beginning(db: AsyncConnection, prefix: str) -> dict[str, Any]:
    """Everything kept under keys that begin so."""
    t = tables.fact.c
    found = await db.execute(sa.select(t.key, t.value).where(t.key.startswith(prefix, autoescape=True)))
    return {row.key: row.value for row in found}
