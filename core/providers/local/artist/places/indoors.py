"""What rooms share: walls, floors, windows onto the weather outside, shelves, lamps, tables and beds."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Point, Radial, Shape, Stop
from core.providers.local.artist.light import outside_of
from core.providers.local.artist.places import open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.sheet import Sheet
from core.story import TimeOfDay, Weather

WOOD: Colour = (140, 96, 68)
DARK_WOOD: Colour = (96, 66, 54)


@dataclass(frozen=True, slots=True)
class Shell:
    """A room's measures: where wall and floor meet, where the ceiling begins, and a person's height."""

    floor: float
    ceiling: float
    person: float


def shell(
    s: Sheet, wall: Colour, floor: Colour, *, low: float = 0.73, room: float = 0.84, person: float = 0.46
) -> Shell:
    """Wall, ceiling and floor of a plain room."""
    s.layer = "set"
    line = s.height * (low if not s.tall else 0.715)
    ceiling = line - room * s.unit
    light = s.light
    upper, lower = light.surface(darker(wall, 0.16)), light.surface(wall)
    s.add(
        s.frame(),
        Linear(
            (0, min(ceiling, 0)),
            (0, line),
            (Stop(0, upper), Stop(0.55, lower), Stop(1, light.surface(darker(wall, 0.08)))),
        ),
    )
    floor_far, floor_near = light.surface(lighter(floor, 0.04)), light.shade(darker(floor, 0.25))
    s.add(
        paths.rect(-0.3 * s.width, line, 1.3 * s.width, 1.4 * s.height),
        s.down(floor_far, floor_near, line, s.height),
    )
    if ceiling > -0.2 * s.unit:
        _ceiling(s, ceiling, lighter(wall, 0.25))
    return Shell(line, ceiling, s.unit * person)


def _ceiling(s: Sheet, y: float, colour: Colour) -> None:
    over = 0.3 * s.width
    top, edge = s.light.shade(darker(colour, 0.2)), s.light.surface(darker(colour, 0.1))
    s.add(paths.rect(-over, -0.6 * s.height, s.width + over, y), s.down(top, edge, 0, y))
    s.add(
        paths.rect(-over, y - s.unit * 0.012, s.width + over, y + s.unit * 0.012),
        s.light.lit(lighter(colour, 0.1)),
    )
    s.add(
        paths.rect(-over, y + s.unit * 0.012, s.width + over, y + s.unit * 0.07),
        paths.fade((0, y), (0, y + s.unit * 0.07), (20, 10, 20), 0.3, 0),
    )


def beams(s: Sheet, room: Shell, colour: Colour, many: int = 5) -> None:
    """Ceiling beams running towards the viewer."""
    y = max(room.ceiling, s.unit * 0.04)
    centre = s.width / 2
    for i in range(many):
        t = (i - (many - 1) / 2) / many
        x = centre + t * s.width * 0.9
        near = centre + t * s.width * 1.9
        wide = s.unit * 0.02
        part = paths.polygon(
            [
                (x - wide, y),
                (x + wide, y),
                (near + wide * 2.4, -s.unit * 0.1),
                (near - wide * 2.4, -s.unit * 0.1),
            ]
        )
        s.add(part, s.down(s.light.shade(darker(colour, 0.3)), s.light.surface(colour), 0, y))
    s.form(
        paths.rect(-0.3 * s.width, y - s.unit * 0.018, 1.3 * s.width, y + s.unit * 0.022), colour, (0, s.width)
    )


def planks_up(s: Sheet, room: Shell, wall: Colour, many: int = 16) -> None:
    """Upright boards on the wall, each a little different."""
    chance = s.chance("boards")
    step = s.unit * 1.8 / many
    count = int(1.4 * s.width / step) + 1
    light, dark, seams = [], [], []
    for i in range(count):
        x = -0.2 * s.width + i * step
        board = paths.rect(x, -0.5 * s.height, x + step, room.floor)
        roll = chance.random()
        if roll < 0.34:
            light.append(board)
        elif roll < 0.67:
            dark.append(board)
        seams.append(paths.rect(x - s.unit * 0.0018, -0.5 * s.height, x + s.unit * 0.0018, room.floor))
    s.add(paths.join(light), s.light.lit(lighter(wall, 0.08)), opacity=0.3)
    s.add(paths.join(dark), s.light.shade(darker(wall, 0.1)), opacity=0.35)
    s.add(paths.join(seams), s.light.shade(darker(wall, 0.45)), opacity=0.75)


def bricks(s: Sheet, room: Shell, colour: Colour, *, stone: bool = False) -> None:
    """A wall of bricks or stones: some courses stand out, the rest is suggested."""
    chance = s.chance("bricks")
    high = s.unit * (0.062 if stone else 0.034)
    wide = high * (2.0 if stone else 2.5)
    tones: tuple[list[Path], list[Path]] = ([], [])
    rows = int((room.floor + 0.2 * s.height) / high) + 1
    for row in range(rows):
        y = room.floor - (row + 1) * high
        for column in range(int(1.3 * s.width / wide) + 2):
            if chance.random() > (0.62 if stone else 0.4):
                continue
            x = -0.15 * s.width + (column + (row % 2) * 0.5) * wide
            gap = high * 0.07
            stretch = chance.uniform(-0.08, 0.08) * wide if stone else 0.0
            path = paths.rounded(
                x + gap, y + gap, x + wide - gap + stretch, y + high - gap, high * (0.3 if stone else 0.1)
            )
            tones[chance.random() < 0.5].append(path)
    s.add(paths.join(tones[0]), s.light.lit(lighter(colour, 0.1)), opacity=0.34)
    s.add(paths.join(tones[1]), s.light.shade(darker(colour, 0.15)), opacity=0.34)


def wainscot(s: Sheet, room: Shell, colour: Colour, high: float = 0.26) -> None:
    """Panelling along the lower wall."""
    top = room.floor - s.unit * high
    over = 0.25 * s.width
    s.add(
        paths.rect(-over, top, s.width + over, room.floor),
        s.down(s.light.surface(colour), s.light.shade(colour), top, room.floor + s.unit * 0.1),
    )
    step = s.unit * 0.2
    fields = []
    for i in range(int(1.5 * s.width / step) + 1):
        x = -over + i * step
        fields.append(
            paths.rounded(
                x + step * 0.12,
                top + s.unit * 0.045,
                x + step * 0.88,
                room.floor - s.unit * 0.045,
                s.unit * 0.006,
            )
        )
    s.add(paths.join(fields), s.light.shade(darker(colour, 0.1)), opacity=0.45)
    s.add(
        paths.rect(-over, top - s.unit * 0.008, s.width + over, top + s.unit * 0.012),
        s.light.lit(lighter(colour, 0.12)),
    )


def skirting(s: Sheet, room: Shell, colour: Colour) -> None:
    over = 0.25 * s.width
    y = room.floor
    s.add(
        paths.rect(-over, y - s.unit * 0.028, s.width + over, y + s.unit * 0.004),
        s.down(s.light.lit(colour), s.light.shade(colour), y - s.unit * 0.03, y + s.unit * 0.02),
    )
    s.add(
        paths.rect(-over, y, s.width + over, y + s.unit * 0.07),
        paths.fade((0, y), (0, y + s.unit * 0.07), (16, 8, 18), 0.38, 0.0),
    )


def floor_boards(s: Sheet, room: Shell, colour: Colour, many: int = 15) -> None:
    """Boards running to a vanishing point above the middle of the room."""
    eye = s.width * 0.5, room.floor - s.unit * 0.35
    seams, tones = [], []
    chance = s.chance("floor")
    bottom = s.height * 1.15
    scale = (bottom - eye[1]) / (room.floor - eye[1])
    step = 1.7 * s.width / many
    for i in range(many + 1):
        x = -0.35 * s.width + i * step
        far, near = x, eye[0] + (x - eye[0]) * scale
        wide = s.unit * 0.0012
        seams.append(
            paths.polygon(
                [
                    (far - wide, room.floor),
                    (far + wide, room.floor),
                    (near + wide * 4, bottom),
                    (near - wide * 4, bottom),
                ]
            )
        )
        if chance.random() < 0.4:
            end = eye[0] + (x + step - eye[0]) * scale
            tones.append(
                paths.polygon([(far, room.floor), (far + step, room.floor), (end, bottom), (near, bottom)])
            )
    s.add(paths.join(tones), s.light.lit(lighter(colour, 0.1)), opacity=0.2)
    s.add(paths.join(seams), s.light.shade(darker(colour, 0.45)), opacity=0.5)


def floor_tiles(s: Sheet, room: Shell, colour: Colour) -> None:
    """A chequered floor in perspective."""
    eye = s.width * 0.5, room.floor - s.unit * 0.35
    depths = [room.floor + s.unit * 0.62 * (1.42**i - 1) * 0.16 for i in range(9)]
    step = s.unit * 0.2
    dark = []
    for row, (y0, y1) in enumerate(zip(depths, depths[1:], strict=False)):
        k0, k1 = ((y - eye[1]) / (room.floor - eye[1]) for y in (y0, y1))
        for column in range(-9, 10):
            if (row + column) % 2:
                continue
            x0, x1 = column * step, (column + 1) * step
            dark.append(
                paths.polygon(
                    [
                        (eye[0] + x0 * k0, y0),
                        (eye[0] + x1 * k0, y0),
                        (eye[0] + x1 * k1, y1),
                        (eye[0] + x0 * k1, y1),
                    ]
                )
            )
    s.add(paths.join(dark), s.light.shade(darker(colour, 0.2)), opacity=0.5)


def window(s: Sheet, box: Box, frame: Colour, *, across: int = 2, down: int = 2, view: str = "hills", curtains: Colour | None = None,
           name: str = "window", disc: bool = True) -> None:  # fmt: skip
    """A window that shows the time of day and the weather outside."""
    u = s.unit
    edge = u * 0.018
    outer = paths.rect(box.left - edge, box.top - edge, box.right + edge, box.bottom + edge)
    s.add(
        paths.rect(
            box.left - edge * 1.8, box.top - edge * 1.6, box.right + edge * 1.8, box.bottom + edge * 2.4
        ),
        (20, 10, 20),
        opacity=0.25,
        blur=u * 0.008,
    )
    s.form(outer, frame, (box.left - edge, box.right + edge))
    outlook(s, box, view, name, disc)
    bars = [
        paths.rect(
            box.at(i / across, 0)[0] - edge * 0.32, box.top, box.at(i / across, 0)[0] + edge * 0.32, box.bottom
        )
        for i in range(1, across)
    ]
    bars += [
        paths.rect(
            box.left, box.at(0, i / down)[1] - edge * 0.32, box.right, box.at(0, i / down)[1] + edge * 0.32
        )
        for i in range(1, down)
    ]
    if bars:
        s.add(paths.join(bars), s.light.shade(frame))
    s.add(paths.rect(box.left, box.top, box.right, box.top + edge * 0.8), (10, 5, 16), opacity=0.35)
    sill = paths.rounded(
        box.left - edge * 2, box.bottom + edge * 0.6, box.right + edge * 2, box.bottom + edge * 2.0, edge * 0.3
    )
    s.form(sill, lighter(frame, 0.08), (box.left, box.right))
    daylight(s, box)
    if curtains is not None:
        _curtains(s, box, curtains)


def outlook(s: Sheet, box: Box, view: str, name: str, disc: bool = True) -> None:
    """What is seen through a window: sky, sun or moon, a skyline, rain or snow, a gleam on the glass."""
    light, chance = outside_of(s.light), s.chance(name)
    clip = box.path
    s.add(clip, Linear((0, box.top), (0, box.bottom), light.sky))
    if light.stars > 0.3:
        dots = [
            paths.circle(box.at(chance.random(), chance.random() * 0.7), s.unit * chance.uniform(0.0008, 0.002))
            for _ in range(22)
        ]
        s.add(paths.join(dots), (240, 244, 255), opacity=0.9 * light.stars, clip=clip)
    if light.sun_height >= 0 and disc:
        at = box.at(chance.choice((0.26, 0.72)), 0.3 if light.sun_height > 0.3 else 0.62)
        size = s.unit * (0.026 if light.sun_height > 0.3 else 0.036)
        s.glow(at, size * 7, light.sun, 0.6, clip=clip)
        s.add(paths.circle(at, size), light.sun, clip=clip)
    _skyline_beyond(s, box, view, chance)
    if light.weather in (Weather.RAIN, Weather.SNOW):
        _falling(s, box, light.weather, chance)
    if light.weather is Weather.FOG:
        s.add(clip, light.haze, opacity=0.45)
    gleam = paths.polygon([box.at(0.05, 0), box.at(0.3, 0), box.at(0.02, 0.6), box.at(-0.2, 0.6)])
    s.add(gleam, (255, 255, 255), opacity=0.07, clip=clip)


def clipped(shape: Shape, clip: Path) -> Shape:
    """A shape of an outlook, cut to a window that is no rectangle."""
    return replace(shape, clip=clip)


def _skyline_beyond(s: Sheet, box: Box, view: str, chance: random.Random) -> None:
    light = outside_of(s.light)
    if view == "none":
        return
    for depth, level in ((0.72, 0.66), (0.42, 0.8)):
        colour = mix((66, 86, 84) if view == "hills" else (88, 84, 104), light.haze, depth)
        colour = (
            colour[0] * light.ambient[0] / 255,
            colour[1] * light.ambient[1] / 255,
            colour[2] * light.ambient[2] / 255,
        )
        if view == "town":
            boxes, x = [], -0.05
            while x < 1.05:
                wide = chance.uniform(0.1, 0.22)
                top = level - chance.uniform(0.02, 0.28)
                boxes.append(box.part(x, top, x + wide, 1.05).path)
                x += wide * 0.98
            s.add(paths.join(boxes), colour, clip=box.path)
            if s.light.lamps > 0.5:
                dots = [
                    paths.rect(px, py, px + s.unit * 0.006, py + s.unit * 0.008)
                    for px, py in (box.at(chance.random(), chance.uniform(level, 1)) for _ in range(12))
                ]
                s.add(paths.join(dots), light.lamp, opacity=0.8, clip=box.path)
        else:
            heights = open_air.skyline(chance, 9, 0.4)
            points = [box.at(-0.1 + 1.2 * i / 8, level - 0.16 * value) for i, value in enumerate(heights)]
            s.add(paths.smooth_top(points, box.bottom + box.height), colour, clip=box.path)


def _falling(s: Sheet, box: Box, weather: Weather, chance: random.Random) -> None:
    drops = []
    for _ in range(60):
        x, y = box.at(chance.uniform(-0.05, 1.1), chance.uniform(-0.1, 1))
        if weather is Weather.RAIN:
            long = s.unit * chance.uniform(0.02, 0.045)
            drops.append(paths.polygon([(x, y), (x + s.unit * 0.0016, y), (x - long * 0.18, y + long)]))
        else:
            drops.append(paths.circle((x, y), s.unit * chance.uniform(0.0015, 0.0042)))
    s.add(paths.join(drops), (232, 240, 250), opacity=0.45 if weather is Weather.RAIN else 0.85, clip=box.path)


def daylight(s: Sheet, box: Box) -> None:
    """The window's own bloom on the wall, and by day a soft beam across the room."""
    light = outside_of(s.light)
    if s.light.time is TimeOfDay.NIGHT:
        s.glow(box.at(0.5, 0.5), max(box.width, box.height) * 0.9, (110, 140, 210), 0.14)
        return
    strong = 0.5 if light.weather is Weather.CLEAR else 0.3
    s.glow(box.at(0.5, 0.5), max(box.width, box.height) * 1.15, light.horizon, 0.26 * strong * 2)
    slant = -0.75 if box.at(0.5, 0)[0] > s.width / 2 else 0.75
    long = s.height * 1.1 - box.bottom
    shift = slant * (box.height + long) * 0.55
    beam = paths.polygon(
        [
            (box.left, box.top),
            (box.right, box.top),
            (box.right + shift * 1.25, box.bottom + long),
            (box.left + shift * 1.25, box.bottom + long),
        ]
    )
    fill = Linear(
        box.at(0.5, 0.1),
        (box.at(0.5, 0)[0] + shift, box.bottom + long),
        (Stop(0, s.light.key, 0.26 * strong), Stop(0.6, s.light.key, 0.14 * strong), Stop(1, s.light.key, 0)),
    )
    s.add(beam, fill, blend="screen", blur=s.unit * 0.014)


