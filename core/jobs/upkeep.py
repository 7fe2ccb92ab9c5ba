"""What happens by the clock (APScheduler): old rows deleted, caches bounded, a sweep at the start."""

from __future__ import annotations

import asyncio
import logging
import shutil
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from core.settings import Settings
from core.store import events, facts, money, retention
from core.store.assets import Media
from core.store.engine import Database

log = logging.getLogger(__name__)

ENGINE_ROWS_AGE = timedelta(days=3)
"""How long the dispatcher keeps traces of work that ended."""

CACHE_BYTES = 2 << 30
"""Size the cache of things that can be made again is cut down to."""

CACHE_AGE = timedelta(days=30)
"""Age since last use after which a cached file goes."""


QUOTES_AGE = timedelta(days=7)
"""How long after its end a quote that nobody accepted, or a link that nobody opened, is still known."""

DISK_LOW = 2 << 30
"""Bytes of free disk below which people are warned: about thirty clips with their pieces."""

DISK_USED = "disk_used"
"""Under this name stand the bytes of all films, as they were counted last, where a budget bounds them."""

BUDGET_SHARE = 0.9
"""Share of the disk budget from which on people are warned."""

WORK_AGE = timedelta(days=3)
"""Age after which a job's folder is nobody's: of several processes in one DATA_DIR none may clear it all."""

PORTION = 500
"""Unused files removed from an object store in one go: nobody else writes meanwhile."""

Refresh = Callable[[], Awaitable[None]]

TIMES = (("measure", 5, 0.1), ("refresh", 15, 15), ("trim", 60, 20), ("forget", 24 * 60, 30))
"""What is done, every so many minutes, for the first time so many minutes after the start: a server that is
begun anew each day must come to it too. A moment that was missed on a busy machine is made up for."""


class Upkeep:
    """The clock of one engine. Nothing that was paid for is ever deleted by it."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        media: Media,
        forget_before: Callable[[timedelta], Awaitable[int]],
        refresh: Sequence[Refresh] = (),
    ) -> None:
        self._settings = settings
        self._database = database
        self._media = media
        self._forget_before = forget_before
        self._refresh = refresh
        self._scheduler: Any = None
        self._warned = False
        self._used: int | None = None

    @property
    def little_room(self) -> str:
        """What to tell whoever looks at a film; "" while there is room. The disk as it is now, the budget as it
        was measured last."""
        return room_words(self._settings, self._used)

    def start(self) -> None:
        """Begin; APScheduler is loaded only here, since a short command has no use for a clock."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        clock: Any = AsyncIOScheduler  # it has no types
        scheduler = clock(timezone="UTC")
        now = datetime.now(UTC)
        for number, (name, every, first) in enumerate(TIMES):
            scheduler.add_job(
                getattr(self, name),
                "interval",
                minutes=every,
                next_run_time=now + timedelta(minutes=first),
                id=str(number),
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )
        scheduler.start()
        self._scheduler = scheduler

    def close(self) -> None:
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None

    async def trim(self) -> int:
        """Cut the caches down; tells how many files went."""
        left = await asyncio.to_thread(sweep_work, self._settings.data_dir, WORK_AGE)
        near = await asyncio.to_thread(self._media.trim)
        return (
            left
            + near
            + await asyncio.to_thread(trim_cache, self._settings.data_dir / "cache", CACHE_BYTES, CACHE_AGE)
        )

    async def forget(self) -> int:
        """Delete the dispatcher's old rows, what ran out (quotes, links), and free takes if so set."""
        before = datetime.now(UTC) - QUOTES_AGE
        async with self._database.write() as db:
            await money.forget_quotes(db, before)
            await retention.forget_expired(db, before)
        if self._settings.keep_free_takes_days:
            await self.forget_takes(timedelta(days=self._settings.keep_free_takes_days))
        return await self._forget_before(ENGINE_ROWS_AGE)

    async def forget_takes(self, age: timedelta) -> int:
        """Delete takes that cost nothing, are not in use and are older, and files nothing names any more."""
        before = datetime.now(UTC) - age
        async with self._database.write() as db:
            gone = await retention.forget_free_takes(db, before)
            unused = await retention.unused_assets(db, before)
            now = unused[:PORTION] if self._media.far else unused
            left = [sha for sha in now if await self._media.remove(sha, before.timestamp())]
            await retention.forget_assets(db, left)
        return gone

    async def measure(self) -> bool:
        """Warn before the disk or the budget is full, once each time; tells whether it is low."""
        self._used = await asyncio.to_thread(_used, self._settings)
        if self._used is not None:
            async with self._database.write() as db:
                await facts.remember(db, DISK_USED, self._used)
        words = disk_words(self._settings, self._used)
        if words and not self._warned:
            log.warning(words)
            async with self._database.write() as db:
                await events.append(db, "disk_low", None, note=words)
        self._warned = bool(words)
        return self._warned

    async def refresh(self) -> None:
        """Whatever the studio wants to look up now and then, such as balances."""
        for task in self._refresh:
            try:
                await task()
            except Exception:
                log.warning("a refresh did not work", exc_info=True)


def disk_words(settings: Settings, used: int | None = None) -> str:
    """A sentence for whoever runs this machine when little room is left; `used`: bytes, counted when None."""
    folder, low = settings.data_dir, _low(settings, _used(settings) if used is None else used)
    if low is None:
        return ""
    bytes_, of = low
    if of is None:
        return f"Only {_size(bytes_)} are free on the disk that holds {folder}. Free some space soon."
    return (
        f"{folder} holds {_size(bytes_)} of the {_size(of)} that DISK_BUDGET allows. Raise it, delete films "
        "you no longer need, or set KEEP_FREE_TAKES_DAYS."
    )


def room_words(settings: Settings, used: int | None) -> str:
    """The same for everybody, without telling where films lie; `used` None: the budget is not known yet."""
    low = _low(settings, used)
    if low is None:
        return ""
    bytes_, of = low
    room = (
        f"only {_size(bytes_)} of disk are left" if of is None else f"{_size(bytes_)} of {_size(of)} are used"
    )
    return f"Little room for films: {room}. Delete films or free some space, or one may stop half-way."


def _low(settings: Settings, used: int | None) -> tuple[float, float | None] | None:
    """(bytes free, None) or (bytes used, bytes allowed), where that is too little."""
    free = shutil.disk_usage(settings.data_dir).free
    if free < DISK_LOW:
        return free, None
    budget = None if settings.disk_budget is None else float(settings.disk_budget) * 1e9
    if budget is None or used is None or used < BUDGET_SHARE * budget:
        return None
    return used, budget


def _used(settings: Settings) -> int | None:
    """Bytes of all films and their parts; None where nothing bounds them."""
    if settings.disk_budget is None:
        return None
    return sum(path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file())


def _size(count: float) -> str:
    return f"{count / 1e9:.1f} GB"


def sweep_work(data_dir: Path, age: timedelta | None = None) -> int:
    """Remove the folders of jobs that a killed process left; tells how many.

    Without an age only right after the lock was taken, while no job of this process is under way.
    """
    before = float("inf") if age is None else time.time() - age.total_seconds()
    left = [folder for folder in (data_dir / "work").glob("*") if _touched(folder) < before]
    for folder in left:
        shutil.rmtree(folder, ignore_errors=True)
    return len(left)


def _touched(folder: Path) -> float:
    """When something was put into it or taken out; never, when it is gone by now."""
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


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
