"""Which pictures are sent with which words to which model: requests as data (R8-R17)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from story_builders import LAMP, made, made_until, rows

from core.catalogue.models import load_catalogue
from core.pipeline.board import Board
from core.pipeline.bundle import left_out
from core.pipeline.plan import STEPS, plan
from core.pipeline.planned import PlannedJob
from core.requests import ImageRequest, LipSyncRequest, TextRequest
from core.story import (
    Entity,
    EntityKind,
    GuideImage,
    Origin,
    Size,
    Slot,
    SlotKind,
    Step,
    Story,
    Take,
)

FLUX, QWEN_PRO, KONTEXT, NANO = "fal:flux-2-pro", "fal:qwen-pro", "fal:kontext", "fal:nano-banana"
PICTURES = {"refs": FLUX, "frames": FLUX}


def with_models(story: Story, **models: str) -> Story:
    return replace(story, project=replace(story.project, models={**story.project.models, **models}))


def with_guides(story: Story, entity: str, count: int) -> Story:
    """The last guide is first in the rows, so that only `sort_order` tells."""
    own = tuple(GuideImage(f"g_{entity}_{i}", entity, f"guide-{entity}-{i}", i) for i in range(count))
    return replace(story, guides=(*story.guides, *reversed(own)))


def with_wish(story: Story, slot: Slot, **wish: object) -> Story:
    return replace(story, wishes={**story.wishes, slot: replace(story.wish(slot), **wish)})  # type: ignore[arg-type]


def with_entity(story: Story, entity: str, **changes: object) -> Story:
    rows = (replace(one, **changes) if one.id == entity else one for one in story.entities)  # type: ignore[arg-type]
    return replace(story, entities=tuple(rows))


def reference(entity: str) -> Slot:
    return Slot(SlotKind.REFERENCE, entity)


def frame(shot: str) -> Slot:
    return Slot(SlotKind.FRAME, shot)


def job(story: Story, slot: Slot) -> PlannedJob:
    return next(planned for planned in plan(story) if planned.slot == slot)


def picture(story: Story, slot: Slot) -> ImageRequest:
    request = job(story, slot).request
    assert isinstance(request, ImageRequest)
    return request


def sent(story: Story, slot: Slot) -> list[str]:
    return [one.asset for one in picture(story, slot).references]


def slots(story: Story) -> set[str]:
    return {str(planned.slot) for planned in plan(story)}


@pytest.fixture
def ready() -> Story:
    """All shots are there and nothing is drawn; pictures come from FLUX.2 Pro."""
    return with_models(made_until(rows(), Step.SHOTS), **PICTURES)


# references of entities


def test_a_character_with_guides_is_made_by_the_identity_model_with_the_first_guide_alone(ready: Story) -> None:
    """R9, R10: the person chose and sees the default; the fingerprint is of what they chose."""
    story = with_guides(ready, "e_ana", 3)
    planned = job(story, reference("e_ana"))
    assert (planned.model, planned.endpoint) == ("fal:flux-2-pro-face", "fal-ai/flux-pulid")
    assert sent(story, reference("e_ana")) == ["guide-e_ana-0"]
    assert planned.fingerprint != job(ready, reference("e_ana")).fingerprint


def test_a_character_without_guides_is_made_from_words_alone(ready: Story) -> None:
    planned = job(ready, reference("e_ana"))
    assert planned.endpoint == "fal-ai/flux-2-pro"
    assert sent(ready, reference("e_ana")) == []


@pytest.mark.parametrize("entity", ["e_pier", "e_lamp"])
def test_sets_and_props_are_made_with_all_guides_in_the_person_s_order(ready: Story, entity: str) -> None:
    """R10."""
    story = with_guides(ready, entity, 4)
    assert job(story, reference(entity)).endpoint == "fal-ai/flux-2-pro/edit"
    assert sent(story, reference(entity)) == [f"guide-{entity}-{i}" for i in range(4)]


@pytest.mark.parametrize(("model", "most"), [(KONTEXT, 1), (QWEN_PRO, 3), (NANO, 4), (FLUX, 9)])
def test_no_more_guides_are_sent_than_the_model_takes(ready: Story, model: str, most: int) -> None:
    """R11."""
    story = with_guides(with_models(ready, refs=model), "e_pier", 12)
    assert sent(story, reference("e_pier")) == [f"guide-e_pier-{i}" for i in range(most)]


def test_unused_guides_are_told_with_the_models_that_take_more(ready: Story) -> None:
    """R11."""
    catalogue = load_catalogue()
    story = with_guides(ready, "e_pier", 5)
    found = left_out(story, story.entity("e_pier"), catalogue.model(QWEN_PRO), catalogue)
    assert [guide.asset for guide in found.guides] == ["guide-e_pier-3", "guide-e_pier-4"]
    assert {FLUX, NANO} <= {model.id for model in found.models}
    assert KONTEXT not in {model.id for model in found.models}
    assert not any(model.provider.startswith("local") for model in found.models)


def test_a_character_s_further_guides_are_unused_with_the_default(ready: Story) -> None:
    """R10, R11: PuLID looks at one; the hint names models that look at more."""
    catalogue = load_catalogue()
    story = with_guides(ready, "e_ana", 2)
    found = left_out(story, story.entity("e_ana"), catalogue.model(FLUX), catalogue)
    assert [guide.id for guide in found.guides] == ["g_e_ana_1"]
    assert NANO in {model.id for model in found.models}
    assert left_out(story, story.entity("e_ana"), catalogue.model(NANO), catalogue).guides == ()


def test_regeneration_never_slips_the_old_reference_in(ready: Story) -> None:
    """R13."""
    story = made(with_guides(ready, "e_pier", 2), reference("e_pier"))
    old = story.takes[reference("e_pier")]
    again = with_wish(story, reference("e_pier"), variation=1)
    assert sent(again, reference("e_pier")) == ["guide-e_pier-0", "guide-e_pier-1"]
    assert old.asset not in sent(again, reference("e_pier"))
    assert (
        picture(again, reference("e_pier")).seed
        != picture(with_guides(ready, "e_pier", 2), reference("e_pier")).seed
    )


def test_further_references_a_person_names_go_after_the_guides(ready: Story) -> None:
    """R13."""
    story = with_wish(with_guides(ready, "e_pier", 1), reference("e_pier"), references=("extra",))
    assert sent(story, reference("e_pier")) == ["guide-e_pier-0", "extra"]


def test_editing_the_existing_picture_really_sends_it_and_first(ready: Story) -> None:
    """R13, R14: also for a character with guides, where the identity model would take the guide alone."""
    story = with_guides(ready, "e_ana", 2)
    edited = with_wish(story, reference("e_ana"), edit="present", prompt="Make the scarf green.")
    planned = job(edited, reference("e_ana"))
    request = picture(edited, reference("e_ana"))
    assert planned.endpoint == "fal-ai/flux-2-pro/edit"
    assert (request.references[0].asset, request.references[0].kind) == ("present", "picture")
    assert sent(edited, reference("e_ana"))[1:] == ["guide-e_ana-0", "guide-e_ana-1"]
    assert request.prompt == "Make the scarf green."


def test_a_reference_asked_for_directly_does_not_wait_for_the_shots() -> None:
    story = with_models(made_until(rows(), Step.ANALYSIS), **PICTURES)
    assert "reference:e_ana" not in slots(story)
    assert slots(replace(story, asked=frozenset({reference("e_ana")}))) == {"reference:e_ana"}


# words


def test_a_set_and_a_prop_show_no_people_and_a_character_is_a_portrait(ready: Story) -> None:
    """R8."""
    assert "no people" in picture(ready, reference("e_pier")).prompt
    assert "no people" in picture(ready, reference("e_lamp")).prompt
    assert picture(ready, reference("e_ana")).prompt.startswith("Portrait of Ana, a woman, red scarf.")


def test_the_project_s_style_is_part_of_built_prompts_and_of_no_other(ready: Story) -> None:
    """R16."""
    story = replace(ready, project=replace(ready.project, style="watercolour, muted"))
    own = with_entity(story, "e_tom", prompt="A sailor in the wind", prompt_is_own=True)
    assert picture(own, reference("e_ana")).prompt.endswith("watercolour, muted")
    assert picture(own, reference("e_tom")).prompt == "A sailor in the wind"


def with_style_picture(story: Story) -> Story:
    return replace(story, project=replace(story.project, style_picture="the style"))


def test_the_style_s_picture_goes_last_and_is_spoken_of_as_a_manner(ready: Story) -> None:
    story = with_style_picture(with_guides(with_models(ready, **PICTURES), "e_pier", 2))
    request = picture(story, reference("e_pier"))
    assert [one.asset for one in request.references] == ["guide-e_pier-0", "guide-e_pier-1", "the style"]
    assert "Paint it in the style of picture 3, and show nothing else of that picture." in request.prompt
    assert sent(story, reference("e_lamp")) == ["the style"]


def test_the_style_s_picture_never_takes_the_place_of_another_one(ready: Story) -> None:
    """R11: what a model has no room for is not sent; PuLID keeps the face from its one picture."""
    story = with_style_picture(with_guides(with_models(ready, **PICTURES), "e_ana", 2))
    request = picture(story, reference("e_ana"))
    assert [one.asset for one in request.references] == ["guide-e_ana-0"]
    assert "style of picture" not in request.prompt
    full = with_style_picture(with_guides(with_models(ready, refs=QWEN_PRO), "e_pier", 3))
    assert "the style" not in sent(full, reference("e_pier"))


def test_a_model_of_one_picture_is_not_given_the_style_for_it_would_change_that_picture(ready: Story) -> None:
    story = with_style_picture(with_models(ready, refs=KONTEXT))
    assert sent(story, reference("e_lamp")) == []


def test_the_style_s_picture_stays_away_from_own_prompts_edits_and_drawn_pictures(ready: Story) -> None:
    """R16: to a prompt that is given in full no style is added."""
    paid = with_style_picture(with_models(ready, **PICTURES))
    own = with_entity(paid, "e_lamp", prompt="A lamp.", prompt_is_own=True)
    assert sent(own, reference("e_lamp")) == []
    edited = with_wish(paid, reference("e_lamp"), edit="the old one")
    assert sent(edited, reference("e_lamp")) == ["the old one"]
    drawn = made_until(rows(), Step.SHOTS)
    assert plan(with_style_picture(drawn)) == plan(drawn)


def test_a_built_prompt_follows_the_fields_and_an_own_one_stays(ready: Story) -> None:
    """R17: the prompt that was saved for the last job is not what the next one uses."""
    saved = with_entity(ready, "e_ana", prompt="Portrait of Ana, red scarf", appearance="blue coat")
    assert "blue coat" in picture(saved, reference("e_ana")).prompt
    own = with_entity(saved, "e_ana", prompt_is_own=True)
    assert picture(own, reference("e_ana")).prompt == "Portrait of Ana, red scarf"


def test_a_frame_s_prompt_says_who_where_when_and_which_picture_shows_what(ready: Story) -> None:
    """R15, R16."""
    story = references_made(ready)
    prompt = picture(story, frame("sh_1")).prompt
    assert prompt.startswith("Wide shot")
    for words in (
        "Ana, a woman, red scarf",
        "Tom, an old man, grey beard",
        "the pier",
        "at dusk",
        "in the rain",
    ):
        assert words in prompt
    assert (
        "Picture 1 shows Ana, picture 2 shows Tom, picture 3 shows the pier, picture 4 shows lantern." in prompt
    )


# frames


def references_made(story: Story, entities: tuple[str, ...] = ("e_ana", "e_tom", "e_pier", "e_lamp")) -> Story:
    for entity in entities:
        story = made(story, reference(entity))
    return story


def test_a_frame_sends_all_kinds_of_references_ranked(ready: Story) -> None:
    """R15: the focus, the characters, the set, the shot's props, then those of the scene."""
    story = references_made(ready)
    kinds = {
        shot: [(one.entity, one.kind) for one in picture(story, frame(shot)).references]
        for shot in ("sh_1", "sh_2", "sh_3")
    }
    assert kinds["sh_1"] == [
        ("Ana", "character"),
        ("Tom", "character"),
        ("the pier", "set"),
        ("lantern", "prop"),
    ]
    assert kinds["sh_2"] == [("Ana", "character"), ("the pier", "set"), ("lantern", "prop")]
    assert kinds["sh_3"] == [("lantern", "prop"), ("Tom", "character"), ("the pier", "set")]


