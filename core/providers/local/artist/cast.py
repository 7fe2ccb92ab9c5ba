"""Where the figures of a shot stand, how large they are and which way they look."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.providers.local.artist.camera import Camera
from core.providers.local.artist.drawing import Point
from core.providers.local.artist.figure import eye_point, heads_tall
from core.providers.local.artist.figure_types import GROWN_UP_HEADS, FigurePlace
from core.providers.local.artist.places.sheet import Scenery
from core.providers.local.artist.prop_words import KINDS
from core.providers.local.artist.props import kind_of
from core.requests import Figure, Staging
from core.story import Angle, Size

MOST = {Size.WIDE: 5, Size.MEDIUM: 3, Size.CLOSE: 1, Size.OVER_SHOULDER: 2, Size.INSERT: 0}
"""How many figures a shot shows."""


@dataclass(frozen=True, slots=True)
class Actor:
    """One figure in its place; `index` counts the staging's figures."""

    index: int
    figure: Figure
    place: FigurePlace
    near: bool = False
    """The blurred shoulder before the camera."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The picture's measures."""

    width: float
    height: float

    @property
    def unit(self) -> float:
        return min(self.height, 1.12 * self.width)

    @property
    def wide(self) -> bool:
        return self.width > 1.2 * self.height


def cast_of(staging: Staging, frame: Frame, scenery: Scenery, camera: Camera) -> tuple[Actor, ...]:
    """Everybody in the picture, from back to front."""
    return tuple(_carrying(actor, staging) for actor in _placed(staging, frame, scenery, camera))


def stands(name: str) -> bool:
    """Whether a thing somebody has is too large or too heavy for a hand and stands beside them."""
    return bool(name) and KINDS[kind_of(name)].way == "stands"


def _carrying(actor: Actor, staging: Staging) -> Actor:
    """The same person with the thing in the hand as it is carried, in the colour it has everywhere."""
    name = actor.figure.holds
    if not name:
        return actor
    if stands(name):
        pose = "talk" if actor.figure.speaking else "stand"
        return replace(actor, figure=replace(actor.figure, holds=""), place=replace(actor.place, pose=pose))
    place = replace(actor.place, holds_notes=staging.prop_notes.get(name, ""))
    if KINDS[kind_of(name)].way == "hangs":
        # Below the frame of a medium shot nothing could be seen.
        place = replace(place, pose="carry" if staging.size is Size.WIDE else "lift")
    return replace(actor, place=place)


def _placed(staging: Staging, frame: Frame, scenery: Scenery, camera: Camera) -> tuple[Actor, ...]:
    size = staging.size
    chosen = _chosen(staging)
    if not chosen or size is Size.INSERT:
        return ()
    if size is Size.WIDE:
        return _standing(staging, chosen, frame, scenery, camera)
    if size is Size.OVER_SHOULDER and len(chosen) > 1:
        return _over_shoulder(staging, chosen, frame)
    if size is Size.MEDIUM or (size is Size.OVER_SHOULDER and len(chosen) == 1):
        return _from_the_waist(staging, chosen, frame)
    return (_close(staging, chosen[0], frame),)


def portrait_of(staging: Staging, frame: Frame) -> Actor:
    """The first figure's head and shoulders, looking almost into the camera."""
    figure = staging.figures[0]
    head = min(0.36 * frame.height, 0.4 * frame.width)
    spot = FigurePlace((0.0, 0.0), head, 0.26, False, "stand", "large")
    return Actor(0, figure, _with_eyes(figure, spot, (frame.width / 2, frame.height * 0.42)))


def side_of(staging: Staging) -> float:
    """-1 to 1: the part of the set behind the one the camera is about; two people have two backgrounds."""
    index = _focus(staging)
    if index is None or len(staging.figures) < 2 or staging.size is Size.WIDE:
        return 0.0
    middle = (len(staging.figures) - 1) / 2
    return max(-1.0, min(1.0, (index - middle) / middle))


def _focus(staging: Staging) -> int | None:
    """The figure the camera is about: the focus by name, else who speaks, else the first who faces us."""
    figures = staging.figures
    wanted = staging.focus.casefold()
    for test in (
        lambda figure: figure.name.casefold() == wanted,
        lambda figure: figure.speaking,
        lambda figure: not figure.turned_away,
    ):
        for index, figure in enumerate(figures):
            if test(figure):
                return index
    return 0 if figures else None


def _chosen(staging: Staging) -> list[int]:
    """The figures the shot has room for, in their order; for close shots the focus first."""
    focus = _focus(staging)
    if focus is None:
        return []
    most = MOST[staging.size]
    others = sorted(
        (i for i in range(len(staging.figures)) if i != focus),
        key=lambda i: (not staging.figures[i].turned_away, not staging.figures[i].speaking, abs(i - focus)),
    )
    kept = [focus, *others][:most]
    return kept if staging.size in (Size.CLOSE, Size.OVER_SHOULDER) else sorted(kept)


def _facing(staging: Staging, index: int, strength: float) -> float:
    """Towards the focus, or towards the middle of the others."""
    count = len(staging.figures)
    if count < 2:
        return strength * (0.6 if len(staging.figures[index].name) % 2 else -0.6)
    focus = _focus(staging)
    if focus is not None and focus != index:
        return strength if focus > index else -strength
    return strength if index < (count - 1) / 2 or index == 0 else -strength


