"""Media in an object store: the bucket is the truth, a folder of this machine keeps what was used lately.

Keeping is: whole on the disk, into the bucket, under its name in the folder; only after that comes the row. So
whatever has a name here can be fetched again, and the longest unused may go when the folder grows too large.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from core.errors import BadInput, NotFound, StoreAway
from core.settings import Settings
from core.store.assets import Landing, Media, settle

if TYPE_CHECKING:
    from core.store.s3 import Bucket

FOLDER = "near"
"""Inside DATA_DIR; never the folder in which media lie that are nowhere else."""

GRACE_SECONDS = 600.0
"""What was used so lately stays: somebody may be about to open it."""

LEFT_SECONDS = 86_400.0
"""Age after which a file that never got its name counts as left by a killed process."""

FRESH = timedelta(hours=12)
"""An object put there longer ago is put there again when the same bytes come, so that no clean-up that has just
seen it unused takes it away: the youngest it removes is a day old."""

AT_ONCE = 8
"""Files fetched at once for one caller."""

LOOK_SECONDS = 10.0
"""How long an answer about the store's health is good."""

_CHECK = "check"
_GONE = "If it lies in DATA_DIR/media still: video-story migrate-data --media MEDIA_URL. Else make it again."
_SHARE = 0.8
"""Down to this share of the limit the folder is cut, so that not every file means a cut."""


def media_of(settings: Settings) -> Media:
    """The media store that the settings name. Raises BadInput."""
    if not settings.media_url:
        return Media(settings.data_dir / "media")
    try:
        from core.store.s3 import Bucket  # loaded only where there is one
    except ModuleNotFoundError as error:
        raise BadInput(
            f"MEDIA_URL names an object store, which needs the package {error.name}; it is not installed.",
            next_step="Install it: pip install 'video-story[s3]'",
        ) from error

    return FarMedia(settings.data_dir / FOLDER, Bucket(settings), int(settings.media_cache * 10**9))


