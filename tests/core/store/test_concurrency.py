"""Four processes write into one database, and nobody ever sees "database is locked"."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import NoRoom
from core.store import events, facts
from core.store.engine import open_database

WRITER = """
import asyncio, pathlib, sys
from core.store import events, facts
from core.store.engine import open_database

async def main(folder, name):
    database = await open_database("", folder)
    async def one(i):
        async with database.write() as db:
            count = await facts.recall(db, "count") or 0
            await facts.remember(db, "count", count + 1)
            await events.append(db, "counted", None, who=name, i=i)
    await asyncio.gather(*(one(i) for i in range(40)))
    await database.close()

asyncio.run(main(pathlib.Path(sys.argv[1]), sys.argv[2]))
"""


def four_writers(folder: Path) -> list[int]:
    command = [sys.executable, "-W", "error", "-c", WRITER, str(folder)]
    writers = [subprocess.Popen([*command, str(n)]) for n in range(4)]
    return [writer.wait(120) for writer in writers]


async def test_four_writers_never_meet_a_locked_database(tmp_path: Path) -> None:
    """Each reads a number and writes the next one, so a lost update would show."""
    await (await open_database("", tmp_path)).close()
    assert four_writers(tmp_path) == [0, 0, 0, 0]
    database = await open_database("", tmp_path)
    async with database.read() as db:
        assert await facts.recall(db, "count") == 160
        ids = [event.id for event in await events.after(db, 0)]
    await database.close()
    assert ids == list(range(1, 161))


async def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = await open_database("", tmp_path)
    try:
        async with database.write() as db:
            await facts.remember(db, "half", True)
            raise RuntimeError("in the middle")
    except RuntimeError:
        pass
    async with database.read() as db:
        assert await facts.recall(db, "half") is None
    await database.close()


async def test_a_full_database_is_said_plainly_and_keeps_what_it_had(tmp_path: Path) -> None:
    database = await open_database("", tmp_path)
    async with database.write() as db:
        await facts.remember(db, "before", 1)
    with pytest.raises(NoRoom, match="Free some space"):
        async with database.write() as db:
            await db.exec_driver_sql("PRAGMA max_page_count=1")
            await facts.remember(db, "large", "x" * 10_000_000)
    async with database.read() as db:
        assert await facts.recall(db, "before") == 1
        assert await facts.recall(db, "large") is None
    await database.close()
