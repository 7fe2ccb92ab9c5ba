"""Delivery: a finished film is brought into its chats once, whatever happens on the way (telegram.md 9.9)."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

from telegram import InputFile, Message, ReplyParameters
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.kit import Kit
from bot.screens import delivery as screens
from bot.screens.parts import Screen
from bot.views import film_facts, wants_sounds
from bot.wire import UPLOAD, is_lost, markup, seconds_of
from core.errors import NotReady, StudioError
from core.story import Step
from core.studio import Film
from core.studio.chats import Panel, Sending
from core.studio.links import Links

log = logging.getLogger(__name__)

FITS, FITS_LOCAL = 49_000_000, 1_990_000_000
"""Bytes that a message may carry: Telegram's own servers, and a server of one's own."""

TRIES = 2
"""A film that Telegram finds too large is made smaller once; then there is a link."""

DIFFERENT = "413", "too large", "too big"


class Delivery:
    """Sends films, each once per chat; knows what to do when nobody can say whether one arrived."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._uploads: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """After a restart: what was on its way may have arrived; what only waited is sent."""
        for one in await self._kit.chats.sendings(state="sending"):
            await self._unknown(one)
        for one in await self._kit.chats.sendings(state="queued"):
            self._upload(one)

    async def close(self) -> None:
        for task in self._uploads:
            task.cancel()
        await asyncio.gather(*self._uploads, return_exceptions=True)

    async def bring(self, home: Panel, again: str = "") -> bool:
        """Send the film of a panel, if it is up to date and this chat has not got it yet; false without a film.

        `again` names a wish to see it once more.
        """
        film = await self._film(home)
        if film is None:
            return False
        key = f"{home.project_id}:{film.sha256[:20]}:{home.chat}{':' if again else ''}{again}"
        sending = Sending(key, home.project_id, home.owner, home.chat, home.thread, await self._answers(home))
        if await self._kit.chats.begin_sending(sending):
            self._upload(sending)
        return True

    async def again(self, project_id: str, owner: str, number: str) -> None:
        """The person did not see the film and wants it sent again."""
        for one in await self._kit.chats.sendings(project_id=project_id, state="unknown"):
            if one.owner == owner and mark(one) == number:
                await self._kit.chats.set_sending(one.key, "queued")
                self._upload(one)

    async def seen(self, project_id: str, owner: str, number: str) -> None:
        """The person has it."""
        for one in await self._kit.chats.sendings(project_id=project_id, state="unknown"):
            if one.owner == owner and mark(one) == number:
                await self._kit.chats.set_sending(one.key, "sent")

    async def original(self, chat: int, thread: int, owner: str, project_id: str, reply_to: int) -> bool:
        """The untouched file as a document; false when it is too large for a message. Raises StudioError."""
        film = await self._kit.studio.delivery(owner, project_id)
        if film.size > self._most:
            return False
        known = await self._kit.chats.file_id(film.sha256, self._kit.me.id, "document")
        if known:
            await self._kit.wire.steadily(chat, lambda to: self._document(to, thread, known, reply_to))
            return True
        with film.path.open("rb") as handle:
            file = InputFile(handle, filename=f"{safe(film.title)}.mp4", read_file_handle=False)
            sent = await self._kit.wire.steadily(chat, lambda to: self._document(to, thread, file, reply_to))
        if sent is not None and sent.document is not None:
            doc = sent.document
            await self._kit.chats.keep_file(
                film.sha256, self._kit.me.id, "document", doc.file_id, doc.file_unique_id
            )
        return True

    async def link(self, owner: str, project_id: str) -> str:
        """An address of the original that is good for a day; empty where nobody can reach this machine."""
        base = self._kit.settings.public_base_url.rstrip("/")
        if not base:
            return ""
        film = await self._kit.studio.delivery(owner, project_id, needed="nothing")
        path, _ = Links.of(self._kit.settings.data_dir).address(owner, project_id, "original", film.sha256)
        return base + path

    async def retry(self, chat: int) -> None:
        """Somebody who had blocked the bot is back: what could not be sent is sent now."""
        for one in await self._kit.chats.sendings(chat=chat, state="failed"):
            await self._kit.chats.set_sending(one.key, "queued")
            self._upload(one)

    # Inside

    @property
    def _most(self) -> int:
        return FITS_LOCAL if self._kit.settings.telegram_local_server else FITS

    async def _film(self, home: Panel) -> Film | None:
        status = await self._kit.studio.status(home.owner, home.project_id)
        export = next((step for step in status.steps if step.name == Step.EXPORT), None)
        if export is None or export.total == 0 or export.done < export.total:
            return None
        try:
            return await self._kit.studio.delivery(home.owner, home.project_id, needed="nothing")
        except NotReady:
            return None

    async def _answers(self, home: Panel) -> int | None:
        """A new version answers the last one, the first one the story."""
        for one in await self._kit.chats.sendings(project_id=home.project_id, chat=home.chat, state="sent"):
            if one.message:
                return one.message
        return home.story_message

    def _upload(self, sending: Sending) -> None:
        task = asyncio.create_task(self._uploaded(sending), name=f"send {sending.key}")
        self._uploads.add(task)
        task.add_done_callback(self._uploads.discard)

    async def _uploaded(self, sending: Sending) -> None:
        """One upload to its end, in one of the states sent, unknown or failed."""
        kit = self._kit
        try:
            original = await kit.studio.delivery(sending.owner, sending.project_id)
            most = self._most
            for _ in range(TRIES):
                film = await kit.studio.film_for_chat(sending.owner, sending.project_id, most)
                if film is None:
                    break
                if await self._send(sending, film, await self._said(sending, film, original)):
                    return
                most = min(most, film.size) // 2
            await self._too_large(sending, original.size)
        except StudioError as error:
            log.warning("a film could not be sent: %s", error)
            await kit.chats.set_sending(sending.key, "failed")
        except Exception:
            log.exception("a film could not be sent")
            await kit.chats.set_sending(sending.key, "failed")

    async def _said(self, sending: Sending, film: Film, original: Film) -> Screen:
        """The words and buttons under the film."""
        kit, smaller = self._kit, film.sha256 != original.sha256
        facts = await film_facts(
            kit,
            sending.owner,
            sending.project_id,
            film,
            sending.chat,
            smaller=smaller,
            size=original.size,
        )
        said = screens.caption(await kit.words_of(sending.owner), facts)
        return replace(said, loud=await wants_sounds(kit, sending.owner))

    async def _send(self, sending: Sending, film: Film, screen: Screen) -> bool:
        """One try; false when Telegram says that the file is too large."""
        kit = self._kit
        await kit.wire.uploading(sending.chat, sending.thread)
        await kit.chats.set_sending(sending.key, "sending")
        try:
            sent = await self._video(sending, film, screen)
        except Forbidden:
            await kit.chats.set_chat(sending.chat, muted=True)
            await kit.chats.set_sending(sending.key, "failed")
            return True
        except NetworkError as error:  # BadRequest is one of them
            if any(sign in str(error).lower() for sign in DIFFERENT):
                return False
            if not is_lost(error):
                raise
            log.info("nobody knows whether a film arrived: %s", error)
            await self._unknown(sending)
            return True
        await kit.chats.set_sending(sending.key, "sent", sent.message_id)
        if sent.video is not None:
            video = sent.video
            await kit.chats.keep_file(film.sha256, kit.me.id, "video", video.file_id, video.file_unique_id)
        return True

    async def _video(self, sending: Sending, film: Film, screen: Screen) -> Message:
        """The video as every app plays it: sizes, length and small picture named. Raises TelegramError."""
        kit = self._kit
        known = await kit.chats.file_id(film.sha256, kit.me.id, "video")
        given: dict[str, Any] = {
            "caption": screen.text,
            "parse_mode": "HTML",
            "reply_markup": markup(screen),
            "width": film.width,
            "height": film.height,
            "duration": max(1, round(film.seconds)),
            "supports_streaming": True,
            "disable_notification": not screen.loud,
            "message_thread_id": sending.thread or None,
        }
        if sending.reply_to:
            given["reply_parameters"] = ReplyParameters(sending.reply_to, allow_sending_without_reply=True)
        effect = kit.settings.telegram_effect if sending.chat > 0 else ""
        cover = await kit.studio.cover(sending.owner, sending.project_id)
        for _ in range(6):
            try:
                more = {**given, "message_effect_id": effect or None, "cover": cover or None}
                return await self._posted(sending.chat, film, known, more)
            except RetryAfter as wait:
                await asyncio.sleep(seconds_of(wait))
            except BadRequest as error:
                if effect and "effect" in str(error).lower():
                    effect = ""
                elif cover and "cover" in str(error).lower():
                    cover = b""
                elif known:
                    await kit.chats.forget_file(known)
                    known = ""
                else:
                    raise
        raise TelegramError("Telegram asks to wait again and again")

    async def _posted(self, chat: int, film: Film, known: str, given: dict[str, Any]) -> Message:
        bot = self._kit.wire.bot
        if known:
            return await bot.send_video(chat, known, **given)
        thumbnail = film.thumbnail.read_bytes() if film.thumbnail else None
        with film.path.open("rb") as handle:
            file = InputFile(handle, filename=f"{safe(film.title)}.mp4", read_file_handle=False)
            return await bot.send_video(chat, file, thumbnail=thumbnail, **given, **UPLOAD)

    async def _document(self, chat: int, thread: int, file: Any, reply_to: int) -> Message:
        return await self._kit.wire.bot.send_document(
            chat,
            file,
            disable_content_type_detection=True,
            disable_notification=True,
            message_thread_id=thread or None,
            reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
            **UPLOAD,
        )

    async def _unknown(self, sending: Sending) -> None:
        """Ask the only one who can see: never send it again by ourselves."""
        kit = self._kit
        await kit.chats.set_sending(sending.key, "unknown")
        story = await kit.studio.story(sending.owner, sending.project_id)
        screen = screens.unknown(await kit.words_of(sending.owner), story, mark(sending))
        await kit.wire.send(sending.chat, screen, thread=sending.thread)

    async def _too_large(self, sending: Sending, size: int) -> None:
        kit = self._kit
        await kit.chats.set_sending(sending.key, "failed")
        story = await kit.studio.story(sending.owner, sending.project_id)
        link = await self.link(sending.owner, sending.project_id)
        screen = screens.too_large(await kit.words_of(sending.owner), story, size, link)
        await kit.wire.send(sending.chat, screen, thread=sending.thread)


def mark(sending: Sending) -> str:
    """A send's own mark for a button: the film it is of."""
    return sending.key.split(":")[1][:12]


def safe(title: str) -> str:
    """A title as a file name."""
    kept = "".join(c if c.isalnum() or c in " -_" else " " for c in title)
    return " ".join(kept.split())[:60] or "film"
