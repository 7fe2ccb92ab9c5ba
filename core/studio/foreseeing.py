"""Foreseeing: what is still ahead of the films that are being made, and how long it takes."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from core.catalogue.models import Catalogue
from core.jobs import forecast
from core.jobs.forecast import Ahead
from core.jobs.status import Status as EngineStatus
from core.pipeline import looks
from core.pipeline.board import Board
from core.pipeline.boards import board_of
from core.pipeline.plan import DISPENSABLE, STEPS
from core.store.runs import Run, RunState
from core.story import Slot, SlotKind, Step, Story

log = logging.getLogger(__name__)

PATIENCE = 0.05
"""Seconds that the first look at a run waits for what is ahead of it to be imagined: 40 shots take 0.03 s, a
novel seconds. After that the look goes on without, and the next one finds it. Later looks never wait: what was
imagined a moment ago is good enough until it is imagined anew. Nor does anybody wait behind other films."""

SHARE = 20
"""What is ahead is imagined anew only after so many times as long as it took: while a novel is written, its
rows change every few seconds."""

KEPT = 100_000
"""Slots kept in mind for all films together; the film that was looked at longest ago is forgotten first."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What was ahead of a film when it was imagined from its rows."""

    run: Run
    story: Story
    pieces: dict[Slot, Ahead]
    took: float
    at: float
    """Seconds it took, and the monotonic time at which it was there."""

    def is_for(self, run: Run) -> bool:
        """Whether it was imagined for this run and what it is to make."""
        mine, other = self.run, run
        return (mine.number, mine.only, mine.until) == (other.number, other.only, other.until)

    def still_holds(self, story: Story) -> bool:
        """Whether the rows are the same, and new takes only left less to do."""
        if story is self.story:
            return True
        if any(not _same(getattr(self.story, name), getattr(story, name)) for name in _ROWS):
            return False
        old, new = self.story.takes, story.takes
        return all(slot in self.pieces or _same(take, new.get(slot)) for slot, take in old.items())


_ROWS = ("project", "entities", "guides", "segments", "scenes", "shots", "wishes", "pinned")


def _same(old: object, new: object) -> bool:
    return old is new or old == new


class Foreseeing:
    """How long films still take. What is ahead is imagined in a thread, once for the same rows."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, Outlook] = {}
        self._busy: dict[str, asyncio.Task[Outlook]] = {}
        self._one = asyncio.Lock()
        """Films are imagined one after the other, so that they keep nothing else from its turn."""

    async def seconds_left(self, story: Story, seen: EngineStatus, gate: Step | None = None) -> float | None:
        """Seconds until the run is over, or waits at the gate; None when it does not run or nobody can tell."""
        if seen.run.state is not RunState.RUNNING:
            self._known.pop(story.project.id, None)
            return None
        outlook = await self._outlook(story, seen.run)
        if outlook is None:
            return None
        board = board_of(story, STEPS, self._catalogue)
        left = tuple(_left(outlook, board, {job.slot for job in seen.failures}, gate))
        return forecast.seconds_left(left, seen.lanes, seen.durations, seen.elapsed)

    async def _outlook(self, story: Story, run: Run) -> Outlook | None:
        """What is ahead, maybe as it was a moment ago; None while it is imagined for the first time."""
        known = self._known.get(run.project_id)
        if known is not None and not known.is_for(run):
            known = None
        if known is not None and (known.still_holds(story) or time.monotonic() < known.at + SHARE * known.took):
            self._known[run.project_id] = self._known.pop(run.project_id)
            return known
        task = self._busy.get(run.project_id)
        if task is None:
            task = asyncio.create_task(self._imagined(story, run), name="what is ahead")
            self._busy[run.project_id] = task
        if known is not None or len(self._busy) > 1:
            return known
        done, _ = await asyncio.wait({task}, timeout=PATIENCE)
        return task.result() if done and task.result().is_for(run) else None

    async def close(self) -> None:
        """See to its end what is being imagined."""
        if self._busy:
            await asyncio.wait(self._busy.values())

    async def _imagined(self, story: Story, run: Run) -> Outlook:
        """A story that cannot be imagined to its end has nothing ahead, so that it can still be looked at."""
        began = time.monotonic()
        asked = replace(story, asked=frozenset(run.only))
        try:
            async with self._one:
                began = time.monotonic()
                pieces = await asyncio.to_thread(forecast.ahead, asked, self._catalogue)
        except Exception:
            log.exception("what is ahead of %s could not be imagined", run.project_id)
            pieces = ()
        now = time.monotonic()
        made = Outlook(run, story, {piece.slot: piece for piece in pieces}, now - began, now)
        del self._busy[run.project_id]
        self._keep(run.project_id, made)
        return made

    def _keep(self, project: str, made: Outlook) -> None:
        self._known.pop(project, None)
        self._known[project] = made
        while len(self._known) > 1 and sum(len(one.pieces) for one in self._known.values()) > KEPT:
            del self._known[next(iter(self._known))]


def _left(outlook: Outlook, board: Board, failed: Collection[Slot], gate: Step | None) -> Iterator[Ahead]:
    """What is still missing, without what can only be made once a person has done something."""
    out_of_reach: set[Slot] = set()
    for piece in outlook.pieces.values():
        slot = _as_it_is(piece, board.story)
        if slot is None or board.good(slot.kind, slot.target) is not None:
            continue
        if gate is not None and piece.step.is_from(gate):
            out_of_reach.add(slot)
        elif slot in failed or not out_of_reach.isdisjoint(piece.needs):
            if slot.kind not in DISPENSABLE:
                out_of_reach.add(slot)
        else:
            yield piece if slot is piece.slot else replace(piece, slot=slot)


def _as_it_is(piece: Ahead, story: Story) -> Slot | None:
    """A look at a picture that was to come is one at that picture, or at nothing, once it is there."""
    if piece.slot.kind is not SlotKind.LOOK or story.takes.keys().isdisjoint(piece.needs):
        return piece.slot
    (picture,) = piece.needs
    look = Slot(SlotKind.LOOK, story.takes[picture].id)
    return look if look in looks.beside((picture,), story) else None
