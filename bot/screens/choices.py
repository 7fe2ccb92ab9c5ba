"""The menus of the film's card: shape, look, voice, models, and what is not needed every day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.callbacks import short
from bot.screens.board import model_line
from bot.screens.parts import GO, STOP, Button, Screen, button, joined, rows_of, title_of
from bot.words import Words, clock
from core.catalogue.voices import Voice
from core.story import Aspect, Captions, Story
from core.studio import ModelView

LOOKS = {
    "storybook": "storybook watercolour, soft edges, warm light",
    "ink": "ink drawing, bold lines, few colours",
    "cinema": "cinematic, 35 mm, natural light",
    "clay": "clay figures, stop motion, soft studio light",
    "noir": "black and white, hard shadows",
    "anime": "hand-painted anime, clear colours",
}
"""Key of a label -> the words that models are given."""

LENGTHS = (30, 60, 90, 120)
"""Seconds that are offered; any other can be asked for."""

MODEL_STEPS = ("refs", "frames", "videos", "lipsync", "audio")


def menu(w: Words, story: Story, rows: Sequence[Sequence[Button | None]], asked: str, *more: str) -> Screen:
    """Choices in the place of the card's buttons, with a way back; `asked` and `more` are HTML."""
    title = w.html("film-title", title=title_of(w, story))
    back = button(w.plain("b-back"), "p.open", story.project.id, "here")
    return Screen(joined(title, " ", asked, *more), rows_of(*rows, [back]))


def aspects(w: Words, story: Story) -> Screen:
    """The shapes; the one in use is marked."""
    mine = story.project.aspect
    found = [
        button(f"{'✓ ' if shape is mine else ''}{shape.value}", "n.set", story.project.id, "aspect", i)
        for i, shape in enumerate(Aspect)
    ]
    return menu(w, story, [found], w.html("choose-aspect"))


def looks(w: Words, story: Story) -> Screen:
    """Ready looks, and one's own words."""
    project = story.project
    found = [
        button(
            f"{'✓ ' if project.style == words else ''}{w.plain(f'look-{key}')}",
            "n.set",
            project.id,
            "look",
            key,
        )
        for key, words in LOOKS.items()
    ]
    own = [
        button(w.plain("b-own-look"), "n.ed", project.id, "look"),
        button(w.plain("look-usual"), "n.set", project.id, "look", "none"),
    ]
    picture = [
        button(w.plain("b-style"), "n.ed", project.id, "style"),
        button(w.plain("b-style-off"), "n.set", project.id, "style", "none") if project.style_picture else None,
    ]
    return menu(w, story, [found[:3], found[3:], own, picture], w.html("choose-look"))


def voices(w: Words, story: Story, found: Sequence[Voice], page: int) -> Screen:
    """The narrator's voice, eight at a time."""
    mine = story.project.voices.get("narrator", "")
    shown = found[page * 8 : page * 8 + 8]
    buttons = [
        button(f"{'✓ ' if one.id == mine else ''}{one.name}", "n.set", story.project.id, "voice", short(one.id))
        for one in shown
    ]
    rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    return menu(
        w, story, [*rows, _pages(story.project.id, "voice", page, len(found), 8)], w.html("choose-voice")
    )


def lengths(w: Words, story: Story, seconds: float, price: int | None) -> Screen:
    """How long the film is, and to have the story written for another length.

    `price` (micro-dollars, at the most): None where no key opens a language model that could.
    """
    said = w.html("choose-length", length=clock(seconds))
    if price is None:
        return menu(w, story, [], said, w.html("length-no-key"))
    p = story.project.id
    found = [button(w.minutes_or_seconds(one), "n.set", p, "length", one) for one in LENGTHS]
    own = button(w.plain("b-own-length"), "n.ed", p, "length")
    return menu(w, story, [found, [own]], said, w.html("length-anew", price=w.money(price)))


