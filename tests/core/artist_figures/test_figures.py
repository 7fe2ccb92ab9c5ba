"""Figures: the same person at every size, mouths that stay inside their boxes, every species, every pose."""

from __future__ import annotations

import numpy as np
import pytest

from core.providers.local.artist.beasts import BEASTS
from core.providers.local.artist.clothes import CUTS as GARMENTS
from core.providers.local.artist.drawing import Drawing, Linear, MouthPlace, Shape
from core.providers.local.artist.face import MOODS
from core.providers.local.artist.figure import draw_figure, eye_point, heads_tall
from core.providers.local.artist.figure_types import POSES, FigureLight, FigurePlace
from core.providers.local.artist.hair import CUTS as HAIR
from core.providers.local.artist.headwear import HAT_KINDS
from core.providers.local.artist.look_words import GARMENTS as GARMENT_WORDS
from core.providers.local.artist.painter import paint
from core.providers.local.artist.portrait import draw_portrait
from core.requests import Figure
from core.story import Mouth

ANA = Figure("Ana", "young woman, brown hair in a bun, blue coat, red scarf")
TOM = Figure("Tom", "old captain with a white beard and a moustache")
SPEAKERS = [
    ANA,
    TOM,
    Figure("Lily", age="child"),
    Figure("Rusty", species="fox"),
    Figure("Pip", species="bird"),
]
SPEAKERS += [Figure("Quack", species="duck"), Figure("Bolt", species="robot"), Figure("Hop", species="frog")]


def fills(shapes: list[Shape]) -> set[tuple[int, ...]]:
    """Plain colours of a drawing, in whole levels, leaving out light and shade."""
    found = set()
    for shape in shapes:
        if isinstance(shape.fill, tuple) and shape.blend == "normal":
            found.add(tuple(round(channel) for channel in shape.fill))
        if isinstance(shape.fill, Linear) and not shape.clip:
            found.add(tuple(round(channel) for channel in shape.fill.stops[1].colour))
    return found


@pytest.mark.parametrize("figure", SPEAKERS, ids=lambda figure: figure.name)
def test_a_person_has_the_same_colours_at_every_size(pose, figure: Figure) -> None:  # type: ignore[no-untyped-def]
    small, medium, large = (
        fills(pose(figure, head, 0.3, detail)[0])
        for head, detail in ((24, "small"), (145, "medium"), (350, "large"))
    )
    assert medium <= large
    assert len(small & large) >= 0.7 * len(small)
    assert len(small & large) >= 5


def test_a_person_has_the_same_colours_in_every_pose_and_from_every_side(pose) -> None:  # type: ignore[no-untyped-def]
    plain = fills(pose(TOM, facing=0.0)[0])
    for facing, how in ((0.9, "stand"), (-0.6, "talk"), (0.3, "walk")):
        other = fills(pose(TOM, facing=facing, pose=how)[0])
        assert len(plain & other) >= 0.8 * len(plain)


