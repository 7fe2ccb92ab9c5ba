"""Albums and single photos: items come one by one, an album is closed a while after its last (4.3)."""

from __future__ import annotations

import asyncio
import logging
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from telegram import Message
from telegram.error import BadRequest, TelegramError

from bot.kit import Kit
from core.errors import BadInput, StudioError

log = logging.getLogger(__name__)

WINDOW = 1.2
"""Seconds after the last item of an album."""

LEAST = 0.5
"""However much a test hurries: items need so long through the inbox on a busy machine."""

PICTURES = "image/"

Item = Mapping[str, Any]
Closed = Callable[[Sequence[Item]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of somebody's photos."""

    count: int
    problems: tuple[str, ...]
    blurred: tuple[int, ...] = ()
    """Numbers, from 1, of those that were kept though they are soft."""


class Albums:
    """Open albums, each with a clock."""

    def __init__(self, kit: Kit, closed: Closed) -> None:
        self._kit = kit
        self._closed = closed
        self._clocks: dict[tuple[int, str], asyncio.Task[None]] = {}

    async def begin(self) -> None:
        """After a restart every open album is closed and handled with what is there."""
        for chat, name in await self._kit.chats.open_albums():
            self._wind(chat, name)

    async def close(self) -> None:
        for clock in self._clocks.values():
            clock.cancel()
        await asyncio.gather(*self._clocks.values(), return_exceptions=True)

    async def add(self, message: Message, person: int) -> None:
        """One photo: alone, or of an album."""
        item = item_of(message, person)
        if item is None:
            return
        if message.media_group_id is None:
            await self._closed([item])
            return
        closes = datetime.now(UTC) + timedelta(seconds=WINDOW * self._kit.pace)
        name = str(message.media_group_id)
        if await self._kit.chats.add_to_album(message.chat_id, name, item, closes):
            self._wind(message.chat_id, name)
        else:
            await self._closed([item])

    def _wind(self, chat: int, name: str) -> None:
        """Start the clock of an album, or start it anew."""
        if (chat, name) in self._clocks:
            self._clocks[chat, name].cancel()
        self._clocks[chat, name] = asyncio.create_task(self._run_down(chat, name), name=f"album {name}")

    async def _run_down(self, chat: int, name: str) -> None:
        await asyncio.sleep(max(WINDOW * self._kit.pace, LEAST))
        self._clocks.pop((chat, name), None)
        try:
            items = await self._kit.chats.close_album(chat, name)
            if items:
                await self._closed(items)
        except Exception:
            log.exception("an album could not be handled")


def item_of(message: Message, person: int) -> Item | None:
    """What has to be remembered of a photo, or of a picture sent as a file."""
    if message.photo:
        file, size = message.photo[-1].file_id, message.photo[-1].file_size or 0
    elif message.document is not None and (message.document.mime_type or "").startswith(PICTURES):
        file, size = message.document.file_id, message.document.file_size or 0
    else:
        return None
    return {
        "chat": message.chat_id,
        "thread": (message.message_thread_id or 0) if message.is_topic_message else 0,
        "message": message.message_id,
        "person": person,
        "file": file,
        "size": size,
        "caption": message.caption or "",
        "reply_to": message.reply_to_message.message_id if message.reply_to_message else 0,
    }


async def keep(kit: Kit, owner: str, project: str, entity: str, items: Sequence[Item]) -> Kept:
    """Fetch photos and give them to an entity; each gets its own receipt, one bad photo spoils no other."""
    kept, problems, blurred = 0, [], []
    with tempfile.TemporaryDirectory(prefix="photos") as folder:
        for number, item in enumerate(items, 1):
            chat, message = int(item["chat"]), int(item["message"])
            await kit.wire.react(chat, message, "👀")
            try:
                path = Path(folder) / f"photo {number}"
                path.write_bytes(await kit.wire.fetch(str(item["file"])))
                (guide,) = await kit.studio.add_guides(owner, project, entity, [path])
            except BadRequest as error:
                problems.append("too-big" if "too big" in str(error).lower() else "lost")
            except TelegramError:
                problems.append("lost")
            except BadInput:
                problems.append("unreadable")
            except StudioError as error:
                problems.append(error.what)
            else:
                kept += 1
                if await kit.studio.blurred(owner, project, [guide.asset]):
                    blurred.append(number)
                await kit.wire.react(chat, message, "👍")
    return Kept(kept, tuple(problems), tuple(blurred))
