"""What sits on a head or nose: hats, hoods, crowns, helmets, glasses; in head heights."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from core.providers.local.artist.brush import Brush, brightness, darker, lighter
from core.providers.local.artist.drawing import Colour, Path, Shape
from core.providers.local.artist.look import Look
from core.providers.local.artist.pencil import Knot, Pencil, joined, without

_BRASS: Colour = (236.0, 196.0, 98.0)

_LIFT = 0.04
"""Hats sit this much higher than the hairline, so that the brows stay free."""


@dataclass(frozen=True, slots=True)
class Headwear:
    """One head's hat and glasses, at one turn of the head."""

    pencil: Pencil
    brush: Brush
    look: Look
    turn: float
    detail: str
    back: bool = False

    def behind(self) -> list[Shape]:
        """The part of a hat that lies behind the head."""
        return _BEHIND[self.look.hat](self) if self.look.hat in _BEHIND else []

    def before(self) -> list[Shape]:
        """The hat as seen, over the hair."""
        if not self.look.hat:
            return []
        raised = replace(self, pencil=self.pencil.moved(0, _LIFT))
        shapes = _HATS[self.look.hat](raised)
        return shapes if self.detail != "small" else shapes[:3]

    def glasses(self) -> list[Shape]:
        """Glasses on the nose, with their temples."""
        if not self.look.glasses or self.detail == "small" or self.back:
            return []
        turn = self.turn
        spots = [(-0.169 + 0.130 * turn, 1.0), (0.169 + 0.109 * turn, 1.0 - 0.22 * turn)]
        if self.look.glasses == "round":
            lenses = self.pencil.ovals(*((x, 0.015, 0.128 * k, 0.122) for x, k in spots))
        else:
            lenses = joined(*(self.pencil.slab(x, 0.01, 0.256 * k, 0.19, 0.05) for x, k in spots))
        (near, one), (far, two) = spots
        bars: list[list[Knot]] = [
            [(near + 0.128 * one, 0.03), ((near + far) / 2, 0.048), (far - 0.128 * two, 0.03)],
            [(near - 0.128 * one, 0.035), (-0.40 + 0.12 * turn, 0.05)],
        ]
        if turn < 0.5:
            bars.append([(far + 0.128 * two, 0.035), (0.40, 0.05)])
        frame = (74.0, 52.0, 46.0) if brightness(self.look.skin) > 120 else (206.0, 172.0, 110.0)
        return [
            Shape(lenses, (255.0, 255.0, 255.0), opacity=0.12, layer=self.brush.layer),
            self.brush.line(lenses, frame, 0.020),
            self.brush.line(self.pencil.curves(*bars, closed=False), frame, 0.018),
        ]

    def path(self, knots: list[Knot], lean: float = 0.0) -> Path:
        """A smooth outline, moved back by the turn of the head; `lean` moves it to the facing side."""
        return self.pencil.curve([(k[0] + (lean - 0.03) * self.turn, *k[1:]) for k in knots])

    def solid(self, path: Path, colour: Colour | None = None, depth: float = 0.55) -> list[Shape]:
        shapes = [self.brush.form(path, self.look.hat_colour if colour is None else colour, depth)]
        return shapes if self.detail == "small" else [*shapes, *self.brush.rim(path, 0.022)]

    def dome(self, top: float = 0.66, wide: float = 0.47, low: float = 0.20) -> Path:
        """The part that covers the crown of the head."""
        return self.path(
            [
                (-wide, low, 0.2),
                (-wide, 0.36),
                (-wide * 0.6, top - 0.05),
                (0, top),
                (wide * 0.6, top - 0.05),
                (wide, 0.36),
                (wide, low, 0.2),
                (0, low + 0.07),
            ]
        )

    def band(self, low: float, high: float, wide: float = 0.48) -> Path:
        """A strip around the head, bowed like the brow."""
        return self.path(
            [
                (-wide, high, 0.2),
                (0, high + 0.07),
                (wide, high, 0.2),
                (wide, low, 0.2),
                (0, low + 0.07),
                (-wide, low, 0.2),
            ]
        )

    @property
    def accent(self) -> Colour:
        return self.look.accent


def _shade_brow(hat: Headwear, low: float) -> Shape:
    path = hat.path(
        [
            (-0.42, low, 0.2),
            (0, low + 0.07),
            (0.42, low, 0.2),
            (0.38, low - 0.10),
            (0.02, low - 0.03),
            (-0.38, low - 0.10),
        ]
    )
    return Shape(
        path,
        hat.brush.light.shadow,
        opacity=0.4,
        blur=0.02 * hat.brush.unit,
        blend="multiply",
        layer=hat.brush.layer,
    )


