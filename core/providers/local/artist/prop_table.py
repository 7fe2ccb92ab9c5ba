"""Props of the kitchen and the garden: vessels, food, plants; inside a circle of radius 1."""

from __future__ import annotations

import math
from random import Random

from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Shape
from core.providers.local.artist.pencil import Knot, joined
from core.providers.local.artist.prop_kit import DARK_WOOD, INK, LEAF, PAPER, WOOD, Kit

_TEA: Colour = (130, 78, 46)
_CLAY: Colour = (188, 106, 76)


def _steam(kit: Kit, x: float, y: float) -> Shape:
    lines: list[list[Knot]] = [
        [(x + dx, y), (x + dx + 0.08, y + 0.16), (x + dx - 0.06, y + 0.32), (x + dx + 0.05, y + 0.5)]
        for dx in (-0.16, 0.16)
    ]
    path = kit.pencil.curves(*lines, closed=False)
    return Shape(
        path,
        stroke=(255.0, 255.0, 255.0),
        width=0.07 * kit.pencil.scale,
        opacity=0.35,
        blur=0.04 * kit.pencil.scale,
        layer="prop",
    )


def cup(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    bowl = p.curve(
        [(-0.6, 0.34, 0), (0.6, 0.34, 0), (0.54, -0.2), (0.28, -0.56), (-0.28, -0.56), (-0.54, -0.2)]
    )
    saucer = p.curve([(-0.92, -0.56, 0.3), (0.92, -0.56, 0.3), (0.5, -0.8), (-0.5, -0.8)])
    return [
        kit.ground(-0.78, 0.8),
        *kit.solid(saucer, None, 0.4),
        kit.edge(p.oval(0.68, 0.0, 0.22, 0.24), kit.main, 0.3, 1.0),
        *kit.solid(bowl, None, 0.5),
        kit.form(p.oval(0, 0.34, 0.6, 0.16), kit.light(0.4), 0.3),
        kit.form(p.oval(0, 0.31, 0.5, 0.11), _TEA, 0.3),
        kit.line([(-0.57, 0.1), (0, 0.0), (0.57, 0.1)], colour=kit.accent, width=0.14, clip=bowl),
        _steam(kit, 0, 0.42),
    ]


def mug(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve([(-0.56, 0.48, 0), (0.46, 0.48, 0), (0.46, -0.66, 0.4), (-0.05, -0.78), (-0.56, -0.66, 0.4)])
    return [
        kit.ground(-0.78, 0.7),
        kit.edge(
            p.curve([(0.4, 0.26), (0.76, 0.22), (0.78, -0.26), (0.4, -0.36)], closed=False), kit.main, 0.42, 1.0
        ),
        *kit.solid(body),
        kit.form(p.oval(-0.05, 0.48, 0.51, 0.13), kit.light(0.3), 0.3),
        kit.form(p.oval(-0.05, 0.45, 0.43, 0.09), _TEA, 0.3),
        kit.line(
            [(-0.56, -0.24), (-0.05, -0.34), (0.46, -0.24)],
            colour=kit.accent,
            width=0.4,
            opacity=0.9,
            clip=body,
        ),
        kit.shine(p.slab(-0.38, 0.0, 0.1, 0.7, 0.05), 0.4, 0.04, body),
        _steam(kit, -0.05, 0.56),
    ]


def glass(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    bowl = p.curve([(-0.42, 0.86, 0), (0.42, 0.86, 0), (0.46, 0.4), (0.2, 0.0), (-0.2, 0.0), (-0.46, 0.4)])
    wine = p.curve([(-0.46, 0.46, 0), (0.46, 0.46, 0), (0.2, 0.02), (-0.2, 0.02)])
    foot = p.oval(0, -0.84, 0.42, 0.11)
    return [
        kit.ground(-0.86, 0.5),
        Shape(bowl, kit.brush.tone(kit.light(0.3)), opacity=0.45, layer="prop"),
        kit.form(wine, (150.0, 40.0, 60.0), 0.5, bowl),
        kit.form(p.slab(0, -0.4, 0.09, 0.84, 0.03), kit.light(0.3)),
        kit.form(foot, kit.light(0.2), 0.4),
        kit.edge(bowl, kit.light(0.6), 0.04),
        kit.shine(p.curve([(-0.3, 0.8), (-0.22, 0.8), (-0.3, 0.3), (-0.36, 0.4)]), 0.7, 0.02),
    ]


def teapot(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.oval(0, -0.14, 0.6, 0.56)
    spout = p.curve(
        [(0.42, -0.3), (0.7, -0.06), (0.78, 0.36, 0.2), (0.98, 0.38, 0.2), (0.86, -0.1), (0.5, -0.5)]
    )
    lid = p.curve([(-0.36, 0.3, 0.2), (-0.2, 0.5), (0.2, 0.5), (0.36, 0.3, 0.2)])
    return [
        kit.ground(-0.76, 0.7),
        kit.edge(
            p.curve([(-0.46, 0.2), (-0.86, 0.24), (-0.88, -0.3), (-0.5, -0.4)], closed=False),
            kit.main,
            0.36,
            1.0,
        ),
        kit.form(spout),
        *kit.solid(body, None, 0.6),
        kit.form(p.slab(0, -0.68, 0.66, 0.12, 0.05), kit.dark(0.2)),
        kit.form(lid, kit.dark(0.08)),
        kit.form(p.oval(0, 0.58, 0.11, 0.11), kit.accent),
        kit.line([(-0.58, -0.1), (0, -0.24), (0.58, -0.1)], colour=kit.accent, width=0.2, clip=body),
        kit.shine(p.oval(-0.26, 0.12, 0.16, 0.1, 0.6), 0.55, 0.05, body),
    ]


def bottle(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.12, 0.74, 0),
            (0.12, 0.74, 0),
            (0.13, 0.4),
            (0.34, 0.14),
            (0.36, -0.3),
            (0.34, -0.9, 0.3),
            (-0.34, -0.9, 0.3),
            (-0.36, -0.3),
            (-0.34, 0.14),
            (-0.13, 0.4),
        ]
    )
    label = p.slab(0, -0.36, 0.72, 0.52)
    return [
        kit.ground(-0.9, 0.45),
        kit.form(p.slab(0, 0.84, 0.2, 0.26, 0.04), WOOD),
        *kit.solid(body, None, 0.7),
        kit.form(label, PAPER, 0.4, body),
        kit.line(
            [(-0.2, -0.26), (0.2, -0.26)], [(-0.14, -0.42), (0.14, -0.42)], colour=kit.dark(0.2), width=0.09
        ),
        kit.shine(p.limb([(-0.2, 0.16), (-0.25, -0.02), (-0.25, -0.08)], [0.04, 0.04, 0.03]), 0.6, 0.03, body),
        kit.form(p.slab(0, 0.64, 0.3, 0.1, 0.04), kit.light(0.15)),
    ]


def medicine(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.2, 0.5, 0),
            (0.2, 0.5, 0),
            (0.22, 0.36, 0.5),
            (0.5, 0.2, 0.8),
            (0.5, -0.86, 0.3),
            (-0.5, -0.86, 0.3),
            (-0.5, 0.2, 0.8),
            (-0.22, 0.36, 0.5),
        ]
    )
    label = p.slab(0, -0.36, 1.02, 0.66)
    cross = joined(p.slab(-0.2, -0.36, 0.12, 0.4), p.slab(-0.2, -0.36, 0.4, 0.12))
    return [
        kit.ground(-0.86, 0.6),
        *kit.solid(body, None, 0.65),
        kit.form(p.slab(0, 0.68, 0.52, 0.4, 0.06), (236.0, 232.0, 226.0), 0.5),
        kit.line(
            *([(x, 0.54), (x, 0.82)] for x in (-0.16, -0.05, 0.06, 0.17)),
            colour=(170.0, 168.0, 172.0),
            width=0.03,
        ),
        kit.form(label, (246.0, 242.0, 232.0), 0.3, body),
        kit.flat(cross, (200.0, 62.0, 60.0), 0.05),
        kit.line(
            [(0.1, -0.24), (0.4, -0.24)],
            [(0.1, -0.36), (0.36, -0.36)],
            [(0.1, -0.48), (0.4, -0.48)],
            colour=(120.0, 120.0, 130.0),
            width=0.06,
        ),
        kit.shine(p.slab(-0.38, -0.2, 0.07, 0.8, 0.03), 0.5, 0.03, body),
    ]


