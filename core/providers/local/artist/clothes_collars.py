"""Collars, lapels and necklines of garments."""

from __future__ import annotations

from core.providers.local.artist.brush import brightness, darker, lighter, mix
from core.providers.local.artist.drawing import Colour, Shape
from core.providers.local.artist.garment import Panel, dots
from core.providers.local.artist.pencil import Knot

_SHIRT: Colour = (236.0, 230.0, 218.0)
_BRASS: Colour = (236.0, 196.0, 98.0)


def _lapel_knots(panel: Panel, deep: float, wide: float) -> tuple[list[Knot], list[Knot]]:
    x, w = panel.x(0.06), panel.width
    left: list[Knot] = [
        (x - 0.20 * w, 5.94, 0.4), (x - 0.36 * w, 5.72), (x - wide * w, 5.36, 0.2),
        (x - (wide - 0.14) * w, 5.28, 0.2), (x, deep, 0), (x - 0.10 * w, 5.5),
    ]  # fmt: skip
    right: list[Knot] = [
        (x + 0.20 * w, 5.94, 0.4), (x + 0.34 * w, 5.72), (x + wide * 0.9 * w, 5.36, 0.2),
        (x + (wide - 0.14) * 0.9 * w, 5.28, 0.2), (x, deep, 0), (x + 0.10 * w, 5.5),
    ]  # fmt: skip
    return left, right


def lapels(panel: Panel) -> list[Shape]:
    left, right = _lapel_knots(panel, 5.0, 0.46)
    x, w = panel.x(0.06), panel.width
    inner: list[Knot] = [(x - 0.2 * w, 5.95, 0), (x + 0.2 * w, 5.95, 0), (x, 5.05, 0)]
    return [
        panel.shape(inner, mix(_SHIRT, panel.look.accent, 0.35), 0.6),
        panel.shape(right, darker(panel.colour, 0.14), 0.4),
        panel.shape(left, lighter(panel.colour, 0.07), 0.4),
        *sewn(panel, left, right),
    ]


def sewn(panel: Panel, *pieces: list[Knot]) -> list[Shape]:
    path = panel.pencil.curves(*pieces)
    return [
        Shape(
            path,
            stroke=panel.brush.tone(darker(panel.colour, 0.35)),
            width=0.014 * panel.brush.unit,
            opacity=0.5,
            clip=panel.clip,
            layer=panel.brush.layer,
        )
    ]


def suit_lapels(panel: Panel) -> list[Shape]:
    left, right = _lapel_knots(panel, 4.55, 0.44)
    seam: list[list[Knot]] = [[(panel.x(0.06), 4.55), (panel.x(0.06), panel.hem)]]
    pieces = [
        panel.shape(right, darker(panel.colour, 0.10), 0.4),
        panel.shape(left, lighter(panel.colour, 0.09), 0.4),
        *sewn(panel, left, right),
        panel.line(seam, 0.022),
    ]
    if panel.look.garment == "lab":
        return pieces[:-1]
    return [*pieces, *dots(panel, -0.02, (4.45, 4.1), 0.04, darker(panel.colour, 0.4))]


def shirt_front(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.06), panel.width
    front: list[Knot] = [
        (x - 0.28 * w, 6.0, 0),
        (x + 0.28 * w, 6.0, 0),
        (x + 0.10 * w, 5.0),
        (x, 4.5, 0),
        (x - 0.10 * w, 5.0),
    ]
    collars: list[list[Knot]] = [
        [(x - 0.24 * w, 6.0, 0), (x, 5.72, 0), (x - 0.14 * w, 5.52, 0), (x - 0.32 * w, 5.80, 0)],
        [(x + 0.24 * w, 6.0, 0), (x, 5.72, 0), (x + 0.14 * w, 5.52, 0), (x + 0.32 * w, 5.80, 0)],
    ]
    return [
        panel.shape(front, _SHIRT, 0.4),
        panel.brush.form(panel.pencil.curves(*collars), lighter(_SHIRT, 0.5), 0.3, panel.clip),
    ]


def tie(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.06), panel.width
    colour = panel.look.accent if brightness(panel.look.accent) < 190 else (168.0, 62.0, 66.0)
    blade: list[Knot] = [
        (x - 0.05 * w, 5.62, 0),
        (x + 0.05 * w, 5.62, 0),
        (x + 0.11 * w, 4.8, 0),
        (x, 4.58, 0),
        (x - 0.11 * w, 4.8, 0),
    ]
    knot: list[Knot] = [
        (x - 0.085 * w, 5.76, 0),
        (x + 0.085 * w, 5.76, 0),
        (x + 0.05 * w, 5.6, 0),
        (x - 0.05 * w, 5.6, 0),
    ]
    return [panel.shape(blade, colour, 0.5), panel.shape(knot, darker(colour, 0.16), 0.3)]


