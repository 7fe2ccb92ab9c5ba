"""Outcomes: what nobody knows of a film's paid calls, as the chat asks about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.kit import Kit
from bot.screens import outcomes as screens
from bot.screens.outcomes import Outcome, OutcomesView
from bot.screens.parts import Screen
from bot.views import OPEN, until, wants_sounds
from core.studio import JobView
from core.studio.chats import Panel, Sending

KIND = "outcome"
"""The kind of a panel that asks."""


async def outcomes_of(kit: Kit, owner: str, project_id: str) -> tuple[Outcome, ...]:
    """What is to be asked about, the oldest first. Raises NotFound."""
    found = [job for job in await kit.studio.jobs(owner, project_id) if job.state == "unknown"]
    if not found:
        return ()
    held = {orphan.job.id: orphan.held for orphan in await kit.studio.orphans(owner, project_id)}
    return tuple(
        Outcome(job.id, job.slot, job.error, held.get(job.id, 0), job.attempt) for job in reversed(found)
    )


async def drawn(kit: Kit, panel: Panel) -> Screen:
    """The message as it has to look now; it does not ring when it is drawn again. Raises NotFound."""
    studio, owner, project = kit.studio, panel.owner, panel.project_id
    state = (await studio.status(owner, project)).state
    jobs = await studio.jobs(owner, project) if state != "running" else ()
    view = OutcomesView(
        await studio.story(owner, project),
        await outcomes_of(kit, owner, project),
        tuple(job.slot for job in jobs if job.state in OPEN),
        app=kit.page(panel.chat, f"/p/{project}"),
    )
    if state == "stopped" and not view.open and not view.fetching:
        high = (await studio.quote(owner, project)).high
        again = {"do": "start", "keep": True}
        price = await kit.chats.add_price(project, owner, again, high, 0, until())
        view = replace(view, rest=(price.id, high))
    return screens.outcomes(await kit.words_of(owner), view)


async def ask(kit: Kit, home: Panel) -> bool:
    """Ask in a film's chat about what was not asked about yet, once, and ring; whether anything is unknown."""
    found = await outcomes_of(kit, home.owner, home.project_id)
    fresh = [one for one in found if not await kit.chats.sendings(key=_mark(home, one))]
    if fresh:
        await open_(kit, home)
        for one in fresh:
            told = Sending(_mark(home, one), home.project_id, home.owner, home.chat, home.thread, state="told")
            await kit.chats.begin_sending(told)
    return bool(found)


async def open_(kit: Kit, home: Panel) -> None:
    """The question at the bottom of the chat; an older one goes."""
    for old in await kit.chats.panels(project_id=home.project_id, chat=home.chat, kind=KIND):
        await kit.chats.drop_panel(old.id)
        await kit.wire.remove(old.chat, old.message)
    card = Panel(home.project_id, home.owner, home.chat, 0, KIND, "", home.thread)
    screen = await drawn(kit, card)
    loud = screen.loud and await wants_sounds(kit, home.owner)
    await kit.panels.open(card, replace(screen, loud=loud), reply_to=home.story_message or 0)


def stands_alone(jobs: Sequence[JobView]) -> bool:
    """Whether nothing but unknown outcomes is in a film's way: then their question is all there is to say."""
    newest = {job.slot: job.state for job in reversed(jobs) if job.state != "cancelled"}
    return "unknown" in newest.values() and "failed" not in newest.values()


def _mark(home: Panel, one: Outcome) -> str:
    return f"{home.project_id}:unknown:{one.job}:{one.attempt}:{home.chat}"
