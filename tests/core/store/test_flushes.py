"""Durable commits are flushed together, and none is said to be safe before it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import sqlalchemy as sa

from core.store import facts
from core.store.engine import open_database
from core.store.flushes import Flushes


class Disk:
    """Stands in for the flush itself: says what was in the log when one began."""

    def __init__(self) -> None:
        self.log = 0
        self.seen: list[int] = []

    def flush(self, log: Path) -> None:
        self.seen.append(self.log)


async def test_every_commit_is_in_the_log_before_the_flush_it_waits_for(tmp_path: Path) -> None:
    disk = Disk()
    shared = Flushes(tmp_path / "x.sqlite", disk.flush)

    async def commit(after: int) -> None:
        for _ in range(after):
            await asyncio.sleep(0)
        disk.log += 1
        mine = disk.log
        begun = len(disk.seen)
        await shared.flushed()
        assert max(disk.seen[begun:]) >= mine

    await asyncio.gather(*(commit(i % 17) for i in range(60)))
    assert len(disk.seen) < 60


async def test_a_flush_that_fails_is_told_to_all_who_waited_for_it_and_to_nobody_else(tmp_path: Path) -> None:
    shared = Flushes(tmp_path / "x.sqlite")
    (tmp_path / "x.sqlite-wal").mkdir()
    told = await asyncio.gather(*(shared.flushed() for _ in range(3)), return_exceptions=True)
    assert all(isinstance(one, OSError) for one in told)
    (tmp_path / "x.sqlite-wal").rmdir()
    (tmp_path / "x.sqlite-wal").write_bytes(b"")
    await shared.flushed()


async def test_ordinary_and_durable_writes_leave_their_connection_as_it_was(tmp_path: Path) -> None:
    database = await open_database("", tmp_path)
    try:
        for durable in (True, False, True):
            async with database.write(durable=durable) as db:
                await facts.remember(db, "a", durable)
        async with database.read() as db:
            assert await facts.recall(db, "a") is True
            assert (await db.execute(sa.text("PRAGMA synchronous"))).scalar_one() == 1
            assert (await db.execute(sa.text("PRAGMA journal_mode"))).scalar_one() == "wal"
    finally:
        await database.close()
