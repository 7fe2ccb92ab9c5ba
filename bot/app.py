"""The bot's life beside others: started, watched over, and stopped; Telegram being away takes nobody down."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonWebApp,
    Update,
    WebAppInfo,
)
from telegram.error import InvalidToken, TelegramError

from bot import handlers
from bot.access import Access
from bot.albums import Albums
from bot.delivery import Delivery
from bot.handlers import commands, messages
from bot.inbox import Inbox
from bot.kit import Kit
from bot.panels import Panels
from bot.polling import Webhook, announce, poll
from bot.sheet import Sheets
from bot.watching import Watching
from bot.wire import Bot, Wire, open_bot
from bot.words import Words, languages
from core.errors import BadInput
from core.settings import Settings
from core.studio import Studio

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 5.0, 300.0
"""Seconds between two tries to reach Telegram."""

AWAY = timedelta(minutes=2)
"""After a longer absence people are told that nothing was lost (telegram.md 9.12)."""


class Running:
    """A bot that runs, or tries to: what the web server and the page ask."""

    def __init__(self, studio: Studio, settings: Settings) -> None:
        self._studio = studio
        self._settings = settings
        self._task: asyncio.Task[None] | None = None
        self.online = asyncio.Event()
        self.state = "off"
        """"off", "connecting", "online", "offline" or "refused"."""
        self.username = ""
        self.webhook: Webhook | None = None

    async def __aenter__(self) -> Running:
        if wanted(self._settings):
            self.state = "connecting"
            self._task = asyncio.create_task(self._supervised(), name="bot")
        return self

    async def __aexit__(self, *raised: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def __await__(self) -> Generator[Any, None, None]:
        return self._alone().__await__()

    async def ended(self) -> None:
        """Wait until the bot has given up. Raises BadInput when its token is refused."""
        if self._task is not None:
            await asyncio.shield(self._task)
        if self.state == "refused":
            raise BadInput(
                "Telegram refuses the bot's token.",
                next_step="Put the one of BotFather into TELEGRAM_BOT_TOKEN.",
            )

    async def _alone(self) -> None:
        async with self:
            await self.ended()

    async def _supervised(self) -> None:
        """Try for ever, less and less often; a refused token is a mistake in the settings and ends it."""
        wait = FIRST_WAIT
        while True:
            try:
                await self._elected()
                wait = FIRST_WAIT
            except InvalidToken:
                self.state = "refused"
                log.error("Telegram refuses the token in TELEGRAM_BOT_TOKEN; the chat stays off")
                return
            except TelegramError as error:
                log.warning("Telegram: %s; next try in %d s", error, wait)
            except Exception:
                log.exception("the bot stopped; it is started again in %d s", wait)
            self.state = "offline"
            self.online.clear()
            await asyncio.sleep(wait * self._settings.telegram_pace)
            wait = min(LONGEST_WAIT, wait * 2)

    async def _elected(self) -> None:
        """Telegram gives updates to one process only: among several the others wait for its end."""
        if self._settings.telegram_mode == "webhook":
            await self._live()
            return
        async with self._studio.elected("bot") as lost:
            tasks = {asyncio.ensure_future(self._live()), asyncio.ensure_future(lost.wait())}
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)
            for task in done:
                task.result()

    async def _live(self) -> None:
        async with open_bot(self._settings) as bot, living(self._studio, self._settings, bot) as inbox:
            self.username = bot.username
            self.state = "online"
            self.online.set()
            if self._settings.telegram_mode == "webhook":
                self.webhook = Webhook(self._settings, inbox)
                await announce(bot, self._settings)
                await asyncio.Event().wait()
            await poll(bot, inbox, self._settings.telegram_pace)


def wanted(settings: Settings) -> bool:
    """Whether the settings ask for the chat."""
    return bool(settings.telegram_bot_token.get_secret_value()) and settings.telegram_mode != "off"


def run(studio: Studio, settings: Settings) -> Running:
    """The bot beside whatever else runs in this loop: `async with run(…)`, or awaited until it ends."""
    return Running(studio, settings)


@asynccontextmanager
async def living(studio: Studio, settings: Settings, bot: Bot) -> AsyncIterator[Inbox]:
    """Everything of a bot that is connected: put together, brought up to date, closed in order."""
    kit = assembled(studio, settings, bot)
    inbox = Inbox(kit.chats, bot, lambda update: _handled(kit, update))
    away = await _away(kit)
    try:
        await kit.chats.forget()
        await kit.chats.set_user(0, username=bot.username)
        await _introduce(bot, kit)
        await kit.watching.begin(away=away)
        await kit.delivery.begin()
        await kit.albums.begin()
        await inbox.replay()
        yield inbox
    finally:
        await inbox.close()
        await kit.albums.close()
        await kit.watching.close()
        await kit.delivery.close()
        await kit.panels.close()
        await kit.chats.set_user(0, seen_at=datetime.now(UTC))


def assembled(studio: Studio, settings: Settings, bot: Bot) -> Kit:
    chats, pace = studio.chats, settings.telegram_pace
    wire = Wire(bot, chats, pace)
    panels, access = Panels(wire, chats, pace), Access(settings, chats, bot)
    kit = Kit(studio, settings, bot.bot, wire, panels, access, Sheets(studio, pace))
    kit.watching = Watching(kit)
    kit.delivery = Delivery(kit)
    kit.albums = Albums(kit, lambda items: messages.photos(kit, items))
    kit.panels.draw = kit.watching.draw
    return kit


async def _handled(kit: Kit, update: Update) -> None:
    await handlers.handle(kit, update)


async def _away(kit: Kit) -> bool:
    """Whether the bot was gone for longer than a restart takes; user 0 is the bot itself."""
    before = await kit.chats.user(0)
    return before.seen_at is not None and datetime.now(UTC) - before.seen_at > AWAY


async def _introduce(bot: Bot, kit: Kit) -> None:
    """Commands per scope and language; none of it may stop the bot."""
    for tag in languages():
        w = Words(tag)
        listed = [BotCommand(name, w.plain(f"command-{name}")) for name in commands.LISTED]
        code = None if tag == "en" else tag
        await kit.wire.optional(bot.set_my_commands(listed, BotCommandScopeAllPrivateChats(), code))
        await kit.wire.optional(bot.set_my_commands(listed[:4], BotCommandScopeAllGroupChats(), code))
    page = kit.settings.public_base_url
    if page.startswith("https://"):
        studio = MenuButtonWebApp("Studio", WebAppInfo(page))
        await kit.wire.optional(bot.set_chat_menu_button(menu_button=studio))
    w = Words("en")
    for admin in kit.access.admins:
        more = [BotCommand(name, w.plain(f"command-{name}")) for name in (*commands.LISTED, *commands.ADMINS)]
        await kit.wire.optional(bot.set_my_commands(more, BotCommandScopeChat(admin)))
