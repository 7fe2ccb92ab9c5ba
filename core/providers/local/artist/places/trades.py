"""Where people work with their hands and sell: shop and workshop."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Point
from core.providers.local.artist.places import furniture, indoors, lamps, windows
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import DARK_WOOD, WOOD
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.providers.local.artist.places.walls import across_of, facts, wall_colour, walls


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
    windows.window(s, window, (206, 190, 160), grid=(3, 1), beyond=windows.Beyond(view="town"))
    _awning(s, window)
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
    bulbs = [
        lamps.hanging_lamp(s, s.width * x, min(0.0, r.ceiling), r.floor - u * 0.74, u * 0.05, (84, 108, 100))
        for x in (0.3, 0.6)
    ]
    lamps.dust(s)
    return facts(s, r, bulbs[1], stand=(0.42, 0.8))


def _awning(s: Sheet, window: Box) -> None:
    """The striped blind outside the window."""
    stripes = [
        paths.polygon(
            [
                window.at(i / 8, -0.02),
                window.at((i + 1) / 8, -0.02),
                window.at((i + 1) / 8, 0.12),
                window.at((i + 0.5) / 8, 0.16),
                window.at(i / 8, 0.12),
            ]
        )
        for i in range(8)
    ]
    s.add(paths.join(stripes[::2]), s.light.lit(s.pick("awning", ((186, 76, 66), (72, 118, 112)), "awning")))
    s.add(paths.join(stripes[1::2]), s.light.lit((240, 232, 216)))


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
            furniture.jars(s, case.left + u * 0.01, case.right, base, step * 0.76, f"goods{row}", tints)
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
    windows.window(s, window, (112, 96, 84), grid=(3, 2))
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
    furniture.jars(
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
    _shavings(s, bench, top)
    block = bench + u * 0.46
    s.form(
        paths.rounded(block, top - u * 0.075, block + u * 0.2, top - u * 0.03, u * 0.005),
        (206, 160, 106),
        (block, block + u * 0.2),
    )
    lamp = lamps.hanging_lamp(
        s, bench + u * 0.55, min(0.0, r.ceiling), r.floor - u * 0.62, u * 0.06, s.colour((74, 96, 88), "lamp")
    )
    lamps.lamp_pool(s, (bench + u * 0.55, top), u * 0.6, 0.35)
    lamps.dust(s)
    return facts(s, r, lamp, stand=(0.44, 0.8))


def _shavings(s: Sheet, bench: float, top: float) -> None:
    u = s.unit
    shavings = s.chance("shavings")
    curls = [
        paths.smooth_open(
            [(bench + u * shavings.uniform(0.3, 0.9), top - u * 0.032 - u * 0.012 * k) for k in (0, 1)]
        )
        for _ in range(9)
    ]
    for curl in curls:
        s.line(curl, s.light.lit((232, 196, 140)), u * 0.005)


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
