"""Tending: whether an installation is well, and its figures, for those who run it."""

from __future__ import annotations

import time
from dataclasses import replace

import sqlalchemy as sa

from core.jobs import figures
from core.jobs.engine import Engine
from core.jobs.figures import Figures
from core.jobs.lock import running_engine
from core.store import events
from core.studio.room import Room
from core.studio.values import Event

PORTION = 2_000
"""Events a look at what happened reads at most."""


class Tending(Room):
    """Verbs about the house, not about films; they name nobody."""

    async def not_ready(self) -> str:
        """Why nothing should be sent here now; "" when all is well."""
        if self._seat is None:
            return "no engine"
        try:
            async with self._database.read() as db:
                await db.execute(sa.text("SELECT 1"))
        except Exception:
            return "the database does not answer"
        if trouble := await self._media.trouble():
            return trouble
        engine: object = self._seat.engine
        if not isinstance(engine, Engine) and "port" not in running_engine(self._settings.data_dir):
            return "the process that makes films is not there"
        return ""

    async def figures(self) -> Figures:
        """How the engine fares now."""
        async with self._database.read() as db:
            found = await figures.rows(db, time.time())
        engine: object = None if self._seat is None else self._seat.engine
        if not isinstance(engine, Engine):
            return found
        return replace(found, lanes=engine.lanes(), **engine.followed())

    async def happened(self, after: int) -> tuple[Event, ...]:
        """Everybody's next events after `after`, for counting."""
        async with self._database.read() as db:
            return await events.after(db, after, limit=PORTION)
