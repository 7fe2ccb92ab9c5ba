"""The finished film in the chat, and what is asked when nobody knows whether it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.screens.film import Trouble, notices, trouble_lines
from bot.screens.parts import (
    CAPTION,
    Button,
    Page,
    Screen,
    app_button,
    button,
    fitted,
    rows_of,
    title_of,
)
from bot.words import Words, clock
from core.story import Aspect, Captions, Story
from core.studio import Status

OTHER_SHAPE: Mapping[Aspect, Aspect] = {
    Aspect.WIDE: Aspect.TALL,
    Aspect.TALL: Aspect.WIDE,
    Aspect.SQUARE: Aspect.TALL,
    Aspect.PORTRAIT: Aspect.WIDE,
}


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What is told of a finished film."""

    story: Story
    seconds: float
    width: int
    height: int
    size: int
    """Bytes of the original."""
    spent: int
    quoted: tuple[int, int] | None
    smaller: bool = False
    """Whether what is shown was made smaller, to fit."""
    troubles: tuple[Trouble, ...] = ()
    """Shots that had to do without something."""
    app: Page | None = None
    status: Status | None = None
    """How the film stands, for what is not settled yet."""


NAMED = 3
"""Shots in trouble that the caption names."""


def caption(w: Words, facts: FilmFacts) -> Screen:
    """The words and buttons under the video."""
    story, p = facts.story, facts.story.project.id
    head = w.html(
        "delivered-head",
        title=title_of(w, story),
        length=clock(facts.seconds),
        aspect=story.project.aspect.value,
        height=str(min(facts.width, facts.height)),
    )
    lines = [head, _cost(w, facts), w.html("delivered-smaller") if facts.smaller else ""]
    lines += [f"{line} {w.html('stands-in')}" for line in trouble_lines(w, facts.troubles)[:NAMED]]
    lines += notices(w, facts.status) if facts.status is not None else ()
    on = story.project.captions is not Captions.OFF
    other = OTHER_SHAPE[story.project.aspect]
    rows: list[list[Button | None]] = [
        [
            button(w.plain("b-captions", state=w.plain("on" if on else "off")), "x.cap", p, int(not on)),
            button(w.plain(f"b-shape-{other.name.lower()}"), "x.ar", p, list(Aspect).index(other)),
        ],
        [
            button(w.plain("b-original", size=w.size(facts.size)), "x.lnk", p),
            button(w.plain("b-board", count=len(story.shots)), "b.open", p),
        ],
        [button(w.plain("b-open-card"), "p.open", p), app_button(w, facts.app)],
        [
            button(w.plain("b-trouble", number=one.shot.index + 1), "s.open", one.shot.id)
            for one in facts.troubles[:NAMED]
        ],
    ]
    return Screen(fitted([line for line in lines if line], CAPTION), rows_of(*rows), loud=True)


def _cost(w: Words, facts: FilmFacts) -> str:
    shots = w.plain("count-shots", count=len(facts.story.shots))
    if not facts.spent:
        return w.html("delivered-free", shots=shots)
    if facts.quoted is None:
        return w.html("delivered-spent", shots=shots, spent=w.money(facts.spent))
    low, high = facts.quoted
    key = "delivered-estimate" if facts.spent <= high else "delivered-estimate-more"
    return w.html(key, shots=shots, spent=w.money(facts.spent), quoted=w.span(low, high))


def unknown(w: Words, story: Story, number: str) -> Screen:
    """The upload may have arrived; only the person can see it (9.9)."""
    yes = button(w.plain("b-seen"), "x.yes", story.project.id, number)
    again = button(w.plain("b-send-again"), "x.send", story.project.id, number)
    return Screen(w.html("delivery-unknown", title=title_of(w, story)), ((yes, again),), loud=True)


def too_large(w: Words, story: Story, size: int, link: str = "") -> Screen:
    """The film does not fit into a message in any size."""
    text = w.html("delivery-too-large", title=title_of(w, story), size=w.size(size))
    again = button(w.plain("b-open-card"), "p.open", story.project.id)
    fetch = Button(w.plain("b-original", size=w.size(size)), url=link) if link else None
    return Screen(text, rows_of([fetch, again]), loud=True)
