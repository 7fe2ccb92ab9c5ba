"""Hair and beards: masses behind and around the head, in head heights; strands stay inside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.providers.local.artist.brush import Brush, brightness, darker, lighter
from core.providers.local.artist.drawing import Path, Shape
from core.providers.local.artist.look import Look
from core.providers.local.artist.pencil import Knot, Pencil, blend, joined


@dataclass(frozen=True, slots=True)
class Cut:
    """One hair style as numbers, in head heights."""

    volume: float = 0.05
    """How far the hair stands off the skull."""
    brow: float = 0.27
    """Height of the hairline in the middle of the forehead."""
    part: float = 0.0
    """Where the hairline peaks: -1 left to 1 right."""
    rise: float = 0.04
    """How much the hairline rises at the parting."""
    side: float = -0.02
    """How far down it reaches beside the face."""
    length: float = 0.0
    """How far down the mass behind the head hangs, below the middle of the head; 0 for none."""
    spread: float = 0.0
    """Half width of that mass beyond the head's."""
    bumps: int = 0
    """Curls along the outline."""
    tail: str = ""
    """"bun", "ponytail", "braid" or "braids"."""


CUTS: Mapping[str, Cut] = {
    "bun": Cut(0.045, 0.30, 0.0, 0.03, -0.03, tail="bun"),
    "bob": Cut(0.075, 0.24, -0.4, 0.07, -0.30, 0.42, 0.06),
    "long": Cut(0.065, 0.27, 0.15, 0.09, -0.24, 1.15, 0.05),
    "wavy": Cut(0.085, 0.27, -0.35, 0.09, -0.26, 0.86, 0.10, 0),
    "curly": Cut(0.10, 0.25, 0.1, 0.02, -0.22, 0.44, 0.13, 9),
    "ponytail": Cut(0.045, 0.28, 0.35, 0.05, -0.03, tail="ponytail"),
    "braid": Cut(0.05, 0.28, 0.0, 0.08, -0.06, tail="braid"),
    "braids": Cut(0.05, 0.27, 0.0, 0.09, -0.06, tail="braids"),
    "afro": Cut(0.20, 0.27, 0.0, 0.01, -0.06, 0.26, 0.17, 12),
    "locks": Cut(0.07, 0.28, 0.0, 0.03, -0.20, 0.70, 0.07, 0),
    "fringe": Cut(0.06, 0.165, 0.0, -0.005, -0.26, 0.62, 0.05),
    "bowl": Cut(0.06, 0.17, 0.0, -0.005, -0.05, 0.20, 0.05),
    "short": Cut(0.055, 0.275, 0.3, 0.03, 0.0),
    "side": Cut(0.07, 0.26, -0.62, 0.11, -0.01),
    "crop": Cut(0.018, 0.30, 0.0, 0.0, 0.02),
    "slick": Cut(0.05, 0.33, 0.0, 0.03, -0.01),
    "spiky": Cut(0.06, 0.26, 0.2, 0.0, 0.0, bumps=-8),
    "mohawk": Cut(0.012, 0.33, 0.0, 0.0, 0.06, bumps=-1),
    "receding": Cut(0.04, 0.40, 0.0, -0.03, -0.06, 0.16, 0.03),
    "bald": Cut(0.0, 0.5),
}
"""Every hair style the artist knows."""


