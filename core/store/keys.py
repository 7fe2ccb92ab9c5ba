"""The keys that sign addresses: in each process's DATA_DIR, and shared by the database where there are several.

So a link that one of them gave out opens at every other, whatever disks they have.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from core.store import facts
from core.store.engine import Database

KEYS = ("links.key", "web.key")
"""Files in DATA_DIR: what signs links to films, and what signs addresses of the page's media."""

SIGNS = "signs:"
"""What their facts begin with."""


async def share_keys(database: Database, data_dir: Path) -> None:
    """Lay the keys that all processes over this database sign with; those of the first that came are taken."""
    if not database.shared:
        return
    async with database.read() as db:
        known = await facts.beginning(db, SIGNS)
    if len(known) < len(KEYS):
        known = await keep_keys(database, data_dir)
    for name in KEYS:
        _lay(data_dir / name, known[SIGNS + name])


async def keep_keys(database: Database, data_dir: Path) -> dict[str, str]:
    """Put the keys of this DATA_DIR, made where there are none, beside the rows, unless there are some."""
    async with database.write() as db:
        known = await facts.beginning(db, SIGNS)
        for name in KEYS:
            if SIGNS + name not in known:
                known[SIGNS + name] = _read(data_dir / name) or secrets.token_hex(32)
                await facts.remember(db, SIGNS + name, known[SIGNS + name])
    return known


def _read(file: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        return file.read_text().strip()
    return ""


def _lay(file: Path, value: str) -> None:
    if _read(file) == value:
        return
    fresh = file.with_suffix(f".{secrets.token_hex(4)}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
        made.write(value)
    fresh.replace(file)
