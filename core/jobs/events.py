"""Followers: everyone who wants to know what happens, woken at once in this process and by a look elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.store import events
from core.store.engine import Database
from core.store.events import Event

LOOK_SECONDS = 1.0
"""How often a follower looks for events that another process wrote."""


@dataclass(frozen=True, slots=True)
class Share:
    """How far a job is, 0 to 1, and a few words; kept in memory only."""

    share: float
    words: str


class Followers:
    """The events of one database, for any number of followers. Everything here runs in the engine's loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bells: set[asyncio.Event] = set()
        self._progress: dict[str, tuple[int, str, Share]] = {}
        self._count = 0

    def wake(self) -> None:
        """Tell every follower that something was committed."""
        for bell in self._bells:
            bell.set()

    def progress_of(self, job_id: str) -> Share | None:
        """The last progress of a job that is under way."""
        known = self._progress.get(job_id)
        return None if known is None else known[2]

    def progress(self, job_id: str, project_id: str, share: Share) -> None:
        """Note a job's progress: an event without a row, under the id of the last one that has one."""
        self._count += 1
        self._progress[job_id] = (self._count, project_id, share)
        self.wake()

    def forget(self, job_id: str) -> None:
        """The job has ended; its progress is of no use any more."""
        self._progress.pop(job_id, None)

    async def follow(self, after: int = 0, *, project_id: str | None = None) -> AsyncIterator[Event]:
        """Every event after id `after`, then each new one as it happens, without end."""
        seen = 0
        bell = asyncio.Event()
        self._bells.add(bell)
        try:
            while True:
                bell.clear()
                for event in await self._fresh(after, project_id):
                    after = event.id
                    yield event
                seen, moving = self._moved(seen, after, project_id)
                for event in moving:
                    yield event
                await _heard(bell, LOOK_SECONDS)
        finally:
            self._bells.discard(bell)

    async def _fresh(self, after: int, project_id: str | None) -> list[Event]:
        """All of them; as many reads as it takes."""
        found: list[Event] = []
        async with self._database.read() as db:
            while more := await events.after(db, after, project_id=project_id):
                found += more
                after = more[-1].id
        return found

    def _moved(self, seen: int, after: int, project_id: str | None) -> tuple[int, list[Event]]:
        now = datetime.now(UTC)
        moving = [
            Event(after, project, "progress", _told(job, share), now)
            for job, (count, project, share) in self._progress.items()
            if count > seen and project_id in (None, project)
        ]
        return self._count, moving


async def _heard(bell: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(bell.wait(), seconds)
    except TimeoutError:
        return


def _told(job_id: str, share: Share) -> Mapping[str, Any]:
    return {"job": job_id, "share": round(share.share, 4), "words": share.words}
