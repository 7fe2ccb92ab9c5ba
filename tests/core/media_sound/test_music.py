"""Music of any kind of file, looped, faded and lowered under the known speech."""

from __future__ import annotations

import io
import subprocess

import numpy as np
import pytest
from PIL import Image

from core.errors import BadInput
from core.media.loudness import decibels
from core.media.music import looped, music_bed
from core.media.sound import write_wav
from core.story import SAMPLE_RATE


@pytest.fixture
def tune(tmp_path):
    """Three seconds of a chord, stereo."""
    time = np.arange(3 * SAMPLE_RATE) / SAMPLE_RATE
    sides = [sum(np.sin(2 * np.pi * f * d * time) for f in (220, 277, 330)) for d in (1.0, 1.003)]
    path = tmp_path / "tune.wav"
    write_wav(path, np.rint(np.stack(sides, axis=1) * 0.2 * 32767).astype(np.int16))
    return path


def encoded(program, source, name, *options):
    path = source.parent / name
    subprocess.run([program, "-v", "error", "-y", "-i", str(source), *options, str(path)], check=True)
    return path


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("tune.mp3", ["-ar", "44100"]),
        ("tune.m4a", []),
        ("tune.ogg", ["-c:a", "libvorbis"]),
        ("tune.flac", []),
        ("mono.wav", ["-ac", "1"]),
        ("odd.wav", ["-ar", "11127"]),
        ("short.wav", ["-t", "0.05"]),
        ("it's 100% “süß”.mp3", []),
    ],
)
def test_any_audio_file_becomes_a_bed_of_exactly_the_length(program, tune, name, options):
    bed = music_bed(encoded(program, tune, name, *options), 7 * SAMPLE_RATE + 123, [])
    assert bed.shape == (2, 7 * SAMPLE_RATE + 123)
    assert np.abs(bed[:, 3 * SAMPLE_RATE : 4 * SAMPLE_RATE]).max() > 0.01
    assert np.isfinite(bed).all()


def test_a_cover_picture_in_the_file_does_not_matter(program, tune, tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (64, 64), (200, 30, 30)).save(picture, "JPEG")
    (tmp_path / "cover.jpg").write_bytes(picture.getvalue())
    cover = ["-i", str(tmp_path / "cover.jpg"), "-map", "0:a", "-map", "1:v", "-c:v", "copy"]
    path = encoded(program, tune, "covered.mp3", *cover, "-disposition:v", "attached_pic")
    assert np.abs(music_bed(path, SAMPLE_RATE, [])).max() > 0.01


def test_silent_music_is_silence_and_no_error(tmp_path):
    write_wav(tmp_path / "silent.wav", np.zeros((SAMPLE_RATE, 2), dtype=np.int16))
    assert not music_bed(tmp_path / "silent.wav", 2 * SAMPLE_RATE, []).any()


@pytest.mark.parametrize("data", [b"", b"this is not music at all" * 100, b"RIFF\x00\x00\x00\x00WAVEfmt "])
def test_a_file_that_is_no_music_is_refused_by_name(tmp_path, data):
    (tmp_path / "broken tune.mp3").write_bytes(data)
    with pytest.raises(BadInput, match=r"broken tune\.mp3"):
        music_bed(tmp_path / "broken tune.mp3", SAMPLE_RATE, [])


def test_a_file_with_pictures_only_is_refused(tmp_path):
    Image.new("RGB", (64, 64)).save(tmp_path / "photo.png")
    with pytest.raises(BadInput, match="holds no sound"):
        music_bed(tmp_path / "photo.png", SAMPLE_RATE, [])


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(BadInput, match="nowhere"):
        music_bed(tmp_path / "nowhere.mp3", SAMPLE_RATE, [])


def test_a_loop_has_no_click_at_its_seam():
    """A tone whose period does not divide the file would jump; no step is larger than within the tone."""
    time = np.arange(2 * SAMPLE_RATE + 311) / SAMPLE_RATE
    tone = np.rint(np.sin(2 * np.pi * 223 * time) * 12_000).astype(np.int16)
    out = looped(np.stack([tone, tone], axis=1), 9 * SAMPLE_RATE)
    assert out.shape == (9 * SAMPLE_RATE, 2)
    assert np.abs(np.diff(out[:, 0].astype(int))).max() <= 1.5 * np.abs(np.diff(tone.astype(int))).max()


@pytest.mark.parametrize("samples", [1, 2, 3, 5, 100])
def test_even_a_handful_of_samples_can_be_looped(samples):
    music = np.arange(2 * samples, dtype=np.int16).reshape(-1, 2)
    assert looped(music, 1_000).shape == (1_000, 2)


def level_at(bed, second):
    part = bed[:, int((second - 0.05) * SAMPLE_RATE) : int((second + 0.05) * SAMPLE_RATE)]
    return decibels(float(np.sqrt((part**2).mean())))


def noise_bed(tmp_path, seconds, spans):
    rng = np.random.default_rng(1)
    write_wav(
        tmp_path / "noise.wav", np.rint(rng.normal(size=(seconds * SAMPLE_RATE, 2)) * 3_000).astype(np.int16)
    )
    speech = [(int(a * SAMPLE_RATE), int(b * SAMPLE_RATE)) for a, b in spans]
    return music_bed(tmp_path / "noise.wav", seconds * SAMPLE_RATE, speech)


def test_music_is_twelve_decibels_lower_while_somebody_speaks(tmp_path):
    bed = noise_bed(tmp_path, 12, [(4, 6)])
    full, ducked = level_at(bed, 3.0), level_at(bed, 5.0)
    assert full - ducked == pytest.approx(12.0, abs=0.5)
    assert level_at(bed, 3.74) == pytest.approx(full, abs=0.7)
    assert level_at(bed, 4.05) == pytest.approx(ducked, abs=0.7)
    assert ducked + 3 < level_at(bed, 6.3) < full - 3
    assert level_at(bed, 6.7) == pytest.approx(full, abs=0.7)


def test_music_stays_down_in_gaps_under_a_second(tmp_path):
    bed = noise_bed(tmp_path, 12, [(2, 4), (4.9, 6)])
    assert level_at(bed, 4.45) == pytest.approx(level_at(bed, 3.0), abs=0.7)
    wide = noise_bed(tmp_path, 12, [(2, 4), (5.5, 6)])
    assert level_at(wide, 4.9) > level_at(wide, 3.0) + 6


def test_music_comes_from_nothing_and_goes_to_nothing(tmp_path):
    bed = noise_bed(tmp_path, 12, [])
    assert np.abs(bed[:, :64]).max() < 0.001
    assert np.abs(bed[:, -64:]).max() < 0.001
