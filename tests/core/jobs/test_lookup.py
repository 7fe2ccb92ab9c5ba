"""A lost submission is asked about without what other jobs of its slot have ordered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from engine_makers import ShopMaker

from core.jobs.lookup import looked_up
from core.providers.base import TAKEN
from core.store import jobs, projects
from core.store.engine import Database, open_database
from core.store.jobs import Job, JobState
from core.story import Project, Slot, SlotKind, Step

LOST = Job(
    "j_lost",
    "p_one",
    Slot(SlotKind.CLIP, "sh_one"),
    Step.VIDEOS,
    "shop:clip",
    "clip",
    "shop",
    "f" * 64,
    request={"type": "ClipRequest", "value": {}},
    state=JobState.CANCELLED,
    notes={"key": "j_lost.1"},
    created_at=datetime(2026, 11, 22, tzinfo=UTC),
)
SAME = replace(LOST, id="j_same", notes={"key": "j_same.1"})


class Lister(ShopMaker):
    """A shop that finds whatever looks the same, unless it is told that it is somebody else's."""

    asked: Mapping[str, Any] = {}

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        self.asked = notes
        return None if "r_same" in notes[TAKEN] else {**notes, "id": "r_same"}


@pytest.fixture
async def database(tmp_path: Path, both_databases: str) -> AsyncIterator[Database]:
    opened = await open_database(both_databases, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def shop(database: Database, tmp_path: Path) -> Lister:
    async with database.write() as db:
        await projects.insert_project(db, Project("p_one", "ana", "T", "s"))
        await jobs.insert_jobs(db, [LOST])
    return Lister(tmp_path)


async def test_what_the_slot_s_next_job_has_ordered_is_not_its_own(database: Database, shop: Lister) -> None:
    same = replace(SAME, state=JobState.DONE, operation={"id": "r_same"})
    async with database.write() as db:
        await jobs.insert_jobs(db, [same])
    assert await looked_up(database, shop, LOST) is None


async def test_an_order_that_is_on_its_way_is_waited_for(database: Database, shop: Lister) -> None:
    async with database.write() as db:
        await jobs.insert_jobs(db, [replace(SAME, state=JobState.SUBMITTING)])
    looking = asyncio.create_task(looked_up(database, shop, LOST))
    async with database.write() as db:
        found = await jobs.load_job(db, "j_same")
        await jobs.change_job(
            db, found, to=JobState.RUNNING, given=[JobState.SUBMITTING], operation={"id": "r_same"}
        )
    assert await looking is None
    assert shop.asked[TAKEN] == ("r_same",)


async def test_without_another_it_is_found_and_no_more_is_kept_than_was_noted(
    database: Database, shop: Lister
) -> None:
    assert await looked_up(database, shop, LOST) == {"key": "j_lost.1", "id": "r_same"}
