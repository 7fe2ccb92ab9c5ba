"""A picture as a list of shapes: what the painter paints and what the .svg writes.

Coordinates are px of the finished picture, y down. Colours are (r, g, b) from 0 to 255 as floats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Point = tuple[float, float]
Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Stop:
    """One colour of a gradient at `at` (0 to 1)."""

    at: float
    colour: Colour
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Linear:
    start: Point
    end: Point
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Radial:
    centre: Point
    radius: float
    stops: tuple[Stop, ...]
    squash: float = 1.0
    """Height of the ellipse as a share of its width."""


Paint = Colour | Linear | Radial


@dataclass(frozen=True, slots=True)
class Path:
    """Closed or open contours; each is a start point and cubic Béziers (c1, c2, end) or straight ends."""

    contours: tuple[tuple[Point, tuple[tuple[Point, ...], ...]], ...]
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """One filled or stroked path, or a picture."""

    path: Path
    fill: Paint | None = None
    stroke: Paint | None = None
    width: float = 0.0
    """Stroke width in px; round caps and joins."""
    opacity: float = 1.0
    blur: float = 0.0
    """Gaussian sigma in px."""
    blend: str = "normal"
    """"normal", "screen", "multiply", "add" or "soft_light"."""
    clip: Path | None = None
    layer: str = ""
    """Name of the layer ("sky", "far", "set", "figure:0", "weather", "grade") for the .svg and for parallax."""
    picture: Picture | None = None


@dataclass(frozen=True, eq=False)
class Picture:
    """Pixels placed into a drawing (a guide photo): RGBA uint8 in row order, and the box they fill."""

    width: int
    height: int
    rgba: bytes
    box: tuple[float, float, float, float]
    """Left, top, right, bottom in px of the drawing."""


@dataclass(frozen=True, slots=True)
class MouthPlace:
    """Where a speaking figure's mouth and eyes are, so that only they are painted again."""

    figure: int
    mouth: tuple[float, float, float, float]
    eyes: tuple[float, float, float, float]


@dataclass(frozen=True)
class Drawing:
    """A whole picture."""

    width: int
    height: int
    shapes: tuple[Shape, ...]
    faces: tuple[MouthPlace, ...] = field(default_factory=tuple)
    ground: int = 0
    """How many shapes from the first on are the place alone, which other pictures of the scene may share."""


def polygon(points: Sequence[Point]) -> Path:
    """A closed path of straight lines."""
    first, *rest = points
    return Path(((first, tuple((point,) for point in rest)),))