class FarMedia(Media):
    """A bucket with a folder in front of it."""

    far = True

    def __init__(self, root: Path, bucket: Bucket, limit: int) -> None:
        super().__init__(root)
        self.bucket = bucket
        self._limit = limit
        self._size: int | None = None
        """Bytes in the folder as far as this process knows."""
        self._lock = threading.Lock()
        self._looked: tuple[float, str] = (0.0, "")

    def path(self, sha: str) -> Path:
        """Where the bytes lie, for reading only; fetched when they are not here. Raises NotFound, StoreAway."""
        place = self.place(sha)
        try:
            os.utime(place)
        except FileNotFoundError:
            self._fetch(sha, place)
        return place

    async def fetched(self, sha: str) -> Path:
        return await asyncio.to_thread(self.path, sha)

    async def fetched_all(self, shas: Iterable[str]) -> dict[str, Path]:
        room = asyncio.Semaphore(AT_ONCE)

        async def one(sha: str) -> Path:
            async with room:
                return await self.fetched(sha)

        wanted = list(dict.fromkeys(shas))
        found = await asyncio.gather(*(one(sha) for sha in wanted), return_exceptions=True)
        for path in found:
            if isinstance(path, BaseException):
                raise path
        return {sha: path for sha, path in zip(wanted, found, strict=True) if isinstance(path, Path)}

    def lend(self, sha: str, folder: Path) -> Path:
        target = folder / sha
        if target.exists():
            return target
        folder.mkdir(parents=True, exist_ok=True)
        for _ in range(2):
            source = self.path(sha)
            with contextlib.suppress(FileExistsError, FileNotFoundError):
                _linked(source, target)
            if target.exists():
                return target
        return self.path(sha)

    def has(self, sha: str) -> bool:
        return self.bucket.look(_key(sha)) is not None

    async def size_of(self, sha: str) -> int | None:
        found = await asyncio.to_thread(self.bucket.look, _key(sha))
        return None if found is None else found.size

    def bring(self, sha: str, path: Path, mime: str) -> None:
        self.bucket.put(_key(sha), path, sha, mime)

    def digest(self, sha: str) -> str:
        return self.bucket.get(_key(sha), cast("BinaryIO", _Nowhere())) or ""

    async def remove(self, sha: str, unused_since: float) -> bool:
        return await asyncio.to_thread(self._remove, sha, unused_since)

    def address(self, sha: str, mime: str, disposition: str = "") -> str:
        return self.bucket.address(_key(sha), mime, disposition)

    async def trouble(self) -> str:
        """What keeps the store from working, seen by putting something there and fetching it; else ""."""
        at, words = self._looked
        if not at or time.monotonic() - at > LOOK_SECONDS:
            words = await asyncio.to_thread(self._trouble)
            self._looked = (time.monotonic(), words)
        return words

    def trim(self) -> int:
        """Cut the folder down to its limit, the longest unused first; tells how many files went."""
        size, gone = cut_down(self.root, self._limit, GRACE_SECONDS)
        with self._lock:
            self._size = size
        return gone

    def close(self) -> None:
        self.bucket.close()

    # Inside

    def _keeps(self, sha: str) -> bool:
        found = self.bucket.look(_key(sha))
        return found is not None and datetime.now(UTC) - found.modified < FRESH

    def _publish(self, sha: str, path: Path, mime: str) -> None:
        self.bucket.put(_key(sha), path, sha, mime)
        self._grown(path.stat().st_size)

    def _fetch(self, sha: str, place: Path) -> None:
        with Landing(place) as landing:
            with landing.open() as file:
                found = self.bucket.get(_key(sha), file)
                size = file.tell()
                settle(file)
            if found is None:
                raise NotFound(f"The object store has no file {sha[:12]}…, or has lost it.", next_step=_GONE)
            if found != sha:
                raise NotFound(
                    f"The file {sha[:12]}… in the object store is damaged.",
                    next_step="Make that part of the film again.",
                )
        self._grown(size)

    def _remove(self, sha: str, unused_since: float) -> bool:
        found = self.bucket.look(_key(sha))
        if found is not None and found.modified.timestamp() >= unused_since:
            return False
        self.bucket.delete(_key(sha))
        self.place(sha).unlink(missing_ok=True)
        return True

    def _grown(self, size: int) -> None:
        """Count what came; cut the folder down when it has become too large."""
        with self._lock:
            known = None if self._size is None else self._size + size
            self._size = known
        if known is None or known > self._limit:
            self.trim()

    def _trouble(self) -> str:
        from core.store.s3 import sha_of

        try:
            with tempfile.NamedTemporaryFile() as file:
                file.write(_CHECK.encode())
                file.flush()
                path = Path(file.name)
                sha = sha_of(path)
                self.bucket.put(_CHECK, path, sha, "text/plain")
            if self.bucket.get(_CHECK, cast("BinaryIO", _Nowhere())) != sha:
                return "The object store does not give back what was put there."
        except StoreAway as away:
            return str(away)
        return ""


class _Nowhere(io.RawIOBase):
    """Takes bytes and keeps none."""

    def seekable(self) -> bool:
        return False

    def write(self, data: Any) -> int:
        return len(data)


def cut_down(folder: Path, limit: int, grace: float) -> tuple[int, int]:
    """Remove the longest unused files until `limit` is kept; gives bytes left and files removed.

    Only when there is more than the limit, and nothing that was used within `grace` seconds.
    """
    now = time.time()
    files = [(path, stat) for path in folder.rglob("*") if (stat := _stat(path)) is not None]
    total = sum(stat.st_size for _, stat in files)
    if total <= limit:
        return total, 0
    gone = 0
    for path, stat in sorted(files, key=lambda file: file[1].st_mtime):
        named = not path.name.startswith(".")
        if now - stat.st_mtime < (grace if named else LEFT_SECONDS):
            continue
        path.unlink(missing_ok=True)
        total -= stat.st_size
        gone += 1
        if total <= _SHARE * limit:
            break
    return total, gone


def _stat(path: Path) -> os.stat_result | None:
    """Of a file; None for folders and what is gone by now."""
    try:
        return path.stat() if path.is_file() else None
    except FileNotFoundError:
        return None


def _key(sha: str) -> str:
    """Where the bytes lie in the bucket."""
    return f"{sha[:2]}/{sha[2:4]}/{sha}"


def _linked(source: Path, target: Path) -> None:
    """A second name for the file, or a copy where the disk knows none."""
    try:
        os.link(source, target)
    except (FileExistsError, FileNotFoundError):
        raise
    except OSError:
        part = target.with_name(f".{target.name}.{threading.get_ident()}")
        shutil.copyfile(source, part)
        os.replace(part, target)
