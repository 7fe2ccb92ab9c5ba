"""What every job needs, put together once by the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import NoRoom
from core.jobs.events import Followers
from core.jobs.lanes import Lanes
from core.jobs.plan_types import Accept
from core.jobs.stories import Stories
from core.providers.base import Provider
from core.store.assets import Media
from core.store.engine import Database


@dataclass(slots=True)
class Trouble:
    """What keeps the engine from writing anything at all, such as a full disk; None when all is well."""

    met: NoRoom | None = None


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
    trouble: Trouble = field(default_factory=Trouble)
