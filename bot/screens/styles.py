"""The film's style as a picture: what became of it, model by model."""

from __future__ import annotations

from collections.abc import Sequence

from bot.screens.parts import Screen, button, joined, rows_of, title_of
from bot.words import Words
from core.story import Story
from core.studio.values import StyleUse

OTHERS = 3
"""Models that are named in the place of one that takes no style."""


def kept(w: Words, story: Story, use: Sequence[StyleUse], count: int) -> Screen:
    """The picture is the style now; which models are given it, and which paint by words alone."""
    project = story.project.id
    lines = [
        w.html("film-title", title=title_of(w, story)),
        " ",
        w.html("style-kept"),
        w.html("style-one", count=count) if count > 1 else "",
        *(_said(w, one) for one in use),
        w.html("style-no-key") if not use else "",
        w.html("style-again") if story.project.models else "",
    ]
    film = button(w.plain("b-film"), "p.open", project)
    return Screen(
        joined(*lines), rows_of([button(w.plain("b-style-off"), "n.set", project, "style", "none"), film])
    )


def _said(w: Words, one: StyleUse) -> str:
    step = w.plain(f"cost-{one.step.value}")
    if one.takes:
        return w.html("style-taken", step=step, model=one.title, most=one.most)
    others = ", ".join(one.others[:OTHERS])
    key = "style-not-taken-others" if others else "style-not-taken"
    return w.html(key, step=step, model=one.title, **({"others": others} if others else {}))
