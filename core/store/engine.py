"""The database: opened, migrated, and handed out as read and write transactions.

SQLite: WAL, foreign keys on, and every write transaction begins IMMEDIATE, since with a plain BEGIN four
writers end in "database is locked" whatever the busy timeout (style.md 8).

PostgreSQL gives the same two promises: a read sees one moment (REPEATABLE READ), and there is one writer at a
time, in all processes together, since every write begins with the same advisory lock. It is let go after the
commit can be seen, so whoever writes next has read what the last one wrote, and the ids of events follow the
order of commits. What that costs is measured in docs/decisions/2026-11-22-one-writer-on-postgres.md.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from core.errors import BadInput, Conflict, NoRoom
from core.store.addresses import is_shared, our_address
from core.store.flushes import Flushes
from core.store.migrations import HEAD
from core.store.near import near

BUSY_MS = 10_000
"""How long SQLite itself waits for another writer before it gives up once."""

_TRIES = 4
"""How often BEGIN IMMEDIATE is tried in all; with BUSY_MS each, 40 s."""


class Locked(Conflict):
    """Somebody else has been writing all the time; nothing was kept, and trying again later is right."""


class Database:
    """The tables of one DATA_DIR or one Postgres schema."""

    def __init__(self, engine: AsyncEngine, flushes: Flushes | None = None) -> None:
        self.engine = engine
        self.shared = engine.dialect.name == "postgresql"
        """Whether other processes may make films with it at the same time."""
        self._writing = asyncio.Lock()
        self._flushes = flushes

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that sees one moment of the database."""
        if self.shared:
            async with self.engine.connect() as connection:
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
                yield connection
            return
        connection = await self.engine.connect()
        try:
            yield connection
        finally:
            await connection.close()  # nothing in it waits (near.py), so a cancel cannot cut it short

    @asynccontextmanager
    async def write(self, *, durable: bool = False) -> AsyncIterator[AsyncConnection]:
        """One transaction: all of it is kept, or nothing. One writer at a time.

        `durable` waits until the disk has it, for rows that must outlive a power cut (paid work).
        Raises NoRoom when the disk is full, Locked when another program does not stop writing.
        """
        async with self._writing, self.engine.connect() as connection:
            try:
                await self._begin(connection, durable)
                yield connection
                await connection.commit()
            except DBAPIError as error:
                raise _explained(error) from error
        if durable and self._flushes is not None:
            await self._flushes.flushed()

    @asynccontextmanager
    async def elected(self, office: str) -> AsyncIterator[asyncio.Event]:
        """Wait until this process is the only one with this office, which is at once where it is alone.

        The event is set when the connection that holds the office is lost, and with it the office.
        """
        lost = asyncio.Event()
        if not self.shared:
            yield lost
            return
        async with self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            while True:
                found = await connection.execute(_OFFICE, {"office": office})
                if found.scalar():
                    break
                await asyncio.sleep(OFFICE_SECONDS)
            watch = asyncio.create_task(_watched(connection, lost))
            try:
                yield lost
            finally:
                watch.cancel()
                await asyncio.wait({watch})
                await connection.invalidate()

    async def close(self) -> None:
        await self.engine.dispose()

    async def _begin(self, connection: AsyncConnection, durable: bool) -> None:
        if self.shared:
            await connection.begin()
            await connection.execute(_ONE_WRITER, {"commit": "on" if durable else "off"})
            return
        await connection.execution_options(**{_IMMEDIATE: True})
        for attempt in range(_TRIES):
            try:
                await connection.begin()
                return
            except DBAPIError as error:
                if attempt == _TRIES - 1 or not is_locked(error):
                    raise


async def open_database(url: str, data_dir: Path) -> Database:
    """Open the database at `url`, or SQLite inside `data_dir` when it is empty, migrated to the newest form.

    Raises NoRoom when the folder cannot be written, BadInput when a PostgreSQL cannot be reached.
    """
    _make_folder(data_dir)
    url = our_address(url) or f"sqlite+aiosqlite:///{data_dir / 'video-story.sqlite'}"
    here = {**_OPEN_HERE, "connect_args": {"async_creator_fn": near}}
    engine = _engine(url, **(here if url.startswith("sqlite") else _OPEN_ELSEWHERE))
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine.sync_engine, "connect", _prepare)
        sa.event.listen(engine.sync_engine, "begin", _begin)
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    database = Database(engine, Flushes(Path(file)) if file else None)
    try:
        await _migrate(database)
    except BaseException as error:
        await engine.dispose()
        if is_shared(url) and isinstance(error, (OSError, InterfaceError, OperationalError)):
            raise _unreachable(engine.url, error) from error
        raise
    return database


