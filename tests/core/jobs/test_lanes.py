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
