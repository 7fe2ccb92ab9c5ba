"""A person's photos: read safely, cut out, toned to the drawn style and put into the picture."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from core.errors import Fault, ProviderError
from core.providers.local.artist import paths
from core.providers.local.artist.brush import mix
from core.providers.local.artist.cast import Frame
from core.providers.local.artist.cutout import head_mask, thing_mask
from core.providers.local.artist.drawing import Linear, Path, Picture, Point, Shape, Stop
from core.providers.local.artist.figure import eye_point
from core.providers.local.artist.figure_types import FigureLight, FigurePlace
from core.providers.local.artist.light import Light
from core.providers.local.artist.look import look_of
from core.requests import Figure
from core.story import TimeOfDay, Weather

Pixels = npt.NDArray[np.uint8]

MOST_PIXELS = 50_000_000
"""A larger photo is refused before it is decoded."""

_KEEP_SIDE = 1600
"""Longer side in px a photo is kept at."""


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """One photo, ready to be put into pictures."""

    kind: str
    """"character", "set" or "prop"."""
    pixels: Pixels
    """RGBA rows: a whole view for a set, the subject alone for the others."""


def read_photo(data: bytes) -> Pixels:
    """RGB rows of a JPEG, PNG or WebP, upright as its EXIF says, no side over 1600 px.

    Raises ProviderError(INVALID_INPUT) for what is no picture or over 50 million pixels.
    """
    with _opened(data, ("JPEG", "PNG", "WEBP")) as image:
        _bounded(image)
        return _upright(image)


@contextmanager
def _opened(data: bytes, kinds: tuple[str, ...]) -> Iterator[Image.Image]:
    """A picture file; whatever goes wrong while it is read becomes a sentence for the person."""
    try:
        with Image.open(io.BytesIO(data), formats=kinds) as image:
            yield image
    except ProviderError:
        raise
    except Exception as error:
        raise ProviderError(
            Fault.INVALID_INPUT, "The photo could not be read. Please send it as a JPEG, PNG or WebP picture."
        ) from error


def _bounded(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise ProviderError(
            Fault.INVALID_INPUT,
            f"The photo has {image.width} x {image.height} pixels, and 50 million is the most. "
            "Please send it smaller.",
        )


def _upright(image: Image.Image) -> Pixels:
    image.draft("RGB", (_KEEP_SIDE, _KEEP_SIDE))
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "P", "PA"):
        plain = Image.new("RGBA", upright.size, (236, 232, 226, 255))
        plain.alpha_composite(upright.convert("RGBA"))
        upright = plain
    upright = upright.convert("RGB")
    upright.thumbnail((_KEEP_SIDE, _KEEP_SIDE), Image.Resampling.LANCZOS)
    rows: Pixels = np.array(upright, np.uint8)
    return rows


def prepare(data: bytes, kind: str) -> Photo:
    """A photo as the artist uses it: a set's toned view, or a character's head or a prop cut out and toned."""
    pixels = read_photo(data)
    toned = tone(pixels)
    if kind == "set":
        alpha = np.full(toned.shape[:2], 255, np.uint8)
        return Photo(kind, np.dstack([toned, alpha]))
    mask = head_mask(pixels) if kind == "character" else thing_mask(pixels)
    return Photo(kind, _trimmed(np.dstack([toned, mask])))


def from_cutout(data: bytes, kind: str) -> Photo:
    """A subject that was cut out before, from its PNG with transparency. Raises as `read_photo` does."""
    with _opened(data, ("PNG",)) as image:
        _bounded(image)
        return Photo(kind, np.array(image.convert("RGBA"), np.uint8))


def tone(pixels: Pixels) -> Pixels:
    """A photo in the drawn style: smooth surfaces, firm colours, calm contrast (media.md 6)."""
    height, width = pixels.shape[:2]
    scale = min(1.0, 1000 / max(height, width))
    small = cv2.resize(
        pixels, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA
    )
    for _ in range(2):
        small = cv2.bilateralFilter(small, 9, 34, 7)
    soft = cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)
    values = soft.astype(np.float32)
    grey = values.mean(axis=2, keepdims=True)
    values = grey + (values - grey) * 1.12
    # Fewer tones: a gentle pull towards eleven steps of brightness gives the look of flat washes.
    steps = np.round(values / 23.2) * 23.2
    values = values * 0.72 + steps * 0.28
    values = 128 + (values - 128) * 0.94 + 4
    return np.asarray(np.clip(values, 0, 255), np.uint8)


def _trimmed(rgba: Pixels) -> Pixels:
    """Without the empty border."""
    rows = np.flatnonzero(rgba[..., 3].max(axis=1) > 8)
    columns = np.flatnonzero(rgba[..., 3].max(axis=0) > 8)
    if not len(rows) or not len(columns):
        return rgba
    return np.ascontiguousarray(rgba[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])


# Putting it into a picture.


def backdrop(photo: Photo, light: Light, frame: Frame, zoom: float) -> list[Shape]:
    """A set's photo over the whole picture, in the light of the hour and the weather."""
    width, height = round(frame.width), round(frame.height)
    rgb = _cover(photo.pixels[..., :3], width, height, zoom)
    graded = _graded(rgb, light)
    alpha = np.full((height, width, 1), 255, np.uint8)
    picture = Picture(width, height, np.concatenate([graded, alpha], axis=2).tobytes(), (0, 0, width, height))
    box = paths.rect(0, 0, width, height)
    haze = Linear(
        (0, 0), (0, height), (Stop(0, light.haze, 0.1), Stop(0.55, light.haze, 0.16), Stop(1, light.haze, 0.02))
    )
    return [
        Shape(box, picture=picture, layer="set"),
        Shape(paths.rect(-8, -8, width + 8, height + 8), haze, layer="set"),
    ]