def upsert(connection: AsyncConnection, table: sa.Table) -> sqlite.Insert:
    """An INSERT that can say what to do when the row is there already, in the database's own words."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # loaded only where it is the database

    return cast("sqlite.Insert", postgresql.insert(table))


def is_locked(error: DBAPIError) -> bool:
    """Whether SQLite gave up waiting for another writer."""
    return "database is locked" in str(error.orig)


_ONE_WRITER = sa.text(
    "SELECT pg_advisory_xact_lock(hashtext('video-story'), hashtext(current_schema())),"
    " set_config('synchronous_commit', :commit, true)"
)
"""Wait until nobody else writes. Only what must outlive a power cut waits for the disk, as on SQLite."""

OFFICE_SECONDS = 3.0
"""How often a process that waits for an office asks for it, and one that has it looks whether it still has."""

_OFFICE = sa.text(
    "SELECT pg_try_advisory_lock(hashtext('video-story ' || :office), hashtext(current_schema()))"
)

_OPEN_HERE: Mapping[str, Any] = {"pool_size": 12, "max_overflow": 0, "pool_timeout": 120.0}
"""A file is opened as often as is useful. On a machine that has far too much to do it is better to wait for a
connection for two minutes than to be told of a fault of ours after half of one."""

_OPEN_ELSEWHERE: Mapping[str, Any] = {"pool_size": 5, "max_overflow": 5}
"""A server counts connections, and several processes share it."""

_NO_ROOM = ("is full", "readonly", "disk I/O error")

_IMMEDIATE = "video_story_immediate"


def _engine(url: str, **options: Any) -> AsyncEngine:
    try:
        return create_async_engine(url, **options)
    except ModuleNotFoundError as error:
        raise BadInput(
            f"DATABASE_URL names a database that needs the package {error.name}, which is not installed.",
            next_step="Install it: pip install 'video-story[postgres]'",
        ) from error


def _unreachable(url: sa.URL, error: BaseException) -> BadInput:
    """Without the password, whatever the driver says."""
    reason = str(getattr(error, "orig", error)).splitlines()[0]
    return BadInput(
        f"The database {url.render_as_string()} cannot be reached: {reason}",
        next_step="Look whether it runs, and whether DATABASE_URL is right.",
    )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoRoom(
            f"The folder {folder} cannot be made: {error.strerror or error}.",
            next_step="Choose another one with DATA_DIR.",
        ) from error


async def _watched(connection: AsyncConnection, lost: asyncio.Event) -> None:
    try:
        while True:
            await asyncio.sleep(OFFICE_SECONDS)
            await connection.execute(sa.text("SELECT 1"))
    except (DBAPIError, OSError):
        lost.set()


def _prepare(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    logged = tuple(cursor.fetchone()) == ("wal",)
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "foreign_keys=ON",
        f"synchronous={'NORMAL' if logged else 'FULL'}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection) -> None:
    immediate = connection.get_execution_options().get(_IMMEDIATE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _explained(error: DBAPIError) -> Exception:
    text = str(error.orig)
    if is_locked(error):
        return Locked(
            f"Another program has been writing to the database for {_TRIES * BUSY_MS // 1000} seconds.",
            next_step="Close what has it open, such as a backup, then give the same command again.",
        )
    if isinstance(error.orig, sqlite3.OperationalError) and any(sign in text for sign in _NO_ROOM):
        return NoRoom(
            f"The database cannot be written: {text}.",
            next_step="Free some space on the disk that holds DATA_DIR, then start the same command again.",
        )
    return error


async def _migrate(database: Database) -> None:
    """Bring the tables to the newest form; alembic is loaded only when something is to be done."""
    async with database.read() as connection:
        if await connection.run_sync(_version) == HEAD:
            return
    async with database.write() as connection:
        if await connection.run_sync(_version) != HEAD:
            from core.store.migrations.upgrade import upgrade

            await connection.run_sync(upgrade)


def _version(connection: sa.Connection) -> str:
    if connection.dialect.name == "sqlite":
        known = connection.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name='alembic_version'").first()
        if known is None:
            return ""
    elif not sa.inspect(connection).has_table("alembic_version"):
        return ""
    row = connection.exec_driver_sql("SELECT version_num FROM alembic_version").first()
    return row[0] if row else ""
