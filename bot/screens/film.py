"""The film's one panel: the card before and after a run, the progress of it, the questions in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.callbacks import short
from bot.screens.parts import (
    CAPTION,
    GO,
    STOP,
    Button,
    Page,
    Picture,
    Screen,
    app_button,
    bar,
    button,
    counted,
    cut,
    escaped,
    fitted,
    joined,
    quoted,
    rows_of,
    title_of,
)
from bot.words import Safe, Words, clock
from core.story import SAMPLE_RATE, Captions, EntityKind, Shot, Slot, SlotKind, Story
from core.studio import Offer, Status

SHOWN = (
    ("words", ("story", "analysis", "script", "scenes", "shots")),
    ("cast", ("refs",)),
    ("frames", ("frames",)),
    ("clips", ("videos",)),
    ("sound", ("voices", "audio", "lipsync")),
    ("film", ("export",)),
)
"""Lines of the progress, and the steps of a run that each stands for."""

DRAWN = "animatic"

MOST_ROWS = 4
"""Rows of buttons on a panel (telegram.md 9.1)."""

PROBLEMS = 3
"""Problems that a panel names; the log has them all."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A way to better pictures, with its price bound to a button."""

    to: str
    """"pictures" or "clips"."""
    price: str
    low: int
    high: int
    short: int = 0
    """Micro-dollars that the budget lacks for it."""
    first: bool = True
    """Whether it is what the person usually wants, or they prefer none."""
    seconds: float | None = None
    """How long the making takes; None while nobody can tell."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A shot at which something could not be made."""

    shot: Shot
    slot: Slot
    why: str
    free: bool
    """Whether nothing was charged for the try."""


@dataclass(frozen=True, slots=True)
class FilmView:
    """All that the panel is drawn from."""

    story: Story
    status: Status
    gate: str = ""
    next_price: int = 0
    """Micro-dollars that the step behind the gate costs at the most."""
    spent: int = 0
    held: int = 0
    """Micro-dollars for what is under way."""
    bound: int | None = None
    """The most it may cost by what the person agreed to; None while nothing was agreed."""
    level: str = ""
    """What it is or is meant to become: "" (drawn), "pictures" or "clips"."""
    upgrades: tuple[Upgrade, ...] = ()
    usual_seconds: int = 0
    """How long the person's stories usually are to last, if this one is not written for it yet."""
    by: tuple[tuple[str, str], ...] = ()
    """(step, title) of the models that the person named for better pictures."""
    needs_budget: bool = False
    """Whether it is of a group that nobody gave a budget."""
    film_most: int | None = None
    """Micro-dollars that a film of its group may cost at the most; None while its admins say nothing."""
    update: tuple[str, int] | None = None
    """(price id, micro-dollars) of bringing the film up to date with its edits; None when it is."""
    offers: tuple[Offer, ...] = ()
    left: int | None = None
    """Budget left this month; None when nobody set one."""
    stops: tuple[str, ...] = ()
    """Gates that an upgrade will stop at."""
    rest: tuple[str, int] | None = None
    """(price id, micro-dollars) of the rest of a run that ended early."""
    keyless: bool = False
    troubles: tuple[Trouble, ...] = ()
    """Shots at which something failed."""
    now: tuple[Slot, ...] = ()
    """What is being made right now."""
    back: bool = False
    """Whether the bot was away for a while."""
    sheet: Picture | None = None
    app: Page | None = None

    @property
    def id(self) -> str:
        return self.story.project.id

    @property
    def paid(self) -> bool:
        """Whether anything of it is made by models that cost money."""
        return bool(self.story.project.models)


def film(w: Words, view: FilmView) -> Screen:
    """The panel as it has to look now."""
    state = "paused" if view.gate else view.status.state
    draw = {
        "running": _running,
        "paused": _paused,
        "stopped": _stopped,
        "cancelled": _cancelled,
    }.get(state, _card)
    lines, rows = draw(w, view)
    away = [w.html("back-after-break")] if view.back and state in ("running", "paused") else []
    text = fitted([*_head(w, view), *lines, *notices(w, view.status), *away], CAPTION)
    return Screen(text, _with_question(w, view, rows_of(*rows)), view.sheet)


