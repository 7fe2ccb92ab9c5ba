"""A ceiling that really stops (B2)."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from engine_makers import ShopMaker, chains, load, new_project, nothing, settings

from core.errors import Fault, ProviderError
from core.jobs.engine import Engine
from core.jobs.lanes import Limits
from core.jobs.ledger import dollars
from core.store import events, jobs, money, projects
from core.store.runs import RunState

PRICE = 40_000


@pytest.mark.parametrize("seed", range(6))
async def test_no_call_is_ever_made_beyond_the_ceiling(tmp_path: Path, seed: int) -> None:
    """Eight jobs at once under random ceilings and refusals; the sum is looked at whenever one begins."""
    rng = random.Random(seed)
    ceiling = rng.randrange(0, 14 * PRICE)
    shop = ShopMaker(tmp_path, wait=0.001)
    faults = [Fault.UNAVAILABLE, Fault.MODERATION, Fault.BAD_OUTPUT]
    most = 0
    limits = {"shop": Limits(at_once=8)}
    plan = chains(4, 3, price=PRICE)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": shop}, limits=limits) as engine:

        async def look(key: str) -> None:
            nonlocal most
            async with engine.database.read() as db:
                most = max(most, (await money.balance(db, project_id="p_one")).total)
            if rng.random() < 0.15:
                raise ProviderError(rng.choice(faults), "no", retry_after=0.0)

        shop.on_start = look
        project = await new_project(engine, ceiling=ceiling)
        await engine.run(project)
        run = await engine.wait(project)
        while (await engine.status(project)).run.state is RunState.RUNNING or await unfinished(engine):
            async for _ in engine.events(await last_event(engine)):
                break
        async with engine.database.read() as db:
            end = await money.balance(db, project_id=project)
    assert most <= ceiling
    assert end.held == 0
    assert end.spent <= ceiling
    if run.state is RunState.PAUSED:
        assert end.spent + PRICE > ceiling
        assert "Raise the ceiling" in run.note


async def unfinished(engine: Engine) -> bool:
    async with engine.database.read() as db:
        return any(job.state is not jobs.JobState.WAITING for job in await jobs.open_jobs(db))


async def last_event(engine: Engine) -> int:
    async with engine.database.read() as db:
        return max(0, await events.last_id(db) - 1)


async def test_a_raised_ceiling_lets_the_run_go_on(tmp_path: Path) -> None:
    plan = chains(1, 3, price=PRICE)
    async with await Engine.open(settings(tmp_path), plan, nothing, {"shop": ShopMaker(tmp_path)}) as engine:
        project = await new_project(engine, ceiling=2 * PRICE)
        await engine.run(project)
        paused = await engine.wait(project)
        assert (paused.state, len((await load(engine)).takes)) == (RunState.PAUSED, 2)
        assert paused.note.startswith("The next job costs $0.04; $0.08 of the ceiling of $0.08 are")
        async with engine.database.write() as db:
            await projects.update_project(db, project, ceiling=3 * PRICE)
        await engine.resume(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert (await engine.status(project)).run.number == paused.number


@pytest.mark.parametrize(
    ("micro", "text"),
    [(0, "$0.00"), (40_000, "$0.04"), (1_500_000, "$1.50"), (1_234_567, "$1.234567"), (20_000_000, "$20.00")],
)
def test_amounts_are_shown_exactly(micro: int, text: str) -> None:
    assert dollars(micro) == text
