"""Figures: how the engine fares, for whoever watches an installation; nothing here names a person or a film."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.jobs.lanes import Lanes
from core.store import tables
from core.store.jobs import OPEN, JobState
from core.store.runs import RunState


@dataclass(frozen=True, slots=True)
class LaneFigures:
    """One maker's lane in this process."""

    most: int
    """Jobs it bears when it is well, those in its own queue among them."""
    room: int
    """Jobs it bears now; fewer after it asked for patience."""
    under_way: int
    held_seconds: float
    """How long nothing begins there; 0 usually."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One moment of an engine."""

    runs: Mapping[str, int] = field(default_factory=dict)
    """State of a run -> films, for runs that are not over."""
    jobs: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(maker, state) -> jobs that are not over, or that a person has to decide about."""
    oldest_waiting: Mapping[str, float] = field(default_factory=dict)
    """Maker -> seconds that its oldest waiting job has waited."""
    lanes: Mapping[str, LaneFigures] = field(default_factory=dict)
    held: int = 0
    """Micro-dollars held for jobs under way."""
    followers: int = 0
    event_lag: float = 0.0
    """Seconds from the writing of the newest event to its being told."""
    last_event: int = 0


_WATCHED = (*(state.value for state in OPEN), JobState.UNKNOWN.value)
_GOES_ON = (RunState.RUNNING.value, RunState.PAUSED.value)


async def rows(db: AsyncConnection, now: float) -> Figures:
    """What the rows say; only what is not over is counted, so that it costs the same after years."""
    job, project = tables.job.c, tables.project.c
    counts = sa.select(job.provider, job.state, sa.func.count(), sa.func.min(job.created_at))
    found = (await db.execute(counts.where(job.state.in_(_WATCHED)).group_by(job.provider, job.state))).all()
    states = sa.select(project.run_state, sa.func.count()).where(project.run_state.in_(_GOES_ON))
    return Figures(
        runs={row[0]: row[1] for row in await db.execute(states.group_by(project.run_state))},
        jobs={(row[0], row[1]): row[2] for row in found},
        oldest_waiting={
            row[0]: max(0.0, now - row[3].timestamp()) for row in found if row[1] == JobState.WAITING.value
        },
        held=await _held(db),
        last_event=(await db.execute(sa.select(sa.func.max(tables.event.c.id)))).scalar() or 0,
    )


async def _held(db: AsyncConnection) -> int:
    job, ledger = tables.job.c, tables.ledger.c
    open_jobs = tables.ledger.join(tables.job, job.id == ledger.job_id)
    total = sa.select(sa.func.coalesce(sa.func.sum(ledger.held), 0)).select_from(open_jobs)
    return int((await db.execute(total.where(job.state.in_(_WATCHED)))).scalar_one())


def lanes_now(lanes: Lanes) -> Mapping[str, LaneFigures]:
    """Every lane as it is in this process."""
    now = time.monotonic()
    return {
        lane.name: LaneFigures(lane.limits.most, lane.room, len(lane.alive), max(0.0, lane.held_until - now))
        for lane in lanes.values()
    }
