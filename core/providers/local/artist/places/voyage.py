"""Places on a voyage: inside a vehicle, aboard a spaceship, and in open space."""

from __future__ import annotations

import math
from collections.abc import Callable

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Point, Radial, Stop
from core.providers.local.artist.light import outside_of
from core.providers.local.artist.places import furniture, indoors, lamps, open_air, windows
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.sheet import Scenery, Sheet

HULL: Colour = (120, 134, 156)


def vehicle(s: Sheet) -> Scenery:
    """A compartment on the move: wide windows on a passing landscape, seats, a table, luggage racks."""
    s.layer = "set"
    u, light = s.unit, s.light
    wall = s.pick("wall", ((142, 104, 78), (112, 124, 128)), "wall", "walls")
    floor = s.height * 0.8
    s.add(s.frame(), s.down(light.surface(darker(wall, 0.15)), light.surface(wall), 0, floor))
    s.add(
        paths.rect(-0.3 * s.width, floor, 1.3 * s.width, 1.4 * s.height),
        s.down(light.shade((86, 76, 84)), light.shade((58, 50, 60)), floor, s.height),
    )
    sill = floor - u * 0.28
    top = sill - u * 0.4
    half = u * (0.5 if s.wide else 0.36)
    middle = s.width * 0.5
    spans = [(middle - half, middle + half)]
    if s.wide:
        spans += [(middle - half * 2.4, middle - half * 1.12), (middle + half * 1.12, middle + half * 2.4)]
    for index, (a, b) in enumerate(spans):
        _passing(s, Box(a, top, b, sill), index)
    s.form(
        paths.rect(-0.3 * s.width, sill + u * 0.02, 1.3 * s.width, sill + u * 0.05),
        lighter(wall, 0.16),
        (0, s.width),
    )
    s.form(
        paths.rect(-0.3 * s.width, top - u * 0.11, 1.3 * s.width, top - u * 0.085), (190, 150, 96), (0, s.width)
    )
    _rack(s, top - u * 0.11)
    seat = s.pick("seats", ((134, 56, 62), (62, 92, 110), (96, 110, 76)), "seat", "seats")
    for side in (-1, 1):
        _seat(s, middle + side * (half + u * 0.06), floor, side, seat)
    furniture.table(s, middle - u * 0.16, middle + u * 0.16, sill + u * 0.12, floor, indoors.WOOD)
    lamp = lamps.table_lamp(s, middle + u * 0.08, sill + u * 0.11, u * 0.13, (214, 120, 96))
    lamps.lamp_pool(s, lamp, u * 0.55, 0.25)
    return s.done(
        horizon=floor,
        ground=s.height * 0.98,
        figure=u * 0.72,
        stand=(0.3, 0.72),
        glow=lamp if light.lamps > 0.2 else None,
        key_side=0.4,
        interior=True,
    )


def _passing(s: Sheet, box: Box, index: int) -> None:
    """A window with the land rushing by."""
    u = s.unit
    edge = u * 0.022
    s.form(
        paths.rounded(box.left - edge, box.top - edge, box.right + edge, box.bottom + edge, u * 0.05),
        (176, 140, 92),
        (box.left, box.right),
    )
    clip = paths.rounded(box.left, box.top, box.right, box.bottom, u * 0.036)
    before = len(s.shapes)
    windows.outlook(s, box, windows.Beyond("hills", "outside", index == 0))
    for number in range(before, len(s.shapes)):
        s.shapes[number] = windows.clipped(s.shapes[number], clip)
    outside = outside_of(s.light)
    chance = s.chance(f"passing{index}")
    streaks = []
    for _ in range(16):
        x, y = box.at(chance.uniform(-0.2, 1), chance.uniform(0.84, 1.0))
        streaks.append(paths.rounded(x, y, x + box.width * chance.uniform(0.15, 0.5), y + u * 0.006, u * 0.003))
    s.add(paths.join(streaks), outside.shade((90, 112, 84)), opacity=0.55, clip=clip, blur=u * 0.002)
    s.add(
        paths.polygon([box.at(0.1, 0), box.at(0.26, 0), box.at(0.1, 1), box.at(-0.06, 1)]),
        (255, 255, 255),
        opacity=0.08,
        clip=clip,
    )
    windows.daylight(s, box)


