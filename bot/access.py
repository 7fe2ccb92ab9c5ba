"""Access: who may use the bot, where, and who may direct or spend on somebody's film (telegram.md 9.11)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from telegram.error import TelegramError

from bot.wire import Bot
from core.settings import Settings
from core.studio.chats import Chats, ChatUser, ids

EVERYBODY = "everybody"
ALLOWED, DENIED = "allowed", "denied"

KNOCK = timedelta(days=1)
"""A stranger is answered, and admins are asked, once in this time."""

REMEMBER = 300.0
"""Seconds that a group's admins are remembered."""


ADMIN_OF_GROUP = "group-admins-only"
"""What those are told who are none."""


def group_of(chat: int) -> str:
    """The group by its name in the Studio, whose budget its films count against; "" for a private chat."""
    return f"tg:{chat}" if chat < 0 else ""


@dataclass(frozen=True, slots=True)
class Film:
    """A project as somebody in a chat reaches it: by its owner's name, once it is clear that they may."""

    id: str
    owner: str


class Access:
    """The lists of the settings and of the admins, looked at for every update."""

    def __init__(self, settings: Settings, chats: Chats, bot: Bot) -> None:
        self._chats = chats
        self._bot = bot
        self.admins = ids(settings.telegram_admins)
        self._everybody = EVERYBODY in settings.telegram_allowed_users.casefold()
        self._users = ids(settings.telegram_allowed_users)
        self._groups = ids(settings.telegram_allowed_chats)
        self._ranks: dict[tuple[int, int], tuple[float, bool]] = {}

    def may_use(self, user: ChatUser) -> bool:
        """Whether the person may use the bot at all: deny by default."""
        if user.id in self.admins:
            return True
        if user.role == DENIED:
            return False
        return user.role == ALLOWED or self._everybody or user.id in self._users

    async def may_be_in(self, chat: int) -> bool:
        """Whether the bot works in a group."""
        return chat > 0 or chat in self._groups or (await self._chats.chat(chat)).allowed

    def is_admin(self, user_id: int) -> bool:
        return user_id in self.admins

    async def film(self, user: ChatUser, chat: int, thing: str) -> Film | None:
        """The film that a thing belongs to, if this person may see it in this chat; None else."""
        found = await self._chats.project_of(thing)
        if found is None:
            return None
        project, owner = found
        if owner == user.person or (chat < 0 and await self._chats.panels(project_id=project, chat=chat)):
            return Film(project, owner)
        return None

    async def may_direct(self, user: ChatUser, chat: int, owner: str) -> bool:
        """Whether this person may spend on or stop that film: its owner, a group's or the bot's admins."""
        if owner == user.person:
            return True
        return chat < 0 and await self.leads(user, chat)

    async def leads(self, user: ChatUser, chat: int) -> bool:
        """Whether this person speaks for a chat: their own, or a group as its admin or the bot's."""
        return chat > 0 or self.is_admin(user.id) or await self._runs_group(chat, user.id)

    async def should_answer(self, user: ChatUser) -> bool:
        """Whether a stranger is to be told that this bot is private; notes that they were."""
        now = datetime.now(UTC)
        if user.asked_at is not None and now - user.asked_at < KNOCK:
            return False
        await self._chats.set_user(user.id, asked_at=now)
        return True

    async def _runs_group(self, chat: int, user_id: int) -> bool:
        known = self._ranks.get((chat, user_id))
        if known is not None and time.monotonic() - known[0] < REMEMBER:
            return known[1]
        try:
            rank = (await self._bot.get_chat_member(chat, user_id)).status in ("creator", "administrator")
        except TelegramError:
            return False
        self._ranks[chat, user_id] = (time.monotonic(), rank)
        return rank
