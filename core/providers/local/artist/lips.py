"""Mouths: the eight shapes of a drawn speaker, around the middle of the lips, in head heights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.providers.local.artist.brush import Brush, darker, lighter
from core.providers.local.artist.drawing import Path, Shape
from core.providers.local.artist.look import Look
from core.providers.local.artist.pencil import Box, Knot, Pencil, box_of
from core.story import Mouth


@dataclass(frozen=True, slots=True)
class Opening:
    """One mouth shape: half width, how far the lips are apart up and down, teeth and tongue (0 to 1)."""

    wide: float
    up: float = 0.0
    down: float = 0.0
    teeth: float = 0.0
    tongue: float = 0.0
    full: float = 1.0
    """Thickness of the lips; pressed lips are thin."""
    bite: bool = False
    """Upper teeth on the lower lip."""


OPENINGS: Mapping[Mouth, Opening] = {
    Mouth.REST: Opening(0.108),
    Mouth.A: Opening(0.102, 0.038, 0.094, 0.6, 0.75, 0.9),
    Mouth.E: Opening(0.124, 0.026, 0.044, 0.9, 0.35, 0.9),
    Mouth.O: Opening(0.070, 0.046, 0.076, 0.0, 0.4, 1.1),
    Mouth.U: Opening(0.046, 0.026, 0.036, 0.0, 0.0, 1.35),
    Mouth.M: Opening(0.094, full=0.5),
    Mouth.F: Opening(0.102, 0.020, 0.010, 1.0, 0.0, 0.8, bite=True),
    Mouth.L: Opening(0.098, 0.032, 0.056, 0.55, 1.0, 0.9),
}


@dataclass(frozen=True, slots=True)
class Lips:
    """The mouth of one face."""

    pencil: Pencil
    brush: Brush
    look: Look
    squeeze: float
    smile: float
    """-1 to 1: the corners down or up."""
    detail: str

    def draw(self, mouth: Mouth) -> list[Shape]:
        """One mouth shape."""
        opening = OPENINGS[mouth]
        if self.detail == "small":
            return [self._speck(opening)]
        if not opening.down:
            return self._shut(opening)
        return self._open(opening)

    def box(self) -> Box:
        """All that the eight shapes can touch, in px, and little more."""
        return box_of(self.pencil.oval(0, -0.026, 0.172 * self.squeeze, 0.148), 2)

    def _speck(self, opening: Opening) -> Shape:
        high = max(0.018, (opening.up + opening.down) * 0.8)
        colour = (86.0, 22.0, 30.0) if opening.down else darker(self.look.lips, 0.25)
        return self.brush.flat(self.pencil.oval(0, -0.01, opening.wide * 0.85 * self.squeeze, high), colour)

    def _shut(self, opening: Opening) -> list[Shape]:
        wide, corner = opening.wide * self.squeeze * (1 + 0.14 * max(0.0, self.smile)), 0.034 * self.smile
        full = opening.full * (1.1 if self.look.gender == "woman" else 0.8)
        seam: list[Knot] = [
            (-wide, corner),
            (-wide * 0.45, -0.006),
            (0, -0.012),
            (wide * 0.45, -0.006),
            (wide, corner),
        ]
        above: list[Knot] = [
            (wide * 0.5, 0.014 * full), (wide * 0.16, 0.027 * full), (0, 0.019 * full),
            (-wide * 0.16, 0.027 * full),
            (-wide * 0.5, 0.014 * full),
        ]  # fmt: skip
        below: list[Knot] = [(wide * 0.5, -0.036 * full), (0, -0.048 * full), (-wide * 0.5, -0.036 * full)]
        upper = self.pencil.curve([(-wide, corner, 0.2), *seam[1:4], (wide, corner, 0.2), *above])
        lower = self.pencil.curve([(-wide * 0.92, corner, 0.2), *seam[1:4], (wide * 0.92, corner, 0.2), *below])
        lips = self.look.lips
        return [
            self.brush.flat(lower, lips, 0.12),
            self.brush.flat(upper, darker(lips, 0.12), 0.2),
            self.brush.line(self.pencil.curve(seam, closed=False), darker(lips, 0.55), 0.016),
        ]

    def _open(self, opening: Opening) -> list[Shape]:
        wide = opening.wide * self.squeeze
        corner = 0.020 * self.smile
        up, down = opening.up, opening.down
        cavity = self.pencil.curve(_ring(wide, up, down, corner))
        lip = 0.024 * opening.full * (1.1 if self.look.gender == "woman" else 0.85)
        outer = self.pencil.curve(_ring(wide + lip * 0.8, up + lip * 0.8, down + lip * 1.2, corner))
        shapes = [
            self.brush.form(outer, self.look.lips, 0.3),
            self.brush.flat(cavity, (84, 20, 32), 0.25),
        ]
        if opening.tongue:
            raised = opening.tongue > 0.9
            y = -down + (0.058 if raised else 0.022) * (0.6 + opening.tongue * 0.5)
            tongue = self.pencil.oval(0, y - 0.03, wide * (0.5 if raised else 0.66), 0.05 if raised else 0.042)
            shapes.append(self.brush.flat(tongue, (206, 92, 96), 0.1, cavity))
        if opening.teeth:
            shapes.append(self._teeth(opening, wide, corner, cavity))
        if opening.bite:
            shapes.append(self._bitten_lip(wide, down, corner))
        return shapes

    def _teeth(self, opening: Opening, wide: float, corner: float, cavity: Path) -> Shape:
        drop = opening.up - (0.016 + 0.026 * opening.teeth)
        teeth = self.pencil.curve(
            [
                (-wide, opening.up + 0.04),
                (wide, opening.up + 0.04),
                (wide * 0.84, drop + 0.012),
                (0, drop),
                (-wide * 0.84, drop + 0.012),
            ]
        )
        return self.brush.flat(teeth, (248, 243, 236), 0.06, cavity)

    def _bitten_lip(self, wide: float, down: float, corner: float) -> Shape:
        lip: list[Knot] = [
            (-wide * 0.9, corner - 0.012, 0.3), (0, -0.012), (wide * 0.9, corner - 0.012, 0.3),
            (wide * 0.5, -0.040),
            (0, -0.050), (-wide * 0.5, -0.040),
        ]  # fmt: skip
        return self.brush.flat(self.pencil.curve(lip), lighter(self.look.lips, 0.08), 0.05)


def _ring(wide: float, up: float, down: float, corner: float) -> list[Knot]:
    """The outline of an open mouth, from the left corner over the top."""
    return [
        (-wide, corner, 0.75), (-wide * 0.5, up * 0.92), (-wide * 0.12, up), (0, up * 0.93), (wide * 0.12, up),
        (wide * 0.5, up * 0.92), (wide, corner, 0.75), (wide * 0.62, -down * 0.74), (0, -down),
        (-wide * 0.62, -down * 0.74),
    ]  # fmt: skip
