"""Props of paper and keepsakes: letters, books, maps, keys, jewels; inside a circle of radius 1."""

from __future__ import annotations

import math
from random import Random

from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Shape
from core.providers.local.artist.pencil import Knot, without
from core.providers.local.artist.prop_kit import BRASS, DARK_WOOD, INK, PAPER, STEEL, WOOD, Kit

_WAX: Colour = (176, 52, 56)


def _lines(kit: Kit, rows: int, left: float, right: float, top: float, step: float) -> Shape:
    """Handwriting: wavy lines of uneven length."""
    lines: list[list[Knot]] = []
    for row in range(rows):
        y, end = top - row * step, right - (0.34 if row == rows - 1 else 0.08 * (row % 3))
        count = max(2, int((end - left) / 0.14))
        lines.append(
            [(left + (end - left) * i / count, y + (0.016 if i % 2 else -0.012)) for i in range(count + 1)]
        )
    return kit.line(*lines, colour=(96.0, 84.0, 110.0), width=0.07, opacity=0.7)


def letter(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.06)
    p = kit.pencil
    sheet = p.curve(
        [(-0.66, 0.9, 0), (0.62, 0.9, 0), (0.66, 0, 0.6), (0.64, -0.9, 0), (-0.64, -0.9, 0), (-0.68, 0, 0.6)]
    )
    fold = p.poly((-0.66, 0.0), (0.66, 0.02), (0.65, -0.28), (-0.66, -0.3))
    return [
        kit.shadow(
            kit.pencil.moved(0.05, -0.06).slab(0, 0, 1.32, 1.8), kit.pencil.slab(0, -0.05, 1.7, 2.1), 0.35, 0.12
        ),
        *kit.solid(sheet, None, 0.25),
        kit.shadow(fold, sheet, 0.22, 0.08),
        _lines(kit, 8, -0.48, 0.48, 0.6, 0.155),
        kit.line([(0.1, -0.68), (0.22, -0.58), (0.3, -0.7), (0.46, -0.6)], colour=INK, width=0.09),
    ]


def envelope(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.05)
    p = kit.pencil
    body = p.slab(0, 0, 1.84, 1.24, 0.05)
    flap = p.curve([(-0.92, 0.6, 0), (0.92, 0.6, 0), (0.1, -0.06, 0.5), (0, -0.1), (-0.1, -0.06, 0.5)])
    return [
        kit.shadow(
            kit.pencil.moved(0.05, -0.07).slab(0, 0, 1.84, 1.24),
            kit.pencil.slab(0, -0.05, 2.2, 1.6),
            0.35,
            0.12,
        ),
        *kit.solid(body, None, 0.3),
        kit.line([(-0.9, -0.6), (-0.2, 0.02)], [(0.9, -0.6), (0.2, 0.02)], colour=kit.dark(0.25), width=0.05),
        kit.shadow(p.moved(0, -0.06).curve([(-0.92, 0.6, 0), (0.92, 0.6, 0), (0, -0.1)]), body, 0.3, 0.06),
        kit.form(flap, kit.light(0.25), 0.3),
        kit.edge(flap, kit.dark(0.3), 0.03, 0.5),
        kit.form(
            p.curve(
                [
                    (0.2, -0.06),
                    (0.12, 0.11),
                    (-0.07, 0.14),
                    (-0.21, 0.0),
                    (-0.16, -0.19),
                    (0.05, -0.26),
                    (0.2, -0.17),
                ]
            ),
            _WAX,
            0.5,
        ),
        kit.edge(p.oval(0, -0.06, 0.11, 0.11), lighter(_WAX, 0.25), 0.05),
    ]


