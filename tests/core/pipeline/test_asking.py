"""How long an answer may become follows from what it is about, and never passes what the row can write."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from words_bench import CATALOGUE

from core.catalogue.models import load_catalogue
from core.errors import ATTEMPTS, Fault, ProviderError
from core.jobs.refusal import verdict
from core.pipeline import asking
from core.store.jobs import Job
from core.story import Slot, SlotKind, Step

ROW = dataclasses.replace(CATALOGUE.model("sonnet"), most_tokens=16_000)
INPUTS = {"text": "x", "language": "en", "analysis": {"characters": []}}


@given(st.text())
def test_tokens_are_counted_rather_too_many(text: str) -> None:
    plain = [character for character in text if character.isascii()]
    assert asking.tokens_of(text) == math.ceil(len(plain) / 3) + len(text) - len(plain)


def test_a_longer_text_may_have_a_longer_script_up_to_what_the_row_writes() -> None:
    bounds = [asking.asked("script", INPUTS, ROW, "word " * n).most_tokens for n in (0, 100, 1_000, 5_000)]
    assert bounds == [2_000, 2_000 + 4 * 167, 2_000 + 4 * 1_667, 16_000]


@pytest.mark.parametrize("task", asking.ANSWERS)
def test_every_task_has_a_bound(task: str) -> None:
    assert asking.ANSWERS[task][0] >= 1_000


def test_a_part_of_every_row_fits_into_its_answer() -> None:
    """A script needs about 2.6 tokens for each token of its text, here 1.5 for a word."""
    rows = [row for row in load_catalogue().models.values() if asking.writes(row)]
    assert rows
    for row in rows:
        assert row.parts * 1.5 * 2.6 < row.most_tokens, row.id


def test_only_language_models_are_given_prompts() -> None:
    local = load_catalogue().model("local:writer")
    assert asking.asked("script", INPUTS, local, "x").prompt == ""
    assert asking.asked("script", INPUTS, ROW, "x").prompt.startswith("Task:")


def job(step: Step) -> Job:
    kind = SlotKind(step.value)
    return Job(
        id="j_1", project_id="p_1", run_number=1, slot=Slot(kind, "sc_1"), step=step, model="m", endpoint="m",
        provider="openrouter", request={}, fingerprint="f", priority=0, estimate=0, prompt="",
    )  # fmt: skip


@pytest.mark.parametrize(("step", "attempts"), [(Step.SHOTS, 3), (Step.SCENES, 2)])
def test_each_scene_is_asked_about_three_times(step: Step, attempts: int) -> None:
    """R3: each scene has its own three attempts."""
    useless = ProviderError(Fault.BAD_OUTPUT, "Of no use.")
    tried, one = 0, job(step)
    while True:
        tried += 1
        found = verdict(one, useless, None)
        if found.pause is None:
            break
        one = dataclasses.replace(one, faults=found.faults)
    assert tried == attempts and ATTEMPTS["shots"] == 3


def test_what_cannot_get_better_is_not_asked_again() -> None:
    refused = ProviderError(Fault.MODERATION, "No.")
    assert verdict(job(Step.SHOTS), refused, None).pause is None
