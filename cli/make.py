"""video-story make: from a story to a film in one command."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.markup import escape
from rich.table import Table

from cli.agree import agreed, micro, paused, taken
from cli.console import PERSON, command, console, settings
from cli.progress import RunView
from core.intake import Source, source_from, source_from_bytes
from core.story import Aspect, Captions, SlotKind, Step
from core.studio import Brief, Change, Delivered, Studio, open_studio


def pairs(
    context: click.Context, option: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """NAME=VALUE options as pairs."""
    split = [item.partition("=") for item in given]
    for name, sign, value in split:
        if not (name.strip() and sign and value.strip()):
            raise click.BadParameter(f"expected NAME=VALUE, got {name!r}", context, option)
    return tuple((name.strip(), value.strip()) for name, _, value in split)


def folder_for(source: Source, given: Path | None) -> Path:
    """Where the film goes: as told, else out/ and the story's first words. Also names the project."""
    if given is not None:
        return given.absolute()
    words = "".join(c if c.isalnum() else " " for c in source.text[:80]).split()
    return Path("out").absolute() / ("-".join(words[:6]).lower() or "film")


@click.command()
@click.argument("story")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the film. [default: out/FIRST-WORDS]")
@click.option("--aspect", type=click.Choice([a.value for a in Aspect]), default="16:9", show_default=True)
@click.option("--style", default="", help="A few words on the look, such as 'watercolour, muted'.")
@click.option(
    "--language", default="", help="Language of the story, such as en, de, pt-BR. [default: found out]"
)
@click.option(
    "--voice", multiple=True, callback=pairs, metavar="NAME=VOICE", help="Who speaks as whom; also narrator=…"
)
@click.option("--music", type=click.Path(path_type=Path), help="A sound file to lay under the voices.")
@click.option("--captions", type=click.Choice([c.value for c in Captions]), default="burned", show_default=True)
@click.option(
    "--guide",
    multiple=True,
    callback=pairs,
    metavar="NAME=PHOTO",
    help="A photo that shows how NAME looks; repeatable.",
)
@click.option("--keep-text", is_flag=True, help="Speak every word of the text, 'said Ana' included.")
@click.option("--fps", type=click.Choice(["24", "25", "30"]), default="24", show_default=True)
@click.option(
    "--to",
    "level",
    type=click.Choice(["animatic", "written", "pictures", "clips"]),
    default="animatic",
    show_default=True,
    help="How far: drawn and free; drawn, but told by a language model; generated pictures or clips.",
)
@click.option(
    "--model",
    multiple=True,
    callback=pairs,
    metavar="STEP=MODEL",
    help="Another model for a step, such as frames=fal:nano-banana; repeatable.",
)
@click.option("--ceiling", callback=micro, metavar="USD", help="What the film may cost in all, in dollars.")
@click.option("--yes", is_flag=True, help="Agree to the price without being asked.")
@command
async def make(
    story: str,
    out: Path | None,
    aspect: str,
    style: str,
    language: str,
    voice: tuple[tuple[str, str], ...],
    music: Path | None,
    captions: str,
    guide: tuple[tuple[str, str], ...],
    keep_text: bool,
    fps: str,
    level: str,
    model: tuple[tuple[str, str], ...],
    ceiling: int | None,
    yes: bool,
) -> None:
    """Make a film from STORY.

    STORY is a prompt, a text or Markdown file, a Fountain screenplay, or - for standard input.

    The same command with the same --out goes on where it stopped, and redoes only what changed.
    """
    source = (
        source_from_bytes(sys.stdin.buffer.read(), "Standard input") if story == "-" else source_from(story)
    )
    brief = Brief(
        source=source,
        aspect=Aspect(aspect),
        style=style,
        language=language,
        voices={name.casefold(): wanted for name, wanted in voice},
        music=music,
        captions=Captions(captions),
        keep_text=keep_text,
        fps=int(fps),
        level=level,
        models=dict(model),
        ceiling=ceiling,
    )
    folder = folder_for(source, out)
    photos = tuple((name, Path(photo)) for name, photo in guide)
    async with open_studio(settings()) as studio:
        project = await studio.make(PERSON, brief, key=str(folder))
        await studio.deliver_to(PERSON, project, folder)
        quote = await agreed(studio, project, yes)
        if photos:
            await guided(studio, project, photos, quote)
            quote = ""
        await finish(studio, project, folder, quote)


async def guided(studio: Studio, project: str, photos: tuple[tuple[str, Path], ...], quote: str) -> None:
    """Bring guide photos; the story is analysed first, so that it is known whom they show."""
    await studio.start(PERSON, project, quote_id=quote, for_now=Step.ANALYSIS)
    await watched(studio, project)
    await studio.change(PERSON, project, Change(guides=photos))


@click.command()
@click.argument("project")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the film. [default: where it was made]"
)
@click.option("--ceiling", callback=micro, metavar="USD", help="What the film may cost in all, in dollars.")
@click.option("--take", type=int, metavar="NUMBER", help="Take this offer of a run that paused at a ceiling.")
@command
async def resume(project: str, out: Path | None, ceiling: int | None, take: int | None) -> None:
    """Go on with PROJECT where it stopped or paused, and deliver the film.

    What was asked for alone, such as one shot made again, is all that is made.
    """
    async with open_studio(settings()) as studio:
        if take is not None:
            await taken(studio, project, take)
        run = await studio.resume(PERSON, project, ceiling=ceiling)
        if run.only and not any(slot.kind is SlotKind.FILM for slot in run.only):
            await watched(studio, project)
            console.print(f"Made. To put it into the film: video-story export {project}")
            return
        await studio.start(PERSON, project)
        await followed(studio, project, out)


async def finish(studio: Studio, project: str, out: Path | None, quote: str = "") -> None:
    """Run a project to its film at the price agreed to, showing the way there, and deliver it."""
    await studio.start(PERSON, project, quote_id=quote)
    await followed(studio, project, out)


async def followed(studio: Studio, project: str, out: Path | None) -> None:
    """Show how a run goes, and deliver the film. Raises StudioError when it has to stop or wait."""
    await watched(studio, project)
    delivered = await studio.deliver(PERSON, project, out)
    show_delivered(delivered)


async def watched(studio: Studio, project: str) -> None:
    """Show how a run goes until it ends. Raises StudioError when it has to stop or wait for a person."""
    with RunView(console) as view:
        async for status in studio.follow(PERSON, project):
            view.show(status)
    if status.state == "paused":
        raise await paused(studio, project, status)


def show_delivered(delivered: Delivered) -> None:
    """The paths of everything, the self-check's verdict, and what the person should know."""
    check = "[green]passed[/]" if delivered.passed else "[red]FAILED[/]"
    facts = f"{delivered.seconds:.1f} s · self-check {check} · cost ${delivered.cost / 1e6:.2f}"
    console.print(f"\n[bold]{escape(delivered.title)}[/]  {facts}")
    table = Table.grid(padding=(0, 2))
    for name, path in delivered.files.items():
        table.add_row(f"[dim]{name}[/]", str(path))
    console.print(table, soft_wrap=True)
    for note in delivered.notes:
        console.print(f"[yellow]•[/] {note}", soft_wrap=True)
