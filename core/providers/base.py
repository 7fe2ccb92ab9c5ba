"""What every maker, remote or local, has to offer (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

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
    finishing: bool = False
    """The provider is done; what is left is ours: to fetch, check and keep it (R29)."""


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

    async def note(self, facts: Mapping[str, Any]) -> None:
        """Keep plain JSON with the job, on disk before this returns: by it `find` knows a lost job again.

        A maker that costs money calls it once per attempt, after uploads and right before its submission; an
        attempt without a note is known never to have been submitted.
        """


MAY_SEND: ContextVar[Callable[[], bool]] = ContextVar("may_send", default=lambda: True)
"""Asked right before the first byte of a request leaves: whether its job is surely still this process's."""


@runtime_checkable
class Drafting(Protocol):
    """A desk that also takes what is written so far, for people who read along while a model writes."""

    def draft(self, text: str) -> None: ...


TAKEN = "taken"
"""Among the notes of a lost attempt: the service's ids that other jobs of the same slot hold."""


class Provider(Protocol):
    """A maker. `model` is a catalogue id; a maker that needs the row was given the catalogue."""

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        """Begin: at most one paid call, never repeated in here. `key` names the attempt.

        Raises ProviderError: UNAVAILABLE only when the service surely did not take it, UNKNOWN_OUTCOME when
        the answer was lost after it was sent (the runner then asks `find` before anybody is bothered).
        """

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done: ...

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None: ...

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The operation of an attempt whose answer was lost; None when the service surely never saw it.

        `notes` is what the attempt wrote down with `Desk.note`, and under TAKEN what is surely not it.

        Raises ProviderError(UNKNOWN_OUTCOME) where the service cannot tell.
        """
