"""A crowd: copies of one finished project's rows, so that a database looks as after years of use."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.store import tables
from core.store.ids import new_id

_ID = re.compile(r"\b[a-z]{1,2}_[0-9a-hjkmnp-tv-z]{10}\b")
"""Ids as core/store/ids.py makes them; asset hashes are left alone, since files are shared."""

_COUNTED = {"ledger": "id", "event": "id"}
"""Tables that number their rows themselves."""

_ROWS = {
    "guide_image": "SELECT g.* FROM guide_image g JOIN entity e ON e.id = g.entity_id WHERE e.project_id = ?",
    "project": "SELECT * FROM project WHERE id = ?",
    "tally": "SELECT * FROM tally WHERE kind = 'project' AND name = ?",
}

_ORDER = (
    *("project", "entity", "guide_image", "segment", "scene", "shot", "take", "selection", "wish"),
    *("job", "quote", "ledger", "tally", "event"),
)


@dataclass(frozen=True)
class Pattern:
    """One table's rows of the project that is copied; a cell with ids in it is a function of the new ones."""

    insert: str
    rows: Sequence[tuple[Any, ...]]


def copies(database: Path, project: str, count: int, owner: Callable[[int], str], start: int = 0) -> list[str]:
    """Add `count` copies of a project; copy n belongs to `owner(n)`. Gives their ids."""
    made = []
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("PRAGMA foreign_keys = OFF")
        patterns = [_pattern(db, table, project) for table in _ORDER]
        for number in range(start, start + count):
            known: dict[str, str] = {}
            for pattern in patterns:
                db.executemany(pattern.insert, _filled(pattern, known, project, owner(number)))
            made.append(known[project])
        db.execute("UPDATE project SET created_at = datetime(created_at, '-' || (rowid % 1000) || ' hours')")
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return made


def _pattern(db: sqlite3.Connection, table: str, project: str) -> Pattern:
    found = db.execute(_ROWS.get(table, f"SELECT * FROM {table} WHERE project_id = ?"), (project,))
    names = [column[0] for column in found.description]
    kept = [at for at, name in enumerate(names) if name != _COUNTED.get(table)]
    columns = ", ".join(f'"{names[at]}"' for at in kept)
    insert = f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(kept))})'
    assert table in tables.metadata.tables
    return Pattern(insert, [tuple(_cell(names[at], row[at]) for at in kept) for row in found])


def _cell(name: str, value: Any) -> Any:
    """What stands in the place of a value: itself, a list of its pieces, or the owner."""
    if name == "owner":
        return _OWNER
    if not isinstance(value, str) or not _ID.search(value):
        return None if name == "request_key" else value
    return re.split(f"({_ID.pattern})", value)


_OWNER = object()


def _filled(pattern: Pattern, known: dict[str, str], project: str, owner: str) -> Iterator[tuple[Any, ...]]:
    for row in pattern.rows:
        yield tuple(
            owner if cell is _OWNER else _joined(cell, known) if isinstance(cell, list) else cell
            for cell in row
        )


def _joined(pieces: list[str], known: dict[str, str]) -> str:
    return "".join(piece if at % 2 == 0 else _new(piece, known) for at, piece in enumerate(pieces))


def _new(old: str, known: dict[str, str]) -> str:
    if old not in known:
        known[old] = new_id(old.partition("_")[0])
    return known[old]
