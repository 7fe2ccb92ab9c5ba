"""Props in a panel: in a hand, on the ground, on a table, or alone and large."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.camera import Camera
from core.providers.local.artist.cast import Actor, Frame, stands
from core.providers.local.artist.drawing import Colour, Linear, Point, Radial, Shape, Stop
from core.providers.local.artist.figure_types import FigureLight
from core.providers.local.artist.light import Light
from core.providers.local.artist.photo import Photo, stand_in
from core.providers.local.artist.places.sheet import Scenery
from core.providers.local.artist.prop_words import KINDS
from core.providers.local.artist.props import draw_prop, glow_of, kind_of
from core.requests import Staging
from core.story import Size


@dataclass(frozen=True, slots=True)
class Thing:
    """One prop in its place."""

    name: str
    notes: str
    centre: Point
    size: float
    held: bool = False
    """Drawn by the figure that holds it."""
    surface: float = 0.0
    """y of the table top it lies on; 0 for the bare ground."""
    glow: Point | None = None
    stand: float = 0.0
    """Width of the small wooden stand under it, px; 0 for none."""


def place_props(
    staging: Staging, frame: Frame, scenery: Scenery, camera: Camera, actors: tuple[Actor, ...]
) -> tuple[Thing, ...]:
    """Where the shot's props are."""
    if staging.size is Size.INSERT:
        return _alone(staging, frame)
    held = _held(staging, actors)
    names = {thing.name.casefold() for thing in held}
    beside = [figure.holds for figure in staging.figures if stands(figure.holds)]
    wanted = dict.fromkeys([*beside, *staging.props])
    free = [name for name in wanted if name.casefold() not in names]
    if staging.size is Size.WIDE:
        return (*held, *_on_the_ground(staging, free, frame, scenery, actors))
    if staging.size is Size.MEDIUM and not actors:
        return _alone(staging, frame)
    if staging.size is Size.MEDIUM:
        return (*held, *_beside(staging, free, frame, actors))
    return held


def draw(
    things: tuple[Thing, ...],
    frame: Frame,
    on_figures: FigureLight,
    light: Light,
    photos: Mapping[str, Photo],
    seed: int,
    held: bool,
) -> list[Shape]:
    """The props that no figure holds, with what they stand on."""
    shapes: list[Shape] = []
    for thing in things:
        if thing.held is not held:
            continue
        if thing.surface:
            shapes += _table(thing, frame, light)
        if thing.stand:
            shapes += _stand(thing, frame, light)
        shapes += _shadow(thing)
        photo = photos.get(thing.name.casefold())
        if photo is not None and photo.kind == "prop":
            shapes.append(stand_in(photo, thing.centre, thing.size))
        else:
            shapes += draw_prop(thing.name, thing.notes, thing.centre, thing.size, on_figures, seed)
    return shapes


def lights(things: tuple[Thing, ...], light: Light) -> list[Shape]:
    """The glow of lamps and candles into the picture."""
    shapes = []
    for thing in things:
        if thing.glow is not None:
            # A lamp that fills the picture must not drown in its own light.
            strength = (0.28 + 0.42 * light.lamps) * (0.4 if thing.surface else 1.0)
            shapes.append(paths.glow(thing.glow, thing.size * 2.6, (255, 200, 116), strength, layer="set"))
    return shapes


def _alone(staging: Staging, frame: Frame) -> tuple[Thing, ...]:
    """The prop of an insert: large, on a surface in the lower half."""
    names = [staging.focus] if staging.focus in staging.props else []
    names += [name for name in staging.props if name not in names]
    names += [figure.holds for figure in staging.figures if figure.holds and figure.holds not in names]
    if not names and staging.focus and staging.focus not in {figure.name for figure in staging.figures}:
        names = [staging.focus]
    surface = frame.height * (0.74 if frame.wide else 0.68)
    size = min(0.52 * frame.height, 0.62 * frame.width)
    things = []
    for order, name in enumerate(names[:2]):
        big = size if order == 0 else size * 0.55
        x = frame.width * 0.5 if order == 0 else frame.width * (0.82 if frame.wide else 0.84)
        centre = x, surface + frame.unit * (0.03 if order == 0 else 0.0) - big * 0.5
        glow = glow_of(name, centre, big)
        things.append(
            Thing(name, _notes(staging, name), centre, big, False, surface if order == 0 else 0.0, glow)
        )
    return tuple(things)


def _held(staging: Staging, actors: tuple[Actor, ...]) -> tuple[Thing, ...]:
    things = []
    for actor in actors:
        name = actor.figure.holds
        if not name or actor.near:
            continue
        centre, size = _hand_of(actor), actor.place.head * 0.9
        things.append(Thing(name, _notes(staging, name), centre, size, True, 0.0, glow_of(name, centre, size)))
    return tuple(things)


def _hand_of(actor: Actor) -> Point:
    """About where a holding hand is, to put the prop's light there."""
    side = -1.0 if actor.place.facing < 0 else 1.0
    x, y = actor.place.feet
    return x + side * 1.15 * actor.place.head, y - 4.0 * actor.place.head


def _on_the_ground(
    staging: Staging, names: list[str], frame: Frame, scenery: Scenery, actors: tuple[Actor, ...]
) -> tuple[Thing, ...]:
    size = scenery.figure * (0.24 if actors else 0.4)
    things = []
    grown = size
    taken = [actor.place.feet[0] for actor in actors]
    right = max(taken, default=frame.width * 0.44) + scenery.figure * 0.3
    for order, name in enumerate(names[:3]):
        size = grown * max(1.0, min(KINDS[kind_of(name)].size, 2.4))
        x = min(right + order * grown * 1.25 + (size - grown) / 2, frame.width * 0.93)
        floor = max((actor.place.feet[1] for actor in actors), default=scenery.ground + scenery.slope * 0.5)
        y = min(floor + size * 0.08, frame.height * 0.95)
        centre = x, y - size * 0.5
        things.append(Thing(name, _notes(staging, name), centre, size, False, 0.0, glow_of(name, centre, size)))
    return tuple(things)


