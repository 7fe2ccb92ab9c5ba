"""What begins first when there is not room for all: by the newest plan, not by the one a job came from."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from engine_makers import HomeMaker, frame, new_project, nothing, settings

from core.jobs.engine import Engine
from core.jobs.plan_types import PlannedJob
from core.providers.base import Desk
from core.requests import ImageRequest, Request
from core.store.runs import RunState
from core.story import Story


async def test_a_waiting_job_is_as_urgent_as_the_newest_plan_says(tmp_path: Path) -> None:
    """A line is planned before anybody knows of its shot, and is then no more urgent than a first frame."""
    known = asyncio.Event()

    def plan(story: Story) -> list[PlannedJob]:
        there = {slot.target for slot in story.takes}
        if "script" in there:
            known.set()
        ranks = {"script": 0, "scenes": -1, "line": -9 if "script" in there else -2, "picture": -5}
        jobs = [replace(frame(name, maker="home"), priority=rank) for name, rank in ranks.items()]
        return [job for job in jobs if job.slot.target not in there]

    async def during(request: Request, desk: Desk) -> None:
        assert isinstance(request, ImageRequest)
        if request.prompt.startswith("scenes"):
            await known.wait()

    home = HomeMaker()
    home.during = during
    async with await Engine.open(settings(tmp_path, local_workers=1), plan, nothing, {"home": home}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
    assert [prompt.strip() for prompt in home.started] == ["script", "scenes", "picture", "line"]