def _pose(figure: Figure, index: int) -> str:
    if figure.holds:
        return "hold"
    if figure.speaking:
        return "talk"
    return "stand"


def _standing(
    staging: Staging, chosen: list[int], frame: Frame, scenery: Scenery, camera: Camera
) -> tuple[Actor, ...]:
    """A wide shot: small figures on the ground, a little apart in depth."""
    grow = {Angle.LOW: 1.16, Angle.HIGH: 0.88, Angle.EYE: 1.0}[staging.angle]
    head = scenery.figure * grow / GROWN_UP_HEADS
    left, right = (share * frame.width for share in scenery.stand)
    count = len(chosen)
    step = min((right - left) / max(count, 1), head * 3.1)
    middle = left + (right - left) * (0.5 if count > 1 else 0.42)
    actors = []
    for place, index in enumerate(chosen):
        figure = staging.figures[index]
        x = middle + (place - (count - 1) / 2) * step
        depth = (0.0, 0.5, 0.2, 0.7, 0.35)[place % 5] if count > 1 else 0.3
        share = (x - left) / max(right - left, 1)
        y = scenery.ground + scenery.slope * (share - 0.5) + head * 0.5 * depth
        y = camera.point((x, y))[1] if staging.angle is not Angle.LOW else y + head * 0.2
        y = min(y, frame.height * 0.965)
        facing = _facing(staging, index, 0.75)
        spot = FigurePlace(
            (x, y), head * (1 + 0.05 * depth), facing, figure.turned_away, _pose(figure, index), _detail(head)
        )
        actors.append(Actor(index, figure, spot))
    return tuple(sorted(actors, key=lambda actor: actor.place.feet[1]))


def _from_the_waist(staging: Staging, chosen: list[int], frame: Frame) -> tuple[Actor, ...]:
    """A medium shot: one to three people from the waist up, turned to each other."""
    count = len(chosen)
    head = min(0.215 * frame.height, frame.width / (2.9 * count + 0.2 if count > 1 else 3.2))
    eyes = (
        frame.height * (0.36 if frame.wide else 0.4)
        + {Angle.LOW: -0.02, Angle.HIGH: 0.03, Angle.EYE: 0.0}[staging.angle] * frame.height
    )
    spread = {1: (0.5,), 2: (0.31, 0.69), 3: (0.19, 0.5, 0.81)}[count]
    tallest = max(heads_tall(staging.figures[index]) for index in chosen)
    actors = []
    for place, index in enumerate(chosen):
        figure = staging.figures[index]
        facing = _facing(staging, index, 0.62)
        x = frame.width * (spread[place] if count > 1 else 0.5 - 0.07 * _sign(facing))
        # A child stays smaller than a grown-up, but its mouth must stay above the captions.
        short = min((tallest - heads_tall(figure)) * head, frame.height * 0.17)
        spot = FigurePlace((x, 0.0), head, facing, figure.turned_away, _pose(figure, index), _detail(head))
        actors.append(Actor(index, figure, _with_eyes(figure, spot, (x, eyes + short))))
    return tuple(actors)


def _close(staging: Staging, index: int, frame: Frame) -> Actor:
    figure = staging.figures[index]
    facing = _facing(staging, index, 0.42)
    head = min(0.47 * frame.height, 0.5 * frame.width)
    eyes = (
        frame.height * (0.41 if frame.wide else 0.4)
        + {Angle.LOW: -0.02, Angle.HIGH: 0.02, Angle.EYE: 0.0}[staging.angle] * frame.height
    )
    spot = FigurePlace(
        (0.0, 0.0), head, facing, figure.turned_away, "hold" if figure.holds else "stand", "large"
    )
    x = frame.width * (0.5 - (0.08 if frame.wide else 0.03) * _sign(facing))
    return Actor(index, figure, _with_eyes(figure, spot, (x, eyes)))


def _over_shoulder(staging: Staging, chosen: list[int], frame: Frame) -> tuple[Actor, ...]:
    """The focus beyond the blurred shoulder of the other one."""
    focus, other = chosen[0], chosen[1]
    side = -1.0 if other < focus else 1.0
    head = min(0.3 * frame.height, 0.36 * frame.width)
    figure = staging.figures[focus]
    spot = FigurePlace((0.0, 0.0), head, side * 0.5, figure.turned_away, _pose(figure, focus), "large")
    x = frame.width * (0.5 - side * (0.12 if frame.wide else 0.14))
    seen = Actor(focus, figure, _with_eyes(figure, spot, (x, frame.height * 0.37)))
    back = replace(staging.figures[other], holds="")
    large = min(0.62 * frame.height, 0.74 * frame.width)
    spot = FigurePlace((0.0, 0.0), large, -side * 0.5, True, "stand", "medium")
    at = (
        frame.width * (0.5 + side * (0.36 if frame.wide else 0.42)),
        frame.height * (0.5 if frame.wide else 0.56),
    )
    return seen, Actor(other, back, _with_eyes(back, spot, at), near=True)


def _with_eyes(figure: Figure, place: FigurePlace, at: Point) -> FigurePlace:
    """The same place, moved so that the eyes come to a point."""
    now = eye_point(figure, place)
    return replace(place, feet=(place.feet[0] + at[0] - now[0], place.feet[1] + at[1] - now[1]))


def _sign(value: float) -> float:
    return 1.0 if value >= 0 else -1.0


def _detail(head: float) -> str:
    return "small" if head < 70 else "medium" if head < 280 else "large"
