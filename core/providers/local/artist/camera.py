"""Where the camera stands for each shot: how a place is enlarged and moved behind the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.providers.local.artist import paths
from core.providers.local.artist.drawing import Point, Shape
from core.providers.local.artist.places.sheet import Scenery
from core.story import Angle, Size


@dataclass(frozen=True, slots=True)
class Camera:
    """Enlarges what is at `look` by `zoom` and puts it at `at`; far layers grow less, as a lens shows them."""

    look: Point
    at: Point
    zoom: float
    flat: bool
    """A room's wall is all at one depth."""

    def point(self, point: Point, layer: str = "set") -> Point:
        zoom = self.zoom_of(layer)
        return (
            self.at[0] + (point[0] - self.look[0]) * zoom,
            self.at[1] + (point[1] - self.look[1]) * zoom,
        )

    def zoom_of(self, layer: str) -> float:
        return float(self.zoom ** (1.0 if self.flat else _DEPTHS.get(layer, 1.0)))

    def shapes(self, shapes: Sequence[Shape]) -> tuple[Shape, ...]:
        if self.zoom == 1 and self.look == self.at:
            return tuple(shapes)
        return tuple(self._moved(shape) for shape in shapes)

    def _moved(self, shape: Shape) -> Shape:
        zoom = self.zoom_of(shape.layer)
        (look_x, look_y), (at_x, at_y) = self.look, self.at
        return paths.map_shape(
            shape, lambda p: (at_x + (p[0] - look_x) * zoom, at_y + (p[1] - look_y) * zoom), zoom
        )


_DEPTHS = {"sky": 0.2, "far": 0.4, "middle": 0.7, "set": 1.0, "near": 1.0}
"""Share of the zoom (as an exponent) that each layer takes."""

_ZOOM = {Size.WIDE: 1.0, Size.MEDIUM: 1.5, Size.CLOSE: 1.9, Size.OVER_SHOULDER: 1.7, Size.INSERT: 2.2}

_TILT = {Angle.EYE: 0.0, Angle.LOW: 0.09, Angle.HIGH: -0.09}
"""How far the horizon moves down the frame, as a share of its height."""


def camera_of(scenery: Scenery, size: Size, angle: Angle, frame: tuple[float, float], side: float) -> Camera:
    """The camera of a shot; `side` from -1 to 1 is the part of the set it turns to."""
    width, height = frame
    tilt = _TILT[angle] * height
    zoom = _ZOOM[size]
    if size is Size.WIDE:
        middle = (width / 2, scenery.horizon)
        return Camera(middle, (width / 2, scenery.horizon + tilt), 1.0, True)
    look_x = width * (0.5 + 0.13 * side)
    if scenery.interior:
        look = look_x, scenery.horizon - 0.34 * min(height, 1.12 * width)
        return Camera(look, (width / 2, height * 0.47 + tilt), zoom, True)
    return Camera((look_x, scenery.horizon), (width / 2, height * 0.56 + tilt), zoom, False)