def _curtains(s: Sheet, box: Box, colour: Colour) -> None:
    u = s.unit
    top, bottom = box.top - u * 0.05, box.bottom + u * 0.1
    for side in (-1, 1):
        inner = box.left + box.width * 0.12 if side < 0 else box.right - box.width * 0.12
        outer = box.left - u * 0.075 if side < 0 else box.right + u * 0.075
        knot = box.at(0, 0.6)[1]
        cloth = paths.trace(
            (outer, top),
            [(inner, top)],
            [(inner, box.at(0, 0.4)[1]), (waist_of(inner, side, u), knot), (inner + side * u * 0.032, bottom)],
            [(outer + side * u * 0.012, bottom)],
        )
        waist = waist_of(inner, side, u)
        s.form(cloth, colour, (min(inner, outer), max(inner, outer)))
        folds = [
            paths.ribbon(
                [
                    (outer + (inner - outer) * t, top),
                    (outer + (waist - outer) * t, (top + bottom) / 2),
                    (outer + (waist - outer) * t * 1.02, bottom),
                ],
                [u * 0.004, u * 0.009, u * 0.012],
            )
            for t in (0.2, 0.45, 0.7)
        ]
        s.add(paths.join(folds), s.light.shade(darker(colour, 0.3)), opacity=0.5, blur=u * 0.002, clip=cloth)
    s.line(
        paths.line((box.left - u * 0.1, top), (box.right + u * 0.1, top)), s.light.shade(DARK_WOOD), u * 0.012
    )


