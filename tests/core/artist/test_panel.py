"""Panels: who is seen how large and where, and what lies before and behind them."""

from __future__ import annotations

import colorsys
from collections.abc import Callable

import numpy as np
import pytest

from core.providers.local.artist.drawing import Drawing
from core.providers.local.artist.light import light_for
from core.providers.local.artist.painter import is_defocus, paint
from core.providers.local.artist.panel import compose, draw_panel
from core.requests import Figure, ImageRequest, Staging
from core.story import FRAME_SIZES, Angle, Place, Size, TimeOfDay, Weather

Ask = Callable[..., ImageRequest]
CAPTIONS = 0.86
"""Captions lie below this share of the height."""


def layers(drawing: Drawing) -> set[str]:
    return {shape.layer for shape in drawing.shapes}


@pytest.mark.parametrize("angle", list(Angle))
@pytest.mark.parametrize("size", list(Size))
def test_every_shot_size_and_angle_is_painted(ask: Ask, size: Size, angle: Angle) -> None:
    request = ask(size=size, angle=angle, props=("lantern",))
    assert paint(draw_panel(request, {})).astype(float).std() > 15


@pytest.mark.parametrize("px", list(FRAME_SIZES.values()))
@pytest.mark.parametrize("size", [Size.WIDE, Size.MEDIUM, Size.CLOSE, Size.OVER_SHOULDER])
def test_mouths_lie_inside_the_picture_and_above_the_captions(
    ask: Ask, cast: tuple[Figure, ...], size: Size, px: tuple[int, int]
) -> None:
    for angle in Angle:
        for figures in (cast[:1], cast[:2], cast, cast[2:]):
            drawing = draw_panel(ask(px=px, size=size, angle=angle, figures=figures, focus=figures[0].name), {})
            assert drawing.faces
            for face in drawing.faces:
                left, top, right, bottom = face.mouth
                assert left > 0 and top > 0 and right < px[0]
                assert bottom < CAPTIONS * px[1]
                assert face.eyes[1] > 0


def test_closer_shots_show_larger_faces(ask: Ask) -> None:
    def face_width(size: Size) -> float:
        drawing = draw_panel(ask(size=size), {})
        face = next(face for face in drawing.faces if face.figure == 0)
        return face.eyes[2] - face.eyes[0]

    wide, medium, shoulder, close = map(face_width, (Size.WIDE, Size.MEDIUM, Size.OVER_SHOULDER, Size.CLOSE))
    assert wide < 0.5 * medium < medium < shoulder < close


@pytest.mark.parametrize(("size", "most"), [(Size.WIDE, 5), (Size.MEDIUM, 3), (Size.CLOSE, 1)])
def test_a_shot_shows_as_many_people_as_it_has_room_for(ask: Ask, size: Size, most: int) -> None:
    crowd = tuple(Figure(f"Person {number}") for number in range(8))
    drawing = draw_panel(ask(size=size, figures=crowd, focus="Person 6"), {})
    assert len(drawing.faces) == most
    assert 6 in {face.figure for face in drawing.faces}


def test_people_stand_in_the_order_of_the_staging(ask: Ask, cast: tuple[Figure, ...]) -> None:
    for size in (Size.WIDE, Size.MEDIUM):
        faces = sorted(draw_panel(ask(size=size, figures=cast), {}).faces, key=lambda face: face.figure)
        lefts = [face.mouth[0] for face in faces]
        assert lefts == sorted(lefts)


def test_over_the_shoulder_the_near_one_is_blurred_and_has_no_face(ask: Ask) -> None:
    drawing = draw_panel(ask(size=Size.OVER_SHOULDER, focus="Tom"), {})
    assert [face.figure for face in drawing.faces] == [1]
    near = [shape for shape in drawing.shapes if shape.layer == "figure:0"]
    assert near and min(shape.blur for shape in near) > 0


@pytest.mark.parametrize("size", [Size.CLOSE, Size.OVER_SHOULDER, Size.INSERT])
def test_near_views_have_the_place_out_of_focus(ask: Ask, size: Size) -> None:
    assert sum(map(is_defocus, draw_panel(ask(size=size, props=("key",)), {}).shapes)) == 1


