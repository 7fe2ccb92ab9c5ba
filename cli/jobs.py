"""video-story jobs: what became of every attempt, and what a person can do about one that failed (R20, B8)."""

from __future__ import annotations

import click
from rich.markup import escape

from cli.console import PERSON, command, console, settings
from cli.listing import table
from cli.money import dollars
from core.studio import JobView, Studio, open_studio

MOST = 30
"""Jobs that are listed at most; those that did not end well come first."""

OPEN = frozenset({"waiting", "submitting", "running", "finishing"})

STATES = {"failed": "[red]failed[/]", "unknown": "[red]unknown[/]", "cancelled": "[yellow]cancelled[/]"}


@click.command()
@click.argument("project")
@click.option("--collect", metavar="JOB", help="Fetch what was paid for and never arrived; costs nothing.")
@click.option(
    "--made", metavar="JOB", help="An unknown one was made after all, and paid: your account shows it."
)
@click.option("--not-made", metavar="JOB", help="An unknown one was never made: the money held is given back.")
@command
async def jobs(project: str, collect: str | None, made: str | None, not_made: str | None) -> None:
    """List the jobs of PROJECT, and do something about one that failed or whose outcome nobody knows."""
    acting = any((collect, made, not_made))
    async with open_studio(settings(), engine=acting) as studio:
        for job, happened in ((made, True), (not_made, False)):
            if job:
                await studio.settle(PERSON, project, job, happened)
        if collect:
            await studio.collect(PERSON, project, collect)
            await _arrived(studio, project, collect)
        found = await studio.jobs(PERSON, project)
    _show(found)
    if acting:
        console.print(f"\nTo go on with the film: video-story resume {project}", style="dim")


async def _arrived(studio: Studio, project: str, job_id: str) -> None:
    """Wait until a result that is being fetched is there, or has failed to come."""
    async for event in studio.events(PERSON, project_id=project):
        if event.data.get("job") == job_id:
            found = await studio.jobs(PERSON, project)
            if not any(job.id == job_id and job.state in OPEN for job in found):
                return


def _show(found: tuple[JobView, ...]) -> None:
    if not found:
        console.print("Nothing was begun yet.")
        return
    shown = sorted(found, key=lambda job: job.state in ("done", "waiting"))[:MOST]
    rows = table("job", "what", "state", "model", "paid")
    for column in (rows.columns[0], rows.columns[-1]):
        column.no_wrap = True
    for job in shown:
        paid = dollars(job.cost) if job.cost else ""
        rows.add_row(job.id, escape(job.words), STATES.get(job.state, job.state), escape(job.model), paid)
    console.print(rows)
    if len(found) > len(shown):
        console.print(f"and {len(found) - len(shown)} more", style="dim")
    for job in shown:
        if job.error and job.state in STATES:
            console.print(f"[yellow]•[/] {job.id}: {escape(job.error)}", soft_wrap=True)
