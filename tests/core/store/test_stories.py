"""A project comes back from the database exactly as it was put in."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from core.errors import NotFound
from core.store import events, projects, rows, tables, takes
from core.store.assets import Media, insert_assets
from core.store.engine import Database
from core.store.values import TABLES, column
from core.story import (
    Angle,
    Aspect,
    Captions,
    Entity,
    EntityKind,
    Place,
    Project,
    Scene,
    Segment,
    SegmentKind,
    Shot,
    Size,
    Slot,
    SlotKind,
    Step,
    Story,
    Take,
    TimeOfDay,
    Weather,
)

PROJECT = Project(
    "p_one",
    "ana",
    "The lamp",
    "A lamp goes out.",
    source_format="fountain",
    text="A lamp goes out. “Who is there?” asks Ana.",
    keep_text=True,
    aspect=Aspect.TALL,
    fps=25,
    style="ink",
    language="en",
    captions=Captions.SOFT,
    voices={"ana": "en-f-1"},
    models={"frames": "local:artist"},
    ceiling=2_500_000,
    gates=(Step.FRAMES,),
    until=Step.AUDIO,
    created_at=datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
)

ANA = Entity("ana", EntityKind.CHARACTER, "Ana", "red coat", ("the keeper",), "woman", "old", voice="en-f-1")
TOWER = Entity("tower", EntityKind.SET, "The tower", place=Place.LIGHTHOUSE, position=1)
LAMP = Entity("lamp", EntityKind.PROP, "Lamp", prompt="a brass lamp", prompt_is_own=True, position=2)

LINES = (
    Segment("l0", 0, SegmentKind.NARRATION, "A lamp goes out."),
    Segment("l1", 1, SegmentKind.DIALOGUE, "Who is there?", "ana", "whispered"),
    Segment("l2", 2, SegmentKind.NARRATION, "Nobody answers."),
)

SCENES = (
    Scene(
        "s0",
        0,
        "The dark",
        "tower",
        TimeOfDay.NIGHT,
        Weather.FOG,
        ("l0", "l1"),
        "it is dark",
        ("ana",),
        ("lamp",),
    ),
    Scene("s1", 1, "Silence", None, TimeOfDay.DAWN, Weather.CLEAR, ("l2",), because="the time changes"),
)


async def told(database: Database) -> dict[str, str]:
    """The story above in the database; returns the ids its rows are kept under."""
    async with database.write() as db:
        await projects.insert_project(db, PROJECT)
        ids = await rows.replace_entities(db, "p_one", (ANA, TOWER, LAMP))
        await rows.replace_segments(db, "p_one", LINES, ids)
        await rows.replace_scenes(db, "p_one", SCENES, ids)
        first = (
            Shot("h0", 0, "s0", ("l0",), Size.WIDE, Angle.HIGH, props=("lamp",), focus="lamp"),
            Shot("h1", 1, "s0", ("l1",), Size.CLOSE, characters=("ana",), focus="ana", because="she speaks"),
        )
        await rows.replace_shots(db, "p_one", first, ids, scene_id="s0")
        await rows.replace_shots(db, "p_one", (Shot("h2", 0, "s1", ("l2",), Size.INSERT),), ids, scene_id="s1")
    return ids


async def load(database: Database) -> Story:
    async with database.read() as db:
        return await projects.load_story(db, "p_one")


def test_every_field_of_a_story_has_a_column() -> None:
    for cls, table in TABLES.items():
        missing = [
            field.name for field in dataclasses.fields(cls) if column(cls, field.name) not in table.columns
        ]
        assert missing == [], cls.__name__
    flattened = {field.name for field in dataclasses.fields(Take)} - {"slot"}
    assert flattened <= set(tables.take.columns.keys())


async def test_a_story_comes_back_as_it_was_written(database: Database) -> None:
    ids = await told(database)
    story = await load(database)
    named = {kept: given for given, kept in ids.items()}
    assert story.project == PROJECT
    assert [named[entity.id] for entity in story.entities] == ["ana", "tower", "lamp"]
    assert dataclasses.replace(story.entities[2], id="lamp") == LAMP
    assert story.segments[1] == dataclasses.replace(LINES[1], id=ids["l1"], speaker=ids["ana"])
    assert story.scenes[0].set_id == ids["tower"]
    assert story.scenes[0].segments == (ids["l0"], ids["l1"])
    assert [(shot.index, named[shot.id], named[shot.scene_id]) for shot in story.shots] == [
        (0, "h0", "s0"),
        (1, "h1", "s0"),
        (2, "h2", "s1"),
    ]
    assert story.shots[1].focus == ids["ana"]
    assert all(kept.startswith(("e_", "sg_", "sc_", "sh_")) and len(kept) <= 13 for kept in ids.values())


async def test_the_first_take_is_selected_and_another_can_be(database: Database, media: Media) -> None:
    """B11: every attempt stays, and any can be put back."""
    ids = await told(database)
    slot = Slot(SlotKind.FRAME, ids["h0"])
    one, two = await media.add_bytes(b"one", "image/png"), await media.add_bytes(b"two", "image/png")
    async with database.write() as db:
        await insert_assets(db, (one, two))
        first = await takes.insert_take(
            db, "p_one", Take("", slot, one.sha, "image/png", references=(two.sha,))
        )
        second = await takes.insert_take(
            db, "p_one", Take("", slot, two.sha, "image/png", parts={"svg": one.sha})
        )
    assert (await load(database)).take(SlotKind.FRAME, ids["h0"]) == second
    async with database.write() as db:
        await takes.select_take(db, first.id)
        assert await takes.history(db, slot) == (first, second)
    assert (await load(database)).take(SlotKind.FRAME, ids["h0"]) == first
    async with database.write() as db:
        await takes.clear_slot(db, "p_one", slot)
    assert (await load(database)).take(SlotKind.FRAME, ids["h0"]) is None
    async with database.read() as db:
        kinds = [event.kind for event in await events.after(db, 0, project_id="p_one")]
    assert kinds[-4:] == ["take_selected", "take_selected", "take_selected", "slot_cleared"]


async def test_every_change_counts_the_version_up(database: Database, media: Media) -> None:
    ids = await told(database)
    photo = await media.add_bytes(b"photo", "image/jpeg")
    versions = []
    async with database.write() as db:
        await insert_assets(db, [photo])
        versions.append(await projects.version(db, "p_one"))
        guide = await projects.add_guide(db, ids["ana"], photo.sha)
        versions.append(await projects.version(db, "p_one"))
        other = await projects.add_guide(db, ids["ana"], photo.sha)
        await projects.order_guides(db, ids["ana"], [other.id, guide.id])
        versions.append(await projects.version(db, "p_one"))
        await projects.edit(db, Segment, ids["l0"], text="The lamp is out.")
        versions.append(await projects.version(db, "p_one"))
        await projects.update_project(db, "p_one", style="charcoal", gates=(Step.VIDEOS,))
        versions.append(await projects.version(db, "p_one"))
    assert versions == sorted(set(versions))
    story = await load(database)
    assert [image.id for image in story.guides_of(ids["ana"])] == [other.id, guide.id]
    assert story.segments[0].text == "The lamp is out."
    assert story.project.gates == (Step.VIDEOS,)
    async with database.write() as db:
        await projects.remove_guide(db, other.id)
    assert [image.id for image in (await load(database)).guides] == [guide.id]


async def test_two_identical_create_calls_make_one_project(database: Database) -> None:
    async with database.write() as db:
        first = await projects.insert_project(db, PROJECT, request_key="tap")
        again = await projects.insert_project(db, dataclasses.replace(PROJECT, id="p_two"), request_key="tap")
        assert again == first
        assert [project.id for project in await projects.list_projects(db, owner="ana")] == ["p_one"]


async def test_what_is_not_there_is_named(database: Database) -> None:
    async with database.write() as db:
        with pytest.raises(NotFound, match="p_gone"):
            await projects.load_story(db, "p_gone")
        with pytest.raises(NotFound, match="sh_gone"):
            await projects.edit(db, Shot, "sh_gone", action="runs")
        with pytest.raises(NotFound, match="p_gone"):
            await projects.update_project(db, "p_gone", style="ink")
        with pytest.raises(TypeError, match="colour"):
            await projects.update_project(db, "p_gone", colour="red")


async def test_a_new_script_keeps_the_lines_that_stayed(database: Database) -> None:
    """B6: a line put in between does not take the following lines' takes away."""
    ids = await told(database)
    ana = ids["ana"]
    new = (
        LINES[0],
        Segment("new", 1, SegmentKind.NARRATION, "Steps on the stairs."),
        Segment("x1", 2, SegmentKind.DIALOGUE, "Who is there?", ana, "loud"),
        Segment("x2", 3, SegmentKind.NARRATION, "Nobody answers at all."),
    )
    async with database.write() as db:
        await rows.replace_segments(db, "p_one", [dataclasses.replace(line, id="") for line in new])
    story = await load(database)
    assert [line.id for line in story.segments] == [ids["l0"], story.segments[1].id, ids["l1"], ids["l2"]]
    assert story.segments[1].id not in ids.values()
    assert story.segments[2].manner == "loud"
    assert story.segments[3].text == "Nobody answers at all."
    assert [scene.segments for scene in story.scenes] == [(ids["l0"], ids["l1"]), (ids["l2"],)]


