"""What every prop is drawn with: units in which it fits a circle of radius 1, its colours and its light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.providers.local.artist.brush import Brush, darker, lighter
from core.providers.local.artist.drawing import Colour, Path, Radial, Shape, Stop
from core.providers.local.artist.pencil import Knot, Pencil

WOOD: Colour = (150, 104, 68)
DARK_WOOD: Colour = (104, 68, 48)
BRASS: Colour = (222, 178, 84)
IRON: Colour = (84, 86, 98)
STEEL: Colour = (190, 196, 206)
PAPER: Colour = (242, 230, 204)
LEATHER: Colour = (132, 84, 54)
GLASS: Colour = (190, 222, 226)
LEAF: Colour = (92, 142, 84)
INK: Colour = (58, 48, 62)
FIRE: Colour = (255, 214, 122)
EMBER: Colour = (255, 168, 70)


@dataclass(frozen=True, slots=True)
class Kit:
    """Pencil and brush of one prop, and its colours."""

    pencil: Pencil
    brush: Brush
    main: Colour
    accent: Colour
    standing: bool = True
    """Whether it stands on something and throws a shadow there; not so in a hand."""

    def turned(self, angle: float) -> Kit:
        """The same kit with everything drawn at an angle, in radians anticlockwise."""
        return replace(self, pencil=self.pencil.moved(0, 0, 1.0, angle))

    def form(
        self, path: Path, colour: Colour | None = None, depth: float = 0.55, clip: Path | None = None
    ) -> Shape:
        """A rounded surface, in the prop's main colour unless another is given."""
        return self.brush.form(path, self.main if colour is None else colour, depth, clip)

    def solid(self, path: Path, colour: Colour | None = None, depth: float = 0.55) -> list[Shape]:
        """A rounded surface with its edge of light."""
        return [self.form(path, colour, depth), *self.brush.rim(path, 0.05)]

    def flat(
        self, path: Path, colour: Colour | None = None, shade: float = 0.1, clip: Path | None = None
    ) -> Shape:
        return self.brush.flat(path, self.main if colour is None else colour, shade, clip)

    def line(
        self,
        *lines: Sequence[Knot],
        colour: Colour = INK,
        width: float = 0.04,
        opacity: float = 1.0,
        clip: Path | None = None,
    ) -> Shape:
        """Smooth open lines as one shape."""
        return self.brush.line(self.pencil.curves(*lines, closed=False), colour, width, opacity, clip)

    def edge(self, path: Path, colour: Colour, width: float = 0.03, opacity: float = 0.7) -> Shape:
        """A path's own outline."""
        return self.brush.line(path, colour, width, opacity)

    def shine(self, path: Path, strength: float = 0.5, soft: float = 0.03, clip: Path | None = None) -> Shape:
        """A highlight."""
        return self.brush.tint(path, (255.0, 255.0, 255.0), strength, soft, clip)

    def shadow(self, path: Path, clip: Path, strength: float = 0.5, soft: float = 0.06) -> Shape:
        """A shadow on a surface."""
        return self.brush.shade(path, clip, strength, soft)

    def ground(self, y: float = -0.95, wide: float = 0.8) -> Shape:
        """The soft dark pool under something that stands."""
        path = self.pencil.oval(0, y, wide, 0.09)
        return Shape(
            path,
            (20.0, 14.0, 30.0),
            opacity=0.35 if self.standing else 0.0,
            blur=0.06 * self.pencil.scale,
            blend="multiply",
            layer="prop",
        )

    def fire(self, path: Path, clip: Path | None = None) -> Shape:
        """A surface that shines by itself, whatever the light."""
        return Shape(path, FIRE, clip=clip, layer="prop")

    def halo(self, x: float, y: float, radius: float, strength: float = 0.75, colour: Colour = EMBER) -> Shape:
        """Light around something that glows."""
        path = self.pencil.oval(x, y, radius, radius)
        stops = (
            Stop(0, lighter(colour, 0.35), strength),
            Stop(0.3, colour, strength * 0.5),
            Stop(1, colour, 0),
        )
        paint = Radial(self.pencil.at(x, y), radius * self.pencil.scale, stops)
        return Shape(path, paint, blend="screen", layer="prop")

    def dark(self, share: float = 0.3) -> Colour:
        """A darker tone of the main colour."""
        return darker(self.main, share)

    def light(self, share: float = 0.3) -> Colour:
        """A lighter tone of the main colour."""
        return lighter(self.main, share)