def jar(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.slab(0, -0.2, 1.16, 1.36, 0.26)
    cloth = p.curve(
        [
            (-0.6, 0.46, 0.2),
            (-0.46, 0.7),
            (0, 0.78),
            (0.46, 0.7),
            (0.6, 0.46, 0.2),
            (0.4, 0.52),
            (0.2, 0.42),
            (0, 0.5),
            (-0.2, 0.42),
            (-0.4, 0.52),
        ]
    )
    return [
        kit.ground(-0.88, 0.7),
        *kit.solid(body, None, 0.55),
        kit.form(p.slab(0, -0.26, 0.76, 0.5, 0.06), PAPER, 0.3),
        kit.line(
            [(-0.22, -0.18), (0.22, -0.18)], [(-0.14, -0.34), (0.14, -0.34)], colour=kit.dark(0.4), width=0.08
        ),
        *kit.solid(cloth, kit.accent),
        kit.line([(-0.5, 0.52), (0, 0.6), (0.5, 0.52)], colour=PAPER, width=0.07),
        kit.shine(p.slab(-0.44, -0.1, 0.08, 0.8, 0.04), 0.55, 0.03, body),
    ]


def vase(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.26, 0.9, 0),
            (0.26, 0.9, 0),
            (0.18, 0.6),
            (0.5, 0.2),
            (0.52, -0.2),
            (0.26, -0.84, 0.3),
            (-0.26, -0.84, 0.3),
            (-0.52, -0.2),
            (-0.5, 0.2),
            (-0.18, 0.6),
        ]
    )
    return [
        kit.ground(-0.86, 0.5),
        *kit.solid(body, None, 0.65),
        kit.line(
            [(-0.54, 0.1), (0, -0.02), (0.54, 0.1)],
            [(-0.5, -0.24), (0, -0.36), (0.5, -0.24)],
            colour=kit.accent,
            width=0.16,
            clip=body,
        ),
        kit.form(p.oval(0, 0.9, 0.28, 0.08), kit.dark(0.4)),
        kit.shine(p.oval(-0.28, 0.16, 0.07, 0.2, 0.2), 0.5, 0.04, body),
    ]


