"""Paints a draw list into pixels with numpy and OpenCV, a part of it exactly as in the whole."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from core.providers.local.artist import raster
from core.providers.local.artist.drawing import Drawing, Paint, Path, Picture, Shape
from core.providers.local.artist.grounds import Ground, Grounds
from core.providers.local.artist.ink import BLENDS, Box, Few, Ink, Plane, blend, blend_few

Pixels = npt.NDArray[np.uint8]


_STRIP = 96_000
"""Pixels worked on at a time, so that all of them stay in the processor's cache."""


_NOISE = 512
"""Side of the noise tile in px."""


_GROUNDS = Grounds()


def paint(drawing: Drawing, box: Box | None = None) -> Pixels:
    """The picture as RGB rows; with a box (left, top, right, bottom) only that part of it.

    The same drawing gives the same bytes, and a box the same pixels as the crop of the whole (media.md 6).
    """
    left, top, right, bottom = box or (0, 0, drawing.width, drawing.height)
    view = _View(left, top, right - left, bottom - top, 1.0, drawing.width, drawing.height)
    planes, done = _begun(drawing, view)
    for shape in drawing.shapes[done:]:
        _add(planes, shape, view)
    return _to_bytes(planes, left, top)


def _begun(drawing: Drawing, view: _View) -> tuple[Plane, int]:
    """The lower shapes, painted now or for another shot of the scene, and how many they are."""
    shapes, many = drawing.shapes, drawing.ground
    if many <= _last_defocus(shapes):
        return _render(shapes, view), len(shapes)
    ground = Ground(shapes[:many], (drawing.width, drawing.height))
    if (view.width, view.height) == ground.size:
        return _GROUNDS.get(ground, lambda: _render(ground.shapes, view)).copy(), many
    whole = _GROUNDS.find(ground)
    if whole is None:
        return _render(ground.shapes, view), many
    return whole[:, view.top : view.bottom, view.left : view.right].copy(), many


def _cut(planes: Plane, part: Box, view: _View) -> Plane:
    """The part of the planes that a box of device px means."""
    left, top, right, bottom = part
    return planes[:, top - view.top : bottom - view.top, left - view.left : right - view.left]


def paint_variants(drawings: Sequence[Drawing], box: Box) -> list[Pixels]:
    """A box of several drawings of one size that differ in few shapes; what lies below is painted once."""
    first = drawings[0]
    shared = _shared(drawings)
    view = _View(box[0], box[1], box[2] - box[0], box[3] - box[1], 1.0, first.width, first.height)
    below, done = _begun(replace(first, shapes=first.shapes[:shared]), view)
    for shape in first.shapes[done:shared]:
        _add(below, shape, view)
    painted = []
    for drawing in drawings:
        planes = below.copy()
        for shape in drawing.shapes[shared:]:
            _add(planes, shape, view)
        painted.append(_to_bytes(planes, box[0], box[1]))
    return painted


def _shared(drawings: Sequence[Drawing]) -> int:
    """How many shapes at the beginning are the same in all, at least the ground and up to the last defocus."""
    lists = [drawing.shapes for drawing in drawings]
    least = max(drawings[0].ground, _last_defocus(lists[0]) + 1)
    shared = 0
    for members in zip(*lists, strict=False):
        if any(member is not members[0] and member != members[0] for member in members[1:]):
            break
        shared += 1
    if shared < least:
        raise ValueError("Drawings that differ below a defocus cannot be painted as variants.")
    return shared


def _last_defocus(shapes: Sequence[Shape]) -> int:
    return max((i for i, shape in enumerate(shapes) if is_defocus(shape)), default=-1)


def is_defocus(shape: Shape) -> bool:
    """Whether a shape is no shape but the order to blur everything below it (as a lens does)."""
    return shape.fill is None and shape.stroke is None and shape.picture is None and shape.blur > 0


@dataclass(frozen=True, slots=True)
class _View:
    """A box of device px, `scale` of which make one px of the drawing, and the drawing's own size."""

    left: int
    top: int
    width: int
    height: int
    scale: float
    full_width: int
    full_height: int

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def bottom(self) -> int:
        return self.top + self.height