@pytest.mark.parametrize(("model", "most"), [(KONTEXT, 1), (QWEN_PRO, 3), (NANO, 4), ("fal:qwen-plus", 3)])
def test_a_frame_s_bundle_is_cut_to_the_model_s_limit_from_the_end(ready: Story, model: str, most: int) -> None:
    """R11, R15: what the request holds is what is sent, so a retry sends the same."""
    story = references_made(with_models(ready, frames=model))
    whole = ["Ana", "Tom", "the pier", "lantern"]
    request = picture(story, frame("sh_1"))
    assert [one.entity for one in request.references] == whole[:most]
    assert f"picture {most + 1}" not in request.prompt


def test_a_paid_frame_waits_for_the_references_of_everything_it_shows(ready: Story) -> None:
    story = references_made(ready, ("e_ana", "e_tom", "e_pier"))
    assert not slots(story) & {"frame:sh_1", "frame:sh_2", "frame:sh_3"}


def test_a_frame_goes_on_without_a_reference_that_failed_for_good(ready: Story) -> None:
    story = references_made(ready, ("e_ana", "e_tom", "e_pier"))
    lost = job(story, reference("e_lamp"))
    story = replace(story, given_up=frozenset({(lost.slot, lost.fingerprint)}))
    assert [one.entity for one in picture(story, frame("sh_1")).references] == ["Ana", "Tom", "the pier"]