def plate(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    disc = p.oval(0, 0, 0.92, 0.62)
    return [
        kit.shadow(p.oval(0.03, -0.1, 0.95, 0.64), p.slab(0, -0.1, 2.2, 1.6), 0.35, 0.1),
        *kit.solid(disc, None, 0.4),
        kit.edge(p.oval(0, 0, 0.66, 0.42), kit.dark(0.14), 0.05),
        kit.edge(p.oval(0, 0, 0.84, 0.56), kit.accent, 0.06),
        kit.form(
            p.curve([(-0.4, 0.0), (-0.2, 0.26), (0.16, 0.2), (0.3, 0.0), (0.0, -0.2)]), (206.0, 146.0, 84.0)
        ),
        kit.form(
            p.ovals((0.3, 0.12, 0.13, 0.11), (0.4, -0.04, 0.12, 0.1), (0.22, -0.12, 0.13, 0.1)),
            (120.0, 164.0, 92.0),
        ),
    ]


def bowl(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (-0.86, 0.24, 0),
            (0.86, 0.24, 0),
            (0.62, -0.4),
            (0.28, -0.66, 0.3),
            (-0.28, -0.66, 0.3),
            (-0.62, -0.4),
        ]
    )
    return [
        kit.ground(-0.68, 0.6),
        *kit.solid(body, None, 0.6),
        kit.form(p.oval(0, 0.24, 0.86, 0.22), kit.light(0.25), 0.3),
        kit.form(p.oval(0, 0.21, 0.74, 0.16), (216.0, 150.0, 82.0), 0.3),
        kit.line([(-0.8, 0.0), (0, -0.18), (0.8, 0.0)], colour=kit.accent, width=0.14, clip=body),
        _steam(kit, 0, 0.36),
    ]


