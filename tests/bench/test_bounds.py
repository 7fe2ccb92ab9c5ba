"""The least time of a schedule."""

from __future__ import annotations

import itertools
import random

import pytest

from bench.bounds import Piece, ahead, lower_bound, with_barriers


def chain(name: str, lane: str, *seconds: float) -> list[Piece]:
    return [
        Piece(f"{name}{i}", lane, length, frozenset({f"{name}{i - 1}"} if i else ()))
        for i, length in enumerate(seconds)
    ]


def test_without_limits_the_longest_chain_is_the_bound() -> None:
    pieces = [*chain("a", "x", 1, 2, 3), *chain("b", "y", 4, 1)]
    assert lower_bound(pieces, {}).seconds == 6
    assert lower_bound(pieces, {}).why == "chain"


def test_what_comes_before_counts_with_its_longest_way() -> None:
    pieces = [Piece("a", "x", 1), Piece("b", "x", 5), Piece("c", "x", 1, frozenset({"a", "b", "elsewhere"}))]
    assert ahead(pieces) == {"a": 0, "b": 0, "c": 5}


def test_a_full_lane_is_the_bound_with_what_is_before_and_after_it() -> None:
    """Twelve clips of 10 s, eight at once: two rounds, though their share of the room is only 15 s."""
    before = [Piece("words", "text", 2)]
    clips = [Piece(i, "clips", 10, frozenset({"words"})) for i in range(12)]
    after = [Piece("film", "local", 3, frozenset(range(12)))]
    bound = lower_bound([*before, *clips, *after], {"clips": 8})
    assert (bound.seconds, bound.why) == (25, "clips")


def test_what_follows_the_last_of_a_full_lane_begins_after_it() -> None:
    """Three clips in two places: the third ends after 20 s, and its piece comes after that."""
    clips = [Piece(f"clip{i}", "clips", 10) for i in range(3)]
    cuts = [Piece(f"cut{i}", "local", 1 + i, frozenset({f"clip{i}"})) for i in range(3)]
    film = Piece("film", "local", 0.5, frozenset({"cut0", "cut1", "cut2"}))
    bound = lower_bound([*clips, *cuts, film], {"clips": 2, "local": 2})
    assert bound.seconds == 21.5


def test_several_that_follow_the_last_of_a_full_lane_share_their_own() -> None:
    clips = [Piece(f"clip{i}", "clips", 10) for i in range(4)]
    cuts = [Piece(f"cut{i}", "local", 3, frozenset({f"clip{i}"})) for i in range(4)]
    bound = lower_bound([*clips, *cuts], {"clips": 2, "local": 1})
    assert (bound.seconds, bound.why) == (26, "clips, then local")


def test_barriers_add_the_bounds_of_the_steps() -> None:
    first = [Piece(f"a{i}", "x", 2) for i in range(3)]
    second = [Piece(f"b{i}", "x", 5, frozenset({f"a{i}"})) for i in range(3)]
    assert lower_bound([*first, *second], {"x": 2}).seconds < with_barriers([first, second], {"x": 2}) == 14


def test_short_work_beside_long_work_does_not_hide_a_full_lane() -> None:
    """Only the long ones begin late: the early ones must not pull the bound down."""
    early = [Piece(f"early{i}", "x", 1) for i in range(4)]
    late = [Piece(f"late{i}", "x", 4, frozenset({"gate"})) for i in range(4)]
    assert lower_bound([*early, Piece("gate", "y", 10), *late], {"x": 2}).seconds == 18


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        lower_bound([Piece("a", "x", 1, frozenset({"b"})), Piece("b", "x", 1, frozenset({"a"}))], {})


def test_nothing_takes_no_time() -> None:
    assert lower_bound([], {"x": 1}).seconds == 0


@pytest.mark.parametrize("seed", range(30))
def test_no_schedule_is_ever_shorter(seed: int) -> None:
    """Held against the best of every order in which a handful of pieces can be begun."""
    chance = random.Random(seed)
    pieces = [
        Piece(
            i,
            chance.choice("xy"),
            chance.randint(1, 6),
            frozenset(chance.sample(range(i), min(i, chance.randint(0, 2)))),
        )
        for i in range(6)
    ]
    rooms = {"x": chance.randint(1, 3), "y": 1}
    best = min(played(order, rooms) for order in itertools.permutations(pieces))
    assert lower_bound(pieces, rooms).seconds <= best


def played(order: tuple[Piece, ...], rooms: dict[str, int]) -> float:
    """How long it takes when the first of the order that can begin is begun, at any moment."""
    now, left, ends = 0.0, list(order), {}
    while left:
        alive = [piece for piece in order if ends.get(piece.name, 0) > now]
        ready = [p for p in left if all(ends.get(need, now + 1) <= now for need in p.needs)]
        free = [p for p in ready if sum(a.lane == p.lane for a in alive) < rooms[p.lane]]
        if free:
            left.remove(free[0])
            ends[free[0].name] = now + free[0].seconds
        else:
            now = min(end for end in ends.values() if end > now)
    return max(ends.values())
