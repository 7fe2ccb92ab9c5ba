"""What a call costs: worked examples from the price lists, and the promise that a hold is never too small."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from catalogue_requests import addresses, clip, fitting, line, lipsync, picture, words
from hypothesis import given, settings
from hypothesis import strategies as st
from twin import prices as bill

from core.catalogue.arguments import arguments, assets, most_tokens
from core.catalogue.models import LOCAL, Model, Price, load_catalogue
from core.catalogue.prices import (
    REPAIR_TOKENS,
    WRAPPING_TOKENS,
    Measures,
    constants,
    expected,
    likely,
    most,
    price,
)
from core.documents import DOCUMENTS
from core.prompts import repair, schema_of, system
from core.requests import LipSyncRequest, Request, SpeechRequest, TextRequest
from core.story import Step

CATALOGUE = load_catalogue()
PAID = [row for row in CATALOGUE.models.values() if not row.provider.startswith(LOCAL)]
FREE = [row for row in CATALOGUE.models.values() if row.provider.startswith(LOCAL)]
TEXT = [row for row in PAID if Step.STORY in row.steps]


@pytest.mark.parametrize(
    ("model", "request_", "micros"),
    [
        ("fal:flux-2-pro-text", picture(0), 30_000),
        ("fal:flux-2-pro", picture(1), 45_000),
        ("fal:flux-2-pro", picture(9), 165_000),
        ("replicate:flux-2-pro", picture(0), 30_000),
        ("replicate:flux-2-pro", picture(1), 45_000),
        ("replicate:flux-2-pro", picture(8), 150_000),
        ("fal:flux-2-pro-face", picture(1), 33_300),
        ("fal:kontext", picture(1), 40_000),
        ("fal:nano-banana-2", picture(14), 80_000),
        ("fal:nano-banana-2", picture(1, width=2000, height=1500), 120_000),
        ("replicate:wan-2.2-i2v-fast", clip(1), 110_000),
        ("fal:wan-2.2", clip(10), 405_000),
        ("fal:wan-2.2-turbo", clip(10), 100_000),
        ("replicate:kling-lip-sync", lipsync(4), 56_000),
        ("fal:kling-lip-sync", lipsync(4), 70_000),
        ("fal:kling-lip-sync", lipsync(5.01), 140_000),
        ("replicate:kling-lip-sync", lipsync(1.2), 28_000),
        ("fal:sync-lipsync-2", lipsync(4), 200_000),
        ("fal:eleven-v3", line("x" * 100), 10_000),
        ("fal:eleven-v3", line("x" * 100, manner="sad"), 10_600),
        ("fal:eleven-turbo", line("x" * 101), 5_050),
        ("fal:minimax-turbo", line("x" * 33), 1_980),
    ],
)
def test_worked_examples(model: str, request_: Request, micros: int) -> None:
    assert likely(CATALOGUE.model(model), request_) == micros


def test_half_a_micro_dollar_is_rounded_up_once_for_the_whole_call() -> None:
    row = replace(CATALOGUE.model("fal:eleven-v3"), price=Price("thousand_characters", usd=0.0005))
    assert [price(row, {}, Measures(characters=n)) for n in (1, 2, 3, 4)] == [1, 1, 2, 2]


def test_a_minute_a_call_and_a_block_are_counted() -> None:
    row = CATALOGUE.model("fal:eleven-v3")
    minute = replace(row, price=Price("minute", usd=0.8))
    assert price(minute, {}, Measures(seconds=90)) == 1_200_000
    assert price(replace(row, price=Price("minute", usd=0.8, block=1)), {}, Measures(seconds=61)) == 1_600_000
    assert price(replace(row, price=Price("call", usd=0.003, run=0.001)), {}, Measures()) == 4_000


def test_long_prompts_cost_more_where_the_list_says_so() -> None:
    haiku = CATALOGUE.model("anthropic:haiku")
    assert price(haiku, {}, Measures(tokens_in=100_000, tokens_out=1000)) == 10_500
    assert price(haiku, {}, Measures(tokens_in=100_001, tokens_out=1000)) == 52_501


@pytest.mark.parametrize("row", FREE, ids=lambda row: row.id)
def test_what_is_made_here_costs_nothing(row: Model) -> None:
    for request in (picture(2), clip(), lipsync(), line(), words()):
        assert likely(row, request) == most(row, request) == 0


@pytest.mark.parametrize("row", [row for row in PAID if row.price.per != "token"], ids=lambda row: row.id)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_hold_covers_every_picture_size_clip_and_line(row: Model, data: st.DataObject) -> None:
    """B2: what is captured never exceeds what was held."""
    request = data.draw(_requests(row))
    values = arguments(row, request, addresses(row, request))
    pixels = {asset: data.draw(st.integers(1, row.references.most_pixels)) for asset in assets(row, request)}
    used = expected(row, request, pixels)
    if isinstance(request, LipSyncRequest):
        used = replace(used, seconds=used.seconds + data.draw(st.floats(-0.25, 0.25)))
    captured = price(row, values, used)
    assert captured <= most(row, request)
    assert price(row, constants(row, request), used) == captured


@pytest.mark.parametrize("row", [row for row in PAID if row.price.per != "token"], ids=lambda row: row.id)
@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_our_price_is_the_stand_in_s_price_for_whatever_was_used(row: Model, data: st.DataObject) -> None:
    """Two implementations, written apart, of one price list."""
    request = data.draw(_requests(row))
    values = arguments(row, request, addresses(row, request))
    sent = tuple(data.draw(st.lists(st.integers(1, 8_000_000), max_size=row.references.most)))
    pixels, seconds = data.draw(st.integers(65_536, 4_000_000)), data.draw(st.floats(0.1, 30))
    ours = replace(expected(row, request), sent=sent, pixels=pixels)
    if row.price.per == "second":
        ours = replace(ours, seconds=seconds)
    theirs = bill.Used(values, 1, pixels, sent, seconds, ours.frames, ours.characters)
    assert price(row, values, ours) == bill.media(row.provider, row.endpoint, theirs, 2**20).micros


@pytest.mark.parametrize("row", [row for row in TEXT if row.price.usd], ids=lambda row: row.id)
@settings(deadline=None, max_examples=40)
@given(
    prompt=st.text(max_size=400),
    asked=st.integers(0, 20_000),
    images=st.integers(0, 4),
    data=st.data(),
)
def test_a_hold_covers_both_rounds_of_a_language_model(
    row: Model, prompt: str, asked: int, images: int, data: st.DataObject
) -> None:
    """However the words are cut into tokens: none is shorter than a byte."""
    request = words(prompt, asked, images)
    limit = most_tokens(row, request)
    around = WRAPPING_TOKENS[request.task]
    first_in = data.draw(st.integers(0, len(prompt.encode()) + around + 1600 * images))
    first_out, second_out = data.draw(st.integers(0, limit)), data.draw(st.integers(0, limit))
    second_in = first_in + first_out + data.draw(st.integers(0, REPAIR_TOKENS))
    spent = price(row, {}, Measures(tokens_in=first_in, tokens_out=first_out))
    spent += price(row, {}, Measures(tokens_in=second_in, tokens_out=second_out))
    assert likely(row, request) <= most(row, request)
    assert spent <= most(row, request)


@pytest.mark.parametrize("task", sorted(DOCUMENTS))
def test_the_words_around_a_prompt_fit_into_what_is_held_for_them(task: str) -> None:
    """With a third more for the service's own words about the schema."""
    around = len(system(task, with_schema=True).encode()) + len(json.dumps(schema_of(task)).encode())
    assert around * 4 <= 3 * WRAPPING_TOKENS[task]