def notices(w: Words, status: Status) -> Iterator[str]:
    """What holds money though nobody knows whether it was made (B8), and a disk that is nearly full."""
    if status.unsettled is not None:
        count, held = len(status.unsettled.jobs), w.money(status.unsettled.held)
        yield "⚠️ " + w.html("unsettled", count=count, held=held)
    if status.little_room:
        yield "⚠️ " + w.html("little-room")


def _with_question(w: Words, view: FilmView, rows: Rows) -> Rows:
    """The way to say what became of a paid call: a row of its own, or a place on the shortest one."""
    ask = _question(w, view)
    if ask is None or any(ask in row for row in rows):
        return rows
    if len(rows) < MOST_ROWS:
        return (*rows, (ask,))
    at = min(range(len(rows)), key=lambda row: (len(rows[row]), -row))
    return (*rows[:at], (*rows[at], ask), *rows[at + 1 :])


def _question(w: Words, view: FilmView) -> Button | None:
    held = view.status.unsettled is not None
    return button(w.plain("b-outcomes"), "o.open", view.id) if held else None


Rows = tuple[tuple[Button, ...], ...]

Drawn = tuple[list[str], list[list[Button | None]]]


def _head(w: Words, view: FilmView) -> Iterator[str]:
    project = view.story.project
    yield w.html("film-title", title=title_of(w, view.story))
    if view.status.state in ("finished", "idle") or not view.story.shots:
        yield f"<i>“{escaped(quoted(project.source, 140))}”</i>"
    yield " "


# ---------------------------------------------------------------- before and after a run


def _card(w: Words, view: FilmView) -> Drawn:
    lines = [*_facts(w, view), " ", *_estimate(w, view), *_problems(w, view)]
    last = [_update(w, view), *_upgrades(w, view)]
    rows = [*_choices(w, view), [*_looks(w, view), app_button(w, view.app)], last]
    return lines, rows


def _facts(w: Words, view: FilmView) -> Iterator[str]:
    """What the film is, and what was chosen for it."""
    story = view.story
    seconds = film_seconds(story)
    if story.shots:
        shots = w.plain("count-shots", count=len(story.shots))
        yield w.html("card-length", length=clock(seconds) if seconds else "…", shots=shots)
        yield w.html("card-cast", cast=counted(w, story))
    look = cut(story.project.style, 40) or w.plain("look-usual")
    if story.project.style_picture:
        look = w.plain("look-and-picture", look=look)
    yield w.html("card-picture", aspect=story.project.aspect.value, look=look)
    captions = w.plain("on" if story.project.captions is not Captions.OFF else "off")
    yield w.html("card-voice", voice=_narrator(w, story), language=_language(w, story), captions=captions)


def _estimate(w: Words, view: FilmView) -> Iterator[str]:
    if view.status.state == "finished" and not view.paid:
        yield w.html("animatic-ready")
    if view.paid or view.spent:
        yield w.html("spent-so-far", spent=w.money(view.spent))
    for one in view.upgrades:
        takes = f" · {w.html('takes-about', takes=w.minutes(one.seconds))}" if one.seconds else ""
        yield w.html(f"price-{one.to}", price=w.span(one.low, one.high)) + takes
    if view.upgrades and view.by:
        named = ", ".join(f"{w.plain(f'cost-{step}')} {title}" for step, title in view.by)
        yield w.html("card-models", models=named)
    if view.usual_seconds:
        yield w.html("card-usual-length", length=w.minutes_or_seconds(view.usual_seconds))
    if view.needs_budget:
        yield w.html("group-needs-budget")
    if view.upgrades and view.stops:
        yield w.html(
            "will-stop", count=len(view.stops), gates=", ".join(w.plain(f"gate-{g}") for g in view.stops)
        )
    if view.upgrades and not view.needs_budget:
        yield from _bounds(w, view)
    if view.keyless:
        yield w.html("no-keys")


