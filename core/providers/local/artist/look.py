"""What a character looks like: words first, then gender, age and species, then a choice fixed by the name."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from core.providers.local.artist.beasts import BEASTS
from core.providers.local.artist.brush import brightness, darker, lighter, mix
from core.providers.local.artist.drawing import Colour
from core.providers.local.artist.look_words import (
    AGES,
    BEARDS,
    CALLINGS,
    COLOURS,
    GARMENTS,
    GENDERS,
    HAIR_STYLES,
    HATS,
    SAME_CALLING,
    SKINS,
    SPECIES,
    Calling,
)
from core.providers.local.artist.words import Words
from core.requests import Figure

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that makes a character recognisable; the same in every picture."""

    species: str
    gender: str
    age: str
    skin: Colour
    """Of animals: the fur."""
    hair: Colour
    hair_style: str
    brows: Colour
    brow_weight: float
    eyes: Colour
    eye_size: float
    lips: Colour
    jaw: float
    """Width of the lower face, 1 in the middle."""
    nose: float
    beard: str
    moustache: bool
    glasses: str
    hat: str
    hat_colour: Colour
    garment: str
    main: Colour
    accent: Colour
    scarf: Colour | None
    trousers: Colour
    shoes: Colour
    heads: float
    """Height from sole to crown, in head heights of a grown-up."""
    head_size: float
    """Height of this head, in head heights of a grown-up."""
    build: float
    """Width of the body, 1 in the middle."""
    freckles: bool
    earrings: bool
    posture: int
    """0 to 2: how this person stands when nothing else is asked."""


def look_of(figure: Figure) -> Look:
    """The look of a figure, from its fields alone: never from the shot it is in."""
    return _look(figure.name.strip().casefold(), figure.appearance, figure.gender, figure.age, figure.species)


@lru_cache(maxsize=512)
def _look(name: str, appearance: str, gender: str, age: str, species: str) -> Look:
    words, titles = Words.read(appearance), Words.read(name)
    calling = _calling(words, titles)
    dice = _Dice(name)
    kind = _species(species, words, titles)
    sex = gender or words.first(GENDERS) or titles.first(GENDERS) or calling.gender or dice.pick("sex", _SEXES)
    years = age or words.first(AGES) or titles.first(AGES) or calling.age or "adult"
    look = _Person(words, dice, calling, kind, sex, years).look()
    return look if kind == "human" else _furred(look, words, dice)


def _furred(look: Look, words: Words, dice: _Dice) -> Look:
    """The look of an animal or another being: fur for skin, no hair, a height of its own kind."""
    beast = BEASTS[look.species]
    nouns = [word for word, kind in SPECIES.items() if kind == look.species]
    fur = words.colour("fur", "furred", "feathers", "scales", "skin", *nouns) or dice.pick("fur", beast.furs)
    small = 0.72 if look.age == "child" else 1.0
    return replace(
        look,
        skin=fur,
        hair=fur,
        hair_style="bald",
        brows=darker(fur, 0.42) if brightness(fur) > 90 else lighter(fur, 0.3),
        brow_weight=0.8,
        eyes=words.colour("eyes", "eye", "eyed") or dice.pick("eyes", beast.eyes),
        beard="",
        moustache=False,
        freckles=False,
        earrings=False,
        heads=beast.heads * small + dice.between("height", -0.15, 0.15),
        head_size=1.1 if look.age != "child" else 1.0,
        build=look.build * 1.06,
        garment="robe" if look.species == "ghost" else look.garment,
        main=lighter(look.main, 0.72) if look.species == "ghost" else look.main,
        accent=lighter(look.accent, 0.6) if look.species == "ghost" else look.accent,
    )


_SEXES = ("woman", "man")

_SKIN_TONES: tuple[Colour, ...] = (
    (248, 214, 190),
    (240, 198, 166),
    (232, 182, 146),
    (216, 160, 120),
    (190, 130, 92),
    (158, 104, 74),
    (126, 82, 60),
    (102, 66, 52),
)

