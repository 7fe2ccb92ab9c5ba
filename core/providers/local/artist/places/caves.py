"""Under the ground: a cave."""

from __future__ import annotations

import math

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Point, Radial, Stop
from core.providers.local.artist.light import Light, outside_of
from core.providers.local.artist.places import open_air
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.story import TimeOfDay


def cave(s: Sheet) -> Scenery:
    """A hollow in the rock with a bright mouth, hanging stones and a still pool."""
    s.layer = "set"
    rock = s.colour((120, 108, 118), "rock", "stone", "walls")
    light = s.light
    s.add(s.frame(), s.down(darker(light.shade(rock), 0.5), darker(light.surface(rock), 0.2), 0, s.height))
    mouth = s.width * (0.66 if s.wide else 0.6), s.height * 0.4
    size = s.unit * 0.25
    outside = outside_of(light)
    _way_out(s, mouth, size, outside)
    glow = 0.8 if light.time is not TimeOfDay.NIGHT else 0.35
    s.glow(mouth, s.unit * 0.85, outside.horizon, glow)
    for ring, (grow, tone) in enumerate(((1.5, 0.0), (2.3, 0.25), (3.4, 0.5))):
        _rock_ring(s, mouth, size * grow, darker(light.surface(rock), tone), ring)
    floor = [
        (s.width * x, s.height * y)
        for x, y in ((-0.2, 0.7), (0.2, 0.73), (0.5, 0.69), (0.8, 0.68), (1.2, 0.72))
    ]
    open_air.ground(s, "floor", floor, rock, dark=0.5)
    _pool(s, mouth[0] - size * 0.3, rock, outside.horizon)
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


def _way_out(s: Sheet, mouth: Point, size: float, outside: Light) -> None:
    """The mouth of the cave, with the sky and far hills in it."""
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
    hills = [
        (mouth[0] + size * 2.4 * (i / 8 - 0.5), mouth[1] + size * (0.5 - 0.35 * v))
        for i, v in enumerate(open_air.skyline(s.chance("beyond"), 9, 0.4))
    ]
    s.add(paths.smooth_top(hills, mouth[1] + size * 1.2), mix((80, 96, 110), outside.haze, 0.45), clip=hole)


def _pool(s: Sheet, x: float, rock: Colour, sky: Colour) -> None:
    """Still water that mirrors the sky of the mouth."""
    pool = paths.ellipse((x, s.height * 0.8), s.unit * 0.34, s.unit * 0.045)
    s.add(
        pool,
        Linear(
            (0, s.height * 0.76),
            (0, s.height * 0.84),
            (
                Stop(0, mix(sky, s.light.surface(rock), 0.35)),
                Stop(1, darker(s.light.surface((70, 104, 120)), 0.3)),
            ),
        ),
    )
    s.line(pool, lighter(sky, 0.2), s.unit * 0.0025, opacity=0.4)


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
