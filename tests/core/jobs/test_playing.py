"""A run played through its lanes ends when no schedule could end much earlier (R21)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.bounds import Piece as Bounded
from bench.bounds import lower_bound
from core.jobs.playing import Piece, Room, played
from core.story import Slot, SlotKind

FRAME, CLIP = SlotKind.FRAME, SlotKind.CLIP


def frames(count: int) -> list[Piece]:
    return [Piece(Slot(FRAME, str(number)), "fal", 8.0) for number in range(count)]


def clips(count: int) -> list[Piece]:
    """Each from its frame."""
    return [
        Piece(Slot(CLIP, str(number)), "replicate", 40.0, frozenset({Slot(FRAME, str(number))}))
        for number in range(count)
    ]


def test_a_clip_begins_when_its_own_frame_is_there_and_its_lane_has_a_place() -> None:
    rooms = {"fal": Room(5), "replicate": Room(4)}
    assert played([*frames(10), *clips(10)], rooms) == 8 + 3 * 40
    assert played([*frames(10), *clips(10)], {**rooms, "replicate": Room(10)}) == 2 * 8 + 40


def test_what_is_under_way_takes_its_place_for_what_is_left_of_it() -> None:
    begun = [Piece(clip.slot, clip.lane, 30.0, under_way=True) for clip in clips(4)]
    assert played([*begun, *clips(8)[4:]], {"replicate": Room(4)}) == 70


def test_the_longest_chain_goes_first() -> None:
    """Begun last, the frame of the only clip would keep the film 8 s longer."""
    pieces = [*frames(4), clips(4)[3]]
    assert played(pieces, {"fal": Room(1), "replicate": Room(1)}) == 8 + 40


def test_films_share_a_lane_fairly() -> None:
    assert played(frames(6), {"fal": Room(6)}) == 8
    assert played(frames(6), {"fal": Room(6, films=3)}) == 3 * 8
    crowded = Room(6, films=60)
    assert (crowded.mine, crowded.stretch) == (1, 10)


def test_a_lane_nobody_knows_has_one_place() -> None:
    assert played(frames(3), {}) == 24
    assert played([], {}) == 0


@st.composite
def schedules(draw: st.DrawFn) -> list[Piece]:
    count = draw(st.integers(1, 14))
    slots = [Slot(FRAME, str(number)) for number in range(count)]
    return [
        Piece(
            slots[number],
            draw(st.sampled_from("ab")),
            float(draw(st.integers(1, 9))),
            frozenset(draw(st.sets(st.sampled_from(slots[:number]), max_size=3)) if number else ()),
        )
        for number in range(count)
    ]


@settings(max_examples=100, deadline=None)
@given(pieces=schedules(), places=st.integers(1, 4))
def test_it_never_ends_before_the_bound_nor_after_everything_in_a_row(pieces: list[Piece], places: int) -> None:
    found = played(pieces, {"a": Room(places), "b": Room(1)})
    bound = lower_bound(
        [Bounded(one.slot, one.lane, one.seconds, frozenset(one.needs)) for one in pieces],
        {"a": places, "b": 1},
    )
    assert bound.seconds - 1e-9 <= found <= sum(one.seconds for one in pieces)
