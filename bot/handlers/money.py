"""Money: a press on a price begins what the price was shown for, once, and never for more than was shown."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.access import Film
from bot.callbacks import Action
from bot.cards import CARDS, show_card, slot_of
from bot.kit import Kit, Turn
from bot.views import OPEN, stops, until
from core.errors import Conflict, StudioError
from core.story import Aspect, Slot, SlotKind, Step
from core.studio import Again, Change
from core.studio.chats import Price

Begin = Callable[[str], Awaitable[object]]

TRIES = 4
"""How often a price is worked out anew when the film changes in the same moment."""


async def accept(turn: Turn, action: Action) -> None:
    """The priced press (9.5): single use, good for a quarter of an hour."""
    kit = turn.kit
    price = await kit.chats.price(action.target)
    if price is None or not await kit.access.film(turn.user, turn.chat, price.project_id):
        return await kit.wire.toast(turn.press, turn.w.plain("old-button"))
    if not await kit.access.may_direct(turn.user, turn.chat, price.owner):
        return await refuse(turn, price.owner)
    if not await may_spend(turn, price.project_id):
        return
    if price.state == "done":
        return await kit.wire.toast(turn.press, turn.w.plain("already-started"))
    if price.expires_at < datetime.now(UTC) and price.high:
        await kit.wire.toast(turn.press, turn.w.plain("price-old"), alert=True)
        return await refresh(turn, Film(price.project_id, price.owner))
    again = not await kit.chats.take_price(price.id)
    try:
        await DEEDS[str(price.action["do"])](kit, price, again)
    except StudioError as error:
        await kit.chats.give_back_price(price.id)
        words = turn.w.reason(f"{error.what} {error.next_step}".strip())
        await kit.wire.toast(turn.press, cut_alert(words), alert=True)
        return await refresh(turn, Film(price.project_id, price.owner))
    await kit.chats.finish_price(price.id)
    await kit.wire.toast(turn.press, await _begun_said(turn, price))
    kit.watching.follow(price.project_id, price.owner)
    await refresh(turn, Film(price.project_id, price.owner))


async def _begun_said(turn: Turn, price: Price) -> str:
    """That it is begun; of a single thing where it stands in the line of its maker (9.8)."""
    if price.action["do"] != "again":
        return turn.w.plain("started-price" if price.high else "started")
    slot = slot_of(str(price.action["slot"]).partition("+")[0])
    return await queued(turn, Film(price.project_id, price.owner), slot)


async def queued(turn: Turn, film: Film, slot: Slot) -> str:
    """ "Queued, 2nd in line", or that it is being made at once."""
    return turn.w.plain("queued", place=await turn.kit.studio.place_in_line(film.owner, film.id, slot))


async def decline(turn: Turn, action: Action) -> None:
    """Back from a price, nothing begun."""
    kit = turn.kit
    price = await kit.chats.price(action.target)
    await kit.wire.toast(turn.press)
    if price is not None and await kit.access.film(turn.user, turn.chat, price.project_id):
        await refresh(turn, Film(price.project_id, price.owner))


async def refresh(turn: Turn, film: Film) -> None:
    """Draw the message that was pressed anew: a card without its second tap, a panel as it is now."""
    kit = turn.kit
    here = await kit.panels.at(turn.chat, turn.pressed)
    if here is None:
        if turn.message is not None and turn.message.reply_markup is not None and not turn.message.video:
            await kit.wire.optional(turn.message.edit_reply_markup(None))
        return
    if here.kind in CARDS:
        await show_card(turn, film.id, film.owner, here.kind, bare(here.kind, here.target))
    elif here.kind == "film":
        await kit.chats.set_panel(here.id, target="")
        kit.panels.redraw(here.id, urgent=True)


def bare(kind: str, target: str) -> str:
    """A card's target without a price that waited for its second tap."""
    parts = target.split("|")
    return "|".join(parts[: 2 if kind == "shot" else 1])


async def refuse(turn: Turn, owner: str) -> None:
    """Somebody else's film."""
    number = owner.removeprefix("tg:")
    name = (await turn.kit.chats.user(int(number))).name if number.isdigit() else owner
    await turn.kit.wire.toast(turn.press, turn.w.plain("owner-only", name=name), alert=True)


async def may_spend(turn: Turn, project: str) -> bool:
    """Whether the Studio lets this person spend on a film, here; who may not is told why."""
    leads = not turn.private and await turn.kit.access.leads(turn.user, turn.chat)
    try:
        await turn.kit.studio.check_spender(turn.person, project, leads=leads)
    except StudioError as error:
        words = cut_alert(turn.w.reason(f"{error.what} {error.next_step}".strip()))
        await turn.kit.wire.toast(turn.press, words, alert=True)
        return False
    return True


async def ask(kit: Kit, film: Film, action: Mapping[str, Any], high: int, by: int) -> Price:
    """A price that a second tap accepts."""
    return await kit.chats.add_price(film.id, film.owner, action, high, by, until())


async def needs_tap(kit: Kit, turn: Turn, high: int) -> bool:
    """Whether a price asks for a second tap: all do above the limit that the person set for themselves."""
    limit = (await kit.studio.person(turn.person)).choices.get("auto", 0)
    return high > (limit if isinstance(limit, int) else 0)


