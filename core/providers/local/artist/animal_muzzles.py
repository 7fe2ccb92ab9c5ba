"""Muzzles, snouts and beaks with their mouths; each is called before the eyes (under) and after them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.providers.local.artist.animal_head import AnimalHead
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Shape
from core.providers.local.artist.lips import OPENINGS
from core.story import Mouth


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
    wide = 0.125 + (0.03 if opening.wide > 0.11 else -0.02 if opening.wide < 0.06 else 0.0)
    gape = (opening.down * 0.9 + opening.up * 0.4) * 1.15 + (0.012 if mouth is Mouth.L else 0.0)
    shapes = [_beak_below(head, wide, gape)]
    if opening.down:
        shapes += _beak_gap(head, wide, gape, opening.tongue)
    shapes.append(_beak_above(head, wide, gape))
    if mouth in (Mouth.M, Mouth.F):
        shapes.append(_beak_pressed(head, wide, -0.11 if mouth is Mouth.M else -0.135))
    return shapes if head.plain else [*shapes, _nostrils(head)]


_BEAK_Y = -0.20
"""Height of the root of a beak, in head heights."""


def _beak_reach(head: AnimalHead) -> float:
    """How far a beak's tip points aside as the head turns."""
    return 0.15 * head.face.turn


def _beak_below(head: AnimalHead, wide: float, gape: float) -> Shape:
    x, y, reach = head.muzzle_x, _BEAK_Y, _beak_reach(head)
    lower = head.pencil.curve(
        [
            (x - wide * 0.8, y - 0.02, 0.3),
            (x + wide * 0.8, y - 0.02, 0.3),
            (x + reach * 0.8 + 0.01, y - 0.15 - gape, 0.25),
        ]
    )
    return head.brush.form(lower, darker(head.beast.nose, 0.2), 0.4)


def _beak_gap(head: AnimalHead, wide: float, gape: float, tongue: float) -> list[Shape]:
    """The open inside of a beak, and its tongue where one is seen."""
    x, y, reach = head.muzzle_x, _BEAK_Y, _beak_reach(head)
    gap = head.pencil.curve(
        [
            (x - wide * 0.7, y - 0.01, 0.3),
            (x + wide * 0.7, y - 0.01, 0.3),
            (x + reach * 0.85, y - 0.11 - gape * 0.7, 0.3),
        ]
    )
    shapes = [head.brush.flat(gap, (110.0, 34.0, 44.0), 0.2)]
    if tongue:
        tip = head.pencil.oval(x + reach * 0.5, y - 0.10 - gape * 0.35, wide * 0.34, 0.03 + 0.02 * tongue)
        shapes.append(head.brush.flat(tip, (214.0, 104.0, 104.0)))
    return shapes


def _beak_above(head: AnimalHead, wide: float, gape: float) -> Shape:
    x, y, reach = head.muzzle_x, _BEAK_Y, _beak_reach(head)
    upper = head.pencil.curve(
        [
            (x - wide, y, 0.4),
            (x - 0.05, y + 0.12),
            (x + 0.06, y + 0.12),
            (x + wide, y, 0.4),
            (x + reach + 0.01, y - 0.16 + gape * 0.25, 0.15),
        ]
    )
    return head.brush.form(upper, head.beast.nose, 0.45)


def _beak_pressed(head: AnimalHead, wide: float, press: float) -> Shape:
    """The line where the halves of a closed beak meet."""
    x, y = head.muzzle_x, _BEAK_Y
    meeting = head.pencil.curve(
        [
            (x - wide * 0.6, y + press * 0.4),
            (x + _beak_reach(head) * 0.5, y + press),
            (x + wide * 0.6, y + press * 0.4),
        ],
        closed=False,
    )
    return head.brush.line(meeting, darker(head.beast.nose, 0.5), 0.016)


def _nostrils(head: AnimalHead) -> Shape:
    x, y = head.muzzle_x, _BEAK_Y
    holes = head.pencil.ovals((x - 0.035, y + 0.05, 0.014, 0.01), (x + 0.045, y + 0.05, 0.014, 0.01))
    return head.brush.flat(holes, darker(head.beast.nose, 0.5))


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


MUZZLES: Mapping[str, Callable[[AnimalHead, Mouth, bool], list[Shape]]] = {
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
