"""Every picture that was brought or made is looked at by a model that can see, or says why not (R19)."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image
from pydantic import SecretStr
from story_builders import made, made_until, rows
from twin import Twin
from words_bench import CATALOGUE, Bench

from core.catalogue.models import Catalogue, load_catalogue
from core.pipeline import plan
from core.pipeline.looks import Look, NeedsSetup, look_of
from core.pipeline.planned import PlannedJob
from core.pipeline.progress import progress
from core.providers.base import Done
from core.providers.chat import Chat
from core.requests import TextRequest
from core.story import GuideImage, Origin, Slot, SlotKind, Step, Story, Take

SEEING, BLIND = "sonnet", "own"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The product's rows beside those of the tests, so that local makers are there too."""
    ours = load_catalogue()
    return dataclasses.replace(
        ours, models={**ours.models, **CATALOGUE.models}, lanes={**ours.lanes, **CATALOGUE.lanes}
    )


def pictured(model: str = SEEING, **facts: object) -> Story:
    """A story with a guide image, a brought reference, a made frame, and a drawn one."""
    story = made_until(rows(), Step.FRAMES)
    guides = (GuideImage("g_1", "e_ana", "guide", 0), GuideImage("g_2", "e_pier", "place", 0))
    takes = {
        Slot(SlotKind.REFERENCE, "e_tom"): {"asset": "tom", "origin": Origin.UPLOAD, "facts": {}},
        Slot(SlotKind.FRAME, "sh_1"): {"asset": "wide", "facts": {}},
    }
    changed = {
        slot: dataclasses.replace(story.takes[slot], id=f"t_{slot.target}", mime="image/png", **what)
        for slot, what in takes.items()
    }
    project = dataclasses.replace(story.project, models={"analysis": model})
    return dataclasses.replace(story, project=project, guides=guides, takes={**story.takes, **changed})


def looks(story: Story, catalogue: Catalogue) -> dict[str, PlannedJob]:
    jobs = plan.plan(story, catalogue)
    return {job.slot.target: job for job in jobs if job.slot.kind is SlotKind.LOOK}


def asked(job: PlannedJob) -> TextRequest:
    assert isinstance(job.request, TextRequest)
    return job.request


def test_every_guide_image_and_every_picture_in_use_is_looked_at_once(catalogue: Catalogue) -> None:
    found = looks(pictured(), catalogue)
    assert {target: asked(job).images for target, job in found.items()} == {
        "g_1": ("guide",), "g_2": ("place",), "t_e_tom": ("tom",), "t_sh_1": ("wide",),
    }  # fmt: skip
    assert all(job.model == SEEING and job.step is Step.ANALYSIS for job in found.values())


def test_a_set_is_looked_at_for_people_and_a_portrait_for_its_one_face(catalogue: Catalogue) -> None:
    """R8."""
    found = looks(pictured(), catalogue)
    assert "show no people at all" in asked(found["g_2"]).prompt
    assert "show one person" in asked(found["g_1"]).prompt and "Ana: red scarf" in asked(found["g_1"]).prompt
    frame = asked(found["t_sh_1"]).prompt
    assert "from left to right: Ana, Tom" in frame and "no people" not in frame.split("warnings")[0]


def test_drawings_from_fields_need_no_looking_at(catalogue: Catalogue) -> None:
    drawn = Take("t_drawn", Slot(SlotKind.FRAME, "sh_2"), "drawn", "image/png", facts={"drawn": True})
    story = pictured()
    story = dataclasses.replace(story, takes={**story.takes, drawn.slot: drawn})
    assert "t_drawn" not in looks(story, catalogue)


def test_a_model_that_cannot_see_is_never_asked_and_the_cause_is_told(catalogue: Catalogue) -> None:
    story = pictured(BLIND)
    assert looks(story, catalogue) == {}
    told = look_of(story, "guide", catalogue, {"OPENROUTER_API_KEY"})
    assert isinstance(told, NeedsSetup)
    assert "Qwen does the analysis and cannot look at pictures" in told.cause and "Sonnet" in told.cause
    keyless = look_of(story, "guide", catalogue, ())
    assert isinstance(keyless, NeedsSetup) and "OPENROUTER_API_KEY" in keyless.cause


def test_with_no_key_at_all_every_picture_says_what_is_missing() -> None:
    """R19: never a generic caption."""
    told = look_of(pictured(""), "tom")
    assert isinstance(told, NeedsSetup) and "OPENROUTER_API_KEY" in told.cause
    assert looks(pictured(""), load_catalogue()) == {}


def test_a_picture_nobody_looked_at_yet_has_no_look(catalogue: Catalogue) -> None:
    assert look_of(pictured(), "tom", catalogue) is None


def test_a_look_is_no_step_of_its_own_and_a_film_does_without_it(catalogue: Catalogue) -> None:
    story = pictured()
    names = [status.name for status in progress(story, {}, set(), catalogue).steps]
    totals = {status.name: status.total for status in progress(story, {}, set(), catalogue).steps}
    assert names == [step.value for step in Step] and totals["analysis"] == 1
    failed = frozenset((job.slot, job.fingerprint) for job in looks(story, catalogue).values())
    assert looks(dataclasses.replace(story, given_up=failed), catalogue) == {}


def test_making_one_reference_anew_looks_at_it_and_its_guides_only(catalogue: Catalogue) -> None:
    story = dataclasses.replace(pictured(), asked=frozenset({Slot(SlotKind.REFERENCE, "e_tom")}))
    assert set(looks(story, catalogue)) == {"t_e_tom"}
    story = dataclasses.replace(pictured(), asked=frozenset({Slot(SlotKind.REFERENCE, "e_ana")}))
    assert set(looks(story, catalogue)) == {"g_1"}


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin() as opened:
        yield opened


async def test_what_was_seen_is_kept_and_told(twin: Twin, catalogue: Catalogue, tmp_path: Path) -> None:
    key = SecretStr(twin.env["OPENROUTER_API_KEY"])
    chat = Chat(catalogue, twin.env["OPENROUTER_BASE_URL"], key)
    story = pictured()
    job = looks(story, catalogue)["t_e_tom"]
    Image.new("RGB", (50, 40), "navy").save(tmp_path / "tom", "PNG")
    done = await chat.start(job.model, job.request, Bench(tmp_path), key="a1")
    await chat.aclose()
    assert isinstance(done, Done)
    accepted = plan.accept(job.slot, story, done.facts, done.main.data, job.request)
    take = Take(
        "t_look", job.slot, "0" * 64, "application/json", fingerprint=job.fingerprint, facts=accepted.facts
    )
    story = dataclasses.replace(story, takes={**story.takes, job.slot: take})
    assert look_of(story, "tom", catalogue) == Look("A picture of Tom: grey beard.", 1, 1, "", True, ())
    assert "t_e_tom" not in looks(story, catalogue)
    assert twin.journal.entries[0].references[0].mime == "image/jpeg"


def test_a_scene_without_shots_is_named() -> None:
    """R3."""
    from core.pipeline.notes import problem

    story = rows()
    said = problem(Slot(SlotKind.SHOTS, "sc_1"), "The answer cannot be used.", story)
    assert said == "Scene 1 (The pier) could not be broken into shots: The answer cannot be used."
    assert problem(Slot(SlotKind.SCRIPT, "p_1"), "No.", story) == "No."
    assert made(made_until(rows(), Step.SCENES), Slot(SlotKind.SHOTS, "sc_1"))
