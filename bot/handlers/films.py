"""A film's own buttons: open, choose, pause, cancel, go on, approve, export again, delete."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from operator import itemgetter

from bot.access import Film
from bot.callbacks import Action, short
from bot.handlers import money, stories, styles
from bot.handlers.commands import account_screen, my_figures, say
from bot.kit import Turn
from bot.screens import choices, talk
from bot.screens import film as screens
from bot.screens.parts import Screen, title_of
from bot.views import GATES, LEVELS, RUNGS, WAITING, film_view, level_price, meant_rung, rung, still
from core.errors import BadInput, NotFound
from core.story import Aspect, Captions, SlotKind, Step, Story
from core.studio import Change
from core.studio.chats import Panel
from core.studio.telling import LONGEST, SHORTEST

ALBUM = 10
"""Pictures in one album at most (telegram.md 3)."""


async def open_(turn: Turn, film: Film, action: Action) -> None:
    """The panel: here when this message is it, else newly at the bottom."""
    kit = turn.kit
    await kit.wire.toast(turn.press)
    here = await kit.panels.at(turn.chat, turn.pressed)
    if here is not None and here.kind == "film":
        await kit.chats.set_panel(here.id, target="")
        return await _show(turn, film, here)
    for old in await kit.chats.panels(project_id=film.id, chat=turn.chat, kind="film"):
        await kit.chats.drop_panel(old.id)
        await kit.wire.edit(
            old.chat, old.message, talk.note(turn.w, "moved-down"), shows=old.picture, fresh=False
        )
        await kit.wire.unpin(old.chat, old.message)
        await stories.open_panel(turn, film.id, film.owner, story_message=old.story_message)
        return
    await stories.open_panel(turn, film.id, film.owner)


async def _show(turn: Turn, film: Film, panel: Panel) -> None:
    view = await film_view(turn.kit, film.owner, film.id, turn.chat)
    await turn.kit.panels.show(panel, screens.film(await turn.kit.words_of(film.owner), view))


async def log(turn: Turn, film: Film, action: Action) -> None:
    """What was made, what it cost, or the account; in groups money is shown to the presser alone (9.11)."""
    kit, w = turn.kit, turn.w
    aside = "" if turn.private else await _aside(turn, film, action.arg())
    await kit.wire.toast(turn.press, aside, alert=bool(aside))
    if aside:
        return
    if action.arg() == "account":
        return await say(turn, await account_screen(turn))
    story = await kit.studio.story(film.owner, film.id)
    if action.arg() == "costs":
        costs = await kit.studio.costs(film.owner, film.id)
        return await say(turn, talk.costs(w, title_of(w, story), costs, film.id))
    await say(turn, talk.log(w, story, await kit.studio.jobs(film.owner, film.id)))


async def _aside(turn: Turn, film: Film, asked: str) -> str:
    """Figures for one person; "" for what everybody may read."""
    if asked == "account":
        return await my_figures(turn)
    if asked != "costs":
        return ""
    story = await turn.kit.studio.story(film.owner, film.id)
    return talk.costs_aside(turn.w, title_of(turn.w, story), await turn.kit.studio.costs(film.owner, film.id))


# ---------------------------------------------------------------- choosing


async def choose(turn: Turn, film: Film, action: Action) -> None:
    """A menu in the place of the panel's buttons."""
    await turn.kit.wire.toast(turn.press)
    story = await turn.kit.studio.story(film.owner, film.id)
    screen = await _menu(turn, film, story, action.arg(), action.number(1))
    await _put(turn, film, screen, action.arg())


async def _menu(turn: Turn, film: Film, story: Story, field: str, page: int) -> Screen:
    w, studio = turn.w, turn.kit.studio
    if field == "aspect":
        return choices.aspects(w, story)
    if field == "look":
        return choices.looks(w, story)
    if field == "voice":
        return choices.voices(w, story, await studio.voices(film.owner, film.id), page)
    if field == "length":
        return choices.lengths(w, story, screens.film_seconds(story), await _writing(turn, film))
    if field == "level":
        return await _levels(turn, film, story)
    if field.startswith("m_"):
        step = Step(field[2:])
        return choices.models(w, story, step.value, await studio.models(film.owner, step), page)
    person = await studio.person(film.owner)
    away = await studio.is_away(film.owner, film.id)
    return choices.more(w, story, bool(person.choices.get("stops", True)), away=away)


