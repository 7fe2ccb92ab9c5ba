"""A person's photos: read safely, cut out, toned to the drawn style and put into the picture."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from core.errors import Fault, ProviderError
from core.providers.local.artist import paths
from core.providers.local.artist.brush import mix
from core.providers.local.artist.cast import Frame
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

_WORK_SIDE = 640
"""Longer side in px at which a subject is looked for."""

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
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
                return _decoded(image)
    except ProviderError:
        raise
    except Exception as error:
        raise ProviderError(
            Fault.INVALID_INPUT, "The photo could not be read. Please send it as a JPEG, PNG or WebP picture."
        ) from error


def _decoded(image: Image.Image) -> Pixels:
    if image.width * image.height > MOST_PIXELS:
        raise ProviderError(
            Fault.INVALID_INPUT,
            f"The photo has {image.width} x {image.height} pixels; 50 million is the most. Please send it smaller.",
        )
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
    mask = _head_mask(pixels) if kind == "character" else _thing_mask(pixels)
    return Photo(kind, _trimmed(np.dstack([toned, mask])))


def from_cutout(data: bytes, kind: str) -> Photo:
    """A subject that was cut out before, from its PNG with transparency."""
    with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
        return Photo(kind, np.asarray(image.convert("RGBA"), np.uint8).copy())


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
    return np.clip(values, 0, 255).astype(np.uint8)


# Finding the subject.


def _head_mask(pixels: Pixels) -> Pixels:
    """Head and hair in the upper middle of a portrait, feathered."""
    small, scale = _small(pixels)
    height, width = small.shape[:2]
    face = _face_box(small)
    x, y, w, h = face
    marks = np.full((height, width), cv2.GC_BGD, np.uint8)
    centre = int(x + w / 2), int(y + h * 0.44)
    cv2.ellipse(marks, centre, (int(w * 0.98), int(h * 0.92)), 0, 0, 360, cv2.GC_PR_BGD, -1)
    cv2.ellipse(marks, centre, (int(w * 0.66), int(h * 0.72)), 0, 0, 360, cv2.GC_PR_FGD, -1)
    cv2.ellipse(
        marks, (centre[0], int(y + h * 0.52)), (int(w * 0.36), int(h * 0.42)), 0, 0, 360, cv2.GC_FGD, -1
    )
    marks[min(height, int(y + h * 1.14)) :] = cv2.GC_BGD
    mask = _grab(small, marks)
    mask[min(height, int(y + h * 1.12)) :] = 0
    return _feathered(mask, pixels.shape[:2], scale)


def _thing_mask(pixels: Pixels) -> Pixels:
    """The thing in the middle of a photo, feathered."""
    small, scale = _small(pixels)
    height, width = small.shape[:2]
    marks = np.full((height, width), cv2.GC_PR_FGD, np.uint8)
    edge_x, edge_y = max(2, int(width * 0.05)), max(2, int(height * 0.05))
    marks[:edge_y], marks[-edge_y:], marks[:, :edge_x], marks[:, -edge_x:] = (cv2.GC_BGD,) * 4
    far = np.ones((height, width), np.uint8)
    cv2.ellipse(far, (width // 2, height // 2), (int(width * 0.44), int(height * 0.44)), 0, 0, 360, 0, -1)
    marks[(far == 1) & (marks == cv2.GC_PR_FGD)] = cv2.GC_PR_BGD
    return _feathered(_grab(small, marks), pixels.shape[:2], scale)


def _face_box(small: Pixels) -> tuple[float, float, float, float]:
    """Left, top, width and height of the face: the largest patch of skin tones, else the upper middle.

    The wheel of OpenCV carries no face model, so tones and place have to do.
    """
    height, width = small.shape[:2]
    likely = _skin(small)
    count, _, stats, centres = cv2.connectedComponentsWithStats(likely, connectivity=8)
    best, best_score = None, 0.0
    for index in range(1, count):
        x, y, w, h, area = (int(value) for value in stats[index])
        off_centre = abs(float(centres[index][0]) / width - 0.5) + 0.7 * abs(
            float(centres[index][1]) / height - 0.4
        )
        score = area * max(0.05, 1 - 1.4 * off_centre)
        if area > 0.012 * width * height and score > best_score:
            best, best_score = (x, y, w, h), score
    if best is None:
        side = 0.36 * min(width, height)
        return width / 2 - side / 2, height * 0.2, side, side * 1.3
    x, y, w, h = best
    # Neck and shoulders of the same tone hang below a face: a face is at most about 1.4 times as high as wide.
    w_face = min(float(w), _row_width(likely, best))
    h_face = min(float(h), w_face * 1.42)
    centre = _row_centre(likely, best, y + h_face / 2)
    return centre - w_face / 2, float(y), w_face, max(h_face, w_face * 1.05)


def _skin(small: Pixels) -> Pixels:
    """Where the hue is that of skin, dark or fair, as whole patches."""
    tones = cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb)
    mask = cv2.inRange(tones, np.array((35, 134, 80)), np.array((250, 180, 130)))
    side = max(3, round(0.02 * max(small.shape[:2])) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel), np.uint8)


def _row_width(mask: Pixels, box: tuple[int, int, int, int]) -> float:
    x, y, w, h = box
    rows = (mask[y : y + max(1, int(h * 0.55)), x : x + w] > 0).sum(axis=1)
    return float(np.percentile(rows, 80)) or float(w)


def _row_centre(mask: Pixels, box: tuple[int, int, int, int], y: float) -> float:
    x, _, w, _ = box
    columns = np.flatnonzero(mask[min(int(y), mask.shape[0] - 1), x : x + w])
    return x + (float(columns.mean()) if len(columns) else w / 2)


def _grab(small: Pixels, marks: Pixels) -> Pixels:
    cv2.setRNGSeed(7)
    background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
    bgr = np.ascontiguousarray(small[:, :, ::-1])
    cv2.grabCut(bgr, marks, (0, 0, 1, 1), background, foreground, 4, cv2.GC_INIT_WITH_MASK)
    found = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).astype(np.uint8) * 255
    return _one_piece(found)


def _one_piece(mask: Pixels) -> Pixels:
    """The largest piece, its holes filled and its edge smoothed; an oval when nothing was found."""
    height, width = mask.shape
    side = max(3, round(0.012 * max(mask.shape)) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = np.zeros_like(mask)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or cv2.contourArea(largest) < 0.01 * height * width:
        cv2.ellipse(
            whole, (width // 2, int(height * 0.46)), (int(width * 0.3), int(height * 0.36)), 0, 0, 360, 255, -1
        )
    else:
        cv2.drawContours(whole, [largest], -1, 255, -1)
    return whole


def _small(pixels: Pixels) -> tuple[Pixels, float]:
    height, width = pixels.shape[:2]
    scale = min(1.0, _WORK_SIDE / max(height, width))
    size = max(8, round(width * scale)), max(8, round(height * scale))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8), scale


def _feathered(mask: Pixels, shape: Sequence[int], scale: float) -> Pixels:
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.2, 0.005 * max(mask.shape)))
    # Pull the edge a little inside, so that no rim of the old background shows.
    pulled = np.clip((soft.astype(np.float32) - 96) * (255 / 128), 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(pulled, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def _trimmed(rgba: Pixels) -> Pixels:
    rows, columns = np.flatnonzero(rgba[..., 3].max(axis=1) > 8), np.flatnonzero(rgba[..., 3].max(axis=0) > 8)
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
    TimeOfDay.DUSK: (0.88, 0.74, 0.42),
    TimeOfDay.NIGHT: (0.55, 0.42, 0.6),
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
    values = (values * (1 - strength) + toned * strength) * bright
    values *= np.array(mix((255, 255, 255), light.ambient, 0.35), np.float32) / 255
    return np.clip(values, 0, 255).astype(np.uint8)


def put_on_head(
    shapes: Sequence[Shape], photo: Photo, figure: Figure, place: FigurePlace, light: FigureLight
) -> list[Shape]:
    """A drawn figure with a photographed head: the drawn one gives way to the cut-out."""
    eyes = eye_point(figure, place)
    size = place.head * look_of(figure).head_size * 1.34
    height, width = photo.pixels.shape[:2]
    wide = size * width / height
    top = eyes[1] - size * 0.5
    box = eyes[0] - wide / 2, top, eyes[0] + wide / 2, top + size
    lit = _lit(photo.pixels, light, wide, size)
    picture = Picture(lit.shape[1], lit.shape[0], lit.tobytes(), box)
    return [*shapes, Shape(paths.rect(*box), picture=picture)]


def _lit(pixels: Pixels, light: FigureLight, wide: float, high: float) -> Pixels:
    """A cut-out at its size in the picture, lit from the picture's side."""
    size = max(1, round(wide)), max(1, round(high))
    way = cv2.INTER_AREA if size[0] < pixels.shape[1] else cv2.INTER_CUBIC
    fitted = cv2.resize(pixels, size, interpolation=way)
    across = np.linspace(-1, 1, size[0], dtype=np.float32)[None, :, None] * math.copysign(1, light.key_side)
    share = np.clip(0.5 + 0.7 * across, 0, 1)
    lamp = np.array(light.shadow, np.float32) * (1 - share) + np.array(light.key, np.float32) * share
    lamp = ((lamp * 0.55 + 255 * 0.45) * np.array(light.ambient, np.float32) / (255 * 255)).astype(np.float32)
    colour = np.clip(fitted[..., :3].astype(np.float32) * lamp, 0, 255).astype(np.uint8)
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