def waist_of(inner: float, side: int, unit: float) -> float:
    """Where a curtain is gathered."""
    return inner + side * unit * 0.02


BOOKS: tuple[Colour, ...] = (
    (176, 70, 60),
    (208, 156, 74),
    (70, 112, 122),
    (98, 78, 122),
    (126, 136, 82),
    (196, 186, 166),
    (72, 84, 122),
    (150, 92, 70),
)


def books(s: Sheet, left: float, right: float, base: float, high: float, name: str) -> None:
    """A row of books with a few gaps and leaning ones."""
    chance = s.chance(name)
    by_tone: dict[Colour, list[Path]] = {}
    bands: list[Path] = []
    x = left
    while x < right - high * 0.1:
        wide = high * chance.uniform(0.11, 0.24)
        if chance.random() < 0.09:
            x += wide
            continue
        tall = high * chance.uniform(0.66, 0.96)
        tone = chance.choice(BOOKS)
        spine = paths.rounded(x, base - tall, min(x + wide * 0.95, right), base, high * 0.02)
        by_tone.setdefault(tone, []).append(spine)
        if chance.random() < 0.5:
            bands.append(paths.rect(x, base - tall * 0.82, min(x + wide * 0.95, right), base - tall * 0.76))
        x += wide
    for tone, spines in by_tone.items():
        s.add(
            paths.join(spines),
            s.down(s.light.surface(tone), s.light.shade(tone), base - high, base + high * 0.3),
        )
    s.add(paths.join(bands), s.light.lit((236, 208, 140)), opacity=0.6)


