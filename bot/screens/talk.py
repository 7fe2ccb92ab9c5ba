"""Everything that is said outside a film: hello, help, lists, the account, settings, access, short answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.screens.parts import (
    GO,
    STOP,
    TEXT,
    Button,
    Page,
    Screen,
    app_button,
    button,
    cut,
    escaped,
    fitted,
    joined,
    rows_of,
    slot_said,
    title_of,
)
from bot.words import Words
from core.story import Story
from core.studio import Account, Ceiling, Costs
from core.studio.chats import ChatUser
from core.studio.values import JobView, ProjectCard

STATES = {"running": "▶️", "paused": "⏸", "finished": "✅", "stopped": "⚠️", "cancelled": "✖", "idle": "📝"}
ALERT = 200
"""Letters of an answer to a press (telegram.md 3)."""

EACH = 5
LOG = 12
"""Lines of a log that a message shows."""


def hello(w: Words) -> Screen:
    rows = [
        [button(w.plain("b-example"), "h.try")],
        [button(w.plain("b-projects"), "p.ls"), button(w.plain("b-help"), "h.help")],
    ]
    return Screen(w.html("hello"), rows_of(*rows))


def help_(w: Words, group: bool) -> Screen:
    return Screen(joined(w.html("help"), w.html("help-group") if group else ""))


def note(w: Words, key: str, **values: object) -> Screen:
    """One short answer without buttons."""
    return Screen(w.html(key, **values))


def trouble(w: Words, what: str, next_step: str) -> Screen:
    """What the Studio could not do, and what to do about it."""
    return Screen(joined(f"⚠️ {escaped(w.reason(what))}", escaped(w.reason(next_step))))


def ask(w: Words, key: str, current: str = "", **values: object) -> Screen:
    """A question that is answered by a reply; what stands now is shown so that it can be copied."""
    shown = f"<pre>{escaped(cut(current, 2500))}</pre>" if current else ""
    copy = Button(w.plain("b-copy"), copy=current) if 0 < len(current) <= 256 else None
    return Screen(
        joined(w.html(key, **values), shown), rows_of([copy]) if copy else (), ask=w.plain("reply-here")
    )


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of somebody's films, counted from 0, and how many there are on all pages."""

    films: Sequence[ProjectCard] = ()
    page: int = 0
    count: int = 0

    @property
    def last(self) -> int:
        return page_of(self.count, self.count)


