"""video-story costs, account, doctor: what was paid, what is left, and whether all is well."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import click
from rich.markup import escape
from rich.table import Table

from cli.console import PERSON, command, console, settings
from cli.listing import table
from core.studio import Account, Ceiling, Check, Cost, Costs, Platform, doctor, open_studio

MARKS = {"ok": "[green]✓[/]", "warn": "[yellow]![/]", "fail": "[red]✗[/]"}

CEILINGS = {
    "project": "this film",
    "person_day": "you, today",
    "person_month": "you, this month",
    "group_film": "this film, by your group",
    "group_day": "your group, today",
    "group_month": "your group, this month",
    "day": "this installation, today",
    "month": "this installation, this month",
}


@click.command("doctor")
@command
async def examine() -> None:
    """Look at keys, balances, ffmpeg, disk, clock and database, and say what to do.

    Leaves with code 1 when something is wrong that keeps films from being made. Costs nothing.
    """
    checks = await doctor(settings())
    console.print(_checks(checks))
    bad = [check for check in checks if not check.ok]
    console.print(f"\n{_verdict(checks, bad)}")
    if bad:
        sys.exit(1)


@click.command()
@click.argument("project", required=False)
@command
async def costs(project: str | None) -> None:
    """Show what PROJECT, or everything you made, has cost so far."""
    async with open_studio(settings(), engine=False) as studio:
        found = await studio.costs(PERSON, project)
    if not found.spent and not found.held:
        console.print("Nothing was paid yet.")
        return
    for name, rows in (("step", found.by_step), ("model", found.by_model), ("provider", found.by_provider)):
        console.print(_costs(name, rows))
        console.print()
    for line in _sums(found):
        console.print(line, soft_wrap=True)


@click.command()
@command
async def account() -> None:
    """Show each provider's word on your account, the models it serves, and what your ceilings leave.

    Asks every provider that has a key; costs nothing.
    """
    async with open_studio(settings(), engine=False) as studio:
        found = await studio.account(PERSON, fresh=True)
    console.print(_platforms(found))
    console.print()
    for platform in found.platforms:
        if platform.models:
            console.print(_models(platform))
            console.print()
    if found.ceilings:
        console.print(_ceilings(found.ceilings))
        console.print()
    console.print(
        f"Spent today (UTC) {dollars(found.today)}, this month {dollars(found.month)}{_held(found.held)}."
    )
    if not found.ceilings:
        console.print("No ceiling is set; .env.example names the settings that set one.", style="dim")


def dollars(micro: int) -> str:
    """An amount to the cent, or with two more places when it is less than that."""
    return f"${micro / 1e6:.2f}" if micro >= 10_000 or not micro else f"${micro / 1e6:.4f}"


def _checks(checks: Iterable[Check]) -> Table:
    rows = Table.grid(padding=(0, 2))
    for overflow in ("ellipsis", "ellipsis", "fold"):
        rows.add_column(overflow=overflow)
    for check in checks:
        advice = f"\n[bold]→ {escape(check.next_step)}[/]" if check.next_step and check.state != "ok" else ""
        rows.add_row(MARKS[check.state], check.name, f"{escape(check.what)}{advice}")
    return rows


def _verdict(checks: Iterable[Check], bad: list[Check]) -> str:
    if bad:
        return f"[red]{len(bad)} of these {'keeps' if len(bad) == 1 else 'keep'} films from being made.[/]"
    warned = sum(check.state == "warn" for check in checks)
    return f"Films can be made; {warned} to look at." if warned else "All is well."


def _costs(name: str, rows: Iterable[Cost]) -> Table:
    made = table(name, "calls", "estimated", "paid", "held")
    for column in made.columns[1:]:
        column.justify = "right"
    for row in (row for row in rows if row.calls or row.spent or row.held):
        held = dollars(row.held) if row.held else ""
        made.add_row(row.name, str(row.calls), dollars(row.estimated), dollars(row.spent), held)
    return made


def _sums(found: Costs) -> Iterable[str]:
    yield f"[bold]Paid {dollars(found.spent)}[/]{_held(found.held)}."
    if found.estimated:
        share = found.spent / found.estimated
        yield f"Held beforehand for it: {dollars(found.estimated)}, so {share:.0%} of that was needed."
    if found.quoted:
        low, high = found.quoted
        yield f"Quoted: {dollars(low)} to {dollars(high)}; paid of it: {dollars(found.paid_of_quoted)}."
    if found.refused:
        yield f"Of what was paid, {dollars(found.refused)} went into refusals and results of no use."
    if found.assumed:
        yield f"Nobody confirmed {dollars(found.assumed)} of it; it counts as paid until it is known."


def _held(micro: int) -> str:
    return f", and {dollars(micro)} held for what is under way" if micro else ""


def _platforms(found: Account) -> Table:
    rows = table("provider", "key", "account", "left", "paid today")
    for platform in found.platforms:
        paid = found.providers_today.get(platform.lane, 0)
        rows.add_row(platform.title, _key(platform), escape(platform.identity), _left(platform), dollars(paid))
    return rows


def _left(platform: Platform) -> str:
    """A figure and its age, or the reason why there is none (R30)."""
    if not platform.key:
        return ""
    if platform.balance is None:
        return f"[dim]not available: {escape(platform.not_available)}[/]"
    return f"{dollars(platform.balance)} of {platform.balance_of}{_age(platform.asked_at)}"


def _key(platform: Platform) -> str:
    if not platform.key:
        return f"[dim]{platform.setting} is not set[/]"
    if platform.works is False:
        return "[red]refused[/]"
    if platform.problem:
        return f"[yellow]{escape(platform.problem)}[/]"
    return "[green]works[/]" if platform.works else "set"


def _age(asked_at: datetime | None) -> str:
    seconds = (datetime.now(UTC) - asked_at).total_seconds() if asked_at else 0
    return f" [dim]({seconds / 60:.0f} min ago)[/]" if seconds > 90 else ""


def _models(platform: Platform) -> Table:
    rows = table(platform.title, "makes", "price", "limits")
    rows.columns[0].no_wrap = True
    style = None if platform.key else "dim"
    for model in platform.models:
        price = f"{model.price} ({model.example})" if model.example else model.price
        rows.add_row(model.id, model.makes, price, model.limits, style=style)
    return rows


def _ceilings(found: Iterable[Ceiling]) -> Table:
    rows = table("ceiling", "of", "used", "left")
    for ceiling in found:
        rows.add_row(
            CEILINGS[ceiling.name], dollars(ceiling.most), dollars(ceiling.used), dollars(ceiling.left)
        )
    return rows
