"""Durable commits together: one flush of SQLite's journal serves every transaction committed before it began.

With "synchronous=FULL" each commit flushes for itself while the next writer waits: two dozen jobs that begin at
once, three commits each, kept each other waiting for half a second on a disk that takes 8 ms.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

_sync = getattr(os, "fdatasync", os.fsync)


def flush(log: Path) -> None:
    """Only ever the log: to close the database's own file would take away the locks that SQLite has on it."""
    try:
        file = os.open(log, os.O_RDWR)
    except FileNotFoundError:  # no log could be had here, so every commit flushes (engine.py)
        return
    try:
        _sync(file)
    finally:
        os.close(file)


class Flushes:
    """Of one database's write-ahead log, whose commits do not flush by themselves ("synchronous=NORMAL")."""

    def __init__(self, database: Path, flush: Callable[[Path], None] = flush) -> None:
        self._flush_log = flush
        self._log = database.with_name(f"{database.name}-wal")
        self._begun: asyncio.Task[None] | None = None
        self._next: asyncio.Task[None] | None = None

    async def flushed(self) -> None:
        """Return when everything that was committed before this call is on the disk. Raises OSError."""
        if self._next is None:
            self._next = asyncio.create_task(self._flush(self._begun), name="flush")
        await asyncio.shield(self._next)

    async def _flush(self, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait({before})
        self._begun, self._next = self._next, None  # who comes from now on may have committed too late for this
        await asyncio.to_thread(self._flush_log, self._log)
