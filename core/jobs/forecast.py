"""How long a run will still take: measured seconds per model, laid out over the lanes (R21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.models import Catalogue
from core.pipeline import imagined
from core.store import facts
from core.store.jobs import Job
from core.story import Slot, Step, Story

NEWEST = 0.3
"""How much the newest of a model's jobs counts in its average."""

_PREFIX = "duration:"


class Durations:
    """Moving averages of the seconds each model takes; remembered between starts."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._kept: dict[str, float] = {}

    async def load(self, db: AsyncConnection) -> None:
        """Recall what was measured before."""
        found = await facts.beginning(db, _PREFIX)
        self.seconds = {key.removeprefix(_PREFIX): float(value) for key, value in found.items()}
        self._kept = dict(self.seconds)

    async def measured(self, db: AsyncConnection, job: Job) -> None:
        """A job is done; its average is written down when it has moved by a tenth."""
        if job.started_at is None:
            return
        took = max(0.0, (datetime.now(UTC) - job.started_at).total_seconds())
        before = self.seconds.get(job.model)
        now = took if before is None else before + NEWEST * (took - before)
        self.seconds[job.model] = now
        kept = self._kept.get(job.model)
        if kept is None or abs(now - kept) > 0.1 * kept:
            self._kept[job.model] = now
            await facts.remember(db, _PREFIX + job.model, round(now, 3))


@dataclass(frozen=True, slots=True)
class Ahead:
    """One slot that is still to be made."""

    slot: Slot
    step: Step
    lane: str
    seconds: float


def ahead(story: Story, catalogue: Catalogue, durations: Mapping[str, float]) -> tuple[Ahead, ...]:
    """Everything still to be made, imagined where it is not planned yet, with what it takes."""
    return tuple(
        Ahead(want.slot, want.step, want.model.provider, durations.get(want.model.id, want.model.seconds))
        for want in imagined.wanted(story, catalogue, imagined.SPARSE)
    )


def seconds_left(
    wanted: Iterable[Ahead], rooms: Mapping[str, int], elapsed: Mapping[Slot, float]
) -> float | None:
    """The longer of two: the fullest lane's work side by side, and one of each step one after the other.

    `elapsed` holds the seconds that slots under way have taken. None when nothing was ever measured.
    """
    loads: defaultdict[str, float] = defaultdict(float)
    chain: defaultdict[Step, float] = defaultdict(float)
    for piece in wanted:
        left = max(0.0, piece.seconds - elapsed.get(piece.slot, 0.0))
        loads[piece.lane] += left / max(1, rooms.get(piece.lane, 1))
        chain[piece.step] = max(chain[piece.step], left)
    if not any(loads.values()):
        return None
    return max(max(loads.values()), sum(chain.values()))
