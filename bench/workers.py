"""`make load`: what 1, 2 and 4 workers make together on one PostgreSQL, and how long a status takes meanwhile.

All of them share this machine with the database and the stand-in, so it shows what sharing costs and what each
more takes of memory, not how many machines a house can use.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bench.load import PERSON, ROOT, resident, story_number
from core.intake import source_from_text
from core.settings import Settings
from core.store import tables
from core.studio import Brief, Studio, open_studio

COUNTS = (1, 2, 4)
FILMS = 24
BEGINNING = 10.0
"""Seconds until every worker has loaded what it needs."""


async def shared(env: Mapping[str, str], home: Path, seconds: float) -> list[dict[str, Any]] | None:
    """A row for each number of workers; None where there is no PostgreSQL to start."""
    sys.path.insert(0, str(ROOT / "tests"))
    from postgres_server import Server, programs

    found = programs()
    if found is None:
        return None
    server = Server(found)
    try:
        await asyncio.to_thread(server.start)
        return [await _with(count, server.new_database(), env, home / str(count), seconds) for count in COUNTS]
    finally:
        server.stop()


async def _with(count: int, url: str, env: Mapping[str, str], home: Path, seconds: float) -> dict[str, Any]:
    await asyncio.to_thread(home.mkdir)
    given = {**env, "DATABASE_URL": url, "DATA_DIR": str(home / "data"), "LOCAL_WORKERS": "1"}
    values = {name.lower(): value for name, value in given.items()}
    with _workers(count, given, home) as pids:
        async with open_studio(Settings.model_validate({**values, "make_films": False})) as studio:
            films = [await _begun(studio, number) for number in range(FILMS)]
            await asyncio.sleep(BEGINNING)
            done, waits = await _done(studio), await _asked(studio, films, seconds)
            jobs = await _done(studio) - done
        memory = [resident(pid) for pid in pids]
    return {
        "workers": count,
        "jobs_per_second": round(jobs / seconds, 2),
        "status_p50_ms": round(waits[len(waits) // 2] * 1000, 1),
        "status_p99_ms": round(waits[int(0.99 * len(waits))] * 1000, 1),
        "memory_mb_each": round(max(memory), 1),
    }


@contextlib.contextmanager
def _workers(count: int, env: Mapping[str, str], home: Path) -> Iterator[list[int]]:
    command = [sys.executable, "-m", "cli", "worker"]
    with (home / "workers.log").open("ab") as said:
        begun = [
            subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env}, stdout=said, stderr=said)
            for _ in range(count)
        ]
        try:
            yield [process.pid for process in begun]
        finally:
            for process in begun:
                process.terminate()
            for process in begun:
                process.wait(60)


async def _begun(studio: Studio, number: int) -> str:
    project = await studio.create(PERSON, Brief(source_from_text(story_number(number)), level="clips"))
    quote = await studio.quote(PERSON, project.id)
    await studio.start(PERSON, project.id, quote_id=quote.id)
    return project.id


async def _asked(studio: Studio, films: list[str], seconds: float) -> list[float]:
    """Ten statuses a second for so long; how long each took, the shortest first."""
    waits, begin = [], time.monotonic()
    for number in range(int(10 * seconds)):
        await asyncio.sleep(max(0.0, begin + number / 10 - time.monotonic()))
        at = time.monotonic()
        await studio.status(PERSON, films[number % len(films)])
        waits.append(time.monotonic() - at)
    return sorted(waits)


async def _done(studio: Studio) -> int:
    async with studio._database.read() as db:
        counted = sa.select(sa.func.count()).select_from(tables.job).where(tables.job.c.state == "done")
        return int((await db.execute(counted)).scalar_one())
