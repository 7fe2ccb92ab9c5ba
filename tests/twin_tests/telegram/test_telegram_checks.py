"""The built-in checks: edit rates, token leaks, unanswered presses, refusals; and the Mini App's signature."""

from __future__ import annotations

import hashlib
import hmac
import logging
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest, RetryAfter
from twin.telegram import Person, Telegram, app

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Pause", callback_data="v1:p.pau:7")]])


async def edits(telegram: Telegram, bot: Bot, chat: int, count: int, every: float) -> None:
    """A panel with so many edits, the clock put forward between them."""
    panel = await bot.send_message(chat, "0 %")
    for number in range(count):
        telegram.advance(every * telegram.server.scale)
        await bot.edit_message_text(f"{number + 1} %", chat, panel.message_id)


async def test_a_calm_panel_passes_the_meter(telegram: Telegram, bot: Bot, ann: Person) -> None:
    await edits(telegram, bot, ann.id, 12, every=4)
    assert telegram.meter.violations == []
    assert min(telegram.meter.gaps(ann.id)) >= 4 * telegram.server.scale
    telegram.check()


async def test_a_hasty_panel_is_found(bot: Bot, telegram: Telegram, ann: Person) -> None:
    telegram.meter.scale = 1.0
    await edits(telegram, bot, ann.id, 4, every=1)
    assert len(telegram.meter.violations) == 1
    with pytest.raises(AssertionError, match="edit rate: private chat"):
        telegram.check()


async def test_groups_are_edited_more_rarely(bot: Bot, telegram: Telegram, ann: Person) -> None:
    telegram.meter.scale = 1.0
    group = telegram.group("Film club", ann)
    await edits(telegram, bot, group.id, 5, every=400)
    assert len(telegram.meter.violations) == 1


async def test_edits_that_answer_a_person_are_not_held_against_the_bot(
    telegram: Telegram, bot: Bot, ann: Person
) -> None:
    telegram.meter.scale = 1.0
    panel = await bot.send_message(ann.id, "card 0", reply_markup=KEYS)
    for number in range(1, 9):
        await bot.answer_callback_query(ann.press("Pause").id)
        await bot.edit_message_text(f"card {number}", ann.id, panel.message_id, reply_markup=KEYS)
    telegram.check()


async def test_a_group_gets_20_messages_a_minute(telegram: Telegram, bot: Bot, ann: Person) -> None:
    telegram.meter.scale = 1.0
    group = telegram.group("Film club", ann)
    for number in range(21):
        await bot.send_message(group.id, str(number))
    assert len(telegram.meter.violations) == 1
    assert "21 messages and edits within a minute" in telegram.meter.violations[0]


async def test_strict_rates_answer_as_the_real_one_would(telegram: Telegram, bot: Bot, ann: Person) -> None:
    telegram.meter.scale = 1.0
    telegram.server.strict_rates = True
    with pytest.raises(RetryAfter):
        await edits(telegram, bot, ann.id, 4, every=1)


async def test_a_press_without_an_answer_is_found(telegram: Telegram, bot: Bot, ann: Person) -> None:
    await bot.send_message(ann.id, "panel", reply_markup=KEYS)
    ann.press("Pause")
    with pytest.raises(AssertionError, match="unanswered press on “Pause”"):
        telegram.check()


async def test_a_refusal_is_found_unless_it_is_expected(telegram: Telegram, bot: Bot, ann: Person) -> None:
    with pytest.raises(BadRequest):
        await bot.send_message(ann.id, "<b>", parse_mode="HTML")
    with pytest.raises(AssertionError, match="can't parse entities"):
        telegram.check()
    telegram.check("can't parse entities")


async def test_the_token_is_found_wherever_it_leaks(
    telegram: Telegram, bot: Bot, ann: Person, tmp_path: Path
) -> None:
    photo = ann.photo()
    assert photo.file is not None
    file = await bot.get_file(photo.file.file_id)
    telegram.check()
    await bot.send_message(ann.id, f"Your picture: {file.file_path}")
    logging.getLogger("somewhere").warning("GET %s", file.file_path)
    (tmp_path / "events.log").write_text(f"fetched {file.file_path}")
    assert not telegram.leaks.scan_folder(tmp_path)
    assert telegram.leaks.found == ["text of sendMessage", "log line of somewhere", "events.log"]
    assert telegram.leaks.scan("a clean page", "nothing here")


async def test_httpx_at_info_would_leak_the_token(
    telegram: Telegram, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    """Trap 1 of telegram.md 11, caught."""
    caplog.set_level(logging.INFO, "httpx")
    await bot.get_me()
    assert "log line of httpx" in telegram.leaks.found


async def test_the_mini_app_gets_signed_data(telegram: Telegram, bot: Bot, ann: Person) -> None:
    url = "https://studio.example/app"
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Studio", web_app={"url": url})]])  # type: ignore[arg-type]
    await bot.send_message(ann.id, "Open", reply_markup=markup)
    opened = ann.open_app("Studio", start_param="s_9", theme="dark")
    assert opened.url.startswith(f"{url}#")
    fields = dict(parse_qsl(opened.init_data, keep_blank_values=True))
    told = fields.pop("hash")
    lines = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
    secret = hmac.new(b"WebAppData", telegram.token.encode(), hashlib.sha256).digest()
    assert hmac.new(secret, lines.encode(), hashlib.sha256).hexdigest() == told
    assert fields["start_param"] == "s_9" and str(ann.id) in fields["user"]
    fields.pop("signature")
    assert len(app.PUBLIC_KEY) == 64
    assert app.init_data(telegram.state, ann.user, age=7200) != opened.init_data