_HAIR_TONES: tuple[Colour, ...] = (
    (58, 34, 32),
    (40, 32, 38),
    (88, 54, 40),
    (128, 82, 50),
    (178, 92, 50),
    (216, 172, 100),
    (36, 34, 48),
    (104, 46, 42),
)

_GREY_TONES: tuple[Colour, ...] = ((214, 212, 214), (184, 182, 188), (232, 228, 222))

_EYE_TONES: tuple[Colour, ...] = (
    (82, 138, 92),
    (84, 128, 170),
    (104, 72, 48),
    (70, 52, 44),
    (120, 134, 146),
    (152, 112, 60),
)

_CLOTH_TONES: tuple[Colour, ...] = (
    (58, 122, 150),
    (186, 72, 66),
    (222, 168, 74),
    (92, 132, 92),
    (120, 88, 150),
    (72, 84, 132),
    (206, 112, 76),
    (60, 136, 128),
    (170, 84, 118),
    (146, 112, 82),
    (232, 222, 202),
    (96, 104, 118),
    (142, 160, 104),
    (106, 148, 188),
)

_ACCENT_TONES: tuple[Colour, ...] = (
    (240, 206, 120),
    (206, 78, 66),
    (242, 232, 212),
    (70, 84, 126),
    (118, 176, 170),
    (228, 150, 128),
)

_TROUSER_TONES: tuple[Colour, ...] = (
    (70, 66, 84),
    (98, 82, 76),
    (62, 78, 104),
    (112, 104, 96),
    (84, 92, 80),
    (54, 54, 66),
)

_SHOE_TONES: tuple[Colour, ...] = ((66, 46, 42), (46, 42, 52), (124, 76, 50), (150, 60, 56), (84, 72, 62))

_HAIR_CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("woman", "adult"): ("bun", "bob", "long", "wavy", "curly", "ponytail", "braid", "afro", "fringe", "locks"),
    ("woman", "child"): ("braids", "bob", "ponytail", "fringe", "curly", "long"),
    ("woman", "old"): ("bun", "bob", "curly", "wavy", "short"),
    ("man", "adult"): ("short", "side", "curly", "crop", "slick", "afro", "spiky", "bald", "bowl", "receding"),
    ("man", "child"): ("spiky", "short", "curly", "bowl", "side"),
    ("man", "old"): ("receding", "bald", "side", "short", "slick"),
}

_GARMENT_CHOICES: Mapping[str, tuple[str, ...]] = {
    "woman": (
        "coat",
        "jumper",
        "dress",
        "shirt",
        "jacket",
        "waistcoat",
        "hoodie",
        "dress",
        "overalls",
        "cloak",
    ),
    "man": ("coat", "jumper", "shirt", "jacket", "waistcoat", "suit", "hoodie", "overalls", "tee", "cloak"),
}


@dataclass(frozen=True, slots=True)
class _Dice:
    """Choices that depend on the name and on what is chosen, and on nothing else."""

    name: str

    def share(self, label: str) -> float:
        """0 to 1."""
        digest = hashlib.sha256(f"{label}:{self.name}".encode()).digest()
        return int.from_bytes(digest[:4], "big") / 2**32

    def pick(self, label: str, options: Sequence[T]) -> T:
        return options[int(self.share(label) * len(options))]

    def between(self, label: str, low: float, high: float) -> float:
        return low + (high - low) * self.share(label)


