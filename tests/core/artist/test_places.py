"""Places and their light: all of them, at every hour, in every shape of film."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from core.providers.local.artist import places
from core.providers.local.artist.drawing import Drawing
from core.providers.local.artist.light import light_for
from core.providers.local.artist.painter import Pixels, paint
from core.providers.local.artist.places.sheet import Scenery
from core.story import FRAME_SIZES, Place, TimeOfDay, Weather

SMALL = (256, 144)


def scenery_of(
    place: Place,
    time: TimeOfDay = TimeOfDay.DAY,
    weather: Weather = Weather.CLEAR,
    size: tuple[int, int] = SMALL,
    name: str = "somewhere",
    notes: str = "",
) -> Scenery:
    return places.scenery(place, light_for(place, time, weather), size, name, notes)


def painted(scenery: Scenery, size: tuple[int, int] = SMALL) -> Pixels:
    return paint(Drawing(*size, (*scenery.back, *scenery.near)))


@pytest.mark.parametrize("time", list(TimeOfDay))
@pytest.mark.parametrize("place", list(Place))
def test_every_place_is_a_picture_at_every_hour(place: Place, time: TimeOfDay) -> None:
    seen = painted(scenery_of(place, time)).astype(float)
    assert seen.std() > 12
    corners = [seen[:8, :8], seen[:8, -8:], seen[-8:, :8], seen[-8:, -8:]]
    assert all(corner.mean() > 2 for corner in corners), "a corner was left unpainted"


def test_no_two_places_look_alike() -> None:
    seen = {place: painted(scenery_of(place)).astype(float) for place in Place}
    closest = min((np.abs(seen[one] - seen[two]).mean(), one, two) for one, two in combinations(Place, 2))
    assert closest[0] > 9, closest


@pytest.mark.parametrize("place", [place for place in Place if place not in (Place.SPACE, Place.SPACESHIP)])
def test_night_is_darker_than_day(place: Place) -> None:
    day, night = (painted(scenery_of(place, time)).mean() for time in (TimeOfDay.DAY, TimeOfDay.NIGHT))
    assert night < 0.85 * day


@pytest.mark.parametrize("weather", [Weather.RAIN, Weather.SNOW, Weather.FOG])
def test_weather_changes_the_light_of_a_place(weather: Weather) -> None:
    clear, other = (painted(scenery_of(Place.FIELD, weather=w)).astype(float) for w in (Weather.CLEAR, weather))
    spread = [np.ptp(picture, axis=2).mean() for picture in (clear, other)]
    assert spread[1] < 0.8 * spread[0]


@pytest.mark.parametrize("size", list(FRAME_SIZES.values()))
@pytest.mark.parametrize("place", list(Place))
def test_figures_have_room_to_stand_in_every_shape_of_film(place: Place, size: tuple[int, int]) -> None:
    scenery = scenery_of(place, size=size)
    width, height = size
    assert 0.6 * height < scenery.ground <= height
    assert scenery.ground - scenery.figure > 0.02 * height
    assert 0.12 * height < scenery.figure
    assert 0 <= scenery.stand[0] < scenery.stand[1] <= 1
    assert (scenery.stand[1] - scenery.stand[0]) * width > 0.25 * scenery.figure


@pytest.mark.parametrize("place", [Place.ROOM, Place.VILLAGE, Place.BEDROOM, Place.SHOP])
def test_a_set_keeps_its_looks_and_another_has_its_own(place: Place) -> None:
    first = painted(scenery_of(place, name="grandmother's"))
    assert np.array_equal(first, painted(scenery_of(place, name="Grandmother's ")))
    others = [painted(scenery_of(place, name=name)) for name in ("the mayor's", "the blue one", "number nine")]
    assert any(not np.array_equal(first, other) for other in others)


def test_the_notes_colour_what_they_name() -> None:
    red, blue = (
        painted(scenery_of(Place.ROOM, notes=f"{tone} walls")).astype(float) for tone in ("red", "blue")
    )
    assert red[..., 0].mean() - red[..., 2].mean() > 30 + blue[..., 0].mean() - blue[..., 2].mean()


def test_windows_show_the_hour_and_lamps_burn_at_night() -> None:
    day, night = (
        painted(scenery_of(Place.OFFICE, time)).astype(float) for time in (TimeOfDay.DAY, TimeOfDay.NIGHT)
    )
    pane = np.s_[40:60, 100:130]
    assert day[pane][..., 2].mean() > night[pane][..., 2].mean() + 60
    assert scenery_of(Place.OFFICE, TimeOfDay.NIGHT).glow is not None
    assert scenery_of(Place.OFFICE, TimeOfDay.DAY).glow is None
