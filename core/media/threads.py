"""Blocking work beside the event loop: seen to its end however its caller ends, and heavy work in turn."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run blocking work in a thread. When cancelled, wait for it first: a thread cannot be stopped.

    Otherwise it would go on writing into a folder that its job has already given back.
    """
    running = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        await _over(running)
        raise


async def in_turn(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for work that keeps a core busy: first come, first served, as many at once as there are cores.

    All at once, they would all end late: two dozen pictures that arrive together would delay the first of them
    by the time of all.
    """
    task = _hands().submit(partial(work, *args, **kwargs))
    running = asyncio.wrap_future(task)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        if not task.cancel():
            await _over(running)
        raise


async def _over(running: asyncio.Future[T]) -> None:
    """Wait for the end of what nobody waits for any more."""
    await asyncio.wait([running])
    if not running.cancelled():
        running.exception()  # looked at, so that nobody is told of an error


@cache
def _hands() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="hands")
