"""When a service is asked again how far its work is."""

from __future__ import annotations

from core.providers.cadence import LAST, LEAST, Cadence


def looks(cadence: Cadence, lasts: float) -> list[float]:
    """The moments at which work of a model is looked at, until it is seen to be over."""
    at = [cadence.pause("m", 0.0)]
    while at[-1] < lasts:
        at.append(at[-1] + cadence.pause("m", at[-1]))
    return at


def test_unknown_work_is_seen_to_be_over_within_a_fiftieth_and_a_moment() -> None:
    for lasts in (0.5, 2.0, 10.0, 40.0, 90.0):
        assert looks(Cadence(), lasts)[-1] - lasts <= 0.1 + lasts / 40


def test_known_work_is_looked_at_closely_only_near_its_usual_end() -> None:
    cadence = Cadence()
    for lasted in (38.0, 41.0, 44.0):
        cadence.ended("m", lasted)
    at = looks(cadence, 40.0)
    assert at[-1] - 40.0 <= 0.01 * 38.0
    assert len([moment for moment in at if moment < 0.9 * 38.0]) < 25
    assert len(at) < len(looks(Cadence(), 40.0))


def test_work_that_outlasts_all_before_it_is_asked_about_seldom_again() -> None:
    cadence = Cadence()
    cadence.ended("m", 1.0)
    assert cadence.pause("m", 30.0) > 0.5


def test_no_pause_is_shorter_or_longer_than_a_service_bears() -> None:
    cadence = Cadence()
    cadence.ended("m", 0.001)
    pauses = [cadence.pause(model, lasted / 10) for model in ("m", "n") for lasted in range(5000)]
    assert min(pauses) >= LEAST
    assert max(pauses) <= LAST


def test_work_in_a_queue_is_asked_about_a_few_times_in_the_time_it_takes() -> None:
    cadence = Cadence()
    assert cadence.pause_in_line("m", 0.0) <= 0.1
    cadence.ended("m", 4.0)
    assert 0.9 <= cadence.pause_in_line("m", 60.0) <= 1.0
