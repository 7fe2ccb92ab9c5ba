"""A new document's rows in the place of the old ones, with ids kept where it is the same thing.

Rows may carry any id that is unique in the document: one the project knows keeps its row, any other stands for
a new row or for the old one it turns out to be, and is replaced wherever the same call refers to it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import events, identity
from core.store.ids import ENTITY, SCENE, SEGMENT, SHOT, new_id
from core.store.projects import touch
from core.store.values import TABLES, row_of, value_of
from core.story import Entity, Scene, Segment, Shot

T = TypeVar("T", Entity, Segment, Scene, Shot)

Ids = dict[str, str]
"""The id a row came with -> the id it is kept under."""


async def replace_entities(
    db: AsyncConnection, project_id: str, new: Sequence[Entity], ids: Ids | None = None
) -> Ids:
    """A person's own prompt and chosen voice stay with an entity that is found again by name or alias."""
    return await _replace(db, project_id, Entity, new, ids)


async def replace_segments(
    db: AsyncConnection, project_id: str, new: Sequence[Segment], ids: Ids | None = None
) -> Ids:
    """Scenes and shots lose the lines that are gone, and go when they have none left."""
    ids = await _replace(db, project_id, Segment, new, ids)
    t = TABLES[Segment].c
    kept = set((await db.execute(sa.select(t.id).where(t.project_id == project_id))).scalars())
    for cls in (Scene, Shot):
        await _drop_lines(db, project_id, cls, kept)
    return ids


async def replace_scenes(
    db: AsyncConnection, project_id: str, new: Sequence[Scene], ids: Ids | None = None
) -> Ids:
    """Shots of a scene that is gone go with it; their takes stay."""
    return await _replace(db, project_id, Scene, new, ids)


async def replace_shots(
    db: AsyncConnection, project_id: str, new: Sequence[Shot], ids: Ids | None = None, *, scene_id: str
) -> Ids:
    """The shots of one scene; `index` counts within it."""
    return await _replace(db, project_id, Shot, new, ids, scene_id=scene_id)


_PREFIX: dict[type, str] = {Entity: ENTITY, Segment: SEGMENT, Scene: SCENE, Shot: SHOT}

_SAME: dict[type, Callable[[Any, Any], identity.Pairs]] = {
    Entity: identity.same_entities,
    Segment: identity.same_segments,
    Scene: identity.same_scenes,
    Shot: identity.same_shots,
}

_REFERENCES: dict[type, tuple[str, ...]] = {
    Entity: (),
    Segment: ("speaker",),
    Scene: ("set_id", "segments", "characters", "props"),
    Shot: ("scene_id", "segments", "characters", "focus", "props"),
}

_KEPT: dict[type, tuple[str, ...]] = {Entity: ("prompt", "voice"), Shot: ("prompt",)}
"""Fields that an empty new value does not take away from a row that is found again."""


async def _replace(
    db: AsyncConnection, project_id: str, cls: type[T], new: Sequence[T], ids: Ids | None, **within: str
) -> Ids:
    ids = {} if ids is None else ids
    table = TABLES[cls]
    mine = {"project_id": project_id, **{name: ids.get(value, value) for name, value in within.items()}}
    found = await db.execute(sa.select(table).filter_by(**mine).order_by(table.c.position, table.c.id))
    old = [value_of(cls, row) for row in found.mappings()]
    rows = [_pointed(row, ids) for row in new]
    pairs = _SAME[cls](old, rows)
    kept = {j: old[i] for j, i in pairs.items()}
    final = [_final(row, kept.get(j), ids) for j, row in enumerate(rows)]
    await _write(db, project_id, old, final)
    await touch(db, project_id)
    await events.append(db, "rows", project_id, what=table.name, count=len(final), **within)
    return ids


def _pointed(row: T, ids: Ids) -> T:
    """The row with its references to other rows of the same call resolved."""
    changes: dict[str, Any] = {}
    for name in _REFERENCES[type(row)]:
        value = getattr(row, name)
        if isinstance(value, tuple):
            changes[name] = tuple(ids.get(item, item) for item in value)
        elif value is not None:
            changes[name] = ids.get(value, value)
    return dataclasses.replace(row, **changes)


def _final(row: T, old: T | None, ids: Ids) -> T:
    """The row under the id it is kept with; a row that was there keeps what a person gave it."""
    changes: dict[str, Any] = {"id": new_id(_PREFIX[type(row)]) if old is None else old.id}
    if old is not None:
        for name in _KEPT.get(type(row), ()):
            if not getattr(row, name):
                changes[name] = getattr(old, name)
        if "prompt" in changes:
            changes["prompt_is_own"] = getattr(old, "prompt_is_own")  # noqa: B009
    if row.id:
        ids[row.id] = changes["id"]
    return dataclasses.replace(row, **changes)


async def _write(db: AsyncConnection, project_id: str, old: Sequence[T], final: Sequence[T]) -> None:
    """Delete what is gone, update what changed, insert what is new."""
    before = {row.id: row for row in old}
    gone = before.keys() - {row.id for row in final}
    rows = [row for row in final if row.id not in before]
    table = TABLES[type((*old, *final)[0])] if old or final else None
    if table is None:
        return
    if gone:
        await db.execute(sa.delete(table).where(table.c.id.in_(gone)))
    for row in final:
        if row.id in before and row != before[row.id]:
            await db.execute(sa.update(table).where(table.c.id == row.id).values(**row_of(row)))
    if rows:
        await db.execute(sa.insert(table), [{**row_of(row), "project_id": project_id} for row in rows])


async def _drop_lines(
    db: AsyncConnection, project_id: str, cls: type[Scene] | type[Shot], kept: set[str]
) -> None:
    table = TABLES[cls]
    found = await db.execute(sa.select(table.c.id, table.c.segments).where(table.c.project_id == project_id))
    for row_id, lines in found.all():
        left = [line for line in lines if line in kept]
        if not left:
            await db.execute(sa.delete(table).where(table.c.id == row_id))
        elif left != lines:
            await db.execute(sa.update(table).where(table.c.id == row_id).values(segments=left))
