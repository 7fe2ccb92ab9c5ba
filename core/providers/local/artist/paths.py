"""Builders of paths and small edits of shapes: ovals, rounded boxes, smooth curves, moved and mirrored shapes.

Closed builders all wind the same way (clockwise on screen), so that several contours in one path add up.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from core.providers.local.artist.drawing import Colour, Linear, Paint, Path, Point, Radial, Shape, Stop, polygon

__all__ = [
    "blob",
    "circle",
    "defocus",
    "ellipse",
    "fade",
    "glow",
    "join",
    "line",
    "map_path",
    "map_shape",
    "mirror_shape",
    "move_shape",
    "polygon",
    "rect",
    "ribbon",
    "rounded",
    "scale_shape",
    "smooth",
    "smooth_open",
    "smooth_top",
    "trace",
]

_ROUND = 0.5522847498
"""Handle length of a quarter circle drawn as one cubic curve, in radii."""

Contour = tuple[Point, tuple[tuple[Point, ...], ...]]


def rect(left: float, top: float, right: float, bottom: float) -> Path:
    return polygon([(left, top), (right, top), (right, bottom), (left, bottom)])


def circle(centre: Point, radius: float) -> Path:
    return ellipse(centre, radius, radius)


def ellipse(centre: Point, rx: float, ry: float, tilt: float = 0.0) -> Path:
    """An oval; `tilt` in radians, clockwise on screen."""
    k = _ROUND
    around = [
        (1.0, 0.0), (1.0, k), (k, 1.0), (0.0, 1.0), (-k, 1.0), (-1.0, k), (-1.0, 0.0),
        (-1.0, -k), (-k, -1.0), (0.0, -1.0), (k, -1.0), (1.0, -k), (1.0, 0.0),
    ]  # fmt: skip
    cos, sin = math.cos(tilt), math.sin(tilt)

    def place(x: float, y: float) -> Point:
        return centre[0] + x * rx * cos - y * ry * sin, centre[1] + x * rx * sin + y * ry * cos

    points = [place(x, y) for x, y in around]
    return Path(((points[0], tuple(tuple(points[i : i + 3]) for i in (1, 4, 7, 10))),))


def rounded(left: float, top: float, right: float, bottom: float, radius: float) -> Path:
    """A box with round corners."""
    r = max(0.0, min(radius, (right - left) / 2, (bottom - top) / 2))
    h = r * (1 - _ROUND)
    return Path(
        (
            (
                (left + r, top),
                (
                    ((right - r, top),),
                    ((right - h, top), (right, top + h), (right, top + r)),
                    ((right, bottom - r),),
                    ((right, bottom - h), (right - h, bottom), (right - r, bottom)),
                    ((left + r, bottom),),
                    ((left + h, bottom), (left, bottom - h), (left, bottom - r)),
                    ((left, top + r),),
                    ((left, top + h), (left + h, top), (left + r, top)),
                ),
            ),
        )
    )


def smooth(points: Sequence[Point], tension: float = 1.0) -> Path:
    """A closed smooth curve through all points."""
    count = len(points)
    around = list(points)
    pieces = tuple(
        _piece(around[i - 1], around[i], around[(i + 1) % count], around[(i + 2) % count], tension)
        for i in range(count)
    )
    return Path(((around[0], pieces),))


def smooth_open(points: Sequence[Point], tension: float = 1.0) -> Path:
    """An open smooth curve through all points, for strokes."""
    return Path(((points[0], _through(points, tension)),), closed=False)


def smooth_top(points: Sequence[Point], floor: float) -> Path:
    """A smooth line through points from left to right, closed down to `floor`: hills, waves, drifts."""
    first, last = points[0], points[-1]
    pieces = (*_through(points, 1.0), ((last[0], floor),), ((first[0], floor),))
    return Path(((first, pieces),))


def trace(start: Point, *pieces: Sequence[Point]) -> Path:
    """A closed outline of pieces: one point for a straight line, three for a cubic curve."""
    return Path(((start, tuple(tuple(piece) for piece in pieces)),))


def line(*points: Point) -> Path:
    """An open path of straight lines."""
    return Path(((points[0], tuple((point,) for point in points[1:])),), closed=False)


def ribbon(points: Sequence[Point], widths: Sequence[float]) -> Path:
    """A closed band along a smooth line, `widths` px wide at each point: trunks, blades, limbs."""
    left: list[Point] = []
    right: list[Point] = []
    for i, (x, y) in enumerate(points):
        ahead, behind = points[min(i + 1, len(points) - 1)], points[max(i - 1, 0)]
        dx, dy = ahead[0] - behind[0], ahead[1] - behind[1]
        length = math.hypot(dx, dy) or 1.0
        nx, ny = dy / length * widths[i] / 2, -dx / length * widths[i] / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    back = right[::-1]
    pieces = (*_through(left, 1.0), (back[0],), *_through(back, 1.0))
    return Path(((left[0], pieces),))


def blob(centre: Point, rx: float, ry: float, seed: int, wobble: float = 0.15, points: int = 9) -> Path:
    """A soft uneven oval, the same for the same seed: leaves, clouds, stones."""
    chance = random.Random(seed)
    around = []
    for i in range(points):
        angle = 2 * math.pi * i / points
        reach = 1 + chance.uniform(-wobble, wobble)
        around.append((centre[0] + rx * reach * math.cos(angle), centre[1] + ry * reach * math.sin(angle)))
    return smooth(around)


def join(paths: Iterable[Path]) -> Path:
    """Several paths as one, painted in one go."""
    kept = list(paths)
    contours = tuple(contour for path in kept for contour in path.contours)
    return Path(contours, closed=all(path.closed for path in kept))


def glow(
    centre: Point, radius: float, colour: Colour, strength: float, *, layer: str = "", squash: float = 1.0
) -> Shape:
    """Soft light round a point, added to what is below; `squash` is its height as a share of its width."""
    light = Radial(
        centre,
        radius,
        (
            Stop(0, colour, strength),
            Stop(0.15, colour, strength * 0.66),
            Stop(0.4, colour, strength * 0.26),
            Stop(0.7, colour, strength * 0.06),
            Stop(1, colour, 0),
        ),
        squash,
    )
    x, y = centre
    box = rect(x - radius, y - radius * squash, x + radius, y + radius * squash)
    return Shape(box, fill=light, blend="screen", layer=layer)


def fade(start: Point, end: Point, colour: Colour, first: float, last: float) -> Linear:
    """One colour whose opacity goes from `first` to `last`."""
    return Linear(start, end, (Stop(0, colour, first), Stop(1, colour, last)))


def defocus(blur: float, layer: str = "") -> Shape:
    """The order to blur everything below by `blur` px (sigma), as a lens does with what lies behind."""
    return Shape(Path(()), blur=blur, layer=layer)


def map_path(path: Path, move: Callable[[Point], Point]) -> Path:
    contours = tuple(
        (move(start), tuple(tuple(move(point) for point in piece) for piece in pieces))
        for start, pieces in path.contours
    )
    return Path(contours, path.closed)


def map_shape(shape: Shape, move: Callable[[Point], Point], scale: float = 1.0) -> Shape:
    """A shape with every point moved; lengths (stroke, blur, radius) are multiplied by `scale`."""
    return replace(
        shape,
        path=map_path(shape.path, move),
        clip=map_path(shape.clip, move) if shape.clip else None,
        fill=_map_paint(shape.fill, move, scale),
        stroke=_map_paint(shape.stroke, move, scale),
        width=shape.width * scale,
        blur=shape.blur * scale,
    )


def move_shape(shape: Shape, dx: float, dy: float) -> Shape:
    return map_shape(shape, lambda point: (point[0] + dx, point[1] + dy))


def scale_shape(shape: Shape, factor: float, about: Point = (0.0, 0.0)) -> Shape:
    x, y = about
    return map_shape(shape, lambda p: (x + (p[0] - x) * factor, y + (p[1] - y) * factor), factor)


def mirror_shape(shape: Shape, axis: float) -> Shape:
    """Left and right exchanged about the upright line x = `axis`."""
    return map_shape(shape, lambda point: (2 * axis - point[0], point[1]))


def _map_paint(paint: Paint | None, move: Callable[[Point], Point], scale: float) -> Paint | None:
    if isinstance(paint, Linear):
        return replace(paint, start=move(paint.start), end=move(paint.end))
    if isinstance(paint, Radial):
        return replace(paint, centre=move(paint.centre), radius=paint.radius * scale)
    return paint


def _through(points: Sequence[Point], tension: float) -> tuple[tuple[Point, ...], ...]:
    last = len(points) - 1
    return tuple(
        _piece(points[max(i - 1, 0)], points[i], points[i + 1], points[min(i + 2, last)], tension)
        for i in range(last)
    )


def _piece(before: Point, start: Point, end: Point, after: Point, tension: float) -> tuple[Point, Point, Point]:
    reach = tension / 6
    first = start[0] + (end[0] - before[0]) * reach, start[1] + (end[1] - before[1]) * reach
    second = end[0] - (after[0] - start[0]) * reach, end[1] - (after[1] - start[1]) * reach
    return first, second, end
