"""Remote makers in front of the stand-in: a desk, pictures and sounds of our own, and one way to run a job."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from twin import Twin, media

from core.catalogue.models import Catalogue, load_catalogue
from core.media.sound import read_mono, write_wav
from core.providers.base import Done, Pending
from core.providers.calls import Patience
from core.providers.fal import Fal
from core.providers.remote import RemoteMaker
from core.providers.replicate import Replicate
from core.requests import (
    ImageRequest,
    LipSyncRequest,
    Move,
    Reference,
    Request,
    SpeechRequest,
    Staging,
    VideoRequest,
    Window,
)
from core.settings import Settings

ROWS = Path(__file__).with_name("rows.toml")


@dataclass
class Desk:
    """A maker's desk over plain folders; notes and progress are kept to be looked at."""

    root: Path
    notes: list[Mapping[str, Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def path(self, asset: str) -> Path:
        return self.root / "assets" / asset

    @property
    def folder(self) -> Path:
        return self._made("work")

    @property
    def cache(self) -> Path:
        return self._made("cache")

    def progress(self, share: float, words: str) -> None:
        self.told.append(words)

    async def note(self, facts: Mapping[str, Any]) -> None:
        self.notes.append(facts)

    def put(self, data: bytes) -> str:
        """Keep bytes as an asset."""
        asset = hashlib.sha256(data).hexdigest()
        (self._made("assets") / asset).write_bytes(data)
        return asset

    def _made(self, name: str) -> Path:
        (self.root / name).mkdir(parents=True, exist_ok=True)
        return self.root / name


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(ROWS)


@pytest.fixture
def settings(twin: Twin, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in twin.env.items():
        monkeypatch.setenv(name, value)
    return Settings(_env_file=None)


QUICK = {"patience": Patience(connect=2, submit=2, look=2, upload=5), "pauses": (0, 0, 0), "verify": False}
"""Nothing is waited for here but what the stand-in really does."""


@pytest.fixture
async def fal(settings: Settings, catalogue: Catalogue) -> AsyncIterator[Fal]:
    maker = Fal(settings, catalogue, **QUICK)
    yield maker
    await maker.aclose()


@pytest.fixture
async def replicate(settings: Settings, catalogue: Catalogue) -> AsyncIterator[Replicate]:
    maker = Replicate(settings, catalogue, listed_after=0.0, **QUICK)
    yield maker
    await maker.aclose()


async def run(maker: RemoteMaker, model: str, request: Request, desk: Desk) -> Done:
    """A job as the runner brings it to its end: started once, then checked until it is done."""
    answer: Done | Pending = await maker.start(model, request, desk, key="job.1")
    while isinstance(answer, Pending):
        answer = await maker.check(model, answer.operation, desk)
    return answer


def picture(
    words: str = "a keeper at the lamp", *references: Reference, size: tuple[int, int] = (1280, 720)
) -> ImageRequest:
    return ImageRequest(words, *size, references=references, seed=7)


@pytest.fixture
def photo(desk: Desk) -> str:
    """A person's photo as an asset, larger than any model needs."""
    return desk.put(media.picture("a person", 2400, 1600, "jpeg"))


@pytest.fixture
def frame(desk: Desk) -> str:
    """A shot's first frame as an asset."""
    return desk.put(media.picture("a keeper", 1280, 720))


MOVE = Move("push_in", Window(0.5, 0.5, 0.98), Window(0.5, 0.47, 0.9))


def clip(frame: str, half_seconds: int = 7, size: tuple[int, int] = (1280, 720)) -> VideoRequest:
    return VideoRequest("she turns to the window", frame, half_seconds, *size, 24, MOVE, seed=3)


def line(text: str = "The lamp has gone out, and nobody saw it.", manner: str = "") -> SpeechRequest:
    return SpeechRequest(text, "local:narrator", "en", manner=manner)


def spoken(desk: Desk, text: str) -> str:
    """A spoken line as the voices leave it: 48 kHz mono WAV."""
    raw = desk.folder / "said"
    raw.write_bytes(media.speech(text))
    pcm = read_mono(raw)
    write_wav(desk.folder / "said.wav", pcm)
    return desk.put((desk.folder / "said.wav").read_bytes())


def film(desk: Desk, frame: str, seconds: float, size: tuple[int, int] = (1280, 720), fps: float = 16) -> str:
    """A clip of a shot as an asset."""
    still = desk.path(frame).read_bytes()
    return desk.put(media.clip(still, *size, round(seconds * fps), fps))


def lipsync(clip: str, frame: str, speech: tuple[str, ...], samples: int) -> LipSyncRequest:
    return LipSyncRequest(
        clip, frame, speech, "Mara", Staging("frame"), samples=samples, spoken=(True,) * len(speech)
    )
