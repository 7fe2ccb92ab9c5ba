"""Another program holds the database for long: nothing that was paid for is lost, nothing is bought again."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from engine_makers import PRICE, ShopMaker, chains, new_project, nothing, settings

from core.errors import Conflict
from core.jobs import finish
from core.jobs.attempt import Attempt
from core.jobs.engine import Engine
from core.providers.base import Desk, Done, MadeFile, Pending
from core.requests import ImageRequest, Request
from core.store import engine as store
from core.store import money
from core.store.runs import RunState


class Holder:
    """Somebody else, who begins to write and does not stop."""

    def __init__(self, folder: Path) -> None:
        self._other = sqlite3.connect(folder / "video-story.sqlite", isolation_level=None)

    def take(self) -> None:
        self._other.execute("BEGIN IMMEDIATE")

    def let_go(self) -> None:
        self._other.execute("ROLLBACK")
        self._other.close()


class Shop(ShopMaker):
    """Hands its picture over with the answer, or keeps it to be fetched; the holder comes in between."""

    def __init__(self, folder: Path, when: str) -> None:
        super().__init__(folder)
        self._when = when
        self.holder: Holder | None = None

    async def start(self, model: str, request: Request, desk: Desk, *, key: str) -> Pending | Done:
        assert isinstance(request, ImageRequest)
        await desk.note({"key": key})
        self._note({"key": key, "prompt": request.prompt})
        if self._when != "fetched":
            self._comes()
        if self._when == "answered":
            return Done(MadeFile("image/png", data=b"made"), cost=PRICE)
        return Pending({"key": key}, 0.0)

    async def check(self, model: str, operation: object, desk: Desk) -> Pending | Done:
        if self._when == "fetched":
            self._comes()
        return Done(MadeFile("image/png", data=b"made"), cost=PRICE)

    def _comes(self) -> None:
        """Once."""
        if self.holder is not None:
            self.holder.take()
            self.holder = None


@pytest.mark.parametrize("when", ["ordered", "answered", "fetched"])
async def test_what_is_paid_for_waits_for_the_database_and_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """The id of an order, an answer that cannot be had again, a result that can."""
    monkeypatch.setattr(store, "BUSY_MS", 1)
    where, name = (Attempt, "record") if when == "ordered" else (finish, "store")
    kept, refused = getattr(where, name), asyncio.Event()

    async def told(*given: Any, **named: Any) -> None:
        try:
            await kept(*given, **named)
        except store.Locked:
            refused.set()
            raise

    monkeypatch.setattr(where, name, told)
    shop = Shop(tmp_path, when)
    async with await Engine.open(
        settings(tmp_path), chains(1, 1, price=PRICE), nothing, {"shop": shop}
    ) as engine:
        holder = shop.holder = Holder(tmp_path)
        project = await new_project(engine)
        await engine.run(project)
        await refused.wait()
        with pytest.raises(Conflict, match="Another program has been writing"):
            await engine.pause(project)
        holder.let_go()
        assert (await engine.wait(project)).state is RunState.FINISHED
        async with engine.database.read() as db:
            assert await money.balance(db, project_id=project) == money.Balance(0, PRICE)
    assert len(shop.accepted()) == 1
