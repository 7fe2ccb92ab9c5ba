"""A desk in a hostile folder, and the ffmpeg of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from film_builders import FilmDesk

from core.media import ffmpeg


@pytest.fixture
def desk(tmp_path: Path) -> FilmDesk:
    """In a folder whose name has everything that breaks careless command lines."""
    return FilmDesk(tmp_path / "it's: 100% “odd”, [0];\\n {x}")


@pytest.fixture(scope="session")
def program() -> ffmpeg.Program:
    return ffmpeg.find()
