"""A person and a bot talk over the stand-in, with the real python-telegram-bot on the bot's side."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import Conflict
from twin.telegram import NotThere, Person, Telegram

from .conftest import Open


async def test_a_bot_answers_a_person_who_presses_its_button(
    telegram: Telegram, ann: Person, polling: Open
) -> None:
    async with polling():
        ann.start("p_42")
        hello = await ann.sees("Hello, Ann! p_42")
        assert hello.body.entities[0]["type"] == "bold"
        press = await ann.tap("count")
        assert press.text == "That makes 1"
        await ann.sees("Counted to 1")
        assert await ann.answer(ann.press("v1:count:1")) == "That makes 2"
        await ann.sees("Counted to 2")
    assert ann.screen().labels == ["Count on"]
    assert hello.edits == 2
    telegram.check()
