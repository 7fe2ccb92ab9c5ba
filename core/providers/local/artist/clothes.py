"""What people wear: garments over a posed body, legs, shoes and scarves, in body units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.providers.local.artist.brush import Brush, darker, lighter, mix
from core.providers.local.artist.clothes_parts import draw_part
from core.providers.local.artist.drawing import Colour, Path, Shape
from core.providers.local.artist.garment import Panel
from core.providers.local.artist.look import Look
from core.providers.local.artist.pencil import Knot, Pencil, joined
from core.providers.local.artist.pose import HIP, Arm, Leg, Stance


@dataclass(frozen=True, slots=True)
class Cut:
    """A garment as numbers, in body units."""

    hem: float = 3.3
    """Height of its lower edge."""
    flare: float = 0.74
    """Half width at the hem."""
    waist: float = 0.66
    sleeve: float = 0.235
    """Half width of the upper sleeve."""
    cuff: float = 0.19
    short: bool = False
    """Sleeves end above the elbow."""
    sleeves: str = "main"
    """"main", "accent" or "shirt": what the sleeves are made of."""
    parts: tuple[str, ...] = ()
    """What is drawn on it, in order."""
    legs: str = "trousers"
    """"trousers", "bare", "same" or "none"."""


CUTS: Mapping[str, Cut] = {
    "coat": Cut(2.35, 0.92, 0.68, 0.25, 0.22, parts=("placket", "buttons", "pockets", "lapels")),
    "jacket": Cut(3.25, 0.76, 0.66, 0.25, 0.2, parts=("zip", "pockets", "collar")),
    "jumper": Cut(3.25, 0.72, 0.68, 0.25, 0.2, parts=("ribs", "stripes", "neck")),
    "hoodie": Cut(3.2, 0.76, 0.70, 0.26, 0.2, parts=("ribs", "pouch", "hoodneck", "strings")),
    "shirt": Cut(3.3, 0.70, 0.64, 0.23, 0.18, parts=("placket", "smallbuttons", "shirtcollar")),
    "tee": Cut(3.25, 0.71, 0.66, 0.24, 0.24, short=True, parts=("neck", "badge")),
    "dress": Cut(1.7, 1.22, 0.56, 0.215, 0.16, parts=("sash", "folds", "roundcollar"), legs="bare"),
    "uniform": Cut(
        3.05, 0.78, 0.66, 0.25, 0.21, parts=("placket", "brass", "belt", "epaulettes", "highcollar")
    ),
    "robe": Cut(0.35, 1.12, 0.72, 0.29, 0.36, parts=("overlap", "folds", "sash"), legs="none"),
    "armour": Cut(2.95, 0.82, 0.66, 0.27, 0.23, parts=("plates", "belt", "pauldrons", "gorget"), legs="armour"),
    "suit": Cut(3.05, 0.76, 0.66, 0.25, 0.2, parts=("shirtfront", "tie", "suitlapels", "pockets"), legs="same"),
    "waistcoat": Cut(
        3.2, 0.72, 0.64, 0.24, 0.18, sleeves="shirt", parts=("vneck", "smallbuttons", "shirtcollar")
    ),
    "apron": Cut(3.25, 0.72, 0.66, 0.24, 0.19, sleeves="shirt", parts=("bib", "shirtcollar")),
    "raincoat": Cut(2.1, 0.98, 0.72, 0.27, 0.25, parts=("placket", "toggles", "pockets", "hoodneck")),
    "space": Cut(3.0, 0.84, 0.76, 0.31, 0.26, parts=("chestbox", "belt", "ring", "patch"), legs="same"),
    "cloak": Cut(3.25, 0.74, 0.66, 0.24, 0.19, sleeves="accent", parts=("belt", "cape")),
    "overalls": Cut(3.3, 0.72, 0.66, 0.24, 0.19, sleeves="accent", parts=("dungarees",), legs="same"),
    "lab": Cut(2.2, 0.9, 0.68, 0.25, 0.22, parts=("shirtfront", "labopen", "pockets", "suitlapels", "pens")),
}
"""Every garment the artist knows."""

_SHIRT: Colour = (236.0, 230.0, 218.0)


@dataclass(frozen=True, slots=True)
class Dress:
    """One dressed body."""

    pencil: Pencil
    brush: Brush
    look: Look
    stance: Stance
    detail: str
    back: bool

    @property
    def cut(self) -> Cut:
        return CUTS[self.look.garment]

    def chest(self, share: float = 0.0) -> float:
        """x of the middle of the chest, moved `share` half widths to the side it faces."""
        return (0.16 * self.stance.turn + share * 0.7) * self.stance.width

    def torso(self) -> Path:
        """The outline of the garment's body."""
        cut, stance = self.cut, self.stance
        w, turn, drop = stance.width, stance.turn, stance.drop
        woman = self.look.gender == "woman" and self.look.age != "child"
        waist = cut.waist * (0.93 if woman else 1.0) * w
        hem = max(cut.hem, HIP - 0.25) if stance.sitting else cut.hem
        flare = (min(cut.flare, 0.8) if stance.sitting else cut.flare) * w
        bust = 0.75 if woman else 0.80
        near: list[Knot] = [
            (0.20 * w, 5.90), (0.56 * w, 5.68), (0.80 * w, 5.50), (0.88 * w, 5.20), (bust * w, 4.72),
            (waist, 4.15),
            (max(waist * 1.06, flare * 0.82), HIP), (flare, hem, 0.25),
        ]  # fmt: skip
        far = [
            (x * (1 - 0.24 * turn) + 0.10 * turn * (5.9 - y if y > 4.6 else 0.6) * w, y, *rest)
            for x, y, *rest in near
        ]
        left = [(-x * (1 - 0.06 * turn), y, *rest) for x, y, *rest in near]
        sag: Knot = (0.1 * turn, hem - 0.07)
        knots = [*far, sag, *reversed(left)]
        return self.pencil.curve([(k[0], k[1] - drop, *k[2:]) for k in knots])

    def body(self) -> list[Shape]:
        """The garment's body with all that is on it."""
        path = self.torso()
        main = self._body_colour()
        brush = self.brush
        shapes = [brush.form(path, main, 0.62)]
        if self.detail == "small":
            return shapes
        shapes.append(brush.shade(self._side_shadow(), path, 0.34, 0.09))
        shapes.append(brush.shade(self._neck_shadow(), path, 0.45, 0.06))
        shapes += [self._folds(path), *brush.rim(path, 0.035)]
        for part in self.cut.parts:
            if not self.back or part in _ALL_ROUND:
                shapes += draw_part(part, self._panel(path))
        return [*shapes, *brush.glow(path)]

    def sleeve(self, arm: Arm) -> list[Shape]:
        """The sleeve of an arm, or the arm itself where the sleeve is short."""
        cut, w = self.cut, self.stance.width
        colour = self._sleeve_colour()
        half, cuff = cut.sleeve * (0.6 + 0.4 * w), cut.cuff * (0.6 + 0.4 * w)
        brush, shapes = self.brush, []
        spine = [_toward(arm.shoulder, arm.elbow, -0.04), arm.elbow, _toward(arm.elbow, arm.wrist, 0.97)]
        if cut.short:
            bare = self.pencil.limb(spine, [0.19, 0.155, 0.115])
            shapes.append(brush.form(bare, self.look.skin, 0.5))
            end = _toward(arm.shoulder, arm.elbow, 0.72)
            path = self.pencil.limb(
                [spine[0], _toward(arm.shoulder, end, 0.5), end], [half, half * 1.02, half * 1.06]
            )
            shapes.append(brush.form(path, colour, 0.6))
            return shapes
        path = self.pencil.limb(spine, [half * 0.92, (half + cuff) * 0.49, cuff])
        shapes.append(brush.form(path, colour, 0.6))
        if self.detail == "small":
            return shapes
        shapes.append(self._elbow_folds(arm, colour, path))
        shapes += self._cuff(arm, colour, cuff)
        return [*shapes, *brush.rim(path, 0.03, 0.7), *brush.glow(path)]

    def legs(self) -> list[Shape]:
        """Both legs with shoes; the far one first."""
        order = (self.stance.far_leg, self.stance.near_leg)
        return [shape for leg in order for shape in self._leg(leg)]

    def lap(self) -> list[Shape]:
        """The skirt of a long garment over the thighs of somebody who sits."""
        cut = self.cut
        if not self.stance.sitting or cut.hem > 2.8:
            return []
        shapes = []
        for leg in (self.stance.far_leg, self.stance.near_leg):
            end = _toward(leg.knee, leg.ankle, 0.9 if cut.hem < 1 else 0.45)
            path = self.pencil.limb([leg.hip, leg.knee, end], [0.42, 0.40, 0.36])
            shapes.append(self.brush.form(path, self._body_colour(), 0.6))
        return shapes

    def scarf(self) -> list[Shape]:
        """A scarf around the neck with one hanging end."""
        if self.look.scarf is None:
            return []
        w, y, x = self.stance.width, -self.stance.drop, 0.10 * self.stance.turn
        ring = self.pencil.curve(
            [
                (-0.46 * w + x, 5.92 + y),
                (-0.40 * w + x, 6.10 + y),
                (x, 5.98 + y),
                (0.40 * w + x, 6.10 + y),
                (0.46 * w + x, 5.92 + y),
                (0.30 * w + x, 5.64 + y),
                (x, 5.54 + y),
                (-0.30 * w + x, 5.64 + y),
            ]
        )
        end_x = -0.20 * w + x
        tail = self.pencil.curve(
            [
                (end_x - 0.15, 5.66 + y),
                (end_x + 0.15, 5.62 + y),
                (end_x + 0.19, 5.0 + y),
                (end_x + 0.17, 4.44 + y, 0),
                (end_x - 0.20, 4.40 + y, 0),
                (end_x - 0.17, 5.0 + y),
            ]
        )
        colour, brush = self.look.scarf, self.brush
        if self.detail == "small":
            return [brush.form(joined(ring, *([] if self.back else [tail])), colour, 0.5)]
        shapes = [] if self.back else [brush.form(tail, darker(colour, 0.08), 0.5), self._fringe(end_x, y)]
        shapes.append(brush.form(ring, colour, 0.55))
        lines: list[list[Knot]] = [
            [(-0.40 * w + x, 5.90 + y), (x, 5.72 + y), (0.36 * w + x, 5.92 + y)],
            [(-0.34 * w + x, 6.0 + y), (x - 0.05, 5.85 + y), (0.22 * w + x, 5.90 + y)],
        ]
        shapes.append(
            brush.line(self.pencil.curves(*lines, closed=False), darker(colour, 0.3), 0.018, 0.6, ring)
        )
        return [*shapes, *brush.rim(ring, 0.03)]

    def cape_back(self) -> list[Shape]:
        """The cloak that hangs behind the body."""
        if self.look.garment != "cloak":
            return []
        w, y = self.stance.width, -self.stance.drop
        low = 1.3 if not self.stance.sitting else 2.6
        half: list[Knot] = [
            (0, 5.95),
            (0.5 * w, 5.80),
            (0.98 * w, 5.45),
            (1.22 * w, 4.0),
            (1.42 * w, low, 0.3),
            (0.6 * w, low - 0.12),
            (0, low),
        ]
        knots = [*half, *((-k[0], *k[1:]) for k in reversed(half[1:-1]))]
        path = self.pencil.curve([(k[0] - 0.1 * self.stance.turn, k[1] + y, *k[2:]) for k in knots])
        return [self.brush.form(path, darker(self.look.main, 0.22), 0.6)]

    def _panel(self, path: Path) -> Panel:
        """The front of the garment in chest units: x from -1 to 1 across, y in body units."""
        stance, cut = self.stance, self.cut
        hem = max(cut.hem, HIP - 0.25) if stance.sitting else cut.hem
        pencil = self.pencil.moved(0.0, -stance.drop)
        return Panel(pencil, self.brush, self.look, path, stance.width, stance.turn, hem, self._body_colour())

    def _body_colour(self) -> Colour:
        part = self.cut.sleeves
        if part == "shirt" and self.look.garment == "apron":
            return self._sleeve_colour()
        return self.look.accent if part == "accent" else self.look.main

    def _sleeve_colour(self) -> Colour:
        if self.cut.sleeves == "accent":
            return self.look.accent
        if self.cut.sleeves == "shirt":
            return self.look.accent if self.look.garment == "apron" else mix(_SHIRT, self.look.accent, 0.16)
        return self.look.main

    def _leg_colour(self) -> Colour:
        kind = self.cut.legs
        if kind in ("same", "armour"):
            return self.look.main if kind == "same" else darker(self.look.main, 0.25)
        return self.look.trousers

    def _leg(self, leg: Leg) -> list[Shape]:
        w, kind, brush = self.stance.width, self.cut.legs, self.brush
        wide = (0.6 + 0.4 * w) * (1.16 if self.look.garment == "space" else 1.0)
        shapes: list[Shape] = []
        if kind == "bare":
            colour = darker(self.look.trousers, 0.1) if self.look.age == "old" else self.look.skin
            path = self.pencil.limb([leg.hip, leg.knee, leg.ankle], [0.26 * wide, 0.20 * wide, 0.12 * wide])
        else:
            colour = self._leg_colour()
            end = (leg.ankle[0], leg.ankle[1] - 0.1)
            path = self.pencil.limb([leg.hip, leg.knee, end], [0.37 * wide, 0.285 * wide, 0.235 * wide])
        shapes += self._shoe(leg, wide)
        if kind != "none" or self.stance.sitting:
            shapes.append(brush.form(path, colour, 0.6))
            if self.detail != "small":
                shapes += brush.rim(path, 0.03)
        return shapes

    def _shoe(self, leg: Leg, wide: float) -> list[Shape]:
        x, y = leg.ankle
        way = 1.0 if leg.toe >= 0 else -1.0
        long = 0.24 + 0.36 * abs(leg.toe)
        part = self.pencil.moved(x, y, 1.0, -leg.heel * 0.6)
        path = part.curve(
            [
                (-0.17 * way * wide, 0.16, 0.4),
                (0.16 * way, 0.16, 0.4),
                ((0.16 + long * 0.4) * way, -0.02),
                (long * way + 0.06 * way, -0.13),
                (long * way + 0.05 * way, -0.28, 0.3),
                (-0.20 * way * wide, -0.28, 0.3),
            ]
        )
        shapes = [self.brush.form(path, self.look.shoes, 0.5)]
        if self.detail != "small":
            sole = part.curve([(-0.20 * way * wide, -0.25), (long * way + 0.06 * way, -0.25)], closed=False)
            shapes.append(self.brush.line(sole, darker(self.look.shoes, 0.4), 0.05))
        return shapes

    def _side_shadow(self) -> Path:
        """The side of the body away from the light."""
        side = (-1 if self.brush.light.key_side > 0 else 1) * self.pencil.mirror
        w, y = self.stance.width, -self.stance.drop
        knots: list[Knot] = [
            (0.42 * w, 6.1), (0.50 * w, 5.4), (0.38 * w, 4.8), (0.30 * w, 4.2), (0.46 * w, 3.4),
            (0.55 * w, 2.0), (0.62 * w, 0.2),
            (2.4 * w, 0.2, 0), (2.4 * w, 6.1, 0),
        ]  # fmt: skip
        return self.pencil.curve([(side * k[0], k[1] + y, *k[2:]) for k in knots])

    def _neck_shadow(self) -> Path:
        """What the head throws on the chest."""
        y, x = -self.stance.drop, 0.12 * self.stance.turn
        return self.pencil.oval(x, 5.86 + y, 0.46, 0.24)

    def _folds(self, clip: Path) -> Shape:
        """A few creases at the waist and under the arms."""
        w, y, x = self.stance.width, -self.stance.drop, self.chest()
        lines: list[list[Knot]] = [
            [(-0.74 * w, 4.95 + y), (-0.58 * w, 4.72 + y), (-0.50 * w, 4.42 + y)],
            [(-0.62 * w, 4.12 + y), (-0.40 * w, 4.02 + y), (-0.24 * w, 4.06 + y)],
            [(0.60 * w, 4.22 + y), (0.44 * w, 4.06 + y), (0.28 * w + x * 0.3, 4.06 + y)],
        ]
        return self.brush.line(
            self.pencil.curves(*lines, closed=False), darker(self._body_colour(), 0.32), 0.022, 0.42, clip
        )

    def _elbow_folds(self, arm: Arm, colour: Colour, clip: Path) -> Shape:
        ex, ey = arm.elbow
        bent = abs((arm.wrist[0] - ex) * (ey - arm.shoulder[1]) - (arm.wrist[1] - ey) * (ex - arm.shoulder[0]))
        size = 0.09 + min(0.10, bent * 0.1)
        inner = _toward(
            arm.elbow, ((arm.shoulder[0] + arm.wrist[0]) / 2, (arm.shoulder[1] + arm.wrist[1]) / 2), 0.25
        )
        lines: list[list[Knot]] = [
            [
                (inner[0] - size, inner[1] + size * 0.5),
                (inner[0], inner[1]),
                (inner[0] + size * 0.6, inner[1] + size * 0.2),
            ],
            [
                (inner[0] - size * 0.8, inner[1] - size * 0.7),
                (inner[0] + size * 0.1, inner[1] - size * 0.5),
                (inner[0] + size * 0.7, inner[1] - size * 0.7),
            ],
        ]
        return self.brush.line(self.pencil.curves(*lines, closed=False), darker(colour, 0.32), 0.02, 0.45, clip)

    def _cuff(self, arm: Arm, colour: Colour, half: float) -> list[Shape]:
        start, end = _toward(arm.elbow, arm.wrist, 0.86), _toward(arm.elbow, arm.wrist, 1.0)
        path = self.pencil.limb([start, _toward(start, end, 0.5), end], [half * 1.06] * 3)
        trim = (
            self.look.accent if self.look.garment in ("uniform", "robe", "raincoat") else lighter(colour, 0.07)
        )
        return [self.brush.form(path, trim, 0.55)]

    def _fringe(self, x: float, y: float) -> Shape:
        lines: list[list[Knot]] = [
            [(x + dx, 4.42 + y), (x + dx * 1.05, 4.30 + y)] for dx in (-0.16, -0.08, 0.0, 0.08, 0.15)
        ]
        colour = self.look.scarf or self.look.accent
        return self.brush.line(self.pencil.curves(*lines, closed=False), darker(colour, 0.12), 0.03)


def _toward(one: tuple[float, float], two: tuple[float, float], share: float) -> tuple[float, float]:
    return (one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share)


_ALL_ROUND = frozenset(
    ["ribs", "stripes", "belt", "sash", "folds", "epaulettes", "pauldrons", "ring", "cape", "hoodneck"]
)
"""What is also seen from behind."""
