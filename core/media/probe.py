"""Looking into media files: what a clip is, and every packet of a film, decoding at most one frame."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg,gif"
"""The containers that a clip may come in: no playlists, which could name other files and addresses."""

UNTAGGED = 2
"""ffmpeg's number for "nobody said which colour matrix this is"."""


MOST_PIXELS = 8192 * 4320
"""Of one picture of a clip: what cameras make at most. A larger one would take a gigabyte to decode."""


class Unreadable(Exception):
    """The file holds no moving picture that can be decoded."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A moving picture as it is to be shown: turned upright and with square pixels."""

    width: int
    height: int
    fps: Fraction
    seconds: float
    """Where the last frame ends, measured from the packets and not taken from the header."""
    rgb: bool
    tagged: bool
    """Whether the file says which colour matrix it uses."""


@dataclass(frozen=True, slots=True)
class Packet:
    """One coded frame or stretch of sound: when it is shown, and how large it is."""

    at: Fraction
    """Seconds."""
    lasts: Fraction
    key: bool
    size: int


def look(path: Path) -> Clip:
    """Measure a clip by its packets and its first frame. Raises Unreadable."""
    with _opened(path) as (container, stream):
        end, first, count = Fraction(0), None, 0
        for packet in container.demux(stream):
            if packet.pts is None or packet.time_base is None:
                continue
            count += 1
            at = packet.pts * packet.time_base
            first = at if first is None else min(first, at)
            end = max(end, at + (packet.duration or 0) * packet.time_base)
        if first is None:
            raise Unreadable("it has no picture")
        container.seek(0)
        return _clip(container, stream, float(end - first), count)


def pictures(path: Path) -> list[Packet]:
    """All coded frames of the film, in the order in which they are shown. Raises Unreadable."""
    with _opened(path) as (container, stream):
        found = [
            Packet(p.pts * p.time_base, (p.duration or 0) * p.time_base, p.is_keyframe, p.size)
            for p in container.demux(stream)
            if p.pts is not None and p.time_base is not None
        ]
    return sorted(found, key=lambda packet: packet.at)


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, VideoStream]]:
    try:
        with av.open(str(path), options={"format_whitelist": FORMATS}) as container:
            if not container.streams.video:
                raise Unreadable("it has no picture")
            stream = container.streams.video[0]
            if stream.width * stream.height > MOST_PIXELS:
                raise Unreadable("its picture is too large")
            yield container, stream
    except (FFmpegError, OSError, ValueError) as error:
        raise Unreadable("it is damaged, or no video at all") from error


def _clip(container: InputContainer, stream: VideoStream, seconds: float, packets: int) -> Clip:
    stream.thread_count = 1
    frame = next(container.decode(stream), None)
    if frame is None:
        raise Unreadable("its picture cannot be decoded")
    shape = stream.sample_aspect_ratio or Fraction(1)
    width, height = round(frame.width * shape) or frame.width, frame.height
    if frame.rotation % 180:
        width, height = height, width
    fps = stream.average_rate or Fraction(24)
    return Clip(
        width=width,
        height=height,
        fps=fps,
        seconds=seconds or packets / float(fps),
        rgb=frame.format.is_rgb,
        tagged=int(frame.colorspace) != UNTAGGED,
    )
