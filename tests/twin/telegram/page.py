"""A chat page in the browser, where a developer plays the person on the other side of the bot."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from aiohttp import web

from . import transcript
from .app import launch
from .media import is_picture
from .state import Chat, Message, Press
from .telegram import Telegram

HERE = Path(__file__).parent
LOOK = 20.0
"""Seconds a look at the chat waits for something new."""
ALBUM = 10


class Page(Telegram):
    """The stand-in with a page at its root; one person, who has a private chat and perhaps a group."""

    def __init__(self, name: str = "Ann", language: str = "en", group: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.player = self.person(name, language=language)
        self.places: dict[str, Chat] = {"private": self.player.chat}
        if group:
            self.places["group"] = self.group(group, self.player, topics=False).chat

    def application(self) -> web.Application:
        app = super().application()
        app.router.add_get("/", self._page)
        app.router.add_get("/chat/{place}/look", self._look)
        app.router.add_post("/chat/{place}/send", self._send)
        app.router.add_post("/chat/{place}/press", self._press)
        app.router.add_get("/chat/{place}/transcript", self._transcript)
        app.router.add_get("/chat/app", self._app)
        return app

    async def _page(self, request: web.Request) -> web.Response:
        html = (HERE / "page.html").read_text(encoding="utf-8")
        css = (HERE / "transcript.css").read_text(encoding="utf-8")
        return web.Response(text=html.replace("/* transcript.css */", css), content_type="text/html")

    async def _look(self, request: web.Request) -> web.Response:
        """The chat as it is, as soon as it differs from what the page has."""
        chat = self._place(request)
        has = request.query.get("has", "")
        try:
            seen = await self.until(lambda: self._changed(chat, has), LOOK)
        except TimeoutError:
            seen = self._seen(chat)
        return web.json_response(seen)

    def _changed(self, chat: Chat, has: str) -> dict[str, Any] | None:
        seen = self._seen(chat)
        return None if seen["mark"] == has else seen

    def _seen(self, chat: Chat) -> dict[str, Any]:
        shown = [transcript.now(one) for one in chat.visible()]
        html = "".join(transcript.bubble(chat, [one]) for one in shown)
        asking = [one.message.id for one in shown[-1:] if one.message.asks]
        answers = [one for one in self.state.presses.values() if one.chat is chat and one.answered]
        seen = {
            "html": html,
            "asks": asking[0] if asking else 0,
            "answer": _answer(answers[-1]) if answers else None,
            "places": {name: place.title for name, place in self.places.items()},
            "commands": sorted({one["command"] for row in self.state.commands.values() for one in row}),
            "problems": self.problems(),
        }
        mark = hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
        return {**seen, "mark": mark}

    async def _send(self, request: web.Request) -> web.Response:
        form = await request.post()
        chat = self._place(request)
        reply_to = chat.messages.get(int(str(form.get("reply_to") or 0)))
        files = [one for one in form.getall("file", []) if isinstance(one, web.FileField) and one.filename]
        text = str(form.get("text") or "").strip()
        if files:
            sent = [(one.filename, one.file.read()) for one in files[:ALBUM]]
            self._send_files(sent, text, bool(form.get("as_file")), {"chat": chat, "reply_to": reply_to})
        elif text:
            self.player.send(text, chat=chat, reply_to=reply_to)
        return web.json_response({"ok": True})

    def _send_files(
        self, files: list[tuple[str, bytes]], caption: str, as_file: bool, where: dict[str, Any]
    ) -> list[Message]:
        """Pictures as photos or one album, sounds as a voice note, anything else as a file."""
        pictures = [data for _, data in files if is_picture(data)]
        if len(pictures) == len(files) > 1:
            return self.player.album(pictures, caption=caption, as_files=as_file, **where)
        sent = []
        for name, data in files:
            mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
            if is_picture(data) and not as_file:
                sent.append(self.player.photo(data, caption=caption, **where))
            elif mime.startswith("audio/") and not as_file:
                sent.append(self.player.voice(data=data, **where))
            else:
                sent.append(self.player.document(data, name, mime, caption=caption, **where))
        return sent

    async def _press(self, request: web.Request) -> web.Response:
        told = await request.json()
        message = self._place(request).messages[int(told["message"])]
        self.player.press_old(str(told["data"]), message)
        return web.json_response({"ok": True})

    async def _transcript(self, request: web.Request) -> web.Response:
        chat = self._place(request)
        return web.Response(text=transcript.as_page(self.state, [chat], chat.title), content_type="text/html")

    async def _app(self, request: web.Request) -> web.Response:
        opened = launch(self.state, self.player.user, request.query["url"])
        raise web.HTTPFound(opened.url)

    def _place(self, request: web.Request) -> Chat:
        try:
            return self.places[request.match_info["place"]]
        except KeyError:
            raise web.HTTPNotFound from None


def _answer(press: Press) -> dict[str, Any]:
    return {"id": press.id, "text": press.text, "alert": press.alert}
