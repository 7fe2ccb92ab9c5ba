"""Composes a whole panel: the place behind, figures in its light, the weather before them, the mood last."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.providers.local.artist import paths, places, staged_props, weather
from core.providers.local.artist.another import FIRST, Another, another
from core.providers.local.artist.brush import lighter, mix, times
from core.providers.local.artist.camera import Camera, camera_of
from core.providers.local.artist.cast import Actor, Frame, cast_of, side_of
from core.providers.local.artist.drawing import Colour, Drawing, MouthPlace, Paint, Point, Radial, Shape, Stop
from core.providers.local.artist.figure import sketch_figure
from core.providers.local.artist.figure_types import FigureLight
from core.providers.local.artist.light import Light, light_for
from core.providers.local.artist.photo import Photo, backdrop, head_on
from core.providers.local.artist.places.sheet import Scenery
from core.requests import ImageRequest, Staging
from core.story import Mouth, Size

Photos = Mapping[str, Photo]
"""A person's photos by the entity's name in lower case."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A composed picture whose figures are not drawn yet, so that one can be drawn with another mouth."""

    width: int
    height: int
    behind: tuple[Shape, ...]
    actors: tuple[Actor, ...]
    before: tuple[Shape, ...]
    light: FigureLight
    seed: int
    photos: Photos
    haze: Colour
    ground: int = 0
    """How many shapes of `behind` are the place alone."""
    size: Size = Size.WIDE
    another: Another = FIRST


def draw_panel(request: ImageRequest, photos: Photos) -> Drawing:
    """The picture a staging asks for, as a drawing of `request.width` x `request.height` px."""
    return drawing_of(compose(request.staging, request.width, request.height, request.seed, photos))


def compose(staging: Staging, width: int, height: int, seed: int, photos: Photos) -> Panel:
    """Everything of the picture but the figures themselves."""
    frame = Frame(float(width), float(height))
    light = light_for(staging.place, staging.time, staging.weather)
    scenery = places.scenery(staging.place, light, (width, height), staging.place_name, staging.place_notes)
    other = another(seed)
    side = max(-_FARTHEST, min(_FARTHEST, side_of(staging) + other.side))
    camera = camera_of(scenery, staging.size, staging.angle, (width, height), side)
    alone = len(staging.figures) == 1
    actors = tuple(other.actor(one, frame.width, alone) for one in cast_of(staging, frame, scenery, camera))
    things = staged_props.place_props(staging, frame, scenery, camera, actors)
    glow = _lamp(scenery, camera, things)
    on_figures = light.on_figures(glow, scenery.key_side, _NEARNESS[staging.size])
    if light.interior:
        on_figures = replace(on_figures, rim_strength=on_figures.rim_strength * 0.8)
    chance = _seed(staging, seed)
    behind = _behind(staging, frame, scenery, camera, light, photos)
    ground = len(behind)
    behind += staged_props.draw(things, frame, on_figures, light, photos, chance, held=False)
    before = staged_props.lights(things, light)
    before += _before(staging, frame, scenery, camera, light, photos)
    return Panel(
        *(width, height, tuple(behind), actors, tuple(before), on_figures, chance, photos, light.haze, ground),
        size=staging.size,
        another=other,
    )


_FARTHEST = 1.2
"""How far to the side a camera turns at most: beyond it the set ends."""


_NEARNESS = {Size.WIDE: 0.35, Size.MEDIUM: 0.8, Size.CLOSE: 1.0, Size.OVER_SHOULDER: 1.0, Size.INSERT: 0.5}
"""How much a figure at night has a light of its own; a far one belongs to the place."""


