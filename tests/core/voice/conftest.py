"""Builders for the tests of the local voice."""

from __future__ import annotations

import io
import json
import wave
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from core.providers.base import Desk, Done
from core.providers.local.voice import speak
from core.requests import SpeechRequest


@dataclass(frozen=True)
class Shelf:
    """A desk in a folder; assets are files named as asked."""

    folder: Path

    @property
    def cache(self) -> Path:
        return self.folder

    def path(self, asset: str) -> Path:
        return self.folder / asset

    def progress(self, share: float, words: str) -> None:
        assert 0 <= share <= 1 and words


@dataclass(frozen=True)
class Line:
    """What came back, read as a stranger would read it."""

    done: Done
    pcm: NDArray[np.int16]
    words: list[list[int]]
    phonemes: list[tuple[str, int]]

    @property
    def symbols(self) -> str:
        return " ".join(symbol for symbol, _ in self.phonemes if symbol)


Say = Callable[..., Coroutine[Any, Any, Line]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Shelf(tmp_path)


@pytest.fixture
def say(desk: Desk) -> Say:
    """Speak a line and read the files that came back."""

    async def said(text: str, voice: str = "local:narrator", language: str = "en", **more: Any) -> Line:
        done = await speak(SpeechRequest(text, voice, language, **more), desk)
        with wave.open(io.BytesIO(done.main.data)) as file:
            assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 48_000)
            pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        times = json.loads(done.parts["times"].data)
        assert done.main.mime == "audio/wav" and done.facts["samples"] == len(pcm)
        return Line(done, pcm, times["words"], [(symbol, start) for symbol, start in times["phonemes"]])

    return said
