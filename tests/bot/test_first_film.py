"""A story in a chat becomes an animatic that plays in the chat, free, with priced ways on."""

from __future__ import annotations

from chatting import STORY, Stage
from twin.telegram import Person, Telegram


async def test_a_story_becomes_a_film_in_the_chat(telegram: Telegram, stage: Stage, ann: Person) -> None:
    told = ann.send(STORY)
    card = await ann.sees("A fox found a lantern")
    assert card.reply_to is told
    film = await ann.sees("🎉", kind="video", seconds=90)
    assert film.reply_to is told