def _beside(staging: Staging, names: list[str], frame: Frame, actors: tuple[Actor, ...]) -> tuple[Thing, ...]:
    """The first thing nobody holds, on a stand in the gap the people leave; nothing where there is none."""
    fitting = [name for name in names if KINDS[kind_of(name)].size <= _LARGEST]
    if not fitting or len(actors) > (2 if frame.wide else 1):
        return ()
    name = fitting[0]
    side = -1.0 if actors[0].place.facing < 0 else 1.0
    x = frame.width * (0.5 if len(actors) == 2 else 0.5 + side * (0.27 if frame.wide else 0.36))
    size = frame.unit * 0.2 * max(0.8, KINDS[kind_of(name)].size)
    top = frame.height * (0.8 if frame.wide else 0.72)
    centre = x, top - size * 0.47
    glow = glow_of(name, centre, size)
    return (Thing(name, _notes(staging, name), centre, size, False, 0.0, glow, size * 1.5),)


_LARGEST = 1.5
"""Size in a hand, in head heights, of the largest thing that is put on a stand."""


def _stand(thing: Thing, frame: Frame, light: Light) -> list[Shape]:
    """A crate of planks that reaches below the picture, a little out of focus like what lies behind."""
    wood: Colour = (128, 90, 66)
    x, top, half = thing.centre[0], thing.centre[1] + thing.size * 0.45, thing.stand / 2
    bottom, edge = frame.height * 1.1, thing.stand * 0.09
    stops = (Stop(0, light.surface(wood)), Stop(1, light.shade(darker(wood, 0.3))))
    face = Linear((x - half, top), (x + half, bottom), stops)
    soft = frame.unit * 0.0012
    shapes = [Shape(paths.rect(x - half, top, x + half, bottom), face, blur=soft, layer="set")]
    for share in (0.36, 0.68):
        y = top + edge + thing.stand * share
        gap = paths.rect(x - half, y, x + half, y + edge * 0.16)
        shapes.append(Shape(gap, light.shade(darker(wood, 0.55)), opacity=0.6, blur=soft, layer="set"))
    under = paths.rect(x - half, top + edge, x + half, top + edge * 2.2)
    shade = paths.fade((0, top + edge), (0, top + edge * 2.2), (10, 6, 16), 0.4, 0.0)
    lid = paths.rounded(x - half * 1.08, top, x + half * 1.08, top + edge, edge * 0.3)
    return [
        *shapes,
        Shape(under, shade, layer="set"),
        Shape(lid, light.lit(lighter(wood, 0.08)), blur=soft, layer="set"),
    ]


def _notes(staging: Staging, name: str) -> str:
    return staging.prop_notes.get(name, "")


def _shadow(thing: Thing) -> list[Shape]:
    x, y = thing.centre[0], thing.centre[1] + thing.size * 0.49
    reach = thing.size * 0.52
    dark: Colour = (14, 8, 22)
    pool = Radial((x, y), reach, (Stop(0, dark, 0.55), Stop(0.5, dark, 0.3), Stop(1, dark, 0)), 0.16)
    return [Shape(paths.rect(x - reach, y - reach * 0.16, x + reach, y + reach * 0.16), pool, layer="prop")]


def _table(thing: Thing, frame: Frame, light: Light) -> list[Shape]:
    """A wooden top across the lower part of the picture, lit where the thing stands."""
    wood: Colour = (134, 92, 66)
    top = thing.surface
    over = 0.1 * frame.width
    far, near = light.surface(lighter(wood, 0.06)), light.shade(darker(wood, 0.3))
    board = paths.rect(-over, top, frame.width + over, frame.height * 1.2)
    edge = light.lit(lighter(wood, 0.25))
    shapes = [
        Shape(
            paths.rect(-over, top - frame.unit * 0.05, frame.width + over, top),
            paths.fade((0, top - frame.unit * 0.05), (0, top), (10, 6, 16), 0.0, 0.3),
            layer="set",
        ),
        Shape(board, Linear((0, top), (0, frame.height), (Stop(0, far), Stop(1, near))), layer="set"),
        Shape(
            paths.rect(-over, top - frame.unit * 0.002, frame.width + over, top + frame.unit * 0.003),
            edge,
            opacity=0.8,
            layer="set",
        ),
        *_wood_grain(frame, top, light, wood),
    ]
    pool = Radial(
        (thing.centre[0], top + frame.unit * 0.1),
        frame.unit * 0.75,
        (Stop(0, light.key, 0.3), Stop(1, light.key, 0)),
        0.28,
    )
    shapes.append(Shape(board, pool, blend="soft_light", layer="set"))
    return shapes


def _wood_grain(frame: Frame, top: float, light: Light, wood: Colour) -> list[Shape]:
    chance = random.Random("grain")
    lines = []
    for _ in range(26):
        t = chance.random()
        y = top + (frame.height - top) * t
        x, long = frame.width * chance.uniform(-0.1, 1.0), frame.unit * chance.uniform(0.15, 0.6)
        thick = frame.unit * (0.001 + 0.003 * t)
        lines.append(
            paths.ribbon(
                [(x, y), (x + long / 2, y + chance.uniform(-1, 1) * thick * 2), (x + long, y)],
                [0.3, thick, 0.3],
            )
        )
    return [Shape(paths.join(lines), light.shade(darker(wood, 0.4)), opacity=0.35, layer="set")]
