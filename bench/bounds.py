"""The least time a schedule can take: its longest chain, and what its lanes hold at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """One job of a schedule."""

    name: Hashable
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
    for lane, room in rooms.items():
        mine = [piece for piece in pieces if piece.lane == lane]
        found += [Bound(seconds, lane) for seconds in _of_lane(mine, room, heads, tails)]
    return max(found, key=lambda bound: bound.seconds)


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


def _turned(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces from their end: each needs those that needed it."""
    followers: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for piece in pieces:
        for need in piece.needs:
            followers[need].add(piece.name)
    return [Piece(p.name, p.lane, p.seconds, frozenset(followers[p.name])) for p in pieces]