def _cap(hat: Headwear) -> list[Shape]:
    colour = hat.look.hat_colour
    peak = hat.path(
        [(-0.36, 0.22, 0.3), (0.0, 0.30), (0.40, 0.22, 0.3), (0.50, 0.13), (0.12, 0.11), (-0.30, 0.15)], 0.30
    )
    shapes = [_shade_brow(hat, 0.20), *hat.solid(hat.dome(0.66, 0.46, 0.21))]
    if hat.back:
        return shapes
    seams = hat.pencil.curves(
        [(0.0, 0.66), (0.10 * hat.turn + 0.02, 0.45), (0.12 * hat.turn, 0.28)], closed=False
    )
    return [
        *shapes,
        hat.brush.line(seams, darker(colour, 0.3), 0.012, 0.6),
        *hat.solid(peak, darker(colour, 0.2)),
    ]


def _captain(hat: Headwear) -> list[Shape]:
    colour = hat.look.hat_colour
    top = hat.path(
        [
            (-0.48, 0.34, 0.3),
            (-0.62, 0.50),
            (-0.36, 0.68),
            (0.05, 0.72),
            (0.44, 0.66),
            (0.62, 0.50),
            (0.48, 0.34, 0.3),
            (0, 0.42),
        ]
    )
    peak = hat.path(
        [(-0.40, 0.23, 0.2), (0, 0.31), (0.40, 0.23, 0.2), (0.36, 0.14), (0.02, 0.16), (-0.36, 0.14)], 0.12
    )
    badge = hat.pencil.oval(0.13 * hat.turn, 0.48, 0.065, 0.075)
    crown = hat.solid(
        top,
        lighter(colour, 0.9)
        if brightness(colour) < 90 and hat.look.garment == "uniform" and hat.look.main == colour
        else colour,
    )
    band = [hat.brush.form(hat.band(0.22, 0.36), darker(colour, 0.25), 0.5)]
    if hat.back:
        return [*crown, *band]
    rope = hat.brush.line(
        hat.pencil.curve([(-0.42, 0.27), (0.10 * hat.turn, 0.34), (0.42, 0.27)], closed=False), _BRASS, 0.03
    )
    return [
        _shade_brow(hat, 0.2),
        *crown,
        *band,
        rope,
        hat.brush.form(badge, _BRASS, 0.4),
        *hat.solid(peak, (40.0, 36.0, 46.0)),
    ]


def _beanie(hat: Headwear) -> list[Shape]:
    colour = hat.look.hat_colour
    band = hat.band(0.16, 0.32, 0.475)
    ribs: list[list[Knot]] = [
        [(x, 0.40 - abs(x) * 0.2), (x * 1.02, 0.20 - abs(x) * 0.1)]
        for x in (-0.36, -0.24, -0.12, 0.0, 0.12, 0.24, 0.36)
    ]
    pom = hat.pencil.oval(-0.03 * hat.turn, 0.74, 0.12, 0.11)
    return [
        *hat.solid(pom, lighter(colour, 0.4)),
        *hat.solid(hat.dome(0.69, 0.465, 0.24)),
        *hat.solid(band, lighter(colour, 0.12)),
        hat.brush.line(hat.pencil.curves(*ribs, closed=False), darker(colour, 0.25), 0.014, 0.5, band),
    ]


def _beret(hat: Headwear) -> list[Shape]:
    top = hat.path(
        [(-0.46, 0.26), (-0.60, 0.46), (-0.36, 0.64), (0.06, 0.66), (0.42, 0.52), (0.46, 0.28), (0, 0.36)]
    )
    return [
        *hat.solid(hat.path([(-0.02, 0.63, 0.2), (0.02, 0.76, 0.2), (0.05, 0.63, 0.2)])),
        *hat.solid(top),
        hat.brush.form(hat.band(0.23, 0.29, 0.45), darker(hat.look.hat_colour, 0.25), 0.5),
    ]


def _brim(hat: Headwear, wide: float, y: float = 0.25, drop: float = 0.0) -> Path:
    return hat.path(
        [
            (-wide, y - drop),
            (-0.5, y + 0.12),
            (0, y + 0.14),
            (0.5, y + 0.12),
            (wide, y - drop),
            (0.46, y - 0.06),
            (0, y - 0.02),
            (-0.46, y - 0.06),
        ]
    )


