"""Tended land: field, garden, road, and the plain ground of no place in particular."""

from __future__ import annotations

import math
import random
from itertools import pairwise

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Point, Stop
from core.providers.local.artist.places import built, growing, open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.sheet import Scenery, Sheet

GREEN: Colour = (106, 138, 80)


def field(s: Sheet) -> Scenery:
    """Rows of grain under a wide sky, a farm and a lone tree on the rise."""
    horizon = s.height * 0.56
    open_air.sky(s, horizon, 0.7)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.08, (112, 124, 140), 0.66)
    open_air.ridge(s, "near", horizon + s.unit * 0.02, s.unit * 0.07, (110, 132, 94), 0.42)
    s.layer = "middle"
    grain = s.earth((216, 178, 92), "wheat", "grain", "corn", "field", "fields")
    rise = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.6), (0.15, 0.575), (0.45, 0.585), (0.75, 0.565), (1.2, 0.6))
    ]
    hill = paths.smooth_top(rise, s.height * 1.3)
    s.add(hill, s.down(s.light.lit(grain, 0.3), s.light.surface(grain, 0.05), s.height * 0.56, s.height * 0.75))
    chance = s.chance("farm")
    barn = s.width * (0.24 if s.wide else 0.2)
    built.house(
        s,
        Box(barn, s.height * 0.59 - s.unit * 0.075, barn + s.unit * 0.13, s.height * 0.595),
        s.colour((168, 76, 62), "barn", "farm"),
        (112, 92, 88),
        0.22,
        chance,
    )
    growing.leafy(s, s.width * 0.78, s.height * 0.585, s.unit * 0.26, (100, 132, 76), 0.2, chance)
    growing.bush(s, barn + s.unit * 0.17, s.height * 0.592, s.unit * 0.06, (88, 120, 76), 0.26, chance)
    s.layer = "set"
    _furrows(s, grain, hill)
    _ears(s, grain)
    s.layer = "near"
    front = s.chance("front ears")
    stalks = [(s.width * front.uniform(-0.02, 1.02), s.height * 1.03) for _ in range(90)]
    s.add(
        growing.blades(stalks, s.unit * 0.17, front, 0.16),
        s.light.shade(darker(grain, 0.4)),
        blur=s.unit * 0.002,
    )
    return s.done(horizon=horizon, ground=s.height * 0.9, figure=s.unit * 0.34, stand=(0.3, 0.72))


def _furrows(s: Sheet, grain: Colour, hill: Path) -> None:
    eye = s.width * 0.55, s.height * 0.5
    rows = []
    for i in range(-16, 17):
        x = eye[0] + i * s.unit * 0.4
        rows.append(
            paths.polygon(
                [
                    (eye[0] + i * s.unit * 0.045, s.height * 0.57),
                    (eye[0] + i * s.unit * 0.045 + 1.5, s.height * 0.57),
                    (x + s.unit * 0.12, s.height * 1.1),
                    (x, s.height * 1.1),
                ]
            )
        )
    fill = Linear(
        (0, s.height * 0.57),
        (0, s.height),
        (Stop(0, s.light.shade(grain), 0.25), Stop(1, s.light.shade(darker(grain, 0.2)), 0.6)),
    )
    s.add(paths.join(rows), fill, clip=hill)


def _ears(s: Sheet, grain: Colour) -> None:
    chance = s.chance("ears")
    for tone, strength in ((s.light.shade(darker(grain, 0.1)), 0.7), (s.light.lit(lighter(grain, 0.12)), 0.8)):
        stalks, ears = [], []
        for _ in range(170):
            near = chance.random() ** 0.8
            x, y = s.width * chance.uniform(-0.02, 1.02), s.height * (0.66 + 0.36 * near)
            tall = s.unit * (0.02 + 0.06 * near) * chance.uniform(0.7, 1.1)
            bend = tall * chance.uniform(-0.15, 0.35)
            stalks.append(
                paths.ribbon(
                    [(x, y), (x + bend * 0.3, y - tall * 0.6), (x + bend, y - tall)],
                    [tall * 0.03, tall * 0.03, tall * 0.02],
                )
            )
            ears.append(paths.ellipse((x + bend, y - tall * 1.08), tall * 0.05, tall * 0.15, 0.3 * bend / tall))
        s.add(paths.join(stalks), tone, opacity=strength * 0.7)
        s.add(paths.join(ears), tone, opacity=strength)


