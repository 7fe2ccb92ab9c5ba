"""Projects and the stories they hold: load, insert, edit, replace; every change counts the version up."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.store import events, tables, takes, wishes
from core.store.ids import GUIDE, new_id
from core.store.values import TABLES, column, row_of, stored, value_of
from core.story import Entity, GuideImage, Project, Scene, Segment, Shot, Story

T = TypeVar("T", Entity, Segment, Scene, Shot)


async def insert_project(db: AsyncConnection, project: Project, *, request_key: str | None = None) -> Project:
    """Keep a new project; `request_key` makes a repeated call give the first one back."""
    if request_key is not None:
        known = await db.execute(sa.select(tables.project).where(tables.project.c.request_key == request_key))
        if row := known.mappings().first():
            return value_of(Project, row)
    made = dataclasses.replace(project, created_at=project.created_at or datetime.now(UTC))
    await db.execute(sa.insert(tables.project).values(**row_of(made), request_key=request_key))
    await events.append(db, "project_created", made.id, title=made.title)
    return made


async def load_project(db: AsyncConnection, project_id: str) -> Project:
    """Raises NotFound."""
    found = await db.execute(sa.select(tables.project).where(tables.project.c.id == project_id))
    row = found.mappings().first()
    if row is None:
        raise _missing("project", project_id)
    return value_of(Project, row)


async def list_projects(
    db: AsyncConnection,
    *,
    owner: str | None = None,
    limit: int = 100,
    after: str = "",
    skip: int = 0,
    away: bool = False,
) -> tuple[Project, ...]:
    """The newest first, from the one behind project `after` on, or behind the first `skip`.

    Without those that were put away, or with `away` only those. Of long texts only their beginning.
    """
    t = tables.project.c
    wanted = sa.select(*_LISTED).order_by(t.created_at.desc(), t.id.desc())
    wanted = wanted.where(t.put_away_at.is_not(None) if away else t.put_away_at.is_(None))
    if owner is not None:
        wanted = wanted.where(t.owner == owner)
    if after:
        last = sa.select(t.created_at, t.id).where(t.id == after).subquery()
        place = sa.select(last.c.created_at).scalar_subquery(), sa.select(last.c.id).scalar_subquery()
        wanted = wanted.where(sa.tuple_(t.created_at, t.id) < sa.tuple_(*place))
    found = await db.execute(wanted.limit(limit).offset(skip))
    return tuple(value_of(Project, row) for row in found.mappings())


async def under_way(db: AsyncConnection, owner: str) -> tuple[Project, ...]:
    """The person's projects that are being made or wait in the middle, the newest first."""
    t = tables.project.c
    wanted = sa.select(*_LISTED).where(t.owner == owner, t.run_state.in_(("running", "paused")))
    found = await db.execute(wanted.order_by(t.created_at.desc(), t.id.desc()))
    return tuple(value_of(Project, row) for row in found.mappings())


BEGINNING = 400
"""Letters of a story that a list reads."""

_LISTED = [
    sa.func.substr(column, 1, BEGINNING).label(column.name) if column.name in ("source", "text") else column
    for column in tables.project.columns
]


async def put_away(db: AsyncConnection, project_id: str, *, away: bool) -> None:
    """Leave a project out of lists, or not any more. Its story does not change by it."""
    t = tables.project
    await db.execute(
        sa.update(t).where(t.c.id == project_id).values(put_away_at=datetime.now(UTC) if away else None)
    )
    await events.append(db, "put_away" if away else "taken_out", project_id)


async def is_away(db: AsyncConnection, project_id: str) -> bool:
    """Whether lists leave a project out."""
    t = tables.project.c
    return (await db.execute(sa.select(t.put_away_at).where(t.id == project_id))).scalar() is not None


