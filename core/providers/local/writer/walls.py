"""Tells the inside of a building from the view of it: "into the lighthouse" is a room, "INT. BOAT" a cabin."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.providers.local.writer.rules import Rules
from core.story import Place


def seen_from(place: Place, word: str, prep: str, rules: Rules) -> tuple[Place, str]:
    """What a preposition makes of a place word, and the pattern of its name ("" when it stays as it is)."""
    if prep in rules.words("inside", "only") or (place in _WALLED and prep in rules.words("inside", "into")):
        return within(place, word, rules)
    if prep in rules.words("inside", "out"):
        return without(place, rules)
    return place, ""


def within(place: Place, word: str, rules: Rules) -> tuple[Place, str]:
    """The inside of what is drawn from outside: of a building or ship; open country has none."""
    if place.interior:
        return place, ""
    hollow = word in rules.words("inside", "hollow")
    inside = _WALLED.get(place, Place.ROOM if hollow else place)
    return inside, _pattern(rules, "name") if inside is not place else ""


def without(place: Place, rules: Rules) -> tuple[Place, str]:
    """What is seen before the walls of a place that is drawn from inside."""
    outside = _BEFORE.get(place, place)
    return outside, _pattern(rules, "outside_name") if outside is not place else ""


def _pattern(rules: Rules, key: str) -> str:
    """How such a place is called in this language."""
    return str(rules.data.get("inside", {}).get(key) or _PATTERNS[key])


_PATTERNS = MappingProxyType({"name": "{} (int.)", "outside_name": "{} (ext.)"})

_WALLED: Mapping[Place, Place] = MappingProxyType({Place.LIGHTHOUSE: Place.ROOM, Place.STATION: Place.HALL})
"""Kinds that have walls although they are drawn from outside -> what is inside."""

_BEFORE: Mapping[Place, Place] = MappingProxyType(
    {
        Place.ROOM: Place.GARDEN,
        Place.LIBRARY: Place.STREET,
        Place.OFFICE: Place.STREET,
        Place.CAFE: Place.STREET,
        Place.SHOP: Place.STREET,
        Place.WORKSHOP: Place.STREET,
        Place.CLASSROOM: Place.STREET,
        Place.HOSPITAL: Place.STREET,
        Place.HALL: Place.STREET,
        Place.CAVE: Place.MOUNTAIN,
        Place.VEHICLE: Place.ROAD,
        Place.SPACESHIP: Place.SPACE,
    }
)
"""Kinds that are drawn from inside -> what stands before them. A kitchen has no outside of its own."""