def test_editing_a_frame_sends_it_first_and_keeps_the_bundle(ready: Story) -> None:
    """R14, R15."""
    story = with_wish(references_made(ready), frame("sh_2"), edit="old frame", references=("named",))
    bundle = [(one.asset, one.kind) for one in picture(story, frame("sh_2")).references]
    assert bundle[:2] == [("old frame", "picture"), ("named", "named")]
    assert len(bundle) == 5


def test_another_frame_of_the_same_shot_has_another_seed_and_the_same_bundle(ready: Story) -> None:
    story = made(references_made(ready), frame("sh_2"))
    again = with_wish(story, frame("sh_2"), variation=1)
    first = picture(references_made(ready), frame("sh_2"))
    assert sent(again, frame("sh_2")) == [one.asset for one in first.references]
    assert picture(again, frame("sh_2")).seed != first.seed


def test_the_estimate_is_what_the_serving_row_costs_at_most(ready: Story) -> None:
    """B2: nothing for local work, three cents for a picture from words, more with pictures sent along."""
    free = {planned.estimate for planned in plan(made_until(rows(), Step.SHOTS))}
    assert free == {0}
    assert job(ready, reference("e_tom")).estimate == 30_000
    story = references_made(ready)
    assert job(story, frame("sh_1")).estimate > job(story, frame("sh_2")).estimate > 30_000


