"""Mouth shapes over time, from sounds or from loudness."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.media.camera import face_states
from core.providers.local.mouth_track import LEAD, blinks, envelope_track, mouth_track, mouths_of
from core.story import Mouth

SECOND = 48_000
FAR = SECOND // 10
LIPS = {"M", "F"}


@pytest.mark.parametrize(
    ("symbol", "mouths"),
    [
        ("ˈæ", "A"),
        ("aɪ", "AE"),
        ("ˈoʊ", "OU"),
        ("iː", "E"),
        ("m", "M"),
        ("p", "M"),
        ("v", "F"),
        ("l", "L"),
        ("tʃ", "L"),
        ("uː", "U"),
        ("ɔːɹ", "OU"),
        ("ɑ̃", "A"),
        ("k", ""),
        ("h", ""),
    ],
)
def test_sounds_have_their_mouths(symbol: str, mouths: str) -> None:
    assert "".join(mouths_of(symbol)) == mouths


def test_a_mouth_takes_its_shape_40_ms_before_the_sound() -> None:
    track = mouth_track([("ɑ", SECOND), ("", 2 * SECOND)], 3 * SECOND, 25)
    assert LEAD == SECOND // 25
    assert track == ((0, Mouth.REST), (SECOND - LEAD, Mouth.A), (2 * SECOND - LEAD, Mouth.REST))


def test_a_mouth_rests_in_a_pause_but_not_in_a_short_one() -> None:
    long, short = (
        mouth_track([("ɑ", 0), ("", SECOND), ("ɑ", SECOND + pause)], 2 * SECOND, 24)
        for pause in (SECOND // 2, 4000)
    )
    assert [mouth for _, mouth in long] == ["A", "rest", "A"]
    assert [mouth for _, mouth in short] == ["A"]


def test_closed_lips_are_seen_even_when_shorter_than_a_frame() -> None:
    track = mouth_track([("ɑ", 0), ("m", SECOND // 2), ("ɑ", SECOND // 2 + 600)], SECOND, 24)
    assert [mouth for _, mouth in track] == ["A", "M", "A"]
    assert track[2][0] - track[1][0] == SECOND // 24


def test_other_shapes_of_one_frame_are_not_shown() -> None:
    track = mouth_track([("ɑ", 0), ("uː", SECOND // 2), ("ɑ", SECOND // 2 + 1900)], SECOND, 24)
    assert [mouth for _, mouth in track] == ["A"]


def test_sounds_behind_the_lips_keep_the_mouth_before_them() -> None:
    track = mouth_track([("ɔ", 0), ("k", FAR), ("h", 2 * FAR), ("iː", 3 * FAR)], SECOND, 24)
    assert [mouth for _, mouth in track] == ["O", "E"]


SOUNDS = st.lists(
    st.tuples(st.sampled_from(["", "ɑ", "m", "f", "iː", "oʊ", "k", "l", "?", "ʃ"]), st.integers(0, 3 * SECOND)),
    max_size=60,
)


@settings(max_examples=200, deadline=None)
@given(SOUNDS, st.sampled_from([24, 25, 30]))
def test_no_mouth_flickers(sounds: list[tuple[str, int]], fps: int) -> None:
    """Played on the film's own frames every shape stays for two, lips for one."""
    track = mouth_track(sorted(sounds, key=lambda pair: pair[1]), 3 * SECOND, fps)
    assert track[0][0] == 0
    assert all(a[0] < b[0] and a[1] != b[1] for a, b in pairwise(track))
    frames = [mouth for mouth, _ in face_states(track, (), 3 * fps, fps)]
    runs = [(mouth, len(list(group))) for mouth, group in groupby(frames)]
    assert all(length > 1 or mouth in LIPS for mouth, length in runs)


def test_without_sounds_the_loudness_opens_the_mouth() -> None:
    t = np.arange(3 * SECOND) / SECOND
    strength = np.where(t < 1, 0.0, np.where(t < 2, 1.0, 0.3))
    pcm = (strength * 20_000 * np.sin(2 * np.pi * 150 * t)).astype(np.int16)
    frames = [mouth for mouth, _ in face_states(envelope_track(pcm, 24), (), 72, 24)]
    assert set(frames[:22]) == {"rest"} and set(frames[25:45]) == {"A"} and set(frames[50:70]) == {"L"}
    assert envelope_track(np.zeros(SECOND, np.int16), 24) == ((0, Mouth.REST),)


def test_blinks_are_the_same_for_the_same_seed_and_inside_the_shot() -> None:
    closed = blinks(60 * SECOND, 7)
    assert closed == blinks(60 * SECOND, 7) != blinks(60 * SECOND, 8)
    assert 10 <= len(closed) <= 30 and closed[-1][1] <= 60 * SECOND
    assert all(end - start == SECOND // 8 for start, end in closed)
    assert all(b[0] - a[0] >= 2 * SECOND for a, b in pairwise(closed))
