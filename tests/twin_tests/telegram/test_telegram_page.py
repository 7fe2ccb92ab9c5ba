"""The chat page for developers, and the stand-in as a program of its own."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup
from twin.telegram import picture
from twin.telegram.page import Page

ROOT = Path(__file__).parents[3]


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with Page("Dana", "de", group="Film club", scale=0.01) as opened:
        yield opened


@pytest.fixture
async def browser(page: Page) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=page.url) as client:
        yield client


@pytest.fixture
async def bot(page: Page) -> AsyncIterator[Bot]:
    async with Bot(page.token, base_url=page.base_url) as made:
        yield made


async def test_what_is_typed_reaches_the_bot_and_its_answer_the_page(
    page: Page, browser: httpx.AsyncClient, bot: Bot
) -> None:
    html = (await browser.get("/")).text
    assert "textarea" in html and ".bubble" in html
    await bot.set_my_commands([BotCommand("new", "Make a film")])
    await browser.post("/chat/private/send", data={"text": "A fox & a lantern"})
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.text == "A fox & a lantern"
    seen = (await browser.get("/chat/private/look")).json()
    assert "A fox &amp; a lantern" in seen["html"] and seen["commands"] == ["new"]
    looking = asyncio.create_task(browser.get("/chat/private/look", params={"has": seen["mark"]}))
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Start", callback_data="v1:q.ok:7")]])
    sent = await bot.send_message(page.player.id, "Ready?", reply_markup=keys)
    assert 'data-press="v1:q.ok:7"' in (await looking).json()["html"]
    await browser.post("/chat/private/press", json={"message": sent.message_id, "data": "v1:q.ok:7"})
    await bot.answer_callback_query(page.player.pending[0].id, "Started")
    assert (await browser.get("/chat/private/look")).json()["answer"]["text"] == "Started"
    assert "Ready?" in (await browser.get("/chat/private/transcript")).text


async def test_files_become_photos_albums_voice_and_documents(
    page: Page, browser: httpx.AsyncClient, bot: Bot
) -> None:
    one, two = (("file", (f"{name}.png", picture(name), "image/png")) for name in ("fox", "sea"))
    await browser.post("/chat/private/send", files=[one], data={"text": "Ember"})
    await browser.post("/chat/private/send", files=[one, two], data={"text": "both"})
    await browser.post("/chat/private/send", files=[one], data={"as_file": "1"})
    await browser.post("/chat/private/send", files=[("file", ("story.md", b"Once", "text/markdown"))])
    messages = [one.message for one in await bot.get_updates() if one.message]
    kinds = ["photo" if one.photo else "document" if one.document else "?" for one in messages]
    assert kinds == ["photo", "photo", "photo", "document", "document"]
    assert messages[1].media_group_id == messages[2].media_group_id is not None


async def test_the_group_and_a_reply_in_it(page: Page, browser: httpx.AsyncClient, bot: Bot) -> None:
    sent = await bot.send_message(page.places["group"].id, "Which look?")
    await browser.post("/chat/group/send", data={"text": "Watercolour", "reply_to": str(sent.message_id)})
    (update,) = await bot.get_updates()
    assert update.message is not None and update.message.reply_to_message is not None
    assert (await browser.get("/chat/nowhere/look")).status_code == 404


async def test_a_mini_app_is_opened_with_signed_data(page: Page, browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/chat/app", params={"url": "https://studio.example/app"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("https://studio.example/app#tgWebAppData=")


async def test_the_program_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "chat.html"
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.twin.telegram", "--port", "0", "--transcript", str(path), "--fault", "flood=2"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    lines = [(await program.stdout.readline()).decode().strip() for _ in range(6)]
    env = dict(line.split("=", 1) for line in lines[1:])
    assert env.keys() >= {"TELEGRAM_BOT_TOKEN", "TELEGRAM_API_BASE", "TELEGRAM_FILE_BASE", "TELEGRAM_ADMINS"}
    base = f"{env['TELEGRAM_API_BASE']}/bot{env['TELEGRAM_BOT_TOKEN']}"
    async with httpx.AsyncClient() as client:
        hello = {"chat_id": env["TELEGRAM_ADMINS"], "text": "hello"}
        statuses = [(await client.post(f"{base}/sendMessage", json=hello)).status_code for _ in range(2)]
    assert statuses == [429, 429]
    program.send_signal(signal.SIGTERM)
    assert await program.wait() == 0
    assert "<!doctype html>" in path.read_text(encoding="utf-8")