def _cover(rgb: Pixels, width: int, height: int, zoom: float) -> Pixels:
    """The photo filling the frame, a little nearer for closer shots."""
    near = 1 + 0.25 * (zoom - 1)
    have_height, have_width = rgb.shape[:2]
    scale = max(width / have_width, height / have_height) * near
    cut_width, cut_height = min(have_width, width / scale), min(have_height, height / scale)
    left, top = (have_width - cut_width) / 2, (have_height - cut_height) * 0.42
    part = rgb[round(top) : round(top + cut_height), round(left) : round(left + cut_width)]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(part, (width, height), interpolation=way), np.uint8)


_GRADES: dict[TimeOfDay, tuple[float, float, float]] = {
    # saturation kept, brightness, strength of the palette over shadows and lights
    TimeOfDay.DAWN: (0.86, 0.92, 0.34),
    TimeOfDay.DAY: (1.0, 1.0, 0.1),
    TimeOfDay.DUSK: (0.9, 0.84, 0.42),
    TimeOfDay.NIGHT: (0.62, 0.6, 0.5),
}


def _graded(rgb: Pixels, light: Light) -> Pixels:
    """The photo's own light exchanged for the hour's: night looks like night."""
    keep, bright, strength = _GRADES[light.time]
    if light.weather is not Weather.CLEAR:
        keep, bright = keep * 0.7, bright * 0.92
    values = rgb.astype(np.float32)
    grey = values @ np.array((0.3, 0.59, 0.11), np.float32)
    values = grey[..., None] + (values - grey[..., None]) * keep
    dark = np.array(mix((20, 16, 40), light.shadow, 0.35), np.float32)
    pale = np.array(mix(light.key, light.haze, 0.3), np.float32)
    share = (grey / 255)[..., None]
    toned = dark * (1 - share) + pale * share
    cast = np.array(mix((255, 255, 255), light.ambient, 0.35), np.float32) / 255
    seen = (values * (1 - strength) + toned * strength) * bright * cast
    return np.asarray(np.clip(seen, 0, 255), np.uint8)


def head_on(photo: Photo, figure: Figure, place: FigurePlace, light: FigureLight) -> Shape:
    """The photographed head where a figure's drawn one would be: the eyes of a head lie half-way down."""
    eyes = eye_point(figure, place)
    size = place.head * look_of(figure).head_size * 1.42
    height, width = photo.pixels.shape[:2]
    wide = min(size * width / height, size * 1.15)
    size = wide * height / width
    top = eyes[1] - size * 0.53
    box = eyes[0] - wide / 2, top, eyes[0] + wide / 2, top + size
    lit = _lit(photo.pixels, light, wide, size)
    picture = Picture(lit.shape[1], lit.shape[0], lit.tobytes(), box)
    return Shape(paths.rect(*box), picture=picture)


def _lit(pixels: Pixels, light: FigureLight, wide: float, high: float) -> Pixels:
    """A cut-out at its size in the picture, lit from the picture's side."""
    size = max(1, round(wide)), max(1, round(high))
    way = cv2.INTER_AREA if size[0] < pixels.shape[1] else cv2.INTER_CUBIC
    fitted = cv2.resize(pixels, size, interpolation=way)
    across = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :, None] * math.copysign(1, light.key_side)
    share = np.clip(0.5 + 0.7 * across, 0, 1)
    lamp = np.array(light.shadow, np.float32) * (1 - share) + np.array(light.key, np.float32) * share
    shine: npt.NDArray[np.float32] = (
        (lamp * 0.55 + 255 * 0.45) * np.array(light.ambient, np.float32) / (255 * 255)
    ).astype(np.float32)
    colour = np.clip(fitted[..., :3].astype(np.float32) * shine, 0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.dstack([colour, fitted[..., 3]]))


def stand_in(photo: Photo, centre: Point, size: float) -> Shape:
    """A prop's cut-out where the drawn prop would be."""
    height, width = photo.pixels.shape[:2]
    scale = size / max(height, width)
    wide, high = width * scale, height * scale
    bottom = centre[1] + size * 0.5
    box = centre[0] - wide / 2, bottom - high, centre[0] + wide / 2, bottom
    picture = Picture(width, height, np.ascontiguousarray(photo.pixels).tobytes(), box)
    return Shape(_box(box), picture=picture, layer="prop")


def _box(box: tuple[float, float, float, float]) -> Path:
    return paths.rect(*box)
