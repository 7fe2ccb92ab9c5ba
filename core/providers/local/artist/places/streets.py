"""Among houses: village and street."""

from __future__ import annotations

import random
from itertools import pairwise

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Point, Stop
from core.providers.local.artist.places import built, growing, open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.paving import paving
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.story import Weather


def village(s: Sheet) -> Scenery:
    """Gabled houses along a lane, a church spire behind."""
    horizon = s.height * 0.58
    open_air.sky(s, horizon, 0.66)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.22, (104, 116, 132), 0.6)
    open_air.ridge(s, "near", horizon, s.unit * 0.12, (92, 114, 100), 0.42)
    s.layer = "middle"
    _church(s, s.width * 0.58, horizon + s.unit * 0.02)
    chance = s.chance("houses far")
    x = -0.05 * s.width
    while x < s.width:
        wide = s.unit * chance.uniform(0.11, 0.15)
        box = Box(x, horizon - s.unit * 0.085, x + wide, horizon + s.unit * 0.03)
        built.house(s, box, chance.choice(built.WALLS), chance.choice(built.ROOFS), 0.26, chance)
        growing.bush(s, x + wide * 1.1, horizon + s.unit * 0.034, s.unit * 0.07, (86, 116, 78), 0.24, chance)
        x += wide * chance.uniform(1.1, 1.7)
    s.layer = "set"
    green = s.earth((112, 134, 88), "grass", "green")
    s.add(
        paths.rect(-0.2 * s.width, horizon + s.unit * 0.03, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(green, 0.12), s.light.shade(green), horizon, s.height),
    )
    lane = paths.smooth(
        [
            (s.width * 0.47, horizon + s.unit * 0.03),
            (s.width * 0.55, horizon + s.unit * 0.03),
            (s.width * 0.66, s.height * 0.78),
            (s.width * 0.95, s.height * 1.12),
            (s.width * 0.1, s.height * 1.12),
            (s.width * 0.36, s.height * 0.78),
        ],
        0.7,
    )
    stone = s.earth((190, 172, 148), "lane", "path", "cobbles")
    s.add(lane, s.down(s.light.surface(stone, 0.1), s.light.shade(stone), horizon, s.height))
    _near_houses(s)
    lamp = built.street_lamp(s, s.width * (0.3 if s.wide else 0.2), s.height * 0.79, s.unit * 0.36)
    growing.meadow(s, "tufts", s.height * 0.8, s.height, green, 90)
    growing.foreground_grass(s, green, 0.11, 46, gap=0.28)
    return s.done(
        horizon=horizon,
        ground=s.height * 0.88,
        figure=s.unit * 0.34,
        stand=(0.36, 0.7),
        glow=lamp if s.light.lamps > 0.3 else None,
    )


def _near_houses(s: Sheet) -> None:
    near = s.chance("houses near")
    sizes = ((-0.06, 0.34, 0.3), (0.8, 0.36, 0.32)) if s.wide else ((-0.2, 0.34, 0.3), (0.82, 0.36, 0.32))
    for at, wide, high in sizes:
        base = s.height * 0.77
        box = Box(s.width * at, base - s.unit * high, s.width * at + s.unit * wide, base)
        s.shadow((box.at(0.5, 1)[0], base), s.unit * wide * 0.7, s.unit * 0.04)
        built.house(
            s,
            box,
            s.pick(f"wall{at}", built.WALLS, "house", "houses", "cottage"),
            near.choice(built.ROOFS),
            0.04,
            near,
        )
        for k in (0.05, 0.9):
            growing.bush(s, box.at(k, 1)[0], base + s.unit * 0.02, s.unit * 0.12, (96, 128, 80), 0.02, near)