def shirt_collar(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.04), panel.width
    base = panel.colour if panel.look.garment == "shirt" else _SHIRT
    collars: list[list[Knot]] = [
        [(x - 0.20 * w, 6.02, 0), (x, 5.74, 0), (x - 0.16 * w, 5.46, 0), (x - 0.40 * w, 5.78, 0.3)],
        [(x + 0.20 * w, 6.02, 0), (x, 5.74, 0), (x + 0.16 * w, 5.46, 0), (x + 0.38 * w, 5.78, 0.3)],
    ]
    return [panel.brush.form(panel.pencil.curves(*collars), lighter(base, 0.22), 0.3), *sewn(panel, *collars)]


def round_collar(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.03), panel.width
    collars: list[list[Knot]] = [
        [
            (x, 5.74, 0.2),
            (x - 0.05 * w, 5.52),
            (x - 0.28 * w, 5.46),
            (x - 0.42 * w, 5.68),
            (x - 0.26 * w, 5.96, 0.2),
        ],
        [
            (x, 5.74, 0.2),
            (x + 0.05 * w, 5.52),
            (x + 0.27 * w, 5.46),
            (x + 0.40 * w, 5.68),
            (x + 0.26 * w, 5.96, 0.2),
        ],
    ]
    return [panel.brush.form(panel.pencil.curves(*collars), panel.trim(), 0.3), *sewn(panel, *collars)]


def high_collar(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.02), panel.width
    band: list[Knot] = [
        (x - 0.30 * w, 6.04, 0.2),
        (x, 5.86),
        (x + 0.30 * w, 6.04, 0.2),
        (x + 0.34 * w, 5.72, 0.2),
        (x, 5.56),
        (x - 0.34 * w, 5.72, 0.2),
    ]
    edge: list[Knot] = [(x - 0.34 * w, 5.72), (x, 5.56), (x + 0.34 * w, 5.72)]
    trim = panel.brush.line(panel.pencil.curve(edge, closed=False), panel.trim(), 0.045)
    return [panel.shape(band, darker(panel.colour, 0.08), 0.5, clipped=False), trim]


def neck(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.0), panel.width
    band: list[Knot] = [
        (x - 0.30 * w, 5.98, 0.2),
        (x, 5.74),
        (x + 0.30 * w, 5.98, 0.2),
        (x + 0.40 * w, 5.80, 0.3),
        (x, 5.54),
        (x - 0.40 * w, 5.80, 0.3),
    ]
    return [panel.shape(band, lighter(panel.colour, 0.10), 0.4, clipped=False), *sewn(panel, band)]


def v_neck(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.05), panel.width
    front: list[Knot] = [
        (x - 0.34 * w, 6.0, 0),
        (x + 0.34 * w, 6.0, 0),
        (x + 0.26 * w, 5.5),
        (x, 4.95, 0),
        (x - 0.26 * w, 5.5),
    ]
    shirt = mix(_SHIRT, panel.look.accent, 0.16)
    tip: list[list[Knot]] = [
        [(x, 4.95), (x, panel.hem)],
        [(x - 0.12 * w, panel.hem + 0.1), (x, panel.hem + 0.3), (x + 0.12 * w, panel.hem + 0.1)],
    ]
    return [panel.shape(front, shirt, 0.4), panel.line(tip)]


def collar(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.06), panel.width
    flaps: list[list[Knot]] = [
        [(x - 0.24 * w, 6.04, 0.2), (x - 0.02, 5.62, 0), (x - 0.22 * w, 5.38, 0.2), (x - 0.46 * w, 5.74)],
        [(x + 0.24 * w, 6.04, 0.2), (x + 0.02, 5.62, 0), (x + 0.22 * w, 5.38, 0.2), (x + 0.44 * w, 5.74)],
    ]
    return [panel.brush.form(panel.pencil.curves(*flaps), panel.trim(), 0.4), *sewn(panel, *flaps)]


def hood_neck(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.0), panel.width
    roll: list[Knot] = [
        (x - 0.32 * w, 6.10),
        (x, 5.80),
        (x + 0.32 * w, 6.10),
        (x + 0.60 * w, 5.84),
        (x + 0.40 * w, 5.56),
        (x, 5.40),
        (x - 0.40 * w, 5.56),
        (x - 0.60 * w, 5.84),
    ]
    return [panel.shape(roll, darker(panel.colour, 0.07), 0.5, clipped=False), *sewn(panel, roll)]
