"""Props: every word draws, colours come from words, an unknown thing is a parcel."""

from __future__ import annotations

import pytest

from core.providers.local.artist.drawing import Drawing, Shape
from core.providers.local.artist.figure_types import FigureLight
from core.providers.local.artist.painter import paint
from core.providers.local.artist.prop_shapes import DRAWERS
from core.providers.local.artist.prop_words import KINDS, PROP_WORDS
from core.providers.local.artist.props import draw_prop, glow_of, kind_of


def drawn(name: str, notes: str = "", seed: int = 1, size: float = 80) -> list[Shape]:
    return draw_prop(name, notes, (60, 60), size, FigureLight(), seed)


def pixels(shapes: list[Shape]) -> bytes:
    return paint(Drawing(120, 120, tuple(shapes))).tobytes()


def test_every_kind_has_a_drawing_and_a_word() -> None:
    assert set(DRAWERS) == set(KINDS)
    assert len(KINDS) >= 40
    assert set(PROP_WORDS.values()) == set(KINDS)


def test_every_kind_looks_like_nothing_else() -> None:
    pictures = {pixels(drawn(kind_row.words[0])) for kind_row in KINDS.values()}
    assert len(pictures) == len(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_prop_keeps_inside_its_size(kind: str) -> None:
    """Light may reach further; what is solid may not, by more than a tenth."""
    for shape in drawn(KINDS[kind].words[0]):
        if shape.blend != "normal" or shape.blur:
            continue
        for start, steps in shape.path.contours:
            for x, y in [start, *(step[-1] for step in steps)]:
                inside = shape.clip is not None or (abs(x - 60) < 46 and abs(y - 60) < 46)
                assert inside, (kind, x, y)


@pytest.mark.parametrize("word", sorted(set(PROP_WORDS) - {"glass"}))
def test_every_word_and_its_plural_means_its_kind(word: str) -> None:
    assert kind_of(word) == PROP_WORDS[word]
    assert kind_of(f"the old {word}") == PROP_WORDS[word]
    plural = f"{word}es" if word.endswith(("s", "x", "sh", "ch")) else f"{word}s"
    assert kind_of(plural) == PROP_WORDS[word]


def test_glasses_are_worn_but_a_glass_is_drunk_from() -> None:
    assert [kind_of("glass"), kind_of("glasses"), kind_of("wine glass")] == ["glass", "glasses", "glass"]


def test_irregular_plurals_are_understood() -> None:
    assert [kind_of(word) for word in ("knives", "loaves", "candies", "cherries", "diaries")] == [
        "knife",
        "bread",
        "parcel",
        "parcel",
        "book",
    ]


def test_the_last_word_names_the_thing() -> None:
    assert kind_of("letter box") == "box"
    assert kind_of("music box") == "musicbox"
    assert kind_of("book of maps") == "map"
    assert kind_of("Pocket Watch") == "watch"


def test_an_unknown_thing_is_a_parcel_in_colours_of_its_own() -> None:
    assert kind_of("gizmotron") == "parcel"
    assert pixels(drawn("gizmotron")) != pixels(drawn("whatsit"))


def test_a_colour_word_colours_the_thing() -> None:
    red, green = drawn("umbrella", "a red umbrella"), drawn("umbrella", "a green umbrella")
    assert pixels(red) != pixels(green)
    assert pixels(drawn("red umbrella")) == pixels(red)


def test_a_prop_is_the_same_in_every_shot() -> None:
    assert drawn("lantern") == drawn("lantern")
    assert drawn("umbrella", seed=1) == drawn("umbrella", seed=2)


def test_only_lights_shine() -> None:
    assert glow_of("lantern", (60, 60), 80) is not None
    assert glow_of("letter", (60, 60), 80) is None
    shining = [kind for kind, row in KINDS.items() if row.shines]
    for kind in shining:
        assert any(shape.blend == "screen" for shape in drawn(KINDS[kind].words[0])), kind
