"""Stories: whatever tells one becomes a film, whose free animatic is begun at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from telegram.error import TelegramError

from bot.access import group_of
from bot.albums import Item
from bot.defaults import usable_models, wanted
from bot.kit import Turn
from bot.screens import cast as cast_screen
from bot.screens import film as film_screen
from bot.screens import talk
from bot.views import film_view
from core.intake import Source, source_from_bytes, source_from_text
from core.story import Aspect, Captions
from core.studio import Brief
from core.studio.chats import Panel

log = logging.getLogger(__name__)

TOPIC = 60
"""Letters of a topic's name, of the 128 that Telegram takes."""

LEAST = 20
"""Letters from which a text is a story."""

MOST_BYTES = 4_000_000
TEXTS = (".txt", ".md", ".markdown", ".fountain", ".text")

EXAMPLE = (
    "A fox found a lantern in the snow. It lit only what was true. "
    '"Then show me the way home," said the fox. '
    "The lantern stayed dark for a long time. Then the fox sat down and laughed, and it shone."
)


async def begin(turn: Turn, source: Source, *, photos: Sequence[Item] = ()) -> None:
    """A new film: its card under the story, and the free animatic under way."""
    kit, message, thread = turn.kit, turn.message, turn.thread
    number = message.message_id if message is not None else 0
    if number and not turn.press:
        await kit.wire.react(turn.chat, number, "👀")
    brief, seconds = await _brief(turn, source)
    key = f"tg:{turn.chat}:{number}" if not turn.press else f"tg:press:{turn.press}"
    project = await kit.studio.create(turn.person, brief, key=key)
    if seconds:
        await kit.studio.wish_length(turn.person, project.id, seconds)
    await kit.studio.start(turn.person, project.id)
    if not await kit.chats.panels(project_id=project.id, kind="film"):
        turn = await _in_its_topic(turn, source)
        story = None if turn.press or turn.thread != thread else number
        await open_panel(turn, project.id, turn.person, story_message=story)
    kit.watching.follow(project.id, turn.person)
    if photos:
        await kit.chats.keep_items(turn.chat, f"for{number}", photos)
        kit.watching.later(_ask_whom(turn, project.id, number))


async def _in_its_topic(turn: Turn, source: Source) -> Turn:
    """A topic of its own for a film in a private chat that has topics; else where the story was told."""
    kit = turn.kit
    if not (turn.private and kit.me.has_topics_enabled) or turn.thread:
        return turn
    name = " ".join(source.text.split())[:TOPIC]
    try:
        topic = await kit.wire.bot.create_forum_topic(turn.chat, name)
    except TelegramError as error:
        log.info("no topic for a film: %s", error)
        return turn
    return replace(turn, thread=topic.message_thread_id)


async def open_panel(
    turn: Turn, project: str, owner: str, *, story_message: int | None = None, pin: bool = True
) -> Panel | None:
    """The film's one panel in this chat, newly at the bottom; a finished film comes with it the first time."""
    kit = turn.kit
    view = await film_view(kit, owner, project, turn.chat)
    screen = film_screen.film(await kit.words_of(owner), view)
    panel = Panel(project, owner, turn.chat, 0, "film", "", turn.thread, live=True, story_message=story_message)
    opened = await kit.panels.open(panel, screen, reply_to=story_message or 0, pin=pin)
    if opened is not None:
        await kit.delivery.bring(opened)
    return opened


async def from_file(turn: Turn, file_id: str, name: str, size: int) -> None:
    """A story in a text file."""
    if not name.lower().endswith(TEXTS):
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "file-unknown"), thread=turn.thread)
        return
    if size > MOST_BYTES:
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "file-too-big"), thread=turn.thread)
        return
    data = await turn.kit.wire.fetch(file_id)
    source = source_from_bytes(data, name)
    formats = {"md": "markdown", "markdown": "markdown", "fountain": "fountain"}
    form = formats.get(name.lower().rpartition(".")[2], source.format)
    await begin(turn, Source(source.text, form))


async def example(turn: Turn) -> None:
    """A small story of ours, for people who want to see first."""
    await begin(turn, source_from_text(EXAMPLE))


async def _brief(turn: Turn, source: Source) -> tuple[Brief, int]:
    """The story with what this person, or the group, usually wants; and how long it is to last when written."""
    kit, group = turn.kit, group_of(turn.chat)
    chosen = await wanted(kit, turn.person, group)
    brief = Brief(
        source,
        aspect=Aspect(str(chosen.get("aspect", "16:9"))),
        captions=Captions.BURNED if chosen.get("captions", True) else Captions.OFF,
        later=await usable_models(kit, turn.person, chosen),
        purse=group,
    )
    return brief, int(chosen.get("length") or 0)


async def _ask_whom(turn: Turn, project: str, number: int) -> None:
    """Photos came with the story: once its people are known, ask whom they show."""
    for _ in range(120):
        story = await turn.kit.studio.story(turn.person, project)
        if story.entities:
            screen = cast_screen.whom(turn.w, story, number)
            await turn.kit.wire.send(turn.chat, screen, thread=turn.thread, reply_to=number)
            return
        await asyncio.sleep(0.5)
