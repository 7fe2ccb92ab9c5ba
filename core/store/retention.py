"""What may be deleted: takes that cost nothing and are not in use, and files nothing refers to any more."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import tables
from core.store.jobs import OPEN
from core.story import Origin, SlotKind

_SHA = re.compile(r"[0-9a-f]{64}")


async def forget_free_takes(db: AsyncConnection, before: datetime) -> int:
    """Delete made takes from before then that cost nothing and are in use nowhere; tells how many.

    References stay, since drawn panels go on using the drawn one after a generated one is in use.
    """
    t, selection = tables.take, tables.selection.c
    free = sa.and_(
        t.c.cost == 0,
        t.c.origin == Origin.MADE.value,
        t.c.kind != SlotKind.REFERENCE.value,
        t.c.created_at < before,
    )
    gone = await db.execute(sa.delete(t).where(free, t.c.id.not_in(sa.select(selection.take_id))))
    return int(gone.rowcount)


async def unused_assets(db: AsyncConnection, before: datetime) -> list[str]:
    """Files from before then that no take, guide image, project, wish or open job names."""
    a = tables.asset.c
    old = (await db.execute(sa.select(a.sha).where(a.created_at < before))).scalars()
    used = await _used(db)
    return [sha for sha in old if sha not in used]


async def forget_assets(db: AsyncConnection, shas: Iterable[str]) -> None:
    """Delete the rows of files that are gone."""
    await db.execute(sa.delete(tables.asset).where(tables.asset.c.sha.in_(list(shas))))


async def _used(db: AsyncConnection) -> set[str]:
    take, project, wish, job = tables.take.c, tables.project.c, tables.wish.c, tables.job.c
    open_states = [state.value for state in OPEN]
    found: set[str] = set()
    for query in (
        sa.select(take.asset, take.parts, take.references, take.facts),
        sa.select(tables.guide_image.c.asset),
        sa.select(project.music, project.style_picture),
        sa.select(wish.references, wish.edit),
        sa.select(job.request).where(job.state.in_(open_states)),
    ):
        for row in await db.execute(query):
            found.update(_named(row))
    return found


def _named(row: Sequence[object]) -> set[str]:
    """Every hash in a row, however deep."""
    return set(_SHA.findall(json.dumps(list(row))))


ORDERS = "order:"
"""Facts under this name say what an agent's price was for; they are good for minutes."""


async def forget_expired(db: AsyncConnection, before: datetime) -> int:
    """Delete links and sign-ins that ran out before then, and prices nobody agreed to; tells how many."""
    token, fact = tables.token, tables.fact
    links = await db.execute(sa.delete(token).where(token.c.expires_at < before))
    orders = await db.execute(
        sa.delete(fact).where(fact.c.key.startswith(ORDERS, autoescape=True), fact.c.at < before)
    )
    return int(links.rowcount) + int(orders.rowcount)
