"""By quiet water: harbour and river."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Point, Stop
from core.providers.local.artist.places import built, growing, open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.paving import paving
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.story import TimeOfDay


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
    return s.done(
        horizon=horizon,
        ground=s.height * 0.9,
        figure=s.unit * 0.34,
        stand=(0.36, 0.78),
        key_side=0.5,
        glow=lamp if s.light.lamps > 0.3 else None,
    )


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
    stone = s.earth((158, 148, 140), "quay", "stones", "pier")
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


def river(s: Sheet) -> Scenery:
    """A river winding out of wooded hills, with a wooden bridge."""
    horizon = s.height * 0.46
    disc = open_air.sky(s, horizon, 0.6)
    s.layer = "far"
    open_air.ridge(s, "far", horizon, s.unit * 0.2, (108, 120, 140), 0.66, sharp=True)
    open_air.ridge(s, "near", horizon, s.unit * 0.1, (84, 108, 96), 0.42)
    s.layer = "middle"
    green = s.earth((104, 134, 84), "grass", "bank")
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
