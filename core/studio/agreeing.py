"""Agreeing to a price: a quote is good once, for a while, for the story and the run it was made for."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import BadInput, Conflict, NotFound
from core.store import costs, facts, money, projects
from core.store.money import Quote
from core.story import Project, Slot, Step

QUOTE_MINUTES = 15
"""How long a quote can be accepted: prices and stories change."""

_ASK_AGAIN = "Ask for a new quote; asking costs nothing."


PURPOSE = "purpose"
"""Under this name each line of a kept quote says what the run is for."""


def purpose_of(level: str | None, shots: Sequence[int] | None, only: Collection[Slot]) -> str:
    """What tells two runs of the same story apart."""
    numbers = "all" if shots is None else ",".join(map(str, sorted(shots)))
    return f"{level or 'as it is'}|{numbers}|{' '.join(sorted(map(str, only)))}"


def expiry(now: datetime) -> datetime:
    """Until when a quote of this moment is good."""
    return now + timedelta(minutes=QUOTE_MINUTES)


async def accepted(
    db: AsyncConnection,
    quote_id: str,
    project: Project,
    *,
    until: Step,
    purpose: str,
    now: datetime | None = None,
) -> Quote:
    """Take a quote for exactly the run it was made for: up to `until`, for this `purpose` (`purpose_of`).

    To be called in the transaction that begins the run, before anything is changed for it. From then on the
    project's ceiling is what is spent and held already plus the quote's high, unless the person set a ceiling
    of their own. Raises NotFound, BadInput and Conflict; then nothing was accepted and nothing spent.
    """
    now = now or datetime.now(UTC)
    quote = await _found(db, quote_id, project)
    if quote.accepted_at is not None:
        raise Conflict(_TAKEN, next_step=_ASK_AGAIN)
    if quote.expires_at is not None and now >= quote.expires_at:
        raise Conflict(
            f"This quote has expired: it was good for {QUOTE_MINUTES} minutes.", next_step=_ASK_AGAIN
        )
    if quote.version != await projects.version(db, project.id):
        raise Conflict("The film was changed after this quote was made.", next_step=_ASK_AGAIN)
    said = {line[PURPOSE] for line in quote.lines}
    if until is not quote.until or (said and purpose not in said):
        raise BadInput("This quote is for another run than this one.", next_step=_ASK_AGAIN)
    if not await costs.take_quote(db, quote_id, now):
        raise Conflict(_TAKEN, next_step=_ASK_AGAIN)
    await bind(db, project, quote.high)
    return quote


_TAKEN = "This quote was accepted before; each is good for one run."


async def bind(db: AsyncConnection, project: Project, high: int) -> int | None:
    """Let the project cost `high` more micro-dollars than it has, and no more; gives its ceiling then.

    A ceiling that the person set themselves stays as it is; one from an earlier agreement is replaced.
    """
    key = f"agreed:{project.id}"
    if project.ceiling is not None and not await is_agreed(db, project):
        return project.ceiling
    bound = (await money.balance(db, project_id=project.id)).total + high
    await facts.remember(db, key, bound)
    if bound != project.ceiling:
        await projects.update_project(db, project.id, ceiling=bound)
    return bound


async def is_agreed(db: AsyncConnection, project: Project) -> bool:
    """Whether the project's ceiling is the upper end of a price agreed to, which a new agreement replaces."""
    return project.ceiling is not None and project.ceiling == await facts.recall(db, f"agreed:{project.id}")


async def lift(db: AsyncConnection, project: Project, high: int) -> None:
    """Make room for one thing more, `high` micro-dollars at the most, beside what was agreed to before.

    Only an agreed ceiling is lifted; one that the person set, or none, stays as it is.
    """
    if project.ceiling is None or not await is_agreed(db, project):
        return
    bound = max(project.ceiling, (await money.balance(db, project_id=project.id)).total) + high
    await facts.remember(db, f"agreed:{project.id}", bound)
    await projects.update_project(db, project.id, ceiling=bound)


async def raised(db: AsyncConnection, project: Project, ceiling: int) -> None:
    """Set the project's ceiling to what a person just agreed to; whose word it was before stays known."""
    key = f"agreed:{project.id}"
    if project.ceiling == await facts.recall(db, key):
        await facts.remember(db, key, ceiling)
    await projects.update_project(db, project.id, ceiling=ceiling)


async def _found(db: AsyncConnection, quote_id: str, project: Project) -> Quote:
    unknown = NotFound(f"There is no quote {quote_id} for this film.", next_step=_ASK_AGAIN)
    try:
        quote = await money.load_quote(db, quote_id)
    except NotFound:
        raise unknown from None
    if quote.project_id != project.id:
        raise unknown
    return quote
