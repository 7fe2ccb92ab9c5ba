"""Job rows change only for who saw them as they are, and money only by rows that are added."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core.errors import NotFound
from core.store import events, jobs, money, projects, runs
from core.store.engine import Database
from core.store.jobs import Job, JobState
from core.store.money import Balance, Entry, Quote
from core.store.runs import RunState
from core.story import Project, Slot, SlotKind, Step

JOB = Job(
    "j_one",
    "p_one",
    Slot(SlotKind.FRAME, "sh_one"),
    Step.FRAMES,
    "shop:picture",
    "picture",
    "shop",
    "f" * 64,
    request={"type": "ImageRequest", "value": {}},
    estimate=700,
    created_at=datetime(2026, 11, 22, tzinfo=UTC),
)


@pytest.fixture(autouse=True)
async def kept(database: Database) -> None:
    async with database.write() as db:
        await projects.insert_project(db, Project("p_one", "ana", "T", "s"))
        await jobs.insert_jobs(db, [JOB])


async def test_a_job_comes_back_as_it_was_kept(database: Database) -> None:
    async with database.read() as db:
        assert await jobs.load_job(db, "j_one") == JOB
        assert await jobs.latest_job(db, JOB.slot) == JOB
        assert [job.id for job in await jobs.open_jobs(db, "p_one")] == ["j_one"]
        with pytest.raises(NotFound):
            await jobs.load_job(db, "j_gone")


async def test_only_one_of_two_claims_gets_the_job(database: Database) -> None:
    async with database.write() as db:
        await runs.set_run(db, "p_one", RunState.RUNNING, event="run_started")
        first = await jobs.claim(db, "j_one", ["home"])
    async with database.write() as db:
        assert await jobs.claim(db, "j_one", ["home"]) is None
    assert first is not None
    assert (first.state, first.request) == (JobState.SUBMITTING, JOB.request)


async def test_a_job_is_not_taken_once_its_run_was_told_to_stop(database: Database) -> None:
    """It may have been found before that and stood in a line since."""
    async with database.write() as db:
        await runs.set_run(db, "p_one", RunState.PAUSED, event="run_paused")
    async with database.write() as db:
        assert await jobs.claim(db, "j_one", ["home"]) is None
        assert (await jobs.load_job(db, "j_one")).state is JobState.WAITING


async def test_a_repeatable_makers_job_is_never_submitting(database: Database) -> None:
    async with database.write() as db:
        await runs.set_run(db, "p_one", RunState.RUNNING, event="run_started")
        claimed = await jobs.claim(db, "j_one", ["home", "shop"])
    assert claimed is not None
    assert claimed.state is JobState.RUNNING


async def test_a_body_of_an_older_attempt_writes_nothing(database: Database) -> None:
    async with database.write() as db:
        assert await jobs.change_job(db, JOB, to=JobState.WAITING, attempt=2)
        assert not await jobs.change_job(db, JOB, to=JobState.DONE)
        assert (await jobs.load_job(db, "j_one")).state is JobState.WAITING


async def test_sums_follow_the_rows(database: Database) -> None:
    async with database.write() as db:
        await money.enter(db, JOB, Entry.HOLD, owner="ana", held=700)
        assert await money.balance(db, project_id="p_one") == Balance(700, 0)
        assert await money.held_for(db, JOB) == 700
        await money.enter(db, JOB, Entry.CAPTURE, owner="ana", held=-700, spent=650)
        assert await money.balance(db, owner="ana") == Balance(0, 650)
        assert await money.balance(db, owner="ben") == Balance()
        later = datetime.now(UTC) + timedelta(days=1)
        assert await money.balance(db, since=later) == Balance()
        assert [row["kind"] for row in await money.rows(db, "p_one")] == ["hold", "capture"]


async def test_one_attempt_cannot_be_captured_twice(database: Database) -> None:
    async with database.write() as db:
        await money.enter(db, JOB, Entry.CAPTURE, owner="ana", spent=650)
    with pytest.raises(IntegrityError):
        async with database.write() as db:
            await money.enter(db, JOB, Entry.CAPTURE, owner="ana", spent=650)
    async with database.read() as db:
        assert await money.balance(db) == Balance(0, 650)


async def test_a_quote_comes_back_as_it_was_shown(database: Database) -> None:
    made = Quote("q_one", "p_one", 100, 900, ({"step": "frames", "count": 3},), Step.EXPORT, 4, JOB.created_at)
    async with database.write() as db:
        await money.insert_quote(db, made)
        assert await money.load_quote(db, "q_one") == made
        await money.accept_quote(db, "q_one")
        assert (await money.load_quote(db, "q_one")).accepted_at is not None
        with pytest.raises(NotFound):
            await money.load_quote(db, "q_gone")


async def test_events_are_read_after_an_id(database: Database) -> None:
    async with database.write() as db:
        await events.append(db, "one", "p_one", n=1)
        await events.append(db, "two", None)
        last = await events.last_id(db)
        found = await events.after(db, 0)
    assert [event.kind for event in found] == ["project_created", "one", "two"]
    assert found[1].data == {"n": 1}
    assert found[-1].id == last
    async with database.read() as db:
        assert [event.kind for event in await events.after(db, found[0].id, project_id="p_one")] == ["one"]
