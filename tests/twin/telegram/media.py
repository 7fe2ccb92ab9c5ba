"""What an uploaded file really is, and what Telegram would make of it: sizes, codecs, thumbnails."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import av
from PIL import Image, ImageOps, UnidentifiedImageError

from .refusal import bad

MB = 1024 * 1024
PHOTO = 10 * MB
PHOTO_SIDES, PHOTO_RATIO = 10_000, 20
"""Width plus height, and one side by the other (telegram.md 4.2)."""
THUMBNAIL, THUMBNAIL_SIDE = 200_000, 320
READS_ITSELF = 10 * MB
"""Above this Telegram does not read a film's sizes from the file (telegram.md 4.1)."""
SIZES = (90, 320, 800, 1280, 2560)
"""Longest sides of a photo's sizes, px."""


@dataclass(frozen=True, slots=True)
class Film:
    """A video file as it is."""

    form: str
    video: str
    audio: str
    pixels: str
    width: int
    height: int
    seconds: float
    fast_start: bool
    """Whether the index comes before the pictures, so that it plays while it loads."""
    rotated: bool = False


def film(data: bytes) -> Film | None:
    """The film in these bytes; None when there is none."""
    try:
        with av.open(io.BytesIO(data), "r") as box:
            if not box.streams.video:
                return None
            stream = box.streams.video[0]
            sound = box.streams.audio[0].codec_context.name if box.streams.audio else ""
            return Film(
                form=box.format.name,
                video=stream.codec_context.name,
                audio=sound,
                pixels=str(stream.codec_context.pix_fmt),
                width=stream.codec_context.width,
                height=stream.codec_context.height,
                seconds=float(box.duration or 0) / av.time_base,
                fast_start=_fast_start(data),
                rotated=_turned(data),
            )
    except (av.FFmpegError, ValueError):
        return None


def remarks(found: Film | None, given: dict[str, int], streaming: bool, thumbnail: bool) -> Iterator[str]:
    """What keeps a film from playing inline everywhere (telegram.md 4.1), in plain words.

    `given` holds the width, height and duration that the bot passed along.
    """
    if found is None:
        yield "is not a video"
        return
    yield from _form(found)
    for name, real in (("width", found.width), ("height", found.height), ("duration", round(found.seconds))):
        if name not in given:
            yield f"came without {name}"
        elif abs(given[name] - real) > (1 if name == "duration" else 0):
            yield f"came with {name} {given[name]}, and really has {real}"
    if not streaming:
        yield "came without supports_streaming"
    if not thumbnail:
        yield "came without a thumbnail"


def _form(found: Film) -> Iterator[str]:
    if "mp4" not in found.form or found.video != "h264":
        yield f"is {found.form}/{found.video}, not MP4 with H.264"
    if found.audio not in ("", "aac"):
        yield f"has {found.audio} sound, not AAC"
    if found.pixels not in ("yuv420p", "yuvj420p"):
        yield f"has {found.pixels} pixels, not yuv420p"
    if found.width % 2 or found.height % 2:
        yield f"has odd sizes, {found.width}x{found.height}"
    if not found.fast_start:
        yield "has its index at the end (no faststart)"
    if found.rotated:
        yield "carries a rotation flag"


def photo_sizes(data: bytes) -> tuple[tuple[bytes, int, int], ...]:
    """A photo that a bot sends, as Telegram keeps it: JPEG in growing sizes, upright. Raises Refusal."""
    if len(data) > PHOTO:
        raise bad(f"file of size {len(data)} bytes is too big for a photo; the maximum size is {PHOTO} bytes")
    picture = _picture(data)
    width, height = picture.size
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return shrunk(data)


@lru_cache(maxsize=64)
def shrunk(data: bytes) -> tuple[tuple[bytes, int, int], ...]:
    """Any picture as JPEG in growing sizes, upright, as a person's app makes it. Raises Refusal."""
    picture = _picture(data)
    longest = max(picture.size)
    sides = sorted({min(side, longest) for side in SIZES if side <= longest} | {min(longest, SIZES[-1])})
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    return tuple(_shrunk(upright, side) for side in sides)


def thumbnail(data: bytes) -> tuple[int, int]:
    """The size of a thumbnail that was sent, px. Raises Refusal for one Telegram would drop without a word."""
    picture = _picture(data)
    if picture.format != "JPEG" or len(data) > THUMBNAIL or max(picture.size) > THUMBNAIL_SIDE:
        raise bad("wrong thumbnail: JPEG of at most 200 kB and 320 px a side expected")
    return picture.size


def poster(data: bytes) -> tuple[bytes, int, int] | None:
    """The first picture of a film as a small JPEG."""
    try:
        with av.open(io.BytesIO(data), "r") as box:
            frame = next(box.decode(video=0))
            picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
            return _shrunk(picture, THUMBNAIL_SIDE)
    except (av.FFmpegError, StopIteration, IndexError):
        return None


def seconds(data: bytes) -> float:
    """Length of a sound or film, s; 0 when it is neither."""
    try:
        with av.open(io.BytesIO(data), "r") as box:
            return float(box.duration or 0) / av.time_base
    except (av.FFmpegError, ValueError):
        return 0.0


def voice_note(sound: bytes) -> bytes:
    """A sound as the app records it: Opus in Ogg, 48 kHz, mono."""
    out = io.BytesIO()
    with av.open(io.BytesIO(sound), "r") as source, av.open(out, "w", format="ogg") as box:
        stream = box.add_stream("libopus", rate=48_000, layout="mono")
        for frame in source.decode(audio=0):
            box.mux(stream.encode(frame))
        box.mux(stream.encode(None))
    return out.getvalue()


def is_picture(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError):
        return False
    return True


def _picture(data: bytes) -> Image.Image:
    if not data:
        raise bad("file must be non-empty")
    try:
        picture = Image.open(io.BytesIO(data))
        picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError):
        raise bad("IMAGE_PROCESS_FAILED") from None
    return picture


def _shrunk(picture: Image.Image, side: int) -> tuple[bytes, int, int]:
    small = picture.copy()
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=85)
    return out.getvalue(), *small.size


def _boxes(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The top boxes of an MP4: name, start and end."""
    at = 0
    while at + 8 <= len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        if size == 1:
            size = struct.unpack(">Q", data[at + 8 : at + 16])[0]
        end = at + size if size >= 8 else len(data)
        yield name, at, end
        at = end


def _fast_start(data: bytes) -> bool:
    order = [name for name, _, _ in _boxes(data) if name in (b"moov", b"mdat")]
    return order[:1] == [b"moov"]


_TURNS = [struct.pack(">2i", *pair) for pair in ((0, 0x10000), (0, -0x10000), (-0x10000, 0))]


def _turned(data: bytes) -> bool:
    """Whether a track header's matrix turns the picture."""
    for name, start, end in _boxes(data):
        if name != b"moov":
            continue
        index, at = data[start:end], -1
        while (at := index.find(b"tkhd", at + 1)) >= 0:
            matrix = at + 4 + (52 if index[at + 4] == 1 else 40)
            if index[matrix : matrix + 8] in _TURNS:
                return True
    return False
