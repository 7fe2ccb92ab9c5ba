"""The life of a job, arrow by arrow (DESIGN 4, R4, R20, R29, B8)."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from engine_makers import PRICE, HomeMaker, ShopMaker, chains, frame, load, new_project, nothing, settings

from core.errors import POLICY, Fault, NotReady, ProviderError
from core.jobs.engine import Engine
from core.jobs.plan_types import Accepted, PlannedJob
from core.providers.base import Desk, Done
from core.requests import Request
from core.store import jobs, money, projects, rows, takes
from core.store.jobs import JobState
from core.store.runs import RunState
from core.story import Entity, EntityKind, Slot, SlotKind, Step, Story

pytestmark = pytest.mark.usefixtures("both_places")

SLOT = Slot(SlotKind.FRAME, "p_one.0.0")


async def opened(folder: Path, makers: dict[str, Any], plan: Any = None, accept: Any = nothing) -> Engine:
    plan = plan or chains(1, 1, maker=next(iter(makers)), price=PRICE if "shop" in makers else 0)
    return await Engine.open(settings(folder), plan, accept, makers)


async def states(engine: Engine) -> list[str]:
    """The states the first job went through, as followers were told."""
    seen = []
    async for event in engine.events():
        if event.kind == "job":
            seen.append(event.data["state"])
        if event.kind.startswith("run_") and event.kind != "run_started":
            return seen
    return seen


async def test_a_job_at_home_goes_from_waiting_to_done(tmp_path: Path) -> None:
    async with await opened(tmp_path, {"home": HomeMaker()}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert await states(engine) == ["waiting", "running", "done"]
        take = (await load(engine)).takes[SLOT]
        assert engine.media.path(take.asset).read_bytes() == b"picture of p_one.0.0 "
        assert (take.model, take.prompt, take.cost, take.facts) == (
            "home:picture",
            "p_one.0.0 ",
            0,
            {"width": 16},
        )
        assert list((tmp_path / "work").glob("*")) == []


async def test_a_paid_job_passes_every_state_and_is_captured(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    shop.cost = PRICE - 1
    async with await opened(tmp_path, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        assert await states(engine) == ["waiting", "submitting", "running", "finishing", "done"]
        assert (await load(engine)).takes[SLOT].cost == PRICE - 1
        async with engine.database.read() as db:
            assert await money.balance(db, project_id=project) == money.Balance(0, PRICE - 1)


async def test_intent_and_money_are_committed_before_the_maker_is_called(tmp_path: Path) -> None:
    """And the operation before the first check."""
    shop = ShopMaker(tmp_path)
    async with await opened(tmp_path, {"shop": shop}) as engine:
        seen: list[tuple[str, JobState, bool, int]] = []

        async def look(key: str) -> None:
            async with engine.database.read() as db:
                job = await jobs.load_job(db, key.split("#")[0])
                held = await money.held_for(db, job)
            seen.append((job.prompt, job.state, job.operation is not None, held))

        shop.on_start = shop.on_check = look
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
    assert seen == [
        ("p_one.0.0 ", JobState.SUBMITTING, False, PRICE),
        ("p_one.0.0 ", JobState.RUNNING, True, PRICE),
    ]


async def test_a_saved_prompt_is_there_before_its_job_begins(tmp_path: Path) -> None:
    """R4; a prompt that a person wrote is left alone (R17)."""
    home = HomeMaker()

    def plan(story: Story) -> list[PlannedJob]:
        wanted = [frame(entity.id, maker="home") for entity in story.entities]
        return [
            dataclasses.replace(job, step=Step.REFS, slot=Slot(SlotKind.REFERENCE, job.slot.target))
            for job in wanted
            if Slot(SlotKind.REFERENCE, job.slot.target) not in story.takes
        ]

    async with await opened(tmp_path, {"home": home}, plan) as engine:
        found: dict[str, str] = {}

        async def look(request: Request, desk: Desk) -> None:
            found.update({entity.name: entity.prompt for entity in (await load(engine)).entities})

        home.during = look
        project = await new_project(engine)
        async with engine.database.write() as db:
            ana = Entity("", EntityKind.CHARACTER, "Ana")
            await rows.replace_entities(
                db, project, [ana, Entity("", EntityKind.PROP, "Lamp", prompt="my lamp", prompt_is_own=True)]
            )
        await engine.run(project)
        await engine.wait(project)
    assert found["Ana"].startswith("e_")
    assert found["Lamp"] == "my lamp"


@pytest.mark.parametrize("fault", list(Fault))
async def test_every_fault_is_tried_as_often_as_its_policy_says(tmp_path: Path, fault: Fault) -> None:
    shop = ShopMaker(tmp_path)
    shop.findable = False
    shop.refusals = [ProviderError(fault, f"no: {fault}", retry_after=0.0) for _ in range(20)]
    async with await opened(tmp_path, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        run = await engine.wait(project)
        status = await engine.status(project)
        async with engine.database.read() as db:
            bound = await money.balance(db, project_id=project)
    starts = 20 - len(shop.refusals)
    if fault is Fault.RATE_LIMIT:
        assert (run.state, starts, bound) == (RunState.FINISHED, 20, money.Balance(0, PRICE))
        return
    assert run.state is RunState.STOPPED
    assert starts == POLICY[fault].retries + 1
    unknown = fault is Fault.UNKNOWN_OUTCOME
    assert [job.state for job in status.failures] == [JobState.UNKNOWN if unknown else JobState.FAILED]
    (failure,) = status.failures
    assert (failure.fault, failure.attempt) == (fault.value, starts)
    assert f"no: {fault}" in failure.error
    spent = 0 if POLICY[fault].charged is False or unknown else PRICE * starts
    assert bound == money.Balance(PRICE if unknown else 0, spent)


async def test_a_fault_that_passes_costs_only_the_attempt_that_worked(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    shop.refusals = [ProviderError(Fault.UNAVAILABLE, "busy", retry_after=0.0)] * 2
    async with await opened(tmp_path, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert await money.balance(db, project_id=project) == money.Balance(0, PRICE)
            (job,) = await jobs.list_jobs(db, project)
    assert (job.attempt, job.error) == (3, "")


async def test_an_empty_result_is_a_bad_output_and_not_a_take(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    shop.empty = True
    async with await opened(tmp_path, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        assert [job.fault for job in (await engine.status(project)).failures] == ["bad_output"]
        assert (await load(engine)).takes == {}


async def test_a_lost_connection_while_checking_buys_nothing_twice(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    failures = iter(range(3))

    async def drop(key: str) -> None:
        if next(failures, None) is not None:
            raise ProviderError(Fault.UNAVAILABLE, "no route", retry_after=0.0)

    shop.on_check = drop
    async with await opened(tmp_path, {"shop": shop}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert len(shop.accepted()) == 1


async def test_a_fault_of_ours_fails_the_job_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(story: Story, job: PlannedJob, done: Done, data: bytes) -> Accepted:
        raise ValueError("a slip")

    async with await opened(tmp_path, {"home": HomeMaker()}, accept=broken) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        (failure,) = (await engine.status(project)).failures
    assert failure.error == "This is a fault of ours: ValueError: a slip"
    assert "a slip" in caplog.text


async def test_a_planner_that_breaks_stops_the_run(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    def plan(story: Story) -> list[PlannedJob]:
        raise ValueError("a slip")

    async with await opened(tmp_path, {"home": HomeMaker()}, plan) as engine:
        project = await new_project(engine)
        await engine.run(project)
        run = await engine.wait(project)
    assert (run.state, run.note) == (RunState.STOPPED, "This is a fault of ours: ValueError: a slip")


async def test_a_plan_that_is_never_content_does_not_go_on_for_ever(tmp_path: Path) -> None:
    home = HomeMaker()

    async with await opened(
        tmp_path, {"home": home}, lambda story: [frame("p_one.0.0", maker="home")]
    ) as engine:
        project = await new_project(engine)
        await engine.run(project)
        run = await engine.wait(project)
        (failure,) = (await engine.status(project)).failures
    assert run.state is RunState.STOPPED
    assert len(home.started) == 50
    assert "50 times" in failure.error


async def test_one_failed_chain_leaves_the_others_whole_and_is_tried_again_alone(tmp_path: Path) -> None:
    """R5."""
    shop = ShopMaker(tmp_path)

    async def refuse_one(key: str) -> None:
        if refusing and len(refused) == 0:
            refused.append(key)
            raise ProviderError(Fault.MODERATION, "not this one")

    refusing, refused = True, []
    shop.on_start = refuse_one
    async with await opened(tmp_path, {"shop": shop}, chains(3, 2)) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        assert len((await load(engine)).takes) == 4
        (failure,) = (await engine.status(project)).failures
        again = await engine.retry(failure.slot)
        assert (again.id, again.attempt) == (failure.id, 2)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert len((await load(engine)).takes) == 6
        with pytest.raises(NotReady):
            await engine.retry(failure.slot)


async def test_a_new_run_tries_failed_jobs_once_more(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    shop.refusals = [ProviderError(Fault.MODERATION, "no")]
    async with await opened(tmp_path, {"shop": shop}) as engine:
        project = await new_project(engine)
        first = await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        second = await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert (first.number, second.number) == (1, 2)
        assert (await engine.status(project)).failures == ()


async def test_an_unknown_outcome_is_submitted_again_only_when_a_person_says_so(tmp_path: Path) -> None:
    shop = ShopMaker(tmp_path)
    shop.findable = False
    shop.refusals = [ProviderError(Fault.UNKNOWN_OUTCOME, "the line went dead")]
    async with await opened(tmp_path, {"shop": shop}) as engine:
        project = await new_project(engine)
        for _ in range(3):
            await engine.run(project)
            assert (await engine.wait(project)).state is RunState.STOPPED
        assert shop.accepted() == []
        await engine.retry(SLOT)
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert (await money.balance(db, project_id=project)) == money.Balance(0, 2 * PRICE)
    assert len(shop.accepted()) == 1


async def test_saying_run_twice_makes_nothing_twice(tmp_path: Path) -> None:
    home = HomeMaker()
    async with await opened(tmp_path, {"home": home}, chains(2, 3, maker="home")) as engine:
        project = await new_project(engine)
        await asyncio.gather(*(engine.run(project) for _ in range(20)))
        run = await engine.wait(project)
        await engine.run(project)
        await engine.wait(project)
    assert run.number == 1
    assert len(home.started) == len(set(home.started)) == 6


async def test_an_edit_drops_what_only_waits_and_remakes_what_is_stale(tmp_path: Path) -> None:
    """B6, B11: and taking the edit back finds the old takes again."""
    home = HomeMaker()
    async with await opened(tmp_path, {"home": home}, chains(2, 2, maker="home")) as engine:
        project = await new_project(engine)
        for style in ("", "ink", ""):
            async with engine.database.write() as db:
                await projects.update_project(db, project, style=style)
            await engine.run(project)
            assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert len(await takes.history(db, SLOT)) == 2
        story = await load(engine)
        assert engine.media.path(story.takes[SLOT].asset).read_bytes() == b"picture of p_one.0.0 "
    assert len(home.started) == 8


async def test_a_result_that_was_overtaken_is_kept_but_not_selected(tmp_path: Path) -> None:
    home = HomeMaker()
    home.gate = asyncio.Event()
    old_gate = home.gate
    begun = asyncio.Event()

    async def hold_only_old(request: Request, desk: Desk) -> None:
        begun.set()

    home.during = hold_only_old
    async with await opened(tmp_path, {"home": home}, chains(1, 1, maker="home")) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await begun.wait()
        home.gate = None
        async with engine.database.write() as db:
            await projects.update_project(db, project, style="ink")
        engine.changed()
        async for event in engine.events():
            if event.kind == "take_selected":
                break
        old_gate.set()
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            kept = await takes.history(db, SLOT)
        assert (await load(engine)).takes[SLOT].prompt == "p_one.0.0 ink"
    assert sorted(take.prompt for take in kept) == ["p_one.0.0 ", "p_one.0.0 ink"]


async def test_a_makers_absence_is_said_plainly(tmp_path: Path) -> None:
    async with await opened(tmp_path, {"home": HomeMaker()}, chains(1, 1, maker="shop")) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        (failure,) = (await engine.status(project)).failures
    assert failure.error == "shop:picture cannot be reached: no shop here."
