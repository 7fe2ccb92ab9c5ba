"""Props for work and adventure: tools, arms, instruments of seeing; inside a circle of radius 1."""

from __future__ import annotations

import math
from random import Random

from core.providers.local.artist.brush import lighter
from core.providers.local.artist.drawing import Path, Shape
from core.providers.local.artist.pencil import Knot, joined, without
from core.providers.local.artist.prop_kit import (
    BRASS,
    DARK_WOOD,
    GLASS,
    INK,
    IRON,
    LEATHER,
    PAPER,
    STEEL,
    WOOD,
    Kit,
)


def sword(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.25)
    p = kit.pencil
    blade = p.poly((-0.1, -0.5), (0.1, -0.5), (0.09, 0.78), (0, 0.98), (-0.09, 0.78))
    return [
        *kit.solid(blade, None, 0.7),
        kit.flat(p.poly((0.0, -0.5), (0.1, -0.5), (0.09, 0.78), (0, 0.98)), kit.dark(0.2), 0.2),
        kit.line([(0, -0.44), (0, 0.5)], colour=kit.light(0.5), width=0.04),
        kit.form(p.limb([(0, -0.5), (0, -0.7), (0, -0.88)], [0.07, 0.08, 0.07]), LEATHER),
        *kit.solid(p.limb([(-0.34, -0.46), (0, -0.52), (0.34, -0.46)], [0.06, 0.07, 0.06]), BRASS),
        kit.form(p.oval(0, -0.93, 0.1, 0.09), BRASS),
    ]


def knife(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.5)
    p = kit.pencil
    blade = p.curve([(-0.13, -0.1, 0), (0.13, -0.1, 0), (0.13, 0.6), (-0.1, 0.96, 0)])
    return [
        *kit.solid(blade, None, 0.6),
        kit.line([(0.05, -0.05), (0.06, 0.56)], colour=kit.light(0.5), width=0.04),
        kit.form(p.slab(0, -0.52, 0.26, 0.86, 0.1), DARK_WOOD),
        kit.form(p.ovals((0, -0.3, 0.04, 0.04), (0, -0.6, 0.04, 0.04)), BRASS),
        kit.form(p.slab(0, -0.1, 0.34, 0.09, 0.03), BRASS),
    ]