@dataclass(frozen=True, slots=True)
class _Person:
    """One character on the way from words to a look."""

    words: Words
    dice: _Dice
    calling: Calling
    species: str
    gender: str
    age: str

    def look(self) -> Look:
        skin, hair = self._skin(), self._hair()
        garment, main, accent = self._clothes()
        hat, hat_colour = self._hat(main)
        heads, head_size = self._height()
        return Look(
            species=self.species,
            gender=self.gender,
            age=self.age,
            skin=skin,
            hair=hair,
            hair_style=self._hair_style(),
            brows=self._brows(hair, skin),
            brow_weight=self._brow_weight(),
            eyes=self.words.colour("eyes", "eye", "eyed") or self.dice.pick("eyes", _EYE_TONES),
            eye_size=self.dice.between("eye size", 0.94, 1.1) * (1.12 if self.age == "child" else 1.0),
            lips=mix(mix(skin, (168, 58, 62), 0.5), darker(skin, 0.4), 0.1 if self.gender == "woman" else 0.42),
            jaw=self._jaw(),
            nose=self.dice.between("nose", 0.85, 1.2) * (0.75 if self.age == "child" else 1.0),
            beard=self._beard(),
            moustache=self._moustache(),
            glasses=self._glasses(),
            hat=hat,
            hat_colour=hat_colour,
            garment=garment,
            main=main,
            accent=accent,
            scarf=self._scarf(main),
            trousers=self.words.colour("trousers", "pants", "jeans", "breeches", "leggings", "shorts")
            or self.dice.pick("trousers", _TROUSER_TONES),
            shoes=self.words.colour("shoes", "boots", "sandals", "slippers", "wellingtons", "trainers")
            or self.dice.pick("shoes", _SHOE_TONES),
            heads=heads,
            head_size=head_size,
            build=self._build(),
            freckles="freckles" in self.words
            or "freckled" in self.words
            or (self.age != "old" and self.dice.share("freckles") < 0.14 and brightness(skin) > 170),
            earrings="earrings" in self.words
            or "earring" in self.words
            or (self.gender == "woman" and self.age != "child" and self.dice.share("earrings") < 0.4),
            posture=int(self.dice.share("posture") * 3),
        )

    def _skin(self) -> Colour:
        for noun in ("skin", "skinned", "complexion", "face"):
            word = self.words.before(noun, SKINS)
            if word:
                return SKINS[word]
        return self.dice.pick("skin", _SKIN_TONES)

    def _hair(self) -> Colour:
        said = self.words.colour(
            "hair", "haired", "curls", "braid", "braids", "bun", "ponytail", "locks", "beard"
        )
        if said:
            return said
        for word in ("redhead", "ginger", "blonde", "blond", "brunette"):
            if word in self.words:
                return COLOURS["copper" if word == "redhead" else word]
        if self.age == "old":
            return self.dice.pick("grey", _GREY_TONES)
        tones = _HAIR_TONES if brightness(self._skin()) > 150 else _HAIR_TONES[:3]
        return self.dice.pick("hair", tones)

    def _hair_style(self) -> str:
        said = self.words.first(HAIR_STYLES)
        if said and ("hair" in self.words or "haired" in self.words or said not in _VAGUE_STYLES):
            return said
        return self.dice.pick("style", _HAIR_CHOICES[(self.gender, self.age)])

    def _brows(self, hair: Colour, skin: Colour) -> Colour:
        """Brows follow the hair, yet always stand out from the skin."""
        if brightness(hair) > brightness(skin) - 24:
            return darker(mix(hair, skin, 0.35), 0.18 if self.age == "old" else 0.34)
        return darker(hair, 0.12)

    def _brow_weight(self) -> float:
        heavy = 1.22 if self.gender == "man" else 0.9
        return heavy * self.dice.between("brow", 0.85, 1.2) * (0.8 if self.age == "child" else 1.0)

    def _jaw(self) -> float:
        low, high = (0.98, 1.1) if self.gender == "man" else (0.9, 1.0)
        return self.dice.between("jaw", low, high) * (1.04 if self.age == "child" else 1.0)

    def _build(self) -> float:
        for word, build in _BUILDS.items():
            if word in self.words:
                return build
        return self.dice.between("build", 0.92, 1.12) * (1.06 if self.gender == "man" else 0.93)

    def _height(self) -> tuple[float, float]:
        """Height and head size; a child is about five of its own heads tall."""
        change = sum(step for word, step in _HEIGHTS.items() if word in self.words)
        if self.age == "child":
            return self.dice.between("height", 4.5, 4.9) + change * 0.6, 0.95
        middle = 7.3 if self.gender == "man" else 7.05
        bent = 0.25 if self.age == "old" else 0.0
        return middle + self.dice.between("height", -0.2, 0.2) + change - bent, 1.0

    def _beard(self) -> str:
        if self.age == "child" or "beardless" in self.words or "clean-shaven" in self.words:
            return ""
        said = self.words.first(BEARDS)
        if said:
            near = self.words.near("beard", 3)
            return "long" if "long" in near else "short" if near & {"short", "trimmed", "neat"} else said
        if self.gender != "man":
            return ""
        return self.calling.beard or self.dice.pick("beard", _BEARD_CHOICES[self.age])

    def _moustache(self) -> bool:
        if {"moustache", "mustache"} & self.words.all:
            return True
        return self.gender == "man" and self.age == "old" and self.dice.share("moustache") < 0.35

    def _glasses(self) -> str:
        if {"glasses", "spectacles", "bespectacled"} & self.words.all:
            return "square" if "square" in self.words else "round"
        if self.calling.glasses:
            return self.calling.glasses
        chance = 0.3 if self.age == "old" else 0.12
        share = self.dice.share("glasses")
        return "" if share > chance else "round" if share < chance * 0.6 else "square"

    def _clothes(self) -> tuple[str, Colour, Colour]:
        noun = self.words.known(GARMENTS)
        garment = GARMENTS[noun] if noun else ""
        if noun == "suit" and "space" in self.words:
            garment = "space"
        if (
            noun == "coat"
            and self.words.near("coat", 1) & {"lab", "white"}
            and self.calling.garment in ("", "lab")
        ):
            garment = "lab" if "lab" in self.words or self.calling.garment else garment
        said = self.words.colour(noun) if noun else None
        said = said or self.words.colour("clothes", "dressed", "wearing", "clothing", "outfit", "wears")
        garment = garment or self.calling.garment or self.dice.pick("garment", self._wardrobe())
        main = said or _named(self.calling.main) or _USUAL.get(garment) or self.dice.pick("main", _CLOTH_TONES)
        accent = _named(self.calling.accent) or self._accent(main)
        return garment, main, accent

    def _wardrobe(self) -> tuple[str, ...]:
        if self.age == "child":
            return (
                "jumper",
                "hoodie",
                "overalls",
                "tee",
                "dress" if self.gender == "woman" else "shirt",
                "raincoat",
            )
        return _GARMENT_CHOICES[self.gender]

    def _accent(self, main: Colour) -> Colour:
        """An accent that stands out from the main colour."""
        first = self.dice.pick("accent", _ACCENT_TONES)
        if abs(brightness(first) - brightness(main)) > 36:
            return first
        return lighter(main, 0.55) if brightness(main) < 140 else darker(main, 0.45)

    def _hat(self, main: Colour) -> tuple[str, Colour]:
        noun = self.words.known(HATS)
        hat = HATS[noun] if noun else self.calling.hat
        for word, kind in _HAT_KINDS.items():
            if noun in ("hat", "cap", "helmet") and word in self.words.near(noun, 2):
                hat = kind
        if self.words.near("hat", 2) & {"no", "without"} or "bareheaded" in self.words:
            hat = ""
        if not hat and not noun and self.species == "human" and self.dice.share("hat") < 0.12:
            hat = self.dice.pick("hat kind", ("cap", "beanie", "wide", "beret"))
        said = self.words.colour(noun) if noun else None
        usual = _named(self.calling.hat_colour) if hat == self.calling.hat else None
        return hat, said or usual or _USUAL_HATS.get(hat) or self.dice.pick("hat colour", _CLOTH_TONES)

    def _scarf(self, main: Colour) -> Colour | None:
        if {"scarf", "shawl", "neckerchief", "muffler"} & self.words.all:
            return self.words.colour("scarf", "shawl", "neckerchief", "muffler") or self.dice.pick(
                "scarf colour", _ACCENT_TONES
            )
        if self.calling.garment or self.dice.share("scarf") > 0.16:
            return None
        return self._accent(main)


