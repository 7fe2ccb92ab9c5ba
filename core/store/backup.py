"""Backups: the database by SQLite's own online copy and the media by hash, in a folder or one file, and back.

A backup is whole when its `backup.json` is there: that is written last. Everything here blocks: use a thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.errors import BadInput, Conflict, NotFound
from core.store.assets import Media
from core.store.keys import KEYS

MANIFEST = "backup.json"
DATABASE = "video-story.sqlite"
ARCHIVE = ".tar"
"""A target that ends so becomes one file."""

_FORM = 1
_CHUNK = 1 << 20
_AGAIN = "Make it again, or take an older one."


@dataclass(frozen=True, slots=True)
class Kept:
    """What a backup holds; money in micro-dollars."""

    made_at: str
    projects: int
    takes: int
    spent: int
    files: int
    bytes: int
    """Of the media."""
    lost: tuple[str, ...] = ()
    """Files that the installation itself had lost before."""
    copied: int = 0
    """Files that were not there yet."""


def back_up(data_dir: Path, target: Path, *, rows: Path | None = None, media: Media | None = None) -> Kept:
    """Copy an installation, at work or not. A folder is brought up to date; a `.tar` is written anew.

    `rows` is a SQLite file with them where they are not in `data_dir`, `media` a store that is not its folder.
    Raises NotFound without an installation, BadInput for a target that is something else, StoreAway.
    """
    rows = rows or data_dir / DATABASE
    if not rows.is_file():
        raise NotFound(
            f"There is no installation in {data_dir}.", next_step="Set DATA_DIR to the one you mean."
        )
    source = _Source(data_dir, rows, media or Media(data_dir / "media"))
    if target.suffix == ARCHIVE:
        return _archived(source, target)
    return _into_folder(source, target)


def bring_back(source: Path, data_dir: Path) -> Kept:
    """Put a backup into a DATA_DIR without an installation. Every file is held against its hash on the way.

    Raises NotFound, BadInput for a backup that is not whole, Conflict where there is an installation already.
    """
    check_free(data_dir)
    if not source.exists():
        raise NotFound(f"There is no backup at {source}.", next_step="Check the path.")
    data_dir.mkdir(parents=True, exist_ok=True)
    with _unpacked(source, data_dir) as folder:
        told = _whole(folder)
        media, out = Media(folder / "media"), Media(data_dir / "media")
        wanted = _assets(folder / told["database"]["name"])
        for sha in sorted(wanted.keys() - set(told["kept"]["lost"])):
            _copied(_place(media, sha), _place(out, sha), sha)
        for name in KEYS:
            if (folder / name).exists():
                _copied(folder / name, data_dir / name, "", mode=0o600)
        _copied(folder / told["database"]["name"], data_dir / DATABASE, told["database"]["sha256"])
    kept = told["kept"]
    return Kept(**{**kept, "lost": tuple(kept["lost"])})


def check_free(data_dir: Path) -> None:
    """Raises Conflict where there is an installation."""
    if (data_dir / DATABASE).exists():
        raise Conflict(
            f"There is an installation in {data_dir} already.",
            next_step="Restore into an empty folder: set DATA_DIR to a new one.",
        )


def lay_in(folder: Path, data_dir: Path, *, rows: bool, media: bool) -> None:
    """Put what was brought back into a folder of DATA_DIR in its place there: files first, the rows last."""
    for path in sorted((folder / "media").rglob("*")) if media else ():
        if path.is_file():
            target = data_dir / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)
    for name in (*KEYS, DATABASE) if rows else ():
        if (folder / name).exists():
            os.replace(folder / name, data_dir / name)


@dataclass(frozen=True, slots=True)
class _Source:
    """What is copied."""

    data_dir: Path
    rows: Path
    media: Media


def _into_folder(source: _Source, folder: Path) -> Kept:
    _check_folder(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    copy = folder / ".database.part"
    database_copy(source.rows, copy)
    sha = _sha_of(copy)
    name = f"database-{sha[:16]}.sqlite"
    wanted = _assets(copy)
    out, lost, fresh = Media(folder / "media"), set[str](), 0
    for one, size in wanted.items():
        if _is_there(out, one, size):
            continue
        try:
            _copied(source.media.path(one), _place(out, one), one)
            fresh += 1
        except NotFound:
            lost.add(one)
    for key in KEYS:
        if (source.data_dir / key).exists():
            _copied(source.data_dir / key, folder / key, "", mode=0o600)
    kept = Kept(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        **_counts(copy),
        files=len(wanted) - len(lost),
        bytes=sum(size for one, size in wanted.items() if one not in lost),
        lost=tuple(sorted(lost)),
        copied=fresh,
    )
    os.replace(copy, folder / name)
    _write_manifest(folder, {"form": _FORM, "database": {"name": name, "sha256": sha}, "kept": asdict(kept)})
    for older in folder.glob("database-*.sqlite"):
        if older.name != name:
            older.unlink()
    return kept


def _archived(source: _Source, target: Path) -> Kept:
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        kept = _into_folder(source, Path(name) / "all")
        part = Path(name) / "part"
        with tarfile.open(part, "w") as file:
            file.add(Path(name) / "all", arcname=".")
        _settled(part)
        os.replace(part, target)
    return kept


@contextmanager
def _unpacked(source: Path, near: Path) -> Iterator[Path]:
    """The backup as a folder."""
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(dir=near, prefix=".restore-") as name:
        try:
            with tarfile.open(source) as file:
                file.extractall(name, filter="data")
        except (tarfile.TarError, OSError, EOFError) as wrong:
            raise BadInput(f"{source} is not a whole backup: {wrong}.", next_step=_AGAIN) from wrong
        yield Path(name)


def _whole(folder: Path) -> Mapping[str, Any]:
    """The manifest, when the database is what it says and all files are there. Raises BadInput."""
    try:
        told: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text())
        database, form, lost = told["database"], told["form"], set(told["kept"]["lost"])
        path = folder / str(database["name"])
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise BadInput(f"{folder} holds no whole backup: it was never finished.", next_step=_AGAIN) from wrong
    if form != _FORM:
        raise BadInput("This backup was made by a newer video-story.", next_step="Install that version first.")
    if path.parent != folder or not path.is_file() or _sha_of(path) != database["sha256"]:
        raise BadInput("The database in this backup is damaged.", next_step=_AGAIN)
    media = Media(folder / "media")
    missing = [
        sha for sha, size in _assets(path).items() if sha not in lost and not _is_there(media, sha, size)
    ]
    if missing:
        raise BadInput(f"{len(missing)} files are missing from this backup.", next_step=_AGAIN)
    return told


def _check_folder(folder: Path) -> None:
    """Nobody's own folder is filled with files by a slip of the hand."""
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is a file.", next_step=f"Give a folder, or a name that ends in {ARCHIVE}.")
    ours = {MANIFEST, "media", ".database.part", *KEYS}
    if folder.exists() and any(
        p.name not in ours and not p.name.startswith("database-") for p in folder.iterdir()
    ):
        raise BadInput(f"{folder} holds other things than a backup.", next_step="Give a folder of its own.")


