"""The storyboard and its shots: look, make anew, other models, words, earlier takes."""

from __future__ import annotations

from bot.access import Film
from bot.callbacks import Action, short
from bot.cards import shot_of, show_card
from bot.handlers import films, money
from bot.kit import Turn
from bot.screens import board as screens
from bot.screens import talk
from bot.screens.film import shot_failed
from bot.screens.parts import Screen
from bot.views import film_view, price_of, shot_view
from core.errors import NotFound, NotReady
from core.story import Slot, SlotKind, Step
from core.studio import Again
from core.studio.chats import Panel


async def board(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    await show_card(turn, film.id, film.owner, "board", str(action.number()))


async def pick(turn: Turn, film: Film, action: Action) -> None:
    """Several shots at once: numbers become marks; then the person says what is to change."""
    kit = turn.kit
    await kit.wire.toast(turn.press)
    page, picked = await _picked(turn)
    if action.arg() != "go":
        await show_card(turn, film.id, film.owner, "board", f"{page}|,")
        return
    listed = ", ".join(map(str, sorted(picked)))
    sent = await kit.wire.send(turn.chat, talk.ask(turn.w, "ask-picked", shots=listed), thread=turn.thread)
    if sent is not None and picked:
        await kit.chats.ask(
            turn.chat,
            sent.message_id,
            turn.user.id,
            "picked",
            project_id=film.id,
            target=listed.replace(" ", ""),
        )


async def toggle(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    page, picked = await _picked(turn)
    chosen = ",".join(map(str, sorted(picked ^ {action.number()}))) or ","
    await show_card(turn, film.id, film.owner, "board", f"{page}|{chosen}"[:64])


async def _picked(turn: Turn) -> tuple[str, set[int]]:
    """The storyboard's page and marks, as the row of the message says."""
    here = await turn.kit.panels.at(turn.chat, turn.pressed)
    page, _, chosen = (here.target if here is not None and here.kind == "board" else "0").partition("|")
    return page or "0", {int(one) for one in chosen.split(",") if one.isdigit()}


async def open_(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    await show_card(turn, film.id, film.owner, "shot", f"{action.target}|{await _side(turn, action.target)}")


async def view(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    side = "v" if action.arg() == "v" else "f"
    await show_card(turn, film.id, film.owner, "shot", f"{action.target}|{side}")


async def versions(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    await _over(turn, film, action.target, screens.versions(turn.w, await _view(turn, film, action.target)))


async def new_frame(turn: Turn, film: Film, action: Action) -> None:
    await _again(turn, film, Slot(SlotKind.FRAME, action.target), "f")


async def new_clip(turn: Turn, film: Film, action: Action) -> None:
    await _again(turn, film, Slot(SlotKind.CLIP, action.target), "v")


async def lip_sync(turn: Turn, film: Film, action: Action) -> None:
    await _again(turn, film, Slot(SlotKind.LIPSYNC, action.target), "v")


async def both(turn: Turn, film: Film, action: Action) -> None:
    """A new frame, and the clip that starts from it."""
    kit, slots = turn.kit, (Slot(SlotKind.FRAME, action.target), Slot(SlotKind.CLIP, action.target))
    prices = [await price_of(kit, film.owner, film.id, slot) for slot in slots]
    if None in prices:
        raise NotReady("This cannot be made yet.", next_step="What it is made from is still missing.")
    high = sum(price or 0 for price in prices)
    price = await money.ask(kit, film, money.again_action(*slots), high, turn.user.id)
    await kit.wire.toast(turn.press)
    await show_card(turn, film.id, film.owner, "shot", f"{action.target}|f|{price.id}")


async def skip(turn: Turn, film: Film, action: Action) -> None:
    """A shot that fails again and again: the free makers stand in, and the film goes on."""
    kit = turn.kit
    shot = shot_of(await kit.studio.story(film.owner, film.id), action.target)
    await kit.studio.do_without(film.owner, film.id, (shot.index + 1,))
    await kit.wire.toast(turn.press, turn.w.plain("skipped"))
    await films.told(turn)
    view = await film_view(kit, film.owner, film.id, turn.chat)
    if view.troubles and view.status.state == "stopped":
        mark = Panel(film.id, film.owner, turn.chat, 0, "told", "failed", turn.thread)
        await kit.panels.open(mark, shot_failed(turn.w, view))
        return
    await films.go_on_free(turn, film)


async def with_model(turn: Turn, film: Film, action: Action) -> None:
    """Anew, by another model, for this shot alone."""
    clip = action.arg(1) == "v"
    step, kind = (Step.VIDEOS, SlotKind.CLIP) if clip else (Step.FRAMES, SlotKind.FRAME)
    for one in await turn.kit.studio.models(film.owner, step):
        if short(one.id) == action.arg():
            return await _again(turn, film, Slot(kind, action.target), "v" if clip else "f", one.id)
    raise NotFound("There is no such model any more.")


async def _again(turn: Turn, film: Film, slot: Slot, side: str, model: str = "") -> None:
    """At once where it is free, else by a second tap on its price (9.8)."""
    kit = turn.kit
    high = await price_of(kit, film.owner, film.id, slot, model)
    if high is None:
        raise NotReady("This cannot be made yet.", next_step="What it is made from is still missing.")
    if await money.needs_tap(kit, turn, high):
        price = await money.ask(kit, film, money.again_action(slot, model=model), high, turn.user.id)
        await kit.wire.toast(turn.press)
        await show_card(turn, film.id, film.owner, "shot", f"{slot.target}|{side}|{price.id}")
        return
    await kit.studio.regenerate(film.owner, film.id, slot, Again(model=model), max_cost=high)
    kit.watching.follow(film.id, film.owner)
    await kit.wire.toast(turn.press, await money.queued(turn, film, slot))
    await show_card(turn, film.id, film.owner, "shot", f"{slot.target}|{side}")


async def use(turn: Turn, film: Film, action: Action) -> None:
    """An earlier take again; nothing is lost by it."""
    take = await turn.kit.studio.select(film.owner, film.id, action.arg())
    await turn.kit.wire.toast(turn.press, turn.w.plain("restored"))
    side = "f" if take.slot.kind is SlotKind.FRAME else "v"
    await show_card(turn, film.id, film.owner, "shot", f"{action.target}|{side}")
    for panel in await turn.kit.chats.panels(project_id=film.id, kind="film"):
        turn.kit.panels.redraw(panel.id)


async def models(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    shown = await _view(turn, film, action.target)
    step = Step.VIDEOS if shown.clip else Step.FRAMES
    sent = await turn.kit.studio.sent(film.owner, film.id, shown.slot)
    found = await turn.kit.studio.models(film.owner, step)
    await _over(
        turn, film, action.target, screens.shot_models(turn.w, shown, found, sent.model, action.number())
    )


async def ask_prompt(turn: Turn, film: Film, action: Action) -> None:
    """The words a picture is made from, to be answered with others."""
    kit = turn.kit
    await kit.wire.toast(turn.press)
    shot = shot_of(await kit.studio.story(film.owner, film.id), action.target)
    sent = await kit.studio.sent(film.owner, film.id, Slot(SlotKind.FRAME, shot.id))
    screen = talk.ask(turn.w, "ask-prompt", sent.prompt, number=shot.index + 1)
    asked = await kit.wire.send(turn.chat, screen, thread=turn.thread)
    if asked is not None:
        await kit.chats.ask(
            turn.chat, asked.message_id, turn.user.id, "prompt", project_id=film.id, target=shot.id
        )


# ---------------------------------------------------------------- which side is shown


async def _side(turn: Turn, shot_id: str) -> str:
    """Frame or clip, as the card shows it now; the frame for another shot."""
    here = await turn.kit.panels.at(turn.chat, turn.pressed)
    if here is not None and here.kind == "shot":
        return "v" if "|v" in here.target else "f"
    return "f"


async def _view(turn: Turn, film: Film, shot_id: str) -> screens.ShotView:
    story = await turn.kit.studio.story(film.owner, film.id)
    clip = await _side(turn, shot_id) == "v"
    return await shot_view(turn.kit, film.owner, story, shot_of(story, shot_id), clip=clip)


async def _over(turn: Turn, film: Film, shot_id: str, screen: Screen) -> None:
    """A choice in the place of the card."""
    here = await turn.kit.panels.at(turn.chat, turn.pressed)
    if here is not None and here.kind == "shot":
        await turn.kit.panels.show(here, screen)
        return
    await turn.kit.panels.open(
        Panel(film.id, film.owner, turn.chat, 0, "shot", f"{shot_id}|f", turn.thread), screen
    )