@dataclass(frozen=True, slots=True)
class Hair:
    """One head of hair at one turn of the head."""

    pencil: Pencil
    brush: Brush
    look: Look
    turn: float
    detail: str
    covered: bool = False
    """Under a hat: no volume, no top."""

    @property
    def cut(self) -> Cut:
        return CUTS[self.look.hair_style]

    def behind(self) -> list[Shape]:
        """What hangs behind the head, and the bun or tail."""
        cut, shapes = self.cut, []
        if cut.tail and not (self.covered and cut.tail == "bun"):
            shapes += _TAILS[cut.tail](self)
        if cut.length:
            shapes.append(self.brush.form(self._mass(), darker(self.look.hair, 0.16), 0.5))
        return shapes

    def before(self) -> list[Shape]:
        """The hair around the face, with its shine and strands."""
        if self.look.hair_style == "bald":
            return []
        if self.look.hair_style == "receding":
            return self._temples()
        path = self._cap()
        shapes = [self.brush.form(path, self.look.hair, 0.5)]
        if self.detail != "small" and not self.covered:
            shapes += self._shine(path)
        if self.detail != "small":
            shapes += self._strands(path)
            shapes += self.brush.rim(path, 0.022)
        return shapes

    def from_behind(self) -> list[Shape]:
        """The whole head seen from behind."""
        if self.look.hair_style == "bald":
            return []
        cut = self.cut
        low = -max(0.40, cut.length)
        wide = 0.43 + cut.volume + (cut.spread if cut.length else 0)
        half: list[Knot] = [
            (0, 0.5 + cut.volume), (0.25, 0.46 + cut.volume), (wide * 0.83, 0.32 + cut.volume * 0.6),
            (wide, 0.12), (wide, -0.10),
            (wide * (0.92 if cut.length else 0.80), (low - 0.1) / 2 if cut.length else -0.25),
            (wide * (0.62 if cut.length else 0.42), low + 0.03),
            (0, low),
        ]  # fmt: skip
        outline = [*half, *((-x, y) for x, y in ((k[0], k[1]) for k in reversed(half[1:-1])))]
        if self.look.hair_style == "receding":
            outline = [(x, min(y, 0.22)) for x, y in ((k[0], k[1]) for k in outline)]
        path = self.pencil.curve(self._bumped(outline) if cut.bumps else outline)
        shapes = [self.brush.form(path, self.look.hair, 0.6)]
        if self.detail != "small":
            shapes.append(self._back_strands(path, low))
            shapes += self.brush.rim(path, 0.025)
        if cut.tail:
            shapes += _TAILS[cut.tail](self)
        return shapes

    def _cap(self) -> Path:
        """From one side of the face over the crown to the other, and back along the hairline."""
        cut, turn = self.cut, self.turn
        v = 0.012 if self.covered else cut.volume
        lift = 0.0 if self.covered else 1.0
        front: list[Knot] = [
            (-0.40 - v * 0.6, cut.side), (-0.425 - v * 0.8, 0.14), (-0.37 - v, 0.34 + v * 0.4),
            (-0.21, 0.47 + v), (0, 0.505 + v),
            (0.21, 0.47 + v), (0.37 + v, 0.34 + v * 0.4), (0.425 + v * 0.8, 0.14), (0.40 + v * 0.6, cut.side),
        ]  # fmt: skip
        side: list[Knot] = [
            (-0.30 - v * 0.6, cut.side - 0.06), (-0.46 - v * 0.9, 0.10), (-0.43 - v, 0.34 + v * 0.3),
            (-0.27, 0.475 + v), (-0.05, 0.51 + v),
            (0.19, 0.465 + v), (0.345 + v * 0.7, 0.34 + v * 0.3), (0.390 + v * 0.3, 0.235),
            (0.388 + v * 0.2, 0.16),
        ]  # fmt: skip
        over = blend(front, side, turn)
        if cut.bumps and lift:
            over = self._bumped(over, False)
        return self.pencil.curve(
            [*over[:-1], (over[-1][0], over[-1][1], 0.2), *self._hairline(), (over[0][0], over[0][1], 0.2)][:-1]
        )

    def _hairline(self) -> list[Knot]:
        """From the side the face looks to, over the forehead, to the near side."""
        cut, turn = self.cut, self.turn
        shift = 0.15 * turn
        side = cut.side
        low = (side + 0.16) / 2 if side < -0.1 else side + 0.06
        right: list[Knot] = [
            (0.365 + 0.012 * turn, low + (0.20 - low) * turn),
            (0.335 + 0.025 * turn, 0.15 + 0.085 * turn),
        ]
        left: list[Knot] = [
            (-0.335 + 0.10 * turn, 0.15),
            (-0.362 + 0.13 * turn, (side + 0.1) / 2 if side < -0.1 else side + 0.06),
        ]
        peak = cut.part * 0.24
        middle: list[Knot] = []
        for x in (0.24, 0.12, 0.0, -0.12, -0.24):
            fall = 0.55 * x * x
            near = max(0.0, 1 - abs(x - peak) / 0.17)
            middle.append((x * (1 - 0.1 * turn) + shift, cut.brow - fall + cut.rise * near))
        return [*right, *middle, *left]

    def _bumped(self, outline: list[Knot], closed: bool = True) -> list[Knot]:
        """Curls (or spikes, for a negative number) along an outline."""
        spikes = self.cut.bumps < 0
        out: list[Knot] = []
        for index, knot in enumerate(outline):
            out.append(knot)
            if index + 1 >= len(outline) and not closed:
                break
            after = outline[(index + 1) % len(outline)]
            x, y = (knot[0] + after[0]) / 2, (knot[1] + after[1]) / 2
            if spikes and y < 0.2:
                continue
            grow = (1.24 if self.look.hair_style == "mohawk" and abs(x) < 0.25 else 1.16) if spikes else 1.085
            out.append((x * grow + (0.05 if spikes else 0), y * grow, *((0.0,) if spikes else ())))
        return out

    def _mass(self) -> Path:
        cut, turn = self.cut, self.turn
        wide = 0.43 + cut.spread + cut.volume * 0.5
        back = 0.09 * turn
        low = -cut.length
        half: list[Knot] = [
            (0, 0.46), (wide * 0.75, 0.36), (wide, 0.05), (wide * 1.02, low * 0.45), (wide * 0.96, low * 0.86),
            (wide * 0.60, low), (0, low * 0.98),
        ]  # fmt: skip
        left = [(-k[0], k[1]) for k in reversed(half[1:-1])]
        knots: list[Knot] = [
            (x - back - (0.10 * turn if x > 0.2 else 0), y) for x, y in [*((k[0], k[1]) for k in half), *left]
        ]
        if self.look.hair_style == "wavy":
            knots = [
                (x * (1.05 if index % 2 else 0.95), y)
                for index, (x, y) in enumerate((k[0], k[1]) for k in knots)
            ]
        return self.pencil.curve(self._bumped(knots) if cut.bumps > 0 else knots)

    def _temples(self) -> list[Shape]:
        """A wreath of hair above the ears."""
        turn = self.turn
        left = self.pencil.curve(
            [
                (-0.40 + 0.05 * turn, -0.10),
                (-0.47, 0.02),
                (-0.465, 0.17),
                (-0.40, 0.28),
                (-0.345 + 0.08 * turn, 0.16),
                (-0.345 + 0.12 * turn, 0.03),
            ]
        )
        right = self.pencil.curve(
            [
                (0.40 - 0.04 * turn, -0.04),
                (0.345, 0.04),
                (0.35, 0.16),
                (0.40 - 0.04 * turn, 0.26),
                (0.462 - 0.08 * turn, 0.16),
                (0.46 - 0.08 * turn, 0.03),
            ]
        )
        return [self.brush.form(left, self.look.hair, 0.4), self.brush.form(right, self.look.hair, 0.4)]

    def _shine(self, clip: Path) -> list[Shape]:
        """A soft band of light across the crown."""
        side = (1 if self.brush.light.key_side >= 0 else -1) * self.pencil.mirror
        band: list[Knot] = [
            (0.05 * side, 0.455), (0.20 * side, 0.42), (0.34 * side, 0.29), (0.375 * side, 0.20),
            (0.30 * side, 0.31), (0.17 * side, 0.385),
        ]  # fmt: skip
        shift = -0.03 * self.turn
        path = self.pencil.curve([(x + shift, y) for x, y in ((k[0], k[1]) for k in band)])
        strength = 0.34 if brightness(self.look.hair) < 130 else 0.5
        return [self.brush.tint(path, lighter(self.look.hair, 0.45), strength, 0.018, clip)]

    def _strands(self, clip: Path) -> list[Shape]:
        """A few lines that follow the fall of the hair from the parting, quiet and inside the mass."""
        root = (self.cut.part * 0.24 + 0.12 * self.turn, 0.50 + self.cut.volume)
        ends = [(-0.40, 0.05), (-0.34, 0.16), (-0.22, 0.22), (0.24, 0.22), (0.35, 0.16), (0.40, 0.05)]
        lines: list[list[Knot]] = []
        for x, y in ends:
            bow = (root[0] + (x - root[0]) * 0.72, root[1] + (y - root[1]) * 0.30)
            lines.append([(root[0] + (x - root[0]) * 0.22, root[1] - 0.012), bow, (x, y)])
        path = self.pencil.curves(*lines, closed=False)
        return [self.brush.line(path, darker(self.look.hair, 0.30), 0.011, 0.5, clip)]

    def _back_strands(self, clip: Path, low: float) -> Shape:
        lines: list[list[Knot]] = [
            [(x * 0.35, 0.46), (x * 0.95, 0.15), (x, low * 0.6), (x * 0.9, low)]
            for x in (-0.3, -0.16, 0.0, 0.16, 0.3)
        ]
        return self.brush.line(
            self.pencil.curves(*lines, closed=False), darker(self.look.hair, 0.3), 0.011, 0.5, clip
        )