async def test_lines_that_are_gone_leave_scenes_and_shots_and_an_empty_one_goes_too(database: Database) -> None:
    ids = await told(database)
    async with database.write() as db:
        await rows.replace_segments(db, "p_one", [dataclasses.replace(LINES[0], id=ids["l0"])])
    story = await load(database)
    assert [scene.segments for scene in story.scenes] == [(ids["l0"],)]
    assert [shot.segments for shot in story.shots] == [(ids["l0"],)]


async def test_an_entity_is_found_again_by_name_or_alias_and_keeps_what_a_person_gave_it(
    database: Database,
) -> None:
    ids = await told(database)
    new = (
        Entity("", EntityKind.CHARACTER, "The Keeper", "blue coat", aliases=("Ana",)),
        Entity("", EntityKind.PROP, "LAMP"),
        Entity("", EntityKind.SET, "The harbour", place=Place.HARBOUR),
    )
    async with database.write() as db:
        await rows.replace_entities(db, "p_one", new)
    story = await load(database)
    keeper, lamp = story.entity(ids["ana"]), story.entity(ids["lamp"])
    assert (keeper.name, keeper.appearance, keeper.voice) == ("The Keeper", "blue coat", "en-f-1")
    assert (lamp.prompt, lamp.prompt_is_own) == ("a brass lamp", True)
    assert ids["tower"] not in {entity.id for entity in story.entities}
    assert story.scenes[0].set_id is None


async def test_shots_of_other_scenes_are_left_alone(database: Database) -> None:
    ids = await told(database)
    async with database.write() as db:
        await rows.replace_shots(
            db, "p_one", (Shot("", 0, "s0", (ids["l0"], ids["l1"]), Size.WIDE),), dict(ids), scene_id=ids["s0"]
        )
    story = await load(database)
    assert [shot.id for shot in story.shots] == [ids["h0"], ids["h2"]]


async def test_an_empty_document_takes_every_row_away(database: Database) -> None:
    await told(database)
    async with database.write() as db:
        await rows.replace_scenes(db, "p_one", ())
    story = await load(database)
    assert (story.scenes, story.shots) == ((), ())
