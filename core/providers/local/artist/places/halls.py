"""Where people pass or gather: hall and corridor."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Linear, Point, Stop
from core.providers.local.artist.light import outside_of
from core.providers.local.artist.places import growing, indoors, windows
from core.providers.local.artist.places.built import Box
from core.providers.local.artist.places.indoors import Shell
from core.providers.local.artist.places.sheet import Scenery, Sheet
from core.providers.local.artist.places.walls import facts, wall_colour


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
    windows.outlook(s, whole, windows.Beyond("hills", name, name == "arch0"))
    for index in range(before, len(s.shapes)):
        s.shapes[index] = windows.clipped(s.shapes[index], glass)
    for t in (0.33, 0.67):
        s.line(paths.line(whole.at(t, 0), whole.at(t, 1)), s.light.shade((110, 98, 92)), u * 0.005, clip=glass)
    for t in (0.3, 0.55, 0.8):
        s.line(paths.line(whole.at(0, t), whole.at(1, t)), s.light.shade((110, 98, 92)), u * 0.004, clip=glass)
    windows.daylight(s, whole)


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
    _sides(s, eye, far, wall, floor)
    s.add(far.path, light.lit(lighter(wall, 0.12)))
    window = far.part(0.26, 0.16, 0.74, 0.72)
    windows.outlook(s, window, windows.Beyond("hills", "end"))
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


def _sides(s: Sheet, eye: Point, far: Box, wall: Colour, floor: Colour) -> None:
    """Ceiling, floor and both walls, running to the far end."""
    u, light = s.unit, s.light
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
