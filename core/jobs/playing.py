"""Playing a run through: when the last of its pieces ends, each lane having so many places."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.story import Slot


@dataclass(frozen=True, slots=True)
class Room:
    """A lane as one film has it."""

    places: int = 1
    films: int = 1
    """How many films want it at the moment; they share it fairly."""

    @property
    def mine(self) -> int:
        """Places for this film; one at least."""
        return max(1, self.places // max(1, self.films))

    @property
    def stretch(self) -> float:
        """By how much everything takes longer, where there are more films than places."""
        return max(1.0, self.films / max(1, self.places))


ALONE = Room()


@dataclass(frozen=True, slots=True)
class Piece:
    """One job that is still to be done, or under way."""

    slot: Slot
    lane: str
    seconds: float
    """What is left of it."""
    needs: frozenset[Slot] = frozenset()
    under_way: bool = False


def played(pieces: Sequence[Piece], rooms: Mapping[str, Room]) -> float:
    """Seconds until the last piece ends, when a free place always goes to the longest chain.

    A piece stands behind all that it needs; needs that are no piece are there already.
    """
    play = _Play(pieces, rooms)
    while play.ends:
        play.step()
    return play.now


class _Play:
    """The state of the schedule at one moment; pieces go by their number."""

    def __init__(self, pieces: Sequence[Piece], rooms: Mapping[str, Room]) -> None:
        self.now = 0.0
        self.ends: list[tuple[float, int]] = []
        """(when, piece) of what is under way, the next to end first."""
        self._pieces = pieces
        self._behind, self._waits_for = _bound(pieces)
        self._chains = _chains(pieces, self._behind)
        self._places = {piece.lane: rooms.get(piece.lane, ALONE).mine for piece in pieces}
        self._ready: dict[str, list[tuple[float, int]]] = {lane: [] for lane in self._places}
        for number, piece in enumerate(pieces):
            if piece.under_way:
                self._begin(number)
            elif not self._waits_for[number]:
                self._is_ready(number)
        self._fill()

    def step(self) -> None:
        """The next piece ends, and what that allows begins."""
        self.now, number = heapq.heappop(self.ends)
        self._places[self._pieces[number].lane] += 1
        for other in self._behind[number]:
            self._waits_for[other] -= 1
            if not self._waits_for[other] and not self._pieces[other].under_way:
                self._is_ready(other)
        self._fill()

    def _is_ready(self, number: int) -> None:
        heapq.heappush(self._ready[self._pieces[number].lane], (-self._chains[number], number))

    def _fill(self) -> None:
        for lane, ready in self._ready.items():
            while ready and self._places[lane] > 0:
                self._begin(heapq.heappop(ready)[1])

    def _begin(self, number: int) -> None:
        piece = self._pieces[number]
        self._places[piece.lane] -= 1
        heapq.heappush(self.ends, (self.now + piece.seconds, number))


def _bound(pieces: Sequence[Piece]) -> tuple[list[list[int]], list[int]]:
    """For each piece which ones wait for it, and for how many it waits."""
    numbers = {piece.slot: number for number, piece in enumerate(pieces)}
    behind: list[list[int]] = [[] for _ in pieces]
    waits_for = [0] * len(pieces)
    for number, piece in enumerate(pieces):
        for need in piece.needs:
            if (first := numbers.get(need)) is not None:
                behind[first].append(number)
                waits_for[number] += 1
    return behind, waits_for


def _chains(pieces: Sequence[Piece], behind: Sequence[Sequence[int]]) -> list[float]:
    """Seconds from the beginning of each piece to the end of the longest chain behind it."""
    chains = [0.0] * len(pieces)
    for number in reversed(range(len(pieces))):
        after = max((chains[other] for other in behind[number]), default=0.0)
        chains[number] = pieces[number].seconds + after
    return chains
