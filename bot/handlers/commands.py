"""Commands: what follows a slash (telegram.md 9.10)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.access import group_of
from bot.cards import show_card
from bot.handlers import logins, people, settings, stories
from bot.kit import Turn
from bot.screens import talk
from bot.screens.film import confirm_cancel
from bot.screens.parts import Screen
from bot.views import film_view
from core.intake import source_from_text
from core.studio import Account
from core.studio.chats import Panel
from core.studio.values import ProjectCard

ADMINS = ("users", "allow", "deny", "invite", "budget")


async def handle(turn: Turn, name: str, given: str) -> None:
    """One command; an unknown one is refused and never taken for a story."""
    if name in ADMINS:
        return await people.command(turn, name, given)
    await COMMANDS.get(name, _unknown)(turn, given)


async def say(turn: Turn, screen: Screen) -> None:
    await turn.kit.wire.send(turn.chat, screen, thread=turn.thread)


async def _start(turn: Turn, given: str) -> None:
    """Hello, or where a deep link leads."""
    kind, _, thing = given.partition("_")
    if kind == "login" and turn.private:
        return await logins.ask(turn, thing)
    film = await turn.kit.access.film(turn.user, turn.chat, deep(given))
    if film is not None and kind == "p":
        await stories.open_panel(turn, film.id, film.owner)
        return
    if film is not None and thing:
        await show_card(turn, film.id, film.owner, "shot", f"{deep(given)}|f")
        return
    await say(turn, talk.hello(turn.w))


def deep(given: str) -> str:
    """The id that a deep link names: "p_…" is a film's own, "s_…" leads to a shot (9.10)."""
    return f"sh_{given[2:]}" if given.startswith("s_") else given


async def _new(turn: Turn, given: str) -> None:
    if len(given.strip()) < stories.LEAST:
        return await say(turn, talk.note(turn.w, "how-new"))
    await stories.begin(turn, source_from_text(given))


async def _projects(turn: Turn, given: str) -> None:
    await say(turn, await projects_screen(turn, 0))


async def projects_screen(turn: Turn, page: int) -> Screen:
    """The person's films, and how far those are that are being made."""
    studio = turn.kit.studio
    count, away = await studio.project_counts(turn.person)
    page = talk.page_of(count, page)
    found = await studio.projects(turn.person, limit=talk.EACH, skip=page * talk.EACH)
    going = [one.id for one in found if one.state == "running"]
    shares = {one: (await studio.status(turn.person, one)).share for one in going}
    return talk.projects(turn.w, talk.Shelf(found, page, count), shares, away=away)


async def away_screen(turn: Turn, page: int) -> Screen:
    """The person's films that were put away."""
    studio = turn.kit.studio
    _, count = await studio.project_counts(turn.person)
    page = talk.page_of(count, page)
    found = await studio.projects(turn.person, limit=talk.EACH, skip=page * talk.EACH, away=True)
    return talk.put_away(turn.w, talk.Shelf(found, page, count))


async def _status(turn: Turn, given: str) -> None:
    """The newest panel again, at the bottom; the old one says where it went."""
    kit = turn.kit
    where = {"chat": turn.chat, "kind": "film", "thread": turn.thread}
    panels = await kit.chats.panels(**where)
    mine = [one for one in panels if not turn.private or one.owner == turn.person]
    if not mine:
        return await say(turn, talk.projects(turn.w, talk.Shelf()))
    old = mine[0]
    await kit.chats.drop_panel(old.id)
    moved = talk.note(turn.w, "moved-down")
    await kit.wire.edit(old.chat, old.message, moved, shows=old.picture, fresh=False)
    await kit.wire.unpin(old.chat, old.message)
    await stories.open_panel(turn, old.project_id, old.owner, story_message=old.story_message)


async def running(turn: Turn) -> list[ProjectCard]:
    """The person's films that are being made or wait."""
    return list(await turn.kit.studio.under_way(turn.person))


async def _cancel(turn: Turn, given: str) -> None:
    """Of one film that is being made whether to stop it, of several which."""
    found = await running(turn)
    if len(found) == 1:
        return await _ask_cancel(turn, found[0].id)
    await say(turn, talk.running(turn.w, found))


async def _ask_cancel(turn: Turn, project: str) -> None:
    """Whether to stop the one film that is being made, in a message of its own."""
    view = await film_view(turn.kit, turn.person, project, turn.chat)
    mark = Panel(project, turn.person, turn.chat, 0, "told", "cancel", turn.thread)
    await turn.kit.panels.open(mark, confirm_cancel(turn.w, view, apart=True))


async def _account(turn: Turn, given: str) -> None:
    await say(turn, await account_screen(turn))


async def my_figures(turn: Turn) -> str:
    """What this person spent and may still spend, and the group they ask in."""
    return talk.account_aside(turn.w, await _with_group(turn, await turn.kit.studio.account(turn.person)))


async def _with_group(turn: Turn, seen: Account) -> Account:
    group = group_of(turn.chat)
    if not group:
        return seen
    return replace(seen, ceilings=((await turn.kit.studio.group(group)).ceilings + seen.ceilings))


async def account_screen(turn: Turn) -> Screen:
    """Money, and for admins the way to the keys, never taken in a chat; in a group its budget alone."""
    studio = turn.kit.studio
    if group := group_of(turn.chat):
        return talk.account_in_group(turn.w, (await studio.group(group)).ceilings)
    going = sum(one.state == "running" for one in await studio.under_way(turn.person))
    keys = turn.kit.page(turn.chat, "/?account=") if turn.kit.access.is_admin(turn.user.id) else None
    return talk.account(turn.w, await studio.account(turn.person), making=going, keys=keys)


async def _settings(turn: Turn, given: str) -> None:
    await settings.show(turn)


async def _web(turn: Turn, given: str) -> None:
    """A link that opens the page once, in the private chat only."""
    base = turn.kit.settings.public_base_url.rstrip("/")
    if not turn.private:
        return await say(turn, talk.note(turn.w, "web-private"))
    if not base:
        return await say(turn, talk.note(turn.w, "web-none"))
    link = await turn.kit.studio.one_time_link(turn.person)
    fits = turn.kit.page(turn.chat) is not None
    await say(turn, talk.web(turn.w, f"{base}/#link={link}", button_can=fits))


async def _help(turn: Turn, given: str) -> None:
    await say(turn, talk.help_(turn.w, not turn.private))


async def _stop_asking(turn: Turn, given: str) -> None:
    await say(turn, talk.note(turn.w, "done"))


async def _unknown(turn: Turn, given: str) -> None:
    if turn.private:
        await say(turn, talk.note(turn.w, "unknown-command"))


COMMANDS: Mapping[str, Callable[[Turn, str], Awaitable[None]]] = {
    "start": _start,
    "new": _new,
    "projects": _projects,
    "status": _status,
    "cancel": _cancel,
    "account": _account,
    "settings": _settings,
    "web": _web,
    "help": _help,
}

LISTED = ("new", "projects", "status", "cancel", "account", "settings", "web", "help")
"""What Telegram shows when somebody types a slash."""