def drawing_of(panel: Panel, speaker: int = -1, mouth: Mouth = Mouth.REST, blink: bool = False) -> Drawing:
    """The finished drawing; figure number `speaker` with the given mouth and eyes."""
    return sketch(panel).drawing(speaker, mouth, blink)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A panel with its figures drawn once, for as many mouths as are wanted."""

    panel: Panel
    figures: tuple[_Sketched, ...]

    def drawing(self, speaker: int = -1, mouth: Mouth = Mouth.REST, blink: bool = False) -> Drawing:
        """As `drawing_of`."""
        panel = self.panel
        shapes = list(panel.behind)
        for one in self.figures:
            told = one.actor.index == speaker
            shapes += [
                *one.below,
                *one.dressed(one.face(mouth if told else Mouth.REST, blink and told)),
                *one.above,
            ]
        faces = tuple(one.place for one in self.figures if one.place is not None)
        whole = Drawing(panel.width, panel.height, (*shapes, *panel.before), faces, panel.ground)
        return panel.another.seen(whole, panel.size, len(panel.actors))


def sketch(panel: Panel) -> Sketch:
    """The panel's figures, drawn but for their mouths and eyes."""
    return Sketch(panel, tuple(_sketched(panel, actor) for actor in panel.actors))


@dataclass(frozen=True, slots=True)
class _Sketched:
    """One figure of a sketch, in its own layer."""

    actor: Actor
    blur: float
    veil: Colour
    """The air of the place, seen over somebody out of focus."""
    below: tuple[Shape, ...]
    face: Callable[[Mouth, bool], list[Shape]]
    above: tuple[Shape, ...]
    place: MouthPlace | None

    def dressed(self, shapes: Sequence[Shape]) -> tuple[Shape, ...]:
        """Shapes in the figure's layer and as soft as it is."""
        layer = f"figure:{self.actor.index}"
        veiled = [_veiled(shape, self.veil) for shape in shapes] if self.actor.near else shapes
        return tuple(replace(shape, layer=layer, blur=max(shape.blur, self.blur)) for shape in veiled)


def _sketched(panel: Panel, actor: Actor) -> _Sketched:
    light = _dim(panel.light) if actor.near else panel.light
    photo = panel.photos.get(actor.figure.name.casefold())
    own_head = photo is None or photo.kind != "character" or actor.place.back
    drawn = sketch_figure(actor.figure, actor.place, light, panel.seed, own_head)
    place, above = drawn.place, drawn.above
    if photo is not None and not own_head:
        above = (*above, head_on(photo, actor.figure, actor.place, light))
        place = None
    if place is not None:
        place = None if actor.near else replace(place, figure=actor.index)
    blur = _NEAR_BLUR * min(panel.width, panel.height) if actor.near else 0.0
    one = _Sketched(actor, blur, panel.haze, (), drawn.face, (), place)
    return replace(one, below=one.dressed(drawn.below), above=one.dressed(above))


_NEAR_BLUR = 0.015
"""How soft a shoulder before the lens is, as sigma in parts of the picture's shorter side."""


def _veiled(shape: Shape, haze: Colour) -> Shape:
    """The shape's colours a little in the air, so that black hair is dark but no hole."""
    if shape.blend != "normal":
        return shape
    return replace(shape, fill=_in_air(shape.fill, haze), stroke=_in_air(shape.stroke, haze))


def _in_air(paint: Paint | None, haze: Colour) -> Paint | None:
    if paint is None or isinstance(paint, tuple):
        return None if paint is None else mix(paint, haze, _VEIL)
    stops = tuple(replace(stop, colour=mix(stop.colour, haze, _VEIL)) for stop in paint.stops)
    return replace(paint, stops=stops)


_VEIL = 0.16
"""Share of the air's colour on somebody close before the lens."""


def _dim(light: FigureLight) -> FigureLight:
    """Somebody close to the camera, in their own shadow, with the light of the scene round the edge."""
    dark: Colour = (140.0, 132.0, 156.0)
    ambient = times(light.ambient, dark)
    return replace(light, ambient=ambient, glow=None, rim=lighter(light.rim, 0.3), rim_strength=1.0)