async def _levels(turn: Turn, film: Film, story: Story) -> Screen:
    """What the film is, and what it could become from there."""
    at = rung(story)
    found = [choices.Rung(RUNGS[at] or screens.DRAWN)]
    for level in RUNGS[at + 1 :]:
        quote = await level_price(turn.kit, film.owner, film.id, level)
        if quote is not None:
            found.append(choices.Rung(level, (quote.low, quote.high), quote.seconds))
    meant = RUNGS[await meant_rung(turn.kit, film.owner, story)]
    return choices.levels(turn.w, story, found, meant or screens.DRAWN)


async def _writing(turn: Turn, film: Film) -> int | None:
    """What having the story written anew costs at the most; None without a key of a language model."""
    try:
        return (await turn.kit.studio.quote(film.owner, film.id, level="written")).high
    except BadInput:
        return None


async def ask_length(turn: Turn, project: str, owner: str, seconds: int) -> None:
    """Another length, with its price; the story stays as it is before that is pressed."""
    kit = turn.kit
    if not SHORTEST <= seconds <= LONGEST:
        return await say(turn, talk.note(turn.w, "length-unclear"))
    await kit.studio.wish_length(owner, project, seconds)
    quote = await kit.studio.quote(owner, project, level="written")
    action = {"do": "write", "seconds": seconds}
    price = await money.ask(kit, Film(project, owner), action, quote.high, turn.user.id)
    story = await kit.studio.story(owner, project)
    await say(turn, choices.length_sure(turn.w, story, seconds, price.id, quote.low, quote.high))


async def _put(turn: Turn, film: Film, screen: Screen, name: str) -> None:
    """On the panel that was pressed; a delivered film or an old message gets a message of its own."""
    here = await turn.kit.panels.at(turn.chat, turn.pressed)
    if here is None or here.kind != "film":
        await turn.kit.panels.open(Panel(film.id, film.owner, turn.chat, 0, "film", name, turn.thread), screen)
        return
    await turn.kit.chats.set_panel(here.id, target=name)
    await turn.kit.panels.show(here, screen)


async def set_(turn: Turn, film: Film, action: Action) -> None:
    """A choice was made."""
    field, value = action.arg(), action.arg(1)
    if field == "stops":
        await turn.kit.studio.set_person(film.owner, choices={"stops": value == "1"})
        await turn.kit.wire.toast(turn.press, turn.w.plain("done"))
        return await money.refresh(turn, film)
    if field == "level":
        await turn.kit.studio.prefer_level(film.owner, film.id, value if value in LEVELS else "")
        await turn.kit.wire.toast(turn.press)
        return await money.refresh(turn, film)
    if field == "length":
        await turn.kit.wire.toast(turn.press)
        await money.refresh(turn, film)
        return await ask_length(turn, film.id, film.owner, int(value) if value.isdigit() else 0)
    change = (
        await _model(turn, film, field[2:], value)
        if field.startswith("m_")
        else await SETS[field](turn, film, value)
    )
    await _changed(turn, film, change)


async def _aspect(turn: Turn, film: Film, value: str) -> Change:
    shapes = list(Aspect)
    return Change(aspect=shapes[int(value) % len(shapes)] if value.isdigit() else None)


async def _look(turn: Turn, film: Film, value: str) -> Change:
    return Change(style=choices.LOOKS.get(value, ""))


async def _voice(turn: Turn, film: Film, value: str) -> Change:
    for voice in await turn.kit.studio.voices(film.owner, film.id):
        if short(voice.id) == value:
            return Change(voices=(("narrator", voice.id),))
    raise NotFound("There is no such voice any more.")


async def _model(turn: Turn, film: Film, step: str, value: str) -> Change:
    for model in await turn.kit.studio.models(film.owner, Step(step)):
        if short(model.id) == value:
            return Change(models=((step, model.id),))
    raise NotFound("There is no such model any more.")


async def _style(turn: Turn, film: Film, value: str) -> Change:
    return Change(no_style_picture=True)


