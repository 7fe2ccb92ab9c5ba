"""Things worth remembering between starts that belong to no project: a balance, a measured duration."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import tables


async def remember(db: AsyncConnection, key: str, value: Any) -> None:
    """Keep plain JSON under a key, in the place of what was there."""
    table = tables.fact
    values = {"value": value, "at": datetime.now(UTC)}
    changed = await db.execute(sa.update(table).where(table.c.key == key).values(**values))
    if not changed.rowcount:
        await db.execute(sa.insert(table).values(key=key, **values))


async def recall(db: AsyncConnection, key: str) -> Any:
    """What was kept under the key; None when nothing was."""
    found = await db.execute(sa.select(tables.fact.c.value).where(tables.fact.c.key == key))
    return found.scalar()