def draw_beard(pencil: Pencil, brush: Brush, look: Look, turn: float, detail: str) -> list[Shape]:
    """The beard of a face; the mouth is drawn on top of it."""
    if not look.beard:
        return []
    x = 0.15 * turn
    path = pencil.curve(_BEARDS[look.beard](x, turn))
    if look.beard == "stubble":
        return [brush.tint(path, darker(look.hair, 0.1), 0.30, 0.02)]
    shapes = [brush.form(path, look.hair, 0.5)]
    if detail != "small":
        lines: list[list[Knot]] = [
            [(s * 0.8 + x, -0.40), (s * 0.85 + x, -0.47), (s * 0.7 + x, -0.53)]
            for s in (-0.24, -0.12, 0.0, 0.12, 0.24)
        ]
        shapes.append(
            brush.line(pencil.curves(*lines, closed=False), darker(look.hair, 0.25), 0.011, 0.5, path)
        )
    return shapes


def draw_moustache(pencil: Pencil, brush: Brush, look: Look, turn: float) -> list[Shape]:
    """Two wings under the nose; drawn after the mouth."""
    if not look.moustache and look.beard not in ("full", "long"):
        return []
    x, squeeze = 0.16 * turn, 1 - 0.12 * turn
    wings: list[list[Knot]] = []
    for side in (1, -1):
        half: list[Knot] = [
            (0, -0.212), (0.07, -0.205), (0.145, -0.245), (0.185, -0.285, 0), (0.11, -0.288),
            (0.05, -0.262), (0, -0.252),
        ]  # fmt: skip
        wing: list[Knot] = [(x + side * squeeze * knot[0], *knot[1:]) for knot in half]
        wings.append(wing if side > 0 else wing[::-1])
    return [brush.form(pencil.curves(*wings), lighter(look.hair, 0.06), 0.35)]


