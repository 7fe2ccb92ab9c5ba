"""A run: the wish that a project be finished up to a step, kept on the project's row."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NotFound
from core.store import events, tables
from core.store.jobs import forget_ceilings
from core.store.projects import touch
from core.story import Slot, SlotKind, Step


class RunState(StrEnum):
    """What the machine does about a project."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    """A person or a ceiling holds it; what was begun goes on, nothing new begins."""
    STOPPED = "stopped"
    """Nothing more can be made without a person; some jobs failed."""
    FINISHED = "finished"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Run:
    """The run of one project as it is now."""

    project_id: str
    state: RunState
    number: int
    until: Step
    note: str
    """Why it is paused; empty otherwise."""
    version: int
    """The story's version."""
    owner: str = ""
    only: tuple[Slot, ...] = ()
    """The slots it is for; empty for the whole film."""
    worker: str | None = None
    """Who plans it where several processes make films; None while nobody does."""


async def load_run(db: AsyncConnection, project_id: str) -> Run:
    """Raises NotFound."""
    row = (await db.execute(_ONE, {"wanted": project_id})).first()
    if row is None:
        raise NotFound(f"There is no project {project_id}.")
    return _run(row)


async def active_runs(db: AsyncConnection) -> tuple[Run, ...]:
    """The projects that want to be finished."""
    return tuple(map(_run, await db.execute(_ACTIVE)))


async def begin_run(
    db: AsyncConnection,
    project_id: str,
    until: Step | None = None,
    *,
    only: Collection[Slot] | None = None,
) -> Run:
    """Want the project finished up to `until`, or `only` these slots with what they need.

    A run that is under way gets the new aim: slots that are asked for add up, a whole run takes over, and
    slots asked for during a whole run are part of it. `only` None goes on with whatever the run was for, and
    with the whole film when it had finished.

    It counts as a new run, in which failed jobs are tried once more, after the last one ended, and also when
    something failed in it for want of room here: a process that met a full disk could not even end its run.
    Raises NotFound.
    """
    run = await load_run(db, project_id)
    changes: dict[str, Any] = {}
    if run.state is not RunState.RUNNING:
        changes |= {"run_state": "running", "run_note": ""}
    if run.state not in (RunState.RUNNING, RunState.PAUSED) or await _failed_here(db, run):
        changes["run_number"] = run.number + 1
    aim = _same_aim(run) if only is None else _aim(run, frozenset(only))
    if aim != run.only:
        changes["run_only"] = [str(slot) for slot in aim]
    if until is not None and until != run.until:
        changes["until"] = until.value
    if changes.keys() & {"until", "run_only"}:
        await touch(db, project_id)
    await forget_ceilings(db, project_id)
    if changes:
        await _set(db, project_id, changes)
        told = {"until": changes.get("until", run.until.value)}
        await events.append(db, "run_started", project_id, **told, only=[str(slot) for slot in aim])
    return await load_run(db, project_id)


def _same_aim(run: Run) -> tuple[Slot, ...]:
    return () if run.state is RunState.FINISHED else run.only


def _aim(run: Run, asked: frozenset[Slot]) -> tuple[Slot, ...]:
    """The slots the run is for from now on; empty for the whole film."""
    if not asked:
        return ()
    if run.state in (RunState.RUNNING, RunState.PAUSED):
        if not run.only and run.state is RunState.RUNNING:
            return ()
        asked = asked.union(run.only)
    return tuple(sorted(asked, key=str))


async def _failed_here(db: AsyncConnection, run: Run) -> bool:
    """Whether a job of this run failed by no maker's fault."""
    t = tables.job.c
    mine = sa.select(t.id).where(t.project_id == run.project_id, t.run_number == run.number)
    found = await db.execute(mine.where(t.state == "failed", t.fault == "").limit(1))
    return found.first() is not None


async def end_run(
    db: AsyncConnection, run: Run, state: RunState, *, event: str, note: str = "", **data: Any
) -> bool:
    """Leave the running state, if the run and the story still are what `run` says; tells whether it did."""
    table = tables.project
    changed = await db.execute(
        sa.update(table)
        .where(
            table.c.id == run.project_id,
            table.c.run_state == run.state.value,
            table.c.run_number == run.number,
            table.c.version == run.version,
        )
        .values(run_state=state.value, run_note=note, worker=None)
    )
    if changed.rowcount:
        await events.append(db, event, run.project_id, **data)
    return bool(changed.rowcount)


async def set_run(
    db: AsyncConnection, project_id: str, state: RunState, *, event: str, note: str = "", **data: Any
) -> None:
    """Put the run into a state whatever it was."""
    await _set(db, project_id, {"run_state": state.value, "run_note": note, "worker": None})
    await events.append(db, event, project_id, **({"note": note} if note else {}), **data)


_T = tables.project.c

_RUNS = sa.select(
    *(_T.id, _T.run_state, _T.run_number, _T.until, _T.run_note, _T.version, _T.owner, _T.run_only, _T.worker)
)
_ONE = _RUNS.where(_T.id == sa.bindparam("wanted"))
"""Put together once: this is asked for with every status."""

_ACTIVE = _RUNS.where(_T.run_state == RunState.RUNNING.value).order_by(_T.created_at, _T.id)


def _run(row: Any) -> Run:
    return Run(
        row.id,
        RunState(row.run_state),
        row.run_number,
        Step(row.until),
        row.run_note,
        row.version,
        row.owner,
        tuple(map(_slot, row.run_only)),
        row.worker,
    )


def _slot(name: str) -> Slot:
    kind, _, target = name.partition(":")
    return Slot(SlotKind(kind), target)


async def _set(db: AsyncConnection, project_id: str, changes: dict[str, Any]) -> None:
    await db.execute(sa.update(tables.project).where(tables.project.c.id == project_id).values(**changes))
