"""Rows about films on their way to people: which is a project's film, and whether a program fetched it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import facts, tables
from core.story import SlotKind

_FETCHED = "fetched:"


async def requested(db: AsyncConnection, request_key: str) -> str:
    """The project that a request with this key made; "" when there is none."""
    t = tables.project.c
    found: str | None = (await db.execute(sa.select(t.id).where(t.request_key == request_key))).scalar()
    return found or ""


async def films(db: AsyncConnection, project_ids: Collection[str]) -> Mapping[str, str]:
    """Project id -> the asset of its film, for those that have one."""
    t = tables.take.c
    chosen = tables.take.join(tables.selection, tables.selection.c.take_id == t.id)
    wanted = sa.select(t.project_id, t.asset).select_from(chosen)
    wanted = wanted.where(t.project_id.in_(project_ids), t.kind == SlotKind.FILM.value)
    return {row.project_id: row.asset for row in await db.execute(wanted)}


async def fetched(db: AsyncConnection, project_id: str, sha: str) -> datetime | None:
    """When exactly this film was first fetched by a program; None while it was not."""
    known = await facts.recall(db, _FETCHED + project_id)
    return datetime.fromisoformat(known["at"]) if known and known["film"] == sha else None


async def note_fetched(db: AsyncConnection, project_id: str, sha: str) -> datetime:
    """Remember that this film was fetched now, unless it was before; a film made anew counts as another."""
    known = await fetched(db, project_id, sha)
    if known is not None:
        return known
    now = datetime.now(UTC)
    await facts.remember(db, _FETCHED + project_id, {"film": sha, "at": now.isoformat()})
    return now


async def unfetched(db: AsyncConnection, project_ids: Collection[str]) -> tuple[str, ...]:
    """Those projects whose film was made and not fetched, in the order given."""
    made = await films(db, project_ids)
    known = await facts.recall_all(db, [_FETCHED + one for one in made])
    seen = {key.removeprefix(_FETCHED): value["film"] for key, value in known.items()}
    return tuple(one for one in project_ids if one in made and seen.get(one) != made[one])
