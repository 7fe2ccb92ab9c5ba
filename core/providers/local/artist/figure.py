"""A whole figure: the same person from a far speck to a face that fills the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.providers.local.artist.animals import Animal, draw_tail
from core.providers.local.artist.brush import Brush, darker
from core.providers.local.artist.clothes import Dress
from core.providers.local.artist.drawing import MouthPlace, Point, Shape
from core.providers.local.artist.face import Face, mood_of
from core.providers.local.artist.figure_types import FigureLight, FigurePlace
from core.providers.local.artist.hair import Hair, draw_beard, draw_moustache
from core.providers.local.artist.hands import LENGTH, draw_fingers_over, draw_hand
from core.providers.local.artist.headwear import FULL_COVER, OPEN_TOP, Headwear
from core.providers.local.artist.look import Look, look_of
from core.providers.local.artist.pencil import Pencil
from core.providers.local.artist.pose import CHIN, POSTURES, Arm, Stance, stance_of
from core.providers.local.artist.prop_words import KINDS
from core.providers.local.artist.props import draw_prop, kind_of
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
    head: bool = True,
) -> tuple[list[Shape], MouthPlace | None]:
    """The shapes of a figure, and where its mouth and eyes are; None when its face cannot be seen.

    Who it is depends on the figure alone; place, light, mouth and blink change only how it is seen, and `seed`
    varies what it holds. The MouthPlace's `figure` is 0 until the panel numbers it. Without `head` the body
    waits for a photographed one.
    """
    sketch = sketch_figure(figure, place, light, seed, head)
    return sketch.shapes(mouth, blink), sketch.place


@dataclass(frozen=True, slots=True)
class FigureSketch:
    """A drawn figure whose mouth and eyes can still change; the rest is drawn once for all of them."""

    below: tuple[Shape, ...]
    face: Callable[[Mouth, bool], list[Shape]]
    above: tuple[Shape, ...]
    place: MouthPlace | None

    def shapes(self, mouth: Mouth, blink: bool) -> list[Shape]:
        return [*self.below, *self.face(mouth, blink), *self.above]


def sketch_figure(
    figure: Figure, place: FigurePlace, light: FigureLight, seed: int = 0, head: bool = True
) -> FigureSketch:
    """The same figure as `draw_figure` draws, for several mouths."""
    return replace(_posed(figure, place, light), headless=not head).sketch(seed)


def heads_tall(figure: Figure) -> float:
    """Height of a figure from sole to crown, in head heights of a grown-up."""
    return look_of(figure).heads


def eye_point(figure: Figure, place: FigurePlace) -> Point:
    """The px between a figure's eyes, to frame a face with."""
    person = _posed(figure, place, FigureLight())
    return person.head.at(0.14 * person.turn, 0.02)


_OWN_ARMS = ("sit", "point", "carry", "lift")
"""Poses whose arms stay as they are when the hand holds something."""


def _faceless(_mouth: Mouth, _blink: bool) -> list[Shape]:
    return []


