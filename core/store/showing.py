"""What faces ask of many rows at once: covers and states of lists, whose a project is, which files it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.store import tables, takes
from core.store.assets import Asset, load_asset
from core.store.jobs import OPEN, JobState
from core.story import Slot, SlotKind, Take

_HEX = frozenset("0123456789abcdef")


async def owners_of(db: AsyncConnection, project_ids: Sequence[str]) -> Mapping[str, str]:
    """Project id -> who may see it; one that is not there is left out."""
    t = tables.project.c
    found = await db.execute(sa.select(t.id, t.owner).where(t.id.in_(project_ids)))
    return {row.id: row.owner for row in found}


async def run_states(db: AsyncConnection, project_ids: Sequence[str]) -> Mapping[str, str]:
    """Project id -> the state of its run."""
    t = tables.project.c
    found = await db.execute(sa.select(t.id, t.run_state).where(t.id.in_(project_ids)))
    return {row.id: row.run_state for row in found}


async def in_lane(
    db: AsyncConnection, lane: str, project_id: str, slot: Slot
) -> tuple[int, Mapping[str, int], bool]:
    """Of one maker's jobs of films that are being made, without one slot's: how many are under way, project id
    -> how many wait; and whether that slot's own is under way."""
    t, p = tables.job.c, tables.project.c
    is_it = ((t.kind == slot.kind.value) & (t.target == slot.target)).label("is_it")
    counts = (
        sa.select(t.project_id, t.state, is_it, sa.func.count())
        .select_from(tables.job.join(tables.project, p.id == t.project_id))
        .where(t.provider == lane, t.state.in_([state.value for state in OPEN]), p.run_state == "running")
        .group_by(t.project_id, t.state, "is_it")
    )
    under_way, mine, waiting = 0, False, Counter[str]()
    for project, state, is_slot, count in await db.execute(counts):
        waits = state == JobState.WAITING.value
        if is_slot and project == project_id:
            mine |= not waits
        elif waits:
            waiting[project] += count
        else:
            under_way += count
    return under_way, waiting, mine


async def covers(db: AsyncConnection, project_ids: Sequence[str]) -> Mapping[str, str]:
    """Project id -> the film's thumbnail, else the first shot's frame, as an asset."""
    t, s = tables.take.c, tables.selection.c
    chosen = tables.selection.join(tables.take, s.take_id == t.id)
    films = sa.select(s.target, t.parts).select_from(chosen)
    films = films.where(s.kind == SlotKind.FILM.value, s.target.in_(project_ids))
    found = {row.target: row.parts.get("thumbnail", "") for row in await db.execute(films)}
    made = {project: asset for project, asset in found.items() if asset}
    bare = [project for project in project_ids if project not in made]
    return made | await _first_frames(db, bare) if bare else made


async def _first_frames(db: AsyncConnection, project_ids: Sequence[str]) -> dict[str, str]:
    """Project id -> the first shot's frame."""
    t, s, shot, scene = tables.take.c, tables.selection.c, tables.shot.c, tables.scene.c
    placed = tables.shot.join(tables.scene, scene.id == shot.scene_id)
    used = placed.join(tables.selection, (s.kind == SlotKind.FRAME.value) & (s.target == shot.id))
    frames = (
        sa.select(shot.project_id, t.asset)
        .select_from(used.join(tables.take, t.id == s.take_id))
        .where(shot.project_id.in_(project_ids))
        .order_by(scene.position.desc(), shot.position.desc())
    )
    return {row.project_id: row.asset for row in await db.execute(frames)}


async def history(db: AsyncConnection, project_id: str, slot: Slot) -> tuple[Take, ...]:
    """Every take of a slot, oldest first, if the slot is the project's."""
    t = tables.take.c
    mine = sa.select(t.id).where(t.project_id == project_id, t.kind == slot.kind.value, t.target == slot.target)
    if (await db.execute(mine.limit(1))).first() is None:
        return ()
    return await takes.history(db, slot)


async def asset_of(db: AsyncConnection, project_id: str, sha: str) -> Asset:
    """An asset that a take, guide image, wish, music or style of this project is. Raises NotFound else."""
    if len(sha) == 64 and _HEX.issuperset(sha):
        for wanted in _uses(project_id, sha):
            if (await db.execute(wanted.limit(1))).first() is not None:
                return await load_asset(db, sha)
    raise NotFound("There is no such file in this project.")


def _uses(project_id: str, sha: str) -> list[sa.Select[tuple[str]]]:
    """The places in which a project's files are named."""
    t, g, e, p, w = (
        tables.take.c,
        tables.guide_image.c,
        tables.entity.c,
        tables.project.c,
        tables.wish.c,
    )
    named = sa.cast(w.references, sa.Text).contains(sha)
    return [
        sa.select(t.id).where(t.project_id == project_id, t.asset == sha),
        sa.select(g.id)
        .join(tables.entity, e.id == g.entity_id)
        .where(e.project_id == project_id, g.asset == sha),
        sa.select(p.id).where(p.id == project_id, sa.or_(p.music == sha, p.style_picture == sha)),
        sa.select(w.target).where(w.project_id == project_id, sa.or_(w.edit == sha, named)),
        sa.select(t.id).where(t.project_id == project_id, sa.cast(t.parts, sa.Text).contains(sha)),
    ]
