"""Things that belong to one event loop and end with it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary


class Closable(Protocol):
    async def aclose(self) -> None: ...


T = TypeVar("T", bound=Closable)


class LoopOwned(Generic[T]):
    """One thing per event loop, made when it is first asked for, closed with the loop or by `aclose`."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._held: WeakKeyDictionary[asyncio.AbstractEventLoop, tuple[T, AsyncGenerator[None]]] = (
            WeakKeyDictionary()
        )

    async def get(self) -> T:
        loop = asyncio.get_running_loop()
        if loop not in self._held:
            thing = self._make()
            keeper = self._until_the_loop_ends(thing)
            self._held[loop] = (thing, keeper)
            await anext(keeper)
        return self._held[loop][0]

    async def aclose(self) -> None:
        """End the running loop's thing, when there is one."""
        held = self._held.pop(asyncio.get_running_loop(), None)
        if held is not None:
            await held[1].aclose()

    async def _until_the_loop_ends(self, thing: T) -> AsyncGenerator[None]:
        """asyncio.run closes every generator that is still open: there a loop can be said goodbye to."""
        try:
            yield
        finally:
            self._held.pop(asyncio.get_running_loop(), None)
            await thing.aclose()
