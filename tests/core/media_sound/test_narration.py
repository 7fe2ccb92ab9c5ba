"""The film's sound, exact to the sample (R24, R26)."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.errors import BadInput
from core.media.loudness import loudness, true_peak
from core.media.narration import build_narration, film_sound, level, mix
from core.media.sound import read_mono, write_wav
from core.story import GAP_SAMPLES, SAMPLE_RATE


def three_lines(talk, voice, **options):
    sounds = [voice(2 * SAMPLE_RATE + 7 * i, i, 100.0 + 50 * i) for i in range(3)]
    return talk(*sounds, **options)


def test_every_line_lies_at_its_sample_and_between_them_is_silence(talk, voice):
    """R24: 150 ms of silence between segments."""
    film = three_lines(talk, voice)
    narration = build_narration(film.lines, film.paths, film.total)
    assert len(narration) == film.total
    for line in film.lines:
        own = read_mono(film.paths[line.asset])
        assert np.array_equal(narration[line.start : line.start + line.samples], own)
        assert not narration[line.start + line.samples : line.start + line.samples + GAP_SAMPLES].any()


@pytest.mark.parametrize("change", [{"samples": 5}, {"samples": 10**6}, {"start": 10**9}, {"start": -1}])
def test_a_line_that_does_not_fit_the_plan_is_an_error_that_names_it(talk, voice, change):
    film = three_lines(talk, voice)
    lines = (dataclasses.replace(film.lines[0], **change), *film.lines[1:])
    with pytest.raises(BadInput, match="This is line 0"):
        build_narration(lines, film.paths, film.total)


def test_without_music_both_channels_are_the_levelled_narration_to_the_sample(talk, voice):
    film = three_lines(talk, voice)
    narration = build_narration(film.lines, film.paths, film.total)
    sound = mix(narration, None, film.lines)
    levelled = level(narration, film.lines)
    assert sound.shape == (film.total, 2)
    assert np.array_equal(sound[:, 0], levelled)
    assert np.array_equal(sound[:, 1], levelled)


def test_silence_between_lines_is_silence_after_levelling(talk, voice):
    film = three_lines(talk, voice)
    levelled = level(build_narration(film.lines, film.paths, film.total), film.lines)
    line = film.lines[0]
    assert not levelled[line.start + line.samples : film.lines[1].start].any()


def test_a_quiet_and_a_loud_speaker_come_out_alike(talk, voice):
    sounds = [voice(2 * SAMPLE_RATE, i, 100.0 + 90 * (i % 2), peak=(0.6, 0.25)[i % 2]) for i in range(4)]
    film = talk(*sounds, speakers=("Ana", "Tom"))
    narration = build_narration(film.lines, film.paths, film.total)
    levelled = level(narration, film.lines)
    before = [loudness(narration[line.start :][: line.samples]) for line in film.lines]
    after = [loudness(levelled[line.start :][: line.samples]) for line in film.lines]
    assert max(before) - min(before) > 4
    assert max(after) - min(after) < 1.5


def test_the_same_sound_comes_out_every_time(talk, voice, tmp_path):
    film = three_lines(talk, voice)
    write_wav(tmp_path / "music.wav", np.stack([voice(SAMPLE_RATE, 9)] * 2, axis=1))
    narration = build_narration(film.lines, film.paths, film.total)
    first, second = (mix(narration, tmp_path / "music.wav", film.lines) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_silent_narration_under_music_gives_the_music_alone(talk, voice, tmp_path):
    film = talk(np.zeros(4 * SAMPLE_RATE, dtype=np.int16))
    write_wav(tmp_path / "music.wav", np.stack([voice(3 * SAMPLE_RATE, 9)] * 2, axis=1))
    sound = film_sound(np.zeros(film.total, dtype=np.int16), tmp_path / "music.wav", film.lines)
    assert not sound.voices.any()
    assert sound.mix.any()
    assert np.array_equal(sound.mix, sound.music)


@pytest.mark.parametrize("loudly", [0.05, 0.99])
def test_music_leaves_the_voice_within_half_a_decibel(talk, voice, tmp_path, loudly):
    """Measured by projecting the mix on the voice alone, line by line."""
    film = three_lines(talk, voice)
    rng = np.random.default_rng(4)
    music = (np.clip(rng.normal(size=(5 * SAMPLE_RATE, 2)) * 0.3, -1, 1) * loudly * 32767).astype(np.int16)
    write_wav(tmp_path / "music.wav", music)
    narration = build_narration(film.lines, film.paths, film.total)
    alone = mix(narration, None, film.lines)
    under = mix(narration, tmp_path / "music.wav", film.lines)
    assert under.shape == alone.shape
    assert not np.array_equal(under, alone)
    for line in film.lines:
        own = alone[line.start : line.start + line.samples, 0].astype(float)
        heard = under[line.start : line.start + line.samples].mean(axis=1)
        change = 20 * np.log10(float(heard @ own) / float(own @ own))
        assert abs(change) <= 0.5
    assert abs(loudness(under) + 16.0) <= 0.3
    assert true_peak(under) <= -1.0


def test_the_mix_is_the_voices_and_the_music_laid_together(talk, voice, tmp_path):
    film = three_lines(talk, voice)
    write_wav(tmp_path / "music.wav", np.stack([voice(SAMPLE_RATE, 9)] * 2, axis=1))
    sound = film_sound(build_narration(film.lines, film.paths, film.total), tmp_path / "music.wav", film.lines)
    together = sound.voices[:, None].astype(int) + sound.music
    quiet = np.abs(together).max(axis=1) < 20_000
    assert quiet.mean() > 0.5
    assert np.abs(sound.mix - together)[quiet].mean() < 30
