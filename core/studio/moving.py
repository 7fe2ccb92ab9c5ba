"""Moving: one folder's installation goes over to PostgreSQL, an object store, or both, with nothing lost."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.errors import BadInput, Conflict, NotFound, StudioError
from core.jobs.lock import EngineLock
from core.settings import Settings
from core.store import backup, moving, tables
from core.store.addresses import is_shared
from core.store.assets import Media
from core.store.engine import Database, open_database
from core.store.far import media_of
from core.store.jobs import OPEN
from core.store.keys import keep_keys, share_keys
from core.store.moving import Contents, Told
from core.store.runs import RunState

SEEN_SECONDS = 15
"""A worker that gave a sign of life so lately is at work."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved and found the same on both sides."""

    contents: Contents
    files: int
    bytes: int
    lost: frozenset[str]
    """Files that were lost or damaged before the move."""
    running: int
    """Films whose run goes on where they are now."""
    under_way: int
    """Jobs that are not over."""
    already: bool
    """Whether the rows had been moved before."""


def _nobody(what: str, done: int, of: int) -> None:
    """Nobody watches."""


@asynccontextmanager
async def as_file(settings: Settings) -> AsyncIterator[Path]:
    """The rows of a PostgreSQL as they are at this moment, as a SQLite file that goes away again."""
    with tempfile.TemporaryDirectory(prefix="video-story-rows-") as name:
        async with (
            _opened(settings.database_url, settings.data_dir) as source,
            _opened("", Path(name)) as target,
        ):
            await share_keys(source, settings.data_dir)
            await moving.copy_rows(source, target, _nobody)
        yield Path(name) / backup.DATABASE


async def migrate(settings: Settings, to: str = "", media: str = "", told: Told = _nobody) -> Moved:
    """Bring the installation in DATA_DIR to the database `to`, its files to `media`, or both.

    The source stays as it was. Given again after it was broken off, it goes on; given again after it was done,
    it only compares. Raises BadInput, NotFound without an installation, Conflict while somebody works with
    either side or something else is there already, StoreAway.
    """
    _check(settings, to, media)
    lock = EngineLock(settings.data_dir)
    lock.take()
    try:
        async with _copied(settings.data_dir) as source, _both_media(settings, media) as (near, far):
            assets = await moving.every_asset(source)
            lost = frozenset[str]()
            if far is not None:
                if trouble := await far.trouble():
                    raise Conflict(trouble, next_step="Nothing was moved.")
                lost = await moving.copy_media(assets, near, far, told)
            theirs, already = await _rows_moved(settings, source, to, told)
            kept = {sha: of for sha, of in assets.items() if sha not in lost}
            lost |= await _proven(kept, far or near, told, moved=far is not None)
            running, under_way = await _at_work(source)
            files = [size for sha, (_, size) in assets.items() if sha not in lost]
            return Moved(theirs, len(files), sum(files), lost, running, under_way, already)
    finally:
        lock.release()


# Inside


def _check(settings: Settings, to: str, media: str) -> None:
    if not to and not media:
        raise BadInput(
            "Nothing is to be moved.", next_step="Give --to DATABASE_URL, --media MEDIA_URL, or both."
        )
    if to and not is_shared(to):
        raise BadInput(
            "--to takes the address of a PostgreSQL.",
            next_step="Write it so: postgresql+asyncpg://name:password@host:5432/database",
        )
    if not (settings.data_dir / backup.DATABASE).is_file():
        raise NotFound(
            f"There is no installation in {settings.data_dir}.", next_step="Set DATA_DIR to the one you mean."
        )


@asynccontextmanager
async def _copied(data_dir: Path) -> AsyncIterator[Database]:
    """The source as it is at this moment, in the newest form, in a file of its own."""
    with tempfile.TemporaryDirectory(prefix="video-story-move-") as name:
        folder = Path(name)
        await asyncio.to_thread(backup.database_copy, data_dir / backup.DATABASE, folder / backup.DATABASE)
        async with _opened("", folder) as database:
            yield database


@asynccontextmanager
async def _opened(url: str, folder: Path) -> AsyncIterator[Database]:
    database = await open_database(url, folder)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def _both_media(settings: Settings, media: str) -> AsyncIterator[tuple[Media, Media | None]]:
    """Where the files lie, and the object store if they shall go there."""
    far = media_of(settings.model_copy(update={"media_url": media})) if media else None
    near = media_of(settings) if far is None else Media(settings.data_dir / "media")
    try:
        yield near, far
    finally:
        near.close()
        if far is not None:
            far.close()


async def _rows_moved(settings: Settings, source: Database, to: str, told: Told) -> tuple[Contents, bool]:
    """The rows of the source where they shall be, the same as here; and whether they were there before."""
    ours = await moving.contents(source, told)
    if not to:
        return ours, False
    async with _opened(to, settings.data_dir) as target:
        await _nobody_works(target)
        already = not await moving.is_empty(target)
        if not already:
            await keep_keys(target, settings.data_dir)
            await moving.copy_rows(source, target, told)
        theirs = await moving.contents(target, told)
        if theirs != ours and already:
            raise Conflict(
                "The database there is not empty: it holds something else, or was gone on with since the move.",
                next_step="Give an empty one. If it is the one you moved to, you are done: go on there.",
            )
        _same(ours, theirs)
        return theirs, already


def _same(ours: Contents, theirs: Contents) -> None:
    """Raises StudioError when a single row differs."""
    wrong = [name for name, held in ours.tables.items() if theirs.tables[name] != held]
    if wrong or ours != theirs:
        raise StudioError(
            f"What arrived is not what was sent: {', '.join(wrong) or 'sums differ'}.",
            next_step="The source is as it was; go on using it. Empty the database there before the next try.",
        )


async def _nobody_works(target: Database) -> None:
    t = tables.worker.c
    lately = sa.func.now() - sa.text(f"interval '{SEEN_SECONDS} seconds'")
    async with target.read() as db:
        found = (await db.execute(sa.select(sa.func.count()).where(t.seen_at > lately))).scalar_one()
    if found:
        raise Conflict(
            f"{found} processes make films with the database there.", next_step="Stop them first, then move."
        )


async def _proven(
    assets: dict[str, tuple[str, int]], media: Media, told: Told, *, moved: bool
) -> frozenset[str]:
    """Read every file once more where it is now; a file that was moved has to be right."""
    wrong = await moving.damaged_media(assets, media, told)
    if wrong and moved:
        raise StudioError(
            f"{len(wrong)} files did not arrive as they were.",
            next_step="The source is as it was; go on using it, and give the same command again.",
        )
    return wrong


async def _at_work(source: Database) -> tuple[int, int]:
    """Films whose run goes on, and jobs that are not over."""
    project, job = tables.project.c, tables.job.c
    running = sa.select(sa.func.count()).where(project.run_state == RunState.RUNNING.value)
    under_way = sa.select(sa.func.count()).where(job.state.in_([state.value for state in OPEN]))
    async with source.read() as db:
        return (await db.execute(running)).scalar_one(), (await db.execute(under_way)).scalar_one()