SETS: Mapping[str, Callable[[Turn, Film, str], Awaitable[Change]]] = {
    "aspect": _aspect,
    "look": _look,
    "style": _style,
    "voice": _voice,
}


async def _changed(turn: Turn, film: Film, change: Change) -> None:
    """Save a choice; what that makes stale and costs nothing is made at once, the rest waits for its price."""
    kit = turn.kit
    await kit.studio.change(film.owner, film.id, change)
    status = await kit.studio.status(film.owner, film.id)
    key = "changed"
    if status.state == "finished":
        quote = await kit.studio.quote(film.owner, film.id)
        if quote.high == 0:
            await _start_free(turn, film, quote.id)
            key = "changed-free"
        else:
            key = "changed-price"
    await kit.wire.toast(turn.press, turn.w.plain(key))
    await money.refresh(turn, film)
    await _redraw_home(turn, film)


async def _start_free(turn: Turn, film: Film, quote_id: str) -> None:
    """Begin what costs nothing, past every gate: there is nothing to agree to."""
    kit = turn.kit
    story = await kit.studio.story(film.owner, film.id)
    if story.project.gates:
        await kit.studio.change(film.owner, film.id, Change(gates=()))
        quote_id = (await kit.studio.quote(film.owner, film.id)).id
    await kit.studio.start(film.owner, film.id, quote_id=quote_id)
    kit.watching.follow(film.id, film.owner)


async def _redraw_home(turn: Turn, film: Film) -> None:
    for panel in await turn.kit.chats.panels(project_id=film.id, kind="film"):
        turn.kit.panels.redraw(panel.id, urgent=True)


async def ask(turn: Turn, film: Film, action: Action) -> None:
    """A title or a look in one's own words: asked for by a message that wants a reply."""
    kit, field = turn.kit, action.arg()
    await kit.wire.toast(turn.press)
    if field == styles.PURPOSE:
        return await styles.ask(turn, film)
    project = (await kit.studio.story(film.owner, film.id)).project
    current = {"title": project.title, "look": project.style}.get(field, "")
    sent = await kit.wire.send(turn.chat, talk.ask(turn.w, f"ask-{field}", current), thread=turn.thread)
    if sent is not None:
        await kit.chats.ask(turn.chat, sent.message_id, turn.user.id, field, project_id=film.id)


# ---------------------------------------------------------------- runs


