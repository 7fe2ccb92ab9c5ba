"""video-story worker: makes films for other processes, without a page, and how such a process is begun."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import click

from cli import footprint
from cli.console import GO_ON, command, console, errors, settings
from cli.stopping import Stopping
from core.studio import work

AT_WORK = "Making films for other commands, the page and agents. Ctrl-C stops."

IDLE_SECONDS = 300
"""How long a worker that a program began stays without anything to make."""


@click.command()
@click.option(
    "--idle",
    type=click.FloatRange(min=1),
    metavar="SECONDS",
    help="End after so long without anything to make. [default: never]",
)
@command
async def worker(idle: float | None) -> None:
    """Make films that other commands, the page or agents ask for, until stopped."""
    footprint.few_heaps()
    working = asyncio.ensure_future(work(settings(), idle, _at_work))
    stopping = Stopping(working.cancel, errors)
    try:
        if not await working:
            console.print("Another video-story process makes films here already.")
    except asyncio.CancelledError:
        if stopping.heard is None:
            raise
        console.print(GO_ON)


def _at_work() -> None:
    footprint.settle()
    console.print(AT_WORK)


async def begin_worker() -> None:
    """Start a worker that outlives this process and everything it talks to."""
    await asyncio.to_thread(_begin)


def _begin() -> None:
    subprocess.Popen(
        [sys.executable, "-m", "cli", "worker", "--idle", str(IDLE_SECONDS)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
