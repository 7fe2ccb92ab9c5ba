"""Ink: solid colours and gradients as planes of numbers, and the ways they mix with what is below."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from core.providers.local.artist.drawing import Linear, Paint, Radial, Stop

Plane = npt.NDArray[np.float32]


Box = tuple[int, int, int, int]


_RAMP = 1024
"""Steps of a gradient's colour table."""


@dataclass(frozen=True, slots=True)
class Ink:
    paint: Paint
    opacity: float
    blend: str
    scale: float


Colours = tuple[np.float32 | Plane, np.float32 | Plane, np.float32 | Plane]


def blend(target: Plane, part: Box, cover: Plane | None, ink: Ink) -> None:
    colours, alpha = _colours(ink, part)
    strength = _strength(cover, alpha, ink.opacity)
    mix = BLENDS[ink.blend]
    for plane, colour in zip(target, colours, strict=True):
        mix(plane, colour, strength)


@dataclass(frozen=True, slots=True)
class Few:
    """The cover of few pixels, such as rain or a thin line has them, by row and column."""

    rows: npt.NDArray[np.intp]
    columns: npt.NDArray[np.intp]
    cover: Plane

    @classmethod
    def of(cls, cover: Plane, left: int = 0, top: int = 0) -> Few:
        rows, columns = np.nonzero(cover)
        return cls(rows + top, columns + left, cover[rows, columns])


def blend_few(target: Plane, few: Few, ink: Ink) -> None:
    """The same for a plain colour that covers few of the pixels."""
    rows, columns = few.rows, few.columns
    colours, alpha = _colours(ink, (0, 0, 0, 0))
    strength = _strength(few.cover.copy(), alpha, ink.opacity)
    mix = BLENDS[ink.blend]
    for plane, colour in zip(target, colours, strict=True):
        seen = plane[rows, columns]
        mix(seen, colour, strength)
        plane[rows, columns] = seen


def _strength(cover: Plane | None, alpha: np.float32 | Plane | None, opacity: float) -> np.float32 | Plane:
    share = np.float32(min(opacity, 1.0))
    alpha = share if alpha is None else alpha * share
    if cover is None:
        return alpha
    if isinstance(alpha, np.ndarray) or alpha != 1:
        cover *= alpha
    return cover


def _normal(plane: Plane, colour: np.float32 | Plane, strength: np.float32 | Plane) -> None:
    if not isinstance(strength, np.ndarray) and strength == 1:
        plane[...] = colour
        return
    change = colour - plane
    change *= strength
    plane += change


def _screen(plane: Plane, colour: np.float32 | Plane, strength: np.float32 | Plane) -> None:
    light = (255 - plane) * np.float32(1 / 255)
    light *= colour
    light *= strength
    plane += light


def _multiply(plane: Plane, colour: np.float32 | Plane, strength: np.float32 | Plane) -> None:
    dark = plane * ((colour - np.float32(255)) * np.float32(1 / 255))
    dark *= strength
    plane += dark


def _add_light(plane: Plane, colour: np.float32 | Plane, strength: np.float32 | Plane) -> None:
    plane += colour * strength
    np.minimum(plane, 255, out=plane)


def _soft_light(plane: Plane, colour: np.float32 | Plane, strength: np.float32 | Plane) -> None:
    push = 255 - plane
    push *= plane
    push *= (colour * np.float32(2 / 255) - np.float32(1)) * (strength * np.float32(1 / 255))
    plane += push


BLENDS = {
    "normal": _normal,
    "screen": _screen,
    "multiply": _multiply,
    "add": _add_light,
    "soft_light": _soft_light,
}


def _colours(ink: Ink, part: Box) -> tuple[Colours, np.float32 | Plane | None]:
    paint = ink.paint
    if isinstance(paint, tuple):
        return (np.float32(paint[0]), np.float32(paint[1]), np.float32(paint[2])), None
    place = _along(paint, part, ink.scale) if isinstance(paint, Linear) else _outward(paint, part, ink.scale)
    table = _ramp(paint.stops)
    place *= np.float32(_RAMP)
    place += np.float32(0.5)
    index = place.astype(np.intp)
    channels = [_look_up(row, index) for row in table]
    alpha = None if (table[3] == 1).all() else channels[3]
    return (channels[0], channels[1], channels[2]), alpha


def _look_up(row: Plane, index: npt.NDArray[np.intp]) -> np.float32 | Plane:
    if row[0] == row[-1] and (row == row[0]).all():
        return np.float32(row[0])
    return row.take(index, mode="clip")


def _along(paint: Linear, part: Box, scale: float) -> Plane:
    left, top, right, bottom = part
    (x0, y0), (x1, y1) = paint.start, paint.end
    dx, dy = x1 - x0, y1 - y0
    length = max(dx * dx + dy * dy, 1e-9)
    xs = ((np.arange(left, right) + 0.5) / scale - x0) * (dx / length)
    ys = ((np.arange(top, bottom) + 0.5) / scale - y0) * (dy / length)
    if dx == 0:
        return ys.astype(np.float32)[:, None]
    if dy == 0:
        return xs.astype(np.float32)[None, :]
    return xs.astype(np.float32)[None, :] + ys.astype(np.float32)[:, None]


def _outward(paint: Radial, part: Box, scale: float) -> Plane:
    left, top, right, bottom = part
    radius = max(paint.radius, 1e-6)
    xs = ((np.arange(left, right) + 0.5) / scale - paint.centre[0]) / radius
    ys = ((np.arange(top, bottom) + 0.5) / scale - paint.centre[1]) / (radius * max(paint.squash, 1e-6))
    place = (xs * xs).astype(np.float32)[None, :] + (ys * ys).astype(np.float32)[:, None]
    np.sqrt(place, out=place)
    return place


@lru_cache(maxsize=4096)
def _ramp(stops: tuple[Stop, ...]) -> Plane:
    """Red, green, blue and opacity at _RAMP + 1 places of a gradient."""
    ordered = sorted(stops, key=lambda stop: stop.at)
    at = [stop.at for stop in ordered]
    places = np.linspace(0, 1, _RAMP + 1)
    rows = [[stop.colour[channel] for stop in ordered] for channel in range(3)]
    rows.append([stop.opacity for stop in ordered])
    table = np.stack([np.interp(places, at, row) for row in rows]).astype(np.float32)
    table.setflags(write=False)
    return table