async def count_projects(db: AsyncConnection, owner: str) -> tuple[int, int]:
    """How many projects of a person there are in lists, and how many are put away."""
    t = tables.project.c
    wanted = sa.select(sa.func.count(), sa.func.count(t.put_away_at)).where(t.owner == owner)
    total, away = (await db.execute(wanted)).one()
    return int(total) - int(away), int(away)


async def created_since(db: AsyncConnection, owner: str, since: datetime, limit: int) -> tuple[datetime, ...]:
    """When a person's newest projects were made, the newest first."""
    t = tables.project.c
    wanted = sa.select(t.created_at).where(t.owner == owner, t.created_at > since)
    return tuple((await db.execute(wanted.order_by(t.created_at.desc()).limit(limit))).scalars())


async def update_project(db: AsyncConnection, project_id: str, **fields: Any) -> None:
    """Change fields of the project. Raises NotFound."""
    changed = await db.execute(
        sa.update(tables.project).where(tables.project.c.id == project_id).values(**_columns(Project, fields))
    )
    if not changed.rowcount:
        raise _missing("project", project_id)
    await touch(db, project_id)
    await events.append(db, "edited", project_id, id=project_id, fields=sorted(fields))


async def load_story(db: AsyncConnection, project_id: str) -> Story:
    """The whole project in ten queries. Raises NotFound."""
    project = await load_project(db, project_id)
    scenes = await _all(db, Scene, project_id)
    places = {scene.id: scene.index for scene in scenes}
    shots = sorted(await _all(db, Shot, project_id), key=lambda shot: (places[shot.scene_id], shot.index))
    return Story(
        project=project,
        entities=await _all(db, Entity, project_id),
        guides=await _guides(db, project_id),
        segments=await _all(db, Segment, project_id),
        scenes=scenes,
        shots=tuple(dataclasses.replace(shot, index=i) for i, shot in enumerate(shots)),
        takes=await takes.selected(db, project_id),
        wishes=await wishes.wishes_of(db, project_id),
        pinned=await takes.pinned(db, project_id),
        drawn=await takes.drawn_references(db, project_id),
    )


async def delete_project(db: AsyncConnection, project_id: str) -> None:
    """Take the project and everything that hangs on it away; the ledger and the media files stay.

    Raises NotFound.
    """
    gone = await db.execute(sa.delete(tables.project).where(tables.project.c.id == project_id))
    if not gone.rowcount:
        raise _missing("project", project_id)
    await events.append(db, "project_deleted", project_id)


async def project_of_guide(db: AsyncConnection, guide_id: str) -> str:
    """The project a guide image belongs to. Raises NotFound."""
    guide, entity = tables.guide_image, tables.entity
    wanted = sa.select(entity.c.project_id).join(guide, guide.c.entity_id == entity.c.id)
    found: str | None = (await db.execute(wanted.where(guide.c.id == guide_id))).scalar()
    if found is None:
        raise _missing("guide image", guide_id)
    return found


async def version(db: AsyncConnection, project_id: str) -> int:
    """How often the story was changed; equal versions mean equal stories. Raises NotFound."""
    found = await db.execute(sa.select(tables.project.c.version).where(tables.project.c.id == project_id))
    row = found.first()
    if row is None:
        raise _missing("project", project_id)
    return int(row[0])


async def touch(db: AsyncConnection, project_id: str) -> None:
    """Count the project's version up; part of every change of a story."""
    table = tables.project
    await db.execute(sa.update(table).where(table.c.id == project_id).values(version=table.c.version + 1))


async def load_one(db: AsyncConnection, cls: type[T], row_id: str) -> tuple[str, T]:
    """The project id and the value of one entity, segment, scene or shot. Raises NotFound."""
    table = TABLES[cls]
    row = (await db.execute(sa.select(table).where(table.c.id == row_id))).mappings().first()
    if row is None:
        raise _missing(cls.__name__.lower(), row_id)
    return row["project_id"], value_of(cls, row)


