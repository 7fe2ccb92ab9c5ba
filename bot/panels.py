"""The panel writer: messages edited in place, seldom enough for Telegram, the last state always written."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from bot.screens.parts import Screen
from bot.wire import Wire, digest
from core.errors import NotFound, StudioError
from core.studio.chats import Chats, Panel

log = logging.getLogger(__name__)

PRIVATE, GROUP = 4.0, 10.0
"""Seconds between two edits in a chat that nobody asked for (telegram.md 3)."""

MARGIN = 1.15
"""Our intervals against the design's, so that a slow answer never makes two edits come close."""

SPARE = 1
"""State changes that may be written without waiting; each is made up for by the next interval."""

Draw = Callable[[Panel], Awaitable[Screen | None]]


@dataclass
class _Beat:
    """One chat's rhythm: one edit at a time, the next not before `due`."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    due: float = 0.0
    spare: int = SPARE


class Panels:
    """Writes panels: at once when a person asked, else in the rhythm of the chat."""

    def __init__(self, wire: Wire, chats: Chats, pace: float) -> None:
        self._wire = wire
        self._chats = chats
        self._pace = pace
        self._beats: dict[int, _Beat] = {}
        self._opening: dict[int, asyncio.Lock] = {}
        self._writers: dict[int, asyncio.Task[None]] = {}
        self._dirty: dict[int, bool] = {}
        self.draw: Draw = _nothing

    # new messages

    async def open(self, panel: Panel, screen: Screen, *, reply_to: int = 0, pin: bool = False) -> Panel | None:
        """Send a screen as a new panel; `panel` says what it is of, its message number is filled in."""
        async with self._opening.setdefault(panel.chat, asyncio.Lock()):
            sent = await self._wire.send(panel.chat, screen, thread=panel.thread, reply_to=reply_to)
            if sent is None:
                return None
            shows = screen.picture is not None
            row = replace(panel, chat=sent.chat_id, message=sent.message_id, hash=_hash(screen), picture=shows)
            opened = await self._chats.add_panel(row)
        if pin:
            await self._wire.pin(sent.chat_id, sent.message_id)
        return opened

    async def at(self, chat: int, message: int) -> Panel | None:
        """What a message shows; one that is just being sent is waited for, since fingers are quick."""
        async with self._opening.setdefault(chat, asyncio.Lock()):
            return await self._chats.panel_at(chat, message) if message else None

    # edits

    async def show(self, panel: Panel, screen: Screen) -> Panel:
        """Write now: somebody asked for it. Gives the panel; its message is a new one when the old is gone."""
        async with self._beat(panel.chat).lock:
            for _ in range(3):
                done, wait = await self._write(panel, screen)
                if not wait:
                    return done
                await asyncio.sleep(wait)
        self.redraw(panel.id)
        return panel

    def redraw(self, panel_id: int, *, urgent: bool = False) -> None:
        """Write the newest state as soon as the rhythm lets; `urgent` for a change of state."""
        self._dirty[panel_id] = urgent or self._dirty.get(panel_id, False)
        if panel_id not in self._writers:
            self._writers[panel_id] = asyncio.create_task(self._work(panel_id), name=f"panel {panel_id}")

    async def close(self) -> None:
        """Write nothing more; the next start redraws what is unfinished."""
        for writer in self._writers.values():
            writer.cancel()
        await asyncio.gather(*self._writers.values(), return_exceptions=True)

    # Inside

    async def _work(self, panel_id: int) -> None:
        """Until nothing is left to be written."""
        try:
            while panel_id in self._dirty:
                panel = await self._chats.panel(panel_id)
                if panel is None or (await self._chats.chat(panel.chat)).muted:
                    self._dirty.pop(panel_id, None)
                    return
                await self._paced(panel)
        except Exception:
            log.exception("panel %d could not be written", panel_id)
            self._dirty.pop(panel_id, None)
        finally:
            self._writers.pop(panel_id, None)

    async def _paced(self, panel: Panel) -> None:
        beat = self._beat(panel.chat)
        async with beat.lock:
            now = time.monotonic()
            skips = now < beat.due and self._dirty[panel.id] and beat.spare > 0
            if now < beat.due and not skips:
                wait = beat.due - now
            else:
                wait = await self._newest(panel, beat, skips)
        if wait:
            await asyncio.sleep(wait)

    async def _newest(self, panel: Panel, beat: _Beat, skips: bool) -> float:
        """Draw and write; gives how long to wait before it is tried again."""
        self._dirty.pop(panel.id, None)
        try:
            screen = await self.draw(panel)
        except NotFound:
            await self._chats.drop_panel(panel.id)
            return 0.0
        except StudioError as error:
            log.info("panel %d cannot be drawn: %s", panel.id, error)
            return 0.0
        if screen is None or _hash(screen) == panel.hash:
            return 0.0
        _, wait = await self._write(panel, screen)
        interval = (PRIVATE if panel.chat > 0 else GROUP) * self._pace * MARGIN
        beat.spare = beat.spare - 1 if skips else SPARE
        beat.due = max(time.monotonic(), beat.due) + interval if skips else time.monotonic() + interval
        if wait:
            self._dirty[panel.id] = True
        return wait

    async def _write(self, panel: Panel, screen: Screen) -> tuple[Panel, float]:
        """One edit. Gives the panel as it is then, and how long Telegram wants us to wait first."""
        wanted = _hash(screen)
        if wanted == panel.hash:
            return panel, 0.0
        fresh = wanted.partition(":")[0] != panel.hash.partition(":")[0]
        wrote = await self._wire.edit(
            panel.chat, panel.message, screen, shows=panel.picture, fresh=fresh and screen.picture is not None
        )
        if wrote.how == "wait":
            return panel, max(wrote.wait, 0.05 * self._pace)
        if wrote.how == "gone":
            return await self._anew(panel, screen), 0.0
        shows = panel.picture or screen.picture is not None
        if wrote.how == "done":
            kept = wanted if screen.picture or not panel.picture else _kept(panel.hash, wanted)
            await self._chats.set_panel(panel.id, hash=kept, picture=shows)
            return replace(panel, hash=kept, picture=shows), 0.0
        return panel, 0.0

    async def _anew(self, panel: Panel, screen: Screen) -> Panel:
        """The message is gone or cannot be edited: the panel becomes a new one, silently."""
        await self._chats.drop_panel(panel.id)
        quiet = replace(screen, loud=False)
        again = await self.open(replace(panel, id=0), quiet, pin=panel.kind == "film")
        return again or panel

    def _beat(self, chat: int) -> _Beat:
        return self._beats.setdefault(chat, _Beat())


def _hash(screen: Screen) -> str:
    """What a message shows, in 62 letters: its picture, its words and buttons."""
    shown = digest(screen.picture.kind + screen.picture.key)[:24] if screen.picture else ""
    return f"{shown}:{digest(screen.text + repr(screen.rows))[:32]}"


def _kept(old: str, new: str) -> str:
    """A picture stays when an edit brings none."""
    return f"{old.partition(':')[0]}:{new.partition(':')[2]}"


async def _nothing(panel: Panel) -> Screen | None:
    return None
