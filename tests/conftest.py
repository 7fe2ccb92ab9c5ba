"""What tests of several parts share: the databases that the store runs on."""

from __future__ import annotations

from collections.abc import Iterator

import postgres_server
import pytest


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A PostgreSQL server, begun with the first test that needs one."""
    found = postgres_server.programs()
    if found is None:
        pytest.skip(postgres_server.WHY_NOT)
    server = postgres_server.Server(found)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres_address(postgres: postgres_server.Server) -> Iterator[str]:
    """An empty database of the test's own."""
    url = postgres.lend()
    yield url
    postgres.take_back(url)


@pytest.fixture(params=["sqlite", "postgres"])
def both_databases(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs twice, on SQLite and on PostgreSQL; gives what DATABASE_URL says."""
    url: str = "" if request.param == "sqlite" else request.getfixturevalue("postgres_address")
    monkeypatch.setenv("DATABASE_URL", url)
    return url
