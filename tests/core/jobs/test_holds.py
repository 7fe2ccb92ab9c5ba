"""Places that are kept free for what is more urgent and soon ready."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.jobs.holds import MODEST, Hold, holds
from core.jobs.lanes import Lane, Lanes, Limits
from core.jobs.shelf import Shelf
from core.pipeline.planned import Coming
from core.store.jobs import Job, JobState
from core.story import Slot, SlotKind, Step

REFERENCE = Slot(SlotKind.REFERENCE, "e_1")
FRAME = Coming("fal", "edit", 10.0, -12, frozenset({REFERENCE}))
"""A frame that lacks a reference; its model takes 10 s."""


def job(slot: Slot, *, priority: int = 0, model: str = "text", lasted: float | None = None) -> Job:
    begun = None if lasted is None else datetime.now(UTC) - timedelta(seconds=lasted)
    state = JobState.WAITING if lasted is None else JobState.RUNNING
    return Job(
        id=f"j_{slot}", project_id="p", run_number=1, slot=slot, step=Step.REFS, model=model, provider="fal",
        endpoint="", request={}, fingerprint="", priority=priority, estimate=0, state=state, started_at=begun,
    )  # fmt: skip


def held(under_way: Iterable[Job], seconds: float = 2.0) -> list[Hold]:
    found = holds("p", [FRAME], under_way, {"text": seconds})
    return [hold for hold in found if not hold.modest]


def test_a_place_is_kept_while_all_that_is_missing_is_nearly_there() -> None:
    assert held([job(REFERENCE, lasted=1.5)])
    assert not held([job(REFERENCE, lasted=0.5)], seconds=4.0)


def test_nothing_is_kept_for_what_has_not_begun_or_is_long_overdue() -> None:
    assert not held([job(REFERENCE)])
    assert not held([])
    assert not held([job(REFERENCE, lasted=9.0)])


def test_a_result_that_is_being_fetched_is_nearly_there_however_long_such_work_usually_takes() -> None:
    assert held([replace(job(REFERENCE, lasted=0.5), state=JobState.FINISHING)], seconds=60.0)


def test_half_a_lane_is_kept_from_lines_only_when_they_would_keep_a_picture_waiting() -> None:
    line = job(Slot(SlotKind.SPEECH, "sg_1"), priority=-20, model="voice")

    def free(lasted: float | None) -> bool:
        under_way = [line, job(REFERENCE, lasted=lasted)]
        found = list(holds("p", [FRAME], under_way, {"text": 60.0, "voice": 5.0}))
        return not any(hold.is_kept_from(line, time.monotonic()) for hold in found)

    assert free(lasted=10.0), "the reference takes another fifty seconds, the line five"
    assert not free(lasted=56.0)
    assert not free(lasted=None), "nobody knows when the reference begins"


class Begun:
    """Takes what is begun."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    async def start(self, lane: str, job_id: str, key: str, priority: int, *, under_way: bool = False) -> None:
        self.keys.append(job_id)


async def begun(ready: Iterable[Job], kept: Iterable[Hold], places: int, queued: int = 0) -> list[str]:
    starter = Begun()
    shelf = Shelf(Lanes({"fal": Lane("fal", Limits(places, queued))}), starter)
    shelf.stock(ready, kept)
    await shelf.fill()
    return starter.keys


async def test_the_last_places_wait_for_the_more_urgent_and_others_are_taken() -> None:
    later = [job(Slot(SlotKind.FRAME, str(i)), priority=-20 - i) for i in range(4)]
    hold = Hold("p", "fal", -12, time.monotonic() + 60)
    assert len(await begun(later, [hold], 3)) == 2
    assert len(await begun(later, [replace(hold, until=0.0)], 3)) == 3
    assert len(await begun(later, [replace(hold, priority=-50)], 3)) == 3
    assert len(await begun(later, [replace(hold, project="q")], 3)) == 3


async def test_lines_leave_half_a_lane_to_pictures_that_are_still_to_come() -> None:
    kind = next(iter(MODEST))
    lines = [job(Slot(kind, str(i)), priority=-20) for i in range(9)]
    kept = [Hold("p", "fal", -1, time.monotonic() + 60, modest=True)] * 7
    assert len(await begun(lines, kept, 8)) == 4
    assert len(await begun([job(REFERENCE, priority=-20)], kept, 8)) == 1


async def test_what_is_kept_is_a_place_where_work_begins_and_none_in_a_queue() -> None:
    """Two places of a service and two in its queue: the last but one would be served, not the more urgent."""
    later = [job(Slot(SlotKind.FRAME, str(i)), priority=-20 - i) for i in range(4)]
    hold = Hold("p", "fal", -12, time.monotonic() + 60)
    assert len(await begun(later, [hold], 2, queued=2)) == 1
    assert len(await begun(later, [], 2, queued=2)) == 2, "nobody goes to the queue before these have arrived"


def test_nobody_counts_on_what_still_stands_in_a_queue() -> None:
    def free(waited: float | None) -> bool:
        seconds = {"m": 10.0, "clip": 100.0}
        coming = [Coming("fal", "clip", 100.0, -1, frozenset({REFERENCE}))]
        (hold,) = holds("p", coming, [job(REFERENCE, lasted=12.0, model="m")], seconds, lambda job: waited)
        return not hold.modest

    assert free(3.0), "a second is left"
    assert not free(None)
