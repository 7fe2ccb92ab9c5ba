"""A status reads a film's rows again only after something happened in it, and then at once (R21)."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from engine_makers import HomeMaker, chains, new_project, nothing, settings

from core.jobs.engine import Engine
from core.jobs.glance import MOST_ROWS, Glances
from core.store import events, tables
from core.store.engine import open_database
from core.store.jobs import OVER_CEILING, JobState

pytestmark = pytest.mark.usefixtures("both_databases")


async def opened(folder: Path) -> Engine:
    return await Engine.open(settings(folder), chains(1, 2, maker="home"), nothing, {"home": HomeMaker()})


async def test_rows_of_a_film_at_rest_are_read_once(tmp_path: Path) -> None:
    async with await opened(tmp_path) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        first = await engine.status(project)
        assert [job.state for job in first.jobs] == [JobState.DONE, JobState.DONE]
        assert (await engine.status(project)).jobs is first.jobs


async def test_whatever_happens_in_a_film_is_seen_by_the_next_status(tmp_path: Path) -> None:
    async with await opened(tmp_path) as engine:
        project, other = await new_project(engine), await new_project(engine, "p_two")
        before, beside = await engine.status(project), await engine.status(other)
        await engine.run(project)
        await engine.wait(project)
        after = await engine.status(project)
        assert (len(before.jobs), len(after.jobs)) == (0, 2)
        assert before.log == () and after.log
        assert (await engine.status(other)).jobs is beside.jobs


async def test_a_job_that_met_a_ceiling_is_read_again_each_time(tmp_path: Path) -> None:
    """Going on lets it forget the ceiling, with or without a word to followers."""
    async with await opened(tmp_path) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        async with engine.database.write() as db:
            await db.execute(sa.update(tables.job).values(fault=OVER_CEILING))
            await events.append(db, OVER_CEILING, project)
        marked = await engine.status(project)
        async with engine.database.write() as db:
            await db.execute(sa.update(tables.job).values(fault=""))
        assert {job.fault for job in marked.jobs} == {OVER_CEILING}
        assert {job.fault for job in (await engine.status(project)).jobs} == {""}


async def test_only_so_many_rows_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_ROWS > 1_000
    monkeypatch.setattr("core.jobs.glance.MOST_ROWS", 1)
    async with await opened(tmp_path) as engine:
        for project in ("p_one", "p_two"):
            await new_project(engine, project)
        database = await open_database(engine._settings.database_url, tmp_path)
        glances = Glances()
        async with database.read() as db:
            first = await glances.at(db, "p_one")
            assert await glances.at(db, "p_one") is first
            await glances.at(db, "p_two")
            assert await glances.at(db, "p_one") is not first
        await database.close()


async def test_what_is_carried_forward_is_what_a_new_look_reads(tmp_path: Path) -> None:
    """After every event of a run, jobs and lines are the same as for somebody who reads them all."""
    async with await opened(tmp_path) as engine:
        project = await new_project(engine)
        glances = Glances()
        async with engine.database.read() as db:
            await glances.at(db, project)
        await engine.run(project)
        async for event in engine.events(project_id=project):
            async with engine.database.read() as db:
                seen, fresh = await glances.at(db, project), await Glances().at(db, project)
            assert (seen.run, seen.newest, seen.jobs, seen.lines) == (
                fresh.run,
                fresh.newest,
                fresh.jobs,
                fresh.lines,
            )
            if event.kind == "run_finished":
                break
        assert [job.state for job in seen.jobs] == [JobState.DONE, JobState.DONE]


async def test_only_jobs_that_events_name_are_read_again(tmp_path: Path) -> None:
    async with await opened(tmp_path) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        one, other = (await engine.status(project)).jobs
        async with engine.database.write() as db:
            await db.execute(sa.update(tables.job).values(error="Said."))
            await events.append(db, "looked_at", project, job=one.id)
        after = await engine.status(project)
        assert [job.error for job in after.jobs] == ["Said.", other.error]
        async with engine.database.write() as db:
            await events.append(db, "run_started", project)
        assert [job.error for job in (await engine.status(project)).jobs] == ["Said.", "Said."]
