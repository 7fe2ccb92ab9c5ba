"""Unfinished jobs are read again where something happened, and look as if all had been read."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from engine_makers import HomeMaker, chains, new_project, nothing, settings

from core.jobs import intake
from core.jobs.engine import Engine
from core.jobs.underway import Underway
from core.store import events, jobs, projects, runs, tables
from core.store.jobs import OVER_CEILING, Job

pytestmark = pytest.mark.usefixtures("both_databases")


async def opened(folder: Path) -> Engine:
    return await Engine.open(settings(folder), chains(3, 2, maker="home"), nothing, {"home": HomeMaker()})


async def seen(engine: Engine, underway: Underway) -> dict[str, list[Job]]:
    async with engine.database.read() as db:
        return await underway.at(db)


async def test_every_step_of_a_run_is_seen_as_if_all_had_been_read(tmp_path: Path) -> None:
    async with await opened(tmp_path) as engine:
        project, other, underway = await new_project(engine), await new_project(engine, "p_two"), Underway()
        await seen(engine, underway)
        await engine.run(project)
        await engine.run(other)
        left = {project, other}
        async for event in engine.events():
            async with engine.database.read() as db:
                assert await underway.at(db) == await Underway().at(db)
            if event.kind == "run_finished":
                left.discard(str(event.project_id))
            if not left:
                break
        assert await seen(engine, underway) == {}


async def kept(engine: Engine, project: str) -> list[Job]:
    """Waiting jobs that nobody begins: the run is paused, and the pump has gone."""
    await engine._pump.close()
    async with engine.database.write() as db:
        run = await runs.load_run(db, project)
        planned = engine._pump._plan(await projects.load_story(db, project))
        rows = [intake._job(run, one) for one in planned]
        await jobs.insert_jobs(db, rows)
        await events.append(db, "job", project, job=rows[0].id)
    return rows


async def test_only_films_in_which_something_happened_are_read_again(tmp_path: Path) -> None:
    async with await opened(tmp_path) as engine:
        one, two, underway = await new_project(engine), await new_project(engine, "p_two"), Underway()
        for film in (one, two):
            await kept(engine, film)
        first = await seen(engine, underway)
        async with engine.database.write() as db:
            await db.execute(sa.update(tables.job).values(error="Said."))
            await events.append(db, "job", one)
        after = await seen(engine, underway)
        assert {job.error for job in after[one]} == {"Said."}
        assert after[two] == first[two]
        async with engine.database.write() as db:
            await projects.delete_project(db, two)
        assert (await seen(engine, underway)).keys() == {one}


async def test_films_that_met_a_ceiling_are_read_every_time(tmp_path: Path) -> None:
    async with await opened(tmp_path) as engine:
        project, underway = await new_project(engine), Underway()
        await kept(engine, project)
        async with engine.database.write() as db:
            await db.execute(sa.update(tables.job).values(fault=OVER_CEILING))
        await seen(engine, underway)
        async with engine.database.write() as db:
            await jobs.forget_ceilings(db, project)
        assert {job.fault for job in (await seen(engine, underway))[project]} == {""}
