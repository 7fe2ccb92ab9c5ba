"""What Telegram knows: users, chats, topics, messages and presses, and the one place where they change."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..clock import Clock
from .files import Files, Stored
from .markup import Entity

T = TypeVar("T")

DRAFT_SECONDS = 30.0
"""Until a draft vanishes (telegram.md 3)."""

ANSWER_WITHIN = 15.0
"""Seconds until a press is too old to be answered (telegram.md 3)."""


@dataclass(slots=True, eq=False)
class User:
    """A person, or the bot."""

    id: int
    name: str
    username: str = ""
    language: str = "en"
    bot: bool = False
    last_name: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """One button: its label and the one thing it does."""

    label: str
    data: str = ""
    url: str = ""
    web_app: str = ""
    copy: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """What a message shows besides words."""

    kind: str
    """"photo", "video", "animation", "audio", "voice" or "document"."""
    file: Stored
    sizes: tuple[Stored, ...] = ()
    """Of a photo, smallest first."""
    thumbnail: Stored | None = None
    cover: tuple[Stored, ...] = ()
    width: int = 0
    height: int = 0
    seconds: int = 0
    streaming: bool = False
    start: int = 0
    title: str = ""
    performer: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The part of a message that an edit can change."""

    text: str = ""
    """Of a text message, or the caption of media; plain."""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    keyboard: tuple[tuple[Button, ...], ...] = ()
    """Inline buttons, row by row."""


@dataclass(frozen=True, slots=True)
class Version:
    """A body a message once had, and when it stopped having it."""

    body: Body
    until: float


