"""The media store: bytes by sha-256 under DATA_DIR/media/ab/cd…, and their rows.

A file gets its final name only when all of it is on the disk, so there is never half a file under a hash.
In an object store (core/store/far.py) the same holds: a row is written only after its bytes are there.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import os
import shutil
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import NoRoom, NotFound
from core.store import tables
from core.store.engine import upsert

_CHUNK = 1 << 20

_sync = getattr(os, "fdatasync", os.fsync)
"""macOS has no fdatasync."""


@dataclass(frozen=True, slots=True)
class Asset:
    """Bytes in the media store."""

    sha: str
    mime: str
    size: int
    """Bytes."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Measured: `width`, `height` in px, `duration_ms`, …"""


class Media:
    """The folder with the bytes. Its work is done in threads; safe for any number of tasks and processes."""

    far = False
    """Whether they lie somewhere else, so that bringing one here takes time and may fail."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def add_bytes(self, data: bytes, mime: str, facts: Mapping[str, Any] | None = None) -> Asset:
        """Keep these bytes. Raises NoRoom, StoreAway."""
        sha = await asyncio.to_thread(self._store_bytes, data, mime)
        return Asset(sha, mime, len(data), facts or {})

    async def add_path(
        self, path: Path, mime: str, facts: Mapping[str, Any] | None = None, *, move: bool = False
    ) -> Asset:
        """Keep a file's bytes; `move` takes the file itself when it lies on the same disk.

        Raises NotFound, NoRoom and StoreAway.
        """
        sha, size = await asyncio.to_thread(self._store_path, path, mime, move)
        return Asset(sha, mime, size, facts or {})

    def path(self, sha: str) -> Path:
        """Where the bytes lie, for reading only. Raises NotFound when the store has lost them."""
        found = self.place(sha)
        if not found.exists():
            raise NotFound(
                f"The media store has lost the file {sha[:12]}….",
                next_step="Make that part of the film again.",
            )
        return found

    async def fetched(self, sha: str) -> Path:
        """The same without holding up the loop, wherever they lie. Raises NotFound, StoreAway."""
        return self.path(sha)

    async def fetched_all(self, shas: Iterable[str]) -> dict[str, Path]:
        """Where each of these lies. Raises NotFound, StoreAway."""
        return {sha: self.path(sha) for sha in shas}

    def lend(self, sha: str, folder: Path) -> Path:
        """A file with these bytes that stays while `folder` is there. Raises NotFound, StoreAway."""
        return self.path(sha)

    def has(self, sha: str) -> bool:
        """Whether the bytes are there. Raises StoreAway."""
        return self.place(sha).exists()

    async def size_of(self, sha: str) -> int | None:
        """Bytes that are kept under the hash; None for nothing. Raises StoreAway."""
        place = self.place(sha)
        return place.stat().st_size if place.exists() else None

    def bring(self, sha: str, path: Path, mime: str) -> None:
        """Keep a file whose hash is known, without keeping it at hand. Raises NoRoom, StoreAway."""
        self._store_path(path, mime, False)

    def digest(self, sha: str) -> str:
        """The sha-256 of what lies under the hash, read where it lies; "" for nothing. Raises StoreAway."""
        with contextlib.suppress(FileNotFoundError), self.place(sha).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
        return ""

    async def remove(self, sha: str, unused_since: float) -> bool:
        """Remove the bytes, unless they were kept (again) after that time; tells whether they are gone."""
        place = self.place(sha)
        if place.exists() and place.stat().st_mtime >= unused_since:
            return False
        place.unlink(missing_ok=True)
        return True

    def address(self, sha: str, mime: str, disposition: str = "") -> str:
        """Where a browser gets the bytes by itself for a while; "" when only we can hand them out."""
        return ""

    async def trouble(self) -> str:
        """What keeps the store from working; "" when all is well."""
        return ""

    def place(self, sha: str) -> Path:
        """Where the bytes lie on this machine, if they do."""
        return self.root / sha[:2] / sha[2:4] / sha

    def trim(self) -> int:
        """Let go of what can be fetched again; tells how many files went."""
        return 0

    def close(self) -> None:
        """Let go of connections."""

    # Inside

    def _keeps(self, sha: str) -> bool:
        """Whether the bytes are in the store already; then they count as kept now."""
        return _still_there(self.place(sha))

    def _publish(self, sha: str, path: Path, mime: str) -> None:
        """Called with the whole file before it gets its name."""

    def _store_bytes(self, data: bytes, mime: str) -> str:
        sha = hashlib.sha256(data).hexdigest()
        if not self._keeps(sha):
            with Landing(self.place(sha)) as landing:
                with landing.open() as file:
                    file.write(data)
                    settle(file)
                self._publish(sha, landing.path, mime)
        return sha

    def _store_path(self, path: Path, mime: str, move: bool) -> tuple[str, int]:
        try:
            with path.open("rb") as source:
                size = os.fstat(source.fileno()).st_size
                sha = hashlib.file_digest(source, "sha256").hexdigest()
                if not self._keeps(sha):
                    with Landing(self.place(sha)) as landing:
                        if not (move and _take(path, landing.path)):
                            source.seek(0)
                            _copy(source, landing)
                        self._publish(sha, landing.path, mime)
        except FileNotFoundError as error:
            raise NotFound(f"There is no file {path}.") from error
        if move:
            path.unlink(missing_ok=True)
        return sha, size


async def insert_assets(db: AsyncConnection, assets: Iterable[Asset]) -> None:
    """Keep the rows of assets that have none yet; the bytes are stored before."""
    now = datetime.now(UTC)
    rows = [
        {"sha": a.sha, "mime": a.mime, "size": a.size, "facts": dict(a.facts), "created_at": now}
        for a in {asset.sha: asset for asset in assets}.values()
    ]
    if rows:
        await db.execute(upsert(db, tables.asset).values(rows).on_conflict_do_nothing(index_elements=["sha"]))


async def load_asset(db: AsyncConnection, sha: str) -> Asset:
    """Raises NotFound."""
    found = await db.execute(sa.select(tables.asset).where(tables.asset.c.sha == sha))
    row = found.first()
    if row is None:
        raise NotFound(f"There is no file {sha[:12]}… in the media store.")
    return Asset(row.sha, row.mime, row.size, row.facts)


class Landing:
    """A temporary name beside the final one; renamed when all went well, removed when not."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.path = place.with_name(f".{uuid.uuid4().hex}.part")

    def open(self) -> BinaryIO:
        return self.path.open("xb")

    def __enter__(self) -> Landing:
        try:
            self.place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _no_room(error, self.place) from error
        return self

    def __exit__(self, kind: object, error: BaseException | None, _trace: object) -> None:
        try:
            if error is None:
                os.replace(self.path, self.place)
        except OSError as late:
            raise _no_room(late, self.place) from late
        finally:
            self.path.unlink(missing_ok=True)
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            raise _no_room(error, self.place) from error


def _still_there(place: Path) -> bool:
    """Whether the bytes are there already; then they count as kept now, so that no clean-up takes them away."""
    try:
        os.utime(place)
    except FileNotFoundError:
        return False
    return True


def _take(source: Path, target: Path) -> bool:
    """Give the file a second name in the store; False when it lies on another disk."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            return False
        raise
    with target.open("rb") as file:
        _sync(file.fileno())
    return True


def _copy(source: BinaryIO, landing: Landing) -> None:
    with landing.open() as file:
        shutil.copyfileobj(source, file, _CHUNK)
        settle(file)


def settle(file: BinaryIO) -> None:
    file.flush()
    _sync(file.fileno())


def _no_room(error: OSError, place: Path) -> NoRoom:
    reason = error.strerror or str(error)
    return NoRoom(
        f"The media store cannot write to {place.parents[2]}: {reason}.",
        next_step="Free some space or choose another folder with DATA_DIR, then start the same command again.",
    )
