"""The places of the stories: one drawing function each, found by the kind of place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.providers.local.artist.light import Light
from core.providers.local.artist.places import coast, land, public_rooms, rooms, town, voyage
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.providers.local.artist.words import Words
from core.story import Place

PLACES: Mapping[Place, Callable[[Sheet], Scenery]] = MappingProxyType(
    {
        Place.COAST: coast.coast,
        Place.SEA: coast.sea,
        Place.HARBOUR: coast.harbour,
        Place.LIGHTHOUSE: coast.lighthouse,
        Place.FOREST: land.forest,
        Place.MOUNTAIN: land.mountain,
        Place.DESERT: land.desert,
        Place.FIELD: land.field,
        Place.GARDEN: land.garden,
        Place.RIVER: coast.river,
        Place.VILLAGE: town.village,
        Place.STREET: town.street,
        Place.ROOFTOP: town.rooftop,
        Place.ROAD: land.road,
        Place.STATION: town.station,
        Place.ROOM: rooms.room,
        Place.KITCHEN: rooms.kitchen,
        Place.BEDROOM: rooms.bedroom,
        Place.LIBRARY: rooms.library,
        Place.OFFICE: rooms.office,
        Place.CAFE: rooms.cafe,
        Place.SHOP: public_rooms.shop,
        Place.WORKSHOP: public_rooms.workshop,
        Place.CLASSROOM: public_rooms.classroom,
        Place.HOSPITAL: public_rooms.hospital,
        Place.HALL: public_rooms.hall,
        Place.CORRIDOR: public_rooms.corridor,
        Place.VEHICLE: voyage.vehicle,
        Place.SPACESHIP: voyage.spaceship,
        Place.SPACE: voyage.space,
        Place.CAVE: land.cave,
        Place.PLAIN: land.plain,
    }
)


def scenery(place: Place, light: Light, size: tuple[int, int], name: str, notes: str) -> Scenery:
    """A place drawn for a picture of `size` px. The set's name is its seed, so every shot shows the same set."""
    words = Words.read(f"{name}, {notes}")
    sheet = Sheet(float(size[0]), float(size[1]), light, set_seed(place, name), words)
    return PLACES[place](sheet)


def set_seed(place: Place, name: str) -> int:
    """The chance of a set: the same for the same name, whatever the shot, the hour or the weather."""
    text = f"{place}:{name.casefold().strip()}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])