def _rack(s: Sheet, y: float) -> None:
    u = s.unit
    chance = s.chance("luggage")
    x = s.width * 0.06
    while x < s.width * 0.92:
        wide, high = u * chance.uniform(0.12, 0.24), u * chance.uniform(0.07, 0.11)
        tone = chance.choice(((128, 84, 60), (92, 104, 92), (156, 112, 74), (94, 78, 96)))
        s.form(paths.rounded(x, y - high, x + wide, y, u * 0.014), tone, (x, x + wide))
        s.add(
            paths.join([paths.rect(x + wide * t, y - high, x + wide * t + u * 0.009, y) for t in (0.22, 0.72)]),
            s.light.shade(darker(tone, 0.3)),
        )
        s.line(
            paths.smooth_open(
                [
                    (x + wide * 0.42, y - high),
                    (x + wide * 0.5, y - high - u * 0.016),
                    (x + wide * 0.58, y - high),
                ]
            ),
            s.light.shade(darker(tone, 0.3)),
            u * 0.007,
        )
        x += wide * chance.uniform(1.2, 2.2)


def _seat(s: Sheet, x: float, floor: float, side: int, colour: Colour) -> None:
    u = s.unit
    back = paths.smooth(
        [
            (x, floor - u * 0.5),
            (x + side * u * 0.1, floor - u * 0.53),
            (x + side * u * 0.2, floor - u * 0.5),
            (x + side * u * 0.24, floor + u * 0.04),
            (x, floor + u * 0.04),
        ],
        0.6,
    )
    left, right = (x - u * 0.2, x + u * 0.24) if side > 0 else (x - u * 0.24, x + u * 0.2)
    s.form(back, colour, (left, right))
    cushion_left, cushion_right = (x - u * 0.2, x + u * 0.1) if side > 0 else (x - u * 0.1, x + u * 0.2)
    s.form(
        paths.rounded(cushion_left, floor - u * 0.15, cushion_right, floor - u * 0.05, u * 0.035),
        lighter(colour, 0.08),
        (left, right),
    )
    s.form(
        paths.rounded(cushion_left + u * 0.01, floor - u * 0.06, cushion_right, floor + u * 0.05, u * 0.01),
        darker(colour, 0.25),
        (left, right),
    )
    buttons = [
        paths.circle((x + side * u * (0.06 + 0.06 * (i % 2)), floor - u * (0.44 - 0.07 * i)), u * 0.006)
        for i in range(4)
    ]
    s.add(paths.join(buttons), s.light.shade(darker(colour, 0.35)))


