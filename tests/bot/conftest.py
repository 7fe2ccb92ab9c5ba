"""The bot as it runs: a studio with its engine, the stand-in for Telegram, people in front of it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from chatting import STORY, Stage, staged
from twin import Twin
from twin.telegram import Person, Telegram

from core.intake import source_from_text
from core.settings import Settings
from core.studio import Brief, open_studio

PACE = 0.01
ANN = 100_000_777


@pytest.fixture(autouse=True)
def spans(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lengths of time as timedelta, the library's next default; without it every 429 is a warning too."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def forgiven() -> list[str]:
    """Words of objections that a test brings about itself."""
    return []


@pytest.fixture
async def telegram(forgiven: list[str]) -> AsyncIterator[Telegram]:
    """Telegram, which at the end of each test has to have nothing else to object to."""
    async with Telegram(scale=PACE) as opened:
        yield opened
        opened.check(*forgiven)


@pytest.fixture
def ann(telegram: Telegram) -> Person:
    return telegram.person("Ann", id=ANN)


@pytest.fixture
async def stage(telegram: Telegram, ann: Person, tmp_path: Path) -> AsyncIterator[Stage]:
    """The bot with Ann on its list, and no keys."""
    async with staged(telegram, tmp_path, allowed=[ann]) as opened:
        yield opened


@pytest.fixture(scope="session")
def film_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA_DIR in which Ann has a finished animatic of STORY, made once for all tests."""
    home = tmp_path_factory.mktemp("film")
    asyncio.run(_made(home))
    return home


@pytest.fixture
async def filmed(telegram: Telegram, ann: Person, tmp_path: Path, film_folder: Path) -> AsyncIterator[Stage]:
    """The bot, with Ann's finished film in its folder; Bob and Eve are strangers to it."""
    shutil.copytree(film_folder / "data", tmp_path / "data")
    async with staged(telegram, tmp_path, allowed=[ann]) as opened:
        yield opened


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    """Every provider, with money to be spent."""
    async with Twin() as opened:
        yield opened


@pytest.fixture
async def keyed(
    telegram: Telegram, ann: Person, twin: Twin, tmp_path: Path, film_folder: Path
) -> AsyncIterator[Stage]:
    """The same film, and keys with which it can be painted or filmed."""
    shutil.copytree(film_folder / "data", tmp_path / "data")
    async with staged(telegram, tmp_path, allowed=[ann], env=twin.env) as opened:
        yield opened


async def _made(home: Path) -> None:
    settings = Settings(_env_file=None, data_dir=home / "data")  # type: ignore[call-arg]
    async with open_studio(settings) as studio:
        project = await studio.create(f"tg:{ANN}", Brief(source_from_text(STORY)))
        await studio.start(f"tg:{ANN}", project.id)
        assert (await studio.wait(f"tg:{ANN}", project.id, 120)).state == "finished"