def _bounds(w: Words, view: FilmView) -> Iterator[str]:
    """What a better film may cost by the word of others."""
    if view.film_most is not None:
        yield w.html("group-film-most", most=w.money(view.film_most))
    if view.left is not None:
        yield w.html("budget-left", left=w.money(view.left))


def _choices(w: Words, view: FilmView) -> list[list[Button | None]]:
    project, seconds = view.story.project, film_seconds(view.story)
    told = button(f"⏱ {clock(seconds)} ▾", "n.ch", view.id, "length") if seconds else None
    return [
        [
            button(w.plain("b-title"), "n.ed", view.id, "title"),
            told,
            button(f"📐 {project.aspect.value} ▾", "n.ch", view.id, "aspect"),
            button(w.plain("b-more"), "n.ch", view.id, "more"),
        ],
        [
            button(w.plain("b-look"), "n.ch", view.id, "look"),
            button(w.plain("b-voice"), "n.ch", view.id, "voice"),
            button(f"🧠 {w.plain(f'quality-{view.level or DRAWN}')} ▾", "n.ch", view.id, "level"),
        ],
    ]


def _looks(w: Words, view: FilmView) -> list[Button | None]:
    """The ways into the film: who is in it, and its shots."""
    story = view.story
    cast = button(w.plain("b-cast", count=len(story.entities)), "e.ls", view.id) if story.entities else None
    board = button(w.plain("b-board", count=len(story.shots)), "b.open", view.id) if story.shots else None
    return [cast, board]


def _update(w: Words, view: FilmView) -> Button | None:
    if view.update is None:
        return None
    price, high = view.update
    if high:
        return button(w.plain("b-update-price", price=w.money(high)), "q.ok", price, style=GO)
    return button(w.plain("b-update-free"), "x.re", view.id, style=GO)


def _upgrades(w: Words, view: FilmView) -> list[Button | None]:
    """A priced button for each level; one that the budget cannot bear leads to the account."""
    return [
        button(
            w.plain(f"b-{one.to}", price=w.money(one.high)), "q.ok", one.price, style=GO if one.first else ""
        )
        if not one.short
        else button(w.plain("b-too-low", price=w.money(one.high)), "p.log", view.id, "account")
        for one in view.upgrades
    ]


# ---------------------------------------------------------------- while it goes


def _running(w: Words, view: FilmView) -> Drawn:
    lines = [_share(w, view), " ", *progress_lines(w, view), *_problems(w, view)]
    if view.paid or view.spent:
        lines += [" ", _spent(w, view)]
    else:
        lines += [" ", w.html("making-free")]
    stop = button(w.plain("b-cancel"), "p.cx", view.id, style=STOP)
    rows: list[list[Button | None]] = [
        [*_looks(w, view), *_shots_in_trouble(w, view)[:1]],
        [button(w.plain("b-pause"), "p.pau", view.id), stop],
    ]
    if not view.paid:
        rows = [*_choices(w, view), *rows]
    return lines, rows


def _share(w: Words, view: FilmView) -> str:
    left = view.status.seconds_left
    share = f"{view.status.share:.0%}".replace("%", " %")
    line = w.html("progress", bar=bar(view.status.share), share=share)
    return f"{line} · {w.html('time-left', left=w.minutes(left))}" if left else line


