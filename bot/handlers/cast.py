"""Characters, places and things: cards, looks, voices and guide photos."""

from __future__ import annotations

from bot.access import Film
from bot.callbacks import Action, short
from bot.cards import entity_of, show_card
from bot.handlers import money
from bot.kit import Turn
from bot.screens import cast as screens
from bot.screens import talk
from bot.screens.parts import Screen
from bot.views import entity_view, price_of
from core.errors import NotFound, NotReady
from core.story import Slot, SlotKind
from core.studio import Again, Change
from core.studio.chats import Panel


async def list_(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    await show_card(turn, film.id, film.owner, "cast", str(action.number()))


async def open_(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    await show_card(turn, film.id, film.owner, "entity", action.target)


async def fine(turn: Turn, film: Film, action: Action) -> None:
    """This one is good: on to the next, and after the last to the list with the way on."""
    await turn.kit.wire.toast(turn.press, turn.w.plain("noted"))
    story = await turn.kit.studio.story(film.owner, film.id)
    place = list(story.entities).index(entity_of(story, action.target)) + 1
    if place < len(story.entities):
        return await _show(turn, film, "entity", story.entities[place].id)
    await _show(turn, film, "cast", "0")


async def _show(turn: Turn, film: Film, kind: str, target: str) -> None:
    await show_card(turn, film.id, film.owner, kind, target)


async def versions(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    story = await turn.kit.studio.story(film.owner, film.id)
    view = await entity_view(turn.kit, film.owner, story, entity_of(story, action.target), turn.chat)
    await _over(turn, film, action.target, screens.versions(turn.w, view))


async def again(turn: Turn, film: Film, action: Action) -> None:
    """A new look: at once where it is free, else by a second tap on its price."""
    kit, slot = turn.kit, Slot(SlotKind.REFERENCE, action.target)
    high = await price_of(kit, film.owner, film.id, slot)
    if high is None:
        raise NotReady(
            "This cannot be drawn yet.", next_step="It needs the script first; that is being written."
        )
    if await money.needs_tap(kit, turn, high):
        price = await money.ask(kit, film, money.again_action(slot), high, turn.user.id)
        await kit.wire.toast(turn.press)
        await show_card(turn, film.id, film.owner, "entity", f"{action.target}|{price.id}")
        return
    await kit.studio.regenerate(film.owner, film.id, slot, Again(), max_cost=high)
    kit.watching.follow(film.id, film.owner)
    await kit.wire.toast(turn.press, await money.queued(turn, film, slot))
    await show_card(turn, film.id, film.owner, "entity", action.target)


async def use(turn: Turn, film: Film, action: Action) -> None:
    """An earlier look again."""
    await turn.kit.studio.select(film.owner, film.id, action.arg())
    await turn.kit.wire.toast(turn.press, turn.w.plain("restored"))
    await show_card(turn, film.id, film.owner, "entity", action.target)


async def voices(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    story = await turn.kit.studio.story(film.owner, film.id)
    found = await turn.kit.studio.voices(film.owner, film.id)
    screen = screens.voices(turn.w, entity_of(story, action.target), found, action.number())
    await _over(turn, film, action.target, screen)


async def voice(turn: Turn, film: Film, action: Action) -> None:
    for one in await turn.kit.studio.voices(film.owner, film.id):
        if short(one.id) == action.arg():
            await turn.kit.studio.change(film.owner, film.id, Change(voices=((action.target, one.id),)))
            await turn.kit.wire.toast(turn.press, turn.w.plain("changed"))
            await show_card(turn, film.id, film.owner, "entity", action.target)
            return
    raise NotFound("There is no such voice any more.")


async def ask_words(turn: Turn, film: Film, action: Action) -> None:
    """What an entity looks like, in the person's words."""
    kit = turn.kit
    await kit.wire.toast(turn.press)
    entity = entity_of(await kit.studio.story(film.owner, film.id), action.target)
    screen = talk.ask(turn.w, "ask-words", entity.appearance, name=entity.name)
    await _asked(turn, film, screen, "words", entity.id)


async def ask_photos(turn: Turn, film: Film, action: Action) -> None:
    """Guide photos, by reply; before the first one of a film a line about consent."""
    await turn.kit.wire.toast(turn.press)
    story = await turn.kit.studio.story(film.owner, film.id)
    entity = entity_of(story, action.target)
    await _asked(turn, film, screens.ask_photos(turn.w, entity, not story.guides), "photos", entity.id)


async def remove(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    story = await turn.kit.studio.story(film.owner, film.id)
    screen = screens.remove_photos(turn.w, story, entity_of(story, action.target))
    await _over(turn, film, action.target, screen)


async def remove_one(turn: Turn, film: Film, action: Action) -> None:
    story = await turn.kit.studio.story(film.owner, film.id)
    guide = next((one for one in story.guides if one.id == action.target), None)
    await turn.kit.studio.remove_guide(film.owner, film.id, action.target)
    await turn.kit.wire.toast(turn.press, turn.w.plain("removed"))
    if guide is not None:
        await show_card(turn, film.id, film.owner, "entity", guide.entity_id)


async def _over(turn: Turn, film: Film, entity: str, screen: Screen) -> None:
    """A choice in the place of the card; a message of its own where there is no card."""
    here = await turn.kit.panels.at(turn.chat, turn.pressed)
    if here is not None and here.kind in ("entity", "cast"):
        await turn.kit.chats.set_panel(here.id, kind="entity", target=entity)
        await turn.kit.panels.show(here, screen)
        return
    await turn.kit.panels.open(Panel(film.id, film.owner, turn.chat, 0, "entity", entity, turn.thread), screen)


async def _asked(turn: Turn, film: Film, screen: Screen, purpose: str, target: str) -> None:
    sent = await turn.kit.wire.send(turn.chat, screen, thread=turn.thread)
    if sent is not None:
        await turn.kit.chats.ask(
            turn.chat, sent.message_id, turn.user.id, purpose, project_id=film.id, target=target
        )