def garden(s: Sheet) -> Scenery:
    """A cottage garden: hedge, rose arch, borders and a gravel path."""
    horizon = s.height * 0.55
    open_air.sky(s, horizon, 0.74)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.09, (104, 126, 116), 0.55)
    chance = s.chance("garden")
    for x in (0.02, 0.2, 0.42, 0.64, 0.84, 1.0):
        growing.leafy(
            s,
            s.width * x,
            horizon + s.unit * 0.03,
            s.unit * chance.uniform(0.26, 0.4),
            (94, 130, 80),
            0.36,
            chance,
        )
    s.layer = "middle"
    hedge = horizon - s.unit * 0.045
    green = s.earth((88, 130, 74), "hedge", "lawn", "grass")
    lumps = [
        (s.width * (-0.1 + 1.2 * i / 16), hedge + chance.uniform(-1, 1) * s.unit * 0.008) for i in range(17)
    ]
    s.add(
        paths.smooth_top(lumps, s.height),
        s.down(s.light.lit(green, 0.1), s.light.shade(green, 0.05), hedge, hedge + s.unit * 0.12),
    )
    lawn = horizon + s.unit * 0.05
    s.add(
        paths.rect(-0.2 * s.width, lawn, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.lit(lighter(green, 0.12)), s.light.shade(green), lawn, s.height),
    )
    s.layer = "set"
    path = paths.smooth(
        [
            (s.width * 0.46, lawn),
            (s.width * 0.54, lawn),
            (s.width * 0.62, s.height * 0.78),
            (s.width * 0.78, s.height * 1.1),
            (s.width * 0.22, s.height * 1.1),
            (s.width * 0.4, s.height * 0.78),
        ],
        0.8,
    )
    s.add(path, s.down(s.light.surface((214, 196, 168)), s.light.shade((198, 176, 146)), lawn, s.height))
    _arch(s, s.width * 0.5, lawn + s.unit * 0.02, s.unit * 0.36)
    _borders(s, lawn, green)
    growing.canopy(s, s.unit * 0.13, (90, 126, 74), "canopy")
    growing.foreground_grass(s, green, 0.12, 50, gap=0.24)
    return s.done(horizon=horizon, ground=s.height * 0.89, figure=s.unit * 0.35, stand=(0.32, 0.7))


def _arch(s: Sheet, x: float, base: float, high: float) -> None:
    """A white arch overgrown with roses."""
    wood = s.light.surface((236, 230, 220))
    half = high * 0.36
    for off in (0.0, high * 0.08):
        points = [
            (x - half - off, base),
            (x - half - off, base - high * 0.6),
            (x, base - high - off),
            (x + half + off, base - high * 0.6),
            (x + half + off, base),
        ]
        s.line(paths.smooth_open(points, 0.9), wood, high * 0.03)
    chance = s.chance("arch")
    roses = s.colour((226, 110, 120), "roses", "rose", "flowers")
    rows = (
        (s.light.shade((86, 124, 72)), 60, 0.042),
        (s.light.lit((100, 144, 80)), 54, 0.03),
        (s.light.lit(roses), 40, 0.019),
        (s.light.lit(lighter(roses, 0.4)), 40, 0.009),
    )
    for tone, many, size in rows:
        leaves = []
        for i in range(many):
            at = _on_arch((i + chance.random()) / many, x, base, high, half)
            spot = at[0] + chance.gauss(0, 1) * high * 0.02, at[1] + chance.gauss(0, 1) * high * 0.02
            leaves.append(paths.blob(spot, high * size, high * size * 0.9, chance.randrange(1 << 30), 0.12, 7))
        s.add(paths.join(leaves), tone)


