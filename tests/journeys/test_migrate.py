"""A migrated installation shows every project, take and cent as before, and goes on with what was under way."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from bucket_server import BucketServer
from engine_makers import PRICE, ShopMaker, chains, new_project, nothing, settings
from someone import Person

from core.errors import BadInput, Conflict, NotFound, StoreAway, StudioError
from core.jobs.engine import Engine
from core.jobs.lock import EngineLock
from core.settings import Settings
from core.store import events, money
from core.store.backup import DATABASE
from core.store.engine import open_database
from core.store.events import append
from core.store.moving import contents
from core.store.runs import RunState
from core.studio import migrate


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Person:
    """Somebody with a finished film, some money spent, and events that were deleted."""
    person = Person(tmp_path_factory.mktemp("here"))
    person.run("make", "Ana waits on the pier.", "--out", "film")
    with closing(sqlite3.connect(person.home / "data" / DATABASE)) as db, db:
        db.execute(
            "INSERT INTO ledger "
            "(project_id, owner, job_id, attempt, kind, held, spent, provider, model, note, at) "
            "SELECT id, owner, 'j_1', 1, 'capture', 0, 1230000, 'fal', 'm', 'naïve ☃', created_at FROM project"
        )
        db.execute("UPDATE sqlite_sequence SET seq = seq + 100 WHERE name = 'event'")
    return person


def test_a_migrated_installation_shows_every_project_take_and_cent_as_before(
    made: Person, postgres_address: str, store: BucketServer, tmp_path: Path
) -> None:
    before = _bytes(made.home / "data")
    there = Moved(tmp_path / "there", postgres_address, store)
    source = Person(made.home, settings=store.settings | {"MEDIA_URL": ""})
    command = ("migrate-data", "--to", postgres_address, "--media", store.settings["MEDIA_URL"])
    said = source.run(*command)
    assert "$1.23 spent" in said and "row for row" in said and "held against its sha-256" in said
    assert _bytes(made.home / "data") == before
    (project,) = [word for word in made.run("projects").split() if word.startswith("p_")]
    asked = (("projects",), ("show", project), ("costs", project))
    for words in asked:
        assert there.run(*words) == made.run(*words)
    there.run("export", project, "--out", "again")
    films = [_films(folder) for folder in (made.home / "film", there.home / "again")]
    assert films[0] and films[0] == films[1]


class Moved(Person):
    """The same person where the installation is now: another machine, empty but for its settings."""

    def __init__(self, home: Path, address: str, store: BucketServer) -> None:
        home.mkdir()
        super().__init__(home, settings={"DATABASE_URL": address, **store.settings})


async def test_new_events_are_numbered_after_all_that_ever_were(made: Person, postgres_address: str) -> None:
    moved = await migrate(_settings(made), postgres_address)
    assert not moved.already and (await migrate(_settings(made), postgres_address)).already
    database = await open_database(postgres_address, made.home)
    try:
        async with database.write() as db:
            await append(db, "disk_low", None)
            assert await events.last_id(db) == moved.contents.counters["event"] + 1
        assert moved.contents.counters["event"] >= moved.contents.last_event + 100
    finally:
        await database.close()


async def test_what_a_service_has_in_hand_is_fetched_by_who_comes_after_and_paid_once(
    postgres_address: str, tmp_path: Path
) -> None:
    here, shop = tmp_path / "here", ShopMaker(tmp_path)
    held: list[str] = []
    plan = chains(2, 2, price=PRICE)
    patient = ShopMaker(tmp_path, checks=10_000)
    async with await Engine.open(settings(here), plan, nothing, {"shop": patient}) as engine:
        project = await new_project(engine)
        await engine.run(project)
        async for event in engine.events():
            held += [event.data["job"]] if event.data.get("state") == "running" else []
            if len(held) == 2:
                break
    moved = await migrate(settings(here), postgres_address)
    assert (moved.running, moved.under_way) == (1, 2)
    there = settings(tmp_path / "there", database_url=postgres_address)
    async with await Engine.open(there, plan, nothing, {"shop": shop}) as engine:
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert (await money.balance(db, project_id=project)).spent == 4 * PRICE
    assert len(shop.accepted()) == 4


async def test_a_move_that_was_broken_off_is_begun_again(
    made: Person, postgres_address: str, store: BucketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in store.settings.items():
        monkeypatch.setenv(name, value)
    url = store.settings["MEDIA_URL"]

    broken: list[str] = []

    def stop(what: str, done: int, of: int) -> None:
        if what == "Copying rows":
            raise KeyError("the power is out")
        if what == "Copying files" and done == of // 2 and not broken:
            broken.append(what)
            store.shelf.trouble = (503, "ServiceUnavailable")

    with pytest.raises(StoreAway):
        await migrate(_settings(made), postgres_address, url, stop)
    store.shelf.trouble = None
    there = set(store.shelf.keys())
    store.shelf.seen.clear()
    with pytest.raises(KeyError):
        await migrate(_settings(made), postgres_address, url, stop)
    put_again = {key for verb, key in store.shelf.seen if verb == "PUT"}
    assert there and not {key.removeprefix("films/") for key in there} & put_again
    moved = await migrate(_settings(made), postgres_address, url)
    assert not moved.already and moved.contents.projects == 1


async def test_files_that_were_lost_or_damaged_before_are_counted_not_copied(
    made: Person, store: BucketServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in store.settings.items():
        monkeypatch.setenv(name, value)
    shutil.copytree(made.home / "data", tmp_path / "data")
    files = sorted(path for path in (tmp_path / "data" / "media").rglob("*") if path.is_file())
    files[0].unlink()
    files[1].write_bytes(b"x" * files[1].stat().st_size)
    moved = await migrate(_settings(made, data_dir=tmp_path / "data"), "", store.settings["MEDIA_URL"])
    assert moved.lost == {files[0].name, files[1].name}
    stored = store.shelf.keys()
    assert len(stored) == len(files) - 2 == moved.files
    for key in stored:
        assert hashlib.sha256(store.shelf.things[key].data).hexdigest() == key.rpartition("/")[2]


async def test_what_cannot_be_moved_is_refused_in_a_sentence(
    made: Person, postgres_address: str, tmp_path: Path
) -> None:
    ours = _settings(made)
    refused: list[tuple[type[StudioError], Settings, str, str]] = [
        (BadInput, ours, "", ""),
        (BadInput, ours, "sqlite:///elsewhere", ""),
        (BadInput, ours, "", "https://films"),
        (NotFound, _settings(made, data_dir=tmp_path), postgres_address, ""),
    ]
    for kind, chosen, to, media in refused:
        with pytest.raises(kind):
            await migrate(chosen, to, media)
    lock = EngineLock(ours.data_dir)
    lock.take()
    try:
        with pytest.raises(Conflict, match="is making films"):
            await migrate(ours, postgres_address)
    finally:
        lock.release()
    await migrate(ours, postgres_address)
    database = await open_database(postgres_address, tmp_path)
    try:
        async with database.write() as db:
            await db.execute(sa.text("UPDATE project SET title = 'Another'"))
        with pytest.raises(Conflict, match="not empty"):
            await migrate(ours, postgres_address)
        assert (await contents(database)).projects == 1
    finally:
        await database.close()


def _settings(person: Person, **fields: object) -> Settings:
    given = {"data_dir": person.home / "data", "media_url": "", **fields}
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]


def _films(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.mp4")}


def _bytes(folder: Path) -> dict[str, bytes]:
    """Everything that a person would miss, byte for byte: not locks, logs and what SQLite lays beside."""
    passing = ("engine.lock", "video-story.log", f"{DATABASE}-shm", f"{DATABASE}-wal")
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in passing)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
