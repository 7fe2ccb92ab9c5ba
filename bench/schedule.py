"""How well a run fills its time: films through the stand-in, freely and with a barrier after each step."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from bench.bounds import Bound, Piece, lower_bound, with_barriers
from core.catalogue.models import load_catalogue
from core.intake import source_from_bytes
from core.pipeline.board import Board
from core.pipeline.plan import STEPS
from core.settings import Settings
from core.store import tables
from core.story import Slot, SlotKind, Step, Story
from core.studio import Brief, open_studio

ROOT = Path(__file__).parents[1]
PERSON = "local"

FACTOR = 0.25
"""The times of work are divided by four."""

PACE = {"text": 0.4, "speech": 2.0, "image": 8.0, "clip": 40.0, "lipsync": 20.0}
"""Seconds each kind of work takes before it is divided."""

ACCOUNTS = (2, 8)
"""Requests an account at fal runs at once: 2 when new, up to 40 with credit (providers.md D3); we assume 8."""

REST = 2.0
"""Seconds that a studio has been open before the run begins: what it loads once is not the run's."""

_KINDS = {
    SlotKind.SPEECH: "speech",
    SlotKind.REFERENCE: "image",
    SlotKind.FRAME: "image",
    SlotKind.CLIP: "clip",
    SlotKind.LIPSYNC: "lipsync",
}

_WRITTEN_BY = {
    SlotKind.REFERENCE: SlotKind.ANALYSIS,
    SlotKind.VOICE: SlotKind.ANALYSIS,
    SlotKind.SPEECH: SlotKind.SCRIPT,
    SlotKind.SHOTS: SlotKind.SCENES,
    SlotKind.FRAME: SlotKind.SHOTS,
    SlotKind.CLIP: SlotKind.SHOTS,
    SlotKind.PIECE: SlotKind.SHOTS,
}
"""Whose answer writes the rows of the targets, so that nobody knew of them before."""


@dataclass(frozen=True)
class Bar:
    """One job as it was made; seconds since the run began."""

    slot: Slot
    lane: str
    began: float
    ended: float


@dataclass(frozen=True)
class Made:
    """One run."""

    seconds: float
    bars: tuple[Bar, ...]
    story: Story
    rooms: Mapping[str, int]

    @property
    def bound(self) -> Bound:
        return lower_bound(pieces(self), self.rooms)

    @property
    def apart(self) -> float:
        """Seconds that the same jobs take at least with a barrier after each step."""
        mine = [piece for piece in pieces(self) if piece.name.kind is not SlotKind.LOOK]
        steps = [[piece for piece in mine if STEPS[piece.name.kind].STEP is step] for step in Step]
        return with_barriers(steps, self.rooms)


def story_of(shots: int) -> str:
    """A story whose lines become so many shots; every third is spoken."""
    told = ("The wind turned over the harbour", "Boats knocked against the quay", "Mara climbed the stairs")
    lines = []
    for i in range(shots):
        if i % 3 == 2:
            name = ("Mara", "Tom")[i // 3 % 2]
            lines.append(f'"I counted the waves {i + 2} times and lost them," said {name}.')
        else:
            lines.append(f"{told[i % 2 + (i % 5 == 0)]} for the {i + 2}th time that night.")
    return "\n\n".join(lines)


@contextmanager
def stand_in(
    pace: Mapping[str, float] | None = None, factor: float = FACTOR, at_fal: int = ACCOUNTS[-1]
) -> Iterator[dict[str, str]]:
    """The stand-in in a process of its own; gives the settings that lead to it."""
    command = [sys.executable, "-m", "bench.standin", json.dumps(pace or PACE), str(factor), str(at_fal)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None and process.stdin is not None
        try:
            yield {**json.loads(process.stdout.readline()), "AT_ONCE": f"fal={at_fal}"}
        finally:
            process.stdin.close()
            process.wait(10)


async def run(env: Mapping[str, str], home: Path, shots: int, *, barriers: bool = False) -> Made:
    """A film of so many shots by paid models; with `barriers` each step waits for the end of the one before."""
    values = {name.lower(): value for name, value in env.items()}
    settings = Settings.model_validate({**values, "data_dir": home})
    async with open_studio(settings) as studio:
        brief = Brief(source_from_bytes(story_of(shots).encode(), "The bench"), level="clips")
        project = await studio.create(PERSON, brief)
        await asyncio.sleep(REST)
        steps = list(Step) if barriers else list(Step)[-1:]
        quote = await studio.quote(PERSON, project.id, until=steps[0])
        began, at = time.monotonic(), datetime.now().astimezone()
        for step in steps:
            if step is not steps[0]:
                quote = await studio.quote(PERSON, project.id, until=step)
            await studio.start(PERSON, project.id, until=step, quote_id=quote.id)
            await studio.wait(PERSON, project.id)
        seconds = time.monotonic() - began
        status = await studio.status(PERSON, project.id)
        if status.state != "finished":
            raise SystemExit(f"The run ended {status.state}: {status.problems}")
        story = await studio.story(PERSON, project.id)
        rooms = (await studio._engine().status(project.id)).rooms
        async with studio._database.read() as db:
            rows = (await db.execute(sa.select(tables.job).order_by(tables.job.c.started_at))).all()
    bars = tuple(
        Bar(
            Slot(SlotKind(row.kind), row.target),
            row.provider,
            (row.started_at - at).total_seconds(),
            (row.finished_at - at).total_seconds(),
        )
        for row in rows
        if row.started_at and row.finished_at
    )
    return Made(seconds, bars, story, rooms)


def pieces(made: Made) -> list[Piece]:
    """The run's jobs: who needs whom as the plan sees it, paid work as long as the stand-in takes for it alone.

    Everything else is as long as it was measured.
    """
    board = Board(made.story, STEPS, load_catalogue())
    there = {bar.slot for bar in made.bars}
    return [
        Piece(bar.slot, bar.lane, _seconds(bar), frozenset(_needs(bar.slot, board, there)))
        for bar in {bar.slot: bar for bar in made.bars}.values()
    ]


def _seconds(bar: Bar) -> float:
    kind = _KINDS.get(bar.slot.kind, "text")
    return bar.ended - bar.began if bar.lane.startswith("local") else PACE[kind] * FACTOR


def _needs(slot: Slot, board: Board, there: set[Slot]) -> set[Slot]:
    written = _WRITTEN_BY.get(slot.kind)
    writers = {other for other in there if other.kind is written}
    return (writers | board.needs(slot)) & there - {slot}
