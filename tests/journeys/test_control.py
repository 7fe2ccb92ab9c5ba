"""Cancel, pause and resume as the services see them: the stand-in's journal is the proof."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from twin import Entry, Twin

from core.intake import source_from_bytes
from core.settings import Settings
from core.store import money
from core.story import Step
from core.studio import Brief, Studio, open_studio

PERSON = "local"

STORY = """\
Mara stood at the harbour before dawn. The wind had turned.

"You came," said Tom.

They climbed up to the lighthouse. Nobody spoke.
"""

NEVER = 1e4
"""A pace at which the stand-in ends its work only when its clock is put forward."""

MODELS = {Step.FRAMES.value: "fal:flux-2-pro"}


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin(NEVER) as opened:
        yield opened


@pytest.fixture
async def studio(twin: Twin, tmp_path: Path) -> AsyncIterator[Studio]:
    values = {name.lower(): value for name, value in twin.env.items()}
    async with open_studio(Settings.model_validate({**values, "data_dir": tmp_path / "data"})) as opened:
        yield opened


def orders(twin: Twin) -> list[Entry]:
    return [entry for entry in twin.journal if entry.endpoint == "submit"]


def when(twin: Twin, true: Callable[[], bool]) -> asyncio.Event:
    """Set as soon as an answer of the stand-in makes it so."""
    seen, note = asyncio.Event(), twin.journal.open

    def opened(entry: Entry) -> None:
        note(entry)
        asyncio.get_running_loop().call_soon(lambda: seen.set() if true() else None)

    twin.journal.open = opened  # type: ignore[method-assign]
    return seen


async def begun(studio: Studio, twin: Twin) -> str:
    """A film whose pictures are ordered and never come; gives its id once one of them is being asked after."""
    brief = Brief(source_from_bytes(STORY.encode(), "The lantern"), models=MODELS)
    project = (await studio.create(PERSON, brief)).id
    asked_after = when(twin, lambda: any(entry.endpoint == "status" for entry in twin.journal))
    await studio.start(PERSON, project, until=Step.FRAMES)
    await asked_after.wait()
    return project


async def bound(studio: Studio, project: str) -> money.Balance:
    async with studio._database.read() as db:
        return await money.balance(db, project_id=project)


async def test_a_cancel_reaches_the_service_for_every_order_and_the_ledger_is_the_journal(
    studio: Studio, twin: Twin
) -> None:
    project = await begun(studio, twin)
    stopped = when(twin, lambda: cancelled(twin) == ordered(twin))
    settled = asyncio.ensure_future(given_back(studio, project))
    await studio.cancel(PERSON, project)
    if cancelled(twin) != ordered(twin):
        await stopped.wait()
    await settled
    assert (await studio.status(PERSON, project)).state == "cancelled"
    assert await bound(studio, project) == money.Balance(0, twin.journal.money())


def ordered(twin: Twin) -> set[str]:
    return {entry.job for entry in orders(twin)}


def cancelled(twin: Twin) -> set[str]:
    return {entry.path.split("/")[-2] for entry in twin.journal if entry.endpoint == "cancel"}


async def given_back(studio: Studio, project: str) -> None:
    """Wait until nothing is held any more."""
    async for event in studio.events(PERSON, project_id=project):
        if event.kind == "money" and not (await bound(studio, project)).held:
            return


async def test_a_pause_begins_nothing_and_what_was_ordered_is_kept_for_the_resume(
    studio: Studio, twin: Twin
) -> None:
    project = await begun(studio, twin)
    await studio.pause(PERSON, project)
    assert (await studio.wait(PERSON, project)).state == "paused"
    before = ordered(twin)
    kept = asyncio.ensure_future(given_back(studio, project))
    twin.world.factor = 0.0
    twin.advance(30 * NEVER)
    await kept
    assert ordered(twin) == before
    assert {entry.endpoint for entry in twin.journal} & {"cancel"} == set()
    await studio.resume(PERSON, project)
    assert (await studio.wait(PERSON, project)).state == "finished"
    asked = Counter(str(entry.body) for entry in orders(twin))
    assert set(asked.values()) == {1}
    assert len(asked) > len(before)
    assert await bound(studio, project) == money.Balance(0, twin.journal.money())
