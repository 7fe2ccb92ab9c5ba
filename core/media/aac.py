"""The film's sound as AAC, encoded once per version of the sound and copied from then on (media.md 3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream

from core.media.sound import Pcm
from core.story import SAMPLE_RATE

ENCODER = f"aac fast 128k in the middle/160k, av {av.__version__}"
"""Goes into cache keys: another encoder writes other bytes."""

FRAME_SAMPLES = 1_024
_BIT_RATE = 160_000
_VOICES_ONLY = 128_000
"""For two equal channels, which need no more and are coded in two thirds of the time."""
_PIECE = FRAME_SAMPLES * 256
_IN_THE_MIDDLE = {"aac_ms": "1", "aac_pns": "0", "aac_is": "0", "aac_tns": "0"}
"""For two equal channels: what both have in common is coded, once, and they come out equal again.

A fifth less time than leaving the choice to the encoder, which also makes noise of its own for each channel.
"""


@dataclass(frozen=True, slots=True)
class AacFacts:
    """How the samples lie in the encoded file."""

    samples: int
    """What a player presents, by the edit list and the last packet's length."""
    priming: int
    """Samples the encoder puts before the first; the edit list skips them."""
    padding: int
    """Samples after the last that fill up the last packet."""


def encode_aac(sound: Pcm, out: Path) -> AacFacts:
    """Encode stereo (n, 2) to an .m4a whose edit list presents exactly n samples, to be copied into the film.

    About 0.02 of the sound's length on one core. Blocks; encodes without the interpreter's lock.
    """
    options = {"movie_timescale": str(SAMPLE_RATE), "fflags": "+bitexact"}
    with av.open(str(out), "w", format="mp4", options=options) as container:
        equal = np.array_equal(sound[:, 0], sound[:, 1])
        tools = {"aac_coder": "fast", **(_IN_THE_MIDDLE if equal else {})}
        stream = container.add_stream("aac", rate=SAMPLE_RATE, options=tools)
        stream.bit_rate = _VOICES_ONLY if equal else _BIT_RATE
        stream.layout = "stereo"
        for at in range(0, len(sound), _PIECE):
            container.mux(stream.encode(_frame(sound[at : at + _PIECE], at)))
        container.mux(stream.encode(None))
    return aac_facts(out)


def aac_facts(path: Path) -> AacFacts:
    """Measured in a file's first audio track: what is presented, skipped before and left over behind."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        packets = [packet for packet in container.demux(stream) if packet.pts is not None]
        first = min((packet.pts or 0 for packet in packets), default=0)
        end = max(((packet.pts or 0) + (packet.duration or 0) for packet in packets), default=0)
        presented = min(end, _presented(stream, end))
    return AacFacts(presented, -first, len(packets) * FRAME_SAMPLES + first - presented)


def _presented(stream: AudioStream, end: int) -> int:
    return end if stream.duration is None else stream.duration


def _frame(samples: Pcm, at: int) -> av.AudioFrame:
    planes = np.ascontiguousarray(samples.T, dtype=np.float32) / np.float32(32768)
    frame = av.AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
    frame.sample_rate = SAMPLE_RATE
    frame.pts = at
    return frame
