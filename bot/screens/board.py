"""The storyboard and the card of one shot."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.callbacks import short
from bot.screens.film import film_seconds
from bot.screens.parts import (
    CAPTION,
    GO,
    Button,
    Page,
    Picture,
    Screen,
    Spend,
    app_button,
    button,
    cut,
    escaped,
    fitted,
    joined,
    rows_of,
    spend_line,
    title_of,
)
from bot.words import Words, clock
from core.story import SAMPLE_RATE, SegmentKind, Shot, Slot, SlotKind, Story, Take
from core.studio import ModelView

MODELS = 6
"""Models on one page, as many as fit with their lines into a caption."""

PAGE = 24
"""Numbers on one page of the storyboard, eight in a row."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """The storyboard as it is."""

    story: Story
    page: int = 0
    busy: frozenset[str] = frozenset()
    """Shots at which something is being made."""
    failed: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    picked: frozenset[int] | None = None
    """Shots chosen with "Several…", from 1; None when nobody chooses."""
    gate: str = ""
    next_price: int = 0
    picture: Picture | None = None
    app: Page | None = None


@dataclass(frozen=True, slots=True)
class ShotView:
    """One shot as it is."""

    story: Story
    shot: Shot
    clip: bool = False
    """Whether its moving picture is shown, else its frame."""
    takes: tuple[Take, ...] = ()
    """Of the slot that is shown, oldest first."""
    frame_price: int | None = None
    """Micro-dollars of a new frame; None while it cannot be made."""
    clip_price: int | None = None
    sync_price: int | None = None
    busy: tuple[Slot, ...] = ()
    """What is being made at it."""
    old_frame: bool = False
    """The clip was made from an earlier frame."""
    spend: Spend | None = None
    title: str = ""
    """The model's name."""
    error: str = ""
    skippable: bool = False
    """Whether something of it failed that the free makers could stand in for."""
    picture: Picture | None = None

    @property
    def slot(self) -> Slot:
        return Slot(SlotKind.CLIP if self.clip else SlotKind.FRAME, self.shot.id)


# ---------------------------------------------------------------- storyboard


def board(w: Words, view: BoardView) -> Screen:
    """The contact sheet with a button for each number."""
    story = view.story
    waits = view.gate == "videos"
    count = w.plain("count-shots", count=len(story.shots))
    length = film_seconds(story)
    count += f" · {clock(length)}" if length else ""
    lines = [
        w.html("film-title", title=title_of(w, story)),
        w.html("board-ready", shots=count) if waits else count,
        " ",
        w.html("board-pick") if view.picked is not None else w.html("board-tap"),
    ]
    if waits:
        lines.append(w.html("board-next", price=w.money(view.next_price)))
    rows = [*_numbers(view), _turn(view), *_below(w, view)]
    return Screen(fitted(lines, CAPTION), rows_of(*rows), view.picture)


def _numbers(view: BoardView) -> list[list[Button | None]]:
    shots = view.story.shots[view.page * PAGE : (view.page + 1) * PAGE]
    made: list[Button | None] = [_number(view, shot) for shot in shots]
    return [made[i : i + 8] for i in range(0, len(made), 8)]


def _number(view: BoardView, shot: Shot) -> Button:
    number = shot.index + 1
    if view.picked is not None:
        mark = "☑️" if number in view.picked else ""
        return button(f"{mark}{number}", "b.t", view.story.project.id, number)
    mark = next(
        (sign for sign, ids in (("⏳", view.busy), ("⚠", view.failed), ("✎", view.changed)) if shot.id in ids),
        "",
    )
    return button(f"{number}{mark}", "s.open", shot.id)


def _turn(view: BoardView) -> list[Button | None]:
    p, last = view.story.project.id, (len(view.story.shots) - 1) // PAGE
    if last <= 0:
        return []
    before = button("◀", "b.pg", p, view.page - 1) if view.page else None
    after = button("▶", "b.pg", p, view.page + 1) if view.page < last else None
    return [before, button(f"{view.page + 1}/{last + 1}", "z"), after]


def _below(w: Words, view: BoardView) -> list[list[Button | None]]:
    p = view.story.project.id
    if view.picked is not None:
        done = (
            button(w.plain("b-change-picked", count=len(view.picked)), "b.sel", p, "go")
            if view.picked
            else None
        )
        return [[done, button(w.plain("b-back"), "b.pg", p, view.page)]]
    rows: list[list[Button | None]] = []
    if view.gate == "videos":
        rows.append(
            [button(w.plain("b-make-clips", price=w.money(view.next_price)), "p.ap", p, "videos", style=GO)]
        )
    several = button(w.plain("b-several"), "b.sel", p) if len(view.story.shots) > 1 else None
    return [*rows, [several, button(w.plain("b-film"), "p.open", p), app_button(w, view.app)]]


