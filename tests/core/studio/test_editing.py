"""Guides, own files, clearing, restoring, and what an edit would cost, through the studio's verbs."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from core.errors import BadInput, Conflict, NotFound
from core.pipeline.plan import plan
from core.story import Origin, Slot, SlotKind, Step
from core.studio import Change, Studio

pytestmark = pytest.mark.usefixtures("both_places")

OWNER = "tg:1"
ANA = Slot(SlotKind.REFERENCE, "e_ana")
FRAME = Slot(SlotKind.FRAME, "sh_1")
HEIC = Path(__file__).with_name("sideways.heic")
"""96 x 64 px, its left half blue, taken with the telephone turned; its EXIF names a secret place."""


async def kept(studio: Studio, asset: str) -> Image.Image:
    file = await studio.media(OWNER, "p_1", asset)
    return Image.open(io.BytesIO(file.path.read_bytes()))


async def wanted(studio: Studio, slot: Slot) -> bool:
    """Whether the slot would be made in a run."""
    return slot in {job.slot for job in plan(await studio.story(OWNER, "p_1"))}


# guides


async def test_guides_come_in_the_person_s_order_and_lose_what_a_photo_tells_beside_its_picture(
    looking: Studio, tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "secret place"
    turned, webp = tmp_path / "turned.jpg", tmp_path / "a.webp"
    Image.new("RGB", (400, 200), "red").save(turned, exif=exif)
    Image.new("RGB", (300, 3000), "blue").save(webp)
    added = await looking.add_guides(OWNER, "p_1", "e_ana", [turned, HEIC, webp])
    story = await looking.story(OWNER, "p_1")
    assert story.guides_of("e_ana") == added
    pictures = [await kept(looking, guide.asset) for guide in added]
    assert [picture.size for picture in pictures] == [(200, 400), (64, 96), (205, 2048)]
    assert pictures[1].getpixel((32, 10)) != pictures[1].getpixel((32, 90))
    for guide in added:
        data = (await looking.media(OWNER, "p_1", guide.asset)).path.read_bytes()
        assert b"secret" not in data and not Image.open(io.BytesIO(data)).getexif()


@pytest.mark.parametrize("kind", ["bomb", "cut", "text", "gif", "missing"])
async def test_what_is_no_photo_is_refused_and_nothing_of_the_batch_is_kept(
    looking: Studio, photos: list[Path], tmp_path: Path, kind: str
) -> None:
    bad = tmp_path / "bad.png"
    if kind == "bomb":
        Image.new("1", (12_000, 12_000)).save(bad)
    elif kind == "cut":
        bad.write_bytes(photos[0].read_bytes()[:60])
    elif kind == "text":
        bad.write_text("no picture")
    elif kind == "gif":
        Image.new("P", (30, 30)).save(bad, format="GIF")
    with pytest.raises((BadInput, NotFound)) as refused:
        await looking.add_guides(OWNER, "p_1", "e_ana", [photos[0], bad])
    assert refused.value.next_step
    assert (await looking.story(OWNER, "p_1")).guides == ()


async def test_guides_are_ordered_and_removed_and_only_the_entity_s_own_are_known(
    looking: Studio, photos: list[Path]
) -> None:
    """R9."""
    first, second, third = await looking.add_guides(OWNER, "p_1", "e_ana", photos[:3])
    (other,) = await looking.add_guides(OWNER, "p_1", "e_tom", photos[3:4])
    ordered = await looking.order_guides(OWNER, "p_1", "e_ana", [third.id, first.id])
    assert [guide.id for guide in ordered] == [third.id, first.id, second.id]
    with pytest.raises(NotFound):
        await looking.order_guides(OWNER, "p_1", "e_ana", [other.id])
    await looking.remove_guide(OWNER, "p_1", third.id)
    story = await looking.story(OWNER, "p_1")
    assert [guide.id for guide in story.guides_of("e_ana")] == [first.id, second.id]
    assert await looking.project_of_guide(OWNER, other.id) == "p_1"


async def test_a_guide_that_is_given_with_the_same_command_again_is_there_once(
    looking: Studio, photos: list[Path]
) -> None:
    for _ in range(2):
        await looking.change(OWNER, "p_1", Change(guides=(("Ana", photos[0]),)))
    assert len((await looking.story(OWNER, "p_1")).guides) == 1


# own files, clearing, restoring


async def test_an_own_picture_is_used_at_once_and_never_made_anew(looking: Studio, photos: list[Path]) -> None:
    take = await looking.upload(OWNER, "p_1", ANA, photos[0])
    assert (take.origin, take.mime) == (Origin.UPLOAD, "image/png")
    assert (await looking.story(OWNER, "p_1")).takes[ANA].id == take.id
    assert not await wanted(looking, ANA)


async def test_clearing_takes_the_picture_in_use_away_and_nothing_else(
    looking: Studio, photos: list[Path]
) -> None:
    """R18."""
    await looking.add_guides(OWNER, "p_1", "e_ana", photos[:1])
    await looking.change(OWNER, "p_1", Change(entities=(("Ana", "prompt=A sailor"),)))
    await looking.upload(OWNER, "p_1", ANA, photos[1])
    await looking.clear(OWNER, "p_1", ANA)
    story = await looking.story(OWNER, "p_1")
    assert ANA not in story.takes
    assert len(story.guides_of("e_ana")) == 1
    assert story.entity("e_ana").prompt == "A sailor"
    assert len(await looking.takes(OWNER, "p_1", ANA)) == 1
    assert await wanted(looking, ANA)


async def test_a_document_is_neither_cleared_nor_brought(looking: Studio, photos: list[Path]) -> None:
    script = Slot(SlotKind.SCRIPT, "p_1")
    with pytest.raises(BadInput):
        await looking.clear(OWNER, "p_1", script)
    with pytest.raises(BadInput):
        await looking.upload(OWNER, "p_1", script, photos[0])


async def test_an_earlier_take_is_used_again_and_stays_whatever_changes(
    looking: Studio, photos: list[Path]
) -> None:
    """B11."""
    first = await looking.upload(OWNER, "p_1", ANA, photos[0])
    await looking.upload(OWNER, "p_1", ANA, photos[1])
    await looking.select(OWNER, "p_1", first.id)
    await looking.change(OWNER, "p_1", Change(looks=(("Ana", "a blue coat"),)))
    story = await looking.story(OWNER, "p_1")
    assert story.takes[ANA].asset == first.asset
    assert ANA in story.pinned
    assert not await wanted(looking, ANA)


# edits


async def test_every_field_of_shots_and_entities_can_be_edited_by_name(looking: Studio) -> None:
    await looking.change(
        OWNER,
        "p_1",
        Change(
            shots=((1, "action=They wait."), (1, "characters=Tom"), (2, "focus="), (3, "prompt=A lamp")),
            entities=(("Ana", "name=Anna"), ("Tom", "age=child"), ("the pier", "place=coast")),
            style=" watercolour ",
            title="The lamp",
            gates=(Step.FRAMES,),
            ceiling=2_000_000,
        ),
    )
    story = await looking.story(OWNER, "p_1")
    assert [story.shots[0].action, story.shots[0].characters] == ["They wait.", ("e_tom",)]
    assert story.shots[1].focus is None
    assert (story.shots[2].prompt, story.shots[2].prompt_is_own) == ("A lamp", True)
    assert [entity.name for entity in story.entities][:1] == ["Anna"]
    assert story.entity("e_tom").age == "child"
    project = story.project
    assert (project.style, project.title, project.gates) == ("watercolour", "The lamp", (Step.FRAMES,))
    assert project.ceiling == 2_000_000


async def test_an_edit_that_cannot_be_done_changes_nothing(looking: Studio) -> None:
    before = await looking.story(OWNER, "p_1")
    for wrong in (
        Change(style="x", shots=((1, "size=huge"),)),
        Change(style="x", shots=((1, "colour=red"),)),
        Change(style="x", entities=(("Ana", "place=coast=x"),)),
        Change(style="x", entities=(("lantern", "voice=local:alto"),)),
        Change(style="x", shots=((1, "characters=lantern"),)),
        Change(style="x", models=(("frames", "no:such"),)),
        Change(style="x", models=(("frames", "fal:flux-2-pro"),)),
    ):
        with pytest.raises((BadInput, NotFound)) as refused:
            await looking.change(OWNER, "p_1", wrong)
        assert refused.value.what.endswith(".")
    assert await looking.story(OWNER, "p_1") == before


async def test_a_saved_built_prompt_is_forgotten_when_what_feeds_it_changes(looking: Studio) -> None:
    """R17: the entity's and its shots'; a person's own words stay."""
    async with looking._database.write() as db:
        from core.store import projects
        from core.story import Entity, Shot

        await projects.edit(db, Entity, "e_ana", prompt="Portrait of Ana, red scarf")
        await projects.edit(db, Shot, "sh_1", prompt="Wide shot of Ana")
        await projects.edit(db, Shot, "sh_2", prompt="My own words", prompt_is_own=True)
    await looking.change(OWNER, "p_1", Change(looks=(("Ana", "blue coat"),)))
    story = await looking.story(OWNER, "p_1")
    assert (story.entity("e_ana").prompt, story.shot("sh_1").prompt) == ("", "")
    assert story.shot("sh_2").prompt == "My own words"


