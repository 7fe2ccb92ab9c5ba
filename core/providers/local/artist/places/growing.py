"""Growing things: firs, leafy trees, bushes, grass, reeds, flowers, palms and potted plants."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Path, Point, Radial, Stop
from core.providers.local.artist.places.sheet import Sheet


def fir_outline(x: float, base: float, high: float, chance: random.Random, tiers: int = 6) -> Path:
    """The outline of one fir with drooping, uneven branches."""
    left: list[Point] = []
    right: list[Point] = []
    half = high * chance.uniform(0.17, 0.22)
    for tier in range(1, tiers + 1):
        t = tier / tiers
        reach = half * t**0.85 * chance.uniform(0.88, 1.12)
        y = base - high * (1 - 0.92 * t)
        for side, points in ((-1, left), (1, right)):
            points.append((x + side * reach, y + high * 0.015 * chance.uniform(0, 1)))
            points.append((x + side * reach * 0.55, y - high * 0.012))
    trunk = high * 0.022
    foot = [
        (x - trunk, base - high * 0.08),
        (x - trunk, base),
        (x + trunk, base),
        (x + trunk, base - high * 0.08),
    ]
    tip = (x, base - high)
    return paths.polygon([tip, *right, *reversed(foot), *reversed(left)])


def fir(
    s: Sheet, x: float, base: float, high: float, colour: Colour, depth: float, chance: random.Random
) -> None:
    outline = fir_outline(x, base, high, chance, 8)
    half = high * 0.2
    s.form(outline, colour, (x - half, x + half), depth)
    s.add(outline, paths.fade((0, base - high), (0, base), darker(s.light.shade(colour), 0.4), 0.0, 0.6))


def fir_row(s: Sheet, name: str, base: Sequence[Point], high: float, colour: Colour, depth: float) -> None:
    """A far line of firs as one shape, standing along a line of points."""
    chance = s.chance(name)
    outlines = []
    for x, y in base:
        for _ in range(2):
            outlines.append(
                fir_outline(
                    x + chance.uniform(-0.5, 0.5) * high * 0.5,
                    y + high * 0.05,
                    high * chance.uniform(0.55, 1.1),
                    chance,
                )
            )
    top = s.light.surface(colour, depth)
    lowest = max(y for _, y in base)
    s.add(
        paths.join(outlines),
        s.down(top, s.light.surface(colour, min(1.0, depth + 0.25)), lowest - high, lowest),
    )


def leafy(
    s: Sheet, x: float, base: float, high: float, colour: Colour, depth: float, chance: random.Random
) -> None:
    """A broad tree: trunk, dark crown, lit heaps of leaves on the light's side."""
    bark = (96, 72, 60)
    lean = chance.uniform(-0.04, 0.04) * high
    trunk = [(x, base), (x + lean * 0.3, base - high * 0.3), (x + lean, base - high * 0.6)]
    s.form(
        paths.ribbon(trunk, [high * 0.075, high * 0.05, high * 0.03]),
        bark,
        (x - high * 0.04, x + high * 0.04),
        depth,
    )
    side = 1 if s.light.key_side >= 0 else -1
    centre = (x + lean, base - high * 0.68)
    heaps = [(0.0, 0.0, 0.3)]
    for i in range(7):
        angle = 2 * math.pi * i / 7 + chance.uniform(-0.3, 0.3)
        heaps.append((0.25 * math.cos(angle), 0.2 * math.sin(angle), chance.uniform(0.14, 0.19)))
    crown = [_heap(centre, high, heap, chance) for heap in heaps]
    outline = paths.join(crown)
    s.add(outline, s.light.shade(colour, depth))
    for strength, shift, size in ((0.6, 0.03, 0.84), (0.55, 0.065, 0.6)):
        lit = [
            _heap((centre[0] + side * shift * high, centre[1] - shift * high), high, (dx, dy, r * size), chance)
            for dx, dy, r in heaps
        ]
        s.add(paths.join(lit), s.light.lit(lighter(colour, 0.06), depth), opacity=strength * 0.8, clip=outline)


def _heap(centre: Point, high: float, heap: tuple[float, float, float], chance: random.Random) -> Path:
    dx, dy, size = heap
    at = centre[0] + dx * high, centre[1] + dy * high
    return paths.blob(at, size * high, size * high * 0.86, chance.randrange(1 << 30), 0.1, 11)


