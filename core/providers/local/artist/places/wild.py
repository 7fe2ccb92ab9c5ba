"""Wild land: forest, mountain and desert."""

from __future__ import annotations

import math
import random

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Point, Stop
from core.providers.local.artist.places import growing, open_air
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.story import Weather


def forest(s: Sheet) -> Scenery:
    """Tall trunks before walls of mist, shafts of light, ferns."""
    horizon = s.height * 0.66
    disc = open_air.sky(s, horizon, 0.62)
    s.add(
        s.frame(),
        Linear(
            (0, 0),
            (0, horizon),
            (Stop(0, s.light.surface((92, 118, 104), 0.35), 0.75), Stop(1, lighter(s.light.haze, 0.1), 0.75)),
        ),
    )
    s.glow((disc[0], s.height * 0.2), s.unit * 0.9, s.light.sun, 0.5)
    s.layer = "far"
    for row, depth in ((0, 0.74), (1, 0.52)):
        base = horizon + s.unit * 0.03 * row
        xs = [s.width * (-0.05 + 1.1 * i / 10) for i in range(11)]
        growing.fir_row(
            s, f"row{row}", [(x, base) for x in xs], s.unit * (0.5 + 0.14 * row), (62, 96, 84), depth
        )
        far = s.light.surface((96, 112, 88), depth)
        s.add(paths.rect(-0.2 * s.width, base - s.unit * 0.012, 1.2 * s.width, s.height), far)
        open_air.mist(s, base, s.unit * 0.14, 0.55)
    s.layer = "middle"
    floor = s.earth((98, 104, 66), "moss", "ground", "floor")
    _trunks(s, horizon + s.unit * 0.05, 7, 0.3, 0.05, "mid")
    points = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.68), (0.2, 0.71), (0.5, 0.73), (0.8, 0.7), (1.2, 0.67))
    ]
    s.layer = "set"
    open_air.ground(s, "floor", points, floor, dark=0.5)
    if s.light.weather is not Weather.RAIN:
        open_air.rays(s, (disc[0], -s.unit * 0.2), s.light.sun, 0.2 if not s.light.dark else 0.1)
    growing.glade(s, (s.width * 0.54, s.height * 0.84), s.unit * 0.5, s.light.key, 0.22)
    _trunks(s, s.height * 0.8, 5, 0.1, 0.09, "near")
    _ferns(s)
    growing.meadow(s, "tufts", s.height * 0.76, s.height, floor, 110)
    growing.foreground_grass(s, floor, 0.12, 46, gap=0.18)
    growing.canopy(s, s.unit * 0.16, (70, 108, 70), "canopy")
    return s.done(
        horizon=horizon, ground=s.height * 0.88, figure=s.unit * 0.36, stand=(0.3, 0.72), key_side=0.4
    )


def _trunks(s: Sheet, base: float, many: int, depth: float, wide: float, name: str) -> None:
    chance = s.chance(f"trunks {name}")
    bark = s.colour((104, 82, 70), "bark", "trunks", "trees")
    for i in range(many):
        x = s.width * ((i + 0.5 + chance.uniform(-0.3, 0.3)) / many)
        if name == "near" and 0.26 < x / s.width < 0.76:
            continue
        half = s.unit * wide * chance.uniform(0.35, 0.6)
        foot = base + s.unit * chance.uniform(-0.02, 0.05)
        lean = chance.uniform(-0.02, 0.02) * s.unit
        outline = paths.ribbon(
            [
                (x, foot + half * 0.4),
                (x + lean * 0.2, foot - s.unit * 0.12),
                (x + lean, foot - s.height * 0.5),
                (x + lean * 1.5, -s.unit * 0.1),
            ],
            [half * 3.1, half * 2.0, half * 1.7, half * 1.4],
        )
        s.form(outline, bark, (x - half * 1.2, x + half * 1.2), depth)
        marks = []
        for _ in range(9):
            y = foot - s.height * chance.random() * 0.8
            offset = half * chance.uniform(-0.6, 0.6)
            marks.append(
                paths.ribbon(
                    [
                        (x + offset, y),
                        (x + offset + half * 0.08, y + s.unit * 0.03),
                        (x + offset, y + s.unit * 0.06),
                    ],
                    [1, half * 0.16, 1],
                )
            )
        s.add(paths.join(marks), s.light.shade(darker(bark, 0.35), depth), opacity=0.5, clip=outline)