def changed(one: np.ndarray, two: np.ndarray) -> tuple[int, int, int, int] | None:
    """The box of pixels that differ."""
    rows, columns = np.nonzero((one != two).any(axis=2))
    return None if not len(rows) else (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


@pytest.mark.parametrize("facing", [0.0, -0.5, 0.95])
@pytest.mark.parametrize("figure", SPEAKERS, ids=lambda figure: figure.name)
def test_all_a_mouth_changes_lies_inside_its_box(pose, painted, figure: Figure, facing: float) -> None:  # type: ignore[no-untyped-def]
    """media.md 10: only the box is painted again for another mouth shape."""
    drawn = {mouth: pose(figure, 120, facing, mouth=mouth) for mouth in Mouth}
    place = drawn[Mouth.REST][1]
    assert isinstance(place, MouthPlace)
    assert all(item[1] == place for item in drawn.values())
    rest = painted(drawn[Mouth.REST][0])
    seen = [rest]
    for mouth in list(Mouth)[1:]:
        picture = painted(drawn[mouth][0])
        box = changed(rest, picture)
        assert box is not None
        assert within(box, place.mouth), mouth
        assert all(changed(picture, other) for other in seen), mouth
        seen.append(picture)


@pytest.mark.parametrize("figure", SPEAKERS, ids=lambda figure: figure.name)
def test_all_a_blink_changes_lies_inside_the_box_of_the_eyes(pose, painted, figure: Figure) -> None:  # type: ignore[no-untyped-def]
    for mood in MOODS:
        person = Figure(figure.name, figure.appearance, age=figure.age, species=figure.species, mood=mood)
        shapes, place = pose(person, facing=-0.4)
        closed, _ = pose(person, facing=-0.4, blink=True)
        box = changed(painted(shapes), painted(closed))
        assert box is not None
        assert within(box, place.eyes), mood


def within(box: tuple[float, ...], limits: tuple[float, ...]) -> bool:
    return box[0] >= limits[0] and box[1] >= limits[1] and box[2] <= limits[2] and box[3] <= limits[3]


def test_the_mouth_box_is_tight(pose) -> None:  # type: ignore[no-untyped-def]
    _, place = pose(ANA, 120)
    left, top, right, bottom = place.mouth
    assert (right - left) * (bottom - top) < (0.45 * 120) ** 2


def test_every_mood_has_a_face_of_its_own(pose, painted) -> None:  # type: ignore[no-untyped-def]
    faces = [painted(pose(Figure("Ana", mood=mood))[0]) for mood in MOODS]
    for index, one in enumerate(faces):
        for two in faces[index + 1 :]:
            assert changed(one, two)


@pytest.mark.parametrize("species", sorted(BEASTS))
def test_every_species_is_drawn_with_a_working_mouth(pose, painted, species: str) -> None:  # type: ignore[no-untyped-def]
    figure = Figure("Sam", species=species)
    shapes, place = pose(figure)
    talking, _ = pose(figure, mouth=Mouth.A)
    box = changed(painted(shapes), painted(talking))
    assert place is not None
    assert box is not None
    assert within(box, place.mouth)
    assert pose(figure, back=True)[1] is None


@pytest.mark.parametrize("how", POSES)
def test_every_pose_stands_on_its_feet_and_keeps_to_its_height(how: str) -> None:
    figure = Figure("Ana", "short hair")
    height = heads_tall(figure) * 40
    shapes, _ = draw_figure(figure, FigurePlace((200, 360), 40, 0.5, pose=how), FigureLight())
    mask = (paint(Drawing(400, 400, tuple(shapes))) > 0).any(axis=2)
    rows = np.nonzero(mask.any(axis=1))[0]
    assert 345 < rows.max() < 380
    top = 360 - rows.min()
    assert (0.55 if how == "sit" else 0.9) * height < top < 1.1 * height


def test_the_eyes_are_where_a_camera_is_told_they_are(pose) -> None:  # type: ignore[no-untyped-def]
    for figure in SPEAKERS:
        place = FigurePlace((120, 800), 90, -0.6)
        _, mouth = draw_figure(figure, place, FigureLight())
        assert mouth is not None
        x, y = eye_point(figure, place)
        left, top, right, bottom = mouth.eyes
        assert left < x < right
        assert top < y < bottom


def test_a_figure_is_cheap_to_paint(pose) -> None:  # type: ignore[no-untyped-def]
    for figure in [
        *SPEAKERS,
        Figure("Ana", "queen", holds="lantern"),
        Figure("Leo", species="dragon", holds="book"),
    ]:
        assert len(pose(figure, 24, detail="small", pose="hold")[0]) <= 40
        assert len(pose(figure, 145, pose="hold")[0]) <= 120


@pytest.mark.parametrize("word", sorted(GARMENT_WORDS))
def test_every_garment_word_can_be_worn_from_both_sides(pose, word: str) -> None:  # type: ignore[no-untyped-def]
    for back in (False, True):
        for how in ("stand", "sit"):
            assert len(pose(Figure("Ana", f"in a {word}"), back=back, pose=how)[0]) > 20


def test_every_hat_and_hair_style_can_be_worn(pose, painted) -> None:  # type: ignore[no-untyped-def]
    words = {
        "captain": "captain's cap",
        "wide": "fedora",
        "scarf": "headscarf",
        "top": "top hat",
        "chef": "chef hat",
    }
    pictures = [painted(pose(Figure("Ana", f"wears a {words.get(hat, hat)} hat"))[0]) for hat in HAT_KINDS]
    pictures += [painted(pose(Figure("Ana", f"{style} hair"))[0]) for style in HAIR]
    assert len({picture.tobytes() for picture in pictures}) > len(HAT_KINDS)
    assert set(GARMENTS) >= set(GARMENT_WORDS.values())


def test_what_a_figure_holds_is_in_its_hand(pose, painted) -> None:  # type: ignore[no-untyped-def]
    empty, _ = pose(ANA, 30)
    holding, _ = pose(Figure("Ana", ANA.appearance, holds="lantern"), 30)
    assert "prop" in {shape.layer for shape in holding}
    assert "prop" not in {shape.layer for shape in empty}


def test_the_same_figure_twice_gives_the_same_shapes(pose) -> None:  # type: ignore[no-untyped-def]
    assert pose(TOM) == pose(TOM)


def test_the_other_side_of_the_light_is_the_dark_one() -> None:
    place = FigurePlace((200, 900), 145, 0.0)
    pictures = [
        paint(Drawing(400, 400, tuple(draw_figure(ANA, place, FigureLight(key_side=side))[0]))).astype(int)
        for side in (-0.9, 0.9)
    ]
    left, right = (picture[:, :200].sum() - picture[:, 200:].sum() for picture in pictures)
    assert left > right


def test_a_portrait_shows_head_and_shoulders_on_a_quiet_ground() -> None:
    """R8."""
    for figure in SPEAKERS[:4]:
        portrait = draw_portrait(figure, 320, 320, 7)
        assert portrait == draw_portrait(figure, 320, 320, 7)
        (face,) = portrait.faces
        assert 90 < (face.eyes[0] + face.eyes[2]) / 2 < 230
        assert 60 < face.eyes[1] < face.mouth[3] < 240
