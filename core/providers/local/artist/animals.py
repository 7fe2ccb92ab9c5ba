"""Heads and tails of animals and other beings that stand, dress and talk like people; in head heights."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.providers.local.artist.beasts import BEASTS, Beast
from core.providers.local.artist.brush import Brush, brightness, darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Path, Shape
from core.providers.local.artist.face import Face
from core.providers.local.artist.lips import OPENINGS, Lips
from core.providers.local.artist.pencil import Box, Knot, Pencil, blend, box_of, joined, mirrored
from core.providers.local.artist.pose import HIP, Stance
from core.story import Mouth

_FRONT: list[Knot] = mirrored(
    [
        (0, 0.47),
        (0.25, 0.43),
        (0.43, 0.22),
        (0.48, -0.04),
        (0.47, -0.22),
        (0.30, -0.42),
        (0.12, -0.50),
        (0, -0.51),
    ]
)
_TURNED: list[Knot] = [
    (-0.04, 0.47), (0.22, 0.42), (0.40, 0.22), (0.43, -0.02), (0.43, -0.20), (0.34, -0.40), (0.19, -0.50),
    (0.08, -0.52), (-0.07, -0.50), (-0.28, -0.41), (-0.47, -0.22), (-0.49, -0.02), (-0.45, 0.24), (-0.28, 0.43),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnimalHead:
    """One animal's head; its eyes and brows are a person's, so that moods read the same."""

    face: Face
    beast: Beast

    @classmethod
    def of(cls, face: Face) -> AnimalHead:
        """The head for a face whose look names a species of the table."""
        return cls(
            replace(face, look=replace(face.look, eye_size=face.look.eye_size * 1.1)), BEASTS[face.look.species]
        )

    @property
    def pencil(self) -> Pencil:
        return self.face.pencil

    @property
    def brush(self) -> Brush:
        return self.face.brush

    @property
    def fur(self) -> Colour:
        return self.face.look.skin

    @property
    def light(self) -> Colour:
        return self.beast.light

    @property
    def plain(self) -> bool:
        """Whether the figure is too small for markings."""
        return self.face.detail == "small"

    @property
    def muzzle_x(self) -> float:
        return self.face.across(0, 0.40) + 0.06 * self.face.turn

    def outline(self) -> Path:
        """The head without ears."""
        wide = self.beast.wide
        if self.beast.muzzle == "grille":
            return self.pencil.slab(0.0, -0.02, 0.86, 0.92, 0.16)
        return self.pencil.curve([(k[0] * wide, *k[1:]) for k in blend(_FRONT, _TURNED, self.face.turn)])

    def behind(self) -> list[Shape]:
        """What grows behind the head."""
        shapes = [shape for name in self.beast.extras if name in _BACK for shape in _BACK[name](self)]
        return shapes + (_EARS[self.beast.ears](self) if self.beast.ears else [])

    def draw(self, mouth: Mouth, blink: bool) -> list[Shape]:
        """The head from the front."""
        outline, brush = self.outline(), self.brush
        shapes = [brush.form(outline, self.fur, 0.4)]
        if not self.plain:
            shapes.append(brush.shade(self.face.shadow_side(), outline, 0.45, 0.03))
            shapes += [
                shape for name in self.beast.extras if name in _MARKS for shape in _MARKS[name](self, outline)
            ]
            shapes += brush.rim(outline, 0.022, 0.8)
        muzzle = _MUZZLES[self.beast.muzzle]
        shapes += [*muzzle(self, mouth, True), *self._eyes(blink), *self.face.brows()]
        shapes += muzzle(self, mouth, False)
        return shapes + [
            s for name in self.beast.extras if name in _FRONT_PARTS for s in _FRONT_PARTS[name](self)
        ]

    def from_behind(self) -> list[Shape]:
        """The back of the head."""
        outline = self.outline()
        shapes = [*self.behind(), self.brush.form(outline, self.fur, 0.5), *self.brush.rim(outline, 0.025)]
        extras = [
            name for name in self.beast.extras if name in ("spikes", "crest", "horns", "antlers", "antenna")
        ]
        return shapes + [s for name in extras for s in (_FRONT_PARTS.get(name) or _BACK[name])(self)]

    def lips(self) -> Lips:
        """The mouth, under the nose."""
        low = {"long": -0.352, "snout": -0.405, "wide": -0.27, "plain": -0.24, "trunk": -0.40, "carrot": -0.30}
        y = low.get(self.beast.muzzle, -0.335)
        scale = {"wide": 1.5, "plain": 0.85, "snout": 0.95}.get(self.beast.muzzle, 0.86)
        tone = self.light if self.beast.muzzle in ("short", "long", "snout") else self.fur
        look = replace(self.face.look, lips=darker(mix(tone, (150, 70, 70), 0.25), 0.34), gender="man")
        return Lips(
            self.pencil.moved(self.muzzle_x, y, scale),
            self.brush,
            look,
            1 - 0.14 * self.face.turn,
            self.face.mood.smile,
            self.face.detail,
        )

    def mouth_box(self) -> Box:
        """All that the eight mouth shapes can touch, in px."""
        if self.beast.muzzle == "grille":
            return box_of(self.pencil.slab(self.face.across(0, 0.34), -0.27, 0.52, 0.25), 2)
        if self.beast.muzzle in ("beak", "bill"):
            return box_of(self.pencil.oval(self.muzzle_x + 0.04 * self.face.turn, -0.27, 0.30, 0.25), 2)
        return self.lips().box()

    def eyes_box(self) -> Box:
        return self.face.eyes_box()

    def _eyes(self, blink: bool) -> list[Shape]:
        if self.beast.muzzle == "grille" and not self.plain:
            return self._lamps(blink)
        return self.face.eyes(blink)

    def _lamps(self, blink: bool) -> list[Shape]:
        """A machine's eyes: two lit rings that narrow to a line."""
        high = 0.018 if blink else 0.095 * self.face.mood.lid
        spots = [(self.face.across(a), 0.03, 0.095 * self.face.squeeze(a)) for a in (-25, 25)]
        sockets = self.pencil.ovals(*((x, y, r * 1.28, 0.122) for x, y, r in spots))
        glow = self.pencil.ovals(*((x, y, r, high) for x, y, r in spots))
        core = self.pencil.ovals(*((x, y, r * 0.5, high * 0.5) for x, y, r in spots))
        eye = self.face.look.eyes
        return [
            self.brush.form(sockets, (58.0, 64.0, 80.0), 0.4),
            Shape(glow, eye, layer=self.brush.layer),
            Shape(core, lighter(eye, 0.7), layer=self.brush.layer),
        ]


