"""A spoken line that came from a voice: decoded to 48 kHz mono, loud enough, as long as the words can last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.error import FFmpegError

from core.errors import BadInput
from core.media.received import NoGood, Received
from core.media.sound import Pcm, read_mono, write_wav
from core.media.word_times import told_end, word_times
from core.story import SAMPLE_RATE

SILENT = 330
"""Loudest sample (of 32,767) below which nobody hears anything: -40 dB."""

FASTEST, SLOWEST = 45.0, 3.0
"""Characters a second that speech lies between, by a wide margin; an even reading has about 15."""

LEEWAY = 4.0
"""Seconds that a line may last beyond that: pauses, sighs, laughter that a tag asked for."""

CUT_SHORT = 0.35
"""Seconds that a sound may be shorter than its own file, or its word times, say."""


def check_sound(path: Path, *, text: str, told: Any = None) -> Received:
    """Check a spoken line and keep it as WAV. `told` are the word times as the voice gave them. Raises NoGood.

    Facts and the part "times" are those of the local voice: `samples`, `duration_ms`, `said`, `notes`, `words`.
    """
    try:
        pcm = read_mono(path)
    except BadInput as error:
        raise NoGood("it is no sound", broken=True) from error
    seconds = len(pcm) / SAMPLE_RATE
    if seconds < max(_promised(path), told_end(told)) - CUT_SHORT or _is_half_a_wav(path):
        raise NoGood("the sound ends too early", broken=True)
    _must_be_heard(pcm)
    _must_last(seconds, text)
    target = path.with_name(path.name + ".wav")
    write_wav(target, pcm)
    words = word_times(text, told, len(pcm))
    return Received(target, "audio/wav", _facts(pcm, words), {"times": _times(words)} if words else {})


def _promised(path: Path) -> float:
    """Seconds that the file's own head names; 0 when it names none."""
    try:
        with av.open(str(path)) as container:
            return (container.duration or 0) / 1_000_000
    except (FFmpegError, OSError, ValueError):
        return 0.0


def _is_half_a_wav(path: Path) -> bool:
    """Whether a WAV file is shorter than its head says; a decoder silently believes the shorter of the two.

    Written to a pipe it says 0 or the largest number there is, which means nothing.
    """
    with path.open("rb") as file:
        head = file.read(8)
    said = int.from_bytes(head[4:8], "little")
    return head[:4] == b"RIFF" and 0 < said < 0xFFFFFF00 and path.stat().st_size < said + 8


def _must_be_heard(pcm: Pcm) -> None:
    if int(np.abs(pcm.astype(np.int32)).max(initial=0)) < SILENT:
        raise NoGood("it is silent")


def _must_last(seconds: float, text: str) -> None:
    letters = sum(2 if ord(char) > 0x2E80 else 1 for char in text if char.isalnum())
    if not letters / FASTEST <= seconds <= letters / SLOWEST + LEEWAY:
        raise NoGood(f"it lasts {seconds:.1f} s, which does not fit a line of {len(text)} characters")


def _facts(pcm: Pcm, words: Any) -> dict[str, Any]:
    samples = len(pcm)
    return {
        "samples": samples,
        "duration_ms": (samples * 1000 + SAMPLE_RATE // 2) // SAMPLE_RATE,
        "said": True,
        "notes": [],
        **({"words": [list(row) for row in words]} if words else {}),
    }


def _times(words: Any) -> bytes:
    return json.dumps({"words": words, "phonemes": []}).encode()
