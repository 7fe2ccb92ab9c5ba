"""Where people are taught and healed: classroom and hospital."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour
from core.providers.local.artist.places import furniture, indoors, lamps, windows
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import DARK_WOOD, WOOD, Shell
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.providers.local.artist.places.walls import across_of, facts, wall_colour, walls


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
        windows.window(
            s,
            Box(left, r.floor - u * 0.68, left + u * 0.22, r.floor - u * 0.23),
            (236, 230, 216),
            grid=(2, 3),
            beyond=windows.Beyond(name=f"window{i}", disc=i == 0),
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
    furniture.table(s, desk, desk + u * 0.4, r.floor - u * 0.17, r.floor + u * 0.02, WOOD)
    _globe(s, r, desk)
    for x in (0.1, 0.86):
        left = s.width * x - u * 0.14
        furniture.chair(s, left + u * 0.14, r.floor + u * 0.14, u * 0.26, (124, 88, 62), 1)
        furniture.table(s, left, left + u * 0.3, r.floor - u * 0.02, r.floor + u * 0.17, (196, 152, 104))
    lamp = lamps.hanging_lamp(
        s, s.width * 0.5, min(0.0, r.ceiling), r.floor - u * 0.78, u * 0.05, (226, 222, 208)
    )
    return facts(s, r, lamp)


def _globe(s: Sheet, r: Shell, desk: float) -> None:
    """The world on its stand."""
    u = s.unit
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
    windows.window(s, window, (238, 240, 240), grid=(3, 1), beyond=windows.Beyond(view="town"))
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
