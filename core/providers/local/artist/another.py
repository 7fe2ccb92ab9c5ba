"""Another one: how the next drawing of the same thing differs from the one before, alike for the same seed.

Who and what is seen stays; where the camera stands, how people hold themselves and how near it all is changes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.providers.local.artist import paths
from core.providers.local.artist.cast import Actor
from core.providers.local.artist.drawing import Drawing, MouthPlace, Point, Shape
from core.requests import times_asked
from core.story import Size


@dataclass(frozen=True, slots=True)
class Another:
    """What is different in this drawing; as it stands, nothing is."""

    side: float = 0.0
    """How far the camera turns to another part of the set, as `camera_of` takes it."""
    turned: bool = False
    """Somebody alone looks to the other side."""
    posture: int = 0
    """How many postures on from the person's own."""
    zoom: float = 1.0
    """How much nearer everything is, at least 1."""
    about: Point = (0.5, 0.5)
    """What stays where it is meanwhile, as shares of the picture."""

    def actor(self, actor: Actor, width: float, alone: bool) -> Actor:
        """The figure as it holds itself here; who is with others goes on looking at them."""
        place = replace(actor.place, posture=self.posture)
        if self.turned and alone:
            place = replace(place, facing=-place.facing, feet=(width - place.feet[0], place.feet[1]))
        return replace(actor, place=place)

    def seen(self, drawing: Drawing, size: Size, people: int = 1) -> Drawing:
        """The drawing from nearer; a close picture and a crowd have less room for that."""
        zoom = 1 + (self.zoom - 1) * _ROOM[size] * (_CROWD if people > 2 else 1.0)
        if zoom == 1:
            return drawing
        about = self.about[0] * drawing.width, (_FEET if size is Size.WIDE else self.about[1]) * drawing.height

        def nearer(point: Point) -> Point:
            return about[0] + (point[0] - about[0]) * zoom, about[1] + (point[1] - about[1]) * zoom

        shapes = tuple(_nearer(shape, nearer, zoom) for shape in drawing.shapes)
        faces = tuple(
            MouthPlace(face.figure, _box(face.mouth, nearer), _box(face.eyes, nearer)) for face in drawing.faces
        )
        return replace(drawing, shapes=shapes, faces=faces)


FIRST = Another()

_OTHERS = (
    Another(0.8, True, 1, 1.18, (0.15, 0.40)),
    Another(-0.8, False, 2, 1.28, (0.85, 0.42)),
    Another(0.35, True, 2, 1.10, (0.90, 0.38)),
    Another(-0.35, False, 1, 1.36, (0.40, 0.44)),
)
"""Taken in turn, each unlike the one before at the first glance."""

_ROOM = {Size.WIDE: 1.0, Size.MEDIUM: 0.7, Size.CLOSE: 0.45, Size.OVER_SHOULDER: 0.5, Size.INSERT: 0.7}
"""Share of the zoom that each size takes, so that heads stay in the picture and mouths above the captions."""

_CROWD = 0.4

_FEET = 0.94
"""Of the height: where people stand in a wide picture, so that what is lost is sky."""


def another(seed: int) -> Another:
    """How the drawing with this seed differs from the first one of the same thing."""
    times = times_asked(seed)
    if not times:
        return FIRST
    chance = random.Random(seed)
    chosen = _OTHERS[(times - 1) % len(_OTHERS)]
    return replace(
        chosen,
        side=chosen.side + chance.uniform(-0.12, 0.12),
        zoom=chosen.zoom + chance.uniform(-0.03, 0.03),
    )


def _nearer(shape: Shape, nearer: Callable[[Point], Point], zoom: float) -> Shape:
    moved = paths.map_shape(shape, nearer, zoom)
    picture = shape.picture
    return moved if picture is None else replace(moved, picture=replace(picture, box=_box(picture.box, nearer)))


def _box(
    box: tuple[float, float, float, float], nearer: Callable[[Point], Point]
) -> tuple[float, float, float, float]:
    return *nearer((box[0], box[1])), *nearer((box[2], box[3]))
