"""video-story migrate-data: one folder's installation goes over to PostgreSQL, an object store, or both."""

from __future__ import annotations

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from cli.console import command, console, settings
from core.settings import Settings
from core.studio import Moved, migrate

TELLING = ("project", "take", "job", "event", "ledger", "asset", "person", "token")
"""Tables whose rows people may want to see counted."""


AFTER = {
    True: "Never start it again by itself: it would make and pay the same again.",
    False: "Its folder media is of no use any more once MEDIA_URL is set.",
}
"""By whether the rows were moved: what to know of the old place."""


@click.command(name="migrate-data")
@click.option("--to", default="", metavar="DATABASE_URL", help="Bring the rows to this empty PostgreSQL.")
@click.option("--media", default="", metavar="MEDIA_URL", help="Bring the files to this bucket (s3://…).")
@command
async def migrate_data(to: str, media: str) -> None:
    """Move every film, take and cent of DATA_DIR to PostgreSQL, an object store, or both.

    DATA_DIR stays as it was. Nothing else may work with it meanwhile. Broken off, the same command goes on.
    Address and keys of the object store are read from the settings (MEDIA_ENDPOINT, …).
    """
    chosen = settings()
    with _Bars() as bars:
        moved = await migrate(chosen, to, media, bars.show)
    _tell(chosen, moved, to, media)


class _Bars:
    """A bar for each thing that is going on."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self._progress = Progress(*columns, console=console, transient=True)
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> _Bars:
        self._progress.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._progress.stop()

    def show(self, what: str, done: int, of: int) -> None:
        if what not in self._tasks:
            self._tasks[what] = self._progress.add_task(what, total=of)
        self._progress.update(self._tasks[what], completed=done, total=of)


def _tell(chosen: Settings, moved: Moved, to: str, media: str) -> None:
    held = moved.contents
    if to:
        table = Table("Rows", "Moved", box=None, pad_edge=False)
        for name in TELLING:
            table.add_row(name, f"{held.tables[name].rows:,}")
        others = sum(one.rows for name, one in held.tables.items() if name not in TELLING)
        table.add_row("everything else", f"{others:,}")
        console.print(table)
        before = "had been moved before and are" if moved.already else "are"
        console.print(f"All {len(held.tables)} tables {before} the same on both sides, row for row.")
        console.print(
            f"Ledger: ${held.spent / 1e6:,.2f} spent, ${held.held / 1e6:,.2f} held. "
            f"The last event is number {held.last_event:,}."
        )
    where = "in the object store" if media else "where they were"
    console.print(
        f"{moved.files:,} files ({moved.bytes / 1e6:,.1f} MB) are {where}, each held against its sha-256."
    )
    if moved.lost:
        console.print(f"[yellow]{len(moved.lost)} files had been lost or damaged before.[/]")
    if to and moved.running:
        console.print(
            f"{moved.running} films are being made ({moved.under_way} jobs); they go on there with the next "
            "start. What services have in hand is fetched, not ordered again."
        )
    console.print("\nFrom now on set, for every process:")
    if to:
        console.print("  DATABASE_URL to the address you gave", markup=False)
    if media:
        console.print(f"  MEDIA_URL={media}", markup=False)
    console.print(f"{chosen.data_dir} is as it was. {AFTER[bool(to)]}", soft_wrap=True, markup=False)
