"""What the tools do: each a function that calls the Studio and says what comes next."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import BadInput, NotReady
from core.intake import source_from_text
from core.settings import Settings
from core.story import Aspect, Step
from core.studio import Again, Brief, Order, Studio, numbers
from mcp_server import arguments as take
from mcp_server import outcomes, views
from mcp_server.callers import Caller
from mcp_server.links import link_of
from mcp_server.views import View

LOOK_SECONDS = 2.0
"""How often `wait` looks, and tells progress to clients that asked for it."""

MOST_STALE = 4
"""Things out of date that are named."""

Told = Callable[[float, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a tool works with: the Studio, the settings, for whom, and how to tell progress."""

    studio: Studio
    settings: Settings
    caller: Caller
    tell: Told

    @property
    def person(self) -> str:
        return self.caller.person


async def estimate_cost(desk: Desk, given: take.Estimate) -> View:
    """A price for a story, or for raising a project."""
    if bool(given.story) == bool(given.project_id):
        raise BadInput("Give a story or a project_id, one of the two.")
    if given.story:
        lines = await desk.studio.price(desk.person, Brief(source_from_text(given.story), level=given.level))
        low, high = sum(line.low for line in lines), sum(line.high for line in lines)
    else:
        shots = numbers(given.shots) if given.shots else None
        quote = await desk.studio.quote(desk.person, given.project_id, level=given.level, shots=shots)
        lines, low, high = quote.lines, quote.low, quote.high
    steps = {
        line.step.value: f"{line.count_high} x {line.model}, at most ${views.usd(line.high)}"
        for line in lines
        if line.high
    }
    free = "It is free." if not high else "Nothing is spent until somebody agrees."
    how = "create_and_run" if given.story else "upgrade"
    return views.PriceView(
        low_usd=views.usd(low),
        high_usd=views.usd(high),
        steps=steps,
        next=f"{free} Tell the person; {how} with max_cost at least high_usd begins it.",
    )


async def create_and_run(desk: Desk, given: take.Create) -> View:
    """A new film, begun at once when it is free or within max_cost."""
    brief = Brief(
        source_from_text(given.story),
        aspect=Aspect(given.aspect),
        style=given.style,
        language=given.language,
        level=given.level,
    )
    order = await desk.studio.order(desk.person, brief, given.idempotency_key, max_cost=_micro(given.max_cost))
    free = 'Free first: create_and_run with level "animatic".'
    answer = await _ordered(desk, order, free)
    waiting = [card.id for card in await desk.studio.unfetched(desk.person) if card.id != order.project]
    if not waiting:
        return answer
    words = f"Finished and never fetched: {', '.join(waiting[:3])}. Export and deliver."
    return answer.model_copy(update={"reminder": words})


async def upgrade(desk: Desk, given: take.Upgrade) -> View:
    """Raise a film, agree to a price, or go on; or do something about a paid call nobody heard of again."""
    if given.outcome:
        return await outcomes.settled(desk.studio, desk.person, given)
    if given.quote_id:
        order = await desk.studio.agree(desk.person, given.project_id, given.quote_id)
    else:
        shots = numbers(given.shots) if given.shots else None
        order = await desk.studio.order_upgrade(
            desk.person, given.project_id, given.level, shots, max_cost=_micro(given.max_cost)
        )
    return await _ordered(desk, order)


async def regenerate(desk: Desk, given: take.Again) -> View:
    """One thing anew, and the film with it."""
    again = Again(model=given.model, prompt=given.prompt or None)
    order = await desk.studio.order_again(
        desk.person,
        given.project_id,
        given.what,
        again,
        max_cost=_micro(given.max_cost),
        key=given.idempotency_key,
    )
    return await _ordered(desk, order)


async def get_status(desk: Desk, given: take.Status) -> View:
    """How it stands, at once."""
    standing = await desk.studio.standing(desk.person, given.project_id)
    if given.detail == "brief":
        return views.status_view(standing)
    status = await desk.studio.status(desk.person, given.project_id)
    return views.status_view(standing, views.full_detail(status))


async def wait(desk: Desk, given: take.Wait) -> View:
    """How it stands when it has ended, or when the time is over."""
    until = time.monotonic() + given.seconds
    while True:
        left = until - time.monotonic()
        standing = await desk.studio.watch(desk.person, given.project_id, max(0.0, min(LOOK_SECONDS, left)))
        await desk.tell(standing.progress, standing.message or standing.state)
        if standing.state not in ("queued", "running") or left <= LOOK_SECONDS:
            return views.status_view(standing)


async def export(desk: Desk, given: take.Export) -> View:
    """The finished film, or how far it is."""
    try:
        handed = await desk.studio.hand_over(desk.person, given.project_id, given.variant)
    except NotReady:
        standing = await desk.studio.standing(desk.person, given.project_id)
        if standing.state == "completed":
            raise
        return views.status_view(standing)
    if handed is None:
        standing = await desk.studio.standing(desk.person, given.project_id)
        told = {"state": "running", "message": "The smaller film is being made.", "next": "Call export again."}
        return views.status_view(standing).model_copy(update=told)
    if desk.caller.local:
        await desk.studio.note_fetched(desk.person, given.project_id)
    url, expires = link_of(desk.settings, desk.caller, handed)
    return views.export_view(handed, local=desk.caller.local, url=url, until=expires)


