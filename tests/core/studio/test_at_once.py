"""Many do the same at once: one thing comes of it."""

from __future__ import annotations

import asyncio

from core.intake import source_from_text
from core.settings import Settings
from core.studio import Brief, Studio, open_studio

from .conftest import OWNER

BRIEF = Brief(source_from_text("Tom rows home."))


async def test_fifty_calls_at_once_with_one_key_create_one_project(looking: Studio) -> None:
    made = await asyncio.gather(*(looking.create(OWNER, BRIEF, key="k") for _ in range(50)))
    assert len({project.id for project in made}) == 1
    assert len(await looking.projects(OWNER)) == 2


async def test_so_do_calls_that_come_through_several_doors(settings: Settings, looking: Studio) -> None:
    """Two studios over one DATA_DIR are what two processes are: nothing but the database is between them."""
    async with open_studio(settings, engine=False) as other:
        doors = [looking, other] * 25
        made = await asyncio.gather(*(door.create(OWNER, BRIEF, key="k") for door in doors))
    assert len({project.id for project in made}) == 1
