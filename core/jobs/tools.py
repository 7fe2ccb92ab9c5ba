"""What every job needs, put together once by the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import NoRoom
from core.jobs.events import Followers
from core.jobs.forecast import Durations
from core.jobs.lanes import Lanes
from core.jobs.lease import Lease
from core.jobs.ledger import NO_CEILINGS, Ceilings
from core.jobs.plan_types import Accept, NextModel
from core.jobs.stories import Stories
from core.providers.base import Provider
from core.store.assets import Media
from core.store.engine import Database


@dataclass(slots=True)
class Trouble:
    """What keeps the engine from writing anything at all, such as a full disk; None when all is well."""

    met: NoRoom | None = None


@dataclass(slots=True)
class Purse:
    """Counts the times money may have come back, so that nobody waits for what has happened already."""

    turn: int = 0


@dataclass(frozen=True, slots=True)
class Tools:
    """The database, the media store, the makers with their lanes, and who wants to know."""

    database: Database
    media: Media
    data_dir: Path
    accept: Accept
    providers: Mapping[str, Provider]
    lanes: Lanes
    stories: Stories
    followers: Followers
    successor: NextModel | None = None
    """Who is tried after a refusal; None means nobody."""
    ceilings: Ceilings = NO_CEILINGS
    drain: float = 20.0
    """Seconds a shutdown waits for answers to paid requests that are on their way."""
    worker: str | None = None
    """This process's name among others that make films with the same database; None where it is alone."""
    lease: Lease = field(default_factory=Lease)
    durations: Durations = field(default_factory=Durations)
    purse: Purse = field(default_factory=Purse)
    trouble: Trouble = field(default_factory=Trouble)

    @property
    def repeatable(self) -> list[str]:
        """Lanes whose makers cost nothing when they make it twice."""
        return [lane.name for lane in self.lanes.values() if lane.limits.repeatable]
