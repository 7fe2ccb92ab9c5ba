"""The transcript: what a person would have seen, to be read by people."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto
from twin.telegram import Person, Telegram, picture


async def played(telegram: Telegram, bot: Bot, ann: Person) -> None:
    """A short conversation with a bit of everything."""
    story = ann.send("A fox finds a lantern that only lights what is <true>.")
    await bot.set_message_reaction(ann.id, story.id, "👀")
    keys = InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("60 s ▾", callback_data="v1:n.ed:len"),
                InlineKeyboardButton("16:9 ▾", callback_data="v1:z"),
            ],
            [InlineKeyboardButton("Start · up to $3.40", callback_data="v1:q.ok:7", style="success")],
        ]
    )
    panel = await bot.send_message(
        ann.id, "🎬 <b>The Lantern Fox</b>\n“A fox finds…”", parse_mode="HTML", reply_markup=keys
    )
    await bot.answer_callback_query(ann.press("Start").id, "Started")
    for percent in (10, 50):
        telegram.advance(4)
        await bot.edit_message_text(f"{percent} % & counting", ann.id, panel.message_id)
    telegram.advance(4)
    await bot.edit_message_media(
        InputMediaPhoto(picture("sheet"), caption="12 of 12"), ann.id, panel.message_id
    )
    await bot.pin_chat_message(ann.id, panel.message_id, disable_notification=True)
    ann.album(3, caption="Ember")
    ann.voice()
    ann.document(b"Once upon a time", "story.md", "text/markdown")
    await bot.send_message(ann.id, "Got 3 photos", reply_to_message_id=story.id, disable_notification=True)


async def test_the_text_tells_who_said_what(telegram: Telegram, bot: Bot, ann: Person) -> None:
    await played(telegram, bot, ann)
    text = telegram.transcript(ann.chat)
    assert "Ann taps [Start · up to $3.40]  → toast “Started”" in text
    assert "[the same message, edited 3×]" in text
    assert "Video Story reacts 👀" in text
    assert "<photo: 1280×960, " in text
    assert "silent" in text
    assert "(to “A fox finds a lantern that only lights …”)" in text


async def test_a_panel_is_shown_as_it_was_when_a_button_was_pressed(
    telegram: Telegram, bot: Bot, ann: Person
) -> None:
    await played(telegram, bot, ann)
    text = telegram.transcript(ann.chat)
    places = [text.index(words) for words in ("[ Start", "taps [Start", "12 of 12", "Ember", "Got 3")]
    assert places == sorted(places)
    assert "50 % & counting" not in text


class Page(HTMLParser):
    """The elements of a page, and whether they are nested properly."""

    VOID = frozenset({"meta", "img", "br", "link"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


async def test_the_page_is_whole_and_needs_nothing_else(
    telegram: Telegram, bot: Bot, ann: Person, tmp_path: Path
) -> None:
    await played(telegram, bot, ann)
    path = tmp_path / "transcript.html"
    telegram.write_transcript(path, ann.chat, title="The Lantern Fox")
    text = path.read_text(encoding="utf-8")
    page = Page(text)
    assert page.open == []
    assert page.seen.count("img") == 4
    assert page.seen.count("button") == 3
    assert re.findall(r'(?:src|href)="(?!data:)[^"]*"', text) == []
    words = " ".join(page.words)
    assert "edited 3 times: what it said before" in words
    assert "lights what is <true>." in words
    assert "50 % & counting" in words
    assert "Start · up to $3.40" in words


async def test_plain_text_can_be_written_too_and_the_state_dumped(
    telegram: Telegram, bot: Bot, ann: Person, tmp_path: Path
) -> None:
    await played(telegram, bot, ann)
    path = tmp_path / "transcript.txt"
    telegram.write_transcript(path)
    assert path.read_text(encoding="utf-8") == telegram.transcript(ann.chat)
    dump = json.loads(telegram.dump())
    assert len(dump["chats"][str(ann.id)]) == len(ann.screen().messages)
    assert telegram.token not in telegram.dump()
