"""Wishes: what a person asked for one slot beyond what its fields say."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import events, tables
from core.store.engine import upsert
from core.story import Slot, SlotKind, Wish


async def wishes_of(db: AsyncConnection, project_id: str) -> Mapping[Slot, Wish]:
    """Every wish of a project."""
    found = await db.execute(sa.select(tables.wish).where(tables.wish.c.project_id == project_id))
    return {Slot(SlotKind(row.kind), row.target): _wish(row) for row in found}


async def set_wish(db: AsyncConnection, project_id: str, slot: Slot, wish: Wish) -> None:
    """Keep what a person asks for a slot; a take they pinned there before is no longer pinned."""
    place = {"kind": slot.kind.value, "target": slot.target}
    values = {
        "model": wish.model,
        "variation": wish.variation,
        "references": list(wish.references),
        "edit": wish.edit,
        "prompt": wish.prompt,
    }
    kept = upsert(db, tables.wish).values(**place, project_id=project_id, **values)
    await db.execute(kept.on_conflict_do_update(index_elements=["kind", "target"], set_=values))
    t = tables.selection
    await db.execute(
        sa.update(t).where(t.c.kind == slot.kind.value, t.c.target == slot.target).values(pinned=False)
    )
    p = tables.project
    await db.execute(sa.update(p).where(p.c.id == project_id).values(version=p.c.version + 1))
    await events.append(db, "wished", project_id, slot=str(slot))


def _wish(row: sa.Row[tuple[object, ...]]) -> Wish:
    return Wish(row.model, row.variation, tuple(row.references), row.edit, row.prompt)
