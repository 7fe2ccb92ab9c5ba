"""A whole figure: the same person from a far speck to a face that fills the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.providers.local.artist.brush import Brush, darker
from core.providers.local.artist.clothes import Dress
from core.providers.local.artist.drawing import MouthPlace, Point, Shape
from core.providers.local.artist.face import Face, mood_of
from core.providers.local.artist.figure_types import FigureLight, FigurePlace
from core.providers.local.artist.hair import Hair, draw_beard, draw_moustache
from core.providers.local.artist.hands import LENGTH, draw_fingers_over, draw_hand
from core.providers.local.artist.look import Look, look_of
from core.providers.local.artist.pencil import Pencil
from core.providers.local.artist.pose import CHIN, Arm, Stance, stance_of
from core.requests import Figure
from core.story import Mouth

HEAD = 1.16
"""How much larger a head is drawn than its share of the height: it reads better and looks kinder."""


def draw_figure(
    figure: Figure,
    place: FigurePlace,
    light: FigureLight,
    *,
    mouth: Mouth = Mouth.REST,
    blink: bool = False,
    seed: int = 0,
) -> tuple[list[Shape], MouthPlace | None]:
    """The shapes of a figure, and where its mouth and eyes are; None when its face cannot be seen.

    Who it is depends on the figure alone; place, light, mouth and blink change only how it is seen. `seed` varies
    what it holds. The `figure` of the MouthPlace is 0 until the panel numbers it.
    """
    person = _posed(figure, place, light)
    return person.draw(mouth, blink, seed)


def heads_tall(figure: Figure) -> float:
    """Height of a figure from sole to crown, in head heights of a grown-up."""
    return look_of(figure).heads


def eye_point(figure: Figure, place: FigurePlace) -> Point:
    """The px between a figure's eyes, to frame a face with."""
    person = _posed(figure, place, FigureLight())
    return person.head.at(0.14 * person.turn, 0.02)


def _posed(figure: Figure, place: FigurePlace, light: FigureLight) -> _Posed:
    look = look_of(figure)
    size = look.head_size * HEAD
    unit = (look.heads - size) / CHIN
    mirror = -1.0 if place.facing < 0 else 1.0
    pose = "hold" if figure.holds and place.pose not in ("sit", "point") else place.pose
    width = look.build * (0.40 + 0.60 * unit) / unit
    stance = stance_of(look, pose, place.facing, width)
    body = Pencil(place.feet, place.head * unit, mirror)
    turn = min(1.0, abs(place.facing))
    neck = body.at(0.13 * turn * (0 if place.back else 1), CHIN - 0.12 - stance.drop)
    half = place.head * size
    head = Pencil((neck[0], neck[1] - half / 2), half, mirror)
    brush = Brush(light, "figure", place.head)
    return _Posed(figure, look, place, stance, body, head, brush, turn)


@dataclass(frozen=True, slots=True)
class _Posed:
    """A figure in its pose, ready to be drawn."""

    figure: Figure
    look: Look
    place: FigurePlace
    stance: Stance
    body: Pencil
    head: Pencil
    brush: Brush
    turn: float

    def draw(self, mouth: Mouth, blink: bool, seed: int) -> tuple[list[Shape], MouthPlace | None]:
        place = self.place
        dress = Dress(self.body, self.brush, self.look, self.stance, place.detail, place.back)
        hair = Hair(self.head, self._head_brush(), self.look, self.turn, place.detail, bool(self.look.hat))
        arms = (self.stance.far, self.stance.near)
        shapes = [self._ground()]
        shapes += [] if place.back else dress.cape_back()
        shapes += [] if place.back else hair.behind()
        for arm in arms:
            shapes += [] if arm.front else self._arm(dress, arm, seed)
        shapes += [*dress.legs(), *self._neck(), *dress.body(), *dress.lap(), *dress.scarf()]
        face = Face(
            self.head, self._head_brush(), self.look, self.turn, mood_of(self.figure.mood), place.detail
        )
        shapes += self._back_head(face, hair) if place.back else self._head(face, hair, mouth, blink)
        shapes += dress.cape_back() if place.back else []
        for arm in arms:
            shapes += self._arm(dress, arm, seed) if arm.front else []
        if place.back:
            return shapes, None
        return shapes, MouthPlace(0, face.lips().box(), face.eyes_box())

    def _head(self, face: Face, hair: Hair, mouth: Mouth, blink: bool) -> list[Shape]:
        return [
            *face.ears(),
            *face.skull(),
            *draw_beard(self.head, face.brush, self.look, self.turn, self.place.detail),
            *face.nose(),
            *face.eyes(blink),
            *face.brows(),
            *face.lips().draw(mouth),
            *draw_moustache(self.head, face.brush, self.look, self.turn),
            *hair.before(),
            *face.brush.rim(face.outline(), 0.02, 0.7),
        ]

    def _back_head(self, face: Face, hair: Hair) -> list[Shape]:
        return [
            *face.ears(flip=True),
            self.brush.form(face.outline(), self.look.skin, 0.5),
            *hair.from_behind(),
        ]

    def _neck(self) -> list[Shape]:
        y, x = -self.stance.drop, 0.06 * self.turn
        half = 0.225 * (0.7 + 0.3 * self.stance.width) * (0.85 if self.look.gender == "woman" else 1.0)
        path = self.body.curve(
            [
                (x - half + 0.03, CHIN + 0.25 + y),
                (x + half + 0.03, CHIN + 0.25 + y),
                (x + half * 0.96, 5.9 + y),
                (x + half * 1.5, 5.62 + y),
                (x, 5.42 + y),
                (x - half * 1.5, 5.62 + y),
                (x - half * 0.96, 5.9 + y),
            ]
        )
        shapes = [self.brush.form(path, darker(self.look.skin, 0.05), 0.5)]
        if self.place.detail != "small":
            cast = self.body.curve(
                [
                    (-0.7, CHIN + 0.4 + y),
                    (0.7, CHIN + 0.4 + y),
                    (0.34, CHIN - 0.17 + y),
                    (0.08 + x, CHIN - 0.30 + y),
                    (-0.3, CHIN - 0.17 + y),
                ]
            )
            shapes.append(self.brush.shade(cast, path, 0.7, 0.02))
        return shapes

    def _arm(self, dress: Dress, arm: Arm, seed: int) -> list[Shape]:
        brush, detail = self.brush, self.place.detail
        hand = self.body.moved(*arm.wrist, LENGTH, arm.angle)
        if arm.angle < -1.2 and arm.wrist[0] < 0:
            hand = replace(hand, mirror=-hand.mirror, angle=-3.14159 - hand.angle)
        holds = bool(self.figure.holds) and arm.hand == "grip"
        shapes = draw_hand(hand, brush, self.look.skin, arm.hand, detail)
        if holds:
            shapes += draw_fingers_over(hand, brush, self.look.skin, detail)
        return [*shapes, *dress.sleeve(arm)]

    def _ground(self) -> Shape:
        """The small dark pool under the feet that makes a figure stand."""
        x, y = self.place.feet
        path = Pencil((x, y), self.place.head).oval(0, 0.0, 1.0, 0.13)
        return Shape(
            path,
            (20.0, 14.0, 30.0),
            opacity=0.38,
            blur=0.07 * self.place.head,
            blend="multiply",
            layer="figure",
        )

    def _head_brush(self) -> Brush:
        return replace(self.brush, unit=self.head.scale)
