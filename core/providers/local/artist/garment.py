"""The front of a garment, on which its parts are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from core.providers.local.artist.brush import Brush, darker
from core.providers.local.artist.drawing import Colour, Path, Shape
from core.providers.local.artist.look import Look
from core.providers.local.artist.pencil import Knot, Pencil


@dataclass(frozen=True, slots=True)
class Panel:
    """The front of a garment: where its middle is, how wide, and what it is made of."""

    pencil: Pencil
    """In body units, feet of a standing figure at 0."""
    brush: Brush
    look: Look
    clip: Path
    width: float
    turn: float
    hem: float
    colour: Colour

    def x(self, share: float, y: float = 4.6) -> float:
        """A point of the front: share -1 to 1 of the half width, bent around the turned body."""
        bow = 0.24 * self.turn * (1.0 if y > 4.0 else 0.9)
        return (bow + share * 0.7 * (1 - 0.16 * self.turn * (1 if share > 0 else 0.2))) * self.width

    def line(self, lines: list[list[Knot]], width: float = 0.024, opacity: float = 0.6) -> Shape:
        """Seams, in a darker tone of the cloth."""
        path = self.pencil.curves(*lines, closed=False)
        return self.brush.line(path, darker(self.colour, 0.4), width, opacity, self.clip)

    def shape(self, knots: list[Knot], colour: Colour, depth: float = 0.5, clipped: bool = True) -> Shape:
        return self.brush.form(self.pencil.curve(knots), colour, depth, self.clip if clipped else None)

    def trim(self) -> Colour:
        """The accent, made to stand out from the cloth."""
        return self.look.accent


def dots(panel: Panel, share: float, heights: tuple[float, ...], size: float, colour: Colour) -> list[Shape]:
    spots = [y for y in heights if y > panel.hem + 0.15]
    rings = panel.pencil.ovals(*((panel.x(share, y), y, size, size) for y in spots))
    edge = panel.pencil.ovals(*((panel.x(share, y) + 0.008, y - 0.016, size, size) for y in spots))
    return [panel.brush.flat(edge, darker(panel.colour, 0.4)), panel.brush.form(rings, colour, 0.4)]