def _wide(hat: Headwear) -> list[Shape]:
    crown = hat.path(
        [
            (-0.43, 0.30, 0.2),
            (-0.41, 0.58),
            (-0.24, 0.76),
            (0, 0.71),
            (0.24, 0.76),
            (0.41, 0.58),
            (0.43, 0.30, 0.2),
            (0, 0.36),
        ]
    )
    return [
        _shade_brow(hat, 0.19),
        *hat.solid(_brim(hat, 0.80), darker(hat.look.hat_colour, 0.12)),
        *hat.solid(crown),
        hat.brush.form(hat.band(0.30, 0.40, 0.43), darker(hat.look.hat_colour, 0.45), 0.5),
    ]


def _straw(hat: Headwear) -> list[Shape]:
    crown = hat.dome(0.70, 0.42, 0.28)
    brim = _brim(hat, 0.86, 0.26, 0.03)
    weave = hat.pencil.curves(
        [(-0.7, 0.27), (0, 0.36), (0.7, 0.27)],
        [(-0.36, 0.48), (0, 0.55), (0.36, 0.48)],
        [(-0.30, 0.58), (0, 0.64), (0.30, 0.58)],
        closed=False,
    )
    return [
        _shade_brow(hat, 0.19),
        *hat.solid(brim, darker(hat.look.hat_colour, 0.06)),
        *hat.solid(crown),
        hat.brush.line(weave, darker(hat.look.hat_colour, 0.3), 0.012, 0.6),
        hat.brush.form(hat.band(0.29, 0.38, 0.42), hat.accent, 0.5),
    ]


def _bowler(hat: Headwear) -> list[Shape]:
    return [
        _shade_brow(hat, 0.2),
        *hat.solid(hat.dome(0.74, 0.44, 0.28)),
        hat.brush.form(hat.band(0.29, 0.38, 0.44), hat.accent, 0.5),
        *hat.solid(_brim(hat, 0.60, 0.25, -0.04), darker(hat.look.hat_colour, 0.1)),
    ]


def _top(hat: Headwear) -> list[Shape]:
    tube = hat.path(
        [(-0.42, 0.30, 0.1), (-0.46, 1.0, 0.1), (0, 1.04), (0.46, 1.0, 0.1), (0.42, 0.30, 0.1), (0, 0.36)]
    )
    return [
        _shade_brow(hat, 0.2),
        *hat.solid(tube),
        hat.brush.form(hat.band(0.30, 0.42, 0.425), hat.accent, 0.5),
        *hat.solid(_brim(hat, 0.64, 0.25, -0.03), darker(hat.look.hat_colour, 0.1)),
    ]


def _wizard(hat: Headwear) -> list[Shape]:
    cone = hat.path(
        [
            (-0.43, 0.30, 0.1),
            (-0.24, 0.74),
            (-0.14, 1.14),
            (-0.26, 1.34, 0),
            (0.10, 1.12),
            (0.24, 0.74),
            (0.43, 0.30, 0.1),
            (0, 0.36),
        ]
    )
    folds = hat.pencil.curves(
        [(-0.22, 0.80), (0.0, 0.76), (0.18, 0.84)], [(-0.12, 1.08), (0.02, 1.04)], closed=False
    )
    return [
        _shade_brow(hat, 0.19),
        *hat.solid(_brim(hat, 0.84, 0.26, 0.02), darker(hat.look.hat_colour, 0.15)),
        *hat.solid(cone),
        hat.brush.form(hat.band(0.30, 0.40, 0.42), hat.accent, 0.5),
        hat.brush.line(folds, darker(hat.look.hat_colour, 0.35), 0.014, 0.6),
    ]


def _crown(hat: Headwear) -> list[Shape]:
    gold = hat.look.hat_colour
    body = hat.path(
        [
            (-0.41, 0.34, 0.1),
            (-0.48, 0.70, 0),
            (-0.24, 0.52, 0.1),
            (0, 0.82, 0),
            (0.24, 0.52, 0.1),
            (0.48, 0.70, 0),
            (0.41, 0.34, 0.1),
            (0, 0.41),
        ]
    )
    gems = hat.pencil.ovals(
        *((x + 0.06 * hat.turn, 0.44 - abs(x) * 0.12, 0.04, 0.045) for x in (-0.26, 0.0, 0.26))
    )
    balls = hat.pencil.ovals(
        *((x - 0.03 * hat.turn, y, 0.045, 0.045) for x, y in ((-0.48, 0.72), (0, 0.84), (0.48, 0.72)))
    )
    return [
        *hat.solid(body, gold, 0.7),
        hat.brush.form(hat.band(0.33, 0.39, 0.415), darker(gold, 0.2), 0.5),
        hat.brush.form(balls, lighter(gold, 0.3), 0.5),
        hat.brush.form(gems, (184.0, 52.0, 74.0), 0.4),
    ]


