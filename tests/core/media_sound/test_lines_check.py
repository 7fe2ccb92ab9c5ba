"""Every line is looked for in the film's own sound, after AAC, with music or without (B1)."""

from __future__ import annotations

import numpy as np
import pytest

from core.media.aac import encode_aac
from core.media.lines_check import Heard, lines_present
from core.media.narration import build_narration, mix
from core.media.sound import decode, write_wav
from core.providers.local.voice.espeak import Call, EspeakProcess
from core.story import SAMPLE_RATE


@pytest.fixture
def film(talk, voice):
    """Five lines, the first and the last of the same voice."""
    lengths = (2.0, 1.4, 0.5, 2.7, 2.0)
    sounds = [voice(int(s * SAMPLE_RATE) + 11 * i, i, (110.0, 190.0)[i % 2]) for i, s in enumerate(lengths)]
    return talk(*sounds, speakers=("Ana", "Tom"))


@pytest.fixture
def music(tmp_path):
    rng = np.random.default_rng(2)
    path = tmp_path / "music.wav"
    write_wav(
        path, np.rint(np.clip(rng.normal(size=(4 * SAMPLE_RATE, 2)) * 6_000, -32_000, 32_000)).astype(np.int16)
    )
    return path


def heard(film, narration, music, tmp_path):
    encode_aac(mix(narration, music, film.lines), tmp_path / "film.m4a")
    final = decode(tmp_path / "film.m4a", channels=1)[:, 0]
    return lines_present(final, film.lines, film.paths)


@pytest.mark.parametrize("with_music", [False, True])
def test_every_line_of_an_honest_film_is_found_in_its_place(film, music, tmp_path, with_music):
    narration = build_narration(film.lines, film.paths, film.total)
    found = heard(film, narration, music if with_music else None, tmp_path)
    assert [line.segment for line in found] == [line.segment for line in film.lines]
    assert all(line.present for line in found)
    assert all(line.correlation > 0.97 and abs(line.offset_ms) < 0.2 for line in found)


def silenced(narration, part, other):
    narration[part] = 0


def replaced(narration, part, other):
    narration[part] = np.resize(other, part.stop - part.start)


def late(narration, part, other):
    narration[part] = np.roll(narration[part], SAMPLE_RATE * 60 // 1000)


def one_packet_late(narration, part, other):
    narration[part] = np.roll(narration[part], 1_024)


def cut_in_half(narration, part, other):
    narration[(part.start + part.stop) // 2 : part.stop] = 0


def a_word_missing(narration, part, other):
    length = part.stop - part.start
    narration[part.start + length * 4 // 10 : part.start + length * 6 // 10] = 0


@pytest.mark.parametrize("with_music", [False, True])
@pytest.mark.parametrize(
    ("harm", "verdict"),
    [
        (silenced, Heard.MISSING),
        (replaced, Heard.MISSING),
        (late, Heard.SHIFTED),
        (one_packet_late, Heard.SHIFTED),
        (cut_in_half, Heard.PARTIAL),
        (a_word_missing, Heard.PARTIAL),
    ],
)
def test_harm_done_to_one_line_is_found_in_that_line_only(film, music, tmp_path, with_music, harm, verdict):
    narration = build_narration(film.lines, film.paths, film.total)
    last, first = film.lines[-1], film.lines[0]
    part = slice(last.start, last.start + last.samples)
    harm(narration, part, narration[first.start : first.start + first.samples].copy())
    found = heard(film, narration, music if with_music else None, tmp_path)
    assert found[-1].heard is verdict
    assert not found[-1].present
    assert all(line.present for line in found[:-1])


def test_a_late_line_tells_how_late_it_is(film, tmp_path):
    narration = build_narration(film.lines, film.paths, film.total)
    last = film.lines[-1]
    late(narration, slice(last.start, last.start + last.samples), None)
    assert heard(film, narration, None, tmp_path)[-1].offset_ms == pytest.approx(60.0, abs=0.2)


def test_a_line_the_voice_could_not_say_is_silent_and_not_present(talk, voice, tmp_path):
    film = talk(voice(SAMPLE_RATE, 1), np.zeros(SAMPLE_RATE, dtype=np.int16))
    narration = build_narration(film.lines, film.paths, film.total)
    found = heard(film, narration, None, tmp_path)
    assert [line.heard for line in found] == [Heard.PRESENT, Heard.SILENT]
    assert not found[1].present


def test_a_film_that_ends_too_early_lacks_its_last_line(film):
    narration = build_narration(film.lines, film.paths, film.total)
    found = lines_present(narration[: film.lines[-1].start], film.lines, film.paths)
    assert [line.present for line in found] == [True, True, True, True, False]


def test_sound_as_shares_of_one_is_judged_like_whole_numbers(film):
    narration = build_narration(film.lines, film.paths, film.total)
    found = lines_present(narration.astype(np.float32) / 32768, film.lines, film.paths)
    assert all(line.present for line in found)


SAYINGS = (
    "The harbour slept under a thin moon.",
    "Yes.",
    "Ana counted the boats twice, as she did every night.",
    "And the dark broke open like a door.",
)


@pytest.fixture
async def spoken(talk):
    """The same four sayings as the local voice speaks them, brought to 48 kHz."""
    process = EspeakProcess()
    try:
        sounds = await process.say([Call(text, "gmw/en-US") for text in SAYINGS])
    finally:
        await process.aclose()
    return talk(*(at_48_khz(np.frombuffer(sound.pcm, dtype="<i2"), sound.rate) for sound in sounds))


def at_48_khz(pcm, rate):
    places = np.arange(len(pcm) * SAMPLE_RATE // rate) * rate / SAMPLE_RATE
    return np.rint(np.interp(places, np.arange(len(pcm)), pcm)).astype(np.int16)


async def test_a_real_voice_is_told_from_itself_saying_something_else(spoken, music, tmp_path):
    narration = build_narration(spoken.lines, spoken.paths, spoken.total)
    assert all(line.present for line in heard(spoken, narration, music, tmp_path))
    first, last = spoken.lines[0], spoken.lines[-1]
    part = slice(last.start, last.start + last.samples)
    replaced(narration, part, narration[first.start : first.start + first.samples].copy())
    found = heard(spoken, narration, music, tmp_path)
    assert [line.present for line in found] == [True, True, True, False]
    assert found[-1].heard is Heard.MISSING