async def pause(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.studio.pause(film.owner, film.id)
    await turn.kit.wire.toast(turn.press, turn.w.plain("pausing"))
    await money.refresh(turn, film)


async def resume(turn: Turn, film: Film, action: Action) -> None:
    """After a pause: what was agreed to goes on. What has ended asks for its price first."""
    status = await turn.kit.studio.status(film.owner, film.id)
    if status.state == "paused":
        await turn.kit.studio.resume(film.owner, film.id)
        turn.kit.watching.follow(film.id, film.owner)
        await turn.kit.wire.toast(turn.press, turn.w.plain("going-on"))
    else:
        await turn.kit.wire.toast(turn.press)
    await money.refresh(turn, film)


async def cancel(turn: Turn, film: Film, action: Action) -> None:
    """The question before a run is stopped, in the place of the panel."""
    await turn.kit.wire.toast(turn.press)
    view = await film_view(turn.kit, film.owner, film.id, turn.chat)
    await _put(turn, film, screens.confirm_cancel(turn.w, view), "cancel")


async def cancel_now(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press, turn.w.plain("stopping"))
    await turn.kit.studio.cancel(film.owner, film.id)
    await told(turn)
    await money.refresh(turn, film)


async def approve(turn: Turn, film: Film, action: Action) -> None:
    """Yes at a gate. When the run waits there no more, the rest is offered with its price."""
    kit = turn.kit
    if not await money.may_spend(turn, film.id):
        return
    status = await kit.studio.status(film.owner, film.id)
    gate, _ = await kit.chats.gate(film.id) if status.state in WAITING else ("", 0)
    if gate and gate == action.arg() and await _go_on(turn, film, gate, status.state):
        kit.watching.follow(film.id, film.owner)
        await kit.wire.toast(turn.press, turn.w.plain("going-on"))
        await told(turn)
        return await _redraw_home(turn, film)
    if status.state == "running":
        return await kit.wire.toast(turn.press, turn.w.plain("still-making"), alert=True)
    quote = await kit.studio.quote(film.owner, film.id)
    await kit.wire.toast(turn.press)
    await told(turn)
    if not quote.lines:
        return await _redraw_home(turn, film)
    price = await money.ask(kit, film, {"do": "start"}, quote.high, turn.user.id)
    story = await kit.studio.story(film.owner, film.id)
    await say(turn, screens.rest(turn.w, story, price.id, quote.low, quote.high))


async def _go_on(turn: Turn, film: Film, gate: str, state: str) -> bool:
    """Past the gate, within what was agreed; false when that is not enough any more."""
    studio = turn.kit.studio
    if state == "paused":
        await studio.approve(film.owner, film.id)
        return True
    quote = await studio.quote(film.owner, film.id)
    if quote.needed:
        return False
    after = tuple(step for step in GATES if step.is_from(Step(gate)) and step.value != gate)
    wanted = (await studio.story(film.owner, film.id)).project.gates
    await studio.change(film.owner, film.id, Change(gates=tuple(step for step in after if step in wanted)))
    await studio.start(film.owner, film.id)
    return True


async def told(turn: Turn) -> None:
    """The message that rang has its answer: its buttons go."""
    here = await turn.kit.panels.at(turn.chat, turn.pressed)
    if here is not None and here.kind == "told" and turn.message is not None:
        await turn.kit.wire.optional(turn.message.edit_reply_markup(None))


async def offer(turn: Turn, film: Film, action: Action) -> None:
    """A way on at a ceiling, as it was priced on the button."""
    kit = turn.kit
    if not await money.may_spend(turn, film.id):
        return
    offers = await kit.studio.offers(film.owner, film.id)
    chosen = next((one for one in offers if short(one.key) == action.arg()), None)
    if chosen is None:
        await kit.wire.toast(turn.press, turn.w.plain("price-old"), alert=True)
        return await money.refresh(turn, film)
    await kit.studio.take_offer(film.owner, film.id, chosen.key)
    await kit.studio.resume(film.owner, film.id)
    kit.watching.follow(film.id, film.owner)
    await kit.wire.toast(turn.press, turn.w.plain("going-on"))
    await told(turn)
    await money.refresh(turn, film)


# ---------------------------------------------------------------- the finished film


async def update(turn: Turn, film: Film, action: Action) -> None:
    """Bring the film up to date where that is free; else the panel shows the price."""
    quote = await turn.kit.studio.quote(film.owner, film.id)
    if quote.high:
        await turn.kit.wire.toast(turn.press, turn.w.plain("price-old"), alert=True)
        return await _redraw_home(turn, film)
    await _start_free(turn, film, quote.id)
    await turn.kit.wire.toast(turn.press, turn.w.plain("started"))
    await money.refresh(turn, film)


async def captions(turn: Turn, film: Film, action: Action) -> None:
    await _changed(turn, film, Change(captions=Captions.BURNED if action.arg() == "1" else Captions.OFF))


async def reshape(turn: Turn, film: Film, action: Action) -> None:
    """Another shape: at once where it is free; where pictures have to be bought anew, their price is shown."""
    kit = turn.kit
    change = Change(aspect=list(Aspect)[action.number() % len(Aspect)])
    high = await money.price_of_change(kit, film.owner, film.id, change)
    if not high:
        return await _changed(turn, film, change)
    await kit.wire.toast(turn.press)
    assert change.aspect is not None
    wanted = {"do": "reshape", "aspect": change.aspect.value}
    price = await money.ask(kit, film, wanted, high, turn.user.id)
    story = await kit.studio.story(film.owner, film.id)
    slots = (await kit.studio.preview_change(film.owner, film.id, change)).slots
    count = sum(slot.kind in BOUGHT for slot in slots)
    await say(turn, choices.reshape_sure(turn.w, story, change.aspect, count, price.id, high))


BOUGHT = (SlotKind.REFERENCE, SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC)
"""What people think of as things that are made, and pay for."""


async def finish(turn: Turn, film: Film, action: Action) -> None:
    """Nothing more is bought: the free makers do what is missing."""
    await turn.kit.studio.do_without(film.owner, film.id)
    await turn.kit.wire.toast(turn.press, turn.w.plain("finishing"))
    await told(turn)
    await go_on_free(turn, film)
    await money.refresh(turn, film)


async def go_on_free(turn: Turn, film: Film) -> None:
    """Go on where nothing is left to be paid; else say what the rest costs. A run under way needs nothing."""
    kit = turn.kit
    status = await kit.studio.status(film.owner, film.id)
    if status.state == "running":
        return
    if status.state == "paused":
        await kit.studio.cancel(film.owner, film.id)
    quote = await kit.studio.quote(film.owner, film.id)
    if not quote.high:
        await _start_free(turn, film, quote.id)
        return await _redraw_home(turn, film)
    price = await money.ask(kit, film, {"do": "start"}, quote.high, turn.user.id)
    story = await kit.studio.story(film.owner, film.id)
    await say(turn, screens.rest(turn.w, story, price.id, quote.low, quote.high))


async def original(turn: Turn, film: Film, action: Action) -> None:
    """The untouched file, as a document; too large for a message, the page has it."""
    kit = turn.kit
    await kit.wire.toast(turn.press)
    if not await kit.delivery.original(turn.chat, turn.thread, film.owner, film.id, turn.pressed):
        link = await kit.delivery.link(film.owner, film.id)
        await say(turn, talk.note(turn.w, "original-on-page" if link else "original-too-large", link=link))


async def frames(turn: Turn, film: Film, action: Action) -> None:
    """The newest frames as an album: pictures without buttons, in the order of the film."""
    kit = turn.kit
    await kit.wire.toast(turn.press)
    story = await kit.studio.story(film.owner, film.id)
    takes = [story.take(SlotKind.FRAME, shot.id) for shot in story.shots]
    made = [(i, take) for i, take in enumerate(takes) if take is not None]
    newest = sorted(made, key=lambda one: str(one[1].created_at))[-ALBUM:]
    pictures = [
        await still(kit, film.owner, film.id, take.asset) for _, take in sorted(newest, key=itemgetter(0))
    ]
    await kit.wire.album(turn.chat, [one for one in pictures if one], thread=turn.thread, reply_to=turn.pressed)


async def watch(turn: Turn, film: Film, action: Action) -> None:
    """The finished film once more, from Telegram's own copy."""
    home = Panel(film.id, film.owner, turn.chat, 0, "film", "", turn.thread)
    there = await turn.kit.delivery.bring(home, turn.press)
    await turn.kit.wire.toast(turn.press, turn.w.plain("sending-again" if there else "no-film-yet"))
    await money.refresh(turn, film)


async def seen(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.delivery.seen(film.id, film.owner, action.arg())
    await turn.kit.wire.toast(turn.press, turn.w.plain("enjoy"))
    await money.refresh(turn, film)


async def send_again(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press, turn.w.plain("sending-again"))
    await money.refresh(turn, film)
    await turn.kit.delivery.again(film.id, film.owner, action.arg())


async def put_away(turn: Turn, film: Film, action: Action) -> None:
    """Out of the list, or back into it; nothing of the film is touched."""
    away = action.arg() == "1"
    await turn.kit.studio.put_away(film.owner, film.id, away=away)
    await turn.kit.wire.toast(turn.press, turn.w.plain("put-away-toast" if away else "taken-out-toast"))
    await money.refresh(turn, film)


async def delete(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    story = await turn.kit.studio.story(film.owner, film.id)
    await _put(turn, film, choices.confirm_delete(turn.w, story), "delete")


async def delete_now(turn: Turn, film: Film, action: Action) -> None:
    """The second tap: gone, with its photos."""
    kit = turn.kit
    status = await kit.studio.status(film.owner, film.id)
    if status.state == "running":
        await kit.studio.cancel(film.owner, film.id)
    here = await kit.panels.at(turn.chat, turn.pressed)
    await kit.studio.delete_project(film.owner, film.id)
    await kit.wire.toast(turn.press, turn.w.plain("deleted-toast"))
    if here is not None:
        await kit.wire.edit(
            here.chat, here.message, talk.note(turn.w, "deleted"), shows=here.picture, fresh=False
        )
