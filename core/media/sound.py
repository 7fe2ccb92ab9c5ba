"""Sound files as whole samples: WAV in and out, and any other audio file decoded to 48 kHz."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.error import FFmpegError

from core.errors import BadInput
from core.story import SAMPLE_RATE

Pcm = npt.NDArray[np.int16]
"""Samples at 48 kHz: shape (n,) for mono, (n, 2) for stereo."""

_LAYOUTS = {1: "mono", 2: "stereo"}


def write_wav(path: Path, samples: Pcm) -> None:
    """Write 16-bit PCM at 48 kHz, mono or stereo by the array's shape; no clock and no tags in the file."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(np.ascontiguousarray(samples, dtype="<i2").tobytes())


def read_mono(path: Path) -> Pcm:
    """All samples of a sound file as mono at 48 kHz; a WAV of that kind is read as it is, sample for sample.

    Raises BadInput when the file holds no sound that can be read.
    """
    ready = _plain_wav(path, 1)
    return decode(path, channels=1)[:, 0] if ready is None else ready


def read_stereo(path: Path) -> Pcm:
    """All samples of a sound file as (n, 2) at 48 kHz. Raises BadInput as `read_mono` does."""
    ready = _plain_wav(path, 2)
    return decode(path, channels=2) if ready is None else ready.reshape(-1, 2)


def to_mono(sound: Pcm) -> Pcm | npt.NDArray[np.float32]:
    """The middle of both channels of (n, 2), between -1 and 1; one of them as it is where they are equal."""
    left, right = np.ascontiguousarray(sound[:, 0]), np.ascontiguousarray(sound[:, 1])
    if np.array_equal(left, right):
        return left
    return np.asarray(np.add(left, right, dtype=np.float32) * np.float32(0.5 / 32768))


def decode(path: Path, *, channels: int, at_most: int | None = None) -> Pcm:
    """Decode any audio file to (n, channels) at 48 kHz, stopping soon after `at_most` samples.

    Cover art and other streams are passed over. Damage after the first sound ends the sound there.
    Raises BadInput when nothing can be decoded.
    """
    pieces: list[Pcm] = []
    length = 0
    try:
        for piece in _pieces(path, channels):
            pieces.append(piece)
            length += len(piece)
            if at_most is not None and length >= at_most:
                break
    except (FFmpegError, OSError, ValueError) as error:
        if not pieces:
            raise BadInput(
                f"“{path.name}” cannot be read as sound.",
                next_step="Give an mp3, m4a, wav, flac or ogg file that plays in a music player.",
            ) from error
    if not length:
        raise BadInput(
            f"“{path.name}” holds no sound.",
            next_step="Give a file with at least one audio track.",
        )
    return np.concatenate(pieces)[:at_most]


def _plain_wav(path: Path, channels: int) -> Pcm | None:
    try:
        with wave.open(str(path), "rb") as file:
            kind = (file.getnchannels(), file.getsampwidth(), file.getframerate())
            if kind != (channels, 2, SAMPLE_RATE):
                return None
            return np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.int16, copy=False)
    except (wave.Error, EOFError, OSError):
        return None


def _pieces(path: Path, channels: int) -> Iterator[Pcm]:
    with av.open(str(path)) as container:
        if not container.streams.audio:
            return
        stream = container.streams.audio[0]
        stream.codec_context.thread_type = "AUTO"
        resampler = av.AudioResampler(format="s16", layout=_LAYOUTS[channels], rate=SAMPLE_RATE)
        for frame in container.decode(stream):
            yield from _arrays(resampler.resample(frame), channels)
        yield from _arrays(resampler.resample(None), channels)


def _arrays(frames: list[AudioFrame], channels: int) -> Iterator[Pcm]:
    for frame in frames:
        yield frame.to_ndarray().reshape(-1, channels).astype(np.int16, copy=False)
