"""What a run is for: everything, some slots, up to a gate, one step anew."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from engine_makers import HomeMaker, frame, load, new_project, nothing, settings

from core.errors import NotReady
from core.jobs.engine import Engine
from core.jobs.plan_types import PlannedJob
from core.store import projects, wishes
from core.store.runs import RunState
from core.story import Project, Slot, SlotKind, Step, Story


def frames(*names: str) -> list[PlannedJob]:
    return [frame(name, maker="home") for name in names]


def plan(story: Story) -> list[PlannedJob]:
    """Three pictures, then three clips of them; only what was asked for, when something was."""
    found = []
    for name in "abc":
        picture = frame(name, maker="home")
        clip = replace(picture, slot=Slot(SlotKind.CLIP, name), step=Step.VIDEOS, fingerprint=f"clip {name}")
        found.append(picture if picture.slot not in story.takes else clip)
    wanted = {slot.target for slot in story.asked}
    kinds = {slot.kind for slot in story.asked} | {SlotKind.FRAME}
    return [
        job
        for job in found
        if job.slot not in story.takes
        and (not wanted or (job.slot.target in wanted and job.slot.kind in kinds))
    ]


def clip(name: str) -> Slot:
    return Slot(SlotKind.CLIP, name)


async def opened(folder: Path, home: HomeMaker) -> Engine:
    return await Engine.open(settings(folder), plan, nothing, {"home": home})


async def made(engine: Engine) -> list[str]:
    return sorted(map(str, (await load(engine)).takes))


async def test_a_run_for_one_slot_makes_it_and_what_it_needs(tmp_path: Path) -> None:
    async with await opened(tmp_path, HomeMaker()) as engine:
        project = await new_project(engine)
        run = await engine.run(project, only=[clip("b")])
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert run.only == (clip("b"),)
        assert await made(engine) == ["clip:b", "frame:b"]


async def test_slots_asked_for_one_after_the_other_add_up_and_a_whole_run_takes_over(tmp_path: Path) -> None:
    home = HomeMaker()
    home.gate = asyncio.Event()
    async with await opened(tmp_path, home) as engine:
        project = await new_project(engine)
        await engine.run(project, only=[clip("a")])
        added = await engine.run(project, only=[clip("b"), clip("a")])
        assert added.only == (clip("a"), clip("b"))
        home.gate.set()
        await engine.wait(project)
        assert await made(engine) == ["clip:a", "clip:b", "frame:a", "frame:b"]
        whole = await engine.run(project)
        assert whole.only == ()
        asked = await engine.run(project, only=[clip("a")])
        assert asked.only == ()
        await engine.wait(project)
        assert len(await made(engine)) == 6


async def test_a_pause_and_resume_keeps_what_the_run_was_for(tmp_path: Path) -> None:
    async with await opened(tmp_path, HomeMaker()) as engine:
        project = await new_project(engine)
        await engine.run(project, only=[clip("c")])
        await engine.pause(project)
        assert (await engine.resume(project)).only == (clip("c"),)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert await made(engine) == ["clip:c", "frame:c"]


async def test_a_run_waits_at_a_gate_until_a_person_approves(tmp_path: Path) -> None:
    async with await opened(tmp_path, HomeMaker()) as engine:
        project = await new_project(engine, gates=(Step.VIDEOS,))
        await engine.run(project)
        run = await engine.wait(project)
        assert (run.state, run.note) == (
            RunState.PAUSED,
            "Everything before videos is made. Look at it, change what you like, then approve it to go on.",
        )
        assert await made(engine) == ["frame:a", "frame:b", "frame:c"]
        await engine.resume(project)
        assert (await engine.wait(project)).state is RunState.PAUSED
        await engine.approve(project)
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert len(await made(engine)) == 6
        with pytest.raises(NotReady):
            await engine.approve(project)


async def test_a_slot_asked_for_by_name_passes_the_gate(tmp_path: Path) -> None:
    async with await opened(tmp_path, HomeMaker()) as engine:
        project = await new_project(engine, gates=(Step.VIDEOS,))
        await engine.run(project, only=[clip("a")])
        assert (await engine.wait(project)).state is RunState.FINISHED
        assert await made(engine) == ["clip:a", "frame:a"]


async def test_a_step_is_made_anew_by_wishing_for_another_one_of_each(tmp_path: Path) -> None:
    """B11: the takes in use stay until the new ones are there."""
    async with await opened(tmp_path, HomeMaker()) as engine:
        project = await new_project(engine)
        run = await engine.rerun(project, Step.STORY)
        async with engine.database.read() as db:
            wished = await wishes.wishes_of(db, project)
        assert {slot.kind for slot in run.only} == {SlotKind.STORY}
        assert [wish.variation for wish in wished.values()] == [1]


async def test_fifty_identical_calls_at_once_make_one_project_and_one_run(tmp_path: Path) -> None:
    home = HomeMaker()
    async with await opened(tmp_path, home) as engine:

        async def create(number: int) -> str:
            async with engine.database.write() as db:
                wanted = Project(f"p_{number}", "me", "A film", "a story")
                made = await projects.insert_project(db, wanted, request_key="me:one")
            await engine.run(made.id)
            return made.id

        ids = set(await asyncio.gather(*(create(i) for i in range(50))))
        (project,) = ids
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert len(await projects.list_projects(db)) == 1
    assert len(home.started) == 6
