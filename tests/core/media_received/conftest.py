"""Files as services send them, made by the stand-in's own makers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from twin import media

Keep = Callable[[bytes], Path]


@pytest.fixture
def keep(tmp_path: Path) -> Keep:
    """Writes bytes into a file of their own."""
    count = 0

    def write(data: bytes) -> Path:
        nonlocal count
        count += 1
        path = tmp_path / f"file{count}"
        path.write_bytes(data)
        return path

    return write


@pytest.fixture(scope="session")
def still() -> bytes:
    return media.picture("a keeper", 640, 360)
