"""What the film maker is given to work with; the runner's desk (core/providers/base.py) fits it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

Progress = Callable[[float, str], None]
"""Called with a share from 0 to 1 and a few words; may be called from any thread."""


class Desk(Protocol):
    def path(self, asset: str) -> Path:
        """A readable local file with the asset's bytes."""

    @property
    def folder(self) -> Path:
        """An empty folder of this job's own."""

    @property
    def cache(self) -> Path:
        """A folder that outlives jobs, for results that can be made again."""

    @property
    def progress(self) -> Progress: ...