def bush(
    s: Sheet, x: float, base: float, wide: float, colour: Colour, depth: float, chance: random.Random
) -> None:
    """A round bush in three tones, dark below and lit on the light's side."""
    side = 1 if s.light.key_side >= 0 else -1
    dark: list[Path] = []
    middle: list[Path] = []
    lit: list[Path] = []
    for i in range(6):
        t = i / 5 - 0.5
        at = x + t * wide * 0.72, base - wide * (0.13 + 0.2 * (0.25 - t * t) * 4) * chance.uniform(0.85, 1.15)
        size = wide * chance.uniform(0.17, 0.22)
        dark.append(paths.blob(at, size, size * 0.95, chance.randrange(1 << 30), 0.14, 12))
        for group, shift, share in ((middle, 0.12, 0.78), (lit, 0.3, 0.46)):
            spot = at[0] + side * size * shift, at[1] - size * shift * 1.2
            group.append(
                paths.blob(spot, size * share, size * share * 0.85, chance.randrange(1 << 30), 0.2, 11)
            )
    dark.append(paths.ellipse((x, base - wide * 0.06), wide * 0.44, wide * 0.09))
    outline = paths.join(dark)
    s.add(outline, s.light.shade(darker(colour, 0.1), depth))
    s.add(paths.join(middle), s.light.surface(colour, depth), opacity=0.8, clip=outline)
    s.add(paths.join(lit), s.light.lit(lighter(colour, 0.08), depth), opacity=0.65, clip=outline)


def blades(points: Sequence[Point], high: float, chance: random.Random, lean: float = 0.25) -> Path:
    """Grass: one curved blade or two at each point."""
    grass = []
    for x, y in points:
        tall = high * chance.uniform(0.45, 1.0)
        bend = tall * chance.uniform(-lean, lean) * 2
        wide = max(high * 0.03, 0.8)
        grass.append(
            paths.ribbon(
                [(x, y + high * 0.1), (x + bend * 0.25, y - tall * 0.55), (x + bend, y - tall)],
                [wide, wide * 0.8, wide * 0.12],
            )
        )
    return paths.join(grass)