def scroll(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    sheet = p.slab(0, 0, 1.24, 1.36)
    rolls = [p.slab(0, y, 1.44, 0.3, 0.15) for y in (0.74, -0.74)]
    knobs = [p.ovals((-0.78, y, 0.1, 0.13), (0.78, y, 0.1, 0.13)) for y in (0.74, -0.74)]
    shapes = [kit.form(sheet, None, 0.3), _lines(kit, 6, -0.46, 0.46, 0.42, 0.17)]
    for roll, knob in zip(rolls, knobs, strict=True):
        shapes += [kit.form(knob, DARK_WOOD), *kit.solid(roll, kit.dark(0.1))]
    return shapes


def book(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.08)
    p = kit.pencil
    pages = p.curve([(-0.62, 0.84, 0), (0.7, 0.8, 0), (0.7, -0.8, 0), (-0.62, -0.92, 0)])
    back = p.curve([(-0.66, 0.9, 0.2), (0.76, 0.86, 0.2), (0.76, -0.86, 0.2), (-0.66, -0.96, 0.2)])
    cover = p.curve([(-0.7, 0.92, 0.2), (0.6, 0.92, 0.2), (0.6, -0.88, 0.2), (-0.7, -0.88, 0.2)])
    spine = p.curve([(-0.72, 0.92, 0.2), (-0.5, 0.92, 0), (-0.5, -0.88, 0), (-0.72, -0.88, 0.2)])
    frame = p.slab(0.06, 0.02, 0.84, 1.5, 0.06)
    return [
        kit.shadow(
            kit.pencil.moved(0.08, -0.08).slab(0, 0, 1.5, 1.8), kit.pencil.slab(0, -0.05, 1.9, 2.1), 0.35, 0.12
        ),
        kit.form(back, kit.dark(0.3)),
        kit.form(pages, PAPER, 0.3),
        *kit.solid(cover),
        kit.form(spine, kit.dark(0.22)),
        kit.edge(frame, BRASS, 0.06, 0.9),
        kit.line([(-0.2, 0.42), (0.32, 0.42)], [(-0.12, 0.26), (0.24, 0.26)], colour=BRASS, width=0.11),
        kit.form(p.poly((0.06, -0.12), (0.24, -0.36), (0.06, -0.6), (-0.12, -0.36)), BRASS),
        kit.line([(-0.7, 0.6), (-0.5, 0.6)], [(-0.7, -0.56), (-0.5, -0.56)], colour=BRASS, width=0.1),
        kit.flat(
            p.poly((0.36, -0.88), (0.48, -0.88), (0.48, -1.08), (0.42, -1.0), (0.36, -1.08)),
            (190.0, 62.0, 60.0),
        ),
    ]


def newspaper(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.05)
    p = kit.pencil
    sheet = p.curve([(-0.72, 0.92, 0), (0.72, 0.92, 0), (0.75, -0.9, 0.2), (-0.74, -0.92, 0.2)])
    columns = [_column(x, rows) for x, rows in ((-0.58, 7), (0.1, 5))]
    return [
        kit.shadow(
            kit.pencil.moved(0.06, -0.06).slab(0, 0, 1.5, 1.86), kit.pencil.slab(0, -0.05, 1.9, 2.1), 0.3, 0.12
        ),
        *kit.solid(sheet, None, 0.25),
        kit.line([(-0.5, 0.7), (0.5, 0.7)], colour=INK, width=0.26),
        kit.line([(-0.6, 0.5), (0.6, 0.5)], colour=INK, width=0.03),
        kit.form(p.slab(0.34, -0.56, 0.56, 0.5), (150.0, 150.0, 156.0), 0.5),
        kit.line(
            *(line for column in columns for line in column),
            colour=(110.0, 106.0, 116.0),
            width=0.06,
            opacity=0.8,
        ),
        kit.shadow(p.poly((-0.76, 0.02), (0.76, 0.02), (0.76, -0.2), (-0.76, -0.2)), sheet, 0.2, 0.08),
    ]


def _column(x: float, rows: int) -> list[list[Knot]]:
    return [[(x, 0.34 - 0.16 * row), (x + 0.5 - 0.1 * (row % 2), 0.34 - 0.16 * row)] for row in range(rows)]


def map_(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    sheet = p.curve(
        [
            (-0.94, 0.62, 0),
            (-0.34, 0.74, 0),
            (0.3, 0.6, 0),
            (0.94, 0.74, 0),
            (0.92, -0.62, 0),
            (0.3, -0.74, 0),
            (-0.34, -0.6, 0),
            (-0.92, -0.72, 0),
        ]
    )
    sea = p.curve([(-0.94, 0.1), (-0.5, 0.3), (-0.1, 0.12), (0.1, -0.3), (0.0, -0.8), (-1.0, -0.8)])
    folds = [p.poly((-0.34, 0.74), (0.3, 0.6), (0.3, -0.74), (-0.34, -0.6))]
    return [
        kit.shadow(p.moved(0.05, -0.08).slab(0, 0, 1.84, 1.36), p.slab(0, -0.05, 2.2, 1.8), 0.35, 0.12),
        *kit.solid(sheet, None, 0.3),
        kit.flat(sea, (150.0, 190.0, 196.0), 0.1, sheet),
        kit.form(p.curve([(0.3, 0.3), (0.6, 0.42), (0.7, 0.1), (0.44, 0.0)]), (150.0, 176.0, 112.0), 0.3),
        kit.shadow(folds[0], sheet, 0.18),
        kit.line(
            [(-0.7, -0.4), (-0.44, -0.24)],
            [(-0.34, -0.16), (-0.16, 0.0)],
            [(-0.06, 0.06), (0.16, 0.1)],
            [(0.26, 0.06), (0.4, -0.1)],
            colour=(170.0, 66.0, 56.0),
            width=0.1,
        ),
        kit.line(
            [(0.46, -0.16), (0.66, -0.4)], [(0.66, -0.16), (0.46, -0.4)], colour=(190.0, 52.0, 48.0), width=0.15
        ),
        kit.edge(p.oval(-0.62, 0.44, 0.13, 0.13), DARK_WOOD, 0.04),
        kit.form(p.poly((-0.62, 0.62), (-0.57, 0.44), (-0.62, 0.26), (-0.67, 0.44)), DARK_WOOD),
    ]


def key(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.25)
    p = kit.pencil
    bow = without(p.ovals((0, 0.58, 0.34, 0.34)), p.ovals((0, 0.58, 0.18, 0.18)))
    shaft = p.slab(0, -0.3, 0.15, 1.2, 0.06)
    bits = p.curves(
        [
            (0.05, -0.5, 0),
            (0.34, -0.5, 0),
            (0.34, -0.64, 0),
            (0.2, -0.64, 0),
            (0.2, -0.72, 0),
            (0.4, -0.72, 0),
            (0.4, -0.88, 0),
            (0.05, -0.88, 0),
        ]
    )
    return [
        kit.form(bits),
        *kit.solid(shaft),
        *kit.solid(bow),
        kit.form(p.slab(0, 0.16, 0.28, 0.12, 0.05), kit.light(0.2)),
        kit.shine(p.slab(-0.03, -0.3, 0.03, 0.9, 0.01), 0.6, 0.02),
    ]


def coin(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    disc = p.oval(0, 0, 0.85, 0.85)
    return [
        kit.form(p.oval(0.05, -0.06, 0.86, 0.86), kit.dark(0.4)),
        *kit.solid(disc, None, 0.7),
        kit.edge(p.oval(0, 0, 0.68, 0.68), kit.dark(0.3), 0.07, 0.7),
        kit.form(
            p.curve(
                [
                    (0, 0.46, 0.2),
                    (0.16, 0.14),
                    (0.44, 0.12, 0.2),
                    (0.2, -0.1),
                    (0.3, -0.42, 0.2),
                    (0, -0.22),
                    (-0.3, -0.42, 0.2),
                    (-0.2, -0.1),
                    (-0.44, 0.12, 0.2),
                    (-0.16, 0.14),
                ]
            ),
            kit.light(0.35),
            0.6,
        ),
        kit.shine(p.curve([(-0.5, 0.5), (-0.3, 0.64), (-0.62, 0.1), (-0.7, 0.2)]), 0.6, 0.06, disc),
    ]


def ring(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    band = without(p.oval(0, -0.24, 0.6, 0.62), p.oval(0, -0.24, 0.46, 0.5))
    gem = p.poly((-0.26, 0.66), (0.26, 0.66), (0.4, 0.48), (0, 0.2), (-0.4, 0.48))
    return [
        *kit.solid(band, None, 0.7),
        kit.form(p.poly((-0.2, 0.36), (0.2, 0.36), (0.1, 0.22), (-0.1, 0.22)), kit.dark(0.2)),
        kit.form(gem, (130.0, 208.0, 226.0), 0.6),
        kit.flat(p.poly((-0.26, 0.66), (0.26, 0.66), (0.14, 0.48), (-0.14, 0.48)), (226.0, 248.0, 250.0), 0.0),
        kit.line(
            [(-0.14, 0.48), (0, 0.2)],
            [(0.14, 0.48), (0, 0.2)],
            colour=(80.0, 150.0, 180.0),
            width=0.03,
            opacity=0.7,
        ),
        kit.shine(p.oval(-0.46, -0.1, 0.05, 0.2), 0.7, 0.03),
    ]


def necklace(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    beads = [
        (0.72 * math.cos(a), 0.5 + 1.1 * math.sin(a)) for a in [math.pi + i * math.pi / 16 for i in range(17)]
    ]
    chain = p.ovals(*((x, y + 0.3, 0.06, 0.06) for x, y in beads))
    heart = p.curve(
        [
            (0, -0.34, 0.1),
            (0.2, -0.22),
            (0.3, -0.42),
            (0.16, -0.66),
            (0, -0.84, 0.1),
            (-0.16, -0.66),
            (-0.3, -0.42),
            (-0.2, -0.22),
        ]
    )
    return [
        kit.form(chain, None, 0.6),
        *kit.solid(heart, (190.0, 60.0, 84.0), 0.6),
        kit.edge(heart, BRASS, 0.07, 1.0),
        kit.shine(p.oval(-0.12, -0.38, 0.07, 0.05), 0.7, 0.02),
    ]


def gem(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    whole = p.poly((-0.48, 0.6), (0.48, 0.6), (0.84, 0.18), (0, -0.84), (-0.84, 0.18))
    return [
        kit.halo(0, 0, 1.2, 0.25, kit.light(0.3)),
        kit.form(whole, None, 0.6),
        kit.flat(p.poly((-0.48, 0.6), (0.48, 0.6), (0.3, 0.2), (-0.3, 0.2)), kit.light(0.55), 0.0),
        kit.flat(p.poly((-0.84, 0.18), (-0.48, 0.6), (-0.3, 0.2)), kit.light(0.3), 0.0),
        kit.flat(p.poly((-0.3, 0.2), (0.3, 0.2), (0, -0.84)), kit.light(0.18), 0.0),
        kit.flat(p.poly((0.84, 0.18), (0.3, 0.2), (0, -0.84)), kit.dark(0.22), 0.1),
        kit.shine(p.poly((-0.2, 0.52), (0.0, 0.52), (-0.14, 0.28), (-0.24, 0.28)), 0.8, 0.01),
    ]


def crown(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    band = p.curve(
        [
            (-0.8, 0.5, 0),
            (-0.42, 0.02, 0.1),
            (0, 0.74, 0),
            (0.42, 0.02, 0.1),
            (0.8, 0.5, 0),
            (0.66, -0.56, 0.1),
            (0, -0.68),
            (-0.66, -0.56, 0.1),
        ]
    )
    rim = p.curve(
        [(-0.69, -0.3, 0), (0, -0.42), (0.69, -0.3, 0), (0.66, -0.58, 0), (0, -0.7), (-0.66, -0.58, 0)]
    )
    return [
        *kit.solid(band, None, 0.7),
        kit.form(rim, kit.dark(0.15), 0.6),
        kit.form(
            p.ovals((-0.8, 0.56, 0.11, 0.11), (0, 0.8, 0.12, 0.12), (0.8, 0.56, 0.11, 0.11)),
            kit.light(0.3),
            0.6,
        ),
        kit.form(p.poly((0, 0.24), (0.13, 0.0), (0, -0.24), (-0.13, 0.0)), (186.0, 52.0, 72.0)),
        kit.form(
            p.ovals((-0.44, -0.46, 0.08, 0.08), (0, -0.54, 0.09, 0.09), (0.44, -0.46, 0.08, 0.08)),
            (80.0, 150.0, 176.0),
        ),
        kit.shine(p.curve([(-0.66, 0.2), (-0.56, 0.1), (-0.52, -0.3), (-0.62, -0.28)]), 0.5, 0.04, band),
    ]


def photograph(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.09)
    p = kit.pencil
    frame = p.slab(0, 0, 1.5, 1.8, 0.04)
    image = p.slab(0, 0.12, 1.26, 1.3)
    hills = p.curve(
        [
            (-0.63, -0.2),
            (-0.3, 0.12),
            (0.0, -0.06),
            (0.34, 0.2),
            (0.63, 0.0),
            (0.63, -0.53, 0),
            (-0.63, -0.53, 0),
        ]
    )
    people = p.ovals(
        (-0.16, -0.06, 0.1, 0.11), (0.14, -0.1, 0.1, 0.11), (-0.16, -0.44, 0.16, 0.3), (0.14, -0.46, 0.15, 0.28)
    )
    return [
        kit.shadow(
            kit.pencil.moved(0.06, -0.07).slab(0, 0, 1.5, 1.8), kit.pencil.slab(0, -0.05, 1.9, 2.1), 0.35, 0.12
        ),
        *kit.solid(frame, None, 0.25),
        kit.form(image, (214.0, 186.0, 148.0), 0.3),
        kit.flat(p.oval(0.34, 0.44, 0.13, 0.13), (248.0, 226.0, 180.0), 0.0),
        kit.form(hills, (160.0, 124.0, 94.0), 0.4, image),
        kit.flat(people, (94.0, 66.0, 54.0), 0.1, image),
        kit.shine(p.poly((-0.5, 0.77), (-0.1, 0.77), (-0.5, 0.1)), 0.16, 0.01, image),
    ]


def mirror(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    handle = p.limb([(0, -0.2), (0, -0.6), (0, -0.95)], [0.1, 0.09, 0.12])
    glass = p.oval(0, 0.3, 0.46, 0.52)
    return [
        *kit.solid(handle),
        *kit.solid(p.oval(0, 0.3, 0.6, 0.66), None, 0.6),
        kit.form(glass, (186.0, 214.0, 224.0), 0.5),
        kit.shine(p.poly((-0.3, 0.1), (0.1, 0.66), (0.24, 0.6), (-0.2, -0.02)), 0.5, 0.03, glass),
        kit.edge(glass, kit.dark(0.3), 0.04),
        kit.form(
            p.ovals((0, 0.98, 0.09, 0.09), (-0.62, 0.3, 0.06, 0.06), (0.62, 0.3, 0.06, 0.06)), kit.light(0.3)
        ),
    ]


def lock(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.slab(0, -0.3, 1.16, 1.0, 0.16)
    return [
        kit.line([(-0.36, 0.1), (-0.36, 0.5), (0, 0.82), (0.36, 0.5), (0.36, 0.1)], colour=STEEL, width=0.5),
        *kit.solid(body, None, 0.6),
        kit.flat(p.oval(0, -0.18, 0.13, 0.13), INK),
        kit.flat(p.poly((-0.06, -0.2), (0.06, -0.2), (0.1, -0.56), (-0.1, -0.56)), INK),
        kit.edge(p.slab(0, -0.3, 1.0, 0.84, 0.1), kit.dark(0.25), 0.04, 0.6),
    ]


def dice_(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.12)
    p = kit.pencil
    front, top, side = (
        p.poly((-0.74, 0.3), (0.3, 0.3), (0.3, -0.74), (-0.74, -0.74)),
        p.poly((-0.74, 0.3), (-0.36, 0.68), (0.68, 0.68), (0.3, 0.3)),
        p.poly((0.3, 0.3), (0.68, 0.68), (0.68, -0.36), (0.3, -0.74)),
    )
    pips = p.ovals(
        (-0.48, 0.04, 0.09, 0.09),
        (0.04, -0.48, 0.09, 0.09),
        (-0.22, -0.22, 0.09, 0.09),
        (-0.04, 0.49, 0.09, 0.05),
        (0.5, 0.22, 0.06, 0.09),
        (0.48, -0.3, 0.06, 0.09),
    )
    return [
        kit.ground(-0.85, 0.7),
        kit.form(front, None, 0.3),
        kit.flat(top, kit.light(0.5), 0.0),
        kit.form(side, kit.dark(0.25), 0.4),
        kit.flat(pips, INK),
    ]


def sign(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    board = p.slab(0, 0.42, 1.7, 0.98, 0.06)
    return [
        kit.form(p.slab(0, -0.4, 0.16, 1.16, 0.04), DARK_WOOD),
        *kit.solid(board),
        kit.line([(-0.8, 0.42), (0, 0.44), (0.8, 0.4)], colour=kit.dark(0.25), width=0.03, opacity=0.7),
        kit.line([(-0.56, 0.62), (0.5, 0.62)], [(-0.56, 0.24), (0.3, 0.24)], colour=DARK_WOOD, width=0.2),
        kit.form(
            p.ovals(
                (-0.74, 0.8, 0.05, 0.05),
                (0.74, 0.8, 0.05, 0.05),
                (-0.74, 0.04, 0.05, 0.05),
                (0.74, 0.04, 0.05, 0.05),
            ),
            darker(STEEL, 0.3),
        ),
    ]


def flag(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    cloth = p.curve(
        [
            (-0.5, 0.86, 0),
            (-0.1, 0.94),
            (0.3, 0.76),
            (0.86, 0.84, 0),
            (0.8, 0.4),
            (0.84, -0.02, 0),
            (0.3, -0.08),
            (-0.1, 0.1),
            (-0.5, 0.0, 0),
        ]
    )
    band = p.curve(
        [
            (-0.5, 0.56, 0),
            (-0.1, 0.66),
            (0.3, 0.46),
            (0.86, 0.54, 0),
            (0.84, 0.26, 0),
            (0.3, 0.2),
            (-0.1, 0.38),
            (-0.5, 0.28, 0),
        ]
    )
    return [
        kit.form(p.slab(-0.56, 0.0, 0.1, 1.96, 0.05), WOOD),
        *kit.solid(cloth),
        kit.form(band, kit.accent, 0.5, cloth),
        kit.shadow(p.curve([(0.05, 1.0), (0.3, 0.9), (0.34, -0.1), (0.1, 0.0)]), cloth, 0.3, 0.1),
        kit.form(p.oval(-0.56, 0.98, 0.09, 0.09), BRASS),
    ]
