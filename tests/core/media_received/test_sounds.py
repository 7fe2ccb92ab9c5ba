"""Spoken lines that come in: decoded, loud, of a plausible length, with the times of their words where told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from twin import media
from twin.makers import spread

from core.media.receive_sound import check_sound
from core.media.received import NoGood
from core.media.sound import read_mono
from core.media.word_times import word_times
from core.story import SAMPLE_RATE

from .conftest import Keep

LINE = "The lamp has gone out, and nobody saw it."


@pytest.mark.parametrize("form", ["mp3", "wav", "flac"])
def test_any_sound_becomes_48_khz_mono(form: str, keep: Keep) -> None:
    seen = check_sound(keep(media.speech(LINE, form)), text=LINE)
    pcm = read_mono(seen.path)
    assert seen.mime == "audio/wav"
    assert seen.facts["samples"] == len(pcm)
    assert abs(len(pcm) / SAMPLE_RATE - media.speech_seconds(LINE)) < 0.1
    assert seen.facts["duration_ms"] == round(len(pcm) * 1000 / SAMPLE_RATE)
    assert seen.parts == {}


def test_silence_is_no_line(keep: Keep) -> None:
    with pytest.raises(NoGood, match="silent"):
        check_sound(keep(media.speech(LINE, "wav", silent=True)), text=LINE)


@pytest.mark.parametrize("text", [LINE * 8, "No."])
def test_a_sound_that_cannot_be_the_line_is_no_good(text: str, keep: Keep) -> None:
    spoken = media.speech("word " * 30 if text == "No." else "No.", "wav")
    with pytest.raises(NoGood, match="does not fit a line"):
        check_sound(keep(spoken), text=text)


@pytest.mark.parametrize("form", ["mp3", "wav", "flac"])
def test_half_a_sound_is_broken(form: str, keep: Keep) -> None:
    """Most players simply stop early, and so does a decoder: the file's own head tells."""
    data = media.speech(LINE * 2, form)
    with pytest.raises(NoGood) as bad:
        check_sound(keep(data[: len(data) // 2]), text=LINE * 2)
    assert bad.value.broken


def test_a_sound_shorter_than_its_word_times_is_broken(keep: Keep) -> None:
    told = spread(LINE.split(), media.speech_seconds(LINE) + 2)
    with pytest.raises(NoGood, match="too early") as bad:
        check_sound(keep(media.speech(LINE, "wav")), text=LINE, told=told)
    assert bad.value.broken


@pytest.mark.parametrize("junk", [b"<html>", b"", b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_junk_is_no_sound(junk: bytes, keep: Keep) -> None:
    with pytest.raises(NoGood):
        check_sound(keep(junk), text=LINE)


def test_word_times_are_kept_as_the_local_voice_keeps_them(keep: Keep) -> None:
    told = spread(LINE.split(), media.speech_seconds(LINE))
    seen = check_sound(keep(media.speech(LINE)), text=LINE, told=told)
    times = json.loads(seen.parts["times"])
    assert times["phonemes"] == []
    assert times["words"] == seen.facts["words"]
    assert [row[0] for row in times["words"]] == list(range(9))


def characters(text: str, step: float = 0.05) -> dict[str, Any]:
    starts = [round(i * step, 3) for i in range(len(text))]
    return {
        "characters": list(text),
        "character_start_times_seconds": starts,
        "character_end_times_seconds": [round(start + step, 3) for start in starts],
    }


WORDS = [
    {"word": "Who", "start": 0.0, "end": 0.2},
    {"word": "goes", "start": 0.25, "end": 0.5},
    {"word": "there?", "start": 0.5, "end": 1.0},
]
SAMPLES = 48_000 * 2


@pytest.mark.parametrize(
    "told",
    [
        WORDS,
        {"words": WORDS},
        [{**row, "text": row["word"], "type": "word"} for row in WORDS],
        [*WORDS, {"text": "(laughs)", "start": 1.0, "end": 1.2, "type": "audio_event"}],
        {"alignment": {"words": WORDS}},
        [{"words": WORDS[:2]}, {"words": WORDS[2:]}],
    ],
)
def test_words_in_any_shape_become_samples(told: Any) -> None:
    assert word_times("Who goes there?", told, SAMPLES) == ((0, 0, 9600), (1, 12000, 24000), (2, 24000, 48000))


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"alignment": one}])
def test_times_of_characters_become_times_of_words(wrap: Any) -> None:
    assert word_times("Who goes", wrap(characters("Who goes")), SAMPLES) == ((0, 0, 7200), (1, 9600, 19200))


def test_stage_directions_are_not_words() -> None:
    told = characters("[whispering softly] Who goes [sighs] there?")
    assert [row[0] for row in word_times("Who goes there?", told, SAMPLES)] == [0, 1, 2]


def test_a_word_that_was_not_told_gets_a_share_of_the_gap() -> None:
    told = [{"word": "one", "start": 0.0, "end": 0.5}, {"word": "four", "start": 1.5, "end": 2.0}]
    told.insert(1, {"word": "two", "start": 0.5, "end": 1.0})
    times = word_times("one two three four", told, SAMPLES)
    assert times == ((0, 0, 24000), (1, 24000, 48000), (2, 48000, 72000), (3, 72000, 96000))


def test_times_never_run_backwards_or_beyond_the_sound() -> None:
    told = [{"word": "one", "start": 1.0, "end": 9.0}, {"word": "two", "start": 0.5, "end": 0.7}]
    for _, start, end in (times := word_times("one two", told, SAMPLES)):
        assert 0 <= start <= end <= SAMPLES
    assert times[0][1] <= times[1][1]


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        "0.1 0.2",
        {"unit": "frames", "marks": [0, 1, 2]},
        [{"word": "Quite", "start": 0, "end": 1}, {"word": "other", "start": 1, "end": 2}],
        [{"word": "Who", "start": "0", "end": None}],
        {"characters": ["W"], "character_start_times_seconds": None},
        [{"word": "Who goes there?", "start": 2.0, "end": 1.0}],
    ],
)
def test_times_of_something_else_are_dropped(told: Any) -> None:
    assert word_times("Who goes there?", told, SAMPLES) == ()
