"""What was paid for is collected, settled by a person's word, or given back (B8)."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from engine_makers import PRICE, ShopMaker, chains, load, new_project, nothing, settings

from core.errors import Conflict, Fault, NotReady, ProviderError
from core.jobs.engine import Engine
from core.jobs.plan_types import Accepted, PlannedJob
from core.providers.base import Done
from core.store import jobs, money, tables
from core.store.jobs import Job, JobState
from core.store.money import Balance
from core.store.runs import RunState
from core.story import Slot, SlotKind, Story

SLOT = Slot(SlotKind.FRAME, "p_one.0.0")
PLAN = chains(1, 1, price=PRICE)


async def lost(engine: Engine, shop: ShopMaker, *, accepted: bool = True) -> Job:
    """A job whose answer was lost and that nobody could find."""

    async def lose(key: str) -> None:
        shop.on_start = None
        if accepted:
            shop._note({"key": key, "prompt": "late"})
        shop.refusals = [ProviderError(Fault.UNKNOWN_OUTCOME, "the line went dead")]

    shop.findable, shop.on_start = False, lose
    project = await new_project(engine)
    await engine.run(project)
    assert (await engine.wait(project)).state is RunState.STOPPED
    (job,) = (await engine.status(project)).failures
    assert job.state is JobState.UNKNOWN
    return job


async def ended(engine: Engine, job: Job) -> Job:
    async for _ in engine.events():
        async with engine.database.read() as db:
            now = await jobs.load_job(db, job.id)
        if now.state in (JobState.DONE, JobState.FAILED):
            return now
    raise AssertionError("events never end")


async def balance(engine: Engine) -> Balance:
    async with engine.database.read() as db:
        return await money.balance(db, project_id="p_one")


async def test_an_unknown_outcome_is_an_orphan_until_it_is_collected_for_nothing(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        job = await lost(engine, shop)
        assert [(o.job.id, o.held, o.spent) for o in await engine.orphans("p_one")] == [(job.id, PRICE, 0)]
        shop.findable = True
        await engine.collect(job.id)
        assert (await ended(engine, job)).state is JobState.DONE
        take = (await load(engine)).takes[SLOT]
        assert engine.media.path(take.asset).read_bytes() == b"picture of late"
        assert await balance(engine) == Balance(0, PRICE)
        assert await engine.orphans() == ()
    assert len(shop.accepted()) == 1


async def test_collecting_what_never_arrived_gives_the_money_back(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        job = await lost(engine, shop, accepted=False)
        with pytest.raises(NotReady, match="cannot tell"):
            await engine.collect(job.id)
        assert await balance(engine) == Balance(PRICE, 0)
        shop.findable = True
        again = await engine.collect(job.id)
        assert (again.state, again.error) == (
            JobState.FAILED,
            "shop:picture never saw it, so nothing was charged.",
        )
        assert await balance(engine) == Balance(0, 0)
        with pytest.raises(NotReady):
            await engine.settle(job.id, happened=True)
    assert shop.accepted() == []


@pytest.mark.parametrize(("happened", "spent"), [(True, PRICE), (False, 0)])
async def test_a_persons_word_settles_the_money_and_buys_nothing(
    tmp_path: Path, happened: bool, spent: int
) -> None:
    shop = ShopMaker(tmp_path)
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        job = await lost(engine, shop)
        assert (await engine.settle(job.id, happened)).state is JobState.FAILED
        assert await balance(engine) == Balance(0, spent)
        await engine.run("p_one")
        assert (await engine.wait("p_one")).state is RunState.FINISHED
        assert await balance(engine) == Balance(0, spent + PRICE)


async def test_a_result_our_own_slip_threw_away_is_fetched_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """And the second look charges nothing."""
    slips = iter(range(1))

    def accept(story: Story, job: PlannedJob, done: Done, data: bytes) -> Accepted:
        if next(slips, None) is not None:
            raise ValueError("a slip")
        return nothing(story, job, done, data)

    shop = ShopMaker(tmp_path)
    async with await Engine.open(settings(tmp_path), PLAN, accept, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        (orphan,) = await engine.orphans()
        assert (orphan.held, orphan.spent) == (0, PRICE)
        await engine.collect(orphan.job.id)
        async for event in engine.events():
            if event.kind == "take_selected":
                break
        assert (await load(engine)).takes[SLOT].cost == PRICE
        assert await balance(engine) == Balance(0, PRICE)
    assert len(shop.accepted()) == 1


async def test_a_result_that_cannot_be_fetched_is_not_bought_again(tmp_path: Path) -> None:
    """Collecting is free, whatever the policy table says about trying again."""
    shop = ShopMaker(tmp_path)
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        job = await lost(engine, shop)
        shop.findable, shop.empty = True, True
        await engine.collect(job.id)
        failed = await ended(engine, job)
        assert (failed.state, failed.fault, failed.attempt) == (JobState.FAILED, "bad_output", 1)
        assert await balance(engine) == Balance(0, PRICE)
    assert len(shop.accepted()) == 1


async def test_a_refusal_leaves_nothing_to_collect(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    shop.refusals = [ProviderError(Fault.MODERATION, "no", cost=PRICE)]
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        assert await engine.orphans() == ()
        (job,) = (await engine.status(project)).failures
        with pytest.raises(NotReady, match="nothing to collect"):
            await engine.collect(replace(job, id=await _untouched(engine)).id)


async def _untouched(engine: Engine) -> str:
    """A failed job that was never submitted."""
    async with engine.database.write() as db:
        await db.execute(sa.update(tables.job).values(notes=None, operation=None))
        return (await jobs.list_jobs(db, "p_one"))[0].id


async def test_a_job_whose_key_is_gone_is_fetched_when_it_is_back_and_not_bought_elsewhere(
    tmp_path: Path,
) -> None:
    """It is under way at a maker that cannot be asked: no other model is tried, no money given back."""
    shop = ShopMaker(tmp_path, checks=10_000)
    waiting = asyncio.Event()

    async def seen(key: str) -> None:
        waiting.set()

    shop.on_check = seen
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await waiting.wait()
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {}) as engine:
        assert (await engine.wait(project)).state is RunState.STOPPED
        (job,) = (await engine.status(project)).failures
        assert (job.state, job.fault) == (JobState.UNKNOWN, "auth")
        assert await balance(engine) == Balance(PRICE, 0)
        with pytest.raises(NotReady, match="no shop here"):
            await engine.collect(job.id)
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": ShopMaker(tmp_path)}) as engine:
        await engine.collect(job.id)
        assert (await ended(engine, job)).state is JobState.DONE
        assert await balance(engine) == Balance(0, PRICE)
    assert len(shop.accepted()) == 1


async def test_a_job_that_is_still_being_cancelled_is_left_alone(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path, checks=10_000)
    told = asyncio.Event()

    async def slow(model: str, operation: object) -> None:
        told.set()
        await asyncio.sleep(3600)

    shop.cancel = slow  # type: ignore[method-assign]
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        await cancelled(engine, shop)
        await told.wait()
        with pytest.raises(Conflict, match="still being told to stop"):
            await engine.retry(SLOT)
        (job,) = (await engine.status("p_one")).jobs
        with pytest.raises(Conflict):
            await engine.collect(job.id)


# cancelled


async def cancelled(engine: Engine, shop: ShopMaker) -> None:
    waiting = asyncio.Event()

    async def seen(key: str) -> None:
        waiting.set()

    shop.on_check = seen
    project = await new_project(engine)
    await engine.run(project)
    await waiting.wait()
    await engine.cancel(project)


async def test_a_cancel_pays_what_the_maker_charges_for_it(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path, checks=10_000)
    shop.cancel_cost = 1_234
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        await cancelled(engine, shop)
        assert await balance(engine) == Balance(0, 1_234)
    assert len(shop.cancelled) == 1


async def test_what_was_made_before_the_cancel_arrived_is_kept(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path, checks=2, wait=0.05)

    async def too_late(model: str, operation: object) -> None:
        raise ProviderError(Fault.INVALID_INPUT, "already completed")

    shop.cancel = too_late  # type: ignore[method-assign]
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        await cancelled(engine, shop)
        assert await balance(engine) == Balance(0, PRICE)
        assert (await load(engine)).takes[SLOT].cost == PRICE
        assert (await engine.status("p_one")).run.state is RunState.CANCELLED


async def test_a_cancel_that_a_crash_cut_short_is_finished_at_the_next_start(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path, checks=10_000)
    waiting = asyncio.Event()

    async def seen(key: str) -> None:
        waiting.set()

    shop.on_check = seen
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await waiting.wait()
    async with await Engine.open(settings(tmp_path / "else"), PLAN, nothing, {}) as engine:
        pass
    await _cancel_in_the_rows(tmp_path)
    async with await Engine.open(settings(tmp_path), PLAN, nothing, {"shop": shop}) as engine:
        async for event in engine.events():
            if event.kind == "money" and event.data["entry"] == "release":
                break
        assert await balance(engine) == Balance(0, 0)
    assert len(shop.cancelled) == 1


async def _cancel_in_the_rows(folder: Path) -> None:
    from core.store import runs
    from core.store.engine import open_database

    database = await open_database("", folder)
    async with database.write() as db:
        await runs.set_run(db, "p_one", RunState.CANCELLED, event="run_cancelled")
        await db.execute(sa.update(tables.job).values(state="cancelled"))
    await database.close()
