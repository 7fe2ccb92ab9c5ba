"""A small cast, a staging of it, and a desk to work at."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.requests import Figure, ImageRequest, Reference, Staging
from core.story import Place, Size, TimeOfDay

ANA = Figure("Ana", "young woman, black hair in a bun, blue coat, red scarf", "woman", "adult", speaking=True)
TOM = Figure("Tom", "old man, white beard, dark cap, brown coat", "man", "old")
MIA = Figure("Mia", "girl with red curly hair and a yellow raincoat", "woman", "child")


@dataclass
class WorkDesk:
    """The desk of a job: assets by their hash in a folder."""

    root: Path
    said: list[str] = field(default_factory=list)

    @property
    def folder(self) -> Path:
        return _made(self.root / "job")

    @property
    def cache(self) -> Path:
        return _made(self.root / "cache")

    @property
    def progress(self) -> Callable[[float, str], None]:
        return lambda share, words: self.said.append(words)

    def path(self, asset: str) -> Path:
        return self.root / asset

    def keep(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        (self.root / name).write_bytes(data)
        return name


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> WorkDesk:
    return WorkDesk(tmp_path)


@pytest.fixture
def stage() -> Callable[..., Staging]:
    """A staging of Ana and Tom at the harbour at dusk, with whatever a test changes."""

    def build(**changes: Any) -> Staging:
        usual: dict[str, Any] = {
            "subject": "frame",
            "place": Place.HARBOUR,
            "place_name": "the harbour",
            "time": TimeOfDay.DUSK,
            "size": Size.MEDIUM,
            "figures": (ANA, TOM),
            "focus": "Ana",
        }
        return Staging(**{**usual, **changes})

    return build


@pytest.fixture
def ask(stage: Callable[..., Staging]) -> Callable[..., ImageRequest]:
    """An image request of 480 x 270 px for such a staging."""

    def build(
        px: tuple[int, int] = (480, 270), references: tuple[Reference, ...] = (), **changes: Any
    ) -> ImageRequest:
        return ImageRequest("", *px, references=references, seed=5, staging=stage(**changes))

    return build


def encoded(pixels: np.ndarray, kind: str = "JPEG", **options: Any) -> bytes:
    """Pixels as the bytes of a picture file."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


@pytest.fixture
def as_file() -> Callable[..., bytes]:
    return encoded


@pytest.fixture
def cast() -> tuple[Figure, Figure, Figure]:
    return ANA, TOM, MIA
