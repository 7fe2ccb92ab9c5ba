"""Characters, places and things: the list, one card each, their guide photos."""

from __future__ import annotations

from collections.abc import Sequence
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
    Spend,
    app_button,
    button,
    counted,
    cut,
    escaped,
    fitted,
    joined,
    rows_of,
    spend_line,
    title_of,
)
from bot.words import Words
from core.catalogue.voices import Voice
from core.story import Entity, EntityKind, Slot, SlotKind, Story, Take

SIGNS = {EntityKind.CHARACTER: "👤", EntityKind.SET: "🏞", EntityKind.PROP: "🗝"}
EACH = 8
"""Names on one page of a list."""


@dataclass(frozen=True, slots=True)
class EntityView:
    """One of the cast as it is."""

    story: Story
    entity: Entity
    takes: tuple[Take, ...] = ()
    price: int | None = None
    """Micro-dollars of a new look; None while it cannot be made."""
    voice: str = ""
    busy: bool = False
    spend: Spend | None = None
    error: str = ""
    gate: bool = False
    """Whether the film waits for a look at everybody."""
    picture: Picture | None = None
    app: Page | None = None

    @property
    def slot(self) -> Slot:
        return Slot(SlotKind.REFERENCE, self.entity.id)


def cast(w: Words, story: Story, page: int = 0, *, go_on: int | None = None, app: Page | None = None) -> Screen:
    """Everybody and everything, a button each; `go_on`: at the gate, the price of what comes next."""
    shown = story.entities[page * EACH : (page + 1) * EACH]
    names = [button(f"{SIGNS[one.kind]} {one.name}", "e.open", one.id) for one in shown]
    rows = [names[i : i + 2] for i in range(0, len(names), 2)]
    p, last = story.project.id, (len(story.entities) - 1) // EACH
    turn = [
        button("◀", "e.ls", p, page - 1) if page else None,
        button("▶", "e.ls", p, page + 1) if page < last else None,
        button(w.plain("b-film"), "p.open", p),
        app_button(w, app),
    ]
    go = None
    if go_on is not None:
        go = button(w.plain("b-go-on-price", price=w.money(go_on)), "p.ap", p, "frames", style=GO)
    head = w.html("film-title", title=title_of(w, story))
    text = joined(head, " ", w.html("cast-list", cast=counted(w, story)))
    return Screen(text, rows_of(*rows, [go], turn))


def card(w: Words, view: EntityView) -> Screen:
    """One entity: its look, its words, its photos."""
    one, story = view.entity, view.story
    place = list(story.entities).index(one)
    lines = [
        w.html(
            "entity-head",
            name=one.name,
            kind=w.plain(f"kind-{one.kind.value}"),
            number=place + 1,
            count=len(story.entities),
        ),
        escaped(cut(one.appearance, 400)) if one.appearance else w.html("entity-no-words"),
        w.html("entity-voice", voice=view.voice) if one.kind is EntityKind.CHARACTER and view.voice else "",
        _look(w, view),
        f"⚠️ {escaped(cut(w.reason(view.error), 160))}" if view.error else "",
        w.html("entity-busy") if view.busy else "",
        spend_line(w, story, view.spend),
    ]
    rows = [_photos(w, view), _edits(w, view), _around(w, view)]
    return Screen(fitted([line for line in lines if line], CAPTION), rows_of(*rows), view.picture)


def _look(w: Words, view: EntityView) -> str:
    guides = len(view.story.guides_of(view.entity.id))
    current = view.story.takes.get(view.slot)
    number = next((i for i, take in enumerate(view.takes, 1) if current and take.id == current.id), 0)
    if not number:
        return w.html("entity-no-look", guides=guides)
    return w.html("entity-look", number=number, count=len(view.takes), guides=guides)


def _photos(w: Words, view: EntityView) -> list[Button | None]:
    e = view.entity.id
    if view.spend is not None:
        price = view.spend.price
        yes = button(w.plain("b-spend", price=w.money(view.spend.high)), "q.ok", price, style=GO)
        return [yes, button(w.plain("b-back"), "q.no", price)]
    guides = len(view.story.guides_of(e))
    new = None
    if view.price is not None:
        tail = w.money(view.price) if view.price else w.plain("free")
        new = button(f"{w.plain('b-new-look')} · {tail}", "e.rg", e)
    return [button(w.plain("b-guides", count=guides), "e.ph", e), new]


def _edits(w: Words, view: EntityView) -> list[Button | None]:
    e = view.entity.id
    speaks = view.entity.kind is EntityKind.CHARACTER
    return [
        button(w.plain("b-description"), "e.ds", e),
        button(w.plain("b-voice"), "e.vo", e) if speaks else None,
        button(f"🕘 {len(view.takes)}", "e.hs", e) if len(view.takes) > 1 else None,
        button("🗑 📷", "e.dl", e) if view.story.guides_of(e) else None,
    ]