# animatic first: some shots move on, the others stay


def animatic() -> Story:
    """A finished drawn film."""
    story = made_until(rows(), Step.EXPORT)
    drawn = {slot.target: take for slot, take in story.takes.items() if slot.kind is SlotKind.REFERENCE}
    return replace(story, drawn=drawn)


def test_upgrading_one_shot_leaves_the_drawn_ones_untouched() -> None:
    """B4: its references are made anew, the drawn frames go on with the ones that were drawn for them."""
    story = animatic()
    assert slots(story) == set()
    story = with_wish(story, frame("sh_2"), model=FLUX)
    assert slots(story) == {"reference:e_ana", "reference:e_pier", "reference:e_lamp"}
    story = references_made(story, ("e_ana", "e_pier", "e_lamp"))
    assert slots(story) == {"frame:sh_2"}
    assert {one.asset for one in picture(story, frame("sh_2")).references} == {
        story.takes[reference(entity)].asset for entity in ("e_ana", "e_pier", "e_lamp")
    }


def test_references_for_a_paid_frame_are_made_by_its_model_unless_a_person_chose_another() -> None:
    story = with_wish(animatic(), frame("sh_2"), model=NANO)
    assert job(story, reference("e_ana")).model in {"fal:nano-banana-text", NANO}
    chosen = with_wish(story, reference("e_ana"), model="local:artist")
    assert "reference:e_ana" not in slots(chosen)


def test_a_person_s_own_reference_is_used_by_drawn_and_paid_frames_alike() -> None:
    story = with_wish(animatic(), frame("sh_2"), model=FLUX)
    own = Take("t_own", reference("e_ana"), "own", "image/png", origin=Origin.UPLOAD)
    story = replace(story, takes={**story.takes, own.slot: own})
    assert "reference:e_ana" not in slots(story)
    assert "frame:sh_1" in slots(story)


def test_a_paid_clip_is_asked_for_with_the_shot_s_frame_and_words_of_motion() -> None:
    story = with_wish(animatic(), Slot(SlotKind.CLIP, "sh_2"), model="replicate:wan-2.2-i2v-fast")
    planned = job(story, Slot(SlotKind.CLIP, "sh_2"))
    assert planned.provider == "replicate"
    assert "Ana is speaking. In the rain." in planned.prompt
    assert planned.request.frame == story.takes[frame("sh_2")].asset  # type: ignore[union-attr]
    assert planned.estimate == 110_000


