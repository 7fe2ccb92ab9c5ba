"""What a changed story will cost is told although its rows are still those of the story before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from story_builders import made_until, rows

from core.catalogue.models import load_catalogue
from core.pipeline.imagined import RICH, SPARSE, Guess, wanted
from core.pipeline.quote import forecast, total
from core.story import SlotKind, Step


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
