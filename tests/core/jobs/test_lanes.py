"""How much of a maker's work is under way, by a clock of our own (R7)."""

from __future__ import annotations

import time

from core.jobs.lanes import Lane, Limits


def test_no_more_starts_in_any_minute_than_the_maker_bears() -> None:
    lane = Lane("fal", Limits(at_once=100, per_minute=3))
    for now in (10.0, 20.0, 50.0):
        assert lane.free_at(now) == now
        lane.enter(f"j_{now}", "p", now)
    assert lane.free_at(55.0) == 70.0
    assert lane.free_at(69.9) == 70.0
    assert lane.free_at(70.0) == 70.0
    lane.enter("j_70", "p", 70.0)
    assert lane.free_at(71.0) == 80.0


def test_a_full_lane_is_free_when_another_ends() -> None:
    lane = Lane("fal", Limits(at_once=1))
    lane.enter("j_1", "p", 0.0)
    assert lane.free_at(1.0) is None
    lane.leave("j_1")
    assert lane.free_at(1.0) == 1.0


def test_a_result_that_is_fetched_takes_no_place_of_its_maker() -> None:
    lane = Lane("fal", Limits(at_once=2))
    for job in ("j_1", "j_2"):
        lane.enter(job, "p", 0.0)
    lane.fetch("j_1")
    assert lane.free_at(1.0) == 1.0
    lane.enter("j_3", "p", 1.0)
    assert lane.free_at(1.0) is None
    lane.leave("j_1")
    assert lane.free_at(1.0) is None
    lane.leave("j_2")
    assert lane.free_at(1.0) == 1.0


def test_results_that_pile_up_hold_the_lane() -> None:
    """A machine that fetches more slowly than a service makes must not begin more and more."""
    lane = Lane("fal", Limits(at_once=2))
    for job in ("j_1", "j_2", "j_3"):
        lane.enter(job, "p", 0.0)
        lane.fetch(job)
    assert lane.free_at(1.0) == 1.0
    lane.enter("j_4", "p", 1.0)
    assert lane.free_at(1.0) is None


def test_a_slowed_lane_halves_its_room_and_widens_with_success() -> None:
    lane = Lane("fal", Limits(at_once=8))
    lane.slow(0.0)
    assert lane.room == 4
    for _ in range(5):
        lane.slow(0.0)
    assert lane.room == 1
    lane.leave("j", well=False)
    assert lane.room == 1
    for _ in range(20):
        lane.leave("j", well=True)
    assert lane.room == 8


def queue(at_once: int = 2, queued: int = 1) -> Lane:
    """A lane of a service that has a queue of its own."""
    return Lane("fal", Limits(at_once, queued))


def begin(lane: Lane, *jobs: str, now: float = 0.0) -> None:
    for job in jobs:
        lane.enter(job, "p", now)
        lane.handed_over(job)


def test_a_service_with_a_queue_is_handed_a_little_more_than_it_works_on() -> None:
    """So that it never waits for us, and what becomes ready later is not behind all that came earlier."""
    lane = queue()
    begin(lane, "j_1", "j_2")
    assert lane.free_at(1.0) == 1.0
    begin(lane, "j_3")
    assert lane.free_at(1.0) is None
    lane.leave("j_1")
    assert lane.free_at(1.0) == 1.0


def test_nobody_is_sent_to_the_queue_while_others_are_on_their_way_to_be_served() -> None:
    """Whoever began earlier may arrive later: the more urgent one would stand behind."""
    lane = queue()
    begin(lane, "j_1")
    lane.enter("j_2", "p", 0.0)
    assert lane.free_at(1.0) is None
    lane.handed_over("j_2")
    assert lane.free_at(1.0) == 1.0


def test_a_lane_knows_who_stands_in_the_queue_and_for_how_long_the_others_did() -> None:
    lane = queue()
    begin(lane, "j_1", "j_2", "j_3", now=5.0)
    assert (lane.waited("j_2"), lane.waited("j_3")) == (0.0, None)
    assert (lane.spare, lane.idle) == (0, -1)
    before = time.monotonic()
    lane.fetch("j_1")
    waited = lane.waited("j_3")
    assert waited is not None and before - 5.0 <= waited <= time.monotonic() - 5.0
    assert lane.waited("nobody") == 0.0


def test_a_slowed_lane_halves_its_queue_too() -> None:
    lane = queue(4, 2)
    lane.slow(0.0)
    assert lane.room == 3
    for _ in range(9):
        lane.leave("j", well=True)
    assert lane.room == 6
