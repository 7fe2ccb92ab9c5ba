"""By the open sea: coast, sea and lighthouse."""

from __future__ import annotations

import random
from itertools import pairwise

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Point, Stop
from core.providers.local.artist.places import built, growing, open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.sheet import Scenery, Sheet

GRASS: Colour = (104, 122, 84)


SAND: Colour = (222, 196, 152)


def coast(s: Sheet) -> Scenery:
    """A beach that curves away under a headland, with breaking waves."""
    horizon = s.height * 0.52
    disc = open_air.sky(s, horizon, 0.66)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.16, (110, 112, 140), 0.66)
    open_air.ridge(s, "head", horizon, s.unit * 0.1, (92, 96, 120), 0.45)
    s.layer = "middle"
    shore = horizon + (s.height - horizon) * 0.46
    open_air.water(s, horizon, s.height, disc)
    _headland(s, horizon)
    s.layer = "set"
    _surf(s, shore)
    line = [(-0.1, 0.98), (0.12, 0.88), (0.34, 0.72), (0.6, 0.6), (0.84, 0.56), (1.1, 0.5)]
    points = [(s.width * x, horizon + (s.height - horizon) * y) for x, y in line]
    edge = [(x, y - s.unit * 0.012) for x, y in points]
    s.add(
        paths.smooth_top(edge, s.height * 1.3), s.light.lit((250, 252, 252)), opacity=0.7, blur=s.unit * 0.003
    )
    sand = s.earth(SAND, "sand", "beach")
    wet = paths.smooth_top(points, s.height * 1.3)
    s.add(
        wet,
        Linear(
            (0, horizon),
            (0, s.height),
            (
                Stop(0.2, s.light.surface(darker(sand, 0.2))),
                Stop(0.55, s.light.surface(sand)),
                Stop(1, s.light.shade(darker(sand, 0.25))),
            ),
        ),
    )
    _pebbles(s, points)
    growing.foreground_grass(s, GRASS, 0.15, 70, gap=0.2)
    return s.done(
        horizon=horizon, ground=s.height * 0.87, figure=s.unit * 0.33, stand=(0.4, 0.82), key_side=0.6
    )


def _headland(s: Sheet, horizon: float) -> None:
    cliff = (126, 112, 108)
    outline: list[Point] = [
        (-0.2, -0.2),
        (0.02, -0.215),
        (0.12, -0.19),
        (0.18, -0.2),
        (0.25, -0.13),
        (0.31, -0.1),
        (0.34, -0.03),
        (0.4, 0.012),
    ]
    points = [(s.width * x, horizon + s.unit * y) for x, y in outline]
    path = paths.smooth_top(points, horizon + s.unit * 0.02)
    s.add(
        path,
        s.down(
            s.light.lit(cliff, 0.14),
            mix(s.light.shade(cliff, 0.1), s.light.haze, 0.2),
            horizon - s.unit * 0.22,
            horizon + s.unit * 0.02,
        ),
    )
    top = paths.smooth_top([(x, y + s.unit * 0.004) for x, y in points[:6]], points[5][1] + s.unit * 0.01)
    s.add(top, s.light.surface(GRASS, 0.12), opacity=0.75, clip=path)
    chance = s.chance("cracks")
    cracks = []
    for _ in range(16):
        x, y = s.width * chance.uniform(0, 0.36), horizon - s.unit * chance.uniform(0.0, 0.13)
        cracks.append(
            paths.ribbon(
                [
                    (x, y - s.unit * 0.05),
                    (x + s.unit * chance.uniform(-0.012, 0.012), y - s.unit * 0.02),
                    (x, y + s.unit * 0.01),
                ],
                [s.unit * 0.002, s.unit * 0.008, s.unit * 0.002],
            )
        )
    s.add(paths.join(cracks), s.light.shade(darker(cliff, 0.3), 0.1), opacity=0.4, clip=path)


