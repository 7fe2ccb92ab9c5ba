"""Many small films at once, each with a ceiling of its own, while faults strike at random: none passes its own.

`python -m journeys.ceilings 200` tries so many; test_ceilings.py a few of them.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from twin import Twin

from core.errors import StudioError
from core.intake import source_from_bytes
from core.settings import Settings
from core.store import money, tables
from core.story import Step
from core.studio import Brief, Studio, open_studio

PERSON = "local"

LINES = (
    "The wind had turned.",
    '"You came," said Tom.',
    "Nobody spoke on the stairs.",
    '"Where is the lantern?" asked Mara.',
    "At noon the harbour was full of people and boats.",
    '"They never left," said Tom.',
)

FAULTS = (
    *("fal_422_policy", "fal_500", "fal_503_runner", "fal_submit_lost", "fal_silent_speech", "fal_poll_blip"),
    *("fal_429_retry_after", "fal_403_locked", "fal_media_404", "fal_media_truncated", "fal_truncated_file"),
    *("rep_402", "rep_failed_nsfw", "rep_failed_interrupted", "rep_create_lost", "rep_silent_speech"),
    *("rep_file_404", "rep_zero_bytes", "rep_429_header", "rep_succeeded_null", "rep_truncated_file"),
)

VOICES = ("fal:eleven-v3", "replicate:minimax-turbo", "fal:minimax-turbo", "replicate:eleven-v3")


@dataclass(frozen=True)
class Outcome:
    """One film: its ceiling in micro-dollars, how its run ended, and its rows of the ledger."""

    ceiling: int
    state: str
    ledger: tuple[Mapping[str, Any], ...]
    unknown: int
    """Jobs of which nobody knows whether they were done; their money stays held."""

    @property
    def held(self) -> int:
        return sum(row["held"] for row in self.ledger)

    @property
    def highest(self) -> int:
        """The most that was ever held and spent together, row by row."""
        total = most = 0
        for row in self.ledger:
            total += row["held"] + row["spent"]
            most = max(most, total)
        return most

    @property
    def spent(self) -> int:
        return sum(row["spent"] for row in self.ledger)


@dataclass(frozen=True)
class Tried:
    """Every film, and what the stand-in charged for all of them."""

    films: tuple[Outcome, ...]
    charged: int


async def tried(count: int, seed: int, home: Path) -> Tried:
    """So many films with random lines, voices, ceilings and faults, run side by side."""
    chance = random.Random(seed)
    async with Twin() as twin:
        values = {name.lower(): value for name, value in twin.env.items()}
        settings = Settings.model_validate({**values, "data_dir": home})
        for fault in FAULTS:
            for _ in range(max(1, count // 20)):
                twin.arm(fault, skip=chance.randrange(1 + count))
        async with open_studio(settings) as studio:
            gate = asyncio.Semaphore(12)
            wishes = [(chance.randrange(14_000), _story(chance), chance.choice(VOICES)) for _ in range(count)]
            made = await asyncio.gather(*(_one(studio, gate, *wish) for wish in wishes))
            await _quiet(studio)
            films = [
                await _outcome(studio, project, wish[0]) for project, wish in zip(made, wishes, strict=True)
            ]
        return Tried(tuple(films), twin.journal.money())


def _story(chance: random.Random) -> str:
    return " ".join(chance.sample(LINES, chance.randint(2, len(LINES))))


async def _one(studio: Studio, gate: asyncio.Semaphore, ceiling: int, story: str, voice: str) -> str:
    """Lines spoken by a paid voice, everything else free; gives the project's id."""
    brief = Brief(source_from_bytes(story.encode(), "Lines"), models={"audio": voice}, ceiling=ceiling)
    async with gate:
        project = await studio.create(PERSON, brief)
        try:
            async for _ in studio.run(PERSON, project.id, until=Step.AUDIO):
                pass
        except StudioError as stopped:
            assert stopped.what
    return project.id


async def _quiet(studio: Studio) -> None:
    """What was begun before a run paused is brought to its end."""
    t = tables.job.c
    begun = sa.select(sa.func.count()).where(t.state.in_(("submitting", "running", "finishing")))
    while True:
        async with studio._database.read() as db:
            if not (await db.execute(begun)).scalar():
                return
        await asyncio.sleep(0.1)


async def _outcome(studio: Studio, project_id: str, ceiling: int) -> Outcome:
    status = await studio.status(PERSON, project_id)
    async with studio._database.read() as db:
        rows = await money.rows(db, project_id)
        unknown = await db.execute(
            sa.select(tables.job.c.id).where(
                tables.job.c.project_id == project_id, tables.job.c.state == "unknown"
            )
        )
        return Outcome(ceiling, status.state, rows, len(unknown.all()))


def main() -> None:
    """Try so many as the command line says, and tell what came of it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(tried(count, 1, Path(folder)))
    over = [film for film in found.films if film.highest > film.ceiling]
    states = {
        state: sum(film.state == state for film in found.films) for state in ("finished", "paused", "stopped")
    }
    spent = sum(film.spent for film in found.films)
    say = sys.stdout.write
    say(f"{count} films: {states}; {len(over)} over their ceiling\n")
    held, unknown = sum(film.held for film in found.films), sum(film.unknown for film in found.films)
    say(f"ledger ${spent / 1e6:.6f} and ${held / 1e6:.6f} held for {unknown} unknown outcomes; ")
    say(f"journal ${found.charged / 1e6:.6f}\n")
    sys.exit(1 if over else 0)


if __name__ == "__main__":
    main()
