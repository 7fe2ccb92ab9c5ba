"""Props that tick, ring or show pictures: clocks, telephones, screens, cameras; radius 1."""

from __future__ import annotations

import math
from random import Random

from core.providers.local.artist.drawing import Shape
from core.providers.local.artist.pencil import Knot, joined
from core.providers.local.artist.prop_kit import (
    BRASS,
    DARK_WOOD,
    GLASS,
    IRON,
    STEEL,
    Kit,
)


def _dial(kit: Kit, x: float, y: float, radius: float, hands: tuple[float, float]) -> list[Shape]:
    p = kit.pencil
    ticks: list[list[Knot]] = [
        [
            (x + r * 0.82 * math.cos(a), y + r * 0.82 * math.sin(a)),
            (x + r * 0.94 * math.cos(a), y + r * 0.94 * math.sin(a)),
        ]
        for a, r in [(i * math.tau / 12, radius) for i in range(12)]
    ]
    pointers: list[list[Knot]] = [
        [(x, y), (x + radius * length * math.cos(a), y + radius * length * math.sin(a))]
        for a, length in zip(hands, (0.5, 0.76), strict=True)
    ]
    return [
        kit.form(p.oval(x, y, radius, radius), (248.0, 244.0, 234.0), 0.25),
        kit.line(*ticks, width=0.06),
        kit.line(*pointers, width=0.1),
        kit.form(p.oval(x, y, 0.05, 0.05), BRASS),
    ]


