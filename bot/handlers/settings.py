"""Settings: what a person, or a group by its admins, usually wants of new films; the Studio keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.access import ADMIN_OF_GROUP, group_of
from bot.callbacks import Action, short
from bot.defaults import models_of, ready
from bot.kit import Turn
from bot.screens import settings as screens
from bot.screens import talk
from bot.screens.parts import Screen
from bot.words import words
from core.errors import NotFound
from core.studio.groups import ADMINS, OWNER_AND_ADMINS
from core.studio.telling import LONGEST, SHORTEST

SHAPES = ("16:9", "9:16", "1:1", "4:5")

AUTO = (0, 100_000, 500_000, 1_000_000)
"""Micro-dollars up to which one tap on a price is enough, as a person may set it; 0 always asks twice."""

OF_GROUPS = frozenset(
    {"aspect", "captions", "film", "length", "level", "spenders", "m_frames", "m_videos", "m_lipsync"}
)
"""What a group has of its own; the rest is each person's."""


async def show(turn: Turn) -> None:
    """/settings: a person's own, or in a group what its films usually are."""
    await turn.kit.wire.send(turn.chat, await _screen(turn), thread=turn.thread)


async def language(turn: Turn, action: Action) -> None:
    await turn.kit.chats.set_user(turn.user.id, language=action.target)
    await turn.kit.studio.set_person(turn.person, language=action.target)
    w = words(action.target)
    await turn.kit.wire.toast(turn.press, w.plain("done"))
    await _put(replace(turn, w=w), None)


async def choose(turn: Turn, action: Action) -> None:
    """What there is to choose, in the place of the settings; without a name the settings again."""
    field = action.target
    if not await _may(turn, field):
        return
    await turn.kit.wire.toast(turn.press)
    if field == "own":
        return await _ask_length(turn)
    await _put(turn, await _menu(turn, field, action.number()) if field else None)


async def _menu(turn: Turn, field: str, page: int) -> Screen | None:
    chosen = await _choices(turn)
    if field == "length":
        return screens.lengths(turn.w, chosen.get("length"))
    if field == "level":
        return screens.levels(turn.w, chosen.get("level"))
    if field == "film" and not turn.private:
        return screens.films(turn.w, (await turn.kit.studio.group(group_of(turn.chat))).film)
    if field.startswith("m_") and field[2:] in screens.STEPS:
        now = str(models_of(chosen).get(field[2:], ""))
        return screens.models(turn.w, field[2:], await ready(turn.kit, turn.person, field[2:]), now, page)
    return None


async def set_(turn: Turn, action: Action) -> None:
    """A choice was made."""
    if not await _may(turn, action.target):
        return
    if action.target == "spenders":
        await _turn_spenders(turn)
    elif action.target == "film":
        await _bound_films(turn, action.number())
    else:
        await _keep(turn, await _changed(turn, action.target, action.arg()))
    await turn.kit.wire.toast(turn.press, turn.w.plain("done"))
    await _put(turn, None)


async def _changed(turn: Turn, field: str, value: str) -> Mapping[str, Any]:
    """The choice as it is kept; what no button says changes nothing."""
    chosen = await _choices(turn)
    if field == "aspect":
        return {field: _next(SHAPES, chosen.get(field))}
    if field == "auto":
        return {field: _next(AUTO, chosen.get(field))}
    if field in ("captions", "stops", "sounds"):
        return {field: not chosen.get(field, True)}
    if field == "level":
        return {field: value if value in screens.LEVELS else ""}
    if field == "length":
        seconds = int(value) if value.isascii() and value.isdigit() else 0
        return {field: seconds if SHORTEST <= seconds <= LONGEST else 0}
    if field.startswith("m_") and field[2:] in screens.STEPS:
        return {"models": await _model(turn, chosen, field[2:], value)}
    return {}


def _next(values: tuple[Any, ...], now: object) -> Any:
    at = values.index(now) if now in values else 0
    return values[(at + 1) % len(values)]


async def _model(turn: Turn, chosen: Mapping[str, Any], step: str, value: str) -> Mapping[str, str]:
    others = {name: model for name, model in models_of(chosen).items() if name != step}
    if value == "none":
        return others
    for model in await ready(turn.kit, turn.person, step):
        if short(model.id) == value:
            return {**others, step: model.id}
    raise NotFound("There is no such model any more.")


async def _turn_spenders(turn: Turn) -> None:
    studio, group = turn.kit.studio, group_of(turn.chat)
    if not group:
        return
    now = (await studio.group(group)).spenders
    await studio.set_spenders(group, OWNER_AND_ADMINS if now == ADMINS else ADMINS)


async def _bound_films(turn: Turn, most: int) -> None:
    """What one film of the group may cost; what no button says changes nothing."""
    group = group_of(turn.chat)
    if group and most in (0, *screens.A_FILM):
        await turn.kit.studio.set_film_ceiling(group, most or None)


async def _ask_length(turn: Turn) -> None:
    kit = turn.kit
    asked = await kit.wire.send(turn.chat, talk.ask(turn.w, "ask-usual-length"), thread=turn.thread)
    if asked is not None:
        await kit.chats.ask(turn.chat, asked.message_id, turn.user.id, "usual-length")


async def length_answered(turn: Turn, seconds: int) -> None:
    """A length in somebody's own words, as the answer to what was asked."""
    if not await turn.kit.access.leads(turn.user, turn.chat):
        return
    if not SHORTEST <= seconds <= LONGEST:
        await turn.kit.wire.send(turn.chat, talk.note(turn.w, "length-unclear"), thread=turn.thread)
        return
    await _keep(turn, {"length": seconds})
    await show(turn)


# ---------------------------------------------------------------- whose settings these are


async def _choices(turn: Turn) -> Mapping[str, Any]:
    """The group's in a group, else the person's."""
    group = group_of(turn.chat)
    if group:
        return (await turn.kit.studio.group(group)).choices
    return (await turn.kit.studio.person(turn.person)).choices


async def _keep(turn: Turn, choices: Mapping[str, Any]) -> None:
    await turn.kit.studio.set_person(group_of(turn.chat) or turn.person, choices=choices)


async def _may(turn: Turn, field: str) -> bool:
    """Whether this person may change it here; who may not is told so at the button."""
    if turn.private:
        return True
    if field in (*OF_GROUPS, "own", "") and await turn.kit.access.leads(turn.user, turn.chat):
        return True
    await turn.kit.wire.toast(turn.press, turn.w.plain(ADMIN_OF_GROUP), alert=True)
    return False


async def _screen(turn: Turn) -> Screen:
    kit, group = turn.kit, group_of(turn.chat)
    chosen = await _choices(turn)
    names = {one.id: one.title for one in await kit.studio.models(turn.person)}
    titles = {step: names.get(model, model) for step, model in models_of(chosen).items()}
    return screens.settings(
        turn.w,
        screens.SettingsView(chosen, titles, await kit.studio.group(group) if group else None, turn.chat),
    )


async def _put(turn: Turn, screen: Screen | None) -> None:
    """In the place of the message that was pressed."""
    if turn.message is not None:
        shown = screen or await _screen(turn)
        await turn.kit.wire.edit(turn.chat, turn.pressed, shown, shows=False, fresh=False)
