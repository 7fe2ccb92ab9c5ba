"""Messages: what a text, a file, a photo or a voice note means: a command, an answer, a change, a story."""

from __future__ import annotations

import re
from collections.abc import Sequence

from telegram import Message

from bot import albums
from bot.albums import Item
from bot.cards import entity_of, shot_of
from bot.handlers import commands, films, money, settings, stories, styles
from bot.kit import Kit, Turn
from bot.screens import board as board_screen
from bot.screens import cast as cast_screen
from bot.screens import talk
from bot.views import entity_view, price_of
from bot.words import words
from core.errors import NotReady
from core.intake import source_from_text
from core.story import Slot, SlotKind
from core.studio import Change, numbers
from core.studio.chats import Awaited, Panel

CHANGE = re.compile(r"\s*((?:\d+\s*(?:[-–—]\s*\d+)?\s*[,;]?\s*)+)[:：]\s*(\S.*)", re.DOTALL)
""" "3, 5–7: night, more rain"."""


async def handle(turn: Turn, message: Message) -> None:
    """One message of somebody who may use the bot."""
    if message.photo or albums.item_of(message, turn.user.id):
        return await turn.kit.albums.add(message, turn.user.id)
    if message.document is not None:
        document = message.document
        return await stories.from_file(
            turn, document.file_id, document.file_name or "", document.file_size or 0
        )
    if message.voice is not None or message.audio is not None:
        return await _heard(turn, message)
    if message.text:
        await _text(turn, message, message.text)


async def _text(turn: Turn, message: Message, text: str) -> None:
    name, given = command_of(text, turn.kit.me.username or "")
    if name:
        await turn.kit.chats.stop_asking(turn.chat, turn.user.id)
        return await commands.handle(turn, name, given)
    awaited = await _awaited(turn, message)
    if awaited is not None and awaited.purpose not in ("photos", styles.PURPOSE):
        return await answer(turn, awaited, text)
    change = CHANGE.fullmatch(text)
    panel = await _meant(turn, message) if change else None
    if change and panel is not None:
        return await _change(turn, panel, change[1], change[2])
    text = _unmentioned(text, turn.kit.me.username or "")
    if not turn.private and (message.reply_to_message is not None or text == message.text):
        return  # in groups only commands, mentions and answers are for us
    if len(text.strip()) < stories.LEAST:
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "too-short"), thread=turn.thread)
        return
    await stories.begin(turn, source_from_text(text))


def command_of(text: str, me: str) -> tuple[str, str]:
    """The command and what follows; "" for plain text and for another bot's command."""
    if not text.startswith("/"):
        return "", ""
    word, _, rest = text.partition(" ") if " " in text.split("\n")[0] else text.partition("\n")
    name, _, whom = word[1:].partition("@")
    if whom and whom.casefold() != me.casefold():
        return "", ""
    return name.casefold(), rest.strip()


def _unmentioned(text: str, me: str) -> str:
    return re.sub(rf"@{re.escape(me)}\b", "", text, flags=re.IGNORECASE).strip() if me else text


async def _awaited(turn: Turn, message: Message) -> Awaited | None:
    """What this answers: by the message it replies to, in private chats also by being the next one."""
    reply = message.reply_to_message
    if reply is not None:
        found = await turn.kit.chats.awaited(turn.chat, message=reply.message_id)
        if found is not None:
            return found if found.person == turn.user.id else None
        return None
    return await turn.kit.chats.awaited(turn.chat, person=turn.user.id) if turn.private else None


async def _meant(turn: Turn, message: Message) -> Panel | None:
    """The film that "3: darker" is about: of the message replied to, else the newest in this chat."""
    chats, reply = turn.kit.chats, message.reply_to_message
    if reply is not None:
        return await chats.panel_at(turn.chat, reply.message_id)
    if not turn.private:
        return None
    found = await chats.panels(chat=turn.chat, owner=turn.person)
    return found[0] if found else None


async def _change(turn: Turn, panel: Panel, which: str, wanted: str) -> None:
    """Read the change back with its price; it is made by a press."""
    kit = turn.kit
    film = await kit.access.film(turn.user, turn.chat, panel.project_id)
    if film is None or not await kit.access.may_direct(turn.user, turn.chat, panel.owner):
        return
    story = await kit.studio.story(panel.owner, panel.project_id)
    shots = numbers(re.sub(r"[–—]", "-", which).replace(";", ",").strip(" ,"))
    slots = [Slot(SlotKind.FRAME, shot_of_number(story.shots, number)) for number in shots]
    prices = [await price_of(kit, panel.owner, panel.project_id, slot) for slot in slots]
    if None in prices:
        raise NotReady("These shots cannot be made yet.", next_step="Wait until the storyboard is there.")
    action = {"do": "change", "shots": list(shots), "words": wanted}
    price = await money.ask(kit, film, action, sum(price or 0 for price in prices), turn.user.id)
    screen = board_screen.change_sure(turn.w, story, shots, wanted, (price.id, price.high))
    assert turn.message is not None
    await kit.wire.send(turn.chat, screen, thread=turn.thread, reply_to=turn.message.message_id)


