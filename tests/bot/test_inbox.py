"""Updates are kept before they are handled: once each, in order, also after a crash."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from chatting import settings_for
from telegram import Bot, Update
from twin.telegram import Person, Telegram

from bot.inbox import Inbox
from bot.polling import Webhook
from core.store.engine import Database, open_database
from core.studio.chats import Chats

BOT = Bot("7000000001:AAtesttesttesttesttesttesttest")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database("", tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def chats(database: Database) -> Chats:
    return Chats(database)


def update(number: int, chat: int, text: str = "hello") -> dict[str, Any]:
    who = {"id": chat, "is_bot": False, "first_name": "Ann"}
    there = {"id": chat, "type": "private", "first_name": "Ann"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1, "chat": there, "from": who, "text": text},
    }


async def emptied(inbox: Inbox) -> None:
    await asyncio.gather(*inbox._workers.values())


async def test_an_update_that_comes_twice_is_handled_once(chats: Chats) -> None:
    seen: list[int] = []

    async def handle(one: Update) -> None:
        seen.append(one.update_id)

    inbox = Inbox(chats, BOT, handle)
    await inbox.take([update(1, 5), update(2, 5)])
    await inbox.take([update(2, 5), update(1, 5)])
    await emptied(inbox)
    assert seen == [1, 2]


async def test_a_chat_keeps_its_order_and_never_waits_for_another(chats: Chats) -> None:
    seen: list[int] = []
    held = asyncio.Event()

    async def handle(one: Update) -> None:
        if one.update_id == 1:
            await held.wait()
        seen.append(one.update_id)
        if one.update_id == 3:
            held.set()

    inbox = Inbox(chats, BOT, handle)
    await inbox.take([update(1, 5), update(2, 5), update(3, 6)])
    await emptied(inbox)
    assert seen == [3, 1, 2]


async def test_what_a_crash_left_undone_is_handled_at_the_next_start(chats: Chats) -> None:
    await chats.keep_updates([(1, 5, update(1, 5, "before the crash"))])
    seen: list[str] = []

    async def handle(one: Update) -> None:
        assert one.message is not None
        seen.append(one.message.text or "")

    inbox = Inbox(chats, BOT, handle)
    assert await inbox.replay() == 1
    await emptied(inbox)
    assert seen == ["before the crash"]
    assert await inbox.replay() == 0


async def test_an_update_that_cannot_be_handled_is_not_tried_for_ever(
    chats: Chats, caplog: pytest.LogCaptureFixture
) -> None:
    async def handle(one: Update) -> None:
        raise ValueError("no")

    inbox = Inbox(chats, BOT, handle)
    await inbox.take([update(1, 5)])
    await emptied(inbox)
    assert await inbox.replay() == 0
    assert "update 1 could not be handled" in caplog.text


async def test_the_webhook_takes_its_secret_and_nothing_else(
    chats: Chats, telegram: Telegram, ann: Person, tmp_path: Path
) -> None:
    seen: list[int] = []

    async def handle(one: Update) -> None:
        seen.append(one.update_id)

    inbox = Inbox(chats, BOT, handle)
    webhook = Webhook(settings_for(telegram, tmp_path, telegram_webhook_secret="s3cret"), inbox)
    good = b'{"update_id": 9, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}}'
    assert await webhook.take("wrong", good) == 403
    assert await webhook.take("", good) == 403
    assert await webhook.take("s3cret", b"{") == 400
    assert await webhook.take("s3cret", b'{"message": 1}') == 400
    assert await webhook.take("s3cret", good) == 200
    assert await webhook.take("s3cret", good) == 200
    await emptied(inbox)
    assert seen == [9]
