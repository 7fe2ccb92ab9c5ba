"""Lamps and fires of a room, and the light they throw."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import lighter, mix
from core.providers.local.artist.drawing import Colour, Path, Point
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import DARK_WOOD
from core.providers.local.artist.places.sheet import Sheet


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
