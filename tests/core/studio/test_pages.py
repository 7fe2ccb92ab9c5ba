"""Lists of many films: a page after the other, each film once, also those that wait far behind."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from many_films import keep_films

from core.errors import NotFound
from core.store import tables
from core.studio import Studio

OWNER, STRANGER = "tg:1", "tg:2"


async def test_pages_hold_every_film_once_however_they_are_asked_for(looking: Studio) -> None:
    made = await keep_films(looking, STRANGER, 250)
    newest = made[::-1]
    pages, after = [], ""
    while page := await looking.projects(STRANGER, after=after):
        pages += [card.id for card in page]
        after = page[-1].id
    assert pages == newest
    third = await looking.projects(STRANGER, limit=5, skip=10)
    assert [card.id for card in third] == newest[10:15]
    assert await looking.project_counts(STRANGER) == (250, 0)


async def test_a_page_behind_somebody_else_s_film_is_not_told(looking: Studio) -> None:
    """When a foreign film was made is nobody's business."""
    await keep_films(looking, STRANGER, 3)
    said = []
    for strange in ("p_1", "p_0000000000"):
        with pytest.raises(NotFound) as refused:
            await looking.projects(STRANGER, after=strange)
        said.append(str(refused.value).replace(strange, ""))
    assert said[0] == said[1]


async def test_what_is_being_made_is_found_behind_any_number_of_newer_films(looking: Studio) -> None:
    first, second, *_ = await keep_films(looking, STRANGER, 150)
    t = tables.project
    async with looking._database.write() as db:
        for project, state in ((first, "running"), (second, "paused"), ("p_1", "running")):
            await db.execute(sa.update(t).where(t.c.id == project).values(run_state=state))
    assert [(card.id, card.state) for card in await looking.under_way(STRANGER)] == [
        (second, "paused"),
        (first, "running"),
    ]
