"""The least time a schedule can take: its longest chain, and what its lanes hold at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Piece:
    """One job of a schedule."""

    name: Any
    """A slot, or anything that tells it from the others."""
    lane: str
    seconds: float
    needs: frozenset[Hashable] = frozenset()


@dataclass(frozen=True)
class Bound:
    """Seconds that no schedule can stay under."""

    seconds: float
    why: str
    """"chain", or the lane that is full."""


def lower_bound(pieces: Sequence[Piece], rooms: Mapping[str, int]) -> Bound:
    """The longest chain, or a lane's work behind what must come before and before what must come after it.

    Needs that are no piece count as there already. `rooms`: jobs at once, of each lane that has a limit.
    Raises ValueError when pieces need each other in a circle.
    """
    heads, tails = ahead(pieces), ahead(_turned(pieces))
    found = [Bound(max((heads[p.name] + p.seconds for p in pieces), default=0.0), "chain")]
    lanes = {lane: [piece for piece in pieces if piece.lane == lane] for lane in rooms}
    for lane, room in rooms.items():
        found += [Bound(seconds, lane) for seconds in _of_lane(lanes[lane], room, heads, tails)]
        for other in rooms.keys() - {lane}:
            after = _followers(lanes[lane], lanes[other])
            late = _late(lanes[lane], room, after, rooms[other], heads, tails)
            found += [Bound(seconds, f"{lane}, then {other}") for seconds in late]
    return max(found, key=lambda bound: bound.seconds)


def with_barriers(steps: Iterable[Sequence[Piece]], rooms: Mapping[str, int]) -> float:
    """Seconds that no schedule stays under which begins each of these only when all before it are over."""
    return sum(lower_bound(step, rooms).seconds for step in steps)


def ahead(pieces: Sequence[Piece]) -> dict[Hashable, float]:
    """For each piece the seconds of the longest chain that must end before it can begin."""
    seconds = {piece.name: piece.seconds for piece in pieces}
    left = {piece.name: set(piece.needs) & seconds.keys() for piece in pieces}
    heads: dict[Hashable, float] = {}
    while left:
        free = [name for name, needs in left.items() if needs <= heads.keys()]
        if not free:
            raise ValueError(f"{sorted(map(str, left))} need each other in a circle")
        for name in free:
            heads[name] = max((heads[need] + seconds[need] for need in left.pop(name)), default=0.0)
    return heads


def _of_lane(
    mine: Sequence[Piece], room: int, heads: Mapping[Hashable, float], tails: Mapping[Hashable, float]
) -> Iterable[float]:
    """For each set of pieces that begin late and are followed by much: head, work side by side, tail."""
    for head in {heads[piece.name] for piece in mine}:
        late = [piece for piece in mine if heads[piece.name] >= head]
        for tail in {tails[piece.name] for piece in late}:
            both = [piece.seconds for piece in late if tails[piece.name] >= tail]
            yield head + _side_by_side(both, room) + tail


def _side_by_side(lengths: Sequence[float], room: int) -> float:
    """The least time for work that cannot be cut up: its share of the room, or what must share a place.

    Of the first k * room + 1 longest, some place holds k + 1, and those last as long as the shortest k + 1.
    """
    ordered = sorted(lengths, reverse=True)
    most = sum(ordered) / room
    for k in range(len(ordered)):
        if k * room < len(ordered):
            most = max(most, sum(ordered[k * room - k : k * room + 1]))
    return most


def _followers(mine: Sequence[Piece], others: Sequence[Piece]) -> dict[Hashable, Piece]:
    """For each piece the shortest in another lane that needs it and none of those that are as long."""
    found: dict[Hashable, Piece] = {}
    for piece in sorted(others, key=lambda piece: -piece.seconds):
        needed = [one for one in mine if one.name in piece.needs]
        longest = max((one.seconds for one in needed), default=0.0)
        if len(first := [one for one in needed if one.seconds == longest]) == 1:
            found[first[0].name] = piece
    return found


def _late(
    mine: Sequence[Piece],
    room: int,
    after: Mapping[Hashable, Piece],
    other_room: int,
    heads: Mapping[Hashable, float],
    tails: Mapping[Hashable, float],
) -> Iterable[float]:
    """Whichever pieces of a full lane end last, what follows each of them in another lane comes after that.

    Of so many that last as long, only `room` are over after one length, twice as many after two.
    """
    for length in {piece.seconds for piece in mine}:
        long = [piece for piece in mine if piece.seconds >= length and piece.name in after]
        work = sorted(after[piece.name].seconds for piece in long)
        for over in range(room, len(long), room):
            turns = over // room + 1
            begin = min(heads[piece.name] for piece in long) + turns * length
            end = min(tails[after[piece.name].name] for piece in long)
            yield begin + _side_by_side(work[: len(long) - over], other_room) + end


def _turned(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces from their end: each needs those that needed it."""
    followers: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for piece in pieces:
        for need in piece.needs:
            followers[need].add(piece.name)
    return [Piece(p.name, p.lane, p.seconds, frozenset(followers[p.name])) for p in pieces]
