"""No mix of faults and no order of events takes money past a ceiling (B2)."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from engine_makers import HomeMaker, ShopMaker, chains, frame, load, new_project, nothing, settings

from core.errors import Fault, ProviderError
from core.jobs import ledger
from core.jobs.engine import Engine
from core.jobs.lanes import Limits
from core.jobs.plan_types import PlannedJob, Successor
from core.providers.base import Desk, Done, MadeFile, Pending
from core.requests import ImageRequest, Request
from core.store import jobs, money, tables, tally
from core.store.jobs import JobState
from core.store.money import Entry
from core.store.runs import RunState
from core.story import Story

CASES = 52
"""Projects in each of the parametrized tests below; 208 in all."""

PAID, FREE = 4, 1


@dataclass
class Case:
    """One project under a random ceiling with a random mix of faults."""

    seed: int
    project: str = ""
    price: int = 0
    other: int = 0
    ceiling: int | None = None
    person: int | None = None
    faults: Sequence[Fault] = ()
    share: float = 0.0
    rng: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        self.rng = rng = random.Random(self.seed)
        self.project = f"p_{self.seed}"
        self.price, self.other = rng.randrange(1, 90_000), rng.randrange(1, 90_000)
        full = PAID * max(self.price, self.other)
        self.ceiling = rng.choice([0, *(rng.randrange(full + 1) for _ in range(3))])
        self.person = rng.choice([None, None, rng.randrange(full + 1)])
        self.faults = rng.sample(list(Fault), rng.randrange(1, 5))
        self.share = rng.choice([0.0, 0.2, 0.6])

    def planned(self, story: Story) -> list[PlannedJob]:
        paid = [frame(f"{self.project}.{i}", maker="stall", price=self.price) for i in range(PAID)]
        free = [frame(f"{self.project}.f{i}", maker="home") for i in range(FREE)]
        return [job for job in (*paid, *free) if job.slot not in story.takes]


class Stall:
    """A paid maker without a network; what it does is drawn from the case its request belongs to."""

    def __init__(self, cases: Mapping[str, Case], price: str) -> None:
        self._cases = cases
        self._price = price

    def _case(self, text: str) -> Case:
        return self._cases[text.split(".")[0]]

    def _charge(self, case: Case) -> int | None:
        most: int = getattr(case, self._price)
        return case.rng.choice([None, 0, most, case.rng.randrange(most + 1)])

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        assert isinstance(request, ImageRequest)
        case = self._case(request.prompt)
        if case.rng.random() < 0.9:
            await desk.note({"prompt": request.prompt})
        await self._maybe_refuse(case)
        if case.rng.random() < 0.5:
            return Pending({"prompt": request.prompt}, 0.0)
        return Done(MadeFile("image/png", data=key.encode()), cost=self._charge(case))

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done:
        case = self._case(operation["prompt"])
        await self._maybe_refuse(case)
        data = b"" if case.rng.random() < case.share / 3 else b"made"
        return Done(MadeFile("image/png", data=data), cost=self._charge(case))

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None:
        raise AssertionError("nothing is cancelled here")

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        case = self._case(notes["prompt"])
        if case.rng.random() < 0.3:
            raise ProviderError(Fault.UNKNOWN_OUTCOME, "nobody can tell")
        return case.rng.choice([None, dict(notes)])

    async def _maybe_refuse(self, case: Case) -> None:
        await asyncio.sleep(0)
        if case.rng.random() < case.share:
            fault = case.rng.choice(case.faults)
            charged = None if fault is Fault.UNKNOWN_OUTCOME else self._charge(case)
            raise ProviderError(fault, "no", retry_after=0.0, cost=charged)


@pytest.mark.parametrize("chunk", range(4))
async def test_no_mix_of_faults_passes_any_ceiling(tmp_path: Path, chunk: int) -> None:
    """The whole ledger is replayed row by row; a failure names the case's seed."""
    cases = {case.project: case for case in (Case(chunk * CASES + i) for i in range(CASES))}
    stalls = {"stall": Stall(cases, "price"), "second": Stall(cases, "other"), "home": HomeMaker()}

    def successor(model: str, request: Request, tried: Sequence[str]) -> Successor | None:
        assert isinstance(request, ImageRequest)
        case = cases[request.prompt.split(".")[0]]
        return None if "second:picture" in tried else Successor("second:picture", "second", "x", case.other)

    def plan(story: Story) -> list[PlannedJob]:
        return cases[story.project.id].planned(story)

    limits = {name: Limits(16) for name in stalls} | {"home": Limits(8, repeatable=True)}
    async with await Engine.open(
        settings(tmp_path), plan, nothing, stalls, limits=limits, successor=successor
    ) as engine:
        for case in cases.values():
            await new_project(engine, case.project, ceiling=case.ceiling, owner=f"o_{case.seed}")
            await _set_person(engine, f"o_{case.seed}", case.person)
            await engine.run(case.project)
        ended = {project: (await engine.wait(project)).state for project in cases}
        for project, case in cases.items():
            await _check(engine, case, ended[project])


