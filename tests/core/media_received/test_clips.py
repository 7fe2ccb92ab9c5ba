"""Clips that come in, and clips made ready for a lip sync: whole, long enough, in sizes that models take."""

from __future__ import annotations

import asyncio
import json
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from twin import media

from core.errors import BadInput
from core.media import stretch
from core.media.mouth_check import look_at_mouth
from core.media.receive_clip import check_clip, measure
from core.media.received import NoGood
from core.media.sound import read_mono, write_wav
from core.media.stretch import Bounds, Frame, fitted, frames_for, narration, ready_clip, sound_file, span, undo
from core.story import GAP_SAMPLES, SAMPLE_RATE

from .conftest import Keep

KLING = Bounds(least_px=720, most_px=1920, least_ms=2000, most_ms=10_000)
WIDE = 640 / 360


def test_a_clip_that_covers_its_slot_is_kept_with_what_it_really_is(keep: Keep, still: bytes) -> None:
    """R26."""
    seen = check_clip(keep(media.clip(still, 640, 360, 57, 16)), seconds=3.5, shape=WIDE)
    assert seen.mime == "video/mp4"
    assert seen.facts == {
        "actual_video_duration_ms": 3562,
        "duration_ms": 3562,
        "fps": 16.0,
        "frames": 57,
        "width": 640,
        "height": 360,
    }


@pytest.mark.parametrize(
    ("size", "frames", "black", "says"),
    [
        ((640, 360), 57, True, "all black"),
        ((640, 360), 28, False, "lasts 1.75 s, and 3.5 s were asked for"),
        ((360, 360), 57, False, "another shape"),
        ((360, 640), 57, False, "another shape"),
    ],
)
def test_a_clip_that_is_not_what_was_asked_for_is_no_good(
    size: tuple[int, int], frames: int, black: bool, says: str, keep: Keep, still: bytes
) -> None:
    with pytest.raises(NoGood, match=says) as bad:
        check_clip(keep(media.clip(still, *size, frames, 16, black)), seconds=3.5, shape=WIDE)
    assert not bad.value.broken


def test_a_clip_one_frame_short_is_kept_since_the_film_holds_its_last_one(keep: Keep, still: bytes) -> None:
    assert check_clip(keep(media.clip(still, 640, 360, 55, 16)), seconds=3.5, shape=WIDE).facts["frames"] == 55


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_part_of_a_clip_is_broken(share: float, keep: Keep, still: bytes) -> None:
    data = media.clip(still, 640, 360, 57, 16)
    with pytest.raises(NoGood) as bad:
        measure(keep(data[: int(len(data) * share)]))
    assert bad.value.broken


@pytest.mark.parametrize("junk", [b"", b"<html></html>", b"#EXTM3U\nfile:///etc/passwd\n"])
def test_junk_is_no_clip(junk: bytes, keep: Keep) -> None:
    with pytest.raises(NoGood) as bad:
        measure(keep(junk))
    assert bad.value.broken


# what goes out


def speech(keep: Keep, words: str) -> Path:
    path = keep(media.speech(words))
    target = path.with_suffix(".wav")
    write_wav(target, read_mono(path))
    return target


def test_the_narration_is_the_lines_with_their_silences_to_the_sample(keep: Keep) -> None:
    """R28: the exact stretch of the narration."""
    first, second = speech(keep, "Who put out the lamp?"), speech(keep, "I did.")
    a, b = read_mono(first), read_mono(second)
    whole = narration((first, second), len(a) + GAP_SAMPLES + len(b) + GAP_SAMPLES)
    assert np.array_equal(whole[: len(a)], a)
    assert not whole[len(a) : len(a) + GAP_SAMPLES].any()
    assert np.array_equal(whole[len(a) + GAP_SAMPLES :][: len(b)], b)
    assert not whole[-GAP_SAMPLES:].any()
    assert len(narration((first, second), 0)) == len(a) + GAP_SAMPLES + len(b)


@pytest.mark.parametrize(("seconds", "rate"), [(10, 48_000), (60, 24_000), (120, 16_000)])
def test_the_sound_stays_below_five_megabytes(seconds: int, rate: int, tmp_path: Path) -> None:
    data = sound_file(np.ones(seconds * SAMPLE_RATE, np.int16))
    (tmp_path / "x.wav").write_bytes(data)
    with wave.open(str(tmp_path / "x.wav")) as file:
        assert file.getframerate() == rate
        assert abs(file.getnframes() / rate - seconds) < 0.01
    assert len(data) < 5_000_000


