"""Ears of animals, in pairs behind the head."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from core.providers.local.artist.animal_head import AnimalHead
from core.providers.local.artist.brush import darker, mix
from core.providers.local.artist.drawing import Shape
from core.providers.local.artist.pencil import Knot, joined


def _pair(head: AnimalHead, knots: list[Knot], inner: list[Knot]) -> list[Shape]:
    """Two mirrored ears, the far one a little nearer to the middle."""
    turn = head.face.turn
    shapes: list[Shape] = []
    for side, shift, squeeze in ((1, -0.07 * turn, 1 - 0.12 * turn), (-1, -0.02 * turn, 1 + 0.04 * turn)):
        outer = head.pencil.curve([(side * k[0] * squeeze + shift, *k[1:]) for k in knots])
        shapes.append(head.brush.form(outer, head.fur, 0.5))
        if not head.plain:
            shapes += head.brush.rim(outer, 0.02, 0.8)
        if not head.plain and not head.back:
            within = head.pencil.curve([(side * k[0] * squeeze + shift, *k[1:]) for k in inner])
            shapes.append(head.brush.form(within, mix(head.light, (214, 140, 132), 0.4), 0.5))
    return shapes


def _pointed(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.10, 0.40), (0.24, 0.62), (0.42, 0.78, 0.15), (0.47, 0.50), (0.46, 0.18)],
        [(0.20, 0.42), (0.29, 0.58), (0.395, 0.69, 0.15), (0.42, 0.48), (0.41, 0.28)],
    )


def _tufts(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.16, 0.36), (0.28, 0.60), (0.50, 0.84, 0), (0.44, 0.52), (0.42, 0.20)],
        [(0.24, 0.40), (0.31, 0.54), (0.40, 0.64, 0.15), (0.39, 0.46), (0.37, 0.30)],
    )


def _round(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.22, 0.36), (0.24, 0.56), (0.40, 0.62), (0.54, 0.50), (0.50, 0.30), (0.36, 0.22)],
        [(0.29, 0.38), (0.31, 0.50), (0.40, 0.54), (0.48, 0.46), (0.45, 0.34)],
    )


def _big(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.20, 0.26), (0.24, 0.60), (0.48, 0.76), (0.74, 0.62), (0.76, 0.36), (0.56, 0.14), (0.34, 0.06)],
        [(0.32, 0.30), (0.34, 0.54), (0.50, 0.64), (0.66, 0.54), (0.67, 0.38), (0.52, 0.24)],
    )


def _huge(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.26, 0.32), (0.52, 0.46), (0.86, 0.34), (0.96, -0.02), (0.80, -0.38), (0.56, -0.36), (0.36, -0.14)],
        [(0.42, 0.26), (0.58, 0.34), (0.78, 0.24), (0.85, -0.02), (0.74, -0.26), (0.58, -0.24)],
    )


def _long(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [(0.06, 0.38), (0.06, 0.80), (0.16, 1.14), (0.28, 1.18), (0.36, 0.84), (0.32, 0.38)],
        [(0.13, 0.44), (0.13, 0.80), (0.19, 1.04), (0.25, 1.06), (0.29, 0.82), (0.26, 0.44)],
    )


def _floppy(head: AnimalHead) -> list[Shape]:
    shapes: list[Shape] = []
    turn = head.face.turn
    for side, shift in ((1, -0.06 * turn), (-1, -0.01 * turn)):
        knots: list[Knot] = [
            (0.28, 0.40),
            (0.46, 0.38),
            (0.66, 0.14),
            (0.64, -0.20),
            (0.52, -0.26),
            (0.44, -0.06),
            (0.38, 0.14),
        ]
        path = head.pencil.curve([(side * k[0] + shift, *k[1:]) for k in knots])
        shapes += [
            head.brush.form(path, darker(head.fur, 0.22), 0.5),
            *([] if head.plain else head.brush.rim(path, 0.02)),
        ]
    return shapes


def _fins(head: AnimalHead) -> list[Shape]:
    return _pair(
        head,
        [
            (0.36, 0.26, 0.2),
            (0.70, 0.44, 0),
            (0.64, 0.22, 0.2),
            (0.80, 0.10, 0),
            (0.64, 0.0, 0.2),
            (0.66, -0.20, 0),
            (0.40, -0.16, 0.2),
        ],
        [(0.40, 0.18), (0.58, 0.26), (0.62, 0.10), (0.54, -0.04), (0.42, -0.06)],
    )


def _bolts(head: AnimalHead) -> list[Shape]:
    path = joined(
        *(head.pencil.slab(side * 0.46 - 0.03 * head.face.turn, 0.0, 0.14, 0.26, 0.05) for side in (1, -1))
    )
    return [head.brush.form(path, darker(head.fur, 0.3), 0.5)]


EARS: Mapping[str, Callable[[AnimalHead], list[Shape]]] = {
    "pointed": _pointed,
    "tufts": _tufts,
    "round": _round,
    "big": _big,
    "huge": _huge,
    "long": _long,
    "floppy": _floppy,
    "fins": _fins,
    "bolts": _bolts,
}
