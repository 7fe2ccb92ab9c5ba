"""The time left of a film: for what this run makes, until a gate, and without imagining it all anew (R21)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from simulated import run as simulated
from story_builders import rows

from core.catalogue.models import load_catalogue
from core.jobs import forecast
from core.jobs.forecast import Ahead
from core.jobs.status import Status
from core.store.jobs import Job, JobState
from core.store.runs import Run, RunState
from core.story import Project, Slot, SlotKind, Step, Story, Take
from core.studio.foreseeing import Foreseeing

CATALOGUE = load_catalogue()
KEYS = {"OPENROUTER_API_KEY", "REPLICATE_API_TOKEN", "FAL_KEY"}
LIGHTHOUSE = (Path(__file__).parents[3] / "examples" / "lighthouse.md").read_text(encoding="utf-8")
SECONDS = {row.id: 1.0 for row in CATALOGUE.models.values()}
PLENTY = {lane: 1_000 for lane in CATALOGUE.lanes}


def film(level: str = "clips") -> Story:
    """A film that is made, each take by the model of its level."""
    models = {step.value: model for step, model in CATALOGUE.level(level, KEYS).items()}
    told = Project("p_1", "local", "", LIGHTHOUSE, "markdown", models=models)
    return simulated(Story(told), CATALOGUE)[0]


def without(story: Story, gone: Iterable[Slot]) -> Story:
    left = {slot: take for slot, take in story.takes.items() if slot not in set(gone)}
    return replace(story, takes=left)


def of_kinds(story: Story, *kinds: SlotKind) -> list[Slot]:
    return [slot for slot in story.takes if slot.kind in kinds]


def running(
    *jobs: Job, only: tuple[Slot, ...] = (), measured: Mapping[str, float] = SECONDS, number: int = 1
) -> Status:
    run = Run("p_1", RunState.RUNNING, number, Step.EXPORT, "", 1, "local", only)
    return Status(run, jobs, {}, durations=measured, rooms=PLENTY)


def job(slot: Slot, state: JobState) -> Job:
    return Job("j_1", "p_1", slot, Step.VIDEOS, "m", "", "fal", "f", state=state, run_number=1)


async def left(foreseeing: Foreseeing, story: Story, seen: Status, gate: Step | None = None) -> float | None:
    """As it is found once everything has been worked out, however long that takes here."""
    await foreseeing.seconds_left(story, seen, gate)
    await foreseeing.close()
    return await foreseeing.seconds_left(story, seen, gate)


async def test_the_rest_of_a_film_is_its_longest_chain_where_there_is_room() -> None:
    """A second for a frame, its clip, its piece, and the film; longer where the mouth moves too."""
    story = film("clips")
    shots = {slot.target for slot in of_kinds(story, SlotKind.LIPSYNC)}
    silent = next(shot.id for shot in story.shots if shot.id not in shots)
    gone = [Slot(kind, silent) for kind in (SlotKind.FRAME, SlotKind.CLIP, SlotKind.PIECE)]
    film_slot = Slot(SlotKind.FILM, "p_1")
    foreseeing = Foreseeing(CATALOGUE)
    assert await left(foreseeing, without(story, [*gone, film_slot]), running()) == 4
    assert await left(foreseeing, without(story, [film_slot]), running()) == 1
    assert await left(foreseeing, story, running()) is None


async def test_a_run_for_one_slot_takes_as_long_as_that_slot_and_what_it_needs() -> None:
    story = film()
    frames = of_kinds(story, SlotKind.FRAME)
    clips = [Slot(SlotKind.CLIP, slot.target) for slot in frames]
    open_ones = without(story, [*frames, *clips, Slot(SlotKind.FILM, "p_1")])
    foreseeing = Foreseeing(CATALOGUE)
    slow = {**SECONDS, **{f"{row.id} clip": 60.0 for row in CATALOGUE.able(Step.VIDEOS)}}
    assert await left(foreseeing, open_ones, running(only=(frames[0],), measured=slow)) == 2
    assert await left(foreseeing, open_ones, running(only=(clips[0],), measured=slow)) == 61
    whole = await left(foreseeing, open_ones, running(measured=slow))
    assert whole is not None and whole > 61


async def test_a_run_that_waits_at_a_gate_is_over_there() -> None:
    """Once the pictures before it are made, and looked at."""
    story = film()
    gone = without(story, of_kinds(story, SlotKind.FRAME, SlotKind.CLIP, SlotKind.PIECE, SlotKind.FILM))
    foreseeing = Foreseeing(CATALOGUE)
    assert await left(foreseeing, gone, running(), Step.VIDEOS) == 2
    assert await left(foreseeing, gone, running(), Step.FRAMES) is None


async def test_what_has_failed_and_all_that_needs_it_is_not_waited_for() -> None:
    """A clip may be missing (R27); nothing can take the place of a frame."""
    story = film()
    shot = story.shots[0].id
    frame, clip = Slot(SlotKind.FRAME, shot), Slot(SlotKind.CLIP, shot)
    foreseeing = Foreseeing(CATALOGUE)
    no_frame = without(story, [frame, Slot(SlotKind.FILM, "p_1")])
    assert await left(foreseeing, no_frame, running()) is not None
    assert await left(foreseeing, no_frame, running(job(frame, JobState.FAILED))) is None
    slow = {**SECONDS, **{f"{row.id} clip": 60.0 for row in CATALOGUE.able(Step.VIDEOS)}}
    no_clip = without(story, [clip, Slot(SlotKind.PIECE, shot), Slot(SlotKind.FILM, "p_1")])
    without_it = await left(foreseeing, no_clip, running(job(clip, JobState.UNKNOWN), measured=slow))
    with_it = await left(foreseeing, no_clip, running(measured=slow))
    assert without_it is not None and with_it == without_it + 60


async def test_nothing_is_said_of_a_film_that_is_not_being_made() -> None:
    foreseeing = Foreseeing(CATALOGUE)
    paused = Status(replace(running().run, state=RunState.PAUSED), (), {}, durations=SECONDS, rooms=PLENTY)
    assert await left(foreseeing, rows(), paused) is None


async def test_new_takes_alone_are_no_reason_to_imagine_it_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does looking do it; another row, another aim or a take that went does."""
    asked: list[Story] = []

    def counted(story: Story, catalogue: object) -> tuple[Ahead, ...]:
        asked.append(story)
        return real(story, CATALOGUE)

    real = forecast.ahead
    monkeypatch.setattr("core.studio.foreseeing.forecast.ahead", counted)
    monkeypatch.setattr("core.studio.foreseeing.SHARE", 0)
    story = film()
    frames = of_kinds(story, SlotKind.FRAME)
    foreseeing = Foreseeing(CATALOGUE)
    for made in range(len(frames)):
        gone = without(story, [*frames[made:], Slot(SlotKind.FILM, "p_1")])
        assert await left(foreseeing, gone, running()) is not None
    assert len(asked) == 1
    silent = without(story, of_kinds(story, SlotKind.SPEECH)[:1])
    await left(foreseeing, silent, running())
    assert len(asked) == 2
    await left(foreseeing, silent, running(number=2))
    assert len(asked) == 3
    edited = replace(story, segments=(replace(story.segments[0], text="New."), *story.segments[1:]))
    await left(foreseeing, edited, running(number=2))
    assert len(asked) == 4


