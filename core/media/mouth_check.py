"""The referee after a lip sync: did a mouth move, and did it move with the speech? (B7)

Both clips are looked at small and grey. What the model changed against the clip it was given is the mouth; the
face and everything else moves in both alike and cancels out. Sound in the clip is not listened to.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.error import FFmpegError

from core.media.probe import FORMATS
from core.media.sound import Pcm
from core.story import SAMPLE_RATE

WIDTH = 240
"""Px across that the clips are looked at with: a mouth in a medium shot is then some 10 px wide."""

REGION = 24
"""How many of the most changed px are the mouth."""

STILL = 6.0
"""Levels (0 to 255) by which a mouth's px change over time at the least; coding noise changes px by 1 to 3."""

MOST_FRAMES = 720
"""Frames from the beginning that are looked at; half a minute of a film."""

SILENCE = 0.08
"""Of the loudest stretch of speech: below it nobody is speaking."""

NOISE = 2.0
"""Levels from frame to frame that coding alone may make; less motion in the silences is rest."""

UNRELATED = 0.6
"""A mouth that moves this much less in speech than in silence has nothing to do with the speech."""

LEAST_SECONDS = 0.5
"""Of speech and of silence that there must be before the two are compared."""

Grey = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class MouthSeen:
    """What the referee saw."""

    motion: float
    """Levels by which the mouth's px change over time."""
    in_speech: float
    """Motion while somebody speaks, against motion in the silences; 1 where there is nothing to compare."""

    @property
    def moves(self) -> bool:
        return self.motion >= STILL

    @property
    def follows(self) -> bool:
        return self.in_speech >= UNRELATED


def look_at_mouth(synced: Path, given: Path, speech: Pcm) -> MouthSeen:
    """Compare the lip-synced clip with the one it was made from. Raises ValueError for unreadable ones."""
    after, fps = _grey(synced, 0.0)
    before, _ = _grey(given, float(fps))
    count = min(len(after), len(before))
    changed = after[:count] - before[:count]
    region = _most_changed(changed)
    mouth = changed.reshape(count, -1)[:, region]
    return MouthSeen(_spread(mouth), _in_speech(mouth, _loudness(speech, count, fps), float(fps)))


def _grey(path: Path, fps: float) -> tuple[Grey, Fraction]:
    """All frames small and grey, and their rate; at another rate the frame that is shown at each moment."""
    try:
        with av.open(str(path), options={"format_whitelist": FORMATS}) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            own = stream.average_rate or Fraction(24)
            height = max(2, round(WIDTH * stream.height / stream.width))
            seen = islice(container.decode(stream), MOST_FRAMES)
            frames = [frame.reformat(WIDTH, height, format="gray").to_ndarray() for frame in seen]
    except (FFmpegError, OSError, IndexError) as error:
        raise ValueError("the clip cannot be decoded") from error
    if not frames:
        raise ValueError("the clip has no picture")
    if fps and abs(fps - float(own)) > 0.01:
        count = round(len(frames) * fps / float(own))
        frames = [frames[min(int(i * float(own) / fps), len(frames) - 1)] for i in range(count)]
    return np.asarray(frames, np.float32), own


def _most_changed(changed: Grey) -> npt.NDArray[np.intp]:
    """The px that change most over time; single ones amid px that do not are noise."""
    spread = changed.std(axis=0)
    padded = np.pad(spread, 1, mode="edge")
    height, width = spread.shape
    around = sum(padded[dy : dy + height, dx : dx + width] for dy in range(3) for dx in range(3))
    return np.argsort(np.asarray(around).reshape(-1))[-REGION:]


def _spread(mouth: Grey) -> float:
    return float(mouth.std(axis=0).mean()) if len(mouth) > 1 else 0.0


def _loudness(speech: Pcm, count: int, fps: Fraction) -> npt.NDArray[np.float64]:
    """Mean level of the speech during each frame, the loudest being 1."""
    step = SAMPLE_RATE / float(fps)
    level = np.abs(speech.astype(np.float64))
    sums = np.concatenate([[0.0], np.cumsum(level)])
    edges = np.minimum((np.arange(count + 1) * step).astype(np.int64), len(level))
    means = (sums[edges[1:]] - sums[edges[:-1]]) / step
    return np.asarray(means / (means.max(initial=0.0) or 1.0))


def _in_speech(mouth: Grey, loud: npt.NDArray[np.float64], fps: float) -> float:
    """Motion from frame to frame while there is speech, against that in silences.

    A mouth closes a little after the sound ends, so frames next to speech count as speech; medians, since a cut
    or a blink is one large motion.
    """
    motion = np.abs(np.diff(mouth, axis=0)).mean(axis=1)
    near = np.convolve((loud > SILENCE).astype(float), np.ones(5), mode="same")[1:] > 0
    speaking, resting = motion[near], motion[~near]
    if min(len(speaking), len(resting)) < LEAST_SECONDS * fps:
        return 1.0
    usual = float(np.median(resting))
    return float(np.median(speaking)) / usual if usual > NOISE else 1.0
