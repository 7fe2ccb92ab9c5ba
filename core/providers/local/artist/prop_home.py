"""Props of the house and the journey: bags, boxes, clocks, machines, furniture, clothes; radius 1."""

from __future__ import annotations

from random import Random

from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Shape
from core.providers.local.artist.pencil import Knot, joined, without
from core.providers.local.artist.prop_kit import (
    BRASS,
    DARK_WOOD,
    GLASS,
    INK,
    IRON,
    LEATHER,
    PAPER,
    WOOD,
    Kit,
)


def umbrella(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    top = p.curve(
        [
            (-0.94, 0.1, 0),
            (-0.7, 0.6),
            (0, 0.92),
            (0.7, 0.6),
            (0.94, 0.1, 0),
            (0.62, 0.2),
            (0.31, 0.08, 0.2),
            (0, 0.2),
            (-0.31, 0.08, 0.2),
            (-0.62, 0.2),
        ]
    )
    middle = p.curve([(-0.31, 0.08, 0), (-0.24, 0.5), (0, 0.92, 0), (0.24, 0.5), (0.31, 0.08, 0), (0, 0.2)])
    return [
        kit.line(
            [(0, 0.9), (0, -0.74), (0.08, -0.9), (0.22, -0.88), (0.26, -0.74)], colour=DARK_WOOD, width=0.14
        ),
        *kit.solid(top, None, 0.6),
        kit.form(middle, kit.light(0.14), 0.4),
        kit.line(
            [(-0.31, 0.08), (-0.24, 0.5), (0, 0.92)],
            [(0.31, 0.08), (0.24, 0.5), (0, 0.92)],
            colour=kit.dark(0.25),
            width=0.03,
        ),
        kit.line([(0, 0.9), (0, 0.99)], colour=BRASS, width=0.1),
    ]


def hat(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    crown = p.curve(
        [(-0.5, -0.22, 0), (-0.46, 0.3), (-0.2, 0.52), (0, 0.44), (0.2, 0.52), (0.46, 0.3), (0.5, -0.22, 0)]
    )
    brim = p.curve([(-0.96, -0.2), (-0.5, -0.1), (0.5, -0.1), (0.96, -0.2), (0.5, -0.48), (-0.5, -0.48)])
    band = p.curve([(-0.5, 0.02, 0), (0, -0.06), (0.5, 0.02, 0), (0.5, -0.24, 0), (0, -0.32), (-0.5, -0.24, 0)])
    return [
        kit.ground(-0.44, 0.9),
        *kit.solid(brim, kit.dark(0.08), 0.6),
        *kit.solid(crown, None, 0.6),
        kit.form(band, kit.accent, 0.5),
    ]


def glove(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    hand = p.curve(
        [
            (-0.36, -0.4, 0),
            (-0.42, 0.2),
            (-0.3, 0.8),
            (0.05, 0.92),
            (0.36, 0.7),
            (0.36, 0.24),
            (0.56, 0.36),
            (0.72, 0.22),
            (0.5, -0.12),
            (0.36, -0.4, 0),
        ]
    )
    cuff = p.slab(0, -0.64, 0.86, 0.52, 0.12)
    ribs: list[list[Knot]] = [[(x, -0.44), (x, -0.84)] for x in (-0.26, -0.1, 0.06, 0.22)]
    return [
        *kit.solid(hand, None, 0.5),
        *kit.solid(cuff, kit.accent),
        kit.line(*ribs, colour=darker(kit.accent, 0.3), width=0.04),
    ]


def scarf(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    loop = without(p.oval(0, 0.4, 0.62, 0.46), p.oval(0, 0.48, 0.34, 0.22))
    tails = [
        p.curve(
            [
                (-0.28, 0.2, 0),
                (0.02, 0.14, 0),
                (-0.08, -0.4),
                (-0.12, -0.86, 0),
                (-0.48, -0.82, 0),
                (-0.38, -0.3),
            ]
        ),
        p.curve([(0.0, 0.16, 0), (0.3, 0.2, 0), (0.34, -0.2), (0.44, -0.64, 0), (0.1, -0.7, 0), (0.06, -0.2)]),
    ]
    fringe: list[list[Knot]] = [[(-0.44 + 0.1 * i, -0.84), (-0.45 + 0.1 * i, -0.97)] for i in range(4)]
    return [
        kit.form(tails[1], kit.dark(0.14)),
        *kit.solid(tails[0]),
        kit.line([(-0.44, -0.62), (-0.12, -0.66)], [(0.1, -0.5), (0.42, -0.46)], colour=kit.accent, width=0.2),
        kit.line(*fringe, colour=kit.main, width=0.09),
        *kit.solid(loop, None, 0.6),
    ]


def shoe(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.6, 0.66, 0.1),
            (0.06, 0.66, 0.1),
            (0.14, 0.1),
            (0.6, -0.06),
            (0.9, -0.36),
            (0.86, -0.6, 0.2),
            (-0.66, -0.6, 0.2),
            (-0.64, 0.0),
        ]
    )
    laces: list[list[Knot]] = [[(-0.02, 0.4 - 0.18 * i), (0.2 + 0.06 * i, 0.3 - 0.16 * i)] for i in range(3)]
    return [
        kit.ground(-0.72, 0.85),
        *kit.solid(body, None, 0.6),
        kit.form(p.slab(0.11, -0.66, 1.58, 0.16, 0.05), kit.dark(0.5)),
        kit.form(p.slab(-0.27, 0.64, 0.72, 0.14, 0.06), kit.dark(0.2)),
        kit.line(*laces, colour=PAPER, width=0.08),
    ]


def suitcase(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.slab(0, -0.2, 1.84, 1.2, 0.14)
    corners = joined(*(p.oval(sx * 0.84, -0.2 + sy * 0.52, 0.18, 0.16) for sx in (1, -1) for sy in (1, -1)))
    return [
        kit.ground(-0.82, 0.95),
        kit.line([(-0.24, 0.4), (-0.2, 0.66), (0.2, 0.66), (0.24, 0.4)], colour=DARK_WOOD, width=0.22),
        *kit.solid(body, None, 0.6),
        kit.form(corners, kit.dark(0.35), 0.4, body),
        kit.form(joined(p.slab(-0.44, -0.2, 0.16, 1.2), p.slab(0.44, -0.2, 0.16, 1.2)), kit.dark(0.3), 0.5),
        kit.line([(-0.92, 0.06), (0.92, 0.06)], colour=kit.dark(0.4), width=0.05),
        kit.form(joined(p.slab(-0.44, 0.06, 0.22, 0.18, 0.03), p.slab(0.44, 0.06, 0.22, 0.18, 0.03)), BRASS),
    ]


def bag(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.66, 0.26, 0.2),
            (0.66, 0.26, 0.2),
            (0.84, -0.4),
            (0.7, -0.8, 0.5),
            (-0.7, -0.8, 0.5),
            (-0.84, -0.4),
        ]
    )
    flap = p.curve(
        [
            (-0.68, 0.3, 0.2),
            (0.68, 0.3, 0.2),
            (0.72, -0.1),
            (0.3, -0.3),
            (0, -0.36),
            (-0.3, -0.3),
            (-0.72, -0.1),
        ]
    )
    return [
        kit.ground(-0.82, 0.8),
        kit.line(
            [(-0.46, 0.28), (-0.36, 0.8), (0, 0.94), (0.36, 0.8), (0.46, 0.28)],
            colour=kit.dark(0.3),
            width=0.24,
        ),
        *kit.solid(body, None, 0.6),
        kit.shadow(
            p.moved(0, -0.07).curve([(-0.7, 0.3), (0.7, 0.3), (0.7, -0.1), (0, -0.4), (-0.7, -0.1)]),
            body,
            0.4,
            0.06,
        ),
        *kit.solid(flap, kit.light(0.1)),
        kit.form(p.slab(0, -0.32, 0.22, 0.26, 0.05), BRASS),
        kit.line(
            [(-0.6, 0.2), (-0.62, -0.06), (-0.26, -0.22)],
            [(0.6, 0.2), (0.62, -0.06), (0.26, -0.22)],
            colour=kit.dark(0.3),
            width=0.03,
        ),
    ]


def backpack(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.46, 0.66),
            (0, 0.82),
            (0.46, 0.66),
            (0.66, 0.1),
            (0.64, -0.76, 0.4),
            (-0.64, -0.76, 0.4),
            (-0.66, 0.1),
        ]
    )
    pocket = p.slab(0, -0.42, 0.86, 0.56, 0.12)
    flap = p.curve([(-0.56, 0.42), (0, 0.8), (0.56, 0.42), (0.58, 0.12, 0.4), (0, 0.02), (-0.58, 0.12, 0.4)])
    return [
        kit.ground(-0.8, 0.7),
        kit.line([(-0.14, 0.76), (0, 0.96), (0.14, 0.76)], colour=LEATHER, width=0.14),
        kit.line(
            [(-0.64, 0.1), (-0.8, -0.3), (-0.64, -0.66)],
            [(0.64, 0.1), (0.8, -0.3), (0.64, -0.66)],
            colour=LEATHER,
            width=0.18,
        ),
        *kit.solid(body, None, 0.6),
        *kit.solid(pocket, kit.dark(0.1)),
        *kit.solid(flap, kit.light(0.08)),
        kit.line([(-0.26, 0.3), (-0.26, -0.24)], [(0.26, 0.3), (0.26, -0.24)], colour=LEATHER, width=0.18),
        kit.form(joined(p.slab(-0.26, -0.1, 0.14, 0.12, 0.03), p.slab(0.26, -0.1, 0.14, 0.12, 0.03)), BRASS),
    ]