def shelf(s: Sheet, left: float, right: float, y: float, colour: Colour) -> None:
    """A board on the wall with its shadow."""
    u = s.unit
    s.add(
        paths.rect(left, y + u * 0.012, right, y + u * 0.05),
        paths.fade((0, y + u * 0.012), (0, y + u * 0.05), (14, 8, 16), 0.4, 0),
    )
    s.form(paths.rounded(left, y, right, y + u * 0.016, u * 0.003), colour, (left, right))


def bookcase(s: Sheet, box: Box, colour: Colour, rows: int, name: str) -> None:
    """A tall case full of books."""
    u = s.unit
    s.shadow((box.at(0.5, 1)[0], box.bottom), box.width * 0.7, u * 0.03)
    s.form(
        paths.rect(box.left - u * 0.014, box.top - u * 0.02, box.right + u * 0.014, box.bottom),
        colour,
        (box.left, box.right),
    )
    s.add(
        box.path,
        s.down(s.light.shade(darker(colour, 0.4)), s.light.shade(darker(colour, 0.25)), box.top, box.bottom),
    )
    step = box.height / rows
    for row in range(rows):
        base = box.top + step * (row + 1) - u * 0.012
        s.add(
            paths.rect(box.left, base - step + u * 0.014, box.right, base - step * 0.72),
            paths.fade((0, base - step), (0, base - step * 0.72), (8, 4, 10), 0.5, 0),
        )
        books(s, box.left + u * 0.008, box.right - u * 0.008, base, step * 0.86, f"{name}{row}")
        s.form(paths.rect(box.left, base, box.right, base + u * 0.014), colour, (box.left, box.right))


