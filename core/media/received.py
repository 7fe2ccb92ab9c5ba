"""What every check of a received file gives, and how it says that the file is no good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class NoGood(Exception):
    """The file cannot be used; the words follow "… cannot be used: " in a sentence for a person."""

    def __init__(self, why: str, *, broken: bool = False) -> None:
        super().__init__(why)
        self.broken = broken
        """Whether it does not decode to its end, so that the download itself may be to blame."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that passed: what is kept, parts to keep beside it, and measured facts."""

    path: Path
    mime: str
    facts: Mapping[str, Any]
    parts: Mapping[str, bytes] = field(default_factory=dict)
    """Further files as JSON bytes, by name."""
