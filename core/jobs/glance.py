"""What a status reads of the database: read again only after something happened in the project.

A status is asked for far more often than a film changes. Whatever changes a job that is shown also appends an
event in the same transaction, so the newest event of a project tells whether its rows are still as they were.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from core.jobs import logbook
from core.jobs.logbook import LogLine
from core.store import events, jobs, runs
from core.store.jobs import OVER_CEILING, Job
from core.store.runs import Run

MOST_ROWS = 20_000
"""Jobs and lines kept in memory, of all projects together: about 20 MB."""

MOST_NEW = 100
"""Events after which everything is read again."""

_OF_NO_JOB = frozenset({"edited", "rows", "take_selected"})
"""Events that change no job, though they name none."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What one moment of the database shows of a project."""

    run: Run
    newest: int
    """The id of the project's newest event."""
    jobs: tuple[Job, ...]
    lines: tuple[LogLine, ...]

    @property
    def weight(self) -> int:
        return len(self.jobs) + len(self.lines) + 1

    @property
    def may_change_untold(self) -> bool:
        """Going on lets jobs forget that they met a ceiling, without a word in every case."""
        return any(job.fault == OVER_CEILING for job in self.jobs)


class Glances:
    """The rows of the projects that were looked at last."""

    def __init__(self) -> None:
        self._known: dict[str, Rows] = {}
        self._weight = 0

    async def at(self, db: AsyncConnection, project_id: str) -> Rows:
        """The rows as this transaction sees them. Raises NotFound."""
        run = await runs.load_run(db, project_id)
        newest = await events.last_id(db, project_id)
        known = self._forget(project_id)
        if known is None or (known.run, known.newest) != (run, newest) or known.may_change_untold:
            known = await _carried(db, known, run, newest) or await _read(db, run, newest)
        self._keep(project_id, known)
        return known

    def _keep(self, project_id: str, rows: Rows) -> None:
        """The one that was looked at longest ago goes first."""
        self._forget(project_id)
        self._known[project_id] = rows
        self._weight += rows.weight
        while self._weight > MOST_ROWS and len(self._known) > 1:
            self._forget(next(iter(self._known)))

    def _forget(self, project_id: str) -> Rows | None:
        known = self._known.pop(project_id, None)
        if known is not None:
            self._weight -= known.weight
        return known


async def _read(db: AsyncConnection, run: Run, newest: int) -> Rows:
    found = await jobs.shown_jobs(db, run.project_id)
    return Rows(run, newest, found, await logbook.recent(db, run.project_id))


async def _carried(db: AsyncConnection, known: Rows | None, run: Run, newest: int) -> Rows | None:
    """What was known with what happened since; None where that does not name every job it changed."""
    if known is None or known.may_change_untold or run.number != known.run.number:
        return None
    told = await events.after(db, known.newest, project_id=run.project_id, limit=MOST_NEW)
    if len(told) == MOST_NEW or not all("job" in event.data or event.kind in _OF_NO_JOB for event in told):
        return None
    named = {str(event.data["job"]) for event in told if "job" in event.data}
    changed = {job.id: job for job in await jobs.shown(db, named)} if named else {}
    if not named <= changed.keys():
        return None
    found = [changed.pop(job.id, job) for job in known.jobs]
    newer = sorted(changed.values(), key=jobs.newest_first)
    if newer and found and jobs.newest_first(newer[-1]) > jobs.newest_first(found[0]):
        return None
    lines = (*known.lines, *logbook.lines(told))
    return Rows(run, newest, (*newer, *found)[: jobs.MOST_SHOWN], lines[-logbook.RECENT :])
