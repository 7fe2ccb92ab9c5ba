"""Takes: every attempt is kept, one per slot is selected (B11)."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.store import events, tables
from core.store.engine import upsert
from core.store.ids import TAKE, new_id
from core.store.values import stored
from core.story import Origin, Slot, SlotKind, Take


async def insert_take(
    db: AsyncConnection, project_id: str, take: Take, *, job_id: str | None = None, select: bool = True
) -> Take:
    """Keep a take, with a fresh id when it has none, and select it unless told otherwise."""
    made = await add_take(db, project_id, take, job_id=job_id, select=select)
    if select:
        await events.append_all(db, [selected_event(project_id, made)])
    return made


async def add_take(
    db: AsyncConnection, project_id: str, take: Take, *, job_id: str | None = None, select: bool = True
) -> Take:
    """The same without its event, for a caller that writes several at once."""
    made = dataclasses.replace(
        take, id=take.id or new_id(TAKE), created_at=take.created_at or datetime.now(UTC)
    )
    slot = {"kind": made.slot.kind.value, "target": made.slot.target}
    others = sa.select(sa.func.coalesce(sa.func.max(tables.take.c.number), 0) + 1).filter_by(**slot)
    row = {name: stored(getattr(made, name)) for name in _FIELDS}
    await db.execute(
        sa.insert(tables.take).values(
            **row, **slot, project_id=project_id, job_id=job_id, number=others.scalar_subquery()
        )
    )
    if select:
        await _select(db, project_id, made)
    return made


async def select_take(db: AsyncConnection, take_id: str, *, pinned: bool = False) -> Take:
    """Use this take in its slot; `pinned` keeps it there whatever its fingerprint says. Raises NotFound."""
    project_id, take = await load_take(db, take_id)
    await _select(db, project_id, take, pinned=pinned)
    await events.append_all(db, [selected_event(project_id, take)])
    return take


def selected_event(project_id: str, take: Take) -> events.Told:
    """What followers are told when a take is selected."""
    return "take_selected", project_id, {"slot": str(take.slot), "take": take.id}


async def clear_slot(db: AsyncConnection, project_id: str, slot: Slot) -> None:
    """Use no take in this slot; all of them stay (R18)."""
    await db.execute(
        sa.delete(tables.selection).filter_by(kind=slot.kind.value, target=slot.target, project_id=project_id)
    )
    await _touch(db, project_id)
    await events.append(db, "slot_cleared", project_id, slot=str(slot))


async def load_take(db: AsyncConnection, take_id: str) -> tuple[str, Take]:
    """The project id and the take. Raises NotFound."""
    found = await db.execute(sa.select(tables.take).where(tables.take.c.id == take_id))
    row = found.mappings().first()
    if row is None:
        raise NotFound(f"There is no take {take_id}.")
    return row["project_id"], _take(row)


async def project_of(db: AsyncConnection, take_id: str) -> str:
    """The project a take is of; "" for none."""
    found = await db.execute(sa.select(tables.take.c.project_id).where(tables.take.c.id == take_id))
    return found.scalar() or ""


async def history(db: AsyncConnection, slot: Slot) -> tuple[Take, ...]:
    """Every take of a slot, oldest first."""
    wanted = sa.select(tables.take).filter_by(kind=slot.kind.value, target=slot.target)
    found = await db.execute(wanted.order_by(tables.take.c.number))
    return tuple(_take(row) for row in found.mappings())


async def selected(db: AsyncConnection, project_id: str) -> Mapping[Slot, Take]:
    """The selected take of every slot of a project."""
    wanted = (
        sa.select(tables.take)
        .join(tables.selection, tables.selection.c.take_id == tables.take.c.id)
        .where(tables.selection.c.project_id == project_id)
    )
    found = (_take(row) for row in (await db.execute(wanted)).mappings())
    return {take.slot: take for take in found}


async def pinned(db: AsyncConnection, project_id: str) -> frozenset[Slot]:
    """Slots whose selected take a person chose themselves."""
    t = tables.selection.c
    found = await db.execute(sa.select(t.kind, t.target).where(t.project_id == project_id, t.pinned))
    return frozenset(Slot(SlotKind(row.kind), row.target) for row in found)


async def drawn_references(db: AsyncConnection, project_id: str) -> Mapping[str, Take]:
    """Entity id -> the newest reference image that a local maker made."""
    t = tables.take
    wanted = sa.select(t).where(
        t.c.project_id == project_id, t.c.kind == SlotKind.REFERENCE.value, t.c.model.startswith("local:")
    )
    found = (_take(row) for row in (await db.execute(wanted.order_by(t.c.number))).mappings())
    return {take.slot.target: take for take in found}


_FIELDS = tuple(field.name for field in dataclasses.fields(Take) if field.name in tables.take.columns)


async def _select(db: AsyncConnection, project_id: str, take: Take, *, pinned: bool = False) -> None:
    slot = {"kind": take.slot.kind.value, "target": take.slot.target}
    chosen = upsert(db, tables.selection).values(**slot, project_id=project_id, take_id=take.id, pinned=pinned)
    changed = {"take_id": take.id, "pinned": pinned}
    await db.execute(chosen.on_conflict_do_update(index_elements=["kind", "target"], set_=changed))
    await _touch(db, project_id)


async def _touch(db: AsyncConnection, project_id: str) -> None:
    table = tables.project
    await db.execute(sa.update(table).where(table.c.id == project_id).values(version=table.c.version + 1))


def _take(row: sa.RowMapping) -> Take:
    values: dict[str, Any] = {name: row[name] for name in _FIELDS}
    values["origin"] = Origin(values["origin"])
    values["references"] = tuple(values["references"])
    return Take(slot=Slot(SlotKind(row["kind"]), row["target"]), **values)
