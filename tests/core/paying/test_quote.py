"""The forecast: what a run will cost lies between its two ends, and what exists already costs nothing (B2)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simulated import run, spent

from core.catalogue.models import load_catalogue
from core.intake import source_from
from core.pipeline import looks
from core.pipeline.imagined import letters, pieces
from core.pipeline.levels import level_models
from core.pipeline.quote import forecast, how_far_apart, raised, total
from core.story import Project, Slot, SlotKind, Step, Story

CATALOGUE = load_catalogue()
KEYS = {"OPENROUTER_API_KEY", "REPLICATE_API_TOKEN", "FAL_KEY"}
CLIPS = CATALOGUE.level("clips", KEYS)
EXAMPLES = sorted(
    path
    for path in (Path(__file__).parents[3] / "examples").iterdir()
    if path.suffix in (".md", ".txt", ".fountain") and path.name != "README.md"
)


def told(text: str, source_format: str = "text", level: str = "clips") -> Story:
    models = {step.value: model for step, model in CATALOGUE.level(level, KEYS).items()}
    return Story(Project("p_1", "local", "", text, source_format, models=models))


NAMES = st.sampled_from(["Ana", "Tom", "Mira", "the old baker", "Captain Ruiz", "the fox"])
DEEDS = st.sampled_from(
    [
        "walked along the quay and counted the boats",
        "opened the door",
        "looked at the lantern for a long time, because the light had begun to change and nobody had said why",
        "took the key from the table and put it into the blue box",
        "ran",
        "stood in the kitchen with both hands in the flour",
    ]
)
SAYINGS = st.sampled_from(
    ["Light it.", "Where have you been?", "I never said that, and you know it very well.", "No!", "Come home."]
)
SENTENCES = st.builds("{} {}.".format, NAMES, DEEDS) | st.builds('"{}" said {}.'.format, SAYINGS, NAMES)
STORIES = st.lists(SENTENCES, min_size=1, max_size=24).map(
    lambda lines: "".join(line + ("\n\n" if i % 6 == 5 else " ") for i, line in enumerate(lines))
)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("level", ["pictures", "clips"])
def test_an_example_costs_what_its_quote_said(path: Path, level: str) -> None:
    source = source_from(str(path))
    story = told(source.text, source.format, level)
    low, high = total(forecast(story, CATALOGUE))
    _, paid = run(story, CATALOGUE)
    assert 0 < low <= spent(paid) <= high


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=STORIES, seed=st.integers(0, 99))
def test_what_a_run_costs_lies_within_its_quote(text: str, seed: int) -> None:
    """B2, quoted from the bare text."""
    story = told(text)
    low, high = total(forecast(story, CATALOGUE))
    _, paid = run(story, CATALOGUE, seed)
    assert low <= spent(paid) <= high, how_far_apart(low, high, spent(paid))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=STORIES, seed=st.integers(0, 99))
def test_after_an_animatic_counts_are_exact_and_the_quote_is_narrow(text: str, seed: int) -> None:
    """B4: shots are known then, so only what single calls may cost is open."""
    animatic, free = run(told(text, level="animatic"), CATALOGUE, seed)
    assert spent(free) == 0
    models = level_models(CATALOGUE, "clips", KEYS, animatic)
    lines = forecast(animatic, CATALOGUE, models=models)
    wanted = raised(animatic, CATALOGUE, models)
    made, paid = run(wanted, CATALOGUE, seed)
    assert all(line.count_low == line.count_high for line in lines)
    low, high = total(lines)
    assert low <= spent(paid) <= high
    assert high <= 1.5 * low
    assert {line.step: line.count_high for line in lines if line.step is Step.VIDEOS} == {
        Step.VIDEOS: len(made.shots)
    }


def test_what_a_model_paints_for_an_animatic_is_looked_at_and_quoted() -> None:
    """R19: its words were analysed here, by what cannot see."""
    animatic = finished("animatic")
    models = level_models(CATALOGUE, "pictures", KEYS, animatic)
    for shots, all_of_them in (({0, 3}, False), (None, True)):
        line = next(
            line
            for line in forecast(animatic, CATALOGUE, models=models, shots=shots)
            if line.step is looks.STEP
        )
        assert line.model == "openrouter:haiku"
        assert line.high <= 3_000 * line.count_high
        made, _ = run(raised(animatic, CATALOGUE, models, shots), CATALOGUE)
        pictures = (take for take in made.takes.values() if take.slot.kind in looks.PICTURED)
        painted = [take for take in pictures if take.mime == "image/png"]
        assert len(painted) == line.count_high == line.count_low
        assert all(isinstance(looks.look_of(made, take.asset), looks.Look) for take in painted)
        assert {take.slot.target for take in painted} >= {shot.id for shot in made.shots if all_of_them}


def finished(level: str = "clips") -> Story:
    story, _ = run(told(LIGHTHOUSE, "markdown", level), CATALOGUE)
    return story


LIGHTHOUSE = (Path(__file__).parents[3] / "examples/lighthouse.md").read_text(encoding="utf-8")


def test_a_finished_film_costs_nothing_more() -> None:
    assert forecast(finished(), CATALOGUE) == ()


def test_one_changed_line_costs_that_line_its_clip_and_its_lip_sync_at_the_most() -> None:
    """B6."""
    story = finished()
    spoken = next(line for line in story.segments if line.speaker is not None)
    longer = replace(spoken, text=spoken.text + " And then some more words, so that it lasts longer.")
    lines = tuple(longer if line is spoken else line for line in story.segments)
    found = {line.step: line.count_high for line in forecast(replace(story, segments=lines), CATALOGUE)}
    assert found[Step.AUDIO] == 1
    assert found.get(Step.VIDEOS, 0) <= 1
    assert Step.FRAMES not in found
    assert Step.REFS not in found


def test_raising_two_shots_counts_those_two() -> None:
    animatic = finished("animatic")
    models = {step.value: CLIPS[step] for step in (Step.FRAMES, Step.VIDEOS, Step.LIPSYNC)}
    found = {line.step: line for line in forecast(animatic, CATALOGUE, models=models, shots={0, 3})}
    assert found[Step.VIDEOS].count_high == 2
    assert found[Step.FRAMES].count_high == 2
    assert found[Step.VIDEOS].model == CLIPS[Step.VIDEOS]
    assert total(forecast(animatic, CATALOGUE)) == (0, 0)


def test_a_run_that_stops_earlier_costs_less() -> None:
    story = told(LIGHTHOUSE, "markdown")
    ends = [total(forecast(story, CATALOGUE, until=step))[1] for step in Step]
    assert ends == sorted(ends)
    assert ends[0] < ends[-1]


def test_an_animatic_is_free() -> None:
    assert total(forecast(told(LIGHTHOUSE, "markdown", "animatic"), CATALOGUE)) == (0, 0)


def test_a_take_that_a_person_pinned_costs_nothing() -> None:
    story = finished("animatic")
    models = {Step.VIDEOS: CLIPS[Step.VIDEOS]}
    clip = Slot(SlotKind.CLIP, story.shots[0].id)
    before = {line.step: line.count_high for line in forecast(story, CATALOGUE, models=models)}
    pinned = replace(story, pinned=frozenset({clip}))
    after = {line.step: line.count_high for line in forecast(pinned, CATALOGUE, models=models)}
    assert after[Step.VIDEOS] == before[Step.VIDEOS] - 1


def test_letters_without_spaces_between_words_count_three_times() -> None:
    assert letters("abc") == 3
    assert letters("狐狸") == 6


def test_pieces_are_sentences_quotes_and_paragraphs_without_a_screenplay_s_headings() -> None:
    assert pieces('He ran. "Stop!" she said. Nobody moved') == 4
    assert pieces("INT. KITCHEN - DAY\n\nANA\n(softly)\nLight it.\n") == 1
    assert pieces("") == 1


def test_how_far_a_price_was_off_is_said_in_words() -> None:
    assert how_far_apart(100, 200, 150) == "within the quote"
    assert how_far_apart(1_000_000, 2_000_000, 3_000_000) == "1.000000 dollars above the quote (50%)"
    assert how_far_apart(1_000_000, 2_000_000, 500_000) == "0.500000 dollars below the quote (50%)"
