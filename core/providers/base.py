"""What every maker, remote or local, has to offer (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from core.requests import Request


@dataclass(frozen=True, slots=True)
class MadeFile:
    """One finished file on this machine, or its bytes."""

    mime: str
    path: Path | None = None
    """The runner moves the file into the media store."""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Done:
    """A finished result: the main file, further files by name, and measured facts."""

    main: MadeFile
    parts: Mapping[str, MadeFile] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON."""
    cost: int | None = None
    """Micro-dollars the provider named; None lets the catalogue's price stand."""


@dataclass(frozen=True, slots=True)
class Pending:
    """The provider works on it; `operation` is opaque JSON that is stored before the first check."""

    operation: Mapping[str, Any]
    wait_seconds: float = 1.0


Progress = Callable[[float, str], None]
"""Called by long local work with a share from 0 to 1 and a few words; may be called from any thread."""


class Desk(Protocol):
    """What a maker is given to work with."""

    def path(self, asset: str) -> Path:
        """A readable local file with the asset's bytes."""

    @property
    def folder(self) -> Path:
        """An empty folder of this job's own; removed afterwards."""

    @property
    def cache(self) -> Path:
        """A folder that outlives jobs, for results that can be made again."""

    @property
    def progress(self) -> Progress: ...


class Provider(Protocol):
    """A maker. `model` is the catalogue row's endpoint name."""

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        """Begin. `key` names the attempt and is passed on where the service can look jobs up by it.

        Raises ProviderError.
        """

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done: ...

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None: ...

    async def find(self, model: str, key: str) -> Mapping[str, Any] | None:
        """The operation of an attempt whose answer was lost; None when the service never saw it.

        Raises ProviderError(UNKNOWN_OUTCOME) where the service cannot tell.
        """