def meadow(s: Sheet, name: str, top: float, bottom: float, colour: Colour, many: int = 150) -> None:
    """Tufts over a stretch of ground, larger towards the viewer, in two tones."""
    chance = s.chance(name)
    for tone, strength in (
        (s.light.lit(lighter(colour, 0.1)), 0.55),
        (s.light.shade(darker(colour, 0.15)), 0.7),
    ):
        parts = []
        for band in range(4):
            near = (band + 0.5) / 4
            y = top + (bottom - top) * near**1.3
            points = [
                (chance.uniform(-0.02, 1.02) * s.width, y + chance.uniform(-0.5, 0.5) * (bottom - top) / 5)
                for _ in range(many // 8)
            ]
            parts.append(blades(points, s.unit * (0.008 + 0.035 * near), chance))
        s.add(paths.join(parts), tone, opacity=strength)


def foreground_grass(s: Sheet, colour: Colour, high: float = 0.13, many: int = 64, *, gap: float = 0.0) -> None:
    """Dark blades along the bottom edge, in front of everything; `gap` leaves the middle free."""
    s.layer = "near"
    chance = s.chance("near grass")
    dark = darker(s.light.shade(colour), 0.55)
    for blur, share, tall in ((0.0, 0.6, 0.75), (s.unit * 0.003, 0.4, 1.0)):
        points = []
        for _ in range(int(many * share)):
            x = chance.uniform(-0.03, 1.03)
            if abs(x - 0.5) < gap:
                continue
            points.append((x * s.width, s.height + s.unit * 0.02))
        if points:
            s.add(blades(points, s.unit * high * tall, chance, 0.3), dark, blur=blur, opacity=0.95)


def flowers(s: Sheet, name: str, top: float, bottom: float, tints: Sequence[Colour], many: int = 70) -> None:
    chance = s.chance(name)
    for tint in tints:
        dots, hearts = [], []
        for _ in range(many // len(tints)):
            near = chance.random()
            x, y = s.width * chance.uniform(0, 1), top + (bottom - top) * near
            size = s.unit * (0.003 + 0.008 * near)
            for petal in range(5):
                angle = petal * 1.257 + chance.uniform(0, 1)
                dots.append(
                    paths.ellipse(
                        (x + size * 0.8 * math.cos(angle), y + size * 0.6 * math.sin(angle)),
                        size * 0.6,
                        size * 0.5,
                        angle,
                    )
                )
            hearts.append(paths.circle((x, y), size * 0.4))
        s.add(paths.join(dots), s.light.surface(tint))
        s.add(paths.join(hearts), s.light.surface((250, 214, 96)))


def palm(
    s: Sheet, x: float, base: float, high: float, colour: Colour, depth: float, chance: random.Random
) -> None:
    lean = chance.choice((-1, 1)) * high * chance.uniform(0.1, 0.2)
    trunk = [(x, base), (x + lean * 0.25, base - high * 0.45), (x + lean, base - high * 0.86)]
    s.form(
        paths.ribbon(trunk, [high * 0.06, high * 0.04, high * 0.03]),
        (132, 100, 74),
        (x - high * 0.05, x + high * 0.05),
        depth,
    )
    top = trunk[-1]
    for tone, shift in ((s.light.shade(colour, depth), 0.0), (s.light.lit(colour, depth), 0.35)):
        fronds = []
        for i in range(7):
            angle = math.pi * (1.0 + (i + shift) / 6.5)
            reach = high * chance.uniform(0.32, 0.42)
            tip = top[0] + reach * math.cos(angle), top[1] + reach * 0.5 * math.sin(angle) + high * 0.16
            middle = top[0] + reach * 0.55 * math.cos(angle), top[1] + reach * 0.62 * math.sin(angle)
            fronds.append(paths.ribbon([top, middle, tip], [high * 0.03, high * 0.055, high * 0.006]))
        s.add(paths.join(fronds), tone)


def potted(s: Sheet, x: float, base: float, high: float, chance: random.Random) -> None:
    """A house plant in a pot."""
    pot = s.pick("pot", ((190, 104, 74), (224, 214, 200), (86, 110, 124)), "pot", "pots")
    wide = high * 0.2
    green = (84, 132, 88)
    for tone, many in ((s.light.shade(green), 9), (s.light.lit(green), 7)):
        leaves = []
        for _ in range(many):
            angle = -math.pi / 2 + chance.uniform(-1.05, 1.05)
            reach = high * chance.uniform(0.42, 0.72)
            start = (x, base - high * 0.3)
            tip = x + reach * math.cos(angle), start[1] + reach * math.sin(angle)
            bend = x + reach * 0.5 * math.cos(angle) * 0.8, start[1] + reach * 0.62 * math.sin(angle)
            leaves.append(paths.ribbon([start, bend, tip], [high * 0.02, high * 0.1, high * 0.008]))
        s.add(paths.join(leaves), tone)
    body = paths.polygon(
        [
            (x - wide, base - high * 0.34),
            (x + wide, base - high * 0.34),
            (x + wide * 0.72, base),
            (x - wide * 0.72, base),
        ]
    )
    s.form(body, pot, (x - wide, x + wide))
    s.form(
        paths.rounded(x - wide * 1.1, base - high * 0.38, x + wide * 1.1, base - high * 0.31, high * 0.02),
        lighter(pot, 0.1),
        (x - wide, x + wide),
    )


def canopy(s: Sheet, y: float, colour: Colour, name: str) -> None:
    """Leafy boughs hanging into the top corners of the picture, a little out of focus."""
    chance = s.chance(name)
    gloom = 0.3 * s.light.gloom
    tones = (
        darker(s.light.shade(colour), 0.2 + gloom),
        darker(s.light.surface(colour), 0.12 + gloom),
        s.light.lit(colour),
    )
    for tone, many, grow, drop in zip(tones, (46, 34, 20), (1.0, 0.8, 0.6), (1.0, 0.75, 0.55), strict=True):
        leaves = []
        for _ in range(many):
            side = chance.choice((0, 1))
            reach = chance.random() ** 1.5
            x = s.width * side + (1 - 2 * side) * s.unit * 0.42 * reach
            level = y * drop * chance.uniform(-0.5, 1.0) * (1.15 - reach)
            size = s.unit * chance.uniform(0.014, 0.034) * grow
            angle = math.pi / 2 + (1 - 2 * side) * chance.uniform(-0.2, 0.9)
            tip = x + size * 2 * math.cos(angle), level + size * 2 * math.sin(angle)
            leaves.append(
                paths.ribbon(
                    [(x, level), ((x + tip[0]) / 2, (level + tip[1]) / 2), tip],
                    [size * 0.5, size * 1.1, size * 0.1],
                )
            )
        s.add(paths.join(leaves), tone, blur=s.unit * 0.002, opacity=0.96)


def glade(s: Sheet, at: Point, radius: float, colour: Colour, strength: float) -> None:
    """A pool of light on the ground."""
    pool = Radial(at, radius, (Stop(0, colour, strength), Stop(1, colour, 0)), 0.3)
    s.add(
        paths.rect(at[0] - radius, at[1] - radius * 0.3, at[0] + radius, at[1] + radius * 0.3),
        pool,
        blend="screen",
    )
