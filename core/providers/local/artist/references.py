"""Reference pictures: an empty place, an object alone, a portrait (R8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from core.providers.local.artist import paths, staged_props
from core.providers.local.artist.another import another
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.cast import Frame, portrait_of
from core.providers.local.artist.drawing import Colour, Drawing, Linear, Radial, Shape, Stop
from core.providers.local.artist.light import light_of
from core.providers.local.artist.panel import Panel, compose, drawing_of, grade
from core.providers.local.artist.photo import Photo
from core.providers.local.artist.portrait import draw_portrait
from core.providers.local.artist.props import glow_of
from core.requests import Staging
from core.story import Angle, Size


def draw_set(staging: Staging, width: int, height: int, seed: int, photos: Mapping[str, Photo]) -> Drawing:
    """The place alone: no people and no props (R8)."""
    empty = replace(staging, size=Size.WIDE, angle=Angle.EYE, figures=(), props=(), focus="")
    return drawing_of(compose(empty, width, height, seed, photos))


def draw_thing(staging: Staging, width: int, height: int, seed: int, photos: Mapping[str, Photo]) -> Drawing:
    """The object alone on a quiet ground (R8)."""
    frame = Frame(float(width), float(height))
    light = light_of(staging.time, staging.weather, interior=True)
    name = staging.focus or next(iter(staging.props), "")
    other = another(seed)
    size = min(0.62 * height, 0.66 * width) * (0.82 if other.turned else 1.0)
    centre = width * (0.5 + 0.08 * other.side), height * 0.52
    notes = staging.prop_notes.get(name, "")
    thing = staged_props.Thing(name, notes, centre, size, glow=glow_of(name, centre, size))
    on_thing = light.on_figures(None)
    shapes = _quiet_ground(frame, light.surface((196, 186, 178)), centre[1] + size * 0.49)
    shapes += staged_props.draw((thing,), frame, on_thing, light, photos, seed, held=False)
    shapes += staged_props.lights((thing,), light)
    return other.seen(Drawing(width, height, (*shapes, *grade(light, frame))), Size.CLOSE)


def draw_character(
    staging: Staging, width: int, height: int, seed: int, photos: Mapping[str, Photo]
) -> Drawing:
    """A portrait: head and shoulders on a quiet ground, nothing else."""
    if staging.figures and staging.figures[0].name.casefold() not in photos:
        return draw_portrait(staging.figures[0], width, height, seed)
    frame = Frame(float(width), float(height))
    light = light_of(staging.time, staging.weather, interior=True)
    shapes = _quiet_ground(frame, light.surface((176, 170, 184)), height * 1.1)
    if not staging.figures:
        return Drawing(width, height, (*shapes, *grade(light, frame)))
    alone = replace(
        staging, size=Size.MEDIUM, figures=(replace(staging.figures[0], holds="", turned_away=False),)
    )
    other = another(seed)
    actor = other.actor(portrait_of(alone, frame), frame.width, alone=True)
    panel = Panel(
        width,
        height,
        tuple(shapes),
        (actor,),
        tuple(grade(light, frame)),
        light.on_figures(None, -0.5),
        seed,
        photos,
        light.haze,
        size=Size.CLOSE,
        another=other,
    )
    return drawing_of(panel)


def _quiet_ground(frame: Frame, colour: Colour, floor: float) -> list[Shape]:
    """A seamless studio ground: light behind the object, a soft floor."""
    everything = paths.rect(-64, -64, frame.width + 64, frame.height + 64)
    low, high = darker(colour, 0.3), lighter(colour, 0.16)
    wall = Linear(
        (0, 0),
        (0, frame.height),
        (Stop(0, darker(colour, 0.12)), Stop(0.6, colour), Stop(0.72, mix(colour, low, 0.4)), Stop(1, low)),
    )
    halo = Radial(
        (frame.width / 2, frame.height * 0.44), frame.unit * 0.62, (Stop(0, high, 0.8), Stop(1, high, 0))
    )
    pool = Radial((frame.width / 2, floor), frame.unit * 0.6, (Stop(0, high, 0.45), Stop(1, high, 0)), 0.22)
    return [
        Shape(everything, wall, layer="set"),
        Shape(everything, halo, layer="set"),
        Shape(everything, pool, layer="set"),
    ]
