"""What happens by the clock, called by hand."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from engine_makers import PRICE, HomeMaker, ShopMaker, chains, frame, new_project, nothing, settings

from core.errors import NotFound
from core.jobs.engine import Engine
from core.jobs.plan_types import PlannedJob
from core.jobs.upkeep import disk_words, trim_cache
from core.store import events, money, projects, takes
from core.story import Slot, SlotKind, Step, Story


def test_the_cache_is_cut_to_its_size_oldest_first(tmp_path: Path) -> None:
    for age, name in enumerate(["new", "older", "oldest"]):
        path = tmp_path / "pieces" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x" * 100)
        os.utime(path, (path.stat().st_mtime - age * 100,) * 2)
    assert trim_cache(tmp_path, 150, timedelta(days=1)) == 2
    assert [path.name for path in (tmp_path / "pieces").iterdir()] == ["new"]


def test_what_was_not_used_for_long_goes_whatever_the_size(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (old.stat().st_mtime - 100_000,) * 2)
    assert trim_cache(tmp_path, 1000, timedelta(days=1)) == 1
    assert (old.exists(), new.exists()) == (False, True)
    assert trim_cache(tmp_path / "nowhere", 0, timedelta(0)) == 0


async def test_the_dispatchers_old_rows_are_deleted_and_ours_stay(tmp_path: Path) -> None:
    shop = {"shop": ShopMaker(tmp_path)}
    async with await Engine.open(settings(tmp_path), chains(2, 2), nothing, shop) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        dispatcher = engine._dispatcher
        assert dispatcher._flows is not None
        if begun := dispatcher._flows._flows:
            await asyncio.wait(begun)
        assert await dispatcher.forget_before(timedelta(days=1)) == 0
        assert await dispatcher.forget_before(timedelta(days=-1)) >= 3
        assert len((await engine.status(project)).jobs) == 4


async def test_quotes_that_ran_out_go_and_accepted_ones_stay(tmp_path: Path) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=30)
    async with await Engine.open(settings(tmp_path), chains(0, 0), nothing, {}) as engine:
        project = await new_project(engine)
        async with engine.database.write() as db:
            for name in ("q_old", "q_said_yes"):
                await money.insert_quote(
                    db, money.Quote(name, project, 1, 2, (), Step.EXPORT, 1, long_ago, long_ago)
                )
            await money.accept_quote(db, "q_said_yes")
        await engine._upkeep.forget()
        async with engine.database.read() as db:
            assert (await money.load_quote(db, "q_said_yes")).project_id == project
            with pytest.raises(NotFound):
                await money.load_quote(db, "q_old")


@pytest.mark.usefixtures("both_media")
async def test_old_takes_go_only_when_they_cost_nothing_and_nobody_uses_them(tmp_path: Path) -> None:
    """B11: nothing that was paid for is deleted."""
    makers = {"home": HomeMaker(), "shop": ShopMaker(tmp_path)}
    slots = [Slot(SlotKind.FRAME, name) for name in ("free", "paid")]

    def plan(story: Story) -> list[PlannedJob]:
        style = story.project.style
        wanted = [frame("free", style=style, maker="home"), frame("paid", style=style, price=PRICE)]
        fresh = {slot: take.fingerprint for slot, take in story.takes.items()}
        return [job for job in wanted if fresh.get(job.slot) != job.fingerprint]

    async with await Engine.open(settings(tmp_path), plan, nothing, makers) as engine:
        project = await new_project(engine)
        for style in ("", "ink"):
            async with engine.database.write() as db:
                await projects.update_project(db, project, style=style)
            await engine.run(project)
            await engine.wait(project)
        async with engine.database.read() as db:
            (old, _), paid = [await takes.history(db, slot) for slot in slots]
        assert await engine._upkeep.forget_takes(timedelta(days=1)) == 0
        assert await engine._upkeep.forget_takes(timedelta(seconds=-1)) == 1
        async with engine.database.read() as db:
            left = [len(await takes.history(db, slot)) for slot in slots]
        assert left == [1, 2]
        assert not engine.media.has(old.asset)
        assert all(engine.media.has(take.asset) for take in paid)


async def test_people_are_warned_once_before_the_budget_is_full(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ours = settings(tmp_path, disk_budget="0.0001")
    async with await Engine.open(ours, chains(0, 0), nothing, {}) as engine:
        assert await engine._upkeep.measure()
        assert await engine._upkeep.measure()
        event = await anext(aiter(engine.events()))
        async with engine.database.read() as db:
            assert await events.last_id(db) == event.id
        project = await new_project(engine)
        told = (await engine.status(project)).little_room
    assert event.kind == "disk_low"
    assert "Little room for films" in told and str(tmp_path) not in told
    assert "DISK_BUDGET" in event.data["note"]
    assert disk_words(settings(tmp_path)) == ""


async def test_a_refresh_that_fails_does_not_keep_the_others_from_theirs(tmp_path: Path) -> None:
    done: list[str] = []

    async def fails() -> None:
        raise ValueError("no balance")

    async def works() -> None:
        done.append("balance")

    async with await Engine.open(
        settings(tmp_path), chains(0, 0), nothing, {}, refresh=[fails, works]
    ) as engine:
        await engine._upkeep.refresh()
    assert done == ["balance"]