def jars(
    s: Sheet, left: float, right: float, base: float, high: float, name: str, tints: Sequence[Colour] = ()
) -> None:
    """Jars, vases and bowls on a shelf."""
    chance = s.chance(name)
    tones = tuple(tints) or ((206, 160, 96), (164, 112, 88), (112, 142, 138), (222, 210, 190), (120, 96, 120))
    x = left + high * 0.3
    while x < right - high * 0.3:
        tall, tone = high * chance.uniform(0.5, 0.95), chance.choice(tones)
        half = high * chance.uniform(0.2, 0.3)
        if chance.random() < 0.6:
            body = paths.smooth(
                [
                    (x - half * 0.5, base - tall),
                    (x + half * 0.5, base - tall),
                    (x + half, base - tall * 0.45),
                    (x + half * 0.6, base),
                    (x - half * 0.6, base),
                    (x - half, base - tall * 0.45),
                ]
            )
        else:
            body = paths.rounded(x - half * 0.8, base - tall * 0.8, x + half * 0.8, base, half * 0.3)
        s.form(body, tone, (x - half, x + half))
        x += half * chance.uniform(2.6, 4.2)


def picture_frame(s: Sheet, box: Box, name: str) -> None:
    """A small landscape in a frame."""
    chance = s.chance(name)
    u = s.unit
    edge = u * 0.012
    s.add(
        paths.rect(box.left - edge * 0.6, box.top, box.right + edge * 1.4, box.bottom + edge * 2),
        (12, 6, 16),
        opacity=0.3,
        blur=u * 0.006,
    )
    s.form(
        paths.rect(box.left - edge, box.top - edge, box.right + edge, box.bottom + edge),
        chance.choice(((172, 132, 78), (84, 62, 54), (210, 200, 184))),
        (box.left, box.right),
    )
    top = chance.choice(((146, 186, 204), (226, 184, 150), (190, 204, 186)))
    s.add(box.path, s.down(s.light.surface(top), s.light.surface(lighter(top, 0.4)), box.top, box.bottom))
    for level, tone in ((0.62, (110, 134, 128)), (0.8, (74, 98, 92))):
        heights = open_air.skyline(chance, 7, 0.4)
        s.add(
            paths.smooth_top(
                [box.at(i / 6, level - 0.18 * value) for i, value in enumerate(heights)], box.bottom
            ),
            s.light.surface(tone),
            clip=box.path,
        )