def _ferns(s: Sheet) -> None:
    chance = s.chance("ferns")
    green = (86, 128, 76)
    for tone, strength in ((s.light.shade(green), 0.95), (s.light.lit(lighter(green, 0.08)), 0.8)):
        leaves = []
        for _ in range(15):
            side = chance.choice((0, 1))
            x = s.width * (side + (0.5 - side) * chance.random() * 0.55)
            y = s.height * chance.uniform(0.76, 0.96)
            size = s.unit * chance.uniform(0.05, 0.1) * (y / s.height)
            for k in range(5):
                angle = math.pi * (1.18 + 0.16 * k) + chance.uniform(-0.1, 0.1)
                tip = x + size * math.cos(angle), y + size * math.sin(angle) * 0.8
                bend = x + size * 0.55 * math.cos(angle), y + size * 0.66 * math.sin(angle)
                leaves.append(paths.ribbon([(x, y), bend, tip], [size * 0.05, size * 0.16, size * 0.02]))
        s.add(paths.join(leaves), tone, opacity=strength)


def mountain(s: Sheet) -> Scenery:
    """Snowy peaks behind wooded slopes and a high meadow."""
    horizon = s.height * 0.62
    open_air.sky(s, horizon, 0.68)
    s.layer = "far"
    _peaks(s, "peaks far", horizon - s.unit * 0.02, s.unit * 0.42, 0.55, 5)
    open_air.mist(s, horizon - s.unit * 0.04, s.unit * 0.12, 0.5)
    _peaks(s, "peaks near", horizon + s.unit * 0.03, s.unit * 0.3, 0.3, 4)
    open_air.mist(s, horizon + s.unit * 0.02, s.unit * 0.08, 0.4)
    s.layer = "middle"
    heights = open_air.skyline(s.chance("slope"), 9, 0.4)
    slope = [
        (s.width * (-0.12 + 1.24 * i / 8), horizon + s.unit * (0.09 - 0.1 * value))
        for i, value in enumerate(heights)
    ]
    green = s.light.surface((82, 108, 84), 0.3)
    s.add(
        paths.smooth_top(slope, s.height),
        s.down(green, s.light.surface((96, 120, 84), 0.1), slope[4][1], s.height * 0.8),
    )
    growing.fir_row(s, "firs", slope[1:-1], s.unit * 0.1, (58, 88, 76), 0.2)
    s.layer = "set"
    meadow = s.earth((126, 140, 88), "meadow", "grass")
    points = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.68), (0.1, 0.72), (0.35, 0.8), (0.6, 0.79), (0.85, 0.74), (1.2, 0.7))
    ]
    open_air.ground(s, "meadow", points, meadow)
    chance = s.chance("firs near")
    for x, y, high in ((0.05, 0.78, 0.46), (0.13, 0.76, 0.34), (0.9, 0.8, 0.5), (0.98, 0.78, 0.38)):
        s.shadow((s.width * x, s.height * y), s.unit * 0.1, s.unit * 0.02)
        growing.fir(s, s.width * x, s.height * y, s.unit * high, (66, 102, 84), 0.05, chance)
    _boulders(s)
    growing.meadow(s, "tufts", s.height * 0.8, s.height, meadow)
    growing.flowers(s, "flowers", s.height * 0.84, s.height, ((236, 232, 244), (150, 140, 210)), 40)
    growing.foreground_grass(s, meadow, 0.1, 56, gap=0.2)
    return s.done(
        horizon=horizon, ground=s.height * 0.88, figure=s.unit * 0.32, stand=(0.3, 0.74), key_side=0.5
    )