def bread(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    loaf = p.curve(
        [
            (-0.9, -0.16),
            (-0.72, 0.28),
            (-0.2, 0.44),
            (0.36, 0.42),
            (0.78, 0.24),
            (0.92, -0.16),
            (0.7, -0.46, 0.5),
            (-0.68, -0.46, 0.5),
        ]
    )
    cuts: list[list[Knot]] = [
        [(x, 0.34), (x + 0.14, 0.16), (x + 0.2, -0.06)] for x in (-0.52, -0.14, 0.24, 0.56)
    ]
    return [
        kit.ground(-0.48, 0.85),
        *kit.solid(loaf, None, 0.7),
        kit.line(*cuts, colour=(244.0, 214.0, 160.0), width=0.24, clip=loaf),
        kit.line(
            *([(k[0] - 0.03, k[1]) for k in cut] for cut in cuts),
            colour=kit.dark(0.35),
            width=0.05,
            opacity=0.7,
            clip=loaf,
        ),
        kit.shine(p.oval(-0.3, 0.32, 0.34, 0.06, 0.1), 0.3, 0.08, loaf),
    ]


def apple(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (0, 0.42, 0.4),
            (0.36, 0.58),
            (0.74, 0.3),
            (0.7, -0.3),
            (0.34, -0.8),
            (0, -0.7, 0.6),
            (-0.34, -0.8),
            (-0.7, -0.3),
            (-0.74, 0.3),
            (-0.36, 0.58),
        ]
    )
    leaf = p.curve([(0.02, 0.64, 0), (0.2, 0.9), (0.56, 0.92, 0), (0.4, 0.66)])
    return [
        kit.ground(-0.78, 0.6),
        kit.line([(0, 0.4), (0.0, 0.66), (-0.06, 0.86)], colour=DARK_WOOD, width=0.2),
        *kit.solid(body, None, 0.65),
        kit.shadow(p.oval(0, 0.46, 0.26, 0.12), body, 0.4, 0.06),
        kit.form(leaf, LEAF, 0.5),
        kit.shine(p.oval(-0.4, 0.2, 0.12, 0.24, -0.4), 0.55, 0.06, body),
    ]