def progress_lines(w: Words, view: FilmView) -> list[str]:
    """One line for what is done, one for each thing under way, one for what is to come."""
    done, doing, later = [], [], []
    found = {step.name: step for step in view.status.steps}
    for name, steps in SHOWN:
        mine = [found[step] for step in steps if step in found]
        made, total = sum(s.done for s in mine), sum(s.total for s in mine)
        label = w.plain(f"step-{name}")
        if total and made == total:
            done.append(
                f"✅ {label}" + (f" {made}" if total > 1 and name in ("frames", "clips", "cast") else "")
            )
        elif made or any(s.active for s in mine):
            sign = "▶️" if view.status.state == "running" else "◽️"
            count = f" {made}/{total}" if total > 1 else ""
            doing.append(f"{sign} {label}{count}{_at(w, view, name)}")
        else:
            later.append(f"▫️ {label}")
    return [line for line in ("  ".join(done), *doing, "  ".join(later)) if line]


AT: Mapping[str, tuple[SlotKind, ...]] = {
    "frames": (SlotKind.FRAME,),
    "clips": (SlotKind.CLIP,),
    "sound": (SlotKind.LIPSYNC,),
}
"""Lines of the progress that name the shot at work -> what is made there."""


def _at(w: Words, view: FilmView, name: str) -> str:
    """ " — shot 6 “Fox on the bridge”": the first of the shots that a line is about right now."""
    running = view.status.state == "running"
    targets = {slot.target for slot in view.now if running and slot.kind in AT.get(name, ())}
    shot = next((one for one in view.story.shots if one.id in targets), None)
    if shot is None:
        return ""
    said = w.html("at-shot", number=shot.index + 1)
    return f" — {said} “{escaped(quoted(shot.action, 32))}”" if shot.action else f" — {said}"


def _problems(w: Words, view: FilmView) -> Iterator[str]:
    """Shots by their number; whatever else went wrong in the words it was told in."""
    lines = trouble_lines(w, view.troubles)
    yield from lines[:PROBLEMS]
    told = {one.why for one in view.troubles}
    others = [words for words in view.status.problems if words not in told]
    for words in others[: max(0, PROBLEMS - len(lines))]:
        yield f"⚠️ {escaped(cut(w.reason(words), 160))}"


def trouble_lines(w: Words, troubles: Sequence[Trouble]) -> list[str]:
    """ "⚠️ No clip of shot 4, 7: the prompt was refused": one line for each reason."""
    shots: dict[tuple[str, str], list[str]] = {}
    for one in troubles:
        shots.setdefault((one.slot.kind.value, one.why), []).append(str(one.shot.index + 1))
    return [
        "⚠️ "
        + w.html("no-such", what=w.plain(f"slot-{kind}", of=", ".join(numbers)), why=cut(w.reason(why), 140))
        for (kind, why), numbers in shots.items()
    ]


def _shots_in_trouble(w: Words, view: FilmView) -> list[Button | None]:
    """A button for each shot at which something failed."""
    shots = dict.fromkeys((one.shot.id, one.shot.index + 1) for one in view.troubles)
    return [button(w.plain("b-trouble", number=number), "s.open", shot) for shot, number in shots]


def _spent(w: Words, view: FilmView) -> str:
    if view.bound is None:
        return w.html("spent-so-far", spent=w.money(view.spent))
    return w.html("spent-of", spent=w.money(view.spent), bound=w.money(view.bound))


# ---------------------------------------------------------------- when it waits or has ended early


def _paused(w: Words, view: FilmView) -> Drawn:
    lines = [_share(w, view), " ", *progress_lines(w, view), " "]
    stop = button(w.plain("b-cancel"), "p.cx", view.id, style=STOP)
    if view.gate:
        lines.append(w.html("waits-for-you", what=w.plain(f"gate-{view.gate}")))
        label = (
            w.plain("b-go-on-price", price=w.money(view.next_price)) if view.next_price else w.plain("b-go-on")
        )
        go = button(label, "p.ap", view.id, view.gate, style=GO)
        return lines, [_looks(w, view), [go, stop]]
    if view.offers:
        lines.append(w.html("at-ceiling", spent=w.money(view.spent)))
        lines += [_offer_said(w, i, offer) for i, offer in enumerate(view.offers[:3], 1)]
        ways: list[Button | None] = [_offer(w, view, i) for i in range(min(3, len(view.offers)))]
        return lines, [ways[:2], ways[2:], [app_button(w, view.app), stop]]
    lines.append(w.html("paused"))
    if view.paid:
        lines.append(_spent(w, view))
    return lines, [_looks(w, view), [button(w.plain("b-resume"), "p.res", view.id, style=GO), stop]]


