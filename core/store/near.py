"""A SQLite connection that asks its thread only for what may wait.

aiosqlite sends every step of a statement to a thread and back, which takes longer than the step: four trips for
a row read in 20 microseconds. What can wait for the disk or for another writer still goes there: BEGIN
IMMEDIATE, COMMIT, a change of the journal. Everything else is done where it is asked for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import aiosqlite

_AT_ONCE = frozenset(
    {"cursor", "execute", "executemany", "fetchone", "fetchmany", "fetchall", "close", "rollback"}
)

_MAY_WAIT = ("BEGIN IMMEDIATE", "PRAGMA journal", "COMMIT", "VACUUM")


class NearConnection(aiosqlite.Connection):
    """To be used by one task at a time, as a pool hands it out."""

    async def _execute(self, fn: Callable[..., Any], *args: Any, **named: Any) -> Any:
        if fn.__name__ not in _AT_ONCE or fn == self._conn.close:
            return await self._sent(fn, *args, **named)
        if args and isinstance(args[0], str) and args[0].startswith(_MAY_WAIT):
            return await self._sent(fn, *args, **named)
        if not self._running:
            raise ValueError("Connection closed")
        return fn(*args, **named)

    def _sent(self, fn: Callable[..., Any], *args: Any, **named: Any) -> Awaitable[Any]:
        there: Callable[..., Awaitable[Any]] = super()._execute
        return there(fn, *args, **named)


def near(database: str, **options: Any) -> NearConnection:
    """For `create_async_engine(connect_args={"async_creator_fn": near})`."""
    ordinary = aiosqlite.connect(database, **{**options, "check_same_thread": False})
    made = NearConnection(ordinary._connector, ordinary._iter_chunk_size)
    made._thread.daemon = True
    return made
