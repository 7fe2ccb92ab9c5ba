"""What is sewn onto garments: collars, buttons, belts, pockets; each a function over a garment's front."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.providers.local.artist.brush import brightness, darker, lighter
from core.providers.local.artist.clothes_collars import (
    collar,
    high_collar,
    hood_neck,
    lapels,
    neck,
    round_collar,
    sewn,
    shirt_collar,
    shirt_front,
    suit_lapels,
    tie,
    v_neck,
)
from core.providers.local.artist.drawing import Colour, Path, Shape
from core.providers.local.artist.garment import Panel, dots
from core.providers.local.artist.pencil import Knot, joined

_SHIRT: Colour = (236.0, 230.0, 218.0)
_BRASS: Colour = (236.0, 196.0, 98.0)


def draw_part(name: str, panel: Panel) -> list[Shape]:
    """One part of a garment."""
    return _PARTS[name](panel)


def _placket(panel: Panel) -> list[Shape]:
    return [panel.line([[(panel.x(0.06), 5.4), (panel.x(0.06), 4.4), (panel.x(0.05, 3), panel.hem)]])]


def _buttons(panel: Panel) -> list[Shape]:
    return dots(panel, -0.05, (5.05, 4.55, 4.05, 3.55, 3.05), 0.058, panel.trim())


def _small_buttons(panel: Panel) -> list[Shape]:
    return dots(panel, -0.01, (5.1, 4.75, 4.4, 4.05, 3.7), 0.034, lighter(panel.trim(), 0.2))


def _brass(panel: Panel) -> list[Shape]:
    spots = (5.1, 4.7, 4.3)
    return dots(panel, -0.16, spots, 0.052, panel.trim()) + dots(panel, 0.28, spots, 0.052, panel.trim())


def _toggles(panel: Panel) -> list[Shape]:
    bars = joined(*(panel.pencil.slab(panel.x(0.06, y), y, 0.26, 0.075, 0.035) for y in (5.0, 4.4, 3.8, 3.2)))
    return [panel.brush.form(bars, (122.0, 84.0, 60.0), 0.4)]


def _pockets(panel: Panel) -> list[Shape]:
    y = 3.72 if panel.hem < 3 else 3.9
    flaps = joined(*(panel.pencil.slab(panel.x(share, y), y, 0.40, 0.13, 0.04) for share in (-0.60, 0.66)))
    return [
        panel.brush.flat(flaps, darker(panel.colour, 0.12), 0.2, panel.clip),
        panel.line(
            [[(panel.x(s) - 0.2, y - 0.065), (panel.x(s) + 0.2, y - 0.065)] for s in (-0.60, 0.66)], 0.02
        ),
    ]


def _strings(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.0), panel.width
    path = panel.pencil.curves(
        [(x - 0.14 * w, 5.5), (x - 0.15 * w, 5.0)], [(x + 0.14 * w, 5.5), (x + 0.16 * w, 5.08)], closed=False
    )
    return [panel.brush.line(path, panel.trim(), 0.04)]


def _zip(panel: Panel) -> list[Shape]:
    x = panel.x(0.06)
    path = panel.pencil.curve([(x, 5.6), (x, 4.4), (panel.x(0.05, 3), panel.hem)], closed=False)
    return [
        panel.brush.line(path, darker(panel.colour, 0.42), 0.05, 0.8, panel.clip),
        panel.brush.line(path, (214.0, 214.0, 220.0), 0.018, 0.9, panel.clip),
    ]


def _ribs(panel: Panel) -> list[Shape]:
    w = panel.width
    band: list[Knot] = [
        (-1.2 * w, panel.hem + 0.20),
        (0, panel.hem + 0.13),
        (1.2 * w, panel.hem + 0.20),
        (1.2 * w, panel.hem - 0.3, 0),
        (-1.2 * w, panel.hem - 0.3, 0),
    ]
    marks: list[list[Knot]] = [
        [(panel.x(s / 6), panel.hem + 0.14), (panel.x(s / 6), panel.hem - 0.05)] for s in range(-6, 7)
    ]
    return [panel.shape(band, darker(panel.colour, 0.10), 0.6), panel.line(marks, 0.016, 0.4)]


def _stripes(panel: Panel) -> list[Shape]:
    w = panel.width
    bars: list[list[Knot]] = [
        [(-1.1 * w, y + 0.12), (panel.x(0), y), (1.1 * w, y + 0.12)] for y in (5.02, 4.74)
    ]
    path = panel.pencil.curves(*bars, closed=False)
    return [panel.brush.line(path, panel.trim(), 0.10, 0.85, panel.clip)]


def _pouch(panel: Panel) -> list[Shape]:
    pouch: list[Knot] = [
        (panel.x(-0.42), 4.2, 0.3),
        (panel.x(0.46), 4.2, 0.3),
        (panel.x(0.66), 3.6, 0.4),
        (panel.x(-0.62), 3.6, 0.4),
    ]
    return [panel.shape(pouch, darker(panel.colour, 0.07), 0.4), *sewn(panel, pouch)]


def _badge(panel: Panel) -> list[Shape]:
    x = panel.x(0.0)
    star = panel.pencil.ovals((x, 4.86, 0.24, 0.24))
    inner = panel.pencil.ovals((x, 4.86, 0.14, 0.14))
    return [
        panel.brush.flat(star, panel.trim(), 0.1, panel.clip),
        panel.brush.flat(inner, panel.colour, 0.1, panel.clip),
    ]


def _sash(panel: Panel) -> list[Shape]:
    w = panel.width
    band: list[Knot] = [
        (-1.1 * w, 4.30),
        (panel.x(0), 4.22),
        (1.1 * w, 4.30),
        (1.1 * w, 4.08, 0),
        (panel.x(0), 3.99),
        (-1.1 * w, 4.08, 0),
    ]
    return [panel.shape(band, panel.trim(), 0.6)]


def _belt(panel: Panel) -> list[Shape]:
    w = panel.width
    leather = (104.0, 68.0, 48.0) if brightness(panel.colour) > 60 else (150.0, 108.0, 70.0)
    band: list[Knot] = [
        (-1.1 * w, 4.02),
        (panel.x(0), 3.96),
        (1.1 * w, 4.02),
        (1.1 * w, 3.80, 0),
        (panel.x(0), 3.74),
        (-1.1 * w, 3.80, 0),
    ]
    buckle = panel.pencil.slab(panel.x(0.05), 3.85, 0.24, 0.22, 0.04)
    hole = panel.pencil.slab(panel.x(0.05), 3.85, 0.13, 0.11, 0.02)
    return [
        panel.shape(band, leather, 0.6),
        panel.brush.form(buckle, _BRASS, 0.4),
        panel.brush.flat(hole, leather, 0.3),
    ]


def _folds(panel: Panel) -> list[Shape]:
    lines: list[list[Knot]] = [
        [
            (panel.x(s * 0.55), 3.75),
            (panel.x(s * 0.9), (3.75 + panel.hem) / 2),
            (panel.x(s * 1.35), panel.hem + 0.05),
        ]
        for s in (-0.8, -0.25, 0.3, 0.85)
    ]
    return [panel.line(lines, 0.03, 0.4)]


def _overlap(panel: Panel) -> list[Shape]:
    w = panel.width
    line: list[Knot] = [
        (panel.x(-0.38), 5.95),
        (panel.x(-0.05), 5.2),
        (panel.x(0.32), 4.5),
        (panel.x(0.36, 3), panel.hem),
    ]
    other: list[Knot] = [(panel.x(0.38), 5.95), (panel.x(0.14), 5.35)]
    inner: list[Knot] = [(panel.x(-0.3), 6.0, 0), (panel.x(0.3), 6.0, 0), (panel.x(0.1), 5.3, 0)]
    trim = panel.brush.line(
        panel.pencil.curves(line, other, closed=False), panel.trim(), 0.09 * max(0.8, w), 1.0, panel.clip
    )
    return [panel.shape(inner, lighter(panel.trim(), 0.4), 0.5), trim]


def _epaulettes(panel: Panel) -> list[Shape]:
    pads = joined(
        *(panel.pencil.oval(panel.x(s), 5.52, 0.24, 0.085, 0.35 if s < 0 else -0.35) for s in (-0.98, 1.02))
    )
    return [panel.brush.form(pads, panel.trim(), 0.5)]


def _plates(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.0), panel.width
    breast: list[Knot] = [
        (x - 0.55 * w, 5.55),
        (x, 5.68),
        (x + 0.52 * w, 5.55),
        (x + 0.62 * w, 4.9),
        (x + 0.40 * w, 4.35),
        (x, 4.22),
        (x - 0.42 * w, 4.35),
        (x - 0.64 * w, 4.9),
    ]
    ridge: list[list[Knot]] = [
        [(x, 5.62), (x + 0.03, 4.9), (x, 4.24)],
        [(-0.8 * w, 4.12), (x, 4.0), (0.8 * w, 4.12)],
        [(-0.8 * w, 3.5), (x, 3.4), (0.8 * w, 3.5)],
        [(-0.8 * w, 3.2), (x, 3.1), (0.8 * w, 3.2)],
    ]
    shine = panel.pencil.curve(
        [(x - 0.34 * w, 5.4), (x - 0.18 * w, 5.46), (x - 0.22 * w, 4.9), (x - 0.36 * w, 4.7)]
    )
    return [
        panel.shape(breast, lighter(panel.colour, 0.22), 0.7),
        panel.brush.tint(shine, (255.0, 255.0, 255.0), 0.45, 0.03, panel.clip),
        *sewn(panel, breast),
        panel.line(ridge, 0.025),
    ]


def _pauldrons(panel: Panel) -> list[Shape]:
    pads = joined(
        *(panel.pencil.oval(panel.x(s), 5.36, 0.33, 0.27, 0.3 if s < 0 else -0.3) for s in (-1.1, 1.14))
    )
    return [panel.brush.form(pads, lighter(panel.colour, 0.16), 0.7), *_seam_free(panel, pads)]


def _seam_free(panel: Panel, path: Path) -> list[Shape]:
    return [
        Shape(
            path,
            stroke=panel.brush.tone(darker(panel.colour, 0.4)),
            width=0.016 * panel.brush.unit,
            opacity=0.6,
            layer=panel.brush.layer,
        )
    ]


def _gorget(panel: Panel) -> list[Shape]:
    x, w = panel.x(0.0), panel.width
    band: list[Knot] = [
        (x - 0.30 * w, 6.02, 0.2),
        (x, 5.86),
        (x + 0.30 * w, 6.02, 0.2),
        (x + 0.44 * w, 5.70),
        (x, 5.50),
        (x - 0.44 * w, 5.70),
    ]
    return [panel.shape(band, panel.trim(), 0.5, clipped=False)]


def _bib(panel: Panel) -> list[Shape]:
    cloth = panel.look.main
    low = panel.hem - 0.9
    bib: list[Knot] = [
        (panel.x(-0.50), 5.32, 0.2),
        (panel.x(0.54), 5.32, 0.2),
        (panel.x(0.60), 4.35),
        (panel.x(0.92), 3.9),
        (panel.x(0.98), low, 0.2),
        (panel.x(-0.94), low, 0.2),
        (panel.x(-0.88), 3.9),
        (panel.x(-0.56), 4.35),
    ]
    straps = panel.pencil.curves(
        [(panel.x(-0.46), 5.3), (panel.x(-0.42), 5.85)],
        [(panel.x(0.50), 5.3), (panel.x(0.46), 5.85)],
        closed=False,
    )
    pocket: list[Knot] = [
        (panel.x(-0.32), 4.0, 0),
        (panel.x(0.38), 4.0, 0),
        (panel.x(0.34), 3.45, 0.4),
        (panel.x(-0.28), 3.45, 0.4),
    ]
    seams = panel.pencil.curves(pocket)
    tie = panel.pencil.curve([(panel.x(-0.96), 4.24), (panel.x(0.0), 4.16), (panel.x(1.0), 4.24)], closed=False)
    ink = panel.brush.tone(darker(cloth, 0.3))
    return [
        panel.brush.line(straps, cloth, 0.10, 1.0, panel.clip),
        panel.shape(bib, cloth, 0.45, clipped=False),
        Shape(seams, stroke=ink, width=0.02 * panel.brush.unit, opacity=0.6, layer=panel.brush.layer),
        panel.brush.line(tie, darker(cloth, 0.14), 0.05, 0.9, panel.clip),
    ]


def _dungarees(panel: Panel) -> list[Shape]:
    cloth = panel.look.main
    bib: list[Knot] = [
        (panel.x(-0.46), 5.2, 0.2),
        (panel.x(0.50), 5.2, 0.2),
        (panel.x(0.56), 4.4),
        (panel.x(1.2), 4.1),
        (panel.x(1.2), 2.8, 0),
        (panel.x(-1.2), 2.8, 0),
        (panel.x(-1.2), 4.1),
        (panel.x(-0.52), 4.4),
    ]
    straps = panel.pencil.curves(
        [(panel.x(-0.40), 5.1), (panel.x(-0.52), 5.8)],
        [(panel.x(0.44), 5.1), (panel.x(0.54), 5.8)],
        closed=False,
    )
    pocket = panel.pencil.slab(panel.x(0.03), 4.72, 0.46, 0.34, 0.06)
    studs = panel.pencil.ovals(*((panel.x(s), 5.06, 0.05, 0.05) for s in (-0.38, 0.42)))
    return [
        panel.brush.line(straps, cloth, 0.15, 1.0, panel.clip),
        panel.shape(bib, cloth, 0.55),
        panel.brush.flat(pocket, darker(cloth, 0.12), 0.1),
        panel.brush.form(studs, _BRASS, 0.3),
    ]


def _chest_box(panel: Panel) -> list[Shape]:
    x = panel.x(0.0)
    box = panel.pencil.slab(x, 4.75, 0.74, 0.52, 0.08)
    lamps = [((x - 0.2, 4.84), (226, 92, 80)), ((x, 4.84), (240, 190, 84)), ((x + 0.2, 4.84), (96, 190, 130))]
    shapes = [panel.brush.form(box, (170.0, 176.0, 188.0), 0.5)]
    shapes += [panel.brush.flat(panel.pencil.oval(*spot, 0.06, 0.06), tone) for spot, tone in lamps]
    return [*shapes, panel.brush.flat(panel.pencil.slab(x, 4.62, 0.5, 0.10, 0.03), (62.0, 72.0, 96.0))]


def _patch(panel: Panel) -> list[Shape]:
    lines: list[list[Knot]] = [
        [(-1.1 * panel.width, 5.30), (panel.x(-0.62), 5.24)],
        [(panel.x(0.66), 5.24), (1.1 * panel.width, 5.30)],
    ]
    return [panel.brush.line(panel.pencil.curves(*lines, closed=False), panel.trim(), 0.13, 0.95, panel.clip)]


def _ring(panel: Panel) -> list[Shape]:
    x, w = panel.x(-0.08), panel.width
    ring = panel.pencil.oval(x, 5.80, 0.58 * w, 0.20)
    inner = panel.pencil.oval(x, 5.85, 0.42 * w, 0.13)
    return [
        panel.brush.form(ring, (190.0, 196.0, 206.0), 0.6),
        panel.brush.flat(inner, (84.0, 92.0, 112.0), 0.3),
    ]


def _cape(panel: Panel) -> list[Shape]:
    w, x = panel.width, panel.x(0.0)
    cloth = panel.look.main
    near: list[Knot] = [
        (x - 0.04, 5.66, 0.2),
        (-0.40 * w, 5.95),
        (-0.90 * w, 5.62),
        (-1.02 * w, 5.0),
        (-1.10 * w, 3.6),
        (-1.16 * w, 2.2, 0.3),
        (-0.80 * w, 2.05, 0.3),
        (-0.66 * w, 4.2),
    ]
    far: list[Knot] = [
        (x + 0.04, 5.66, 0.2),
        (0.40 * w, 5.95),
        (0.86 * w, 5.62),
        (0.96 * w, 5.2),
        (0.98 * w, 4.8, 0.3),
        (0.60 * w, 5.1),
    ]
    clasp = panel.pencil.oval(x, 5.64, 0.10, 0.10)
    return [
        panel.shape(far, darker(cloth, 0.08), 0.5, clipped=False),
        panel.shape(near, cloth, 0.5, clipped=False),
        panel.brush.form(clasp, _BRASS, 0.4),
    ]


def _lab_open(panel: Panel) -> list[Shape]:
    lines: list[list[Knot]] = [[(panel.x(0.06), 4.55), (panel.x(0.04), 3.6), (panel.x(0.0, 3), panel.hem)]]
    tube = panel.pencil.curve(
        [
            (panel.x(-0.26), 5.8),
            (panel.x(-0.30), 5.2),
            (panel.x(-0.12), 4.72),
            (panel.x(0.12), 4.72),
            (panel.x(0.34), 5.2),
            (panel.x(0.30), 5.8),
        ],
        closed=False,
    )
    disc = panel.pencil.oval(panel.x(0.0), 4.66, 0.09, 0.09)
    return [
        panel.line(lines, 0.03),
        panel.brush.line(tube, (70.0, 80.0, 96.0), 0.05, 1.0, panel.clip),
        panel.brush.form(disc, (196.0, 200.0, 208.0), 0.5),
    ]


def _pens(panel: Panel) -> list[Shape]:
    x = panel.x(0.55)
    pocket: list[list[Knot]] = [
        [(x - 0.17, 4.98), (x + 0.17, 4.98)],
        [(x - 0.17, 4.98), (x - 0.15, 4.68), (x + 0.15, 4.68), (x + 0.17, 4.98)],
    ]
    pens = panel.pencil.curves(
        [(x - 0.06, 4.96), (x - 0.06, 5.14)], [(x + 0.04, 4.96), (x + 0.04, 5.10)], closed=False
    )
    return [panel.line(pocket, 0.022), panel.brush.line(pens, panel.trim(), 0.045)]


_PARTS: Mapping[str, Callable[[Panel], list[Shape]]] = {
    "placket": _placket,
    "buttons": _buttons,
    "smallbuttons": _small_buttons,
    "brass": _brass,
    "toggles": _toggles,
    "pockets": _pockets,
    "lapels": lapels,
    "suitlapels": suit_lapels,
    "shirtfront": shirt_front,
    "tie": tie,
    "shirtcollar": shirt_collar,
    "roundcollar": round_collar,
    "highcollar": high_collar,
    "neck": neck,
    "vneck": v_neck,
    "collar": collar,
    "hoodneck": hood_neck,
    "strings": _strings,
    "zip": _zip,
    "ribs": _ribs,
    "stripes": _stripes,
    "pouch": _pouch,
    "badge": _badge,
    "sash": _sash,
    "belt": _belt,
    "folds": _folds,
    "overlap": _overlap,
    "epaulettes": _epaulettes,
    "plates": _plates,
    "pauldrons": _pauldrons,
    "gorget": _gorget,
    "bib": _bib,
    "dungarees": _dungarees,
    "chestbox": _chest_box,
    "patch": _patch,
    "ring": _ring,
    "cape": _cape,
    "labopen": _lab_open,
    "pens": _pens,
}