def cake(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    base = p.curve([(-0.74, 0.2, 0), (0.74, 0.2, 0), (0.74, -0.6, 0.4), (0, -0.74), (-0.74, -0.6, 0.4)])
    icing = p.curve(
        [
            (-0.76, 0.22),
            (-0.4, 0.4),
            (0.4, 0.4),
            (0.76, 0.22),
            (0.72, -0.08),
            (0.52, 0.02),
            (0.36, -0.16),
            (0.14, -0.02),
            (-0.1, -0.2),
            (-0.32, -0.02),
            (-0.54, -0.14),
            (-0.72, -0.02),
        ]
    )
    candles = [p.slab(x, 0.52, 0.09, 0.34, 0.03) for x in (-0.36, 0, 0.36)]
    flames = p.curves(
        *([(x, 0.92, 0.1), (x + 0.06, 0.78), (x, 0.7), (x - 0.06, 0.78)] for x in (-0.36, 0, 0.36))
    )
    return [
        kit.ground(-0.74, 0.85),
        kit.form(p.oval(0, -0.66, 0.95, 0.16), (232.0, 230.0, 228.0), 0.4),
        *kit.solid(base, (206.0, 150.0, 98.0), 0.5),
        kit.line(
            [(-0.74, -0.36), (0, -0.48), (0.74, -0.36)], colour=(248.0, 236.0, 220.0), width=0.16, clip=base
        ),
        *kit.solid(icing, None, 0.4),
        kit.form(joined(*candles), kit.accent, 0.4),
        kit.halo(0, 0.8, 0.7, 0.5),
        kit.fire(flames),
        kit.form(
            p.ovals(
                (-0.5, 0.2, 0.07, 0.07),
                (-0.18, 0.26, 0.07, 0.07),
                (0.18, 0.26, 0.07, 0.07),
                (0.5, 0.2, 0.07, 0.07),
            ),
            (196.0, 52.0, 62.0),
        ),
    ]


def cheese(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    side = p.poly((-0.9, -0.5), (0.86, -0.5), (0.86, 0.1), (-0.9, -0.02))
    top = p.curve([(-0.9, -0.02, 0), (0.3, 0.5, 0.4), (0.86, 0.1, 0)])
    holes = p.ovals(
        (-0.4, -0.26, 0.12, 0.1), (0.2, -0.14, 0.14, 0.12), (0.52, -0.36, 0.09, 0.08), (-0.06, -0.4, 0.07, 0.06)
    )
    return [
        kit.ground(-0.52, 0.85),
        kit.form(side, None, 0.4),
        kit.form(top, kit.light(0.35), 0.2),
        kit.form(holes, kit.dark(0.25), 0.5),
        kit.line([(-0.9, -0.02), (0.86, 0.1)], colour=kit.light(0.5), width=0.04),
    ]


def egg(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (0, 0.86),
            (0.44, 0.4),
            (0.6, -0.2),
            (0.34, -0.72),
            (0, -0.82),
            (-0.34, -0.72),
            (-0.6, -0.2),
            (-0.44, 0.4),
        ]
    )
    spots = p.ovals(*((dice.uniform(-0.4, 0.4), dice.uniform(-0.6, 0.5), 0.035, 0.035) for _ in range(9)))
    return [
        kit.ground(-0.82, 0.5),
        *kit.solid(body, None, 0.6),
        kit.flat(spots, kit.dark(0.25), 0.1, body),
        kit.shine(p.oval(-0.2, 0.32, 0.1, 0.2, -0.3), 0.6, 0.06, body),
    ]


def fish(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve(
        [
            (0.9, 0.02, 0.4),
            (0.5, 0.34),
            (0, 0.4),
            (-0.5, 0.12),
            (-0.6, 0, 0.5),
            (-0.5, -0.12),
            (0, -0.4),
            (0.5, -0.3),
        ]
    )
    tail = p.curve(
        [(-0.46, 0.0, 0.2), (-0.7, 0.28), (-0.98, 0.44, 0), (-0.84, 0.0), (-0.98, -0.44, 0), (-0.7, -0.28)]
    )
    fin = p.curve([(0.3, 0.34, 0), (0.0, 0.66), (-0.3, 0.58, 0), (-0.24, 0.26, 0)])
    scales: list[list[Knot]] = [
        [(x, y + 0.08), (x - 0.07, y), (x, y - 0.08)] for x in (0.2, 0.0, -0.2) for y in (0.16, 0.0, -0.16)
    ]
    return [
        kit.form(joined(tail, fin), kit.dark(0.2), 0.5),
        *kit.solid(body, None, 0.6),
        kit.form(
            p.curve([(0.86, -0.06), (0.3, -0.12), (-0.5, -0.06), (0, -0.4), (0.5, -0.3)]),
            kit.light(0.45),
            0.3,
            body,
        ),
        kit.line(*scales, colour=kit.dark(0.3), width=0.035, opacity=0.6),
        kit.line([(0.46, 0.24), (0.38, 0.0), (0.46, -0.22)], colour=kit.dark(0.35), width=0.05),
        kit.flat(p.oval(0.64, 0.1, 0.09, 0.09), (250.0, 248.0, 240.0), 0.0),
        kit.flat(p.oval(0.66, 0.1, 0.05, 0.05), INK),
    ]


def flower(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    petals = joined(
        *(
            p.oval(0.3 * math.cos(a), 0.5 + 0.3 * math.sin(a), 0.26, 0.19, a)
            for a in [i * math.tau / 7 for i in range(7)]
        )
    )
    inner = joined(
        *(
            p.oval(0.18 * math.cos(a), 0.5 + 0.18 * math.sin(a), 0.17, 0.12, a)
            for a in [0.4 + i * math.tau / 7 for i in range(7)]
        )
    )
    leaves = [
        p.curve([(0, -0.5, 0), (0.3, -0.24), (0.58, -0.2, 0), (0.34, -0.48)]),
        p.curve([(-0.02, -0.3, 0), (-0.34, -0.06), (-0.6, -0.06, 0), (-0.34, -0.32)]),
    ]
    return [
        kit.line([(0.02, 0.4), (-0.05, -0.2), (0.03, -0.98)], colour=darker(LEAF, 0.1), width=0.22),
        kit.form(joined(*leaves), LEAF, 0.5),
        *kit.solid(petals, None, 0.5),
        kit.form(inner, kit.light(0.25), 0.4),
        kit.form(p.oval(0, 0.5, 0.15, 0.15), (240.0, 196.0, 84.0), 0.5),
    ]


def plant(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    pot = p.curve([(-0.5, -0.2, 0), (0.5, -0.2, 0), (0.36, -0.9, 0.2), (-0.36, -0.9, 0.2)])
    leaves = []
    for index in range(7):
        angle = math.pi * (0.1 + 0.8 * index / 6) + dice.uniform(-0.06, 0.06)
        part = p.moved(0, -0.2, 1.05 + 0.14 * (index % 2), angle)
        leaves.append(part.curve([(0.05, 0, 0), (0.45, 0.13), (0.9, 0.0, 0), (0.45, -0.13)]))
    return [
        kit.ground(-0.9, 0.5),
        kit.form(joined(*leaves[::2]), kit.dark(0.2), 0.5),
        kit.form(joined(*leaves[1::2]), None, 0.5),
        *kit.solid(pot, _CLAY, 0.6),
        kit.form(p.slab(0, -0.2, 1.14, 0.22, 0.05), lighter(_CLAY, 0.1), 0.6),
    ]


def seed(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.curve([(0, 0.3), (0.46, 0.1), (0.4, -0.46), (0, -0.86, 0.2), (-0.4, -0.46), (-0.46, 0.1)])
    cap = p.curve([(-0.56, 0.14, 0.3), (-0.4, 0.5), (0, 0.62), (0.4, 0.5), (0.56, 0.14, 0.3), (0, 0.02)])
    return [
        kit.line([(0, 0.56), (0.1, 0.86)], colour=DARK_WOOD, width=0.2),
        *kit.solid(body, None, 0.6),
        *kit.solid(cap, kit.dark(0.35)),
        kit.shine(p.oval(-0.18, -0.2, 0.06, 0.2), 0.5, 0.04, body),
    ]


def mushroom(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    cap = p.curve([(-0.86, 0.02, 0.2), (-0.66, 0.54), (0, 0.84), (0.66, 0.54), (0.86, 0.02, 0.2), (0, -0.14)])
    stem = p.curve(
        [(-0.24, 0.0, 0), (0.24, 0.0, 0), (0.26, -0.5), (0.36, -0.88, 0.4), (-0.36, -0.88, 0.4), (-0.26, -0.5)]
    )
    spots = p.ovals(
        (-0.44, 0.3, 0.14, 0.11), (0.04, 0.52, 0.16, 0.13), (0.5, 0.22, 0.12, 0.1), (0.1, 0.12, 0.1, 0.07)
    )
    return [
        kit.ground(-0.88, 0.5),
        *kit.solid(stem, (240.0, 228.0, 206.0), 0.5),
        kit.shadow(p.oval(0, -0.08, 0.5, 0.14), stem, 0.5, 0.05),
        *kit.solid(cap, None, 0.6),
        kit.flat(spots, (250.0, 244.0, 232.0), 0.05, cap),
    ]
