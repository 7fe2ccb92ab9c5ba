"""What is still to be made of a film, and the seconds it takes: measured, else as the catalogue says (R21)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.models import Catalogue
from core.jobs.playing import ALONE, Piece, Room, played
from core.pipeline import imagined
from core.store import facts
from core.store.jobs import Job
from core.story import Slot, SlotKind, Step, Story

NEWEST = 0.3
"""How much the newest of a model's jobs counts in its average."""

LONGEST = 4.0
"""A job counts as at most so many averages: a machine that slept over one did not learn that it takes hours."""

OVERDUE = 0.1
"""Share of its usual time that a job which should be over is still given."""

MANY = 2_000
"""Slots above which nobody asks which one waits for which: in a film that long no lane has gaps that count."""

_PREFIX = "duration:"


class Durations:
    """Moving averages of the seconds each model takes, in all and for each kind of slot; remembered."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._kept: dict[str, float] = {}

    async def load(self, db: AsyncConnection) -> None:
        """Recall what was measured before."""
        self.seconds = await recalled(db)
        self._kept = dict(self.seconds)

    async def measured(self, db: AsyncConnection, job: Job, waited: float = 0.0) -> None:
        """A job is done that stood so many seconds in its maker's queue; an average is written down when it has
        moved by a tenth."""
        if job.started_at is None:
            return
        took = max(0.0, (datetime.now(UTC) - job.started_at).total_seconds() - waited)
        for key in (job.model, of_kind(job.model, job.slot.kind)):
            await self._learned(db, key, took)

    async def _learned(self, db: AsyncConnection, key: str, took: float) -> None:
        before = self.seconds.get(key)
        now = took if before is None else before + NEWEST * (min(took, LONGEST * before) - before)
        self.seconds[key] = now
        kept = self._kept.get(key)
        if kept is None or abs(now - kept) > 0.1 * kept:
            self._kept[key] = now
            await facts.remember(db, _PREFIX + key, round(now, 3))


async def recalled(db: AsyncConnection) -> dict[str, float]:
    """The averages that were written down, by any process."""
    found = await facts.beginning(db, _PREFIX)
    return {key.removeprefix(_PREFIX): float(value) for key, value in found.items()}


def of_kind(model: str, kind: SlotKind) -> str:
    """Under this name stands what a model takes for one kind of slot."""
    return f"{model} {kind.value}"


@dataclass(frozen=True, slots=True)
class Ahead:
    """One slot that is still to be made."""

    slot: Slot
    step: Step
    lane: str
    model: str
    usual: float = 0.0
    """Seconds that the model's row names; 0 when it names none."""
    needs: frozenset[Slot] = frozenset()
    """What it waits for, of all that is still to be made; a look only for its picture."""


def ahead(story: Story, catalogue: Catalogue) -> tuple[Ahead, ...]:
    """Everything still to be made, imagined where it is not planned yet; what is needed stands first."""
    wanted = list(imagined.wanted(story, catalogue, imagined.USUAL))
    missing = frozenset(want.slot for want in wanted if len(wanted) <= MANY)
    pictures = {imagined.imagined_id(slot): frozenset({slot}) for slot in missing}
    return tuple(
        Ahead(
            slot=want.slot,
            step=want.step,
            lane=want.model.provider,
            model=want.model.id,
            usual=want.model.seconds,
            needs=pictures.get(want.slot.target) or missing.intersection(want.needs),
        )
        for want in wanted
    )


def seconds_left(
    wanted: Sequence[Ahead],
    rooms: Mapping[str, Room],
    measured: Mapping[str, float],
    elapsed: Mapping[Slot, float],
) -> float | None:
    """Seconds until the last is made. `elapsed` holds those that slots under way have taken.

    None when there is nothing to do, and while nobody knows how long some step takes: not measured
    (`Durations.seconds`), not in the catalogue, not known of another model either.
    """
    usual = _lengths(wanted, measured)
    if not usual:
        return None
    return played([_piece(one, usual[one.slot], rooms, elapsed.get(one.slot)) for one in wanted], rooms)


def _piece(one: Ahead, usual: float, rooms: Mapping[str, Room], begun: float | None) -> Piece:
    if begun is not None:
        return Piece(one.slot, one.lane, max(usual - begun, OVERDUE * usual), under_way=True)
    return Piece(one.slot, one.lane, usual * rooms.get(one.lane, ALONE).stretch, one.needs)


def _lengths(wanted: Iterable[Ahead], measured: Mapping[str, float]) -> dict[Slot, float]:
    """Seconds of each, an unknown model's as those of others in its step; nothing when that is not known."""
    known: dict[Slot, float] = {}
    of_step: defaultdict[Step, list[float]] = defaultdict(list)
    unknown = []
    for one in wanted:
        seconds = _usual(one, measured)
        if seconds is None:
            unknown.append(one)
        else:
            known[one.slot] = seconds
            of_step[one.step].append(seconds)
    if any(one.step not in of_step for one in unknown):
        return {}
    return known | {one.slot: sum(of_step[one.step]) / len(of_step[one.step]) for one in unknown}


def _usual(one: Ahead, measured: Mapping[str, float]) -> float | None:
    names = (of_kind(one.model, one.slot.kind), one.model)
    return next((measured[name] for name in names if name in measured), one.usual or None)
