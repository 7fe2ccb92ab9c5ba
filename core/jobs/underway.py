"""The unfinished jobs of all films: read once, and again only those of films in which something happened.

With two hundred films there are hundreds of them, and to read them all whenever one ends would keep the event
loop for 40 ms each time. Whatever changes an unfinished job appends an event of its project in the same
transaction.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import events, jobs
from core.store.jobs import OVER_CEILING, Job

MOST_NEW = 500
"""Events after which everything is read again."""

OLDEST = 60.0
"""Seconds after which everything is read again in any case: nothing may be overlooked for ever."""

_AT_A_STRETCH = 100
"""Rows made into jobs before others have a turn."""


class Underway:
    """For one reader, in the only process that makes films with this database."""

    def __init__(self) -> None:
        self._films: dict[str, list[Job]] = {}
        self._seen = -1
        self._until = 0.0

    async def at(self, db: AsyncConnection) -> dict[str, list[Job]]:
        """Project -> its unfinished jobs as this transaction sees them, the most urgent first."""
        seen, self._seen = self._seen, -1
        newest = await events.last_id(db)
        told = await events.after(db, seen, limit=MOST_NEW) if 0 <= seen < newest else ()
        if seen < 0 or len(told) == MOST_NEW or time.monotonic() >= self._until:
            self._films = await _all(db)
            self._until = time.monotonic() + OLDEST
        else:
            await self._read_again(db, {event.project_id for event in told if event.project_id})
        self._seen = newest
        return {film: list(found) for film, found in self._films.items()}

    async def _read_again(self, db: AsyncConnection, changed: set[str]) -> None:
        """Going on lets jobs forget that they met a ceiling, without a word in every case."""
        changed |= {film for film, found in self._films.items() if any(_met_a_ceiling(job) for job in found)}
        if changed:
            fresh = _by_film(await jobs.open_jobs(db, changed))
            kept = {film: found for film, found in self._films.items() if film not in changed}
            self._films = {**kept, **fresh}


async def _all(db: AsyncConnection) -> dict[str, list[Job]]:
    rows = await jobs.open_rows(db)
    found: list[Job] = []
    for first in range(0, len(rows), _AT_A_STRETCH):
        found += map(jobs.job_of, rows[first : first + _AT_A_STRETCH])
        await asyncio.sleep(0)
    return _by_film(found)


def _by_film(found: Iterable[Job]) -> dict[str, list[Job]]:
    films: dict[str, list[Job]] = defaultdict(list)
    for job in found:
        films[job.project_id].append(job)
    return films


def _met_a_ceiling(job: Job) -> bool:
    return job.fault == OVER_CEILING
