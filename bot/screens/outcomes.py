"""Outcomes: paid calls of which nobody knows whether anything was made, one question at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.screens.parts import (
    GO,
    Button,
    Page,
    Screen,
    app_button,
    button,
    cut,
    escaped,
    joined,
    rows_of,
    slot_said,
    title_of,
)
from bot.words import Words
from core.story import Slot, Story


@dataclass(frozen=True, slots=True)
class Outcome:
    """A job of which nobody knows whether it was made."""

    job: str
    slot: Slot
    why: str
    held: int = 0
    """Micro-dollars that stay held for it."""
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class OutcomesView:
    """All that the message is drawn from."""

    story: Story
    open: tuple[Outcome, ...] = ()
    """What is asked about, the oldest first."""
    fetching: tuple[Slot, ...] = ()
    """What is being fetched again right now."""
    rest: tuple[str, int] | None = None
    """(price id, micro-dollars) of the rest of a film that had to stop; None while nothing stands still."""
    app: Page | None = None


def outcomes(w: Words, view: OutcomesView) -> Screen:
    """The question about the oldest of them; once all are answered, the way on."""
    head = w.html("film-title", title=title_of(w, view.story))
    film = button(w.plain("b-film"), "p.open", view.story.project.id)
    if not view.open:
        return Screen(joined(head, " ", *_answered(w, view)), rows_of([_rest(w, view)], [film]))
    one = view.open[0]
    rows = rows_of(
        [button(w.plain("b-look-again"), "o.get", one.job, style=GO)],
        [
            button(w.plain("b-was-made"), "o.yes", one.job),
            button(w.plain("b-not-made"), "o.no", one.job),
        ],
        [film, app_button(w, view.app)],
    )
    return Screen(joined(head, " ", *_asked(w, view, one)), rows, loud=True)


def _asked(w: Words, view: OutcomesView, one: Outcome) -> Iterator[str]:
    """What is not known, why, and what each answer means for the money."""
    held, tail = w.money(one.held), "" if one.held else "-unpaid"
    values = {"held": held} if one.held else {}
    yield w.html("outcome-ask", what=slot_said(w, view.story, one.slot))
    yield escaped(cut(w.reason(one.why), 300))
    if one.held:
        yield w.html("outcome-held", held=held)
    yield " "
    yield w.html("outcome-look")
    yield w.html(f"outcome-yes{tail}", **values)
    yield w.html(f"outcome-no{tail}", **values)
    if len(view.open) > 1:
        yield " "
        yield w.html("outcome-more", count=len(view.open) - 1)


def _answered(w: Words, view: OutcomesView) -> Iterator[str]:
    yield w.html("outcome-none")
    for slot in view.fetching:
        yield w.html("outcome-fetching", what=slot_said(w, view.story, slot))


def _rest(w: Words, view: OutcomesView) -> Button | None:
    """Go on with the film, for a price that stands on the button; not before everything is fetched."""
    if view.rest is None or view.fetching:
        return None
    price, high = view.rest
    label = w.plain("b-go-on-price", price=w.money(high)) if high else w.plain("b-go-on")
    return button(label, "q.ok", price, style=GO)
