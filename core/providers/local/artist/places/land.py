"""Places on open land: forest, mountain, desert, field, garden, road, cave and the plain ground of no place."""

from __future__ import annotations

import math
import random

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Point, Radial, Stop
from core.providers.local.artist.light import outside_of
from core.providers.local.artist.places import built, growing, open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.story import TimeOfDay, Weather

GREEN: Colour = (106, 138, 80)


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
    floor = s.colour((98, 104, 66), "moss", "ground", "floor")
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
    meadow = s.colour((126, 140, 88), "meadow", "grass")
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
    sand = s.colour((226, 176, 116), "sand", "dunes")
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
    lee = [crest, (crest[0] + side * s.width * 0.06, crest[1] + high * 0.55), (crest[0] + side * s.width * 0.03, crest[1] + high * 1.6),
           (crest[0] + side * s.width * 0.16, crest[1] + high * 3.4), (crest[0] + side * s.width * 0.5, crest[1] + high * 3.6), (crest[0] + side * s.width * 0.3, crest[1] + high * 1.0)]  # fmt: skip
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


def field(s: Sheet) -> Scenery:
    """Rows of grain under a wide sky, a farm and a lone tree on the rise."""
    horizon = s.height * 0.56
    open_air.sky(s, horizon, 0.7)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.08, (112, 124, 140), 0.66)
    open_air.ridge(s, "near", horizon + s.unit * 0.02, s.unit * 0.07, (110, 132, 94), 0.42)
    s.layer = "middle"
    grain = s.colour((216, 178, 92), "wheat", "grain", "corn", "field", "fields")
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
    green = s.colour((88, 130, 74), "hedge", "lawn", "grass")
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
    for tone, many, size in (
        (s.light.shade((86, 124, 72)), 34, 0.055),
        (s.light.lit((100, 144, 80)), 24, 0.04),
        (s.light.lit(s.colour((226, 110, 120), "roses", "rose", "flowers")), 26, 0.026),
    ):
        leaves = []
        for _ in range(many):
            t = chance.random()
            angle = math.pi * (1 + t)
            radius = half * 1.12
            px = x + radius * math.cos(angle) * 1.02
            py = (
                base - high * 0.58 + min(0.0, math.sin(angle)) * high * 0.46
                if 0.12 < t < 0.88
                else base - high * 0.55 * chance.random()
            )
            leaves.append(
                paths.blob(
                    (px + chance.gauss(0, 1) * high * 0.03, py + chance.gauss(0, 1) * high * 0.03),
                    high * size,
                    high * size * 0.9,
                    chance.randrange(1 << 30),
                    0.2,
                    8,
                )
            )
        s.add(paths.join(leaves), tone)


def _borders(s: Sheet, top: float, green: Colour) -> None:
    chance = s.chance("borders")
    tints: tuple[Colour, ...] = (
        (214, 92, 110),
        (238, 196, 84),
        (150, 110, 186),
        (244, 238, 236),
        (226, 132, 84),
    )
    for row in range(4):
        near = (row + 0.6) / 4
        y = top + (s.height - top) * near * 0.9
        for side in (-1, 1):
            for _ in range(3):
                x = s.width * (0.5 + side * (0.2 + 0.12 * near + 0.25 * chance.random()))
                growing.bush(
                    s,
                    x,
                    y,
                    s.unit * (0.07 + 0.09 * near) * chance.uniform(0.8, 1.2),
                    green,
                    0.12 * (1 - near),
                    chance,
                )
        for tint in tints:
            blooms = []
            for _ in range(10):
                side = chance.choice((-1, 1))
                x = s.width * (0.5 + side * (0.17 + 0.14 * near + 0.3 * chance.random()))
                size = s.unit * (0.004 + 0.008 * near)
                at = x, y - s.unit * (0.01 + 0.07 * near) * chance.random()
                blooms.append(paths.blob(at, size, size * 0.9, chance.randrange(1 << 30), 0.25, 10))
            s.add(paths.join(blooms), s.light.lit(tint))


