"""Pictures made ready to be sent to a model: turned upright, as large as it takes, in a format it reads."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import BadInput

MOST_PX = 120_000_000
"""Pixels beyond which a picture is a decompression bomb and not opened."""

_QUALITIES = (92, 85, 75, 60)
"""JPEG qualities, tried in turn until the file is small enough."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What a model takes; 0 means that nothing is known."""

    most_px: int = 0
    """Longest side."""
    least_px: int = 0
    """Shortest side."""
    most_pixels: int = 0
    most_bytes: int = 0
    formats: Collection[str] = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True, slots=True)
class Ready:
    """A picture as it is sent."""

    data: bytes
    mime: str
    width: int
    height: int


def picture(path: Path, fit: Fit) -> Ready:
    """The picture as the model takes it; the file itself when nothing has to change.

    Transparent parts become white, for models refuse them or make them black. Raises BadInput.
    """
    data = path.read_bytes()
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PX:
                raise _unreadable()
            mime = Image.MIME.get(image.format or "", "")
            turned = image.getexif().get(_ORIENTATION, 1) != 1
            upright = ImageOps.exif_transpose(image)
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _unreadable() from error
    size = size_within(upright.width, upright.height, fit)
    clear = upright.mode not in ("RGB", "L")
    small = not fit.most_bytes or len(data) <= fit.most_bytes
    if size == upright.size and not turned and not clear and small and mime in fit.formats:
        return Ready(data, mime, *size)
    solid = _solid(upright)
    scaled = solid if solid.size == size else solid.resize(size, Image.Resampling.LANCZOS)
    return _encoded(scaled, mime, fit)


def size_within(width: int, height: int, fit: Fit) -> tuple[int, int]:
    """The size a picture of this size is sent in: smaller where it is too large, larger where too small."""
    scale = 1.0
    if fit.most_pixels and width * height > fit.most_pixels:
        scale = (fit.most_pixels / (width * height)) ** 0.5
    if fit.most_px and max(width, height) * scale > fit.most_px:
        scale = fit.most_px / max(width, height)
    if fit.least_px and min(width, height) * scale < fit.least_px:
        scale = fit.least_px / min(width, height)
    if scale == 1.0:
        return width, height
    if scale < 1:
        return max(1, int(width * scale + 1e-6)), max(1, int(height * scale + 1e-6))
    return ceil(width * scale - 1e-6), ceil(height * scale - 1e-6)


_ORIENTATION = 0x0112


def _solid(image: Image.Image) -> Image.Image:
    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
    clear = image.convert("RGBA")
    ground = Image.new("RGBA", clear.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, clear).convert("RGB")


def _encoded(image: Image.Image, mime: str, fit: Fit) -> Ready:
    """As PNG when it was one and may be, else as JPEG, the best that is small enough."""
    if mime == "image/png" and mime in fit.formats:
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=4)
        if not fit.most_bytes or out.tell() <= fit.most_bytes:
            return Ready(out.getvalue(), "image/png", *image.size)
    if "image/jpeg" not in fit.formats:
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=9)
        return Ready(out.getvalue(), "image/png", *image.size)
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, subsampling=0 if quality > 90 else 2)
        if not fit.most_bytes or out.tell() <= fit.most_bytes:
            break
    return Ready(out.getvalue(), "image/jpeg", *image.size)


def _unreadable() -> BadInput:
    return BadInput(
        "One of the pictures that would be sent cannot be read.",
        next_step="Delete it and upload it again, as JPEG, PNG or WebP.",
    )
