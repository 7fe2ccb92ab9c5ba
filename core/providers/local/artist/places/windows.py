"""Windows: what is seen through them, their light in the room, and their curtains."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Shape, Stop
from core.providers.local.artist.light import outside_of
from core.providers.local.artist.places import open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import DARK_WOOD
from core.providers.local.artist.places.sheet import Sheet
from core.story import TimeOfDay, Weather


@dataclass(frozen=True, slots=True)
class Beyond:
    """What lies behind a window."""

    view: str = "hills"
    """"hills", "town" or "none"."""
    name: str = "window"
    """Chance of its own for each window."""
    disc: bool = True
    """Whether sun or moon stand in it; of several windows only one has them."""


def window(
    s: Sheet,
    box: Box,
    frame: Colour,
    *,
    grid: tuple[int, int] = (2, 2),
    beyond: Beyond | None = None,
    curtains: Colour | None = None,
) -> None:
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
    outlook(s, box, beyond or Beyond())
    across, down = grid
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


def outlook(s: Sheet, box: Box, beyond: Beyond) -> None:
    """What is seen through a window: sky, sun or moon, a skyline, rain or snow, a gleam on the glass."""
    light, chance = outside_of(s.light), s.chance(beyond.name)
    clip = box.path
    s.add(clip, Linear((0, box.top), (0, box.bottom), light.sky))
    if light.stars > 0.3:
        dots = [
            paths.circle(box.at(chance.random(), chance.random() * 0.7), s.unit * chance.uniform(0.0008, 0.002))
            for _ in range(22)
        ]
        s.add(paths.join(dots), (240, 244, 255), opacity=0.9 * light.stars, clip=clip)
    if light.sun_height >= 0 and beyond.disc:
        at = box.at(chance.choice((0.26, 0.72)), 0.3 if light.sun_height > 0.3 else 0.62)
        size = s.unit * (0.026 if light.sun_height > 0.3 else 0.036)
        s.glow(at, size * 7, light.sun, 0.6, clip=clip)
        s.add(paths.circle(at, size), light.sun, clip=clip)
    _skyline_beyond(s, box, beyond.view, chance)
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
