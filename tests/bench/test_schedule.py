"""The plot of a schedule, and the story it is about."""

from __future__ import annotations

from bench.lanes import places
from bench.schedule import Bar, story_of
from core.story import Slot, SlotKind


def bar(name: str, began: float, ended: float) -> Bar:
    return Bar(Slot(SlotKind.CLIP, name), "fal", began, ended)


def test_a_lane_has_as_many_rows_as_jobs_were_under_way_at_once() -> None:
    bars = [bar("a", 0, 2), bar("b", 1, 3), bar("c", 2, 4), bar("d", 3, 5), bar("e", 3.5, 4)]
    assert [[one.slot.target for one in row] for row in places(bars)] == [["a", "c"], ["b", "d"], ["e"]]


def test_a_third_of_the_lines_is_spoken() -> None:
    lines = story_of(12).split("\n\n")
    assert len(lines) == len(set(lines)) == 12
    assert sum(line.startswith('"') for line in lines) == 4
