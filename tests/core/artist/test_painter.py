"""The painter: exact edges, exact parts of a picture, the same bytes every time."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from core.providers.local.artist import paths
from core.providers.local.artist.drawing import Drawing, Linear, Picture, Radial, Shape, Stop
from core.providers.local.artist.grounds import Ground, Grounds
from core.providers.local.artist.painter import paint, paint_variants

WIDTH, HEIGHT = 320, 200
EVERYTHING = paths.rect(-40, -40, WIDTH + 40, HEIGHT + 40)


def photo_of_noise() -> bytes:
    return np.random.RandomState(1).randint(0, 255, (40, 50, 4)).astype(np.uint8).tobytes()


def busy_picture(*, out_of_focus: bool = False) -> Drawing:
    """Every kind of paint, blur, blend, clip, stroke and a picture."""
    sky = Linear(
        (0, 0), (0, HEIGHT), (Stop(0, (20, 24, 70)), Stop(0.6, (200, 90, 110)), Stop(1, (255, 200, 9)))
    )
    ball = Radial((80, 70), 60, (Stop(0, (255, 255, 255)), Stop(1, (30, 60, 200))))
    box = Picture(50, 40, photo_of_noise(), (30.0, 20.0, 105.0, 95.0))
    chance = random.Random(3)
    dots = [paths.circle((chance.uniform(0, WIDTH), chance.uniform(0, 90)), 0.8) for _ in range(40)]
    shapes = [
        Shape(EVERYTHING, sky),
        Shape(paths.join(dots), (255, 255, 255), opacity=0.7),
        paths.glow((220, 90), 120, (255, 220, 150), 0.9),
        Shape(paths.smooth_top([(-10, 150), (80, 120), (160, 160), (330, 110)], 260), (60, 40, 80)),
        Shape(paths.ellipse((90, 80), 50, 30, 0.4), ball, blur=3.3),
        Shape(paths.circle((160, 60), 30), (250, 210, 90), blur=11.0, opacity=0.8),
        Shape(paths.smooth_open([(20, 180), (60, 90), (90, 170), (140, 100)]), stroke=(30, 200, 90), width=5),
        Shape(paths.circle((250, 150), 40), (250, 120, 40), clip=paths.rect(240, 120, 300, 155)),
        Shape(paths.rect(0, 0, 50, 40), picture=box, opacity=0.6),
    ]
    for i, blend in enumerate(("screen", "multiply", "add", "soft_light")):
        shapes.append(Shape(paths.circle((40 + 60 * i, 30), 20), (200, 120, 60), blend=blend))
    if out_of_focus:
        shapes += [paths.defocus(9.0), Shape(paths.circle((170, 120), 45), (210, 160, 130))]
    return Drawing(WIDTH, HEIGHT, tuple(shapes))


@pytest.mark.parametrize("out_of_focus", [False, True])
def test_a_part_is_painted_exactly_as_in_the_whole(out_of_focus: bool) -> None:
    drawing = busy_picture(out_of_focus=out_of_focus)
    whole = paint(drawing)
    chance = random.Random(8)
    for _ in range(25):
        left, top = chance.randrange(WIDTH - 2), chance.randrange(HEIGHT - 2)
        right, bottom = chance.randrange(left + 1, WIDTH + 1), chance.randrange(top + 1, HEIGHT + 1)
        part = paint(drawing, (left, top, right, bottom))
        assert np.array_equal(part, whole[top:bottom, left:right])


def test_the_same_drawing_gives_the_same_bytes_in_any_thread() -> None:
    first = paint(busy_picture()).tobytes()
    with ThreadPoolExecutor(3) as threads:
        others = list(threads.map(lambda _: paint(busy_picture()).tobytes(), range(3)))
    assert others == [first] * 3


def test_variants_are_painted_like_each_drawing_alone() -> None:
    plain = busy_picture(out_of_focus=True)
    other = Drawing(WIDTH, HEIGHT, (*plain.shapes, Shape(paths.circle((170, 130), 12), (90, 10, 20))))
    box = (120, 80, 230, 170)
    for variant, drawing in zip(paint_variants([plain, other], box), (plain, other), strict=True):
        assert np.array_equal(variant, paint(drawing, box))


def test_variants_may_not_differ_below_a_defocus() -> None:
    plain = busy_picture(out_of_focus=True)
    other = Drawing(WIDTH, HEIGHT, plain.shapes[1:])
    with pytest.raises(ValueError, match="defocus"):
        paint_variants([plain, other], (0, 0, 10, 10))


def test_a_ground_painted_before_changes_no_pixel_of_a_picture_or_of_its_parts() -> None:
    """Whichever shot of a scene is painted first, and whether its ground is still kept."""
    drawing = busy_picture(out_of_focus=True)
    box, many = (120, 80, 230, 170), len(drawing.shapes) - 1
    shared = replace(drawing, ground=many)
    other = replace(shared, shapes=(*shared.shapes[:many], Shape(paths.circle((60, 60), 30), (9, 80, 200))))
    whole, part = paint(drawing), paint(drawing, box)
    assert np.array_equal(paint(shared, box), part)
    assert np.array_equal(paint(other), paint(replace(other, ground=0)))
    assert np.array_equal(paint(shared), whole)
    assert np.array_equal(paint(shared, box), part)


def test_a_ground_must_reach_beyond_the_last_defocus_to_be_shared() -> None:
    drawing = busy_picture(out_of_focus=True)
    assert np.array_equal(paint(replace(drawing, ground=3)), paint(drawing))


def test_grounds_are_made_once_and_the_oldest_make_room() -> None:
    grounds, made = Grounds(room=2 * WIDTH * HEIGHT), []
    keys = [Ground((Shape(paths.circle((i, i), 3), (1, 2, 3)),), (WIDTH, HEIGHT)) for i in range(3)]

    def make(key: Ground) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        made.append(key)
        return np.zeros((3, HEIGHT, WIDTH), np.float32)

    for key in (keys[0], keys[1], keys[0], keys[2]):
        grounds.get(key, lambda key=key: make(key))  # type: ignore[misc]
    assert made == keys
    assert grounds.find(keys[1]) is None
    assert grounds.find(keys[0]) is not None


def test_an_edge_through_the_middle_of_a_pixel_covers_half_of_it() -> None:
    shape = Shape(paths.rect(10.5, 0, 40, 60), (200, 200, 200))
    seen = paint(Drawing(60, 60, (shape,)))[5:55].astype(float)
    assert abs(seen[:, 10].mean() - 100) < 0.6
    assert abs(seen[:, 9].mean()) < 0.6
    assert abs(seen[:, 11].mean() - 200) < 0.6


def test_a_circle_covers_its_area() -> None:
    seen = paint(Drawing(100, 100, (Shape(paths.circle((50.3, 49.6), 31.7), (255, 255, 255)),)))
    assert seen[..., 0].astype(float).sum() / 255 == pytest.approx(np.pi * 31.7**2, rel=0.003)


def test_a_stroke_has_its_width_and_round_ends() -> None:
    stroke = Shape(paths.line((20, 50), (80, 50)), stroke=(255, 255, 255), width=12)
    seen = paint(Drawing(100, 100, (stroke,)))[..., 0].astype(float) / 255
    assert seen[:, 50].sum() == pytest.approx(12, abs=0.05)
    assert seen.sum() == pytest.approx(60 * 12 + np.pi * 36, rel=0.006)


def test_a_sharp_corner_of_a_stroke_leaves_no_hole() -> None:
    stroke = Shape(paths.line((20, 20), (80, 40), (22, 60)), stroke=(255, 255, 255), width=16)
    assert paint(Drawing(100, 100, (stroke,)))[40, 76:82].min() > 250


def test_a_contour_that_winds_the_other_way_is_a_hole() -> None:
    hole = paths.polygon([(40, 40), (40, 60), (60, 60), (60, 40)])
    ring = Shape(paths.join([paths.rect(20, 20, 80, 80), hole]), (255, 255, 255))
    seen = paint(Drawing(100, 100, (ring,)))
    assert seen[50, 50].max() <= 1
    assert seen[30, 30].min() >= 254


def test_a_colour_between_two_levels_is_their_mixture_and_shows_no_bands() -> None:
    seen = paint(Drawing(200, 200, (Shape(paths.rect(-9, -9, 209, 209), (100.5, 40.25, 7.0)),)))
    assert set(np.unique(seen[..., 0])) <= {100, 101}
    assert seen[..., 0].mean() == pytest.approx(100.5, abs=0.02)
    assert seen[..., 1].mean() == pytest.approx(40.25, abs=0.02)


@pytest.mark.parametrize(
    ("blend", "expected"),
    [
        ("normal", 200.0),
        ("screen", 255 - (255 - 100) * (255 - 200) / 255),
        ("multiply", 100 * 200 / 255),
        ("add", 255.0),
        ("soft_light", 100 + 100 / 255 * 155 * (2 * 200 / 255 - 1)),
    ],
)
def test_blends_mix_as_their_names_say(blend: str, expected: float) -> None:
    whole = paths.rect(-5, -5, 65, 65)
    drawing = Drawing(60, 60, (Shape(whole, (100, 100, 100)), Shape(whole, (200, 200, 200), blend=blend)))
    assert paint(drawing).mean() == pytest.approx(expected, abs=0.6)
