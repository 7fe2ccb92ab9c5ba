"""Files that a service already has: which ones, at which address, and until when."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

MARGIN = 2 * 3600.0
"""Seconds before its end from which an upload is not used any more: a request may wait in a queue that long."""


@dataclass(frozen=True, slots=True)
class Upload:
    url: str
    until: float
    """Seconds since 1970."""


class Uploads:
    """The uploads at one address of one service, kept in the cache, one small file each."""

    def __init__(self, cache: Path, place: str, now: Callable[[], float]) -> None:
        self._folder = cache / "uploads" / hashlib.sha256(place.encode()).hexdigest()[:16]
        self._now = now

    def kept(self, digest: str) -> Upload | None:
        """The upload of the file with this sha-256, unless there is none that will last."""
        try:
            found = Upload(**json.loads((self._folder / digest).read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        return found if found.until - MARGIN > self._now() else None

    def keep(self, digest: str, upload: Upload) -> None:
        if upload.until - MARGIN <= self._now():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = self._folder / f".{digest}.{os.getpid()}"
        beside.write_text(json.dumps(asdict(upload)))
        os.replace(beside, self._folder / digest)

    def forget(self, digest: str) -> None:
        (self._folder / digest).unlink(missing_ok=True)
