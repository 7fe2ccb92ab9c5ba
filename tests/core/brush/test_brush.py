"""The brush paints in a process of its own: the same bytes as here, the same refusals, nothing left behind."""

from __future__ import annotations

import asyncio
import os
import select
import signal
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import Fault, NotFound, ProviderError
from core.providers.local.artist import paint_request
from core.providers.local.brush import Brushes
from core.requests import Figure, ImageRequest, LipSyncRequest, Reference, Staging
from core.story import Place, Size

STAGING = Staging("frame", place=Place.KITCHEN, size=Size.MEDIUM, figures=(Figure("Ana", gender="woman"),))
ASK = ImageRequest("", 320, 180, seed=5, staging=STAGING)


@dataclass(frozen=True)
class Shelf:
    """A desk in a folder; assets are files named as asked."""

    folder: Path

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def path(self, asset: str) -> Path:
        if not (self.folder / asset).exists():
            raise NotFound(f"There is no {asset}.")
        return self.folder / asset

    def progress(self, share: float, words: str) -> None:
        """Nobody watches."""


@pytest.fixture
def desk(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
async def brushes() -> AsyncIterator[Brushes]:
    brushes = Brushes()
    yield brushes
    await brushes.aclose()


async def test_a_picture_is_the_same_bytes_as_when_it_is_painted_here(brushes: Brushes, desk: Shelf) -> None:
    here = paint_request(ASK, desk)
    await brushes.get_ready()
    assert await brushes.paint(ASK, desk) == here
    assert len(brushes.pids) == 1


async def test_two_pictures_at_once_have_a_brush_each(brushes: Brushes, desk: Shelf) -> None:
    first, second = await asyncio.gather(brushes.paint(ASK, desk, most=2), brushes.paint(ASK, desk, most=2))
    assert first == second
    assert len(set(brushes.pids)) == 2


async def test_pictures_wait_for_their_turn_where_there_is_one_brush(brushes: Brushes, desk: Shelf) -> None:
    first, second = await asyncio.gather(brushes.paint(ASK, desk), brushes.paint(ASK, desk))
    assert first == second
    assert len(brushes.pids) == 1


async def test_a_refusal_comes_back_as_the_painter_said_it(brushes: Brushes, desk: Shelf) -> None:
    (desk.folder / "frame").touch()
    wide = Staging("frame", size=Size.WIDE)
    with pytest.raises(ProviderError, match="too small to be seen moving") as caught:
        await brushes.paint(LipSyncRequest("frame", "frame", (), "Ana", wide), desk)
    assert caught.value.fault is Fault.INVALID_INPUT


async def test_an_unreadable_photo_is_refused_and_a_lost_one_is_told(brushes: Brushes, desk: Shelf) -> None:
    guide = Reference("photo", "Ana", "character", guide=True)
    ask = ImageRequest("", 320, 180, references=(guide,), staging=STAGING)
    with pytest.raises(NotFound, match="There is no photo"):
        await brushes.paint(ask, desk)
    (desk.folder / "photo").write_bytes(b"no photo at all")
    with pytest.raises(ProviderError) as caught:
        await brushes.paint(ask, desk)
    assert caught.value.fault is Fault.INVALID_INPUT


async def test_a_brush_that_is_killed_is_replaced(brushes: Brushes, desk: Shelf) -> None:
    made = await brushes.paint(ASK, desk)
    (pid,) = brushes.pids
    os.kill(pid, signal.SIGKILL)
    assert await brushes.paint(ASK, desk) == made
    assert brushes.pids != [pid]


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a process that is not ours, as Linux can")
async def test_it_ends_in_the_middle_of_a_picture_when_nobody_waits_for_it(
    brushes: Brushes, desk: Shelf
) -> None:
    await brushes.get_ready()
    large = ImageRequest("", 4000, 4000, seed=5, staging=STAGING)
    painting = asyncio.create_task(brushes.paint(large, desk))
    await asyncio.sleep(0)
    (pid,) = brushes.pids
    handle = os.pidfd_open(pid)
    try:
        painting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await painting
        await brushes.aclose()
        assert await asyncio.to_thread(select.select, [handle], [], [], 10)
        assert brushes.pids == []
    finally:
        os.close(handle)