# ---------------------------------------------------------------- one shot


def shot(w: Words, view: ShotView) -> Screen:
    """The card of one shot; frame and clip take turns in it."""
    one, story = view.shot, view.story
    lines = [
        w.html("shot-head", number=one.index + 1, count=len(story.shots), length=w.tenths(seconds(story, one)))
        + _version(w, view),
        escaped(cut(one.action, 200)) if one.action else "",
        *_spoken(story, one),
        *_state(w, view),
    ]
    rows = [_switch(w, view), _makes(w, view), _edits(w, view), _around(w, view)]
    return Screen(fitted(lines, CAPTION), rows_of(*rows), view.picture)


def seconds(story: Story, one: Shot) -> float:
    """How long the shot's lines are, so the shot; 0 while they are not spoken."""
    takes = (story.take(SlotKind.SPEECH, line) for line in one.segments)
    return sum(float(take.facts.get("samples", 0)) for take in takes if take) / SAMPLE_RATE


def _version(w: Words, view: ShotView) -> str:
    if not view.takes:
        return ""
    current = view.story.takes.get(view.slot)
    number = next((i for i, take in enumerate(view.takes, 1) if current and take.id == current.id), 0)
    return " · " + w.html("shot-version", what=w.plain("clip" if view.clip else "frame"), number=number)


def _spoken(story: Story, one: Shot) -> list[str]:
    lines = [story.segment(line) for line in one.segments]
    signs = {SegmentKind.DIALOGUE: "🗣", SegmentKind.NARRATION: "🎙"}
    return [f"{signs[line.kind]} “{escaped(cut(line.text, 160))}”" for line in lines[:3]]


def _state(w: Words, view: ShotView) -> list[str]:
    found: list[str] = []
    current = view.story.takes.get(view.slot)
    if current is not None and view.title:
        cost = w.money(current.cost) if current.cost else w.plain("free")
        seed = f" · {w.html('shot-seed', seed=str(current.seed))}" if current.seed is not None else ""
        found.append(w.html("shot-model", model=view.title) + seed + f" · {escaped(cost)}")
    if view.old_frame:
        found.append(w.html("shot-old-frame"))
    if view.error:
        found.append(f"⚠️ {escaped(cut(w.reason(view.error), 160))}")
    if view.spend is not None:
        found.append(spend_line(w, view.story, view.spend))
    found += [w.html(f"shot-busy-{slot.kind.value}") for slot in view.busy]
    return found


def _switch(w: Words, view: ShotView) -> list[Button | None]:
    """Frame, clip, and the way back to the take before."""
    on, off = w.plain("b-frame"), w.plain("b-clip")
    return [
        button(f"{on} ✓" if not view.clip else on, "s.vw", view.shot.id, "f"),
        button(f"{off} ✓" if view.clip else off, "s.vw", view.shot.id, "v"),
        _undo(w, view),
    ]


def _makes(w: Words, view: ShotView) -> list[Button | None]:
    """New frame and new clip, or the second tap that a price asks for."""
    s = view.shot.id
    if view.spend is not None:
        price = view.spend.price
        yes = button(w.plain("b-spend", price=w.money(view.spend.high)), "q.ok", price, style=GO)
        return [yes, button(w.plain("b-back"), "q.no", price)]
    frame = _priced(w, "b-new-frame", view.frame_price, "s.rf", s)
    clip = _priced(w, "b-new-clip", view.clip_price, "s.rv", s)
    return [frame, clip]


def _priced(w: Words, key: str, price: int | None, action: str, shot_id: str) -> Button | None:
    if price is None:
        return None
    tail = w.money(price) if price else w.plain("free")
    return button(f"{w.plain(key)} · {tail}", action, shot_id)


def _undo(w: Words, view: ShotView) -> Button | None:
    """Back to the take before the one in use."""
    current = view.story.takes.get(view.slot)
    places = [i for i, take in enumerate(view.takes) if current and take.id == current.id]
    if not places or not places[0]:
        return None
    before = view.takes[places[0] - 1]
    return button(w.plain("b-undo", number=places[0]), "s.use", view.shot.id, before.id)


def _edits(w: Words, view: ShotView) -> list[Button | None]:
    s = view.shot.id
    sync = None if view.sync_price is None else _priced(w, "b-lipsync", view.sync_price, "s.ls", s)
    skip = button(w.plain("b-skip"), "s.skip", s) if view.skippable else None
    return [button(w.plain("b-prompt"), "s.pm", s), sync, button(w.plain("b-model"), "s.md", s), skip]