def shot_of_number(shots: Sequence[object], number: int) -> str:
    """The id of a shot counted from 1. Raises NotFound."""
    from core.errors import NotFound

    if not 1 <= number <= len(shots):
        raise NotFound(f"There is no shot {number}.", next_step=f"The film has shots 1 to {len(shots)}.")
    return str(getattr(shots[number - 1], "id"))  # noqa: B009


# ---------------------------------------------------------------- answers to what was asked


async def answer(turn: Turn, awaited: Awaited, text: str) -> None:
    """The words a person was asked for."""
    kit = turn.kit
    await kit.chats.stop_asking(turn.chat, turn.user.id)
    if awaited.purpose == "story":
        return await _story(turn, awaited.target, text)
    if awaited.purpose == "usual-length":
        return await settings.length_answered(turn, seconds_of(text))
    film = await kit.access.film(turn.user, turn.chat, awaited.project_id or "")
    if film is None or not await kit.access.may_direct(turn.user, turn.chat, film.owner):
        return
    await ANSWERS[awaited.purpose](turn, film.id, film.owner, awaited.target, text)


async def _story(turn: Turn, number: str, text: str) -> None:
    """The story of photos that came before it."""
    if len(text.strip()) < stories.LEAST:
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "too-short"), thread=turn.thread)
        return
    items = await turn.kit.chats.items(turn.chat, f"for{number}")
    await stories.begin(turn, source_from_text(text), photos=items)


async def _length(turn: Turn, project: str, owner: str, target: str, text: str) -> None:
    await films.ask_length(turn, project, owner, seconds_of(text))


LENGTH = re.compile(
    r"\s*(\d+(?:[.,]\d+)?)\s*(s|sec|sek|m|min)?[a-z.]*\s*(?:(\d+)\s*s?[a-z.]*)?\s*", re.IGNORECASE
)
""" "45", "45 s", "3 min", "1.5 min", "2 min 30"."""


def seconds_of(text: str) -> int:
    """A length as people write it, in seconds; 0 for anything else."""
    found = LENGTH.fullmatch(text)
    if found is None:
        return 0
    number, unit, more = float(found[1].replace(",", ".")), (found[2] or "s").lower(), int(found[3] or 0)
    return round(number * 60) + more if unit.startswith("m") else round(number)


async def _title(turn: Turn, project: str, owner: str, target: str, text: str) -> None:
    await turn.kit.studio.change(owner, project, Change(title=" ".join(text.split())[:120]))
    await _redraw(turn, project)
    await turn.kit.wire.send(turn.chat, talk.note(turn.w, "title-set", title=text[:120]), thread=turn.thread)


async def _look(turn: Turn, project: str, owner: str, target: str, text: str) -> None:
    await turn.kit.studio.change(owner, project, Change(style=" ".join(text.split())[:300]))
    await _redraw(turn, project)
    await turn.kit.wire.send(turn.chat, talk.note(turn.w, "look-set"), thread=turn.thread)


async def _description(turn: Turn, project: str, owner: str, target: str, text: str) -> None:
    kit = turn.kit
    await kit.studio.change(owner, project, Change(looks=((target, text),)))
    story = await kit.studio.story(owner, project)
    view = await entity_view(kit, owner, story, entity_of(story, target), turn.chat)
    screen = cast_screen.card(turn.w, view)
    await kit.panels.open(Panel(project, owner, turn.chat, 0, "entity", target, turn.thread), screen)


async def _prompt(turn: Turn, project: str, owner: str, target: str, text: str) -> None:
    """A shot's own words; what to make with them is a press."""
    kit = turn.kit
    story = await kit.studio.story(owner, project)
    shot = shot_of(story, target)
    await kit.studio.change(owner, project, Change(shots=((shot.index + 1, f"prompt={text}"),)))
    frame = await price_of(kit, owner, project, Slot(SlotKind.FRAME, target))
    clip = await price_of(kit, owner, project, Slot(SlotKind.CLIP, target))
    both = None if frame is None or clip is None else frame + clip
    screen = board_screen.prompt_saved(turn.w, shot, frame, clip, both)
    await kit.wire.send(turn.chat, screen, thread=turn.thread)


async def _picked(turn: Turn, project: str, owner: str, target: str, text: str) -> None:
    await _change(turn, Panel(project, owner, turn.chat, 0, "board"), target, text)


ANSWERS = {
    "title": _title,
    "look": _look,
    "words": _description,
    "prompt": _prompt,
    "picked": _picked,
    "length": _length,
}


async def _redraw(turn: Turn, project: str) -> None:
    for panel in await turn.kit.chats.panels(project_id=project):
        turn.kit.panels.redraw(panel.id, urgent=panel.kind == "film")