_VAGUE_STYLES = frozenset({"long", "short", "side", "slick", "spiky"})

_BUILDS: Mapping[str, float] = {
    "fat": 1.34,
    "stout": 1.28,
    "plump": 1.24,
    "round": 1.22,
    "heavy": 1.24,
    "burly": 1.26,
    "broad": 1.18,
    "broad-shouldered": 1.2,
    "strong": 1.16,
    "muscular": 1.18,
    "big": 1.18,
    "thin": 0.84,
    "slim": 0.88,
    "slender": 0.86,
    "skinny": 0.82,
    "lean": 0.9,
    "gaunt": 0.82,
}

_HEIGHTS: Mapping[str, float] = {
    "tall": 0.45,
    "giant": 1.1,
    "towering": 0.8,
    "short": -0.3,
    "tiny": -0.7,
    "small": -0.4,
}

_BEARD_CHOICES: Mapping[str, tuple[str, ...]] = {
    "adult": ("", "", "", "", "short", "stubble", "full", "goatee"),
    "old": ("", "full", "short", "", "long"),
}

_USUAL: Mapping[str, Colour] = {
    "armour": COLOURS["silver"],
    "space": (232, 232, 236),
    "lab": (240, 240, 240),
    "raincoat": COLOURS["yellow"],
}

