"""One process at a time runs jobs in a DATA_DIR: the lock that says so, and where that process can be found."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import Conflict, NoRoom


class EngineLock:
    """An operating system's lock on DATA_DIR/engine.lock; it dies with its process, however that ends."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._handle: int | None = None

    def take(self) -> None:
        """Take the lock. Raises Conflict when another process has it, NoRoom without a writable folder."""
        try:
            self._data_dir.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._data_dir / "engine.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise NoRoom(
                f"The folder {self._data_dir} cannot be written: {error.strerror or error}.",
                next_step="Choose another one with DATA_DIR.",
            ) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(handle)
            raise self._busy() from error
        self._handle = handle
        _held.add(handle)
        self.announce()

    def announce(self, **address: Any) -> None:
        """Write where this process can be found (host, port and a private token once it listens)."""
        target = self._data_dir / "engine.json"
        landing = target.with_suffix(".part")
        with open(os.open(landing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"pid": os.getpid(), **address}, file)
        os.replace(landing, target)

    def release(self) -> None:
        """Let the next process in."""
        if self._handle is None:
            return
        (self._data_dir / "engine.json").unlink(missing_ok=True)
        _held.discard(self._handle)
        os.close(self._handle)
        self._handle = None

    def _busy(self) -> Conflict:
        pid = running_engine(self._data_dir).get("pid")
        who = f"Another video-story process (number {pid})" if pid else "Another video-story process"
        return Conflict(
            f"{who} is making films in {self._data_dir}.",
            next_step="Wait until it has ended, or give this command a folder of its own with DATA_DIR.",
        )


def running_engine(data_dir: Path) -> Mapping[str, Any]:
    """What the process that holds the lock wrote about itself; empty when there is none."""
    with contextlib.suppress(OSError, ValueError):
        told = json.loads((data_dir / "engine.json").read_text())
        if isinstance(told, dict):
            return told
    return {}


def is_closing(data_dir: Path) -> bool:
    """Whether the process that holds the lock lives and is about to end: it may wait for paid answers."""
    told = running_engine(data_dir)
    if not told.get("closing"):
        return False
    try:
        os.kill(int(told["pid"]), 0)
    except OSError:
        return False
    return True


_held: set[int] = set()


def _let_go_in_child() -> None:
    """A forked child must not keep the lock of a parent that was killed."""
    for handle in _held:
        os.close(handle)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)