def _peaks(s: Sheet, name: str, base: float, high: float, depth: float, many: int) -> None:
    """Mountains with a lit face, a shaded face and snow on top."""
    chance = s.chance(name)
    rock: Colour = (108, 108, 128)
    side = 1 if s.light.key_side >= 0 else -1
    for i in sorted(range(many), key=lambda k: abs(k - many / 2), reverse=True):
        x = s.width * ((i + 0.5 + chance.uniform(-0.25, 0.25)) / many)
        tall = high * chance.uniform(0.6, 1.0)
        half = tall * chance.uniform(0.8, 1.05)
        left, right = _flank(x, base, tall, -half, chance), _flank(x, base, tall, half, chance)
        outline = paths.polygon([(x, base - tall), *right, *reversed(left)])
        s.add(
            outline,
            s.down(
                s.light.lit(rock, depth),
                mix(s.light.surface(rock, depth), s.light.haze, 0.6),
                base - tall,
                base,
            ),
        )
        spine = [
            (x + side * dx * half, base - tall * t)
            for dx, t in ((-0.06, 0.86), (0.05, 0.66), (-0.08, 0.45), (0.02, 0.22), (-0.1, 0.0))
        ]
        dark = [(x, base - tall), *spine, *reversed(left if side > 0 else right)]
        s.add(
            paths.polygon(dark),
            s.down(
                s.light.shade(rock, depth),
                mix(s.light.shade(rock, depth), s.light.haze, 0.6),
                base - tall,
                base,
            ),
        )
        _snowcap(s, (x, base - tall), left, right, tall, depth, side)


def _flank(x: float, base: float, tall: float, reach: float, chance: random.Random) -> list[Point]:
    points = []
    for t in (0.16, 0.3, 0.46, 0.62, 0.8, 1.0):
        wobble = chance.uniform(-0.05, 0.05) if t < 1 else 0.0
        points.append((x + reach * (t + wobble), base - tall * (1 - t) + tall * wobble * 0.4))
    return points


def _snowcap(
    s: Sheet, top: Point, left: list[Point], right: list[Point], tall: float, depth: float, side: int
) -> None:
    far_left, far_right = left[1], right[1]
    wide = far_right[0] - far_left[0]
    drops = (0.0, 0.5, 0.15, 0.7, 0.2, 0.55, 0.0)
    hem = [
        (far_right[0] - wide * i / 6, far_right[1] + (far_left[1] - far_right[1]) * i / 6 + tall * 0.12 * drop)
        for i, drop in enumerate(drops)
    ]
    snow: Colour = (244, 246, 252)
    s.add(paths.polygon([top, right[0], *hem, left[0]]), s.light.lit(snow, depth * 0.75))
    far = hem[3:] if side > 0 else list(reversed(hem[:4]))
    near = left[0] if side > 0 else right[0]
    s.add(paths.polygon([top, *far, near]), s.light.shade(snow, depth * 0.8), opacity=0.8)


def _boulders(s: Sheet) -> None:
    chance = s.chance("boulders")
    for x, y in ((0.2, 0.86), (0.26, 0.88), (0.79, 0.87)):
        size = s.unit * chance.uniform(0.03, 0.06)
        at = s.width * x, s.height * y
        s.shadow((at[0], at[1] + size * 0.6), size * 1.6, size * 0.35)
        s.form(
            paths.blob(at, size * 1.2, size * 0.8, chance.randrange(1 << 30), 0.14, 8),
            (140, 134, 138),
            (at[0] - size, at[0] + size),
        )


def desert(s: Sheet) -> Scenery:
    """Dunes with knife-edge crests, far mesas, a shimmering horizon."""
    horizon = s.height * 0.56
    open_air.sky(s, horizon, 0.7)
    s.layer = "far"
    sand = s.earth((226, 176, 116), "sand", "dunes")
    _mesas(s, horizon)
    open_air.mist(s, horizon, s.unit * 0.05, 0.6)
    s.layer = "middle"
    for index, (y, high, depth) in enumerate(((0.6, 0.05, 0.36), (0.68, 0.09, 0.2))):
        _dune(s, f"dune{index}", s.height * y, s.unit * high, sand, depth)
    s.layer = "set"
    _dune(s, "dune near", s.height * 0.8, s.unit * 0.1, sand, 0.05)
    ripples = []
    chance = s.chance("ripples")
    for _ in range(60):
        near = chance.random()
        y = s.height * (0.8 + 0.22 * near)
        x = s.width * chance.random()
        long = s.unit * (0.03 + 0.08 * near)
        ripples.append(
            paths.ribbon(
                [(x - long, y), (x, y - s.unit * 0.004), (x + long, y + s.unit * 0.003)],
                [0.5, s.unit * 0.0035, 0.5],
            )
        )
    s.add(paths.join(ripples), s.light.shade(darker(sand, 0.2)), opacity=0.32)
    if "oasis" in s.notes or "palm" in s.notes or "palms" in s.notes:
        growing.palm(s, s.width * 0.12, s.height * 0.8, s.unit * 0.5, (92, 132, 74), 0.05, chance)
    _cactus(s, s.width * (0.1 if s.wide else 0.08), s.height * 0.82, s.unit * 0.24)
    _cactus(s, s.width * 0.88, s.height * 0.76, s.unit * 0.14)
    return s.done(
        horizon=horizon, ground=s.height * 0.89, figure=s.unit * 0.32, stand=(0.3, 0.74), key_side=0.6
    )


