"""The rows of models.toml as values, and which row a step uses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from core.errors import NotFound
from core.story import Step


@dataclass(frozen=True, slots=True)
class Price:
    """What one unit costs, in micro-dollars."""

    per: str
    """"call", "image", "second" or "thousand_characters"."""
    micros: int


@dataclass(frozen=True, slots=True)
class Model:
    """One row of facts about a model."""

    id: str
    title: str
    provider: str
    endpoint: str
    steps: tuple[Step, ...]
    price: Price
    source: str
    checked: date
    takes: tuple[str, ...] = ()
    """Mime types of the clips a lip sync model can work on."""


def load_models() -> Mapping[str, Model]:
    """Every model of the catalogue by its id."""
    return _rows()


def model_for(step: Step, choices: Mapping[str, str]) -> Model:
    """The model a project uses for a step: the person's choice, else the first row that serves it.

    Raises NotFound when the chosen model does not exist or cannot do the step.
    """
    chosen = choices.get(step.value)
    able = {row.id: row for row in load_models().values() if step in row.steps}
    if chosen is None:
        return next(iter(able.values()))
    if chosen not in able:
        known = ", ".join(able)
        raise NotFound(f"No model {chosen!r} for the step {step.value}.", next_step=f"Choose one of: {known}.")
    return able[chosen]


@cache
def _rows() -> Mapping[str, Model]:
    text = files("core.catalogue").joinpath("models.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["models"]
    return MappingProxyType({key: _row(key, row) for key, row in table.items()})


def _row(key: str, row: Mapping[str, object]) -> Model:
    price = row["price"]
    assert isinstance(price, dict) and isinstance(row["steps"], list) and isinstance(row["checked"], date)
    return Model(
        id=key,
        title=str(row["title"]),
        provider=str(row["provider"]),
        endpoint=str(row["endpoint"]),
        steps=tuple(Step(step) for step in row["steps"]),
        price=Price(str(price["per"]), round(price["usd"] * 1_000_000)),
        source=str(row["source"]),
        checked=row["checked"],
        takes=tuple(_words(row.get("takes", []))),
    )


def _words(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(word) for word in value]