def test_the_words_that_ask_for_a_repair_fit_into_what_is_held_for_them() -> None:
    """Whatever is wrong and however much of it: it is told in so many bytes."""
    for why in ("x" * 100_000, "語" * 100_000):
        assert len(repair(why).encode()) * 4 <= 3 * REPAIR_TOKENS


def test_looking_at_a_picture_holds_little_more_than_its_two_rounds_can_cost() -> None:
    """A look costs about $0.003; its hold was $0.067 while one bound served every task."""
    row = CATALOGUE.model("openrouter:sonnet")
    request = TextRequest("look", {}, prompt="x" * 700, images=("a",), most_tokens=1_000)
    assert most(row, request) < 45_000


@pytest.mark.parametrize("row", PAID, ids=lambda row: row.id)
def test_what_is_likely_is_never_more_than_what_is_held(row: Model) -> None:
    request = fitting(row)
    assert 0 <= likely(row, request) <= most(row, request)


def _requests(row: Model) -> st.SearchStrategy[Request]:
    if Step.AUDIO in row.steps:
        return st.builds(
            SpeechRequest,
            st.text(min_size=1, max_size=300).filter(str.strip),
            st.just("local:alto"),
            st.just("en"),
            st.sampled_from(["", "whispered", "sad"]),
        )
    if Step.VIDEOS in row.steps:
        return st.integers(1, 10).map(clip)
    if Step.LIPSYNC in row.steps:
        return st.floats(0.5, 10).map(lipsync)
    return st.builds(
        lambda count, width, height: picture(count, width=width, height=height),
        st.integers(row.references.needed, row.references.most),
        st.integers(500, 2000),
        st.integers(500, 2000),
    )