def spaceship(s: Sheet) -> Scenery:
    """A bridge among the stars: a great window, consoles of light, ribs of steel."""
    s.layer = "set"
    u = s.unit
    hull = s.pick("hull", (HULL, (146, 138, 150), (104, 130, 136)), "hull", "walls", "wall")
    glow = s.pick("screens", ((92, 210, 236), (130, 170, 255), (250, 176, 90)), "screens", "lights", "panels")
    floor = s.height * 0.74
    steel = _steel(s)
    s.add(s.frame(), s.down(steel(darker(hull, 0.72)), steel(darker(hull, 0.42)), 0, floor))
    box = Box(
        s.width * 0.5 - min(u * 0.72, s.width * 0.42),
        floor - u * 0.6,
        s.width * 0.5 + min(u * 0.72, s.width * 0.42),
        floor - u * 0.14,
    )
    view = paths.smooth(
        [
            box.at(0.08, 0.0),
            box.at(0.5, -0.05),
            box.at(0.92, 0.0),
            box.at(1.0, 0.3),
            box.at(0.93, 1.0),
            box.at(0.5, 1.03),
            box.at(0.07, 1.0),
            box.at(0.0, 0.3),
        ],
        0.55,
    )
    s.line(view, steel(lighter(hull, 0.2)), u * 0.05)
    s.add(view, (8, 10, 26))
    _deep_space(s, box, view)
    s.line(view, darker(hull, 0.55), u * 0.012)
    for t in (0.33, 0.67):
        s.line(
            paths.line(box.at(t, -0.06), box.at(0.5 + (t - 0.5) * 1.12, 1.06)),
            steel(darker(hull, 0.3)),
            u * 0.014,
        )
    s.add(
        paths.rect(-0.3 * s.width, floor, 1.3 * s.width, 1.4 * s.height),
        s.down(steel(darker(hull, 0.4)), darker(hull, 0.82), floor, s.height),
    )
    _ribs(s, hull, floor, glow)
    _consoles(s, hull, floor, glow)
    s.glow((s.width * 0.5, floor), u * 0.8, glow, 0.2, 0.4)
    return s.done(
        horizon=floor, ground=s.height * 0.94, figure=u * 0.56, stand=(0.3, 0.72), key_side=-0.4, interior=True
    )


def _steel(s: Sheet) -> Callable[[Colour], Colour]:
    """A ship is lit from inside: the hour outside changes little."""

    def seen(colour: Colour) -> Colour:
        return mix(colour, s.light.surface(colour), 0.4)

    return seen


def _deep_space(s: Sheet, box: Box, clip: Path) -> None:
    u = s.unit
    chance = s.chance("deep")
    for x, y, size, tint in (
        (0.2, 0.3, 0.4, (86, 60, 150)),
        (0.5, 0.6, 0.36, (40, 90, 160)),
        (0.85, 0.35, 0.3, (150, 60, 120)),
    ):
        s.glow(box.at(x, y), u * size, tint, 0.5, 0.6, clip=clip)
    for size, strength in ((0.0009, 0.6), (0.0016, 0.9)):
        dots = [
            paths.circle(box.at(chance.random(), chance.random()), u * size * chance.uniform(0.7, 1.5))
            for _ in range(90)
        ]
        s.add(paths.join(dots), (240, 244, 255), opacity=strength, clip=clip)
    planet(
        s,
        box.at(0.76, 0.62),
        u * 0.17,
        s.pick("planet", ((96, 150, 190), (206, 140, 96), (128, 176, 140)), "planet", "world", "moon"),
        clip,
    )


def planet(s: Sheet, at: Point, radius: float, colour: Colour, clip: Path | None = None) -> None:
    """A globe with bands of cloud, lit from one side, with a thin shine of air."""
    x, y = at
    side = -1
    s.glow(at, radius * 1.5, lighter(colour, 0.2), 0.4, clip=clip)
    disc = paths.circle(at, radius)
    ball = Radial(
        (x + side * radius * 0.45, y - radius * 0.4),
        radius * 1.75,
        (
            Stop(0, lighter(colour, 0.4)),
            Stop(0.35, colour),
            Stop(0.75, darker(colour, 0.6)),
            Stop(1, (6, 8, 22)),
        ),
    )
    s.add(disc, ball, clip=clip)
    chance = s.chance("bands")
    bands = [
        open_air.lens(
            (x + chance.uniform(-0.3, 0.3) * radius, y + radius * t),
            radius * chance.uniform(0.5, 0.9),
            radius * 0.05,
        )
        for t in (-0.6, -0.32, -0.05, 0.2, 0.5, 0.72)
    ]
    s.add(paths.join(bands), lighter(colour, 0.5), opacity=0.28, blur=radius * 0.02, clip=disc)
    shade = Radial(
        (x + side * radius * 0.5, y - radius * 0.4),
        radius * 1.75,
        (Stop(0.4, (4, 6, 20), 0.0), Stop(0.85, (4, 6, 20), 0.9)),
    )
    s.add(disc, shade, clip=disc)


