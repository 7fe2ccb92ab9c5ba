"""The wire: every call to Telegram, with what its answers mean (2.6); the token never gets into a log."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    WebAppInfo,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.screens.parts import Button, Picture, Screen
from bot.words import Safe
from core.settings import Settings
from core.studio.chats import Chats

log = logging.getLogger(__name__)

T = TypeVar("T")

TRIES = 4
"""How often a message is tried in all when Telegram asks us to wait or cannot be reached."""

UPLOAD: dict[str, Any] = {"write_timeout": 300.0, "read_timeout": 120.0}
"""Seconds for a film of 50 MB over a slow line."""

GONE = ("to edit not found", "can't be edited", "message_id_invalid")
"""What Telegram says of a message that cannot be edited any more."""

PRESSES = 500
"""Presses of which is remembered that they were answered; Telegram shows the first answer only."""

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")


@dataclass(frozen=True, slots=True)
class Wrote:
    """What became of an edit: "done", "gone" (send anew), "wait" (so many seconds), "mute" or "bad"."""

    how: str
    wait: float = 0.0


Bot = ExtBot[Any]


def open_bot(settings: Settings) -> Bot:
    """The library's calls, pointed where the settings say; nothing is asked yet."""
    hush()
    api = settings.telegram_api_base.rstrip("/")
    files = (settings.telegram_file_base or api).rstrip("/")
    pace = settings.telegram_pace
    return ExtBot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=f"{api}/bot",
        base_file_url=f"{files}/file/bot",
        request=HTTPXRequest(connection_pool_size=64, read_timeout=20.0, write_timeout=20.0, pool_timeout=30.0),
        get_updates_request=HTTPXRequest(connection_pool_size=2, read_timeout=20.0),
        local_mode=settings.telegram_local_server,
        rate_limiter=AIORateLimiter(group_time_period=60 * pace, overall_time_period=pace),
    )


def hush() -> None:
    """httpx logs addresses, and Telegram's carry the token: only its warnings are kept, and cleaned."""
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)  # a 429 is no error here
    before = logging.getLogRecordFactory()
    if getattr(before, "hides_tokens", False):
        return

    def clean(*given: Any, **named: Any) -> logging.LogRecord:
        record = before(*given, **named)
        said = record.getMessage()
        if TOKEN.search(said):
            record.msg, record.args = TOKEN.sub("[token]", said), ()
        if record.exc_info and record.exc_info[1] is not None and TOKEN.search(repr(record.exc_info[1])):
            record.exc_info = None
        return record

    clean.hides_tokens = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(clean)


