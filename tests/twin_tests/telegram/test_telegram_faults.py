"""Every fault that can be armed, as python-telegram-bot meets it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import AIORateLimiter, ExtBot
from twin.telegram import Person, Telegram, fault_rows, picture

from .conftest import Open

WEBHOOK = {"webhook_twice", "webhook_no_secret", "webhook_garbled"}
"""These strike deliveries: see test_telegram_webhook.py."""
DONE = {"ambiguous", "ambiguous_drop", "garbled", "nginx_502", "drop_answer"}
"""Faults after which the message is in the chat all the same."""

REFUSED: dict[str, tuple[type[TelegramError], str]] = {
    "flood": (RetryAfter, "Retry in 0:00:01"),
    "unauthorized": (InvalidToken, "Unauthorized"),
    "server_error": (NetworkError, "Internal Server Error"),
    "bad_gateway": (NetworkError, "Bad Gateway"),
    "nginx_502": (NetworkError, "."),
    "garbled": (TelegramError, "."),
    "blocked": (Forbidden, "blocked by the user"),
    "deactivated": (Forbidden, "deactivated"),
    "kicked": (Forbidden, "kicked from the group"),
    "migrated": (ChatMigrated, "-1001999999999"),
    "wrong_file": (BadRequest, "wrong file identifier"),
    "unknown_method": (InvalidToken, "method not found"),
    "no_effects": (BadRequest, "effect_id_invalid"),
    "ambiguous": (TimedOut, "."),
    "ambiguous_drop": (NetworkError, "."),
    "drop": (NetworkError, "."),
    "drop_answer": (NetworkError, "."),
    "hang": (TimedOut, "."),
}


@pytest.mark.parametrize("fault", REFUSED)
async def test_a_fault_strikes_once_and_then_the_way_is_clear(
    telegram: Telegram, bot: Bot, ann: Person, fault: str
) -> None:
    telegram.arm(fault, "sendMessage")
    kind, words = REFUSED[fault]
    with pytest.raises(kind, match=rf"(?i){words}"):
        await bot.send_message(ann.id, "first", read_timeout=0.1 if kind is TimedOut else 10)
    assert [one.text for one in ann.screen().messages] == (["first"] if fault in DONE else [])
    telegram.advance(1)
    await bot.send_message(ann.id, "second")
    assert ann.screen().last.text == "second"
    assert [one.fault for one in telegram.outbox.select("sendMessage")] == [fault, ""]
    telegram.check()


async def narrow(telegram: Telegram, bot: Bot, ann: Person) -> dict[str, Callable[[], Awaitable[Any]]]:
    """The calls that the faults of single methods strike."""
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="z")]])
    sent = await bot.send_message(ann.id, "panel", reply_markup=keys)
    press = ann.press("Go")
    return {
        "conflict": lambda: bot.get_updates(),
        "edit_gone": lambda: bot.edit_message_text("new", ann.id, sent.message_id),
        "edit_late": lambda: bot.edit_message_text("new", ann.id, sent.message_id),
        "query_old": lambda: bot.answer_callback_query(press.id),
        "too_large": lambda: bot.send_photo(ann.id, picture("x")),
        "no_rights": lambda: bot.pin_chat_message(ann.id, sent.message_id),
        "no_reactions": lambda: bot.set_message_reaction(ann.id, sent.message_id, "👀"),
    }


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        ("conflict", Conflict, "terminated by other getUpdates"),
        ("edit_gone", BadRequest, "message to edit not found"),
        ("edit_late", BadRequest, "message can't be edited"),
        ("query_old", BadRequest, "query is too old"),
        ("too_large", NetworkError, "request entity too large"),
        ("no_rights", BadRequest, "not enough rights"),
        ("no_reactions", BadRequest, "reaction_invalid"),
    ],
)
async def test_a_fault_of_one_method_leaves_the_others_alone(
    telegram: Telegram, bot: Bot, ann: Person, fault: str, kind: type[TelegramError], words: str
) -> None:
    call = (await narrow(telegram, bot, ann))[fault]
    telegram.arm(fault)
    await bot.send_message(ann.id, "not me")
    with pytest.raises(kind, match=rf"(?i){words}"):
        await call()
    await call()


def test_every_fault_is_tried_somewhere() -> None:
    tried = {*REFUSED, *WEBHOOK, "slow", "trickle"}
    tried |= {"conflict", "edit_gone", "edit_late", "query_old", "too_large", "no_rights", "no_reactions"}
    assert tried == set(fault_rows())


async def test_an_upload_may_arrive_without_a_receipt(telegram: Telegram, bot: Bot, ann: Person) -> None:
    """B: never resend blindly (telegram.md 9.9)."""
    telegram.arm("ambiguous", "sendPhoto")
    with pytest.raises(TimedOut):
        await bot.send_photo(ann.id, picture("film"), caption="The end", read_timeout=0.1)
    seen = await ann.sees("The end", kind="photo")
    assert seen.file is not None
    (sent,) = telegram.outbox.select("sendPhoto")
    assert (sent.status, sent.fault) == (0, "ambiguous")


async def test_a_slow_answer_takes_its_scaled_time(telegram: Telegram, bot: Bot, ann: Person) -> None:
    telegram.arm("slow", "sendMessage", seconds=2)
    await bot.send_message(ann.id, "at last")
    telegram.arm("trickle", "sendMessage", seconds=2)
    await bot.send_message(ann.id, "bit by bit")
    assert telegram.outbox.select("sendMessage")[0].seconds >= 2 * 0.01
    assert [one.text for one in ann.screen().messages] == ["at last", "bit by bit"]


async def test_a_flood_wait_holds_for_its_time(telegram: Telegram, bot: Bot, ann: Person) -> None:
    bob = telegram.person("Bob")
    telegram.arm("flood", "sendMessage", chat=ann.id, retry_after=30_000)
    for _ in range(2):
        with pytest.raises(RetryAfter):
            await bot.send_message(ann.id, "now")
    await bot.send_message(bob.id, "you are not concerned")
    assert [one for one in telegram.problems() if one.startswith("flood wait")] != []
    telegram.advance(30_000 * 0.01)
    await bot.send_message(ann.id, "now")
    assert [one.text for one in ann.screen().messages] == ["now"]


async def test_the_rate_limiter_waits_as_it_was_told(telegram: Telegram, ann: Person) -> None:
    telegram.arm("flood", "sendMessage", retry_after=0.02)
    limiter = AIORateLimiter(max_retries=1)
    async with ExtBot(telegram.token, base_url=telegram.base_url, rate_limiter=limiter) as bot:
        await bot.send_message(ann.id, "patience")
    assert [one.status for one in telegram.outbox.select("sendMessage")] == [429, 200]
    telegram.check()


async def test_a_fault_can_be_narrowed_to_a_chat_to_words_and_to_every_other_call(
    telegram: Telegram, bot: Bot, ann: Person
) -> None:
    telegram.arm("server_error", "send*", contains="v1:q.ok", times=None)
    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Start", callback_data="v1:q.ok:7")]])
    await bot.send_message(ann.id, "no button")
    with pytest.raises(NetworkError):
        await bot.send_message(ann.id, "a button", reply_markup=keys)
    telegram.disarm("server_error")
    telegram.arm("bad_gateway", times=2, skip=1, every=2)
    outcomes = []
    for number in range(5):
        try:
            await bot.send_message(ann.id, str(number))
            outcomes.append("sent")
        except NetworkError:
            outcomes.append("lost")
    assert outcomes == ["sent", "lost", "sent", "lost", "sent"]
    with pytest.raises(KeyError):
        telegram.arm("meteorite")


async def test_a_polling_bot_survives_faults_of_polling(telegram: Telegram, ann: Person, polling: Open) -> None:
    async with polling():
        for fault in ("conflict", "drop"):
            telegram.arm(fault, "getUpdates")
            ann.send(f"after {fault}")
            await ann.sees(f"You said: after {fault}")


async def test_a_fault_of_everything_leaves_polling_downloads_and_deliveries_alone(
    telegram: Telegram, bot: Bot, ann: Person
) -> None:
    photo = ann.photo()
    assert photo.file is not None
    file = await bot.get_file(photo.file.file_id)
    armed = telegram.arm("server_error", times=None)
    assert len(await bot.get_updates()) == 1
    await file.download_as_bytearray()
    assert armed.struck == 0
    with pytest.raises(NetworkError):
        await bot.get_me()


async def test_a_download_can_fail_too(telegram: Telegram, bot: Bot, ann: Person) -> None:
    photo = ann.photo()
    assert photo.file is not None
    file = await bot.get_file(photo.file.file_id)
    telegram.arm("drop", "file")
    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert bytes(await file.download_as_bytearray()) == photo.file.data
