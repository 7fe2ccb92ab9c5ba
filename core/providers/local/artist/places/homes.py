"""Rooms of a home: living room and bedroom."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import lighter
from core.providers.local.artist.drawing import Point
from core.providers.local.artist.places import furniture, growing, indoors, lamps, windows
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import DARK_WOOD, WOOD, Shell
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.providers.local.artist.places.walls import across_of, facts, wall_colour, walls


def room(s: Sheet) -> Scenery:
    """A living room: window, shelf of books, sofa, picture, lamp, rug, hearth."""
    wall = wall_colour(s, ((176, 142, 116), (134, 150, 142), (188, 158, 124), (146, 126, 142)))
    floor = s.colour((156, 106, 74), "floor")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    walls(s, r, wall)
    indoors.floor_boards(s, r, floor)
    indoors.skirting(s, r, lighter(wall, 0.3))
    window = Box(
        across_of(s, 0.62, 0.58), r.floor - u * 0.6, across_of(s, 0.62, 0.58) + u * 0.34, r.floor - u * 0.22
    )
    windows.window(
        s,
        window,
        (228, 218, 200),
        curtains=s.pick("curtains", ((176, 84, 72), (98, 118, 110), (206, 164, 100)), "curtain", "curtains"),
    )
    if s.tall:
        indoors.beams(s, r, WOOD)
    _shelves(s, r)
    left = across_of(s, 0.1, 0.04)
    furniture.sofa(
        s,
        left - u * 0.04,
        left + u * 0.52,
        r.floor + u * 0.045,
        s.pick("sofa", ((92, 122, 128), (164, 96, 80), (124, 112, 86)), "sofa", "couch"),
    )
    furniture.cushion(s, (left + u * 0.1, r.floor - u * 0.11), u * 0.045, (226, 176, 96))
    hearth = s.wide and (bool(HEARTHS & s.notes.all) or s.chance("hearth").random() < 0.4)
    lamp = _by_the_fire(s, r) if hearth else _by_the_lamp(s, r)
    growing.potted(s, s.width * 0.95, r.floor + u * 0.05, u * 0.32, s.chance("plant"))
    furniture.rug(
        s,
        (s.width * 0.5, r.floor + (s.height - r.floor) * 0.5),
        min(u * 0.95, s.width * 0.8),
        s.pick("rug", ((150, 74, 70), (74, 96, 118)), "rug", "carpet"),
    )
    lamps.lamp_pool(s, lamp, u * 0.7, 0.3)
    lamps.dust(s)
    return facts(s, r, lamp)


HEARTHS = frozenset({"fireplace", "hearth", "fire", "chimney"})


def _shelves(s: Sheet, r: Shell) -> None:
    """Books above, jars below."""
    u, left = s.unit, across_of(s, 0.1, 0.04)
    for row, high in enumerate((0.56, 0.39)):
        y = r.floor - u * high
        furniture.shelf(s, left, left + u * 0.42, y, DARK_WOOD)
        if row == 0:
            furniture.books(s, left + u * 0.02, left + u * 0.4, y, u * 0.12, "books")
        else:
            furniture.jars(s, left + u * 0.02, left + u * 0.4, y, u * 0.1, "jars")


def _by_the_fire(s: Sheet, r: Shell) -> Point:
    """A hearth with a picture above it; gives the place of the fire."""
    u, x = s.unit, s.width * 0.435
    fire = lamps.fireplace(s, Box(x, r.floor - u * 0.32, x + u * 0.3, r.floor + u * 0.01), (168, 150, 138))
    furniture.picture_frame(
        s, Box(x + u * 0.06, r.floor - u * 0.56, x + u * 0.24, r.floor - u * 0.41), "picture"
    )
    return fire


def _by_the_lamp(s: Sheet, r: Shell) -> Point:
    """A small table with a lamp, a picture on the wall; gives the place of the light."""
    u, x = s.unit, s.width * 0.46
    if s.wide:
        furniture.picture_frame(s, Box(x, r.floor - u * 0.56, x + u * 0.16, r.floor - u * 0.42), "picture")
    small = across_of(s, 0.52, 0.5)
    furniture.table(s, small, small + u * 0.16, r.floor - u * 0.13, r.floor + u * 0.03, WOOD)
    return lamps.table_lamp(s, small + u * 0.08, r.floor - u * 0.14, u * 0.17, (232, 196, 140))


def bedroom(s: Sheet) -> Scenery:
    """A bedroom: bed with a quilt, window with curtains, night table, wardrobe."""
    wall = wall_colour(s, ((150, 150, 172), (184, 152, 142), (150, 168, 158), (196, 178, 150)))
    floor = s.colour((160, 116, 88), "floor")
    r = indoors.shell(s, wall, floor)
    u = s.unit
    walls(s, r, wall)
    indoors.floor_boards(s, r, floor)
    indoors.skirting(s, r, lighter(wall, 0.3))
    window = Box(
        across_of(s, 0.56, 0.5), r.floor - u * 0.62, across_of(s, 0.56, 0.5) + u * 0.32, r.floor - u * 0.24
    )
    windows.window(
        s,
        window,
        (234, 228, 216),
        curtains=s.pick("curtains", ((104, 112, 150), (190, 130, 122), (228, 212, 180)), "curtain", "curtains"),
    )
    furniture.picture_frame(
        s,
        Box(across_of(s, 0.2, 0.12), r.floor - u * 0.6, across_of(s, 0.2, 0.12) + u * 0.17, r.floor - u * 0.47),
        "picture",
    )
    if s.wide:
        _wardrobe(s, Box(s.width * 0.86, r.floor - u * 0.56, s.width * 0.86 + u * 0.3, r.floor + u * 0.02))
    bed = Box(
        across_of(s, 0.05, -0.08), r.floor - u * 0.15, across_of(s, 0.05, -0.08) + u * 0.66, r.floor + u * 0.1
    )
    _bed(s, bed)
    x = bed.right + u * 0.1
    furniture.table(s, x - u * 0.07, x + u * 0.09, r.floor - u * 0.13, r.floor + u * 0.05, WOOD)
    lamp = lamps.table_lamp(s, x + u * 0.01, r.floor - u * 0.14, u * 0.15, (236, 208, 160))
    furniture.rug(
        s,
        (s.width * 0.58, r.floor + (s.height - r.floor) * 0.55),
        min(u * 0.8, s.width * 0.7),
        s.pick("rug", ((126, 96, 134), (84, 112, 122)), "rug"),
    )
    lamps.lamp_pool(s, lamp, u * 0.7, 0.3)
    if s.tall:
        indoors.beams(s, r, WOOD)
    lamps.dust(s)
    return facts(s, r, lamp, stand=(0.4, 0.78))


def _bed(s: Sheet, box: Box) -> None:
    u = s.unit
    s.shadow((box.at(0.5, 1)[0], box.bottom + u * 0.02), box.width * 0.6, u * 0.05, 0.5)
    head = paths.rounded(
        box.left - u * 0.03, box.top - u * 0.2, box.left + u * 0.035, box.bottom + u * 0.03, u * 0.02
    )
    s.form(head, WOOD, (box.left - u * 0.03, box.left + u * 0.04))
    s.form(
        paths.rounded(box.left, box.top + u * 0.06, box.right, box.bottom, u * 0.03),
        (238, 230, 218),
        (box.left, box.right),
    )
    for dx in (0.0, 0.045):
        s.form(
            paths.smooth(
                [
                    (box.left + u * (0.03 + dx), box.top - u * 0.03),
                    (box.left + u * (0.15 + dx), box.top - u * 0.035),
                    (box.left + u * (0.17 + dx), box.top + u * 0.06),
                    (box.left + u * (0.02 + dx), box.top + u * 0.065),
                ]
            ),
            (248, 242, 234),
            (box.left, box.left + u * 0.2),
        )
    quilt = s.pick(
        "quilt", ((96, 118, 158), (174, 96, 96), (112, 142, 116)), "quilt", "blanket", "bed", "cover"
    )
    top = [
        (box.left + u * 0.17, box.top + u * 0.05),
        (box.left + u * 0.3, box.top - u * 0.01),
        (box.left + u * 0.46, box.top + u * 0.02),
        (box.right - u * 0.05, box.top + u * 0.03),
        (box.right + u * 0.012, box.top + u * 0.09),
    ]
    cover = paths.smooth_top(top, box.bottom - u * 0.012)
    s.form(cover, quilt, (box.left, box.right))
    patches = []
    for i in range(5):
        for j in range(3):
            if (i + j) % 2 == 0:
                x, y = box.left + u * (0.18 + 0.1 * i), box.top + u * (0.03 + 0.075 * j)
                patches.append(paths.rounded(x, y, x + u * 0.096, y + u * 0.072, u * 0.006))
    s.add(paths.join(patches), s.light.lit(lighter(quilt, 0.25)), opacity=0.35, clip=cover)
    s.form(
        paths.rounded(
            box.right - u * 0.012, box.top - u * 0.03, box.right + u * 0.03, box.bottom + u * 0.03, u * 0.016
        ),
        WOOD,
        (box.right - u * 0.01, box.right + u * 0.03),
    )


def _wardrobe(s: Sheet, box: Box) -> None:
    u = s.unit
    wood = s.pick("wardrobe", ((128, 88, 66), (176, 142, 108)), "wardrobe")
    s.shadow((box.at(0.5, 1)[0], box.bottom), box.width * 0.65, u * 0.03)
    s.form(box.path, wood, (box.left, box.right))
    for t in (0.03, 0.51):
        door = box.part(t, 0.05, t + 0.46, 0.93)
        s.add(
            paths.rounded(door.left, door.top, door.right, door.bottom, u * 0.01),
            s.light.shade(wood),
            opacity=0.4,
        )
        for a, b in ((0.08, 0.45), (0.52, 0.94)):
            panel = door.part(0.14, a, 0.86, b)
            s.add(
                paths.rounded(panel.left, panel.top, panel.right, panel.bottom, u * 0.006),
                s.light.lit(lighter(wood, 0.06)),
                opacity=0.5,
            )
    s.form(
        paths.rect(box.left - u * 0.014, box.top - u * 0.026, box.right + u * 0.014, box.top + u * 0.006),
        lighter(wood, 0.12),
        (box.left, box.right),
    )