# ---------------------------------------------------------------- photos and voice


async def photos(kit: Kit, items: Sequence[Item]) -> None:
    """A photo, or an album that has closed: for what it answers, else a story by its caption, else ask."""
    first = items[0]
    user = await kit.chats.user(int(first["person"]))
    chat, thread = int(first["chat"]), int(first["thread"])
    w = words(user.language)
    turn = Turn(kit, user, chat, thread, w)
    styled = await styles.meant(turn, items)
    if styled is not None:
        return await styles.give(turn, styled, items)
    target = await _photo_target(turn, items)
    if target is not None:
        return await _guides(turn, items, *target)
    caption = next((str(item["caption"]) for item in items if item["caption"]), "")
    if len(caption) >= stories.LEAST and (turn.private or f"@{kit.me.username}" in caption):
        told = await _story_turn(turn, first)
        return await stories.begin(
            told, source_from_text(_unmentioned(caption, kit.me.username or "")), photos=items
        )
    if not turn.private:
        return
    panels = await kit.chats.panels(chat=chat, owner=turn.person, kind="film")
    story = await kit.studio.story(turn.person, panels[0].project_id) if panels else None
    number = int(first["message"])
    await kit.chats.keep_items(chat, f"for{number}", items)
    await kit.wire.send(chat, cast_screen.whom(w, story, number), thread=thread, reply_to=number)


async def _photo_target(turn: Turn, items: Sequence[Item]) -> tuple[str, str, str] | None:
    """(project, owner, entity) that photos are for: the card or question they answer, or the last one."""
    chats = turn.kit.chats
    reply = next((int(item["reply_to"]) for item in items if item["reply_to"]), 0)
    asked = await chats.awaited(turn.chat, message=reply) if reply else None
    if asked is None and turn.private and not reply:
        asked = await chats.awaited(turn.chat, person=turn.user.id)
    if asked is not None and asked.purpose == "photos" and asked.person == turn.user.id:
        film = await turn.kit.access.film(turn.user, turn.chat, asked.target)
        return (film.id, film.owner, asked.target) if film else None
    panel = await chats.panel_at(turn.chat, reply) if reply else None
    if panel is None or panel.kind != "entity":
        return None
    may = await turn.kit.access.may_direct(turn.user, turn.chat, panel.owner)
    return (panel.project_id, panel.owner, panel.target.split("|")[0]) if may else None


async def _guides(turn: Turn, items: Sequence[Item], project: str, owner: str, entity: str) -> None:
    """Keep the photos, and say so in one message."""
    kit = turn.kit
    kept = await albums.keep(kit, owner, project, entity, items)
    story = await kit.studio.story(owner, project)
    view = await entity_view(kit, owner, story, entity_of(story, entity), turn.chat)
    problems = [
        turn.w.plain(f"photo-{one}") if turn.w.has(f"photo-{one}") else turn.w.reason(one)
        for one in kept.problems
    ]
    screen = cast_screen.photos_kept(turn.w, view, kept.count, problems, kept.blurred)
    await kit.wire.send(turn.chat, screen, thread=turn.thread, reply_to=int(items[0]["message"]))
    for panel in await kit.chats.panels(project_id=project, kind="entity"):
        kit.panels.redraw(panel.id)


async def given(turn: Turn, entity: str, number: int) -> None:
    """Photos out of the blue, and now it is clear whom they show."""
    film = await turn.kit.access.film(turn.user, turn.chat, entity)
    items = await turn.kit.chats.items(turn.chat, f"for{number}")
    if film is None or not items:
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "photos-gone"), thread=turn.thread)
        return
    await _guides(turn, items, film.id, film.owner, entity)


async def _story_turn(turn: Turn, item: Item) -> Turn:
    """The turn with the message that carries the story."""
    from dataclasses import replace
    from datetime import UTC, datetime

    from telegram import Chat

    kind = "private" if turn.private else "supergroup"
    message = Message(int(item["message"]), datetime.now(UTC), Chat(turn.chat, kind))
    return replace(turn, message=message)


async def _heard(turn: Turn, message: Message) -> None:
    """A voice note is written down where a model for that is set up; else the person is told."""
    file = message.voice or message.audio
    assert file is not None
    if not turn.kit.studio.hears:
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "cannot-hear"), thread=turn.thread)
        return
    await turn.kit.wire.react(turn.chat, message.message_id, "👀")
    data = await turn.kit.wire.fetch(file.file_id)
    text = await turn.kit.studio.hear(turn.person, data, "voice.ogg")
    await turn.kit.wire.send(
        turn.chat,
        talk.note(turn.w, "heard", words=text[:3000]),
        thread=turn.thread,
        reply_to=message.message_id,
    )
    if len(text) < stories.LEAST:
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "too-short"), thread=turn.thread)
        return
    await stories.begin(turn, source_from_text(text))
