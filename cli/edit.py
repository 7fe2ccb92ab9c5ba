"""video-story edit and export: change a film and redo only what the change touches."""

from __future__ import annotations

from pathlib import Path

import click
from rich.markup import escape

from cli.agree import agreed
from cli.console import PERSON, command, console, settings
from cli.make import finish, pairs
from core.story import Aspect, Captions
from core.studio import Change, Studio, open_studio

FIELDS = "size=wide|medium|close|over_shoulder|insert or angle=eye|low|high"


@click.command()
@click.argument("project")
@click.option(
    "--line", multiple=True, type=(int, str), metavar="N TEXT", help="New words for line N; repeatable."
)
@click.option(
    "--shot", multiple=True, type=(int, str), metavar="N FIELD=VALUE", help=f"Reframe shot N: {FIELDS}."
)
@click.option(
    "--clip",
    multiple=True,
    type=(int, click.Path(path_type=Path)),
    metavar="N FILE",
    help="Your own clip for shot N.",
)
@click.option(
    "--frame",
    multiple=True,
    type=(int, click.Path(path_type=Path)),
    metavar="N PHOTO",
    help="Your own still for shot N.",
)
@click.option(
    "--voice", multiple=True, callback=pairs, metavar="NAME=VOICE", help="Another voice for NAME or narrator."
)
@click.option("--look", multiple=True, callback=pairs, metavar="NAME=WORDS", help="How NAME looks, in words.")
@click.option(
    "--guide", multiple=True, callback=pairs, metavar="NAME=PHOTO", help="A photo that shows how NAME looks."
)
@click.option("--style", help="A few words on the look; empty takes them away.")
@click.option(
    "--style-picture", type=click.Path(path_type=Path), metavar="PHOTO", help="Paint in the style of PHOTO."
)
@click.option("--no-style-picture", is_flag=True, help="Take the picture of the style away.")
@click.option("--captions", type=click.Choice([c.value for c in Captions]))
@click.option("--aspect", type=click.Choice([a.value for a in Aspect]))
@click.option("--music", type=click.Path(path_type=Path), help="A sound file to lay under the voices.")
@click.option("--no-music", is_flag=True, help="Take the music away.")
@click.option("--yes", is_flag=True, help="Agree to the price without being asked.")
@click.option("--later", is_flag=True, help="Only note the change; redo it with `export`.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the film. [default: where it was made]"
)
@command
async def edit(
    project: str,
    line: tuple[tuple[int, str], ...],
    shot: tuple[tuple[int, str], ...],
    clip: tuple[tuple[int, Path], ...],
    frame: tuple[tuple[int, Path], ...],
    voice: tuple[tuple[str, str], ...],
    look: tuple[tuple[str, str], ...],
    guide: tuple[tuple[str, str], ...],
    style: str | None,
    style_picture: Path | None,
    no_style_picture: bool,
    captions: str | None,
    aspect: str | None,
    music: Path | None,
    no_music: bool,
    yes: bool,
    later: bool,
    out: Path | None,
) -> None:
    """Change PROJECT, then redo and deliver what the change touches. `show` gives the numbers."""
    change = Change(
        lines=line,
        shots=shot,
        clips=clip,
        frames=frame,
        voices=voice,
        looks=look,
        guides=tuple((name, Path(photo)) for name, photo in guide),
        style=style,
        style_picture=style_picture,
        no_style_picture=no_style_picture,
        captions=Captions(captions) if captions else None,
        aspect=Aspect(aspect) if aspect else None,
        music=music,
        no_music=no_music,
    )
    async with open_studio(settings(), engine=not later) as studio:
        stale = await studio.change(PERSON, project, change)
        console.print(_told(stale))
        if style_picture is not None:
            for words in await studio.style_words(PERSON, project):
                console.print(f"[yellow]•[/] {escape(words)}", soft_wrap=True)
        if not later:
            await _priced(studio, project, out, yes)


@click.command()
@click.argument("project")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the film. [default: where it was made]"
)
@click.option("--captions", type=click.Choice([c.value for c in Captions]))
@click.option("--aspect", type=click.Choice([a.value for a in Aspect]))
@click.option("--yes", is_flag=True, help="Agree to the price without being asked.")
@command
async def export(project: str, out: Path | None, captions: str | None, aspect: str | None, yes: bool) -> None:
    """Export PROJECT again, redoing only what has changed since."""
    async with open_studio(settings()) as studio:
        change = Change(
            captions=Captions(captions) if captions else None, aspect=Aspect(aspect) if aspect else None
        )
        await _changed(studio, project, change)
        await _priced(studio, project, out, yes)


async def _priced(studio: Studio, project: str, out: Path | None, yes: bool) -> None:
    """Redo what is stale and deliver the film, at a price that is told before (B2). Raises StudioError."""
    kept = f"The change is noted; video-story export {project} makes it."
    quote = await agreed(studio, project, yes, otherwise=kept)
    await finish(studio, project, out, quote)


async def _changed(studio: Studio, project: str, change: Change) -> None:
    if change != Change():
        await studio.change(PERSON, project, change)


def _told(stale: tuple[str, ...]) -> str:
    return f"To redo at least: {', '.join(stale)}." if stale else "Nothing to redo."
