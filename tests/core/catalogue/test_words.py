"""What people read about a model: price, limits, key; and the README's table of keys."""

from __future__ import annotations

import re

import pytest

from core.catalogue.models import load_catalogue
from core.catalogue.words import dollars, example, limits, makes, price_words, view, views
from core.story import Step

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("local:artist", "free"),
        ("fal:kontext", "$0.04 a picture"),
        ("fal:flux-2-pro", "$0.03 for a megapixel, $0.015 a further one, $0.015 a megapixel sent"),
        ("replicate:flux-2-pro", "$0.015 a picture, $0.015 a megapixel, $0.015 a megapixel sent"),
        ("fal:nano-banana-2", "$0.06 to $0.16 a picture"),
        ("replicate:wan-2.2-i2v-fast", "$0.11 a clip"),
        ("fal:wan-2.2", "$0.08 a second"),
        ("fal:kling-lip-sync", "$0.014 a second, in blocks of 5 seconds"),
        ("fal:eleven-v3", "$0.10 for 1,000 characters"),
        ("replicate:flux-2-pro-face", "$0.001525 a second of computing, counted as 15 s"),
        ("openrouter:sonnet", "$2 read and $10 written, a million tokens"),
        ("openai:own", "whatever your server costs you"),
    ],
)  # fmt: skip
def test_a_price_is_said_in_words(model: str, told: str) -> None:
    assert price_words(CATALOGUE.model(model)) == told


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("local:artist", ""),
        ("fal:kontext", ""),
        ("fal:flux-2-pro", "$0.045 a frame from 1 picture"),
        ("replicate:flux-2-pro", "$0.03 a frame"),
        ("fal:nano-banana-2", "$0.08 a frame from 1 picture"),
        ("fal:wan-2.2", "$0.405 for a clip of 5 s"),
        ("fal:kling-lip-sync", "$0.07 for 4 s"),
        ("fal:eleven-v3", ""),
    ],
)
def test_something_usual_shows_what_a_price_comes_to(model: str, told: str) -> None:
    assert example(CATALOGUE.model(model)) == told


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("local:artist", ""),
        ("openrouter:sonnet", "sees pictures"),
        ("fal:kontext", "1 picture"),
        ("fal:flux-2-pro", "up to 9 pictures"),
        ("fal:qwen-pro", "up to 3 pictures; prompts of up to 800 characters"),
        ("fal:flux-2-pro-text", "no pictures"),
        ("fal:wan-2.2-turbo", "up to 5 s"),
        ("replicate:wan-2.2-i2v-fast", "up to 15 s"),
        ("replicate:kling-lip-sync", "2 to 10 s; sides of 720 to 1,920 px"),
        ("fal:eleven-v3", "lines of up to 5,000 characters"),
    ],
)
def test_limits_are_said_in_words(model: str, told: str) -> None:
    """R31."""
    assert limits(CATALOGUE.model(model)) == told


def test_a_missing_key_is_named() -> None:
    row = CATALOGUE.model("fal:kontext")
    assert view(CATALOGUE, row, ()).needs == "FAL_KEY"
    there = view(CATALOGUE, row, {"FAL_KEY"})
    assert (there.ready, there.needs, there.platform) == (True, "", "fal")


@pytest.mark.parametrize("step", list(Step))
def test_every_step_lists_what_people_may_choose_for_it(step: Step) -> None:
    found = views(CATALOGUE, (), step)
    assert found
    for one in found:
        row = CATALOGUE.model(one.id)
        assert step in one.steps and row.offered and one.price and one.makes
    assert views(CATALOGUE, ()) == tuple(view(CATALOGUE, r, ()) for r in CATALOGUE.models.values() if r.offered)


def test_what_a_model_makes_is_named_once() -> None:
    assert makes(CATALOGUE.model("fal:kontext")) == "pictures"
    assert makes(CATALOGUE.model("openrouter:gpt")) == "text"


@pytest.mark.parametrize(
    ("micros", "told"),
    [(0, "$0"), (110_000, "$0.11"), (33_300, "$0.0333"), (1, "$0.000001"), (2_000_000, "$2")],
)
def test_amounts_are_exact(micros: int, told: str) -> None:
    assert dollars(micros) == told
    assert round(float(re.sub(r"\$", "", told)) * 1e6) == micros