_USUAL_HATS: Mapping[str, Colour] = {
    "crown": COLOURS["gold"],
    "straw": COLOURS["sand"],
    "chef": COLOURS["white"],
    "knight": COLOURS["silver"],
    "bowler": COLOURS["black"],
    "top": COLOURS["black"],
}

_HAT_KINDS: Mapping[str, str] = {
    "straw": "straw",
    "sun": "straw",
    "top": "top",
    "bowler": "bowler",
    "wizard": "wizard",
    "pointed": "wizard",
    "pointy": "wizard",
    "witch": "wizard",
    "chef": "chef",
    "woollen": "beanie",
    "woolly": "beanie",
    "knitted": "beanie",
    "wool": "beanie",
    "bobble": "beanie",
    "captain": "captain",
    "captain's": "captain",
    "peaked": "captain",
    "police": "captain",
    "knight": "knight",
    "knight's": "knight",
}


def _calling(words: Words, titles: Words) -> Calling:
    for source in (words, titles):
        for word in source.order:
            known = CALLINGS.get(SAME_CALLING.get(word, word))
            if known:
                return known
    return Calling()


def _species(species: str, words: Words, titles: Words) -> str:
    """The field first; else a name or a description that plainly says what the character is."""
    said = SPECIES.get(species.strip().casefold(), "")
    if said and said != "human":
        return said
    named = [SPECIES[word] for word in titles.order if word in SPECIES]
    if named and len([word for word in titles.order if word not in _LITTLE]) == 1:
        return named[0]
    head = [word for word in words.order[:5] if word not in _LITTLE]
    for word, after in zip(head, [*head[1:], ""], strict=False):
        if word in SPECIES and after not in _NOT_A_BEING:
            return SPECIES[word]
    return "human"


_LITTLE = frozenset(["a", "an", "the", "mr", "mrs", "miss", "ms", "little", "old", "big"])

_NOT_A_BEING = frozenset(
    [
        "fur",
        "skin",
        "coat",
        "tail",
        "mask",
        "eyes",
        "eyed",
        "ears",
        "costume",
        "hunter",
        "tamer",
        "catcher",
        "keeper",
        "man",
        "woman",
    ]
)


def _named(word: str) -> Colour | None:
    return COLOURS.get(word)
