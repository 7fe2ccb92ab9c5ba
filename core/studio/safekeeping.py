"""Safekeeping: a whole installation copied away, and brought back on an empty machine.

A backup has one form wherever rows and media lie, so one made of a PostgreSQL and an object store can be
brought back into a folder, and the other way round.
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from core.settings import Settings
from core.store import backup
from core.store.addresses import is_shared
from core.store.backup import Kept
from core.store.engine import open_database
from core.store.far import media_of
from core.studio.moving import as_file, migrate


async def back_up(settings: Settings, target: Path) -> Kept:
    """Copy the installation into a folder, or one file that ends in .tar. Raises StudioError."""
    media = media_of(settings)
    try:
        if not is_shared(settings.database_url):
            return await asyncio.to_thread(backup.back_up, settings.data_dir, target, media=media)
        async with as_file(settings) as rows:
            return await asyncio.to_thread(backup.back_up, settings.data_dir, target, rows=rows, media=media)
    finally:
        media.close()


async def bring_back(settings: Settings, source: Path) -> Kept:
    """Put a backup where the settings say, in the newest form; there must be none yet. Raises StudioError."""
    to = settings.database_url if is_shared(settings.database_url) else ""
    if not to and not settings.media_url:
        kept = await asyncio.to_thread(backup.bring_back, source, settings.data_dir)
        await (await open_database("", settings.data_dir)).close()
        return kept
    if not to:
        backup.check_free(settings.data_dir)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.data_dir, prefix=".restore-") as name:
        folder = Path(name)
        kept = await asyncio.to_thread(backup.bring_back, source, folder)
        await migrate(settings.model_copy(update={"data_dir": folder}), to, settings.media_url)
        await asyncio.to_thread(
            backup.lay_in, folder, settings.data_dir, rows=not to, media=not settings.media_url
        )
    return kept
