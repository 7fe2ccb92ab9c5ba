"""What outdoor places share: sky, sun, moon, stars, clouds, ridges, water and mist."""

from __future__ import annotations

import math
import random

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Linear, Path, Point, Radial, Stop
from core.providers.local.artist.places.sheet import Sheet
from core.story import TimeOfDay, Weather


def sky(s: Sheet, horizon: float, sun_at: float = 0.72) -> Point:
    """The whole sky down to the horizon; gives the place of the sun or moon."""
    s.layer = "sky"
    light = s.light
    s.add(s.frame(), Linear((0, 0), (0, horizon), light.sky))
    stars(s, horizon)
    disc = s.width * sun_at, horizon - light.sun_height * min(horizon, s.unit) * 1.05
    if light.sun_height >= 0:
        (moon if light.time is TimeOfDay.NIGHT else sun)(s, disc, horizon)
    clouds(s, horizon)
    return disc


def stars(s: Sheet, horizon: float) -> None:
    if s.light.stars < 0.05:
        return
    chance = s.chance("stars")
    many = int(170 * s.light.stars * s.width / 1600) + 20
    for size, strength in ((0.0007, 0.5), (0.0011, 0.75), (0.0017, 0.95)):
        dots = []
        for _ in range(many // 2 if size < 0.001 else many // 4):
            x, y = chance.uniform(0, s.width), horizon * 0.92 * chance.random() ** 1.5
            dots.append(paths.circle((x, y), s.unit * size * chance.uniform(0.7, 1.3)))
        s.add(paths.join(dots), (244, 246, 255), opacity=strength * (0.35 + 0.65 * s.light.stars))


def sun(s: Sheet, at: Point, horizon: float) -> None:
    light, u = s.light, s.unit
    low = light.time is not TimeOfDay.DAY
    radius = u * (0.062 if low else 0.042)
    thin = 0.6 if light.weather is not Weather.CLEAR else 1.0
    s.glow(at, u * (0.85 if low else 0.6), lighter(light.horizon, 0.1), 0.5 * thin, 0.8)
    s.glow(at, u * 0.26, light.sun, 0.75 * thin)
    s.add(paths.circle(at, radius), light.sun, opacity=0.95 * thin, blur=radius * 0.03)


def moon(s: Sheet, at: Point, horizon: float) -> None:
    light, u = s.light, s.unit
    radius = u * 0.04
    s.glow(at, u * 0.6, (120, 156, 230), 0.42)
    s.glow(at, u * 0.16, light.sun, 0.55)
    disc = paths.circle(at, radius)
    s.add(
        disc,
        Radial(
            (at[0] - radius * 0.3, at[1] - radius * 0.3),
            radius * 1.9,
            (Stop(0, (252, 252, 255)), Stop(1, (206, 216, 240))),
        ),
    )
    for dx, dy, size in ((-0.3, -0.2, 0.26), (0.32, 0.12, 0.2), (-0.05, 0.42, 0.16), (0.25, -0.45, 0.13)):
        spot = paths.circle((at[0] + dx * radius, at[1] + dy * radius), size * radius)
        s.add(spot, (188, 200, 228), opacity=0.45, blur=radius * 0.05, clip=disc)


def clouds(s: Sheet, horizon: float) -> None:
    if s.light.weather in (Weather.RAIN, Weather.SNOW, Weather.FOG):
        cover(s, horizon)
        return
    chance = s.chance("clouds")
    low = s.light.time in (TimeOfDay.DAWN, TimeOfDay.DUSK)
    for index in range(7 if s.wide else 5):
        y = horizon * (0.1 + 0.72 * (index + chance.random() * 0.8) / 7)
        x = s.width * chance.uniform(-0.05, 1.0)
        far = y / max(horizon, 1)
        wide = s.unit * chance.uniform(0.22, 0.5) * (1.15 - 0.5 * far)
        cloud(s, (x, y), wide, wide * (0.13 if low else 0.24) * (1.1 - 0.5 * far), chance, 1 - 0.45 * far)


def cloud(s: Sheet, at: Point, wide: float, high: float, chance: random.Random, strength: float) -> None:
    """One heap of cloud: round lumps lit from above, melting away towards a flat foot."""
    light = s.light
    lumps = _lumps(at, wide, high, chance)
    top = lighter(light.cloud, 0.06)
    foot = at[1] + high * 0.1
    fill = Linear(
        (0, at[1] - high * 1.05),
        (0, foot),
        (
            Stop(0, top, 0.96 * strength),
            Stop(0.5, mix(top, light.cloud_shade, 0.42), 0.8 * strength),
            Stop(0.82, light.cloud_shade, 0.42 * strength),
            Stop(1, light.cloud_shade, 0.0),
        ),
    )
    heap = paths.join([paths.ellipse((x, y), rx, ry) for x, y, rx, ry in lumps])
    s.add(heap, fill, blur=s.unit * 0.0018)
    side = 1 if light.key_side >= 0 else -1
    bright = [
        paths.ellipse((x + side * rx * 0.2, y - ry * 0.24), rx * 0.66, ry * 0.6) for x, y, rx, ry in lumps[1:-1]
    ]
    shine = paths.fade((0, at[1] - high), (0, at[1] - high * 0.1), lighter(top, 0.3), 0.55 * strength, 0.0)
    s.add(paths.join(bright), shine, blur=s.unit * 0.004, clip=heap)


def _lumps(
    at: Point, wide: float, high: float, chance: random.Random
) -> list[tuple[float, float, float, float]]:
    """Ovals along the foot of a cloud, highest in the middle."""
    many = 7
    lumps = []
    for i in range(many):
        t = i / (many - 1)
        rise = (
            0.34 + 0.66 * math.sin(math.pi * min(max(t + chance.uniform(-0.06, 0.06), 0), 1))
        ) * chance.uniform(0.72, 1.0)
        ry = high * 0.5 * rise
        rx = max(wide * 0.13, ry * 1.15) * chance.uniform(0.9, 1.2)
        lumps.append((at[0] + wide * (t - 0.5) * 0.82, at[1] - ry * 0.92, rx, ry))
    return lumps


def cover(s: Sheet, horizon: float) -> None:
    """A closed sky: wide soft banks, darker and lighter."""
    chance = s.chance("cover")
    light = s.light
    strong = {Weather.RAIN: 0.5, Weather.SNOW: 0.3, Weather.FOG: 0.16}[light.weather]
    for index in range(16):
        far = index / 15
        x, y = s.width * chance.uniform(-0.1, 1.1), horizon * (0.02 + 0.9 * far)
        rx = s.unit * chance.uniform(0.35, 0.62) * (1.1 - 0.4 * far)
        shade = index % 3 != 1
        colour = darker(light.cloud_shade, 0.2) if shade else lighter(light.cloud, 0.12)
        bank = Radial(
            (x, y),
            rx,
            (Stop(0, colour, strong * (1 - 0.5 * far)), Stop(0.5, colour, strong * 0.45), Stop(1, colour, 0)),
            0.3,
        )
        s.add(paths.rect(x - rx, y - rx * 0.3, x + rx, y + rx * 0.3), bank)


def skyline(chance: random.Random, count: int, roughness: float = 0.5) -> list[float]:
    """`count` heights from 0 to 1 along a natural ridge."""
    waves = [
        (chance.uniform(0.6, 1.4) * 2**octave, chance.uniform(0, 7), roughness**octave) for octave in range(5)
    ]
    values = []
    for i in range(count):
        t = i / max(count - 1, 1) * 6
        values.append(sum(power * math.sin(speed * t + phase) for speed, phase, power in waves))
    low, high = min(values), max(values)
    return [(value - low) / (high - low or 1) for value in values]


def ridge(
    s: Sheet, name: str, base: float, high: float, colour: Colour, depth: float, *, sharp: bool = False
) -> list[Point]:
    """A range of hills or mountains fading into haze at its foot; gives its line."""
    chance = s.chance(name)
    count = 34 if sharp else 16
    heights = skyline(chance, count, 0.56 if sharp else 0.4)
    over = 0.12 * s.width
    points = [
        (-over + (s.width + 2 * over) * i / (count - 1), base - high * value) for i, value in enumerate(heights)
    ]
    bottom = base + high * 0.3
    path = (
        paths.polygon([*points, (points[-1][0], bottom), (points[0][0], bottom)])
        if sharp
        else paths.smooth_top(points, bottom)
    )
    top = s.light.surface(colour, depth)
    foot = mix(top, s.light.haze, 0.55)
    s.add(path, s.down(top, foot, base - high, base + high * 0.1))
    return points


def ground(s: Sheet, name: str, points: list[Point], colour: Colour, *, dark: float = 0.35) -> Path:
    """Near ground under a smooth line, darker towards the viewer, with a rim of light along its edge."""
    path = paths.smooth_top(points, s.height * 1.3)
    top = min(y for _, y in points)
    near = darker(mix(s.light.surface(colour), s.light.shade(colour), 0.6), dark * s.light.gloom)
    s.add(
        path,
        Linear(
            (0, top),
            (0, s.height),
            (
                Stop(0, s.light.surface(colour)),
                Stop(0.3, mix(s.light.surface(colour), near, 0.5)),
                Stop(1, near),
            ),
        ),
    )
    if s.light.rim_strength > 0.3:
        s.line(paths.smooth_open(points), s.light.rim, s.unit * 0.004, opacity=0.55 * s.light.rim_strength)
    return path


def water(s: Sheet, top: float, bottom: float, disc: Point | None, *, colour: Colour = (58, 112, 146)) -> None:
    """A sheet of water that mirrors the sky, with a road of light under the sun or moon."""
    light = s.light
    own = light.surface(colour)
    far = mix(light.horizon, own, 0.2)
    middle = mix(light.sky[-2].colour, own, 0.3)
    near = darker(mix(light.sky[0].colour, own, 0.5), 0.12)
    sheet = paths.rect(-0.2 * s.width, top, 1.2 * s.width, bottom)
    s.add(
        sheet,
        Linear(
            (0, top),
            (0, bottom),
            (Stop(0, far), Stop(0.16, middle), Stop(0.75, near), Stop(1, darker(near, 0.2))),
        ),
    )
    edge = top + s.unit * 0.05
    shine = paths.fade((0, top), (0, edge), lighter(light.horizon, 0.3), 0.5, 0.0)
    s.add(paths.rect(-0.2 * s.width, top, 1.2 * s.width, edge), shine)
    ripples(s, top, bottom, middle, near)
    if disc is not None and light.sun_height >= 0:
        glints(s, top, bottom, disc[0])


def ripples(s: Sheet, top: float, bottom: float, far: Colour, near: Colour) -> None:
    chance = s.chance("ripples")
    for colour, strength in ((lighter(far, 0.2), 0.28), (darker(near, 0.25), 0.3)):
        dashes = []
        for _ in range(46):
            depth = chance.random() ** 1.6
            y = top + (bottom - top) * (0.02 + 0.96 * depth)
            wide = s.unit * (0.02 + 0.12 * depth) * chance.uniform(0.6, 1.5)
            dashes.append(
                lens((s.width * chance.uniform(-0.05, 1.05), y), wide, s.unit * (0.0012 + 0.004 * depth))
            )
        s.add(paths.join(dashes), colour, opacity=strength)


def glints(s: Sheet, top: float, bottom: float, x: float) -> None:
    """The broken reflection of the sun or moon."""
    chance = s.chance("glints")
    light = s.light
    s.glow((x, top), s.unit * 0.5, light.sun, 0.3, 0.5, clip=paths.rect(-s.width, top, 2 * s.width, bottom))
    for strength, spread in ((0.55, 1.0), (0.85, 0.5)):
        dashes = []
        for _ in range(70):
            depth = chance.random() ** 1.3
            y = top + (bottom - top) * (0.01 + 0.9 * depth)
            offset = chance.gauss(0, 1) * s.unit * (0.02 + 0.075 * depth) * spread
            wide = s.unit * (0.007 + 0.03 * depth) * chance.uniform(0.5, 1.4)
            dashes.append(lens((x + offset, y), wide, s.unit * (0.0013 + 0.0032 * depth)))
        s.add(paths.join(dashes), lighter(light.sun, 0.2), opacity=strength * 0.7, blend="screen")


def lens(at: Point, wide: float, high: float) -> Path:
    """A flat pointed oval: a ripple, a glint, a leaf lying down."""
    x, y = at
    return paths.trace(
        (x - wide, y),
        [(x - wide * 0.3, y - high), (x + wide * 0.3, y - high), (x + wide, y)],
        [(x + wide * 0.3, y + high), (x - wide * 0.3, y + high), (x - wide, y)],
    )


def mist(s: Sheet, y: float, high: float, strength: float) -> None:
    """A bank of haze across the picture, thickest at y."""
    colour = lighter(s.light.haze, 0.12)
    band = Linear(
        (0, y - high), (0, y + high), (Stop(0, colour, 0), Stop(0.5, colour, strength), Stop(1, colour, 0))
    )
    s.add(paths.rect(-0.2 * s.width, y - high, 1.2 * s.width, y + high), band)


def rays(s: Sheet, source: Point, colour: Colour, strength: float, name: str = "rays") -> None:
    """Shafts of light from a high source down across the picture."""
    chance = s.chance(name)
    for _ in range(5):
        angle = math.pi / 2 + chance.uniform(-0.55, 0.55)
        spread = chance.uniform(0.03, 0.08)
        reach = s.height * 1.3
        ends = [
            (
                source[0] + reach * math.cos(angle + side * spread),
                source[1] + reach * math.sin(angle + side * spread),
            )
            for side in (-1, 1)
        ]
        fill = Radial(
            source, reach, (Stop(0, colour, strength), Stop(0.5, colour, strength * 0.6), Stop(0.9, colour, 0))
        )
        s.add(paths.polygon([source, *ends]), fill, blend="screen", blur=s.unit * 0.012)
