"""The person's side of a chat: writing, sending pictures and voice, pressing buttons, reading the screen."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .. import media as made
from . import media
from .app import Launch, launch
from .files import Stored
from .groups import heard
from .markup import automatic
from .media_in import SQUARE
from .server import Server
from .shapes import message_json, press_json
from .state import DRAFT_SECONDS, Body, Button, Chat, Media, Message, Press, State, User

PATIENCE = 30.0
"""Seconds a person waits for the bot in a test."""
START, START_LETTERS = 64, re.compile("[A-Za-z0-9_-]+")
"""What a link may bring along: so many of these letters (telegram.md 3)."""
LONGEST_VOICE = 3_000
"""Letters of a voice note at most: some three minutes."""


class NotThere(LookupError):
    """The person looked for something that the screen does not show."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What is to be seen in a chat, oldest first."""

    messages: tuple[Message, ...]
    pinned: tuple[Message, ...]
    topic: int = 0

    @property
    def last(self) -> Message:
        """The newest message. Raises NotThere when the chat is empty."""
        if not self.messages:
            raise NotThere("the chat is empty")
        return self.messages[-1]

    @property
    def labels(self) -> list[str]:
        """Every inline button in sight, oldest message first."""
        return [label for message in self.messages for label in message.labels]

    @property
    def text(self) -> str:
        """All of it as plain text, for a test's message and for asserting on words."""
        return "\n\n".join(describe(message) for message in self.messages)

    def find(self, words: str) -> Message:
        """The newest message with these words (or this pattern). Raises NotThere with what is there."""
        for message in reversed(self.messages):
            if says(message, words):
                return message
        raise NotThere(f"nothing on the screen says {words!r}. It says:\n{self.text}")


