"""Boards kept from one look at a story to the next, so that one new take costs only what it changes."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from typing import TypeVar

from core.catalogue.models import Catalogue, load_catalogue
from core.pipeline.board import Board, StepModule
from core.story import Slot, SlotKind, Story, Take

K = TypeVar("K")

_KEPT = 8
"""Projects whose boards stay in memory however large they are; the least recently looked at goes first."""

_SLOTS = 10_000
"""Slots of the boards that stay in memory, where there are more: about 25 MB, two hundred short films."""

_CARRIED = frozenset(
    {
        SlotKind.SPEECH,
        SlotKind.REFERENCE,
        SlotKind.FRAME,
        SlotKind.CLIP,
        SlotKind.LIPSYNC,
        SlotKind.PIECE,
        SlotKind.FILM,
    }
)
"""Kinds whose takes other requests see only through the board, so that it knows who looked. The documents are
read from the story too."""

_ROWS = (
    "project",
    "entities",
    "guides",
    "segments",
    "scenes",
    "shots",
    "wishes",
    "pinned",
    "given_up",
    "asked",
)


class _Kept(threading.local):
    """Each thread has its own: a board works things out while it is looked at."""

    def __init__(self) -> None:
        self.boards: dict[tuple[str, int], Board] = {}


_kept = _Kept()


def board_of(story: Story, steps: Mapping[SlotKind, StepModule], catalogue: Catalogue | None = None) -> Board:
    """A board for the story that nobody else may keep: the one of its last version, when only takes are new."""
    catalogue = catalogue or load_catalogue()
    key = story.project.id, id(catalogue)
    board = _kept.boards.pop(key, None)
    if board is None or board.catalogue is not catalogue or not _carried(board, story):
        board = Board(story, steps, catalogue)
        _make_room()
    _kept.boards[key] = board
    return board


def _make_room() -> None:
    """For one board more."""
    while len(_kept.boards) >= _KEPT and sum(one.slots for one in _kept.boards.values()) > _SLOTS:
        del _kept.boards[next(iter(_kept.boards))]


def _carried(board: Board, story: Story) -> bool:
    """Bring the board to this story; False when more than a few takes is new."""
    old = board.story
    if old is story:
        return True
    if any(not _same(getattr(old, name), getattr(story, name)) for name in _ROWS):
        return False
    changed = {*_changed(old.takes, story.takes)}
    changed |= {Slot(SlotKind.REFERENCE, target) for target in _changed(old.drawn, story.drawn)}
    if any(slot.kind not in _CARRIED for slot in changed):
        return False
    board.carry_to(story, changed)
    board.forget(SlotKind.LOOK)  # it looks for takes by their ids
    return True


def _changed(old: Mapping[K, Take], new: Mapping[K, Take]) -> Iterator[K]:
    if old is not new:
        yield from (key for key in {*old, *new} if not _same(old.get(key), new.get(key)))


def _same(old: object, new: object) -> bool:
    return old is new or old == new