def _offer(w: Words, view: FilmView, index: int) -> Button | None:
    offer = view.offers[index]
    if offer.ceiling is not None:
        label = w.plain("b-raise", price=w.money(offer.left))
    else:
        label = w.plain("b-save", number=index + 1, saves=w.money(offer.saves))
    return button(label, "p.of", view.id, short(offer.key))


def _offer_said(w: Words, number: int, offer: Offer) -> str:
    """One way on, in words; what it saves stands on its button too."""
    kind, _, what = offer.key.partition(":")
    left = w.money(offer.left)
    if kind == "model":
        step = what.partition(":")[0]
        name = w.plain(f"cost-{step}") if w.has(f"cost-{step}") else step
        return w.html("offer-model", number=number, step=name, left=left)
    if kind == "shots":
        return w.html("offer-shots", number=number, count=int(what), left=left)
    return w.html("offer-raise", number=number, left=left)


def _stopped(w: Words, view: FilmView) -> Drawn:
    lines = [w.html("stopped"), *_problems(w, view), " ", *progress_lines(w, view)]
    if view.paid:
        lines += [" ", _spent(w, view)]
    return lines, [[*_looks(w, view), *_shots_in_trouble(w, view)[:1]], *_ways_on(w, view, "b-retry")]


def _cancelled(w: Words, view: FilmView) -> Drawn:
    lines = [w.html("cancelled"), " ", *progress_lines(w, view)]
    if view.spent:
        lines += [" ", w.html("spent-so-far", spent=w.money(view.spent))]
    if view.rest is not None and view.rest[1]:
        lines.append(w.html("finish-free"))
    return lines, [_looks(w, view), *_ways_on(w, view, "b-resume")]


def _ways_on(w: Words, view: FilmView, key: str) -> list[list[Button | None]]:
    """The rest for its price, or without buying anything more; an unknown outcome in the way comes first."""
    buys = view.rest is not None and view.rest[1] > 0
    finish = button(w.plain("b-finish"), "x.fin", view.id) if buys and view.story.shots else None
    more = button(w.plain("b-more"), "n.ch", view.id, "more")
    first = (_question(w, view) if view.status.state == "stopped" else None) or _rest(w, view, key)
    return [[first, finish], [app_button(w, view.app), more]]


def _rest(w: Words, view: FilmView, key: str) -> Button | None:
    """Go on with what is left, for a price that stands on the button."""
    if view.rest is None:
        return None
    price, high = view.rest
    tail = w.money(high) if high else w.plain("free")
    return button(f"{w.plain(key)} · {tail}", "q.ok", price, style=GO)


def confirm_cancel(w: Words, view: FilmView, *, apart: bool = False) -> Screen:
    """What is spent and kept, before a run is stopped; `apart`: in a message of its own."""
    clips = sum(1 for slot in view.story.takes if slot.kind in (SlotKind.FRAME, SlotKind.CLIP))
    asked = w.html("cancel-sure", spent=w.money(view.spent), count=clips)
    held = w.html("cancel-held", held=w.money(view.held)) if view.held else ""
    rows = [
        button(w.plain("b-stop"), "p.cx2", view.id, style=STOP),
        button(w.plain("b-keep-going"), "z", "", "close")
        if apart
        else button(w.plain("b-keep-going"), "p.open", view.id, "here"),
    ]
    text = joined(w.html("film-title", title=title_of(w, view.story)), " ", asked, held)
    return Screen(text, (tuple(rows),), None if apart else view.sheet)


# ---------------------------------------------------------------- facts that several screens tell


