"""Paving stones, for quays, streets and platforms."""

from __future__ import annotations

from core.providers.local.artist import paths
from core.providers.local.artist.brush import darker, lighter
from core.providers.local.artist.drawing import Colour, Path
from core.providers.local.artist.places.sheet import Sheet


def paving(s: Sheet, top: float, bottom: float, stone: Colour) -> None:
    """Paving stones in perspective, in two tones."""
    chance = s.chance("paving")
    tones: tuple[list[Path], list[Path]] = ([], [])
    y, row = top, 0
    eye = s.width * 0.5, top - s.unit * 0.4
    while y < bottom:
        high = s.unit * 0.012 * (1 + 3.2 * (y - top) / max(bottom - top, 1))
        k0, k1 = (y - eye[1]) / (top - eye[1]), (y + high - eye[1]) / (top - eye[1])
        step = s.unit * 0.09
        for column in range(-16, 17):
            if chance.random() > 0.55:
                continue
            x0 = (column + (row % 2) * 0.5) * step
            x1 = x0 + step * 0.94
            shape = paths.polygon(
                [
                    (eye[0] + x0 * k0, y),
                    (eye[0] + x1 * k0, y),
                    (eye[0] + x1 * k1, y + high * 0.92),
                    (eye[0] + x0 * k1, y + high * 0.92),
                ]
            )
            tones[chance.random() < 0.5].append(shape)
        y += high
        row += 1
    for group, tone in zip(
        tones, (s.light.lit(lighter(stone, 0.12)), s.light.shade(darker(stone, 0.2))), strict=True
    ):
        s.add(paths.join(group), tone, opacity=0.22)
