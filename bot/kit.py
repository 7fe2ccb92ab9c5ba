"""The kit: what every handler works with, and the one thing that came in which it handles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from telegram import Message, User

from bot.access import Access
from bot.panels import Panels
from bot.screens.parts import Page
from bot.sheet import Sheets
from bot.wire import Wire
from bot.words import Words, words
from core.settings import Settings
from core.studio import Studio
from core.studio.chats import Chats, ChatUser

if TYPE_CHECKING:
    from bot.albums import Albums
    from bot.delivery import Delivery
    from bot.watching import Watching


@dataclass
class Kit:
    """One per running bot."""

    studio: Studio
    settings: Settings
    me: User
    wire: Wire
    panels: Panels
    access: Access
    sheets: Sheets
    watching: Watching = field(init=False)
    delivery: Delivery = field(init=False)
    albums: Albums = field(init=False)

    @property
    def chats(self) -> Chats:
        return self.studio.chats

    @property
    def pace(self) -> float:
        return self.settings.telegram_pace

    def page(self, chat: int, path: str = "/") -> Page | None:
        """Where a button of this chat opens the page; None where its address is not set, or is this machine's.

        Buttons that open inside Telegram exist in private chats only, for https (telegram.md 5, trap 7); in
        groups a link does the same where BotFather knows the page as the bot's Mini App.
        """
        base = self.settings.public_base_url.rstrip("/")
        parts = urlsplit(base)
        if "." not in (parts.hostname or ""):
            return None
        inside, app = parts.scheme == "https", self.settings.telegram_app
        if chat > 0 or not inside or not (app or self.me.has_main_web_app):
            return Page(base + path, inside=chat > 0 and inside)
        bot = f"https://t.me/{self.me.username}{f'/{app}' if app else ''}"
        return Page(f"{bot}?startapp={start_of(path)}", inside=False)

    async def words_of(self, person: str) -> Words:
        """The words for somebody by their name in the Studio: panels speak the owner's language."""
        number = person.removeprefix("tg:")
        user = await self.chats.user(int(number)) if number.isdigit() else None
        return words(user.language if user else "")


def start_of(path: str) -> str:
    """A place of the page in the letters that a link into the Mini App may carry: "p_1-images", "p_1-e_2"."""
    parts = urlsplit(path)
    asked = [value or name for name, value in parse_qsl(parts.query, keep_blank_values=True)]
    return "-".join([*(step for step in parts.path.split("/") if step not in ("", "p")), *asked])


@dataclass(frozen=True)
class Turn:
    """One thing that came in: from whom, where, in whose words."""

    kit: Kit
    user: ChatUser
    chat: int
    thread: int
    w: Words
    message: Message | None = None
    """The person's message; of a press, the message with the button when Telegram still shows it."""
    press: str = ""
    """Id of a press, to be answered."""
    pressed: int = 0
    """Number of the message with the button."""

    @property
    def private(self) -> bool:
        return self.chat > 0

    @property
    def person(self) -> str:
        return self.user.person