def road(s: Sheet) -> Scenery:
    """A country road that runs to the horizon between poles and trees."""
    horizon = s.height * 0.55
    disc = open_air.sky(s, horizon, 0.56)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.16, (112, 112, 138), 0.62, sharp=True)
    open_air.ridge(s, "near", horizon, s.unit * 0.06, (106, 124, 96), 0.4)
    s.layer = "middle"
    land = s.colour((146, 142, 92), "grass", "land", "fields")
    s.add(
        paths.rect(-0.2 * s.width, horizon, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(land, 0.35), s.light.shade(darker(land, 0.1)), horizon, s.height),
    )
    growing.meadow(s, "verge", horizon + s.unit * 0.03, s.height, land, 140)
    s.layer = "set"
    eye = s.width * 0.52
    tar = s.colour((104, 102, 112), "road", "asphalt", "track")
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
    for (x0, y0), (x1, y1) in zip(tops, tops[1:], strict=False):
        sag = (x0 + x1) / 2, (y0 + y1) / 2 + abs(x1 - x0) * 0.16
        s.line(
            paths.smooth_open([(x0, y0), sag, (x1, y1)]),
            s.light.shade((60, 54, 62)),
            max(0.8, s.unit * 0.0013),
            opacity=0.7,
        )


def cave(s: Sheet) -> Scenery:
    """A hollow in the rock with a bright mouth, hanging stones and a still pool."""
    s.layer = "set"
    rock = s.colour((120, 108, 118), "rock", "stone", "walls")
    light = s.light
    s.add(s.frame(), s.down(darker(light.shade(rock), 0.5), darker(light.surface(rock), 0.2), 0, s.height))
    mouth = s.width * (0.66 if s.wide else 0.6), s.height * 0.4
    size = s.unit * 0.25
    outside = outside_of(light)
    hole = paths.smooth(
        [
            (mouth[0] - size * 0.8, mouth[1] + size * 0.7),
            (mouth[0] - size, mouth[1] - size * 0.1),
            (mouth[0] - size * 0.4, mouth[1] - size * 0.8),
            (mouth[0] + size * 0.35, mouth[1] - size * 0.9),
            (mouth[0] + size * 0.9, mouth[1] - size * 0.2),
            (mouth[0] + size * 0.95, mouth[1] + size * 0.6),
            (mouth[0] + size * 0.2, mouth[1] + size * 0.82),
        ]
    )
    s.add(hole, Linear((0, mouth[1] - size), (0, mouth[1] + size), outside.sky))
    hills = open_air.skyline(s.chance("beyond"), 9, 0.4)
    s.add(
        paths.smooth_top(
            [
                (mouth[0] + size * 2.4 * (i / 8 - 0.5), mouth[1] + size * (0.5 - 0.35 * v))
                for i, v in enumerate(hills)
            ],
            mouth[1] + size * 1.2,
        ),
        mix((80, 96, 110), outside.haze, 0.45),
        clip=hole,
    )
    glow = 0.8 if light.time is not TimeOfDay.NIGHT else 0.35
    s.glow(mouth, s.unit * 0.85, outside.horizon, glow)
    for ring, (grow, tone) in enumerate(((1.5, 0.0), (2.3, 0.25), (3.4, 0.5))):
        _rock_ring(s, mouth, size * grow, darker(light.surface(rock), tone), ring)
    floor = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.7), (0.2, 0.73), (0.5, 0.69), (0.8, 0.68), (1.2, 0.72))
    ]
    open_air.ground(s, "floor", floor, rock, dark=0.5)
    pool = paths.ellipse((mouth[0] - size * 0.3, s.height * 0.8), s.unit * 0.34, s.unit * 0.045)
    s.add(
        pool,
        Linear(
            (0, s.height * 0.76),
            (0, s.height * 0.84),
            (
                Stop(0, mix(outside.horizon, light.surface(rock), 0.35)),
                Stop(1, darker(light.surface((70, 104, 120)), 0.3)),
            ),
        ),
    )
    s.line(pool, lighter(outside.horizon, 0.2), s.unit * 0.0025, opacity=0.4)
    open_air.rays(s, (mouth[0], mouth[1] - size), outside.horizon, 0.14 if glow > 0.5 else 0.06)
    _hanging(s, rock)
    crystal = s.notes.colour("crystals", "crystal")
    if crystal:
        _crystals(s, crystal)
    torch = s.width * 0.17, s.height * 0.42
    _torch(s, torch)
    return s.done(
        horizon=s.height * 0.7,
        ground=s.height * 0.89,
        figure=s.unit * 0.38,
        stand=(0.28, 0.72),
        key_side=0.5,
        glow=torch,
        interior=True,
    )


