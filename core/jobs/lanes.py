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
    per_minute: int | None = None
    """Starts in any 60 seconds."""
    repeatable: bool = False
    """Whether making it twice costs nothing, so that after a crash it is simply made again."""
    shared: bool = False
    """Whether other processes use the lane too, so that the dispatcher's queue counts for all of them: none of
    them hands in more than the lane bears, and the queue lets no more than that out in all."""


@dataclass
class Lane:
    """One maker's lane in this process."""

    name: str
    limits: Limits
    alive: dict[str, str] = field(default_factory=dict)
    """Jobs under way: job id -> project id."""
    starts: deque[float] = field(default_factory=deque)
    held_until: float = 0.0
    """Monotonic time before which nothing begins, since the maker asked for patience (R7)."""
    fetching: set[str] = field(default_factory=set)
    """Jobs under way that their maker is done with, so that they take no place of its any more (R29)."""
    room: int = 0
    """How many may be under way now: halved by a refusal for haste, widened by one with each that ends well."""

    def __post_init__(self) -> None:
        self.room = self.limits.at_once

    def free_at(self, now: float) -> float | None:
        """When the next job may begin: `now`, a later monotonic time, or None for "when another ends"."""
        if self._taken() >= self.room:
            return None
        return max(now, self.held_until, self._rate_allows(now))

    def enter(self, job_id: str, project_id: str, now: float) -> None:
        self.alive[job_id] = project_id
        if self.limits.per_minute is not None:
            self.starts.append(now)

    def leave(self, job_id: str, *, well: bool = False) -> None:
        """A job has ended; one that ended well lets a slowed lane widen again."""
        self.alive.pop(job_id, None)
        self.fetching.discard(job_id)
        if well:
            self.room = min(self.limits.at_once, self.room + 1)

    def fetch(self, job_id: str) -> None:
        """The maker is done with this job; only fetching and keeping its result is left."""
        if job_id in self.alive:
            self.fetching.add(job_id)

    def hold(self, seconds: float) -> None:
        """Begin nothing for so long."""
        self.held_until = max(self.held_until, time.monotonic() + seconds)

    def slow(self, seconds: float) -> None:
        """A 429 slows the whole lane: nothing for so long, then half as many at once (R7)."""
        self.hold(seconds)
        self.room = max(1, self.room // 2)

    def under_way_for(self, project_id: str) -> int:
        return sum(project == project_id for project in self.alive.values())

    @property
    def spare(self) -> int:
        """Places that are free now."""
        return self.room - self._taken()

    def _taken(self) -> int:
        """Places in use; at most one lane full of results is fetched beside the work that goes on."""
        return max(len(self.alive) - len(self.fetching), len(self.alive) - self.limits.at_once)

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
