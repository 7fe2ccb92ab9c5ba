"""What happened, appended in the transaction of the change and read by followers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import tables


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; a follower goes on after the last `id` it saw."""

    id: int
    project_id: str | None
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


Told = tuple[str, str | None, Mapping[str, Any]]
"""Kind, project and data of an event to be appended."""


async def append(db: AsyncConnection, kind: str, project_id: str | None, **data: Any) -> None:
    """Add an event to the caller's transaction."""
    await append_all(db, [(kind, project_id, data)])


async def append_all(db: AsyncConnection, events: Sequence[Told]) -> None:
    """Add several events in one statement."""
    now = datetime.now(UTC)
    rows = [
        {"kind": kind, "project_id": project, "data": dict(data), "at": now} for kind, project, data in events
    ]
    if rows:
        await db.execute(sa.insert(tables.event), rows)


async def after(
    db: AsyncConnection, last: int, *, project_id: str | None = None, limit: int = 500
) -> tuple[Event, ...]:
    """The events after id `last`, oldest first."""
    wanted = sa.select(tables.event).where(tables.event.c.id > last).order_by(tables.event.c.id).limit(limit)
    if project_id is not None:
        wanted = wanted.where(tables.event.c.project_id == project_id)
    return tuple(Event(*row) for row in await db.execute(wanted))


async def of_kind(db: AsyncConnection, project_id: str, kind: str) -> tuple[Event, ...]:
    """A project's events of one kind, oldest first."""
    t = tables.event
    wanted = sa.select(t).where(t.c.project_id == project_id, t.c.kind == kind).order_by(t.c.id)
    return tuple(Event(*row) for row in await db.execute(wanted))


async def newest(
    db: AsyncConnection, project_id: str, kinds: Sequence[str], *, slot: str = "", limit: int
) -> tuple[Event, ...]:
    """A project's newest events of some kinds, or those that name one slot; oldest first."""
    t = tables.event
    wanted = sa.select(t).where(t.c.project_id == project_id, t.c.kind.in_(kinds))
    if slot:
        wanted = wanted.where(t.c.data["slot"].as_string() == slot)
    found = await db.execute(wanted.order_by(t.c.id.desc()).limit(limit))
    return tuple(Event(*row) for row in found)[::-1]


async def last_id(db: AsyncConnection, project_id: str | None = None) -> int:
    """The id of the newest event, of all or of one project; 0 when nothing has happened yet."""
    found = await (db.execute(_LAST) if project_id is None else db.execute(_LAST_OF, {"wanted": project_id}))
    return found.scalar() or 0


_LAST = sa.select(sa.func.max(tables.event.c.id))
_LAST_OF = _LAST.where(tables.event.c.project_id == sa.bindparam("wanted"))
"""Put together once: this is asked for with every status."""
