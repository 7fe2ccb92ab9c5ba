"""The process that paints: an Ask comes in, a Done or a Refused goes out, both pickled, one after another.

Messages are as voice/worker.py describes them, with the pickle as the bytes behind the JSON. It ends as soon as
its input closes, which it also does when its owner is killed, even in the middle of a picture.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import queue
import signal
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from core.errors import ProviderError
from core.providers.base import Done, Progress
from core.providers.local.voice.worker import LENGTH, frame, write_all
from core.requests import ImageRequest, LipSyncRequest


@dataclass(frozen=True, slots=True)
class Ask:
    """One picture, or one speaker's mouths."""

    request: ImageRequest | LipSyncRequest
    files: Mapping[str, Path]
    """Where each asset of the request lies."""
    cache: Path


@dataclass(frozen=True, slots=True)
class Refused:
    """Why it was not made."""

    words: str
    fault: str = ""
    """A Fault of the makers; empty for a fault of ours."""


def main() -> None:
    """Paint what is asked for until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    out = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints is not an answer
    asks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asks,), daemon=True).start()
    painter = _Painter()
    gc.freeze()  # what is loaded stays, so there is no use in looking through it again and again
    while True:
        write_all(out, frame({"id": 0}, pickle.dumps(painter.made(pickle.loads(asks.get())))))


class _Painter:
    """Loads what painting needs, which only this process does."""

    def __init__(self) -> None:
        import cv2

        from core.providers.local import mouth
        from core.providers.local.artist import paint_request

        cv2.setNumThreads(1)
        self._paint, self._mouths = paint_request, mouth.sync

    def made(self, ask: Ask) -> Done | Refused:
        desk = _Desk(ask.files, ask.cache)
        try:
            if isinstance(ask.request, LipSyncRequest):
                return self._mouths(ask.request, desk)
            return self._paint(ask.request, desk)
        except ProviderError as error:
            return Refused(error.message, error.fault.value)
        except Exception as error:
            return Refused(f"{type(error).__name__}: {error}")


@dataclass(frozen=True, slots=True)
class _Desk:
    """A desk with the files of one request."""

    files: Mapping[str, Path]
    cache: Path

    def path(self, asset: str) -> Path:
        return self.files[asset]

    @property
    def folder(self) -> Path:
        raise NotImplementedError("A painter hands in bytes and needs no folder.")

    @property
    def progress(self) -> Progress:
        return lambda share, words: None

    async def note(self, facts: Mapping[str, Any]) -> None:
        raise NotImplementedError("A painter is never asked again for what it was asked before.")


def _listen(asks: queue.SimpleQueue[bytes]) -> None:
    """Take questions in as they come; the end of them is the end of this process."""
    with open(0, "rb", buffering=0, closefd=False) as inlet:
        while (head := _exactly(inlet, LENGTH.size)) and (text := _exactly(inlet, *LENGTH.unpack(head))):
            asks.put(_exactly(inlet, json.loads(text)["pcm"]))
    os._exit(0)


def _exactly(inlet: BinaryIO, count: int) -> bytes:
    """That many bytes; fewer when there are no more."""
    data = b""
    while len(data) < count and (piece := inlet.read(count - len(data))):
        data += piece
    return data
