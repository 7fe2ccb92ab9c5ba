"""video-story projects, show, voices, models: what there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import click
from rich.markup import escape
from rich.table import Table

from cli.console import PERSON, command, console, settings
from core.catalogue.models import load_catalogue
from core.catalogue.voices import FAMILIES, find_language, load_voices
from core.catalogue.words import ModelView, views
from core.story import EntityKind, Slot, SlotKind, Step, Story
from core.studio import Look, NeedsSetup, ProjectCard, open_studio, shot_lines
from core.studio.looking import PAGE


def table(*columns: str) -> Table:
    made = Table(box=None, pad_edge=False, header_style="dim")
    for column in columns:
        made.add_column(column)
    return made


@click.command()
@click.option("--after", default="", metavar="PROJECT", help="List those made before this one.")
@click.option("--most", default=PAGE, show_default=True, type=click.IntRange(1), help="How many to list.")
@click.option("--away", is_flag=True, help="List those that were put away, and no others.")
@click.option("--put-away", multiple=True, metavar="PROJECT", help="Leave PROJECT out of lists; repeatable.")
@click.option("--take-back", multiple=True, metavar="PROJECT", help="List PROJECT again; repeatable.")
@command
async def projects(
    after: str, most: int, away: bool, put_away: tuple[str, ...], take_back: tuple[str, ...]
) -> None:
    """List your projects, the newest first."""
    async with open_studio(settings(), engine=False) as studio:
        for project in (*put_away, *take_back):
            await studio.put_away(PERSON, project, away=project not in take_back)
        some = await studio.projects(PERSON, limit=most + 1, after=after, away=away)
        _, kept = await studio.project_counts(PERSON)
    found = some[:most]
    if found:
        console.print(_projects(found))
    elif after:
        console.print("There are no older ones.")
    elif away:
        console.print("Nothing is put away.")
    elif not kept:
        console.print('No project yet. Make one: video-story make "Your story."')
    if len(some) > most:
        flag = " --away" if away else ""
        console.print(f"\nOlder ones: video-story projects{flag} --after {found[-1].id}")
    if away and found:
        console.print(f"\nTo list one again: video-story projects --take-back {found[0].id}", style="dim")
    if kept and not away:
        console.print(f"\nPut away: {kept}. See: video-story projects --away", style="dim")


def _projects(found: Sequence[ProjectCard]) -> Table:
    rows = table("project", "made", "title")
    for project in found:
        when = project.created_at.astimezone().strftime("%Y-%m-%d %H:%M") if project.created_at else ""
        rows.add_row(project.id, when, escape(project.title or project.source[:50]))
    return rows


@click.command()
@click.argument("project")
@command
async def show(project: str) -> None:
    """Show the lines, shots and cast of PROJECT with the numbers that `edit` takes."""
    async with open_studio(settings(), engine=False) as studio:
        story = await studio.story(PERSON, project)
        seen = await studio.looks(PERSON, project)
        status = await studio.status(PERSON, project)
    console.print(f"[bold]{escape(story.project.title)}[/]  {story.project.id}\n")
    console.print(_cast(story))
    console.print()
    console.print(_shots(story))
    for line in needing_setup(seen):
        console.print(f"\n{line}", soft_wrap=True)
    for words in status.notices:
        console.print(f"\n[yellow]•[/] {words}", soft_wrap=True)
    if status.unsettled is not None:
        console.print(f"  See: video-story jobs {project}", soft_wrap=True)


def shown(look: Look | NeedsSetup | None) -> str:
    """What a picture shows; only what somebody saw in it (R19)."""
    if look is None:
        return "[dim]not looked at yet[/]"
    if isinstance(look, NeedsSetup):
        return "[yellow]Needs setup[/]"
    return escape("; ".join((look.shows, *look.warnings)))


def needing_setup(seen: Mapping[str, Look | NeedsSetup]) -> Iterator[str]:
    """Why pictures were not looked at, each cause once (R19)."""
    causes = Counter(look.cause for look in seen.values() if isinstance(look, NeedsSetup))
    for cause, count in causes.items():
        many = "1 picture was" if count == 1 else f"{count} pictures were"
        yield f"[yellow]Needs setup:[/] {many} not looked at. {escape(cause)}"


@click.command()
@click.option(
    "--family", default="local", type=click.Choice(FAMILIES), help="Whose voices; local ones need no key."
)
@click.option("--language", default="", help="Also how well the local voice speaks this language, such as de.")
@command
async def voices(family: str, language: str) -> None:
    """List the voices for --voice NAME=VOICE."""
    rows = table("voice", "gender", "age", "what it is like")
    for voice in load_voices(family):
        rows.add_row(voice.id, voice.gender, voice.age, voice.description)
    console.print(rows)
    if language:
        console.print(f"\n{_spoken(language)}")
    console.print("\nOr your own piper voice: --voice NAME=piper:/path/to/voice.onnx", style="dim")


def _spoken(tag: str) -> str:
    row = find_language(tag)
    if row is None:
        return f"The local voice does not know {tag!r}. See docs/languages.md."
    return f"{row.name}: {_HOW_WELL[row.speaks]} {row.note}".strip()


_HOW_WELL = {
    "well": "the local voice speaks it well.",
    "roughly": "the local voice speaks it roughly.",
    "no": "the local voice does not speak it.",
}


@click.command()
@click.option(
    "--step", type=click.Choice([step.value for step in Step]), help="Only the models that can do this step."
)
@click.option("--ready", is_flag=True, help="Only those whose key is there.")
@command
async def models(step: str | None, ready: bool) -> None:
    """List the models: what they make, their price and limits, and which key is missing."""
    chosen = settings()
    catalogue = load_catalogue(chosen.models_file, chosen.at_once)
    rows = table("model", "makes", "price", "limits", "key")
    found = views(catalogue, chosen.keys(), Step(step) if step else None)
    for row in found:
        if row.ready or not ready:
            rows.add_row(_named(row), row.makes, _priced(row), row.limits, _key(row))
    console.print(rows)
    console.print(f"\n{_read_on(found)}", style="dim")


def _named(row: ModelView) -> str:
    return f"{row.id}\n[dim]{escape(row.title)}[/]"


def _priced(row: ModelView) -> str:
    return f"{row.price}\n[dim]{row.example}[/]" if row.example else row.price


def _key(row: ModelView) -> str:
    return "[green]ready[/]" if row.ready else f"[yellow]needs {row.needs}[/]"


def _read_on(rows: Sequence[ModelView]) -> str:
    """Prices change at the service, not here; say how old these are."""
    oldest = min((row.checked for row in rows), default=None)
    told = f"Prices as read on {oldest:%d %B %Y}. " if oldest else ""
    return f"{told}A model more is a row more: docs/how-to/models.md."


def _cast(story: Story) -> Table:
    rows = table("kind", "name", "looks", "voice")
    for entity in story.entities:
        voice = story.takes.get(_voice_slot(entity.id)) if entity.kind is EntityKind.CHARACTER else None
        about = ", ".join(
            filter(None, (entity.appearance, entity.place.value if entity.kind is EntityKind.SET else ""))
        )
        said = str(voice.facts.get("voice", "")) if voice else ""
        rows.add_row(entity.kind.value, escape(entity.name), escape(about), escape(said))
    return rows


def _shots(story: Story) -> Table:
    rows = table("shot", "line", "size", "who", "words", "because")
    for shot, lines in shot_lines(story):
        for i, segment in enumerate(lines):
            who = story.entity(segment.speaker).name if segment.speaker else ""
            head = (str(shot.index + 1), shot.size.value) if i == 0 else ("", "")
            because = shot.because if i == 0 else ""
            rows.add_row(
                head[0],
                str(segment.index + 1),
                head[1],
                escape(who),
                escape(segment.text),
                f"[dim]{escape(because)}[/]",
            )
    return rows


def _voice_slot(entity_id: str) -> Slot:
    return Slot(SlotKind.VOICE, entity_id)
