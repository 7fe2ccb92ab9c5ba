"""The coded sound presents exactly the samples that went in (media.md 3.9)."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

from core.media.aac import FRAME_SAMPLES, aac_facts, encode_aac
from core.media.loudness import loudness
from core.media.sound import decode
from core.story import SAMPLE_RATE


@pytest.mark.parametrize("samples", [1, 1_023, 1_024, SAMPLE_RATE * 3 + 1, 100_003])
def test_a_player_is_told_exactly_the_samples_that_went_in(voice, tmp_path, samples):
    mono = voice(samples) if samples > 1 else np.zeros(1, dtype=np.int16)
    facts = encode_aac(np.stack([mono, mono], axis=1), tmp_path / "sound.m4a")
    assert facts.samples == samples
    assert (facts.priming + facts.samples + facts.padding) % FRAME_SAMPLES == 0
    assert len(decode(tmp_path / "sound.m4a", channels=2)) >= samples


def test_a_stream_copy_into_a_film_keeps_length_and_place(program, voice, tmp_path):
    """The voice decoded from the film lies where it was, and is as long, to the sample."""
    mono = voice(5 * SAMPLE_RATE + 777, 3)
    encode_aac(np.stack([mono, mono], axis=1), tmp_path / "sound.m4a")
    picture = ["-f", "lavfi", "-i", "color=red:s=64x64:r=24:d=5.05"]
    copy = ["-map", "0:v", "-map", "1:a", "-c:v", "libx264", "-c:a", "copy", "-movflags", "+faststart"]
    out = str(tmp_path / "film.mp4")
    subprocess.run(
        [program, "-v", "error", "-y", *picture, "-i", str(tmp_path / "sound.m4a"), *copy, out], check=True
    )
    assert aac_facts(tmp_path / "film.mp4").samples == len(mono)
    raw = ["-map", "0:a", "-ac", "1", "-f", "s16le", "-"]
    played = subprocess.run([program, "-v", "error", "-i", out, *raw], capture_output=True, check=True).stdout
    heard = np.frombuffer(played, dtype=np.int16)
    assert len(heard) == len(mono)
    places = range(-64, 65)
    middle = slice(SAMPLE_RATE, 4 * SAMPLE_RATE)
    fit = [float(np.roll(heard, p)[middle].astype(float) @ mono[middle].astype(float)) for p in places]
    assert places[int(np.argmax(fit))] == 0


def test_coding_keeps_the_loudness(voice, tmp_path):
    mono = voice(4 * SAMPLE_RATE, 5)
    stereo = np.stack([mono, mono], axis=1)
    encode_aac(stereo, tmp_path / "sound.m4a")
    assert loudness(decode(tmp_path / "sound.m4a", channels=2)) == pytest.approx(loudness(stereo), abs=0.2)


def test_the_same_sound_gives_the_same_bytes(voice, tmp_path):
    stereo = np.stack([voice(SAMPLE_RATE, 5)] * 2, axis=1)
    for name in ("a.m4a", "b.m4a"):
        encode_aac(stereo, tmp_path / name)
    assert (tmp_path / "a.m4a").read_bytes() == (tmp_path / "b.m4a").read_bytes()


def test_voices_alone_come_out_alike_on_both_channels(voice, tmp_path):
    mono = voice(3 * SAMPLE_RATE, 5)
    encode_aac(np.stack([mono, mono], axis=1), tmp_path / "sound.m4a")
    left, right = decode(tmp_path / "sound.m4a", channels=2).T
    assert left.any() and np.array_equal(left, right)


def test_two_channels_that_differ_stay_apart(voice, tmp_path):
    left, right = voice(3 * SAMPLE_RATE, 5), np.zeros(3 * SAMPLE_RATE, dtype=np.int16)
    encode_aac(np.stack([left, right], axis=1), tmp_path / "sound.m4a")
    coded = decode(tmp_path / "sound.m4a", channels=2).astype(np.float64)
    assert (coded[:, 0] ** 2).sum() > 1_000 * (coded[:, 1] ** 2).sum()
