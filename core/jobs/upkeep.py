"""What happens by the clock (APScheduler): old rows deleted, caches bounded, a sweep at the start."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

ENGINE_ROWS_AGE = timedelta(days=3)
"""How long the dispatcher keeps traces of work that ended."""

CACHE_BYTES = 2 << 30
"""Size the cache of things that can be made again is cut down to."""

CACHE_AGE = timedelta(days=30)
"""Age since last use after which a cached file goes."""


class Upkeep:
    """The clock of one engine."""

    def __init__(self, data_dir: Path, forget_before: Callable[[timedelta], Awaitable[int]]) -> None:
        self._data_dir = data_dir
        self._forget_before = forget_before
        self._scheduler: Any = None

    def start(self) -> None:
        """Begin; APScheduler is loaded only here, since a short command has no use for a clock."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        clock: Any = AsyncIOScheduler  # it has no types
        scheduler = clock(timezone="UTC")
        scheduler.add_job(self.trim, "interval", hours=1, id="trim the cache", coalesce=True)
        scheduler.add_job(self.forget, "interval", hours=24, id="forget engine rows", coalesce=True)
        scheduler.start()
        self._scheduler = scheduler

    def close(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def trim(self) -> int:
        """Cut the cache down; tells how many files went."""
        return await asyncio.to_thread(trim_cache, self._data_dir / "cache", CACHE_BYTES, CACHE_AGE)

    async def forget(self) -> int:
        """Delete old engine rows; our own stay."""
        return await self._forget_before(ENGINE_ROWS_AGE)


def sweep_work(data_dir: Path) -> int:
    """Remove the folders of jobs that a killed process left; tells how many.

    Only right after the lock was taken, while no job of this process is under way.
    """
    left = list((data_dir / "work").glob("*"))
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def trim_cache(folder: Path, most: int, age: timedelta) -> int:
    """Remove what was not used for `age`, then the longest unused until `most` bytes are left."""
    if not folder.exists():
        return 0
    files = [(path, path.stat()) for path in folder.rglob("*") if path.is_file()]
    files.sort(key=lambda file: max(file[1].st_atime, file[1].st_mtime))
    oldest = time.time() - age.total_seconds()
    total = sum(stat.st_size for _, stat in files)
    gone = 0
    for path, stat in files:
        if total <= most and max(stat.st_atime, stat.st_mtime) >= oldest:
            break
        path.unlink(missing_ok=True)
        total -= stat.st_size
        gone += 1
    return gone
