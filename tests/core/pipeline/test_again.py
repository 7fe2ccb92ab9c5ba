"""What is asked for again: makers that repeat themselves are told so in the request, others are not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from story_builders import made_until, rows

from core.pipeline.board import Board
from core.pipeline.plan import STEPS
from core.requests import ImageRequest, SpeechRequest, TextRequest, VideoRequest, times_asked
from core.story import Slot, SlotKind, Step, Story


def asked(story: Story, slot: Slot, times: int, model: str = "") -> Any:
    wish = replace(story.wish(slot), variation=times, model=model)
    return Board(replace(story, wishes={**story.wishes, slot: wish}), STEPS).asked(slot)[0]


@pytest.fixture(scope="module")
def film() -> Story:
    return made_until(rows(), Step.EXPORT)


@pytest.mark.parametrize("slot", [Slot(SlotKind.FRAME, "sh_1"), Slot(SlotKind.REFERENCE, "e_ana")])
def test_the_artist_is_told_how_often(film: Story, slot: Slot) -> None:
    for times in (0, 1, 2):
        drawn = asked(film, slot, times)
        assert isinstance(drawn, ImageRequest) and times_asked(drawn.seed) == times


def test_a_model_gets_another_seed_and_nothing_else(film: Story) -> None:
    slot = Slot(SlotKind.REFERENCE, "e_ana")
    seeds = [asked(film, slot, times, "fal:flux-2-pro").seed for times in (0, 1, 2)]
    assert len(set(seeds)) == 3
    assert not any(times_asked(seed) for seed in seeds)
    assert [asked(film, slot, times).seed & 0xFFFFFFFF for times in (0, 1, 2)] == seeds


def test_the_camera_takes_another_move(film: Story) -> None:
    moves = [asked(film, Slot(SlotKind.CLIP, "sh_1"), times) for times in (0, 1)]
    assert all(isinstance(one, VideoRequest) for one in moves)
    assert moves[0].move != moves[1].move


def test_a_line_is_read_again_and_one_that_was_never_asked_for_says_nothing_of_it(film: Story) -> None:
    first, again = (asked(film, Slot(SlotKind.SPEECH, "sg_1"), times) for times in (0, 2))
    assert isinstance(again, SpeechRequest)
    assert "again" not in first.settings
    assert again == replace(first, settings={**first.settings, "again": 2})


def test_another_voice_is_looked_for_among_everybody(film: Story) -> None:
    first, again = (asked(film, Slot(SlotKind.VOICE, "e_ana"), times) for times in (0, 1))
    assert isinstance(again, TextRequest)
    assert "everyone" not in first.inputs
    names = [one["name"] for one in again.inputs["everyone"]]
    assert names == [one.name for one in film.entities if one.kind == "character"]
