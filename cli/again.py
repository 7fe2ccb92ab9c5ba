"""video-story upgrade, regenerate, takes, guides: make single things anew, and choose among what was made."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from cli.agree import agreed, confirm, span
from cli.console import PERSON, command, console, settings
from cli.listing import needing_setup, shown, table
from cli.make import followed, watched
from cli.money import dollars
from core.errors import BadInput, NotFound
from core.story import GuideImage, Slot, Take
from core.studio import Again, Studio, entity_named, numbers, open_studio, slot_named


@click.command()
@click.argument("project")
@click.option("--shots", metavar="NUMBERS", help="Which shots, such as 3,5-7.")
@click.option("--all", "every", is_flag=True, help="All shots, also those that come later.")
@click.option(
    "--to",
    type=click.Choice(["pictures", "clips", "animatic"]),
    default="clips",
    show_default=True,
    help="Generated pictures, generated clips, or back to drawn panels.",
)
@click.option("--yes", is_flag=True, help="Agree to the price without being asked.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the film. [default: where it was made]"
)
@command
async def upgrade(project: str, shots: str | None, every: bool, to: str, yes: bool, out: Path | None) -> None:
    """Raise shots of PROJECT to generated pictures or clips, in place, and deliver the film."""
    if every == (shots is not None):
        raise BadInput("Say which shots.", next_step="Give --shots 3,5-7, or --all for all of them.")
    chosen = None if shots is None else numbers(shots)
    async with open_studio(settings()) as studio:
        quote = await agreed(studio, project, yes, level=to, shots=chosen)
        await studio.upgrade(PERSON, project, chosen, to, quote_id=quote)
        await followed(studio, project, out)


@click.command()
@click.argument("project")
@click.argument("slot")
@click.option("--model", default="", help="Another model for it; `video-story models` lists them.")
@click.option("--prompt", help="Words used as they are; empty goes back to the words built from the fields.")
@click.option("--edit", is_flag=True, help="Change the present picture instead of making a new one.")
@click.option(
    "--reference",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="PHOTO",
    help="A further picture to be sent along; repeatable.",
)
@click.option("--yes", is_flag=True, help="Agree to the price without being asked.")
@command
async def regenerate(
    project: str,
    slot: str,
    model: str,
    prompt: str | None,
    edit: bool,
    reference: tuple[Path, ...],
    yes: bool,
) -> None:
    """Make one SLOT of PROJECT again; what was made before is kept.

    SLOT is frame:3, clip:3, lipsync:3, line:5, reference:Ana or voice:Ana.
    """
    async with open_studio(settings()) as studio:
        wanted = slot_named(await studio.story(PERSON, project), slot)
        again = Again(model=model, prompt=prompt, references=reference, edit_existing=edit)
        most = await _priced(studio, project, wanted, again, yes)
        await studio.regenerate(PERSON, project, wanted, again, max_cost=most)
        await watched(studio, project)
        console.print(_takes(await studio.takes(PERSON, project, wanted), None))
    console.print(f"\nTo put it into the film: video-story export {project}", style="dim")


@click.command()
@click.argument("project")
@click.argument("slot")
@click.option("--use", type=int, metavar="N", help="Use take N from now on.")
@command
async def takes(project: str, slot: str, use: int | None) -> None:
    """List every take of a SLOT of PROJECT, or use another one.

    SLOT is frame:3, clip:3, lipsync:3, line:5, reference:Ana, voice:Ana or film.
    """
    async with open_studio(settings(), engine=False) as studio:
        story = await studio.story(PERSON, project)
        wanted = slot_named(story, slot)
        found = await studio.takes(PERSON, project, wanted)
        used = story.takes.get(wanted)
        if use is not None:
            used = await studio.select(PERSON, project, _numbered(found, use).id)
    console.print(_takes(found, used) if found else "Nothing was made for it yet.")
    if use is not None:
        console.print(f"\nTo put it into the film: video-story export {project}", style="dim")


@click.command()
@click.argument("project")
@click.argument("name")
@click.argument("photos", nargs=-1, type=click.Path(path_type=Path))
@click.option("--order", metavar="NUMBERS", help="A new order, such as 2,1,3.")
@click.option("--remove", type=int, metavar="N", help="Take guide image N away.")
@command
async def guides(
    project: str, name: str, photos: tuple[Path, ...], order: str | None, remove: int | None
) -> None:
    """Show the guide images of NAME in PROJECT; with PHOTOS (JPEG, PNG, WebP, HEIC), add them."""
    async with open_studio(settings(), engine=False) as studio:
        entity = entity_named(await studio.story(PERSON, project), name)
        if photos:
            await studio.add_guides(PERSON, project, entity.id, photos)
        mine = (await studio.story(PERSON, project)).guides_of(entity.id)
        if order:
            chosen = [_guide(mine, number).id for number in numbers(order)]
            mine = await studio.order_guides(PERSON, project, entity.id, chosen)
        if remove is not None:
            await studio.remove_guide(PERSON, project, _guide(mine, remove).id)
        await _show_guides(studio, project, entity.id)


async def _show_guides(studio: Studio, project: str, entity_id: str) -> None:
    story = await studio.story(PERSON, project)
    mine = story.guides_of(entity_id)
    if not mine:
        console.print("No guide images.")
        return
    left = await studio.unused_guides(PERSON, project, entity_id)
    unused = {guide.id for guide in left.guides}
    seen = await studio.looks(PERSON, project)
    rows = table("guide", "used", "shows", "file")
    rows.columns[-1].overflow = "fold"
    for number, guide in enumerate(mine, 1):
        file = await studio.media(PERSON, project, guide.asset)
        used = "no" if guide.id in unused else "yes"
        rows.add_row(str(number), used, shown(seen.get(guide.asset)), str(file.path))
    console.print(rows)
    for line in needing_setup(seen):
        console.print(line, soft_wrap=True)
    if left.models:
        names = ", ".join(model.id for model in left.models[:4])
        console.print(f"\nModels that look at more of them: {names}", style="dim")


async def _priced(studio: Studio, project: str, slot: Slot, again: Again, yes: bool) -> int | None:
    """Show the price, and ask when there is one; gives what was agreed to. Raises StudioError for a no."""
    low, high = await studio.price_again(PERSON, project, slot, again)
    if not high:
        return None
    console.print(f"This costs {span(dollars(low), dollars(high), ' to ')}.")
    confirm(yes)
    return high


def _takes(found: tuple[Take, ...], used: Take | None) -> Table:
    rows = table("take", "", "model", "paid", "pictures", "made", "words")
    for column in rows.columns[:-1]:
        column.no_wrap = True
    for number, take in enumerate(found, 1):
        when = take.created_at.astimezone().strftime("%Y-%m-%d %H:%M") if take.created_at else ""
        mark = "in use" if used and used.id == take.id else ""
        paid = dollars(take.cost) if take.cost else ""
        words = take.prompt if len(take.prompt) <= 60 else take.prompt[:59] + "…"
        rows.add_row(
            str(number), mark, take.model or "yours", paid, str(len(take.references) or ""), when, words
        )
    return rows


def _numbered(found: tuple[Take, ...], number: int) -> Take:
    if not 1 <= number <= len(found):
        raise NotFound(f"There is no take {number}.", next_step=f"There are takes 1 to {len(found)}.")
    return found[number - 1]


def _guide(mine: tuple[GuideImage, ...], number: int) -> GuideImage:
    if not 1 <= number <= len(mine):
        raise NotFound(f"There is no guide image {number}.", next_step=f"There are {len(mine)}.")
    return mine[number - 1]
