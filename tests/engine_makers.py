"""Small makers and a planner for tests of the engine; the makers stand in for services outside.

A `ShopMaker` behaves like a paid service in another house: what it accepted is in its journal, whatever happens
to us, and each acceptance costs money.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from core.errors import Fault, ProviderError
from core.jobs.engine import Engine
from core.jobs.plan_types import NOTHING, Accepted, PlannedJob
from core.providers.base import Desk, Done, MadeFile, Pending
from core.requests import ImageRequest, Request, fingerprint
from core.settings import Settings
from core.store import projects
from core.story import Project, Slot, SlotKind, Step, Story

MODEL = "shop:picture"
PRICE = 40_000


def settings(folder: Path, **fields: Any) -> Settings:
    return Settings(_env_file=None, data_dir=folder, **{"local_workers": 2, **fields})


def chains(
    width: int, length: int, *, maker: str = "shop", price: int = 0
) -> Callable[[Story], list[PlannedJob]]:
    """A plan of `width` independent chains of `length` frames, each from the one before it."""

    def plan(story: Story) -> list[PlannedJob]:
        found = []
        for chain in range(width):
            for link in range(length):
                job = frame(
                    f"{story.project.id}.{chain}.{link}", style=story.project.style, maker=maker, price=price
                )
                take = story.takes.get(job.slot)
                if take is None or take.fingerprint != job.fingerprint:
                    found.append(job)
                    break
        return found

    return plan


def frame(target: str, *, style: str = "", maker: str = "shop", price: int = 0) -> PlannedJob:
    """One planned picture."""
    request = ImageRequest(f"{target} {style}", 16, 16)
    model = f"{maker}:picture"
    slot = Slot(SlotKind.FRAME, target)
    return PlannedJob(
        slot,
        Step.FRAMES,
        model,
        maker,
        request,
        fingerprint(model, request),
        estimate=price,
        prompt=request.prompt,
    )


def nothing(story: Story, job: PlannedJob, done: Done, data: bytes) -> Accepted:
    return NOTHING


async def new_project(engine: Engine, project_id: str = "p_one", **fields: Any) -> str:
    async with engine.database.write() as db:
        await projects.insert_project(
            db, Project(project_id, **{"owner": "me", "title": "A film", "source": "a story", **fields})
        )
    return project_id


async def load(engine: Engine, project_id: str = "p_one") -> Story:
    async with engine.database.read() as db:
        return await projects.load_story(db, project_id)


class HomeMaker:
    """Makes a picture on this machine, at once or when `gate` opens; making it twice costs nothing."""

    repeatable = True

    def __init__(self) -> None:
        self.started: list[str] = []
        self.gate: asyncio.Event | None = None
        self.under_way = 0
        self.most = 0
        self.during: Callable[[Request, Desk], Awaitable[None]] | None = None
        self._bell = asyncio.Event()

    async def has_started(self, jobs: int) -> None:
        """Wait until so many were begun; an event of the engine may be told before its job begins here."""
        while len(self.started) < jobs:
            self._bell.clear()
            await self._bell.wait()

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        assert isinstance(request, ImageRequest)
        self.started.append(request.prompt)
        self._bell.set()
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            if self.during is not None:
                await self.during(request, desk)
            if self.gate is not None:
                await self.gate.wait()
        finally:
            self.under_way -= 1
        path = desk.folder / "made.png"
        path.write_bytes(f"picture of {request.prompt}".encode())
        return Done(MadeFile("image/png", path), facts={"width": request.width})

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done:
        raise AssertionError("it never gives an operation")

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None:
        raise AssertionError("it never gives an operation")

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        raise AssertionError("a repeatable maker is never asked")


class ShopMaker:
    """A paid service: accepts a request, works for some checks, hands the result over."""

    def __init__(self, folder: Path, *, checks: int = 1, wait: float = 0.005) -> None:
        self._journal = folder / "journal.jsonl"
        self._checks = checks
        self._wait = wait
        self._seen: dict[str, int] = {}
        self.refusals: list[ProviderError] = []
        """What the next starts answer instead."""
        self.on_start: Callable[[str], Awaitable[None]] | None = None
        self.on_check: Callable[[str], Awaitable[None]] | None = None
        self.cancelled: list[str] = []
        self.findable = True
        self.cost: int | None = None
        self.cancel_cost = 0
        self.empty = False

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        assert isinstance(request, ImageRequest)
        if self.on_start is not None:
            await self.on_start(key)
        await desk.note({"key": key})
        if self.refusals:
            raise self.refusals.pop(0)
        await asyncio.sleep(self._wait)
        self._note({"key": key, "prompt": request.prompt})
        await asyncio.sleep(self._wait)
        return Pending({"key": key, "prompt": request.prompt}, self._wait)

    async def check(self, model: str, operation: Mapping[str, Any], desk: Desk) -> Pending | Done:
        key = operation["key"]
        if self.on_check is not None:
            await self.on_check(key)
        if key in self.cancelled:
            raise ProviderError(Fault.UNAVAILABLE, "cancelled", cost=self.cancel_cost)
        self._seen[key] = self._seen.get(key, 0) + 1
        if self._seen[key] < self._checks:
            return Pending(operation, self._wait)
        data = b"" if self.empty else f"picture of {operation['prompt']}".encode()
        return Done(MadeFile("image/png", data=data), cost=self.cost)

    async def cancel(self, model: str, operation: Mapping[str, Any]) -> None:
        self.cancelled.append(operation["key"])

    async def find(self, model: str, key: str, notes: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if not self.findable:
            raise ProviderError(Fault.UNKNOWN_OUTCOME, "the shop cannot look orders up")
        for order in self.accepted():
            if order["key"] == key:
                return {"key": key, "prompt": order["prompt"]}
        return None

    def accepted(self) -> Sequence[Mapping[str, Any]]:
        """Everything it ever took, over all our lives."""
        with contextlib.suppress(FileNotFoundError):
            return [json.loads(line) for line in self._journal.read_text().splitlines()]
        return []

    def _note(self, order: Mapping[str, Any]) -> None:
        with self._journal.open("a") as file:
            file.write(json.dumps(order) + "\n")
            file.flush()
            os.fsync(file.fileno())
