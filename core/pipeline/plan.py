"""plan: which slots of a story can be filled right now, and with what (DESIGN 4).

Nothing waits for a whole step: a slot is planned as soon as its own inputs are there. A run is finished when
the plan is empty and no job is under way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from core.catalogue import prices
from core.catalogue.arguments import served_by
from core.catalogue.models import LOCAL, Catalogue, Model
from core.errors import ProviderError
from core.pipeline import (
    analysis,
    audio,
    export,
    frames,
    lipsync,
    looks,
    pieces,
    refs,
    scenes,
    script,
    shots,
    story,
    videos,
    voices,
)
from core.pipeline.answers import check
from core.pipeline.board import Board, StepModule
from core.pipeline.boards import board_of
from core.pipeline.planned import Accepted, Coming, PlannedJob
from core.requests import ImageRequest, RenderRequest, Request, TextRequest, VideoRequest
from core.story import Origin, Slot, SlotKind, Step, Story

_MODULES: tuple[StepModule, ...] = (
    story,
    analysis,
    voices,
    script,
    audio,
    scenes,
    shots,
    refs,
    frames,
    videos,
    lipsync,
    pieces,
    export,
    looks,
)

DISPENSABLE = frozenset({SlotKind.REFERENCE, SlotKind.CLIP, SlotKind.LIPSYNC, SlotKind.PIECE, SlotKind.LOOK})
"""What a film can go on without, once it has failed for good (R27)."""

STEPS: Mapping[SlotKind, StepModule] = MappingProxyType({module.KIND: module for module in _MODULES})


def plan(story: Story, catalogue: Catalogue | None = None) -> list[PlannedJob]:
    """Every slot that is missing or stale and whose inputs are ready, most urgent first."""
    board = board_of(story, STEPS, catalogue)
    jobs = [job for slot in wanted_slots(board) if (job := _job(slot, board)) is not None]
    return sorted(jobs, key=lambda job: (-job.priority, str(job.slot)))


def coming(story: Story, catalogue: Catalogue | None = None) -> list[Coming]:
    """Every known slot over the network that is still missing something."""
    board = board_of(story, STEPS, catalogue)
    there: set[Slot] = set()
    missing: set[Slot] = set()
    found: list[Coming] = []
    for slot in wanted_slots(board):
        row = board.row(slot)
        if row.provider.startswith(LOCAL) or slot in story.takes or board.asked(slot)[0] is not None:
            continue
        needs = board.needs(slot)
        for need in needs - there - missing:
            (there if board.good(need.kind, need.target) else missing).add(need)
        if needs & missing:
            priority = -STEPS[slot.kind].priority(slot, story)
            found.append(Coming(row.provider, row.id, row.seconds, priority, needs & missing))
    return found


def wanted_slots(board: Board) -> Iterable[Slot]:
    """The slots a person asked for and what they need; every open slot when nobody asked for single ones."""
    story = board.story
    if not story.asked:
        return open_slots(story)
    there = {slot for module in _MODULES for slot in module.slots(story)}
    seen = looks.beside(story.asked, story)
    return sorted(board.wanting({*(story.asked & there), *seen}), key=str)


def open_slots(story: Story) -> Iterator[Slot]:
    """Every slot of the steps this project wants done, in the order of the steps."""
    wanted = list(Step)[: list(Step).index(story.project.until) + 1]
    for module in _MODULES:
        if module.STEP in wanted:
            yield from module.slots(story)


def stale_slots(story: Story, catalogue: Catalogue | None = None) -> list[Slot]:
    """Slots whose selected take no longer fits what it was made from."""
    board = board_of(story, STEPS, catalogue)
    return [
        slot for slot in open_slots(story) if slot in story.takes and not board.good(slot.kind, slot.target)
    ]


def film_request(story: Story, catalogue: Catalogue | None = None) -> RenderRequest | None:
    """The film as it would be cut today; None while something it needs is missing."""
    request, _ = Board(story, STEPS, catalogue).asked(Slot(SlotKind.FILM, story.project.id))
    return request if isinstance(request, RenderRequest) else None


def plain_clips(story: Story, catalogue: Catalogue | None = None) -> tuple[str, ...]:
    """Sentences about shots that keep their plain clip though somebody speaks in them (B7)."""
    board = Board(story, STEPS, catalogue)
    shots: dict[str, list[str]] = {}
    for shot in story.shots:
        if why := lipsync.kept_plain(shot, board):
            shots.setdefault(why, []).append(str(shot.index + 1))
    return tuple(
        f"No lip sync for {'shots' if len(numbers) > 1 else 'shot'} {', '.join(numbers)}: {why}"
        for why, numbers in shots.items()
    )


def accept(
    slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes, request: Request | None = None
) -> Accepted:
    """What a finished answer to a request means in rows.

    Raises ProviderError(BAD_OUTPUT) when it cannot be used.
    """
    if isinstance(request, TextRequest):
        check(request, data)
        facts = {**facts, "inputs": request.inputs}
    return STEPS[slot.kind].accept(slot, story, facts, data)


def _job(slot: Slot, board: Board) -> PlannedJob | None:
    take = board.story.takes.get(slot)
    if take is not None and (take.origin is Origin.UPLOAD or slot in board.story.pinned):
        return None
    request, mark = board.asked(slot)
    if request is None or (take is not None and take.fingerprint == mark):
        return None
    if slot.kind in DISPENSABLE and (slot, mark) in board.story.given_up:
        return None
    module = STEPS[slot.kind]
    row = served_by(board.catalogue, board.row(slot), request)
    return PlannedJob(
        slot=slot,
        step=module.STEP,
        model=row.id,
        provider=row.provider,
        request=request,
        fingerprint=mark,
        priority=-module.priority(slot, board.story),
        estimate=estimate(row, request),
        prompt=_prompt(request),
        endpoint=row.endpoint,
    )


def estimate(row: Model, request: Request) -> int:
    """Micro-dollars to hold; nothing for a request that the row refuses, since it is then never sent."""
    try:
        return prices.most(row, request)
    except ProviderError:
        return 0


def _prompt(request: Request) -> str:
    return request.prompt if isinstance(request, (TextRequest, ImageRequest, VideoRequest)) else ""
