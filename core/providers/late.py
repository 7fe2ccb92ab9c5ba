"""A maker that is put together when it is first asked, since its SDK takes long to load."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from core.media.threads import in_thread
from core.providers.base import Desk, Done, Pending, Provider
from core.requests import Request


class Late:
    """Stands in the place of a maker from the beginning; what it needs is loaded beside the event loop."""

    def __init__(self, build: Callable[[], Provider]) -> None:
        self._build = build
        self._maker: Provider | None = None
        self._building = asyncio.Lock()

    async def ready(self) -> Provider:
        """The maker itself."""
        async with self._building:
            if self._maker is None:
                self._maker = await in_thread(self._build)
        return self._maker

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        return await (await self.ready()).start(model, request, desk, key=key)

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done:
        return await (await self.ready()).check(model, operation, desk)

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None:
        await (await self.ready()).cancel(model, operation)

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return await (await self.ready()).find(model, key, notes)

    async def aclose(self) -> None:
        """End its connections, if there ever were any."""
        aclose = getattr(self._maker, "aclose", None)
        if aclose is not None:
            await aclose()
