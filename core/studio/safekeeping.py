"""Safekeeping: a whole installation copied away, and brought back on an empty machine."""

from __future__ import annotations

import asyncio
from pathlib import Path

from core.errors import BadInput
from core.settings import Settings
from core.store import backup
from core.store.backup import Kept
from core.store.engine import open_database


async def back_up(settings: Settings, target: Path) -> Kept:
    """Copy the installation into a folder, or one file that ends in .tar. Raises StudioError."""
    _check(settings)
    return await asyncio.to_thread(backup.back_up, settings.data_dir, target)


async def bring_back(settings: Settings, source: Path) -> Kept:
    """Put a backup into DATA_DIR, which must hold none yet, in the newest form. Raises StudioError."""
    _check(settings)
    kept = await asyncio.to_thread(backup.bring_back, source, settings.data_dir)
    await (await open_database("", settings.data_dir)).close()
    return kept


def _check(settings: Settings) -> None:
    if settings.database_url:
        raise BadInput(
            "This copies an installation on SQLite; DATABASE_URL names another database.",
            next_step="Copy that one with its own tools (pg_dump), and the media with those of their store.",
        )
