"""Checks a request's arguments against a model's row, as strictly as the service does, in neutral words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .assumptions import Assumptions

SIZES = {
    "square_hd": (1024, 1024),
    "square": (512, 512),
    "portrait_4_3": (768, 1024),
    "portrait_16_9": (576, 1024),
    "landscape_4_3": (1024, 768),
    "landscape_16_9": (1024, 576),
}
"""fal's names for picture sizes, in px."""

FILES = {"image", "video", "audio"}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with the arguments."""

    loc: tuple[str | int, ...]
    kind: str
    """"missing", "extra", "type", "enum", "min", "max", "multiple", "too_long", "text_too_long", …"""
    limit: Any = None
    given: Any = None


@dataclass(frozen=True)
class Model:
    """One model's row."""

    id: str
    makes: str
    fields: Mapping[str, Mapping[str, Any]]
    row: Mapping[str, Any] = field(default_factory=dict)

    def files(self) -> Iterator[str]:
        """The names of the fields that carry files."""
        for name, spec in self.fields.items():
            if spec["is"] in FILES or spec["is"] == "images":
                yield name


@cache
def models(service: str) -> Mapping[str, Model]:
    """Every model a service has, by its id."""
    table = tomllib.loads(Path(__file__).with_name(f"models_{service}.toml").read_text(encoding="utf-8"))
    return {name: _model(name, row, table["groups"]) for name, row in table["models"].items()}


def _model(name: str, row: dict[str, Any], groups: Mapping[str, Any]) -> Model:
    fields: dict[str, Any] = {}
    for group in row.get("use", []):
        fields |= groups[group]
    fields |= row.get("fields", {})
    kept = {key: spec for key, spec in fields.items() if spec["is"] != "none"}
    return Model(name, row["makes"], kept, row)


def check(model: Model, arguments: Any, assume: Assumptions, extras: str = "refuse") -> list[Wrong]:
    """Everything that is wrong with the arguments; empty when they are good."""
    if not isinstance(arguments, Mapping):
        return [Wrong((), "type", "object", arguments)]
    found = list(_missing(model, arguments))
    for name, value in arguments.items():
        spec = model.fields.get(name)
        if spec is not None:
            found += [] if value is None and not spec.get("required") else _value((name,), spec, value, assume)
        elif extras == "refuse":
            found.append(Wrong((name,), "extra", None, value))
    return found


def settled(model: Model, arguments: Mapping[str, Any], assume: Assumptions) -> dict[str, Any]:
    """The arguments with defaults filled in, unknown ones and silently dropped references left out."""
    full = {name: spec["default"] for name, spec in model.fields.items() if "default" in spec}
    full |= {name: value for name, value in arguments.items() if name in model.fields and value is not None}
    for name, spec in model.fields.items():
        if spec.get("beyond") == "drop" and isinstance(full.get(name), list):
            full[name] = full[name][: spec["max_items"]]
    return full


def _missing(model: Model, arguments: Mapping[str, Any]) -> Iterator[Wrong]:
    for name, spec in model.fields.items():
        other = spec.get("or")
        wanted = spec.get("required") or (other is not None and arguments.get(other) is None)
        if wanted and arguments.get(name) is None:
            yield Wrong((name,), "missing")


def _value(loc: tuple[str | int, ...], spec: Mapping[str, Any], value: Any, assume: Assumptions) -> list[Wrong]:
    return list(_CHECKS[spec["is"]](loc, spec, value, assume))


Loc = tuple[str | int, ...]
Spec = Mapping[str, Any]


def _string(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    if not isinstance(value, str):
        yield Wrong(loc, "type", "string", value)
    elif len(value) > spec.get("max_length", len(value)):
        yield Wrong(loc, "text_too_long", spec["max_length"], value)
    elif spec.get("required") and not value.strip():
        yield Wrong(loc, "text_too_short", 1, value)


def _number(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    whole = spec["is"] == "integer"
    if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
        yield Wrong(loc, "type", spec["is"], value)
        return
    if value < spec.get("min", value):
        yield Wrong(loc, "min", spec["min"], value)
    if value > spec.get("max", value):
        yield Wrong(loc, "max", spec["max"], value)
    if "multiple" in spec and value % spec["multiple"]:
        yield Wrong(loc, "multiple", spec["multiple"], value)


def _boolean(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    if not isinstance(value, bool):
        yield Wrong(loc, "type", "boolean", value)


def _enum(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    if isinstance(value, bool) or value not in spec["choices"]:
        yield Wrong(loc, "enum", spec["choices"], value)


def _file(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    if not isinstance(value, str):
        yield Wrong(loc, "type", "string", value)
    elif not value.startswith(("http://", "https://", "data:")):
        yield Wrong(loc, "type", "uri", value)


def _files(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    if not isinstance(value, list):
        yield Wrong(loc, "type", "array", value)
        return
    for index, item in enumerate(value):
        yield from _file((*loc, index), spec, item, assume)
    yield from _counted(loc, spec, value, assume)


def _counted(loc: Loc, spec: Spec, value: list[Any], assume: Assumptions) -> Iterator[Wrong]:
    most = spec.get("max_items")
    if isinstance(most, str):
        section, _, name = most.partition(".")
        most = assume[section, name]
    if most is not None and len(value) > most and spec.get("beyond") != "drop":
        yield Wrong(loc, "too_long", most, value)
    if len(value) < spec.get("min_items", 0):
        yield Wrong(loc, "too_short", spec["min_items"], value)


def _list(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    if not isinstance(value, list):
        yield Wrong(loc, "type", "array", value)
        return
    for index, item in enumerate(value):
        yield from _object((*loc, index), spec, item, assume)
    yield from _counted(loc, spec, value, assume)


def _object(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    if not isinstance(value, Mapping):
        yield Wrong(loc, "type", "object", value)
        return
    for name in value:
        if name not in spec.get("keys", value):
            yield Wrong((*loc, name), "extra", None, value[name])


def _image_size(loc: Loc, spec: Spec, value: Any, assume: Assumptions) -> Iterator[Wrong]:
    if isinstance(value, str):
        if value not in (*SIZES, "auto"):
            yield Wrong(loc, "enum", [*SIZES, "auto"], value)
        return
    if not isinstance(value, Mapping):
        yield Wrong(loc, "type", "object", value)
        return
    for side in ("width", "height"):
        if side not in value:
            yield Wrong((*loc, side), "missing")
        else:
            limits = {"is": "integer", "min": 1, "max": 14142}
            yield from _number((*loc, side), limits, value[side], assume)
    for name in value:
        if name not in ("width", "height"):
            yield Wrong((*loc, name), "extra", None, value[name])


_CHECKS: Mapping[str, Callable[[Loc, Spec, Any, Assumptions], Iterator[Wrong]]] = {
    "string": _string,
    "integer": _number,
    "number": _number,
    "boolean": _boolean,
    "enum": _enum,
    "image": _file,
    "video": _file,
    "audio": _file,
    "images": _files,
    "list": _list,
    "object": _object,
    "image_size": _image_size,
}