def draw_tail(pencil: Pencil, brush: Brush, species: str, fur: Colour, stance: Stance) -> list[Shape]:
    """The tail behind the body, on the side away from where it looks; in body units."""
    beast = BEASTS[species]
    if not beast.tail:
        return []
    part = pencil.moved(-0.35 * stance.width, HIP - stance.drop - 0.1)
    return _TAILS[beast.tail](part, brush, fur, beast)


# Ears


def _pair(head: AnimalHead, knots: list[Knot], inner: list[Knot]) -> list[Shape]:
    """Two mirrored ears, the far one a little nearer to the middle."""
    turn = head.face.turn
    shapes: list[Shape] = []
    for side, shift, squeeze in ((1, -0.07 * turn, 1 - 0.12 * turn), (-1, -0.02 * turn, 1 + 0.04 * turn)):
        outer = head.pencil.curve([(side * k[0] * squeeze + shift, *k[1:]) for k in knots])
        shapes.append(head.brush.form(outer, head.fur, 0.5))
        if not head.plain:
            within = head.pencil.curve([(side * k[0] * squeeze + shift, *k[1:]) for k in inner])
            shapes.append(head.brush.form(within, mix(head.light, (214, 140, 132), 0.4), 0.5))
            shapes += head.brush.rim(outer, 0.02, 0.8)
    return shapes


def _pointed(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.10, 0.40), (0.24, 0.62), (0.42, 0.78, 0.15), (0.47, 0.50), (0.46, 0.18)],
        [(0.20, 0.42), (0.29, 0.58), (0.395, 0.69, 0.15), (0.42, 0.48), (0.41, 0.28)],
    )


def _tufts(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.16, 0.36), (0.28, 0.60), (0.50, 0.84, 0), (0.44, 0.52), (0.42, 0.20)],
        [(0.24, 0.40), (0.31, 0.54), (0.40, 0.64, 0.15), (0.39, 0.46), (0.37, 0.30)],
    )


def _round(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.22, 0.36), (0.24, 0.56), (0.40, 0.62), (0.54, 0.50), (0.50, 0.30), (0.36, 0.22)],
        [(0.29, 0.38), (0.31, 0.50), (0.40, 0.54), (0.48, 0.46), (0.45, 0.34)],
    )


def _big(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.20, 0.26), (0.24, 0.60), (0.48, 0.76), (0.74, 0.62), (0.76, 0.36), (0.56, 0.14), (0.34, 0.06)],
        [(0.32, 0.30), (0.34, 0.54), (0.50, 0.64), (0.66, 0.54), (0.67, 0.38), (0.52, 0.24)],
    )


def _huge(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.26, 0.32), (0.52, 0.46), (0.86, 0.34), (0.96, -0.02), (0.80, -0.38), (0.56, -0.36), (0.36, -0.14)],
        [(0.42, 0.26), (0.58, 0.34), (0.78, 0.24), (0.85, -0.02), (0.74, -0.26), (0.58, -0.24)],
    )


def _long(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.06, 0.38), (0.06, 0.80), (0.16, 1.14), (0.28, 1.18), (0.36, 0.84), (0.32, 0.38)],
        [(0.13, 0.44), (0.13, 0.80), (0.19, 1.04), (0.25, 1.06), (0.29, 0.82), (0.26, 0.44)],
    )