def database_copy(source: Path, target: Path) -> None:
    """A consistent copy while others write (SQLite's backup interface), without a journal beside it."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as db, closing(_opened(target)) as copy:
        db.backup(copy, pages=1_000)
        copy.execute("PRAGMA journal_mode=DELETE")
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise BadInput("The database of this installation is damaged.", next_step="Ask: video-story doctor")
    _settled(target)


def _opened(target: Path) -> sqlite3.Connection:
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
    return sqlite3.connect(target)


def _assets(database: Path) -> dict[str, int]:
    """Hash -> bytes of every file the database knows."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return dict(db.execute("SELECT sha, size FROM asset"))


def _counts(database: Path) -> dict[str, int]:
    asked = {
        "projects": "SELECT count(*) FROM project",
        "takes": "SELECT count(*) FROM take",
        "spent": "SELECT coalesce(sum(spent), 0) FROM ledger",
    }
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return {name: int(db.execute(question).fetchone()[0]) for name, question in asked.items()}


def _place(media: Media, sha: str) -> Path:
    return media.root / sha[:2] / sha[2:4] / sha


def _is_there(media: Media, sha: str, size: int) -> bool:
    place = _place(media, sha)
    return place.is_file() and place.stat().st_size == size


def _copied(source: Path, target: Path, sha: str, *, mode: int = 0o644) -> None:
    """Copy a file under its final name only when it is whole and is what it should be. Raises BadInput."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    digest = hashlib.sha256()
    try:
        with source.open("rb") as given, open(os.open(part, _NEW, mode), "wb") as out:
            while block := given.read(_CHUNK):
                digest.update(block)
                out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if sha and digest.hexdigest() != sha:
            raise BadInput(f"The file {source.name[:12]}… is damaged.", next_step=_AGAIN)
        with contextlib.suppress(OSError):
            shutil.copystat(source, part)
            part.chmod(mode)
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)


_NEW = os.O_CREAT | os.O_WRONLY | os.O_TRUNC


def _write_manifest(folder: Path, told: Mapping[str, Any]) -> None:
    part = folder / ".manifest.part"
    part.write_text(json.dumps(told, indent=2) + "\n")
    _settled(part)
    os.replace(part, folder / MANIFEST)


def _settled(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _sha_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
