"""Rooms people work and meet in: shop, workshop, classroom, hospital, hall and corridor."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Linear, Point, Stop
from core.providers.local.artist.light import outside_of
from core.providers.local.artist.places import growing, indoors
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import DARK_WOOD, WOOD, Shell
from core.providers.local.artist.places.rooms import across_of, facts, wall_colour, walls
from core.providers.local.artist.places.sheet import Scenery, Sheet


def shop(s: Sheet) -> Scenery:
    """A shop: shelves of goods to the ceiling, a counter with scales and a till, a striped awning outside."""
    wall = wall_colour(s, ((150, 168, 152), (190, 156, 118), (164, 140, 150)))
    floor = s.colour((168, 128, 94), "floor")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    walls(s, r, wall)
    indoors.floor_boards(s, r, floor)
    indoors.skirting(s, r, lighter(wall, 0.25))
    window = Box(
        across_of(s, 0.64, 0.6), r.floor - u * 0.64, across_of(s, 0.64, 0.6) + u * 0.46, r.floor - u * 0.16
    )
    indoors.window(s, window, (206, 190, 160), across=3, down=1, view="town")
    stripes = [
        paths.polygon([window.at(i / 8, -0.02), window.at((i + 1) / 8, -0.02), window.at((i + 1) / 8, 0.12), window.at((i + 0.5) / 8, 0.16), window.at(i / 8, 0.12)])
        for i in range(8)
    ]  # fmt: skip
    s.add(paths.join(stripes[::2]), s.light.lit(s.pick("awning", ((186, 76, 66), (72, 118, 112)), "awning")))
    s.add(paths.join(stripes[1::2]), s.light.lit((240, 232, 216)))
    left = across_of(s, 0.05, -0.06)
    case = Box(left, r.floor - u * 0.78, left + u * 0.78, r.floor - u * 0.1)
    _goods(s, case)
    counter = Box(left + u * 0.12, r.floor - u * 0.2, left + u * 0.86, r.floor + u * 0.06)
    s.shadow((counter.at(0.5, 1)[0], counter.bottom), counter.width * 0.58, u * 0.035)
    s.form(counter.path, s.colour(WOOD, "counter"), (counter.left, counter.right))
    fields = [counter.part(0.03 + 0.19 * i, 0.2, 0.19 + 0.19 * i, 0.86) for i in range(5)]
    s.add(
        paths.join([paths.rounded(f.left, f.top, f.right, f.bottom, u * 0.006) for f in fields]),
        s.light.shade(darker(WOOD, 0.15)),
        opacity=0.5,
    )
    s.form(
        paths.rounded(
            counter.left - u * 0.02,
            counter.top - u * 0.022,
            counter.right + u * 0.02,
            counter.top + u * 0.01,
            u * 0.005,
        ),
        lighter(WOOD, 0.3),
        (counter.left, counter.right),
    )
    _scales(s, (counter.at(0.2, 0)[0], counter.top - u * 0.02))
    _till(
        s,
        Box(counter.right - u * 0.26, counter.top - u * 0.14, counter.right - u * 0.1, counter.top - u * 0.02),
    )
    _barrel(s, across_of(s, 0.9, 0.86), r.floor + u * 0.05, u * 0.2)
    lamps = [
        indoors.hanging_lamp(s, s.width * x, min(0.0, r.ceiling), r.floor - u * 0.74, u * 0.05, (84, 108, 100))
        for x in (0.3, 0.6)
    ]
    indoors.dust(s)
    return facts(s, r, lamps[1], stand=(0.42, 0.8))


def _goods(s: Sheet, case: Box) -> None:
    u = s.unit
    s.form(
        paths.rect(case.left - u * 0.014, case.top - u * 0.02, case.right + u * 0.014, case.bottom),
        DARK_WOOD,
        (case.left, case.right),
    )
    s.add(case.path, s.light.shade(darker(DARK_WOOD, 0.25)))
    rows = 4
    step = case.height / rows
    tints: tuple[Colour, ...] = (
        (206, 96, 74),
        (226, 178, 92),
        (108, 146, 128),
        (228, 216, 190),
        (128, 108, 144),
        (176, 126, 84),
    )
    for row in range(rows):
        base = case.top + step * (row + 1) - u * 0.012
        s.add(
            paths.rect(case.left, base - step + u * 0.014, case.right, base - step * 0.7),
            paths.fade((0, base - step), (0, base - step * 0.7), (8, 4, 10), 0.5, 0),
        )
        if row % 2:
            _boxes(s, case.left + u * 0.01, case.right - u * 0.01, base, step * 0.74, f"boxes{row}", tints)
        else:
            indoors.jars(s, case.left + u * 0.01, case.right, base, step * 0.76, f"goods{row}", tints)
        s.form(paths.rect(case.left, base, case.right, base + u * 0.014), WOOD, (case.left, case.right))


def _boxes(
    s: Sheet, left: float, right: float, base: float, high: float, name: str, tints: tuple[Colour, ...]
) -> None:
    chance = s.chance(name)
    x = left
    while x < right - high * 0.4:
        wide, tall = high * chance.uniform(0.4, 0.8), high * chance.uniform(0.5, 1.0)
        tint = chance.choice(tints)
        edge = min(x + wide, right)
        s.form(paths.rounded(x, base - tall, edge, base, high * 0.03), tint, (x, edge))
        s.add(
            paths.rounded(
                x + wide * 0.16, base - tall * 0.7, edge - wide * 0.16, base - tall * 0.35, high * 0.02
            ),
            s.light.lit(lighter(tint, 0.55)),
            opacity=0.8,
        )
        x += wide * chance.uniform(1.04, 1.25)


def _scales(s: Sheet, at: Point) -> None:
    x, y = at
    u = s.unit
    brass: Colour = (206, 166, 90)
    s.form(
        paths.polygon(
            [
                (x - u * 0.035, y),
                (x + u * 0.035, y),
                (x + u * 0.012, y - u * 0.02),
                (x - u * 0.012, y - u * 0.02),
            ]
        ),
        brass,
        (x - u * 0.03, x + u * 0.03),
    )
    s.line(paths.line((x, y - u * 0.015), (x, y - u * 0.11)), s.light.surface(brass), u * 0.009)
    s.line(
        paths.smooth_open([(x - u * 0.075, y - u * 0.1), (x, y - u * 0.115), (x + u * 0.075, y - u * 0.104)]),
        s.light.lit(brass),
        u * 0.007,
    )
    for side in (-1, 1):
        end = x + side * u * 0.074, y - u * 0.102
        for dx in (-0.03, 0.03):
            s.line(paths.line(end, (end[0] + dx * u, y - u * 0.048)), s.light.shade(brass), u * 0.0025)
        bowl = paths.smooth(
            [(end[0] - u * 0.038, y - u * 0.05), (end[0] + u * 0.038, y - u * 0.05), (end[0], y - u * 0.026)]
        )
        s.form(bowl, brass, (end[0] - u * 0.04, end[0] + u * 0.04))


def _till(s: Sheet, box: Box) -> None:
    u = s.unit
    s.form(
        paths.rounded(box.left, box.top + box.height * 0.3, box.right, box.bottom, u * 0.012),
        (126, 78, 62),
        (box.left, box.right),
    )
    s.form(
        paths.rounded(
            box.left + u * 0.02, box.top, box.right - u * 0.02, box.top + box.height * 0.42, u * 0.01
        ),
        (146, 96, 70),
        (box.left, box.right),
    )
    keys = [
        paths.circle(box.at(0.2 + 0.15 * i, 0.52 + 0.14 * j), u * 0.006) for i in range(5) for j in range(2)
    ]
    s.add(paths.join(keys), s.light.lit((240, 230, 206)))
    s.add(paths.rounded(*box.at(0.28, 0.08), *box.at(0.72, 0.26), u * 0.004), s.light.lit((236, 226, 200)))


def _barrel(s: Sheet, x: float, base: float, high: float) -> None:
    wood: Colour = (158, 110, 74)
    half = high * 0.36
    s.shadow((x, base), half * 1.5, high * 0.1)
    body = paths.smooth(
        [
            (x - half * 0.82, base - high),
            (x + half * 0.82, base - high),
            (x + half * 1.08, base - high * 0.5),
            (x + half * 0.82, base),
            (x - half * 0.82, base),
            (x - half * 1.08, base - high * 0.5),
        ],
        0.7,
    )
    s.form(body, wood, (x - half, x + half))
    for level in (0.14, 0.34, 0.68, 0.88):
        s.add(
            paths.rect(
                x - half * 1.2,
                base - high * level - high * 0.02,
                x + half * 1.2,
                base - high * level + high * 0.02,
            ),
            s.light.shade((84, 80, 84)),
            opacity=0.85,
            clip=body,
        )
    chance = s.chance("apples")
    for i in range(7):
        at = x + half * (i - 3) * 0.25, base - high * (1.0 + 0.05 * chance.random())
        s.form(
            paths.circle(at, high * 0.075),
            chance.choice(((204, 74, 60), (218, 150, 70), (150, 168, 74))),
            (at[0] - high * 0.07, at[0] + high * 0.07),
        )


def workshop(s: Sheet) -> Scenery:
    """A workshop: bench with a vice, tools on the wall, planks, a lamp low over the work."""
    wall = wall_colour(s, ((146, 124, 104), (134, 118, 112)))
    floor = s.colour((134, 112, 96), "floor")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    indoors.bricks(s, r, wall) if not {"wooden", "timber"} & s.notes.all else indoors.planks_up(s, r, wall)
    indoors.floor_boards(s, r, floor)
    window = Box(
        across_of(s, 0.66, 0.62), r.floor - u * 0.62, across_of(s, 0.66, 0.62) + u * 0.32, r.floor - u * 0.3
    )
    indoors.window(s, window, (112, 96, 84), across=3, down=2)
    board = Box(
        across_of(s, 0.1, 0.03), r.floor - u * 0.66, across_of(s, 0.1, 0.03) + u * 0.62, r.floor - u * 0.34
    )
    s.form(board.path, (176, 132, 90), (board.left, board.right))
    _tools(s, board)
    if s.wide:
        _planks(s, s.width * 0.93, r.floor + u * 0.03)
    bench = across_of(s, 0.06, 0.0)
    right = bench + u * 0.98
    top = r.floor - u * 0.2
    s.shadow(((bench + right) / 2, r.floor + u * 0.06), u * 0.56, u * 0.04)
    for x in (bench + u * 0.05, right - u * 0.1):
        s.form(paths.rect(x, top, x + u * 0.06, r.floor + u * 0.06), darker(WOOD, 0.15), (x, x + u * 0.06))
    s.form(
        paths.rect(bench + u * 0.05, r.floor - u * 0.05, right - u * 0.05, r.floor - u * 0.02),
        darker(WOOD, 0.1),
        (bench, right),
    )
    indoors.jars(
        s,
        bench + u * 0.14,
        right - u * 0.2,
        r.floor - u * 0.05,
        u * 0.09,
        "pots",
        ((120, 128, 136), (164, 90, 70), (196, 160, 88)),
    )
    s.form(
        paths.rounded(bench, top - u * 0.03, right, top + u * 0.022, u * 0.006),
        lighter(WOOD, 0.12),
        (bench, right),
    )
    _vice(s, (bench + u * 0.2, top - u * 0.03))
    shavings = s.chance("shavings")
    curls = [
        paths.smooth_open(
            [(bench + u * shavings.uniform(0.3, 0.9), top - u * 0.032 - u * 0.012 * k) for k in (0, 1)]
        )
        for _ in range(9)
    ]
    for curl in curls:
        s.line(curl, s.light.lit((232, 196, 140)), u * 0.005)
    block = bench + u * 0.46
    s.form(
        paths.rounded(block, top - u * 0.075, block + u * 0.2, top - u * 0.03, u * 0.005),
        (206, 160, 106),
        (block, block + u * 0.2),
    )
    lamp = indoors.hanging_lamp(
        s, bench + u * 0.55, min(0.0, r.ceiling), r.floor - u * 0.62, u * 0.06, s.colour((74, 96, 88), "lamp")
    )
    indoors.lamp_pool(s, (bench + u * 0.55, top), u * 0.6, 0.35)
    indoors.dust(s)
    return facts(s, r, lamp, stand=(0.44, 0.8))


def _tools(s: Sheet, board: Box) -> None:
    """Saw, hammers, chisels and spanners on their hooks."""
    u = s.unit
    steel, wood = s.light.lit((176, 182, 190)), s.light.surface((150, 92, 60))
    saw = board.at(0.05, 0.3)
    s.add(
        paths.polygon(
            [
                saw,
                (saw[0] + u * 0.2, saw[1] + u * 0.02),
                (saw[0] + u * 0.2, saw[1] + u * 0.04),
                (saw[0], saw[1] + u * 0.07),
            ]
        ),
        steel,
    )
    s.add(
        paths.rounded(saw[0] - u * 0.012, saw[1] - u * 0.012, saw[0] + u * 0.05, saw[1] + u * 0.08, u * 0.018),
        wood,
    )
    for i, x in enumerate((0.46, 0.58)):
        at = board.at(x, 0.14)
        s.add(
            paths.rounded(
                at[0] - u * 0.007, at[1], at[0] + u * 0.007, at[1] + u * (0.18 - 0.03 * i), u * 0.005
            ),
            wood,
        )
        s.add(
            paths.rounded(
                at[0] - u * 0.034, at[1] - u * 0.014, at[0] + u * 0.034, at[1] + u * 0.018, u * 0.006
            ),
            s.light.shade((132, 138, 148)),
        )
    for i in range(4):
        at = board.at(0.7 + 0.075 * i, 0.16)
        long = u * (0.1 + 0.016 * i)
        s.add(paths.rounded(at[0] - u * 0.009, at[1], at[0] + u * 0.009, at[1] + u * 0.06, u * 0.006), wood)
        s.add(
            paths.rect(at[0] - u * 0.006, at[1] + u * 0.055, at[0] + u * 0.006, at[1] + u * 0.055 + long), steel
        )
    for i in range(3):
        at = board.at(0.12 + 0.1 * i, 0.64)
        s.line(paths.line(at, (at[0] + u * 0.03, at[1] + u * (0.07 + 0.01 * i))), steel, u * 0.009)
        s.line(paths.circle(at, u * 0.012), steel, u * 0.007)


def _planks(s: Sheet, x: float, base: float) -> None:
    u = s.unit
    for i, (dx, high) in enumerate(((0.0, 0.62), (0.045, 0.54), (0.085, 0.66))):
        left = x + dx * u
        s.form(
            paths.polygon(
                [
                    (left, base),
                    (left + u * 0.035, base),
                    (left + u * 0.075, base - high * u),
                    (left + u * 0.04, base - high * u),
                ]
            ),
            ((186, 140, 92), (168, 122, 80), (200, 156, 108))[i],
            (left, left + u * 0.07),
        )


def _vice(s: Sheet, at: Point) -> None:
    x, y = at
    u = s.unit
    iron: Colour = (86, 98, 112)
    s.form(
        paths.rounded(x - u * 0.05, y - u * 0.028, x + u * 0.05, y, u * 0.006),
        iron,
        (x - u * 0.05, x + u * 0.05),
    )
    s.form(
        paths.rounded(x - u * 0.045, y - u * 0.085, x - u * 0.012, y - u * 0.02, u * 0.005),
        iron,
        (x - u * 0.05, x),
    )
    s.form(
        paths.rounded(x + u * 0.01, y - u * 0.085, x + u * 0.045, y - u * 0.02, u * 0.005),
        iron,
        (x, x + u * 0.05),
    )
    s.line(
        paths.line((x + u * 0.08, y - u * 0.085), (x + u * 0.08, y - u * 0.005)),
        s.light.lit((170, 176, 184)),
        u * 0.007,
    )


def classroom(s: Sheet) -> Scenery:
    """A classroom: blackboard, map, rows of desks, tall windows."""
    wall = wall_colour(s, ((206, 194, 160), (180, 196, 190)))
    floor = s.colour((170, 130, 96), "floor")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    walls(s, r, wall)
    indoors.floor_boards(s, r, floor)
    indoors.wainscot(s, r, (126, 148, 140), 0.2)
    for i in range(2 if s.wide else 1):
        left = across_of(s, 0.72, 0.74) + u * 0.28 * i
        indoors.window(
            s,
            Box(left, r.floor - u * 0.68, left + u * 0.22, r.floor - u * 0.23),
            (236, 230, 216),
            across=2,
            down=3,
            name=f"window{i}",
            disc=i == 0,
        )
    board = Box(
        across_of(s, 0.2, 0.08), r.floor - u * 0.64, across_of(s, 0.2, 0.08) + u * 0.66, r.floor - u * 0.3
    )
    s.form(
        paths.rect(
            board.left - u * 0.016, board.top - u * 0.016, board.right + u * 0.016, board.bottom + u * 0.02
        ),
        WOOD,
        (board.left, board.right),
    )
    s.add(
        board.path,
        s.down(s.light.surface((54, 82, 74)), s.light.surface((66, 96, 86)), board.top, board.bottom),
    )
    _chalk(s, board)
    if s.wide:
        _map(s, Box(s.width * 0.045, r.floor - u * 0.62, s.width * 0.045 + u * 0.22, r.floor - u * 0.36))
    desk = board.at(0.5, 0)[0] - u * 0.2
    indoors.table(s, desk, desk + u * 0.4, r.floor - u * 0.17, r.floor + u * 0.02, WOOD)
    s.form(
        paths.circle((desk + u * 0.33, r.floor - u * 0.235), u * 0.04),
        (96, 150, 176),
        (desk + u * 0.29, desk + u * 0.37),
    )
    s.line(
        paths.smooth_open(
            [
                (desk + u * 0.3, r.floor - u * 0.275),
                (desk + u * 0.285, r.floor - u * 0.235),
                (desk + u * 0.31, r.floor - u * 0.195),
            ]
        ),
        s.light.lit((206, 166, 90)),
        u * 0.006,
    )
    s.form(
        paths.polygon(
            [
                (desk + u * 0.31, r.floor - u * 0.185),
                (desk + u * 0.35, r.floor - u * 0.185),
                (desk + u * 0.36, r.floor - u * 0.178),
                (desk + u * 0.3, r.floor - u * 0.178),
            ]
        ),
        (206, 166, 90),
        (desk + u * 0.3, desk + u * 0.36),
    )
    for x in (0.1, 0.86):
        left = s.width * x - u * 0.14
        indoors.chair(s, left + u * 0.14, r.floor + u * 0.14, u * 0.26, (124, 88, 62), 1)
        indoors.table(s, left, left + u * 0.3, r.floor - u * 0.02, r.floor + u * 0.17, (196, 152, 104))
    lamp = indoors.hanging_lamp(
        s, s.width * 0.5, min(0.0, r.ceiling), r.floor - u * 0.78, u * 0.05, (226, 222, 208)
    )
    return facts(s, r, lamp)


def _chalk(s: Sheet, board: Box) -> None:
    chance = s.chance("chalk")
    white = s.light.lit((236, 238, 230))
    for row in range(4):
        x = 0.06
        while x < 0.5:
            wide = chance.uniform(0.03, 0.1)
            y = 0.16 + row * 0.2
            start, end = board.at(x, y), board.at(x + wide, y)
            s.line(
                paths.smooth_open([start, ((start[0] + end[0]) / 2, start[1] - s.unit * 0.006), end]),
                white,
                s.unit * 0.004,
                opacity=0.7,
            )
            x += wide + 0.02
    ring = board.at(0.76, 0.42)
    s.line(paths.circle(ring, s.unit * 0.07), white, s.unit * 0.0035, opacity=0.7)
    s.line(
        paths.line(ring, (ring[0] + s.unit * 0.05, ring[1] - s.unit * 0.05)),
        white,
        s.unit * 0.0035,
        opacity=0.7,
    )
    s.line(
        paths.line(
            (ring[0] - s.unit * 0.1, ring[1] + s.unit * 0.09), (ring[0] + s.unit * 0.1, ring[1] + s.unit * 0.09)
        ),
        white,
        s.unit * 0.0035,
        opacity=0.7,
    )
    s.add(
        paths.rounded(*board.at(0.2, 1.0), *board.at(0.28, 1.035), s.unit * 0.003), s.light.lit((240, 236, 224))
    )


def _map(s: Sheet, box: Box) -> None:
    s.line(paths.line(box.at(-0.04, 0), box.at(1.04, 0)), s.light.shade(DARK_WOOD), s.unit * 0.01)
    s.add(
        box.path,
        s.down(s.light.surface((150, 192, 208)), s.light.surface((176, 208, 214)), box.top, box.bottom),
    )
    chance = s.chance("map")
    lands = [
        paths.blob(box.at(x, y), box.width * size, box.height * size * 0.8, chance.randrange(1 << 30), 0.4, 10)
        for x, y, size in (
            (0.24, 0.34, 0.14),
            (0.34, 0.68, 0.1),
            (0.62, 0.34, 0.2),
            (0.6, 0.66, 0.11),
            (0.84, 0.74, 0.07),
        )
    ]
    s.add(paths.join(lands), s.light.surface((198, 184, 122)), clip=box.path)
    s.line(paths.line(box.at(-0.04, 1), box.at(1.04, 1)), s.light.shade(DARK_WOOD), s.unit * 0.01)


def hospital(s: Sheet) -> Scenery:
    """A hospital room: a high bed, curtain rail, drip stand, monitor, a bright window."""
    wall = wall_colour(s, ((196, 214, 212), (206, 212, 222)))
    floor = s.colour((176, 188, 192), "floor")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    walls(s, r, wall)
    s.add(
        paths.rect(-0.3 * s.width, r.floor - u * 0.24, 1.3 * s.width, r.floor),
        s.down(s.light.surface((150, 186, 184)), s.light.surface((138, 174, 174)), r.floor - u * 0.24, r.floor),
    )
    s.add(
        paths.rect(-0.3 * s.width, r.floor - u * 0.25, 1.3 * s.width, r.floor - u * 0.236),
        s.light.lit((240, 242, 240)),
    )
    indoors.skirting(s, r, (220, 226, 226))
    window = Box(
        across_of(s, 0.6, 0.56), r.floor - u * 0.66, across_of(s, 0.6, 0.56) + u * 0.42, r.floor - u * 0.27
    )
    indoors.window(s, window, (238, 240, 240), across=3, down=1, view="town")
    bed = Box(
        across_of(s, 0.07, -0.08), r.floor - u * 0.17, across_of(s, 0.07, -0.08) + u * 0.68, r.floor + u * 0.08
    )
    _hospital_bed(s, bed)
    _drip(s, bed.left + u * 0.03, r.floor + u * 0.03)
    _monitor(
        s,
        Box(bed.right + u * 0.06, r.floor - u * 0.4, bed.right + u * 0.24, r.floor - u * 0.26),
        r.floor + u * 0.04,
    )
    if s.wide:
        _bed_curtain(s, s.width * 0.9, r)
    lamp = bed.left + u * 0.2, r.floor - u * 0.5
    s.form(
        paths.rounded(
            lamp[0] - u * 0.12, lamp[1] - u * 0.02, lamp[0] + u * 0.12, lamp[1] + u * 0.012, u * 0.01
        ),
        (236, 240, 240),
        (lamp[0] - u * 0.12, lamp[0] + u * 0.12),
    )
    s.add(
        paths.rounded(
            lamp[0] - u * 0.11, lamp[1] + u * 0.004, lamp[0] + u * 0.11, lamp[1] + u * 0.014, u * 0.004
        ),
        lighter(s.light.lamp, 0.6),
    )
    s.glow((lamp[0], lamp[1] + u * 0.05), u * 0.55, (255, 236, 206), 0.12 + 0.42 * s.light.lamps)
    return facts(s, r, lamp, stand=(0.44, 0.8))


def _hospital_bed(s: Sheet, box: Box) -> None:
    u = s.unit
    s.shadow((box.at(0.5, 1)[0], box.bottom + u * 0.05), box.width * 0.56, u * 0.045, 0.4)
    steel: Colour = (190, 200, 206)
    for t in (0.06, 0.94):
        x = box.at(t, 0)[0]
        s.line(paths.line((x, box.top), (x, box.bottom + u * 0.03)), s.light.surface(steel), u * 0.012)
        s.add(paths.circle((x, box.bottom + u * 0.04), u * 0.014), s.light.shade((70, 76, 82)))
    s.form(
        paths.rounded(box.left, box.at(0, 0.36)[1], box.right, box.at(0, 0.74)[1], u * 0.02),
        (240, 242, 242),
        (box.left, box.right),
    )
    s.form(
        paths.smooth(
            [
                (box.left + u * 0.02, box.at(0, 0.12)[1]),
                (box.left + u * 0.14, box.at(0, 0.06)[1]),
                (box.left + u * 0.17, box.at(0, 0.36)[1]),
                (box.left + u * 0.02, box.at(0, 0.4)[1]),
            ]
        ),
        (250, 250, 248),
        (box.left, box.left + u * 0.2),
    )
    blanket = s.colour((120, 168, 180), "blanket", "bed")
    top = [
        (box.left + u * 0.19, box.at(0, 0.3)[1]),
        (box.left + u * 0.34, box.at(0, 0.22)[1]),
        (box.left + u * 0.52, box.at(0, 0.27)[1]),
        (box.right + u * 0.008, box.at(0, 0.34)[1]),
    ]
    s.form(paths.smooth_top(top, box.at(0, 0.84)[1]), blanket, (box.left, box.right))
    s.add(
        paths.smooth_top([(x, y) for x, y in top[:2]], box.at(0, 0.84)[1]),
        s.light.lit((244, 246, 246)),
        opacity=0.85,
    )
    for x in (box.left - u * 0.012, box.right + u * 0.012):
        for level in (0.0, 0.3):
            s.line(
                paths.line((x, box.at(0, level - 0.3)[1]), (x, box.at(0, 0.8)[1])),
                s.light.lit(steel),
                u * 0.012,
            )


def _drip(s: Sheet, x: float, base: float) -> None:
    u = s.unit
    s.line(paths.line((x, base), (x, base - u * 0.5)), s.light.lit((206, 212, 218)), u * 0.007)
    s.line(
        paths.smooth_open(
            [(x - u * 0.04, base - u * 0.48), (x, base - u * 0.505), (x + u * 0.04, base - u * 0.48)]
        ),
        s.light.lit((206, 212, 218)),
        u * 0.006,
    )
    s.add(
        paths.rounded(x + u * 0.016, base - u * 0.47, x + u * 0.064, base - u * 0.37, u * 0.014),
        s.light.lit((214, 232, 240)),
        opacity=0.85,
    )
    s.line(
        paths.smooth_open(
            [(x + u * 0.04, base - u * 0.37), (x + u * 0.05, base - u * 0.28), (x + u * 0.14, base - u * 0.2)]
        ),
        s.light.lit((226, 236, 240)),
        u * 0.0035,
    )


def _monitor(s: Sheet, box: Box, base: float) -> None:
    u = s.unit
    middle = box.at(0.5, 0)[0]
    s.line(paths.line((middle, box.bottom), (middle, base)), s.light.surface((184, 192, 198)), u * 0.012)
    s.form(
        paths.rounded(middle - u * 0.05, base - u * 0.01, middle + u * 0.05, base + u * 0.008, u * 0.006),
        (150, 158, 166),
        (middle - u * 0.05, middle + u * 0.05),
    )
    s.form(
        paths.rounded(box.left, box.top, box.right, box.bottom, u * 0.012),
        (222, 228, 230),
        (box.left, box.right),
    )
    inner = box.part(0.08, 0.1, 0.92, 0.9)
    s.add(paths.rounded(inner.left, inner.top, inner.right, inner.bottom, u * 0.006), (24, 44, 52))
    wave = [
        inner.at(x, y)
        for x, y in (
            (0.04, 0.4),
            (0.24, 0.4),
            (0.3, 0.3),
            (0.36, 0.4),
            (0.42, 0.12),
            (0.5, 0.62),
            (0.56, 0.4),
            (0.96, 0.4),
        )
    ]
    s.line(paths.line(*wave), (110, 236, 170), u * 0.0035)
    s.line(
        paths.smooth_open([inner.at(0.04 + 0.115 * i, 0.76 + 0.06 * (-1) ** i) for i in range(9)]),
        (120, 200, 240),
        u * 0.003,
    )
    s.glow(box.at(0.5, 0.5), u * 0.16, (110, 210, 200), 0.12 + 0.2 * s.light.lamps)


def _bed_curtain(s: Sheet, x: float, r: Shell) -> None:
    u = s.unit
    top, bottom = r.floor - u * 0.76, r.floor - u * 0.02
    s.line(paths.line((x - u * 0.3, top), (s.width * 1.2, top)), s.light.lit((206, 212, 218)), u * 0.01)
    cloth = paths.rect(x, top, x + u * 0.34, bottom)
    colour = s.colour((150, 196, 190), "curtain", "curtains")
    s.form(cloth, colour, (x, x + u * 0.34))
    folds = [
        paths.ribbon(
            [
                (x + u * 0.045 * i, top),
                (x + u * (0.045 * i + 0.006), (top + bottom) / 2),
                (x + u * 0.045 * i, bottom),
            ],
            [u * 0.008, u * 0.014, u * 0.016],
        )
        for i in range(1, 8)
    ]
    s.add(paths.join(folds), s.light.shade(darker(colour, 0.1)), opacity=0.6, blur=u * 0.003, clip=cloth)


def hall(s: Sheet) -> Scenery:
    """A great hall: columns, arched windows, banners, a chequered floor, a chandelier."""
    wall = wall_colour(s, ((168, 150, 136), (146, 142, 154)))
    floor = s.colour((176, 160, 148), "floor", "marble")
    r = indoors.shell(s, wall, floor, low=0.74, room=1.2)
    u = s.unit
    indoors.bricks(s, r, wall, stone=True)
    indoors.floor_tiles(s, r, floor)
    indoors.skirting(s, r, lighter(wall, 0.1))
    centre = s.width / 2
    spots = (-0.62, 0.0, 0.62) if s.wide else (-0.2, 0.2)
    for index, t in enumerate(spots):
        x = centre + t * u
        _arched_window(s, Box(x - u * 0.1, r.floor - u * 0.66, x + u * 0.1, r.floor - u * 0.24), f"arch{index}")
    columns = (-0.92, -0.31, 0.31, 0.92) if s.wide else (-0.43, 0.43)
    for t in columns:
        _column(s, centre + t * u, r, wall)
    for t in (-0.31, 0.31) if s.wide else (-0.13,):
        _banner(s, centre + t * u, r.floor - u * 0.6)
    carpet = s.colour((142, 48, 54), "carpet")
    eye = r.floor - u * 0.35
    k = (s.height * 1.15 - eye) / (r.floor - eye)
    s.add(
        paths.polygon(
            [
                (centre - u * 0.09, r.floor),
                (centre + u * 0.09, r.floor),
                (centre + u * 0.09 * k, s.height * 1.15),
                (centre - u * 0.09 * k, s.height * 1.15),
            ]
        ),
        s.down(s.light.surface(carpet), s.light.shade(carpet), r.floor, s.height),
    )
    lamp = _chandelier(s, (centre, max(u * 0.14, r.floor - u * 0.66)))
    return facts(s, r, lamp)


def _arched_window(s: Sheet, box: Box, name: str) -> None:
    u = s.unit
    frame = paths.join(
        [
            paths.rect(box.left - u * 0.02, box.top, box.right + u * 0.02, box.bottom + u * 0.02),
            paths.ellipse((box.at(0.5, 0)[0], box.top), box.width / 2 + u * 0.02, box.width / 2 + u * 0.02),
        ]
    )
    s.form(frame, (190, 176, 160), (box.left, box.right))
    glass = paths.join([box.path, paths.circle((box.at(0.5, 0)[0], box.top), box.width / 2)])
    whole = Box(box.left, box.top - box.width / 2, box.right, box.bottom)
    before = len(s.shapes)
    indoors.outlook(s, whole, "hills", name, name == "arch0")
    for index in range(before, len(s.shapes)):
        s.shapes[index] = indoors.clipped(s.shapes[index], glass)
    for t in (0.33, 0.67):
        s.line(paths.line(whole.at(t, 0), whole.at(t, 1)), s.light.shade((110, 98, 92)), u * 0.005, clip=glass)
    for t in (0.3, 0.55, 0.8):
        s.line(paths.line(whole.at(0, t), whole.at(1, t)), s.light.shade((110, 98, 92)), u * 0.004, clip=glass)
    indoors.daylight(s, whole)


def _column(s: Sheet, x: float, r: Shell, wall: Colour) -> None:
    u = s.unit
    stone = lighter(wall, 0.16)
    half = u * 0.05
    s.shadow((x, r.floor + u * 0.02), u * 0.12, u * 0.025)
    s.form(paths.rect(x - half, -u * 0.3, x + half, r.floor), stone, (x - half, x + half))
    flutes = [
        paths.rect(x + half * t - u * 0.003, -u * 0.3, x + half * t + u * 0.003, r.floor - u * 0.05)
        for t in (-0.6, -0.2, 0.2, 0.6)
    ]
    s.add(paths.join(flutes), s.light.shade(stone), opacity=0.35)
    for top, wide in ((r.floor - u * 0.05, 1.3), (r.floor - u * 0.024, 1.5)):
        s.form(
            paths.rounded(x - half * wide, top, x + half * wide, top + u * 0.03, u * 0.006),
            lighter(stone, 0.06),
            (x - half * wide, x + half * wide),
        )


def _banner(s: Sheet, x: float, top: float) -> None:
    u = s.unit
    x += u * 0.13
    colour = s.pick("banner", ((150, 50, 56), (56, 78, 128), (86, 110, 70)), "banner", "banners")
    cloth = paths.polygon(
        [
            (x - u * 0.05, top),
            (x + u * 0.05, top),
            (x + u * 0.05, top + u * 0.26),
            (x, top + u * 0.31),
            (x - u * 0.05, top + u * 0.26),
        ]
    )
    s.line(paths.line((x - u * 0.065, top), (x + u * 0.065, top)), s.light.lit((206, 166, 90)), u * 0.009)
    s.form(cloth, colour, (x - u * 0.05, x + u * 0.05))
    s.line(cloth, s.light.lit((214, 176, 100)), u * 0.005, opacity=0.8)
    s.add(paths.circle((x, top + u * 0.12), u * 0.026), s.light.lit((220, 184, 108)))


def _chandelier(s: Sheet, at: Point) -> Point:
    x, y = at
    u = s.unit
    iron = s.light.shade((70, 60, 58))
    s.line(paths.line((x, -u * 0.1), (x, y - u * 0.05)), iron, u * 0.006)
    for side in (-1, 1):
        s.line(paths.line((x, y - u * 0.06), (x + side * u * 0.13, y)), iron, u * 0.004)
    s.line(paths.ellipse((x, y), u * 0.14, u * 0.026), iron, u * 0.012)
    s.glow((x, y - u * 0.03), u * 0.55, s.light.lamp, 0.2 + 0.5 * s.light.lamps)
    for i in range(7):
        cx = x + u * 0.14 * (i - 3) / 3
        cy = y + (u * 0.024 if i % 2 else -u * 0.014) * (1 - abs(i - 3) / 3.2)
        s.add(paths.rect(cx - u * 0.005, cy - u * 0.036, cx + u * 0.005, cy), s.light.lit((246, 238, 220)))
        flame = paths.smooth(
            [
                (cx, cy - u * 0.066),
                (cx + u * 0.007, cy - u * 0.046),
                (cx, cy - u * 0.036),
                (cx - u * 0.007, cy - u * 0.046),
            ]
        )
        s.add(flame, (255, 226, 150))
        s.glow((cx, cy - u * 0.05), u * 0.05, (255, 200, 110), 0.7)
    return x, y


def corridor(s: Sheet) -> Scenery:
    """A long corridor: doors on both sides, lamps along the ceiling, a window at the far end."""
    wall = wall_colour(s, ((162, 158, 146), (140, 156, 160), (172, 148, 128)))
    floor = s.colour((132, 96, 82), "floor", "carpet")
    s.layer = "set"
    u, light = s.unit, s.light
    eye = s.width * 0.5, s.height * (0.44 if not s.tall else 0.46)
    far = Box(eye[0] - u * 0.14, eye[1] - u * 0.15, eye[0] + u * 0.14, eye[1] + u * 0.15)
    grow = 7.0
    near = Box(
        eye[0] - u * 0.14 * grow, eye[1] - u * 0.15 * grow, eye[0] + u * 0.14 * grow, eye[1] + u * 0.15 * grow
    )
    s.add(s.frame(), light.surface(wall))
    quads = (
        (
            (near.left, near.top),
            (near.right, near.top),
            (far.right, far.top),
            (far.left, far.top),
            lighter(wall, 0.3),
            False,
        ),
        (
            (near.left, near.bottom),
            (near.right, near.bottom),
            (far.right, far.bottom),
            (far.left, far.bottom),
            floor,
            False,
        ),
        (
            (near.left, near.top),
            (near.left, near.bottom),
            (far.left, far.bottom),
            (far.left, far.top),
            wall,
            True,
        ),
        (
            (near.right, near.top),
            (near.right, near.bottom),
            (far.right, far.bottom),
            (far.right, far.top),
            darker(wall, 0.08),
            True,
        ),
    )
    for a, b, c, d, colour, upright in quads:
        start, end = (
            (((a[0] + d[0]) / 2 * 1.0, eye[1]), (d[0], eye[1]))
            if upright
            else ((eye[0], (a[1] + d[1]) / 2), (eye[0], d[1]))
        )
        fill = Linear(
            start,
            end,
            (
                Stop(0, light.shade(darker(colour, 0.2))),
                Stop(0.6, light.surface(colour)),
                Stop(1, light.lit(lighter(colour, 0.1))),
            ),
        )
        s.add(paths.polygon([a, b, c, d]), fill)
    s.add(far.path, light.lit(lighter(wall, 0.12)))
    window = far.part(0.26, 0.16, 0.74, 0.72)
    indoors.outlook(s, window, "hills", "end")
    s.line(window.path, light.lit((236, 232, 220)), u * 0.006)
    s.line(paths.line(window.at(0.5, 0), window.at(0.5, 1)), light.lit((236, 232, 220)), u * 0.004)
    s.glow(window.at(0.5, 0.5), u * 0.5, outside_of(light).horizon, 0.35 if not light.dark else 0.12)
    lamp = _along_the_corridor(s, eye, far, wall)
    gleam = paths.polygon(
        [
            (far.left + u * 0.06, far.bottom),
            (far.right - u * 0.06, far.bottom),
            (eye[0] + u * 0.3, s.height * 1.1),
            (eye[0] - u * 0.3, s.height * 1.1),
        ]
    )
    s.add(
        gleam, paths.fade((0, far.bottom), (0, s.height), light.key, 0.32, 0.0), blend="screen", blur=u * 0.01
    )
    ground = s.height * 0.93
    return s.done(
        horizon=eye[1] + u * 0.42,
        ground=ground,
        figure=u * 0.56,
        stand=(0.3, 0.7),
        glow=lamp if light.lamps > 0.2 else None,
        key_side=0.3,
        interior=True,
    )


def _along_the_corridor(s: Sheet, eye: Point, far: Box, wall: Colour) -> Point:
    """Doors, skirting and ceiling lamps, each step nearer and larger."""
    u, light = s.unit, s.light

    def at(side: float, level: float, depth: float) -> Point:
        return eye[0] + side * u * 0.14 * depth, eye[1] + level * u * 0.15 * depth

    door_colour = s.pick("doors", ((112, 74, 58), (84, 108, 116), (134, 104, 74)), "door", "doors")
    lamp = eye
    for near, away in ((1.9, 1.35), (3.4, 2.4), (6.4, 4.5)):
        for side in (-1, 1):
            outline = paths.polygon(
                [at(side, -0.42, away), at(side, -0.42, near), at(side, 1, near), at(side, 1, away)]
            )
            s.add(outline, light.shade(darker(door_colour, 0.3)))
            inset = (near - away) * 0.06
            door = paths.polygon(
                [
                    at(side, -0.38, away + inset),
                    at(side, -0.38, near - inset),
                    at(side, 1, near - inset),
                    at(side, 1, away + inset),
                ]
            )
            s.add(
                door,
                Linear(
                    at(side, 0, away),
                    at(side, 0, near),
                    (Stop(0, light.lit(door_colour)), Stop(1, light.shade(door_colour))),
                ),
            )
            mid = (near - away) * 0.2
            for top, low in ((-0.28, 0.2), (0.32, 0.86)):
                field = paths.polygon(
                    [
                        at(side, top, away + mid),
                        at(side, top, near - mid),
                        at(side, low, near - mid),
                        at(side, low, away + mid),
                    ]
                )
                s.add(field, light.shade(darker(door_colour, 0.2)), opacity=0.5)
            s.add(
                paths.circle(at(side, 0.3, near - inset * 2.4), u * 0.0022 * near), light.lit((222, 184, 108))
            )
        depth = (near + away) / 2
        bulb = eye[0], eye[1] - u * 0.15 * depth * 0.98
        s.add(paths.ellipse(bulb, u * 0.018 * depth, u * 0.006 * depth), lighter(light.lamp, 0.55))
        s.glow(bulb, u * 0.1 * depth, light.lamp, 0.12 + 0.6 * light.lamps)
        lamp = bulb if bulb[1] > 0 else lamp
    for side in (-1, 1):
        base = paths.polygon([at(side, 0.93, 1.0), at(side, 0.93, 7.0), at(side, 1.0, 7.0), at(side, 1.0, 1.0)])
        s.add(base, light.lit(lighter(wall, 0.25)), opacity=0.8)
    growing.potted(s, far.right - u * 0.03, far.bottom + u * 0.01, u * 0.11, s.chance("plant"))
    return lamp