def film_seconds(story: Story) -> float:
    """How long the narration is, so the film; 0 while it is not all spoken."""
    spoken = [story.take(SlotKind.SPEECH, line.id) for line in story.segments]
    if not spoken or any(take is None for take in spoken):
        return 0.0
    made = story.take(SlotKind.FILM, story.project.id)
    if made is not None and made.facts.get("samples"):
        return float(made.facts["samples"]) / SAMPLE_RATE
    return sum(float(take.facts.get("samples", 0)) for take in spoken if take) / SAMPLE_RATE


def _narrator(w: Words, story: Story) -> str:
    chosen = story.project.voices.get("narrator", "")
    return chosen.partition(":")[2] if chosen else w.plain("narrator")


def _language(w: Words, story: Story) -> str:
    """The story's own language, from the person's choice or what the story step found."""
    tag = story.project.language
    told = story.take(SlotKind.STORY, story.project.id)
    if not tag and told is not None:
        tag = str(told.facts.get("document", {}).get("language", ""))
    key = f"language-{tag.partition('-')[0].lower()}"
    return w.plain(key) if tag and w.has(key) else tag or "…"


def cast_ready(w: Words, view: FilmView) -> Screen:
    """The message that rings when a run waits for a look at its characters (9.6)."""
    story, price = view.story, w.money(view.next_price)
    title = w.html("film-title", title=title_of(w, story))
    people = counted(w, story)
    text = joined(title, " ", w.html("gate-cast-ready", cast=people, count=len(story.shots), price=price))
    look = button(w.plain("b-review", count=len(story.entities)), "e.open", _first(story))
    go = button(w.plain("b-go-on-price", price=price), "p.ap", view.id, view.gate, style=GO)
    return Screen(Safe(text), rows_of([look, go], [app_button(w, view.app)]), loud=True)


def at_ceiling(w: Words, view: FilmView) -> Screen:
    """The message that rings when what was agreed to is not enough; its buttons are the ways on."""
    lines = [
        w.html("film-title", title=title_of(w, view.story)),
        " ",
        w.html("at-ceiling", spent=w.money(view.spent)),
        *_problems(w, view),
        " ",
        *(_offer_said(w, i, offer) for i, offer in enumerate(view.offers[:3], 1)),
        w.html("kept-all"),
    ]
    return Screen(joined(*lines), film(w, view).rows, loud=True)


def shot_failed(w: Words, view: FilmView) -> Screen:
    """The message that rings when a shot keeps the film from being finished (9.7)."""
    one = view.troubles[0]
    shot = one.shot.id
    lines = [
        w.html("film-title", title=title_of(w, view.story)),
        " ",
        *_problems(w, view),
        w.html("nothing-charged") if one.free and CHARGED not in one.why else "",
        w.html("kept-all"),
    ]
    others = _shots_in_trouble(w, view)[1:3]
    finish = button(w.plain("b-finish"), "x.fin", view.id) if others else None
    rows: list[list[Button | None]] = [
        [_rest(w, view, "b-retry"), button(w.plain("b-skip"), "s.skip", shot)],
        [button(w.plain("b-prompt"), "s.pm", shot), app_button(w, view.app)],
        [*others, finish],
    ]
    return Screen(joined(*lines), rows_of(*rows), loud=True)


CHARGED = "nothing was charged"
"""How reasons say by themselves that a failure was free."""


def rest(w: Words, story: Story, price: str, low: int, high: int) -> Screen:
    """What is left to be made of a film, with its price on the button."""
    label = w.plain("b-go-on-price", price=w.money(high)) if high else w.plain("b-go-on")
    text = joined(
        w.html("film-title", title=title_of(w, story)), " ", w.html("rest-costs", price=w.span(low, high))
    )
    return Screen(text, ((button(label, "q.ok", price, style=GO),),))


def _first(story: Story) -> str:
    cast = story.of_kind(EntityKind.CHARACTER) or story.entities
    return cast[0].id
