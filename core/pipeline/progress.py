"""How far a film is: per step what is done, under way and impossible, and the share of the whole (R21)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.catalogue.models import Catalogue
from core.pipeline import lipsync
from core.pipeline.board import Board
from core.pipeline.boards import board_of
from core.pipeline.plan import STEPS, open_slots
from core.story import Slot, SlotKind, Step, Story

WEIGHTS: Mapping[SlotKind, float] = MappingProxyType(
    {
        SlotKind.SPEECH: 1.0,
        SlotKind.REFERENCE: 3.0,
        SlotKind.FRAME: 6.0,
        SlotKind.LIPSYNC: 4.0,
        SlotKind.PIECE: 12.0,
    }
)
"""How long one slot takes next to a spoken line; kinds not named count 0.3, a film FILM and its shots."""

FILM = 20.0


@dataclass(frozen=True, slots=True)
class StepStatus:
    """One step of a run."""

    name: str
    done: int
    total: int
    active: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """Every step, and the share of the whole from 0 to 1."""

    steps: tuple[StepStatus, ...]
    share: float


def progress(
    story: Story, active: Mapping[Slot, float], failed: Collection[Slot], catalogue: Catalogue | None = None
) -> Progress:
    """How far the story is. `active` holds the share done of each slot under way."""
    board = board_of(story, STEPS, catalogue)
    slots = [
        slot for slot in open_slots(story) if slot.kind is not SlotKind.LOOK and not _kept_plain(slot, board)
    ]
    done = {slot for slot in slots if board.good(slot.kind, slot.target)}
    steps = tuple(_step(step, slots, done, active, failed) for step in Step)
    return Progress(steps, _share(story, slots, done, active, failed))


def _kept_plain(slot: Slot, board: Board) -> bool:
    return slot.kind is SlotKind.LIPSYNC and bool(lipsync.kept_plain(board.story.shot(slot.target), board))


def _step(
    step: Step,
    slots: Sequence[Slot],
    done: Collection[Slot],
    active: Mapping[Slot, float],
    failed: Collection[Slot],
) -> StepStatus:
    mine = [slot for slot in slots if STEPS[slot.kind].STEP is step]
    return StepStatus(
        name=step.value,
        done=sum(slot in done for slot in mine),
        total=len(mine),
        active=sum(slot in active for slot in mine),
        failed=sum(slot in failed for slot in mine),
    )


def _share(
    story: Story,
    slots: Sequence[Slot],
    done: Collection[Slot],
    active: Mapping[Slot, float],
    failed: Collection[Slot],
) -> float:
    if not story.shots:
        written = sum(slot in done for slot in slots)
        return min(0.05, 0.01 * written)
    weights = {slot: _weight(slot, story) for slot in slots}
    finished = sum(weight for slot, weight in weights.items() if slot in done or slot in failed)
    begun = sum(weights[slot] * share for slot, share in active.items() if slot in weights and slot not in done)
    return min(1.0, (finished + begun) / sum(weights.values()))


def _weight(slot: Slot, story: Story) -> float:
    if slot.kind is SlotKind.FILM:
        return FILM + len(story.shots)
    return WEIGHTS.get(slot.kind, 0.3)