def filmed(story: Story, shot: str) -> Story:
    slot = Slot(SlotKind.CLIP, shot)
    story = made(story, slot)
    return replace(story, takes={**story.takes, slot: replace(story.takes[slot], mime="video/mp4")})


def test_a_paid_clip_is_lip_synced_by_a_model_that_takes_films_over_exactly_its_slot() -> None:
    """R28."""
    clip, mouth = Slot(SlotKind.CLIP, "sh_2"), Slot(SlotKind.LIPSYNC, "sh_2")
    story = with_wish(animatic(), clip, model="replicate:wan-2.2-i2v-fast")
    story = filmed(with_wish(story, mouth, model="replicate:kling-lip-sync"), "sh_2")
    request = job(story, mouth).request
    assert isinstance(request, LipSyncRequest)
    assert (request.samples, request.clip, request.references) == (57_200, story.takes[clip].asset, ())


def test_a_paid_clip_stays_as_it_is_where_only_the_drawn_mouth_is_there() -> None:
    story = filmed(with_wish(animatic(), Slot(SlotKind.CLIP, "sh_2"), model="fal:wan-2.2"), "sh_2")
    assert slots(story) == {"piece:sh_2"}


def test_drawn_shots_keep_the_drawn_mouth_in_a_film_whose_clips_are_lip_synced_by_a_model() -> None:
    story = with_models(animatic(), lipsync="replicate:kling-lip-sync")
    assert slots(story) == set()


def test_nobody_s_mouth_is_moved_in_a_clip_with_many_faces() -> None:
    """B7."""
    third = Entity("e_eva", EntityKind.CHARACTER, "Eva", position=4)
    story = rows()
    crowd = replace(story.shots[1], size=Size.MEDIUM, characters=("e_ana", "e_tom", "e_eva"))
    story = replace(story, entities=(*story.entities, third), shots=(story.shots[0], crowd, story.shots[2]))
    story = with_models(made_until(story, Step.FRAMES), videos="fal:wan-2.2", lipsync="fal:kling-lip-sync")
    assert "lipsync:sh_2" not in slots(filmed(story, "sh_2"))


# asked slots, voices


def test_only_what_was_asked_for_and_what_it_needs_is_planned() -> None:
    story = with_models(made_until(rows(), Step.SHOTS), **PICTURES)
    asked = replace(story, asked=frozenset({frame("sh_3")}))
    assert slots(asked) == {"reference:e_lamp", "reference:e_tom", "reference:e_pier"}
    story = references_made(asked, ("e_lamp", "e_tom", "e_pier"))
    assert slots(story) == {"frame:sh_3"}
    assert slots(made(story, frame("sh_3"))) == set()


def test_what_is_asked_for_is_made_whatever_step_the_film_is_to_go_to() -> None:
    story = made_until(rows(), Step.EXPORT)
    story = replace(story, project=replace(story.project, until=Step.SHOTS))
    asked = with_wish(replace(story, asked=frozenset({frame("sh_1")})), frame("sh_1"), variation=1)
    assert slots(asked) == {"frame:sh_1"}


def test_a_slot_that_is_gone_is_not_asked_for() -> None:
    story = replace(made_until(rows(), Step.EXPORT), asked=frozenset({frame("sh_gone")}))
    assert plan(story) == []


def test_another_speech_model_casts_voices_of_its_own_family() -> None:
    story = made_until(rows(), Step.EXPORT)
    changed = with_models(story, audio="fal:minimax-turbo")
    jobs = [planned for planned in plan(changed) if planned.slot.kind is SlotKind.VOICE]
    assert len(jobs) == 3
    assert all(
        isinstance(one.request, TextRequest) and one.request.inputs["family"] == "minimax" for one in jobs
    )


def test_the_same_again_of_something_without_a_seed_is_still_made_again() -> None:
    story = made_until(rows(), Step.EXPORT)
    again = with_wish(story, Slot(SlotKind.SPEECH, "sg_1"), variation=1)
    assert slots(again) == {"speech:sg_1"}


def test_a_take_is_fresh_whoever_serves_the_model_that_was_chosen(ready: Story) -> None:
    story = made(with_guides(ready, "e_ana", 1), reference("e_ana"))
    board = Board(story, STEPS)
    assert board.good(SlotKind.REFERENCE, "e_ana") is not None
    assert "reference:e_ana" not in slots(story)


def test_words_for_the_picture_of_a_thing_name_it() -> None:
    from core.pipeline.wording import reference as words

    assert words(LAMP, "") == "lantern. The object alone on a plain background: no people, no hands."
