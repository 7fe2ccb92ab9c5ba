"""Several processes on one PostgreSQL: who makes what, and what becomes of the work of one that is gone."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from engine_makers import HomeMaker, chains, new_project, nothing, settings

from core.jobs.engine import Engine
from core.requests import Request
from core.store import events, jobs, tables
from core.store.engine import open_database
from core.store.jobs import JobState
from core.store.runs import RunState


@pytest.fixture
def address(postgres_address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DATABASE_URL", postgres_address)
    return postgres_address


async def opened(folder: Path, maker: HomeMaker, **fields: Any) -> Engine:
    plan = chains(2, 2, maker="home")
    return await Engine.open(settings(folder, **fields), plan, nothing, {"home": maker})


async def worker_of(engine: Engine, project_id: str) -> str | None:
    t = tables.project.c
    async with engine.database.read() as db:
        found: str | None = (await db.execute(sa.select(t.worker).where(t.id == project_id))).scalar()
    return found


async def no_bodies(engine: Engine) -> None:
    while bodies := list(engine._runner._bodies.values()):
        await asyncio.wait(bodies)


async def look_dead(engine: Engine) -> None:
    """Its loop stands still, as it does when a machine is suspended."""
    pulse = engine._pulse._task
    assert pulse is not None
    pulse.cancel()
    await asyncio.wait({pulse})
    t = tables.worker
    async with engine.database.write() as db:
        long_ago = sa.func.now() - sa.text("interval '1 minute'")
        await db.execute(sa.update(t).where(t.c.id == engine._tools.worker).values(seen_at=long_ago))


async def test_a_film_is_planned_by_one_worker_and_made_once(address: str, tmp_path: Path) -> None:
    first, second = HomeMaker(), HomeMaker()
    async with await opened(tmp_path, first) as one, await opened(tmp_path, second) as two:
        films = [await new_project(one, f"p_{number}") for number in range(4)]
        for film in films:
            await one.run(film)
        for film in films:
            assert (await two.wait(film)).state is RunState.FINISHED
    assert len(first.started + second.started) == len(set(first.started + second.started)) == 16


async def test_a_process_that_makes_no_films_orders_follows_and_cancels(address: str, tmp_path: Path) -> None:
    maker = HomeMaker()
    maker.gate = asyncio.Event()

    async def half(request: Request, desk: Any) -> None:
        desk.progress(0.5, "half")

    maker.during = half
    async with (
        await opened(tmp_path, maker) as worker,
        await opened(tmp_path, HomeMaker(), make_films=False) as front,
    ):
        assert worker.works and not front.works
        film = await new_project(front)
        await front.run(film)
        async for event in front.events():
            if event.kind == "progress" and event.data["words"] == "half":
                break
        assert {share.share for share in (await front.status(film)).progress.values()} == {0.5}
        await front.cancel(film)
        await no_bodies(worker)
        assert {job.state for job in (await front.status(film)).jobs} == {JobState.CANCELLED}
        assert (await worker.wait(film)).state is RunState.CANCELLED


async def test_a_worker_thought_dead_loses_its_films_and_writes_nothing_more(
    address: str, tmp_path: Path
) -> None:
    stuck, other = HomeMaker(), HomeMaker()
    stuck.gate = asyncio.Event()
    both = asyncio.Event()

    async def count(request: Request, desk: Any) -> None:
        if stuck.under_way == 2:
            both.set()

    stuck.during = count
    async with await opened(tmp_path, stuck) as lost:
        film = await new_project(lost)
        await lost.run(film)
        await both.wait()
        before = await worker_of(lost, film)
        await look_dead(lost)
        async with await opened(tmp_path, other) as heir:
            assert (await heir.wait(film)).state is RunState.FINISHED
            assert before == lost._tools.worker
            stuck.gate.set()
            await no_bodies(lost)
            async with heir.database.read() as db:
                found = await jobs.list_jobs(db, film)
            assert [(job.state, job.worker) for job in found] == [(JobState.DONE, heir._tools.worker)] * 4
    assert len(other.started) == 4


async def test_a_worker_that_stops_leaves_its_work_to_the_others_at_once(address: str, tmp_path: Path) -> None:
    stuck, other = HomeMaker(), HomeMaker()
    stuck.gate = asyncio.Event()
    one = await opened(tmp_path, stuck)
    film = await new_project(one)
    await one.run(film)
    async for event in one.events():
        if event.kind == "job" and event.data["state"] == "running":
            break
    async with await opened(tmp_path, other) as two:
        await one.close()
        assert (await two.wait(film)).state is RunState.FINISHED


async def test_an_office_has_one_holder_at_a_time(address: str, tmp_path: Path) -> None:
    one, two = await open_database(address, tmp_path), await open_database(address, tmp_path)
    order: list[str] = []

    async def hold(name: str, database: Any) -> None:
        async with database.elected("bot") as lost:
            order.append(f"{name} in")
            await asyncio.sleep(0)
            assert not lost.is_set()
            order.append(f"{name} out")

    await asyncio.gather(hold("one", one), hold("two", two))
    await one.close()
    await two.close()
    assert [step.split()[1] for step in order] == ["in", "out", "in", "out"]


async def test_events_come_in_the_order_of_their_commits(address: str, tmp_path: Path) -> None:
    """So nobody who follows ever misses one: no smaller id is committed after a larger one."""
    writers = [await open_database(address, tmp_path) for _ in range(3)]
    seen: list[int] = []

    async def write(database: Any) -> None:
        for _ in range(20):
            async with database.write() as db:
                await events.append(db, "counted", None)

    async def follow() -> None:
        while len(seen) < 60:
            async with writers[0].read() as db:
                seen.extend(event.id for event in await events.after(db, seen[-1] if seen else 0))

    await asyncio.gather(follow(), *(write(database) for database in writers))
    for database in writers:
        await database.close()
    assert seen == sorted(seen)
    assert len(seen) == 60
