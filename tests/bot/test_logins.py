"""A browser comes in by the chat: the page asks, the person says its number, and that browser alone is in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from chatting import Stage, staged
from twin.telegram import Person, Telegram

from web.app import running

FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
ASK, CHECK = "/api/session/login", "/api/session/login/check"


class Browser:
    """A browser with its own cookies, in front of the page."""

    def __init__(self, client: aiohttp.ClientSession) -> None:
        self._client = client
        self.cookies: list[str] = []

    async def post(self, path: str, **headers: str) -> tuple[int, dict[str, Any]]:
        async with self._client.post(path, headers=headers) as answer:
            self.cookies += answer.headers.getall("Set-Cookie", [])
            return answer.status, await answer.json()

    async def person(self) -> str:
        async with self._client.get("/api/session") as answer:
            return str((await answer.json())["person"])


@asynccontextmanager
async def browsers(stage: Stage, count: int = 1) -> AsyncIterator[list[Browser]]:
    settings = stage.settings.model_copy(update={"web_port": 0})
    async with running(stage.studio, settings) as (host, port):
        opened = [_client(f"http://{host}:{port}") for _ in range(count)]
        try:
            yield [Browser(one) for one in opened]
        finally:
            for one in opened:
                await one.close()


def _client(base: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(base, headers=FIREFOX, cookie_jar=aiohttp.CookieJar(unsafe=True))


def code_of(asked: dict[str, Any]) -> str:
    link = str(asked["link"])
    assert link.startswith("https://t.me/video_story_bot?start=login_")
    return link.rpartition("=")[2]


async def test_the_browser_that_asked_comes_in_and_no_other(
    telegram: Telegram, stage: Stage, ann: Person
) -> None:
    async with browsers(stage, 2) as (mine, other):
        status, asked = await mine.post(ASK)
        assert status == 201
        assert {"HttpOnly", "Path=/api/session/login", "SameSite=Strict"} <= set(mine.cookies[0].split("; "))
        ann.start(code_of(asked))
        question = await ann.sees("Sign a browser in?", button="That is not me")
        assert "Firefox, Linux, from 127.0.0.1, asked just now" in question.text
        assert (await mine.post(CHECK))[1]["state"] == "waiting"
        await ann.tap(asked["number"], message=question)
        await ann.sees("Yes: Firefox, Linux comes in now")
        await other.post(ASK)
        assert (await other.post(CHECK))[1]["state"] == "waiting", "the code was for the other browser"
        status, told = await mine.post(CHECK)
        assert (status, told["state"], told["person"]) == (200, "signed_in", f"tg:{ann.id}")
        assert (await mine.person(), await other.person()) == (f"tg:{ann.id}", "")
        assert (await mine.post(CHECK))[1]["state"] == "over"
        ann.start(code_of(asked))
        await ann.sees("This sign-in is over")


async def test_another_number_and_no_let_nobody_in(telegram: Telegram, stage: Stage, ann: Person) -> None:
    async with browsers(stage) as (mine,):
        _, asked = await mine.post(ASK)
        ann.start(code_of(asked))
        question = await ann.sees("which number does it show?")
        wrong = next(label for label in question.labels if label.isdigit() and label != asked["number"])
        assert "nobody came in" in await ann.answer(ann.press(wrong, message=question))
        assert (await mine.post(CHECK))[1]["state"] == "refused"
        _, asked = await mine.post(ASK)
        ann.start(code_of(asked))
        question = await ann.sees("which number does it show?", after=question)
        assert await ann.answer(ann.press("That is not me", message=question)) == "Called off"
        await ann.sees("Called off. Nobody came in.")
        assert (await mine.post(CHECK))[1]["state"] == "refused"
        assert await mine.person() == ""


async def test_a_stranger_lets_no_browser_in(telegram: Telegram, stage: Stage, ann: Person) -> None:
    eve = telegram.person("Eve")
    async with browsers(stage) as (mine,):
        _, asked = await mine.post(ASK)
        eve.start(code_of(asked))
        private = await eve.sees("This bot is private")
        forged = eve.press_forged(f"v1:l.ok:{code_of(asked).removeprefix('login_')}:{asked['number']}", private)
        assert await eve.answer(forged) == "This bot is private."
        assert (await mine.post(CHECK))[1]["state"] == "waiting"


async def test_whoever_is_denied_meanwhile_stays_outside(
    telegram: Telegram, ann: Person, tmp_path: Path
) -> None:
    bob = telegram.person("Bob")
    async with staged(telegram, tmp_path, allowed=[bob], admins=[ann]) as stage, browsers(stage) as (mine,):
        _, asked = await mine.post(ASK)
        bob.start(code_of(asked))
        await bob.tap(asked["number"], message=await bob.sees("Sign a browser in?"))
        await bob.sees("comes in now")
        ann.send(f"/deny {bob.id}")
        await ann.sees("may not use the bot")
        assert (await mine.post(CHECK))[0] == 403
        assert await mine.person() == ""


async def test_another_site_can_neither_ask_nor_look(telegram: Telegram, stage: Stage) -> None:
    async with browsers(stage) as (mine,):
        await mine.post(ASK)
        for theirs in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            assert (await mine.post(ASK, **theirs))[0] == 403
            assert (await mine.post(CHECK, **theirs))[0] == 403