async def test_a_look_at_a_picture_to_come_is_over_when_that_picture_was_looked_at() -> None:
    story = film()
    frame = of_kinds(story, SlotKind.FRAME)[0]
    take = story.takes[frame]
    picture = replace(take, mime="image/png", facts={**take.facts, "drawn": False})
    open_one = without(story, [frame, Slot(SlotKind.FILM, "p_1")])
    foreseeing = Foreseeing(CATALOGUE)
    slow = {**SECONDS, f"{CATALOGUE.level('clips', KEYS)[Step.ANALYSIS]} look": 50.0}
    assert await left(foreseeing, open_one, running(measured=slow)) == 51
    made = replace(story, takes={**story.takes, frame: picture})
    look = Slot(SlotKind.LOOK, picture.id)
    made = without(made, [look, Slot(SlotKind.FILM, "p_1")])
    assert await left(foreseeing, made, running(measured=slow)) == 50
    seen = Take("t_look", look, "a", "application/json", fingerprint="", facts={"document": {}})
    pinned = replace(made, takes={**made.takes, look: seen}, pinned=frozenset({look}))
    assert await left(Foreseeing(CATALOGUE), pinned, running(measured=slow)) == 1


async def test_a_look_that_comes_while_it_is_imagined_waits_for_the_same_work() -> None:
    foreseeing = Foreseeing(CATALOGUE)
    story = without(film(), [Slot(SlotKind.FILM, "p_1")])
    await asyncio.gather(*(foreseeing.seconds_left(story, running()) for _ in range(5)))
    await foreseeing.close()
    assert await foreseeing.seconds_left(story, running()) == 1