def length_sure(w: Words, story: Story, seconds: int, price: str, low: int, high: int) -> Screen:
    """What writing the story for another length means, with its price on the button."""
    text = joined(
        w.html("film-title", title=title_of(w, story)),
        " ",
        w.html("length-sure", length=w.minutes_or_seconds(seconds), price=w.span(low, high)),
    )
    yes = button(w.plain("b-write", price=w.money(high)), "q.ok", price, style=GO)
    return Screen(text, rows_of([yes, button(w.plain("b-drop"), "q.no", price)]))


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of the film, and what it would cost to get there."""

    level: str
    """"animatic", "pictures" or "clips"."""
    span: tuple[int, int] | None = None
    """Micro-dollars from and to; None for what the film is already."""
    seconds: float | None = None


def levels(w: Words, story: Story, found: Sequence[Rung], meant: str) -> Screen:
    """What the film shall become, with the price of each; choosing costs nothing (9.5)."""
    lines = [_rung_said(w, one) for one in found]
    tapped = [_rung(w, story, one, meant) for one in found]
    below = "level-costs-nothing" if len(found) > 1 else "no-keys" if found[-1].level != "clips" else ""
    return menu(w, story, [tapped], w.html("choose-quality"), " ", *lines, " ", w.html(below) if below else "")


def _rung_said(w: Words, one: Rung) -> str:
    said = w.html(f"quality-{one.level}-is", name=w.plain(f"quality-{one.level}"))
    if one.span is None:
        return said
    takes = f" · {w.html('takes-about', takes=w.minutes(one.seconds))}" if one.seconds else ""
    return f"{said} <b>{w.span(*one.span)}</b>{takes}"


def _rung(w: Words, story: Story, one: Rung, meant: str) -> Button:
    """The price of what would be bought; of what is there already only that it is chosen."""
    sign = "✓ " if one.level == meant else ""
    tail = f" · {w.money(one.span[1])}" if one.span else f" · {w.plain('free')}" * (one.level == "animatic")
    value = one.level if one.span else "none"
    return button(f"{sign}{w.plain(f'quality-{one.level}')}{tail}", "n.set", story.project.id, "level", value)


def reshape_sure(w: Words, story: Story, aspect: Aspect, count: int, price: str, high: int) -> Screen:
    """What another shape of a film with bought pictures means, with its price on the button."""
    text = joined(
        w.html("film-title", title=title_of(w, story)),
        " ",
        w.html("reshape-sure", aspect=aspect.value, count=count, price=w.money(high)),
    )
    yes = button(w.plain("b-reshape", price=w.money(high)), "q.ok", price, style=GO)
    return Screen(text, rows_of([yes, button(w.plain("b-drop"), "q.no", price)]))


def models(w: Words, story: Story, step: str, found: Sequence[ModelView], page: int) -> Screen:
    """The models of one step with their prices; those without a key are named by the account."""
    mine = story.project.models.get(step, "")
    ready = [one for one in found if one.ready]
    shown = list(enumerate(ready, 1))[page * 6 : page * 6 + 6]
    names = [
        button(
            f"{'✓ ' if one.id == mine else ''}{number} {one.title}",
            "n.set",
            story.project.id,
            f"m_{step}",
            short(one.id),
        )
        for number, one in shown
    ]
    rows = [names[i : i + 2] for i in range(0, len(names), 2)]
    pages = _pages(story.project.id, f"m_{step}", page, len(ready), 6)
    lines = [model_line(w, number, one) for number, one in shown]
    return menu(w, story, [*rows, pages], w.html("choose-model"), " ", *lines)


def more(w: Words, story: Story, stops: bool, *, away: bool = False) -> Screen:
    """What is not needed every day."""
    p = story.project.id
    on = story.project.captions is not Captions.OFF
    return menu(
        w,
        story,
        [
            [button(w.plain(f"b-model-{step}"), "n.ch", p, f"m_{step}") for step in MODEL_STEPS[1:4]],
            [
                button(w.plain("b-captions", state=w.plain("on" if on else "off")), "x.cap", p, int(not on)),
                button(
                    w.plain("b-stops", state=w.plain("on" if stops else "off")),
                    "n.set",
                    p,
                    "stops",
                    int(not stops),
                ),
            ],
            [button(w.plain("b-watch"), "x.see", p), button(w.plain("b-frames"), "p.fr", p)],
            [button(w.plain("b-costs"), "p.log", p, "costs"), button(w.plain("b-log"), "p.log", p, "log")],
            [
                button(w.plain("b-take-out" if away else "b-put-away"), "p.put", p, int(not away)),
                button(w.plain("b-delete"), "p.del", p, style=STOP),
            ],
        ],
        w.html("choose-more"),
    )


def confirm_delete(w: Words, story: Story) -> Screen:
    """A second tap before a film goes for good."""
    p = story.project.id
    yes = button(w.plain("b-delete-yes"), "p.del2", p, style=STOP)
    return menu(w, story, [[yes]], w.html("delete-sure"))


def _pages(project: str, field: str, page: int, count: int, each: int) -> list[Button]:
    last = (count - 1) // each
    if last <= 0:
        return []
    before = button("◀", "n.ch", project, field, page - 1) if page else None
    after = button("▶", "n.ch", project, field, page + 1) if page < last else None
    return [one for one in (before, button(f"{page + 1}/{last + 1}", "z"), after) if one]
