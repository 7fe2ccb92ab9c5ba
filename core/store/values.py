"""Rows to frozen values and back: one table per class, columns named as the fields."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

import sqlalchemy as sa

from core.requests import plain
from core.store import tables
from core.story import Entity, GuideImage, Project, Scene, Segment, Shot

T = TypeVar("T")

TABLES: Mapping[type, sa.Table] = {
    Project: tables.project,
    Entity: tables.entity,
    GuideImage: tables.guide_image,
    Segment: tables.segment,
    Scene: tables.scene,
    Shot: tables.shot,
}
"""Where each class of core/story.py is kept; a Take is flattened in takes.py."""

_RENAMED = {(Segment, "index"): "position", (Scene, "index"): "position", (Shot, "index"): "position"}


def column(cls: type, name: str) -> str:
    """The column a field is kept in."""
    return _RENAMED.get((cls, name), name)


def row_of(value: Any) -> dict[str, Any]:
    """The value's columns as plain values; the table's other columns are the caller's."""
    cls = type(value)
    return {column: stored(getattr(value, name)) for name, column, _ in _FIELDS[cls]}


def value_of(cls: type[T], row: sa.RowMapping) -> T:
    """The frozen value kept in a row of the class's table."""
    return cls(**{name: read(row[column]) for name, column, read in _FIELDS[cls]})


def stored(value: Any) -> Any:
    """One field as its column takes it: instants stay instants, everything else becomes plain JSON."""
    if dataclasses.is_dataclass(value) or isinstance(value, (Enum, Mapping, tuple, list)):
        return plain(value)
    return value


def _same(value: Any) -> Any:
    return value


def _fields(cls: type) -> tuple[tuple[str, str, Callable[[Any], Any]], ...]:
    """(field, column, reader) of every field that has a column."""
    hints = typing.get_type_hints(cls)
    columns = TABLES[cls].columns
    named = ((field.name, column(cls, field.name)) for field in dataclasses.fields(cls))
    return tuple((name, key, _reader(hints[name])) for name, key in named if key in columns)


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in (types.UnionType, typing.Union):
        return _same
    if get_origin(hint) is tuple:
        inner = _reader(get_args(hint)[0])
        return tuple if inner is _same else lambda items: tuple(map(inner, items))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _same


_FIELDS = {cls: _fields(cls) for cls in TABLES}
