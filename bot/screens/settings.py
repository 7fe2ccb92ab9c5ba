"""Settings: what a person, or a group, usually wants of new films."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.callbacks import short
from bot.screens.board import model_line
from bot.screens.choices import LENGTHS
from bot.screens.parts import TEXT, Button, Screen, button, fitted, rows_of
from bot.words import Words, languages
from core.studio import ModelView
from core.studio.groups import ADMINS, Group

LEVELS = ("pictures", "clips")
"""What may be offered first once the animatic is there."""

STEPS = ("frames", "videos", "lipsync")
"""Steps whose usual model a person may choose."""

A_FILM = (500_000, 1_000_000, 2_000_000, 5_000_000, 10_000_000, 20_000_000)
"""Micro-dollars that one film of a group may be let cost by a button; /budget takes any amount."""

EACH = 6
"""Models on one page."""


@dataclass(frozen=True, slots=True)
class SettingsView:
    """What somebody chose, or a group's admins did."""

    choices: Mapping[str, Any]
    titles: Mapping[str, str] = field(default_factory=dict)
    """Step -> title of the model that was chosen for it."""
    group: Group | None = None
    number: int = 0
    """The group's id, by which an admin gives it a budget."""


def settings(w: Words, view: SettingsView) -> Screen:
    """Everything at a glance; a tap changes it, or opens what there is to choose."""
    lines = [w.html("settings-group" if view.group else "settings"), " ", *_said(w, view)]
    return Screen(fitted(lines, TEXT), rows_of(*_rows(w, view)))


def _said(w: Words, view: SettingsView) -> list[str]:
    """The defaults whose buttons do not say enough."""
    level = str(view.choices.get("level", ""))
    lines = [w.html("usual-length", length=length_said(w, view.choices.get("length", 0)))]
    lines.append(w.html("usual-level", level=w.plain(f"level-{level or 'any'}")))
    lines += [
        w.html(
            "usual-model", step=w.plain(f"cost-{step}"), model=view.titles.get(step) or w.plain("model-usual")
        )
        for step in STEPS
    ]
    if view.group is None:
        return [*lines, " ", w.html("settings-tap")]
    most = view.group.film
    film = w.html("group-film-any") if most is None else w.html("group-film-most", most=w.money(most))
    return [*lines, w.html(f"spenders-{_spenders(view.group)}"), film, " ", *_budget(w, view)]


def _spenders(group: Group) -> str:
    return "admins" if group.spenders == ADMINS else "owner"


def _budget(w: Words, view: SettingsView) -> list[str]:
    """What a group may spend; it is an admin of the bot who says so."""
    assert view.group is not None
    if not view.group.has_budget:
        return [w.html("group-no-budget", id=str(view.number))]
    return [
        w.html(
            "account-ceiling",
            name=w.plain(f"ceiling-{one.name.replace('_', '-')}"),
            left=w.money(one.left),
            most=w.money(one.most),
        )
        for one in view.group.ceilings
    ]


def _rows(w: Words, view: SettingsView) -> list[list[Button]]:
    chosen = view.choices
    models = [button(w.plain(f"b-usual-{step}"), "u.ch", f"m_{step}") for step in STEPS]
    both = [
        [
            button(f"📐 {chosen.get('aspect', '16:9')}", "u.set", "aspect"),
            button(w.plain("b-captions", state=_state(w, chosen.get("captions", True))), "u.set", "captions"),
        ],
        [
            button(f"⏱ {length_said(w, chosen.get('length', 0))} ▾", "u.ch", "length"),
            button(w.plain("b-level"), "u.ch", "level"),
        ],
        models,
    ]
    if view.group is not None:
        who = w.plain(f"b-spenders-{_spenders(view.group)}")
        return [*both, [button(who, "u.set", "spenders"), button(w.plain("b-film-most"), "u.ch", "film")]]
    return [_tongues(w), *both, *_own(w, chosen)]


def _tongues(w: Words) -> list[Button]:
    return [
        button(f"{'✓ ' if tag == w.language else ''}{w.plain(f'language-{tag}')}", "u.lang", tag)
        for tag in languages()
    ]


def _own(w: Words, chosen: Mapping[str, Any]) -> list[list[Button]]:
    """What only a person has."""
    auto = chosen.get("auto", 0)
    limit = w.money(auto) if isinstance(auto, int) and auto else w.plain("off")
    return [
        [
            button(w.plain("b-stops", state=_state(w, chosen.get("stops", True))), "u.set", "stops"),
            button(w.plain("b-auto", limit=limit), "u.set", "auto"),
        ],
        [button(w.plain("b-sounds", state=_state(w, chosen.get("sounds", True))), "u.set", "sounds")],
    ]


def _state(w: Words, on: object) -> str:
    return w.plain("on" if on else "off")


def length_said(w: Words, seconds: object) -> str:
    """ "60 s", or that a film lasts as long as its words do."""
    return w.minutes_or_seconds(seconds) if isinstance(seconds, int) and seconds else w.plain("length-any")


# ---------------------------------------------------------------- menus


def lengths(w: Words, now: object) -> Screen:
    """How long stories are to last that a language model writes."""
    found = [
        button(f"{'✓ ' if one == (now or 0) else ''}{length_said(w, one)}", "u.set", "length", one)
        for one in (0, *LENGTHS)
    ]
    own = button(w.plain("b-own-length"), "u.ch", "own")
    return Screen(w.html("choose-usual-length"), rows_of(found[:1], found[1:], [own], [_back(w)]))


def levels(w: Words, now: object) -> Screen:
    """What is offered first, after the animatic."""
    found = [
        button(f"{'✓ ' if one == (now or 'any') else ''}{w.plain(f'level-{one}')}", "u.set", "level", one)
        for one in ("any", *LEVELS)
    ]
    return Screen(w.html("choose-level"), rows_of(*[[one] for one in found], [_back(w)]))


def films(w: Words, now: int | None) -> Screen:
    """What one film of a group may cost at the most."""
    found = [
        button(f"{'✓ ' if one == (now or 0) else ''}{w.money(one)}", "u.set", "film", one) for one in A_FILM
    ]
    any_ = button(f"{'' if now else '✓ '}{w.plain('film-any')}", "u.set", "film", 0)
    return Screen(w.html("choose-film-most"), rows_of([any_], found[:3], found[3:], [_back(w)]))


def models(w: Words, step: str, found: Sequence[ModelView], now: str, page: int) -> Screen:
    """The models of one step with their prices; the usual one changes with what is best and cheap."""
    shown = list(enumerate(found, 1))[page * EACH : page * EACH + EACH]
    buttons = [
        button(f"{'✓ ' if one.id == now else ''}{number} {one.title}", "u.set", f"m_{step}", short(one.id))
        for number, one in shown
    ]
    usual = button(f"{'' if now else '✓ '}{w.plain('model-usual')}", "u.set", f"m_{step}", "none")
    last = max(0, (len(found) - 1) // EACH)
    turn = [
        button("◀", "u.ch", f"m_{step}", page - 1) if page else None,
        _back(w),
        button("▶", "u.ch", f"m_{step}", page + 1) if page < last else None,
    ]
    lines = [w.html("choose-usual-model", step=w.plain(f"cost-{step}")), " "]
    lines += [model_line(w, number, one) for number, one in shown]
    rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    return Screen(fitted(lines, TEXT), rows_of(*rows, [usual], turn))


def _back(w: Words) -> Button:
    return button(w.plain("b-back"), "u.ch")