def test_an_insert_shows_the_prop_large_and_nobody(ask: Ask) -> None:
    drawing = draw_panel(ask(px=(960, 540), size=Size.INSERT, props=("brass key",), focus="brass key"), {})
    points = [
        point
        for shape in drawing.shapes
        if shape.layer == "prop"
        for start, pieces in shape.path.contours
        for point in (start, *(end for piece in pieces for end in piece))
    ]
    assert max(y for _, y in points) - min(y for _, y in points) > 0.3 * 540
    assert not any(layer.startswith("figure") for layer in layers(drawing))


def test_without_a_cast_there_is_the_place_alone(ask: Ask) -> None:
    drawing = draw_panel(ask(size=Size.WIDE, figures=()), {})
    assert not drawing.faces
    assert not any(layer.startswith("figure") for layer in layers(drawing))
    assert "prop" in layers(draw_panel(ask(size=Size.WIDE, figures=(), props=("chest",)), {}))


@pytest.mark.parametrize("weather", [Weather.RAIN, Weather.SNOW, Weather.FOG])
def test_weather_stays_outside(ask: Ask, weather: Weather) -> None:
    outside = draw_panel(ask(weather=weather), {})
    inside = draw_panel(ask(weather=weather, place=Place.ROOM), {})
    assert "weather" in layers(outside)
    assert "weather" not in layers(inside)


def test_a_low_camera_shows_more_sky_and_a_high_one_more_ground(ask: Ask) -> None:
    """The far edge of the dunes moves up and down the picture."""

    def sky_rows(angle: Angle) -> int:
        request = ask(size=Size.WIDE, angle=angle, place=Place.DESERT, time=TimeOfDay.DAY, figures=())
        column = paint(draw_panel(request, {})).astype(float)[:, 220:260].mean(axis=1)
        return int((column[:, 2] > column[:, 0]).sum())

    assert sky_rows(Angle.HIGH) < sky_rows(Angle.EYE) < sky_rows(Angle.LOW)


@pytest.mark.parametrize("time", list(TimeOfDay))
def test_somebody_keeps_their_colours_from_shot_to_shot(ask: Ask, time: TimeOfDay) -> None:
    """The red scarf stays the same red, whether far or near."""
    hues = []
    for size in (Size.MEDIUM, Size.OVER_SHOULDER, Size.CLOSE):
        drawing = draw_panel(ask(px=(960, 540), size=size, time=time, place=Place.COAST), {})
        face = next(face for face in drawing.faces if face.figure == 0)
        tall = face.mouth[1] - face.eyes[1]
        middle, below = (face.mouth[0] + face.mouth[2]) / 2, face.mouth[3]
        box = int(middle - tall), int(below), int(middle + tall), min(540, int(below + 2 * tall))
        seen = [colorsys.rgb_to_hsv(*pixel) for pixel in paint(drawing, box).reshape(-1, 3)[::7] / 255.0]
        reds = [
            (hue + 0.5) % 1
            for hue, saturation, _ in seen
            if saturation > 0.6 and abs((hue + 0.5) % 1 - 0.5) < 0.12
        ]
        assert len(reds) > 0.08 * len(seen)
        hues.append(float(np.median(reds)))
    assert max(hues) - min(hues) < 0.03


@pytest.mark.parametrize(("thing", "pose"), [("bicycle", "stand"), ("suitcase", "carry"), ("letter", "hold")])
def test_a_thing_is_held_hangs_or_stands_as_people_have_it(thing: str, pose: str) -> None:
    ben = Figure("Ben", "man in a green coat", "man", "adult", holds=thing)
    staging = Staging("frame", figures=(ben,), prop_notes={thing: "red"})
    (actor,) = compose(staging, 640, 360, 1, {}).actors
    assert actor.place.pose == pose
    assert bool(actor.figure.holds) is (thing != "bicycle")
    assert actor.place.holds_notes == ("" if thing == "bicycle" else "red")


def test_at_night_a_face_is_lit_warmer_than_its_surroundings_and_by_day_as_always() -> None:
    night = light_for(Place.HARBOUR, TimeOfDay.NIGHT, Weather.RAIN)
    far, near = night.on_figures(None), night.on_figures((9.0, 9.0), nearness=1.0)
    assert near.ambient[0] > far.ambient[0] + 30
    assert near.key[0] - near.key[2] > far.key[0] - far.key[2]
    day = light_for(Place.HARBOUR, TimeOfDay.DAY, Weather.CLEAR)
    assert day.on_figures(None, nearness=1.0) == day.on_figures(None)