class Person:
    """One human with a Telegram account; made by `Telegram.person`."""

    def __init__(self, server: Server, user: User, chat: Chat) -> None:
        self.user = user
        self.chat = chat
        """The private chat with the bot."""
        self._server = server

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def _state(self) -> State:
        return self._server.state

    # ------------------------------------------------------------ writing

    def send(
        self, text: str, *, chat: Chat | None = None, reply_to: Message | None = None, topic: int = 0
    ) -> Message:
        """Write a message."""
        return self._post(Body(text, tuple(automatic(text))), chat, reply_to, topic)

    def start(self, payload: str = "") -> Message:
        """Open the bot, by a deep link when there is a payload."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,64}", payload):
            raise ValueError(f"not a deep link parameter: {payload!r}")
        self.unblock()
        return self.send(f"/start {payload}".strip())

    def reply(self, to: Message, text: str) -> Message:
        """Write an answer to a message, in its chat and topic."""
        return self.send(text, chat=to.chat, reply_to=to, topic=to.topic)

    def edit(self, message: Message, text: str) -> None:
        """Correct something one wrote."""
        self._state.change(message, replace(message.body, text=text, entities=tuple(automatic(text))))
        self._told(message, "edited_message")

    def photo(
        self,
        data: bytes | None = None,
        *,
        caption: str = "",
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: int = 0,
    ) -> Message:
        """Send a picture as a photo: the app makes it a JPEG in several sizes."""
        body = Body(caption, tuple(automatic(caption)), self._photo(data or picture(caption or "a photo")))
        return self._post(body, chat, reply_to, topic)

    def document(
        self,
        data: bytes,
        name: str,
        mime: str = "application/octet-stream",
        *,
        caption: str = "",
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: int = 0,
    ) -> Message:
        """Send a file: a picture in full quality, a story as text."""
        body = Body(caption, tuple(automatic(caption)), self._document(data, name, mime))
        return self._post(body, chat, reply_to, topic)

    def voice(
        self,
        words: str = "Once there was a fox who found a lantern.",
        *,
        data: bytes | None = None,
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: int = 0,
    ) -> Message:
        """Send a voice note: syllable-like sound as long as the words take, or the sound given."""
        sound = data or media.voice_note(made.speech(words[:LONGEST_VOICE], "wav"))
        file = self._state.files.add("voice", sound, "voice.ogg", "audio/ogg")
        note = self._state.keep(Media("voice", file, seconds=max(1, round(media.seconds(sound)))))
        return self._post(Body(media=note), chat, reply_to, topic)

    def album(
        self,
        pictures: Sequence[bytes] | int,
        *,
        caption: str = "",
        chat: Chat | None = None,
        reply_to: Message | None = None,
        topic: int = 0,
        as_files: bool = False,
        shuffle: int | None = None,
    ) -> list[Message]:
        """Send 2-10 pictures at once: separate updates with one media_group_id, the caption on the first.

        `shuffle` (a seed) brings the updates in another order.
        """
        bodies = self._album(pictures, caption, as_files)
        name = str(13_800_000_000_000_000 + self._state.number())
        posted = [self._put(body, chat, reply_to, topic, name) for body in bodies]
        told = list(posted)
        if shuffle is not None:
            random.Random(shuffle).shuffle(told)
        for message in told:
            self._told(message)
        return posted

    async def slow_album(
        self, pictures: Sequence[bytes] | int, every: float, *, caption: str = "", **where: Any
    ) -> list[Message]:
        """An album whose items arrive one by one, `every` seconds of the server's scaled time apart."""
        name = str(13_800_000_000_000_000 + self._state.number())
        posted = []
        for number, body in enumerate(self._album(pictures, caption, where.pop("as_files", False))):
            if number:
                await self._state.clock.sleep(every * self._server.scale)
            posted.append(
                self._put(body, where.get("chat"), where.get("reply_to"), where.get("topic", 0), name)
            )
            self._told(posted[-1])
        return posted

    def react(self, message: Message, emoji: str) -> None:
        self._state.react(message, self.user, emoji)

    # ------------------------------------------------------------ buttons

    def press(
        self, what: str, *, message: Message | None = None, chat: Chat | None = None, stale: bool = False
    ) -> Press:
        """Tap the button with this label or data, on the newest message that has it.

        A label may be given in part, when only one button of the message fits. `stale`: the message is so old
        that the bot gets no content of it. Raises NotThere with the buttons that are there.
        """
        where, button = self._button(what, message, chat or self.chat)
        if not button.data:
            raise NotThere(f"“{button.label}” is no button that the bot hears of: see open_app, or its url")
        return self._pressed(where, button, stale)

    def press_old(self, data: str, message: Message) -> Press:
        """Tap a button that an older version of the message showed, on a screen that was not refreshed yet."""
        bodies = [message.body, *(version.body for version in reversed(message.versions))]
        for body in bodies:
            for button in (one for row in body.keyboard for one in row):
                if data in (button.data, button.label):
                    return self._pressed(message, button, False)
        raise NotThere(f"message {message.id} never had a button {data!r}")

    def press_forged(self, data: str, message: Message) -> Press:
        """What a tampered client could send: data that no button ever had."""
        return self._pressed(message, Button("?", data=data), False)

    def open_app(
        self, what: str = "", *, chat: Chat | None = None, start_param: str = "", theme: str = "light"
    ) -> Launch:
        """Open the Mini App by a button with this label, or by the menu button when none is named."""
        if what:
            _, button = self._button(what, None, chat or self.chat)
            link = urlsplit(button.url)
            url, start = button.web_app, dict(parse_qsl(link.query)).get("startapp", "")
            if link.netloc == "t.me" and start and len(start) <= START and START_LETTERS.fullmatch(start):
                url, start_param = self._server.rules.app, start
        else:
            menu = self._state.menus.get(self.id) or self._state.menus.get(0) or {}
            url = menu.get("web_app", {}).get("url", "")
        if not url:
            raise NotThere(f"{what or 'the menu button'!r} opens no Mini App")
        return launch(self._state, self.user, url, start_param, theme)

    def _pressed(self, message: Message, button: Button, stale: bool) -> Press:
        self._check_inside(message.chat)
        press = self._state.press(self.user, message, button)
        self._server.meter.asked(message.chat.id)
        self._server.updates.put("callback_query", press_json(self._state, press, stale))
        return press

    def _button(self, what: str, message: Message | None, chat: Chat) -> tuple[Message, Button]:
        places = [message] if message else [one for one in reversed(chat.visible()) if one.buttons]
        for place in places:
            exact = [one for one in place.buttons if what in (one.label, one.data)]
            partly = exact or [one for one in place.buttons if what.lower() in one.label.lower()]
            if len(partly) > 1 and not exact:
                raise NotThere(f"{what!r} fits several buttons: {[one.label for one in partly]}")
            if partly:
                return place, partly[0]
        seen = [place.labels for place in places]
        raise NotThere(f"there is no button {what!r}; the newest keyboards are {seen[:3]}")

    # ------------------------------------------------------------ reading

    @property
    def draft(self) -> str:
        """What the bot is just writing here, "" when it has sent a message since, or nothing for 30 s."""
        at, text = self.chat.drafted
        later = any(one.sender.bot and one.at > at for one in self.chat.messages.values())
        return "" if later or self._state.clock.now() - at > DRAFT_SECONDS else text

    def screen(self, chat: Chat | None = None, topic: int = 0) -> Screen:
        """What the person sees now; only one topic when it is named."""
        place = chat or self.chat
        shown = tuple(one for one in place.visible() if not topic or one.topic == topic)
        pinned = tuple(place.messages[one] for one in place.pinned if not place.messages[one].deleted)
        return Screen(shown, pinned, topic)

    @property
    def pending(self) -> list[Press]:
        """Own presses that the bot has not answered yet."""
        return [one for one in self._state.pending() if one.by is self.user]

    async def sees(
        self,
        words: str = "",
        *,
        chat: Chat | None = None,
        after: Message | None = None,
        kind: str = "",
        button: str = "",
        seconds: float = PATIENCE,
    ) -> Message:
        """Wait for a message of the bot, and give it: with these words (or pattern), kind and button.

        `after`: only what came later than this message. Raises NotThere with the screen when it does not come.
        """
        place = chat or self.chat

        def found() -> Message | None:
            for message in reversed(place.visible()):
                if after is not None and message.id <= after.id:
                    return None
                if message.sender is self._state.bot and _fits(message, words, kind, button):
                    return message
            return None

        try:
            return await self._state.signal.until(found, seconds)
        except TimeoutError:
            wish = f"words {words!r}, kind {kind!r}, button {button!r}"
            raise NotThere(f"waited {seconds:g} s for {wish}. The screen:\n{self.screen(place).text}") from None

    async def answer(self, press: Press, seconds: float = PATIENCE) -> str:
        """Wait for the bot's answer to a press: the words of the toast or alert, often empty."""
        try:
            await self._state.signal.until(lambda: press.answered, seconds)
        except TimeoutError:
            raise NotThere(f"the press on “{press.button.label}” was not answered in {seconds:g} s") from None
        return press.text

    async def tap(self, what: str, **how: Any) -> Press:
        """Press, and wait until the bot has answered the press."""
        press = self.press(what, **how)
        await self.answer(press)
        return press

    async def until_gone(self, message: Message, seconds: float = PATIENCE) -> None:
        """Wait until a message is deleted."""
        await self._state.signal.until(lambda: message.deleted, seconds)

    # ------------------------------------------------------------ the account

    def block(self) -> None:
        """Stop the bot."""
        if not self.chat.blocked:
            self.chat.blocked = True
            self._state.note(self.chat, "blocked the bot", self.user)
            self._membership("member", "kicked")

    def unblock(self) -> None:
        if self.chat.blocked:
            self.chat.blocked = False
            self._state.note(self.chat, "let the bot in again", self.user)
            self._membership("kicked", "member")

    def _membership(self, old: str, new: str) -> None:
        update = heard(self._state, self.chat, self.user, old, new)
        self._server.updates.put("my_chat_member", update)

    # ------------------------------------------------------------ parts

    def _post(self, body: Body, chat: Chat | None, reply_to: Message | None, topic: int) -> Message:
        message = self._put(body, chat, reply_to, topic)
        self._told(message)
        return message

    def _put(
        self, body: Body, chat: Chat | None, reply_to: Message | None, topic: int, album: str = ""
    ) -> Message:
        place = chat or (reply_to.chat if reply_to else self.chat)
        self._check_inside(place)
        topic = topic or (reply_to.topic if reply_to else 0)
        return self._state.post(place, self.user, body, reply_to=reply_to, topic=topic, album=album)

    def _check_inside(self, place: Chat) -> None:
        if place.members.get(self.id, "left") in ("left", "kicked"):
            raise NotThere(f"{self.user.name} is not in “{place.title}”")

    def _told(self, message: Message, kind: str = "message") -> None:
        if reaches_bot(self._state, message):
            self._server.meter.asked(message.chat.id)
            self._server.updates.put(kind, message_json(self._state, message))

    def _album(self, pictures: Sequence[bytes] | int, caption: str, as_files: bool) -> list[Body]:
        if isinstance(pictures, int):
            pictures = [picture(f"{caption} {number}") for number in range(pictures)]
        if not 2 <= len(pictures) <= 10:
            raise ValueError("an album has 2-10 items")
        items = [
            self._document(one, f"photo_{number}.png", "image/png") if as_files else self._photo(one)
            for number, one in enumerate(pictures, 1)
        ]
        words = [caption, *[""] * (len(items) - 1)]
        return [Body(text, tuple(automatic(text)), item) for text, item in zip(words, items, strict=True)]

    def _photo(self, data: bytes) -> Media:
        sizes = tuple(
            self._state.files.add("photo", one, "photo.jpg", "image/jpeg", width=width, height=height)
            for one, width, height in media.shrunk(data)
        )
        return self._state.keep(
            Media("photo", sizes[-1], sizes, width=sizes[-1].width, height=sizes[-1].height)
        )

    def _document(self, data: bytes, name: str, mime: str) -> Media:
        thumbnail = self._thumbnail(data) if media.is_picture(data) else None
        file = self._state.files.add("document", data, name, mime)
        return self._state.keep(Media("document", file, thumbnail=thumbnail))

    def _thumbnail(self, data: bytes) -> Stored | None:
        small = [one for one in media.shrunk(data) if max(one[1:]) <= SQUARE]
        if not small:
            return None
        one, width, height = small[-1]
        add = self._state.files.add
        return add("thumbnail", one, "thumb.jpg", "image/jpeg", width=width, height=height)