def _posed(figure: Figure, place: FigurePlace, light: FigureLight) -> _Posed:
    look = look_of(figure)
    if place.posture:
        look = replace(look, posture=(look.posture + place.posture) % POSTURES)
    size = look.head_size * HEAD
    unit = (look.heads - size) / CHIN
    mirror = -1.0 if place.facing < 0 else 1.0
    pose = "hold" if figure.holds and place.pose not in _OWN_ARMS else place.pose
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
    headless: bool = False

    def sketch(self, seed: int) -> FigureSketch:
        back, dress = self.place.back, self._dress()
        arms = (self.stance.far, self.stance.near)
        behind = [arm for arm in arms if not arm.front]
        before = [arm for arm in arms if arm.front]
        shapes = [self._ground(), *self._seat(), *([] if back else dress.cape_back())]
        shapes += [] if back or self.headless else self._behind_head()
        shapes += [shape for arm in behind for shape in self._arm(dress, arm, seed)]
        shapes += [*dress.legs(), *self._neck(), *dress.body(), *dress.lap(), *dress.scarf()]
        if back:
            shapes += [shape for arm in before for shape in self._arm(dress, arm, seed)]
            shapes += [*dress.cape_back(), *self._back_head()]
            return FigureSketch(tuple(shapes), _faceless, (), None)
        above = [shape for arm in before for shape in self._arm(dress, arm, seed)]
        if self.headless:
            return FigureSketch(tuple(shapes), _faceless, tuple(above), self._mouth_place())
        if self._is_animal:
            return FigureSketch(tuple(shapes), self._animal, tuple(above), self._mouth_place())
        shapes += self._head_below()
        above = [*self._head_above(), *above]
        return FigureSketch(tuple(shapes), self._mimic, tuple(above), self._mouth_place())

    @property
    def _is_animal(self) -> bool:
        return self.look.species != "human"

    def _mouth_place(self) -> MouthPlace:
        face = self._face()
        if self._is_animal:
            animal = Animal.of(face)
            return MouthPlace(0, animal.mouth_box(), animal.eyes_box())
        return MouthPlace(0, face.lips().box(), face.eyes_box())

    def _animal(self, mouth: Mouth, blink: bool) -> list[Shape]:
        wear, head = self._headwear(), Animal.of(self._face())
        glow = self.brush.glow(head.head.outline())
        return [*head.draw(mouth, blink), *wear.glasses(), *wear.before(), *glow]

    def _dress(self) -> Dress:
        return Dress(self.body, self.brush, self.look, self.stance, self.place.detail, self.place.back)

    def _face(self) -> Face:
        mood = mood_of(self.figure.mood)
        return Face(self.head, self._head_brush(), self.look, self.turn, mood, self.place.detail)

    def _hair(self) -> Hair:
        hat = self.look.hat
        covered = bool(hat) and hat not in OPEN_TOP
        return Hair(self.head, self._head_brush(), self.look, self.turn, self.place.detail, covered)

    def _headwear(self) -> Headwear:
        return Headwear(self.head, self._head_brush(), self.look, self.turn, self.place.detail, self.place.back)

    def _behind_head(self) -> list[Shape]:
        hat = self._headwear().behind()
        if self._is_animal:
            return [*self._tail(), *hat, *Animal.of(self._face()).behind()]
        hair = [] if self.look.hat in FULL_COVER else self._hair().behind()
        return [*hair, *hat]

    def _tail(self) -> list[Shape]:
        return draw_tail(self.body, self.brush, self.look.species, self.look.skin, self.stance)

    def _head_below(self) -> list[Shape]:
        face = self._face()
        return [
            *([] if self.look.hat in FULL_COVER else face.ears()),
            *face.skull(),
            *face.brush.glow(face.outline()),
            *draw_beard(self.head, face.brush, self.look, self.turn, self.place.detail),
            *face.nose(),
        ]

    def _mimic(self, mouth: Mouth, blink: bool) -> list[Shape]:
        """What moves in a face."""
        face = self._face()
        return [*face.eyes(blink), *face.brows(), *face.lips().draw(mouth)]

    def _head_above(self) -> list[Shape]:
        wear, face = self._headwear(), self._face()
        return [
            *draw_moustache(self.head, face.brush, self.look, self.turn),
            *face.brush.rim(face.outline(), 0.02, 0.7),
            *self._hair().before(),
            *wear.glasses(),
            *wear.before(),
        ]

    def _back_head(self) -> list[Shape]:
        face = self._face()
        if self._is_animal:
            return [*Animal.of(face).from_behind(), *self._headwear().before(), *self._tail()]
        hair = [] if self.look.hat in FULL_COVER else self._hair().from_behind()
        head = self.brush.form(face.nape(), self.look.skin, 0.5)
        return [*face.ears(flip=True), head, *hair, *self._headwear().before()]

    def _seat(self) -> list[Shape]:
        """A plain stool, so that nobody sits on air."""
        if not self.stance.sitting:
            return []
        w, turn, wood = 0.8 * self.stance.width, self.stance.turn, (128.0, 88.0, 62.0)
        legs = self.body.curves(
            [(-w * 0.8, 1.6), (-w * 0.9, 0.0)],
            [(w * 0.8 - 0.2 * turn, 1.6), (w * 0.9 - 0.2 * turn, 0.1)],
            closed=False,
        )
        top = self.body.slab(-0.08 * turn, 1.62, 2.1 * w, 0.26, 0.1)
        return [self.brush.line(legs, darker(wood, 0.2), 0.17), self.brush.form(top, wood, 0.6)]

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
        shapes = draw_hand(hand, brush, self.look.skin, arm.hand, detail)
        if self.figure.holds and arm.hand == "grip":
            shapes += self._prop(hand, seed)
            shapes += draw_fingers_over(hand, brush, self.look.skin, detail)
        return [*shapes, *dress.sleeve(arm)]

    def _prop(self, hand: Pencil, seed: int) -> list[Shape]:
        """What the hand holds, taken where such a thing is taken."""
        centre, size = self._held(hand)
        return draw_prop(
            self.figure.holds, self.place.holds_notes, centre, size, self.brush.light, seed, standing=False
        )

    def _held(self, hand: Pencil) -> tuple[Point, float]:
        row = KINDS[kind_of(self.figure.holds)]
        size = 1.15 * row.size * self.place.head * (0.55 + 0.45 * self.look.head_size)
        grip = hand.at(0.42, 0.0)
        return (grip[0], grip[1] + row.hold * size / 2), size

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
