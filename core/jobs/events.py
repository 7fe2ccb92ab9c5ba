"""Followers: everyone who wants to know what happens, woken at once in this process and by a look elsewhere."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Mapping
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.store import events
from core.store.engine import Database
from core.store.events import Event

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""How often it is looked for events that another process wrote."""

TAIL = 2_000
"""Events kept in memory: about 2 MB; some seconds of a house with two hundred films under way."""

PORTION = 500
"""Events read at once."""


@dataclass(frozen=True, slots=True)
class Share:
    """How far a job is, 0 to 1, and a few words; kept in memory only."""

    share: float
    words: str
    draft: str = ""
    """What a model has written so far, as a person would read it; told in this process only."""


class Followers:
    """The events of one database, for any number of followers. Everything here runs in the engine's loop.

    What is new is read once for all of them and kept for a while; only those whom it concerns are woken. A
    follower that is behind reads for itself until it has caught up.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._bells: set[_Bell] = set()
        self._progress: dict[str, tuple[int, str, Share, datetime]] = {}
        self._count = 0
        self.lag = 0.0
        """Seconds from the writing of the newest event that was read to its being read."""
        self._tail: deque[Event] = deque(maxlen=TAIL)
        self._known = -1
        """Everything after the event `_known` is in the tail, up to what was last read; -1: no tail is kept."""
        self._asked = asyncio.Event()
        self._reading: asyncio.Task[None] | None = None

    @property
    def count(self) -> int:
        """How many follow."""
        return len(self._bells)

    def wake(self) -> None:
        """Something was committed: followers are told as soon as it is read."""
        self._asked.set()

    def progress_of(self, job_id: str) -> Share | None:
        """The last progress of a job that is under way."""
        known = self._progress.get(job_id)
        return None if known is None else known[2]

    def progress(self, job_id: str, project_id: str, share: Share) -> None:
        """Note a job's progress: an event without a row, under the id of the last one that has one."""
        self._count += 1
        self._progress[job_id] = (self._count, project_id, share, datetime.now(UTC))
        self._ring({project_id})

    def told_of(self, job_id: str) -> list[Any]:
        """[project id, share, words] as other processes are told of a job; a share of None: not known yet."""
        known = self._progress.get(job_id)
        return ["", None, ""] if known is None else [known[1], known[2].share, known[2].words]

    def forget(self, job_id: str) -> None:
        """The job has ended; its progress is of no use any more."""
        self._progress.pop(job_id, None)

    def close(self) -> None:
        """Read nothing any more."""
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    async def follow(self, after: int = 0, *, project_id: str | None = None) -> AsyncIterator[Event]:
        """Every event after id `after`, then each new one as it happens, without end."""
        async with aclosing(self.news(after, project_id=project_id)) as told:
            async for portion in told:
                for event in portion:
                    yield event

    async def news(
        self, after: int = 0, *, project_id: str | None = None
    ) -> AsyncGenerator[tuple[Event, ...], None]:
        """The same in portions: whatever happened since the last one was taken, at once."""
        seen, place = 0, after
        bell = _Bell(project_id)
        self._bells.add(bell)
        try:
            while True:
                bell.clear()
                while not self._reaches(place):
                    found, place = await self._read(place, project_id)
                    if found:
                        after = found[-1].id
                        yield found
                fresh, place = self._newer(place, project_id), max(place, self._newest)
                after = fresh[-1].id if fresh else after
                seen, moving = self._moved(seen, after, project_id)
                if fresh or moving:
                    yield (*fresh, *moving)
                await bell.wait()
        finally:
            self._bells.discard(bell)

    def _reaches(self, place: int) -> bool:
        """Whether the tail holds everything that came after this event."""
        return 0 <= self._known <= place

    @property
    def _newest(self) -> int:
        return self._tail[-1].id if self._tail else self._known

    def _newer(self, place: int, project_id: str | None) -> list[Event]:
        found: list[Event] = []
        for event in reversed(self._tail):
            if event.id <= place:
                break
            if project_id in (None, event.project_id):
                found.append(event)
        return found[::-1]

    async def _read(self, place: int, project_id: str | None) -> tuple[tuple[Event, ...], int]:
        """The next events after `place`, and where to go on; whoever has read all begins the tail."""
        async with self._database.read() as db:
            found = await events.after(db, place, project_id=project_id, limit=PORTION)
            last = found[-1].id if len(found) == PORTION else max(place, await events.last_id(db))
        if len(found) < PORTION and self._known < 0:
            self._known = last
            self._reading = asyncio.create_task(self._keep_reading(), name="followers")
        return found, last

    async def _keep_reading(self) -> None:
        """Carry the tail forward as long as anybody follows."""
        while self._bells:
            self._asked.clear()
            try:
                await self._carry_on()
            except Exception:
                log.exception("the newest events could not be read")
                await asyncio.sleep(LOOK_SECONDS)
            await _heard(self._asked, LOOK_SECONDS)
        self._tail.clear()
        self._known, self._reading = -1, None

    async def _carry_on(self) -> None:
        async with self._database.read() as db:
            while more := await events.after(db, self._newest, limit=PORTION):
                crowded = len(self._tail) + len(more) - TAIL
                if crowded > 0:
                    self._known = ([*self._tail, *more][crowded - 1]).id
                self._tail += more
                self.lag = _age(more[-1])
                self._ring({event.project_id for event in more})

    def _ring(self, projects: Collection[str | None]) -> None:
        for bell in self._bells:
            if bell.project is None or bell.project in projects:
                bell.set()

    def _moved(self, seen: int, after: int, project_id: str | None) -> tuple[int, list[Event]]:
        moving = [
            Event(after, project, "progress", _told(job, share), at)
            for job, (count, project, share, at) in self._progress.items()
            if count > seen and project_id in (None, project)
        ]
        return self._count, moving


class _Bell(asyncio.Event):
    """Wakes one follower of one project, or of all for None."""

    def __init__(self, project: str | None) -> None:
        super().__init__()
        self.project = project


def _age(event: Event) -> float:
    return 0.0 if event.at is None else max(0.0, (datetime.now(UTC) - event.at).total_seconds())


async def _heard(bell: asyncio.Event, seconds: float) -> None:
    """Never by wait_for: until Python 3.12 it loses a cancellation that comes as the bell rings, for ever."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await bell.wait()


def _told(job_id: str, share: Share) -> Mapping[str, Any]:
    draft = {"draft": share.draft} if share.draft else {}
    return {"job": job_id, "share": round(share.share, 4), "words": share.words, **draft}