def _on_arch(t: float, x: float, base: float, high: float, half: float) -> Point:
    """A point along the arch, from the left foot to the right one."""
    wide = half + high * 0.04
    if 0.28 <= t <= 0.72:
        angle = math.pi * (1 + (t - 0.28) / 0.44)
        return x + wide * math.cos(angle), base - high * 0.56 + high * 0.46 * math.sin(angle)
    up = t / 0.28 if t < 0.28 else (1 - t) / 0.28
    return x + (-wide if t < 0.28 else wide), base - high * 0.58 * up


def _borders(s: Sheet, top: float, green: Colour) -> None:
    """Bushes in rows on both sides of the path, with flowers on them."""
    chance = s.chance("borders")
    tints: tuple[Colour, ...] = (
        (214, 92, 110), (238, 196, 84), (150, 110, 186), (244, 238, 236), (226, 132, 84),
    )  # fmt: skip
    for row in range(4):
        near = (row + 0.6) / 4
        y = top + (s.height - top) * near * 0.9
        for side in (-1, 1):
            for step in range(3):
                x = s.width * (0.5 + side * (0.19 + 0.1 * near + 0.13 * (step + 0.5 * chance.random())))
                wide = s.unit * (0.09 + 0.1 * near) * chance.uniform(0.85, 1.2)
                growing.bush(s, x, y, wide, green, 0.12 * (1 - near), chance)
                _blooms(s, (x, y), wide, chance.choice(tints), chance)


def _blooms(s: Sheet, at: Point, wide: float, tint: Colour, chance: random.Random) -> None:
    """Flowers of one kind on one bush."""
    blooms, hearts = [], []
    for _ in range(9):
        t = chance.uniform(-0.42, 0.42)
        spot = at[0] + wide * t, at[1] - wide * chance.uniform(0.06, 0.42) * (1 - abs(t))
        size = wide * chance.uniform(0.035, 0.055)
        blooms.append(paths.blob(spot, size, size * 0.9, chance.randrange(1 << 30), 0.16, 7))
        hearts.append(paths.circle(spot, size * 0.36))
    s.add(paths.join(blooms), s.light.lit(tint))
    s.add(paths.join(hearts), s.light.lit(lighter(tint, 0.5)))


def road(s: Sheet) -> Scenery:
    """A country road that runs to the horizon between poles and trees."""
    horizon = s.height * 0.55
    disc = open_air.sky(s, horizon, 0.56)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.16, (112, 112, 138), 0.62, sharp=True)
    open_air.ridge(s, "near", horizon, s.unit * 0.06, (106, 124, 96), 0.4)
    s.layer = "middle"
    land = s.earth((146, 142, 92), "grass", "land", "fields")
    s.add(
        paths.rect(-0.2 * s.width, horizon, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(land, 0.35), s.light.shade(darker(land, 0.1)), horizon, s.height),
    )
    growing.meadow(s, "verge", horizon + s.unit * 0.03, s.height, land, 140)
    s.layer = "set"
    eye = s.width * 0.52
    tar = s.earth((104, 102, 112), "road", "asphalt", "track")
    lane = paths.polygon(
        [
            (eye - s.unit * 0.008, horizon),
            (eye + s.unit * 0.008, horizon),
            (s.width * 0.5 + s.unit * 0.72, s.height * 1.1),
            (s.width * 0.5 - s.unit * 0.72, s.height * 1.1),
        ]
    )
    s.add(
        lane,
        s.down(mix(s.light.surface(tar, 0.3), s.light.horizon, 0.3), s.light.shade(tar), horizon, s.height),
    )
    marks = []
    for i in range(10):
        t0, t1 = (i / 10) ** 2.2, ((i + 0.5) / 10) ** 2.2
        y0, y1 = horizon + (s.height * 1.1 - horizon) * t0, horizon + (s.height * 1.1 - horizon) * t1
        marks.append(
            paths.polygon(
                [
                    (eye - s.unit * 0.014 * t0, y0),
                    (eye + s.unit * 0.014 * t0, y0),
                    (eye + s.unit * 0.014 * t1, y1),
                    (eye - s.unit * 0.014 * t1, y1),
                ]
            )
        )
    s.add(paths.join(marks), s.light.lit((240, 232, 208)), opacity=0.75)
    _poles(s, horizon, eye)
    s.glow((disc[0], horizon), s.unit * 0.4, s.light.sun, 0.25 if s.light.sun_height >= 0 else 0.0, 0.4)
    growing.foreground_grass(s, land, 0.13, 50, gap=0.3)
    return s.done(horizon=horizon, ground=s.height * 0.88, figure=s.unit * 0.34, stand=(0.36, 0.66))


