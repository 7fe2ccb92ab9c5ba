"""The desk a maker works at: the files it needs, a folder of its own, a cache, a way to tell how far it is."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from core.errors import NotFound
from core.providers.base import Progress
from core.store.assets import Media

PROGRESS_SECONDS = 0.25
"""At most four progress events a second and job."""


AT_ONCE = 8
"""Files brought at once for one job."""


class JobDesk:
    """One job's desk; `tell` is called in our loop with share, words and draft, `keep` writes notes."""

    def __init__(
        self,
        media: Media,
        data_dir: Path,
        job_id: str,
        tell: Callable[[float, str, str], None],
        keep: Callable[[Mapping[str, Any]], Awaitable[None]],
    ) -> None:
        self._media = media
        self._folder = data_dir / "work" / job_id
        self._lent = data_dir / "work" / f"{job_id}.lent"
        self._cache = data_dir / "cache"
        self._tell = tell
        self._keep = keep
        self._loop = asyncio.get_running_loop()
        self._told = 0.0
        self._draft = ""

    def path(self, asset: str) -> Path:
        return self._media.lend(asset, self._lent)

    async def bring(self, assets: Iterable[str]) -> None:
        """Have these here before the work begins; one that nobody has is missed by whoever asks for it.

        Raises StoreAway.
        """
        room = asyncio.Semaphore(AT_ONCE)

        async def one(asset: str) -> None:
            async with room:
                with contextlib.suppress(NotFound):
                    await asyncio.to_thread(self._media.lend, asset, self._lent)

        ended = await asyncio.gather(*map(one, set(assets)), return_exceptions=True)
        for error in ended:
            if error is not None:
                raise error

    @property
    def folder(self) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder

    @property
    def cache(self) -> Path:
        self._cache.mkdir(parents=True, exist_ok=True)
        return self._cache

    @property
    def progress(self) -> Progress:
        return self._progress

    def draft(self, text: str) -> None:
        """What is written so far; goes out with the next progress."""
        self._draft = text

    async def note(self, facts: Mapping[str, Any]) -> None:
        await self._keep(facts)

    async def clear(self) -> None:
        """Remove the job's folder with everything in it; a disk may take some ms for that."""
        for folder in (self._folder, self._lent):
            if folder.exists():
                await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)

    def _progress(self, share: float, words: str) -> None:
        now = time.monotonic()
        if now - self._told < PROGRESS_SECONDS or self._loop.is_closed():
            return
        self._told = now
        self._loop.call_soon_threadsafe(self._tell, share, words, self._draft)
