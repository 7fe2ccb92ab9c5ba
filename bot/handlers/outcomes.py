"""Outcomes: a paid call of which nobody knows is looked for again, or a person says what became of it."""

from __future__ import annotations

from bot import outcomes
from bot.access import Film
from bot.callbacks import Action
from bot.handlers import money
from bot.kit import Kit, Turn
from bot.outcomes import KIND
from bot.screens.outcomes import Outcome
from core.studio.chats import Panel

OVER = ("done", "failed", "cancelled", "unknown")


async def open_(turn: Turn, film: Film, action: Action) -> None:
    """The question, at the bottom of the chat."""
    await turn.kit.wire.toast(turn.press)
    await outcomes.open_(turn.kit, Panel(film.id, film.owner, turn.chat, 0, "film", "", turn.thread))


async def look(turn: Turn, film: Film, action: Action) -> None:
    """Ask the maker once more and fetch what is there; it buys nothing."""
    one = await _asked(turn, film, action)
    if one is None:
        return
    kit = turn.kit
    after = await kit.chats.last_event()
    await kit.studio.collect(film.owner, film.id, one.job)
    job = next((job for job in await kit.studio.jobs(film.owner, film.id) if job.id == one.job), None)
    if job is not None and job.state == "failed":
        await _toast(turn, "outcome-never-toast", one)
    else:
        await kit.wire.toast(turn.press, turn.w.plain("outcome-found-toast"))
        kit.watching.later(_until_fetched(kit, film, one.job, after))
    await _redraw(kit, film)


async def tell(turn: Turn, film: Film, action: Action) -> None:
    """A person's word: the money counts as spent, or is given back."""
    one = await _asked(turn, film, action)
    if one is None:
        return
    happened = action.name == "o.yes"
    await turn.kit.studio.settle(film.owner, film.id, one.job, happened)
    await _toast(turn, "outcome-yes-toast" if happened else "outcome-no-toast", one)
    await _redraw(turn.kit, film)


async def _asked(turn: Turn, film: Film, action: Action) -> Outcome | None:
    """What the button asks about; None, and said so, for who may not spend or when it was answered before."""
    if not await money.may_spend(turn, film.id):
        return None
    found = await outcomes.outcomes_of(turn.kit, film.owner, film.id)
    one = next((one for one in found if one.job == action.target), None)
    if one is None:
        await turn.kit.wire.toast(turn.press, turn.w.plain("outcome-known-toast"))
        await _redraw(turn.kit, film)
    return one


async def _toast(turn: Turn, key: str, one: Outcome) -> None:
    await turn.kit.wire.toast(turn.press, turn.w.plain(key, held=turn.w.money(one.held)))


async def _redraw(kit: Kit, film: Film) -> None:
    """Every message of the film that asks or shows how it stands."""
    for panel in await kit.chats.panels(project_id=film.id):
        if panel.kind in (KIND, "film"):
            kit.panels.redraw(panel.id, urgent=True)


async def _until_fetched(kit: Kit, film: Film, job: str, after: int) -> None:
    """The message shows what is being fetched; once that is over, it shows the way on."""
    async for event in kit.studio.events(film.owner, after, film.id):
        if event.kind == "job" and event.data.get("job") == job and event.data.get("state") in OVER:
            break
    await _redraw(kit, film)
