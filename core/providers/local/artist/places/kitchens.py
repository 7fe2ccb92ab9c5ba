"""Where people cook, eat and drink: kitchen and cafe."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Linear, Stop
from core.providers.local.artist.places import furniture, indoors, lamps, windows
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import DARK_WOOD, WOOD, Shell
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.providers.local.artist.places.walls import across_of, facts, wall_colour, walls


def kitchen(s: Sheet) -> Scenery:
    """A kitchen: tiles, cupboards, stove with a kettle, pots on hooks, a table."""
    wall = wall_colour(s, ((214, 196, 162), (178, 196, 184), (222, 206, 182)))
    floor = s.colour((196, 172, 146), "floor", "tiles")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    walls(s, r, wall)
    indoors.floor_tiles(s, r, floor)
    _tiles(s, r)
    indoors.skirting(s, r, lighter(wall, 0.2))
    window = Box(
        across_of(s, 0.4, 0.3), r.floor - u * 0.62, across_of(s, 0.4, 0.3) + u * 0.3, r.floor - u * 0.33
    )
    windows.window(s, window, (240, 234, 222), curtains=None, grid=(2, 2))
    front = s.pick(
        "cupboards", ((108, 138, 132), (206, 192, 168), (146, 104, 78)), "cupboard", "cupboards", "cabinets"
    )
    _counter(s, r, front)
    for a, wide in ((0.06, 0.4), (0.72, 0.36)) if s.wide else ((-0.06, 0.3), (0.72, 0.36)):
        _wall_cupboard(
            s, Box(s.width * a, r.floor - u * 0.74, s.width * a + u * wide, r.floor - u * 0.48), front
        )
    _hooks(s, r)
    lamp = lamps.hanging_lamp(
        s, s.width * 0.52, min(0, r.ceiling), r.floor - u * 0.78, u * 0.055, s.colour((176, 84, 70), "lamp")
    )
    lamps.lamp_pool(s, (s.width * 0.5, r.floor - u * 0.2), u * 0.8, 0.22)
    if s.tall:
        indoors.beams(s, r, WOOD)
    return facts(s, r, lamp)


def _tiles(s: Sheet, r: Shell) -> None:
    u = s.unit
    step = u * 0.05
    top, bottom = r.floor - u * 0.46, r.floor - u * 0.25
    tone = s.light.lit(s.colour((232, 236, 230), "tiles"))
    tiles = []
    for row in range(4):
        for column in range(int(1.3 * s.width / step) + 1):
            x = -0.15 * s.width + column * step
            y = top + row * step
            tiles.append(
                paths.rounded(
                    x + u * 0.0015, y + u * 0.0015, x + step - u * 0.0015, y + step - u * 0.0015, u * 0.003
                )
            )
    s.add(paths.rect(-0.2 * s.width, top, 1.2 * s.width, bottom), s.light.shade((196, 190, 180)))
    s.add(
        paths.join(tiles),
        Linear((0, top), (0, bottom), (Stop(0, tone), Stop(1, s.light.surface((206, 212, 208))))),
    )


def _counter(s: Sheet, r: Shell, front: Colour) -> None:
    u = s.unit
    top, base = r.floor - u * 0.25, r.floor + u * 0.02
    over = 0.2 * s.width
    s.add(
        paths.rect(-over, top, s.width + over, base),
        s.down(s.light.surface(front), s.light.shade(front), top, base + u * 0.05),
    )
    step = u * 0.22
    doors, knobs = [], []
    for i in range(int((s.width + 2 * over) / step) + 1):
        x = -over + i * step
        doors.append(
            paths.rounded(x + u * 0.012, top + u * 0.05, x + step - u * 0.012, base - u * 0.03, u * 0.008)
        )
        knobs.append(paths.circle((x + step * (0.82 if i % 2 else 0.18), top + u * 0.09), u * 0.007))
    s.add(paths.join(doors), s.light.lit(lighter(front, 0.06)), opacity=0.65)
    s.add(paths.join(knobs), s.light.lit((214, 176, 104)))
    s.add(paths.rect(-over, base - u * 0.02, s.width + over, base), (16, 10, 18), opacity=0.5)
    s.form(paths.rect(-over, top - u * 0.022, s.width + over, top + u * 0.008), (198, 158, 116), (0, s.width))
    s.add(
        paths.rect(-over, base, s.width + over, base + u * 0.06),
        paths.fade((0, base), (0, base + u * 0.06), (16, 8, 18), 0.42, 0),
    )
    _stove(s, Box(across_of(s, 0.74, 0.6), top - u * 0.02, across_of(s, 0.74, 0.6) + u * 0.24, base))
    furniture.jars(s, across_of(s, 0.08, 0.02), across_of(s, 0.3, 0.3), top - u * 0.022, u * 0.09, "jars")
    bowl = across_of(s, 0.6, 0.5), top - u * 0.022
    for dx, tone in ((-0.02, (214, 92, 70)), (0.02, (230, 160, 70)), (0.0, (200, 80, 66))):
        s.form(
            paths.circle((bowl[0] + dx * u, bowl[1] - u * 0.042), u * 0.02),
            tone,
            (bowl[0] - u * 0.03, bowl[0] + u * 0.03),
        )
    s.form(
        paths.smooth(
            [
                (bowl[0] - u * 0.055, bowl[1] - u * 0.042),
                (bowl[0] + u * 0.055, bowl[1] - u * 0.042),
                (bowl[0] + u * 0.03, bowl[1]),
                (bowl[0] - u * 0.03, bowl[1]),
            ]
        ),
        (104, 142, 160),
        (bowl[0] - u * 0.05, bowl[0] + u * 0.05),
    )


def _stove(s: Sheet, box: Box) -> None:
    u = s.unit
    s.form(box.path, (74, 72, 80), (box.left, box.right))
    oven = box.part(0.12, 0.32, 0.88, 0.86)
    s.add(
        paths.rounded(oven.left, oven.top, oven.right, oven.bottom, u * 0.01),
        s.down((52, 34, 32), (92, 52, 36) if s.light.lamps > 0.3 else (44, 38, 42), oven.top, oven.bottom),
    )
    s.line(paths.line(oven.at(0, -0.12), oven.at(1, -0.12)), s.light.lit((186, 184, 190)), u * 0.008)
    s.add(
        paths.join([paths.circle(box.at(t, 0.12), u * 0.009) for t in (0.16, 0.32, 0.68, 0.84)]),
        s.light.lit((190, 186, 188)),
    )
    x, y = box.at(0.35, 0)
    s.form(
        paths.smooth(
            [
                (x - u * 0.045, y - u * 0.07),
                (x + u * 0.045, y - u * 0.07),
                (x + u * 0.06, y - u * 0.012),
                (x + u * 0.045, y),
                (x - u * 0.045, y),
                (x - u * 0.06, y - u * 0.012),
            ]
        ),
        s.colour((196, 84, 66), "kettle"),
        (x - u * 0.05, x + u * 0.05),
    )
    s.line(
        paths.smooth_open([(x - u * 0.03, y - u * 0.075), (x, y - u * 0.115), (x + u * 0.03, y - u * 0.075)]),
        s.light.shade((60, 50, 54)),
        u * 0.008,
    )
    s.line(
        paths.line((x + u * 0.05, y - u * 0.045), (x + u * 0.078, y - u * 0.07)),
        s.light.surface((180, 78, 62)),
        u * 0.014,
    )
    chance = s.chance("steam")
    for i in range(4):
        at = x + u * (0.085 + 0.012 * i), y - u * (0.09 + 0.04 * i)
        s.add(
            paths.blob(at, u * (0.012 + 0.006 * i), u * (0.016 + 0.006 * i), chance.randrange(1 << 30), 0.2),
            (255, 250, 244),
            opacity=0.2 - 0.04 * i,
            blur=u * 0.008,
        )


def _wall_cupboard(s: Sheet, box: Box, front: Colour) -> None:
    u = s.unit
    s.add(
        paths.rect(box.left, box.bottom, box.right, box.bottom + u * 0.03),
        paths.fade((0, box.bottom), (0, box.bottom + u * 0.03), (12, 8, 14), 0.35, 0),
    )
    s.form(box.path, front, (box.left, box.right))
    for t in (0.0, 0.5):
        door = box.part(t + 0.03, 0.06, t + 0.47, 0.94)
        s.add(
            paths.rounded(door.left, door.top, door.right, door.bottom, u * 0.008),
            s.light.lit(lighter(front, 0.06)),
            opacity=0.6,
        )
        s.add(paths.circle(door.at(0.86 if t == 0 else 0.14, 0.82), u * 0.007), s.light.lit((214, 176, 104)))
    s.add(
        paths.rect(box.left - u * 0.006, box.top - u * 0.014, box.right + u * 0.006, box.top + u * 0.006),
        s.light.lit(lighter(front, 0.15)),
    )


def _hooks(s: Sheet, r: Shell) -> None:
    u = s.unit
    left = across_of(s, 0.42, 0.32)
    y = r.floor - u * 0.67
    s.line(paths.line((left, y), (left + u * 0.26, y)), s.light.shade((120, 92, 70)), u * 0.008)
    for i, tone in enumerate(((190, 120, 76), (92, 92, 100), (196, 136, 84))):
        x = left + u * (0.04 + 0.09 * i)
        s.line(paths.line((x, y), (x, y + u * 0.03)), s.light.shade((60, 54, 58)), u * 0.005)
        size = u * (0.022 + 0.006 * (i % 2))
        s.form(paths.circle((x, y + u * 0.03 + size), size), tone, (x - size, x + size))


def cafe(s: Sheet) -> Scenery:
    """A café: counter with cups, blackboard, big window on the street, small tables, hanging lamps."""
    wall = wall_colour(s, ((132, 92, 76), (86, 112, 104), (178, 134, 100)))
    floor = s.colour((142, 100, 76), "floor")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    walls(s, r, wall)
    indoors.floor_boards(s, r, floor)
    indoors.wainscot(s, r, darker(wall, 0.2), 0.22)
    window = Box(
        across_of(s, 0.56, 0.5), r.floor - u * 0.66, across_of(s, 0.56, 0.5) + u * 0.52, r.floor - u * 0.18
    )
    windows.window(s, window, (74, 62, 60), grid=(3, 1), beyond=windows.Beyond(view="town"))
    _blackboard(s, r)
    left = across_of(s, 0.04, -0.04)
    for level in (0.42, 0.33):
        furniture.shelf(s, left + u * 0.04, left + u * 0.5, r.floor - u * level, WOOD)
        furniture.jars(
            s,
            left + u * 0.05,
            left + u * 0.49,
            r.floor - u * level,
            u * 0.075,
            f"jars{level}",
            ((240, 232, 220), (196, 140, 92), (120, 150, 140), (214, 180, 130)),
        )
    counter = _bar(s, r, left)
    _coffee_machine(s, counter.left + u * 0.34, counter.top - u * 0.022)
    for i in range(2 if s.wide else 1):
        x = across_of(s, 0.62, 0.66) + u * 0.34 * i
        furniture.chair(s, x - u * 0.08, r.floor + u * 0.06, u * 0.28, (86, 60, 52), 1)
        furniture.chair(s, x + u * 0.2, r.floor + u * 0.06, u * 0.28, (86, 60, 52), -1)
        _round_table(s, x + u * 0.06, r.floor - u * 0.1, r.floor + u * 0.07)
    bulbs = [
        lamps.hanging_lamp(
            s, s.width * x, min(0.0, r.ceiling), r.floor - u * (0.74 if i % 2 else 0.7), u * 0.05, (66, 74, 76)
        )
        for i, x in enumerate((0.24, 0.5, 0.76))
    ]
    lamps.dust(s)
    return facts(s, r, bulbs[1])


def _bar(s: Sheet, r: Shell, left: float) -> Box:
    u = s.unit
    counter = Box(left, r.floor - u * 0.22, left + u * 0.58, r.floor + u * 0.05)
    s.shadow((counter.at(0.5, 1)[0], counter.bottom), counter.width * 0.6, u * 0.03)
    s.form(counter.path, s.colour((104, 72, 58), "counter", "bar"), (counter.left, counter.right))
    slats = [
        paths.rect(
            counter.left + u * 0.03 * i,
            counter.top + u * 0.03,
            counter.left + u * (0.03 * i + 0.004),
            counter.bottom,
        )
        for i in range(1, 20)
    ]
    s.add(paths.join(slats), (18, 10, 14), opacity=0.35)
    s.form(
        paths.rounded(
            counter.left - u * 0.02,
            counter.top - u * 0.022,
            counter.right + u * 0.02,
            counter.top + u * 0.012,
            u * 0.005,
        ),
        (202, 160, 116),
        (counter.left, counter.right),
    )
    return counter


def _blackboard(s: Sheet, r: Shell) -> None:
    """The list of what there is, in chalk."""
    u = s.unit
    board = Box(
        across_of(s, 0.12, 0.06), r.floor - u * 0.72, across_of(s, 0.12, 0.06) + u * 0.3, r.floor - u * 0.52
    )
    s.form(
        paths.rect(
            board.left - u * 0.01, board.top - u * 0.01, board.right + u * 0.01, board.bottom + u * 0.01
        ),
        WOOD,
        (board.left, board.right),
    )
    s.add(board.path, s.light.surface((58, 66, 66)))
    chalk = [
        paths.rounded(
            *board.at(0.1, 0.2 + 0.17 * i), *board.at(0.4 + 0.1 * (i * 2 % 3), 0.235 + 0.17 * i), u * 0.002
        )
        for i in range(4)
    ]
    chalk += [
        paths.rounded(*board.at(0.76, 0.2 + 0.17 * i), *board.at(0.88, 0.235 + 0.17 * i), u * 0.002)
        for i in range(4)
    ]
    s.add(paths.join(chalk), s.light.lit((236, 232, 220)), opacity=0.75)


def _coffee_machine(s: Sheet, x: float, base: float) -> None:
    u = s.unit
    s.form(paths.rounded(x, base - u * 0.13, x + u * 0.16, base, u * 0.012), (176, 178, 184), (x, x + u * 0.16))
    s.add(paths.rect(x + u * 0.02, base - u * 0.085, x + u * 0.14, base - u * 0.02), (40, 36, 42), opacity=0.8)
    for dx in (0.045, 0.115):
        s.line(
            paths.line((x + u * dx, base - u * 0.085), (x + u * dx, base - u * 0.06)),
            s.light.lit((214, 214, 220)),
            u * 0.008,
        )
        s.form(
            paths.rounded(
                x + u * (dx - 0.014), base - u * 0.045, x + u * (dx + 0.014), base - u * 0.02, u * 0.005
            ),
            (244, 238, 228),
            (x, x + u * 0.16),
        )
    cups = [
        paths.rounded(
            x + u * (0.012 + 0.036 * i),
            base - u * 0.155,
            x + u * (0.038 + 0.036 * i),
            base - u * 0.13,
            u * 0.005,
        )
        for i in range(4)
    ]
    s.add(paths.join(cups), s.light.lit((244, 238, 228)))


def _round_table(s: Sheet, x: float, top: float, floor: float) -> None:
    u = s.unit
    s.shadow((x, floor), u * 0.11, u * 0.02)
    s.form(
        paths.polygon(
            [
                (x - u * 0.008, top),
                (x + u * 0.008, top),
                (x + u * 0.008, floor - u * 0.01),
                (x + u * 0.05, floor),
                (x - u * 0.05, floor),
                (x - u * 0.008, floor - u * 0.01),
            ]
        ),
        DARK_WOOD,
        (x - u * 0.04, x + u * 0.04),
    )
    s.form(paths.ellipse((x, top), u * 0.115, u * 0.018), (186, 140, 100), (x - u * 0.11, x + u * 0.11))
    s.form(
        paths.rounded(x - u * 0.05, top - u * 0.034, x - u * 0.022, top - u * 0.006, u * 0.005),
        (246, 240, 230),
        (x - u * 0.05, x),
    )
