"""The animals and beings the artist knows, as a table: fur, ears, muzzle, markings, tail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.providers.local.artist.drawing import Colour


@dataclass(frozen=True, slots=True)
class Beast:
    """One kind of being."""

    furs: tuple[Colour, ...]
    """Usual colours of fur, feathers or skin; the name chooses."""
    light: Colour = (244, 232, 214)
    """Muzzle, cheeks and inner ears."""
    ears: str = "pointed"
    """"pointed", "round", "big", "long", "floppy", "tufts" or "" for none."""
    muzzle: str = "short"
    """"short", "long", "snout", "beak", "bill", "wide", "grille", "plain" or "trunk"."""
    nose: Colour = (52, 38, 44)
    extras: tuple[str, ...] = ()
    """Markings and growths, in order."""
    tail: str = ""
    """"bushy", "thin", "tuft", "short", "scaled", "feathers" or "" for none."""
    eyes: tuple[Colour, ...] = ((92, 62, 42), (70, 92, 60))
    heads: float = 5.9
    wide: float = 1.0
    """Width of the head."""


_BROWN: Colour = (146, 98, 64)
_GREY: Colour = (142, 146, 156)
_BEAK: Colour = (232, 166, 66)

BEASTS: Mapping[str, Beast] = {
    "cat": Beast(
        ((226, 150, 82), _GREY, (70, 64, 74), (228, 214, 194), (176, 130, 92)),
        extras=("stripes", "whiskers"),
        tail="thin",
        eyes=((132, 170, 84), (214, 170, 70)),
        nose=(206, 120, 120),
    ),
    "dog": Beast(
        ((190, 138, 88), (120, 82, 58), (222, 190, 146), (92, 84, 84)),
        ears="floppy",
        muzzle="long",
        extras=("patch",),
        tail="thin",
    ),
    "fox": Beast(
        ((218, 112, 54),),
        (250, 240, 226),
        muzzle="long",
        extras=("mask", "whiskers"),
        tail="bushy",
        eyes=((196, 140, 52),),
    ),
    "wolf": Beast(
        (_GREY, (104, 104, 116), (176, 170, 166)),
        (226, 226, 226),
        muzzle="long",
        extras=("mask",),
        tail="bushy",
        eyes=((222, 176, 70),),
        heads=6.8,
    ),
    "bear": Beast(
        (_BROWN, (104, 70, 50), (92, 78, 72)),
        (214, 178, 136),
        ears="round",
        extras=(),
        tail="short",
        heads=6.8,
        wide=1.1,
    ),
    "panda": Beast(
        ((240, 238, 234),), (250, 250, 248), ears="round", extras=("panda",), tail="short", heads=6.2, wide=1.1
    ),
    "rabbit": Beast(
        ((214, 196, 176), (238, 232, 226), (150, 124, 104)),
        (250, 240, 232),
        ears="long",
        extras=("whiskers",),
        tail="short",
        nose=(216, 130, 134),
        heads=5.5,
    ),
    "mouse": Beast(
        ((160, 156, 162), (186, 152, 124)),
        (226, 190, 184),
        ears="big",
        extras=("whiskers",),
        tail="thin",
        nose=(216, 130, 134),
        heads=5.0,
    ),
    "rat": Beast(
        ((118, 108, 112), (92, 80, 78)),
        (214, 176, 170),
        ears="big",
        muzzle="long",
        extras=("whiskers",),
        tail="thin",
        nose=(206, 124, 128),
        heads=5.4,
    ),
    "squirrel": Beast(
        ((190, 102, 56), (146, 116, 96)),
        (246, 230, 208),
        ears="tufts",
        extras=("whiskers",),
        tail="bushy",
        heads=5.2,
    ),
    "hedgehog": Beast(
        ((214, 180, 140),), (244, 222, 190), ears="round", muzzle="long", extras=("quills",), heads=5.0
    ),
    "badger": Beast(
        ((232, 230, 228),),
        (246, 244, 240),
        ears="round",
        muzzle="long",
        extras=("badger",),
        tail="short",
        heads=5.8,
    ),
    "otter": Beast(
        ((132, 96, 70),), (224, 200, 166), ears="round", extras=("whiskers",), tail="thin", heads=5.8
    ),
    "lion": Beast(
        ((222, 172, 98),),
        (246, 224, 184),
        ears="round",
        extras=("mane", "whiskers"),
        tail="tuft",
        nose=(120, 70, 62),
        eyes=((166, 116, 48),),
        heads=6.9,
        wide=1.04,
    ),
    "tiger": Beast(
        ((228, 146, 64),),
        (250, 238, 222),
        ears="round",
        extras=("stripes", "whiskers"),
        tail="thin",
        nose=(206, 124, 118),
        eyes=((196, 170, 70),),
        heads=6.8,
    ),
    "bird": Beast(
        ((86, 140, 186), (196, 86, 70), (226, 184, 86), (118, 160, 110)),
        ears="",
        muzzle="beak",
        nose=_BEAK,
        extras=("crest", "bib"),
        tail="feathers",
        heads=5.2,
    ),
    "crow": Beast(
        ((56, 56, 70),),
        (92, 92, 110),
        ears="",
        muzzle="beak",
        nose=(74, 74, 84),
        extras=("crest",),
        tail="feathers",
        eyes=((206, 170, 80),),
        heads=5.6,
    ),
    "owl": Beast(
        ((150, 112, 78), (176, 158, 138)),
        (236, 216, 184),
        ears="tufts",
        muzzle="beak",
        nose=_BEAK,
        extras=("discs",),
        tail="feathers",
        eyes=((232, 170, 52),),
        heads=5.5,
    ),
    "duck": Beast(
        ((246, 228, 130), (242, 240, 234), (72, 120, 92)),
        ears="",
        muzzle="bill",
        nose=(236, 150, 60),
        extras=("crest",),
        tail="feathers",
        heads=5.2,
    ),
    "hen": Beast(
        ((234, 224, 208), (176, 104, 66)),
        ears="",
        muzzle="beak",
        nose=_BEAK,
        extras=("comb",),
        tail="feathers",
        heads=5.2,
    ),
    "penguin": Beast(
        ((52, 58, 76),), (246, 246, 244), ears="", muzzle="beak", nose=_BEAK, extras=("discs",), heads=5.2
    ),
    "parrot": Beast(
        ((196, 66, 60), (80, 150, 90)),
        (246, 240, 226),
        ears="",
        muzzle="beak",
        nose=(70, 66, 72),
        extras=("discs", "crest"),
        tail="feathers",
        heads=5.4,
    ),
    "frog": Beast(
        ((112, 164, 84), (92, 150, 120)),
        (206, 220, 160),
        ears="",
        muzzle="wide",
        eyes=((214, 166, 60),),
        heads=5.0,
        wide=1.12,
    ),
    "turtle": Beast(((132, 168, 104),), (206, 214, 156), ears="", muzzle="wide", tail="short", heads=5.0),
    "pig": Beast(
        ((238, 176, 168), (226, 156, 150)),
        (246, 196, 186),
        ears="floppy",
        muzzle="snout",
        nose=(216, 128, 128),
        tail="thin",
        heads=5.8,
        wide=1.08,
    ),
    "cow": Beast(
        ((238, 232, 224), (146, 98, 70)),
        (240, 196, 180),
        ears="floppy",
        muzzle="snout",
        nose=(206, 140, 136),
        extras=("horns", "patch"),
        tail="tuft",
        heads=6.5,
    ),
    "goat": Beast(
        ((226, 218, 206), (150, 122, 100)),
        (244, 236, 226),
        ears="floppy",
        muzzle="long",
        extras=("horns", "goatee"),
        tail="short",
        eyes=((206, 166, 76),),
        heads=5.9,
    ),
    "sheep": Beast(
        ((240, 234, 224),),
        (234, 206, 180),
        ears="floppy",
        muzzle="long",
        extras=("wool",),
        tail="short",
        heads=5.7,
    ),
    "horse": Beast(
        (_BROWN, (92, 64, 52), (206, 190, 172)),
        (206, 172, 140),
        ears="pointed",
        muzzle="snout",
        nose=(150, 116, 100),
        extras=("forelock",),
        tail="tuft",
        heads=6.9,
    ),
    "donkey": Beast(
        (_GREY, (132, 116, 106)),
        (228, 220, 210),
        ears="long",
        muzzle="snout",
        nose=(206, 196, 188),
        extras=("forelock",),
        tail="tuft",
        heads=6.4,
    ),
    "deer": Beast(
        ((186, 128, 82),),
        (244, 226, 200),
        ears="floppy",
        muzzle="long",
        extras=("antlers",),
        tail="short",
        heads=6.5,
    ),
    "monkey": Beast(
        ((126, 84, 58), (92, 70, 60)),
        (232, 190, 150),
        ears="big",
        muzzle="short",
        extras=("apeface",),
        tail="thin",
        heads=5.7,
    ),
    "elephant": Beast(
        ((150, 156, 170),),
        (206, 176, 180),
        ears="huge",
        muzzle="trunk",
        extras=(),
        tail="tuft",
        heads=7.0,
        wide=1.06,
    ),
    "robot": Beast(
        ((150, 166, 182), (196, 120, 80), (206, 200, 190)),
        (74, 84, 104),
        ears="bolts",
        muzzle="grille",
        extras=("antenna",),
        eyes=((110, 226, 236), (250, 196, 90)),
        heads=6.2,
    ),
    "ghost": Beast(
        ((226, 234, 246),),
        (206, 220, 240),
        ears="",
        muzzle="plain",
        extras=("wisp",),
        eyes=((96, 110, 150),),
        heads=6.2,
    ),
    "dragon": Beast(
        ((92, 152, 106), (176, 78, 70), (96, 110, 176)),
        (236, 214, 150),
        ears="fins",
        muzzle="snout",
        nose=(96, 140, 96),
        extras=("horns", "spikes"),
        tail="scaled",
        eyes=((236, 186, 60),),
        heads=6.9,
    ),
    "monster": Beast(
        ((128, 108, 172), (96, 150, 150), (150, 110, 90)),
        (206, 190, 226),
        ears="pointed",
        muzzle="wide",
        extras=("horns", "tusks"),
        tail="tuft",
        eyes=((236, 196, 80),),
        heads=7.0,
        wide=1.14,
    ),
    "alien": Beast(
        ((146, 190, 140), (170, 160, 206)),
        (196, 220, 186),
        ears="",
        muzzle="plain",
        extras=("feelers",),
        eyes=((40, 40, 62),),
        heads=5.8,
        wide=1.06,
    ),
    "fish": Beast(
        ((96, 150, 186), (226, 138, 76)),
        (226, 226, 206),
        ears="fins",
        muzzle="wide",
        extras=("spikes",),
        tail="feathers",
        heads=5.2,
    ),
    "snowman": Beast(
        ((242, 244, 250),),
        (250, 250, 252),
        ears="",
        muzzle="carrot",
        nose=(232, 136, 62),
        extras=(),
        eyes=((40, 38, 46),),
        heads=5.4,
        wide=1.08,
    ),
}
"""Every being besides the human."""
