"""In the city: rooftop and station."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Point
from core.providers.local.artist.places import built, open_air
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.paving import paving
from core.providers.local.artist.places.sheet import Scenery, Sheet


def rooftop(s: Sheet) -> Scenery:
    """A flat roof high over the town: skyline, water tank, chimneys, washing line."""
    horizon = s.height * 0.68
    open_air.sky(s, horizon, 0.7)
    s.layer = "far"
    built.towers(s, "far", s.height * 0.74, s.unit * 0.42, (116, 112, 142), 0.62)
    open_air.mist(s, s.height * 0.66, s.unit * 0.14, 0.4)
    s.layer = "middle"
    built.towers(s, "near", s.height * 0.8, s.unit * 0.3, (92, 88, 118), 0.34)
    _blocks(s)
    s.layer = "set"
    roof = s.earth((134, 112, 108), "roof", "rooftop", "tiles")
    top = s.height * 0.77
    s.add(
        paths.rect(-0.2 * s.width, top, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(roof), s.light.shade(darker(roof, 0.25)), top, s.height),
    )
    s.form(
        paths.rect(-0.2 * s.width, top - s.unit * 0.05, 1.2 * s.width, top), lighter(roof, 0.1), (0, s.width)
    )
    s.add(
        paths.rect(-0.2 * s.width, top - s.unit * 0.06, 1.2 * s.width, top - s.unit * 0.045),
        s.light.lit(lighter(roof, 0.25)),
    )
    s.add(
        paths.rect(-0.2 * s.width, top, 1.2 * s.width, top + s.unit * 0.05),
        paths.fade((0, top), (0, top + s.unit * 0.05), (14, 8, 20), 0.4, 0),
    )
    _tank(s, s.width * (0.84 if s.wide else 0.86), top + s.unit * 0.02)
    _stack(s, s.width * (0.1 if s.wide else 0.06), top + s.unit * 0.03)
    lamp = _roof_lights(s, top)
    return s.done(
        horizon=horizon, ground=s.height * 0.9, figure=s.unit * 0.36, stand=(0.3, 0.7), key_side=0.5, glow=lamp
    )


def _blocks(s: Sheet) -> None:
    chance = s.chance("blocks")
    for x in (0.0, 0.2, 0.56, 0.8) if s.wide else (0.0, 0.6):
        wide, high = s.unit * chance.uniform(0.16, 0.24), s.unit * chance.uniform(0.14, 0.26)
        box = Box(s.width * x, s.height * 0.79 - high, s.width * x + wide, s.height * 0.82)
        built.block(s, box, chance.choice(built.WALLS), 0.24, chance, rows=4, columns=4)


def _tank(s: Sheet, x: float, base: float) -> None:
    u = s.unit
    for dx in (-0.07, 0.07):
        s.line(
            paths.line((x + dx * u, base), (x + dx * u * 0.86, base - u * 0.2)),
            s.light.shade((86, 74, 76)),
            u * 0.012,
        )
    s.line(
        paths.line((x - u * 0.07, base - u * 0.03), (x + u * 0.065, base - u * 0.17)),
        s.light.shade((86, 74, 76)),
        u * 0.006,
    )
    body = Box(x - u * 0.085, base - u * 0.38, x + u * 0.085, base - u * 0.19)
    wood: Colour = (146, 104, 80)
    s.form(
        paths.rounded(body.left, body.top, body.right, body.bottom, u * 0.008), wood, (body.left, body.right)
    )
    staves = [
        paths.rect(body.at(t, 0)[0], body.top, body.at(t, 0)[0] + u * 0.002, body.bottom)
        for t in (0.14, 0.28, 0.42, 0.56, 0.7, 0.84)
    ]
    hoops = [
        paths.rect(body.left, body.at(0, t)[1], body.right, body.at(0, t)[1] + u * 0.006)
        for t in (0.2, 0.5, 0.8)
    ]
    s.add(paths.join(staves), s.light.shade(darker(wood, 0.4)), opacity=0.6)
    s.add(paths.join(hoops), s.light.shade((70, 62, 68)))
    s.form(
        paths.polygon(
            [(body.left - u * 0.01, body.top), (x, body.top - u * 0.09), (body.right + u * 0.01, body.top)]
        ),
        (112, 84, 80),
        (body.left, body.right),
    )


def _stack(s: Sheet, x: float, base: float) -> None:
    u = s.unit
    brick: Colour = (158, 100, 84)
    body = Box(x - u * 0.07, base - u * 0.26, x + u * 0.07, base)
    s.form(body.path, brick, (body.left, body.right))
    courses = [
        paths.rect(body.left, body.at(0, t / 11)[1], body.right, body.at(0, t / 11)[1] + u * 0.002)
        for t in range(1, 11)
    ]
    s.add(paths.join(courses), s.light.shade(darker(brick, 0.4)), opacity=0.45)
    s.form(
        paths.rect(body.left - u * 0.012, body.top - u * 0.02, body.right + u * 0.012, body.top + u * 0.012),
        lighter(brick, 0.14),
        (body.left, body.right),
    )
    for dx in (-0.035, 0.035):
        s.form(
            paths.rounded(
                x + dx * u - u * 0.02,
                body.top - u * 0.085,
                x + dx * u + u * 0.02,
                body.top - u * 0.015,
                u * 0.006,
            ),
            (186, 112, 86),
            (x + dx * u - u * 0.02, x + dx * u + u * 0.02),
        )
    chance = s.chance("smoke")
    for i in range(5):
        size = u * (0.02 + 0.014 * i)
        s.add(
            paths.blob(
                (x + u * (0.03 + 0.02 * i * i * 0.5), body.top - u * (0.11 + 0.055 * i)),
                size * 1.4,
                size,
                chance.randrange(1 << 30),
                0.2,
            ),
            lighter(s.light.haze, 0.25),
            opacity=0.3 - 0.05 * i,
            blur=size * 0.4,
        )


def _roof_lights(s: Sheet, top: float) -> Point | None:
    """A string of little lamps across the roof."""
    left, right = (s.width * 0.12, top - s.unit * 0.26), (s.width * 0.86, top - s.unit * 0.3)
    middle = (left[0] + right[0]) / 2, top - s.unit * 0.17
    s.line(paths.smooth_open([left, middle, right]), s.light.shade((58, 52, 62)), s.unit * 0.003)
    bulbs = []
    for i in range(1, 12):
        t = i / 12
        x = left[0] + (right[0] - left[0]) * t
        y = (
            left[1] * (1 - t) ** 2
            + 2 * (2 * middle[1] - (left[1] + right[1]) / 2) * t * (1 - t)
            + right[1] * t * t
        )
        bulbs.append((x, y + s.unit * 0.009))
    on = s.light.lamps > 0.3
    s.add(
        paths.join([paths.circle(at, s.unit * 0.0075) for at in bulbs]),
        lighter(s.light.lamp, 0.5) if on else s.light.surface((228, 222, 206)),
    )
    if not on:
        return None
    for at in bulbs:
        s.glow(at, s.unit * 0.07, s.light.lamp, 0.6 * s.light.lamps)
    return bulbs[5]


def station(s: Sheet) -> Scenery:
    """A railway platform under an iron roof, a train waiting, a clock."""
    horizon = s.height * 0.56
    open_air.sky(s, horizon, 0.6)
    s.layer = "far"
    open_air.ridge(s, "hill", horizon, s.unit * 0.12, (100, 112, 120), 0.6)
    built.towers(s, "towers", horizon + s.unit * 0.02, s.unit * 0.18, (108, 106, 130), 0.52)
    s.layer = "middle"
    gravel: Colour = (132, 122, 116)
    s.add(
        paths.rect(-0.2 * s.width, horizon, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(gravel, 0.3), s.light.shade(gravel), horizon, s.height * 0.8),
    )
    s.layer = "set"
    _train(s, horizon)
    stone = s.earth((176, 164, 152), "platform", "stone")
    edge = s.height * 0.77
    s.add(
        paths.rect(-0.2 * s.width, edge, 1.2 * s.width, s.height * 1.3),
        s.down(s.light.surface(stone), s.light.shade(darker(stone, 0.2)), edge, s.height),
    )
    paving(s, edge + s.unit * 0.03, s.height * 1.03, stone)
    s.add(paths.rect(-0.2 * s.width, edge, 1.2 * s.width, edge + s.unit * 0.012), s.light.lit((240, 226, 180)))
    s.add(
        paths.rect(-0.2 * s.width, edge + s.unit * 0.012, 1.2 * s.width, edge + s.unit * 0.024),
        s.light.shade(darker(stone, 0.2)),
    )
    _iron_roof(s, edge)
    lamp = _platform_things(s, edge)
    return s.done(horizon=horizon, ground=s.height * 0.9, figure=s.unit * 0.38, stand=(0.3, 0.72), glow=lamp)


def _train(s: Sheet, horizon: float) -> None:
    u = s.unit
    body_colour = s.colour((130, 58, 60), "train", "carriage")
    floor = s.height * 0.755
    top = floor - u * 0.3
    body = Box(-0.2 * s.width, top, s.width * 1.2, floor)
    s.add(
        paths.rect(body.left, floor, body.right, floor + u * 0.06),
        s.down((24, 18, 24), (44, 36, 40), floor, floor + u * 0.06),
    )
    s.add(body.path, s.down(s.light.lit(lighter(body_colour, 0.08)), s.light.shade(body_colour), top, floor))
    s.add(
        paths.rect(body.left, top - u * 0.03, body.right, top + u * 0.012),
        s.down(s.light.surface((96, 92, 104)), s.light.shade((78, 74, 88)), top - u * 0.03, top),
    )
    s.add(paths.rect(body.left, top + u * 0.17, body.right, top + u * 0.182), s.light.lit((232, 206, 140)))
    step, wide = u * 0.2, u * 0.135
    many = int(1.4 * s.width / step) + 1
    windows = [
        Box(-0.2 * s.width + i * step, top + u * 0.045, -0.2 * s.width + i * step + wide, top + u * 0.145)
        for i in range(many)
        if i % 5 != 3
    ]
    s.add(
        paths.join(
            [
                paths.rounded(
                    w.left - u * 0.006, w.top - u * 0.006, w.right + u * 0.006, w.bottom + u * 0.006, u * 0.014
                )
                for w in windows
            ]
        ),
        s.light.shade(darker(body_colour, 0.3)),
    )
    on = s.light.lamps > 0.3
    glass = (
        s.down(lighter(s.light.lamp, 0.35), s.light.lamp, top, top + u * 0.15)
        if on
        else s.down(
            mix(s.light.sky[0].colour, (60, 60, 80), 0.4),
            mix(s.light.horizon, (80, 80, 96), 0.5),
            top,
            top + u * 0.15,
        )
    )
    s.add(paths.join([paths.rounded(w.left, w.top, w.right, w.bottom, u * 0.01) for w in windows]), glass)
    gleams = [paths.polygon([w.at(0.12, 0), w.at(0.34, 0), w.at(0.16, 1), w.at(-0.02, 1)]) for w in windows]
    s.add(paths.join(gleams), (255, 255, 255), opacity=0.16, clip=paths.join([w.path for w in windows]))
    doors = [
        paths.rounded(
            -0.2 * s.width + i * step + u * 0.01,
            top + u * 0.03,
            -0.2 * s.width + i * step + u * 0.12,
            floor,
            u * 0.01,
        )
        for i in range(many)
        if i % 5 == 3
    ]
    s.add(paths.join(doors), s.light.shade(darker(body_colour, 0.12)))


def _iron_roof(s: Sheet, edge: float) -> None:
    u = s.unit
    iron: Colour = (74, 88, 96)
    top = edge - u * 0.62
    s.add(
        paths.rect(-0.3 * s.width, -0.5 * s.height, 1.3 * s.width, top),
        s.down(darker(s.light.shade(iron), 0.4), s.light.shade(iron), 0, top),
    )
    for i in range(-1, 12):
        x = s.width * 0.5 + (i - 5) * u * 0.24
        far = s.width * 0.5 + (i - 5) * u * 0.13
        s.add(
            paths.polygon(
                [(far, top), (far + u * 0.006, top), (x + u * 0.012, -u * 0.05), (x - u * 0.012, -u * 0.05)]
            ),
            s.light.surface(lighter(iron, 0.1)),
            opacity=0.6,
        )
    teeth = []
    for i in range(int(1.2 * s.width / (u * 0.03)) + 1):
        x = -0.1 * s.width + i * u * 0.03
        teeth.append(
            paths.polygon(
                [
                    (x, top),
                    (x + u * 0.026, top),
                    (x + u * 0.026, top + u * 0.03),
                    (x + u * 0.013, top + u * 0.044),
                    (x, top + u * 0.03),
                ]
            )
        )
    s.add(paths.join(teeth), s.light.surface((226, 218, 200)))
    s.form(paths.rect(-0.3 * s.width, top - u * 0.016, 1.3 * s.width, top + u * 0.008), iron, (0, s.width))
    for x in (0.16, 0.84) if s.wide else (0.1, 0.9):
        px = s.width * x
        s.form(
            paths.rect(px - u * 0.011, top, px + u * 0.011, edge + u * 0.06),
            iron,
            (px - u * 0.011, px + u * 0.011),
        )
        s.form(
            paths.rounded(px - u * 0.024, edge + u * 0.02, px + u * 0.024, edge + u * 0.07, u * 0.005),
            iron,
            (px - u * 0.02, px + u * 0.02),
        )
        for side in (-1, 1):
            s.line(
                paths.smooth_open(
                    [
                        (px, top + u * 0.15),
                        (px + side * u * 0.05, top + u * 0.07),
                        (px + side * u * 0.12, top + u * 0.012),
                    ]
                ),
                s.light.surface(iron),
                u * 0.009,
            )


def _platform_things(s: Sheet, edge: float) -> Point | None:
    u = s.unit
    clock = s.width * 0.5, edge - u * 0.5
    s.line(paths.line((clock[0], edge - u * 0.62), clock), s.light.shade((60, 64, 72)), u * 0.006)
    s.add(paths.circle(clock, u * 0.046), s.light.shade((60, 64, 72)))
    s.add(
        paths.circle(clock, u * 0.039),
        lighter(s.light.lamp, 0.7) if s.light.lamps > 0.3 else s.light.lit((248, 244, 232)),
    )
    s.line(
        paths.line((clock[0] + u * 0.018, clock[1] + u * 0.01), clock, (clock[0], clock[1] - u * 0.03)),
        (40, 34, 44),
        u * 0.005,
    )
    _bench(s, edge)
    lamp = (s.width * (0.26 if s.wide else 0.24), edge - u * 0.46)
    on = s.light.lamps > 0.3
    for x in (0.26, 0.74):
        at = (s.width * x, lamp[1])
        s.line(paths.line((at[0], edge - u * 0.62), at), s.light.shade((60, 64, 72)), u * 0.004)
        s.add(
            paths.polygon(
                [
                    (at[0] - u * 0.03, at[1] + u * 0.02),
                    (at[0] - u * 0.01, at[1]),
                    (at[0] + u * 0.01, at[1]),
                    (at[0] + u * 0.03, at[1] + u * 0.02),
                ]
            ),
            s.light.shade((54, 60, 68)),
        )
        s.add(
            paths.ellipse((at[0], at[1] + u * 0.022), u * 0.02, u * 0.009),
            lighter(s.light.lamp, 0.5) if on else s.light.surface((226, 222, 210)),
        )
        if on:
            s.glow((at[0], at[1] + u * 0.02), u * 0.36, s.light.lamp, 0.5 * s.light.lamps)
    return lamp if on else None


def _bench(s: Sheet, edge: float) -> None:
    u = s.unit
    bench = Box(
        s.width * (0.05 if s.wide else -0.05),
        edge - u * 0.02,
        s.width * (0.05 if s.wide else -0.05) + u * 0.3,
        edge + u * 0.1,
    )
    s.shadow((bench.at(0.5, 1)[0], bench.bottom), u * 0.2, u * 0.02)
    wood: Colour = (150, 104, 72)
    for level in (-0.55, -0.25):
        s.form(
            paths.rounded(
                bench.left, bench.at(0, level)[1], bench.right, bench.at(0, level + 0.18)[1], u * 0.004
            ),
            wood,
            (bench.left, bench.right),
        )
    s.form(
        paths.rounded(bench.left, bench.at(0, 0.2)[1], bench.right, bench.at(0, 0.38)[1], u * 0.005),
        lighter(wood, 0.08),
        (bench.left, bench.right),
    )
    for t in (0.1, 0.9):
        s.line(
            paths.line((bench.at(t, 0)[0], bench.at(0, -0.6)[1]), (bench.at(t, 0)[0], bench.bottom)),
            s.light.shade((60, 62, 70)),
            u * 0.009,
        )