def page_of(count: int, wanted: int) -> int:
    """The page of so many films that was asked for, or the last there is."""
    return max(0, min(wanted, (count - 1) // EACH))


def projects(w: Words, shelf: Shelf, shares: Mapping[str, float] | None = None, *, away: int = 0) -> Screen:
    """Five films a page, with their numbers on the buttons; `shares`: how far those are that are being made.

    `away`: how many more were put away.
    """
    more = button(w.plain("b-away", count=away), "p.aw") if away else None
    if not shelf.films:
        none = w.html("projects-all-away" if away else "projects-none")
        return Screen(none, rows_of([button(w.plain("b-example"), "h.try")], [more]))
    return _listed(w.html("projects", count=shelf.count), shelf, shares or {}, "p.ls", more)


def put_away(w: Words, shelf: Shelf) -> Screen:
    """The films that were put away, to be opened and taken out again."""
    head = w.html("put-away-head", count=shelf.count)
    return _listed(head, shelf, {}, "p.aw", button(w.plain("b-back"), "p.ls"))


def _listed(head: str, shelf: Shelf, shares: Mapping[str, float], turn: str, below: Button | None) -> Screen:
    page, last = shelf.page, shelf.last
    shown = list(enumerate(shelf.films, page * EACH + 1))
    lines = [_film_line(number, one, shares) for number, one in shown]
    buttons = [button(f"{number} {one.title or one.source}", "p.open", one.id) for number, one in shown]
    rows: list[list[Button | None]] = [list(buttons[i : i + 2]) for i in range(0, len(buttons), 2)]
    before = button("◀", turn, "", page - 1) if page else None
    place = button(f"{page + 1}/{last + 1}", "z") if last else None
    after = button("▶", turn, "", page + 1) if page < last else None
    return Screen(fitted([head, " ", *lines], TEXT), rows_of(*rows, [before, place, after], [below]))


def _film_line(number: int, one: ProjectCard, shares: Mapping[str, float]) -> str:
    name = escaped(cut(one.title or one.source, 60))
    done = f" · {shares[one.id]:.0%}".replace("%", " %") if one.id in shares else ""
    return f"<b>{number}</b> {STATES.get(one.state, '')} {name}{done}"


def running(w: Words, found: Sequence[ProjectCard]) -> Screen:
    """Which of several films is meant to be stopped?"""
    rows = [[button(f"✖ {one.title or one.source}", "p.cx", one.id, style=STOP)] for one in found[:8]]
    return Screen(w.html("cancel-which" if found else "cancel-none"), rows_of(*rows))


def account(w: Words, seen: Account, *, making: int = 0, keys: Page | None = None) -> Screen:
    """Balances, budget, what was spent; keys are only named, and kept in the page (`keys`), never in a chat."""
    lines = [w.html("account-head"), " "]
    for one in seen.platforms:
        if not one.key:
            lines.append(w.html("account-no-key", title=w.reason(one.title), setting=one.setting))
        elif one.balance is not None:
            lines.append(w.html("account-balance", title=one.title, balance=w.money(one.balance)))
        else:
            why = one.problem or one.not_available
            lines.append(w.html("account-unknown", title=w.reason(one.title), why=cut(w.reason(why), 120)))
    lines += [" ", w.html("account-spent", today=w.money(seen.today), month=w.money(seen.month))]
    if seen.held:
        lines.append(w.html("account-held", held=w.money(seen.held)))
    lines += [_bound(w, one) for one in seen.ceilings]
    if making:
        lines.append(w.html("account-making", count=making))
    return Screen(fitted(lines, TEXT), rows_of([app_button(w, keys, "b-keys")]))


def costs(w: Words, title: str, seen: Costs, project: str) -> Screen:
    """What one film cost, step by step."""
    lines = [w.html("film-title", title=title), " ", w.html("costs-spent", spent=w.money(seen.spent))]
    if seen.held:
        lines.append(w.html("account-held", held=w.money(seen.held)))
    if seen.quoted:
        lines.append(w.html("costs-quoted", quoted=w.span(*seen.quoted)))
    lines += [
        w.html("costs-line", name=_step(w, one.name), calls=one.calls, spent=w.money(one.spent))
        for one in seen.by_step
    ]
    return Screen(fitted(lines, TEXT), rows_of([button(w.plain("b-film"), "p.open", project)]))


def costs_aside(w: Words, title: str, seen: Costs) -> str:
    """The same for one reader alone, in the letters of an alert: in groups nobody else reads it (9.11)."""
    lines = [w.plain("costs-aside", title=cut(title, 40), spent=w.money(seen.spent))]
    if seen.held:
        lines.append(w.plain("account-held", held=w.money(seen.held)))
    if seen.quoted:
        lines.append(w.plain("costs-quoted", quoted=w.span(*seen.quoted)))
    lines += [
        w.plain("costs-line", name=_step(w, one.name), calls=one.calls, spent=w.money(one.spent))
        for one in seen.by_step
        if one.spent
    ]
    return fitted(lines, ALERT)


def account_aside(w: Words, seen: Account) -> str:
    """What one reader spent and may still spend, in the letters of an alert."""
    lines = [w.plain("account-aside", today=w.money(seen.today), month=w.money(seen.month))]
    if seen.held:
        lines.append(w.plain("account-held", held=w.money(seen.held)))
    return fitted([*lines, *(_bound(w, one) for one in seen.ceilings)], ALERT)


def account_in_group(w: Words, ceilings: Sequence[Ceiling]) -> Screen:
    """What a group may spend is everybody's; balances and a person's own figures are shown to them alone."""
    lines = [w.html("account-head"), " ", *(_bound(w, one) for one in ceilings)]
    if not ceilings:
        lines.append(w.html("group-needs-budget"))
    return Screen(fitted(lines, TEXT), rows_of([button(w.plain("b-for-me"), "u.me")]))


def _bound(w: Words, one: Ceiling) -> str:
    name = w.plain(f"ceiling-{one.name.replace('_', '-')}")
    return w.html("account-ceiling", name=name, left=w.money(one.left), most=w.money(one.most))


def _step(w: Words, name: str) -> str:
    return w.plain(f"cost-{name}") if w.has(f"cost-{name}") else name


def log(w: Words, story: Story, jobs: Sequence[JobView]) -> Screen:
    """The newest jobs, newest last."""
    lines = [w.html("film-title", title=title_of(w, story)), " "]
    signs = {"done": "✅", "failed": "⚠️", "unknown": "❓", "cancelled": "✖"}
    for one in reversed(jobs[:LOG]):
        tail = f" · {w.money(one.cost)}" if one.cost else ""
        why = f" — {cut(w.reason(one.error), 100)}" if one.error else ""
        lines.append(f"{signs.get(one.state, '⏳')} {escaped(slot_said(w, story, one.slot) + tail + why)}")
    return Screen(fitted(lines, TEXT), rows_of([button(w.plain("b-film"), "p.open", story.project.id)]))


def stranger(w: Words, user_id: int) -> Screen:
    """Whoever is not on the list learns their id, and nothing else."""
    copy = Button(w.plain("b-copy-id"), copy=str(user_id))
    return Screen(w.html("private-bot", id=str(user_id)), ((copy,),))


def knocks(w: Words, user: ChatUser) -> Screen:
    """An admin is asked to let somebody in."""
    name = f"{user.name} (@{user.username}, {user.id})" if user.username else f"{user.name} ({user.id})"
    yes = button(w.plain("b-allow"), "a.ok", str(user.id), style=GO)
    no = button(w.plain("b-deny"), "a.no", str(user.id), style=STOP)
    return Screen(w.html("asks-access", name=name), ((yes, no),), loud=True)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, or a group, as admins see them."""

    id: int
    name: str
    may: bool
    """Whether they may use the bot, or it may be there."""
    month: int
    """Micro-dollars spent this month."""


def users(w: Words, found: Sequence[Known], groups: Sequence[Known] = ()) -> Screen:
    """Everybody the bot knows, whether they may use it, and what they spent; groups after people."""
    lines = [w.html("users-head", count=len(found)), " ", *(_known(w, one) for one in found)]
    if groups:
        lines += [" ", w.html("groups-head", count=len(groups)), " ", *(_known(w, one) for one in groups)]
    return Screen(fitted(lines, TEXT))


def _known(w: Words, one: Known) -> str:
    said = w.html("spent-by", name=one.name or "—", month=w.money(one.month))
    return f"{'✅' if one.may else '🚫'} {said} · <code>{one.id}</code>"


def web(w: Words, link: str, *, button_can: bool = True) -> Screen:
    """The page, by a link that works once; `button_can`: Telegram takes such an address for a button."""
    if button_can:
        return Screen(w.html("web-link"), ((Button(w.plain("b-open-page"), url=link),),))
    return Screen(joined(w.html("web-link"), f"<code>{escaped(link)}</code>"))


def invitation(w: Words, link: str) -> Screen:
    """A link that lets one more person in, to be passed on by an admin."""
    return Screen(joined(w.html("invitation"), f"<code>{escaped(link)}</code>"))