def _mesas(s: Sheet, base: float) -> None:
    chance = s.chance("mesas")
    rock: Colour = (176, 104, 84)
    for x, wide, high in ((0.14, 0.2, 0.13), (0.42, 0.12, 0.08), (0.86, 0.24, 0.16)):
        half, tall, at = s.unit * wide / 2, s.unit * high, s.width * x
        top = [
            (at - half * 0.62, base - tall),
            (at - half * 0.2, base - tall * chance.uniform(0.96, 1.05)),
            (at + half * 0.6, base - tall),
        ]
        outline = paths.polygon(
            [
                (at - half * 1.2, base),
                (at - half * 0.74, base - tall * 0.55),
                *top,
                (at + half * 0.76, base - tall * 0.5),
                (at + half * 1.25, base),
            ]
        )
        s.form(outline, rock, (at - half, at + half), 0.52)
        for level in (0.72, 0.5):
            s.add(
                paths.rect(at - half * 1.2, base - tall * level, at + half * 1.2, base - tall * (level - 0.05)),
                s.light.shade(rock, 0.5),
                opacity=0.35,
                clip=outline,
            )


def _dune(s: Sheet, name: str, y: float, high: float, sand: Colour, depth: float) -> None:
    chance = s.chance(name)
    peak = chance.uniform(0.3, 0.7)
    shape = [
        (-0.2, 0.4),
        (0.0, 0.2),
        (peak * 0.5, -0.3),
        (peak, -1.0),
        (peak + 0.2, -0.35),
        (0.95, 0.15),
        (1.2, -0.1),
    ]
    points = [(s.width * x, y + high * v) for x, v in shape]
    body = paths.smooth_top(points, s.height * 1.3)
    s.add(
        body,
        s.down(
            s.light.lit(sand, depth),
            s.light.surface(darker(sand, 0.18), depth),
            y - high,
            min(y + s.unit * 0.4, s.height),
        ),
    )
    side = -1 if s.light.key_side >= 0 else 1
    crest = points[3]
    lee = [
        crest,
        (crest[0] + side * s.width * 0.06, crest[1] + high * 0.55),
        (crest[0] + side * s.width * 0.03, crest[1] + high * 1.6),
        (crest[0] + side * s.width * 0.16, crest[1] + high * 3.4),
        (crest[0] + side * s.width * 0.5, crest[1] + high * 3.6),
        (crest[0] + side * s.width * 0.3, crest[1] + high * 1.0),
    ]
    s.add(
        paths.smooth(lee, 0.7),
        Linear(
            crest,
            (crest[0], crest[1] + high * 3.6),
            (Stop(0, s.light.shade(sand, depth), 0.85), Stop(1, s.light.shade(sand, depth), 0)),
        ),
        blur=s.unit * 0.002,
        clip=body,
    )
    s.line(paths.smooth_open(points), s.light.rim, s.unit * 0.0025, opacity=0.45)


def _cactus(s: Sheet, x: float, base: float, high: float) -> None:
    green: Colour = (92, 128, 92)
    wide = high * 0.14
    s.shadow((x, base), high * 0.35, high * 0.06)
    parts = [paths.rounded(x - wide / 2, base - high, x + wide / 2, base + wide, wide / 2)]
    for side, level, reach in ((-1, 0.42, 0.22), (1, 0.56, 0.2)):
        elbow = x + side * high * reach
        y = base - high * level
        parts.append(
            paths.rounded(
                min(x, elbow) - wide * 0.35,
                y - wide * 0.36,
                max(x, elbow) + wide * 0.35,
                y + wide * 0.36,
                wide * 0.36,
            )
        )
        parts.append(
            paths.rounded(
                elbow - wide * 0.36, y - high * 0.26, elbow + wide * 0.36, y + wide * 0.3, wide * 0.36
            )
        )
    s.form(paths.join(parts), green, (x - high * 0.22, x + high * 0.22))
