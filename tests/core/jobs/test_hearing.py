"""Loops that wait for a bell end when they are told to, whenever that is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from core.jobs import events, pump


@pytest.mark.parametrize("turns", range(5))
@pytest.mark.parametrize("heard", [events._heard, pump._heard])
async def test_a_cancellation_that_comes_as_the_bell_rings_is_not_lost(
    heard: Callable[[asyncio.Event, float], Awaitable[None]], turns: int
) -> None:
    """asyncio.wait_for loses it before Python 3.12; a pump that missed it never ended, nor did its engine."""
    bell = asyncio.Event()

    async def loop() -> None:
        while True:
            bell.clear()
            await heard(bell, 60)

    going = asyncio.create_task(loop())
    await asyncio.sleep(0)
    bell.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    going.cancel()
    await asyncio.wait({going}, timeout=5)
    assert going.cancelled()
