"""What all rooms decide alike: their walls by the notes, and what a panel must know of them."""

from __future__ import annotations

from core.providers.local.artist.drawing import Colour, Point
from core.providers.local.artist.places import indoors
from core.providers.local.artist.places.indoors import Shell
from core.providers.local.artist.places.sheet import Scenery, Sheet

STONE_WORDS = frozenset({"stone", "stones", "brick", "bricks"})


WOODEN_WORDS = frozenset(
    {"wooden", "timber", "cabin", "hut", "planks", "boards", "log", "logs", "cottage", "lighthouse"}
)


def facts(
    s: Sheet, room: Shell, glow: Point | None, key_side: float = 0.55, stand: tuple[float, float] = (0.28, 0.74)
) -> Scenery:
    return s.done(
        horizon=room.floor,
        ground=s.height * 0.94,
        figure=room.person * 1.28,
        stand=stand,
        glow=glow if s.light.lamps > 0.2 else None,
        key_side=key_side,
        interior=True,
    )


def walls(s: Sheet, room: Shell, wall: Colour) -> None:
    """What the notes say the walls are made of."""
    if STONE_WORDS & s.notes.all:
        indoors.bricks(s, room, wall, stone=not {"brick", "bricks"} & s.notes.all)
    elif WOODEN_WORDS & s.notes.all:
        indoors.planks_up(s, room, wall)


def wall_colour(s: Sheet, choices: tuple[Colour, ...]) -> Colour:
    if WOODEN_WORDS & s.notes.all and not s.notes.colour("wall", "walls"):
        return s.pick("wall", ((138, 96, 72), (152, 112, 82)), "wood", "boards")
    if STONE_WORDS & s.notes.all and not s.notes.colour("wall", "walls"):
        return s.pick("wall", ((146, 136, 132), (134, 130, 138)), "stone", "stones", "brick", "bricks")
    return s.pick("wall", choices, "wall", "walls", "room")


def across_of(s: Sheet, wide: float, narrow: float) -> float:
    return s.width * (wide if s.wide else narrow)
