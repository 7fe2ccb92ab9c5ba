"""Hands: a palm with fingers and thumb, in hand lengths, the wrist at 0 and the fingers to the right."""

from __future__ import annotations

from core.providers.local.artist.brush import Brush, darker
from core.providers.local.artist.drawing import Colour, Path, Shape
from core.providers.local.artist.pencil import Knot, Pencil, joined

LENGTH = 0.64
"""Length of a hand in body units."""


def draw_hand(pencil: Pencil, brush: Brush, skin: Colour, kind: str, detail: str) -> list[Shape]:
    """A hand whose wrist is the pencil's origin; x runs along the forearm, the thumb is at +y."""
    if detail == "small":
        return [brush.flat(pencil.oval(0.3, 0, 0.36, 0.26), skin, 0.1)]
    return _HANDS[kind](pencil, brush, skin)


def draw_fingers_over(pencil: Pencil, brush: Brush, skin: Colour, detail: str) -> list[Shape]:
    """The fingers that close over what a gripping hand holds; drawn after the prop."""
    if detail == "small":
        return []
    rows = [(0.50, 0.30 - 0.155 * index, 0.17, 0.085) for index in range(4)]
    fingers = joined(*(_finger(pencil, x - 0.16, y, x + reach, y, half) for x, y, reach, half in rows))
    thumb = pencil.limb([(0.22, 0.22), (0.40, 0.44), (0.62, 0.40)], [0.12, 0.105, 0.075])
    return [
        brush.form(fingers, skin, 0.45),
        *_creases(pencil, brush, skin, [((0.36, y), (0.62, y)) for y in (0.22, 0.065, -0.09)]),
        brush.form(thumb, skin, 0.3),
    ]


def _relaxed(pencil: Pencil, brush: Brush, skin: Colour) -> list[Shape]:
    """Hanging at the side, the fingers a little curled."""
    palm: list[Knot] = [
        (-0.12, 0.17), (0.10, 0.22), (0.38, 0.24), (0.66, 0.17), (0.90, 0.07), (1.0, -0.04),
        (0.95, -0.14), (0.74, -0.17), (0.40, -0.22), (0.08, -0.19), (-0.12, -0.16),
    ]  # fmt: skip
    thumb = pencil.limb([(0.10, 0.12), (0.34, 0.33), (0.60, 0.30)], [0.13, 0.105, 0.06])
    lines = [((0.56, 0.07), (0.90, 0.0)), ((0.54, -0.04), (0.86, -0.09))]
    return [
        brush.form(pencil.curve(palm), skin, 0.5),
        *_creases(pencil, brush, skin, lines),
        brush.form(thumb, skin, 0.35),
    ]


def _grip(pencil: Pencil, brush: Brush, skin: Colour) -> list[Shape]:
    """The part of a closed hand that lies behind what it holds."""
    palm: list[Knot] = [
        (-0.12, 0.17), (0.14, 0.28), (0.42, 0.38), (0.62, 0.26), (0.66, 0.0), (0.60, -0.26),
        (0.36, -0.32), (0.10, -0.22), (-0.12, -0.16),
    ]  # fmt: skip
    return [brush.form(pencil.curve(palm), skin, 0.5)]


def _open(pencil: Pencil, brush: Brush, skin: Colour) -> list[Shape]:
    """An offering hand, palm up and fingers apart."""
    palm: list[Knot] = [
        (-0.12, 0.16), (0.14, 0.21), (0.42, 0.27), (0.56, 0.16), (0.56, -0.18), (0.36, -0.26), (0.10, -0.21),
        (-0.12, -0.16),
    ]  # fmt: skip
    fingers = joined(
        _finger(pencil, 0.42, 0.17, 0.93, 0.30, 0.078),
        _finger(pencil, 0.44, 0.05, 1.02, 0.10, 0.08),
        _finger(pencil, 0.44, -0.07, 0.98, -0.10, 0.078),
        _finger(pencil, 0.40, -0.17, 0.84, -0.28, 0.068),
    )
    thumb = pencil.limb([(0.12, 0.14), (0.30, 0.38), (0.46, 0.54)], [0.12, 0.095, 0.06])
    return [
        brush.form(thumb, skin, 0.5),
        brush.form(fingers, skin, 0.5),
        brush.form(pencil.curve(palm), skin, 0.35),
        *_creases(pencil, brush, skin, [((0.14, 0.02), (0.38, -0.06)), ((0.20, 0.14), (0.30, -0.14))]),
    ]


def _point(pencil: Pencil, brush: Brush, skin: Colour) -> list[Shape]:
    """One finger out, the others closed."""
    fist: list[Knot] = [
        (-0.12, 0.17), (0.14, 0.24), (0.44, 0.26), (0.62, 0.12), (0.62, -0.16), (0.44, -0.30), (0.12, -0.22),
        (-0.12, -0.16),
    ]  # fmt: skip
    finger = _finger(pencil, 0.36, 0.15, 1.08, 0.17, 0.085)
    thumb = pencil.limb([(0.16, 0.06), (0.40, -0.02), (0.56, 0.04)], [0.11, 0.095, 0.07])
    return [
        brush.form(joined(finger, pencil.curve(fist)), skin, 0.5),
        *_creases(pencil, brush, skin, [((0.44, -0.06), (0.63, -0.04)), ((0.42, -0.17), (0.58, -0.16))]),
        brush.form(thumb, skin, 0.3),
    ]


def _flat(pencil: Pencil, brush: Brush, skin: Colour) -> list[Shape]:
    """Resting on a knee, a hip or the chest, back of the hand to the camera."""
    palm: list[Knot] = [
        (-0.12, 0.16), (0.14, 0.22), (0.44, 0.25), (0.54, 0.12), (0.54, -0.16), (0.38, -0.25), (0.10, -0.20),
        (-0.12, -0.16),
    ]  # fmt: skip
    rows = [(0.19, 0.82, 0.16), (0.06, 0.90, 0.05), (-0.07, 0.88, -0.06), (-0.18, 0.76, -0.16)]
    fingers = joined(*(_finger(pencil, 0.4, y, x, end, 0.078) for y, x, end in rows))
    thumb = pencil.limb([(0.12, 0.12), (0.30, 0.33), (0.50, 0.40)], [0.12, 0.095, 0.06])
    lines = [((0.50, 0.12), (0.82, 0.105)), ((0.50, 0.0), (0.86, -0.005)), ((0.50, -0.12), (0.80, -0.11))]
    return [
        brush.form(joined(pencil.curve(palm), fingers), skin, 0.5),
        *_creases(pencil, brush, skin, lines),
        brush.form(thumb, skin, 0.4),
    ]


def _finger(pencil: Pencil, x: float, y: float, end_x: float, end_y: float, half: float) -> Path:
    middle = ((x + end_x) / 2, (y + end_y) / 2)
    return pencil.limb([(x, y), middle, (end_x, end_y)], [half, half * 0.98, half * 0.72])


def _creases(
    pencil: Pencil, brush: Brush, skin: Colour, lines: list[tuple[tuple[float, float], tuple[float, float]]]
) -> list[Shape]:
    """The lines between fingers, as one shape."""
    path = pencil.curves(*lines, closed=False)
    return [brush.line(path, darker(skin, 0.36), 0.016, 0.75)]


_HANDS = {"relaxed": _relaxed, "grip": _grip, "open": _open, "point": _point, "flat": _flat}