def _behind(
    staging: Staging, frame: Frame, scenery: Scenery, camera: Camera, light: Light, photos: Photos
) -> list[Shape]:
    photo = photos.get(staging.place_name.casefold())
    if photo is not None and photo.kind == "set":
        shapes = backdrop(photo, light, frame, camera.zoom)
    else:
        shapes = list(camera.shapes(scenery.back))
    horizon = camera.point((0.0, scenery.horizon))[1]
    shapes += weather.behind(light, (frame.width, frame.height), min(horizon, frame.height), _set_seed(staging))
    blur = _BLUR[staging.size] * frame.unit
    if blur:
        shapes.append(paths.defocus(blur))
        shapes += _bokeh(staging, frame, light)
    return shapes


_BLUR = {
    Size.WIDE: 0.0,
    Size.MEDIUM: 0.0046,
    Size.CLOSE: 0.0125,
    Size.OVER_SHOULDER: 0.0085,
    Size.INSERT: 0.014,
}
"""How far the place is out of focus, as sigma in units of the frame's height."""


def _bokeh(staging: Staging, frame: Frame, light: Light) -> list[Shape]:
    """Discs of light out of focus, where lamps or bright leaves would be."""
    if staging.size is Size.MEDIUM:
        return []
    chance = random.Random(f"{_set_seed(staging)}:bokeh")
    many = 7 + int(9 * light.lamps)
    colour = light.lamp if light.lamps > 0.3 else lighter(light.horizon, 0.3)
    shapes = []
    for _ in range(many):
        x = chance.choice((chance.uniform(0.0, 0.3), chance.uniform(0.7, 1.0))) * frame.width
        at = x, frame.height * chance.uniform(0.12, 0.8)
        size = frame.unit * chance.uniform(0.016, 0.046)
        strength = chance.uniform(0.05, 0.13) * (1 + light.lamps)
        disc = Radial(at, size, (Stop(0, colour, 0.6), Stop(0.86, colour, 0.8), Stop(1, colour, 1)))
        shapes.append(
            Shape(paths.circle(at, size), disc, opacity=strength, blur=size * 0.05, blend="screen", layer="set")
        )
    return shapes


def _before(
    staging: Staging, frame: Frame, scenery: Scenery, camera: Camera, light: Light, photos: Photos
) -> list[Shape]:
    size = (frame.width, frame.height)
    photo = photos.get(staging.place_name.casefold())
    own_set = photo is None or photo.kind != "set"
    shapes = list(scenery.near) if staging.size is Size.WIDE and own_set else []
    horizon = min(camera.point((0.0, scenery.horizon))[1], frame.height)
    shapes += weather.before(light, size, horizon, _set_seed(staging))
    return [*shapes, *grade(light, frame)]


def grade(light: Light, frame: Frame) -> list[Shape]:
    """The mood over everything: a tint in soft light and darker corners."""
    everything = paths.rect(-8, -8, frame.width + 8, frame.height + 8)
    reach = 0.5 * (frame.width**2 + frame.height**2) ** 0.5 * 1.04
    corner: Colour = (24, 14, 44)
    dark = Radial(
        (frame.width / 2, frame.height * 0.46),
        reach,
        (Stop(0.42, corner, 0.0), Stop(0.72, corner, light.vignette * 0.36), Stop(1, corner, light.vignette)),
    )
    return [
        Shape(everything, light.tint, opacity=light.tint_strength, blend="soft_light", layer="grade"),
        Shape(everything, dark, blend="multiply", layer="grade"),
    ]


def _lamp(scenery: Scenery, camera: Camera, things: tuple[staged_props.Thing, ...]) -> Point | None:
    """The lamp that lights the figures: one they carry, else the place's own."""
    for thing in things:
        if thing.glow is not None:
            return thing.glow
    return camera.point(scenery.glow) if scenery.glow is not None else None


def _set_seed(staging: Staging) -> int:
    return places.set_seed(staging.place, staging.place_name)


def _seed(staging: Staging, seed: int) -> int:
    text = f"{seed}:{staging.place}:{staging.place_name}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])
