"""Updates delivered to a webhook, as a small web server with python-telegram-bot behind it gets them."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest
from aiohttp import web
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict
from twin.telegram import Person, Telegram

from .conftest import built

SECRET = "a-secret_42"


@dataclass
class Door:
    """The bot's own route, and what knocked."""

    url: str
    taken: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    away: int = 0
    """How many deliveries to answer with 503."""


@pytest.fixture
async def door(telegram: Telegram) -> AsyncIterator[Door]:
    app, _ = built(telegram, polls=False)
    opened = Door("")

    async def knock(request: web.Request) -> web.Response:
        status = await answered(request)
        opened.statuses.append(status)
        return web.Response(status=status)

    async def answered(request: web.Request) -> int:
        if not hmac.compare_digest(request.headers.get("X-Telegram-Bot-Api-Secret-Token", ""), SECRET):
            return 403
        if opened.away:
            opened.away -= 1
            return 503
        try:
            update = Update.de_json(await request.json(), app.bot)
        except (ValueError, TypeError):
            return 400
        opened.taken.append(update.update_id)
        await app.update_queue.put(update)
        return 200

    routes = web.Application()
    routes.router.add_post("/telegram", knock)
    runner = web.AppRunner(routes, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    opened.url = f"http://127.0.0.1:{runner.addresses[0][1]}/telegram"
    await app.initialize()
    await app.start()
    yield opened
    await app.stop()
    await app.shutdown()
    await runner.cleanup()


async def test_a_webhook_gets_every_update_in_order(
    telegram: Telegram, bot: Bot, ann: Person, door: Door
) -> None:
    ann.send("before the webhook")
    await bot.set_webhook(door.url, secret_token=SECRET)
    await ann.sees("You said: before the webhook")
    ann.start()
    await ann.sees("Hello")
    await ann.tap("Count on")
    await telegram.until(lambda: not telegram.updates.waiting)
    assert door.taken == sorted(door.taken) and len(door.taken) == 3
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == (door.url, 0)
    telegram.check()


async def test_polling_and_a_webhook_exclude_each_other(
    telegram: Telegram, bot: Bot, ann: Person, door: Door
) -> None:
    await bot.set_webhook(door.url, secret_token=SECRET)
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    ann.send("by polling")
    assert len(await bot.get_updates()) == 1


async def test_what_was_not_taken_comes_again(telegram: Telegram, bot: Bot, ann: Person, door: Door) -> None:
    door.away = 2
    await bot.set_webhook(door.url, secret_token=SECRET)
    ann.send("knock")
    await ann.sees("You said: knock")
    await telegram.until(lambda: not telegram.updates.waiting)
    assert door.statuses == [503, 503, 200]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503"


async def test_an_update_may_come_twice(telegram: Telegram, bot: Bot, ann: Person, door: Door) -> None:
    telegram.arm("webhook_twice")
    await bot.set_webhook(door.url, secret_token=SECRET)
    ann.send("echo")
    await telegram.until(lambda: not telegram.updates.waiting)
    assert len(door.taken) == 2 and len(set(door.taken)) == 1


@pytest.mark.parametrize(("fault", "status"), [("webhook_no_secret", 403), ("webhook_garbled", 400)])
async def test_a_stranger_at_the_door_is_followed_by_the_real_one(
    telegram: Telegram, bot: Bot, ann: Person, door: Door, fault: str, status: int
) -> None:
    telegram.arm(fault)
    await bot.set_webhook(door.url, secret_token=SECRET)
    ann.send("knock")
    await telegram.until(lambda: not telegram.updates.waiting)
    assert door.statuses == [status, 200]


async def test_a_webhook_s_address_and_secret_are_checked(telegram: Telegram, bot: Bot) -> None:
    for url, secret, words in (
        ("http://a.example/hook", "", "HTTPS URL must be provided"),
        ("https://a.example:9000/hook", "", "only on ports"),
        ("https://a.example/hook", "no spaces please", "unallowed characters"),
    ):
        with pytest.raises(BadRequest, match=rf"(?i){words}"):
            await bot.set_webhook(url, secret_token=secret or None)
    async with httpx.AsyncClient(base_url=telegram.base_url + telegram.token) as raw:
        answer = await raw.post("/setWebhook", json={"url": "https://a.example/hook", "max_connections": 101})
        assert answer.status_code == 400
