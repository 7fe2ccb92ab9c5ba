"""The time left comes from what each model took here before, else from what its row says (R21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from engine_makers import HomeMaker, chains, new_project, nothing, settings

from core.catalogue.models import load_catalogue
from core.jobs.engine import Engine
from core.jobs.forecast import Ahead, Durations, ahead, seconds_left
from core.jobs.playing import Room
from core.jobs.status import Status
from core.store import facts
from core.store.engine import open_database
from core.store.jobs import Job, JobState
from core.store.runs import Run, RunState
from core.story import Project, Slot, SlotKind, Step, Story

FRAME, CLIP, LOOK = SlotKind.FRAME, SlotKind.CLIP, SlotKind.LOOK
ROOMS = {"fal": Room(4), "own": Room(4)}


def test_a_kind_of_slot_has_its_own_measure_before_the_models_and_the_rows() -> None:
    frame = Ahead(Slot(FRAME, "1"), Step.FRAMES, "fal", "m", 20.0)
    assert seconds_left([frame], ROOMS, {}, {}) == 20
    assert seconds_left([frame], ROOMS, {"m": 9.0}, {}) == 9
    assert seconds_left([frame], ROOMS, {"m": 9.0, "m look": 1.0, "m frame": 12.0}, {}) == 12


def test_a_model_nobody_knows_takes_as_long_as_others_in_its_step() -> None:
    known = Ahead(Slot(FRAME, "1"), Step.FRAMES, "fal", "known", 20.0)
    new = Ahead(Slot(FRAME, "2"), Step.FRAMES, "own", "mine", needs=frozenset({known.slot}))
    assert seconds_left([known, new], ROOMS, {"known": 8.0}, {}) == 16


def test_nothing_is_said_before_anything_is_known() -> None:
    new = Ahead(Slot(FRAME, "2"), Step.FRAMES, "own", "mine")
    clip = Ahead(Slot(CLIP, "2"), Step.VIDEOS, "fal", "known", 40.0)
    assert seconds_left([new, clip], ROOMS, {}, {}) is None
    assert seconds_left([], ROOMS, {}, {}) is None


def test_what_should_be_over_is_given_a_tenth_of_its_time() -> None:
    clip = Ahead(Slot(CLIP, "2"), Step.VIDEOS, "fal", "m", 40.0)
    assert seconds_left([clip], ROOMS, {}, {clip.slot: 30.0}) == 10
    assert seconds_left([clip], ROOMS, {}, {clip.slot: 300.0}) == 4


def test_where_more_films_wait_than_there_are_places_everything_takes_longer() -> None:
    clip = Ahead(Slot(CLIP, "2"), Step.VIDEOS, "fal", "m", 40.0)
    assert seconds_left([clip], {"fal": Room(4, films=12)}, {}, {}) == 120
    assert seconds_left([clip], {"fal": Room(4, films=12)}, {}, {clip.slot: 0.0}) == 40


async def test_what_a_model_takes_is_measured_and_remembered(tmp_path: Path) -> None:
    plan = chains(1, 2, maker="home")
    async with await Engine.open(settings(tmp_path), plan, nothing, {"home": HomeMaker()}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        await engine.wait(project)
        measured = (await engine.status(project)).durations
        async with engine.database.read() as db:
            kept = await facts.beginning(db, "duration:")
            again = Durations()
            await again.load(db)
    assert set(measured) == {"home:picture", "home:picture frame"}
    assert set(kept) == {"duration:home:picture", "duration:home:picture frame"}
    assert set(again.seconds) == set(measured)


async def test_a_machine_that_slept_over_a_job_did_not_learn_that_it_takes_hours(tmp_path: Path) -> None:
    database = await open_database("", tmp_path)
    learned = Durations()
    learned.seconds = {"m": 10.0}
    slept = datetime.now(UTC) - timedelta(hours=9)
    job = Job("j_1", "p_1", Slot(CLIP, "1"), Step.VIDEOS, "m", "", "fal", "", started_at=slept)
    try:
        async with database.write() as db:
            await learned.measured(db, job)
            await learned.measured(db, replace(job, started_at=None))
    finally:
        await database.close()
    assert learned.seconds["m"] == pytest.approx(10 + 0.3 * (40 - 10))


def test_an_empty_project_is_imagined_to_its_end() -> None:
    """Also what waits for what: the film waits for its pieces, and no step begins before the text."""
    story = Story(Project("p", "me", "", "A keeper lights a lamp. She waits.", "text", keep_text=True))
    found = {piece.slot.kind: piece for piece in ahead(story, load_catalogue())}
    assert {SlotKind.SPEECH, FRAME, SlotKind.FILM} <= found.keys()
    assert SlotKind.PIECE in {slot.kind for slot in found[SlotKind.FILM].needs}
    assert [kind for kind, piece in found.items() if not piece.needs] == [SlotKind.STORY]


async def test_the_wait_in_a_services_queue_is_not_what_a_model_takes(tmp_path: Path) -> None:
    database = await open_database("", tmp_path)
    learned, begun = Durations(), datetime.now(UTC) - timedelta(seconds=50)
    job = Job("j_1", "p_1", Slot(CLIP, "1"), Step.VIDEOS, "m", "", "fal", "", started_at=begun)
    try:
        async with database.write() as db:
            await learned.measured(db, job, waited=40.0)
    finally:
        await database.close()
    assert 10.0 <= learned.seconds["m"] < 20.0


def test_what_stands_in_a_services_queue_has_not_begun() -> None:
    run = Run("p_1", RunState.RUNNING, 1, Step.EXPORT, "", 1, "local")
    begun = datetime.now(UTC) - timedelta(seconds=50)
    jobs = [
        Job(
            f"j_{i}",
            "p_1",
            Slot(CLIP, f"{i}"),
            Step.VIDEOS,
            "m",
            "",
            "fal",
            "",
            state=JobState.RUNNING,
            started_at=begun,
        )
        for i in range(3)
    ]
    seen = Status(run, tuple(jobs), {}, waited={"j_1": 40.0, "j_2": None})
    assert {slot.target: round(seconds, -1) for slot, seconds in seen.elapsed.items()} == {"0": 50, "1": 10}
