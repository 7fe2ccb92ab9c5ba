"""Smooth outlines in a figure's own units: what turns a handful of points into a path in px."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.providers.local.artist.drawing import Path, Point

Knot = tuple[float, ...]
"""(x, y) for a smooth point, (x, y, 0) for a corner; anything between rounds it less."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in px."""

_Contour = tuple[Point, tuple[tuple[Point, ...], ...]]

_CIRCLE = 0.5523


@dataclass(frozen=True, slots=True)
class Pencil:
    """A place on the paper with its own units: x to the side the figure looks to, y up."""

    origin: Point
    scale: float
    mirror: float = 1.0
    """-1 draws the figure looking the other way."""
    angle: float = 0.0
    """Radians, anticlockwise in the figure's own units."""

    def at(self, x: float, y: float) -> Point:
        """The px of a point given in the figure's units."""
        cos, sin = math.cos(self.angle), math.sin(self.angle)
        right, up = x * cos - y * sin, x * sin + y * cos
        return (self.origin[0] + self.mirror * self.scale * right, self.origin[1] - self.scale * up)

    def moved(self, x: float, y: float, scale: float = 1.0, angle: float = 0.0) -> Pencil:
        """A pencil for a part that sits at (x, y), with its own scale and turn."""
        return replace(self, origin=self.at(x, y), scale=self.scale * scale, angle=self.angle + angle)

    def flipped(self) -> Pencil:
        """The same place with x pointing the other way."""
        return replace(self, mirror=-self.mirror, angle=-self.angle)

    def curve(self, knots: Sequence[Knot], closed: bool = True) -> Path:
        """A smooth line through the knots."""
        return Path((self._contour(knots, closed),), closed)

    def curves(self, *lines: Sequence[Knot], closed: bool = True) -> Path:
        """Several smooth lines as one path, so that they cost one shape."""
        path = Path(tuple(self._contour(line, closed) for line in lines), closed)
        return joined(path) if closed else path

    def poly(self, *points: Point) -> Path:
        """Straight lines through the points, closed."""
        first, *rest = (self.at(*point) for point in points)
        return Path(((first, tuple((point,) for point in rest)),))

    def oval(self, x: float, y: float, rx: float, ry: float, angle: float = 0.0) -> Path:
        """An ellipse around (x, y)."""
        return Path((self._ring(x, y, rx, ry, angle),))

    def ovals(self, *rings: tuple[float, float, float, float]) -> Path:
        """Several ellipses (x, y, rx, ry) as one path."""
        return Path(tuple(self._ring(x, y, rx, ry, 0.0) for x, y, rx, ry in rings))

    def slab(self, x: float, y: float, width: float, height: float, radius: float = 0.0) -> Path:
        """A rectangle centred on (x, y) with rounded corners."""
        a, b = width / 2, height / 2
        if not radius:
            return self.poly((x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b))
        r = min(radius, a, b)
        k = r * (1 - _CIRCLE)
        steps: list[tuple[Point, ...]] = []
        for sx, sy in ((1, 1), (1, -1), (-1, -1), (-1, 1)):
            end, start = (x + sx * a, y + sy * (b - r)), (x + sx * (a - r), y + sy * b)
            one, two = (x + sx * (a - k), y + sy * b), (x + sx * a, y + sy * (b - k))
            if sx != sy:
                start, end, one, two = end, start, two, one
            steps += [(self.at(*start),), (self.at(*one), self.at(*two), self.at(*end))]
        return Path(((steps[0][0], tuple(steps[1:])),))

    def limb(self, spine: Sequence[Point], widths: Sequence[float], bend: float = 0.5) -> Path:
        """A tapering limb around a spine; `widths` are half widths at its points."""
        centres, halves = _round_spine(spine, widths, bend)
        left, right = _sides(centres, halves)
        return self.curve([*left, *reversed(right)])

    def _contour(self, knots: Sequence[Knot], closed: bool) -> _Contour:
        count = len(knots)
        tangents = [_tangent(knots, index, closed) for index in range(count)]
        steps: list[tuple[Point, ...]] = []
        for index in range(count if closed else count - 1):
            here, there = knots[index], knots[(index + 1) % count]
            reach = math.hypot(there[0] - here[0], there[1] - here[1]) / 3
            (ax, ay), (bx, by) = tangents[index], tangents[(index + 1) % count]
            steps.append(
                (
                    self.at(here[0] + ax * reach, here[1] + ay * reach),
                    self.at(there[0] - bx * reach, there[1] - by * reach),
                    self.at(there[0], there[1]),
                )
            )
        return (self.at(knots[0][0], knots[0][1]), tuple(steps))

    def _ring(self, x: float, y: float, rx: float, ry: float, angle: float) -> _Contour:
        part = self.moved(x, y, 1.0, angle)
        kx, ky = rx * _CIRCLE, ry * _CIRCLE
        steps = (
            (part.at(rx, ky), part.at(kx, ry), part.at(0, ry)),
            (part.at(-kx, ry), part.at(-rx, ky), part.at(-rx, 0)),
            (part.at(-rx, -ky), part.at(-kx, -ry), part.at(0, -ry)),
            (part.at(kx, -ry), part.at(rx, -ky), part.at(rx, 0)),
        )
        return (part.at(rx, 0), steps)