@dataclass(slots=True, eq=False, repr=False)
class Message:
    """One message in a chat."""

    id: int
    chat: Chat
    sender: User
    at: float
    body: Body
    topic: int = 0
    reply_to: Message | None = None
    silent: bool = False
    effect: str = ""
    album: str = ""
    markup: dict[str, Any] = field(default_factory=dict)
    """A ForceReply or a reply keyboard, as it was sent."""
    preview: dict[str, Any] = field(default_factory=dict)
    service: dict[str, Any] = field(default_factory=dict)
    """Of a service message: the field that says what happened."""
    reactions: dict[int, str] = field(default_factory=dict)
    """Emoji by user id."""
    versions: list[Version] = field(default_factory=list)
    edited: float = 0.0
    deleted: bool = False

    def __repr__(self) -> str:
        return f"<Message {self.id} by {self.sender.name}: {self.kind} {self.text!r} {self.labels}>"

    @property
    def text(self) -> str:
        """Text or caption, plain."""
        return self.body.text

    @property
    def buttons(self) -> list[Button]:
        """All inline buttons, row after row."""
        return [button for row in self.body.keyboard for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def kind(self) -> str:
        """ "text", or the kind of its media."""
        return self.body.media.kind if self.body.media else "text"

    @property
    def file(self) -> Stored | None:
        """The file it shows; of a photo the largest size."""
        return self.body.media.file if self.body.media else None

    @property
    def edits(self) -> int:
        return len(self.versions)

    @property
    def asks(self) -> bool:
        """Whether it wants a reply (ForceReply)."""
        return bool(self.markup.get("force_reply"))


@dataclass(slots=True, eq=False, repr=False)
class Press:
    """A tap on a button, and what the bot said to it."""

    id: str
    by: User
    message: Message
    button: Button
    at: float
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str = ""

    def __repr__(self) -> str:
        return (
            f"<Press on {self.button.label!r} ({self.button.data}), {'' if self.answered else 'not '}answered>"
        )

    @property
    def chat(self) -> Chat:
        return self.message.chat


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """One thing that happened in a chat, for the transcript."""

    at: float
    kind: str
    """"message", "press", "reaction" or "note"."""
    message: Message | None = None
    press: Press | None = None
    who: User | None = None
    words: str = ""


@dataclass(slots=True, eq=False, repr=False)
class Chat:
    """A private chat, group or supergroup with everything said in it."""

    id: int
    kind: str
    """"private", "group" or "supergroup"."""
    title: str
    members: dict[int, str] = field(default_factory=dict)
    """Status by user id: "creator", "administrator", "member", "left", "kicked"."""
    username: str = ""
    forum: bool = False
    privacy: bool = True
    """The bot sees commands, mentions and replies to it only, unless it is an administrator."""
    blocked: bool = False
    migrated_to: int = 0
    topics: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    moments: list[Moment] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    actions: list[tuple[float, str]] = field(default_factory=list)
    drafts: dict[int, str] = field(default_factory=dict)
    """Every draft there ever was, by its id, as it was last."""
    drafted: tuple[float, str] = (-1e9, "")
    """When the newest draft was sent, and what it says."""

    def __repr__(self) -> str:
        return f"<Chat {self.id} {self.kind} {self.title!r}>"

    @property
    def private(self) -> bool:
        return self.kind == "private"

    def visible(self) -> list[Message]:
        """What a member sees when scrolling, oldest first."""
        return [one for one in self.messages.values() if not one.deleted]


class Signal:
    """Wakes everybody who waits for something to become true."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    def ring(self) -> None:
        for event in self._waiting:
            event.set()

    async def until(self, found: Callable[[], T | None], seconds: float) -> T:
        """The first true thing `found` gives; it is asked again after each change. Raises TimeoutError."""
        event = asyncio.Event()
        self._waiting.add(event)
        try:
            async with asyncio.timeout(seconds):
                while not (value := found()):
                    event.clear()
                    await event.wait()
                return value
        finally:
            self._waiting.discard(event)


class State:
    """Everything Telegram knows, and how it changes."""

    def __init__(self, token: str, bot_name: str, bot_username: str) -> None:
        self.token = token
        self.bot = User(int(token.partition(":")[0]), bot_name, bot_username, bot=True)
        self.clock = Clock()
        self.signal = Signal()
        self.files = Files(self.bot.id)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.media: dict[str, Media] = {}
        """What every file is part of, by the file's unique id."""
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.menus: dict[int, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}
        """Name, description and short description of the bot, by method and language."""
        self._ids = itertools.count(101)
        self._groups: dict[int, itertools.count[int]] = {}
        self._numbers = itertools.count(1)

    def number(self) -> int:
        """A number nobody got before."""
        return next(self._numbers)

    def next_id(self, chat: Chat) -> int:
        """Supergroups count for themselves; all other chats of an account share one count."""
        if chat.kind != "supergroup":
            return next(self._ids)
        return next(self._groups.setdefault(chat.id, itertools.count(1)))

    def keep(self, media: Media) -> Media:
        """Remember media, so that its file id can be sent again."""
        for one in (media.file, *media.sizes):
            self.media[one.unique_id] = media
        return media

    def post(self, chat: Chat, sender: User, body: Body, **more: Any) -> Message:
        """Put a message into a chat."""
        message = Message(self.next_id(chat), chat, sender, self.clock.now(), body, **more)
        chat.messages[message.id] = message
        chat.moments.append(Moment(message.at, "message", message=message, who=sender))
        self.signal.ring()
        return message

    def change(self, message: Message, body: Body) -> None:
        """Give a message another body; the old one stays in its history."""
        now = self.clock.now()
        message.versions.append(Version(message.body, now))
        message.body, message.edited = body, now
        self.signal.ring()

    def delete(self, message: Message) -> None:
        message.deleted = True
        self.signal.ring()

    def press(self, by: User, message: Message, button: Button) -> Press:
        press = Press(str(4_382_000_000_000 + self.number()), by, message, button, self.clock.now())
        self.presses[press.id] = press
        message.chat.moments.append(Moment(press.at, "press", message=message, press=press, who=by))
        self.signal.ring()
        return press

    def answer(self, press: Press, text: str, alert: bool, url: str) -> None:
        press.answered, press.text, press.alert, press.url = True, text, alert, url
        self.signal.ring()

    def note(self, chat: Chat, words: str, who: User | None = None, message: Message | None = None) -> None:
        """Something that is no message: a pin, a deletion, a change of members."""
        chat.moments.append(Moment(self.clock.now(), "note", words=words, who=who, message=message))
        self.signal.ring()

    def react(self, message: Message, by: User, emoji: str) -> None:
        if emoji:
            message.reactions[by.id] = emoji
        else:
            message.reactions.pop(by.id, None)
        moment = Moment(self.clock.now(), "reaction", message=message, who=by, words=emoji)
        message.chat.moments.append(moment)
        self.signal.ring()

    def pending(self) -> list[Press]:
        """Presses that still wait for their answer."""
        return [one for one in self.presses.values() if not one.answered]

    def too_old(self, press: Press) -> bool:
        return press.answered or self.clock.now() - press.at > ANSWER_WITHIN