def _church(s: Sheet, x: float, base: float) -> None:
    wall: Colour = (206, 196, 184)
    u = s.unit
    tower = Box(x - u * 0.028, base - u * 0.2, x + u * 0.028, base)
    s.form(tower.path, wall, (tower.left, tower.right), 0.34)
    nave = Box(x + u * 0.02, base - u * 0.09, x + u * 0.15, base)
    s.form(nave.path, wall, (nave.left, nave.right), 0.34)
    s.form(
        paths.polygon(
            [
                (nave.left - u * 0.005, nave.top),
                (nave.left + u * 0.02, nave.top - u * 0.06),
                (nave.right, nave.top - u * 0.06),
                (nave.right + u * 0.012, nave.top),
            ]
        ),
        (104, 92, 100),
        (nave.left, nave.right),
        0.34,
    )
    s.form(
        paths.polygon(
            [
                (tower.left - u * 0.006, tower.top),
                (x, tower.top - u * 0.13),
                (tower.right + u * 0.006, tower.top),
            ]
        ),
        (92, 88, 104),
        (tower.left, tower.right),
        0.34,
    )
    built.panes(
        s,
        [
            tower.part(0.34, 0.14, 0.66, 0.34),
            nave.part(0.2, 0.3, 0.32, 0.75),
            nave.part(0.5, 0.3, 0.62, 0.75),
            nave.part(0.78, 0.3, 0.9, 0.75),
        ],
        0.34,
        s.chance("church"),
        lit=0.9,
    )


def street(s: Sheet) -> Scenery:
    """A town street: house fronts on both sides in perspective, lamps, shop lights on wet stones."""
    horizon = s.height * 0.56
    open_air.sky(s, horizon, 0.52)
    s.layer = "far"
    built.towers(s, "towers", horizon + s.unit * 0.02, s.unit * 0.3, (112, 112, 136), 0.6)
    open_air.mist(s, horizon, s.unit * 0.14, 0.5)
    s.layer = "middle"
    eye = s.width * 0.5, horizon
    s.layer = "set"
    stone = s.earth((136, 130, 134), "cobbles", "street", "road", "pavement")
    s.add(
        paths.rect(-0.2 * s.width, horizon, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(stone, 0.35), s.light.shade(darker(stone, 0.1)), horizon, s.height),
    )
    paving(s, horizon + s.unit * 0.02, s.height * 1.04, stone)
    for side in (-1, 1):
        _row_of_fronts(s, eye, side)
    for t in (0.1, 0.2, 0.4):
        for side in (-1, 1):
            x = eye[0] + side * s.unit * 0.72 * t * (1.0 if s.wide else 0.72)
            y = horizon + (s.height - horizon) * t * 1.35
            built.street_lamp(s, x, y, s.unit * 0.66 * t + s.unit * 0.02, arm=-side * 0.1)
    _wet_stones(s, horizon)
    lamp_x = s.width * (0.22 if s.wide else 0.12)
    lamp = built.street_lamp(s, lamp_x, s.height * 0.86, s.unit * 0.6, arm=0.12)
    return s.done(
        horizon=horizon,
        ground=s.height * 0.9,
        figure=s.unit * 0.37,
        stand=(0.34, 0.72),
        glow=lamp if s.light.lamps > 0.3 else None,
        key_side=-0.45 if s.light.dark else 0.5,
    )


def _row_of_fronts(s: Sheet, eye: Point, side: int) -> None:
    """House fronts that run to the vanishing point, far ones first."""
    chance = s.chance(f"fronts{side}")
    reach = (s.width * 0.5) / s.unit
    cuts = (0.16, 0.24, 0.36, 0.56, 0.9, 1.5)
    for far, near in pairwise(cuts):
        wall = chance.choice(built.WALLS)
        tall = chance.uniform(0.8, 1.15) * (1.0 if s.wide else 1.35)
        x0, x1 = (eye[0] + side * s.unit * reach * cut for cut in (far, near))
        top0, top1 = (eye[1] - s.unit * tall * cut * 0.62 - s.unit * 0.02 for cut in (far, near))
        low0, low1 = (eye[1] + s.unit * cut * 0.36 for cut in (far, near))
        depth = max(0.0, 0.42 - far * 0.7)
        facing = side * s.light.key_side < 0
        colour = s.light.lit(wall, depth) if facing else s.light.shade(wall, depth)
        front = paths.polygon([(x0, top0), (x1, top1), (x1, low1), (x0, low0)])
        s.add(
            front, Linear((x0, 0), (x1, 0), (Stop(0, mix(colour, s.light.haze, depth * 0.6)), Stop(1, colour)))
        )
        s.add(
            paths.polygon(
                [
                    (x0, top0 - s.unit * 0.01),
                    (x1, top1 - s.unit * 0.02),
                    (x1, top1 + s.unit * 0.012),
                    (x0, top0 + s.unit * 0.006),
                ]
            ),
            s.light.lit(lighter(wall, 0.15), depth),
        )
        _front_windows(s, (x0, top0, low0), (x1, top1, low1), chance, depth)


