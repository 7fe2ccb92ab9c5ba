"""Blocking work beside the event loop: seen to its end however its caller ends, and heavy work in turn."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import IntEnum
from functools import cache, partial
from itertools import count
from queue import PriorityQueue
from typing import Any, ParamSpec, TypeVar

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


class Turn(IntEnum):
    """Who goes first when several wait for a core."""

    BROUGHT = 0
    """A person holds the line until it is looked through."""
    SENT = 1
    """Somebody else's work begins with it."""
    CHECKED = 2
    """More can be made of it."""
    LOOKED_AT = 3
    """Nobody waits for it."""


async def in_turn(turn: Turn, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for work that keeps a core busy: in turn, as many at once as there are cores.

    All at once, they would all end late: two dozen pictures that arrive together would delay the first of them
    by the time of all.
    """
    task: Future[T] = Future()
    _waiting.put((turn, next(_count), task, partial(work, *args, **kwargs)))
    _hands().submit(_take_one)
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


_waiting: PriorityQueue[tuple[Turn, int, Future[Any], Callable[[], Any]]] = PriorityQueue()
_count = count()


def _take_one() -> None:
    """Do the most urgent of what waits; as often asked for as there is something."""
    _, _, task, work = _waiting.get_nowait()
    if not task.set_running_or_notify_cancel():
        return
    try:
        task.set_result(work())
    except BaseException as error:
        task.set_exception(error)


@cache
def _hands() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="hands")
