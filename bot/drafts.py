"""Drafts: in private chats a story or script is read along while a model writes it (telegram.md 5, 9.1)."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import zlib
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter, TelegramError

from bot.kit import Kit
from bot.screens import reading
from bot.wire import seconds_of
from core.errors import StudioError
from core.studio.chats import Panel, Sending

log = logging.getLogger(__name__)

EVERY = 4.0
"""Seconds between two drafts in a chat, as between two edits of a panel (telegram.md 3)."""

READ = ("story", "script")
"""Steps whose texts are read along."""

OVER = ("done", "failed", "cancelled", "unknown")

REMEMBERED = 200
"""Jobs of which is remembered that they are over: their last progress may be told after their end."""


@dataclass
class _Draft:
    """What one job has written so far, and who shows it."""

    text: str = ""
    fresh: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class Drafts:
    """Shows what is being written; once it is written, leaves the whole text as a message."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._drafts: dict[str, _Draft] = {}
        self._busy: dict[int, str] = {}
        self._over: deque[str] = deque(maxlen=REMEMBERED)
        self._ending: set[asyncio.Task[None]] = set()

    def heard(self, project_id: str, told: Mapping[str, Any]) -> None:
        """A job told how far it is, and maybe what it has written."""
        job, text = str(told.get("job", "")), str(told.get("draft", ""))
        if not text or job in self._over:
            return
        draft = self._drafts.setdefault(job, _Draft())
        if draft.text != text:
            draft.text = text
            draft.fresh.set()
        if draft.task is None:
            draft.task = asyncio.create_task(self._shown(project_id, job, draft), name=f"draft {job}")

    def ended(self, project_id: str, owner: str, told: Mapping[str, Any]) -> None:
        """A job is over: a draft vanishes by itself, so the text that was written is sent whole, once."""
        if told.get("state") not in OVER or told.get("step") not in READ:
            return
        job = str(told.get("job", ""))
        self._over.append(job)
        draft = self._drafts.pop(job, None)
        if draft is not None and draft.task is not None:
            draft.task.cancel()
        if told.get("state") == "done":
            task = asyncio.create_task(self._whole(project_id, owner, told))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        tasks = [*self._ending, *(draft.task for draft in self._drafts.values() if draft.task is not None)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # Inside

    async def _homes(self, project_id: str) -> list[Panel]:
        found = await self._kit.chats.panels(project_id=project_id, kind="film")
        return [home for home in found if home.chat > 0]

    async def _shown(self, project_id: str, job: str, draft: _Draft) -> None:
        """Bring what is new into the film's private chats, in a calm rhythm; one text at a time in each."""
        mine = [home for home in await self._homes(project_id) if self._busy.setdefault(home.chat, job) == job]
        try:
            while mine:
                await draft.fresh.wait()
                draft.fresh.clear()
                mine = [home for home in mine if await self._sent(home, job, draft.text)]
                await asyncio.sleep(EVERY * self._kit.pace)
        finally:
            for chat in [chat for chat, busy in self._busy.items() if busy == job]:
                del self._busy[chat]

    async def _sent(self, home: Panel, job: str, text: str) -> bool:
        """Whether this chat goes on taking drafts; where it does not, the whole text comes in the end."""
        number = zlib.crc32(job.encode()) & 0x7FFFFFFF or 1
        try:
            await self._kit.wire.bot.send_message_draft(
                home.chat, number, text, message_thread_id=home.thread or None
            )
        except RetryAfter as wait:
            await asyncio.sleep(seconds_of(wait))
        except TelegramError as error:
            log.info("no drafts here: %s", error)
            return False
        return True

    async def _whole(self, project_id: str, owner: str, told: Mapping[str, Any]) -> None:
        """What a model wrote elsewhere, as one silent message, folded up, when all of its step is written."""
        try:
            homes, step = await self._homes(project_id), str(told["step"])
            models = await self._kit.studio.models(owner) if homes else ()
            if homes and not any(one.here for one in models if one.id == told.get("model")):
                await self._sent_whole(homes, owner, step)
        except (StudioError, TelegramError) as error:
            log.info("a text could not be sent: %s", error)

    async def _sent_whole(self, homes: Sequence[Panel], owner: str, step: str) -> None:
        kit, project_id = self._kit, homes[0].project_id
        status = await kit.studio.status(owner, project_id)
        if any(one.name == step and one.done < one.total for one in status.steps):
            return
        story = await kit.studio.story(owner, project_id)
        screen = reading.written(await kit.words_of(owner), story, step)
        mark = hashlib.sha256(screen.text.encode()).hexdigest()[:20]
        for home in homes:
            key = f"{project_id}:read:{step}:{mark}:{home.chat}"
            row = Sending(key, project_id, home.owner, home.chat, home.thread, state="told")
            if await kit.chats.begin_sending(row):
                await kit.wire.send(home.chat, screen, thread=home.thread, reply_to=home.story_message or 0)
