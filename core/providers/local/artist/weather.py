"""Rain, snow and fog as layers: some behind the figures, some in front of them."""

from __future__ import annotations

import random

from core.providers.local.artist import paths
from core.providers.local.artist.brush import lighter
from core.providers.local.artist.drawing import Linear, Path, Radial, Shape, Stop
from core.providers.local.artist.light import Light
from core.story import Weather


def behind(light: Light, frame: tuple[float, float], horizon: float, seed: int) -> list[Shape]:
    """Weather between the place and the figures; nothing indoors, where it stays behind the windows."""
    if light.interior or light.weather is Weather.CLEAR:
        return []
    return _LAYERS[light.weather](light, frame, horizon, random.Random(f"{seed}:behind"), near=False)


def before(light: Light, frame: tuple[float, float], horizon: float, seed: int) -> list[Shape]:
    """Weather between the figures and the camera."""
    if light.interior or light.weather is Weather.CLEAR:
        return []
    return _LAYERS[light.weather](light, frame, horizon, random.Random(f"{seed}:before"), near=True)


def _rain(
    light: Light, frame: tuple[float, float], horizon: float, chance: random.Random, *, near: bool
) -> list[Shape]:
    width, height = frame
    unit = min(height, 1.12 * width)
    colour = lighter(light.haze, 0.45)
    rows = ((0.05, 90, 0.26, 0.0011),) if not near else ((0.09, 60, 0.3, 0.0016), (0.17, 22, 0.24, 0.003))
    shapes = []
    for long, many, strength, wide in rows:
        drops = []
        for _ in range(int(many * width / unit * 0.6) + 10):
            x, y = width * chance.uniform(-0.1, 1.15), height * chance.uniform(-0.15, 1.0)
            reach, half = unit * long * chance.uniform(0.6, 1.2), unit * wide / 2
            drops.append(
                paths.polygon(
                    [
                        (x - half, y),
                        (x + half, y),
                        (x - reach * 0.2 + half, y + reach),
                        (x - reach * 0.2 - half, y + reach),
                    ]
                )
            )
        shapes.append(Shape(paths.join(drops), colour, opacity=strength, layer="weather"))
    if not near:
        shapes += [_veil(light, frame, horizon, 0.3), _splashes(light, frame, horizon, chance)]
    return shapes


def _splashes(light: Light, frame: tuple[float, float], horizon: float, chance: random.Random) -> Shape:
    """Rings where drops meet the ground."""
    width, height = frame
    unit = min(height, 1.12 * width)
    rings: list[Path] = []
    for _ in range(34):
        near = chance.random()
        y = height - (height - horizon) * 0.55 * (1 - near)
        size = unit * (0.004 + 0.01 * near) * chance.uniform(0.6, 1.2)
        x = width * chance.random()
        rings.append(paths.ellipse((x, y), size, size * 0.3))
    return Shape(
        paths.join(rings), stroke=lighter(light.haze, 0.5), width=unit * 0.0012, opacity=0.4, layer="weather"
    )


def _snow(
    light: Light, frame: tuple[float, float], horizon: float, chance: random.Random, *, near: bool
) -> list[Shape]:
    width, height = frame
    unit = min(height, 1.12 * width)
    colour = lighter(light.surface((250, 252, 255)), 0.3)
    rows = (
        ((0.0022, 190, 0.75, 0.0), (0.0034, 80, 0.8, 0.0))
        if not near
        else ((0.0052, 40, 0.85, 0.001), (0.011, 15, 0.5, 0.005))
    )
    shapes = []
    for size, many, strength, blur in rows:
        flakes = []
        for _ in range(int(many * width / unit * 0.6) + 6):
            at = width * chance.uniform(-0.02, 1.02), height * chance.uniform(-0.02, 1.02)
            radius = unit * size * chance.uniform(0.6, 1.3)
            flakes.append(paths.ellipse(at, radius, radius * 0.92))
        shapes.append(Shape(paths.join(flakes), colour, opacity=strength, blur=unit * blur, layer="weather"))
    if not near:
        shapes.insert(0, _lying_snow(light, frame, horizon))
        shapes.insert(0, _veil(light, frame, horizon, 0.3))
    return shapes


def _lying_snow(light: Light, frame: tuple[float, float], horizon: float) -> Shape:
    """A white cover on the ground, thicker towards the viewer."""
    width, height = frame
    snow = light.surface((240, 245, 255))
    top = horizon + (height - horizon) * 0.06
    fill = Linear(
        (0, top),
        (0, height),
        (
            Stop(0, snow, 0.0),
            Stop(0.14, snow, 0.2),
            Stop(0.6, snow, 0.3),
            Stop(1, light.shade((226, 234, 250)), 0.36),
        ),
    )
    return Shape(paths.rect(-width, top, 2 * width, 2 * height), fill, layer="weather")


def _fog(
    light: Light, frame: tuple[float, float], horizon: float, chance: random.Random, *, near: bool
) -> list[Shape]:
    width, height = frame
    unit = min(height, 1.12 * width)
    shapes = [] if near else [_veil(light, frame, horizon, 0.62)]
    colour = lighter(light.haze, 0.2)
    for _ in range(5 if near else 8):
        x = width * chance.uniform(-0.1, 1.1)
        y = height * chance.uniform(0.8, 1.05) if near else horizon + unit * chance.uniform(-0.16, 0.26)
        reach = unit * chance.uniform(0.4, 0.75)
        strength = chance.uniform(0.2, 0.34) if near else chance.uniform(0.3, 0.5)
        bank = Radial(
            (x, y),
            reach,
            (Stop(0, colour, strength), Stop(0.5, colour, strength * 0.5), Stop(1, colour, 0)),
            0.26,
        )
        shapes.append(
            Shape(paths.rect(x - reach, y - reach * 0.26, x + reach, y + reach * 0.26), bank, layer="weather")
        )
    return shapes


def _veil(light: Light, frame: tuple[float, float], horizon: float, strength: float) -> Shape:
    """Haze over everything far, thickest at the horizon."""
    width, height = frame
    colour = light.haze
    fill = Linear(
        (0, 0),
        (0, height),
        (
            Stop(0, colour, strength * 0.35),
            Stop(min(max(horizon / height, 0.05), 0.9), colour, strength),
            Stop(1, colour, strength * 0.25),
        ),
    )
    return Shape(paths.rect(-width, -height, 2 * width, 2 * height), fill, layer="weather")


_LAYERS = {Weather.RAIN: _rain, Weather.SNOW: _snow, Weather.FOG: _fog}
