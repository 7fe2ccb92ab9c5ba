"""The stand-in's own time: runs like the wall's, can be put forward, and wakes whoever waits for it."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Seconds since the stand-in opened, plus whatever it was put forward by."""

    def __init__(self) -> None:
        self._opened = time.monotonic()
        self._wall = datetime.now(UTC)
        self._ahead = 0.0
        self._waiting: set[asyncio.Event] = set()

    def now(self) -> float:
        return time.monotonic() - self._opened + self._ahead

    def wall(self, at: float | None = None) -> datetime:
        """The date and time of a moment; of this one when none is given."""
        return self._wall + timedelta(seconds=self.now() if at is None else at)

    def stamp(self, at: float | None = None) -> str:
        """ISO 8601 in UTC with milliseconds and Z, as all four providers write it."""
        return self.wall(at).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def advance(self, seconds: float) -> None:
        """Put the clock forward, so that waits end and files expire without anyone waiting."""
        self._ahead += seconds
        for event in self._waiting:
            event.set()

    async def sleep_until(self, moment: float) -> None:
        while (left := moment - self.now()) > 0:
            event = asyncio.Event()
            self._waiting.add(event)
            try:
                async with asyncio.timeout(left):
                    await event.wait()
            except TimeoutError:
                pass
            finally:
                self._waiting.discard(event)

    async def sleep(self, seconds: float) -> None:
        await self.sleep_until(self.now() + seconds)