class Wire:
    """Sends screens, edits them, answers presses."""

    def __init__(self, bot: Bot, chats: Chats, pace: float) -> None:
        self.bot = bot
        self._chats = chats
        self._pace = pace
        self._answered: deque[str] = deque(maxlen=PRESSES)

    # messages

    async def send(self, chat: int, screen: Screen, *, thread: int = 0, reply_to: int = 0) -> Message | None:
        """A new message; None when the chat does not want any more."""
        common: dict[str, Any] = {
            "message_thread_id": thread or None,
            "reply_markup": markup(screen),
            "disable_notification": not screen.loud,
            "parse_mode": "HTML",
            "reply_parameters": ReplyParameters(reply_to, allow_sending_without_reply=True)
            if reply_to
            else None,
        }
        if screen.picture is None:
            plain = LinkPreviewOptions(is_disabled=True)
            return await self.steadily(
                chat, lambda to: self.bot.send_message(to, screen.text, link_preview_options=plain, **common)
            )
        return await self._send_picture(chat, screen.picture, {"caption": screen.text, **common})

    async def album(
        self, chat: int, pictures: Sequence[Picture], *, thread: int = 0, reply_to: int = 0
    ) -> None:
        """Up to ten pictures in one silent message; a single one is no album."""
        if len(pictures) == 1:
            await self.send(chat, Screen(Safe(""), picture=pictures[0]), thread=thread, reply_to=reply_to)
        if len(pictures) < 2:
            return
        known = [await self._known(one) for one in pictures]

        def send(to: int) -> Awaitable[Any]:
            media = [
                InputMediaPhoto(file or upload_of(one, attach=True))
                for file, one in zip(known, pictures, strict=True)
            ]
            reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
            quiet: dict[str, Any] = {"disable_notification": True, "message_thread_id": thread or None}
            return self.bot.send_media_group(to, media, reply_parameters=reply, **quiet, **UPLOAD)

        for picture, sent in zip(pictures, await self.steadily(chat, send) or (), strict=False):
            await self._remember(picture, sent)

    async def edit(self, chat: int, message: int, screen: Screen, *, shows: bool, fresh: bool) -> Wrote:
        """Give a message this screen. `shows`: it has a picture now; `fresh`: the picture is another one."""
        where = {"chat_id": chat, "message_id": message}
        keys = InlineKeyboardMarkup([[_key(one) for one in row] for row in screen.rows])
        common: dict[str, Any] = {**where, "reply_markup": keys}
        try:
            if screen.picture is not None and (fresh or not shows):
                await self._edit_picture(screen, common)
            elif shows:
                await self.bot.edit_message_caption(caption=screen.text, parse_mode="HTML", **common)
            else:
                plain = LinkPreviewOptions(is_disabled=True)
                await self.bot.edit_message_text(
                    screen.text, parse_mode="HTML", link_preview_options=plain, **common
                )
        except TelegramError as error:
            return await self._unwritten(error, chat)
        return Wrote("done")

    async def remove(self, chat: int, message: int) -> None:
        await self.optional(self.bot.delete_message(chat, message))

    # what may fail without harm

    async def toast(self, press: str, text: str = "", *, alert: bool = False) -> None:
        """Answer a press; too late an answer is nobody's loss."""
        await self.told(press, text, alert=alert)

    async def told(self, press: str, text: str = "", *, alert: bool = False) -> bool:
        """The same; false when the words are not seen: too late, or the press was answered before."""
        if press in self._answered:
            return not text
        self._answered.append(press)
        return await self.optional(self.bot.answer_callback_query(press, text[:200] or None, show_alert=alert))

    async def react(self, chat: int, message: int, sign: str) -> None:
        await self.optional(self.bot.set_message_reaction(chat, message, sign))

    async def pin(self, chat: int, message: int) -> None:
        await self.optional(self.bot.pin_chat_message(chat, message, disable_notification=True))

    async def unpin(self, chat: int, message: int) -> None:
        await self.optional(self.bot.unpin_chat_message(chat, message))

    async def uploading(self, chat: int, thread: int) -> None:
        await self.optional(self.bot.send_chat_action(chat, "upload_video", message_thread_id=thread or None))

    async def optional(self, call: Awaitable[Any]) -> bool:
        """A call that never stops anything when it fails (7.1)."""
        try:
            await call
        except TelegramError as error:
            log.info("an optional call was refused: %s", error)
            return False
        return True

    # files

    async def fetch(self, file_id: str) -> bytes:
        """A person's file. Raises TelegramError, with "file is too big" above 20 MB."""
        found = await self.steadily(0, lambda _: self.bot.get_file(file_id))
        assert found is not None
        return bytes(await found.download_as_bytearray())

    async def steadily(self, chat: int, call: Callable[[int], Awaitable[T]]) -> T | None:
        """A call that is repeated while Telegram asks to wait or cannot be reached; None when it is unwanted.

        A lost answer to a text may so give it twice, which is better than losing it; films have their own way
        (delivery.py). Raises TelegramError.
        """
        for attempt in range(TRIES):
            try:
                return await call(chat)
            except ChatMigrated as moved:
                await self._chats.move_chat(chat, moved.new_chat_id)
                chat = moved.new_chat_id
            except Forbidden:
                await self._chats.set_chat(chat, muted=True)
                return None
            except RetryAfter as wait:
                await asyncio.sleep(seconds_of(wait))
            except BadRequest:
                raise
            except NetworkError:
                if attempt == TRIES - 1:
                    raise
                await asyncio.sleep(2.0**attempt * self._pace)
        return None

    # Inside

    async def _send_picture(self, chat: int, picture: Picture, common: dict[str, Any]) -> Message | None:
        known = await self._known(picture)

        def send(to: int) -> Awaitable[Message]:
            file: Any = known or upload_of(picture)
            if picture.kind == "video":
                small = None if known else picture.thumbnail or None
                return self.bot.send_video(to, file, thumbnail=small, **_video(picture), **common, **UPLOAD)
            return self.bot.send_photo(to, file, **common, **UPLOAD)

        try:
            sent = await self.steadily(chat, send)
        except BadRequest:
            if not known:
                raise
            await self._chats.forget_file(known)
            known = ""
            sent = await self.steadily(chat, send)
        if sent is not None:
            await self._remember(picture, sent)
        return sent

    async def _edit_picture(self, screen: Screen, common: dict[str, Any]) -> None:
        assert screen.picture is not None
        picture, known = screen.picture, await self._known(screen.picture)
        file: Any = known or upload_of(picture, attach=True)
        media: Any = (
            InputMediaVideo(
                file,
                screen.text,
                parse_mode="HTML",
                thumbnail=None if known else picture.thumbnail or None,
                **_video(picture),
            )
            if picture.kind == "video"
            else InputMediaPhoto(file, screen.text, parse_mode="HTML")
        )
        try:
            edited = await self.bot.edit_message_media(media, **common, **UPLOAD)
        except BadRequest as error:
            if not known or "file" not in str(error).lower():
                raise
            await self._chats.forget_file(known)
            return await self._edit_picture(screen, common)
        if isinstance(edited, Message):
            await self._remember(picture, edited)

    async def _known(self, picture: Picture) -> str:
        return await self._chats.file_id(digest(picture.key), self.bot.id, picture.kind)

    async def _remember(self, picture: Picture, message: Message) -> None:
        file = message.video if picture.kind == "video" else message.photo[-1] if message.photo else None
        if file is not None:
            await self._chats.keep_file(
                digest(picture.key), self.bot.id, picture.kind, file.file_id, file.file_unique_id
            )

    async def _unwritten(self, error: TelegramError, chat: int) -> Wrote:
        said = str(error).lower()
        if isinstance(error, RetryAfter):
            return Wrote("wait", seconds_of(error))
        if "not modified" in said:
            return Wrote("done")
        if isinstance(error, ChatMigrated):
            await self._chats.move_chat(chat, error.new_chat_id)
            return Wrote("wait")
        if isinstance(error, Forbidden):
            await self._chats.set_chat(chat, muted=True)
            return Wrote("mute")
        if isinstance(error, BadRequest):
            log.info("an edit was refused: %s", error)
            return Wrote("gone" if any(sign in said for sign in GONE) else "bad")
        log.info("an edit did not get through: %s", error)
        return Wrote("wait", 2.0 * self._pace)