def _floppy(head: AnimalHead) -> list[Shape]:
    shapes: list[Shape] = []
    turn = head.face.turn
    for side, shift in ((1, -0.06 * turn), (-1, -0.01 * turn)):
        knots: list[Knot] = [
            (0.28, 0.40),
            (0.46, 0.38),
            (0.66, 0.14),
            (0.64, -0.20),
            (0.52, -0.26),
            (0.44, -0.06),
            (0.38, 0.14),
        ]
        path = head.pencil.curve([(side * k[0] + shift, *k[1:]) for k in knots])
        shapes += [
            head.brush.form(path, darker(head.fur, 0.22), 0.5),
            *([] if head.plain else head.brush.rim(path, 0.02)),
        ]
    return shapes


def _fins(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [
            (0.36, 0.26, 0.2),
            (0.70, 0.44, 0),
            (0.64, 0.22, 0.2),
            (0.80, 0.10, 0),
            (0.64, 0.0, 0.2),
            (0.66, -0.20, 0),
            (0.40, -0.16, 0.2),
        ],
        [(0.40, 0.18), (0.58, 0.26), (0.62, 0.10), (0.54, -0.04), (0.42, -0.06)],
    )


def _bolts(head: AnimalHead) -> list[Shape]:
    path = joined(
        *(head.pencil.slab(side * 0.46 - 0.03 * head.face.turn, 0.0, 0.14, 0.26, 0.05) for side in (1, -1))
    )
    return [head.brush.form(path, darker(head.fur, 0.3), 0.5)]


_EARS: Mapping[str, Callable[[AnimalHead], list[Shape]]] = {
    "pointed": _pointed,
    "tufts": _tufts,
    "round": _round,
    "big": _big,
    "huge": _huge,
    "long": _long,
    "floppy": _floppy,
    "fins": _fins,
    "bolts": _bolts,
}


# Muzzles: each is called before the eyes (under=True) and after them.


def _nose(head: AnimalHead, y: float, wide: float, high: float) -> list[Shape]:
    x = head.muzzle_x + 0.03 * head.face.turn
    path = head.pencil.curve(
        [
            (x - wide, y + high * 0.5),
            (x, y + high),
            (x + wide, y + high * 0.5),
            (x + wide * 0.4, y - high * 0.6),
            (x, y - high),
            (x - wide * 0.4, y - high * 0.6),
        ]
    )
    shapes = [head.brush.form(path, head.beast.nose, 0.4)]
    if head.plain:
        return shapes
    shine = head.pencil.oval(x - wide * 0.3, y + high * 0.45, wide * 0.3, high * 0.2)
    line = head.pencil.curve([(x, y - high), (x - 0.005, y - high - 0.045)], closed=False)
    return [
        *shapes,
        head.brush.tint(shine, (255.0, 255.0, 255.0), 0.6, 0.006),
        head.brush.line(line, darker(head.light, 0.55), 0.014),
    ]


