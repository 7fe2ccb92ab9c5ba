"""Faces: outline, ears, eyes, brows, nose, mouth; in head heights around the middle of the head."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from core.providers.local.artist.brush import Brush, brightness, darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Path, Shape
from core.providers.local.artist.lips import Lips
from core.providers.local.artist.look import Look
from core.providers.local.artist.pencil import Box, Knot, Pencil, blend, box_of, mirrored

_FRONT: list[Knot] = mirrored(
    [
        (0, 0.50),
        (0.235, 0.46),
        (0.385, 0.28),
        (0.415, 0.05),
        (0.392, -0.14),
        (0.305, -0.345),
        (0.15, -0.475),
        (0, -0.505),
    ]
)

_TURNED: list[Knot] = [
    (-0.04, 0.50), (0.20, 0.455), (0.375, 0.27), (0.384, 0.06), (0.390, -0.12), (0.335, -0.33), (0.235, -0.468),
    (0.115, -0.505), (-0.05, -0.465), (-0.255, -0.33), (-0.375, -0.12), (-0.425, 0.07), (-0.41, 0.29),
    (-0.27, 0.455),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mood:
    """What a feeling does to a face; 0 and 1 are calm."""

    brow_lift: float = 0.0
    brow_inner: float = 0.0
    """The inner end of the brow: up is sad or afraid, down is angry."""
    lid: float = 1.0
    """How wide the eyes are open."""
    lower: float = 0.0
    """How far the lower lid is pushed up, as in a smile."""
    smile: float = 0.0
    blush: float = 1.0
    iris: float = 1.0


MOODS: Mapping[str, Mood] = {
    "calm": Mood(smile=0.25),
    "glad": Mood(brow_lift=0.018, lid=0.92, lower=0.24, smile=1.0, blush=1.5),
    "sad": Mood(brow_lift=0.006, brow_inner=0.05, lid=0.74, smile=-0.75, blush=0.8),
    "angry": Mood(brow_lift=-0.028, brow_inner=-0.058, lid=0.78, lower=0.12, smile=-0.6, blush=1.5, iris=0.94),
    "afraid": Mood(brow_lift=0.038, brow_inner=0.045, lid=1.24, smile=-0.45, blush=0.3, iris=0.82),
    "surprised": Mood(brow_lift=0.062, brow_inner=0.005, lid=1.28, smile=0.0, iris=0.86),
}


def mood_of(word: str) -> Mood:
    """The face of a mood; words nobody named are calm."""
    return MOODS.get(word.strip().casefold(), MOODS["calm"])


@dataclass(frozen=True, slots=True)
class Face:
    """One face at one turn of the head."""

    pencil: Pencil
    brush: Brush
    look: Look
    turn: float
    """0 to 1: from the camera to a strong three-quarter view."""
    mood: Mood
    detail: str

    def outline(self) -> Path:
        """The head without ears and hair."""
        look, wide = self.look, self.look.jaw
        child = look.age == "child"
        knots: list[Knot] = []
        for x, y in blend(_FRONT, _TURNED, self.turn):
            low = max(0.0, min(1.0, (0.1 - y) / 0.4))
            spread = 1 + (wide - 1) * low + (0.05 * low if child else 0.0)
            knots.append((x * spread, y + (0.02 if child and y < -0.4 else 0.0)))
        return self.pencil.curve(knots)

    def nape(self) -> Path:
        """The head as seen from behind: no chin, it runs into the neck."""
        half: list[Knot] = [
            (0, 0.50),
            (0.24, 0.46),
            (0.40, 0.26),
            (0.41, 0.02),
            (0.34, -0.22),
            (0.22, -0.40),
            (0, -0.46),
        ]
        return self.pencil.curve(mirrored(half))

    def across(self, degrees: float, depth: float = 0.40) -> float:
        """Where on the picture plane a point of the front of the head lands, by its angle from the nose."""
        return depth * math.sin(math.radians(degrees + 20 * self.turn))

    def squeeze(self, degrees: float) -> float:
        """How narrow a feature looks at that angle; 1 at the angle of a frontal eye."""
        return min(1.06, math.cos(math.radians(degrees + 20 * self.turn)) / math.cos(math.radians(24)))

    def ears(self, flip: bool = False) -> list[Shape]:
        """The ears that can be seen; behind the head's outline."""
        skin, shapes = self.look.skin, []
        spots = [(-0.415 + 0.13 * self.turn, 1.0)]
        if self.turn < 0.45 or flip:
            spots.append((0.415 - 0.06 * self.turn, -1.0))
        for x, side in spots:
            width = 0.075 * (1 + 0.25 * self.turn)
            ear = self.pencil.oval(x - 0.012 * side, -0.03, width, 0.115, 0.12 * side)
            shapes.append(self.brush.form(ear, skin, 0.5))
            if self.detail != "small":
                inner = self.pencil.curve(
                    [(x - 0.045 * side, 0.04), (x - 0.06 * side, -0.02), (x - 0.02 * side, -0.07)], closed=False
                )
                shapes.append(self.brush.line(inner, darker(skin, 0.3), 0.014, 0.6))
                if self.look.earrings:
                    shapes.append(
                        self.brush.flat(self.pencil.oval(x - 0.02 * side, -0.155, 0.026, 0.03), (232, 196, 98))
                    )
        return shapes

    def skull(self) -> list[Shape]:
        """The head itself with its soft, curved shadow side, before any feature."""
        outline, brush, skin = self.outline(), self.brush, self.look.skin
        shapes = [brush.form(outline, skin, 0.34)]
        if self.detail == "small":
            return shapes
        shapes.append(brush.shade(self.shadow_side(), outline, 0.5, 0.028))
        if self.look.hat or self.look.hair_style not in ("bald", "receding"):
            shapes.append(brush.shade(self._under_hair(), outline, 0.34, 0.03))
        cheek = mix(skin, (226, 84, 78), 0.62)
        cheeks = self.pencil.ovals(
            *((self.across(angle, 0.37), -0.165, 0.085 * self.squeeze(angle), 0.06) for angle in (-34, 34))
        )
        power = 0.26 * self.mood.blush * (1.25 if self.look.age == "child" else 1.0)
        shapes.append(brush.tint(cheeks, cheek, min(0.5, power), 0.035, outline))
        if self.look.freckles and self.detail != "small":
            shapes.append(self._freckles(outline))
        if self.look.age == "old":
            shapes += self._wrinkles(outline)
        return shapes

    def eyes(self, blink: bool) -> list[Shape]:
        """Both eyes; closed lids when blinking."""
        if self.detail == "small":
            return [self._dots(blink)]
        shapes: list[Shape] = []
        for side, angle in ((-1, -25.0), (1, 25.0)):
            x, wide = self.across(angle), 0.094 * self.squeeze(angle) * self.look.eye_size
            shapes += self._closed(x, wide, side) if blink else self._eye(x, wide, side)
        return shapes

    def brows(self) -> list[Shape]:
        """Two tapered brows, shaped by the mood."""
        if self.detail == "small":
            return []
        paths = [self._brow(side, 25.0 * side) for side in (-1, 1)]
        joined = Path(tuple(contour for path in paths for contour in path.contours))
        return [self.brush.form(joined, self.look.brows, 0.3)]

    def nose(self) -> list[Shape]:
        """A soft side plane, the tip and a nostril."""
        if self.detail == "small":
            return []
        skin, pencil, size = self.look.skin, self.pencil, self.look.nose
        x, bridge = self.across(0, 0.43), self.across(0, 0.36)
        lean = 0.02 + 0.04 * self.turn
        tip = (x + lean, -0.125 - 0.01 * size)
        deep = darker(mix(skin, (190, 80, 70), 0.3), 0.2)
        side = 1 if self.brush.light.key_side * pencil.mirror < 0 else -1
        plane: list[Knot] = [
            (bridge, 0.055), (bridge + 0.022 * side, 0.02), (tip[0] + 0.052 * size * side, -0.115),
            (tip[0] + 0.03 * side, -0.165), (tip[0] - 0.012 * side, -0.14, 0.3),
        ]  # fmt: skip
        curve: list[Knot] = [
            (tip[0] - 0.052 * size * (1 - 0.4 * self.turn), -0.142),
            (tip[0] - 0.02, -0.168),
            (tip[0] + 0.02, -0.168),
            (tip[0] + 0.046 * size, -0.138),
        ]
        shine = pencil.oval(tip[0] - 0.012 * side, -0.11, 0.018, 0.02)
        return [
            self.brush.tint(pencil.curve(plane), deep, 0.3, 0.010),
            self.brush.line(pencil.curve(curve, closed=False), deep, 0.019, 0.85),
            self.brush.tint(shine, lighter(skin, 0.5), 0.45, 0.006),
        ]

    def lips(self) -> Lips:
        """The mouth of this face."""
        x = self.across(0, 0.40)
        return Lips(
            self.pencil.moved(x, -0.305 + (0.015 if self.look.age == "child" else 0)),
            self.brush,
            self.look,
            1 - 0.16 * self.turn,
            self.mood.smile,
            self.detail,
        )

    def eyes_box(self) -> Box:
        """All that a blink can change."""
        size = self.look.eye_size
        boxes = [
            box_of(self.pencil.oval(self.across(angle), 0.02, 0.145 * size, 0.15 * size)) for angle in (-25, 25)
        ]
        return (
            min(box[0] for box in boxes) - 2,
            min(box[1] for box in boxes) - 2,
            max(box[2] for box in boxes) + 2,
            max(box[3] for box in boxes) + 2,
        )

    def shadow_side(self) -> Path:
        """The half-moon away from the light; its edge follows the cheekbone, never a straight line."""
        side = -1 if self.brush.light.key_side * self.pencil.mirror > 0 else 1
        amount = abs(self.brush.light.key_side)
        edge = 0.30 - 0.16 * amount
        nudge = 0.07 * self.turn
        knots: list[Knot] = [
            (edge * 0.6 + 0.06, 0.62), (edge + 0.10, 0.30), (edge + 0.02, 0.10), (edge + 0.10, -0.06),
            (edge + 0.075, -0.20), (edge - 0.06, -0.36), (edge - 0.20, -0.62), (0.8, -0.7, 0), (0.8, 0.7, 0),
        ]  # fmt: skip
        return self.pencil.curve([(side * knot[0] + nudge, *knot[1:]) for knot in knots])

    def _under_hair(self) -> Path:
        """The shadow the hair throws on the brow."""
        x = self.across(0, 0.2)
        return self.pencil.curve(
            [
                (-0.55, 0.7),
                (0.55, 0.7),
                (0.52, 0.1),
                (0.30 + x, 0.235),
                (x, 0.265),
                (-0.30 + x, 0.235),
                (-0.52, 0.1),
            ]
        )

    def _freckles(self, clip: Path) -> Shape:
        spots = [
            (-31, 0.0),
            (-24, -0.03),
            (-18, 0.005),
            (-38, -0.028),
            (18, 0.005),
            (24, -0.03),
            (31, 0.0),
            (38, -0.028),
        ]
        dots = self.pencil.ovals(*((self.across(angle, 0.36), -0.115 + y, 0.009, 0.009) for angle, y in spots))
        return Shape(
            dots, self.brush.tone(darker(self.look.skin, 0.36)), opacity=0.55, clip=clip, layer=self.brush.layer
        )

    def _wrinkles(self, clip: Path) -> list[Shape]:
        lines: list[list[Knot]] = []
        for side in (-1, 1):
            near, outer, low = (self.across(angle * side, 0.38) for angle in (17, 26, 31))
            lines.append([(near, -0.175), ((near + low) / 2 + 0.015 * side, -0.235), (low, -0.30)])
            lines.append([(near, -0.062), (outer, -0.082), (self.across(36 * side, 0.37), -0.058)])
        lines.append(
            [(self.across(-18, 0.36), 0.285), (self.across(0, 0.36), 0.298), (self.across(18, 0.36), 0.285)]
        )
        path = self.pencil.curves(*lines, closed=False)
        return [self.brush.line(path, darker(self.look.skin, 0.34), 0.012, 0.5, clip)]

    def _eye(self, x: float, wide: float, side: int) -> list[Shape]:
        lid, lower = self.mood.lid, self.mood.lower
        y = 0.02
        top, bottom = 0.082 * lid * self.look.eye_size, 0.058 * self.look.eye_size * (1 - lower)
        slant = 0.012 if self.look.gender == "woman" else 0.004
        inner, outer = x - side * wide, x + side * wide
        upper: list[Knot] = [
            (inner, y - 0.012, 0.5), (x - side * wide * 0.5, y + top * 0.80), (x + side * wide * 0.1, y + top),
            (x + side * wide * 0.65, y + top * 0.72), (outer, y + slant, 0.4),
        ]  # fmt: skip
        below: list[Knot] = [(x + side * wide * 0.45, y - bottom * 0.86), (x - side * wide * 0.35, y - bottom)]
        white = self.pencil.curve([*upper, *below])
        brush, gaze = self.brush, 0.022 * self.turn
        iris_x, iris_y = x + gaze - side * 0.006, y + 0.008
        size = 0.068 * self.look.eye_size * self.mood.iris
        narrow = min(1.0, wide / 0.092)
        iris = self.pencil.oval(iris_x, iris_y, size * narrow, size)
        pupil = self.pencil.oval(iris_x, iris_y, size * 0.5 * narrow, size * 0.52)
        shine = self.pencil.ovals(
            (iris_x + 0.024 * self._lit_side(), iris_y + 0.028, 0.018, 0.020),
            (iris_x - 0.022 * self._lit_side(), iris_y - 0.028, 0.008, 0.009),
        )
        eye = lighter(self.look.eyes, 0.06)
        shapes = [
            brush.flat(white, (250, 247, 244), 0.12),
            brush.form(iris, eye, 0.3, white),
            brush.flat(pupil, (28, 20, 28), clip=white),
        ]
        if self.detail == "large":
            ring = Shape(
                iris,
                stroke=brush.tone(darker(eye, 0.5)),
                width=0.014 * brush.unit,
                clip=white,
                layer=brush.layer,
            )
            shapes.insert(2, ring)
        cast = self.pencil.curve(
            [(knot[0], knot[1] + 0.03) for knot in upper] + [(outer, y + top * 0.4), (inner, y + top * 0.4)]
        )
        shapes.append(brush.shade(cast, white, 0.5))
        shapes.append(Shape(shine, (255.0, 255.0, 255.0), opacity=0.92, clip=white, layer=brush.layer))
        shapes.append(self._lash(upper, side, outer, y + slant))
        if self.detail == "large":
            fold = [(knot[0], knot[1] + 0.03) for knot in upper[1:]]
            shapes.append(
                brush.line(self.pencil.curve(fold, closed=False), darker(self.look.skin, 0.36), 0.012, 0.55)
            )
            low: list[Knot] = [(outer, y + slant), *below]
            shapes.append(
                brush.line(self.pencil.curve(low, closed=False), darker(self.look.skin, 0.42), 0.010, 0.6)
            )
        return shapes

    def _lash(self, upper: list[Knot], side: int, outer: float, y: float) -> Shape:
        """The dark upper lid, thicker to the outside; women's end in a small wing."""
        thick = 0.030 if self.look.gender == "woman" else 0.022
        wing = 0.030 if self.look.gender == "woman" else 0.008
        over: list[Knot] = [
            (upper[0][0], upper[0][1], 0.2),
            (upper[1][0], upper[1][1] + thick * 0.55),
            (upper[2][0], upper[2][1] + thick * 0.85),
            (upper[3][0] + side * 0.006, upper[3][1] + thick),
            (outer + side * wing, y + thick * 0.5 + wing * 0.35, 0),
        ]
        back: list[Knot] = [(outer, y - 0.006, 0.5), *reversed(upper[1:4])]
        return self.brush.flat(self.pencil.curve([*over, *back]), self._ink())

    def _closed(self, x: float, wide: float, side: int) -> list[Shape]:
        """A closed lid: skin with one dark, drooping line."""
        size = self.look.eye_size
        lid = self.pencil.oval(x, 0.018, wide * 0.98, 0.062 * size)
        line: list[Knot] = [
            (x - side * wide, 0.006), (x - side * wide * 0.4, -0.030), (x + side * wide * 0.4, -0.034),
            (x + side * wide * 1.06, 0.000),
        ]  # fmt: skip
        return [
            self.brush.flat(lid, darker(self.look.skin, 0.02), 0.1),
            self.brush.line(self.pencil.curve(line, closed=False), self._ink(), 0.024),
        ]

    def _dots(self, blink: bool) -> Shape:
        """Eyes of a far figure: two dark specks, or two short lines when closed."""
        high = 0.022 if blink else 0.075
        spots = ((self.across(angle), 0.01, 0.05 * self.squeeze(angle), high) for angle in (-25, 25))
        return self.brush.flat(self.pencil.ovals(*spots), self._ink())

    def _brow(self, side: int, angle: float) -> Path:
        x, wide = self.across(angle, 0.41), 0.125 * self.squeeze(angle)
        y = 0.178 + self.mood.brow_lift + (0.01 if self.look.age == "child" else 0)
        inner = self.mood.brow_inner
        half = 0.0185 * self.look.brow_weight
        arch = 0.032 if self.look.gender == "woman" else 0.020
        start = (x - side * wide, y + 0.016 + inner)
        middle = (x + side * wide * 0.15, y + arch + inner * 0.2)
        end = (x + side * wide, y - 0.010 - inner * 0.35)
        return self.pencil.limb([start, middle, end], [half * 1.05, half, half * 0.32])

    def _ink(self) -> Colour:
        return (46.0, 28.0, 30.0) if brightness(self.look.hair) > 110 else darker(self.look.hair, 0.35)

    def _lit_side(self) -> float:
        return (1 if self.brush.light.key_side >= 0 else -1) * self.pencil.mirror
