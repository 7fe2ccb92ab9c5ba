"""The places of the stories: one drawing function each, found by the kind of place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from core.providers.local.artist.light import Light
from core.providers.local.artist.places import (
    caves,
    city,
    country,
    halls,
    homes,
    kitchens,
    shore,
    streets,
    studies,
    trades,
    voyage,
    wards,
    waterside,
    wild,
)
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.providers.local.artist.words import Words
from core.story import Place

PLACES: Mapping[Place, Callable[[Sheet], Scenery]] = MappingProxyType(
    {
        Place.COAST: shore.coast,
        Place.SEA: shore.sea,
        Place.HARBOUR: waterside.harbour,
        Place.LIGHTHOUSE: shore.lighthouse,
        Place.FOREST: wild.forest,
        Place.MOUNTAIN: wild.mountain,
        Place.DESERT: wild.desert,
        Place.FIELD: country.field,
        Place.GARDEN: country.garden,
        Place.RIVER: waterside.river,
        Place.VILLAGE: streets.village,
        Place.STREET: streets.street,
        Place.ROOFTOP: city.rooftop,
        Place.ROAD: country.road,
        Place.STATION: city.station,
        Place.ROOM: homes.room,
        Place.KITCHEN: kitchens.kitchen,
        Place.BEDROOM: homes.bedroom,
        Place.LIBRARY: studies.library,
        Place.OFFICE: studies.office,
        Place.CAFE: kitchens.cafe,
        Place.SHOP: trades.shop,
        Place.WORKSHOP: trades.workshop,
        Place.CLASSROOM: wards.classroom,
        Place.HOSPITAL: wards.hospital,
        Place.HALL: halls.hall,
        Place.CORRIDOR: halls.corridor,
        Place.VEHICLE: voyage.vehicle,
        Place.SPACESHIP: voyage.spaceship,
        Place.SPACE: voyage.space,
        Place.CAVE: caves.cave,
        Place.PLAIN: country.plain,
    }
)


@lru_cache(maxsize=16)
def scenery(place: Place, light: Light, size: tuple[int, int], name: str, notes: str) -> Scenery:
    """A place drawn for a picture of `size` px. The set's name is its seed: every shot shows the same set.

    The places drawn last are kept: every shot of a scene asks for its own again.
    """
    words = Words.read(f"{name}, {notes}")
    sheet = Sheet(float(size[0]), float(size[1]), light, set_seed(place, name), words)
    return PLACES[place](sheet)


def set_seed(place: Place, name: str) -> int:
    """The chance of a set: the same for the same name, whatever the shot, the hour or the weather."""
    text = f"{place}:{name.casefold().strip()}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])
