"""What a changed story will cost is told although its rows are still those of the story before."""

from __future__ import annotations

from dataclasses import replace

import pytest
from story_builders import made_until, rows

from core.catalogue.models import load_catalogue
from core.pipeline.quote import forecast, total
from core.story import Step


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