def _around(w: Words, view: EntityView) -> list[Button | None]:
    all_of_them = view.story.entities
    i = list(all_of_them).index(view.entity)
    before = button("◀", "e.open", all_of_them[i - 1].id) if i else None
    after = button("▶", "e.open", all_of_them[i + 1].id) if i + 1 < len(all_of_them) else None
    fine = button(w.plain("b-ok"), "e.ok", view.entity.id, style=GO) if view.gate else None
    everybody = button(w.plain("b-all"), "e.ls", view.story.project.id)
    return [before, fine, after, everybody] if view.gate else [before, everybody, after]


def ask_photos(w: Words, entity: Entity, first: bool) -> Screen:
    """What to send, and what happens to it; about people's consent before the first one."""
    lines = [w.html("photos-ask", name=entity.name), w.html("photos-consent") if first else ""]
    return Screen(joined(*lines), ask=w.plain("photos-placeholder"), loud=False)


def photos_kept(
    w: Words, view: EntityView, kept: int, problems: Sequence[str], blurred: Sequence[int] = ()
) -> Screen:
    """The one answer to photos or an album; `blurred`: numbers, from 1, of those that are soft but kept."""
    e = view.entity
    lines: list[str] = [
        w.html("photos-kept", count=kept, name=e.name) if kept else w.html("photos-none", name=e.name)
    ]
    lines += [f"⚠️ {escaped(one)}" for one in problems]
    if blurred:
        lines.append(w.html("photos-blurred", count=len(blurred), numbers=", ".join(map(str, blurred))))
    tail = w.money(view.price) if view.price else w.plain("free")
    redraw = (
        button(f"{w.plain('b-redraw')} · {tail}", "e.rg", e.id) if kept and view.price is not None else None
    )
    rows: list[list[Button | None]] = [
        [redraw, button(w.plain("b-more-photos"), "e.ph", e.id)],
        [button(w.plain("b-remove"), "e.dl", e.id), button(w.plain("b-card"), "e.open", e.id)],
    ]
    return Screen(joined(*lines), rows_of(*rows))


def remove_photos(w: Words, story: Story, entity: Entity) -> Screen:
    """A button for each photo; a tap takes it away."""
    guides = story.guides_of(entity.id)
    found = [button(f"🗑 {i}", "e.dp", guide.id, style=STOP) for i, guide in enumerate(guides, 1)]
    rows = [found[i : i + 5] for i in range(0, len(found), 5)]
    back = button(w.plain("b-back"), "e.open", entity.id)
    return Screen(w.html("photos-remove", name=entity.name, count=len(guides)), rows_of(*rows, [back]))


def voices(w: Words, entity: Entity, found: Sequence[Voice], page: int) -> Screen:
    """Voices for one character."""
    shown = found[page * EACH : (page + 1) * EACH]
    names = [
        button(f"{'✓ ' if one.id == entity.voice else ''}{one.name}", "e.vs", entity.id, short(one.id))
        for one in shown
    ]
    rows = [names[i : i + 2] for i in range(0, len(names), 2)]
    last = (len(found) - 1) // EACH
    turn = [
        button("◀", "e.vo", entity.id, page - 1) if page else None,
        button(w.plain("b-back"), "e.open", entity.id),
        button("▶", "e.vo", entity.id, page + 1) if page < last else None,
    ]
    return Screen(w.html("voice-of", name=entity.name), rows_of(*rows, turn))


def versions(w: Words, view: EntityView) -> Screen:
    """Every look there was; a tap uses it."""
    current = view.story.takes.get(view.slot)
    rows = [
        [
            button(
                f"{'✓ ' if current and take.id == current.id else ''}v{number}",
                "e.use",
                view.entity.id,
                take.id,
            )
        ]
        for number, take in list(enumerate(view.takes, 1))[-8:]
    ]
    back = button(w.plain("b-back"), "e.open", view.entity.id)
    return Screen(w.html("entity-versions", name=view.entity.name), rows_of(*rows, [back]), view.picture)


def whom(w: Words, story: Story | None, message: int) -> Screen:
    """A photo out of the blue: who or what is it for?"""
    entities = story.entities[:12] if story is not None else ()
    names = [button(f"{SIGNS[one.kind]} {one.name}", "e.for", one.id, message) for one in entities]
    rows = [names[i : i + 2] for i in range(0, len(names), 2)]
    new = button(w.plain("b-new-story"), "h.new", "", message)
    nothing = button(w.plain("b-nothing"), "z", "", "close")
    style = button(w.plain("b-style-for"), "n.ph", story.project.id, message) if story is not None else None
    asked = w.html("photo-for-whom" if names or style else "photo-no-film")
    return Screen(asked, rows_of(*rows, [style], [new, nothing]))