def rug(s: Sheet, centre: Point, wide: float, colour: Colour) -> None:
    high = wide * 0.16
    for size, tone in (
        (1.0, colour),
        (0.86, lighter(colour, 0.25)),
        (0.78, darker(colour, 0.12)),
        (0.4, lighter(colour, 0.18)),
    ):
        s.add(
            paths.ellipse(centre, wide * size / 2, high * size / 2),
            s.across(tone, (centre[0] - wide / 2, centre[0] + wide / 2)),
        )


def table(s: Sheet, left: float, right: float, top: float, floor: float, colour: Colour) -> None:
    """A plain table seen from the front."""
    u = s.unit
    s.shadow(((left + right) / 2, floor), (right - left) * 0.62, u * 0.035, 0.45)
    leg = u * 0.018
    legs = [
        paths.polygon([(x - leg, top), (x + leg, top), (x + leg * 0.7, floor), (x - leg * 0.7, floor)])
        for x in (left + u * 0.04, right - u * 0.04)
    ]
    s.add(paths.join(legs), s.light.shade(colour))
    s.add(
        paths.rect(left + u * 0.03, top + u * 0.012, right - u * 0.03, top + u * 0.05),
        s.light.shade(darker(colour, 0.1)),
    )
    s.form(paths.rounded(left, top - u * 0.012, right, top + u * 0.018, u * 0.006), colour, (left, right))
    s.add(
        paths.rect(left, top - u * 0.012, right, top - u * 0.006),
        s.light.lit(lighter(colour, 0.25)),
        opacity=0.7,
    )


