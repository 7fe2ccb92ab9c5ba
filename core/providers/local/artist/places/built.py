"""What people have built outdoors: houses, towers, street lamps, fences, boats, and lit windows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Point, Stop
from core.providers.local.artist.places.sheet import Sheet
from core.story import Weather

WALLS: tuple[Colour, ...] = (
    (226, 206, 178),
    (206, 150, 122),
    (178, 190, 186),
    (232, 222, 206),
    (150, 118, 108),
    (196, 172, 132),
)
ROOFS: tuple[Colour, ...] = ((150, 74, 62), (104, 84, 92), (122, 92, 74), (84, 92, 112))


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in px."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def path(self) -> Path:
        return paths.rect(self.left, self.top, self.right, self.bottom)

    def at(self, x: float, y: float) -> Point:
        return self.left + self.width * x, self.top + self.height * y

    def part(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        return Box(*self.at(x0, y0), *self.at(x1, y1))


def panes(s: Sheet, boxes: Sequence[Box], depth: float, chance: random.Random, *, lit: float = 0.55) -> None:
    """Windows of a house: dark glass, and at night some of them warm."""
    if not boxes:
        return
    share = lit * s.light.lamps
    warm = [box for box in boxes if chance.random() < share]
    cold = [box for box in boxes if box not in warm]
    glass = mix(darker(s.light.sky[1].colour, 0.35), s.light.haze, depth)
    s.add(paths.join([box.path for box in cold]), glass)
    if warm:
        top, bottom = min(box.top for box in warm), max(box.bottom for box in warm)
        light = mix(s.light.lamp, s.light.haze, depth * 0.4)
        s.add(paths.join([box.path for box in warm]), s.down(lighter(light, 0.3), light, top, bottom))
        for box in warm[:14]:
            s.glow(box.at(0.5, 0.5), max(box.width, box.height) * 2.2, light, 0.3 * s.light.lamps * (1 - depth))


def house(s: Sheet, box: Box, wall: Colour, roof: Colour, depth: float, chance: random.Random) -> None:
    """A small gabled house; the box is its walls."""
    s.form(box.path, wall, (box.left, box.right), depth)
    s.add(box.path, paths.fade((0, box.top), (0, box.bottom), s.light.shade(wall, depth), 0.35, 0.0))
    peak = box.height * chance.uniform(0.5, 0.75)
    over = box.width * 0.07
    _chimney(s, box, peak, depth, chance)
    gable = chance.random() < 0.5
    inset = box.width * (0.5 if gable else 0.16)
    top = [(box.left + inset, box.top - peak), (box.right - inset, box.top - peak)]
    outline = paths.polygon(
        [(box.left - over, box.top + over * 0.5), *top, (box.right + over, box.top + over * 0.5)]
    )
    s.form(outline, roof, (box.left, box.right), depth)
    s.add(
        outline, paths.fade((0, box.top - peak), (0, box.top), s.light.lit(lighter(roof, 0.1), depth), 0.5, 0.0)
    )
    if s.light.weather is Weather.SNOW:
        _snow_on_roof(s, box, peak, inset, over)
    _door_and_windows(s, box, depth, chance)


def _chimney(s: Sheet, box: Box, peak: float, depth: float, chance: random.Random) -> None:
    x = box.left + box.width * chance.choice((0.26, 0.7))
    stack = Box(x, box.top - peak * 1.12, x + box.width * 0.09, box.top - peak * 0.2)
    s.form(stack.path, (150, 104, 92), (stack.left, stack.right), depth)


def _snow_on_roof(s: Sheet, box: Box, peak: float, inset: float, over: float) -> None:
    snow = lighter(s.light.surface((240, 244, 252)), 0.1)
    cap = [
        (box.left - over, box.top + over * 0.5),
        (box.left + inset, box.top - peak - over * 0.35),
        (box.right - inset, box.top - peak - over * 0.35),
        (box.right + over, box.top + over * 0.5),
        (box.right - inset * 0.92, box.top - peak * 0.62),
        (box.left + inset * 0.92, box.top - peak * 0.6),
    ]
    s.add(paths.polygon(cap), snow)


def _door_and_windows(s: Sheet, box: Box, depth: float, chance: random.Random) -> None:
    door_at = chance.choice((0.2, 0.62))
    door = box.part(door_at, 0.52, door_at + 0.19, 1.0)
    tone = s.colour(chance.choice(((128, 68, 58), (70, 94, 110), (92, 104, 78))), "door", "doors")
    leaf = paths.rounded(door.left, door.top, door.right, door.bottom + door.width, door.width * 0.3)
    s.add(leaf, s.across(tone, (door.left, door.right), depth), clip=box.path)
    knob = paths.circle(door.at(0.78, 0.56), door.width * 0.06)
    s.add(knob, s.light.lit((222, 190, 120), depth))
    spots = [x for x in (0.1, 0.42, 0.72) if not door_at - 0.16 < x < door_at + 0.22]
    windows = [box.part(x, 0.52, x + 0.17, 0.78) for x in spots]
    windows += [box.part(x, 0.12, x + 0.16, 0.36) for x in (0.16, 0.66)]
    frames = [
        Box(
            w.left - box.width * 0.016,
            w.top - box.width * 0.016,
            w.right + box.width * 0.016,
            w.bottom + box.width * 0.016,
        )
        for w in windows
    ]
    s.add(paths.join([frame.path for frame in frames]), s.light.surface((240, 234, 222), depth))
    panes(s, windows, depth, chance, lit=0.75)
    bars = [paths.rect(w.at(0.46, 0)[0], w.top, w.at(0.54, 0)[0], w.bottom) for w in windows]
    s.add(paths.join(bars), s.light.surface((240, 234, 222), depth))


def block(
    s: Sheet, box: Box, wall: Colour, depth: float, chance: random.Random, *, rows: int, columns: int
) -> None:
    """A town building: storeys of windows, a cornice, a darker street floor."""
    s.form(box.path, wall, (box.left, box.right), depth)
    s.add(box.path, paths.fade((0, box.top), (0, box.bottom), s.light.haze, 0.0, 0.3 * depth + 0.08))
    cornice = Box(
        box.left - box.width * 0.03,
        box.top - box.width * 0.035,
        box.right + box.width * 0.03,
        box.top + box.width * 0.03,
    )
    s.form(cornice.path, lighter(wall, 0.16), (box.left, box.right), depth)
    windows = []
    for row in range(rows):
        for column in range(columns):
            x, y = (column + 0.26) / columns, 0.06 + 0.9 * (row + 0.18) / rows
            windows.append(box.part(x, y, x + 0.48 / columns, y + 0.58 / rows))
    sills = [
        paths.rect(w.left - w.width * 0.14, w.bottom, w.right + w.width * 0.14, w.bottom + w.height * 0.09)
        for w in windows
    ]
    s.add(paths.join(sills), s.light.lit(lighter(wall, 0.2), depth))
    panes(s, windows, depth, chance, lit=0.5)
    if box.width > s.unit * 0.12:
        bars = [paths.rect(w.at(0.46, 0)[0], w.top, w.at(0.54, 0)[0], w.bottom) for w in windows]
        s.add(paths.join(bars), s.light.shade(wall, depth), opacity=0.8)


def towers(s: Sheet, name: str, base: float, high: float, colour: Colour, depth: float) -> None:
    """A far skyline of tall buildings as one shape, with a scatter of lights."""
    chance = s.chance(name)
    boxes, dots = [], []
    x = -0.05 * s.width
    while x < 1.05 * s.width:
        wide = s.unit * chance.uniform(0.035, 0.1)
        tall = high * chance.uniform(0.35, 1.0)
        boxes.append(paths.rect(x, base - tall, x + wide, base + high * 0.1))
        if chance.random() < 0.3:
            boxes.append(paths.rect(x + wide * 0.44, base - tall * 1.16, x + wide * 0.5, base - tall))
        for _ in range(int(9 * s.light.lamps)):
            px, py = x + wide * chance.uniform(0.12, 0.8), base - tall * chance.uniform(0.08, 0.92)
            dots.append(paths.rect(px, py, px + s.unit * 0.005, py + s.unit * 0.0065))
        x += wide * chance.uniform(0.92, 1.3)
    top = s.light.surface(colour, depth)
    s.add(paths.join(boxes), s.down(top, s.light.surface(colour, min(1.0, depth + 0.3)), base - high, base))
    if dots:
        s.add(paths.join(dots), mix(s.light.lamp, s.light.haze, depth * 0.4), opacity=0.85)


def street_lamp(s: Sheet, x: float, base: float, high: float, *, arm: float = 0.0) -> Point:
    """A lamp post; gives the place of its light."""
    iron = s.light.shade((66, 64, 76))
    head = x + arm * high, base - high
    s.line(
        paths.smooth_open([(x, base), (x, base - high * 0.8), (x + arm * high * 0.4, base - high * 1.02), head])
        if arm
        else paths.line((x, base), (x, base - high)),
        iron,
        max(1.5, high * 0.022),
    )
    s.add(paths.rounded(x - high * 0.03, base - high * 0.06, x + high * 0.03, base, high * 0.012), iron)
    wide = high * 0.05
    lamp = paths.polygon(
        [
            (head[0] - wide, head[1]),
            (head[0] + wide, head[1]),
            (head[0] + wide * 0.6, head[1] + wide * 2.1),
            (head[0] - wide * 0.6, head[1] + wide * 2.1),
        ]
    )
    on = s.light.lamps > 0.3
    s.add(lamp, lighter(s.light.lamp, 0.5) if on else s.light.surface((214, 220, 224)))
    s.add(
        paths.polygon(
            [(head[0] - wide * 1.3, head[1]), (head[0], head[1] - wide), (head[0] + wide * 1.3, head[1])]
        ),
        iron,
    )
    at = head[0], head[1] + wide
    if on:
        s.glow(at, high * 0.75, s.light.lamp, 0.75 * s.light.lamps)
        s.glow((x, base), high * 0.7, s.light.lamp, 0.3 * s.light.lamps, 0.25)
    return at


def fence(s: Sheet, points: Sequence[Point], high: float, colour: Colour, depth: float = 0.0) -> None:
    """Posts and two rails along a line of points."""
    wide = high * 0.11
    posts = [
        paths.polygon(
            [
                (x - wide, y + high * 0.1),
                (x - wide, y - high),
                (x, y - high * 1.1),
                (x + wide, y - high),
                (x + wide, y + high * 0.1),
            ]
        )
        for x, y in points
    ]
    s.add(paths.join(posts), s.light.surface(colour, depth))
    for level in (0.42, 0.8):
        rail = paths.smooth_open([(x, y - high * level) for x, y in points])
        s.line(rail, s.light.shade(colour, depth), high * 0.12)


def boat(s: Sheet, at: Point, wide: float, hull: Colour, *, sail: bool = False, depth: float = 0.0) -> None:
    """A small boat on the water, with its reflection."""
    x, y = at
    _reflection(s, at, wide, hull, depth)
    mast = x - wide * 0.02, y - wide * (0.95 if sail else 0.6)
    s.line(paths.line((mast[0], y - wide * 0.1), mast), s.light.shade((110, 84, 66), depth), wide * 0.022)
    if sail:
        _sail(s, mast, y, wide, depth)
    else:
        _cabin(s, at, wide, depth)
    _hull(s, at, wide, hull, depth)


def _reflection(s: Sheet, at: Point, wide: float, hull: Colour, depth: float) -> None:
    x, y = at
    mirrored = paths.smooth(
        [
            (x - wide * 0.44, y),
            (x + wide * 0.46, y),
            (x + wide * 0.3, y + wide * 0.14),
            (x - wide * 0.28, y + wide * 0.14),
        ]
    )
    s.add(mirrored, s.light.shade(hull, depth), opacity=0.35, blur=wide * 0.012)


def _sail(s: Sheet, mast: Point, y: float, wide: float, depth: float) -> None:
    cloth = paths.smooth_top(
        [
            (mast[0], mast[1] + wide * 0.02),
            (mast[0] + wide * 0.2, y - wide * 0.5),
            (mast[0] + wide * 0.36, y - wide * 0.2),
        ],
        y - wide * 0.2,
    )
    s.form(cloth, (244, 236, 220), (mast[0], mast[0] + wide * 0.4), depth)


def _cabin(s: Sheet, at: Point, wide: float, depth: float) -> None:
    """A white cabin with two lit windows."""
    x, y = at
    cabin = Box(x - wide * 0.2, y - wide * 0.34, x + wide * 0.14, y - wide * 0.1)
    s.form(
        paths.rounded(cabin.left, cabin.top, cabin.right, cabin.bottom, wide * 0.03),
        (236, 228, 212),
        (cabin.left, cabin.right),
        depth,
    )
    lights = [cabin.part(0.14, 0.2, 0.42, 0.55), cabin.part(0.56, 0.2, 0.84, 0.55)]
    panes(s, lights, depth, s.chance(f"boat{x:.0f}"), lit=1.0)


def _hull(s: Sheet, at: Point, wide: float, hull: Colour, depth: float) -> None:
    """The body of a boat and the light strake along its edge."""
    x, y = at
    body = paths.trace(
        (x - wide * 0.52, y - wide * 0.17),
        [
            (x - wide * 0.2, y - wide * 0.09),
            (x + wide * 0.2, y - wide * 0.09),
            (x + wide * 0.54, y - wide * 0.19),
        ],
        [
            (x + wide * 0.46, y - wide * 0.02),
            (x + wide * 0.4, y + wide * 0.03),
            (x + wide * 0.28, y + wide * 0.03),
        ],
        [(x - wide * 0.3, y + wide * 0.03)],
        [
            (x - wide * 0.44, y + wide * 0.02),
            (x - wide * 0.5, y - wide * 0.08),
            (x - wide * 0.52, y - wide * 0.17),
        ],
    )
    s.form(body, hull, (x - wide * 0.5, x + wide * 0.5), depth)
    strake = [(x - wide * 0.51, y - wide * 0.165), (x, y - wide * 0.105), (x + wide * 0.53, y - wide * 0.185)]
    s.line(paths.smooth_open(strake), s.light.lit((240, 230, 210), depth), wide * 0.02)


def lighthouse(s: Sheet, x: float, base: float, high: float, *, stripe: Colour, depth: float = 0.0) -> Point:
    """A striped tower with a lit lamp room; gives the place of its light."""
    foot, neck = high * 0.105, high * 0.07

    def half(t: float) -> float:
        return foot + (neck - foot) * t

    bands = 5
    for band in range(bands):
        low, up = band / bands, (band + 1) / bands
        y0, y1 = base - high * 0.78 * low, base - high * 0.78 * up
        colour = stripe if band % 2 == 0 else (240, 234, 228)
        part = paths.polygon([(x - half(low), y0), (x - half(up), y1), (x + half(up), y1), (x + half(low), y0)])
        s.form(part, colour, (x - foot, x + foot), depth)
    windows = [
        paths.rounded(
            x - high * 0.012, base - high * t - high * 0.04, x + high * 0.012, base - high * t, high * 0.012
        )
        for t in (0.14, 0.36, 0.6)
    ]
    s.add(paths.join(windows), s.light.lamp if s.light.lamps > 0.6 else s.light.shade((60, 52, 66), depth))
    top = base - high * 0.78
    s.form(
        paths.rounded(x - neck * 1.5, top - high * 0.012, x + neck * 1.5, top + high * 0.022, high * 0.006),
        (84, 72, 78),
        (x - neck, x + neck),
        depth,
    )
    lamp = Box(x - neck * 0.78, top - high * 0.12, x + neck * 0.78, top - high * 0.012)
    on = s.light.lamps > 0.3
    s.add(
        lamp.path,
        s.down((255, 252, 226), (255, 222, 140), lamp.top, lamp.bottom)
        if on
        else s.light.surface((150, 180, 196), depth),
    )
    bars = [
        paths.rect(lamp.at(t, 0)[0] - high * 0.003, lamp.top, lamp.at(t, 0)[0] + high * 0.003, lamp.bottom)
        for t in (0.0, 0.33, 0.66, 1.0)
    ]
    s.add(paths.join(bars), s.light.shade((84, 72, 78), depth))
    roof = paths.trace(
        (x - neck, lamp.top),
        [
            (x - neck * 0.5, lamp.top - high * 0.03),
            (x - neck * 0.2, lamp.top - high * 0.09),
            (x, lamp.top - high * 0.11),
        ],
        [
            (x + neck * 0.2, lamp.top - high * 0.09),
            (x + neck * 0.5, lamp.top - high * 0.03),
            (x + neck, lamp.top),
        ],
    )
    s.form(roof, stripe, (x - neck, x + neck), depth)
    return lamp.at(0.5, 0.5)


def beam(s: Sheet, source: Point, angle_to: Sequence[Point], strength: float) -> None:
    """Beams of a lighthouse, fading into the air."""
    from_colour = s.light.lamp
    for end in angle_to:
        dx, dy = end[0] - source[0], end[1] - source[1]
        spread = 0.11
        ends = [(end[0] - dy * spread, end[1] + dx * spread), (end[0] + dy * spread, end[1] - dx * spread)]
        near = s.unit * 0.012
        outline = paths.polygon(
            [(source[0], source[1] - near), (source[0], source[1] + near), ends[0], ends[1]]
        )
        fill = Linear(
            source,
            end,
            (
                Stop(0, lighter(from_colour, 0.3), strength),
                Stop(0.35, from_colour, strength * 0.5),
                Stop(1, from_colour, 0),
            ),
        )
        s.add(outline, fill, blend="screen", blur=s.unit * 0.01)