def _surf(s: Sheet, shore: float) -> None:
    chance = s.chance("surf")
    for row, (level, strength) in enumerate(((0.0, 0.35), (0.12, 0.5), (0.25, 0.7))):
        y = shore + s.unit * (level - 0.1)
        points = []
        for i in range(13):
            x = s.width * (-0.05 + 1.1 * i / 12)
            points.append((x, y + s.unit * (0.06 - 0.11 * i / 12) + chance.uniform(-1, 1) * s.unit * 0.006))
        foam = [
            *points,
            *[
                (x, yy + s.unit * (0.004 + 0.005 * row) * chance.uniform(0.4, 1.8))
                for x, yy in reversed(points)
            ],
        ]
        s.add(paths.smooth(foam), s.light.lit((250, 252, 255)), opacity=strength, blur=s.unit * 0.0012)


def _pebbles(s: Sheet, line: list[Point]) -> None:
    chance = s.chance("pebbles")
    tones: tuple[Colour, ...] = ((150, 138, 130), (188, 168, 146), (122, 110, 112))
    for tone in tones:
        stones = []
        for _ in range(16):
            at = s.width * chance.uniform(0.1, 1.0), s.height * chance.uniform(0.86, 1.0)
            size = s.unit * chance.uniform(0.003, 0.011)
            stones.append(paths.blob(at, size * 1.4, size * 0.8, chance.randrange(1 << 30), 0.12, 8))
        s.add(paths.join(stones), s.across(tone, (0, s.width)), opacity=0.85)


def sea(s: Sheet) -> Scenery:
    """Open water with long swells, seen from the deck of a boat."""
    horizon = s.height * 0.5
    disc = open_air.sky(s, horizon, 0.62)
    s.layer = "far"
    open_air.ridge(s, "isle", horizon, s.unit * 0.045, (96, 104, 130), 0.6)
    s.layer = "middle"
    open_air.water(s, horizon, s.height, disc, colour=s.colour((44, 98, 138), "sea", "water", "ocean"))
    built.boat(s, (s.width * 0.24, horizon + s.unit * 0.05), s.unit * 0.16, (150, 74, 62), sail=True, depth=0.3)
    chance = s.chance("swell")
    for row in range(5):
        near = (row + 1) / 5
        swell(s, horizon + (s.height - horizon) * near**1.5 * 0.72, s.unit * (0.012 + 0.035 * near), chance)
    s.layer = "set"
    _deck(s)
    return s.done(
        horizon=horizon, ground=s.height * 0.93, figure=s.unit * 0.42, stand=(0.3, 0.74), key_side=0.5
    )


def swell(s: Sheet, y: float, high: float, chance: random.Random) -> None:
    """One long wave with a lit crest."""
    points = []
    for i in range(12):
        points.append((s.width * (-0.1 + 1.2 * i / 11), y - high * chance.uniform(0, 1)))
    body = s.light.surface((40, 88, 122))
    fill = Linear(
        (0, y - high),
        (0, y + high * 3),
        (Stop(0, mix(body, s.light.sky[1].colour, 0.3), 0.75), Stop(1, body, 0.0)),
    )
    s.add(paths.smooth_top(points, y + high * 3), fill)
    s.line(paths.smooth_open(points), lighter(s.light.horizon, 0.25), s.unit * 0.002, opacity=0.4)