def box(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    front, side, top = (
        p.poly((-0.84, 0.26), (0.34, 0.16), (0.34, -0.86), (-0.84, -0.7)),
        p.poly((0.34, 0.16), (0.86, 0.34), (0.86, -0.56), (0.34, -0.86)),
        p.poly((-0.84, 0.26), (-0.3, 0.46), (0.86, 0.34), (0.34, 0.16)),
    )
    return [
        kit.ground(-0.82, 0.9),
        kit.form(front, None, 0.4),
        kit.form(side, kit.dark(0.2), 0.4),
        kit.form(top, kit.light(0.25), 0.3),
        kit.line(
            [(-0.3, 0.21), (-0.3, -0.77)],
            [(-0.02, 0.185), (-0.02, -0.81)],
            colour=kit.dark(0.2),
            width=0.03,
            opacity=0.4,
        ),
        kit.flat(
            p.poly((-0.33, 0.215), (0.24, 0.4), (0.4, 0.38), (-0.14, 0.2), (-0.14, 0.0), (-0.33, 0.02)),
            (226.0, 196.0, 146.0),
            0.1,
        ),
        kit.line(
            [(-0.84, 0.26), (0.34, 0.16), (0.34, -0.86)],
            [(0.34, 0.16), (0.86, 0.34)],
            colour=kit.dark(0.35),
            width=0.03,
            opacity=0.6,
        ),
    ]


def chest(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body, lid = (
        p.slab(0, -0.44, 1.76, 0.84, 0.06),
        p.curve([(-0.9, 0.0, 0), (-0.86, 0.44), (-0.5, 0.66), (0.5, 0.66), (0.86, 0.44), (0.9, 0.0, 0)]),
    )
    bands = joined(p.slab(-0.58, -0.12, 0.18, 1.6), p.slab(0.58, -0.12, 0.18, 1.6))
    both = joined(body, lid)
    return [
        kit.ground(-0.88, 0.95),
        *kit.solid(body, None, 0.6),
        *kit.solid(lid, kit.light(0.06), 0.6),
        kit.line([(-0.88, -0.4), (0.88, -0.4)], [(-0.9, 0.3), (0.9, 0.3)], colour=kit.dark(0.35), width=0.03),
        kit.form(bands, BRASS, 0.5, both),
        kit.line([(-0.9, 0.0), (0.9, 0.0)], colour=kit.dark(0.5), width=0.06),
        kit.form(p.slab(0, -0.06, 0.34, 0.4, 0.06), BRASS, 0.6),
        kit.flat(p.ovals((0, -0.04, 0.06, 0.06), (0, -0.12, 0.035, 0.08)), INK),
    ]


def basket(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [(-0.8, 0.1, 0), (0.8, 0.1, 0), (0.66, -0.6), (0.5, -0.82, 0.5), (-0.5, -0.82, 0.5), (-0.66, -0.6)]
    )
    weave: list[list[Knot]] = []
    for row in range(5):
        weave.append(
            [(-0.8 + 0.1 * i, 0.0 - 0.17 * row + (0.035 if (i + row) % 2 else -0.035)) for i in range(17)]
        )
    cloth = p.curve(
        [
            (-0.6, 0.16),
            (-0.3, 0.4),
            (0.1, 0.34),
            (0.4, 0.44),
            (0.64, 0.16),
            (0.3, -0.1, 0.2),
            (0.1, 0.1),
            (-0.3, 0.04),
        ]
    )
    return [
        kit.ground(-0.84, 0.7),
        kit.line(
            [(-0.68, 0.1), (-0.5, 0.76), (0, 0.95), (0.5, 0.76), (0.68, 0.1)], colour=kit.dark(0.15), width=0.3
        ),
        *kit.solid(body, None, 0.6),
        kit.line(*weave, colour=kit.dark(0.3), width=0.07, opacity=0.7, clip=body),
        *kit.solid(cloth, kit.accent),
        kit.line([(-0.82, 0.1), (0.82, 0.1)], colour=kit.light(0.1), width=0.3),
    ]


def glasses(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    lenses = p.ovals((-0.46, -0.06, 0.36, 0.34), (0.46, -0.06, 0.36, 0.34))
    return [
        kit.line(
            [(-0.8, 0.06), (-0.92, 0.3), (-0.6, 0.46)],
            [(0.8, 0.06), (0.92, 0.3), (0.6, 0.46)],
            colour=kit.main,
            width=0.12,
        ),
        Shape(lenses, kit.brush.tone(GLASS), opacity=0.5, layer="prop"),
        kit.edge(lenses, kit.main, 0.18, 1.0),
        kit.line([(-0.12, 0.02), (0, 0.08), (0.12, 0.02)], colour=kit.main, width=0.16),
        kit.shine(
            p.curves(
                [(-0.66, 0.02), (-0.5, 0.18), (-0.44, 0.16), (-0.62, -0.06)],
                [(0.26, 0.02), (0.42, 0.18), (0.48, 0.16), (0.3, -0.06)],
            ),
            0.8,
            0.02,
        ),
    ]


def mask(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    face = p.curve(
        [
            (-0.94, 0.3),
            (-0.5, 0.44),
            (0, 0.26),
            (0.5, 0.44),
            (0.94, 0.3),
            (0.74, -0.3),
            (0.36, -0.42),
            (0, -0.16),
            (-0.36, -0.42),
            (-0.74, -0.3),
        ]
    )
    eyes = p.curves(
        *([(s * 0.7, 0.08, 0.2), (s * 0.44, 0.2), (s * 0.2, 0.04, 0.2), (s * 0.44, -0.1)] for s in (1, -1))
    )
    return [
        kit.line([(-0.9, 0.2), (-0.98, -0.4)], [(0.9, 0.2), (0.98, -0.4)], colour=kit.accent, width=0.12),
        *kit.solid(face, None, 0.5),
        kit.flat(eyes, INK),
        kit.edge(face, BRASS, 0.08, 1.0),
        kit.form(p.curve([(0, 0.28, 0), (0.12, 0.6), (0, 0.94, 0), (-0.12, 0.6)]), kit.accent),
    ]


def door(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    leaf = p.curve(
        [(-0.5, 0.5, 0), (-0.3, 0.84), (0, 0.95), (0.3, 0.84), (0.5, 0.5, 0), (0.5, -0.96, 0), (-0.5, -0.96, 0)]
    )
    return [
        kit.form(
            p.curve(
                [
                    (-0.6, 0.5, 0),
                    (-0.38, 0.92),
                    (0, 1.04),
                    (0.38, 0.92),
                    (0.6, 0.5, 0),
                    (0.6, -0.96, 0),
                    (-0.6, -0.96, 0),
                ]
            ),
            DARK_WOOD,
        ),
        *kit.solid(leaf, None, 0.5),
        kit.line(
            *([(x, 0.9), (x, -0.96)] for x in (-0.25, 0, 0.25)), colour=kit.dark(0.3), width=0.03, clip=leaf
        ),
        kit.line([(-0.5, 0.4), (0.3, 0.4)], [(-0.5, -0.6), (0.3, -0.6)], colour=IRON, width=0.14),
        kit.form(p.oval(0.36, -0.1, 0.07, 0.07), BRASS),
    ]


def chair(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    return [
        kit.ground(-0.94, 0.6),
        kit.line(
            [(-0.4, -0.1), (-0.44, -0.94)],
            [(0.44, -0.1), (0.5, -0.94)],
            [(0.3, -0.1), (0.32, -0.8)],
            [(-0.28, -0.1), (-0.3, -0.8)],
            colour=kit.dark(0.15),
            width=0.24,
        ),
        kit.line([(-0.34, 0.0), (-0.38, 0.94)], [(0.34, 0.0), (0.38, 0.94)], colour=kit.main, width=0.26),
        *kit.solid(p.slab(0, 0.76, 0.8, 0.28, 0.1)),
        *kit.solid(p.slab(0, 0.34, 0.74, 0.14, 0.06)),
        *kit.solid(
            p.curve([(-0.4, 0.06, 0.2), (0.4, 0.06, 0.2), (0.54, -0.16, 0.3), (-0.52, -0.16, 0.3)]),
            kit.light(0.06),
        ),
    ]


def table(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    return [
        kit.ground(-0.8, 0.9),
        kit.line(
            [(-0.74, 0.1), (-0.78, -0.8)],
            [(0.74, 0.1), (0.78, -0.8)],
            [(-0.5, 0.1), (-0.5, -0.64)],
            [(0.5, 0.1), (0.5, -0.64)],
            colour=kit.dark(0.15),
            width=0.3,
        ),
        *kit.solid(p.slab(0, 0.08, 1.6, 0.22, 0.03), kit.dark(0.1)),
        *kit.solid(
            p.curve([(-0.7, 0.44, 0.1), (0.7, 0.44, 0.1), (0.98, 0.22, 0.2), (-0.98, 0.22, 0.2)]),
            kit.light(0.1),
            0.4,
        ),
    ]


def parcel(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    front, side, top = (
        p.poly((-0.82, 0.22), (0.36, 0.14), (0.36, -0.86), (-0.82, -0.72)),
        p.poly((0.36, 0.14), (0.84, 0.32), (0.84, -0.6), (0.36, -0.86)),
        p.poly((-0.82, 0.22), (-0.3, 0.42), (0.84, 0.32), (0.36, 0.14)),
    )
    ribbon = p.poly((-0.34, 0.19), (-0.12, 0.175), (-0.12, -0.8), (-0.34, -0.775))
    over = joined(p.poly((-0.34, 0.19), (-0.12, 0.175), (0.38, 0.36), (0.16, 0.38)))
    cross = joined(
        p.poly((-0.82, -0.16), (0.36, -0.26), (0.36, -0.44), (-0.82, -0.34)),
        p.poly((0.36, -0.26), (0.84, -0.06), (0.84, -0.24), (0.36, -0.44)),
    )
    loops = joined(p.oval(-0.2, 0.5, 0.26, 0.13, -0.5), p.oval(0.26, 0.54, 0.26, 0.13, 0.5))
    tag = p.moved(0.12, 0.3, 1.0, -0.5).curve(
        [(0.06, 0.0, 0), (0.16, 0.13, 0.2), (0.6, 0.13, 0.2), (0.6, -0.13, 0.2), (0.16, -0.13, 0.2)]
    )
    return [
        kit.ground(-0.82, 0.9),
        kit.form(front, None, 0.4),
        kit.form(side, kit.dark(0.2), 0.4),
        kit.form(top, kit.light(0.22), 0.3),
        kit.form(joined(ribbon, over), kit.accent, 0.4),
        kit.form(cross, darker(kit.accent, 0.08), 0.4),
        kit.form(loops, lighter(kit.accent, 0.08), 0.5),
        kit.form(p.oval(0.03, 0.36, 0.1, 0.09), darker(kit.accent, 0.15)),
        kit.form(tag, PAPER, 0.2),
        kit.line([(0.3, 0.16), (0.52, 0.04)], colour=WOOD, width=0.05),
    ]


def music_box(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    notes: list[list[Knot]] = [[(0.3, 0.5), (0.3, 0.86), (0.5, 0.8)], [(-0.5, 0.66), (-0.5, 0.96)]]
    return [
        kit.ground(-0.82, 0.85),
        *kit.solid(p.poly((-0.76, 0.0), (0.76, 0.0), (0.66, 0.5), (-0.66, 0.5)), kit.dark(0.2), 0.4),
        *kit.solid(p.slab(0, -0.4, 1.6, 0.82, 0.08), None, 0.6),
        kit.edge(p.slab(0, -0.4, 1.36, 0.58, 0.05), BRASS, 0.06, 1.0),
        kit.form(p.poly((0, -0.2), (0.16, -0.4), (0, -0.6), (-0.16, -0.4)), BRASS),
        kit.line([(0.8, -0.4), (0.94, -0.4), (0.94, -0.2)], colour=BRASS, width=0.1),
        kit.line(*notes, colour=BRASS, width=0.08),
        kit.flat(p.ovals((0.24, 0.5, 0.1, 0.08), (-0.56, 0.66, 0.1, 0.08)), BRASS),
    ]