async def list_projects(desk: Desk, given: take.Page) -> View:
    """The person's films, newest first; those put away when they are asked for."""
    if given.put_away:
        return await _put_away(desk, given)
    cards = await desk.studio.projects(desk.person, limit=given.limit + 1, after=given.cursor)
    waiting = {card.id for card in await desk.studio.unfetched(desk.person)}
    if given.cursor:
        here = await desk.studio.unfetched(desk.person, limit=given.limit, after=given.cursor)
        waiting |= {card.id for card in here}
    page, more = cards[: given.limit], len(cards) > given.limit
    hint = f"{len(waiting)} finished and never fetched: export and deliver them. " if waiting else ""
    return views.ListView(
        items=[views.project_row(card, card.id in waiting) for card in page],
        cursor=page[-1].id if more and page else None,
        next=f"{hint}get_status or get_project tells more.",
    )


async def _put_away(desk: Desk, given: take.Page) -> View:
    cards = await desk.studio.projects(desk.person, limit=given.limit + 1, after=given.cursor, away=True)
    page, more = cards[: given.limit], len(cards) > given.limit
    return views.ListView(
        items=[views.project_row(card, False) for card in page],
        cursor=page[-1].id if more and page else None,
        next='edit_project(project_id, put_away="no") lists one again.' if page else "Nothing is put away.",
    )


async def edit_project(desk: Desk, given: take.Edit) -> View:
    """Settings of a film: its style, and whether lists show it."""
    if not (given.style or given.style_picture or given.put_away):
        raise BadInput("Nothing was said to change.", next_step="Give style, style_picture or put_away.")
    said = await _styled(desk, given) if given.style or given.style_picture else []
    if given.put_away:
        away = given.put_away == "yes"
        await desk.studio.put_away(desk.person, given.project_id, away=away)
        said.append("It is left out of lists; nothing of it is lost." if away else "It is in lists again.")
    standing = await desk.studio.standing(desk.person, given.project_id)
    return views.status_view(standing).model_copy(update={"message": " ".join(said)})


async def _styled(desk: Desk, given: take.Edit) -> list[str]:
    """Set the style; tells what has to be made again, what that costs, and who is given the picture."""
    removed = given.style_picture == "none"
    picture = "" if removed else given.style_picture or None
    if picture:
        _check_reachable(desk, [picture])
    found, uses = await desk.studio.set_style(desk.person, given.project_id, given.style or None, picture)
    shown, rest = found.stale[:MOST_STALE], len(found.stale) - MOST_STALE
    stale = f"Out of date: {', '.join(shown)}{f' and {rest} more' if rest > 0 else ''}."
    price = f"upgrade(project_id) makes that again, for at most ${views.usd(found.high)}."
    return [f"{stale} {price}" if shown else "Nothing has to be made again.", *(uses if picture else ())]


async def get_project(desk: Desk, given: take.Project) -> View:
    """People, places, shots."""
    return views.project_view(await desk.studio.story(desk.person, given.project_id))


async def add_guide_images(desk: Desk, given: take.Guides) -> View:
    """Photos that show how somebody looks."""
    _check_reachable(desk, given.images)
    added = await desk.studio.add_guides_from(desk.person, given.project_id, given.name, given.images)
    standing = await desk.studio.standing(desk.person, given.project_id)
    told = {
        "message": f"{given.name} has {added} guide images.",
        "next": f"regenerate(project_id, what='reference:{given.name}') draws the look anew with them.",
    }
    return views.status_view(standing).model_copy(update=told)


def _check_reachable(desk: Desk, pictures: Sequence[str]) -> None:
    """Raises BadInput for paths, of a caller who may not name files of this machine."""
    if not desk.caller.trusted and any("://" not in picture for picture in pictures):
        raise BadInput(
            "Paths mean this server's own disk, which a caller over HTTP cannot use.",
            next_step="Give https addresses of the pictures.",
        )


async def cancel(desk: Desk, given: take.Project) -> View:
    """Stop what runs; a film that is done stays done."""
    before = await desk.studio.standing(desk.person, given.project_id)
    if before.state in ("queued", "running", "needs_input"):
        await desk.studio.cancel(desk.person, given.project_id)
    return views.status_view(await desk.studio.standing(desk.person, given.project_id))


async def list_options(desk: Desk, given: take.Options) -> View:
    """Levels, models or voices to choose from."""
    if given.about == "voices":
        voices = await desk.studio.voices(desk.person)
        named: list[dict[str, Any]] = [{"id": v.id, "name": v.name, "age": v.age} for v in voices]
        return views.ListView(items=named, next="A film casts its voices by itself.")
    models = await desk.studio.models(desk.person)
    if given.about == "models":
        rows = [m for m in models if {Step.REFS, Step.FRAMES, Step.VIDEOS, Step.LIPSYNC} & set(m.steps)]
        items: list[dict[str, Any]] = [
            {"id": m.id, "makes": m.makes, "price": m.price, "ready": m.ready} for m in rows
        ]
        return views.ListView(items=items, next="regenerate takes a model; the levels choose by themselves.")
    return views.ListView(items=_levels(models), next="create_and_run and upgrade take a level.")


def _levels(models: Any) -> list[dict[str, Any]]:
    clips = any(m.ready and Step.VIDEOS in m.steps and m.price != "free" for m in models)
    pictures = any(m.ready and Step.FRAMES in m.steps and m.price != "free" for m in models)
    return [
        {
            "level": "animatic",
            "what": "the whole film with voices, drawn panels, captions; free",
            "ready": True,
        },
        {"level": "pictures", "what": "generated pictures in place of drawn panels; paid", "ready": pictures},
        {"level": "clips", "what": "generated moving clips and lip sync; paid", "ready": clips},
    ]


async def _ordered(desk: Desk, order: Order, free: str = "") -> views.StatusView:
    if not order.begun:
        return views.confirmation_view(order, free)
    return views.status_view(await desk.studio.standing(desk.person, order.project))


def _micro(dollars: float) -> int:
    return round(dollars * 1_000_000)
