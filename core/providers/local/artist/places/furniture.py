"""Furniture and what stands on it: books, shelves, tables, chairs, sofas, rugs."""

from __future__ import annotations

from collections.abc import Sequence

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Path, Point
from core.providers.local.artist.places import open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.sheet import Sheet

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
            neck = half * 0.42
            body = paths.smooth(
                [
                    (x - neck * 1.25, base - tall),
                    (x + neck * 1.25, base - tall),
                    (x + neck, base - tall * 0.82),
                    (x + half, base - tall * 0.46),
                    (x + half * 0.62, base),
                    (x - half * 0.62, base),
                    (x - half, base - tall * 0.46),
                    (x - neck, base - tall * 0.82),
                ],
                0.85,
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
