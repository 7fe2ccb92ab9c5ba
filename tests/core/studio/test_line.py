"""Where a thing that was ordered stands in the line of its maker."""

from __future__ import annotations

import sqlalchemy as sa
from many_films import keep_films

from core.store import jobs, tables
from core.store.ids import JOB, new_id
from core.store.jobs import Job, JobState
from core.story import Slot, SlotKind, Step
from core.studio import Studio

OWNER = "tg:1"


async def kept(studio: Studio, project: str, slot: Slot, state: JobState) -> None:
    """A job of a film that is being made, by the maker of drawn frames."""
    lane = studio._catalogue.model("local:artist").provider
    job = Job(new_id(JOB), project, slot, Step.FRAMES, "local:artist", "", lane, str(slot), state=state)
    async with studio._database.write() as db:
        await jobs.insert_jobs(db, [job])
        t = tables.project
        await db.execute(sa.update(t).where(t.c.id == project).values(run_state="running"))


def frame(number: int) -> Slot:
    return Slot(SlotKind.FRAME, f"sh_other{number}")


async def test_what_finds_room_begins_at_once_and_what_does_not_has_a_place(looking: Studio) -> None:
    """Two are made at once in the lane."""
    mine = Slot(SlotKind.FRAME, (await looking.story(OWNER, "p_1")).shots[0].id)
    other, third = await keep_films(looking, "tg:2", 2)
    await kept(looking, other, frame(1), JobState.RUNNING)
    assert await looking.place_in_line(OWNER, "p_1", mine) == 0
    await kept(looking, third, frame(2), JobState.RUNNING)
    assert await looking.place_in_line(OWNER, "p_1", mine) == 1
    await kept(looking, "p_1", mine, JobState.WAITING)
    assert await looking.place_in_line(OWNER, "p_1", mine) == 1, "its own job does not stand before it"
    for number in range(3, 9):
        await kept(looking, other, frame(number), JobState.WAITING)
    assert await looking.place_in_line(OWNER, "p_1", mine) == 2, "films take turns"
    await kept(looking, "p_1", frame(9), JobState.WAITING)
    assert await looking.place_in_line(OWNER, "p_1", mine) == 4


async def test_what_is_being_made_stands_in_no_line(looking: Studio) -> None:
    mine = Slot(SlotKind.FRAME, (await looking.story(OWNER, "p_1")).shots[0].id)
    for number in range(3):
        await kept(looking, "p_1", frame(number), JobState.RUNNING)
    assert await looking.place_in_line(OWNER, "p_1", mine) == 1
    await kept(looking, "p_1", mine, JobState.RUNNING)
    assert await looking.place_in_line(OWNER, "p_1", mine) == 0
