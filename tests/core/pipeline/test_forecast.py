"""What a changed story will cost is told although its rows are still those of the story before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from story_builders import made_until, rows

from core.catalogue.models import load_catalogue
from core.pipeline.imagined import RICH, SPARSE, Guess, wanted
from core.pipeline.quote import forecast, total
from core.pipeline.reserve import at_most
from core.pipeline.story import lasting, words_asked
from core.story import Slot, SlotKind, Step, Story, Wish


@pytest.mark.parametrize("models", [{}, {"refs": "fal:flux-2-pro", "frames": "fal:flux-2-pro"}])
@pytest.mark.parametrize("until", [Step.SHOTS, Step.EXPORT])
def test_a_story_that_was_rewritten_after_it_was_filmed_has_a_price(
    models: dict[str, str], until: Step
) -> None:
    story = made_until(rows(), until)
    other = "Nobody was there. " * 12 + '"Where are they?" asked Eva.'
    story = replace(story, project=replace(story.project, source=other, models=models))
    low, high = total(forecast(story, load_catalogue()))
    assert (0 < low <= high) if models else (low, high) == (0, 0)


@pytest.mark.parametrize("guess", [SPARSE, RICH], ids=lambda guess: guess.name)
def test_looking_at_every_new_picture_is_in_the_price(guess: Guess) -> None:
    """R19, B2: each picture that a model makes is shown to the model that does the analysis."""
    story = made_until(rows(), Step.SHOTS)
    painted = {"refs": "fal:flux-2-pro", "frames": "fal:flux-2-pro"}
    for models, seen in ((painted, False), ({**painted, "analysis": "openrouter:sonnet"}, True)):
        raised = replace(story, project=replace(story.project, models=models))
        wants = list(wanted(raised, load_catalogue(), guess))
        counts = Counter(want.slot.kind for want in wants)
        pictures = counts[SlotKind.REFERENCE] + counts[SlotKind.FRAME]
        assert pictures > 0
        assert sum(want.most > 0 for want in wants if want.slot.kind is SlotKind.LOOK) == seen * pictures


def written(seconds: int) -> Story:
    """A film that a language model is to write, to last so long; 0 for as long as it needs."""
    catalogue = load_catalogue()
    keys = {"OPENROUTER_API_KEY"}
    models = {step.value: model for step, model in catalogue.level("written", keys).items()}
    project = replace(rows().project, text="", models=models, source_format="prompt")
    wish = {Slot(SlotKind.STORY, project.id): Wish(prompt=lasting(seconds))} if seconds else {}
    return Story(project, wishes=wish)


def test_a_story_that_is_to_last_so_long_is_priced_for_that_length() -> None:
    catalogue = load_catalogue()
    low, short = total(forecast(written(30), catalogue))
    _, long = total(forecast(written(600), catalogue))
    _, free = total(forecast(written(0), catalogue))
    assert 0 < low < short < free < long


def test_the_price_of_writing_has_room_for_every_hold_and_is_far_below_all_of_them_together() -> None:
    """B2: whatever is held next fits under an agreed price as long as answers are good ones."""
    wants = list(wanted(written(30), load_catalogue(), RICH))
    texts = [want for want in wants if want.is_document]
    assert len(texts) > 5
    assert max(want.most for want in texts) <= at_most(wants) < sum(want.most for want in texts)
    assert all(want.fair + want.repair <= want.most for want in texts)
    assert all(at_most([want]) == want.most for want in texts)


def test_a_length_that_was_asked_for_is_read_back() -> None:
    assert words_asked(lasting(30)) == 75
    assert words_asked("Make it sad, about 30 words.") == 0