def _rock_ring(s: Sheet, at: Point, size: float, colour: Colour, ring: int) -> None:
    """Rock round the mouth, nearer and darker: a frame with an uneven hole."""
    chance = s.chance(f"ring{ring}")
    over = 0.3 * s.width
    inner = []
    for i in range(14):
        angle = -2 * math.pi * i / 14
        reach = size * chance.uniform(0.86, 1.14)
        inner.append((at[0] + reach * 1.12 * math.cos(angle), at[1] + reach * 0.95 * math.sin(angle)))
    outer = paths.rect(-over, -over, s.width + over, s.height + over)
    fill = Radial(
        at, size * 2.2, (Stop(0.3, lighter(colour, 0.16)), Stop(0.7, colour), Stop(1, darker(colour, 0.3)))
    )
    s.add(paths.join([outer, paths.smooth(inner)]), fill)


def _hanging(s: Sheet, rock: Colour) -> None:
    chance = s.chance("hanging")
    for depth, size in ((0.1, 0.2), (0.0, 0.3)):
        spikes = []
        for _ in range(9):
            x = s.width * chance.uniform(-0.02, 1.02)
            long, wide = s.unit * size * chance.uniform(0.3, 1.0), s.unit * chance.uniform(0.02, 0.05)
            spikes.append(
                paths.ribbon(
                    [(x, -s.unit * 0.05), (x + wide * 0.1, long * 0.4), (x, long)],
                    [wide * 2.2, wide * 0.8, 1.0],
                )
            )
        s.add(
            paths.join(spikes),
            s.down(
                darker(s.light.shade(rock), 0.6), darker(s.light.surface(rock, depth), 0.25), 0, s.unit * 0.32
            ),
        )


def _crystals(s: Sheet, colour: Colour) -> None:
    chance = s.chance("crystals")
    for x in (0.08, 0.13, 0.86, 0.92):
        base = s.width * x, s.height * 0.82
        s.glow(base, s.unit * 0.2, colour, 0.6)
        for _ in range(3):
            angle = -math.pi / 2 + chance.uniform(-0.5, 0.5)
            tip = base[0] + s.unit * 0.12 * math.cos(angle), base[1] + s.unit * 0.12 * math.sin(angle)
            s.add(
                paths.ribbon(
                    [base, ((base[0] + tip[0]) / 2, (base[1] + tip[1]) / 2), tip],
                    [s.unit * 0.02, s.unit * 0.028, 1],
                ),
                Linear(base, tip, (Stop(0, darker(colour, 0.2)), Stop(1, lighter(colour, 0.5)))),
            )


def _torch(s: Sheet, at: Point) -> None:
    u = s.unit
    s.glow(at, u * 0.5, (255, 170, 84), 0.75)
    s.line(
        paths.line((at[0], at[1] + u * 0.012), (at[0], at[1] + u * 0.1)), s.light.shade((96, 66, 50)), u * 0.014
    )
    for tone, size in (((246, 120, 50), 1.0), ((255, 190, 80), 0.66), ((255, 244, 190), 0.34)):
        flame = paths.smooth(
            [
                (at[0], at[1] - u * 0.075 * size),
                (at[0] + u * 0.02 * size, at[1] - u * 0.01),
                (at[0], at[1] + u * 0.016),
                (at[0] - u * 0.02 * size, at[1] - u * 0.01),
            ]
        )
        s.add(flame, tone, blur=u * 0.0015)


def plain(s: Sheet) -> Scenery:
    """No place in particular: a gentle rise under a large sky, with a few trees far off."""
    horizon = s.height * 0.62
    open_air.sky(s, horizon, 0.7)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.16, (116, 118, 144), 0.66)
    open_air.ridge(s, "middle", horizon, s.unit * 0.1, (104, 120, 124), 0.48)
    s.layer = "middle"
    chance = s.chance("far trees")
    green = s.colour(GREEN, "grass", "ground")
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
