"""Animals and other beings that stand, dress and talk like people: their heads and tails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.providers.local.artist.animal_ears import EARS
from core.providers.local.artist.animal_head import AnimalHead
from core.providers.local.artist.animal_marks import BEFORE, BEHIND, MARKS
from core.providers.local.artist.animal_muzzles import MUZZLES
from core.providers.local.artist.beasts import BEASTS, Beast
from core.providers.local.artist.brush import Brush, darker, lighter
from core.providers.local.artist.drawing import Colour, Shape
from core.providers.local.artist.face import Face
from core.providers.local.artist.pencil import Box, Pencil, box_of, joined
from core.providers.local.artist.pose import HIP, Stance
from core.story import Mouth


@dataclass(frozen=True, slots=True)
class Animal:
    """One animal's head; its eyes and brows are a person's, so that moods read the same."""

    head: AnimalHead

    @classmethod
    def of(cls, face: Face) -> Animal:
        """The animal of a face whose look names a species of the table."""
        return cls(AnimalHead.of(face))

    def behind(self, back: bool = False) -> list[Shape]:
        """What grows behind the head."""
        shapes = [
            shape for name in self.head.beast.extras if name in BEHIND for shape in BEHIND[name](self.head)
        ]
        return shapes + (
            EARS[self.head.beast.ears](replace(self.head, back=back)) if self.head.beast.ears else []
        )

    def draw(self, mouth: Mouth, blink: bool) -> list[Shape]:
        """The head from the front."""
        outline, brush = self.head.outline(), self.head.brush
        shapes = [brush.form(outline, self.head.fur, 0.4)]
        if not self.head.plain:
            shapes.append(brush.shade(self.head.face.shadow_side(), outline, 0.45, 0.03))
            shapes += [
                shape
                for name in self.head.beast.extras
                if name in MARKS
                for shape in MARKS[name](self.head, outline)
            ]
            shapes += brush.rim(outline, 0.022, 0.8)
        muzzle = MUZZLES[self.head.beast.muzzle]
        shapes += [*muzzle(self.head, mouth, True), *self._eyes(blink), *self.head.face.brows()]
        shapes += muzzle(self.head, mouth, False)
        return shapes + [
            s for name in self.head.beast.extras if name in BEFORE for s in BEFORE[name](self.head)
        ]

    def from_behind(self) -> list[Shape]:
        """The back of the head."""
        outline = self.head.outline()
        shapes = [
            *self.behind(back=True),
            self.head.brush.form(outline, self.head.fur, 0.5),
            *self.head.brush.rim(outline, 0.025),
        ]
        extras = [
            name
            for name in self.head.beast.extras
            if name in ("spikes", "crest", "horns", "antlers", "antenna")
        ]
        return shapes + [s for name in extras for s in (BEFORE.get(name) or BEHIND[name])(self.head)]

    def mouth_box(self) -> Box:
        """All that the eight mouth shapes can touch, in px."""
        if self.head.beast.muzzle == "grille":
            return box_of(self.head.pencil.slab(self.head.face.across(0, 0.34), -0.27, 0.52, 0.25), 2)
        if self.head.beast.muzzle in ("beak", "bill"):
            return box_of(
                self.head.pencil.oval(self.head.muzzle_x + 0.04 * self.head.face.turn, -0.27, 0.30, 0.25), 2
            )
        return self.head.lips().box()

    def eyes_box(self) -> Box:
        return self.head.face.eyes_box()

    def _eyes(self, blink: bool) -> list[Shape]:
        if self.head.beast.muzzle == "grille" and not self.head.plain:
            return self._lamps(blink)
        return self.head.face.eyes(blink)

    def _lamps(self, blink: bool) -> list[Shape]:
        """A machine's eyes: two lit rings that narrow to a line."""
        high = 0.018 if blink else 0.095 * self.head.face.mood.lid
        spots = [(self.head.face.across(a), 0.03, 0.095 * self.head.face.squeeze(a)) for a in (-25, 25)]
        sockets = self.head.pencil.ovals(*((x, y, r * 1.28, 0.122) for x, y, r in spots))
        glow = self.head.pencil.ovals(*((x, y, r, high) for x, y, r in spots))
        core = self.head.pencil.ovals(*((x, y, r * 0.5, high * 0.5) for x, y, r in spots))
        eye = self.head.face.look.eyes
        return [
            self.head.brush.form(sockets, (58.0, 64.0, 80.0), 0.4),
            Shape(glow, eye, layer=self.head.brush.layer),
            Shape(core, lighter(eye, 0.7), layer=self.head.brush.layer),
        ]


def draw_tail(pencil: Pencil, brush: Brush, species: str, fur: Colour, stance: Stance) -> list[Shape]:
    """The tail behind the body, on the side away from where it looks; in body units."""
    beast = BEASTS[species]
    if not beast.tail:
        return []
    part = pencil.moved(-0.35 * stance.width, HIP - stance.drop - 0.1)
    return _TAILS[beast.tail](part, brush, fur, beast)


def _bushy(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    path = part.curve(
        [
            (0.1, 0.1),
            (-0.5, -0.5),
            (-0.85, -0.3),
            (-1.25, 0.2),
            (-1.35, 0.95),
            (-1.1, 1.35, 0.3),
            (-0.85, 0.8),
            (-0.55, 0.3),
            (-0.1, 0.2),
        ]
    )
    tip = part.oval(-1.18, 1.05, 0.42, 0.42)
    return [brush.form(path, fur, 0.5), brush.form(tip, beast.light, 0.4, path)]


def _thin(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    return [
        brush.form(
            part.limb([(0, 0), (-0.6, -0.55), (-1.2, -0.25), (-1.15, 0.5)], [0.14, 0.12, 0.11, 0.07], 0.8),
            fur,
            0.5,
        )
    ]


def _tuft(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    tuft = part.oval(-1.12, 0.55, 0.2, 0.3, 0.2)
    return [*_thin(part, brush, fur, beast), brush.form(tuft, darker(fur, 0.4), 0.4)]


def _short_tail(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    return [brush.form(part.oval(-0.5, 0.0, 0.3, 0.28), lighter(fur, 0.2), 0.5)]


def _scaled(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    tail = part.limb([(0.1, 0.1), (-0.7, -1.2), (-1.5, -1.7), (-2.0, -1.1)], [0.4, 0.3, 0.18, 0.05], 0.8)
    barb = part.curve([(-2.0, -1.25, 0.2), (-2.3, -0.95, 0), (-2.0, -0.7, 0), (-1.85, -1.05, 0.2)])
    return [brush.form(tail, fur, 0.5), brush.form(barb, darker(fur, 0.3), 0.4)]


def _feathers(part: Pencil, brush: Brush, fur: Colour, beast: Beast) -> list[Shape]:
    plumes = [
        part.curve([(0.1, 0.15), (-0.4, 0.1 - d), (-1.05, -0.35 - d * 1.2), (-0.75, -0.55 - d), (-0.2, -0.25)])
        for d in (0.0, 0.25, 0.5)
    ]
    return [brush.form(joined(*plumes), darker(fur, 0.2), 0.5)]


_TAILS: Mapping[str, Callable[[Pencil, Brush, Colour, Beast], list[Shape]]] = {
    "bushy": _bushy,
    "thin": _thin,
    "tuft": _tuft,
    "short": _short_tail,
    "scaled": _scaled,
    "feathers": _feathers,
}
