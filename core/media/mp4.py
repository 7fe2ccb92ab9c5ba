"""The boxes of an mp4: read for what they say of a film, without starting a decoder.

Opening a file for decoding takes about 8 ms, for it looks at the first pictures; a film has many pieces.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class NotMp4(Exception):
    """The file is no whole mp4 with a picture."""


@dataclass(frozen=True, slots=True)
class Head:
    """What must be equal in two files before one is spliced to the other (media.md 3.8), and their length."""

    frames: int
    width: int
    height: int
    ticks: int
    """Time units per second."""
    extradata: bytes
    """The decoder's configuration (avcC)."""
    start: int
    """When the first frame is shown, in ticks."""


def head(path: Path) -> Head:
    """The picture track of a file that ffmpeg wrote as mp4. Raises NotMp4."""
    try:
        for track in _all(_moov(path), b"trak"):
            media = _one(track, b"mdia")
            if _one(media, b"hdlr")[8:12] == b"vide":
                return _head(track, media)
    except (struct.error, IndexError, OSError) as error:
        raise NotMp4("it is no whole mp4") from error
    raise NotMp4("it has no picture")


def starts_fast(path: Path) -> bool:
    """Whether the index stands before the pictures, so that the film plays while it loads."""
    kinds = [kind for kind, _, _ in _top(path)]
    return b"moov" in kinds and b"mdat" in kinds and kinds.index(b"moov") < kinds.index(b"mdat")


def _head(track: bytes, media: bytes) -> Head:
    table = _one(_one(media, b"minf"), b"stbl")
    clock = _one(media, b"mdhd")
    entry = _one(table, b"stsd")[8:]
    width, height = struct.unpack_from(">HH", entry, 32)
    return Head(
        frames=struct.unpack_from(">I", _one(table, b"stsz"), 8)[0],
        width=width,
        height=height,
        ticks=struct.unpack_from(">I", clock, 20 if clock[0] else 12)[0],
        extradata=_one(entry[86:], b"avcC"),
        start=_first_offset(table) - _skipped(track),
    )


def _first_offset(table: bytes) -> int:
    """How much later than it is decoded the first frame is shown."""
    for offsets in _all(table, b"ctts"):
        return int(struct.unpack_from(">i", offsets, 12)[0])
    return 0


def _skipped(track: bytes) -> int:
    """What the last edit skips at the start of the track."""
    for edits in _all(track, b"edts"):
        entry = _one(edits, b"elst")
        wide = entry[0] == 1
        return int(struct.unpack_from(">q" if wide else ">i", entry, len(entry) - (12 if wide else 8))[0])
    return 0


def _moov(path: Path) -> bytes:
    for kind, at, size in _top(path):
        if kind == b"moov":
            with path.open("rb") as file:
                file.seek(at)
                return file.read(size)
    raise NotMp4("it is no whole mp4")


def _top(path: Path) -> Iterator[tuple[bytes, int, int]]:
    """Kind, place and size of the contents of the outermost boxes."""
    whole, at = path.stat().st_size, 0
    with path.open("rb") as file:
        while at + 8 <= whole:
            file.seek(at)
            start = file.read(16)
            size, front = int.from_bytes(start[:4], "big"), 8
            if size == 1:
                size, front = int.from_bytes(start[8:], "big"), 16
            size = size or whole - at
            if size < front or at + size > whole:
                return
            yield start[4:8], at + front, size - front
            at += size


def _all(data: bytes, kind: bytes) -> Iterator[bytes]:
    """The contents of the boxes of a kind that lie directly in `data`."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            return
        if data[at + 4 : at + 8] == kind:
            yield data[at + 8 : at + size]
        at += size


def _one(data: bytes, kind: bytes) -> bytes:
    for found in _all(data, kind):
        return found
    raise IndexError(kind)
