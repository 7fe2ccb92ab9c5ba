"""What goes first in a lane that cannot take all: first shots, long chains, nothing long at the end."""

from __future__ import annotations

from dataclasses import replace

from story_builders import rows

from core.jobs.pump import UNHURRIED
from core.pipeline.plan import STEPS
from core.story import Slot, SlotKind, Story


def film(shots: int) -> Story:
    """One line for each shot; every third is spoken by somebody."""
    story = rows()
    kinds = [story.segments[0], story.segments[0], story.segments[1]]
    lines = [replace(kinds[i % 3], id=f"sg_{i}", index=i) for i in range(shots)]
    cut = [replace(story.shots[0], id=f"sh_{i}", index=i, segments=(f"sg_{i}",)) for i in range(shots)]
    return replace(story, segments=tuple(lines), shots=tuple(cut))


def turn(kind: SlotKind, i: int, story: Story) -> int:
    """The smaller the earlier."""
    target = f"sg_{i}" if kind is SlotKind.SPEECH else f"sh_{i}"
    return STEPS[kind].priority(Slot(kind, target), story)


def test_a_line_follows_the_frame_of_its_own_shot_and_goes_before_later_ones() -> None:
    """Where a service does two things at once, all lines first would keep the first clips waiting."""
    story = film(40)
    for i in range(40):
        assert turn(SlotKind.SPEECH, i, story) == turn(SlotKind.FRAME, i, story) + 1
    assert turn(SlotKind.SPEECH, 5, story) < turn(SlotKind.FRAME, 8, story) < turn(SlotKind.SPEECH, 8, story)


def test_before_shots_are_known_each_line_counts_as_one() -> None:
    story, early = film(12), replace(film(12), shots=())
    for i in range(12):
        assert turn(SlotKind.SPEECH, i, early) == turn(SlotKind.SPEECH, i, story)


def test_what_is_lip_synced_is_drawn_earlier_than_its_neighbours() -> None:
    story = film(12)
    assert turn(SlotKind.FRAME, 8, story) < turn(SlotKind.FRAME, 1, story)
    assert turn(SlotKind.CLIP, 8, story) < turn(SlotKind.CLIP, 1, story)


def test_lip_syncs_go_among_the_clips_and_near_the_end_behind_all_of_them() -> None:
    """A clip begun last would end last, alone in its lane."""
    story = film(40)
    assert turn(SlotKind.LIPSYNC, 2, story) < turn(SlotKind.CLIP, 15, story)
    last = max(turn(SlotKind.CLIP, i, story) for i in range(40))
    assert all(turn(SlotKind.LIPSYNC, i, story) > last for i in range(26, 40, 3))
    short = film(12)
    assert turn(SlotKind.LIPSYNC, 2, short) > max(turn(SlotKind.CLIP, i, short) for i in range(12))


def test_looks_wait_for_everything_else_however_long_the_film_is() -> None:
    """In a film of more than seventy shots the last frames went behind the looks."""
    story = film(300)
    kinds = (SlotKind.SPEECH, SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC, SlotKind.PIECE)
    latest = max(turn(kind, i, story) for kind in kinds for i in range(300))
    looked = STEPS[SlotKind.LOOK].priority(Slot(SlotKind.LOOK, "t_1"), story)
    assert latest < looked
    assert -looked <= UNHURRIED < -latest
