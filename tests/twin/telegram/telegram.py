"""The stand-in for Telegram as a whole: its address, the people in it, and what a test can ask of it."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from types import TracebackType
from typing import Any

from aiohttp import web

from . import transcript
from .call import Rules
from .faults import Armed
from .groups import Group, opened
from .leaks import Leaks
from .meter import Meter
from .outbox import Outbox
from .person import Person
from .server import Server
from .shapes import message_json
from .state import Chat, Press, State, User
from .updates import Updates

HOST = "127.0.0.1"


class Telegram:
    """`async with Telegram() as telegram:` opens it; everything ends with the block.

    `scale` shortens the times of the design (0.01: an interval of 4 s becomes 40 ms); give the product the
    same. `burst` is how many edits may come out of rhythm (meter.py). `local` stands for a Bot API server of
    one's own, `topics` for topics in private chats, `unknown_ok` answers `true` to
    methods that are not built here.
    """

    def __init__(
        self,
        *,
        token: str = "",
        name: str = "Video Story",
        username: str = "video_story_bot",
        scale: float = 1.0,
        burst: int = 3,
        port: int = 0,
        local: bool = False,
        topics: bool = False,
        unknown_ok: bool = False,
    ) -> None:
        self.token = token or f"7000000001:AA{secrets.token_urlsafe(24)}_"
        self.state = State(self.token, name, username)
        self.rules = Rules(local, unknown_ok, topics)
        self.server = Server(self.state, self.rules, scale, burst)
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Telegram:
        self.leaks.listen()
        await self.up()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.updates.close()
        await self.down()
        self.leaks.stop()

    async def up(self) -> None:
        """Come back on the same address, with everything as it was."""
        self.server.pause(False)
        self._runner = web.AppRunner(
            self.application(), access_log=None, shutdown_timeout=0.2, handler_cancellation=True
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def down(self) -> None:
        """Go away: every connection ends, new ones are refused."""
        self.server.pause(True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def application(self) -> web.Application:
        """The routes; page.py adds its own."""
        return self.server.application()

    # ------------------------------------------------------------ addresses

    @property
    def url(self) -> str:
        """The origin."""
        return f"http://{HOST}:{self._port}"

    @property
    def base_url(self) -> str:
        """For python-telegram-bot's `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def env(self) -> dict[str, str]:
        """The settings that point the product at the stand-in (telegram.md 7.1)."""
        return {
            "TELEGRAM_BOT_TOKEN": self.token,
            "TELEGRAM_API_BASE": self.url,
            "TELEGRAM_FILE_BASE": self.url,
            "TELEGRAM_MODE": "polling",
        }

    # ------------------------------------------------------------ people and groups

    def person(self, name: str = "Ann", *, username: str = "", language: str = "en", id: int = 0) -> Person:
        """Somebody with an account and a private chat with the bot."""
        number = id or 100_000_000 + 111 * self.state.number()
        user = User(number, name, username or name.lower(), language)
        chat = Chat(number, "private", name, {number: "member", self.state.bot.id: "member"})
        self.state.users[number], self.state.chats[number] = user, chat
        return Person(self.server, user, chat)

    def group(
        self,
        title: str,
        *people: Person,
        admins: tuple[Person, ...] = (),
        supergroup: bool = True,
        topics: bool = False,
        privacy: bool = True,
        bot: str = "member",
    ) -> Group:
        """A group with these people and the bot in it (`bot`: its status, "left" to have it outside)."""
        base = -1_001_000_000_000 if supergroup else -4_000_000_000
        kind = "supergroup" if supergroup else "group"
        chat = Chat(base - self.state.number(), kind, title, forum=topics, privacy=privacy)
        chat.members[self.state.bot.id] = bot
        return opened(self.server, chat, people, admins)

    # ------------------------------------------------------------ faults and time

    def arm(
        self,
        fault: str,
        method: str = "",
        *,
        chat: int = 0,
        contains: str = "",
        times: int | None = 1,
        **more: Any,
    ) -> Armed:
        """Let a fault strike (names in faults.toml, meaning of the arguments in faults.py)."""
        return self.server.faults.arm(fault, method, chat=chat, contains=contains, times=times, **more)

    def disarm(self, fault: str = "") -> None:
        """Take back one fault, or all."""
        self.server.faults.disarm(fault)

    def advance(self, seconds: float) -> None:
        """Put the stand-in's clock forward."""
        self.state.clock.advance(seconds)

    async def until(self, found: Any, seconds: float = 30.0) -> Any:
        """Wait for a function to give something true; asked again after each change. Raises TimeoutError."""
        return await self.state.signal.until(found, seconds)

    async def settled(self, seconds: float = 30.0) -> None:
        """Wait until the bot has taken every update and answered every press. Raises TimeoutError."""
        await self.until(lambda: not self.updates.waiting and not self.pending, seconds)

    # ------------------------------------------------------------ what was seen

    @property
    def outbox(self) -> Outbox:
        """Every call of the bot."""
        return self.server.outbox

    @property
    def meter(self) -> Meter:
        return self.server.meter

    @property
    def leaks(self) -> Leaks:
        return self.server.leaks

    @property
    def updates(self) -> Updates:
        return self.server.updates

    @property
    def pending(self) -> list[Press]:
        """Presses of anybody that the bot has not answered yet."""
        return self.state.pending()

    def problems(self) -> list[str]:
        """Everything a careful reader would object to, in words: the check at the end of every test."""
        server = self.server
        return [
            *(f"unanswered press on “{one.button.label}” ({one.button.data})" for one in self.pending),
            *(f"edit rate: {one}" for one in server.meter.violations),
            *(f"token leak: {one}" for one in server.leaks.found),
            *(f"refused: {one.method} → {one.status} {one.description}" for one in server.outbox.refused()),
            *(f"flood wait: {one}" for one in server.too_early),
            *(f"media: {one}" for one in server.rules.remarks),
        ]

    def check(self, *allow: str) -> None:
        """Raises AssertionError naming all problems; `allow` lets those with these words pass."""
        found = [one for one in self.problems() if not any(word in one for word in allow)]
        assert not found, "\n".join(["Telegram objects:", *found])

    def transcript(self, chat: Chat) -> str:
        """The conversation as plain text."""
        return transcript.as_text(self.state, chat)

    def write_transcript(self, path: Path, *chats: Chat, title: str = "Transcript") -> None:
        """The conversations as one readable page (.html), or as plain text (anything else)."""
        shown = chats or tuple(chat for chat in self.state.chats.values() if chat.moments)
        text = (
            transcript.as_page(self.state, shown, title)
            if path.suffix == ".html"
            else "\n\n".join(transcript.as_text(self.state, chat) for chat in shown)
        )
        path.write_text(text, encoding="utf-8")

    def dump(self) -> str:
        """Chats with all their messages, waiting updates and calls, as JSON."""
        chats = {
            str(chat.id): [message_json(self.state, one) for one in chat.visible()]
            for chat in self.state.chats.values()
        }
        calls = [{"method": one.method, "params": one.params, "status": one.status} for one in self.outbox]
        state = {
            "chats": chats,
            "updates": self.updates.waiting,
            "commands": self.state.commands,
            "calls": calls,
        }
        return json.dumps(state, ensure_ascii=False, indent=1)
