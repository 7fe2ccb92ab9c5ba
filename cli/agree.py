"""A price is shown and agreed to before anything is spent (B2)."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

import click

from cli.console import PERSON, console
from cli.listing import table
from cli.money import dollars
from cli.progress import takes_about
from core.errors import BadInput, NotFound, StudioError
from core.studio import Quote, Status, Studio


def micro(context: click.Context, option: click.Parameter, given: str | None) -> int | None:
    """Dollars as micro-dollars."""
    if given is None:
        return None
    try:
        amount = int(Decimal(given.lstrip("$")) * 1_000_000)
    except InvalidOperation:
        raise click.BadParameter(f"expected dollars, such as 2.50, got {given!r}", context, option) from None
    if amount < 0:
        raise click.BadParameter("cannot be below 0", context, option)
    return amount


async def agreed(
    studio: Studio,
    project: str,
    yes: bool,
    *,
    level: str | None = None,
    shots: Sequence[int] | None = None,
    otherwise: str = "",
) -> str:
    """The id of a quote the person agreed to; "" when nothing costs anything.

    Raises StudioError when they say no, BadInput when there is nobody to ask; `otherwise` says what then holds.
    """
    quote = await studio.quote(PERSON, project, level=level, shots=shots)
    if not quote.high:
        return ""
    show_quote(quote)
    confirm(yes, otherwise)
    return quote.id


def confirm(yes: bool, otherwise: str = "") -> None:
    """Ask whether the price is right, unless that was said before.

    Raises StudioError for a no, BadInput when there is nobody to ask.
    """
    if yes:
        return
    if not sys.stdin.isatty():
        how = f"Give --yes to agree beforehand. {otherwise}".strip()
        raise BadInput("Nobody is here to agree to the price.", next_step=how)
    if not click.confirm("Make it at this price?", default=False):
        raise StudioError("Nothing was begun, and nothing was spent.", next_step=otherwise)


def show_quote(quote: Quote) -> None:
    """What each step would cost, and what stands in the way."""
    rows = table("step", "how many", "from", "to", "model")
    for line in quote.lines:
        if line.high:
            count = span(str(line.count_low), str(line.count_high))
            rows.add_row(line.step.value, count, dollars(line.low), dollars(line.high), line.model)
    console.print(rows)
    price = span(dollars(quote.low), dollars(quote.high), " to ")
    takes = f" {takes_about(quote.seconds)}" if quote.seconds else ""
    console.print(f"[bold]{price}[/] in all, and never more than {dollars(quote.high)}.{takes}")
    if quote.needed:
        lacking = dollars(quote.needed)
        console.print(f"[yellow]A ceiling leaves {lacking} too little: the run would pause there and ask.[/]")


async def paused(studio: Studio, project: str, status: Status) -> StudioError:
    """What a paused run waits for, with the ways on, numbered as `resume --take` takes them."""
    ways = await studio.offers(PERSON, project)
    for number, offer in enumerate(ways, 1):
        console.print(f"[yellow]{number}[/] {offer.words}", soft_wrap=True)
    how = " --take NUMBER" if ways else ""
    if any(offer.ceiling for offer in ways):
        how += ", or with --ceiling USD"
    return StudioError(
        status.question or "The run is paused.", next_step=f"Go on with: video-story resume {project}{how}"
    )


async def taken(studio: Studio, project: str, number: int) -> None:
    """Do as the offer with this number says. Raises NotFound when there is none."""
    ways = await studio.offers(PERSON, project)
    if not 1 <= number <= len(ways):
        there = f"There are offers 1 to {len(ways)}." if ways else "No ceiling stands in the way."
        raise NotFound(f"There is no offer {number}.", next_step=there)
    offer = await studio.take_offer(PERSON, project, ways[number - 1].key)
    console.print(f"[green]✓[/] {offer.words}", soft_wrap=True)


def span(low: str, high: str, between: str = "-") -> str:
    """Both ends, or the one they share."""
    return low if low == high else f"{low}{between}{high}"
