"""From raw speech to a film's sound: exact places, even level, the same bytes."""

from __future__ import annotations

import numpy as np
import pytest

from core.media.loudness import loudness
from core.providers.local.voice.polish import LEAD, PEAK, TAIL, polish, ratio


def _tone(seconds: float, hz: float, rate: int = 22_050, strength: float = 0.3) -> np.ndarray:
    t = np.arange(int(seconds * rate)) / rate
    return np.rint(strength * 32767 * np.sin(2 * np.pi * hz * t)).astype(np.int16)


def _click_at(samples: int, places: list[int]) -> np.ndarray:
    raw = np.zeros(samples, np.int16)
    for place in places:
        raw[place : place + 3] = 20_000
    return raw


@pytest.mark.parametrize(("rate", "tract"), [(22_050, 1000), (16_000, 1000), (22_050, 1163), (22_050, 780)])
def test_places_in_the_raw_sound_are_found_in_the_finished_one(rate: int, tract: int) -> None:
    """Also where a long sound is worked in blocks: 70 s are three."""
    places = [rate * k for k in (1, 20, 24, 25, 48, 69)]
    polished = polish(_click_at(rate * 70, places), rate, tract=tract)
    sound = np.abs(polished.pcm.astype(float))
    for place in places:
        around = polished.place(place + 1)
        window = sound[around - 400 : around + 400]
        assert abs(int(window.argmax()) - 400) <= 2


def test_the_ratio_is_exact() -> None:
    assert ratio(22_050, 1000) == (320, 147)
    assert ratio(48_000, 1000) == (1, 1)


def test_pitch_and_length_follow_the_tract() -> None:
    def peak_hz(tract: int) -> float:
        pcm = polish(_tone(1.0, 440), 22_050, tract=tract).pcm
        return float(np.abs(np.fft.rfft(pcm * np.hanning(len(pcm)))).argmax() * 48_000 / len(pcm))

    assert peak_hz(1000) == pytest.approx(440, abs=2)
    assert peak_hz(1250) == pytest.approx(550, abs=2)


def test_the_ends_are_the_same_for_every_line() -> None:
    quiet = np.zeros(9000, np.int16)
    bare, padded = (
        polish(_tone(0.5, 300), 22_050),
        polish(np.concatenate([quiet, _tone(0.5, 300), quiet]), 22_050),
    )
    assert abs(len(bare.pcm) - len(padded.pcm)) <= 480
    assert not bare.pcm[: LEAD // 4].any() and np.abs(bare.pcm[-TAIL // 8 :]).max() < 200
    assert padded.place(9000) == pytest.approx(LEAD, abs=480)


def test_loudness_is_even_and_peaks_are_kept_down() -> None:
    rng = np.random.default_rng(1)
    spiky = _tone(2.0, 200, strength=0.02)
    spiky[rng.integers(0, len(spiky), 12)] = 32_000
    for raw in (_tone(0.2, 250, strength=0.01), _tone(3.0, 250, strength=0.9), spiky):
        pcm = polish(raw, 22_050).pcm
        assert np.abs(pcm).max() <= PEAK * 32768
    for strength in (0.01, 0.9):
        assert loudness(polish(_tone(2.0, 250, strength=strength), 22_050).pcm) == pytest.approx(-20, abs=0.2)


def test_silence_stays_silence() -> None:
    assert not polish(np.zeros(1000, np.int16), 22_050).pcm.any()


def test_the_same_sound_gives_the_same_bytes() -> None:
    raw = _tone(1.3, 180)
    assert polish(raw, 22_050).pcm.tobytes() == polish(raw.copy(), 22_050).pcm.tobytes()
