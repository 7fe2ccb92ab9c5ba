"""Heavy work in turn: no more at once than there are cores, and nothing left running behind its caller."""

from __future__ import annotations

import asyncio
import os
import threading

import pytest

from core.media.threads import Turn, in_turn


async def test_no_more_is_at_work_at_once_than_there_are_cores() -> None:
    cores = os.cpu_count() or 1
    lock, now, most = threading.Lock(), 0, 0
    together = threading.Barrier(cores)

    def work(first: bool) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        if first:
            together.wait(30)
        with lock:
            now -= 1

    await asyncio.gather(*(in_turn(Turn.SENT, work, i < cores) for i in range(4 * cores)))
    assert most == cores


async def test_work_that_has_begun_is_over_when_its_cancelled_caller_ends() -> None:
    begun, go, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        go.wait(30)
        ended.set()

    task = asyncio.ensure_future(in_turn(Turn.SENT, work))
    await asyncio.to_thread(begun.wait, 30)
    task.cancel()
    go.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ended.is_set()


async def test_work_that_had_not_begun_never_does() -> None:
    cores = os.cpu_count() or 1
    go = threading.Event()
    done: list[int] = []
    full = [asyncio.ensure_future(in_turn(Turn.SENT, go.wait, 30)) for _ in range(cores)]
    late = asyncio.ensure_future(in_turn(Turn.SENT, done.append, 1))
    await asyncio.sleep(0)
    late.cancel()
    with pytest.raises(asyncio.CancelledError):
        await late
    go.set()
    await asyncio.gather(*full)
    assert not done


async def test_the_most_urgent_of_what_waits_goes_first() -> None:
    """One core is left for all of it, so that what is done first was also taken first."""
    go, end = threading.Event(), threading.Event()
    order: list[Turn] = []
    others = (os.cpu_count() or 1) - 1
    full = [asyncio.ensure_future(in_turn(Turn.BROUGHT, end.wait, 30)) for _ in range(others)]
    full.append(asyncio.ensure_future(in_turn(Turn.BROUGHT, go.wait, 30)))
    await asyncio.sleep(0)
    late = [asyncio.ensure_future(in_turn(turn, order.append, turn)) for turn in reversed(Turn)]
    await asyncio.sleep(0)
    go.set()
    await asyncio.gather(*late)
    end.set()
    await asyncio.gather(*full)
    assert order == sorted(Turn)
