"""A clip that came from a model: does it decode to its end, is it long enough, does it show anything at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from core.media.probe import FORMATS
from core.media.received import NoGood, Received

SHAPE_OFF = 0.12
"""How far width : height may be from the film's; the film crops as much (core/media/pieces.py)."""

LEAST_SHARE = 0.8
"""Of the asked length: a clip a little shorter holds its last frame, a much shorter one is no good."""

BLACK = 20.0
"""Brightness (0 to 255, black being 16) that no frame of a black clip passes."""

LOOKED_AT = 6
"""Every so many frames one is looked at."""

_MIMES = {"mov,mp4,m4a,3gp,3g2,mj2": "video/mp4", "matroska,webm": "video/webm"}


@dataclass(slots=True)
class Footage:
    """What is measured while a clip is decoded."""

    frames: int = 0
    first: Fraction | None = None
    end: Fraction = Fraction(0)
    brightest: float = 0.0
    size: tuple[int, int] = (0, 0)
    step: Fraction = Fraction(1, 24)
    mime: str = "video/mp4"
    levels: list[float] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """From the first frame to the end of the last one."""
        return float(self.end - (self.first or 0))

    @property
    def fps(self) -> float:
        return self.frames / self.seconds if self.seconds else 0.0


def check_clip(path: Path, *, seconds: float, shape: float) -> Received:
    """Check a clip that was asked to last `seconds` and to have this width : height. Raises NoGood.

    Facts: `actual_video_duration_ms`, `duration_ms`, `fps`, `frames`, `width`, `height` (R26).
    """
    seen = measure(path)
    width, height = seen.size
    if abs(width / height / shape - 1) > SHAPE_OFF:
        raise NoGood(f"it is {width} x {height} px, another shape than the film's")
    if seen.seconds < seconds * LEAST_SHARE:
        raise NoGood(f"it lasts {seen.seconds:.2f} s, and {seconds:g} s were asked for")
    if seen.brightest < BLACK:
        raise NoGood("it is all black")
    return Received(path, seen.mime, facts_of(seen))


def facts_of(seen: Footage) -> dict[str, float | int]:
    """What is kept of a clip's measures."""
    ms = round(seen.seconds * 1000)
    return {
        "actual_video_duration_ms": ms,
        "duration_ms": ms,
        "fps": round(seen.fps, 3),
        "frames": seen.frames,
        "width": seen.size[0],
        "height": seen.size[1],
    }


def measure(path: Path) -> Footage:
    """Decode a whole clip and measure it. Raises NoGood when it cannot be decoded to its end."""
    seen = Footage()
    try:
        with av.open(str(path), options={"format_whitelist": FORMATS}) as container:
            if not container.streams.video:
                raise NoGood("it has no picture", broken=True)
            stream = container.streams.video[0]
            seen.mime = _MIMES.get(container.format.name, "video/mp4")
            seen.step = 1 / (stream.average_rate or Fraction(24))
            promised = stream.frames
            for frame in _frames(stream):
                _count(seen, frame)
    except (FFmpegError, OSError, ValueError) as error:
        raise NoGood("it is damaged, or no clip at all", broken=True) from error
    if not seen.frames:
        raise NoGood("it has no picture", broken=True)
    if seen.frames < promised - 1:
        raise NoGood(f"it ends after {seen.frames} of {promised} frames", broken=True)
    return seen


def _frames(stream: VideoStream) -> Iterator[VideoFrame]:
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = 2
    yield from stream.container.decode(stream)  # type: ignore[attr-defined]


def _count(seen: Footage, frame: VideoFrame) -> None:
    at = Fraction(frame.pts or 0) * (frame.time_base or Fraction(0))
    if seen.first is None:
        seen.first, seen.size = at, (frame.width, frame.height)
    seen.end = max(seen.end, at + seen.step)
    if seen.frames % LOOKED_AT == 0:
        luma = frame.reformat(160, 90, format="gray").to_ndarray()
        seen.brightest = max(seen.brightest, float(np.percentile(luma, 99)))
    seen.frames += 1