async def test_a_preview_tells_what_an_edit_would_redo_and_saves_nothing(looking: Studio) -> None:
    before = await looking.story(OWNER, "p_1")
    shown = await looking.preview_change(OWNER, "p_1", Change(lines=((2, "Light the lamp, Tom."),)))
    assert shown.stale == ("1 line",)
    assert (shown.low, shown.high) == (0, 0)
    assert await looking.story(OWNER, "p_1") == before


async def test_a_deleted_project_is_gone_and_a_running_one_is_not_deleted(looking: Studio) -> None:
    from core.store import runs

    async with looking._database.write() as db:
        await runs.set_run(db, "p_1", runs.RunState.RUNNING, event="run_started")
    with pytest.raises(Conflict):
        await looking.delete_project(OWNER, "p_1")
    async with looking._database.write() as db:
        await runs.set_run(db, "p_1", runs.RunState.PAUSED, event="run_paused")
    await looking.delete_project(OWNER, "p_1")
    assert await looking.projects(OWNER) == ()
    with pytest.raises(NotFound):
        await looking.story(OWNER, "p_1")


async def test_the_activity_and_the_cover_are_there_for_lists(looking: Studio, photos: list[Path]) -> None:
    take = await looking.upload(OWNER, "p_1", FRAME, photos[0])
    (card,) = await looking.projects(OWNER)
    assert (card.title, card.cover, card.state) == ("The pier", take.asset, "idle")
    status = await looking.status(OWNER, "p_1")
    assert (status.question, status.kinds, status.seconds_left) == ("", {}, None)
    assert replace(status, share=0.0).state == "idle"
