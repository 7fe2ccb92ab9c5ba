"""Told to stop: what was paid for and is on its way is written down first, and nothing is called off (B8)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from engine_makers import PRICE, ShopMaker, chains, new_project, nothing, settings

from core.jobs.engine import Engine
from core.providers.base import Desk, Done, MadeFile, Pending
from core.requests import ImageRequest, Request
from core.store import jobs, money
from core.store.engine import open_database
from core.store.jobs import Job, JobState
from core.store.runs import RunState


class SlowShop(ShopMaker):
    """Takes an order and answers when its gate opens; asked `at_once` it hands the picture over with it."""

    def __init__(self, folder: Path, *, at_once: bool = False, before_note: bool = False) -> None:
        super().__init__(folder)
        self.taken = asyncio.Event()
        self.gate = asyncio.Event()
        self._at_once = at_once
        self._before_note = before_note

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        assert isinstance(request, ImageRequest)
        if self._before_note:
            self.taken.set()
            await self.gate.wait()
        await desk.note({"key": key})
        self._note({"key": key, "prompt": request.prompt})
        self.taken.set()
        await self.gate.wait()
        if self._at_once:
            return Done(MadeFile("image/png", data=b"at once"), cost=PRICE - 7)
        return Pending({"key": key, "prompt": request.prompt}, 0.0)


async def stopped(folder: Path, shop: SlowShop, *, open_gate: bool = True, **fields: Any) -> Job:
    """A run that is told to stop while its only order is on its way; gives the job as it was left."""
    engine = await Engine.open(settings(folder, **fields), chains(1, 1, price=PRICE), nothing, {"shop": shop})
    await engine.run(await new_project(engine))
    await shop.taken.wait()
    closing, close = asyncio.Event(), engine._runner.close

    async def told() -> None:
        closing.set()
        await close()

    engine._runner.close = told  # type: ignore[method-assign]
    ending = asyncio.create_task(engine.close())
    await closing.wait()
    if open_gate:
        shop.gate.set()
    await ending
    return await left(folder)


async def left(folder: Path) -> Job:
    database = await open_database("", folder)
    try:
        async with database.read() as db:
            (job,) = await jobs.list_jobs(db, "p_one")
        return job
    finally:
        await database.close()


async def goes_on(folder: Path, shop: ShopMaker) -> tuple[RunState, money.Balance]:
    async with await Engine.open(
        settings(folder), chains(1, 1, price=PRICE), nothing, {"shop": shop}
    ) as engine:
        run = await engine.wait("p_one")
        async with engine.database.read() as db:
            return run.state, await money.balance(db, project_id="p_one")


async def test_an_order_on_its_way_is_recorded_before_the_process_ends(tmp_path: Path) -> None:
    shop = SlowShop(tmp_path)
    job = await stopped(tmp_path, shop)
    assert (job.state, job.operation) == (JobState.RUNNING, {"key": job.key, "prompt": job.prompt})
    assert shop.cancelled == []
    assert await goes_on(tmp_path, ShopMaker(tmp_path)) == (RunState.FINISHED, money.Balance(0, PRICE))
    assert len(shop.accepted()) == 1


async def test_an_answer_that_cannot_be_fetched_again_is_kept_with_what_it_cost(tmp_path: Path) -> None:
    """Such as a language model's: its words come with the answer itself."""
    job = await stopped(tmp_path, SlowShop(tmp_path, at_once=True))
    assert (job.state, job.take_id is not None) == (JobState.DONE, True)
    shop = ShopMaker(tmp_path)
    assert await goes_on(tmp_path, shop) == (RunState.FINISHED, money.Balance(0, PRICE - 7))
    assert len(shop.accepted()) == 1


async def test_who_may_wait_no_longer_looks_the_order_up_afterwards(tmp_path: Path) -> None:
    job = await stopped(tmp_path, SlowShop(tmp_path), open_gate=False, drain_seconds=0)
    assert (job.state, job.operation, job.notes) == (JobState.SUBMITTING, None, {"key": job.key})
    shop = ShopMaker(tmp_path)
    assert await goes_on(tmp_path, shop) == (RunState.FINISHED, money.Balance(0, PRICE))
    assert len(shop.accepted()) == 1


async def test_what_nobody_was_asked_yet_is_not_begun_any_more(tmp_path: Path) -> None:
    """Even when it would get so far while others are waited for."""
    for open_gate in (False, True):
        folder = tmp_path / str(open_gate)
        folder.mkdir()
        job = await stopped(folder, SlowShop(folder, before_note=True), open_gate=open_gate)
        assert (job.state, job.notes) == (JobState.SUBMITTING, None)
        shop = ShopMaker(folder)
        assert shop.accepted() == []
        assert await goes_on(folder, shop) == (RunState.FINISHED, money.Balance(0, PRICE))
        assert len(shop.accepted()) == 1


async def test_a_cancel_keeps_an_answer_that_comes_all_the_same(tmp_path: Path) -> None:
    """It is paid for; it is there as a take that nobody chose (B11)."""
    shop = SlowShop(tmp_path, at_once=True)
    async with await Engine.open(
        settings(tmp_path), chains(1, 1, price=PRICE), nothing, {"shop": shop}
    ) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await shop.taken.wait()
        ending = asyncio.create_task(engine.cancel(project))
        async for event in engine.events():
            if event.kind == "run_cancelled":
                break
        shop.gate.set()
        await ending
        async for event in engine.events():
            if event.kind == "money" and event.data["entry"] == "capture":
                break
        (job,) = (await engine.status(project)).jobs
        async with engine.database.read() as db:
            bound = await money.balance(db, project_id=project)
    assert (job.state, job.take_id is not None) == (JobState.DONE, True)
    assert bound == money.Balance(0, PRICE - 7)
