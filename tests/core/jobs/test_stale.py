"""Rows that say more than is true are healed: nothing stays "running" that nobody works on (R21)."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from engine_makers import PRICE, ShopMaker, chains, frame, new_project, nothing, settings

from core.jobs import flows, pump
from core.jobs.engine import Engine
from core.jobs.lanes import Lane, Lanes, Limits
from core.jobs.refusal import PATIENCE_SECONDS
from core.jobs.shelf import Shelf
from core.store import tables
from core.store.jobs import Job
from core.store.runs import RunState


async def test_a_job_whose_workflow_broke_before_its_work_began_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It kept its place in the lane for ever, and its run never ended."""
    step, broken = flows.job_step, list[str]()

    async def breaks(job_id: str) -> None:
        if not broken:
            broken.append(job_id)
            raise RuntimeError("the dispatcher's file cannot be read")
        await step(job_id)

    monkeypatch.setattr(flows, "job_step", breaks)
    shop = ShopMaker(tmp_path)
    plan = chains(1, 1, price=PRICE)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert len(broken) == len(shop.accepted()) == 1


async def test_a_job_given_to_another_maker_is_begun_there_only_when_it_has_left_the_first() -> None:
    """Else its place in the first was never given back: with room for one, that lane stood still for ever."""
    begun: list[str] = []

    class Starter:
        async def start(
            self, lane: str, job_id: str, key: str, priority: int, *, under_way: bool = False
        ) -> None:
            begun.append(lane)

    lanes = Lanes({name: Lane(name, Limits(1)) for name in ("shop", "second")})
    shelf = Shelf(lanes, Starter())
    job = _waiting(datetime.now(UTC))
    await shelf.begin(job)
    moved = dataclasses.replace(job, provider="second", attempt=2)
    assert shelf.under_way(moved)
    shelf.left(job.id)
    assert not shelf.under_way(moved)
    await shelf.begin(moved)
    shelf.left(job.id)
    assert begun == ["shop", "second"]
    assert [lane.alive for lane in lanes.values()] == [{}, {}]


async def test_what_lost_its_body_in_a_paused_project_does_not_keep_others_waiting_for_its_money(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its hold stands under a ceiling that both share; its body broke once and was never begun again."""
    monkeypatch.setattr(pump, "_PICK_UP_AGAIN", 0.0)
    shop = ShopMaker(tmp_path)
    plan = chains(1, 1, price=PRICE)
    ours = settings(tmp_path, day_ceiling="0.07")
    async with await Engine.open(ours, plan, nothing, {"shop": shop}) as engine:
        broken = await _left_without_a_body(engine, shop)
        other = await new_project(engine, "p_two")
        await engine.run(other)
        assert (await engine.wait(other)).state is RunState.PAUSED
        async with engine.database.read() as db:
            t = tables.job.c
            state = (await db.execute(sa.select(t.state).where(t.project_id == broken))).scalar_one()
    assert state == "done"
    assert len(shop.accepted()) == 1


async def _left_without_a_body(engine: Engine, shop: ShopMaker) -> str:
    """A project that was paused while its order was on its way, and whose body then broke, twice."""
    project = await new_project(engine)
    failures = [2]

    async def pausing(key: str) -> None:
        await engine.pause(project)

    async def checked(key: str) -> None:
        if failures[0]:
            failures[0] -= 1
            raise asyncio.CancelledError

    shop.on_start, shop.on_check = pausing, checked
    await engine.run(project)
    assert (await engine.wait(project)).state is RunState.PAUSED
    return project


async def test_a_clock_that_is_put_back_makes_nobody_wait_for_a_day(tmp_path: Path) -> None:
    """And one that jumps while a row is known changes nothing."""
    now = datetime.now(UTC)
    async with await Engine.open(settings(tmp_path), chains(0, 0), nothing, {}) as engine:
        waits = engine._pump
        due = waits._due_of(_waiting(now + timedelta(days=1)), now)
        assert due <= pump.time.monotonic() + PATIENCE_SECONDS
        waits._dues = {_waiting(now).key: due}
        assert waits._due_of(_waiting(now), now - timedelta(days=30)) == due
        assert waits._due_of(_waiting(now), now + timedelta(days=30)) == due


def _waiting(due: datetime) -> Job:
    planned = frame("a", price=PRICE)
    return Job(
        "j", "p", planned.slot, planned.step, planned.model, "x", "shop", planned.fingerprint, due_at=due
    )
