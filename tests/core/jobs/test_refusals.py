"""A lost answer is asked after, a refusal goes to the next model, a person reads which rule it was (B5)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from engine_makers import PRICE, ShopMaker, chains, load, new_project, nothing, settings

from core.errors import POLICY, Fault, ProviderError
from core.jobs.engine import Engine
from core.jobs.lanes import Limits
from core.jobs.lease import Lease
from core.jobs.plan_types import Successor
from core.requests import ImageRequest, Reference, Request
from core.store import jobs, money
from core.store.events import Event
from core.store.jobs import JobState
from core.store.runs import RunState
from core.story import Slot, SlotKind

SLOT = Slot(SlotKind.FRAME, "p_one.0.0")
ORDER = ("shop", "second", "third")


class Shops:
    """Three paid shops in a row, each the successor of the one before it."""

    def __init__(self, folder: Path) -> None:
        self.shops = {name: ShopMaker(_made(folder / name)) for name in ORDER}
        self.asked: list[tuple[str, Request, tuple[str, ...]]] = []

    def __getitem__(self, name: str) -> ShopMaker:
        return self.shops[name]

    def successor(self, model: str, request: Request, tried: Sequence[str]) -> Successor | None:
        self.asked.append((model, request, tuple(tried)))
        for name in ORDER:
            if f"{name}:picture" not in tried:
                return Successor(f"{name}:picture", name, "x", PRICE * 2)
        return None


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture
def shops(tmp_path: Path) -> Shops:
    return Shops(tmp_path)


async def opened(folder: Path, shops: Shops, **more: Any) -> Engine:
    plan = chains(1, 1, price=PRICE)
    return await Engine.open(
        settings(folder), plan, nothing, shops.shops, **{"successor": shops.successor, **more}
    )


async def told(engine: Engine, kind: str) -> list[Event]:
    found = []
    async for event in engine.events():
        if event.kind == kind:
            found.append(event)
        if event.kind.startswith("run_") and event.kind != "run_started":
            return found
    return found


# a lost answer


def accepted_but_lost(shop: ShopMaker) -> Callable[[str], Awaitable[None]]:
    async def lose(key: str) -> None:
        shop.on_start = None
        shop._note({"key": key, "prompt": "found again"})
        shop.refusals = [ProviderError(Fault.UNKNOWN_OUTCOME, "the line went dead")]

    return lose


async def test_a_lost_answer_is_asked_after_at_once_and_not_bought_again(tmp_path: Path, shops: Shops) -> None:
    """B8."""
    shops["shop"].on_start = accepted_but_lost(shops["shop"])
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        take = (await load(engine)).takes[SLOT]
        assert engine.media.path(take.asset).read_bytes() == b"picture of found again"
        async with engine.database.read() as db:
            (job,) = await jobs.list_jobs(db, project)
    assert (job.attempt, len(shops["shop"].accepted())) == (1, 1)


async def test_what_surely_never_arrived_is_sent_again_as_a_new_attempt(tmp_path: Path, shops: Shops) -> None:
    shops["shop"].refusals = [ProviderError(Fault.UNKNOWN_OUTCOME, "the line went dead", retry_after=0.0)]
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            (job,) = await jobs.list_jobs(db, project)
            assert await money.balance(db, project_id=project) == money.Balance(0, PRICE)
    assert (job.attempt, job.model, len(shops["shop"].accepted())) == (2, "shop:picture", 1)


async def test_after_standing_still_nothing_is_sent_that_others_may_have_ordered(
    tmp_path: Path, shops: Shops, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note is taken back with the attempt; the next one orders, once."""
    looks = iter([False])
    monkeypatch.setattr(Lease, "fence", lambda lease: lambda: next(looks, True))
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            (job,) = await jobs.list_jobs(db, project)
            assert await money.balance(db, project_id=project) == money.Balance(0, PRICE)
    assert (job.attempt, len(shops["shop"].accepted())) == (2, 1)


async def test_an_outage_while_asking_says_nothing_about_the_submission(tmp_path: Path, shops: Shops) -> None:
    """Were it taken for "never arrived", the job would be paid twice."""
    shop = shops["shop"]
    shop.on_start = accepted_but_lost(shop)
    find, failures = shop.find, iter(range(2))

    async def down(model: str, key: str, notes: Any) -> Any:
        if next(failures, None) is not None:
            raise ProviderError(Fault.UNAVAILABLE, "no route", retry_after=0.01)
        return await find(model, key, notes)

    shop.find = down  # type: ignore[method-assign]
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert len(shop.accepted()) == 1


async def test_where_nobody_can_tell_the_money_stays_held_and_no_other_model_is_tried(
    tmp_path: Path, shops: Shops, both_databases: str
) -> None:
    shops["shop"].on_start = accepted_but_lost(shops["shop"])
    shops["shop"].findable = False
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        (job,) = (await engine.status(project)).failures
        async with engine.database.read() as db:
            assert await money.balance(db, project_id=project) == money.Balance(PRICE, 0)
    assert (job.state, job.error) == (JobState.UNKNOWN, "the line went dead")
    assert shops.asked == []


async def test_a_slip_of_ours_after_the_submission_is_asked_after_too(
    tmp_path: Path, shops: Shops, caplog: pytest.LogCaptureFixture
) -> None:
    shop = shops["shop"]
    note = shop._note

    def slip(order: Any) -> None:
        note(order)
        raise ValueError("a slip")

    shop._note = slip  # type: ignore[method-assign]
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert len(shop.accepted()) == 1
    assert "a slip" in caplog.text


# the next model