def chair(s: Sheet, x: float, floor: float, high: float, colour: Colour, facing: int = 1) -> None:
    seat = floor - high * 0.5
    half = high * 0.22
    bar = high * 0.035
    back = x - facing * half
    for px, top in (
        (back, floor - high),
        (x + facing * half, seat),
        (back + facing * half * 0.5, seat),
        (x + facing * half * 0.55, seat),
    ):
        s.line(paths.line((px, top), (px + facing * 0.02 * high, floor)), s.light.shade(colour), bar)
    for level in (0.96, 0.8, 0.66):
        s.line(
            paths.line(
                (back, floor - high * level), (back + facing * half * 0.4, floor - high * (level - 0.02))
            ),
            s.light.surface(colour),
            bar * 1.1,
        )
    s.form(
        paths.rounded(x - half * 1.1, seat - bar, x + half * 1.1, seat + bar, bar), colour, (x - half, x + half)
    )


def sofa(s: Sheet, left: float, right: float, floor: float, colour: Colour) -> None:
    u = s.unit
    s.shadow(((left + right) / 2, floor), (right - left) * 0.6, u * 0.035, 0.5)
    back = floor - u * 0.24
    s.form(
        paths.rounded(left + u * 0.02, back, right - u * 0.02, floor - u * 0.03, u * 0.04),
        darker(colour, 0.08),
        (left, right),
    )
    middle = (left + right) / 2
    for a, b in ((left + u * 0.05, middle), (middle, right - u * 0.05)):
        s.form(
            paths.rounded(a, floor - u * 0.135, b, floor - u * 0.045, u * 0.022),
            lighter(colour, 0.06),
            (left, right),
        )
        s.add(
            paths.rounded(a + u * 0.01, back + u * 0.02, b - u * 0.01, floor - u * 0.12, u * 0.025),
            s.light.lit(colour),
            opacity=0.18,
        )
    for a in (left, right - u * 0.07):
        s.form(
            paths.rounded(a, floor - u * 0.18, a + u * 0.07, floor - u * 0.015, u * 0.03), colour, (left, right)
        )
    s.form(
        paths.rounded(left + u * 0.02, floor - u * 0.05, right - u * 0.02, floor - u * 0.012, u * 0.01),
        darker(colour, 0.12),
        (left, right),
    )


def cushion(s: Sheet, at: Point, size: float, colour: Colour) -> None:
    x, y = at
    body = paths.smooth(
        [
            (x - size, y - size * 0.8),
            (x, y - size * 0.72),
            (x + size, y - size * 0.8),
            (x + size * 0.86, y),
            (x + size, y + size * 0.7),
            (x, y + size * 0.62),
            (x - size, y + size * 0.7),
            (x - size * 0.86, y),
        ]
    )
    s.form(body, colour, (x - size, x + size))


def hanging_lamp(s: Sheet, x: float, top: float, y: float, size: float, colour: Colour) -> Point:
    """A lamp on a cord; gives the place of its light."""
    on = s.light.lamps > 0.2
    s.line(paths.line((x, top), (x, y)), (24, 18, 24), max(1.2, s.unit * 0.003))
    shade = paths.trace(
        (x - size * 0.2, y),
        [(x + size * 0.2, y)],
        [(x + size * 0.7, y + size * 0.1), (x + size * 0.95, y + size * 0.4), (x + size, y + size * 0.72)],
        [(x - size, y + size * 0.72)],
        [(x - size * 0.95, y + size * 0.4), (x - size * 0.7, y + size * 0.1), (x - size * 0.2, y)],
    )
    bulb = x, y + size * 0.78
    if on:
        s.glow(bulb, size * 7.5, s.light.lamp, 0.5 * s.light.lamps)
        cone = paths.polygon(
            [
                (x - size * 0.9, y + size * 0.72),
                (x + size * 0.9, y + size * 0.72),
                (x + size * 4.4, y + size * 9),
                (x - size * 4.4, y + size * 9),
            ]
        )
        s.add(
            cone,
            paths.fade((0, y + size * 0.7), (0, y + size * 9), s.light.lamp, 0.2 * s.light.lamps, 0),
            blend="screen",
            blur=s.unit * 0.012,
        )
    s.add(
        paths.ellipse(bulb, size * 0.62, size * 0.18),
        lighter(s.light.lamp, 0.5) if on else s.light.surface((230, 226, 214)),
    )
    s.form(shade, colour, (x - size, x + size))
    return bulb


