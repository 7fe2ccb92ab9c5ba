"""Another one: a drawing of the same thing that is unlike the one before, and like itself every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from core.providers.local.artist.another import FIRST, another
from core.providers.local.artist.easel import draw
from core.providers.local.artist.mouths import paint_mouths
from core.providers.local.artist.painter import paint
from core.providers.local.artist.panel import compose, draw_panel, drawing_of
from core.requests import Figure, ImageRequest, Staging, seed_again, times_asked
from core.story import FRAME_SIZES, Mouth, Place, Size

Ask = Callable[..., ImageRequest]
Stage = Callable[..., Staging]

PX = (320, 180)
CAPTIONS = 0.86
UNLIKE = 6.0
"""Mean difference of two pictures, of 255, from which on anybody sees it; noise and dithering stay below 1."""

SUBJECTS = {
    "a wide shot": Staging("frame", place=Place.HARBOUR, place_name="Pier", size=Size.WIDE),
    "an insert": Staging("frame", place=Place.ROOM, place_name="Room", size=Size.INSERT, props=("lantern",)),
    "a set": Staging("set", place=Place.KITCHEN, place_name="Kitchen"),
    "a prop": Staging("prop", focus="red lantern", props=("red lantern",)),
}


def seed(times: int) -> int:
    return seed_again(7 * times + 3, times)


def test_a_first_drawing_is_what_it_always_was() -> None:
    for chance in (0, 1, 77, 2**32 - 1):
        assert times_asked(seed_again(chance, 0)) == 0
        assert another(chance) is FIRST


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_next_drawing_of_a_thing_is_another_and_the_same_every_time(subject: str) -> None:
    _each_unlike_the_last(SUBJECTS[subject])


@pytest.mark.parametrize("size", [Size.WIDE, Size.MEDIUM, Size.CLOSE, Size.OVER_SHOULDER])
def test_the_next_drawing_of_people_is_another_too(stage: Stage, cast: tuple[Figure, ...], size: Size) -> None:
    for figures in (cast[:1], cast[:2]):
        _each_unlike_the_last(stage(size=size, figures=figures, focus=figures[0].name))


def test_the_next_portrait_of_somebody_is_another(cast: tuple[Figure, ...]) -> None:
    _each_unlike_the_last(Staging("character", figures=cast[:1], size=Size.CLOSE))


def _each_unlike_the_last(staging: Staging) -> None:
    drawn = [ImageRequest("", *PX, seed=seed(times), staging=staging) for times in range(6)]
    pictures = [np.asarray(paint(draw(request, {})), float) for request in drawn]
    for before, after in pairwise(pictures):
        assert np.abs(before - after).mean() > UNLIKE
    again = np.asarray(paint(draw(drawn[1], {})), float)
    assert np.array_equal(again, pictures[1])


@pytest.mark.parametrize("px", list(FRAME_SIZES.values()))
@pytest.mark.parametrize("size", [Size.WIDE, Size.MEDIUM, Size.CLOSE, Size.OVER_SHOULDER])
def test_mouths_stay_inside_the_picture_and_above_the_captions(
    ask: Ask, cast: tuple[Figure, ...], size: Size, px: tuple[int, int]
) -> None:
    for figures in (cast[:1], cast[:2], cast):
        request = ask(px=px, size=size, figures=figures, focus=figures[0].name)
        first = draw_panel(replace(request, seed=seed(0)), {})
        for times in range(1, 6):
            drawing = draw_panel(replace(request, seed=seed(times)), {})
            assert [face.figure for face in drawing.faces] == [face.figure for face in first.faces]
            for face in drawing.faces:
                left, top, right, bottom = face.mouth
                assert left > 0 and top > 0 and right < px[0], (times, face)
                assert bottom < CAPTIONS * px[1] and face.eyes[1] > 0, (times, face)


def test_a_mouth_fits_the_drawing_it_was_asked_for(stage: Stage) -> None:
    staging = stage(size=Size.MEDIUM)
    sheet = paint_mouths(staging, "ana", 480, 270, seed(2), {})
    panel = compose(staging, 480, 270, seed(2), {})
    patched = paint(drawing_of(panel)).copy()
    opened = next(mouth for mouth in Mouth if mouth is not Mouth.REST)
    (left, top, width, height), row = sheet.patches[str(opened)]
    patched[top : top + height, left : left + width] = sheet.rgb[row : row + height, :width]
    assert np.array_equal(patched, paint(drawing_of(panel, 0, opened)))