def _render(shapes: Sequence[Shape], view: _View) -> Plane:
    last = _last_defocus(shapes)
    if last < 0:
        planes = np.zeros((3, view.height, view.width), np.float32)
    else:
        planes = _defocused(shapes[:last], shapes[last].blur, view)
    for shape in shapes[last + 1 :]:
        _add(planes, shape, view)
    return planes


def _defocused(shapes: Sequence[Shape], blur: float, view: _View) -> Plane:
    sigma = blur * view.scale
    factor = _shrink(sigma)
    small = _shrunk(view, factor, math.ceil(3 * sigma / factor) + 2)
    planes = _render(shapes, small)
    whole = np.rint(np.clip(planes, 0, 255) * 256).astype(np.uint16)
    out = np.empty((3, view.height, view.width), np.float32)
    dx, dy = view.left - small.left * factor, view.top - small.top * factor
    for plane, target in zip(whole, out, strict=True):
        soft = _soften(plane, sigma / factor, factor)
        np.multiply(soft[dy : dy + view.height, dx : dx + view.width], np.float32(1 / 256), out=target)
    return out


def _shrunk(view: _View, factor: int, margin: int) -> _View:
    scale = view.scale / factor
    wide, high = math.ceil(view.full_width * scale), math.ceil(view.full_height * scale)
    left = max(view.left // factor - margin, 0)
    top = max(view.top // factor - margin, 0)
    right = min(-(-view.right // factor) + margin, wide)
    bottom = min(-(-view.bottom // factor) + margin, high)
    return _View(left, top, right - left, bottom - top, scale, view.full_width, view.full_height)


def _shrink(sigma: float) -> int:
    """By how much something that will be blurred may be painted smaller: a power of two."""
    return int(2 ** max(0, math.floor(math.log2(max(sigma, 1.0) / 1.6))))


def _soften(plane: npt.NDArray[np.uint16], sigma: float, factor: int) -> npt.NDArray[np.uint16]:
    """Blur and enlarge in whole numbers, which gives the same values wherever the plane was cut."""
    size = 2 * math.ceil(3 * sigma) + 1
    soft = cv2.GaussianBlur(plane, (size, size), sigma, borderType=cv2.BORDER_REPLICATE)
    if factor > 1:
        height, width = plane.shape
        soft = cv2.resize(soft, (width * factor, height * factor), interpolation=cv2.INTER_LINEAR_EXACT)
    return soft.astype(np.uint16, copy=False)


def _add(planes: Plane, shape: Shape, view: _View) -> None:
    if shape.opacity <= 0:
        return
    if shape.picture is not None:
        _add_picture(planes, shape, shape.picture, view)
        return
    if shape.fill is not None and _scattered(shape, view):
        blend_few(planes, _few(shape.path, view), Ink(shape.fill, shape.opacity, shape.blend, view.scale))
    elif shape.fill is not None:
        _add_paint(planes, shape, shape.fill, 0.0, view)
    if shape.stroke is not None and shape.width > 0:
        _add_paint(planes, shape, shape.stroke, shape.width, view)


_MANY = 24
"""Contours of a path that is worth keeping: drops and flakes, the same ones in every shot of a scene."""


def _scattered(shape: Shape, view: _View) -> bool:
    """Whether a shape is many small parts in one plain colour over a whole picture."""
    whole = (view.width, view.height) == (view.full_width, view.full_height) and view.scale == 1
    plain = isinstance(shape.fill, tuple) and shape.clip is None and shape.blur == 0
    return whole and plain and len(shape.path.contours) >= _MANY


@lru_cache(maxsize=12)
def _few(path: Path, view: _View) -> Few:
    """All that a scattered path covers; kept, since weather is half of the work of some shots."""
    outline = raster.outline(path)
    bounds = _bounds(outline, 0, view) or (0, 0, 0, 0)
    cells = _Cells.of(raster.outline_edges(outline), bounds)
    parts = [Few.of(cells.cover(part), part[0], part[1]) for part in _strips(bounds)]
    if not parts:
        return Few(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.float32))
    return Few(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.columns for part in parts]),
        np.concatenate([part.cover for part in parts]),
    )


def _add_paint(planes: Plane, shape: Shape, paint: Paint, stroke: float, view: _View) -> None:
    sigma = shape.blur * view.scale
    outline = raster.outline(shape.path)
    bounds = _bounds(outline, stroke * view.scale / 2 + (3 * sigma + 2 if sigma > 0 else 0), view)
    clip = None
    if bounds is not None and shape.clip is not None:
        clip = raster.outline(shape.clip)
        bounds = _both(bounds, _bounds(clip, 0, view))
    if bounds is None:
        return
    if stroke == 0 and sigma <= 0 and shape.clip is None and _covers(shape.path, bounds, view):
        mask: _Mask = _Everything()
    else:
        edges = (
            raster.stroke_edges(outline, shape.path.closed, stroke) if stroke else raster.outline_edges(outline)
        )
        mask = _mask(edges * view.scale, clip, sigma, bounds, view.scale)
    ink = Ink(paint, shape.opacity, shape.blend, view.scale)
    for part in _strips(bounds):
        cover = mask.part(part)
        target = _cut(planes, part, view)
        if cover is None:
            blend(target, part, cover, ink)
            continue
        many = np.count_nonzero(cover)
        if many * 8 < cover.size and isinstance(paint, tuple):
            blend_few(target, Few.of(cover), ink)
        elif many:
            blend(target, part, cover, ink)


def _rows(bounds: Box) -> int:
    return max(8, _STRIP // max(bounds[2] - bounds[0], 1))


def _strips(bounds: Box) -> Iterator[Box]:
    left, top, right, bottom = bounds
    rows = _rows(bounds)
    for start in range(top, bottom, rows):
        yield left, start, right, min(start + rows, bottom)


def _bounds(outline: raster.Outline, margin: float, view: _View) -> Box | None:
    """The device px a path can touch inside the view."""
    box = outline.box()
    if box is None:
        return None
    scale = view.scale
    left = max(math.floor(box[0] * scale - margin), view.left)
    top = max(math.floor(box[1] * scale - margin), view.top)
    right = min(math.ceil(box[2] * scale + margin), view.right)
    bottom = min(math.ceil(box[3] * scale + margin), view.bottom)
    return (left, top, right, bottom) if left < right and top < bottom else None


def _both(one: Box, other: Box | None) -> Box | None:
    """What two boxes share."""
    if other is None:
        return None
    left, top, right, bottom = (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )
    return (left, top, right, bottom) if left < right and top < bottom else None


def _covers(path: Path, bounds: Box, view: _View) -> bool:
    """Whether a path is an upright rectangle round the whole of the bounds."""
    if len(path.contours) != 1:
        return False
    start, pieces = path.contours[0]
    if len(pieces) != 3 or any(len(piece) != 1 for piece in pieces):
        return False
    corners = [start, *(piece[0] for piece in pieces)]
    xs, ys = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    if len(xs) != 2 or len(ys) != 2 or len(set(corners)) != 4:
        return False
    left, top, right, bottom = (bound / view.scale for bound in bounds)
    return xs[0] <= left and ys[0] <= top and xs[1] >= right and ys[1] >= bottom


class _Everything:
    def part(self, box: Box) -> Plane | None:
        return None


@dataclass(frozen=True, slots=True)
class _Sharp:
    cells: _Cells
    clip: _Cells | None

    def part(self, box: Box) -> Plane | None:
        cover = self.cells.cover(box)
        if self.clip is not None:
            cover *= self.clip.cover(box)
        return cover


@dataclass(frozen=True, slots=True)
class _Soft:
    values: npt.NDArray[np.uint16]
    left: int
    top: int
    clip: _Cells | None

    def part(self, box: Box) -> Plane | None:
        left, top, right, bottom = box
        rows = self.values[top - self.top : bottom - self.top, left - self.left : right - self.left]
        cover = np.multiply(rows, np.float32(1 / raster.FULL), dtype=np.float32)
        if self.clip is not None:
            cover *= self.clip.cover(box)
        return cover


_Mask = _Everything | _Sharp | _Soft


@dataclass(frozen=True, slots=True)
class _Cells:
    """What edges add to the pixels of some rows; in the order of the rows if these are painted in strips."""

    cells: raster.Cells
    top: int
    bottom: int

    @classmethod
    def of(cls, edges: raster.Floats, bounds: Box) -> _Cells:
        cells = raster.cells(edges, bounds[1], bounds[3])
        in_strips = bounds[3] - bounds[1] > _rows(bounds)
        return cls(cells.by_row() if in_strips else cells, bounds[1], bounds[3])

    def cover(self, box: Box) -> Plane:
        left, top, right, bottom = box
        whole = (top, bottom) == (self.top, self.bottom)
        cells = self.cells if whole else self.cells.rows(top, bottom)
        sums = raster.coverage(cells, left, top, right - left, bottom - top)
        return np.multiply(sums, np.float32(1 / raster.FULL), dtype=np.float32)


def _mask(
    edges: raster.Floats, clip: raster.Outline | None, sigma: float, bounds: Box, scale: float
) -> _Sharp | _Soft:
    clipped = None if clip is None else _Cells.of(raster.outline_edges(clip) * scale, bounds)
    if sigma <= 0.05:
        return _Sharp(_Cells.of(edges, bounds), clipped)
    return _soft_mask(edges, sigma, bounds, clipped)


def _soft_mask(edges: raster.Floats, sigma: float, bounds: Box, clip: _Cells | None) -> _Soft:
    factor = _shrink(sigma)
    margin = math.ceil(3 * sigma / factor) + 2
    left, top = bounds[0] // factor - margin, bounds[1] // factor - margin
    right, bottom = -(-bounds[2] // factor) + margin, -(-bounds[3] // factor) + margin
    cells = raster.cells(edges / factor, top, bottom)
    small = raster.coverage(cells, left, top, right - left, bottom - top).astype(np.uint16)
    return _Soft(_soften(small, sigma / factor, factor), left * factor, top * factor, clip)


def _add_picture(planes: Plane, shape: Shape, picture: Picture, view: _View) -> None:
    left, top, right, bottom = (round(side * view.scale) for side in picture.box)
    if right <= left or bottom <= top:
        return
    part = max(left, view.left), max(top, view.top), min(right, view.right), min(bottom, view.bottom)
    if part[0] >= part[2] or part[1] >= part[3]:
        return
    pixels = _scaled(picture, right - left, bottom - top)
    inside = pixels[part[1] - top : part[3] - top, part[0] - left : part[2] - left]
    cover = np.multiply(inside[..., 3], np.float32(1 / 255), dtype=np.float32)
    if shape.clip is not None:
        cover *= _Cells.of(raster.fill_edges(shape.clip) * view.scale, part).cover(part)
    cover *= np.float32(shape.opacity)
    for channel, plane in enumerate(_cut(planes, part, view)):
        BLENDS[shape.blend](plane, inside[..., channel].astype(np.float32), cover)


def _scaled(picture: Picture, width: int, height: int) -> Pixels:
    pixels = np.frombuffer(picture.rgba, np.uint8).reshape(picture.height, picture.width, 4)
    if (width, height) == (picture.width, picture.height):
        return pixels
    shrinks = width < picture.width
    way = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=way), np.uint8)


@lru_cache(maxsize=1)
def _noise() -> Plane:
    """Half a level either way, the same for every picture, so that 8 bits do not show bands (media.md 6)."""
    tile = np.random.RandomState(20_261).random_sample((_NOISE, _NOISE)).astype(np.float32)
    tile.setflags(write=False)
    return tile


def _to_bytes(planes: Plane, left: int, top: int) -> Pixels:
    _, height, width = planes.shape
    noise = _noise_rows(-(-(width + _NOISE) // _NOISE) + 1)
    out = np.empty((height, width, 3), np.uint8)
    row = 0
    while row < height:
        start = (top + row) % _NOISE
        many = min(_NOISE - start, height - row, 64)
        for number, plane in enumerate(planes):
            column = (left + 171 * number) % _NOISE
            part = plane[row : row + many]
            part += noise[start : start + many, column : column + width]
            # A value v becomes floor(v + noise) with noise from 0 to 1: on average v again.
            np.maximum(part, 0, out=part)
            np.minimum(part, 255, out=part)
            out[row : row + many, :, number] = part
        row += many
    return out


@lru_cache(maxsize=2)
def _noise_rows(tiles: int) -> Plane:
    """The noise side by side, so that any part of a picture's rows is one piece of it."""
    rows = np.tile(_noise(), (1, tiles))
    rows.setflags(write=False)
    return rows
