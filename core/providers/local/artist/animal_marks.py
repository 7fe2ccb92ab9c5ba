"""What marks an animal: stripes and masks on the head, manes behind it, horns and whiskers before it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from core.providers.local.artist.animal_head import AnimalHead
from core.providers.local.artist.brush import brightness, darker, lighter, mix
from core.providers.local.artist.drawing import Path, Shape
from core.providers.local.artist.pencil import Knot, joined


def _stripes(head: AnimalHead, clip: Path) -> list[Shape]:
    tone = darker(head.fur, 0.36)
    x = head.face.across(0, 0.30)
    bars: list[list[Knot]] = [
        [(x + dx, 0.50), (x + dx * 0.9, 0.40), (x + dx * 0.6, 0.27)] for dx in (-0.13, 0.0, 0.13)
    ]
    for side in (1, -1):
        bars += [[(side * 0.52, y), (side * 0.42, y - 0.01), (side * 0.32, y - 0.05)] for y in (0.02, -0.12)]
    return [head.brush.line(head.pencil.curves(*bars, closed=False), tone, 0.042, 0.75, clip)]


def _mask(head: AnimalHead, clip: Path) -> list[Shape]:
    shapes: list[Shape] = []
    for side in (1, -1):
        x = head.face.across(26 * side, 0.40)
        cheek: list[Knot] = [
            (side * 0.56, 0.02),
            (side * 0.30 + head.muzzle_x * 0.4, -0.08),
            (head.muzzle_x + side * 0.05, -0.16),
            (head.muzzle_x, -0.50),
            (side * 0.36, -0.48),
            (side * 0.58, -0.24),
        ]
        shapes.append(head.brush.form(head.pencil.curve(cheek), head.light, 0.4, clip))
        shapes.append(head.brush.tint(head.pencil.oval(x, 0.19, 0.10, 0.05), head.light, 0.35, 0.02, clip))
    return shapes


def _patch(head: AnimalHead, clip: Path) -> list[Shape]:
    x = head.face.across(25, 0.40)
    spot = head.pencil.curve(
        [
            (x - 0.13, 0.10),
            (x + 0.0, 0.26),
            (x + 0.20, 0.26),
            (x + 0.26, 0.02),
            (x + 0.08, -0.12),
            (x - 0.10, -0.06),
        ]
    )
    return [head.brush.form(spot, darker(head.fur, 0.34), 0.4, clip)]


def _panda(head: AnimalHead, clip: Path) -> list[Shape]:
    spots = joined(
        *(
            head.pencil.oval(head.face.across(26 * s), 0.0, 0.15 * head.face.squeeze(25 * s), 0.17, 0.5 * s)
            for s in (1, -1)
        )
    )
    return [head.brush.form(spots, (58.0, 54.0, 62.0), 0.3, clip)]


def _badger(head: AnimalHead, clip: Path) -> list[Shape]:
    bars = [
        head.pencil.limb(
            [
                (head.face.across(27 * s), 0.52),
                (head.face.across(26 * s), 0.05),
                (head.face.across(17 * s), -0.34),
            ],
            [0.11, 0.12, 0.07],
        )
        for s in (1, -1)
    ]
    return [head.brush.form(joined(*bars), (66.0, 62.0, 70.0), 0.3, clip)]


def _discs(head: AnimalHead, clip: Path) -> list[Shape]:
    discs = joined(
        *(
            head.pencil.oval(head.face.across(24 * s), 0.0, 0.215 * head.face.squeeze(25 * s), 0.24)
            for s in (1, -1)
        )
    )
    return [head.brush.form(discs, head.light, 0.4, clip)]


def _bib(head: AnimalHead, clip: Path) -> list[Shape]:
    x = head.muzzle_x
    bib = head.pencil.curve(
        [(x - 0.26, -0.16), (x, -0.10), (x + 0.26, -0.16), (x + 0.30, -0.50), (x, -0.60), (x - 0.30, -0.50)]
    )
    return [head.brush.form(bib, head.light, 0.4, clip)]


def _ape_face(head: AnimalHead, clip: Path) -> list[Shape]:
    x, turn = head.muzzle_x * 0.7, head.face.turn
    mask: list[Knot] = [
        (x, 0.20),
        (x + 0.16, 0.27),
        (x + 0.31 - 0.03 * turn, 0.12),
        (x + 0.30 - 0.02 * turn, -0.16),
        (x + 0.24, -0.42),
        (x, -0.50),
        (x - 0.26, -0.42),
        (x - 0.32, -0.16),
        (x - 0.33, 0.12),
        (x - 0.17, 0.27),
    ]
    return [head.brush.form(head.pencil.curve(mask), head.light, 0.4, clip)]


MARKS: Mapping[str, Callable[[AnimalHead, Path], list[Shape]]] = {
    "stripes": _stripes,
    "mask": _mask,
    "patch": _patch,
    "panda": _panda,
    "badger": _badger,
    "discs": _discs,
    "bib": _bib,
    "apeface": _ape_face,
}


def _mane(head: AnimalHead) -> list[Shape]:
    knots: list[Knot] = []
    for index in range(26):
        a, r = index * math.tau / 26, 0.80 if index % 2 else 0.67
        knots.append((r * math.cos(a) - 0.05 * head.face.turn, r * 0.98 * math.sin(a) - 0.02, 0.6))
    path = head.pencil.curve(knots)
    return [head.brush.form(path, (156.0, 92.0, 50.0), 0.6), *head.brush.rim(path, 0.03)]


def _quills(head: AnimalHead) -> list[Shape]:
    knots: list[Knot] = []
    for index in range(30):
        a, r = math.pi * (-0.25 + 1.5 * index / 29), 0.82 if index % 2 else 0.60
        knots.append((r * math.cos(a) - 0.07 * head.face.turn, r * math.sin(a), 0.1))
    path = head.pencil.curve(knots)
    return [head.brush.form(path, (112.0, 82.0, 66.0), 0.6), *head.brush.rim(path, 0.02)]


def _antlers(head: AnimalHead) -> list[Shape]:
    lines: list[list[Knot]] = []
    for side in (1, -1):
        lines += [
            [(side * 0.14, 0.40), (side * 0.26, 0.74), (side * 0.52, 0.98)],
            [(side * 0.24, 0.70), (side * 0.20, 0.96)],
            [(side * 0.36, 0.84), (side * 0.56, 0.80)],
        ]
    return [head.brush.line(head.pencil.curves(*lines, closed=False), (150.0, 116.0, 84.0), 0.075)]


def _wisp(head: AnimalHead) -> list[Shape]:
    halo = head.pencil.oval(0, 0, 0.95, 0.95)
    return [
        Shape(
            halo,
            (214.0, 230.0, 255.0),
            opacity=0.30,
            blur=0.16 * head.brush.unit,
            blend="screen",
            layer=head.brush.layer,
        )
    ]


def _antenna(head: AnimalHead) -> list[Shape]:
    stem = head.pencil.curve([(0, 0.40), (0, 0.68)], closed=False)
    return [
        head.brush.line(stem, darker(head.fur, 0.3), 0.05),
        head.brush.form(head.pencil.oval(0, 0.72, 0.075, 0.075), (222.0, 84.0, 76.0), 0.4),
    ]


def _feelers(head: AnimalHead) -> list[Shape]:
    lines: list[list[Knot]] = [[(s * 0.16, 0.42), (s * 0.22, 0.66), (s * 0.36, 0.80)] for s in (1, -1)]
    tips = head.pencil.ovals((0.36, 0.81, 0.06, 0.06), (-0.36, 0.81, 0.06, 0.06))
    return [
        head.brush.line(head.pencil.curves(*lines, closed=False), darker(head.fur, 0.2), 0.04),
        head.brush.form(tips, lighter(head.fur, 0.3), 0.4),
    ]


BEHIND: Mapping[str, Callable[[AnimalHead], list[Shape]]] = {
    "mane": _mane,
    "quills": _quills,
    "antlers": _antlers,
    "wisp": _wisp,
    "antenna": _antenna,
    "feelers": _feelers,
}


def _whiskers(head: AnimalHead) -> list[Shape]:
    if head.plain:
        return []
    x = head.muzzle_x
    lines: list[list[Knot]] = []
    for side in (1, -1):
        reach = 1 - 0.35 * head.face.turn if side > 0 else 1.0
        lines += [
            [
                (x + side * 0.17, -0.27 - 0.03 * i),
                (x + side * 0.36 * reach, -0.24 - 0.06 * i),
                (x + side * 0.56 * reach, -0.22 - 0.11 * i),
            ]
            for i in range(3)
        ]
    tone = (250.0, 248.0, 244.0) if brightness(head.fur) < 190 else (150.0, 140.0, 136.0)
    return [head.brush.line(head.pencil.curves(*lines, closed=False), tone, 0.009, 0.75)]


def _tusks(head: AnimalHead) -> list[Shape]:
    x = head.muzzle_x
    tusks = head.pencil.curves(
        *([(x + s * 0.24, -0.34, 0.3), (x + s * 0.25, -0.20, 0), (x + s * 0.18, -0.32, 0.3)] for s in (1, -1))
    )
    return [head.brush.form(tusks, (246.0, 238.0, 220.0), 0.3)]


def _horns(head: AnimalHead) -> list[Shape]:
    turn = head.face.turn
    horns = head.pencil.curves(
        *(
            [
                (s * 0.20 - 0.05 * turn, 0.38),
                (s * 0.28 - 0.05 * turn, 0.56),
                (s * 0.46 - 0.05 * turn, 0.74, 0),
                (s * 0.44 - 0.05 * turn, 0.52),
                (s * 0.34 - 0.05 * turn, 0.32),
            ]
            for s in (1, -1)
        )
    )
    return [head.brush.form(horns, (232.0, 214.0, 178.0), 0.5)]


def _spikes(head: AnimalHead) -> list[Shape]:
    x = 0.08 * head.face.turn
    path = head.pencil.curves(
        *(
            [(x + dx - 0.08, base, 0.2), (x + dx * 1.1 - 0.02, base + 0.20, 0), (x + dx + 0.08, base, 0.2)]
            for dx, base in ((0.0, 0.43), (-0.17, 0.41), (0.17, 0.41))
        )
    )
    return [head.brush.form(path, darker(mix(head.fur, head.light, 0.35), 0.1), 0.4)]


def _crest(head: AnimalHead) -> list[Shape]:
    path = head.pencil.curve(
        [
            (0.08, 0.42),
            (0.06, 0.60),
            (-0.10, 0.74, 0),
            (-0.07, 0.62, 0.2),
            (-0.24, 0.68, 0),
            (-0.16, 0.54, 0.2),
            (-0.34, 0.52, 0),
            (-0.12, 0.40),
        ]
    )
    return [head.brush.form(path, darker(head.fur, 0.15), 0.4)]


def _comb(head: AnimalHead) -> list[Shape]:
    x = 0.04 * head.face.turn
    comb = head.pencil.curve(
        [
            (x - 0.16, 0.40),
            (x - 0.20, 0.60),
            (x - 0.09, 0.56, 0.3),
            (x, 0.72),
            (x + 0.09, 0.56, 0.3),
            (x + 0.20, 0.60),
            (x + 0.16, 0.40),
        ]
    )
    return [head.brush.form(comb, (206.0, 62.0, 58.0), 0.4)]


def _wool(head: AnimalHead) -> list[Shape]:
    puffs = head.pencil.ovals(
        (-0.34, 0.36, 0.19, 0.17),
        (-0.12, 0.48, 0.21, 0.18),
        (0.14, 0.48, 0.21, 0.18),
        (0.34, 0.34, 0.18, 0.17),
        (0.0, 0.34, 0.22, 0.14),
    )
    return [head.brush.form(puffs, lighter(head.fur, 0.25), 0.4)]


def _forelock(head: AnimalHead) -> list[Shape]:
    x = 0.06 * head.face.turn
    lock = head.pencil.curve(
        [
            (-0.20, 0.48),
            (0.0, 0.58),
            (0.18, 0.46),
            (x + 0.16, 0.24, 0),
            (x + 0.06, 0.34, 0.3),
            (x - 0.01, 0.16, 0),
            (x - 0.08, 0.33, 0.3),
            (x - 0.18, 0.24, 0),
        ]
    )
    return [head.brush.form(lock, darker(head.fur, 0.5), 0.4)]


def _goatee(head: AnimalHead) -> list[Shape]:
    x = head.muzzle_x
    tuft = head.pencil.curve(
        [(x - 0.10, -0.48), (x + 0.10, -0.48), (x + 0.05, -0.62), (x + 0.01, -0.74, 0), (x - 0.06, -0.62)]
    )
    return [head.brush.form(tuft, lighter(head.fur, 0.2), 0.4)]


BEFORE: Mapping[str, Callable[[AnimalHead], list[Shape]]] = {
    "whiskers": _whiskers,
    "tusks": _tusks,
    "horns": _horns,
    "spikes": _spikes,
    "crest": _crest,
    "comb": _comb,
    "wool": _wool,
    "forelock": _forelock,
    "goatee": _goatee,
}
