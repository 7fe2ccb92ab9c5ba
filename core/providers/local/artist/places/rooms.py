"""Rooms people live in: room, kitchen, bedroom, library, office and cafe."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Linear, Point, Stop
from core.providers.local.artist.places import growing, indoors
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import DARK_WOOD, WOOD, Shell
from core.providers.local.artist.places.sheet import Scenery, Sheet

STONE_WORDS = frozenset({"stone", "stones", "brick", "bricks"})
WOODEN_WORDS = frozenset(
    {"wooden", "timber", "cabin", "hut", "planks", "boards", "log", "logs", "cottage", "lighthouse"}
)


def facts(
    s: Sheet, room: Shell, glow: Point | None, key_side: float = 0.55, stand: tuple[float, float] = (0.28, 0.74)
) -> Scenery:
    return s.done(
        horizon=room.floor, ground=s.height * 0.94, figure=room.person * 1.28, stand=stand,
        glow=glow if s.light.lamps > 0.2 else None, key_side=key_side, interior=True,
    )  # fmt: skip


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
    indoors.window(
        s,
        window,
        (228, 218, 200),
        view="hills",
        curtains=s.pick("curtains", ((176, 84, 72), (98, 118, 110), (206, 164, 100)), "curtain", "curtains"),
    )
    if s.tall:
        indoors.beams(s, r, WOOD)
    left = across_of(s, 0.1, 0.04)
    for row in range(2):
        y = r.floor - u * (0.56 - 0.17 * row)
        indoors.shelf(s, left, left + u * 0.42, y, DARK_WOOD)
        if row == 0:
            indoors.books(s, left + u * 0.02, left + u * 0.4, y, u * 0.12, f"books{row}")
        else:
            indoors.jars(s, left + u * 0.02, left + u * 0.4, y, u * 0.1, "jars")
    if s.wide:
        indoors.picture_frame(
            s, Box(s.width * 0.46, r.floor - u * 0.56, s.width * 0.46 + u * 0.16, r.floor - u * 0.42), "picture"
        )
    indoors.sofa(
        s,
        left - u * 0.04,
        left + u * 0.52,
        r.floor + u * 0.045,
        s.pick("sofa", ((92, 122, 128), (164, 96, 80), (124, 112, 86)), "sofa", "couch"),
    )
    indoors.cushion(s, (left + u * 0.1, r.floor - u * 0.11), u * 0.045, (226, 176, 96))
    small = across_of(s, 0.52, 0.5)
    indoors.table(s, small, small + u * 0.16, r.floor - u * 0.13, r.floor + u * 0.03, WOOD)
    lamp = indoors.table_lamp(s, small + u * 0.08, r.floor - u * 0.14, u * 0.17, (232, 196, 140))
    growing.potted(s, s.width * 0.95, r.floor + u * 0.05, u * 0.32, s.chance("plant"))
    indoors.rug(
        s,
        (s.width * 0.5, r.floor + (s.height - r.floor) * 0.5),
        min(u * 0.95, s.width * 0.8),
        s.pick("rug", ((150, 74, 70), (74, 96, 118)), "rug", "carpet"),
    )
    indoors.lamp_pool(s, lamp, u * 0.7, 0.3)
    indoors.dust(s)
    return facts(s, r, lamp)


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
    indoors.window(s, window, (240, 234, 222), view="hills", curtains=None, across=2, down=2)
    front = s.pick(
        "cupboards", ((108, 138, 132), (206, 192, 168), (146, 104, 78)), "cupboard", "cupboards", "cabinets"
    )
    _counter(s, r, front)
    for a, wide in ((0.06, 0.4), (0.72, 0.36)) if s.wide else ((-0.06, 0.3), (0.72, 0.36)):
        _wall_cupboard(
            s, Box(s.width * a, r.floor - u * 0.74, s.width * a + u * wide, r.floor - u * 0.48), front
        )
    _hooks(s, r)
    lamp = indoors.hanging_lamp(
        s, s.width * 0.52, min(0, r.ceiling), r.floor - u * 0.78, u * 0.055, s.colour((176, 84, 70), "lamp")
    )
    indoors.lamp_pool(s, (s.width * 0.5, r.floor - u * 0.2), u * 0.8, 0.22)
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
    indoors.jars(s, across_of(s, 0.08, 0.02), across_of(s, 0.3, 0.3), top - u * 0.022, u * 0.09, "jars")
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
    indoors.window(
        s,
        window,
        (234, 228, 216),
        curtains=s.pick("curtains", ((104, 112, 150), (190, 130, 122), (228, 212, 180)), "curtain", "curtains"),
    )
    indoors.picture_frame(
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
    indoors.table(s, x - u * 0.07, x + u * 0.09, r.floor - u * 0.13, r.floor + u * 0.05, WOOD)
    lamp = indoors.table_lamp(s, x + u * 0.01, r.floor - u * 0.14, u * 0.15, (236, 208, 160))
    indoors.rug(
        s,
        (s.width * 0.58, r.floor + (s.height - r.floor) * 0.55),
        min(u * 0.8, s.width * 0.7),
        s.pick("rug", ((126, 96, 134), (84, 112, 122)), "rug"),
    )
    indoors.lamp_pool(s, lamp, u * 0.7, 0.3)
    if s.tall:
        indoors.beams(s, r, WOOD)
    indoors.dust(s)
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
    indoors.window(
        s,
        window,
        (188, 156, 116),
        across=3,
        down=4,
        view="town" if "city" in s.notes or "town" in s.notes else "hills",
    )
    for index, (a, b) in enumerate(cases):
        indoors.bookcase(s, Box(a, high, b, r.floor + u * 0.02), wood, rows, f"case{index}")
    for level in (0.0,):
        s.form(
            paths.rect(-0.3 * s.width, high - u * (0.06 + level), 1.3 * s.width, high - u * 0.018),
            lighter(wood, 0.06),
            (0, s.width),
        )
    _ladder(s, across_of(s, 0.24, 0.2), r)
    seat = Box(middle - half * 1.1, r.floor - u * 0.12, middle + half * 1.1, r.floor + u * 0.02)
    s.form(paths.rect(seat.left, seat.top + u * 0.02, seat.right, seat.bottom), wood, (seat.left, seat.right))
    s.form(
        paths.rounded(seat.left, seat.top, seat.right, seat.top + u * 0.035, u * 0.014),
        s.colour((146, 62, 62), "cushion", "seat"),
        (seat.left, seat.right),
    )
    indoors.skirting(s, r, wood)
    desk = across_of(s, 0.68, 0.62)
    indoors.table(s, desk, desk + u * 0.38, r.floor - u * 0.1, r.floor + u * 0.09, WOOD)
    lamp = indoors.table_lamp(s, desk + u * 0.28, r.floor - u * 0.11, u * 0.15, (84, 128, 96))
    for i in range(3):
        s.form(
            paths.rounded(
                desk + u * 0.05,
                r.floor - u * (0.13 + 0.022 * i),
                desk + u * (0.15 + 0.01 * (i % 2)),
                r.floor - u * (0.112 + 0.022 * i),
                u * 0.003,
            ),
            indoors.BOOKS[i],
            (desk, desk + u * 0.2),
        )
    indoors.rug(
        s,
        (s.width * 0.5, r.floor + (s.height - r.floor) * 0.62),
        min(u * 0.9, s.width * 0.76),
        s.colour((128, 56, 58), "rug", "carpet"),
    )
    indoors.lamp_pool(s, lamp, u * 0.7, 0.36)
    indoors.dust(s)
    return facts(s, r, lamp)


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
    indoors.window(s, window, (92, 98, 108), across=4, down=1, view="town")
    blinds = [
        paths.rect(window.left, window.top + u * 0.012 * i, window.right, window.top + u * (0.012 * i + 0.007))
        for i in range(9)
    ]
    s.add(paths.join(blinds), s.light.surface((226, 222, 214)), opacity=0.85)
    _cabinet(
        s,
        Box(across_of(s, 0.06, 0.0), r.floor - u * 0.32, across_of(s, 0.06, 0.0) + u * 0.2, r.floor + u * 0.02),
    )
    indoors.books(
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
    indoors.chair(s, left + u * 0.2, r.floor + u * 0.04, u * 0.34, (62, 66, 78))
    indoors.table(
        s, left, left + u * 0.5, r.floor - u * 0.15, r.floor + u * 0.07, s.colour((168, 124, 88), "desk")
    )
    _screen(s, left + u * 0.16, r.floor - u * 0.162)
    lamp = indoors.table_lamp(s, left + u * 0.42, r.floor - u * 0.162, u * 0.15, (96, 124, 136))
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
    indoors.lamp_pool(s, lamp, u * 0.6, 0.3)
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
    indoors.window(s, window, (74, 62, 60), across=3, down=1, view="town")
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
    left = across_of(s, 0.04, -0.04)
    for level in (0.42, 0.33):
        indoors.shelf(s, left + u * 0.04, left + u * 0.5, r.floor - u * level, WOOD)
        indoors.jars(
            s,
            left + u * 0.05,
            left + u * 0.49,
            r.floor - u * level,
            u * 0.075,
            f"jars{level}",
            ((240, 232, 220), (196, 140, 92), (120, 150, 140), (214, 180, 130)),
        )
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
    _coffee_machine(s, counter.left + u * 0.34, counter.top - u * 0.022)
    for i in range(2 if s.wide else 1):
        x = across_of(s, 0.62, 0.66) + u * 0.34 * i
        indoors.chair(s, x - u * 0.08, r.floor + u * 0.06, u * 0.28, (86, 60, 52), 1)
        indoors.chair(s, x + u * 0.2, r.floor + u * 0.06, u * 0.28, (86, 60, 52), -1)
        _round_table(s, x + u * 0.06, r.floor - u * 0.1, r.floor + u * 0.07)
    lamps = [
        indoors.hanging_lamp(
            s, s.width * x, min(0.0, r.ceiling), r.floor - u * (0.74 if i % 2 else 0.7), u * 0.05, (66, 74, 76)
        )
        for i, x in enumerate((0.24, 0.5, 0.76))
    ]
    indoors.dust(s)
    return facts(s, r, lamps[1])


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