async def _set_person(engine: Engine, owner: str, ceiling: int | None) -> None:
    async with engine.database.write() as db:
        await db.execute(
            sa.insert(tables.person).values(id=owner, ceiling_day=ceiling, created_at=datetime.now(UTC))
        )


async def _check(engine: Engine, case: Case, ended: RunState) -> None:
    async with engine.database.read() as db:
        rows = await money.rows(db, case.project)
        found = await jobs.list_jobs(db, case.project)
    bound, kinds = 0, defaultdict(list)
    most = min(ceiling for ceiling in (case.ceiling, case.person, 10**12) if ceiling is not None)
    for row in rows:
        bound += row["held"] + row["spent"]
        kinds[row["job_id"], row["attempt"]].append(row["kind"])
        assert 0 <= bound <= most, f"seed {case.seed}"
    unknown = {(job.id, job.attempt) for job in found if job.state is JobState.UNKNOWN}
    for attempt, given in kinds.items():
        ends = 1 if attempt in unknown else 2
        assert given[0] == "hold" and len(given) == ends, f"seed {case.seed}: {attempt} {given}"
    held = sum(row["held"] for row in rows)
    assert held == sum(job.estimate for job in found if job.state is JobState.UNKNOWN), f"seed {case.seed}"
    free = [job for job in found if job.provider == "home"]
    assert [job.state for job in free] == [JobState.DONE] * FREE, f"seed {case.seed}"
    assert all(job.state is not JobState.SUBMITTING for job in found)
    if ended is RunState.PAUSED:
        assert any(job.fault == jobs.OVER_CEILING for job in found), f"seed {case.seed}"


