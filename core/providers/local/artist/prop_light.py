"""Props that shine: lanterns, lamps, candles, stars; inside a circle of radius 1."""

from __future__ import annotations

import math
from random import Random

from core.providers.local.artist.brush import lighter
from core.providers.local.artist.drawing import Path, Shape
from core.providers.local.artist.pencil import Knot
from core.providers.local.artist.prop_kit import BRASS, EMBER, FIRE, IRON, WOOD, Kit


def lantern(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    pane = p.slab(0, -0.18, 0.72, 0.86, 0.16)
    flame = p.curve([(0, 0.08, 0.1), (0.13, -0.16), (0.09, -0.36), (-0.09, -0.36), (-0.13, -0.16)])
    core = p.curve([(0, -0.08, 0.2), (0.06, -0.22), (0, -0.34), (-0.06, -0.22)])
    roof = p.curve(
        [(-0.5, 0.28, 0), (-0.24, 0.52), (-0.16, 0.62, 0.2), (0.16, 0.62, 0.2), (0.24, 0.52), (0.5, 0.28, 0)]
    )
    foot = p.curve([(-0.42, -0.6, 0.2), (0.42, -0.6, 0.2), (0.54, -0.86, 0.3), (-0.54, -0.86, 0.3)])
    return [
        kit.halo(0, -0.2, 1.9),
        kit.line(
            [(-0.2, 0.58), (-0.26, 0.86), (0, 0.97), (0.26, 0.86), (0.2, 0.58)], colour=kit.main, width=0.16
        ),
        kit.flat(pane, (255.0, 226.0, 150.0), 0.0),
        kit.halo(0, -0.18, 0.5, 0.9),
        kit.fire(flame),
        Shape(core, (255.0, 252.0, 232.0), layer="prop"),
        kit.line([(-0.3, 0.24), (-0.3, -0.6)], [(0.3, 0.24), (0.3, -0.6)], colour=kit.main, width=0.18),
        kit.line([(-0.31, -0.2), (0, -0.24), (0.31, -0.2)], colour=kit.main, width=0.09, opacity=0.7),
        *kit.solid(roof),
        *kit.solid(foot),
        kit.line([(-0.4, 0.32), (0.4, 0.32)], colour=kit.light(0.35), width=0.07),
    ]


def lamp(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    shade = p.curve(
        [(-0.34, 0.86, 0), (0.34, 0.86, 0), (0.7, 0.02, 0), (0.2, -0.05), (-0.2, -0.05), (-0.7, 0.02, 0)]
    )
    stem = p.curve(
        [
            (-0.07, 0.05, 0),
            (0.07, 0.05, 0),
            (0.10, -0.4),
            (0.2, -0.62),
            (0.1, -0.78),
            (-0.1, -0.78),
            (-0.2, -0.62),
            (-0.10, -0.4),
        ]
    )
    foot = p.curve([(-0.42, -0.92, 0.3), (-0.3, -0.76), (0.3, -0.76), (0.42, -0.92, 0.3)])
    return [
        kit.ground(-0.93, 0.55),
        kit.halo(0, 0.1, 1.7),
        *kit.solid(stem, BRASS),
        *kit.solid(foot, BRASS),
        kit.form(shade, lighter(kit.main, 0.2), 0.3),
        Shape(shade, FIRE, opacity=0.42, blend="screen", layer="prop"),
        kit.line(
            [(-0.70, 0.03), (0, -0.05), (0.70, 0.03)],
            [(-0.34, 0.85), (0.34, 0.85)],
            colour=kit.dark(0.2),
            width=0.10,
        ),
    ]


def candle(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    wax = p.curve([(-0.2, 0.18, 0.3), (0, 0.13), (0.2, 0.2, 0.3), (0.22, -0.7, 0), (-0.22, -0.7, 0)])
    drip = p.curve([(-0.2, 0.18), (-0.06, 0.15), (-0.07, -0.1), (-0.13, -0.18), (-0.18, -0.1)])
    flame = p.curve([(0.02, 0.94, 0), (0.16, 0.56), (0.10, 0.36), (-0.09, 0.36), (-0.14, 0.56)])
    core = p.curve([(0.0, 0.68, 0.2), (0.07, 0.5), (0, 0.38), (-0.07, 0.5)])
    dish = p.curve([(-0.62, -0.66, 0.2), (0.62, -0.66, 0.2), (0.44, -0.88), (-0.44, -0.88)])
    return [
        kit.ground(-0.9, 0.6),
        kit.halo(0, 0.55, 1.5, 0.7),
        kit.edge(p.oval(0.7, -0.7, 0.15, 0.13), BRASS, 0.13, 1.0),
        *kit.solid(dish, BRASS),
        *kit.solid(wax),
        kit.flat(drip, kit.light(0.5), 0.0),
        kit.line([(0, 0.14), (0.01, 0.4)], width=0.07),
        Shape(flame, EMBER, layer="prop"),
        Shape(core, (255.0, 248.0, 214.0), layer="prop"),
    ]


def torch(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.5)
    p = kit.pencil
    beam = p.curve([(-0.26, 0.55, 0), (0.26, 0.55, 0), (0.8, 2.0, 0), (-0.8, 2.0, 0)])
    head = p.curve([(-0.2, 0.2, 0.2), (-0.32, 0.58, 0.1), (0.32, 0.58, 0.1), (0.2, 0.2, 0.2)])
    tube = p.slab(0, -0.36, 0.36, 1.16, 0.12)
    lens = p.oval(0, 0.58, 0.32, 0.1)
    return [
        Shape(beam, FIRE, opacity=0.22, blur=0.12 * kit.pencil.scale, blend="screen", layer="prop"),
        *kit.solid(tube),
        *kit.solid(head, kit.light(0.15)),
        kit.fire(lens),
        Shape(lens, FIRE, opacity=0.9, blur=0.1 * kit.pencil.scale, blend="screen", layer="prop"),
        kit.flat(p.slab(0, -0.05, 0.16, 0.24, 0.07), (206.0, 72.0, 66.0)),
        kit.edge(p.slab(0, -0.6, 0.38, 0.1, 0.02), kit.dark(0.5), 0.05),
    ]


def match(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    flame = p.curve([(0.3, 0.98, 0), (0.44, 0.6), (0.34, 0.36), (0.12, 0.38), (0.1, 0.6)])
    return [
        kit.halo(0.26, 0.6, 1.2, 0.7),
        kit.line([(-0.4, -0.9), (0.22, 0.38)], colour=WOOD, width=0.24),
        kit.flat(p.oval(0.22, 0.4, 0.1, 0.12), (84.0, 44.0, 40.0)),
        Shape(flame, EMBER, layer="prop"),
        Shape(
            p.curve([(0.28, 0.7, 0.2), (0.34, 0.54), (0.26, 0.42), (0.2, 0.54)]),
            (255.0, 248.0, 214.0),
            layer="prop",
        ),
    ]


def crystal_ball(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    ball = p.oval(0, 0.16, 0.72, 0.72)
    mist = p.curve([(-0.5, 0.0), (-0.2, 0.25), (0.1, 0.05), (0.5, 0.3), (0.4, -0.2), (0, -0.36), (-0.4, -0.25)])
    foot = p.curve([(-0.4, -0.5, 0.2), (0.4, -0.5, 0.2), (0.6, -0.9, 0.3), (-0.6, -0.9, 0.3)])
    return [
        kit.ground(-0.92, 0.7),
        kit.halo(0, 0.15, 1.5, 0.6, (170.0, 150.0, 255.0)),
        *kit.solid(foot, BRASS),
        kit.form(ball, kit.main, 0.6),
        kit.shine(mist, 0.5, 0.25, ball),
        *kit.brush.rim(ball, 0.08),
        kit.shine(p.oval(-0.28, 0.5, 0.2, 0.11, 0.6), 0.85, 0.04, ball),
    ]


def wand(kit: Kit, dice: Random) -> list[Shape]:
    kit = kit.turned(-0.3)
    p = kit.pencil
    sparks = p.ovals(
        *(
            (0.5 * math.cos(a) * r, 0.79 + 0.4 * math.sin(a) * r, 0.035, 0.035)
            for a, r in ((0.4, 1.0), (2.2, 0.9), (3.9, 0.8), (5.4, 1.05))
        )
    )
    return [
        kit.halo(0, 0.85, 0.9, 0.8, (255.0, 214.0, 140.0)),
        kit.form(p.limb([(0, -0.95), (0, -0.1), (0, 0.8)], [0.09, 0.065, 0.035])),
        kit.flat(p.slab(0, -0.5, 0.2, 0.1, 0.04), BRASS),
        kit.fire(star_path(kit, 0, 0.79, 0.19)),
        kit.fire(sparks),
    ]


def star(kit: Kit, dice: Random) -> list[Shape]:
    path = star_path(kit, 0, 0, 0.85)
    return [
        kit.halo(0, 0, 1.6, 0.7),
        kit.form(path, kit.main, 0.3),
        Shape(path, FIRE, opacity=0.3, blend="screen", layer="prop"),
        kit.shine(kit.pencil.oval(-0.15, 0.2, 0.22, 0.2), 0.5, 0.2, path),
    ]


def star_path(kit: Kit, x: float, y: float, radius: float) -> Path:
    """A five-pointed star."""
    part = kit.pencil.moved(x, y, radius)
    points: list[Knot] = []
    for index in range(10):
        r, a = (1.0 if index % 2 == 0 else 0.45), math.pi / 2 + index * math.pi / 5
        points.append((r * math.cos(a), r * math.sin(a), 0.12))
    return part.curve(points)


def battery(kit: Kit, dice: Random) -> list[Shape]:
    p = kit.pencil
    body = p.slab(0, -0.08, 0.8, 1.5, 0.12)
    bolt = p.poly((0.08, 0.4), (-0.2, -0.1), (-0.02, -0.1), (-0.08, -0.52), (0.22, 0.02), (0.03, 0.02))
    return [
        kit.ground(-0.85, 0.5),
        kit.form(p.slab(0, 0.74, 0.3, 0.2, 0.05), IRON),
        *kit.solid(body),
        kit.form(p.slab(0, 0.5, 0.8, 0.34, 0.1), BRASS, 0.6, body),
        kit.flat(bolt, (255.0, 236.0, 160.0), 0.0),
        kit.shine(p.slab(-0.26, -0.1, 0.08, 1.3, 0.04), 0.4, 0.04, body),
    ]
