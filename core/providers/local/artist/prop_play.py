"""Props for play, music and travel: toys, instruments, vehicles, found things; inside a circle of radius 1."""

from __future__ import annotations

import math
from random import Random

from core.providers.local.artist.brush import darker
from core.providers.local.artist.drawing import Shape
from core.providers.local.artist.pencil import Knot, joined, without
from core.providers.local.artist.prop_kit import (
    BRASS,
    DARK_WOOD,
    EMBER,
    GLASS,
    INK,
    IRON,
    PAPER,
    STEEL,
    WOOD,
    Kit,
)


def boat(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    hull = p.curve([(-0.88, -0.34, 0), (0.9, -0.34, 0), (0.62, -0.84, 0.4), (-0.56, -0.84, 0.4)])
    big = p.curve([(0.06, 0.9, 0), (0.3, 0.3), (0.76, -0.16, 0), (0.06, -0.16, 0)])
    small = p.curve([(-0.06, 0.74, 0), (-0.06, -0.16, 0), (-0.62, -0.16, 0), (-0.3, 0.2)])
    return [
        kit.ground(-0.86, 0.7),
        kit.line([(0, 0.94), (0, -0.36)], colour=WOOD, width=0.16),
        *kit.solid(big, PAPER, 0.4),
        *kit.solid(small, (232.0, 220.0, 196.0), 0.4),
        kit.flat(p.poly((0, 0.98), (0.24, 0.92), (0, 0.84)), kit.accent),
        *kit.solid(hull, None, 0.6),
        kit.line([(-0.84, -0.42), (0.86, -0.42)], colour=kit.light(0.5), width=0.12, clip=hull),
    ]


def bicycle(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    spokes: list[list[Knot]] = [
        [
            (x + 0.36 * math.cos(a), -0.4 + 0.36 * math.sin(a)),
            (x - 0.36 * math.cos(a), -0.4 - 0.36 * math.sin(a)),
        ]
        for x in (-0.56, 0.56)
        for a in (0.2, 0.98, 1.77, 2.55)
    ]
    frame: list[list[Knot]] = [
        [(-0.56, -0.4), (-0.06, -0.36), (0.4, 0.24)],
        [(-0.56, -0.4), (-0.22, 0.2), (0.38, 0.2)],
        [(-0.22, 0.3), (-0.06, -0.36)],
        [(0.56, -0.4), (0.36, 0.42)],
    ]
    straight = [segment for line in frame for segment in ([line[i], line[i + 1]] for i in range(len(line) - 1))]
    return [
        kit.ground(-0.8, 0.9),
        kit.line(*spokes, colour=STEEL, width=0.03, opacity=0.8),
        kit.edge(p.ovals((-0.56, -0.4, 0.38, 0.38), (0.56, -0.4, 0.38, 0.38)), INK, 0.14, 1.0),
        kit.line(*straight, colour=kit.main, width=0.2),
        kit.line([(0.36, 0.42), (0.16, 0.5)], [(0.36, 0.42), (0.5, 0.52)], colour=STEEL, width=0.12),
        kit.form(p.curve([(-0.42, 0.34), (-0.2, 0.4), (-0.02, 0.36), (-0.2, 0.28)]), DARK_WOOD),
        kit.form(p.oval(-0.06, -0.36, 0.1, 0.1), STEEL),
    ]


def wheel(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    spokes: list[list[Knot]] = [
        [(0.9 * math.cos(a), 0.9 * math.sin(a)), (-0.9 * math.cos(a), -0.9 * math.sin(a))]
        for a in [i * math.pi / 4 for i in range(4)]
    ]
    rim = without(p.oval(0, 0, 0.74, 0.74), p.oval(0, 0, 0.54, 0.54))
    return [
        kit.line(*spokes, colour=kit.dark(0.1), width=0.24),
        *kit.solid(rim, None, 0.6),
        kit.edge(p.oval(0, 0, 0.64, 0.64), kit.dark(0.3), 0.05),
        kit.form(p.oval(0, 0, 0.2, 0.2), BRASS, 0.6),
        kit.form(p.oval(0, 0, 0.09, 0.09), kit.dark(0.3)),
    ]


def car(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.94, -0.36, 0.2),
            (-0.9, 0.04, 0.3),
            (-0.5, 0.1),
            (-0.3, 0.46, 0.4),
            (0.3, 0.46, 0.4),
            (0.54, 0.1),
            (0.92, 0.0, 0.3),
            (0.94, -0.36, 0.2),
        ]
    )
    windows = joined(
        p.poly((-0.38, 0.1), (-0.22, 0.36), (-0.02, 0.36), (-0.02, 0.1)),
        p.poly((0.06, 0.1), (0.06, 0.36), (0.24, 0.36), (0.4, 0.1)),
    )
    return [
        kit.ground(-0.6, 0.95),
        *kit.solid(body, None, 0.6),
        kit.form(windows, GLASS, 0.4),
        kit.line([(-0.92, -0.14), (0.92, -0.14)], colour=kit.light(0.5), width=0.08, clip=body),
        kit.form(p.ovals((-0.52, -0.38, 0.22, 0.22), (0.52, -0.38, 0.22, 0.22)), INK, 0.3),
        kit.form(p.ovals((-0.52, -0.38, 0.1, 0.1), (0.52, -0.38, 0.1, 0.1)), STEEL),
        kit.flat(p.oval(0.88, -0.08, 0.06, 0.08), (255.0, 236.0, 170.0), 0.0),
    ]


def train(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    boiler, cab = p.slab(0.2, -0.06, 1.1, 0.5, 0.14), p.slab(-0.54, 0.12, 0.62, 0.86, 0.05)
    puffs = p.ovals((0.5, 0.76, 0.14, 0.12), (0.3, 0.9, 0.18, 0.14), (0.02, 0.98, 0.2, 0.13))
    return [
        kit.ground(-0.72, 0.95),
        Shape(puffs, (255.0, 255.0, 255.0), opacity=0.6, layer="prop"),
        kit.form(p.poly((0.44, 0.16), (0.66, 0.16), (0.72, 0.58), (0.38, 0.58)), IRON),
        *kit.solid(boiler, None, 0.7),
        *kit.solid(cab, kit.dark(0.1)),
        kit.form(p.slab(-0.54, 0.58, 0.8, 0.12, 0.04), kit.accent),
        kit.form(p.slab(-0.54, 0.26, 0.34, 0.3, 0.03), GLASS),
        kit.line([(0.02, 0.18), (0.02, -0.3)], [(0.4, 0.18), (0.4, -0.3)], colour=BRASS, width=0.1),
        kit.form(p.poly((0.74, -0.3), (0.96, -0.62), (0.6, -0.62), (0.6, -0.3)), kit.accent),
        kit.form(
            p.ovals((-0.56, -0.46, 0.22, 0.22), (-0.02, -0.48, 0.2, 0.2), (0.44, -0.48, 0.2, 0.2)), INK, 0.3
        ),
        kit.edge(
            p.ovals((-0.56, -0.46, 0.14, 0.14), (-0.02, -0.48, 0.12, 0.12), (0.44, -0.48, 0.12, 0.12)),
            BRASS,
            0.06,
            1.0,
        ),
    ]


def plane(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    return [
        kit.form(p.poly((-0.9, 0.1), (0.96, 0.5), (-0.3, -0.2)), kit.light(0.3), 0.2),
        kit.form(p.poly((-0.3, -0.2), (0.96, 0.5), (-0.1, -0.62)), kit.dark(0.3), 0.3),
        kit.form(p.poly((-0.1, -0.22), (0.96, 0.5), (0.5, -0.46)), None, 0.3),
        kit.line([(-0.3, -0.2), (0.96, 0.5)], colour=kit.dark(0.3), width=0.03),
    ]


def rocket(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (0, 0.94, 0.2),
            (0.3, 0.5),
            (0.34, 0.0),
            (0.24, -0.54, 0.1),
            (-0.24, -0.54, 0.1),
            (-0.34, 0.0),
            (-0.3, 0.5),
        ]
    )
    fins = p.curves(
        [(0.3, -0.1, 0), (0.66, -0.46), (0.62, -0.8, 0), (0.22, -0.5, 0)],
        [(-0.3, -0.1, 0), (-0.66, -0.46), (-0.62, -0.8, 0), (-0.22, -0.5, 0)],
    )
    flame = p.curve([(-0.18, -0.56, 0.2), (0.18, -0.56, 0.2), (0.12, -0.8), (0, -1.0, 0), (-0.12, -0.8)])
    return [
        kit.halo(0, -0.8, 0.7, 0.6),
        Shape(flame, EMBER, layer="prop"),
        kit.form(fins, (196.0, 66.0, 60.0)),
        *kit.solid(body, None, 0.7),
        kit.form(
            p.curve([(0, 0.94, 0.2), (0.22, 0.66), (0.28, 0.5, 0), (-0.28, 0.5, 0), (-0.22, 0.66)]),
            (196.0, 66.0, 60.0),
            0.5,
            body,
        ),
        kit.form(p.oval(0, 0.14, 0.18, 0.18), STEEL),
        kit.form(p.oval(0, 0.14, 0.13, 0.13), (90.0, 160.0, 196.0)),
    ]


def guitar(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.25)
    p = kit.pencil
    body = p.curve(
        [
            (0, -0.02),
            (0.24, 0.0),
            (0.3, -0.2),
            (0.24, -0.36),
            (0.42, -0.62),
            (0.3, -0.92),
            (0, -0.98),
            (-0.3, -0.92),
            (-0.42, -0.62),
            (-0.24, -0.36),
            (-0.3, -0.2),
            (-0.24, 0.0),
        ]
    )
    strings: list[list[Knot]] = [[(x, 0.8), (x, -0.78)] for x in (-0.03, 0.0, 0.03)]
    return [
        kit.form(p.slab(0, 0.34, 0.12, 0.9, 0.02), DARK_WOOD),
        kit.form(p.slab(0, 0.86, 0.2, 0.24, 0.04), darker(DARK_WOOD, 0.2)),
        *kit.solid(body, None, 0.6),
        kit.edge(body, kit.dark(0.4), 0.04),
        kit.flat(p.oval(0, -0.36, 0.13, 0.13), INK),
        kit.edge(p.oval(0, -0.36, 0.15, 0.15), (232.0, 206.0, 150.0), 0.03, 1.0),
        kit.form(p.slab(0, -0.78, 0.28, 0.07, 0.02), DARK_WOOD),
        kit.line(*strings, colour=(236.0, 232.0, 222.0), width=0.014),
    ]


def violin(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.25)
    p = kit.pencil
    body = p.curve(
        [
            (0, 0.1),
            (0.26, 0.06),
            (0.3, -0.14),
            (0.17, -0.34),
            (0.34, -0.6),
            (0.28, -0.86),
            (0, -0.94),
            (-0.28, -0.86),
            (-0.34, -0.6),
            (-0.17, -0.34),
            (-0.3, -0.14),
            (-0.26, 0.06),
        ]
    )
    holes = p.curves(
        [(-0.14, -0.26), (-0.1, -0.4), (-0.15, -0.54)],
        [(0.14, -0.26), (0.1, -0.4), (0.15, -0.54)],
        closed=False,
    )
    return [
        kit.line([(0.5, 0.86), (0.62, -0.86)], colour=DARK_WOOD, width=0.06),
        kit.line([(0.54, 0.84), (0.66, -0.86)], colour=PAPER, width=0.03),
        kit.form(p.slab(0, 0.44, 0.1, 0.8, 0.02), INK),
        kit.edge(p.oval(0, 0.88, 0.08, 0.09), DARK_WOOD, 0.14, 1.0),
        *kit.solid(body, None, 0.65),
        kit.edge(body, kit.dark(0.45), 0.035),
        kit.brush.line(holes, INK, 0.05),
        kit.form(p.slab(0, -0.46, 0.22, 0.05, 0.02), (224.0, 196.0, 150.0)),
        kit.form(p.poly((-0.08, -0.6), (0.08, -0.6), (0.04, -0.88), (-0.04, -0.88)), INK),
        kit.line(
            [(-0.02, 0.8), (-0.02, -0.6)],
            [(0.02, 0.8), (0.02, -0.6)],
            colour=(236.0, 232.0, 222.0),
            width=0.014,
        ),
    ]


def drum(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve([(-0.76, 0.2, 0), (0.76, 0.2, 0), (0.76, -0.56, 0.3), (0, -0.78), (-0.76, -0.56, 0.3)])
    zig: list[list[Knot]] = [[(-0.76 + 0.19 * i, 0.1 if i % 2 else -0.56, 0.0) for i in range(9)]]
    return [
        kit.ground(-0.76, 0.8),
        kit.line([(-0.6, 0.96), (0.1, 0.34)], [(0.7, 0.98), (0.06, 0.3)], colour=WOOD, width=0.16),
        *kit.solid(body, None, 0.6),
        kit.line(*zig, colour=PAPER, width=0.06, clip=body),
        kit.line([(-0.76, -0.5), (0, -0.72), (0.76, -0.5)], colour=kit.accent, width=0.2),
        kit.form(p.oval(0, 0.22, 0.78, 0.22), (244.0, 236.0, 220.0), 0.3),
        kit.edge(p.oval(0, 0.22, 0.78, 0.22), kit.accent, 0.18, 1.0),
    ]


def trumpet(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.2)
    p = kit.pencil
    bell_ = p.curve(
        [(0.3, 0.06, 0), (0.6, 0.1), (0.9, 0.4, 0), (0.98, 0.0), (0.9, -0.4, 0), (0.6, -0.1), (0.3, -0.06, 0)]
    )
    return [
        kit.edge(p.slab(-0.05, -0.16, 0.8, 0.34, 0.16), kit.main, 0.2, 1.0),
        kit.line([(-0.94, 0.0), (0.4, 0.0)], colour=kit.main, width=0.24),
        kit.form(
            joined(*(p.slab(x, -0.06, 0.12, 0.5, 0.03) for x in (-0.24, -0.06, 0.12))), kit.dark(0.1), 0.6
        ),
        *kit.solid(bell_, None, 0.6),
        kit.form(p.oval(0.93, 0, 0.07, 0.38), kit.dark(0.35), 0.4),
        kit.form(p.slab(-0.92, 0, 0.1, 0.2, 0.04), STEEL),
    ]


def flute(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.7)
    p = kit.pencil
    return [
        *kit.solid(p.slab(0, 0, 1.9, 0.2, 0.08), None, 0.6),
        kit.flat(p.ovals(*((-0.3 + 0.2 * i, 0.03, 0.045, 0.045) for i in range(6))), INK),
        kit.form(joined(p.slab(-0.5, 0, 0.07, 0.24, 0.02), p.slab(0.86, 0, 0.07, 0.24, 0.02)), BRASS),
    ]


def bell(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (0, 0.6),
            (0.3, 0.46),
            (0.42, 0.0),
            (0.66, -0.5, 0.3),
            (0, -0.62),
            (-0.66, -0.5, 0.3),
            (-0.42, 0.0),
            (-0.3, 0.46),
        ]
    )
    return [
        kit.edge(p.oval(0, 0.76, 0.15, 0.17), kit.main, 0.2, 1.0),
        kit.form(p.oval(0, -0.7, 0.16, 0.16), IRON),
        *kit.solid(body, None, 0.7),
        kit.line(
            [(-0.56, -0.34), (0, -0.46), (0.56, -0.34)],
            [(-0.36, 0.2), (0, 0.12), (0.36, 0.2)],
            colour=kit.dark(0.25),
            width=0.07,
            clip=body,
        ),
        kit.shine(p.curve([(-0.26, 0.34), (-0.16, 0.4), (-0.28, -0.3), (-0.4, -0.24)]), 0.6, 0.04, body),
    ]


def ball(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.oval(0, 0, 0.8, 0.8)
    band = p.curve([(-0.9, 0.1), (0, -0.16), (0.9, 0.1), (0.9, -0.26), (0, -0.5), (-0.9, -0.26)])
    return [
        kit.ground(-0.84, 0.6),
        *kit.solid(body, None, 0.65),
        kit.form(band, kit.accent, 0.5, body),
        kit.form(kit.pencil.moved(0, 0.3).oval(0.04, 0.06, 0.2, 0.12), kit.light(0.6), 0.2),
        kit.shadow(p.oval(0.3, -0.4, 0.8, 0.7), body, 0.25, 0.2),
        kit.shine(p.oval(-0.36, 0.36, 0.14, 0.1, 0.6), 0.6, 0.05, body),
    ]


def kite(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil.moved(0.1, 0.24, 0.78, -0.25)
    whole = p.poly((0, 0.96), (0.66, 0.2), (0, -0.9), (-0.66, 0.2))
    bows = [(0.0, -0.72), (-0.16, -0.84), (-0.34, -0.9)]
    return [
        kit.line([(-0.12, -0.42), (0.0, -0.6), (-0.1, -0.8), (-0.4, -0.92)], colour=PAPER, width=0.05),
        kit.form(
            joined(
                *(
                    kit.pencil.poly(
                        (x - 0.1, y + 0.07), (x + 0.1, y - 0.07), (x + 0.1, y + 0.07), (x - 0.1, y - 0.07)
                    )
                    for x, y in bows
                )
            ),
            kit.accent,
        ),
        kit.form(whole, None, 0.4),
        kit.form(p.poly((0, 0.96), (0.66, 0.2), (0, 0.2)), kit.accent, 0.3),
        kit.form(p.poly((0, 0.2), (-0.66, 0.2), (0, -0.9)), kit.accent, 0.4),
        kit.brush.line(
            p.curves([(0, 0.96), (0, -0.9)], [(-0.66, 0.2), (0.66, 0.2)], closed=False), DARK_WOOD, 0.06
        ),
    ]


def balloon(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (0, 0.98),
            (0.42, 0.8),
            (0.5, 0.4),
            (0.26, 0.02),
            (0, -0.12, 0.4),
            (-0.26, 0.02),
            (-0.5, 0.4),
            (-0.42, 0.8),
        ]
    )
    return [
        kit.line([(0, -0.14), (0.06, -0.4), (-0.05, -0.7), (0.02, -0.98)], colour=PAPER, width=0.035),
        *kit.solid(body, None, 0.55),
        kit.form(p.poly((-0.07, -0.2), (0.07, -0.2), (0, -0.1)), kit.dark(0.2)),
        kit.shine(p.oval(-0.22, 0.66, 0.09, 0.18, -0.5), 0.65, 0.04, body),
    ]


def doll(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    skin = (240.0, 206.0, 176.0)
    return [
        kit.line(
            [(-0.3, 0.06), (-0.56, -0.2)],
            [(0.3, 0.06), (0.56, -0.2)],
            [(-0.16, -0.6), (-0.18, -0.94)],
            [(0.16, -0.6), (0.18, -0.94)],
            colour=skin,
            width=0.3,
        ),
        kit.form(p.oval(0, 0.5, 0.5, 0.46), (150.0, 84.0, 54.0)),
        kit.form(p.oval(0, 0.46, 0.38, 0.36), skin, 0.4),
        kit.form(
            p.curve([(-0.4, 0.5), (-0.2, 0.84), (0.2, 0.84), (0.4, 0.5), (0.2, 0.66), (-0.1, 0.68)]),
            (150.0, 84.0, 54.0),
        ),
        *kit.solid(
            p.curve(
                [(-0.24, 0.16, 0.2), (0.24, 0.16, 0.2), (0.54, -0.64, 0.2), (0, -0.72), (-0.54, -0.64, 0.2)]
            )
        ),
        kit.flat(p.ovals((-0.14, 0.44, 0.045, 0.055), (0.14, 0.44, 0.045, 0.055)), INK),
        kit.line([(-0.09, 0.28), (0, 0.24), (0.09, 0.28)], colour=(190.0, 80.0, 80.0), width=0.05),
        kit.line([(-0.46, -0.52), (0, -0.6), (0.46, -0.52)], colour=kit.accent, width=0.12),
    ]


def teddy(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    return [
        kit.ground(-0.92, 0.6),
        kit.form(p.ovals((-0.36, 0.8, 0.18, 0.18), (0.36, 0.8, 0.18, 0.18)), kit.dark(0.1)),
        kit.form(p.ovals((-0.54, -0.1, 0.18, 0.3), (0.54, -0.1, 0.18, 0.3)), kit.dark(0.06)),
        *kit.solid(p.oval(0, -0.36, 0.5, 0.52)),
        kit.form(p.oval(0, -0.4, 0.3, 0.34), kit.light(0.3), 0.3),
        kit.form(p.ovals((-0.4, -0.76, 0.24, 0.2), (0.4, -0.76, 0.24, 0.2)), kit.light(0.06)),
        *kit.solid(p.oval(0, 0.44, 0.48, 0.44)),
        kit.form(p.oval(0, 0.3, 0.24, 0.18), kit.light(0.4), 0.3),
        kit.flat(p.ovals((-0.18, 0.52, 0.05, 0.06), (0.18, 0.52, 0.05, 0.06), (0, 0.38, 0.08, 0.05)), INK),
        kit.line([(0, 0.34), (0, 0.26)], [(-0.09, 0.24), (0, 0.2), (0.09, 0.24)], width=0.035),
        kit.form(
            joined(
                p.oval(-0.16, 0.02, 0.16, 0.09, -0.3),
                p.oval(0.16, 0.02, 0.16, 0.09, 0.3),
                p.oval(0, 0.02, 0.07, 0.07),
            ),
            kit.accent,
        ),
    ]


def stone(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.86, -0.3, 0.6),
            (-0.6, 0.3, 0.5),
            (-0.1, 0.54, 0.6),
            (0.5, 0.36, 0.5),
            (0.86, -0.16, 0.6),
            (0.6, -0.54, 0.6),
            (-0.5, -0.58, 0.6),
        ]
    )
    top = p.curve([(-0.6, 0.3, 0.3), (-0.1, 0.54, 0.4), (0.5, 0.36, 0.3), (0.1, 0.12, 0.3), (-0.3, 0.1, 0.3)])
    return [
        kit.ground(-0.58, 0.85),
        *kit.solid(body, None, 0.7),
        kit.form(top, kit.light(0.2), 0.2),
        kit.line(
            [(-0.3, 0.1), (-0.42, -0.2), (-0.3, -0.4)],
            [(0.1, 0.12), (0.24, -0.14)],
            colour=kit.dark(0.35),
            width=0.04,
            opacity=0.7,
        ),
        kit.flat(
            p.ovals((0.4, -0.2, 0.04, 0.03), (-0.56, -0.1, 0.035, 0.03), (0.1, -0.34, 0.04, 0.03)),
            kit.dark(0.3),
        ),
    ]


def shell(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    fan: list[Knot] = [(0, -0.7, 0.2)]
    for index in range(9):
        a = math.pi * (0.06 + 0.88 * index / 8)
        fan.append((0.92 * math.cos(a), -0.2 + 0.9 * math.sin(a)))
        if index < 8:
            b = math.pi * (0.06 + 0.88 * (index + 0.5) / 8)
            fan.append((0.84 * math.cos(b), -0.2 + 0.82 * math.sin(b), 0.4))
    body = p.curve(fan)
    ribs: list[list[Knot]] = [
        [(0, -0.62), (0.84 * math.cos(b), -0.2 + 0.82 * math.sin(b))]
        for b in [math.pi * (0.06 + 0.88 * (i + 0.5) / 8) for i in range(8)]
    ]
    return [
        kit.form(p.curve([(-0.3, -0.56), (-0.34, -0.84), (0.34, -0.84), (0.3, -0.56)]), kit.dark(0.1)),
        *kit.solid(body, None, 0.6),
        kit.line(*ribs, colour=kit.dark(0.3), width=0.05, opacity=0.7),
        kit.line(
            [(-0.5, -0.06), (0, 0.24), (0.5, -0.06)], colour=kit.light(0.5), width=0.12, opacity=0.6, clip=body
        ),
    ]


def bone(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.6)
    p = kit.pencil
    ends = p.ovals(
        (-0.72, 0.18, 0.24, 0.22),
        (-0.72, -0.18, 0.24, 0.22),
        (0.72, 0.18, 0.24, 0.22),
        (0.72, -0.18, 0.24, 0.22),
    )
    return [
        *kit.solid(joined(ends, p.slab(0, 0, 1.4, 0.28, 0.05)), None, 0.55),
        kit.shine(p.slab(-0.1, 0.06, 0.9, 0.05, 0.02), 0.5, 0.03),
    ]