def _poles(s: Sheet, horizon: float, eye: float) -> None:
    wood: Colour = (110, 86, 74)
    tops: list[Point] = []
    for t in (0.05, 0.1, 0.19, 0.36, 0.68):
        x = eye - s.unit * 0.62 * t - s.unit * 0.01
        base = horizon + (s.height - horizon) * t * 0.86
        high = s.unit * (0.03 + 0.72 * t)
        tone = s.light.shade(wood, 0.4 * (1 - t))
        s.line(paths.line((x, base), (x, base - high)), tone, max(1.2, high * 0.022))
        s.line(
            paths.line((x - high * 0.1, base - high * 0.92), (x + high * 0.1, base - high * 0.92)),
            tone,
            max(1.0, high * 0.018),
        )
        tops.append((x, base - high * 0.93))
    for (x0, y0), (x1, y1) in pairwise(tops):
        sag = (x0 + x1) / 2, (y0 + y1) / 2 + abs(x1 - x0) * 0.16
        s.line(
            paths.smooth_open([(x0, y0), sag, (x1, y1)]),
            s.light.shade((60, 54, 62)),
            max(0.8, s.unit * 0.0013),
            opacity=0.7,
        )


def plain(s: Sheet) -> Scenery:
    """No place in particular: a gentle rise under a large sky, with a few trees far off."""
    horizon = s.height * 0.62
    open_air.sky(s, horizon, 0.7)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.16, (116, 118, 144), 0.66)
    open_air.ridge(s, "middle", horizon, s.unit * 0.1, (104, 120, 124), 0.48)
    s.layer = "middle"
    chance = s.chance("far trees")
    green = s.earth(GREEN, "grass", "ground")
    rise = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.66), (0.2, 0.63), (0.5, 0.645), (0.8, 0.63), (1.2, 0.66))
    ]
    s.add(
        paths.smooth_top(rise, s.height * 1.3),
        s.down(s.light.surface(green, 0.3), s.light.surface(green, 0.1), s.height * 0.63, s.height * 0.8),
    )
    for x, high in ((0.1, 0.16), (0.16, 0.12), (0.84, 0.2)):
        growing.leafy(s, s.width * x, s.height * 0.645, s.unit * high, (96, 126, 78), 0.3, chance)
    s.layer = "set"
    near = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.78), (0.15, 0.76), (0.5, 0.79), (0.85, 0.765), (1.2, 0.79))
    ]
    open_air.ground(s, "rise", near, green)
    growing.meadow(s, "tufts", s.height * 0.79, s.height, green)
    growing.flowers(s, "flowers", s.height * 0.83, s.height, ((240, 234, 236), (236, 200, 110)), 30)
    growing.foreground_grass(s, green, 0.12, 56, gap=0.2)
    return s.done(horizon=horizon, ground=s.height * 0.88, figure=s.unit * 0.34, stand=(0.28, 0.74))