def picture(words: str, width: int = 1280, height: int = 960) -> bytes:
    """A drawn picture whose colours follow the words, as PNG."""
    return made.picture(words, width, height)


def describe(message: Message) -> str:
    """A message in plain text: who, what it shows, its words and its buttons."""
    head = f"[{message.id}] {message.sender.name}:"
    shown = f" <{message.kind}>" if message.kind != "text" else ""
    rows = ["  " + " ".join(f"[{button.label}]" for button in row) for row in message.body.keyboard]
    return "\n".join([f"{head}{shown} {message.text}".rstrip(), *rows])


def reaches_bot(state: State, message: Message) -> bool:
    """Whether the bot hears of a message: everything in private, in groups what privacy mode lets through."""
    chat = message.chat
    status = chat.members.get(state.bot.id, "left")
    if chat.private or status in ("left", "kicked"):
        return chat.private
    if status == "administrator" or not chat.privacy or message.service:
        return True
    if message.reply_to is not None and message.reply_to.sender is state.bot:
        return True
    own = f"@{state.bot.username}".lower()
    words = [
        message.text.encode("utf-16-le")[e["offset"] * 2 : (e["offset"] + e["length"]) * 2]
        for e in message.body.entities
    ]
    marks = [
        (e["type"], word.decode("utf-16-le").lower())
        for e, word in zip(message.body.entities, words, strict=True)
    ]
    return any(
        (kind == "mention" and word == own)
        or (kind == "bot_command" and ("@" not in word or word.endswith(own)))
        for kind, word in marks
    )


def says(message: Message, words: str) -> bool:
    """Whether these words, or something that fits this pattern, stand in the message."""
    if words in message.text:
        return True
    try:
        return re.search(words, message.text) is not None
    except re.error:
        return False


def _fits(message: Message, words: str, kind: str, button: str) -> bool:
    if kind and message.kind != kind:
        return False
    if button and not any(button.lower() in label.lower() for label in message.labels):
        return False
    return says(message, words)
