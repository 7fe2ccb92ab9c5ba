"""A character's look comes from the words, then from the name, and never from the shot."""

from __future__ import annotations

import itertools

import pytest

from core.providers.local.artist.animal_ears import EARS
from core.providers.local.artist.animal_marks import BEFORE, BEHIND, MARKS
from core.providers.local.artist.animal_muzzles import MUZZLES
from core.providers.local.artist.beasts import BEASTS
from core.providers.local.artist.brush import brightness
from core.providers.local.artist.clothes import CUTS as GARMENT_CUTS
from core.providers.local.artist.hair import CUTS as HAIR_CUTS
from core.providers.local.artist.headwear import HAT_KINDS
from core.providers.local.artist.look import look_of
from core.providers.local.artist.look_words import (
    CALLINGS,
    COLOURS,
    GARMENTS,
    HAIR_STYLES,
    HATS,
    SAME_CALLING,
    SPECIES,
)
from core.requests import Figure

NAMES = tuple(["Ana", "Tom", "Mira", "Jonas", "Lily", "Osei", "Yara", "Ben", "Hugo", "Rose"])
NAMES += tuple(["Idris", "Noor", "Kai", "Freya", "Omar", "Elsa", "Viktor", "June", "Pablo", "Mei"])


def test_the_words_of_a_description_are_worn() -> None:
    look = look_of(
        Figure("Ana", "a young woman, long black hair, dark red coat, green scarf, blue eyes, glasses")
    )
    assert (look.gender, look.hair_style, look.garment, look.glasses) == ("woman", "long", "coat", "round")
    assert look.hair == COLOURS["black"]
    assert look.scarf == COLOURS["green"]
    assert look.eyes == COLOURS["blue"]
    assert brightness(look.main) < brightness(COLOURS["red"])
    assert look.main[0] > 2 * look.main[2]


def test_age_and_beard_are_read() -> None:
    look = look_of(Figure("Tom", "an old captain with a long white beard"))
    assert (look.age, look.beard, look.garment, look.hat) == ("old", "long", "uniform", "captain")
    assert look.hair == COLOURS["white"]


def test_a_colour_belongs_to_the_thing_it_stands_before() -> None:
    look = look_of(Figure("Ana", "red scarf, blue coat and brown boots"))
    assert (look.scarf, look.main, look.shoes) == (COLOURS["red"], COLOURS["blue"], COLOURS["brown"])


def test_a_field_is_stronger_than_a_word() -> None:
    look = look_of(Figure("Robin", "a girl", gender="man", age="adult"))
    assert (look.gender, look.age) == ("man", "adult")


def test_the_same_fields_give_the_same_look_whatever_the_shot() -> None:
    one = Figure("Ana", "in a coat", mood="glad", speaking=True, holds="lantern")
    other = Figure(" ANA ", "in a coat", mood="afraid", turned_away=True)
    assert look_of(one) == look_of(other)


def test_different_names_look_clearly_different() -> None:
    """Of hair, its colour, skin, garment and its colour, two people share less than one on average."""
    looks = [look_of(Figure(name)) for name in NAMES]
    seen = [(look.hair_style, look.hair, look.skin, look.garment, look.main) for look in looks]
    assert len(set(seen)) == len(NAMES)
    shared = [
        sum(a == b for a, b in zip(one, two, strict=True)) for one, two in itertools.combinations(seen, 2)
    ]
    assert max(shared) <= 3
    assert sum(shared) / len(shared) < 1.0


def test_children_are_small_and_have_no_beard() -> None:
    for name in NAMES:
        look = look_of(Figure(name, age="child"))
        assert look.heads < 5.2
        assert not look.beard


@pytest.mark.parametrize("word", sorted(CALLINGS))
def test_every_calling_dresses_somebody(word: str) -> None:
    look = look_of(Figure("Kim", f"a {word}"))
    row = CALLINGS[word]
    assert look.garment in GARMENT_CUTS
    assert not row.garment or look.garment == row.garment
    assert not row.hat or look.hat == row.hat
    assert not row.main or look.main == COLOURS[row.main]


def test_every_word_of_the_tables_means_something_that_can_be_drawn() -> None:
    assert set(GARMENTS.values()) <= set(GARMENT_CUTS)
    assert set(HATS.values()) <= set(HAT_KINDS)
    assert set(HAIR_STYLES.values()) <= set(HAIR_CUTS)
    assert set(SPECIES.values()) - {"human"} == set(BEASTS)
    assert {name for beast in BEASTS.values() for name in beast.extras} == {*MARKS, *BEHIND, *BEFORE}
    assert {beast.ears for beast in BEASTS.values()} - {""} == set(EARS)
    assert {beast.muzzle for beast in BEASTS.values()} == set(MUZZLES)
    assert set(SAME_CALLING.values()) <= set(CALLINGS)
    colours = {row.main for row in CALLINGS.values()} | {row.accent for row in CALLINGS.values()}
    assert colours - {""} <= set(COLOURS)
    assert {row.hat for row in CALLINGS.values()} - {""} <= set(HAT_KINDS)


def test_a_fox_fur_coat_makes_nobody_a_fox() -> None:
    assert look_of(Figure("Ana", "a fox fur coat")).species == "human"
    assert look_of(Figure("Rusty", "a young fox in a green coat")).species == "fox"
    assert look_of(Figure("Mr Fox")).species == "fox"


def test_an_unknown_species_is_drawn_as_a_person() -> None:
    assert look_of(Figure("Zed", species="gnome")).species == "human"