def shield(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil

    def outline(k: float) -> list[Knot]:
        return [
            (-0.72 * k, 0.78 * k, 0),
            (0, 0.9 * k),
            (0.72 * k, 0.78 * k, 0),
            (0.7 * k, 0.0),
            (0.4 * k, -0.6 * k),
            (0, -0.92 * k, 0),
            (-0.4 * k, -0.6 * k),
            (-0.7 * k, 0.0),
        ]

    face = p.curve(outline(0.84))
    return [
        *kit.solid(p.curve(outline(1.0)), STEEL, 0.6),
        kit.form(face, None, 0.5),
        kit.form(p.poly((0, 1), (1, 1), (1, -1), (0, -1)), kit.accent, 0.4, face),
        kit.form(
            p.curve([(0, 0.34), (0.3, 0.1), (0.2, -0.24), (0, -0.4), (-0.2, -0.24), (-0.3, 0.1)]), BRASS, 0.6
        ),
        kit.shine(p.curve([(-0.5, 0.6), (-0.3, 0.66), (-0.44, 0.0), (-0.54, 0.1)]), 0.35, 0.05, face),
    ]


def bow(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    return [
        kit.line([(-0.2, 0.94), (-0.2, -0.94)], colour=PAPER, width=0.035),
        kit.line(
            [(-0.2, 0.94), (0.1, 0.66), (0.34, 0.2), (0.34, -0.2), (0.1, -0.66), (-0.2, -0.94)],
            colour=kit.main,
            width=0.24,
        ),
        kit.form(p.slab(0.37, 0, 0.16, 0.36, 0.06), LEATHER),
        kit.line([(-0.6, 0), (0.8, 0)], colour=WOOD, width=0.07),
        kit.form(p.poly((0.74, 0.1), (0.98, 0), (0.74, -0.1)), STEEL),
        kit.flat(
            joined(
                p.poly((-0.62, 0), (-0.8, 0.12), (-0.5, 0.12), (-0.36, 0)),
                p.poly((-0.62, 0), (-0.8, -0.12), (-0.5, -0.12), (-0.36, 0)),
            ),
            (206.0, 74.0, 66.0),
        ),
    ]


def _pole(kit: Kit, low: float = -0.98, high: float = 0.98, half: float = 0.04) -> Path:
    return kit.pencil.limb([(0, low), (0, (low + high) / 2), (0, high)], [half, half, half * 0.9])


def spear(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    return [
        *kit.solid(_pole(kit, high=0.74, half=0.03)),
        *kit.solid(p.poly((0, 1.0), (0.1, 0.76), (0, 0.6), (-0.1, 0.76)), STEEL),
        kit.form(p.slab(0, 0.58, 0.1, 0.1, 0.02), (176.0, 66.0, 58.0)),
    ]


def staff(kit: Kit, dice: Random) -> list[Shape]:
    path = kit.pencil.limb([(0.0, -0.98), (0.02, -0.2), (-0.03, 0.4), (0.02, 0.72)], [0.03, 0.04, 0.042, 0.045])
    return [
        kit.line(
            [(0.02, 0.68), (0.1, 0.86), (0.24, 0.86), (0.28, 0.72), (0.2, 0.64)], colour=kit.main, width=0.28
        ),
        *kit.solid(path),
        kit.line(
            [(0.0, -0.6), (0.02, -0.2)],
            [(-0.01, 0.1), (-0.02, 0.4)],
            colour=kit.dark(0.35),
            width=0.025,
            opacity=0.7,
        ),
    ]


def axe(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.3)
    p = kit.pencil
    head = p.curve(
        [
            (-0.08, 0.84, 0),
            (0.3, 0.8),
            (0.62, 0.96, 0),
            (0.72, 0.5),
            (0.6, 0.08, 0),
            (0.28, 0.34),
            (-0.08, 0.36, 0),
        ]
    )
    edge = p.curve([(0.62, 0.96, 0), (0.72, 0.5), (0.6, 0.08, 0), (0.56, 0.5)])
    return [
        kit.form(p.limb([(0, -0.96), (0.03, -0.2), (0, 0.94)], [0.08, 0.065, 0.07]), WOOD),
        *kit.solid(head, None, 0.6),
        kit.flat(edge, kit.light(0.5), 0.0),
        kit.form(p.slab(0, 0.6, 0.24, 0.5, 0.04), kit.dark(0.25)),
    ]


def hammer(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.3)
    p = kit.pencil
    head = p.curve([(-0.5, 0.86, 0.1), (0.3, 0.86, 0.2), (0.72, 0.7, 0.1), (0.3, 0.48, 0.2), (-0.5, 0.46, 0.1)])
    return [
        kit.form(p.limb([(0, -0.96), (0, -0.2), (0, 0.7)], [0.11, 0.085, 0.075]), WOOD),
        *kit.solid(head, None, 0.6),
        kit.form(p.slab(-0.48, 0.66, 0.16, 0.5, 0.04), kit.dark(0.25)),
        kit.shine(p.slab(-0.1, 0.78, 0.6, 0.04, 0.02), 0.5, 0.02),
    ]


def saw(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.5)
    p = kit.pencil
    teeth = [(0.92 - i * 0.115, -0.1 - 0.02 * i - (0.07 if i % 2 else 0)) for i in range(12)]
    blade = p.poly((-0.34, 0.26), (0.94, 0.06), *teeth, (-0.34, -0.3))
    handle = without(p.slab(-0.62, 0.0, 0.56, 0.74, 0.22), p.slab(-0.64, 0.0, 0.22, 0.4, 0.1))
    return [
        *kit.solid(blade, None, 0.5),
        *kit.solid(handle, WOOD),
        kit.form(p.ovals((-0.38, 0.16, 0.04, 0.04), (-0.38, -0.16, 0.04, 0.04)), BRASS),
    ]


def wrench(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.6)
    p = kit.pencil
    jaw = p.curve(
        [
            (-0.12, 0.4, 0.4),
            (-0.34, 0.66),
            (-0.22, 0.94, 0.2),
            (-0.1, 0.7, 0.2),
            (0.1, 0.7, 0.2),
            (0.22, 0.94, 0.2),
            (0.34, 0.66),
            (0.12, 0.4, 0.4),
        ]
    )
    end = without(p.oval(0, -0.72, 0.24, 0.24), p.oval(0, -0.72, 0.11, 0.11))
    return [
        *kit.solid(p.slab(0, -0.1, 0.22, 1.2, 0.05), None, 0.6),
        *kit.solid(jaw, None, 0.6),
        kit.form(end, None, 0.6),
        kit.line([(0, 0.3), (0, -0.4)], colour=kit.dark(0.3), width=0.09),
    ]


def shovel(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    blade = p.curve([(-0.24, -0.36, 0.2), (0.24, -0.36, 0.2), (0.24, -0.7), (0, -0.98, 0.4), (-0.24, -0.7)])
    return [
        kit.form(_pole(kit, -0.4, 0.86, 0.045), WOOD),
        kit.edge(p.curve([(-0.12, 0.84), (0, 0.97), (0.12, 0.84)]), WOOD, 0.16, 1.0),
        *kit.solid(blade, None, 0.6),
        kit.line([(0, -0.36), (0, -0.62)], colour=kit.dark(0.35), width=0.07),
    ]


def broom(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    brush = p.curve(
        [
            (-0.1, -0.34, 0.2),
            (0.1, -0.34, 0.2),
            (0.2, -0.5),
            (0.36, -0.96, 0.1),
            (0, -0.92),
            (-0.36, -0.96, 0.1),
            (-0.2, -0.5),
        ]
    )
    lines: list[list[Knot]] = [[(x * 0.3, -0.5), (x, -0.92)] for x in (-0.24, -0.12, 0.0, 0.12, 0.24)]
    return [
        kit.form(_pole(kit, -0.4, 0.98, 0.035), WOOD),
        *kit.solid(brush, None, 0.5),
        kit.line(*lines, colour=kit.dark(0.35), width=0.03),
        kit.line(
            [(-0.12, -0.42), (0.12, -0.42)],
            [(-0.16, -0.52), (0.16, -0.52)],
            colour=(176.0, 70.0, 60.0),
            width=0.1,
        ),
    ]


def oar(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    blade = p.curve(
        [(-0.04, -0.3), (0.04, -0.3), (0.15, -0.6), (0.13, -0.92), (0, -0.98), (-0.13, -0.92), (-0.15, -0.6)]
    )
    return [
        *kit.solid(_pole(kit, -0.5, 0.96, 0.035)),
        *kit.solid(blade),
        kit.flat(p.slab(0, -0.8, 0.34, 0.1), (196.0, 70.0, 60.0), 0.1, blade),
    ]


def anchor(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    arc = p.curve([(-0.7, -0.2), (-0.5, -0.66), (0, -0.86), (0.5, -0.66), (0.7, -0.2)], closed=False)
    flukes = joined(
        p.poly((-0.86, -0.24), (-0.66, 0.04), (-0.5, -0.3)), p.poly((0.86, -0.24), (0.66, 0.04), (0.5, -0.3))
    )
    return [
        kit.edge(p.oval(0, 0.8, 0.15, 0.15), kit.main, 0.24, 1.0),
        kit.edge(arc, kit.main, 0.5, 1.0),
        kit.form(flukes),
        *kit.solid(p.slab(0, -0.1, 0.18, 1.5, 0.06)),
        *kit.solid(p.slab(0, 0.42, 0.86, 0.16, 0.07)),
        kit.line([(-0.04, 0.6), (-0.04, -0.7)], colour=kit.light(0.35), width=0.04, opacity=0.7),
    ]


def rope(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    shapes: list[Shape] = []
    for index in range(4):
        y = -0.42 + index * 0.24
        ring = p.oval(0, y, 0.72 - 0.05 * index, 0.26)
        shapes += [kit.edge(ring, kit.dark(0.3), 0.52, 1.0), kit.edge(ring, kit.main, 0.40, 1.0)]
        marks: list[list[Knot]] = []
        for step in range(9):
            a = math.pi + step * math.pi / 8
            x, z = (0.72 - 0.05 * index) * math.cos(a), y + 0.26 * math.sin(a)
            marks.append([(x - 0.03, z - 0.05), (x + 0.04, z + 0.05)])
        shapes.append(kit.line(*marks, colour=kit.dark(0.35), width=0.05, opacity=0.7))
    return [
        kit.ground(-0.74, 0.8),
        *shapes,
        kit.line([(0.5, 0.3), (0.76, 0.6), (0.6, 0.86)], colour=kit.main, width=0.32),
    ]


def net(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    bag = p.curve([(-0.6, 0.5), (0.6, 0.5), (0.44, -0.1), (0, -0.5), (-0.44, -0.1)])
    lines: list[list[Knot]] = [[(-0.9 + 0.2 * i, 0.7), (-0.1 + 0.2 * i, -0.6)] for i in range(6)]
    lines += [[(0.9 - 0.2 * i, 0.7), (0.1 - 0.2 * i, -0.6)] for i in range(6)]
    return [
        kit.form(p.limb([(0, 0.1), (0, -0.4), (0, -0.98)], [0.05] * 3), WOOD),
        Shape(bag, kit.brush.tone(kit.main), opacity=0.25, layer="prop"),
        kit.line(*lines, colour=kit.main, width=0.05, clip=bag),
        kit.edge(p.oval(0, 0.5, 0.62, 0.2), WOOD, 0.2, 1.0),
    ]


def fishing_rod(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    return [
        kit.form(p.limb([(-0.5, -0.96), (-0.1, 0.1), (0.5, 0.92)], [0.045, 0.03, 0.012])),
        kit.line([(0.5, 0.92), (0.62, 0.4), (0.64, -0.3)], colour=PAPER, width=0.02),
        kit.form(p.oval(-0.34, -0.5, 0.12, 0.12), IRON),
        kit.form(p.oval(0.64, -0.36, 0.05, 0.08), (206.0, 66.0, 60.0)),
        kit.form(p.limb([(-0.52, -0.98), (-0.44, -0.78), (-0.38, -0.64)], [0.06, 0.06, 0.05]), DARK_WOOD),
    ]


def telescope(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.45)
    p = kit.pencil
    tubes = [
        p.slab(-0.62, 0, 0.56, 0.28, 0.04),
        p.slab(-0.12, 0, 0.6, 0.38, 0.04),
        p.slab(0.5, 0, 0.8, 0.5, 0.05),
    ]
    tones = [BRASS, LEATHER, kit.main]
    shapes = [shape for tube, tone in zip(tubes, tones, strict=True) for shape in kit.solid(tube, tone, 0.6)]
    bands = joined(
        p.slab(0.14, 0, 0.09, 0.54, 0.03),
        p.slab(0.88, 0, 0.12, 0.58, 0.04),
        p.slab(-0.38, 0, 0.08, 0.42, 0.03),
        p.slab(-0.9, 0, 0.08, 0.34, 0.03),
    )
    return [
        *shapes,
        kit.form(bands, lighter(BRASS, 0.2), 0.6),
        kit.form(p.oval(0.94, 0, 0.07, 0.26), GLASS, 0.3),
        kit.shine(p.slab(0.1, 0.12, 1.5, 0.04, 0.02), 0.45, 0.02),
    ]


def binoculars(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    barrels = [
        p.curve(
            [
                (x - 0.22, 0.6, 0.2),
                (x + 0.22, 0.6, 0.2),
                (x + 0.24, 0.1),
                (x + 0.4, -0.4),
                (x + 0.4, -0.62, 0.2),
                (x - 0.4, -0.62, 0.2),
                (x - 0.4, -0.4),
                (x - 0.24, 0.1),
            ]
        )
        for x in (-0.46, 0.46)
    ]
    return [
        kit.form(p.slab(0, 0.1, 0.5, 0.3, 0.06), IRON),
        *(s for b in barrels for s in kit.solid(b, None, 0.6)),
        kit.form(p.ovals((-0.46, -0.62, 0.38, 0.12), (0.46, -0.62, 0.38, 0.12)), (120.0, 160.0, 196.0), 0.5),
        kit.form(joined(p.slab(-0.46, 0.62, 0.5, 0.18, 0.06), p.slab(0.46, 0.62, 0.5, 0.18, 0.06)), IRON),
        kit.shine(p.ovals((-0.56, -0.6, 0.12, 0.04), (0.36, -0.6, 0.12, 0.04)), 0.7, 0.02),
    ]


def magnifier(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.5)
    p = kit.pencil
    lens = p.oval(0, 0.34, 0.5, 0.5)
    return [
        kit.form(p.limb([(0, -0.2), (0, -0.6), (0, -0.96)], [0.07, 0.1, 0.09])),
        Shape(lens, kit.brush.tone(GLASS), opacity=0.6, layer="prop"),
        kit.edge(lens, BRASS, 0.28, 1.0),
        kit.shine(p.curve([(-0.34, 0.4), (-0.2, 0.66), (-0.05, 0.72), (-0.22, 0.5)]), 0.8, 0.02, lens),
    ]


def compass(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    face = p.oval(0, -0.08, 0.64, 0.64)
    ticks: list[list[Knot]] = [
        [(0.5 * math.cos(a), -0.08 + 0.5 * math.sin(a)), (0.58 * math.cos(a), -0.08 + 0.58 * math.sin(a))]
        for a in [i * math.tau / 8 for i in range(8)]
    ]
    q = p.moved(0, -0.08, 1.0, -0.6)
    return [
        kit.edge(p.oval(0, 0.84, 0.13, 0.13), kit.main, 0.16, 1.0),
        *kit.solid(p.oval(0, -0.08, 0.84, 0.84), None, 0.6),
        kit.form(face, PAPER, 0.3),
        kit.line(*ticks, width=0.06),
        kit.form(q.poly((-0.12, 0), (0, 0.5), (0.12, 0)), (200.0, 60.0, 56.0), 0.3),
        kit.form(q.poly((-0.12, 0), (0, -0.5), (0.12, 0)), IRON, 0.3),
        kit.form(p.oval(0, -0.08, 0.07, 0.07), BRASS),
        kit.shine(p.curve([(-0.46, 0.1), (-0.3, 0.36), (-0.05, 0.46), (-0.3, 0.2)]), 0.5, 0.04, face),
    ]


def globe(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    ball = p.oval(0, 0.2, 0.62, 0.62)
    land = p.curves(
        [(-0.4, 0.5), (-0.1, 0.62), (0.06, 0.4), (-0.1, 0.26), (-0.16, 0.0), (-0.3, -0.2), (-0.36, 0.2)],
        [(0.2, 0.3), (0.5, 0.42), (0.6, 0.1), (0.36, -0.16), (0.24, 0.06)],
    )
    return [
        kit.ground(-0.93, 0.6),
        kit.form(p.slab(0, -0.7, 0.1, 0.4), BRASS),
        kit.form(p.curve([(-0.46, -0.94, 0.3), (-0.2, -0.78), (0.2, -0.78), (0.46, -0.94, 0.3)]), WOOD),
        *kit.solid(ball, None, 0.6),
        kit.form(land, (140.0, 172.0, 104.0), 0.4, ball),
        kit.shadow(p.oval(0.34, -0.1, 0.7, 0.7), ball, 0.25, 0.15),
        kit.edge(
            p.curve([(-0.2, 0.94), (-0.74, 0.4), (-0.6, -0.26), (0.0, -0.55)], closed=False), BRASS, 0.16, 1.0
        ),
        kit.shine(p.oval(-0.24, 0.5, 0.16, 0.1, 0.6), 0.5, 0.05, ball),
    ]


def gear(kit: Kit, dice: Random) -> list[Shape]:
    points: list[Knot] = []
    for index in range(10):
        for step, radius in ((0.0, 0.66), (0.16, 0.92), (0.42, 0.92), (0.58, 0.66)):
            a = (index + step) * math.tau / 10
            points.append((radius * math.cos(a), radius * math.sin(a), 0.15))
    p = kit.pencil
    return [
        *kit.solid(without(p.curve(points), p.oval(0, 0, 0.3, 0.3)), None, 0.65),
        kit.edge(p.oval(0, 0, 0.5, 0.5), kit.dark(0.3), 0.06),
    ]


def scissors(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    blades = [p.poly((s * 0.06, -0.06), (-s * 0.05, 0.06), (-s * 0.4, 0.96), (-s * 0.24, 0.9)) for s in (1, -1)]
    loops = [
        without(p.oval(s * 0.32, -0.62, 0.28, 0.34, s * 0.3), p.oval(s * 0.33, -0.64, 0.15, 0.2, s * 0.3))
        for s in (1, -1)
    ]
    return [
        *(kit.form(b, None, 0.5) for b in blades),
        *(s for loop in loops for s in kit.solid(loop, kit.accent)),
        kit.line([(0.02, 0), (0.2, -0.36)], [(-0.02, 0), (-0.2, -0.36)], colour=kit.main, width=0.24),
        kit.form(p.oval(0, 0.02, 0.07, 0.07), IRON),
    ]


def needle(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.6)
    p = kit.pencil
    shaft = without(p.limb([(0, -0.96), (0, 0.2), (0, 0.96)], [0.015, 0.05, 0.05]), p.oval(0, 0.76, 0.02, 0.1))
    return [
        kit.line(
            [(0.42, 0.6), (0.7, 0.2), (0.3, -0.1), (0.6, -0.5), (0.1, -0.8)], colour=kit.accent, width=0.09
        ),
        *kit.solid(shaft, None, 0.6),
    ]


def pen(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.6)
    p = kit.pencil
    body = p.slab(0, 0.24, 0.24, 1.4, 0.06)
    return [
        *kit.solid(body, None, 0.6),
        kit.form(p.poly((-0.12, -0.46), (0.12, -0.46), (0, -0.96)), BRASS),
        kit.line([(0, -0.56), (0, -0.9)], width=0.03),
        kit.form(p.slab(0, -0.42, 0.28, 0.1, 0.03), BRASS),
        kit.form(p.slab(0.08, 0.6, 0.06, 0.56, 0.03), BRASS),
        kit.shine(p.slab(-0.06, 0.3, 0.04, 1.1, 0.02), 0.4, 0.02),
    ]


def quill(kit: Kit, dice: Random) -> list[Shape]:
    return [*feather(kit, dice), kit.form(kit.pencil.poly((-0.5, -0.98), (-0.36, -0.72), (-0.44, -0.68)), INK)]


def feather(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    vane = p.curve(
        [
            (-0.3, -0.5, 0),
            (-0.36, 0.0),
            (-0.1, 0.6),
            (0.5, 0.96, 0),
            (0.5, 0.5),
            (0.2, 0.06),
            (-0.1, -0.2),
            (-0.16, -0.44),
        ]
    )
    barbs: list[list[Knot]] = [
        [(-0.2 + 0.1 * i, -0.3 + 0.18 * i), (-0.36 + 0.11 * i, -0.14 + 0.19 * i)] for i in range(6)
    ]
    barbs += [[(-0.16 + 0.1 * i, -0.24 + 0.18 * i), (0.02 + 0.09 * i, -0.16 + 0.16 * i)] for i in range(6)]
    return [
        *kit.solid(vane, None, 0.45),
        kit.line(*barbs, colour=kit.dark(0.22), width=0.03, opacity=0.6, clip=vane),
        kit.line(
            [(-0.5, -0.96), (-0.26, -0.42), (0.04, 0.16), (0.42, 0.84)], colour=kit.light(0.6), width=0.07
        ),
    ]


def bomb(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    ball = p.oval(-0.1, -0.2, 0.66, 0.66)
    return [
        kit.ground(-0.86, 0.6),
        kit.line([(0.3, 0.4), (0.44, 0.66), (0.7, 0.7)], colour=(206.0, 176.0, 128.0), width=0.16),
        kit.halo(0.72, 0.72, 0.5, 0.8),
        kit.fire(p.oval(0.72, 0.72, 0.08, 0.08)),
        *kit.solid(ball, None, 0.6),
        kit.form(p.moved(0.24, 0.3, 1, -0.7).slab(0, 0, 0.4, 0.22, 0.04), IRON),
        kit.shine(p.oval(-0.34, 0.06, 0.16, 0.1, 0.6), 0.5, 0.05, ball),
    ]


def ladder(kit: Kit, dice: Random) -> list[Shape]:
    rungs: list[list[Knot]] = [[(-0.28, -0.8 + 0.27 * i), (0.28, -0.8 + 0.27 * i)] for i in range(7)]
    return [
        kit.line(*rungs, colour=kit.dark(0.15), width=0.2),
        kit.line([(-0.3, -0.96), (-0.3, 0.96)], [(0.3, -0.96), (0.3, 0.96)], colour=kit.main, width=0.28),
    ]


def barrel(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.5, 0.84, 0.2),
            (0.5, 0.84, 0.2),
            (0.68, 0.3),
            (0.68, -0.3),
            (0.5, -0.86, 0.2),
            (-0.5, -0.86, 0.2),
            (-0.68, -0.3),
            (-0.68, 0.3),
        ]
    )
    staves: list[list[Knot]] = [
        [(x * 0.76, 0.84), (x, 0.0), (x * 0.76, -0.86)] for x in (-0.4, -0.14, 0.14, 0.4)
    ]
    hoops: list[list[Knot]] = [[(-0.72, y), (0, y - 0.06), (0.72, y)] for y in (0.52, -0.46)]
    return [
        kit.ground(-0.88, 0.7),
        *kit.solid(body, None, 0.7),
        kit.line(*staves, colour=kit.dark(0.35), width=0.04, clip=body),
        kit.line(*hoops, colour=IRON, width=0.28, clip=body),
        kit.form(p.oval(0, 0.84, 0.5, 0.1), kit.light(0.15), 0.4),
    ]


def bucket(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.poly((-0.6, 0.3), (0.6, 0.3), (0.42, -0.86), (-0.42, -0.86))
    return [
        kit.ground(-0.86, 0.55),
        kit.line([(-0.58, 0.3), (-0.4, 0.8), (0, 0.95), (0.4, 0.8), (0.58, 0.3)], colour=IRON, width=0.12),
        *kit.solid(body, None, 0.7),
        kit.line(
            [(-0.56, 0.06), (0, -0.02), (0.56, 0.06)],
            [(-0.46, -0.6), (0, -0.68), (0.46, -0.6)],
            colour=kit.dark(0.25),
            width=0.14,
            clip=body,
        ),
        kit.form(p.oval(0, 0.3, 0.6, 0.14), kit.light(0.2), 0.4),
        kit.form(p.oval(0, 0.27, 0.52, 0.1), (96.0, 150.0, 180.0), 0.4),
        kit.shine(p.slab(-0.3, -0.3, 0.07, 0.7, 0.03), 0.35, 0.04, body),
    ]
