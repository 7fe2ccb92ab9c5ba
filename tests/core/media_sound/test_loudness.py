"""Loudness and peaks, with ffmpeg's own meter as the second opinion."""

from __future__ import annotations

import numpy as np
import pytest

from core.media.loudness import as_float, as_int16, block_energy, levelling, limiter, loudness, true_peak
from core.media.sound import write_wav
from core.story import SAMPLE_RATE

TIME = np.arange(12 * SAMPLE_RATE) / SAMPLE_RATE
SOUNDS = {
    "a tone of 997 Hz": 0.3 * np.sin(2 * np.pi * 997 * TIME),
    "a deep tone": 0.5 * np.sin(2 * np.pi * 45 * TIME),
    "noise": 0.1 * np.random.default_rng(1).normal(size=TIME.size),
    "noise that is mostly silence": 0.2 * np.random.default_rng(2).normal(size=TIME.size) * (TIME % 4 < 1.2),
    "clicks": np.where(np.arange(TIME.size) % 9_000 < 5, 0.9, 0.0),
}


@pytest.mark.parametrize("name", SOUNDS)
def test_loudness_and_peak_agree_with_ffmpeg(name, tmp_path, second_opinion):
    """Within 0.1 LU; ffmpeg prints tenths, so 0.05 of that is its rounding."""
    left = np.rint(SOUNDS[name] * 32767).astype(np.int16)
    sound = np.stack([left, left // 2], axis=1)
    write_wav(tmp_path / "sound.wav", sound)
    lufs, peak = second_opinion(tmp_path / "sound.wav")
    assert abs(loudness(sound) - lufs) <= 0.1
    assert abs(true_peak(sound) - peak) <= 0.3


def test_a_sound_on_two_channels_is_three_units_louder_than_on_one():
    one = np.rint(SOUNDS["noise"] * 32767).astype(np.int16)
    assert loudness(np.stack([one, one], axis=1)) - loudness(one) == pytest.approx(3.01, abs=0.01)


def test_a_peak_between_two_samples_is_found():
    """A tone at a quarter of the rate, sampled beside its crests: 3 dB above every sample."""
    tone = 0.5 * np.sin(np.pi / 2 * np.arange(SAMPLE_RATE) + np.pi / 4)
    assert true_peak(tone) == pytest.approx(20 * np.log10(0.5), abs=0.2)
    assert 20 * np.log10(np.abs(tone).max()) == pytest.approx(-9.0, abs=0.1)


def test_a_peak_between_samples_of_the_quieter_channel_is_the_highest():
    """Its samples lie under the other channel's, its crests over them."""
    crests = 0.5 * np.sin(np.pi / 2 * np.arange(SAMPLE_RATE) + np.pi / 4)
    other = np.where(np.arange(SAMPLE_RATE) == 20_000, 0.4, 0.0)
    assert true_peak(np.stack([other, crests], axis=1)) == pytest.approx(true_peak(crests), abs=1e-6)


def test_measuring_in_pieces_gives_what_measuring_at_once_gives(monkeypatch):
    sound = as_float(np.rint(SOUNDS["noise"] * 32767).astype(np.int16))
    whole = block_energy(sound)
    monkeypatch.setattr("core.media.loudness._PIECE", (16_384 - 2_048) * 2)
    assert np.allclose(block_energy(sound), whole, rtol=1e-3, atol=1e-9)


@pytest.mark.parametrize("peak", [0.01, 0.3, 0.99])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_levelled_speech_is_at_minus_16_and_its_peak_under_minus_1(voice, tmp_path, second_opinion, peak, seed):
    speech = as_float(voice(10 * SAMPLE_RATE + 17, seed, 90.0 + 60 * seed, peak))
    out = as_int16(levelling(speech, block_energy(speech)).apply(speech))
    stereo = np.stack([out, out], axis=1)
    write_wav(tmp_path / "levelled.wav", stereo)
    lufs, true = second_opinion(tmp_path / "levelled.wav")
    assert len(out) == len(speech)
    assert abs(lufs + 16.0) <= 0.1
    assert true <= -1.0


def test_silence_stays_silence():
    silence = np.zeros(5 * SAMPLE_RATE, dtype=np.float32)
    out = levelling(silence, block_energy(silence)).apply(silence)
    assert not out.any()
    assert loudness(silence) == -np.inf
    assert true_peak(silence) == -np.inf


@pytest.mark.parametrize("samples", [0, 1, 63, 64, 65, 4_799, 4_800, 19_300])
def test_sounds_of_any_length_keep_it(voice, samples):
    sound = as_float(voice(samples)) if samples > 1 else np.full(samples, 0.1, dtype=np.float32)
    assert len(levelling(sound, block_energy(sound)).apply(sound)) == samples
    assert limiter(sound[None]).apply(sound[None]).shape == (1, samples)


def test_the_limiter_leaves_quiet_sound_untouched(voice):
    quiet = as_float(voice(SAMPLE_RATE, peak=0.5))
    assert np.array_equal(limiter(quiet[None]).apply(quiet), quiet)
