"""What is really going on in one project, from the rows and from who is alive (R20, R21)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from core.jobs.events import Share
from core.jobs.lanes import Lanes
from core.jobs.logbook import LogLine
from core.jobs.playing import Room
from core.store.jobs import OPEN, OVER_CEILING, Job, JobState
from core.store.runs import Run, RunState
from core.story import Slot, SlotKind


@dataclass(frozen=True, slots=True)
class KindCount:
    """The jobs of one kind of slot."""

    active: int = 0
    """Under way, with somebody at work on it in this moment."""
    waiting: int = 0
    """May begin as soon as there is room, here or in the queue of its maker."""
    halted: int = 0
    """Waits for a person, a ceiling, a maker that asked for patience, or to be picked up again."""
    most: int = 0
    """How many may be active at once."""


@dataclass(frozen=True, slots=True)
class Status:
    """What is really going on in one project (R21)."""

    run: Run
    jobs: tuple[Job, ...]
    """Active and recent ones, newest first."""
    progress: Mapping[str, Share]
    """Of jobs under way, by job id."""
    kinds: Mapping[SlotKind, KindCount] = field(default_factory=dict)
    waited: Mapping[str, float | None] = field(default_factory=dict)
    """Seconds that jobs under way stood in their maker's queue, by job id; None for those that still do."""
    log: tuple[LogLine, ...] = ()
    """The newest lines, oldest first."""
    durations: Mapping[str, float] = field(default_factory=dict)
    """Measured seconds per model."""
    rooms: Mapping[str, int] = field(default_factory=dict)
    """How many each lane bears at once."""
    films: Mapping[str, int] = field(default_factory=dict)
    """How many films that are being made have something to do in each lane; only while this one is."""
    little_room: str = ""
    """A sentence while little room is left for films; empty otherwise."""

    @property
    def failures(self) -> tuple[Job, ...]:
        """What stands in the way: slots whose newest job failed in this run, or is unknown; newest first."""
        newest: dict[Slot, Job] = {}
        for job in self.jobs:
            if job.state is not JobState.CANCELLED:
                newest.setdefault(job.slot, job)
        return tuple(job for job in newest.values() if self._stuck(job))

    @property
    def lost(self) -> tuple[Job, ...]:
        """Jobs the machine will not try again by itself: failed in this run, or unknown at any time."""
        return tuple(job for job in self.jobs if self._stuck(job))

    @property
    def elapsed(self) -> Mapping[Slot, float]:
        """Seconds that the slots under way have taken since their makers could begin with them."""
        now, found = datetime.now(UTC), {}
        for job in self.jobs:
            waited = self.waited.get(job.id, 0.0)
            if (
                job.state in OPEN
                and job.state is not JobState.WAITING
                and job.started_at
                and waited is not None
            ):
                found[job.slot] = (now - job.started_at).total_seconds() - waited
        return found

    @property
    def lanes(self) -> Mapping[str, Room]:
        """Each lane as this film has it."""
        return {name: Room(places, max(1, self.films.get(name, 1))) for name, places in self.rooms.items()}

    def _stuck(self, job: Job) -> bool:
        if job.state is JobState.FAILED:
            return job.run_number == self.run.number
        return job.state is JobState.UNKNOWN


def counted(
    run: Run, found: Iterable[Job], alive: Collection[str], lanes: Lanes
) -> Mapping[SlotKind, KindCount]:
    """Per kind what is active, waiting and halted; a row that says "running" without a body is not active."""
    states: dict[SlotKind, list[str]] = {}
    used: dict[SlotKind, set[str]] = {}
    for job in found:
        if job.state in OPEN or job.state is JobState.UNKNOWN:
            in_line = lanes[job.provider].waited(job.id) is None
            states.setdefault(job.slot.kind, []).append("waiting" if in_line else _state(run, job, alive))
            used.setdefault(job.slot.kind, set()).add(job.provider)
    return {kind: _count(told, used[kind], lanes) for kind, told in states.items()}


def _count(told: list[str], used: Collection[str], lanes: Lanes) -> KindCount:
    return KindCount(
        active=told.count("active"),
        waiting=told.count("waiting"),
        halted=told.count("halted"),
        most=sum(lanes[name].limits.at_once for name in used),
    )


def _state(run: Run, job: Job, alive: Collection[str]) -> str:
    if job.state is not JobState.WAITING and job.state is not JobState.UNKNOWN:
        return "active" if job.id in alive else "halted"
    free = run.state is RunState.RUNNING and job.state is JobState.WAITING and job.fault != OVER_CEILING
    due = job.due_at is None or job.due_at <= datetime.now(UTC)
    return "waiting" if free and due else "halted"
