"""An object store that is away holds jobs up; it loses nothing and has nothing paid twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from bucket_server import BucketServer
from engine_makers import PRICE, HomeMaker, ShopMaker, chains, frame, new_project, nothing, settings

from core.jobs.engine import Engine
from core.jobs.plan_types import PlannedJob
from core.providers.base import Desk
from core.requests import ImageRequest, Reference, Request
from core.store import money, projects
from core.store.runs import RunState
from core.story import Story


@pytest.fixture(autouse=True)
def in_a_bucket(store: BucketServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in store.settings.items():
        monkeypatch.setenv(name, value)


async def until_it_waits(engine: Engine) -> None:
    async for event in engine.events():
        if event.kind == "progress" and "object store" in str(event.data):
            return


async def test_a_paid_result_waits_for_the_store_and_is_bought_once(
    store: BucketServer, tmp_path: Path
) -> None:
    shop = ShopMaker(tmp_path)

    async def the_store_goes(key: str) -> None:
        store.shelf.trouble = (503, "ServiceUnavailable")

    shop.on_check = the_store_goes
    plan = chains(1, 1, price=PRICE)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await until_it_waits(engine)
        shop.on_check = None
        store.shelf.trouble = None
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert (await money.balance(db, project_id=project)).spent == PRICE
    assert len(shop.accepted()) == 1
    assert len(store.shelf.keys()) == 1


def second_from_first(story: Story) -> list[PlannedJob]:
    """A picture, and one that is made from it; the second only once it is asked for by a style."""
    first = frame("first", maker="home")
    made = story.takes.get(first.slot)
    if made is None:
        return [first]
    request = ImageRequest("second", 16, 16, references=(Reference(made.asset, "", "frame"),))
    second = replace(frame("second", maker="home"), request=request)
    return [] if not story.project.style or second.slot in story.takes else [second]


async def test_a_job_whose_pictures_cannot_be_fetched_is_not_begun(store: BucketServer, tmp_path: Path) -> None:
    maker, seen = HomeMaker(), list[bytes]()

    async def look(request: Request, desk: Desk) -> None:
        assert isinstance(request, ImageRequest)
        seen.extend(desk.path(one.asset).read_bytes() for one in request.references)

    maker.during = look
    there = settings(tmp_path / "there", database_url=f"sqlite+aiosqlite:///{tmp_path / 'rows'}")
    here = settings(tmp_path / "here", database_url=there.database_url)
    async with await Engine.open(there, second_from_first, nothing, {"home": maker}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
    async with await Engine.open(here, second_from_first, nothing, {"home": maker}) as engine:
        store.shelf.trouble = (403, "AccessDenied")
        async with engine.database.write() as db:
            await projects.update_project(db, project, style="ink")
        await engine.run(project)
        await until_it_waits(engine)
        assert len(maker.started) == 1
        store.shelf.trouble = None
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert seen == [b"picture of first "]
    assert list((tmp_path / "here" / "work").glob("*")) == []