def _deck(s: Sheet) -> None:
    wood = s.earth((152, 108, 76), "deck", "wood")
    top = s.height * 0.83
    points = [
        (s.width * x, top + s.unit * y)
        for x, y in ((-0.15, -0.05), (0.2, 0.0), (0.5, 0.016), (0.8, 0.0), (1.15, -0.05))
    ]
    s.add(
        paths.smooth_top(points, s.height * 1.3),
        s.down(s.light.surface(wood), s.light.shade(darker(wood, 0.3)), top, s.height),
    )
    seams = []
    for i in range(15):
        x = s.width * (-0.1 + 1.2 * i / 14)
        far = s.width / 2 + (x - s.width / 2) * 0.8
        seams.append(
            paths.polygon(
                [
                    (far - 1, top - s.unit * 0.04),
                    (far + 1, top - s.unit * 0.04),
                    (x + 3, s.height * 1.05),
                    (x - 3, s.height * 1.05),
                ]
            )
        )
    s.add(
        paths.join(seams),
        s.light.shade(darker(wood, 0.45)),
        opacity=0.5,
        clip=paths.smooth_top(points, s.height * 1.3),
    )
    rail = [(x, y - s.unit * 0.15) for x, y in points]
    for i in range(12):
        x = s.width * (-0.06 + 1.12 * i / 11)
        y = top + s.unit * (0.016 - 0.21 * ((x / s.width) - 0.5) ** 2)
        s.line(paths.line((x, y), (x, y - s.unit * 0.15)), s.light.shade((236, 228, 214)), s.unit * 0.01)
    s.line(paths.smooth_open(rail), s.light.lit((240, 232, 218)), s.unit * 0.017)
    s.line(
        paths.smooth_open([(x, y + s.unit * 0.07) for x, y in rail]),
        s.light.surface((230, 222, 208)),
        s.unit * 0.007,
    )
    s.add(
        paths.smooth_top([(x, y - s.unit * 0.012) for x, y in points], top + s.unit * 0.012),
        s.light.surface((230, 222, 208)),
        opacity=0.9,
    )


def lighthouse(s: Sheet) -> Scenery:
    """A lighthouse on a grassy headland above the sea, its beam lit from dusk to dawn."""
    horizon = s.height * 0.6
    disc = open_air.sky(s, horizon, 0.72)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.15, (120, 104, 140), 0.62)
    open_air.ridge(s, "near", horizon, s.unit * 0.085, (100, 88, 128), 0.42)
    s.layer = "middle"
    open_air.water(s, horizon, s.height, disc)
    line = [(-0.2, 0.52), (0.06, 0.515), (0.22, 0.56), (0.42, 0.64), (0.62, 0.76), (0.8, 0.86), (1.2, 1.02)]
    if s.tall:
        line = [(-0.2, 0.6), (0.1, 0.6), (0.35, 0.63), (0.6, 0.71), (0.85, 0.8), (1.2, 0.9)]
    points = [(s.width * x, s.height * y) for x, y in line]
    s.layer = "set"
    x = s.width * (0.17 if s.wide else 0.24)
    stripe = s.colour((196, 64, 62), "stripe", "stripes", "lighthouse", "tower", "bands")
    base = points[1][1] + s.unit * 0.02
    high = min(s.unit * 0.5, base * 0.86) if not s.tall else s.unit * 0.72
    lamp = (x, base - high * 0.84)
    if s.light.lamps > 0.3:
        built.beam(
            s,
            lamp,
            ((s.width * 1.25, lamp[1] - s.unit * 0.14), (-s.width * 0.5, lamp[1] + s.unit * 0.06)),
            0.42 * s.light.lamps,
        )
    built.lighthouse(s, x, base, high, stripe=stripe)
    if s.light.lamps > 0.3:
        s.glow(lamp, s.unit * 0.3, s.light.lamp, 0.75 * s.light.lamps)
    cottage = s.chance("cottage")
    built.house(
        s,
        Box(x + s.unit * 0.09, base - s.unit * 0.055, x + s.unit * 0.2, base + s.unit * 0.02),
        (232, 224, 208),
        (132, 80, 72),
        0.04,
        cottage,
    )
    open_air.ground(s, "headland", points, s.earth((116, 138, 92), "grass", "hill"), dark=0.5)
    growing.meadow(s, "tufts", s.height * 0.8, s.height * 1.0, GRASS, 110)
    edge = [point for point in points[1:-1]]
    built.fence(
        s,
        [
            (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + s.unit * 0.012)
            for (x0, y0), (x1, y1) in pairwise(edge)
            for t in (0.0, 0.34, 0.68)
        ],
        s.unit * 0.04,
        (120, 98, 84),
    )
    growing.foreground_grass(s, GRASS, 0.17, 70)
    return s.done(
        horizon=horizon,
        ground=s.height * 0.84,
        figure=s.unit * 0.3,
        stand=(0.32, 0.6),
        slope=s.unit * 0.06,
        key_side=0.6,
    )
