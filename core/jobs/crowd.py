"""The crowd: how many films share each lane now, for whoever foresees when one of them is finished."""

from __future__ import annotations

import time
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import jobs

OLDEST = 1.0
"""Seconds for which a count is good enough."""


class Crowd:
    """Counted anew when somebody asks and the last count is old, so that looking at many films costs one."""

    def __init__(self) -> None:
        self._seen: Mapping[str, int] = {}
        self._until = 0.0

    async def seen(self, db: AsyncConnection) -> Mapping[str, int]:
        """Maker -> films with something to do there."""
        if time.monotonic() >= self._until:
            self._until = time.monotonic() + OLDEST
            self._seen = await jobs.films_in(db)
        return self._seen