def _around(w: Words, view: ShotView) -> list[Button | None]:
    shots, index = view.story.shots, view.shot.index
    before = button(f"◀ {index}", "s.open", shots[index - 1].id) if index else None
    after = button(f"{index + 2} ▶", "s.open", shots[index + 1].id) if index + 1 < len(shots) else None
    versions = button(f"🕘 {len(view.takes)}", "s.hs", view.shot.id) if len(view.takes) > 1 else None
    return [before, button(w.plain("b-to-board"), "b.open", view.story.project.id), versions, after]


def versions(w: Words, view: ShotView) -> Screen:
    """Every take of what is shown; a tap uses it."""
    current = view.story.takes.get(view.slot)
    made = [
        button(
            f"{'✓ ' if current and take.id == current.id else ''}v{number}"
            f" · {w.money(take.cost) if take.cost else w.plain('free')}",
            "s.use",
            view.shot.id,
            take.id,
        )
        for number, take in list(enumerate(view.takes, 1))[-8:]
    ]
    rows = [made[i : i + 2] for i in range(0, len(made), 2)]
    head = w.html("shot-versions", number=view.shot.index + 1, count=len(view.takes))
    back = button(w.plain("b-back"), "s.vw", view.shot.id, "v" if view.clip else "f")
    return Screen(head, rows_of(*rows, [back]), view.picture)


def shot_models(w: Words, view: ShotView, found: Sequence[ModelView], mine: str, page: int = 0) -> Screen:
    """Models for what is shown, numbered, with what each costs and takes; for this shot, or for all."""
    kind = "v" if view.clip else "f"
    every_one = [one for one in found if one.ready]
    last = max(0, (len(every_one) - 1) // MODELS)
    page = min(page, last)
    shown = list(enumerate(every_one, 1))[page * MODELS : (page + 1) * MODELS]
    head = w.html("shot-models", number=view.shot.index + 1, what=w.plain("clip" if view.clip else "frame"))
    lines = [head, " ", *(model_line(w, i, one) for i, one in shown)]
    tapped = [
        button(f"{'✓ ' if one.id == mine else ''}{i} {one.title}", "s.ms", view.shot.id, short(one.id), kind)
        for i, one in shown
    ]
    turn = [
        button("◀", "s.md", view.shot.id, page - 1) if page else None,
        button(f"{page + 1}/{last + 1}", "z") if last else None,
        button("▶", "s.md", view.shot.id, page + 1) if page < last else None,
    ]
    rows = [tapped[i : i + 2] for i in range(0, len(tapped), 2)]
    back = button(w.plain("b-back"), "s.vw", view.shot.id, kind)
    step = "m_videos" if view.clip else "m_frames"
    every = button(w.plain("b-for-all"), "n.ch", view.story.project.id, step)
    return Screen(fitted(lines, CAPTION), rows_of(*rows, turn, [back, every]), view.picture)


def model_line(w: Words, number: int, one: ModelView) -> str:
    """A model in a numbered list: its title, its price, what it takes."""
    facts = [w.reason(one.price), *(w.reason(limit) for limit in one.limits.split("; ") if limit)]
    return f"<b>{number}</b> {escaped(' · '.join([one.title, *facts]))}"


def prompt_saved(w: Words, shot: Shot, frame: int | None, clip: int | None, both: int | None) -> Screen:
    """After new words for a shot: what to make with them, each with its price in micro-dollars."""
    one = [_priced(w, "b-new-frame", frame, "s.rf", shot.id), _priced(w, "b-new-clip", clip, "s.rv", shot.id)]
    all_ = _priced(w, "b-both", both, "s.rb", shot.id)
    only = button(w.plain("b-save-only"), "s.open", shot.id)
    return Screen(w.html("prompt-saved", number=shot.index + 1), rows_of(one, [all_, only]))


def change_sure(
    w: Words, story: Story, numbers: Collection[int], words: str, price: tuple[str, int] | None
) -> Screen:
    """ "3, 5–7: night, more rain" read back, with what it costs."""
    listed = ", ".join(map(str, sorted(numbers)))
    text = joined(
        w.html("film-title", title=title_of(w, story)),
        " ",
        w.html("change-read", count=len(numbers), shots=listed, words=cut(words, 300)),
    )
    if price is None:
        return Screen(text)
    key, high = price
    label = w.plain("b-change-price", price=w.money(high)) if high else w.plain("b-change-free")
    row = [button(label, "q.ok", key, style=GO), button(w.plain("b-drop"), "q.no", key)]
    return Screen(text, rows_of(row))
