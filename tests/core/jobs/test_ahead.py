"""What waits in a full lane is made ready meanwhile."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from engine_makers import ShopMaker, chains, new_project, nothing, settings

from core.jobs.ahead import Ahead
from core.jobs.engine import Engine
from core.jobs.lanes import Limits
from core.providers.base import Desk
from core.requests import Request
from core.store import jobs
from core.store.runs import RunState


class FarShop(ShopMaker):
    """A shop that things are handed over to before they are ordered, and that is in doubt about one of them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.readied: list[Path] = []

    async def make_ready(self, model: str, request: Request, desk: Desk) -> None:
        assert not list(desk.folder.iterdir())
        (desk.folder / "fitted").touch()
        self.readied.append(desk.folder)
        if len(self.readied) == 1:
            raise OSError("out of reach")


async def test_each_is_made_ready_once_while_it_waits_and_leaves_nothing_behind(tmp_path: Path) -> None:
    shop = FarShop(tmp_path, wait=0.02)
    opened = await Engine.open(
        settings(tmp_path),
        chains(9, 1, maker="shop", price=1000),
        nothing,
        {"shop": shop},
        limits={"shop": Limits(at_once=2)},
    )
    async with opened as engine:
        project = await new_project(engine)
        await engine.run(project)
        await asyncio.wait_for(engine.wait(project), 60)
        run = (await engine.status(project)).run
    assert run.state is RunState.FINISHED
    assert 1 <= len(shop.readied) <= 7
    assert len(set(shop.readied)) == len(shop.readied)
    assert not any(folder.exists() for folder in shop.readied)


async def test_jobs_that_were_read_without_their_requests_are_made_ready_too(tmp_path: Path) -> None:
    """After a restart, and whenever the pump reads what waits, jobs come without them."""
    shop = FarShop(tmp_path)
    opened = await Engine.open(
        settings(tmp_path), chains(2, 1, maker="shop", price=1000), nothing, {"shop": shop}
    )
    async with opened as engine:
        project = await new_project(engine)
        await engine.run(project)
        await asyncio.wait_for(engine.wait(project), 60)
        async with engine._tools.database.read() as db:
            read = await jobs.list_jobs(db, project)
        shop.readied.clear()
        ahead = Ahead(engine._tools)
        ahead.look_at(read)
        assert ahead._task is not None
        await ahead._task
    assert not any(job.request for job in read)
    assert len(shop.readied) == len(read) == 2