async def test_a_day_of_the_installation_is_shared_by_everybody(tmp_path: Path, both_databases: str) -> None:
    shop = ShopMaker(tmp_path)
    plan = chains(2, 2, price=40_000)
    ours = settings(tmp_path, day_ceiling="0.13")
    async with await Engine.open(ours, plan, nothing, {"shop": shop}) as engine:
        for i in range(3):
            await new_project(engine, f"p_{i}", owner=f"o_{i}")
            await engine.run(f"p_{i}")
        ended = [await engine.wait(f"p_{i}") for i in range(3)]
    assert len(shop.accepted()) == 3
    assert {run.state for run in ended} == {RunState.PAUSED}
    assert "this installation's daily ceiling of $0.13" in ended[0].note
    assert "DAY_CEILING" in ended[0].note


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("person_day_ceiling", "your daily ceiling of $0.04"),
        ("person_month_ceiling", "your monthly ceiling of $0.04"),
        ("month_ceiling", "this installation's monthly ceiling of $0.04"),
    ],
)
async def test_the_pause_names_the_ceiling_that_was_met(tmp_path: Path, name: str, words: str) -> None:
    shop = ShopMaker(tmp_path)
    plan = chains(1, 2, price=40_000)
    async with await Engine.open(settings(tmp_path, **{name: "0.04"}), plan, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        run = await engine.wait(project)
        kinds = [event.kind async for event in _so_far(engine)]
    assert len(shop.accepted()) == 1
    assert (run.state, words in run.note) == (RunState.PAUSED, True)
    assert "over_ceiling" in kinds and "run_paused" in kinds


async def _so_far(engine: Engine) -> Any:
    async for event in engine.events():
        yield event
        if event.kind.startswith("run_") and event.kind != "run_started":
            return


async def test_a_persons_own_ceiling_stands_in_the_place_of_the_usual_one(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    plan = chains(1, 3, price=40_000)
    ours = settings(tmp_path, person_day_ceiling="0.04")
    async with await Engine.open(ours, plan, nothing, {"shop": shop}) as engine:
        project = await new_project(engine)
        await _set_person(engine, "me", 120_000)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED


async def test_what_was_held_before_midnight_still_counts_today(tmp_path: Path, both_databases: str) -> None:
    """A hold of yesterday is money that may be spent today; what was spent yesterday is not."""
    async with await Engine.open(settings(tmp_path), chains(0, 0), nothing, {}) as engine:
        project = await new_project(engine)
        job = replace(_job(project), id="j_old")
        async with engine.database.write() as db:
            for other in (job, replace(job, id="j_done")):
                await money.enter(db, other, Entry.HOLD, owner="me", held=40_000)
            done = replace(job, id="j_done")
            await money.enter(db, done, Entry.CAPTURE, owner="me", held=-40_000, spent=40_000)
            yesterday = datetime.now(UTC) - timedelta(days=1)
            await db.execute(sa.update(tables.ledger).values(at=yesterday))
            days = sa.update(tables.tally).where(tables.tally.c.day != tally.EVER)
            await db.execute(days.values(day=tally.day_of(yesterday)))
            day = ledger.Ceilings(day=80_000)
            await ledger.hold(db, replace(job, id="j_new"), day)
            with pytest.raises(ledger.OverCeiling):
                await ledger.hold(db, replace(job, id="j_newer"), day)


def _job(project: str) -> jobs.Job:
    planned = frame("x", price=40_000)
    return jobs.Job(
        id="j",
        project_id=project,
        slot=planned.slot,
        step=planned.step,
        model=planned.model,
        endpoint="x",
        provider="shop",
        fingerprint="f",
        estimate=40_000,
    )


async def test_a_charge_above_the_hold_is_recorded_and_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shop = ShopMaker(tmp_path)
    shop.cost = 50_000
    async with await Engine.open(
        settings(tmp_path), chains(1, 1, price=40_000), nothing, {"shop": shop}
    ) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        told = [event async for event in _so_far(engine) if event.kind == "overcharged"]
        async with engine.database.read() as db:
            assert await money.balance(db, project_id=project) == money.Balance(0, 50_000)
    assert [(event.data["held"], event.data["amount"]) for event in told] == [(40_000, 50_000)]
    assert "shop:picture charged $0.05, only $0.04 were held" in caplog.text


async def test_free_work_goes_on_at_a_ceiling_of_nothing_and_raising_it_brings_the_rest(tmp_path: Path) -> None:
    from core.store import projects

    makers = {"shop": ShopMaker(tmp_path), "home": HomeMaker()}

    def plan(story: Story) -> list[PlannedJob]:
        wanted = [frame("a", price=40_000), frame("b", maker="home"), frame("c", maker="home")]
        return [job for job in wanted if job.slot not in story.takes]

    async with await Engine.open(settings(tmp_path), plan, nothing, makers) as engine:
        project = await new_project(engine, ceiling=0)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.PAUSED
        assert sorted(slot.target for slot in (await load(engine)).takes) == ["b", "c"]
        async with engine.database.write() as db:
            await projects.update_project(db, project, ceiling=40_000)
        await engine.resume(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
