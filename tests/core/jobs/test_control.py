"""Pause, cancel, shut down, start again: nothing is lost and nothing is bought twice (B8, R21)."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from engine_makers import PRICE, HomeMaker, ShopMaker, chains, load, new_project, nothing, settings

from core.errors import Conflict
from core.jobs.engine import Engine
from core.jobs.lanes import Limits
from core.jobs.lock import running_engine
from core.store import jobs, money
from core.store.engine import open_database
from core.store.jobs import JobState
from core.store.runs import RunState

PROGRAM = Path(__file__).parents[2] / "engine_program.py"


async def test_a_cancel_reaches_the_maker_and_gives_the_money_back(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path, checks=10_000)
    waiting = asyncio.Event()

    async def seen(key: str) -> None:
        waiting.set()

    shop.on_check = seen
    plan = chains(3, 2, price=PRICE)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await waiting.wait()
        await engine.cancel(project)
        run = await engine.wait(project)
        accepted = {order["key"] for order in shop.accepted()}
        status = await engine.status(project)
        async with engine.database.read() as db:
            bound = await money.balance(db, project_id=project)
    assert run.state is RunState.CANCELLED
    assert accepted
    assert set(shop.cancelled) == accepted
    assert {job.state for job in status.jobs} == {JobState.CANCELLED}
    assert bound == money.Balance(0, 0)


async def test_a_cancelled_project_goes_on_where_it_stood(tmp_path: Path) -> None:
    home = HomeMaker()
    async with await Engine.open(
        settings(tmp_path), chains(2, 3, maker="home"), nothing, {"home": home}
    ) as engine:
        project = await new_project(engine)
        home.gate = asyncio.Event()
        await engine.run(project)
        async for event in engine.events():
            if event.kind == "job" and event.data["state"] == "running":
                break
        await engine.cancel(project)
        home.gate = None
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert len((await load(engine)).takes) == 6


async def test_a_pause_lets_what_was_begun_end_and_begins_nothing(tmp_path: Path) -> None:
    home = HomeMaker()
    home.gate = asyncio.Event()
    async with await Engine.open(
        settings(tmp_path), chains(2, 2, maker="home"), nothing, {"home": home}
    ) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await home.has_started(2)
        await engine.pause(project, "a person wants to look")
        assert (await engine.wait(project)).note == "a person wants to look"
        home.gate.set()
        done = 0
        async for event in engine.events():
            done += event.kind == "job" and event.data["state"] == "done"
            if done == 2:
                break
        assert len(home.started) == 2
        await engine.resume(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert len(home.started) == 4


async def test_a_shutdown_is_not_a_cancel(tmp_path: Path) -> None:
    """The next engine goes on with the same orders."""
    shop = ShopMaker(tmp_path, checks=10_000)
    waiting = asyncio.Event()

    async def seen(key: str) -> None:
        waiting.set()

    shop.on_check = seen
    plan = chains(2, 2, price=PRICE)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await waiting.wait()
    again = ShopMaker(tmp_path)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": again}) as engine:
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert await money.balance(db, project_id=project) == money.Balance(0, 4 * PRICE)
    assert shop.cancelled == []
    prompts = [order["prompt"] for order in again.accepted()]
    assert len(prompts) == len(set(prompts)) == 4


@pytest.mark.parametrize("findable", [True, False])
async def test_a_submission_whose_answer_was_lost_is_looked_up(tmp_path: Path, findable: bool) -> None:
    """Where the shop cannot look it up, a person is asked and nothing is ordered again."""
    shop = ShopMaker(tmp_path)
    submitted = asyncio.Event()
    real = shop._note

    def note_and_die(order: dict[str, str]) -> None:
        real(order)
        submitted.set()
        shop._wait = 3600

    shop._note = note_and_die  # type: ignore[method-assign]
    plan = chains(1, 1, price=PRICE)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await submitted.wait()
    again = ShopMaker(tmp_path)
    again.findable = findable
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": again}) as engine:
        run = await engine.wait(project)
        (job,) = (await engine.status(project)).jobs
    assert run.state is (RunState.FINISHED if findable else RunState.STOPPED)
    assert job.state is (JobState.DONE if findable else JobState.UNKNOWN)
    assert len(again.accepted()) == 1


@pytest.mark.parametrize("seed", range(2))
def test_kill_9_at_any_moment_loses_nothing_and_buys_nothing_twice(tmp_path: Path, seed: int) -> None:
    """Killed again and again until a life is long enough to finish."""
    rng = random.Random(seed)
    lives = 0
    while lives < 20:
        lives += 1
        ended = life(tmp_path, None if lives > 4 else rng.uniform(0.0, 0.25))
        if ended == "finished":
            break
    orders = ShopMaker(tmp_path / "shop").accepted()
    prompts = [order["prompt"] for order in orders]
    assert ended == "finished"
    assert lives > 2
    assert sorted(prompts) == sorted(set(prompts))
    assert len(prompts) == 12
    assert asyncio.run(bound(tmp_path)) == money.Balance(0, 12_000)


def life(folder: Path, seconds: float | None) -> str:
    """One process, killed that long after it began to work; tells how it ended."""
    (folder / "shop").mkdir(exist_ok=True)
    command = [sys.executable, str(PROGRAM), str(folder / "data"), str(folder / "shop"), "4", "3", "shop"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "working\n"
        if seconds is not None:
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
        return process.stdout.read().strip() or "killed"


async def bound(folder: Path) -> money.Balance:
    database = await open_database("", folder / "data")
    async with database.read() as db:
        found = await money.balance(db, project_id="p_one")
        assert [job.state for job in await jobs.open_jobs(db)] == []
    await database.close()
    return found


def test_an_interrupt_ends_the_process_soon_and_keeps_the_work(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    command = [sys.executable, str(PROGRAM), str(tmp_path / "data"), str(tmp_path / "shop"), "4", "3", "shop"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline() == "working\n"
        process.send_signal(signal.SIGINT)
        process.wait(30)
        errors = process.stderr.read()
    assert "KeyboardInterrupt" in errors
    assert "never retrieved" not in errors
    assert not (tmp_path / "data" / "engine.json").exists()
    assert life(tmp_path, None) == "finished"
    prompts = [order["prompt"] for order in ShopMaker(tmp_path / "shop").accepted()]
    assert len(prompts) == len(set(prompts)) == 12


async def test_a_second_process_is_refused_and_told_who_is_there(tmp_path: Path) -> None:
    makers = {"home": HomeMaker()}
    async with await Engine.open(settings(tmp_path), chains(1, 1), nothing, makers):
        with pytest.raises(Conflict, match=rf"number {running_engine(tmp_path)['pid']}\).*DATA_DIR"):
            await Engine.open(settings(tmp_path), chains(1, 1), nothing, makers)
    async with await Engine.open(settings(tmp_path), chains(1, 1), nothing, makers):
        pass
    assert running_engine(tmp_path) == {}


def test_a_killed_process_leaves_no_lock(tmp_path: Path) -> None:
    assert life(tmp_path, 0.0) in ("killed", "finished")
    assert life(tmp_path, None) == "finished"


async def test_leftovers_of_a_killed_process_are_swept(tmp_path: Path) -> None:
    left = tmp_path / "work" / "j_gone"
    left.mkdir(parents=True)
    (left / "half.mp4").write_bytes(b"half")
    async with await Engine.open(settings(tmp_path), chains(1, 1), nothing, {"home": HomeMaker()}):
        assert not left.exists()


async def test_work_at_home_that_was_killed_simply_begins_again(tmp_path: Path) -> None:
    home = HomeMaker()
    home.gate = asyncio.Event()
    plan = chains(2, 1, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": home}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await home.has_started(2)
    again = HomeMaker()
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": again}) as engine:
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert sorted(again.started) == sorted(home.started)


async def test_where_everything_can_be_made_again_no_workflows_are_kept(tmp_path: Path) -> None:
    plan = chains(2, 2, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": HomeMaker()}) as engine:
        await engine.run(await new_project(engine))
        assert (await engine.wait("p_one")).state is RunState.FINISHED
        assert await engine._dispatcher.forget_before(timedelta(days=-1)) == 0
    assert not any(name.startswith("dispatch.sqlite") for name in os.listdir(tmp_path))


def lose_the_dispatchers_file(folder: Path) -> None:
    for file in folder.glob("dispatch.sqlite*"):
        file.unlink()


async def test_losing_the_dispatchers_file_loses_nothing(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path, checks=10_000)
    waiting = asyncio.Event()

    async def seen(key: str) -> None:
        waiting.set()

    shop.on_check = seen
    async with await Engine.open(settings(tmp_path), chains(2, 2), nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await waiting.wait()
    lose_the_dispatchers_file(tmp_path)
    async with await Engine.open(
        settings(tmp_path), chains(2, 2), nothing, {"shop": ShopMaker(tmp_path)}
    ) as engine:
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert len(shop.accepted()) == 4


async def test_a_lane_is_never_wider_than_its_maker_bears(tmp_path: Path) -> None:
    """And two projects share it fairly: neither waits for the other's end."""
    home = HomeMaker()
    ends: list[str] = []
    plan = chains(6, 1, maker="home")
    limits = {"home": Limits(at_once=3, repeatable=True)}
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": home}, limits=limits) as engine:
        for project in ("p_one", "p_two"):
            await new_project(engine, project)
        home.gate = asyncio.Event()
        await engine.run("p_one")
        await engine.run("p_two")
        await home.has_started(3)
        home.gate.set()
        await engine.wait("p_one")
        await engine.wait("p_two")
        async for event in engine.events():
            if event.kind == "job" and event.data["state"] == "done":
                ends.append(str(event.project_id))
            if len(ends) == 12:
                break
    assert home.most == 3
    assert {"p_one", "p_two"} == set(ends[:6])


async def test_a_lane_that_processes_share_goes_through_the_queue(tmp_path: Path) -> None:
    home = HomeMaker()
    limits = {"home": Limits(at_once=2, repeatable=True, shared=True)}
    plan = chains(3, 1, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": home}, limits=limits) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert len(home.started) == 3
    assert home.most <= 2
