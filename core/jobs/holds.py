"""Places kept free for a moment: for what is more urgent and about to be ready.

A lane that always takes what is ready gives its last place to a clip nobody waits for, a tenth of a second
before the frame of one that still has to be lip-synced is there; the film then ends a lip sync later.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf

from core.pipeline.planned import Coming
from core.store.jobs import Job, JobState
from core.story import SlotKind

SHARE = 0.1
"""A place is kept for at most this share of the time that the work it waits for takes itself."""

OVERDUE = 1.5
"""How many times as long as usual a job may take before nobody counts on its end any more."""

MODEST = frozenset({SlotKind.SPEECH})
"""Short work that no picture waits for: it leaves half of its lane to more urgent slots that it would keep
waiting, or of which nobody knows when they are ready."""

_LONG = 3600.0
"""Seconds; whoever waits for something else is looked at long before."""

_LEAST = 0.05
"""Seconds that a job which should be over is still given."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One place of a lane, kept for a project's job of this priority until a monotonic time."""

    project: str
    lane: str
    priority: int
    until: float
    since: float = 0.0
    modest: bool = False
    """Kept from modest work only."""

    def is_kept_from(self, job: Job, now: float) -> bool:
        """Whether the place is not for this job."""
        fits = (
            self.since <= now < self.until and self.priority > job.priority and self.project == job.project_id
        )
        return fits and (not self.modest or job.slot.kind in MODEST)


def holds(
    project: str,
    coming: Iterable[Coming],
    under_way: Iterable[Job],
    seconds: Mapping[str, float],
    waited: Callable[[Job], float | None] = lambda job: 0.0,
) -> Iterator[Hold]:
    """A place for each slot that is to come. `seconds`: what each model usually takes; `waited`: how many a job
    stood in its maker's queue, None while it does."""
    wall, now = datetime.now(UTC), time.monotonic()
    jobs = list(under_way)
    begun = (job for job in jobs if job.state is not JobState.WAITING)
    left = {job.slot: _left(job, wall, seconds, waited(job)) for job in begun}
    brief = max((seconds.get(job.model, 0.0) for job in jobs if job.slot.kind in MODEST), default=0.0)
    for slot in coming:
        wait = max((left.get(need, inf) for need in slot.needs), default=0.0)
        if wait <= (most := SHARE * seconds.get(slot.model, slot.seconds)):
            yield Hold(project, slot.lane, slot.priority, now + most)
        else:
            since = now + wait - brief if wait < inf else 0.0
            yield Hold(project, slot.lane, slot.priority, now + _LONG, since, modest=True)


def _left(job: Job, wall: datetime, seconds: Mapping[str, float], waited: float | None) -> float:
    """Seconds until a job that was begun should be over; long when nobody knows."""
    if job.state is JobState.FINISHING:
        return _LEAST
    usual = seconds.get(job.model)
    if usual is None or job.started_at is None or waited is None:
        return _LONG
    lasted = (wall - job.started_at).total_seconds() - waited
    return _LONG if lasted > OVERDUE * usual + _LEAST else max(_LEAST, usual - lasted)