def _ribs(s: Sheet, hull: Colour, floor: float, glow: Colour) -> None:
    u = s.unit
    steel = _steel(s)
    for side in (-1, 1):
        for step, t in enumerate((0.86, 1.12)):
            x = s.width * 0.5 + side * min(u * t, s.width * (0.5 + 0.02 * step))
            rib = paths.polygon(
                [
                    (x, -u * 0.1),
                    (x + side * u * 0.09, -u * 0.1),
                    (x + side * u * 0.05, floor),
                    (x - side * u * 0.03, floor),
                ]
            )
            s.form(rib, steel(darker(hull, 0.1 + 0.12 * step)), (x - u * 0.08, x + u * 0.08))
            strip = [(x - side * u * 0.004, floor - u * 0.5), (x - side * u * 0.016, floor - u * 0.1)]
            s.line(paths.line(*strip), lighter(glow, 0.3), u * 0.008)
            s.glow(strip[1], u * 0.2, glow, 0.28)
    top = floor - u * 0.72
    for i in range(-3, 4):
        x = s.width * 0.5 + i * u * 0.2
        s.add(
            paths.rounded(x - u * 0.06, top, x + u * 0.06, top + u * 0.012, u * 0.006),
            lighter(glow, 0.5),
            opacity=0.9,
        )
        s.glow((x, top), u * 0.14, glow, 0.3)


def _consoles(s: Sheet, hull: Colour, floor: float, glow: Colour) -> None:
    u = s.unit
    chance = s.chance("consoles")
    steel = _steel(s)
    span = min(u * 0.34, s.width * 0.28)
    for centre in (s.width * 0.5 - span * 1.25, s.width * 0.5 + span * 1.25):
        top = floor - u * 0.12
        desk = paths.polygon(
            [
                (centre - span * 0.8, top),
                (centre + span * 0.8, top),
                (centre + span, floor + u * 0.05),
                (centre - span, floor + u * 0.05),
            ]
        )
        s.form(desk, steel(darker(hull, 0.25)), (centre - span, centre + span))
        plate = Box(centre - span * 0.74, top + u * 0.018, centre + span * 0.74, top + u * 0.085)
        s.add(plate.path, (14, 22, 40))
        keys: dict[Colour, list[Path]] = {}
        for i in range(16):
            for j in range(3):
                tint = chance.choice(
                    (glow, lighter(glow, 0.5), (250, 180, 90), (240, 100, 100), (90, 110, 140))
                )
                cell = plate.part(0.02 + i * 0.061, 0.1 + j * 0.3, 0.066 + i * 0.061, 0.32 + j * 0.3)
                keys.setdefault(tint, []).append(
                    paths.rounded(cell.left, cell.top, cell.right, cell.bottom, u * 0.002)
                )
        for tint, group in keys.items():
            s.add(paths.join(group), tint, opacity=0.9)
        s.glow((centre, top), span * 1.3, glow, 0.3, 0.4)
        screen = Box(centre - span * 0.42, top - u * 0.12, centre + span * 0.42, top - u * 0.012)
        s.add(
            paths.rounded(screen.left, screen.top, screen.right, screen.bottom, u * 0.008),
            s.down(mix(glow, (10, 20, 40), 0.55), mix(glow, (10, 20, 40), 0.75), screen.top, screen.bottom),
            opacity=0.8,
        )
        wave = [screen.at(i / 12, 0.5 + 0.3 * math.sin(i * 1.1 + centre)) for i in range(13)]
        s.line(paths.smooth_open(wave), lighter(glow, 0.5), u * 0.004)