def clock(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    bells = p.ovals((-0.42, 0.66, 0.26, 0.22), (0.42, 0.66, 0.26, 0.22))
    return [
        kit.ground(-0.92, 0.6),
        kit.line([(-0.4, -0.6), (-0.56, -0.9)], [(0.4, -0.6), (0.56, -0.9)], colour=BRASS, width=0.26),
        kit.form(bells, BRASS, 0.6),
        kit.line([(-0.14, 0.86), (0.14, 0.86)], [(0, 0.7), (0, 0.86)], colour=BRASS, width=0.14),
        *kit.solid(p.oval(0, -0.1, 0.74, 0.74), None, 0.6),
        *_dial(kit, 0, -0.1, 0.58, (2.6, 1.0)),
    ]


def watch(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    return [
        kit.edge(p.oval(0, 0.82, 0.14, 0.14), kit.main, 0.16, 1.0),
        kit.form(p.slab(0, 0.64, 0.2, 0.16, 0.04)),
        *kit.solid(p.oval(0, -0.16, 0.74, 0.74), None, 0.7),
        *_dial(kit, 0, -0.16, 0.58, (0.5, 1.6)),
        kit.shine(p.curve([(-0.44, 0.0), (-0.3, 0.26), (-0.06, 0.36), (-0.3, 0.1)]), 0.45, 0.04),
        kit.line([(0.1, 0.9), (0.4, 0.98), (0.66, 0.84), (0.86, 0.96)], colour=kit.main, width=0.07),
    ]


def hourglass(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    bulbs = p.curve(
        [
            (-0.46, 0.78, 0.2),
            (0.46, 0.78, 0.2),
            (0.42, 0.36),
            (0.07, 0.0, 0.5),
            (0.42, -0.36),
            (0.46, -0.78, 0.2),
            (-0.46, -0.78, 0.2),
            (-0.42, -0.36),
            (-0.07, 0.0, 0.5),
            (-0.42, 0.36),
        ]
    )
    sand = p.curves(
        [(-0.38, 0.36, 0), (0.38, 0.36, 0), (0.06, 0.02, 0.4), (-0.06, 0.02, 0.4)],
        [(0, -0.34, 0.3), (0.3, -0.6), (0.44, -0.78, 0), (-0.44, -0.78, 0), (-0.3, -0.6)],
    )
    return [
        kit.ground(-0.94, 0.6),
        kit.line([(-0.54, 0.8), (-0.54, -0.8)], [(0.54, 0.8), (0.54, -0.8)], colour=kit.dark(0.1), width=0.18),
        Shape(bulbs, kit.brush.tone(GLASS), opacity=0.6, layer="prop"),
        kit.form(sand, (228.0, 190.0, 120.0), 0.3),
        kit.line([(0, 0.05), (0, -0.4)], colour=(228.0, 190.0, 120.0), width=0.05),
        kit.edge(bulbs, (255.0, 255.0, 255.0), 0.04, 0.6),
        *kit.solid(p.slab(0, 0.86, 1.3, 0.18, 0.06)),
        *kit.solid(p.slab(0, -0.86, 1.3, 0.18, 0.06)),
    ]


def phone(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(0.1)
    p = kit.pencil
    screen = p.slab(0, 0.02, 0.82, 1.5, 0.08)
    tiles = joined(
        *(p.slab(-0.24 + 0.24 * (i % 3), -0.1 - 0.26 * (i // 3), 0.17, 0.18, 0.05) for i in range(6))
    )
    return [
        *kit.solid(p.slab(0, 0, 1.0, 1.86, 0.18), None, 0.5),
        kit.form(screen, (74.0, 130.0, 176.0), 0.4),
        Shape(screen, (120.0, 190.0, 230.0), opacity=0.25, blend="screen", layer="prop"),
        kit.flat(tiles, (236.0, 242.0, 248.0), 0.0),
        kit.line([(-0.22, 0.44), (0.22, 0.44)], colour=(250.0, 250.0, 250.0), width=0.16),
        kit.line([(-0.1, -0.85), (0.1, -0.85)], colour=kit.light(0.4), width=0.08),
        kit.shine(p.poly((-0.4, 0.76), (0.0, 0.76), (-0.4, 0.1)), 0.14, 0.01, screen),
    ]


def radio(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    mesh = p.oval(-0.38, -0.2, 0.38, 0.38)
    lines: list[list[Knot]] = [[(-0.8, -0.5 + 0.12 * i), (0.04, -0.5 + 0.12 * i)] for i in range(6)]
    return [
        kit.ground(-0.82, 0.95),
        kit.line([(0.6, 0.4), (0.86, 0.98)], colour=STEEL, width=0.08),
        *kit.solid(p.slab(0, -0.2, 1.86, 1.2, 0.18), None, 0.6),
        kit.form(mesh, (212.0, 184.0, 136.0), 0.4),
        kit.line(*lines, colour=kit.dark(0.4), width=0.06, clip=mesh),
        kit.form(p.slab(0.44, 0.1, 0.7, 0.3, 0.05), (250.0, 226.0, 160.0), 0.1),
        kit.line([(0.36, 0.22), (0.36, -0.02)], colour=(196.0, 60.0, 56.0), width=0.06),
        kit.form(p.ovals((0.26, -0.38, 0.15, 0.15), (0.66, -0.38, 0.15, 0.15)), BRASS, 0.6),
        kit.line([(0.26, -0.38), (0.34, -0.28)], [(0.66, -0.38), (0.6, -0.26)], width=0.05),
    ]


def television(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    screen = p.slab(-0.16, -0.08, 1.2, 0.94, 0.16)
    return [
        kit.ground(-0.9, 0.8),
        kit.line([(-0.1, 0.54), (-0.4, 0.96)], [(0.1, 0.54), (0.4, 0.96)], colour=STEEL, width=0.07),
        kit.line([(-0.6, -0.7), (-0.68, -0.9)], [(0.6, -0.7), (0.68, -0.9)], colour=DARK_WOOD, width=0.2),
        *kit.solid(p.slab(0, -0.08, 1.86, 1.3, 0.16), None, 0.5),
        kit.form(screen, (96.0, 140.0, 158.0), 0.4),
        Shape(screen, (150.0, 200.0, 220.0), opacity=0.3, blend="screen", layer="prop"),
        kit.shine(p.curve([(-0.6, 0.3), (-0.2, 0.34), (-0.6, -0.1)]), 0.4, 0.06, screen),
        kit.form(p.ovals((0.68, 0.24, 0.11, 0.11), (0.68, -0.06, 0.11, 0.11)), BRASS),
        kit.line(
            *([(0.58, -0.3 - 0.1 * i), (0.78, -0.3 - 0.1 * i)] for i in range(3)),
            colour=kit.dark(0.4),
            width=0.05,
        ),
    ]


def computer(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    screen = p.slab(0, 0.28, 1.3, 0.86, 0.04)
    rows: list[list[Knot]] = [
        [(-0.5, 0.54 - 0.14 * i), (-0.5 + (0.7, 0.9, 0.5, 0.76)[i], 0.54 - 0.14 * i)] for i in range(4)
    ]
    return [
        kit.ground(-0.72, 0.95),
        *kit.solid(p.slab(0, 0.28, 1.5, 1.06, 0.08), kit.dark(0.3), 0.4),
        kit.form(screen, (62.0, 92.0, 130.0), 0.3),
        kit.line(*rows, colour=(150.0, 220.0, 226.0), width=0.08),
        *kit.solid(
            p.curve([(-0.76, -0.28, 0.1), (0.76, -0.28, 0.1), (0.96, -0.7, 0.2), (-0.96, -0.7, 0.2)]), None, 0.4
        ),
        kit.line(
            *([(-0.68 - 0.04 * i, -0.36 - 0.09 * i), (0.68 + 0.04 * i, -0.36 - 0.09 * i)] for i in range(3)),
            colour=kit.dark(0.35),
            width=0.1,
        ),
    ]


def camera(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.slab(0, -0.1, 1.8, 1.16, 0.14)
    return [
        kit.form(p.slab(-0.1, 0.54, 0.6, 0.3, 0.06), kit.dark(0.1)),
        kit.form(p.slab(0.62, 0.54, 0.3, 0.16, 0.05), STEEL),
        *kit.solid(body, None, 0.5),
        kit.form(p.slab(0, 0.34, 1.8, 0.28, 0.1), STEEL, 0.5, body),
        kit.form(p.oval(0, -0.16, 0.5, 0.5), IRON),
        kit.form(p.oval(0, -0.16, 0.4, 0.4), STEEL, 0.7),
        kit.form(p.oval(0, -0.16, 0.32, 0.32), (46.0, 62.0, 92.0), 0.6),
        kit.flat(p.oval(0, -0.16, 0.16, 0.16), (24.0, 28.0, 46.0)),
        kit.shine(p.ovals((-0.12, -0.02, 0.09, 0.07), (0.1, -0.26, 0.04, 0.04)), 0.8, 0.02),
        kit.form(p.slab(-0.62, 0.34, 0.26, 0.14, 0.03), GLASS, 0.3),
        kit.flat(p.oval(0.66, 0.32, 0.06, 0.06), (206.0, 66.0, 60.0)),
    ]
