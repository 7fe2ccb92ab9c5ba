"""The menus of the film's card: shape, look, voice, models, and what is not needed every day."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks import short
from bot.screens.parts import STOP, Button, Screen, button, joined, rows_of, title_of
from bot.words import Words
from core.catalogue.voices import Voice
from core.story import Aspect, Story
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

MODEL_STEPS = ("refs", "frames", "videos", "lipsync", "audio")


def menu(w: Words, story: Story, rows: Sequence[Sequence[Button]], asked: str) -> Screen:
    """Choices in the place of the card's buttons, with a way back."""
    title = w.html("film-title", title=title_of(w, story))
    back = button(w.plain("b-back"), "p.open", story.project.id, "here")
    return Screen(joined(title, " ", w.html(asked)), rows_of(*rows, [back]))


def aspects(w: Words, story: Story) -> Screen:
    """The shapes; the one in use is marked."""
    mine = story.project.aspect
    found = [
        button(f"{'✓ ' if shape is mine else ''}{shape.value}", "n.set", story.project.id, "aspect", i)
        for i, shape in enumerate(Aspect)
    ]
    return menu(w, story, [found], "choose-aspect")


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
    return menu(w, story, [found[:3], found[3:], own], "choose-look")


def voices(w: Words, story: Story, found: Sequence[Voice], page: int) -> Screen:
    """The narrator's voice, eight at a time."""
    mine = story.project.voices.get("narrator", "")
    shown = found[page * 8 : page * 8 + 8]
    buttons = [
        button(f"{'✓ ' if one.id == mine else ''}{one.name}", "n.set", story.project.id, "voice", short(one.id))
        for one in shown
    ]
    rows = [buttons[i : i + 2] for i in range(0, len(buttons), 2)]
    return menu(w, story, [*rows, _pages(story.project.id, "voice", page, len(found), 8)], "choose-voice")


def models(w: Words, story: Story, step: str, found: Sequence[ModelView], page: int) -> Screen:
    """The models of one step with their prices; those without a key are named by the account."""
    mine = story.project.models.get(step, "")
    ready = [one for one in found if one.ready]
    shown = ready[page * 6 : page * 6 + 6]
    rows = [
        [
            button(
                f"{'✓ ' if one.id == mine else ''}{one.title} · {one.price}",
                "n.set",
                story.project.id,
                f"m_{step}",
                short(one.id),
            )
        ]
        for one in shown
    ]
    pages = _pages(story.project.id, f"m_{step}", page, len(ready), 6)
    return menu(w, story, [*rows, pages], "choose-model")


def more(w: Words, story: Story, stops: bool) -> Screen:
    """What is not needed every day."""
    p = story.project.id
    return menu(
        w,
        story,
        [
            [button(w.plain(f"b-model-{step}"), "n.ch", p, f"m_{step}") for step in MODEL_STEPS[1:4]],
            [
                button(
                    w.plain("b-stops", state=w.plain("on" if stops else "off")),
                    "n.set",
                    p,
                    "stops",
                    int(not stops),
                )
            ],
            [button(w.plain("b-watch"), "x.see", p), button(w.plain("b-frames"), "p.fr", p)],
            [button(w.plain("b-costs"), "p.log", p, "costs"), button(w.plain("b-log"), "p.log", p, "log")],
            [button(w.plain("b-delete"), "p.del", p, style=STOP)],
        ],
        "choose-more",
    )


def confirm_delete(w: Words, story: Story) -> Screen:
    """A second tap before a film goes for good."""
    p = story.project.id
    yes = button(w.plain("b-delete-yes"), "p.del2", p, style=STOP)
    return menu(w, story, [[yes]], "delete-sure")


def _pages(project: str, field: str, page: int, count: int, each: int) -> list[Button]:
    last = (count - 1) // each
    if last <= 0:
        return []
    before = button("◀", "n.ch", project, field, page - 1) if page else None
    after = button("▶", "n.ch", project, field, page + 1) if page < last else None
    return [one for one in (before, button(f"{page + 1}/{last + 1}", "z"), after) if one]
