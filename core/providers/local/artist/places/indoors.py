"""What rooms are made of: walls, ceilings and floors of wood, brick and tile."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Linear, Path, Stop
from core.providers.local.artist.places.sheet import Sheet

WOOD: Colour = (140, 96, 68)


DARK_WOOD: Colour = (96, 66, 54)


@dataclass(frozen=True, slots=True)
class Shell:
    """A room's measures: where wall and floor meet, where the ceiling begins, and a person's height."""

    floor: float
    ceiling: float
    person: float


def shell(
    s: Sheet, wall: Colour, floor: Colour, *, low: float = 0.73, room: float = 0.84, person: float = 0.46
) -> Shell:
    """Wall, ceiling and floor of a plain room."""
    s.layer = "set"
    line = s.height * (low if not s.tall else 0.715)
    ceiling = line - room * s.unit
    light = s.light
    upper, lower = light.surface(darker(wall, 0.16)), light.surface(wall)
    s.add(
        s.frame(),
        Linear(
            (0, min(ceiling, 0)),
            (0, line),
            (Stop(0, upper), Stop(0.55, lower), Stop(1, light.surface(darker(wall, 0.08)))),
        ),
    )
    floor_far, floor_near = light.surface(lighter(floor, 0.04)), light.shade(darker(floor, 0.25))
    s.add(
        paths.rect(-0.3 * s.width, line, 1.3 * s.width, 1.4 * s.height),
        s.down(floor_far, floor_near, line, s.height),
    )
    if ceiling > -0.2 * s.unit:
        _ceiling(s, ceiling, lighter(wall, 0.25))
    return Shell(line, ceiling, s.unit * person)


def _ceiling(s: Sheet, y: float, colour: Colour) -> None:
    over = 0.3 * s.width
    top, edge = s.light.shade(darker(colour, 0.2)), s.light.surface(darker(colour, 0.1))
    s.add(paths.rect(-over, -0.6 * s.height, s.width + over, y), s.down(top, edge, 0, y))
    s.add(
        paths.rect(-over, y - s.unit * 0.012, s.width + over, y + s.unit * 0.012),
        s.light.lit(lighter(colour, 0.1)),
    )
    s.add(
        paths.rect(-over, y + s.unit * 0.012, s.width + over, y + s.unit * 0.07),
        paths.fade((0, y), (0, y + s.unit * 0.07), (20, 10, 20), 0.3, 0),
    )


def beams(s: Sheet, room: Shell, colour: Colour, many: int = 5) -> None:
    """Ceiling beams running towards the viewer."""
    y = max(room.ceiling, s.unit * 0.04)
    centre = s.width / 2
    for i in range(many):
        t = (i - (many - 1) / 2) / many
        x = centre + t * s.width * 0.9
        near = centre + t * s.width * 1.9
        wide = s.unit * 0.02
        part = paths.polygon(
            [
                (x - wide, y),
                (x + wide, y),
                (near + wide * 2.4, -s.unit * 0.1),
                (near - wide * 2.4, -s.unit * 0.1),
            ]
        )
        s.add(part, s.down(s.light.shade(darker(colour, 0.3)), s.light.surface(colour), 0, y))
    s.form(
        paths.rect(-0.3 * s.width, y - s.unit * 0.018, 1.3 * s.width, y + s.unit * 0.022), colour, (0, s.width)
    )


def planks_up(s: Sheet, room: Shell, wall: Colour, many: int = 16) -> None:
    """Upright boards on the wall, each a little different."""
    chance = s.chance("boards")
    step = s.unit * 1.8 / many
    count = int(1.4 * s.width / step) + 1
    light, dark, seams = [], [], []
    for i in range(count):
        x = -0.2 * s.width + i * step
        board = paths.rect(x, -0.5 * s.height, x + step, room.floor)
        roll = chance.random()
        if roll < 0.34:
            light.append(board)
        elif roll < 0.67:
            dark.append(board)
        seams.append(paths.rect(x - s.unit * 0.0018, -0.5 * s.height, x + s.unit * 0.0018, room.floor))
    s.add(paths.join(light), s.light.lit(lighter(wall, 0.08)), opacity=0.3)
    s.add(paths.join(dark), s.light.shade(darker(wall, 0.1)), opacity=0.35)
    s.add(paths.join(seams), s.light.shade(darker(wall, 0.45)), opacity=0.75)


def bricks(s: Sheet, room: Shell, colour: Colour, *, stone: bool = False) -> None:
    """A wall of bricks or stones: some courses stand out, the rest is suggested."""
    chance = s.chance("bricks")
    high = s.unit * (0.062 if stone else 0.034)
    wide = high * (2.0 if stone else 2.5)
    tones: tuple[list[Path], list[Path]] = ([], [])
    rows = int((room.floor + 0.2 * s.height) / high) + 1
    for row in range(rows):
        y = room.floor - (row + 1) * high
        for column in range(int(1.3 * s.width / wide) + 2):
            if chance.random() > (0.62 if stone else 0.4):
                continue
            x = -0.15 * s.width + (column + (row % 2) * 0.5) * wide
            gap = high * 0.07
            stretch = chance.uniform(-0.08, 0.08) * wide if stone else 0.0
            path = paths.rounded(
                x + gap, y + gap, x + wide - gap + stretch, y + high - gap, high * (0.3 if stone else 0.1)
            )
            tones[chance.random() < 0.5].append(path)
    s.add(paths.join(tones[0]), s.light.lit(lighter(colour, 0.1)), opacity=0.34)
    s.add(paths.join(tones[1]), s.light.shade(darker(colour, 0.15)), opacity=0.34)


def wainscot(s: Sheet, room: Shell, colour: Colour, high: float = 0.26) -> None:
    """Panelling along the lower wall."""
    top = room.floor - s.unit * high
    over = 0.25 * s.width
    s.add(
        paths.rect(-over, top, s.width + over, room.floor),
        s.down(s.light.surface(colour), s.light.shade(colour), top, room.floor + s.unit * 0.1),
    )
    step = s.unit * 0.2
    fields = []
    for i in range(int(1.5 * s.width / step) + 1):
        x = -over + i * step
        fields.append(
            paths.rounded(
                x + step * 0.12,
                top + s.unit * 0.045,
                x + step * 0.88,
                room.floor - s.unit * 0.045,
                s.unit * 0.006,
            )
        )
    s.add(paths.join(fields), s.light.shade(darker(colour, 0.1)), opacity=0.45)
    s.add(
        paths.rect(-over, top - s.unit * 0.008, s.width + over, top + s.unit * 0.012),
        s.light.lit(lighter(colour, 0.12)),
    )


def skirting(s: Sheet, room: Shell, colour: Colour) -> None:
    over = 0.25 * s.width
    y = room.floor
    s.add(
        paths.rect(-over, y - s.unit * 0.028, s.width + over, y + s.unit * 0.004),
        s.down(s.light.lit(colour), s.light.shade(colour), y - s.unit * 0.03, y + s.unit * 0.02),
    )
    s.add(
        paths.rect(-over, y, s.width + over, y + s.unit * 0.07),
        paths.fade((0, y), (0, y + s.unit * 0.07), (16, 8, 18), 0.38, 0.0),
    )


def floor_boards(s: Sheet, room: Shell, colour: Colour, many: int = 15) -> None:
    """Boards running to a vanishing point above the middle of the room."""
    eye = s.width * 0.5, room.floor - s.unit * 0.35
    seams, tones = [], []
    chance = s.chance("floor")
    bottom = s.height * 1.15
    scale = (bottom - eye[1]) / (room.floor - eye[1])
    step = 1.7 * s.width / many
    for i in range(many + 1):
        x = -0.35 * s.width + i * step
        far, near = x, eye[0] + (x - eye[0]) * scale
        wide = s.unit * 0.0012
        seams.append(
            paths.polygon(
                [
                    (far - wide, room.floor),
                    (far + wide, room.floor),
                    (near + wide * 4, bottom),
                    (near - wide * 4, bottom),
                ]
            )
        )
        if chance.random() < 0.4:
            end = eye[0] + (x + step - eye[0]) * scale
            tones.append(
                paths.polygon([(far, room.floor), (far + step, room.floor), (end, bottom), (near, bottom)])
            )
    s.add(paths.join(tones), s.light.lit(lighter(colour, 0.1)), opacity=0.2)
    s.add(paths.join(seams), s.light.shade(darker(colour, 0.45)), opacity=0.5)


def floor_tiles(s: Sheet, room: Shell, colour: Colour) -> None:
    """A chequered floor in perspective."""
    eye = s.width * 0.5, room.floor - s.unit * 0.35
    depths = [room.floor + s.unit * 0.62 * (1.42**i - 1) * 0.16 for i in range(9)]
    step = s.unit * 0.2
    dark = []
    for row, (y0, y1) in enumerate(pairwise(depths)):
        k0, k1 = ((y - eye[1]) / (room.floor - eye[1]) for y in (y0, y1))
        for column in range(-9, 10):
            if (row + column) % 2:
                continue
            x0, x1 = column * step, (column + 1) * step
            dark.append(
                paths.polygon(
                    [
                        (eye[0] + x0 * k0, y0),
                        (eye[0] + x1 * k0, y0),
                        (eye[0] + x1 * k1, y1),
                        (eye[0] + x0 * k1, y1),
                    ]
                )
            )
    s.add(paths.join(dark), s.light.shade(darker(colour, 0.2)), opacity=0.5)
