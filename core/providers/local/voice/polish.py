"""Raw speech made fit for a film: 48 kHz, a warmer tone, even loudness, tight ends; the same bytes every time.

The tone is shaped without moving anything in time, so that places in the raw sound stay exact (media.md 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from core.media.loudness import loudness
from core.story import SAMPLE_RATE

Wave = NDArray[np.float64]

LOUDNESS = -20.0
"""LUFS of every line before the mix, so that all lines sit alike."""

PEAK = 0.79
"""No sample is beyond this share of full scale (-2 dBFS)."""

LEAD = SAMPLE_RATE // 50
TAIL = SAMPLE_RATE * 2 // 25
"""20 ms of quiet before and 80 ms after the sound: the same for every line, so that 150 ms gaps sound equal."""

_BLOCK_SECONDS = 24
_MARGIN_SECONDS = 0.25
_FADE = SAMPLE_RATE // 200
_QUIET = 10 ** (-46 / 20)
"""Below this share of the loudest moment a line has not begun or is over."""

_REFLECTIONS = ((0.0073, 0.10), (0.0117, -0.075), (0.0171, 0.055), (0.0233, -0.04), (0.0291, 0.028))
"""A small furnished room: seconds after the direct sound and strength."""


@dataclass(frozen=True, slots=True, eq=False)
class Polished:
    """A finished line and how to find a place of the raw sound in it."""

    pcm: NDArray[np.int16]
    offset: int
    """Samples at 48 kHz that were taken from the front; negative when silence was put there."""
    up: int
    down: int

    def place(self, raw_sample: int) -> int:
        """The sample of the finished line at which a sample of the raw sound lies."""
        place = (raw_sample * self.up + self.down // 2) // self.down - self.offset
        return min(max(place, 0), len(self.pcm))


def polish(
    raw: NDArray[np.int16], rate: int, *, tract: int = 1000, gain_db: float = 0.0, colour: float = 1.0
) -> Polished:
    """The line in mono s16 at 48 kHz.

    `tract` plays the sound faster (above 1000) or slower, which changes pitch and timbre together, as a smaller
    or larger speaker would; the caller asks for speech that much slower or faster. `gain_db` moves the line
    from the common loudness (a whisper); `colour` is how much of the tone is applied.
    """
    up, down = ratio(rate, tract)
    if not raw.any():
        return Polished(np.zeros(LEAD + len(raw) * up // down + TAIL, np.int16), -LEAD, up, down)
    wave = _compressed(_shaped(raw / 32768.0, up, down, colour))
    wave, offset = _trimmed(wave)
    wave = _limited(wave * 10 ** ((LOUDNESS + gain_db - loudness(wave)) / 20))
    return Polished(np.rint(wave * 32767).astype(np.int16), offset, up, down)


def ratio(rate: int, tract: int) -> tuple[int, int]:
    """Samples out for samples in, as the smallest whole numbers."""
    out, into = SAMPLE_RATE * 1000, rate * tract
    common = gcd(out, into)
    return out // common, into // common


def _loudness(wave: Wave) -> float:
    """In LUFS; a line shorter than the measure's own 0.4 s is measured with silence after it."""
    return loudness(np.pad(wave, (0, max(0, SAMPLE_RATE * 2 // 5 - len(wave)))))


def _shaped(wave: Wave, up: int, down: int, colour: float) -> Wave:
    """Resampled by up/down and given tone and room, in blocks that overlap, so that memory stays small."""
    rate_in = SAMPLE_RATE * down / up
    unit = down * max(1, round(_MARGIN_SECONDS * rate_in / down))
    block = unit * max(1, round(_BLOCK_SECONDS * rate_in / unit))
    pieces = []
    for at in range(0, len(wave), block):
        left = unit if at else 0
        part = wave[at - left : at + block + unit]
        size = down * _smooth(-(-(len(part) + unit) // down))
        out = _through(part, size, size // down * up, colour)
        end = min(block, len(wave) - at)
        last = at + block >= len(wave)
        stop = (left + end) * up // down + (unit * up // down if last else 0)
        pieces.append(out[left * up // down : stop])
    return np.concatenate(pieces)


def _through(part: Wave, size: int, out_size: int, colour: float) -> Wave:
    """One block through the frequency domain: more samples are more (empty) frequencies."""
    spectrum = np.fft.rfft(part, size)
    count = min(len(spectrum), out_size // 2 + 1)
    full = np.zeros(out_size // 2 + 1, np.complex128)
    full[:count] = spectrum[:count] * _tone(count, SAMPLE_RATE / out_size, colour)
    return np.fft.irfft(full, out_size) * (out_size / size)


def _tone(count: int, step: float, colour: float) -> NDArray[np.complex128]:
    """High-pass, +2 dB low, -3 dB at 3 kHz, soft top (media.md 7), and the room."""
    f = np.arange(count) * step
    octaves = np.log2(np.maximum(f, 1.0) / 3000)
    decibels = (
        2.0 / (1 + (f / 260) ** 2)
        - 3.0 * np.exp(-((octaves / 0.6) ** 2))
        - 3.0 / (1 + (6500 / np.maximum(f, 1)) ** 4)
    )
    high_pass = 1 / (1 + (70 / np.maximum(f, 1e-3)) ** 4)
    top = 1 / (1 + (f / 10_500) ** 12)
    room = np.ones(count, np.complex128)
    for seconds, strength in _REFLECTIONS:
        room += strength / (1 + (f / 3500) ** 2) * np.exp(-2j * np.pi * f * seconds)
    return np.asarray(10 ** (colour * decibels / 20) * high_pass * top * room, np.complex128)


def _smooth(least: int) -> int:
    """The smallest number from `least` up with no prime factor above 5: transforms of such sizes are fast."""
    number = least
    while True:
        rest = number
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return number
        number += 1


def _compressed(wave: Wave) -> Wave:
    """Loud syllables 2:1 down above the line's usual level; 10 ms steps, smoothed, so that nothing pumps."""
    step = SAMPLE_RATE // 100
    level = _block_rms(wave, step)
    voiced = level[level > level.max() * 0.05]
    usual = float(np.median(voiced))
    over = np.maximum(20 * np.log10(np.maximum(level, 1e-9) / usual), 0.0)
    window = np.hanning(11)
    gain = 10 ** (-0.5 * np.convolve(over, window / window.sum(), "same") / 20)
    centres = (np.arange(len(gain)) + 0.5) * step
    return wave * np.interp(np.arange(len(wave)), centres, gain)


def _trimmed(wave: Wave) -> tuple[Wave, int]:
    """The sound with exactly LEAD and TAIL around it and short fades, and how much was taken from the front."""
    step = SAMPLE_RATE // 200
    level = _block_rms(wave, step)
    heard = np.flatnonzero(level > level.max() * _QUIET)
    first, last = int(heard[0]) * step - LEAD, (int(heard[-1]) + 1) * step + TAIL
    padded = np.pad(wave, (max(0, -first), max(0, last - len(wave))))
    shift = max(0, -first)
    cut = padded[first + shift : last + shift].copy()
    ramp = np.linspace(0.0, 1.0, _FADE)
    cut[:_FADE] *= ramp
    cut[-_FADE:] *= ramp[::-1]
    return cut, first


def _block_rms(wave: Wave, step: int) -> Wave:
    blocks = np.pad(wave, (0, -len(wave) % step)).reshape(-1, step)
    return np.asarray(np.sqrt((blocks**2).mean(axis=1)), np.float64)


def _limited(wave: Wave) -> Wave:
    """Peaks turned down for a few milliseconds around them, never clipped."""
    step = SAMPLE_RATE // 1000
    peaks = np.abs(np.pad(wave, (0, -len(wave) % step))).reshape(-1, step).max(axis=1)
    wanted = np.minimum(1.0, PEAK / np.maximum(peaks, 1e-9))
    if wanted.min() == 1.0:
        return wave
    held = np.lib.stride_tricks.sliding_window_view(np.pad(wanted, 6, mode="edge"), 13).min(axis=1)
    window = np.hanning(11)[1:-1]
    gain = np.convolve(np.pad(held, 4, mode="edge"), window / window.sum(), "valid")
    centres = (np.arange(len(gain)) + 0.5) * step
    return np.clip(wave * np.interp(np.arange(len(wave)), centres, gain), -PEAK, PEAK)
