"""Loudness and peaks: BS.1770 measurement, and levelling of a whole sound without changing its length.

Everything is decided at the rate of short blocks (64 samples, 1.3 ms): K-weighted energy and true peak are
measured once per block, gain and limiter are found on those few numbers, and the samples are touched once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from core.story import SAMPLE_RATE

Floats = npt.NDArray[np.float32]
Energy = npt.NDArray[np.float64]

BLOCK = 64
"""Samples per block of the gain curve."""
TARGET_LUFS = -16.0
"""Integrated loudness of the voices in the final stereo sound (media.md 8)."""
CEILING_DBTP = -1.5
"""True peak aimed at, so that -1 dBTP still holds after AAC (media.md 8)."""
SILENCE_LUFS = -70.0
"""The absolute gate of BS.1770: what is quieter counts as silence."""

_HOP = SAMPLE_RATE // 10
_HOP_BLOCKS = _HOP // BLOCK
_FFT = 16_384
_TAPS = 2_048
_PIECE = (_FFT - _TAPS) * 256
"""Samples filtered at once (76 s), so that memory does not grow with the film."""
_LOOK_AHEAD = 4
"""Blocks on each side over which the limiter eases in and out: 5.3 ms."""
_FEW = 8
"""Rows of a product that OpenBLAS computes with one thread (M * N * K up to 262,144)."""
_HEADROOM = 2.0
"""Peaks are measured where they can matter up to this much more gain than the first guess."""


def loudness(sound: npt.NDArray[np.integer] | npt.NDArray[np.floating]) -> float:
    """Integrated loudness in LUFS of mono (n,) or stereo (n, 2); -inf for silence.

    Mono counts as one channel: the same sound on two channels is 3.01 LU louder (media.md 8).
    """
    channels = _channels(sound)
    energy = sum(block_energy(channel) for channel in channels)
    if sound.ndim == 2 and sound.shape[1] > len(channels):
        energy = sound.shape[1] * energy
    return gated(np.asarray(energy))


def true_peak(sound: npt.NDArray[np.integer] | npt.NDArray[np.floating]) -> float:
    """Highest peak in dBTP, measured at four times the rate; -inf for silence.

    Between samples is looked only where more than the highest sample can come out.
    """
    channels = _channels(sound)
    highest = max(float(max(c.max(initial=0.0), -c.min(initial=0.0))) for c in channels)
    return decibels(max(float(_true_peaks(channel, highest).max(initial=0.0)) for channel in channels))


@dataclass(frozen=True, slots=True)
class Curve:
    """Gain over time: one knot per block edge, straight lines between."""

    knots: Floats

    def middles(self) -> Floats:
        """The gain in the middle of each block."""
        return (self.knots[:-1] + self.knots[1:]) * np.float32(0.5)

    def apply(self, sound: Floats) -> Floats:
        """One channel (n,) or several (channels, n) times the curve; same length. A last block may be short."""
        ramp = np.arange(BLOCK, dtype=np.float32) / np.float32(BLOCK)
        gain = self.knots[:-1, None] + np.diff(self.knots)[:, None] * ramp
        return np.asarray(sound * gain.reshape(-1)[: sound.shape[-1]], dtype=np.float32)


def limiter(sound: Floats, limit_dbtp: float = CEILING_DBTP) -> Curve:
    """The gain curve that keeps every true peak of all channels, (channels, n), under the limit."""
    limit = amplitude(limit_dbtp)
    peaks = np.max([_true_peaks(channel, limit) for channel in sound], axis=0)
    return Curve(_knots(_needed(peaks, limit)))


def levelling(sound: Floats, energy: Energy, target: float = TARGET_LUFS, limit: float = CEILING_DBTP) -> Curve:
    """The gain curve that brings mono sound, heard on TWO channels, to the target in LUFS.

    `energy` is the sound's own `block_energy`. Silence gets a gain of one. Where the limiter would have to
    work harder than 6 dB to stay under `limit` (dBTP) the sound stays quieter.
    """
    energy = 2.0 * energy
    now = gated(energy)
    if now <= SILENCE_LUFS:
        return flat(len(sound))
    first, ceiling = amplitude(target - now), amplitude(limit)
    peaks = _true_peaks(sound, ceiling / (first * _HEADROOM))
    gain = first
    for _ in range(8):
        knots = _knots(_needed(peaks * gain, ceiling)) * np.float32(gain)
        error = target - gated(energy * Curve(knots).middles() ** 2)
        if abs(error) < 0.005 or gain >= first * _HEADROOM:
            break
        gain = min(gain * amplitude(error), first * _HEADROOM)
    return Curve(knots)


def flat(samples: int) -> Curve:
    """A gain of one for a sound of so many samples."""
    return Curve(np.ones(-(-samples // BLOCK) + 1, dtype=np.float32))


def block_energy(sound: Floats) -> Energy:
    """K-weighted energy of every whole or last short block of one channel."""
    return np.concatenate([_energy_of(sound, at) for at in range(0, len(sound), _PIECE)] or [np.zeros(0)])


def gated(energy: Energy) -> float:
    """Integrated loudness from block energies summed over channels: the two gates of BS.1770-4.

    Windows of 400 ms every 100 ms. Sound shorter than one window is measured as it is.
    """
    hops = len(energy) // _HOP_BLOCKS
    if hops < 4:
        return _lufs(float(energy.sum()) / max(1, len(energy) * BLOCK))
    tenths = energy[: hops * _HOP_BLOCKS].reshape(hops, _HOP_BLOCKS).sum(axis=1)
    window = (tenths[:-3] + tenths[1:-2] + tenths[2:-1] + tenths[3:]) / (4 * _HOP)
    heard = window[window > _power(SILENCE_LUFS)]
    if not heard.size:
        return -np.inf
    return _lufs(float(heard[heard > heard.mean() / 10.0].mean()))


def amplitude(db: float) -> float:
    """A factor for samples from decibels."""
    return float(10.0 ** (db / 20.0))


def decibels(factor: float) -> float:
    """Decibels of a factor for samples; -inf for zero."""
    return float(20.0 * np.log10(factor)) if factor > 0 else -np.inf


def as_float(sound: npt.NDArray[np.integer] | npt.NDArray[np.floating]) -> Floats:
    """Samples between -1 and 1."""
    if np.issubdtype(sound.dtype, np.integer):
        return sound.astype(np.float32) * np.float32(1 / 32768)
    return sound.astype(np.float32, copy=False)


def as_int16(sound: Floats) -> npt.NDArray[np.int16]:
    """Rounded and clipped to 16 bits."""
    return np.asarray(np.clip(np.rint(sound * np.float32(32768)), -32768, 32767), dtype=np.int16)


def _channels(sound: npt.NDArray[np.integer] | npt.NDArray[np.floating]) -> list[Floats]:
    """The channels, or only the first where all are equal, as voices without music are."""
    if sound.ndim == 1:
        return [as_float(sound)]
    channels = np.ascontiguousarray(sound.T)
    alike = all(np.array_equal(channels[0], other) for other in channels[1:])
    return [as_float(channel) for channel in (channels[:1] if alike else channels)]


def _blocks(sound: Floats) -> Floats:
    spare = -len(sound) % BLOCK
    whole = np.pad(sound, (0, spare)) if spare else sound
    return whole.reshape(-1, BLOCK)


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs + 0.691) / 10.0))


def _lufs(power: float) -> float:
    return float(-0.691 + 10.0 * np.log10(power)) if power > 0 else -np.inf


def _energy_of(sound: Floats, at: int) -> Energy:
    """Overlap-save with the filter's response cut after 43 ms, where it has died away."""
    step = _FFT - _TAPS
    piece = sound[max(0, at - _TAPS) : at + _PIECE]
    length = len(sound[at : at + _PIECE])
    padded = np.zeros(_TAPS + -(-length // step) * step, dtype=np.float32)
    lead = _TAPS - min(at, _TAPS)
    padded[lead : lead + len(piece)] = piece
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::step]
    spectrum = np.fft.rfft(frames, axis=1)
    spectrum *= _k_response()
    weighted = np.fft.irfft(spectrum, axis=1).astype(np.float32, copy=False)
    blocks = _blocks(weighted[:, _TAPS:].reshape(-1)[:length])
    return np.asarray(np.einsum("ij,ij->i", blocks, blocks), dtype=np.float64)


@cache
def _k_response() -> npt.NDArray[np.complex64]:
    """Spectrum of the two filters of BS.1770-4, table 1 and 2 (48 kHz)."""
    shelf = (
        (1.53512485958697, -2.69169618940638, 1.19839281085285),
        (1.0, -1.69065929318241, 0.73248077421585),
    )
    pass_high = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
    z = np.exp(-2j * np.pi * np.arange(_FFT * 4 // 2 + 1) / (_FFT * 4))
    response = np.ones_like(z)
    for over, under in (shelf, pass_high):
        response *= np.polyval(over[::-1], z) / np.polyval(under[::-1], z)
    impulse = np.fft.irfft(response)[:_TAPS]
    return np.fft.rfft(impulse, _FFT).astype(np.complex64)


@cache
def _between() -> Floats:
    """Matrix from a block with 12 samples on each side to its values at a quarter, half and three quarters."""
    matrix = np.zeros((BLOCK + 24, 3, BLOCK))
    taps = np.arange(-11, 13)
    for row, quarter in enumerate((0.25, 0.5, 0.75)):
        x = taps - quarter
        sinc = np.sinc(x) * np.cos(np.pi * x / 26) ** 2
        for sample in range(BLOCK):
            matrix[sample + 12 + taps, row, sample] = sinc
    return matrix.reshape(BLOCK + 24, -1).astype(np.float32)


def _true_peaks(sound: Floats, limit: float) -> Floats:
    """Per block the highest of the samples and of the values between them.

    A block whose neighbourhood is too quiet to reach `limit` between samples keeps its sample peak: the
    sum of the filter's absolute taps bounds what can come out, so nothing over the limit is missed.
    """
    blocks = _blocks(sound)
    peaks: Floats = np.maximum(blocks.max(axis=1, initial=0), -blocks.min(axis=1, initial=0))
    near = np.maximum(peaks, np.maximum(_shift(peaks, 1), _shift(peaks, -1)))
    bound = float(np.abs(_between()).sum(axis=0).max())
    chosen = np.flatnonzero((near * bound > limit) & (near > 0))
    if not chosen.size:
        return peaks
    frames = np.lib.stride_tricks.sliding_window_view(np.pad(blocks.reshape(-1), 12), BLOCK + 24)[::BLOCK]
    for part in np.array_split(chosen, -(-chosen.size // 4_096)):
        between = _product(frames[part], _between())
        highest = np.maximum(between.max(axis=1), -between.min(axis=1))
        peaks[part] = np.maximum(peaks[part], highest)
    return peaks


def _product(rows: Floats, matrix: Floats) -> Floats:
    """`rows @ matrix`, so few rows at a time that BLAS does not call up other cores: they go on spinning."""
    spare = -len(rows) % _FEW
    few = np.pad(rows, ((0, spare), (0, 0))).reshape(-1, _FEW, rows.shape[1])
    return np.asarray((few @ matrix).reshape(-1, matrix.shape[1])[: len(rows)], dtype=np.float32)


def _shift(values: Floats, by: int) -> Floats:
    out = np.zeros_like(values)
    if by > 0:
        out[by:] = values[:-by]
    else:
        out[:by] = values[-by:]
    return out


def _needed(peaks: Floats, limit: float) -> Floats:
    return np.asarray(np.minimum(1.0, limit / np.maximum(peaks, 1e-9)), dtype=np.float32)


def _knots(needed: Floats) -> Floats:
    """A curve that is under every block's gain, eased by a running mean over the look-ahead."""
    if not needed.size or float(needed.min()) >= 1.0:
        return np.ones(len(needed) + 1, dtype=np.float32)
    reach = 2 * _LOOK_AHEAD + 1
    edges = np.pad(needed, (_LOOK_AHEAD + 1 + _LOOK_AHEAD,) * 2, constant_values=1.0)
    lowest = np.lib.stride_tricks.sliding_window_view(edges, reach + 1).min(axis=1)
    weights = np.full(reach, 1.0 / reach)
    return np.convolve(lowest, weights, mode="valid").astype(np.float32)