async def edit(db: AsyncConnection, cls: type[T], row_id: str, **fields: Any) -> T:
    """Change fields of one entity, segment, scene or shot and return it as it is now. Raises NotFound."""
    project_id, old = await load_one(db, cls, row_id)
    table = TABLES[cls]
    await db.execute(sa.update(table).where(table.c.id == row_id).values(**_columns(cls, fields)))
    await touch(db, project_id)
    await events.append(db, "edited", project_id, id=row_id, fields=sorted(fields))
    return dataclasses.replace(old, **fields)


async def add_guide(
    db: AsyncConnection, entity_id: str, asset: str, *, sort_order: int | None = None
) -> GuideImage:
    """Add a person's photo to an entity, last unless told. Raises NotFound."""
    project_id, _ = await load_one(db, Entity, entity_id)
    table = tables.guide_image
    if sort_order is None:
        highest = sa.select(sa.func.max(table.c.sort_order)).where(table.c.entity_id == entity_id)
        last = (await db.execute(highest)).scalar()
        sort_order = 0 if last is None else last + 1
    made = GuideImage(new_id(GUIDE), entity_id, asset, sort_order)
    await db.execute(sa.insert(table).values(**row_of(made), created_at=datetime.now(UTC)))
    await touch(db, project_id)
    await events.append(db, "guide_added", project_id, id=made.id, entity=entity_id)
    return made


async def order_guides(db: AsyncConnection, entity_id: str, guide_ids: Sequence[str]) -> None:
    """Put an entity's guide images into the person's order. Raises NotFound."""
    project_id, _ = await load_one(db, Entity, entity_id)
    table = tables.guide_image
    for order, guide_id in enumerate(guide_ids):
        mine = sa.and_(table.c.id == guide_id, table.c.entity_id == entity_id)
        await db.execute(sa.update(table).where(mine).values(sort_order=order))
    await touch(db, project_id)
    await events.append(db, "guides_ordered", project_id, entity=entity_id)


async def remove_guide(db: AsyncConnection, guide_id: str) -> None:
    """Take a guide image away; its file stays. Raises NotFound."""
    table = tables.guide_image
    row = (await db.execute(sa.select(table).where(table.c.id == guide_id))).first()
    if row is None:
        raise _missing("guide image", guide_id)
    project_id, _ = await load_one(db, Entity, row.entity_id)
    await db.execute(sa.delete(table).where(table.c.id == guide_id))
    await touch(db, project_id)
    await events.append(db, "guide_removed", project_id, id=guide_id, entity=row.entity_id)


async def _all(db: AsyncConnection, cls: type[T], project_id: str) -> tuple[T, ...]:
    table = TABLES[cls]
    wanted = sa.select(table).where(table.c.project_id == project_id).order_by(table.c.position, table.c.id)
    return tuple(value_of(cls, row) for row in (await db.execute(wanted)).mappings())


async def _guides(db: AsyncConnection, project_id: str) -> tuple[GuideImage, ...]:
    guide, entity = tables.guide_image, tables.entity
    wanted = (
        sa.select(guide)
        .join(entity, entity.c.id == guide.c.entity_id)
        .where(entity.c.project_id == project_id)
        .order_by(guide.c.entity_id, guide.c.sort_order, guide.c.id)
    )
    return tuple(value_of(GuideImage, row) for row in (await db.execute(wanted)).mappings())


def _columns(cls: type, fields: dict[str, Any]) -> dict[str, Any]:
    unknown = _unknown(cls, fields)
    if unknown:
        raise TypeError(f"{cls.__name__} has no {', '.join(unknown)}")
    return {column(cls, name): stored(value) for name, value in fields.items()}


def _unknown(cls: Any, names: Iterable[str]) -> list[str]:
    return sorted(
        set(names) - {field.name for field in dataclasses.fields(cls)} - {"id"} | ({"id"} & set(names))
    )


def _missing(what: str, row_id: str) -> NotFound:
    return NotFound(f"There is no {what} {row_id}.")
