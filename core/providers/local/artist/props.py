"""Props by name: which of the known kinds a word means, in what colour, and drawn at any size."""

from __future__ import annotations

import hashlib
import random
from functools import lru_cache

from core.providers.local.artist.brush import Brush, brightness, darker, lighter
from core.providers.local.artist.drawing import Colour, Point, Shape
from core.providers.local.artist.figure_types import FigureLight
from core.providers.local.artist.pencil import Pencil
from core.providers.local.artist.prop_kit import Kit
from core.providers.local.artist.prop_shapes import DRAWERS
from core.providers.local.artist.prop_words import KINDS, PROP_WORDS
from core.providers.local.artist.words import Words

_COLOURS: tuple[Colour, ...] = (
    (176, 74, 66),
    (64, 122, 146),
    (214, 160, 76),
    (98, 136, 92),
    (122, 92, 148),
    (206, 118, 84),
    (70, 88, 134),
    (62, 138, 130),
)


def draw_prop(
    name: str, notes: str, centre: Point, size: float, light: FigureLight, seed: int, *, standing: bool = True
) -> list[Shape]:
    """The shapes of a prop around `centre`; `size` is the height and width in px it fits into.

    What it is comes from the name, its colour from the notes, else from the name; an unknown thing is a wrapped
    parcel. `seed` varies small things such as the leaves of a plant, never kind or colour. Only what is
    `standing` throws a shadow on the ground.
    """
    kind = kind_of(name)
    main, accent = _colours(kind, name, notes)
    brush = Brush(light, "prop", size * 0.32)
    kit = Kit(Pencil(centre, size / 2), brush, main, accent, standing)
    shapes = DRAWERS[kind](kit, random.Random(seed))
    return [shape for shape in shapes if shape.opacity > 0]


def kind_of(name: str) -> str:
    """The kind of prop a name means; "parcel" when no word of it is known."""
    return _kind(name.strip().casefold())


def glow_of(name: str, centre: Point, size: float) -> Point | None:
    """Where a prop drawn at `centre` shines, in px; None for things that give no light."""
    return (centre[0], centre[1] + KINDS[kind_of(name)].glow * size) if KINDS[kind_of(name)].shines else None


@lru_cache(maxsize=512)
def _kind(name: str) -> str:
    words = Words.read(name).order
    for size in (2, 1):
        for index in range(len(words) - size, -1, -1):
            found = _known(" ".join(words[index : index + size]))
            if found:
                return found
    return "parcel"


def _known(phrase: str) -> str:
    """The kind of a word, or of its singular."""
    for ending, single in (("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ves", "f"), ("ves", "fe")):
        if phrase.endswith(ending):
            word = phrase.removesuffix(ending) + single if ending else phrase
            if word in PROP_WORDS:
                return PROP_WORDS[word]
    return ""


def _colours(kind: str, name: str, notes: str) -> tuple[Colour, Colour]:
    said = Words.read(name).any_colour() or Words.read(notes).any_colour()
    usual = KINDS[kind].colour
    digest = hashlib.sha256(name.strip().casefold().encode()).digest()
    first = digest[0] % len(_COLOURS)
    main = said or usual or _COLOURS[first]
    accent = _COLOURS[(first + 1 + digest[1] % (len(_COLOURS) - 1)) % len(_COLOURS)]
    if abs(brightness(main) - brightness(accent)) < 30:
        accent = lighter(accent, 0.45) if brightness(main) < 130 else darker(accent, 0.4)
    return main, accent