def _front_windows(
    s: Sheet,
    far: tuple[float, float, float],
    near: tuple[float, float, float],
    chance: random.Random,
    depth: float,
) -> None:
    def at(u: float, v: float) -> Point:
        x = far[0] + (near[0] - far[0]) * u
        top, low = far[1] + (near[1] - far[1]) * u, far[2] + (near[2] - far[2]) * u
        return x, top + (low - top) * v

    cold: list[Path] = []
    warm: list[Path] = []
    shops: list[Path] = []
    for row in range(3):
        for column in range(3):
            u0, v0 = (column + 0.24) / 3, 0.08 + row * 0.21
            pane = paths.polygon([at(u0, v0), at(u0 + 0.17, v0), at(u0 + 0.17, v0 + 0.13), at(u0, v0 + 0.13)])
            lit = chance.random() < 0.5 * s.light.lamps
            (warm if lit else cold).append(pane)
    shop = paths.polygon([at(0.1, 0.76), at(0.62, 0.76), at(0.62, 0.94), at(0.1, 0.94)])
    door = paths.polygon([at(0.7, 0.74), at(0.88, 0.74), at(0.88, 1.0), at(0.7, 1.0)])
    s.add(paths.join([*cold]), mix(darker(s.light.sky[1].colour, 0.4), s.light.haze, depth))
    s.add(door, s.light.shade((92, 62, 58), depth))
    shops.append(shop)
    tint = ((190, 84, 72), (78, 128, 120), (206, 162, 86), (96, 104, 150))[int(chance.random() * 4)]
    if s.light.lamps > 0.3:
        s.add(
            paths.join([*warm, *shops]),
            mix(s.light.lamp, s.light.haze, depth * 0.5),
            opacity=0.55 + 0.4 * s.light.lamps,
        )
        s.glow(at(0.4, 0.85), abs(near[0] - far[0]) * 0.9, s.light.lamp, 0.4 * s.light.lamps)
    else:
        s.add(paths.join([*warm, *shops]), mix(darker(s.light.sky[1].colour, 0.2), s.light.haze, depth))
    awning = paths.polygon([at(0.07, 0.71), at(0.65, 0.71), at(0.68, 0.79), at(0.04, 0.79)])
    s.add(awning, s.light.surface(tint, depth))


def _wet_stones(s: Sheet, horizon: float) -> None:
    if s.light.weather is not Weather.RAIN and s.light.lamps < 0.5:
        return
    chance = s.chance("wet")
    strong = 0.5 if s.light.weather is Weather.RAIN else 0.24
    for _ in range(9):
        x = s.width * chance.random()
        dashes = [
            open_air.lens(
                (
                    x + chance.uniform(-1, 1) * s.unit * 0.02,
                    horizon + (s.height - horizon) * (0.2 + 0.8 * i / 9),
                ),
                s.unit * chance.uniform(0.012, 0.045),
                s.unit * 0.004,
            )
            for i in range(9)
        ]
        s.add(
            paths.join(dashes),
            s.light.lamp if s.light.lamps > 0.3 else s.light.horizon,
            opacity=strong * 0.6,
            blend="screen",
            blur=s.unit * 0.002,
        )