def test_a_stretch_that_no_model_takes_is_refused() -> None:
    with pytest.raises(BadInput, match="too long for lip sync"):
        sound_file(np.zeros(200 * SAMPLE_RATE, np.int16))


@pytest.mark.parametrize(
    ("size", "frame"),
    [
        ((1280, 720), Frame((1280, 720), (1280, 720))),
        ((832, 480), Frame((1248, 720), (1248, 720))),
        ((480, 832), Frame((720, 1248), (720, 1248))),
        ((3840, 2160), Frame((1920, 1080), (1920, 1080))),
        ((1800, 600), Frame((1920, 640), (1920, 720))),
        ((600, 1800), Frame((640, 1920), (720, 1920))),
    ],
)
def test_a_clip_is_scaled_and_gets_bars_only_where_its_shape_forbids_the_rest(
    size: tuple[int, int], frame: Frame
) -> None:
    assert fitted(*size, KLING) == frame


@given(st.integers(16, 5000), st.integers(16, 5000))
def test_every_clip_is_sent_in_a_size_that_kling_takes(width: int, height: int) -> None:
    frame = fitted(width, height, KLING)
    assert all(720 <= side <= 1920 and side % 2 == 0 for side in frame.whole)
    assert frame.picture[0] <= frame.whole[0] and frame.picture[1] <= frame.whole[1]


@given(st.integers(1, 10 * SAMPLE_RATE), st.sampled_from([16, 24, 25, 30, Fraction(24000, 1001)]))
def test_every_shot_is_sent_in_a_length_that_kling_takes(samples: int, fps: int | Fraction) -> None:
    frames = frames_for(span(samples, KLING), Fraction(fps), KLING)
    seconds = Fraction(frames) / Fraction(fps)
    assert seconds >= 2
    assert seconds <= 10
    assert seconds > Fraction(samples, SAMPLE_RATE) - 1 / Fraction(fps)


async def test_a_short_shot_is_sent_with_its_last_frame_held(keep: Keep, still: bytes, tmp_path: Path) -> None:
    path = keep(media.clip(still, 640, 360, 20, 16))
    samples = span(round(1.2 * SAMPLE_RATE), KLING)
    ready = await ready_clip(path, None, samples, KLING, folder=tmp_path / "f", cache=tmp_path / "c")
    seen = measure(ready.path)
    assert (seen.frames, seen.size, seen.seconds) == (32, (1280, 720), 2.0)


async def test_a_long_clip_is_cut_to_its_slot_and_made_ready_once(
    keep: Keep, still: bytes, tmp_path: Path
) -> None:
    path = keep(media.clip(still, 832, 480, 81, 16))
    asked = {"folder": tmp_path / "f", "cache": tmp_path / "c"}
    first = await ready_clip(path, None, 3 * SAMPLE_RATE, KLING, **asked)
    assert measure(first.path).frames == 48
    before = first.path.stat().st_mtime_ns
    again = await ready_clip(path, None, 3 * SAMPLE_RATE, KLING, **asked)
    assert (again, again.path.stat().st_mtime_ns) == (first, before)


async def test_a_camera_move_is_filmed_over_its_picture(keep: Keep, tmp_path: Path) -> None:
    window = {"x": 0.5, "y": 0.5}
    move = {"name": "push_in", "start": {**window, "width": 0.98}, "end": {**window, "width": 0.8}}
    score = keep(json.dumps({"frame": "asset", "move": move, "fps": 24}).encode())
    frame = keep(media.picture("a keeper", 960, 540))
    ready = await ready_clip(score, frame, 2 * SAMPLE_RATE, KLING, folder=tmp_path / "f", cache=tmp_path / "c")
    seen = measure(ready.path)
    assert (seen.frames, seen.size) == (48, (1280, 720))
    with av.open(str(ready.path)) as container:
        frames = [one.to_ndarray(format="gray").astype(int) for one in container.decode(video=0)]
    assert np.abs(frames[0] - frames[-1]).mean() > 2


