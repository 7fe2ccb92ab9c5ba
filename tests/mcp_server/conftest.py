"""One finished film, made once and copied for each test; agents over it in this process or over loopback."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from agents_at_work import Answers, House, in_one_task
from mcp import Client
from someone import Person

from core.settings import Settings
from core.studio import Studio, open_studio
from mcp_server.mount import mount
from mcp_server.server import build
from web.hermes import serving

ERAS = ("auto", "legacy")
"""The client asks for the newest era, or insists on the handshake."""


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A DATA_DIR with one finished film of the owner's."""
    person = Person(tmp_path_factory.mktemp("film"))
    person.run("make", "Ana waits on the pier.", "--out", "film")
    return person.home / "data"


@pytest.fixture
def settings(finished: Path, tmp_path: Path) -> Settings:
    shutil.copytree(finished, tmp_path / "data")
    return Settings(_env_file=None, data_dir=tmp_path / "data", local_workers=2)  # type: ignore[call-arg]


@pytest.fixture
async def studio(settings: Settings) -> AsyncIterator[Studio]:
    async with open_studio(settings) as opened:
        yield opened


@pytest.fixture
async def film(studio: Studio) -> str:
    """The id of the finished film."""
    return (await studio.projects("local"))[0].id


@pytest.fixture(params=ERAS)
async def agent(studio: Studio, settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Answers]:
    """An agent that this machine's owner started, in each era."""
    async with in_one_task(Client(build(studio, settings), mode=request.param)) as client:
        yield Answers(client)


@pytest.fixture
async def house(studio: Studio, settings: Settings) -> AsyncIterator[House]:
    """The same over HTTP."""
    async with serving(studio, settings, mount, ("127.0.0.1", 0)) as (_, port):
        yield House(studio, f"http://127.0.0.1:{port}")
