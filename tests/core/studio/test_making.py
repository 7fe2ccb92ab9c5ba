"""Creating, starting and upgrading: levels, models, ceilings, and a film that mixes drawn and paid shots."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from story_builders import made_until, rows
from twin import Twin

from core.errors import BadInput, Conflict, NotFound, NotReady
from core.intake import Source
from core.pipeline import bundle
from core.pipeline.looks import Look
from core.settings import Settings
from core.story import Origin, Slot, SlotKind, Step, Wish
from core.studio import Again, Brief, Studio, open_studio

OWNER = "tg:1"
STORY = Source("The pier was empty. Light it, Tom, said Ana.", "text")


async def test_a_new_film_is_free_even_where_all_keys_are_there(paying: Studio) -> None:
    """B4."""
    project = await paying.create(OWNER, Brief(STORY))
    assert project.models == {}
    quote = await paying.quote(OWNER, project.id)
    assert quote.high == 0


async def test_a_level_fills_in_its_models_and_the_person_s_own_come_first(paying: Studio) -> None:
    brief = Brief(
        STORY, level="clips", models={"frames": "fal:nano-banana"}, ceiling=3_000_000, gates=(Step.VIDEOS,)
    )
    project = await paying.create(OWNER, brief)
    assert project.models["frames"] == "fal:nano-banana"
    assert project.models["videos"] == "replicate:wan-2.2-i2v-fast"
    assert project.models["script"].startswith("openrouter:")
    assert (project.ceiling, project.gates) == (3_000_000, (Step.VIDEOS,))


async def test_a_level_without_its_key_and_an_unknown_model_are_refused(looking: Studio) -> None:
    with pytest.raises(BadInput, match="needs a key") as refused:
        await looking.create(OWNER, Brief(STORY, level="pictures"))
    assert "FAL_KEY or REPLICATE_API_TOKEN" in refused.value.next_step
    with pytest.raises(BadInput, match="needs a key"):
        await looking.create(OWNER, Brief(STORY, models={"frames": "fal:nano-banana"}))
    with pytest.raises(NotFound):
        await looking.create(OWNER, Brief(STORY, models={"frames": "no:such"}))
    with pytest.raises(NotFound):
        await looking.create(OWNER, Brief(STORY, models={"videos": "fal:nano-banana"}))
    with pytest.raises(BadInput, match="no step"):
        await looking.create(OWNER, Brief(STORY, models={"colours": "fal:nano-banana"}))
    with pytest.raises(NotFound):
        await looking.create(OWNER, Brief(STORY, level="opera"))


async def test_the_installation_s_usual_ceiling_is_a_new_film_s(tmp_path: Path) -> None:
    chosen: dict[str, Any] = {"data_dir": tmp_path, "project_ceiling": "2.50"}
    async with open_studio(Settings(_env_file=None, **chosen), engine=False) as studio:
        assert (await studio.create(OWNER, Brief(STORY))).ceiling == 2_500_000
        assert (await studio.create(OWNER, Brief(STORY, ceiling=0))).ceiling == 0


async def test_another_level_for_a_story_that_is_told_changes_the_pictures_alone(paying: Studio) -> None:
    """B4: the words and voices are the timeline, and it stays."""
    story = await paying.story(OWNER, "p_1")
    source = Source(story.project.source, story.project.source_format)
    await paying.revise(OWNER, "p_1", Brief(source, level="clips"))
    models = (await paying.story(OWNER, "p_1")).project.models
    assert set(models) == {"refs", "frames", "videos", "lipsync", "look"}
    await paying.revise(OWNER, "p_1", Brief(source))
    assert (await paying.story(OWNER, "p_1")).project.models == {}


async def test_the_same_key_creates_one_project(looking: Studio) -> None:
    first = await looking.create(OWNER, Brief(STORY), key="once")
    assert await looking.create(OWNER, Brief(STORY), key="once") == first
    assert (await looking.create("tg:2", Brief(STORY), key="once")).id != first.id


async def test_a_studio_for_looking_makes_nothing(looking: Studio) -> None:
    with pytest.raises(Conflict):
        await looking.start(OWNER, "p_1")


async def test_an_approval_nobody_waits_for_is_refused(paying: Studio) -> None:
    with pytest.raises(NotReady):
        await paying.approve(OWNER, "p_1")
    with pytest.raises(NotReady):
        await paying.approve(OWNER, "p_1", Step.FRAMES)


async def test_a_film_of_drawn_shots_with_one_raised_to_a_clip(paying: Studio, twin: Twin) -> None:
    """B2, B4: the price was told, the others stay to the pixel, and nothing else was bought."""
    told = Source('The pier was empty at night.\n\n"Light the lantern, Tom," said Ana.\n\nTom took it.', "text")
    project = (await paying.create(OWNER, Brief(told))).id
    await paying.start(OWNER, project)
    assert (await paying.wait(OWNER, project, 120)).state == "finished"
    drawn = await paying.story(OWNER, project)
    assert twin.journal.paid() == []
    shot = next(shot for shot in drawn.shots if Slot(SlotKind.LIPSYNC, shot.id) in drawn.takes)
    quote = await paying.quote(OWNER, project, level="clips", shots=(shot.index + 1,))
    await paying.upgrade(OWNER, project, (shot.index + 1,), "clips", quote_id=quote.id)
    status = await paying.wait(OWNER, project, 120)
    assert (status.state, status.problems) == ("finished", ())
    story = await paying.story(OWNER, project)
    looked = {slot for slot in story.takes if slot.kind is SlotKind.LOOK}
    changed = {slot for slot in story.takes.keys() - looked if story.takes[slot].id != drawn.takes[slot].id}
    shown = [
        Slot(SlotKind.REFERENCE, one.id) for one in (*bundle.shown(shot, story), *bundle.around(shot, story))
    ]
    kinds = (SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC, SlotKind.PIECE)
    assert changed == {*shown, *(Slot(kind, shot.id) for kind in kinds), Slot(SlotKind.FILM, project)}
    painted = [story.takes[slot] for slot in (*shown, Slot(SlotKind.FRAME, shot.id))]
    assert {slot.target for slot in looked} == {take.id for take in painted}
    seen = [await paying.look(OWNER, project, take.asset) for take in painted]
    assert all(isinstance(one, Look) and one.shows for one in seen)
    clips = {slot.target: take.model for slot, take in story.takes.items() if slot.kind is SlotKind.CLIP}
    assert clips.pop(shot.id).startswith("replicate:wan")
    assert set(clips.values()) == {"local:camera"}
    costs = await paying.costs(OWNER, project)
    assert quote.low <= costs.spent == twin.journal.money() <= quote.high
    film = await paying.delivery(OWNER, project)
    assert film.passed and film.size == film.path.stat().st_size
    assert set(film.captions) == {"srt", "vtt"}
    jobs = await paying.jobs(OWNER, project)
    assert sum(job.cost for job in jobs) == costs.spent
    words = next(job.words for job in jobs if job.slot == Slot(SlotKind.CLIP, shot.id))
    assert words == f"clip for shot {shot.index + 1}"


async def test_an_upgrade_leaves_a_person_s_own_pictures_and_chosen_takes_alone(
    paying: Studio, photos: list[Path]
) -> None:
    from core.pipeline.levels import raising

    await paying.upload(OWNER, "p_1", Slot(SlotKind.FRAME, "sh_2"), photos[0])
    await paying.upload(OWNER, "p_1", Slot(SlotKind.REFERENCE, "e_ana"), photos[1])
    story = await paying.story(OWNER, "p_1")
    models = {"refs": "fal:flux-2-pro", "frames": "fal:flux-2-pro", "videos": "fal:wan-2.2"}
    wished = raising(story, paying._catalogue, models, [story.shots[1]])
    assert {str(slot): wish.model for slot, wish in wished.items()} == {
        "clip:sh_2": "fal:wan-2.2",
        "reference:e_pier": "fal:flux-2-pro",
        "reference:e_lamp": "fal:flux-2-pro",
    }


def test_a_reference_that_a_model_made_is_not_bought_again_for_another_frame_model() -> None:
    from core.catalogue.models import load_catalogue
    from core.pipeline.levels import references_for

    story = made_until(rows(), Step.SHOTS)
    slot = Slot(SlotKind.REFERENCE, "e_ana")
    story = replace(story, wishes={slot: Wish(model="fal:flux-2-pro")})
    wished = references_for(story, load_catalogue(), story.shots[1:2], "fal:nano-banana")
    assert {str(other) for other in wished} == {"reference:e_pier", "reference:e_lamp"}


async def test_without_shots_there_is_nothing_to_upgrade(paying: Studio) -> None:
    project = await paying.create(OWNER, Brief(STORY))
    with pytest.raises(NotReady):
        await paying.upgrade(OWNER, project.id)


async def test_making_an_own_file_s_slot_again_keeps_the_file_among_the_takes(
    paying: Studio, photos: list[Path]
) -> None:
    """B11."""
    slot = Slot(SlotKind.REFERENCE, "e_ana")
    await paying.upload(OWNER, "p_1", slot, photos[0])
    await paying.regenerate(OWNER, "p_1", slot, Again())
    assert (await paying.wait(OWNER, "p_1", 60)).state == "finished"
    takes = await paying.takes(OWNER, "p_1", slot)
    assert [take.origin for take in takes] == [Origin.UPLOAD, Origin.MADE]
    assert (await paying.story(OWNER, "p_1")).takes[slot].id == takes[1].id