@pytest.mark.parametrize("fault", [fault for fault in Fault if POLICY[fault].next_model])
async def test_a_refused_job_goes_to_the_next_model_with_its_request_as_it_is(
    tmp_path: Path, shops: Shops, fault: Fault
) -> None:
    tries = POLICY[fault].retries + 1
    shops["shop"].refusals = [ProviderError(fault, "not this", retry_after=0.0, cost=7)] * tries
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        take = (await load(engine)).takes[SLOT]
        async with engine.database.read() as db:
            (job,) = await jobs.list_jobs(db, project)
            assert await money.balance(db, project_id=project) == money.Balance(0, 7 * tries + 2 * PRICE)
        refused = [event.data for event in await told(engine, "refused")]
    assert (take.model, take.cost, take.fingerprint) == ("second:picture", 2 * PRICE, job.fingerprint)
    assert (job.model, tuple(job.tried), job.attempt) == ("second:picture", ("shop:picture",), tries + 1)
    assert len(shops["second"].accepted()) == 1
    last = refused[-1]
    assert (last["model"], last["fault"], last["cost"], last["next"]) == (
        "shop:picture",
        fault.value,
        7,
        "second:picture",
    )


async def test_every_reference_stays_with_the_request(tmp_path: Path, shops: Shops) -> None:
    """B5: keep the photo, change the provider."""
    from dataclasses import replace

    photo = Reference("a" * 64, "Ana", "character", guide=True)
    shops["shop"].refusals = [ProviderError(Fault.FACE_REFUSED, "a face", cost=0)]
    seen: list[Request] = []
    start = shops["second"].start

    async def look(model: str, request: Request, desk: Any, *, key: str) -> Any:
        seen.append(request)
        return await start(model, request, desk, key=key)

    shops["second"].start = look  # type: ignore[method-assign]

    def plan(story: Any) -> Any:
        made = chains(1, 1, price=PRICE)(story)
        return [replace(job, request=replace(job.request, references=(photo,))) for job in made]

    async with await Engine.open(
        settings(tmp_path), plan, nothing, shops.shops, successor=shops.successor
    ) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert (await load(engine)).takes[SLOT].references == (photo.asset,)
    (request,) = seen
    assert isinstance(request, ImageRequest)
    assert request.references == (photo,)
    assert [(model, tried) for model, _, tried in shops.asked] == [("shop:picture", ("shop:picture",))]


async def test_when_nobody_is_left_the_sentence_names_every_rule_and_what_it_cost(
    tmp_path: Path, shops: Shops
) -> None:
    shops["shop"].refusals = [ProviderError(Fault.FACE_REFUSED, "a famous face.", cost=30_000)]
    shops["second"].refusals = [ProviderError(Fault.MODERATION, "E005", cost=0)]
    shops["third"].refusals = [ProviderError(Fault.QUOTA, "no credit")] * 2
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        (job,) = (await engine.status(project)).failures
    assert job.error == (
        "shop:picture refused it under its rule about faces (it cost $0.03): a famous face. "
        "second:picture refused it under its content rules (nothing was charged): E005. "
        "third:picture could not be used, since no credit is left there (nothing was charged): no credit. "
        "All in all $0.03 were spent on it."
    )
    assert (job.state, job.attempt) == (JobState.FAILED, 3)


async def test_a_person_who_tries_again_begins_with_the_model_they_chose(tmp_path: Path, shops: Shops) -> None:
    for name in ORDER:
        shops[name].refusals = [ProviderError(Fault.MODERATION, "no", cost=0)]
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
        again = await engine.retry(SLOT)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert (await load(engine)).takes[SLOT].model == "shop:picture"
    assert (again.model, again.provider, again.estimate, tuple(again.tried)) == (
        "shop:picture",
        "shop",
        PRICE,
        (),
    )


async def test_a_model_that_is_named_twice_is_not_tried_twice(tmp_path: Path, shops: Shops) -> None:
    shops["shop"].refusals = [ProviderError(Fault.MODERATION, "no", cost=0)] * 5

    def same(model: str, request: Request, tried: Sequence[str]) -> Successor:
        return Successor("shop:picture", "shop", "x", PRICE)

    async with await opened(tmp_path, shops, successor=same) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.STOPPED
    assert len(shops["shop"].refusals) == 4


async def test_the_next_models_price_has_to_fit_under_the_ceiling_too(
    tmp_path: Path, shops: Shops, both_databases: str
) -> None:
    """B2: the dearer model waits for a person's word."""
    shops["shop"].refusals = [ProviderError(Fault.MODERATION, "no", cost=0)]
    async with await opened(tmp_path, shops) as engine:
        project = await new_project(engine, ceiling=PRICE)
        await engine.run(project)
        run = await engine.wait(project)
    assert run.state is RunState.PAUSED
    assert "The next job costs $0.08" in run.note
    assert shops["second"].accepted() == []


async def test_being_asked_too_often_slows_the_lane_and_fails_nothing(tmp_path: Path) -> None:
    """R7: one 429 per job, nine jobs, none failed; the lane goes on narrower and widens again."""
    shop = ShopMaker(tmp_path)
    shop.refusals = [ProviderError(Fault.RATE_LIMIT, "slow down", retry_after=0.01)] * 9
    plan = chains(9, 1, price=PRICE)
    async with await Engine.open(
        settings(tmp_path), plan, nothing, {"shop": shop}, limits={"shop": Limits(8)}
    ) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert await money.balance(db, project_id=project) == money.Balance(0, 9 * PRICE)
    assert len(shop.accepted()) == 9
