"""Files that are small and huge inside, or not what they say, are refused before they are unpacked."""

from __future__ import annotations

import io
import struct
import tracemalloc
import wave
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from core.errors import BadInput
from core.intake import check_clip, check_sound, clean_photo
from core.media.probe import MOST_PIXELS

MOST_MEMORY = 60_000_000
"""Bytes a refusal may need; what is in these files would need gigabytes."""


def _png(width: int, height: int, *extra: tuple[bytes, bytes]) -> bytes:
    """A PNG of this size whose pixels are missing, with further chunks."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), *(chunk(*one) for one in extra)]
    return (
        b"\x89PNG\r\n\x1a\n"
        + b"".join(parts)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100_000))
        + chunk(b"IEND", b"")
    )


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("photo.png", b"\0" * 20_000_000)
    return out.getvalue()


def _other(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, form)
    return out.getvalue()


PHOTOS: dict[str, Callable[[], bytes]] = {
    "a picture of ten gigapixels": lambda: _png(100_000, 100_000),
    "a picture one pixel high and too long": lambda: _png(2_000_000_000, 1),
    "a picture with a text of a hundred megabytes": lambda: _png(
        8, 8, (b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100_000_000))
    ),
    "an archive": _zip,
    "a drawing that can name other files": lambda: (
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'
    ),
    "a page": lambda: b"<!doctype html><script>alert(1)</script>",
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    "a TIFF": lambda: _other("TIFF"),
    "a PDF": lambda: _other("PDF"),
    "a HEIC in name only": lambda: b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + b"\xff" * 2_000,
    "nothing": lambda: b"",
}


@pytest.mark.parametrize("what", PHOTOS)
def test_a_photo_that_is_none_is_refused_in_little_memory(what: str, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(PHOTOS[what]())
    tracemalloc.start()
    try:
        with pytest.raises(BadInput):
            clean_photo(path)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


def test_what_a_photo_carries_beside_its_picture_does_not_stay(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", (64, 48), "red").save(path, exif=exif, comment=b"my secret")
    assert b"taken at home" in path.read_bytes()
    kept = clean_photo(path)
    assert b"taken at home" not in kept and b"my secret" not in kept


def test_a_clip_too_large_to_decode_is_refused_by_its_header(tmp_path: Path) -> None:
    path = _clip(tmp_path / "clip.mp4", 64, 64)
    data = path.read_bytes()
    assert data.count(struct.pack(">HH", 64, 64)) >= 1
    wide = _clip(tmp_path / "wide.webm", 9000, 4200)
    assert MOST_PIXELS < 9000 * 4200
    with pytest.raises(BadInput, match="too large"):
        check_clip(wide)
    assert check_clip(path)["width"] == 64


def test_a_clip_that_claims_to_last_for_hours_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="minutes"):
        check_clip(_clip(tmp_path / "long.webm", 16, 16, apart=3600))


def test_of_a_sound_of_many_hours_only_the_beginning_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "music.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8_000)
        file.writeframes(np.random.default_rng(1).integers(0, 255, 8_000, np.uint8).tobytes())
    with path.open("r+b") as grown:
        grown.truncate(500_000_000)
        grown.seek(40)
        grown.write(struct.pack("<I", 500_000_000 - 44))
    tracemalloc.start()
    try:
        check_sound(path)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()


def _clip(path: Path, width: int, height: int, *, apart: int = 1) -> Path:
    """Two pictures, `apart` seconds from each other."""
    with av.open(str(path), "w") as file:
        stream = file.add_stream("mpeg4" if path.suffix == ".mp4" else "libvpx", rate=1)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(2):
            frame = av.VideoFrame(width, height, "yuv420p")
            frame.pts = number * apart
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path