def table_lamp(s: Sheet, x: float, base: float, high: float, colour: Colour) -> Point:
    on = s.light.lamps > 0.2
    bulb = x, base - high * 0.66
    if on:
        s.glow(bulb, high * 3.4, s.light.lamp, 0.62 * s.light.lamps)
    s.form(
        paths.ribbon(
            [(x, base), (x, base - high * 0.3), (x, base - high * 0.55)],
            [high * 0.34, high * 0.12, high * 0.05],
        ),
        (120, 92, 78),
        (x - high * 0.1, x + high * 0.1),
    )
    shade = paths.polygon(
        [
            (x - high * 0.2, base - high),
            (x + high * 0.2, base - high),
            (x + high * 0.36, base - high * 0.48),
            (x - high * 0.36, base - high * 0.48),
        ]
    )
    if on:
        s.add(
            shade,
            s.down(
                mix(s.light.lamp, colour, 0.3), lighter(s.light.lamp, 0.35), base - high, base - high * 0.48
            ),
        )
    else:
        s.form(shade, colour, (x - high * 0.3, x + high * 0.3))
    return bulb


def fireplace(s: Sheet, box: Box, colour: Colour) -> Point:
    """A hearth with a fire that always burns; gives the place of its light."""
    u = s.unit
    s.form(box.path, colour, (box.left, box.right))
    s.form(
        paths.rounded(
            box.left - u * 0.03, box.top - u * 0.02, box.right + u * 0.03, box.top + u * 0.014, u * 0.005
        ),
        DARK_WOOD,
        (box.left, box.right),
    )
    mouth = box.part(0.2, 0.34, 0.8, 1.0)
    hole = paths.rounded(
        mouth.left, mouth.top, mouth.right, mouth.bottom + mouth.width * 0.3, mouth.width * 0.3
    )
    s.add(hole, s.down((30, 14, 16), (74, 30, 20), mouth.top, mouth.bottom), clip=box.path)
    heart = mouth.at(0.5, 0.86)
    s.glow(heart, mouth.width * 0.7, (255, 140, 60), 0.8, clip=hole)
    chance = s.chance("fire")
    for tone, size in (((244, 110, 48), 1.0), ((255, 176, 70), 0.7), ((255, 236, 160), 0.4)):
        flames = []
        for i in range(5):
            x = mouth.at(0.22 + 0.14 * i, 0)[0]
            tall = mouth.height * 0.55 * size * chance.uniform(0.6, 1.1)
            flames.append(
                paths.smooth(
                    [
                        (x, mouth.bottom - tall),
                        (x + mouth.width * 0.08 * size, mouth.bottom - tall * 0.4),
                        (x + mouth.width * 0.06, mouth.bottom - u * 0.005),
                        (x - mouth.width * 0.06, mouth.bottom - u * 0.005),
                        (x - mouth.width * 0.09 * size, mouth.bottom - tall * 0.35),
                    ]
                )
            )
        s.add(paths.join(flames), tone, blur=u * 0.002)
    logs = [paths.rounded(*mouth.at(0.2, 0.92), *mouth.at(0.8, 1.0), u * 0.01)]
    s.add(paths.join(logs), s.light.shade((84, 54, 44)))
    s.glow(heart, u * 0.55, (255, 150, 70), 0.32 + 0.25 * s.light.lamps)
    return heart


def lamp_pool(s: Sheet, at: Point, radius: float, strength: float) -> None:
    """Warm light lying on wall and floor."""
    if s.light.lamps > 0.05:
        s.glow(at, radius, s.light.lamp, strength * s.light.lamps, 0.75)


def dust(s: Sheet, clip: Path | None = None) -> None:
    """Specks floating in the light."""
    chance = s.chance("dust")
    specks = [
        paths.circle(
            (s.width * chance.random(), s.height * chance.uniform(0.1, 0.8)),
            s.unit * chance.uniform(0.0008, 0.002),
        )
        for _ in range(40)
    ]
    s.add(paths.join(specks), lighter(s.light.key, 0.3), opacity=0.35, clip=clip)


def grain(s: Sheet, box: Box, strength: float = 0.2) -> None:
    """A soft darkening towards the edges of a surface."""
    s.add(
        box.path,
        Radial(
            box.at(0.5, 0.4),
            max(box.width, box.height) * 0.75,
            (Stop(0.3, (0, 0, 0), 0), Stop(1, (16, 8, 18), strength)),
        ),
    )
