"""Places by the water: coast, open sea, harbour, lighthouse and river."""

from __future__ import annotations

import random

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Point, Stop
from core.providers.local.artist.places import built, growing, open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.story import TimeOfDay

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
    sand = s.colour(SAND, "sand", "beach")
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
    wood = s.colour((152, 108, 76), "deck", "wood")
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


def harbour(s: Sheet) -> Scenery:
    """Houses round a harbour, boats at rest, a stone quay."""
    horizon = s.height * 0.5
    disc = open_air.sky(s, horizon, 0.78)
    s.layer = "far"
    open_air.ridge(s, "hill", horizon, s.unit * 0.26, (96, 110, 112), 0.55)
    open_air.ridge(s, "hill2", horizon, s.unit * 0.15, (86, 104, 96), 0.36)
    s.layer = "middle"
    _waterfront(s, horizon)
    open_air.water(s, horizon, s.height, disc)
    _window_reflections(s, horizon)
    hulls: tuple[Colour, ...] = ((62, 104, 140), (176, 72, 60), (232, 222, 204), (70, 120, 100))
    chance = s.chance("boats")
    places = (
        ((0.14, 0.07, 0.14, True), (0.44, 0.1, 0.16, False), (0.7, 0.06, 0.12, True), (0.88, 0.17, 0.26, False))
        if s.wide
        else ((0.2, 0.08, 0.18, True), (0.72, 0.14, 0.26, False))
    )
    for x, y, wide, sail in places:
        built.boat(
            s,
            (s.width * x, horizon + s.unit * y),
            s.unit * wide,
            s.colour(chance.choice(hulls), "boat", "boats"),
            sail=sail,
            depth=0.16,
        )
    s.layer = "set"
    _quay(s)
    lamp = built.street_lamp(s, s.width * (0.2 if s.wide else 0.14), s.height * 0.8, s.unit * 0.4)
    return s.done(horizon=horizon, ground=s.height * 0.9, figure=s.unit * 0.34, stand=(0.36, 0.78), key_side=0.5,
                  glow=lamp if s.light.lamps > 0.3 else None)  # fmt: skip


def _waterfront(s: Sheet, base: float) -> None:
    chance = s.chance("waterfront")
    x = -0.04 * s.width
    while x < 1.02 * s.width:
        wide = s.unit * chance.uniform(0.085, 0.14)
        tall = s.unit * chance.uniform(0.07, 0.12)
        box = Box(x, base - tall, x + wide, base + s.unit * 0.006)
        built.house(s, box, chance.choice(built.WALLS), chance.choice(built.ROOFS), 0.24, chance)
        x += wide * chance.uniform(0.98, 1.25)


def _window_reflections(s: Sheet, top: float) -> None:
    if s.light.lamps < 0.3:
        return
    chance = s.chance("reflected")
    for _ in range(12):
        x = s.width * chance.random()
        dashes = [
            open_air.lens(
                (x + chance.uniform(-1, 1) * s.unit * 0.006, top + s.unit * (0.015 + 0.016 * i)),
                s.unit * chance.uniform(0.006, 0.014),
                s.unit * 0.002,
            )
            for i in range(7)
        ]
        s.add(paths.join(dashes), s.light.lamp, opacity=0.5 * s.light.lamps, blend="screen")


def _quay(s: Sheet) -> None:
    stone = s.colour((158, 148, 140), "quay", "stones", "pier")
    top = s.height * 0.79
    s.add(
        paths.rect(-0.2 * s.width, top, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(stone), s.light.shade(darker(stone, 0.3)), top, s.height),
    )
    s.add(
        paths.rect(-0.2 * s.width, top - s.unit * 0.004, 1.2 * s.width, top + s.unit * 0.012),
        s.light.lit(lighter(stone, 0.2)),
    )
    s.add(
        paths.rect(-0.2 * s.width, top + s.unit * 0.012, 1.2 * s.width, top + s.unit * 0.02),
        s.light.shade(darker(stone, 0.4)),
        opacity=0.6,
    )
    paving(s, top + s.unit * 0.02, s.height * 1.02, stone)
    for x in (0.32, 0.92):
        post = s.width * x
        wide = s.unit * 0.016
        s.form(
            paths.rounded(post - wide, top - s.unit * 0.06, post + wide, top + s.unit * 0.012, wide * 0.6),
            (84, 78, 84),
            (post - wide, post + wide),
        )
        s.form(
            paths.rounded(
                post - wide * 1.4, top - s.unit * 0.068, post + wide * 1.4, top - s.unit * 0.046, wide * 0.6
            ),
            (98, 92, 96),
            (post - wide, post + wide),
        )