async def test_bars_are_taken_away_again(keep: Keep, tmp_path: Path) -> None:
    path = keep(media.clip(media.picture("x", 900, 300), 900, 300, 32, 16))
    ready = await ready_clip(path, None, 2 * SAMPLE_RATE, KLING, folder=tmp_path / "f", cache=tmp_path / "c")
    assert measure(ready.path).size == (1920, 720)
    cropped = await undo(ready.path, ready.frame, folder=tmp_path / "f")
    assert measure(cropped).size == (1920, 640)
    assert measure(cropped).frames == 32


async def test_a_clip_that_cannot_be_read_is_told_to_a_person(keep: Keep, tmp_path: Path) -> None:
    for junk in (b"junk", b'{"move": 1}'):
        with pytest.raises(BadInput, match="cannot be read"):
            await ready_clip(keep(junk), keep(b"x"), 48_000, KLING, folder=tmp_path / "f", cache=tmp_path / "c")


# the referee after the work


@pytest.fixture(scope="module")
def film(still: bytes) -> bytes:
    return media.clip(media.picture("a keeper", 1280, 720), 1280, 720, 64, 16)


WORDS = "I did, and I would do it all over again."


@pytest.fixture(scope="module")
def said() -> bytes:
    return media.speech(WORDS)


async def test_a_mouth_that_speaks_is_told_from_one_that_does_not(keep: Keep, film: bytes, said: bytes) -> None:
    """B7."""
    given, pcm = keep(film), read_mono(keep(said))
    speaking = await asyncio.to_thread(look_at_mouth, keep(media.lipsync(film, said, 4.0)), given, pcm)
    still = await asyncio.to_thread(look_at_mouth, keep(media.lipsync(film, said, 4.0, still=True)), given, pcm)
    assert speaking.moves and speaking.follows
    assert not still.moves
    assert speaking.motion > 4 * still.motion


async def test_a_mouth_that_moves_in_the_silence_only_does_not_follow(
    keep: Keep, film: bytes, said: bytes
) -> None:
    pcm = read_mono(keep(said))
    half = np.zeros(4 * SAMPLE_RATE, np.int16)
    half[: 2 * SAMPLE_RATE] = pcm[: 2 * SAMPLE_RATE]
    synced = media.lipsync(film, media.speech("I did it. No, you did. " * 3), 4.0)
    wrong = np.roll(half, 2 * SAMPLE_RATE)
    seen = await asyncio.to_thread(look_at_mouth, keep(synced), keep(film), half)
    assert seen.moves
    late = await asyncio.to_thread(look_at_mouth, keep(_first_half_still(film, synced)), keep(film), half)
    right = await asyncio.to_thread(look_at_mouth, keep(_first_half_still(film, synced)), keep(film), wrong)
    assert not late.follows
    assert right.follows


def _first_half_still(before: bytes, synced: bytes) -> bytes:
    """The clip as it was for its first half, lip-synced in its second."""
    import io

    frames: list[np.ndarray] = []
    for data, part in ((before, slice(0, 32)), (synced, slice(32, None))):
        with av.open(io.BytesIO(data)) as container:
            frames += [one.to_ndarray(format="yuv420p") for one in container.decode(video=0)][part]
    return media._encode((frame.tobytes() for frame in frames), 1280, 720, 16)


async def test_another_rate_and_another_coder_are_no_mouth(keep: Keep, film: bytes, said: bytes) -> None:
    """The service gives the clip back at 24 fps, coded once more and a little brighter: nothing spoke."""
    import io

    with av.open(io.BytesIO(film)) as container:
        frames = [one.to_ndarray(format="yuv420p") for one in container.decode(video=0)]
    bright = [frame.copy() for frame in frames]
    for frame in bright:
        frame[:720] = np.clip(frame[:720].astype(int) + 6, 0, 255)
    again = [bright[min(int(i * 16 / 24), len(bright) - 1)] for i in range(96)]
    data = media._encode((frame.tobytes() for frame in again), 1280, 720, 24)
    seen = await asyncio.to_thread(look_at_mouth, keep(data), keep(film), read_mono(keep(said)))
    assert not seen.moves


def test_the_recipe_names_what_it_depends_on(tmp_path: Path) -> None:
    keys = {
        stretch._key(tmp_path / name, None, frames, bounds)
        for name in ("a", "b")
        for frames in (24, 25)
        for bounds in (KLING, Bounds())
    }
    assert len(keys) == 8
