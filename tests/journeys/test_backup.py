"""An installation comes back on an empty machine: every project, take and cent as before."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from bucket_server import BucketServer
from someone import Person

from core.errors import BadInput, Conflict, NotFound, StudioError
from core.settings import Settings
from core.store.backup import DATABASE, MANIFEST, back_up, bring_back
from core.studio import bring_back as restored


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Person:
    """Somebody with one finished film, and some money spent."""
    person = Person(tmp_path_factory.mktemp("here"))
    person.run("make", "Ana waits on the pier.", "--out", "film")
    with closing(sqlite3.connect(person.home / "data" / DATABASE)) as db, db:
        db.execute(
            "INSERT INTO ledger "
            "(project_id, owner, job_id, attempt, kind, held, spent, provider, model, note, at) "
            "SELECT id, owner, 'j_1', 1, 'capture', 0, 1230000, 'fal', 'm', '', created_at FROM project"
        )
    return person


@pytest.mark.parametrize("name", ["copy", "copy.tar"])
def test_everything_is_there_again_on_an_empty_machine(made: Person, tmp_path: Path, name: str) -> None:
    said = made.run("backup", tmp_path / name)
    assert "1 films" in said and "$1.23" in said
    there = Person(tmp_path / "there")
    there.home.mkdir()
    there.run("restore", tmp_path / name)
    assert _rows(there) == _rows(made)
    assert _media(there) == _media(made)
    project = there.run("projects").split()[3]
    assert there.run("costs", project) == made.run("costs", project)
    there.run("export", project, "--out", "again")
    films = [_films(made.home / "film"), _films(there.home / "again")]
    assert films[0] and films[0] == films[1]


def test_a_backup_of_a_postgresql_and_an_object_store_comes_back_in_a_folder(
    made: Person, postgres_address: str, store: BucketServer, tmp_path: Path
) -> None:
    made.run("backup", tmp_path / "plain")
    there = {"DATABASE_URL": postgres_address, **store.settings}
    scaled, home = Person(tmp_path / "scaled", settings=there), Person(tmp_path / "home")
    for person, source in ((scaled, "plain"), (home, "copy.tar")):
        person.home.mkdir()
        person.run("restore", tmp_path / source)
        if person is scaled:
            assert "not empty" not in scaled.run("backup", tmp_path / "copy.tar")
    assert _media(home) == _media(made)
    assert not (scaled.home / "data" / "media").exists() and not (scaled.home / "data" / DATABASE).exists()
    with closing(sqlite3.connect(scaled_rows(tmp_path / "copy.tar", tmp_path))) as db:
        assert db.execute("SELECT spent, note FROM ledger").fetchall() == [(1230000, "")]
    assert _told(home) == _told(made)
    project = made.run("projects").split()[3]
    assert home.run("costs", project) == made.run("costs", project)


def scaled_rows(archive: Path, folder: Path) -> Path:
    """The database in a backup that is one file."""
    with tarfile.open(archive) as file:
        (name,) = [one for one in file.getnames() if one.endswith(".sqlite")]
        file.extract(name, folder, filter="data")
    return folder / name


def _told(person: Person) -> dict[str, list[tuple[object, ...]]]:
    """Every row but what processes note for themselves."""
    rows = _rows(person)
    return {name: found for name, found in rows.items() if name not in ("fact", "sqlite_sequence")}


@pytest.mark.parametrize("rows_elsewhere", [True, False])
async def test_rows_and_media_come_back_each_where_the_settings_say(
    made: Person, postgres_address: str, store: BucketServer, tmp_path: Path, rows_elsewhere: bool
) -> None:
    back_up(made.home / "data", tmp_path / "copy")
    elsewhere = {"DATABASE_URL": postgres_address} if rows_elsewhere else store.settings
    given = {name.lower(): value for name, value in elsewhere.items()}
    chosen = Settings.model_validate({"data_dir": tmp_path / "data", **given})
    for _ in range(2 if rows_elsewhere else 1):
        kept = await restored(chosen, tmp_path / "copy")
    files = [path for path in (tmp_path / "data" / "media").rglob("*") if path.is_file()]
    assert len(files) == (kept.files if rows_elsewhere else 0)
    assert len(store.shelf.keys()) == (0 if rows_elsewhere else kept.files)
    assert (tmp_path / "data" / DATABASE).exists() is not rows_elsewhere
    if not rows_elsewhere:
        with pytest.raises(Conflict):
            await restored(chosen, tmp_path / "copy")


def test_a_second_backup_copies_only_what_is_new(made: Person, tmp_path: Path) -> None:
    data = made.home / "data"
    first = back_up(data, tmp_path / "copy")
    again = back_up(data, tmp_path / "copy")
    assert (first.copied, again.copied) == (first.files, 0)
    assert len(list((tmp_path / "copy").glob("database-*.sqlite"))) == 1


def test_a_backup_that_was_never_finished_is_refused_and_leaves_nothing(made: Person, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    back_up(made.home / "data", whole)
    for number, broken in enumerate((_without_manifest, _cut_database, _cut_file, _without_file)):
        copy = tmp_path / f"broken{number}"
        shutil.copytree(whole, copy)
        broken(copy)
        with pytest.raises(BadInput):
            bring_back(copy, tmp_path / f"to{number}")
        assert not (tmp_path / f"to{number}" / DATABASE).exists()


def test_a_cut_archive_is_refused(made: Person, tmp_path: Path) -> None:
    back_up(made.home / "data", tmp_path / "copy.tar")
    data = (tmp_path / "copy.tar").read_bytes()
    (tmp_path / "cut.tar").write_bytes(data[: len(data) // 2])
    with pytest.raises(BadInput):
        bring_back(tmp_path / "cut.tar", tmp_path / "to")
    assert [path for path in (tmp_path / "to").rglob("*") if path.is_file()] == []


def test_nothing_is_written_over(made: Person, tmp_path: Path) -> None:
    back_up(made.home / "data", tmp_path / "copy")
    with pytest.raises(Conflict):
        bring_back(tmp_path / "copy", made.home / "data")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    refused: list[tuple[type[StudioError], Path, Path]] = [
        (BadInput, made.home / "data", tmp_path / "mine"),
        (NotFound, tmp_path / "nowhere", tmp_path / "other"),
    ]
    for kind, data, target in refused:
        with pytest.raises(kind):
            back_up(data, target)


def test_a_backup_is_for_its_owner_s_eyes(made: Person, tmp_path: Path) -> None:
    back_up(made.home / "data", tmp_path / "copy")
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    assert json.loads((tmp_path / "copy" / MANIFEST).read_text())["kept"]["projects"] == 1


def _without_manifest(copy: Path) -> None:
    (copy / MANIFEST).unlink()


def _cut_database(copy: Path) -> None:
    database = next(copy.glob("database-*.sqlite"))
    database.write_bytes(database.read_bytes()[:-4096])


def _one(copy: Path) -> Path:
    return max(
        (path for path in (copy / "media").rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )


def _cut_file(copy: Path) -> None:
    file = _one(copy)
    file.write_bytes(b"x" * file.stat().st_size)


def _without_file(copy: Path) -> None:
    _one(copy).unlink()


def _rows(person: Person) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(person.home / "data" / DATABASE)) as db:
        names = [
            row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {name: sorted(db.execute(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def _films(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.mp4")}


def _media(person: Person) -> dict[str, bytes]:
    folder = person.home / "data" / "media"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