def _full(x: float, turn: float) -> list[Knot]:
    return [
        (-0.41 + 0.02 * turn, 0.0), (-0.33 + 0.10 * turn, -0.10), (-0.23 + x, -0.20), (-0.13 + x, -0.215),
        (0 + x, -0.205),
        (0.13 + x, -0.215), (0.23 + x * 0.6, -0.20), (0.335 + 0.02 * turn, -0.10),
        (0.41 - 0.03 * turn, 0.0), (0.415 - 0.02 * turn, -0.20),
        (0.33 + x * 0.2, -0.43), (0.14 + x, -0.60), (0 + x * 0.8, -0.625), (-0.15 + x * 0.5, -0.59),
        (-0.34 + x * 0.2, -0.42), (-0.425, -0.20),
    ]  # fmt: skip


def _long(x: float, turn: float) -> list[Knot]:
    return [(knot[0], knot[1] if knot[1] > -0.4 else knot[1] * 1.6 + 0.2) for knot in _full(x, turn)]


def _short(x: float, turn: float) -> list[Knot]:
    return [
        (-0.405 + 0.02 * turn, 0.02), (-0.345 + 0.08 * turn, -0.12), (-0.23 + x, -0.245),
        (-0.14 + x, -0.225), (0 + x, -0.21),
        (0.14 + x, -0.225), (0.23 + x * 0.7, -0.245), (0.345 + 0.01 * turn, -0.12),
        (0.405 - 0.03 * turn, 0.02), (0.40 - 0.02 * turn, -0.17),
        (0.315 + x * 0.2, -0.365), (0.15 + x, -0.505), (0 + x * 0.8, -0.53), (-0.15 + x * 0.5, -0.50),
        (-0.315 + x * 0.2, -0.365), (-0.405, -0.17),
    ]  # fmt: skip