def space(s: Sheet) -> Scenery:
    """Open space seen from the ground of a small moon: a great planet, nebulae, craters."""
    s.layer = "sky"
    u = s.unit
    horizon = s.height * 0.7
    _deep_sky(s, horizon)
    s.layer = "far"
    planet(
        s,
        (s.width * (0.68 if s.wide else 0.62), s.height * 0.34),
        u * 0.24,
        s.pick("planet", ((96, 150, 196), (206, 136, 92), (150, 130, 196)), "planet", "world", "earth"),
    )
    planet(s, (s.width * 0.2, s.height * 0.2), u * 0.05, (190, 180, 176))
    s.layer = "middle"
    rock = s.colour((140, 132, 150), "rock", "ground", "dust", "surface")
    for name, base, high, tone in (("ridge far", 0.71, 0.09, 0.5), ("ridge near", 0.75, 0.07, 0.25)):
        heights = open_air.skyline(s.chance(name), 26, 0.55)
        points = [
            (s.width * (-0.12 + 1.24 * i / 25), s.height * base - u * high * value)
            for i, value in enumerate(heights)
        ]
        colour = mix(rock, (40, 32, 84), tone)
        s.add(
            paths.polygon([*points, (s.width * 1.2, s.height), (-s.width * 0.2, s.height)]),
            s.down(colour, darker(colour, 0.4), s.height * base - u * high, s.height * base + u * 0.1),
        )
    s.layer = "set"
    line = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.8), (0.2, 0.775), (0.5, 0.79), (0.8, 0.77), (1.2, 0.81))
    ]
    s.add(
        paths.smooth_top(line, s.height * 1.3),
        s.down(lighter(rock, 0.1), darker(rock, 0.6), s.height * 0.77, s.height * 1.02),
    )
    s.line(paths.smooth_open(line), (206, 214, 255), u * 0.003, opacity=0.6)
    _craters(s, rock)
    return s.done(horizon=horizon, ground=s.height * 0.9, figure=u * 0.34, stand=(0.3, 0.72), key_side=-0.55)


def _deep_sky(s: Sheet, horizon: float) -> None:
    """Nebulae and stars."""
    u = s.unit
    s.add(
        s.frame(),
        Linear(
            (0, 0),
            (s.width * 0.4, s.height),
            (Stop(0, (6, 8, 26)), Stop(0.5, (20, 18, 54)), Stop(1, (44, 30, 84))),
        ),
    )
    for x, y, size, tint in (
        (0.2, 0.24, 0.6, (90, 50, 150)),
        (0.45, 0.5, 0.5, (36, 86, 160)),
        (0.85, 0.2, 0.5, (160, 62, 120)),
        (0.1, 0.62, 0.4, (40, 120, 150)),
    ):
        s.glow((s.width * x, s.height * y), u * size, tint, 0.42, 0.7)
    chance = s.chance("stars")
    for size, many, strength in ((0.0007, 190, 0.55), (0.0013, 90, 0.8), (0.0022, 26, 0.95)):
        dots = [
            paths.circle(
                (s.width * chance.random(), s.height * chance.random()), u * size * chance.uniform(0.7, 1.4)
            )
            for _ in range(many)
        ]
        s.add(paths.join(dots), (242, 244, 255), opacity=strength)
    for _ in range(4):
        at = s.width * chance.random(), horizon * chance.uniform(0.1, 0.7)
        s.glow(at, u * 0.045, (220, 230, 255), 0.8)


def _craters(s: Sheet, rock: Colour) -> None:
    u = s.unit
    for x, y, size in (
        (0.14, 0.86, 0.09),
        (0.86, 0.84, 0.07),
        (0.34, 0.95, 0.12),
        (0.72, 0.94, 0.1),
        (0.55, 0.835, 0.04),
    ):
        at = s.width * x, s.height * y
        s.add(paths.ellipse(at, u * size, u * size * 0.24), darker(rock, 0.5))
        s.add(
            paths.ellipse((at[0] + u * size * 0.05, at[1] + u * size * 0.05), u * size * 0.9, u * size * 0.19),
            darker(rock, 0.28),
        )
        s.line(
            paths.smooth_open(
                [(at[0] - u * size, at[1]), (at[0], at[1] + u * size * 0.25), (at[0] + u * size, at[1])]
            ),
            lighter(rock, 0.35),
            u * 0.003,
            opacity=0.7,
        )
