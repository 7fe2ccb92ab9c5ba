"""video-story backup and restore: the whole installation copied away, and brought back."""

from __future__ import annotations

from pathlib import Path

import click

from cli.console import command, console, settings
from core.studio import Kept, back_up, bring_back


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@command
async def backup(target: Path) -> None:
    """Copy every film, take and cent into TARGET, a folder or a file that ends in .tar.

    Films may be made meanwhile. In a folder only what is new is copied.
    """
    kept = await back_up(settings(), target)
    console.print(f"{target} holds {_words(kept)}.", soft_wrap=True, markup=False)
    if target.suffix != ".tar":
        console.print(f"{kept.copied} files were new.")
    if kept.lost:
        console.print(f"[yellow]{len(kept.lost)} files had been lost before; see video-story doctor.[/]")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@command
async def restore(source: Path) -> None:
    """Bring the backup SOURCE back into DATA_DIR, which must not hold an installation."""
    chosen = settings()
    kept = await bring_back(chosen, source)
    console.print(
        f"{chosen.data_dir} holds {_words(kept)}, as on {kept.made_at}.", soft_wrap=True, markup=False
    )


def _words(kept: Kept) -> str:
    files = f"{kept.files} files ({kept.bytes / 1e6:,.1f} MB)"
    return f"{kept.projects} films, {kept.takes} takes and {files}; ${kept.spent / 1e6:.2f} spent"
