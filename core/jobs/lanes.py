"""Lanes: how much of one maker's work is under way at once, and when the next may begin."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from core.providers.base import Provider


@dataclass(frozen=True, slots=True)
class Limits:
    """What a maker bears."""

    at_once: int = 4
    """Jobs it works on at once."""
    queued: int = 0
    """So many more may stand in its own queue, so that it never waits for us."""
    per_minute: int | None = None
    """Starts in any 60 seconds."""
    repeatable: bool = False
    """Whether making it twice costs nothing, so that after a crash it is simply made again."""
    shared: bool = False
    """Whether other processes use the lane too, so that the dispatcher's queue counts for all of them: none of
    them hands in more than the lane bears, and the queue lets no more than that out in all."""

    @property
    def most(self) -> int:
        """Jobs that may be handed over and not done."""
        return self.at_once + self.queued


@dataclass(slots=True)
class Place:
    """A job's place in a lane, in monotonic seconds."""

    project: str
    entered: float
    served: float | None = None
    """When its maker can have begun it: those before it leave it room since."""
    handed: bool = False
    """Whether its maker has it."""


@dataclass
class Lane:
    """One maker's lane in this process."""

    name: str
    limits: Limits
    alive: dict[str, Place] = field(default_factory=dict)
    """Jobs under way, by id, in the order in which they began."""
    starts: deque[float] = field(default_factory=deque)
    held_until: float = 0.0
    """Monotonic time before which nothing begins, since the maker asked for patience (R7)."""
    fetching: set[str] = field(default_factory=set)
    """Jobs under way that their maker is done with, so that they take no place of its any more (R29)."""
    room: int = 0
    """How many may be under way now: halved by a refusal for haste, widened by one with each that ends well."""

    def __post_init__(self) -> None:
        self.room = self.limits.most

    def free_at(self, now: float) -> float | None:
        """When the next job may begin: `now`, a later monotonic time, or None for "when another ends"."""
        taken = self._taken()
        if taken >= self.room or (taken >= self.limits.at_once and self._on_the_way()):
            return None
        return max(now, self.held_until, self._rate_allows(now))

    def enter(self, job_id: str, project_id: str, now: float) -> None:
        self.alive[job_id] = Place(project_id, now)
        self._serve(now)
        if self.limits.per_minute is not None:
            self.starts.append(now)

    def leave(self, job_id: str, *, well: bool = False) -> None:
        """A job has ended; one that ended well lets a slowed lane widen again."""
        self.alive.pop(job_id, None)
        self.fetching.discard(job_id)
        self._serve(time.monotonic())
        if well:
            self.room = min(self.limits.most, self.room + 1)

    def fetch(self, job_id: str) -> None:
        """The maker is done with this job; only fetching and keeping its result is left."""
        if job_id in self.alive:
            self.fetching.add(job_id)
            self._serve(time.monotonic())

    def handed_over(self, job_id: str) -> None:
        """Its maker has it: whoever comes now stands behind it."""
        if job_id in self.alive:
            self.alive[job_id].handed = True

    def waited(self, job_id: str) -> float | None:
        """Seconds that a job stood in its maker's queue; None while it does."""
        place = self.alive.get(job_id)
        if place is None:
            return 0.0
        return None if place.served is None else place.served - place.entered

    def hold(self, seconds: float) -> None:
        """Begin nothing for so long."""
        self.held_until = max(self.held_until, time.monotonic() + seconds)

    def slow(self, seconds: float) -> None:
        """A 429 slows the whole lane: nothing for so long, then half as many at once (R7)."""
        self.hold(seconds)
        self.room = max(1, self.room // 2)

    def under_way_for(self, project_id: str) -> int:
        return sum(place.project == project_id for place in self.alive.values())

    @property
    def spare(self) -> int:
        """Places that are free now, those in the maker's queue among them."""
        return self.room - self._taken()

    @property
    def idle(self) -> int:
        """Places that are free now and where the maker begins at once."""
        return min(self.room, self.limits.at_once) - self._taken()

    def _taken(self) -> int:
        """Places in use; at most one lane full of results is fetched beside the work that goes on."""
        return max(len(self.alive) - len(self.fetching), len(self.alive) - self.limits.at_once)

    def _on_the_way(self) -> bool:
        """Whether somebody begun earlier could still come to its maker's queue behind who begins now."""
        return not all(place.handed for place in self.alive.values())

    def _serve(self, now: float) -> None:
        """Whoever comes first is served first, so many at once as the maker works on."""
        with_maker = [place for job_id, place in self.alive.items() if job_id not in self.fetching]
        for place in with_maker[: self.limits.at_once]:
            if place.served is None:
                place.served = now

    def _rate_allows(self, now: float) -> float:
        if self.limits.per_minute is None:
            return now
        while self.starts and self.starts[0] <= now - 60:
            self.starts.popleft()
        if len(self.starts) < self.limits.per_minute:
            return now
        return self.starts[-self.limits.per_minute] + 60


class Lanes(dict[str, Lane]):
    """Lanes by maker; one for a maker that is no longer here still lets its jobs end with a clear word."""

    has_room: Callable[[], None] = staticmethod(lambda: None)
    """Called when a job gives its place back before it ends; the pump listens."""

    def __missing__(self, name: str) -> Lane:
        self[name] = Lane(name, Limits())
        return self[name]


def lanes_for(
    providers: Mapping[str, Provider],
    limits: Mapping[str, Limits],
    local_workers: int,
    *,
    shared: bool = False,
) -> Lanes:
    """A lane per maker; one that declares itself repeatable gets as many places as there are local workers.

    Where several processes make films they share every lane but those: each machine has its own.
    """
    workers = local_workers or os.cpu_count() or 1
    lanes = Lanes()
    for name, maker in providers.items():
        mine = limits.get(name) or _usual(maker, workers)
        lanes[name] = Lane(name, replace(mine, shared=mine.shared or (shared and not mine.repeatable)))
    return lanes


def _usual(maker: Provider, workers: int) -> Limits:
    repeatable = bool(getattr(maker, "repeatable", False))
    return Limits(at_once=workers, repeatable=True) if repeatable else Limits()