def paving(s: Sheet, top: float, bottom: float, stone: Colour) -> None:
    """Paving stones in perspective, in two tones."""
    chance = s.chance("paving")
    tones: tuple[list[Path], list[Path]] = ([], [])
    y, row = top, 0
    eye = s.width * 0.5, top - s.unit * 0.4
    while y < bottom:
        high = s.unit * 0.012 * (1 + 3.2 * (y - top) / max(bottom - top, 1))
        k0, k1 = (y - eye[1]) / (top - eye[1]), (y + high - eye[1]) / (top - eye[1])
        step = s.unit * 0.09
        for column in range(-16, 17):
            if chance.random() > 0.55:
                continue
            x0 = (column + (row % 2) * 0.5) * step
            x1 = x0 + step * 0.94
            shape = paths.polygon(
                [
                    (eye[0] + x0 * k0, y),
                    (eye[0] + x1 * k0, y),
                    (eye[0] + x1 * k1, y + high * 0.92),
                    (eye[0] + x0 * k1, y + high * 0.92),
                ]
            )
            tones[chance.random() < 0.5].append(shape)
        y += high
        row += 1
    for group, tone in zip(
        tones, (s.light.lit(lighter(stone, 0.12)), s.light.shade(darker(stone, 0.2))), strict=True
    ):
        s.add(paths.join(group), tone, opacity=0.22)


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
    open_air.ground(s, "headland", points, s.colour((116, 138, 92), "grass", "hill"), dark=0.5)
    growing.meadow(s, "tufts", s.height * 0.8, s.height * 1.0, GRASS, 110)
    edge = [point for point in points[1:-1]]
    built.fence(
        s,
        [
            (x0 + (x1 - x0) * t, y0 + (y1 - y0) * t + s.unit * 0.012)
            for (x0, y0), (x1, y1) in zip(edge, edge[1:], strict=False)
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


def river(s: Sheet) -> Scenery:
    """A river winding out of wooded hills, with a wooden bridge."""
    horizon = s.height * 0.46
    disc = open_air.sky(s, horizon, 0.6)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.2, (108, 120, 140), 0.66, sharp=True)
    open_air.ridge(s, "near", horizon, s.unit * 0.1, (84, 108, 96), 0.42)
    s.layer = "middle"
    green = s.colour((104, 134, 84), "grass", "bank")
    s.add(
        paths.rect(-0.2 * s.width, horizon, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(green, 0.3), s.light.surface(green), horizon, s.height * 0.8),
    )
    growing.fir_row(
        s,
        "firs",
        [
            (s.width * x, horizon + s.unit * 0.012)
            for x in (0.0, 0.05, 0.1, 0.15, 0.2, 0.26, 0.72, 0.78, 0.84, 0.9, 0.95, 1.0)
        ],
        s.unit * 0.12,
        (66, 96, 78),
        0.3,
    )
    _winding(s, horizon, disc)
    s.layer = "set"
    chance = s.chance("trees")
    for x, y, high in (
        ((0.08, 0.64, 0.42), (0.93, 0.68, 0.5)) if s.wide else ((0.06, 0.62, 0.36), (0.97, 0.66, 0.42))
    ):
        s.shadow((s.width * x, s.height * y), s.unit * high * 0.4, s.unit * 0.03)
        growing.leafy(s, s.width * x, s.height * y, s.unit * high, (96, 132, 72), 0.06, chance)
    bank = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.78), (0.1, 0.8), (0.4, 0.86), (0.75, 0.84), (1.2, 0.74))
    ]
    open_air.ground(s, "bank", bank, green, dark=0.4)
    growing.meadow(s, "tufts", s.height * 0.84, s.height, green)
    growing.flowers(s, "flowers", s.height * 0.86, s.height, ((240, 236, 240), (232, 190, 90)), 36)
    growing.foreground_grass(s, green, 0.15, 60, gap=0.22)
    return s.done(horizon=horizon, ground=s.height * 0.9, figure=s.unit * 0.34, stand=(0.28, 0.74))


def _winding(s: Sheet, top: float, disc: Point) -> None:
    span = s.height - top
    middle = [
        (0.5, 0.0, 0.02),
        (0.56, 0.08, 0.05),
        (0.44, 0.2, 0.12),
        (0.56, 0.42, 0.24),
        (0.46, 0.75, 0.5),
        (0.5, 1.1, 0.8),
    ]
    stream = paths.ribbon(
        [(s.width * x, top + span * y) for x, y, _ in middle], [s.unit * wide * 1.2 for _, _, wide in middle]
    )
    far, near = lighter(s.light.horizon, 0.1), mix(s.light.sky[0].colour, s.light.surface((58, 112, 136)), 0.5)
    s.line(stream, s.light.surface((186, 166, 128)), s.unit * 0.012, opacity=0.8)
    s.add(
        stream,
        Linear(
            (0, top), (0, s.height), (Stop(0, far), Stop(0.4, mix(far, near, 0.6)), Stop(1, darker(near, 0.15)))
        ),
    )
    chance = s.chance("stream")
    dashes = [
        open_air.lens(
            (s.width * chance.uniform(0.2, 0.8), top + span * chance.uniform(0.08, 0.9)),
            s.unit * chance.uniform(0.01, 0.05),
            s.unit * 0.0025,
        )
        for _ in range(44)
    ]
    s.add(paths.join(dashes), lighter(s.light.horizon, 0.3), opacity=0.45, clip=stream)
    if s.light.time is not TimeOfDay.DAY and s.light.sun_height >= 0:
        s.glow((disc[0], top), s.unit * 0.5, s.light.sun, 0.4, 0.6, clip=stream)
