"""The head of an animal that talks: its outline and where everything on it belongs, in head heights."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.providers.local.artist.beasts import BEASTS, Beast
from core.providers.local.artist.brush import Brush, darker, mix
from core.providers.local.artist.drawing import Colour, Path
from core.providers.local.artist.face import Face
from core.providers.local.artist.lips import Lips
from core.providers.local.artist.pencil import Knot, Pencil, blend, mirrored

_FRONT: list[Knot] = mirrored(
    [
        (0, 0.47),
        (0.25, 0.43),
        (0.43, 0.22),
        (0.48, -0.04),
        (0.47, -0.22),
        (0.30, -0.42),
        (0.12, -0.50),
        (0, -0.51),
    ]
)
_TURNED: list[Knot] = [
    (-0.04, 0.47), (0.22, 0.42), (0.40, 0.22), (0.43, -0.02), (0.43, -0.20), (0.34, -0.40), (0.19, -0.50),
    (0.08, -0.52), (-0.07, -0.50), (-0.28, -0.41), (-0.47, -0.22), (-0.49, -0.02), (-0.45, 0.24), (-0.28, 0.43),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnimalHead:
    """One animal's head; its eyes and brows are a person's, so that moods read the same."""

    face: Face
    beast: Beast
    back: bool = False
    """Seen from behind: no inner ears."""

    @classmethod
    def of(cls, face: Face) -> AnimalHead:
        """The head for a face whose look names a species of the table."""
        return cls(
            replace(face, look=replace(face.look, eye_size=face.look.eye_size * 1.1)), BEASTS[face.look.species]
        )

    @property
    def pencil(self) -> Pencil:
        return self.face.pencil

    @property
    def brush(self) -> Brush:
        return self.face.brush

    @property
    def fur(self) -> Colour:
        return self.face.look.skin

    @property
    def light(self) -> Colour:
        return self.beast.light

    @property
    def plain(self) -> bool:
        """Whether the figure is too small for markings."""
        return self.face.detail == "small"

    @property
    def muzzle_x(self) -> float:
        return self.face.across(0, 0.40) + 0.06 * self.face.turn

    def outline(self) -> Path:
        """The head without ears."""
        wide = self.beast.wide
        if self.beast.muzzle == "grille":
            return self.pencil.slab(0.0, -0.02, 0.86, 0.92, 0.16)
        return self.pencil.curve([(k[0] * wide, *k[1:]) for k in blend(_FRONT, _TURNED, self.face.turn)])

    def lips(self) -> Lips:
        """The mouth, under the nose."""
        low = {"long": -0.352, "snout": -0.405, "wide": -0.27, "plain": -0.24, "trunk": -0.40, "carrot": -0.30}
        y = low.get(self.beast.muzzle, -0.335)
        scale = {"wide": 1.5, "plain": 0.85, "snout": 0.95}.get(self.beast.muzzle, 0.86)
        tone = self.light if self.beast.muzzle in ("short", "long", "snout") else self.fur
        look = replace(self.face.look, lips=darker(mix(tone, (150, 70, 70), 0.25), 0.34), gender="man")
        return Lips(
            self.pencil.moved(self.muzzle_x, y, scale),
            self.brush,
            look,
            1 - 0.14 * self.face.turn,
            self.face.mood.smile,
            self.face.detail,
        )
