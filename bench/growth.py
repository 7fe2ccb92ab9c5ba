"""What the same work costs while a database grows: steps of SQLite, CPU, and statements that read it all.

Steps are counted by SQLite's own machine, so they say the same on a busy and on a quiet computer.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.crowd import copies
from core.intake import source_from_text
from core.settings import Settings
from core.story import Step
from core.studio import Brief, Studio, open_studio

OWNER = "local"
CROWD = "tg:{}"
"""Other people, who own most of the films."""

PEOPLE = 10

STORY = """\
Ana stood on the pier at dusk. She held a lantern.

"One boat is missing," said Ana.

Old Tom came down the steps. "Then we wait," he whispered.
"""

MEANT_TO_SCAN = {"alembic_version", "fact"}
"""Small tables that do not grow with the films."""

EVERY = 10
"""The steps between two looks of the counter."""


@dataclass
class Counted:
    """What one piece of work took."""

    steps: int = 0
    seconds: float = 0.0
    scans: set[str] = field(default_factory=set)


Work = Callable[[Studio, str], Awaitable[Any]]
Count = Callable[[Work, Studio, str], Awaitable[Counted]]

PAGE = 10
"""Films of a page, so that it is full with every number of films."""


async def _first_page(studio: Studio, _: str) -> Any:
    return await studio.projects(OWNER, limit=PAGE)


async def _look(studio: Studio, project: str) -> None:
    """One look of the pump while this one project runs: what planning costs."""
    pump = studio._engine()._pump
    pump._plans.clear()
    pump._tools.stories._known.clear()
    await pump._look()


WORK: Mapping[str, Work] = {
    "the list of films": _first_page,
    "a film's status": lambda studio, project: studio.status(OWNER, project),
    "a film as the page draws it": lambda studio, project: studio.shown(OWNER, project),
    "a film's jobs": lambda studio, project: studio.jobs(OWNER, project),
    "how a film stands, for an agent": lambda studio, project: studio.standing(OWNER, project),
    "what a film costs": lambda studio, project: studio.quote(OWNER, project),
    "what a film has cost": lambda studio, project: studio.costs(OWNER, project),
    "what happened in a film": lambda studio, project: studio.past_events(OWNER, project),
    "a film's log": lambda studio, project: studio.log(OWNER, project),
    "orphans of a film": lambda studio, project: studio.orphans(OWNER, project),
}

PLAN = "a plan, with one film running"


@dataclass(frozen=True)
class Crowded:
    """A database with so many finished films."""

    films: int
    bytes_each: float
    work: Mapping[str, Counted]


async def grown(
    home: Path, counts: tuple[int, ...], rounds: int = 5, until: Step = Step.EXPORT
) -> list[Crowded]:
    """Measure with each number of films made so far, from few to many, in one DATA_DIR."""
    project = await made(home, until)
    database, here, found = home / "video-story.sqlite", 1, []
    for count in counts:
        await asyncio.to_thread(copies, database, project, count - here, _owner, here)
        here = count
        found.append(Crowded(count, database.stat().st_size / count, await measured(home, rounds)))
    return found


async def made(home: Path, until: Step) -> str:
    """One film, made up to a step."""
    async with open_studio(Settings(data_dir=home)) as studio:
        project = await studio.create(OWNER, Brief(source_from_text(STORY)))
        async for _ in studio.run(OWNER, project.id, until):
            pass
        return project.id


async def measured(home: Path, rounds: int) -> dict[str, Counted]:
    """Every piece of work, done `rounds` times in a studio opened anew; the least CPU counts."""
    async with open_studio(Settings(data_dir=home)) as studio:
        project = (await studio.projects(OWNER, limit=PAGE))[-1].id
        async with counting(studio) as count:
            found = {name: await _least(count, work, studio, project, rounds) for name, work in WORK.items()}
            wanted = await _begun(studio)
            found[PLAN] = await _least(count, _look, studio, wanted, rounds)
            await studio.cancel(OWNER, wanted)
            await studio.delete_project(OWNER, wanted)
            return found


async def _least(count: Count, work: Work, studio: Studio, project: str, rounds: int) -> Counted:
    await work(studio, project)
    return min([await count(work, studio, project) for _ in range(rounds)], key=lambda one: one.seconds)


@asynccontextmanager
async def counting(studio: Studio) -> AsyncIterator[Count]:
    """Gives a function that does a piece of work and tells what it took."""
    engine = studio._database.engine
    now = Counted()
    statements: dict[str, Any] = {}

    def tick() -> int:
        now.steps += EVERY
        return 0

    def watch(connection: Any, *_: Any) -> None:
        connection.driver_connection._conn.set_progress_handler(tick, EVERY)

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        statements.setdefault(statement, parameters)

    sa.event.listen(engine.sync_engine, "checkout", watch)
    sa.event.listen(engine.sync_engine, "before_cursor_execute", note)

    async def count(work: Work, studio: Studio, project: str) -> Counted:
        now.steps = 0
        statements.clear()
        began = time.process_time()
        await work(studio, project)
        seconds, steps, asked = time.process_time() - began, now.steps, dict(statements)
        return Counted(steps, seconds, await _scans(studio, asked))

    try:
        yield count
    finally:
        sa.event.remove(engine.sync_engine, "checkout", watch)
        sa.event.remove(engine.sync_engine, "before_cursor_execute", note)


async def _scans(studio: Studio, statements: Mapping[str, Any]) -> set[str]:
    """Statements that read a whole table that grows."""
    found = set()
    async with studio._database.read() as db:
        for statement, parameters in statements.items():
            if not statement.startswith(("SELECT", "UPDATE", "DELETE")):
                continue
            plan = await db.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters)
            for row in plan:
                said = str(row[3])
                scan = re.match(r"SCAN (\w+)", said)
                if scan and scan[1] not in MEANT_TO_SCAN:
                    found.add(f"{said}: {' '.join(statement.split())[:300]}")
    return found


async def _begun(studio: Studio) -> str:
    """One more film is wanted, while the engine's own pump is at rest, so that it is planned and not made."""
    await studio._engine()._pump.close()
    project = await studio.create(OWNER, Brief(source_from_text(STORY)))
    await studio.start(OWNER, project.id)
    return project.id


def _owner(number: int) -> str:
    """Every fiftieth film is ours: a person with many films in a house with many more."""
    return OWNER if number % PEOPLE == 0 else CROWD.format(number % PEOPLE)
