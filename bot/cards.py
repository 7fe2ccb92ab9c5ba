"""Cards: messages that show a part of a film and turn into one another; drawn from what their row says."""

from __future__ import annotations

from bot.kit import Kit, Turn
from bot.screens import board as board_screen
from bot.screens import cast as cast_screen
from bot.screens.parts import Screen, Spend
from bot.views import board_view, entity_view, gate_of, next_price, shot_view
from bot.words import Words
from core.errors import NotFound
from core.story import Entity, Shot, Slot, SlotKind, Story
from core.studio.chats import Panel

CARDS = ("cast", "entity", "board", "shot")


async def card_of(kit: Kit, panel: Panel, w: Words) -> Screen | None:
    """The screen of a card as its row says; None for what is not drawn again. Raises NotFound."""
    if panel.kind not in CARDS:
        return None
    story = await kit.studio.story(panel.owner, panel.project_id)
    what, *more = panel.target.split("|")
    if panel.kind == "cast":
        gate = await gate_of(kit, panel.owner, panel.project_id)
        price = await next_price(kit, panel.owner, panel.project_id, gate) if gate == "frames" else None
        app = kit.page(panel.chat, f"/p/{panel.project_id}/analysis")
        return cast_screen.cast(w, story, int(what or 0), go_on=price, app=app)
    if panel.kind == "entity":
        spend = await _spend(kit, more[0] if more else "")
        view = await entity_view(kit, panel.owner, story, entity_of(story, what), panel.chat, spend=spend)
        return cast_screen.card(w, view)
    if panel.kind == "board":
        picked = None if not more else frozenset(int(one) for one in more[0].split(",") if one)
        shown = await board_view(kit, panel.owner, story, panel.chat, page=int(what or 0), picked=picked)
        return board_screen.board(w, shown)
    spend = await _spend(kit, more[1] if len(more) > 1 else "")
    clip = bool(more) and more[0] == "v"
    return board_screen.shot(
        w, await shot_view(kit, panel.owner, story, shot_of(story, what), clip=clip, spend=spend)
    )


async def show_card(turn: Turn, project: str, owner: str, kind: str, target: str) -> Panel | None:
    """Turn the card that was pressed into this one; else open it as the chat's newest card of the film."""
    kit = turn.kit
    here = await kit.panels.at(turn.chat, turn.pressed)
    wanted = Panel(project, owner, turn.chat, 0, kind, target, turn.thread)
    if here is not None and here.kind in CARDS and here.project_id == project:
        await kit.chats.set_panel(here.id, kind=kind, target=target)
        moved = await kit.chats.panel(here.id)
        assert moved is not None
        screen = await card_of(kit, moved, turn.w)
        return await kit.panels.show(moved, screen) if screen else moved
    screen = await card_of(kit, wanted, turn.w)
    if screen is None:
        return None
    for old in await kit.chats.panels(project_id=project, chat=turn.chat):
        if old.kind in CARDS and old.thread == turn.thread:
            await kit.chats.drop_panel(old.id)
            await kit.wire.remove(old.chat, old.message)
    return await kit.panels.open(wanted, screen)


def entity_of(story: Story, entity_id: str) -> Entity:
    """Raises NotFound for one that the film has no more."""
    found = next((one for one in story.entities if one.id == entity_id), None)
    if found is None:
        raise NotFound("That part of the film is gone.")
    return found


def shot_of(story: Story, shot_id: str) -> Shot:
    """Raises NotFound for one that the film has no more."""
    found = next((one for one in story.shots if one.id == shot_id), None)
    if found is None:
        raise NotFound("That shot is gone.")
    return found


async def _spend(kit: Kit, price_id: str) -> Spend | None:
    """A price that waits for its second tap, while it stands."""
    price = await kit.chats.price(price_id) if price_id else None
    if price is None or price.state != "open":
        return None
    return Spend(price.id, price.high, tuple(slot_of(one) for one in str(price.action["slot"]).split("+")))


def slot_of(text: str) -> Slot:
    """A slot as a price's row has it: "frame:sh_…"."""
    kind, _, target = text.partition(":")
    return Slot(SlotKind(kind), target)
