"""The inbox: every update is kept before it is confirmed, then handled in the order of its chat."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import Bot, Update

from core.studio.chats import Chats

log = logging.getLogger(__name__)

REPLAY = timedelta(hours=1)
"""Older updates are not handled after a restart: nobody expects an answer any more."""

Handle = Callable[[Update], Awaitable[None]]


class Inbox:
    """Keeps, orders and hands out updates."""

    def __init__(self, chats: Chats, bot: Bot, handle: Handle) -> None:
        self._chats = chats
        self._bot = bot
        self._handle = handle
        self._queues: dict[int, deque[tuple[int, Update]]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}

    async def take(self, raws: Iterable[dict[str, Any]]) -> None:
        """Keep updates as they came; from then on they will be handled, once, whatever happens."""
        rows = [(int(raw["update_id"]), chat_of(raw), raw) for raw in raws]
        fresh = await self._chats.keep_updates(rows) if rows else set()
        for update_id, chat, raw in rows:
            if update_id in fresh:
                self._put(update_id, chat, raw)

    async def replay(self) -> int:
        """Handle what came before a crash and was not done; gives how many."""
        left = await self._chats.new_updates(datetime.now(UTC) - REPLAY)
        for update_id, chat, raw in left:
            self._put(update_id, chat, dict(raw))
        return len(left)

    async def close(self) -> None:
        """Let what is being handled come to its end; what waits is replayed at the next start."""
        for queue in self._queues.values():
            queue.clear()
        workers = list(self._workers.values())
        if workers:
            _, late = await asyncio.wait(workers, timeout=5.0)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _put(self, update_id: int, chat: int, raw: dict[str, Any]) -> None:
        update = Update.de_json(raw, self._bot)
        self._queues.setdefault(chat, deque()).append((update_id, update))
        if chat not in self._workers:
            self._workers[chat] = asyncio.create_task(self._work(chat), name=f"chat {chat}")

    async def _work(self, chat: int) -> None:
        """One chat's updates, one after the other."""
        queue = self._queues[chat]
        try:
            while queue:
                update_id, update = queue.popleft()
                await self._one(update_id, update)
        finally:
            del self._workers[chat]
            if not queue:
                self._queues.pop(chat, None)

    async def _one(self, update_id: int, update: Update) -> None:
        try:
            await self._handle(update)
            await self._chats.handled(update_id)
        except Exception:
            log.exception("update %d could not be handled", update_id)
            await self._chats.handled(update_id, "failed")


def chat_of(raw: dict[str, Any]) -> int:
    """Whose order an update belongs to: its chat, else its sender."""
    for name, inner in raw.items():
        if name == "update_id" or not isinstance(inner, dict):
            continue
        chat = inner.get("chat") or (inner.get("message") or {}).get("chat")
        if chat:
            return int(chat["id"])
        if inner.get("from"):
            return int(inner["from"]["id"])
    return 0