def blend(one: Sequence[Knot], two: Sequence[Knot], share: float) -> list[Knot]:
    """The knots between two lists of knots: `one` at 0, `two` at 1."""
    return [
        (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, *a[2:])
        for a, b in zip(one, two, strict=True)
    ]


def mirrored(half: Sequence[Knot]) -> list[Knot]:
    """A symmetric outline from its right half, listed from the top down to the bottom."""
    left = [(-knot[0], *knot[1:]) for knot in half if abs(knot[0]) > 1e-9]
    return [*half, *reversed(left)]


def box_of(path: Path, margin: float = 0.0) -> Box:
    """The box around a path's points and handles, in px."""
    points = [start for start, _ in path.contours]
    points += [point for _, steps in path.contours for step in steps for point in step]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return (min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin)


def joined(*paths: Path) -> Path:
    """Several closed paths as one; all wind the same way, so that none cuts a hole into another."""
    return Path(tuple(_wound(contour) for path in paths for contour in path.contours))


def moved(path: Path, dx: float, dy: float) -> Path:
    """The path somewhere else, in px."""

    def place(point: Point) -> Point:
        return (point[0] + dx, point[1] + dy)

    return Path(
        tuple(
            (place(start), tuple(tuple(place(p) for p in step) for step in steps))
            for start, steps in path.contours
        ),
        path.closed,
    )


def without(path: Path, hole: Path) -> Path:
    """Both paths, wound against each other, so that only what is in one of them is filled."""
    return Path((*joined(path).contours, *(_turned(contour) for contour in joined(hole).contours)))


def _wound(contour: _Contour) -> _Contour:
    start, steps = contour
    points = [start, *(step[-1] for step in steps)]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], start], strict=True))
    if area >= 0:
        return contour
    return _turned(contour)


def _turned(contour: _Contour) -> _Contour:
    """The same outline drawn the other way round."""
    start, steps = contour
    back = [start, *(point for step in steps for point in step)][::-1]
    found: list[tuple[Point, ...]] = []
    place = 1
    for step in reversed(steps):
        found.append(tuple(back[place : place + len(step)]))
        place += len(step)
    return (back[0], tuple(found))


def _tangent(knots: Sequence[Knot], index: int, closed: bool) -> Point:
    """Unit direction through a knot; short at corners, where the line may turn at once."""
    count, knot = len(knots), knots[index]
    roundness = knot[2] if len(knot) > 2 else 1.0
    if not roundness or (not closed and index in (0, count - 1)):
        return (0.0, 0.0)
    before, after = knots[index - 1], knots[(index + 1) % count]
    dx, dy = after[0] - before[0], after[1] - before[1]
    length = math.hypot(dx, dy) or 1.0
    return (dx / length * roundness * 1.12, dy / length * roundness * 1.12)


def _round_spine(
    spine: Sequence[Point], widths: Sequence[float], bend: float
) -> tuple[list[Point], list[float]]:
    """The spine with each inner joint replaced by a short round bend."""
    centres: list[Point] = [spine[0]]
    halves: list[float] = [widths[0]]
    for index in range(1, len(spine) - 1):
        before, here, after = spine[index - 1], spine[index], spine[index + 1]
        for share, other in ((-1, before), (0, here), (1, after)):
            pull = 0.36 * bend if share else 0.0
            x = here[0] + (other[0] - here[0]) * pull
            y = here[1] + (other[1] - here[1]) * pull
            if not share:
                x += (before[0] + after[0] - 2 * here[0]) * 0.04 * bend
                y += (before[1] + after[1] - 2 * here[1]) * 0.04 * bend
            centres.append((x, y))
            near = widths[index - 1] if share < 0 else widths[index + 1]
            halves.append(widths[index] + (near - widths[index]) * pull if share else widths[index])
    return [*centres, spine[-1]], [*halves, widths[-1]]


def _sides(centres: Sequence[Point], halves: Sequence[float]) -> tuple[list[Point], list[Point]]:
    left: list[Point] = []
    right: list[Point] = []
    for index, ((x, y), half) in enumerate(zip(centres, halves, strict=True)):
        before, after = centres[max(0, index - 1)], centres[min(len(centres) - 1, index + 1)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        nx, ny = -dy / length * half, dx / length * half
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return left, right
