"""Where people read and write: library and office."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import lighter
from core.providers.local.artist.drawing import Colour, Point
from core.providers.local.artist.places import furniture, growing, indoors, lamps, windows
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import WOOD, Shell
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.providers.local.artist.places.walls import across_of, facts, wall_colour, walls


def library(s: Sheet) -> Scenery:
    """Walls of books, a tall window, a ladder, a reading lamp."""
    wall = wall_colour(s, ((112, 76, 62), (86, 92, 84)))
    floor = s.colour((122, 78, 58), "floor")
    r = indoors.shell(s, wall, floor, low=0.75)
    u = s.unit
    walls(s, r, wall)
    indoors.floor_boards(s, r, floor)
    wood = s.colour((112, 72, 54), "shelves", "shelf", "bookcases", "wood")
    high = r.floor - u * 0.82
    rows = 6
    middle = across_of(s, 0.5, 0.5)
    half = u * 0.16
    cases = []
    x = middle - half - u * 0.05
    while x > -0.05 * s.width:
        cases.append((x - u * 0.36, x))
        x -= u * 0.4
    x = middle + half + u * 0.05
    while x < 1.05 * s.width:
        cases.append((x, x + u * 0.36))
        x += u * 0.4
    window = Box(middle - half, r.floor - u * 0.72, middle + half, r.floor - u * 0.2)
    windows.window(
        s,
        window,
        (188, 156, 116),
        grid=(3, 4),
        beyond=windows.Beyond(view="town" if "city" in s.notes or "town" in s.notes else "hills"),
    )
    for index, (a, b) in enumerate(cases):
        furniture.bookcase(s, Box(a, high, b, r.floor + u * 0.02), wood, rows, f"case{index}")
    for level in (0.0,):
        s.form(
            paths.rect(-0.3 * s.width, high - u * (0.06 + level), 1.3 * s.width, high - u * 0.018),
            lighter(wood, 0.06),
            (0, s.width),
        )
    _ladder(s, across_of(s, 0.24, 0.2), r)
    _window_seat(s, r, middle, half, wood)
    indoors.skirting(s, r, wood)
    desk = across_of(s, 0.68, 0.62)
    furniture.table(s, desk, desk + u * 0.38, r.floor - u * 0.1, r.floor + u * 0.09, WOOD)
    lamp = lamps.table_lamp(s, desk + u * 0.28, r.floor - u * 0.11, u * 0.15, (84, 128, 96))
    _books_on_the_desk(s, r, desk)
    furniture.rug(
        s,
        (s.width * 0.5, r.floor + (s.height - r.floor) * 0.62),
        min(u * 0.9, s.width * 0.76),
        s.colour((128, 56, 58), "rug", "carpet"),
    )
    lamps.lamp_pool(s, lamp, u * 0.7, 0.36)
    lamps.dust(s)
    return facts(s, r, lamp)


def _books_on_the_desk(s: Sheet, r: Shell, desk: float) -> None:
    u = s.unit
    for i in range(3):
        s.form(
            paths.rounded(
                desk + u * 0.05,
                r.floor - u * (0.13 + 0.022 * i),
                desk + u * (0.15 + 0.01 * (i % 2)),
                r.floor - u * (0.112 + 0.022 * i),
                u * 0.003,
            ),
            furniture.BOOKS[i],
            (desk, desk + u * 0.2),
        )


def _window_seat(s: Sheet, r: Shell, middle: float, half: float, wood: Colour) -> None:
    u = s.unit
    seat = Box(middle - half * 1.1, r.floor - u * 0.12, middle + half * 1.1, r.floor + u * 0.02)
    s.form(paths.rect(seat.left, seat.top + u * 0.02, seat.right, seat.bottom), wood, (seat.left, seat.right))
    s.form(
        paths.rounded(seat.left, seat.top, seat.right, seat.top + u * 0.035, u * 0.014),
        s.colour((146, 62, 62), "cushion", "seat"),
        (seat.left, seat.right),
    )


def _ladder(s: Sheet, x: float, r: Shell) -> None:
    u = s.unit
    top = r.floor - u * 0.78
    lean = u * 0.06
    for dx in (0.0, u * 0.1):
        s.line(
            paths.line((x + dx, r.floor + u * 0.05), (x + dx + lean, top)),
            s.light.surface((168, 118, 76)),
            u * 0.011,
        )
    for i in range(1, 9):
        t = i / 9
        y = r.floor + u * 0.05 + (top - r.floor - u * 0.05) * t
        s.line(
            paths.line((x + lean * t, y), (x + u * 0.1 + lean * t, y)), s.light.lit((180, 128, 84)), u * 0.008
        )


def office(s: Sheet) -> Scenery:
    """An office high above the town: wide window, desk with a screen, files, a clock."""
    wall = wall_colour(s, ((188, 192, 194), (164, 172, 176), (204, 196, 184)))
    floor = s.colour((118, 116, 124), "floor", "carpet")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    walls(s, r, wall)
    indoors.skirting(s, r, lighter(wall, 0.2))
    window = Box(
        across_of(s, 0.34, 0.22), r.floor - u * 0.68, across_of(s, 0.34, 0.22) + u * 0.62, r.floor - u * 0.2
    )
    windows.window(s, window, (92, 98, 108), grid=(4, 1), beyond=windows.Beyond(view="town"))
    blinds = [
        paths.rect(window.left, window.top + u * 0.012 * i, window.right, window.top + u * (0.012 * i + 0.007))
        for i in range(9)
    ]
    s.add(paths.join(blinds), s.light.surface((226, 222, 214)), opacity=0.85)
    _cabinet(
        s,
        Box(across_of(s, 0.06, 0.0), r.floor - u * 0.32, across_of(s, 0.06, 0.0) + u * 0.2, r.floor + u * 0.02),
    )
    furniture.books(
        s,
        across_of(s, 0.06, 0.0) + u * 0.01,
        across_of(s, 0.06, 0.0) + u * 0.19,
        r.floor - u * 0.33,
        u * 0.11,
        "files",
    )
    _clock(s, (across_of(s, 0.2, 0.1), r.floor - u * 0.58), u * 0.05)
    left = across_of(s, 0.56, 0.42)
    growing.potted(s, across_of(s, 0.94, 0.94), r.floor + u * 0.04, u * 0.36, s.chance("plant"))
    furniture.chair(s, left + u * 0.2, r.floor + u * 0.04, u * 0.34, (62, 66, 78))
    furniture.table(
        s, left, left + u * 0.5, r.floor - u * 0.15, r.floor + u * 0.07, s.colour((168, 124, 88), "desk")
    )
    _screen(s, left + u * 0.16, r.floor - u * 0.162)
    lamp = lamps.table_lamp(s, left + u * 0.42, r.floor - u * 0.162, u * 0.15, (96, 124, 136))
    for i in range(2):
        s.form(
            paths.rect(
                left + u * 0.3,
                r.floor - u * (0.172 + 0.01 * i),
                left + u * 0.37,
                r.floor - u * (0.164 + 0.01 * i),
            ),
            (240, 236, 228),
            (left + u * 0.3, left + u * 0.37),
        )
    lamps.lamp_pool(s, lamp, u * 0.6, 0.3)
    return facts(s, r, lamp)


def _cabinet(s: Sheet, box: Box) -> None:
    u = s.unit
    s.shadow((box.at(0.5, 1)[0], box.bottom), box.width * 0.7, u * 0.025)
    tone: Colour = (122, 130, 138)
    s.form(box.path, tone, (box.left, box.right))
    for i in range(3):
        drawer = box.part(0.06, 0.04 + 0.32 * i, 0.94, 0.33 + 0.32 * i)
        s.add(
            paths.rounded(drawer.left, drawer.top, drawer.right, drawer.bottom, u * 0.005),
            s.light.lit(lighter(tone, 0.1)),
            opacity=0.6,
        )
        s.line(paths.line(drawer.at(0.36, 0.4), drawer.at(0.64, 0.4)), s.light.shade((70, 74, 80)), u * 0.006)


def _clock(s: Sheet, at: Point, size: float) -> None:
    s.form(paths.circle(at, size), (70, 66, 74), (at[0] - size, at[0] + size))
    s.add(paths.circle(at, size * 0.86), s.light.lit((246, 242, 232)))
    s.line(
        paths.line((at[0] + size * 0.4, at[1] + size * 0.2), at, (at[0] - size * 0.1, at[1] - size * 0.64)),
        s.light.shade((40, 36, 44)),
        size * 0.1,
    )


def _screen(s: Sheet, x: float, base: float) -> None:
    u = s.unit
    s.form(
        paths.polygon(
            [
                (x - u * 0.02, base - u * 0.04),
                (x + u * 0.02, base - u * 0.04),
                (x + u * 0.04, base),
                (x - u * 0.04, base),
            ]
        ),
        (78, 80, 90),
        (x - u * 0.04, x + u * 0.04),
    )
    box = Box(x - u * 0.11, base - u * 0.18, x + u * 0.11, base - u * 0.04)
    s.form(
        paths.rounded(box.left, box.top, box.right, box.bottom, u * 0.008), (54, 56, 66), (box.left, box.right)
    )
    inner = box.part(0.04, 0.06, 0.96, 0.94)
    s.add(inner.path, s.down((120, 176, 210), (70, 110, 160), inner.top, inner.bottom))
    rows = [
        paths.rounded(
            *inner.at(0.1, 0.14 + 0.16 * i), *inner.at(0.5 + 0.09 * (i * 3 % 4), 0.2 + 0.16 * i), u * 0.003
        )
        for i in range(5)
    ]
    s.add(paths.join(rows), (226, 240, 250), opacity=0.7)
    s.glow(box.at(0.5, 0.5), u * 0.24, (130, 186, 230), 0.16 + 0.24 * s.light.lamps)