def _goatee(x: float, turn: float) -> list[Knot]:
    return [
        (-0.145 + x, -0.24), (-0.10 + x, -0.222), (0 + x, -0.212), (0.10 + x, -0.222), (0.145 + x, -0.24),
        (0.155 + x, -0.36),
        (0.11 + x, -0.50), (0 + x, -0.57), (-0.11 + x, -0.50), (-0.155 + x, -0.36),
    ]  # fmt: skip


_BEARDS: Mapping[str, Callable[[float, float], list[Knot]]] = {
    "full": _full,
    "long": _long,
    "short": _short,
    "stubble": _short,
    "goatee": _goatee,
}


def _bun(hair: Hair) -> list[Shape]:
    x, y = -0.22 * hair.turn, 0.60
    path = hair.pencil.oval(x, y, 0.20, 0.18)
    shapes = [hair.brush.form(path, hair.look.hair, 0.6)]
    if hair.detail != "small":
        swirl = hair.pencil.curve(
            [(x - 0.13, y - 0.05), (x - 0.05, y + 0.10), (x + 0.10, y + 0.04), (x + 0.04, y - 0.08)],
            closed=False,
        )
        shapes.append(hair.brush.line(swirl, darker(hair.look.hair, 0.3), 0.012, 0.5, path))
        shapes += hair.brush.rim(path, 0.022)
    return shapes


def _ponytail(hair: Hair) -> list[Shape]:
    x = -0.40 - 0.06 * hair.turn
    path = hair.pencil.curve(
        [
            (x + 0.16, 0.36),
            (x - 0.02, 0.34),
            (x - 0.17, 0.10),
            (x - 0.17, -0.28),
            (x - 0.03, -0.62, 0.2),
            (x + 0.07, -0.30),
            (x + 0.04, 0.06),
            (x + 0.14, 0.22),
        ]
    )
    band = hair.pencil.oval(x + 0.04, 0.28, 0.055, 0.085, -0.6)
    return [hair.brush.form(path, darker(hair.look.hair, 0.06), 0.5), hair.brush.flat(band, hair.look.accent)]


def _braid(hair: Hair, side: float = -1.0) -> list[Shape]:
    x = side * (0.40 + (0.02 if side < 0 else -0.06) * hair.turn)
    links = [
        (x + side * 0.05 * (index % 2), -0.20 - 0.155 * index, 0.095 - 0.006 * index, 0.115)
        for index in range(5)
    ]
    end = links[-1]
    tuft = hair.pencil.curve(
        [
            (end[0] - 0.05, end[1] - 0.1),
            (end[0] + 0.05, end[1] - 0.1),
            (end[0] + 0.06, end[1] - 0.24),
            (end[0], end[1] - 0.31, 0.2),
            (end[0] - 0.06, end[1] - 0.24),
        ]
    )
    band = hair.pencil.slab(end[0], end[1] - 0.11, 0.11, 0.05, 0.02)
    shapes = [hair.brush.form(tuft, hair.look.hair, 0.5)]
    if hair.detail == "small":
        return [hair.brush.flat(joined(*(hair.pencil.oval(*link) for link in links)), hair.look.hair, 0.2)]
    shapes += [hair.brush.form(hair.pencil.oval(*link), hair.look.hair, 0.6) for link in reversed(links)]
    return [*shapes, hair.brush.flat(band, hair.look.accent)]


def _braids(hair: Hair) -> list[Shape]:
    return _braid(hair, -1.0) + _braid(hair, 1.0)


_TAILS: Mapping[str, Callable[[Hair], list[Shape]]] = {
    "bun": _bun,
    "ponytail": _ponytail,
    "braid": _braid,
    "braids": _braids,
}
