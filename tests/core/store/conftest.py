"""An open database and a media store in a folder of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from core.settings import Settings
from core.store.assets import Media
from core.store.engine import Database, open_database
from core.store.far import media_of


@pytest.fixture
async def database(tmp_path: Path, both_databases: str) -> AsyncIterator[Database]:
    opened = await open_database(both_databases, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def media(tmp_path: Path, both_media: str) -> Iterator[Media]:
    opened = media_of(Settings(_env_file=None, data_dir=tmp_path))
    yield opened
    opened.close()
