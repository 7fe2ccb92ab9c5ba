"""Reads assumptions.toml: what nobody documents, as data that a test may set otherwise."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


class Assumptions:
    """`assumptions["fal", "concurrency"]`; a name that is not in the file is a mistake and raises KeyError."""

    def __init__(self, **changed: Any) -> None:
        text = Path(__file__).with_name("assumptions.toml").read_text(encoding="utf-8")
        self._values = {
            (section, name): row["value"]
            for section, rows in tomllib.loads(text).items()
            for name, row in rows.items()
        }
        for name, value in changed.items():
            section, _, rest = name.partition("_")
            self.set(section, rest, value)

    def __getitem__(self, name: tuple[str, str]) -> Any:
        return self._values[name]

    def set(self, section: str, name: str, value: Any) -> None:
        """Assume otherwise from now on."""
        if (section, name) not in self._values:
            raise KeyError(f"no assumption {section}.{name}")
        self._values[section, name] = value