def markup(screen: Screen) -> InlineKeyboardMarkup | ForceReply | None:
    """The keyboard, or the wish for a reply."""
    if screen.ask:
        return ForceReply(selective=True, input_field_placeholder=screen.ask[:64])
    if not screen.rows:
        return None
    return InlineKeyboardMarkup([[_key(one) for one in row] for row in screen.rows])


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def seconds_of(wait: RetryAfter) -> float:
    """How long Telegram asks us to wait."""
    left = wait.retry_after
    return float(left.total_seconds() if hasattr(left, "total_seconds") else left)


def upload_of(picture: Picture, *, attach: bool = False) -> InputFile:
    """Our own bytes, never a string: a string that names a file would be uploaded (trap 2)."""
    name = "clip.mp4" if picture.kind == "video" else "picture.jpg"
    data = picture.data or (picture.path.read_bytes() if picture.path else b"")
    return InputFile(data, filename=name, attach=attach)


def is_lost(error: TelegramError) -> bool:
    """Whether nobody knows what became of an upload."""
    return isinstance(error, TimedOut) or (
        isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    )


def _video(picture: Picture) -> dict[str, Any]:
    size = {"width": picture.width, "height": picture.height, "duration": picture.seconds}
    return {**{name: value for name, value in size.items() if value}, "supports_streaming": True}


def _key(one: Button) -> InlineKeyboardButton:
    does: dict[str, Any] = {}
    if one.copy:
        does["copy_text"] = CopyTextButton(one.copy)
    elif one.web_app:
        does["web_app"] = WebAppInfo(one.web_app)
    elif one.url:
        does["url"] = one.url
    else:
        does["callback_data"] = one.data
    return InlineKeyboardButton(one.label, style=one.style or None, **does)