def _helmet(hat: Headwear) -> list[Shape]:
    brim = _brim(hat, 0.57, 0.22, 0.02)
    ridge = hat.pencil.curves([(-0.02, 0.72), (0.10 * hat.turn, 0.52), (0.12 * hat.turn, 0.33)], closed=False)
    return [
        _shade_brow(hat, 0.16),
        *hat.solid(hat.dome(0.72, 0.49, 0.22), None, 0.7),
        *hat.solid(brim, darker(hat.look.hat_colour, 0.12)),
        hat.brush.line(ridge, lighter(hat.look.hat_colour, 0.3), 0.03, 0.6),
    ]


def _knight(hat: Headwear) -> list[Shape]:
    steel = hat.look.hat_colour
    sides = hat.path(
        [
            (-0.50, 0.20, 0.2),
            (-0.52, -0.10),
            (-0.44, -0.36, 0.2),
            (-0.33, -0.30, 0.2),
            (-0.36, 0.0),
            (-0.33, 0.20, 0.2),
        ]
    )
    other = hat.path(
        [
            (0.50, 0.20, 0.2),
            (0.52, -0.10),
            (0.44, -0.36, 0.2),
            (0.36, -0.30, 0.2),
            (0.38, 0.0),
            (0.35, 0.20, 0.2),
        ]
    )
    plume = hat.path(
        [
            (-0.02, 0.70, 0.2),
            (-0.12, 0.98),
            (-0.46, 1.02),
            (-0.74, 0.74),
            (-0.78, 0.40, 0),
            (-0.56, 0.66),
            (-0.26, 0.78),
        ]
    )
    rivets = hat.pencil.ovals(*((x, 0.31 - abs(x) * 0.1, 0.016, 0.016) for x in (-0.36, -0.2, 0.2, 0.36)))
    return [
        *hat.solid(plume, hat.accent),
        *hat.solid(sides, steel, 0.7),
        *([] if hat.turn > 0.6 else hat.solid(other, darker(steel, 0.1), 0.7)),
        *hat.solid(hat.dome(0.72, 0.51, 0.20), steel, 0.75),
        hat.brush.form(hat.band(0.20, 0.31, 0.51), darker(steel, 0.2), 0.6),
        hat.brush.form(rivets, _BRASS, 0.3),
    ]


def _hood(hat: Headwear) -> list[Shape]:
    wide = 0.57
    outer: list[Knot] = [
        (-wide, -0.50, 0.4),
        (-wide - 0.03, 0.10),
        (-0.42, 0.54),
        (0, 0.70),
        (0.42, 0.54),
        (wide + 0.03, 0.10),
        (wide, -0.50, 0.4),
    ]
    inner: list[Knot] = [
        (0.37, -0.42, 0.4),
        (0.41, 0.0),
        (0.32, 0.30),
        (0.02, 0.40),
        (-0.30, 0.30),
        (-0.40, 0.0),
        (-0.36, -0.42, 0.4),
    ]
    shift = 0.06 * hat.turn
    moved: list[Knot] = [(k[0] + shift, *k[1:]) for k in inner]
    if hat.back:
        return hat.solid(hat.path([*outer, (0, -0.56)]))
    ring = hat.path([*outer, *moved])
    edge = hat.brush.line(hat.pencil.curve(moved, closed=False), lighter(hat.look.hat_colour, 0.18), 0.035)
    return [_shade_brow(hat, 0.28), *hat.solid(ring), edge]


def _hood_behind(hat: Headwear) -> list[Shape]:
    return (
        []
        if hat.back
        else [
            hat.brush.flat(
                hat.path([(-0.52, -0.5), (-0.54, 0.1), (0, 0.60), (0.54, 0.1), (0.52, -0.5), (0, -0.62)]),
                darker(hat.look.hat_colour, 0.5),
                0.4,
            )
        ]
    )