def again_action(*slots: Slot, model: str = "") -> dict[str, Any]:
    """What a price for making these slots anew begins, in this order."""
    return {"do": "again", "slot": "+".join(map(str, slots)), "model": model}


# ---------------------------------------------------------------- what prices begin


async def _upgrade(kit: Kit, price: Price, again: bool) -> None:
    """Better pictures in the same timeline."""
    project, owner = price.project_id, price.owner
    gates = tuple(Step(gate) for gate in await stops(kit, owner))
    await kit.studio.change(owner, project, Change(gates=gates))
    to = str(price.action["to"])
    await _begun(kit, price, lambda quote: kit.studio.upgrade(owner, project, to=to, quote_id=quote), to)


async def _start(kit: Kit, price: Price, again: bool) -> None:
    """Everything that is missing or out of date."""
    project, owner = price.project_id, price.owner
    if not price.action.get("keep"):
        await kit.studio.change(owner, project, Change(gates=()))
    await _begun(kit, price, lambda quote: kit.studio.start(owner, project, quote_id=quote))


async def _begun(kit: Kit, price: Price, begin: Begin, level: str | None = None) -> None:
    """Begin at today's price, if that is no more than was shown; what comes in just now may change it."""
    for left in reversed(range(TRIES)):
        quote = await kit.studio.quote(price.owner, price.project_id, level=level)
        _check(quote.high, price)
        try:
            await begin(quote.id)
            return
        except Conflict:
            if not left:
                raise


async def _write(kit: Kit, price: Price, again: bool) -> None:
    """The story written anew for another length, and the film that follows from it."""
    project, owner = price.project_id, price.owner
    await kit.studio.wish_length(owner, project, int(price.action["seconds"]))
    await _begun(
        kit,
        price,
        lambda quote: kit.studio.upgrade(owner, project, to="written", quote_id=quote),
        "written",
    )


async def _reshape(kit: Kit, price: Price, again: bool) -> None:
    """Another shape, for what its new pictures were said to cost."""
    project, owner = price.project_id, price.owner
    shape = Change(aspect=Aspect(str(price.action["aspect"])), gates=())
    _check(await price_of_change(kit, owner, project, shape), price)
    await kit.studio.change(owner, project, shape)
    await _begun(kit, price, lambda quote: kit.studio.start(owner, project, quote_id=quote))


async def price_of_change(kit: Kit, owner: str, project: str, change: Change) -> int:
    """What the film would then still cost at the most, in micro-dollars."""
    preview = await kit.studio.preview_change(owner, project, change)
    return preview.high + (await kit.studio.quote(owner, project)).high


async def _again(kit: Kit, price: Price, again: bool) -> None:
    """One thing anew, or two. After a crash it may be under way already; then it is not ordered twice."""
    slots = [slot_of(one) for one in str(price.action["slot"]).split("+")]
    if again and await _is_busy(kit, price, slots):
        return
    wish = Again(model=str(price.action.get("model", "")))
    left = price.high
    for slot in slots:
        _, high = await kit.studio.price_again(price.owner, price.project_id, slot, wish)
        await kit.studio.regenerate(price.owner, price.project_id, slot, wish, max_cost=left)
        left = max(0, left - high)


async def _change(kit: Kit, price: Price, again: bool) -> None:
    """The same words for several shots."""
    project, owner = price.project_id, price.owner
    story = await kit.studio.story(owner, project)
    numbers: Sequence[int] = price.action["shots"]
    slots = [Slot(SlotKind.FRAME, story.shots[number - 1].id) for number in numbers]
    if again and await _is_busy(kit, price, slots):
        return
    wishes = [await changed(kit, owner, project, slot, str(price.action["words"])) for slot in slots]
    highs = [
        (await kit.studio.price_again(owner, project, slot, wish))[1]
        for slot, wish in zip(slots, wishes, strict=True)
    ]
    _check(sum(highs), price)
    for slot, wish, high in zip(slots, wishes, highs, strict=True):
        await kit.studio.regenerate(owner, project, slot, wish, max_cost=high)


async def changed(kit: Kit, owner: str, project: str, slot: Slot, words: str) -> Again:
    """A shot's words with somebody's wish added to them."""
    sent = await kit.studio.sent(owner, project, slot)
    return Again(prompt=f"{sent.prompt.rstrip()} {words}")


DEEDS: Mapping[str, Callable[[Kit, Price, bool], Awaitable[None]]] = {
    "upgrade": _upgrade,
    "start": _start,
    "again": _again,
    "change": _change,
    "write": _write,
    "reshape": _reshape,
}
"""What a price was shown for -> how it is begun."""


def _check(high: int, price: Price) -> None:
    """Never more than the button said."""
    if high > price.high:
        raise Conflict(
            "The price has changed since it was shown.", next_step="Look at the new one, then press again."
        )


async def _is_busy(kit: Kit, price: Price, slots: Sequence[Slot]) -> bool:
    jobs = await kit.studio.jobs(price.owner, price.project_id)
    return any(job.slot in slots and job.state in OPEN for job in jobs)


def cut_alert(text: str) -> str:
    """An alert holds 200 letters."""
    return text if len(text) <= 200 else text[:199] + "…"
