"""Presses: what a button means, who may press it, and that every press is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.access import Film
from bot.callbacks import Action, parse
from bot.handlers import (
    cast,
    commands,
    films,
    logins,
    messages,
    money,
    outcomes,
    people,
    settings,
    shots,
    stories,
    styles,
)
from bot.kit import Turn
from bot.screens import talk
from core.errors import StudioError

OnFilm = Callable[[Turn, Film, Action], Awaitable[None]]
Alone = Callable[[Turn, Action], Awaitable[None]]


async def handle(turn: Turn, text: str | None) -> None:
    """One press; whatever goes wrong, it is answered."""
    action = parse(text)
    if action is None:
        await turn.kit.wire.toast(turn.press, turn.w.plain("old-button"))
        return await _redraw(turn)
    try:
        await _act(turn, action)
    except StudioError as error:
        words = money.cut_alert(turn.w.reason(f"{error.what} {error.next_step}".strip()))
        if not await turn.kit.wire.told(turn.press, words, alert=True):
            await commands.say(turn, talk.trouble(turn.w, error.what, error.next_step))
        await _redraw(turn)
    except Exception:
        await turn.kit.wire.toast(turn.press, turn.w.plain("went-wrong-toast"))
        raise


async def _act(turn: Turn, action: Action) -> None:
    if action.name in ALONE:
        return await ALONE[action.name](turn, action)
    film = await turn.kit.access.film(turn.user, turn.chat, action.target)
    if film is None:
        return await turn.kit.wire.toast(turn.press, turn.w.plain("film-gone"), alert=True)
    if action.name in LOOKING:
        return await LOOKING[action.name](turn, film, action)
    if not await turn.kit.access.may_direct(turn.user, turn.chat, film.owner):
        return await money.refuse(turn, film.owner)
    await DIRECTING[action.name](turn, film, action)


async def _redraw(turn: Turn) -> None:
    """What was pressed shows what is true now."""
    panel = await turn.kit.panels.at(turn.chat, turn.pressed)
    if panel is not None:
        if panel.kind == "film":
            await turn.kit.chats.set_panel(panel.id, target="")
        turn.kit.panels.redraw(panel.id, urgent=True)


# ---------------------------------------------------------------- buttons of no film


async def _nothing(turn: Turn, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    if action.arg() == "close" and turn.message is not None:
        await turn.kit.wire.remove(turn.chat, turn.pressed)


async def _help(turn: Turn, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    await commands.say(turn, talk.help_(turn.w, not turn.private))


async def _example(turn: Turn, action: Action) -> None:
    await turn.kit.wire.toast(turn.press, turn.w.plain("started"))
    await stories.example(turn)


async def _story_for_photos(turn: Turn, action: Action) -> None:
    """Photos came first: now their story is asked for."""
    await turn.kit.wire.toast(turn.press)
    asked = await turn.kit.wire.send(turn.chat, talk.ask(turn.w, "ask-story"), thread=turn.thread)
    if asked is not None:
        await turn.kit.chats.ask(turn.chat, asked.message_id, turn.user.id, "story", target=action.arg())
    if turn.message is not None:
        await turn.kit.wire.remove(turn.chat, turn.pressed)


async def _projects(turn: Turn, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    screen = await commands.projects_screen(turn, action.number())
    if turn.message is None:
        return await commands.say(turn, screen)
    await turn.kit.wire.edit(turn.chat, turn.pressed, screen, shows=False, fresh=False)


async def _away(turn: Turn, action: Action) -> None:
    """The films that were put away, in the place of the list."""
    await turn.kit.wire.toast(turn.press)
    screen = await commands.away_screen(turn, action.number())
    if turn.message is None:
        return await commands.say(turn, screen)
    await turn.kit.wire.edit(turn.chat, turn.pressed, screen, shows=False, fresh=False)


async def _my_account(turn: Turn, action: Action) -> None:
    """Somebody's own figures, to be seen by them alone."""
    await turn.kit.wire.toast(turn.press, await commands.my_figures(turn), alert=True)


async def _whose_photo(turn: Turn, film: Film, action: Action) -> None:
    await turn.kit.wire.toast(turn.press)
    if turn.message is not None:
        await turn.kit.wire.remove(turn.chat, turn.pressed)
    await messages.given(turn, action.target, action.number())


ALONE: Mapping[str, Alone] = {
    "z": _nothing,
    "h.help": _help,
    "h.try": _example,
    "h.new": _story_for_photos,
    "l.no": logins.answer,
    "l.ok": logins.answer,
    "p.aw": _away,
    "p.ls": _projects,
    "u.ch": settings.choose,
    "u.lang": settings.language,
    "u.me": _my_account,
    "u.set": settings.set_,
    "a.ok": people.decide,
    "a.no": people.decide,
    "q.ok": money.accept,
    "q.no": money.decline,
}
"""Buttons that belong to no film, or that find theirs by a price."""

LOOKING: Mapping[str, OnFilm] = {
    "p.open": films.open_,
    "p.log": films.log,
    "x.see": films.watch,
    "p.fr": films.frames,
    "e.ls": cast.list_,
    "e.open": cast.open_,
    "e.hs": cast.versions,
    "b.open": shots.board,
    "b.pg": shots.board,
    "o.open": outcomes.open_,
    "s.open": shots.open_,
    "s.vw": shots.view,
    "s.hs": shots.versions,
}
"""What everybody in the film's chat may look at."""

DIRECTING: Mapping[str, OnFilm] = {
    "n.ch": films.choose,
    "n.ed": films.ask,
    "n.ph": styles.chosen,
    "n.set": films.set_,
    "o.get": outcomes.look,
    "o.yes": outcomes.tell,
    "o.no": outcomes.tell,
    "p.pau": films.pause,
    "p.res": films.resume,
    "p.cx": films.cancel,
    "p.cx2": films.cancel_now,
    "p.ap": films.approve,
    "p.of": films.offer,
    "p.put": films.put_away,
    "p.del": films.delete,
    "p.del2": films.delete_now,
    "x.re": films.update,
    "x.cap": films.captions,
    "x.fin": films.finish,
    "x.ar": films.reshape,
    "x.lnk": films.original,
    "x.yes": films.seen,
    "x.send": films.send_again,
    "e.ok": cast.fine,
    "e.ph": cast.ask_photos,
    "e.ds": cast.ask_words,
    "e.rg": cast.again,
    "e.vo": cast.voices,
    "e.vs": cast.voice,
    "e.use": cast.use,
    "e.dl": cast.remove,
    "e.dp": cast.remove_one,
    "e.for": _whose_photo,
    "b.sel": shots.pick,
    "b.t": shots.toggle,
    "s.rf": shots.new_frame,
    "s.rv": shots.new_clip,
    "s.rb": shots.both,
    "s.skip": shots.skip,
    "s.ls": shots.lip_sync,
    "s.pm": shots.ask_prompt,
    "s.md": shots.models,
    "s.ms": shots.with_model,
    "s.use": shots.use,
}
"""What the owner and admins may do."""
