"""What all of the counters share: time, journal, faults, files, keys, addresses, the pace of work."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from .assumptions import Assumptions
from .clock import Clock
from .faults import Faults
from .files import Files
from .journal import Journal

PACE = {"text": 6.0, "image": 12.0, "clip": 45.0, "lipsync": 90.0, "speech": 2.0, "words": 25.0, "music": 20.0}
"""Seconds that each kind of work takes at the real services, roughly (notes, C2)."""

WAIT = {"text": 0.0, "image": 1.0, "clip": 3.0, "lipsync": 3.0, "speech": 0.2, "words": 2.0, "music": 1.0}
"""Seconds in a queue before the work begins."""


@dataclass(slots=True)
class Key:
    """A key that the stand-in accepts."""

    label: str
    service: str
    admin: bool = False
    balance: int = 24_500_000
    """Micro-dollars that the account began with."""


KEYS = {
    "sk-or-v1-twin": Key("openrouter", "openrouter"),
    "sk-or-v1-twin-management": Key("openrouter-management", "openrouter", admin=True),
    "sk-ant-twin": Key("anthropic", "anthropic"),
    "sk-twin": Key("openai", "openai"),
    "r8_twin": Key("replicate", "replicate"),
    "twin:fal": Key("fal", "fal"),
    "twin:fal-admin": Key("fal-admin", "fal", admin=True),
}


@dataclass
class World:
    """The shared state of one stand-in."""

    assumptions: Assumptions
    factor: float = 0.0
    """Every time of PACE, WAIT and of the slow faults is multiplied by it; 0 answers at once."""
    pace: dict[str, float] = field(default_factory=lambda: dict(PACE))
    wait: dict[str, float] = field(default_factory=lambda: dict(WAIT))
    clock: Clock = field(default_factory=Clock)
    journal: Journal = field(default_factory=Journal)
    faults: Faults = field(default_factory=Faults)
    files: Files = field(default_factory=Files)
    keys: dict[str, Key] = field(
        default_factory=lambda: {key: Key(**_fields(row)) for key, row in KEYS.items()}
    )
    addresses: dict[str, str] = field(default_factory=dict)
    """The address of each counter, by its name, without a slash at the end."""
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    jobs: dict[str, Any] = field(default_factory=dict)
    """Predictions and requests by id."""
    pen_held: bool = False
    """Language models stop in the middle of what they write until this is taken back."""
    counted: int = 0
    scenes: int = 0
    """How many scenes a film is to have; 0 lets the prompt or the length of the script decide."""
    _http: aiohttp.ClientSession | None = None
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def new_id(self, prefix: str = "", length: int = 24) -> str:
        """The next id: the same run gives the same ids."""
        self.counted += 1
        digest = hashlib.sha256(f"twin {self.counted}".encode()).hexdigest()
        return prefix + digest[:length]

    def uuid(self) -> str:
        raw = self.new_id(length=32)
        return "-".join((raw[:8], raw[8:12], raw[12:16], raw[16:20], raw[20:]))

    def spent(self, key: str) -> int:
        """Micro-dollars charged to a key's label so far."""
        return self.journal.money(key=key)

    def http(self) -> aiohttp.ClientSession:
        """For fetching inputs and delivering webhooks, both on this machine only."""
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
        return self._http

    def begin(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something beside the requests; it is ended when the stand-in closes."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def close(self) -> None:
        self.closing.set()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._http is not None:
            await self._http.close()


def _fields(key: Key) -> dict[str, Any]:
    return {"label": key.label, "service": key.service, "admin": key.admin, "balance": key.balance}
