"""The film's style as a picture: asked for, given, taken away; and whether its models look at it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bot.access import Film
from bot.albums import Item
from bot.callbacks import Action
from bot.kit import Turn
from bot.screens import styles as screens
from bot.screens import talk
from core.studio import Change

PURPOSE = "style"
"""What an awaited picture is for."""


async def ask(turn: Turn, film: Film) -> None:
    """A message that is answered with a picture."""
    kit = turn.kit
    sent = await kit.wire.send(turn.chat, talk.ask(turn.w, "ask-style"), thread=turn.thread)
    if sent is not None:
        await kit.chats.ask(turn.chat, sent.message_id, turn.user.id, PURPOSE, project_id=film.id)


async def meant(turn: Turn, items: Sequence[Item]) -> Film | None:
    """The film whose style somebody was asked for, if these pictures answer that."""
    chats = turn.kit.chats
    reply = next((int(item["reply_to"]) for item in items if item["reply_to"]), 0)
    asked = await chats.awaited(turn.chat, message=reply) if reply else None
    if asked is None and turn.private and not reply:
        asked = await chats.awaited(turn.chat, person=turn.user.id)
    if asked is None or asked.purpose != PURPOSE or asked.person != turn.user.id:
        return None
    await chats.stop_asking(turn.chat, turn.user.id)
    return await turn.kit.access.film(turn.user, turn.chat, asked.project_id or "")


async def chosen(turn: Turn, film: Film, action: Action) -> None:
    """Pictures came out of the blue, and it is the style that they are for."""
    await turn.kit.wire.toast(turn.press)
    if turn.message is not None:
        await turn.kit.wire.remove(turn.chat, turn.pressed)
    items = await turn.kit.chats.items(turn.chat, f"for{action.number()}")
    if not items:
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "photos-gone"), thread=turn.thread)
        return
    await give(turn, film, items)


async def give(turn: Turn, film: Film, items: Sequence[Item]) -> None:
    """The first picture becomes the film's style. Raises BadInput for what is no picture."""
    kit, first = turn.kit, items[0]
    message = int(first["message"])
    await kit.wire.react(turn.chat, message, "👀")
    with tempfile.TemporaryDirectory(prefix="style") as folder:
        path = Path(folder) / "style"
        path.write_bytes(await kit.wire.fetch(str(first["file"])))
        await kit.studio.change(film.owner, film.id, Change(style_picture=path))
    await kit.wire.react(turn.chat, message, "👍")
    story = await kit.studio.story(film.owner, film.id)
    use = await kit.studio.style_use(film.owner, film.id)
    screen = screens.kept(turn.w, story, use, len(items))
    await kit.wire.send(turn.chat, screen, thread=turn.thread, reply_to=message)
    for panel in await kit.chats.panels(project_id=film.id, kind="film"):
        kit.panels.redraw(panel.id, urgent=True)
