"""Colours in light: how a surface of a given colour looks in a picture's light, as shapes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.providers.local.artist.drawing import Colour, Linear, Paint, Path, Point, Radial, Shape, Stop
from core.providers.local.artist.figure_types import FigureLight
from core.providers.local.artist.pencil import box_of, moved, without

_WARM: Colour = (255.0, 190.0, 96.0)


def mix(one: Colour, two: Colour, share: float) -> Colour:
    """The colour between two colours: `one` at 0, `two` at 1."""
    return (
        one[0] + (two[0] - one[0]) * share,
        one[1] + (two[1] - one[1]) * share,
        one[2] + (two[2] - one[2]) * share,
    )


def times(one: Colour, two: Colour) -> Colour:
    """One colour seen through another."""
    return (one[0] * two[0] / 255, one[1] * two[1] / 255, one[2] * two[2] / 255)


def lighter(colour: Colour, share: float) -> Colour:
    return mix(colour, (255.0, 255.0, 255.0), share)


def darker(colour: Colour, share: float) -> Colour:
    """Towards a deep violet rather than to black, which would look dirty."""
    return mix(colour, (26.0, 16.0, 34.0), share)


def brightness(colour: Colour) -> float:
    """0 to 255."""
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]


@dataclass(frozen=True, slots=True)
class Brush:
    """Paints the surfaces of one figure or prop in one light."""

    light: FigureLight
    layer: str
    unit: float
    """px per head: how wide rims and soft edges are."""

    def lit(self, colour: Colour) -> Colour:
        """The colour on the side of the main light."""
        return times(times(colour, self.light.key), self.light.ambient)

    def dark(self, colour: Colour) -> Colour:
        """The colour on the side away from it."""
        return times(times(colour, self.light.shadow), self.light.ambient)

    def tone(self, colour: Colour, shade: float = 0.0) -> Colour:
        """The colour in plain light; `shade` of 1 is the dark side."""
        return mix(self.lit(colour), self.dark(colour), shade)

    def flat(self, path: Path, colour: Colour, shade: float = 0.0, clip: Path | None = None) -> Shape:
        """A plain surface without a gradient, for small parts."""
        return Shape(path, self.tone(colour, shade), clip=clip, layer=self.layer)

    def form(self, path: Path, colour: Colour, depth: float = 0.55, clip: Path | None = None) -> Shape:
        """A rounded surface: light to shade across it, along the light's direction; `depth` 0 to 1."""
        box = box_of(path)
        return Shape(path, self._across(box, colour, depth), clip=clip, layer=self.layer)

    def line(
        self, path: Path, colour: Colour, width: float, opacity: float = 1.0, clip: Path | None = None
    ) -> Shape:
        """A line of `width` heads in plain light."""
        return Shape(
            path,
            stroke=self.tone(colour, 0.15),
            width=width * self.unit,
            opacity=opacity,
            clip=clip,
            layer=self.layer,
        )

    def shade(self, path: Path, clip: Path, strength: float = 0.6, soft: float = 0.0) -> Shape:
        """A cast or turned-away shadow on what `clip` outlines; `soft` is its edge in heads."""
        return Shape(
            path,
            self.light.shadow,
            opacity=strength,
            blur=soft * self.unit,
            blend="multiply",
            clip=clip,
            layer=self.layer,
        )

    def tint(self, path: Path, colour: Colour, opacity: float, soft: float, clip: Path | None = None) -> Shape:
        """A soft patch of colour, such as a cheek."""
        return Shape(
            path, self.tone(colour), opacity=opacity, blur=soft * self.unit, clip=clip, layer=self.layer
        )

    def rim(self, path: Path, width: float = 0.035, strength: float = 1.0) -> list[Shape]:
        """The edge of light on the lit side: the path without itself moved away from the light."""
        power = self.light.rim_strength * strength
        if power < 0.04 or width * self.unit < 0.5:
            return []
        start, end = self._ends(box_of(path))
        length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
        reach = width * self.unit / length
        dx, dy = (end[0] - start[0]) * reach, (end[1] - start[1]) * reach
        colour = self.light.rim
        stops = (Stop(0.0, colour, 1.0), Stop(0.3, colour, 0.7), Stop(0.55, colour, 0.0))
        return [
            Shape(
                without(path, moved(path, dx, dy)),
                Linear(start, end, stops),
                opacity=min(1.0, power),
                clip=path,
                layer=self.layer,
            )
        ]

    def glow(self, path: Path, strength: float = 0.5) -> list[Shape]:
        """The warmth of a near lamp on a surface; empty when there is none or it is too far."""
        lamp = self.light.glow
        if lamp is None:
            return []
        left, top, right, bottom = box_of(path)
        reach = 3.0 * self.unit
        gap = math.hypot(max(left - lamp[0], 0, lamp[0] - right), max(top - lamp[1], 0, lamp[1] - bottom))
        if gap > reach * 0.7:
            return []
        paint = Radial(lamp, reach, (Stop(0, _WARM, 1), Stop(0.35, _WARM, 0.5), Stop(1, _WARM, 0)))
        return [Shape(path, paint, opacity=strength, blend="soft_light", clip=None, layer=self.layer)]

    def _across(self, box: tuple[float, float, float, float], colour: Colour, depth: float) -> Paint:
        start, end = self._ends(box)
        stops = (
            Stop(0.0, lighter(self.lit(colour), 0.10 * depth)),
            Stop(0.42, self.tone(colour, 0.10 * depth)),
            Stop(1.0, self.tone(colour, depth)),
        )
        return Linear(start, end, stops)

    def _ends(self, box: tuple[float, float, float, float]) -> tuple[Point, Point]:
        """From the lit corner to the dark one: never straight across, light falls from above."""
        left, top, right, bottom = box
        x, y = (left + right) / 2, (top + bottom) / 2
        half, rise = (right - left) / 2, (bottom - top) / 2
        side = max(-1.0, min(1.0, self.light.key_side))
        dx, dy = -side * half, rise * (0.30 + 0.55 * (1 - abs(side)))
        return ((x - dx, y - dy), (x + dx, y + dy))
