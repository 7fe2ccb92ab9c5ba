"""Another process reaches the engine over loopback, with its token, and sees when it has ended."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import Conflict, NotFound
from core.jobs.lock import EngineLock
from core.jobs.passage import EngineGone, FarEngine, Passage
from core.story import Slot, SlotKind


@dataclass(frozen=True, slots=True)
class Order:
    slot: Slot
    cost: int


class Shop:
    """A few verbs of every form."""

    PASSAGE = ("order", "count", "ring")

    def __init__(self) -> None:
        self.rung = asyncio.Event()
        self.ended = asyncio.Event()

    async def order(self, slot: Slot, *, cost: int = 0) -> Order:
        if cost < 0:
            raise NotFound("There is nothing so cheap.", next_step="Pay more.", cost=7)
        return Order(slot, cost)

    async def count(self, upto: int) -> AsyncIterator[int]:
        try:
            for number in range(upto):
                yield number
            await asyncio.Event().wait()
        finally:
            self.ended.set()

    def ring(self) -> None:
        self.rung.set()

    async def private(self) -> int:
        return 1


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    served = Shop()
    lock, passage = EngineLock(tmp_path), Passage(served)
    lock.take()
    lock.announce(**await passage.open())
    yield served
    await passage.close()
    lock.release()


@pytest.fixture
def far(shop: Shop, tmp_path: Path) -> FarEngine:
    return FarEngine(Shop, tmp_path)


async def test_a_verb_gives_the_same_value_as_at_home(far: FarEngine) -> None:
    slot = Slot(SlotKind.CLIP, "sh_1")
    assert await far.order(slot, cost=3) == Order(slot, 3)


async def test_an_error_arrives_as_the_error_it_was(far: FarEngine) -> None:
    with pytest.raises(NotFound) as met:
        await far.order(Slot(SlotKind.CLIP, "sh_1"), cost=-1)
    assert (met.value.what, met.value.next_step, met.value.cost) == (
        "There is nothing so cheap.",
        "Pay more.",
        7,
    )


async def test_a_listener_who_leaves_ends_the_telling(shop: Shop, far: FarEngine) -> None:
    heard = []
    told = far.count(3)
    async for number in told:
        heard.append(number)
        if number == 2:
            break
    await told.aclose()
    assert heard == [0, 1, 2]
    await asyncio.wait_for(shop.ended.wait(), 5)


async def test_a_bell_is_rung_without_waiting(shop: Shop, far: FarEngine) -> None:
    far.ring()
    await asyncio.wait_for(shop.rung.wait(), 5)


async def test_what_is_not_named_cannot_be_called(far: FarEngine) -> None:
    with pytest.raises(AttributeError):
        _ = far.private


async def test_a_stranger_without_the_token_learns_nothing(shop: Shop, far: FarEngine, tmp_path: Path) -> None:
    told = json.loads((tmp_path / "engine.json").read_text())
    (tmp_path / "engine.json").write_text(json.dumps({**told, "token": "guessed"}))
    with pytest.raises(EngineGone):
        await far.order(Slot(SlotKind.CLIP, "sh_1"))


async def test_the_address_is_readable_by_its_owner_alone(shop: Shop, tmp_path: Path) -> None:
    assert (tmp_path / "engine.json").stat().st_mode & 0o077 == 0


async def test_nonsense_is_answered_with_a_sentence(shop: Shop, tmp_path: Path) -> None:
    far = FarEngine(type("Newer", (Shop,), {"PASSAGE": ("order", "private")}), tmp_path)
    with pytest.raises(Conflict, match="does not understand"):
        await far.private()


async def test_an_engine_that_has_ended_is_told_apart(tmp_path: Path) -> None:
    far = FarEngine(Shop, tmp_path)
    assert not await far.is_there()
    with pytest.raises(EngineGone):
        await far.order(Slot(SlotKind.CLIP, "sh_1"))