def _short(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    x, turn = head.muzzle_x, head.face.turn
    if under:
        puff = head.pencil.curve(
            [
                (x, -0.10),
                (x + 0.17, -0.15),
                (x + 0.235 - 0.03 * turn, -0.29),
                (x + 0.14, -0.43),
                (x, -0.47),
                (x - 0.14, -0.43),
                (x - 0.235, -0.29),
                (x - 0.17, -0.15),
            ]
        )
        return [head.brush.form(puff, head.light, 0.4)]
    return [*head.lips().draw(mouth), *_nose(head, -0.185, 0.075, 0.05)]


def _long_muzzle(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    x, turn = head.muzzle_x + 0.03 * head.face.turn, head.face.turn
    if under:
        bridge = head.pencil.curve(
            [
                (x - 0.12 - 0.05 * turn, 0.04),
                (x + 0.10 - 0.04 * turn, 0.04),
                (x + 0.20, -0.20),
                (x + 0.22, -0.34),
                (x + 0.10, -0.50),
                (x - 0.10, -0.50),
                (x - 0.24, -0.34),
                (x - 0.22, -0.20),
            ]
        )
        puff = head.pencil.curve(
            [
                (x, -0.15),
                (x + 0.18, -0.20),
                (x + 0.225, -0.33),
                (x + 0.11, -0.495),
                (x - 0.11, -0.495),
                (x - 0.24, -0.33),
                (x - 0.19, -0.20),
            ]
        )
        return [head.brush.form(bridge, lighter(head.fur, 0.06), 0.5), head.brush.form(puff, head.light, 0.45)]
    return [*head.lips().draw(mouth), *_nose(head, -0.185, 0.10, 0.062)]


def _snout(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    x, turn = head.muzzle_x + 0.03 * head.face.turn, head.face.turn
    if under:
        jaw = head.pencil.curve(
            [
                (x - 0.16 - 0.06 * turn, 0.02),
                (x + 0.14 - 0.04 * turn, 0.02),
                (x + 0.25, -0.22),
                (x + 0.24, -0.44),
                (x, -0.56),
                (x - 0.25, -0.44),
                (x - 0.27, -0.22),
            ]
        )
        return [head.brush.form(jaw, mix(head.light, head.fur, 0.35), 0.5)]
    pad = head.pencil.oval(x, -0.20, 0.20, 0.135)
    holes = head.pencil.ovals((x - 0.075, -0.20, 0.03, 0.045), (x + 0.075, -0.20, 0.03, 0.045))
    return [
        *head.lips().draw(mouth),
        head.brush.form(pad, head.beast.nose, 0.4),
        head.brush.flat(holes, darker(head.beast.nose, 0.5)),
    ]


def _beak(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    if under:
        return []
    opening = OPENINGS[mouth]
    x, turn = head.muzzle_x, head.face.turn
    reach, wide = 0.15 * turn, 0.125 + (0.03 if opening.wide > 0.11 else -0.02 if opening.wide < 0.06 else 0.0)
    gape = (opening.down * 0.9 + opening.up * 0.4) * 1.15 + (0.012 if mouth is Mouth.L else 0.0)
    beak, y = head.beast.nose, -0.20
    lower = head.pencil.curve(
        [
            (x - wide * 0.8, y - 0.02, 0.3),
            (x + wide * 0.8, y - 0.02, 0.3),
            (x + reach * 0.8 + 0.01, y - 0.15 - gape, 0.25),
        ]
    )
    upper = head.pencil.curve(
        [
            (x - wide, y, 0.4),
            (x - 0.05, y + 0.12),
            (x + 0.06, y + 0.12),
            (x + wide, y, 0.4),
            (x + reach + 0.01, y - 0.16 + gape * 0.25, 0.15),
        ]
    )
    shapes = [head.brush.form(lower, darker(beak, 0.2), 0.4)]
    if opening.down:
        gap = head.pencil.curve(
            [
                (x - wide * 0.7, y - 0.01, 0.3),
                (x + wide * 0.7, y - 0.01, 0.3),
                (x + reach * 0.85, y - 0.11 - gape * 0.7, 0.3),
            ]
        )
        shapes.append(head.brush.flat(gap, (110.0, 34.0, 44.0), 0.2))
        if opening.tongue:
            shapes.append(
                head.brush.flat(
                    head.pencil.oval(
                        x + reach * 0.5, y - 0.10 - gape * 0.35, wide * 0.34, 0.03 + 0.02 * opening.tongue
                    ),
                    (214.0, 104.0, 104.0),
                )
            )
    shapes.append(head.brush.form(upper, beak, 0.45))
    if mouth in (Mouth.M, Mouth.F):
        press = -0.11 if mouth is Mouth.M else -0.135
        shapes.append(
            head.brush.line(
                head.pencil.curve(
                    [
                        (x - wide * 0.6, y + press * 0.4),
                        (x + reach * 0.5, y + press),
                        (x + wide * 0.6, y + press * 0.4),
                    ],
                    closed=False,
                ),
                darker(beak, 0.5),
                0.016,
            )
        )
    return (
        shapes
        if head.plain
        else [
            *shapes,
            head.brush.flat(
                head.pencil.ovals((x - 0.035, y + 0.05, 0.014, 0.01), (x + 0.045, y + 0.05, 0.014, 0.01)),
                darker(beak, 0.5),
            ),
        ]
    )


def _bill(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    if under:
        return []
    opening = OPENINGS[mouth]
    x = head.muzzle_x + 0.04 * head.face.turn
    wide = 0.22 + (opening.wide - 0.1) * 0.7
    gape, beak, y = (
        opening.down * 1.1 + opening.up * 0.5 + (0.012 if mouth is Mouth.L else 0.0),
        head.beast.nose,
        -0.24,
    )
    lower = head.pencil.oval(x, y - 0.05 - gape, wide * 0.82, 0.07)
    shapes = [head.brush.form(lower, darker(beak, 0.2), 0.4)]
    if opening.down:
        shapes.append(
            head.brush.flat(
                head.pencil.oval(x, y - 0.02 - gape * 0.5, wide * 0.78, 0.05 + gape * 0.5),
                (120.0, 36.0, 46.0),
                0.2,
            )
        )
        shapes.append(
            head.brush.flat(
                head.pencil.oval(x, y - 0.05 - gape * 0.8, wide * 0.4, 0.02 + 0.025 * opening.tongue),
                (220.0, 110.0, 106.0),
            )
        )
    upper = head.pencil.curve(
        [
            (x - wide, y - 0.03),
            (x - wide * 0.5, y + 0.06),
            (x, y + 0.10),
            (x + wide * 0.5, y + 0.06),
            (x + wide, y - 0.03),
            (x + wide * 0.5, y - 0.05),
            (x, y - 0.03),
            (x - wide * 0.5, y - 0.05),
        ]
    )
    shapes.append(head.brush.form(upper, beak, 0.45))
    if mouth in (Mouth.M, Mouth.F):
        drop = 0.075 if mouth is Mouth.M else 0.055
        shapes.append(
            head.brush.line(
                head.pencil.curve(
                    [(x - wide * 0.7, y - 0.05), (x, y - drop), (x + wide * 0.7, y - 0.05)], closed=False
                ),
                darker(beak, 0.5),
                0.016,
            )
        )
    return [
        *shapes,
        head.brush.flat(
            head.pencil.ovals((x - 0.05, y + 0.045, 0.018, 0.01), (x + 0.05, y + 0.045, 0.018, 0.01)),
            darker(beak, 0.5),
        ),
    ]


def _wide(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    x = head.muzzle_x
    if under:
        chin = head.pencil.curve(
            [
                (x - 0.34, -0.14),
                (x, -0.20),
                (x + 0.30, -0.14),
                (x + 0.34, -0.30),
                (x + 0.16, -0.47),
                (x - 0.18, -0.47),
                (x - 0.36, -0.30),
            ]
        )
        return [head.brush.form(chin, mix(head.fur, head.light, 0.6), 0.45, head.outline())]
    holes = head.pencil.ovals((x - 0.04, -0.10, 0.014, 0.012), (x + 0.06, -0.10, 0.014, 0.012))
    return [*head.lips().draw(mouth), head.brush.flat(holes, darker(head.fur, 0.5))]


def _plain(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    return [] if under else head.lips().draw(mouth)


def _carrot(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    if under:
        return []
    x, turn = head.muzzle_x, head.face.turn
    carrot = head.pencil.curve(
        [(x - 0.06, -0.02), (x - 0.02, -0.13), (x + 0.16 + 0.16 * turn, -0.14, 0), (x + 0.06, -0.02)]
    )
    return [*head.lips().draw(mouth), head.brush.form(carrot, head.beast.nose, 0.5)]


def _trunk(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    if under:
        return head.lips().draw(mouth)
    x, turn = head.muzzle_x, head.face.turn
    spine = [
        (x - 0.02, 0.02),
        (x - 0.10 + 0.05 * turn, -0.18),
        (x - 0.24 + 0.06 * turn, -0.36),
        (x - 0.30, -0.56),
        (x - 0.20, -0.66),
    ]
    trunk = head.pencil.limb(spine, [0.14, 0.115, 0.09, 0.075, 0.07], 0.3)
    rings = head.pencil.curves(
        *([(px - 0.09, py - 0.02), (px, py - 0.05), (px + 0.09, py)] for px, py in spine[1:4]), closed=False
    )
    return [
        head.brush.form(trunk, lighter(head.fur, 0.05), 0.5),
        head.brush.line(rings, darker(head.fur, 0.25), 0.013, 0.6, trunk),
    ]


def _grille(head: AnimalHead, mouth: Mouth, under: bool) -> list[Shape]:
    if under:
        return []
    opening = OPENINGS[mouth]
    x = head.face.across(0, 0.34)
    tall = 0.034 + (opening.up + opening.down) * 1.0 + (0.02 if mouth is Mouth.L else 0.0)
    wide = 0.40 * opening.wide / 0.108 * (0.86 if mouth is Mouth.M else 1.0)
    plate = head.pencil.slab(x, -0.27, 0.50, 0.235, 0.06)
    slot = head.pencil.slab(x, -0.27, min(wide, 0.46), min(tall, 0.20), 0.04)
    bars = head.pencil.curves(
        *([(x + dx, -0.16), (x + dx, -0.38)] for dx in (-0.15, -0.075, 0.0, 0.075, 0.15)), closed=False
    )
    shapes = [
        head.brush.form(plate, (58.0, 64.0, 80.0), 0.4),
        Shape(slot, head.face.look.eyes, opacity=0.95, layer=head.brush.layer),
    ]
    return shapes if head.plain else [*shapes, head.brush.line(bars, (58.0, 64.0, 80.0), 0.018, 0.8)]


_MUZZLES: Mapping[str, Callable[[AnimalHead, Mouth, bool], list[Shape]]] = {
    "short": _short,
    "long": _long_muzzle,
    "snout": _snout,
    "beak": _beak,
    "bill": _bill,
    "wide": _wide,
    "plain": _plain,
    "carrot": _carrot,
    "trunk": _trunk,
    "grille": _grille,
}


# Markings, inside the outline.


def _stripes(head: AnimalHead, clip: Path) -> list[Shape]:
    tone = darker(head.fur, 0.36)
    x = head.face.across(0, 0.30)
    bars: list[list[Knot]] = [
        [(x + dx, 0.50), (x + dx * 0.9, 0.40), (x + dx * 0.6, 0.27)] for dx in (-0.13, 0.0, 0.13)
    ]
    for side in (1, -1):
        bars += [[(side * 0.52, y), (side * 0.42, y - 0.01), (side * 0.32, y - 0.05)] for y in (0.02, -0.12)]
    return [head.brush.line(head.pencil.curves(*bars, closed=False), tone, 0.042, 0.75, clip)]


def _mask(head: AnimalHead, clip: Path) -> list[Shape]:
    shapes: list[Shape] = []
    for side in (1, -1):
        x = head.face.across(26 * side, 0.40)
        cheek: list[Knot] = [
            (side * 0.56, 0.02),
            (side * 0.30 + head.muzzle_x * 0.4, -0.08),
            (head.muzzle_x + side * 0.05, -0.16),
            (head.muzzle_x, -0.50),
            (side * 0.36, -0.48),
            (side * 0.58, -0.24),
        ]
        shapes.append(head.brush.form(head.pencil.curve(cheek), head.light, 0.4, clip))
        shapes.append(head.brush.tint(head.pencil.oval(x, 0.19, 0.10, 0.05), head.light, 0.35, 0.02, clip))
    return shapes


def _patch(head: AnimalHead, clip: Path) -> list[Shape]:
    x = head.face.across(25, 0.40)
    spot = head.pencil.curve(
        [
            (x - 0.13, 0.10),
            (x + 0.0, 0.26),
            (x + 0.20, 0.26),
            (x + 0.26, 0.02),
            (x + 0.08, -0.12),
            (x - 0.10, -0.06),
        ]
    )
    return [head.brush.form(spot, darker(head.fur, 0.34), 0.4, clip)]


def _panda(head: AnimalHead, clip: Path) -> list[Shape]:
    spots = joined(
        *(
            head.pencil.oval(head.face.across(26 * s), 0.0, 0.15 * head.face.squeeze(25 * s), 0.17, 0.5 * s)
            for s in (1, -1)
        )
    )
    return [head.brush.form(spots, (58.0, 54.0, 62.0), 0.3, clip)]


def _badger(head: AnimalHead, clip: Path) -> list[Shape]:
    bars = [
        head.pencil.limb(
            [
                (head.face.across(27 * s), 0.52),
                (head.face.across(26 * s), 0.05),
                (head.face.across(17 * s), -0.34),
            ],
            [0.11, 0.12, 0.07],
        )
        for s in (1, -1)
    ]
    return [head.brush.form(joined(*bars), (66.0, 62.0, 70.0), 0.3, clip)]


def _discs(head: AnimalHead, clip: Path) -> list[Shape]:
    discs = joined(
        *(
            head.pencil.oval(head.face.across(24 * s), 0.0, 0.215 * head.face.squeeze(25 * s), 0.24)
            for s in (1, -1)
        )
    )
    return [head.brush.form(discs, head.light, 0.4, clip)]


def _bib(head: AnimalHead, clip: Path) -> list[Shape]:
    x = head.muzzle_x
    bib = head.pencil.curve(
        [(x - 0.26, -0.16), (x, -0.10), (x + 0.26, -0.16), (x + 0.30, -0.50), (x, -0.60), (x - 0.30, -0.50)]
    )
    return [head.brush.form(bib, head.light, 0.4, clip)]


def _ape_face(head: AnimalHead, clip: Path) -> list[Shape]:
    x, turn = head.muzzle_x * 0.7, head.face.turn
    mask: list[Knot] = [
        (x, 0.20),
        (x + 0.16, 0.27),
        (x + 0.31 - 0.03 * turn, 0.12),
        (x + 0.30 - 0.02 * turn, -0.16),
        (x + 0.24, -0.42),
        (x, -0.50),
        (x - 0.26, -0.42),
        (x - 0.32, -0.16),
        (x - 0.33, 0.12),
        (x - 0.17, 0.27),
    ]
    return [head.brush.form(head.pencil.curve(mask), head.light, 0.4, clip)]


_MARKS: Mapping[str, Callable[[AnimalHead, Path], list[Shape]]] = {
    "stripes": _stripes,
    "mask": _mask,
    "patch": _patch,
    "panda": _panda,
    "badger": _badger,
    "discs": _discs,
    "bib": _bib,
    "apeface": _ape_face,
}


# Growths behind the head.


def _mane(head: AnimalHead) -> list[Shape]:
    knots: list[Knot] = []
    for index in range(26):
        a, r = index * math.tau / 26, 0.80 if index % 2 else 0.67
        knots.append((r * math.cos(a) - 0.05 * head.face.turn, r * 0.98 * math.sin(a) - 0.02, 0.6))
    path = head.pencil.curve(knots)
    return [head.brush.form(path, (156.0, 92.0, 50.0), 0.6), *head.brush.rim(path, 0.03)]


def _quills(head: AnimalHead) -> list[Shape]:
    knots: list[Knot] = []
    for index in range(30):
        a, r = math.pi * (-0.25 + 1.5 * index / 29), 0.82 if index % 2 else 0.60
        knots.append((r * math.cos(a) - 0.07 * head.face.turn, r * math.sin(a), 0.1))
    path = head.pencil.curve(knots)
    return [head.brush.form(path, (112.0, 82.0, 66.0), 0.6), *head.brush.rim(path, 0.02)]


def _antlers(head: AnimalHead) -> list[Shape]:
    lines: list[list[Knot]] = []
    for side in (1, -1):
        lines += [
            [(side * 0.14, 0.40), (side * 0.26, 0.74), (side * 0.52, 0.98)],
            [(side * 0.24, 0.70), (side * 0.20, 0.96)],
            [(side * 0.36, 0.84), (side * 0.56, 0.80)],
        ]
    return [head.brush.line(head.pencil.curves(*lines, closed=False), (150.0, 116.0, 84.0), 0.075)]


def _wisp(head: AnimalHead) -> list[Shape]:
    halo = head.pencil.oval(0, 0, 0.95, 0.95)
    return [
        Shape(
            halo,
            (214.0, 230.0, 255.0),
            opacity=0.30,
            blur=0.16 * head.brush.unit,
            blend="screen",
            layer=head.brush.layer,
        )
    ]


def _antenna(head: AnimalHead) -> list[Shape]:
    stem = head.pencil.curve([(0, 0.40), (0, 0.68)], closed=False)
    return [
        head.brush.line(stem, darker(head.fur, 0.3), 0.05),
        head.brush.form(head.pencil.oval(0, 0.72, 0.075, 0.075), (222.0, 84.0, 76.0), 0.4),
    ]


def _feelers(head: AnimalHead) -> list[Shape]:
    lines: list[list[Knot]] = [[(s * 0.16, 0.42), (s * 0.22, 0.66), (s * 0.36, 0.80)] for s in (1, -1)]
    tips = head.pencil.ovals((0.36, 0.81, 0.06, 0.06), (-0.36, 0.81, 0.06, 0.06))
    return [
        head.brush.line(head.pencil.curves(*lines, closed=False), darker(head.fur, 0.2), 0.04),
        head.brush.form(tips, lighter(head.fur, 0.3), 0.4),
    ]


_BACK: Mapping[str, Callable[[AnimalHead], list[Shape]]] = {
    "mane": _mane,
    "quills": _quills,
    "antlers": _antlers,
    "wisp": _wisp,
    "antenna": _antenna,
    "feelers": _feelers,
}


# Growths in front of the head.


def _whiskers(head: AnimalHead) -> list[Shape]:
    if head.plain:
        return []
    x = head.muzzle_x
    lines: list[list[Knot]] = []
    for side in (1, -1):
        reach = 1 - 0.35 * head.face.turn if side > 0 else 1.0
        lines += [
            [
                (x + side * 0.17, -0.27 - 0.03 * i),
                (x + side * 0.36 * reach, -0.24 - 0.06 * i),
                (x + side * 0.56 * reach, -0.22 - 0.11 * i),
            ]
            for i in range(3)
        ]
    tone = (250.0, 248.0, 244.0) if brightness(head.fur) < 190 else (150.0, 140.0, 136.0)
    return [head.brush.line(head.pencil.curves(*lines, closed=False), tone, 0.009, 0.75)]


def _tusks(head: AnimalHead) -> list[Shape]:
    x = head.muzzle_x
    tusks = head.pencil.curves(
        *([(x + s * 0.24, -0.34, 0.3), (x + s * 0.25, -0.20, 0), (x + s * 0.18, -0.32, 0.3)] for s in (1, -1))
    )
    return [head.brush.form(tusks, (246.0, 238.0, 220.0), 0.3)]


def _horns(head: AnimalHead) -> list[Shape]:
    turn = head.face.turn
    horns = head.pencil.curves(
        *(
            [
                (s * 0.20 - 0.05 * turn, 0.38),
                (s * 0.28 - 0.05 * turn, 0.56),
                (s * 0.46 - 0.05 * turn, 0.74, 0),
                (s * 0.44 - 0.05 * turn, 0.52),
                (s * 0.34 - 0.05 * turn, 0.32),
            ]
            for s in (1, -1)
        )
    )
    return [head.brush.form(horns, (232.0, 214.0, 178.0), 0.5)]


def _spikes(head: AnimalHead) -> list[Shape]:
    x = 0.08 * head.face.turn
    path = head.pencil.curves(
        *(
            [(x + dx - 0.08, base, 0.2), (x + dx * 1.1 - 0.02, base + 0.20, 0), (x + dx + 0.08, base, 0.2)]
            for dx, base in ((0.0, 0.43), (-0.17, 0.41), (0.17, 0.41))
        )
    )
    return [head.brush.form(path, darker(mix(head.fur, head.light, 0.35), 0.1), 0.4)]


def _crest(head: AnimalHead) -> list[Shape]:
    path = head.pencil.curve(
        [
            (0.08, 0.42),
            (0.06, 0.60),
            (-0.10, 0.74, 0),
            (-0.07, 0.62, 0.2),
            (-0.24, 0.68, 0),
            (-0.16, 0.54, 0.2),
            (-0.34, 0.52, 0),
            (-0.12, 0.40),
        ]
    )
    return [head.brush.form(path, darker(head.fur, 0.15), 0.4)]


def _comb(head: AnimalHead) -> list[Shape]:
    x = 0.04 * head.face.turn
    comb = head.pencil.curve(
        [
            (x - 0.16, 0.40),
            (x - 0.20, 0.60),
            (x - 0.09, 0.56, 0.3),
            (x, 0.72),
            (x + 0.09, 0.56, 0.3),
            (x + 0.20, 0.60),
            (x + 0.16, 0.40),
        ]
    )
    return [head.brush.form(comb, (206.0, 62.0, 58.0), 0.4)]


def _wool(head: AnimalHead) -> list[Shape]:
    puffs = head.pencil.ovals(
        (-0.34, 0.36, 0.19, 0.17),
        (-0.12, 0.48, 0.21, 0.18),
        (0.14, 0.48, 0.21, 0.18),
        (0.34, 0.34, 0.18, 0.17),
        (0.0, 0.34, 0.22, 0.14),
    )
    return [head.brush.form(puffs, lighter(head.fur, 0.25), 0.4)]


def _forelock(head: AnimalHead) -> list[Shape]:
    x = 0.06 * head.face.turn
    lock = head.pencil.curve(
        [
            (-0.20, 0.48),
            (0.0, 0.58),
            (0.18, 0.46),
            (x + 0.16, 0.24, 0),
            (x + 0.06, 0.34, 0.3),
            (x - 0.01, 0.16, 0),
            (x - 0.08, 0.33, 0.3),
            (x - 0.18, 0.24, 0),
        ]
    )
    return [head.brush.form(lock, darker(head.fur, 0.5), 0.4)]


def _goatee(head: AnimalHead) -> list[Shape]:
    x = head.muzzle_x
    tuft = head.pencil.curve(
        [(x - 0.10, -0.48), (x + 0.10, -0.48), (x + 0.05, -0.62), (x + 0.01, -0.74, 0), (x - 0.06, -0.62)]
    )
    return [head.brush.form(tuft, lighter(head.fur, 0.2), 0.4)]


_FRONT_PARTS: Mapping[str, Callable[[AnimalHead], list[Shape]]] = {
    "whiskers": _whiskers,
    "tusks": _tusks,
    "horns": _horns,
    "spikes": _spikes,
    "crest": _crest,
    "comb": _comb,
    "wool": _wool,
    "forelock": _forelock,
    "goatee": _goatee,
}


# Tails


def _bushy(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    path = part.curve(
        [
            (0.1, 0.1),
            (-0.5, -0.5),
            (-0.85, -0.3),
            (-1.25, 0.2),
            (-1.35, 0.95),
            (-1.1, 1.35, 0.3),
            (-0.85, 0.8),
            (-0.55, 0.3),
            (-0.1, 0.2),
        ]
    )
    tip = part.oval(-1.18, 1.05, 0.42, 0.42)
    return [brush.form(path, fur, 0.5), brush.form(tip, beast.light, 0.4, path)]


def _thin(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    return [
        brush.form(
            part.limb([(0, 0), (-0.6, -0.55), (-1.2, -0.25), (-1.15, 0.5)], [0.14, 0.12, 0.11, 0.07], 0.8),
            fur,
            0.5,
        )
    ]


def _tuft(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    tuft = part.oval(-1.12, 0.55, 0.2, 0.3, 0.2)
    return [*_thin(part, brush, fur, beast), brush.form(tuft, darker(fur, 0.4), 0.4)]


def _short_tail(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    return [brush.form(part.oval(-0.5, 0.0, 0.3, 0.28), lighter(fur, 0.2), 0.5)]


def _scaled(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    tail = part.limb([(0.1, 0.1), (-0.7, -1.2), (-1.5, -1.7), (-2.0, -1.1)], [0.4, 0.3, 0.18, 0.05], 0.8)
    barb = part.curve([(-2.0, -1.25, 0.2), (-2.3, -0.95, 0), (-2.0, -0.7, 0), (-1.85, -1.05, 0.2)])
    return [brush.form(tail, fur, 0.5), brush.form(barb, darker(fur, 0.3), 0.4)]


def _feathers(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    plumes = [
        part.curve([(0.1, 0.15), (-0.4, 0.1 - d), (-1.05, -0.35 - d * 1.2), (-0.75, -0.55 - d), (-0.2, -0.25)])
        for d in (0.0, 0.25, 0.5)
    ]
    return [brush.form(joined(*plumes), darker(fur, 0.2), 0.5)]


_TAILS: Mapping[str, Callable[[Pencil, Brush, Colour, Beast], list[Shape]]] = {
    "bushy": _bushy,
    "thin": _thin,
    "tuft": _tuft,
    "short": _short_tail,
    "scaled": _scaled,
    "feathers": _feathers,
}
