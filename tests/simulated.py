"""A run without an engine: the real plan and the real local writer, with answers made up for the makers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from core.catalogue import prices
from core.catalogue.models import Catalogue
from core.documents import LookDoc
from core.pipeline import plan as planning
from core.pipeline.board import Board
from core.pipeline.imagined import in_order, with_rows
from core.pipeline.looks import PICTURED
from core.pipeline.planned import PlannedJob
from core.providers.local.writer import write
from core.requests import MOVE_MIME, Request, TextRequest
from core.story import SAMPLE_RATE, Origin, Slot, SlotKind, Step, Story, Take

Paid = Callable[[PlannedJob, str], int]
"""(job, its answer's text) -> micro-dollars captured."""


def run(story: Story, catalogue: Catalogue, seed: int = 0) -> tuple[Story, dict[Slot, int]]:
    """Everything the plan wants, until it wants nothing more; gives the story and what each slot cost."""
    chance = random.Random(seed)
    paid: dict[Slot, int] = {}
    while jobs := planning.plan(story, catalogue):
        for job in jobs:
            story, words = _made(story, job, catalogue, chance)
            paid[job.slot] = paid.get(job.slot, 0) + captured(catalogue, job, words)
    return story, paid


def captured(catalogue: Catalogue, job: PlannedJob, words: str) -> int:
    """What a maker would charge: by the tokens really read and written, else by the catalogue's price."""
    row = catalogue.model(job.model)
    if not isinstance(job.request, TextRequest):
        return prices.likely(row, job.request) if not row.provider.startswith("local") else 0
    read = (len(job.request.prompt.encode()) + 6_000) // 4
    return prices.price(row, {}, prices.Measures(tokens_in=read, tokens_out=len(words.encode()) // 3))


def _made(story: Story, job: PlannedJob, catalogue: Catalogue, chance: random.Random) -> tuple[Story, str]:
    slot, words = job.slot, ""
    facts: dict[str, object] = {}
    if isinstance(job.request, TextRequest) and slot.kind is not SlotKind.VOICE:
        words = _written(slot, story, job.request)
        answer = planning.accept(slot, story, {}, words.encode())
        facts |= answer.facts
        story = in_order(with_rows(story, answer))
    take = Take(
        f"t {slot} {job.fingerprint[:8]}",
        slot,
        f"{slot} {job.fingerprint}",
        _mime(job),
        fingerprint=job.fingerprint,
        facts=facts | _facts(job.request, slot, chance),
        parts={"svg": "s"} if job.provider.startswith("local") else {},
    )
    drawn = {slot.target: take} if slot.kind is SlotKind.REFERENCE and take.parts else {}
    return replace(story, takes={**story.takes, slot: take}, drawn={**story.drawn, **drawn}), words


def _mime(job: PlannedJob) -> str:
    if job.provider.startswith("local"):
        return MOVE_MIME
    return "image/png" if job.slot.kind in PICTURED else "video/mp4"


def _written(slot: Slot, story: Story, request: TextRequest) -> str:
    """The local writer's document, whoever was asked for it."""
    if request.task == "look":
        return LookDoc(shows="What was asked for.", people=1, faces=1, suits=True).model_dump_json()
    local = replace(
        story,
        project=replace(story.project, models={}),
        takes={slot: replace(take, origin=Origin.UPLOAD) for slot, take in story.takes.items()},
    )
    asked, _ = Board(local, planning.STEPS).asked(slot)
    assert isinstance(asked, TextRequest)
    return write(asked).model_dump_json()


def _facts(request: Request, slot: Slot, chance: random.Random) -> dict[str, object]:
    if slot.kind is SlotKind.VOICE:
        return {"voice": "local:narrator", "settings": {}}
    if slot.kind is SlotKind.SPEECH:
        text = str(getattr(request, "text", ""))
        dense = sum(3 if ord(char) > 0x2E80 else 1 for char in text)
        seconds = 0.3 + dense / chance.uniform(12, 18)
        return {"samples": round(seconds * SAMPLE_RATE), "words": []}
    return {"drawn": False} if slot.kind in (SlotKind.REFERENCE, SlotKind.FRAME) else {}


def spent(paid: dict[Slot, int], step: Step | None = None) -> int:
    """Micro-dollars of one step, or of all."""
    return sum(cost for slot, cost in paid.items() if step is None or planning.STEPS[slot.kind].STEP is step)
