"""Status tells what is really going on (R20, R21, R22)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import sqlalchemy as sa
from engine_makers import PRICE, HomeMaker, ShopMaker, chains, new_project, nothing, settings

from core.errors import Fault, ProviderError
from core.jobs.engine import Engine
from core.jobs.lanes import Limits
from core.jobs.status import KindCount
from core.store import tables
from core.store.runs import RunState
from core.story import Slot, SlotKind

FRAME = SlotKind.FRAME


async def test_every_kind_says_how_many_are_active_waiting_and_halted_and_how_many_may_be(
    tmp_path: Path,
) -> None:
    home = HomeMaker()
    home.gate = asyncio.Event()
    limits = {"home": Limits(2, repeatable=True)}
    plan = chains(5, 1, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": home}, limits=limits) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await home.has_started(2)
        assert (await engine.status(project)).kinds == {FRAME: KindCount(2, 3, 0, 2)}
        await engine.pause(project)
        assert (await engine.status(project)).kinds == {FRAME: KindCount(2, 0, 3, 2)}
        home.gate.set()
        await engine.resume(project)
        await engine.wait(project)
        assert (await engine.status(project)).kinds == {}


async def test_a_row_that_says_running_without_a_body_is_not_shown_as_active(tmp_path: Path) -> None:
    """And it is picked up again as soon as its run goes on (R21)."""
    home = HomeMaker()
    async with await Engine.open(
        settings(tmp_path), chains(1, 1, maker="home"), nothing, {"home": home}
    ) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        async with engine.database.write() as db:
            await db.execute(sa.delete(tables.selection))
            await db.execute(sa.update(tables.job).values(state="running", take_id=None))
            await db.execute(sa.update(tables.project).values(run_state="paused"))
        assert (await engine.status(project)).kinds[FRAME].halted == 1
        await engine.resume(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert len(home.started) == 2


async def test_the_log_tells_the_story_of_one_slot_in_words(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    shop.refusals = [ProviderError(Fault.UNAVAILABLE, "busy", retry_after=0.0)]
    plan = chains(2, 1, price=PRICE)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        log = (await engine.status(project)).log
        (slot,) = {line.slot for line in log if "busy" in line.words}
        mine = await engine.log(project, Slot(FRAME, slot.partition(":")[2]))
        other = await engine.log(project, Slot(FRAME, "p_one.9.9"))
    assert [line.words for line in mine if "take" not in line.words] == [
        "waits for shop:picture",
        "held $0.04",
        "is being sent to shop:picture",
        "given back $0.04",
        "shop:picture could not be reached: busy ($0.00); next: shop:picture",
        "waits for shop:picture, attempt 2: busy",
        "held $0.04",
        "is being sent to shop:picture, attempt 2",
        "shop:picture works on it, attempt 2",
        "shop:picture has made it; it is being checked and stored, attempt 2",
        "paid $0.04",
        "done by shop:picture, attempt 2",
    ]
    assert other == ()
    assert [line.id for line in log] == sorted(line.id for line in log)


async def test_what_stands_in_a_services_own_queue_waits(tmp_path: Path) -> None:
    shop, goes_on = ShopMaker(tmp_path), asyncio.Event()
    orders = asyncio.Semaphore(0)

    async def looked_at(key: str) -> None:
        orders.release()
        await goes_on.wait()

    shop.on_check = looked_at
    plan, limits = chains(5, 1, price=PRICE), {"shop": Limits(2, queued=1)}
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": shop}, limits=limits) as engine:
        project = await new_project(engine)
        await engine.run(project)
        for _ in range(3):
            await orders.acquire()
        assert (await engine.status(project)).kinds == {FRAME: KindCount(2, 3, 0, 2)}
        assert len(shop.accepted()) == 3
        goes_on.set()
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert len(shop.accepted()) == 5
