"""What tests of several parts share: the databases that the store runs on."""

from __future__ import annotations

from collections.abc import Iterator

import bucket_server
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


@pytest.fixture(scope="session")
def bucket_host() -> Iterator[bucket_server.BucketServer]:
    """An object store on loopback, begun with the first test that needs one."""
    server = bucket_server.BucketServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def store(bucket_host: bucket_server.BucketServer) -> Iterator[bucket_server.BucketServer]:
    """The object store, empty and well."""
    yield bucket_host
    bucket_host.shelf.__init__()  # type: ignore[misc]


@pytest.fixture(params=["folder", "bucket"])
def both_media(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs twice, with media in DATA_DIR and in an object store; gives what MEDIA_URL says."""
    if request.param == "folder":
        return ""
    server: bucket_server.BucketServer = request.getfixturevalue("store")
    for name, value in server.settings.items():
        monkeypatch.setenv(name, value)
    return server.settings["MEDIA_URL"]


@pytest.fixture(params=["here", "elsewhere"])
def both_places(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The test runs twice: all in one folder, and on PostgreSQL with an object store."""
    place: str = request.param
    if place == "elsewhere":
        server: bucket_server.BucketServer = request.getfixturevalue("store")
        rows: str = request.getfixturevalue("postgres_address")
        for name, value in {**server.settings, "DATABASE_URL": rows}.items():
            monkeypatch.setenv(name, value)
    return place