def _scarf(hat: Headwear) -> list[Shape]:
    outer: list[Knot] = [
        (-0.44, -0.40, 0.4),
        (-0.52, 0.06),
        (-0.42, 0.44),
        (0, 0.60),
        (0.42, 0.44),
        (0.52, 0.06),
        (0.44, -0.40, 0.4),
        (0.12, -0.64),
        (-0.12, -0.64),
    ]
    face: list[Knot] = [
        (0.32, -0.26),
        (0.375, 0.0),
        (0.28, 0.28),
        (0.0, 0.34),
        (-0.28, 0.28),
        (-0.375, 0.0),
        (-0.32, -0.26),
        (0, -0.515),
    ]
    if hat.back:
        return hat.solid(hat.path(outer))
    hole = hat.path([(k[0] + 0.06 * hat.turn, *k[1:]) for k in face])
    ring = without(hat.path(outer), hole)
    folds = hat.pencil.curves(
        [(-0.46, 0.10), (-0.36, 0.36), (0, 0.47), (0.30, 0.40)],
        [(-0.44, -0.2), (-0.3, -0.46), (-0.05, -0.58)],
        closed=False,
    )
    shapes = [hat.brush.form(ring, hat.look.hat_colour, 0.55)]
    return [*shapes, hat.brush.line(folds, darker(hat.look.hat_colour, 0.28), 0.014, 0.6, ring)]


def _turban(hat: Headwear) -> list[Shape]:
    body = hat.path(
        [
            (-0.48, 0.20, 0.4),
            (-0.58, 0.42),
            (-0.40, 0.68),
            (0, 0.78),
            (0.40, 0.68),
            (0.58, 0.42),
            (0.48, 0.20, 0.4),
            (0, 0.30),
        ]
    )
    wraps = hat.pencil.curves(
        [(-0.5, 0.30), (-0.05, 0.50), (0.2, 0.74)],
        [(0.5, 0.30), (0.05, 0.50), (-0.2, 0.74)],
        [(-0.55, 0.46), (-0.2, 0.60), (0.05, 0.77)],
        [(0.55, 0.46), (0.25, 0.60)],
        closed=False,
    )
    jewel = hat.pencil.oval(0.08 * hat.turn, 0.47, 0.06, 0.075)
    return [
        _shade_brow(hat, 0.2),
        *hat.solid(body),
        hat.brush.line(wraps, darker(hat.look.hat_colour, 0.25), 0.02, 0.6, body),
        hat.brush.form(jewel, hat.accent, 0.4),
    ]


def _chef(hat: Headwear) -> list[Shape]:
    puff = hat.path(
        [
            (-0.42, 0.46, 0.3),
            (-0.64, 0.66),
            (-0.52, 0.92),
            (-0.24, 0.98),
            (0, 1.06),
            (0.26, 0.98),
            (0.54, 0.92),
            (0.64, 0.66),
            (0.42, 0.46, 0.3),
        ]
    )
    pleats = hat.pencil.curves(
        [(-0.25, 0.52), (-0.3, 0.78)], [(0, 0.54), (0.0, 0.82)], [(0.25, 0.52), (0.3, 0.78)], closed=False
    )
    return [
        *hat.solid(puff, hat.look.hat_colour, 0.4),
        *hat.solid(hat.band(0.26, 0.50, 0.43), lighter(hat.look.hat_colour, 0.4), 0.45),
        hat.brush.line(pleats, darker(hat.look.hat_colour, 0.25), 0.016, 0.6),
    ]


_HATS: Mapping[str, Callable[[Headwear], list[Shape]]] = {
    "cap": _cap,
    "captain": _captain,
    "beanie": _beanie,
    "beret": _beret,
    "wide": _wide,
    "straw": _straw,
    "bowler": _bowler,
    "top": _top,
    "wizard": _wizard,
    "crown": _crown,
    "helmet": _helmet,
    "knight": _knight,
    "hood": _hood,
    "scarf": _scarf,
    "turban": _turban,
    "chef": _chef,
}

_BEHIND: Mapping[str, Callable[[Headwear], list[Shape]]] = {"hood": _hood_behind}

HAT_KINDS = tuple(_HATS)
"""Every hat the artist knows."""

FULL_COVER = frozenset({"hood", "scarf"})
"""Hats under which no hair shows behind the head."""

OPEN_TOP = frozenset({"crown"})
"""Hats that leave the hair its volume."""
