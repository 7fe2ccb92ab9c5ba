"""How much of a maker's work is under way, by a clock of our own (R7)."""

from __future__ import annotations

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
