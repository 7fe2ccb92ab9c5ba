"""Coverage of paths: flattened curves, stroke outlines and exact-area anti-aliased masks in whole numbers.

Sums are integers, so the mask of a part of a picture is exactly the part of the whole mask.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from core.providers.local.artist.drawing import Path

Floats = npt.NDArray[np.float64]
Alpha = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Whole = npt.NDArray[np.int32]

FULL = 255 * 256
"""The integer that stands for a wholly covered pixel."""

_TOLERANCE = 0.06
"""How far a flattened curve may lie from the true one, in px."""


def fill_edges(path: Path) -> Floats:
    """The directed straight edges (x0, y0, x1, y1) round a path's contours; a hole winds the other way."""
    return outline_edges(outline(path))


@dataclass(frozen=True, slots=True)
class Outline:
    """A path as numbers: its pieces as cubics (n, 4, 2), which are straight, where each contour starts."""

    curves: Floats
    straight: npt.NDArray[np.bool_]
    starts: Ints

    def box(self) -> tuple[float, float, float, float] | None:
        """Left, top, right, bottom of all points; control points bound their curves."""
        if not len(self.curves):
            return None
        points = self.curves.reshape(-1, 2)
        left, top = points.min(axis=0).tolist()
        right, bottom = points.max(axis=0).tolist()
        return left, top, right, bottom


def outline(path: Path) -> Outline:
    """A path as numbers; contours of a single point have nothing to paint."""
    kept = [contour for contour in path.contours if contour[1]]
    sizes = np.array([len(piece) for _, pieces in kept for piece in pieces], np.int64)
    if not len(sizes):
        return Outline(np.zeros((0, 4, 2)), np.zeros(0, np.bool_), np.zeros(0, np.int64))
    flat = chain.from_iterable(
        chain.from_iterable(chain.from_iterable(pieces for _, pieces in kept)),
    )
    points = np.fromiter(flat, np.float64).reshape(-1, 2)
    last = np.cumsum(sizes) - 1
    lengths = np.array([len(pieces) for _, pieces in kept], np.int64)
    starts = np.cumsum(lengths) - lengths
    straight = sizes == 1
    curves = np.empty((len(sizes), 4, 2))
    curves[:, 3] = points[last]
    curves[1:, 0] = curves[:-1, 3]
    curves[starts, 0] = [start for start, _ in kept]
    curves[:, 1] = np.where(straight[:, None], curves[:, 0], points[np.maximum(last - 2, 0)])
    curves[:, 2] = points[np.where(straight, last, last - 1)]
    return Outline(curves, straight, starts)


def outline_edges(shape: Outline) -> Floats:
    """The same edges from a path that was already turned into numbers."""
    curves, straight, starts = shape.curves, shape.straight, shape.starts
    if not len(curves):
        return np.zeros((0, 4))
    points, counts = _sample(curves, straight)
    before = np.empty_like(points)
    before[1:] = points[:-1]
    before[np.cumsum(counts) - counts] = curves[:, 0]
    edges = np.concatenate([before, points], axis=1)
    ends = np.append(starts[1:], len(curves)) - 1
    closing = np.concatenate([curves[ends, 3], curves[starts, 0]], axis=1)
    return np.concatenate([edges, closing])


def stroke_edges(shape: Outline, closed: bool, width: float) -> Floats:
    """The edges round a stroked path with round caps and joins."""
    parts = [_outline(line, width / 2, closed) for line in _polylines(shape)]
    return np.concatenate(parts) if parts else np.zeros((0, 4))


@dataclass(frozen=True, slots=True)
class Cells:
    """What edges add to single pixels: rows, columns, and amounts for the pixel and for the next one."""

    row: Ints
    column: Ints
    here: Whole
    after: Whole

    def by_row(self) -> Cells:
        """The same amounts from top to bottom, so that `rows` may be asked for."""
        order = np.argsort(self.row, kind="stable")
        return Cells(self.row[order], self.column[order], self.here[order], self.after[order])

    def rows(self, top: int, bottom: int) -> Cells:
        """What belongs to some of the rows; only of cells in the order of their rows."""
        first, last = np.searchsorted(self.row, (top, bottom)).tolist()
        chosen = slice(first, last)
        return Cells(self.row[chosen], self.column[chosen], self.here[chosen], self.after[chosen])


def cells(edges: Floats, top: int, bottom: int) -> Cells:
    """Cut edges at every pixel border between two rows."""
    row, y_from, y_to, x_from, x_to, sign = _cut_at_rows(edges, top, bottom)
    left, right = np.minimum(x_from, x_to), np.maximum(x_from, x_to)
    first = np.floor(left)
    spans = np.maximum(np.ceil(right) - first, 1).astype(np.int64)
    piece, offset = _runs(spans)
    column = first[piece] + offset
    low, high = np.maximum(left[piece], column), np.minimum(right[piece], column + 1)
    width = (right - left)[piece]
    share = np.where(width > 0, (high - low) / np.where(width > 0, width, 1.0), 1.0)
    cover = (y_to - y_from)[piece] * share * sign[piece] * FULL
    here = np.rint(cover * (column + 1 - (low + high) / 2)).astype(np.int32)
    after = np.rint(cover).astype(np.int32) - here
    return Cells(row[piece], column.astype(np.int64), here, after)


def coverage(parts: Cells, left: int, top: int, width: int, height: int) -> npt.NDArray[np.int32]:
    """The mask of a box, from 0 to FULL."""
    sums = np.zeros((height, width + 1), np.int32)
    line = (parts.row - top) * (width + 1)
    column = parts.column - left
    flat = sums.reshape(-1)
    np.add.at(flat, line + _within(column, width), parts.here)
    np.add.at(flat, line + _within(column + 1, width), parts.after)
    mask = sums[:, :width]
    np.cumsum(mask, axis=1, out=mask)
    np.abs(mask, out=mask)
    return np.minimum(mask, FULL, out=mask)


def _within(column: Ints, width: int) -> Ints:
    return np.minimum(np.maximum(column, 0), width)


def _cut_at_rows(edges: Floats, top: int, bottom: int) -> tuple[Ints, Floats, Floats, Floats, Floats, Floats]:
    x0, y0, x1, y1 = edges.T
    keep = (y0 != y1) & (np.maximum(y0, y1) > top) & (np.minimum(y0, y1) < bottom)
    x0, y0, x1, y1 = x0[keep], y0[keep], x1[keep], y1[keep]
    down = y1 > y0
    xa, ya = np.where(down, x0, x1), np.where(down, y0, y1)
    xb, yb = np.where(down, x1, x0), np.where(down, y1, y0)
    first = np.maximum(np.floor(ya), top).astype(np.int64)
    last = np.minimum(np.ceil(yb), bottom).astype(np.int64)
    edge, offset = _runs(last - first)
    row = first[edge] + offset
    start, slope, head = ya[edge], ((xb - xa) / (yb - ya))[edge], xa[edge]
    y_from = np.maximum(start, row)
    y_to = np.minimum(yb[edge], row + 1)
    x_from = head + (y_from - start) * slope
    x_to = head + (y_to - start) * slope
    sign = np.where(down, 1.0, -1.0)[edge]
    return row, y_from, y_to, x_from, x_to, sign


def _runs(counts: Ints) -> tuple[Ints, Ints]:
    """For each of the repeated items its index and its place in its own run."""
    index = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    return index, np.arange(len(index)) - starts[index]


def _counts(curves: Floats, straight: npt.NDArray[np.bool_]) -> Ints:
    bend = np.abs(curves[:, :-2] - 2 * curves[:, 1:-1] + curves[:, 2:]).max(axis=(1, 2))
    wanted = np.clip(np.ceil(np.sqrt(bend * (0.75 * 1.3 / _TOLERANCE))), 1, 96).astype(np.int64)
    return np.where(straight, 1, wanted)


def _sample(curves: Floats, straight: npt.NDArray[np.bool_]) -> tuple[Floats, Ints]:
    """Points along the curves without each curve's first one, and how many belong to each."""
    if straight.all():
        return curves[:, 3], np.ones(len(curves), np.int64)
    counts = _counts(curves, straight)
    index, place = _runs(counts)
    t = ((place + 1) / counts[index])[:, None]
    u = 1 - t
    a, b, c, d = (curves[index, k] for k in range(4))
    points = a * u**3 + b * (3 * u * u * t) + c * (3 * u * t * t) + d * t**3
    points[t[:, 0] == 1] = d[t[:, 0] == 1]
    return points, counts


def _polylines(shape: Outline) -> Iterator[Floats]:
    curves, straight, starts = shape.curves, shape.straight, shape.starts
    if not len(curves):
        return
    points, counts = _sample(curves, straight)
    bounds = np.append(0, np.cumsum(counts))
    ends = np.append(starts[1:], len(curves))
    for start, end in zip(starts, ends, strict=True):
        line = np.concatenate([curves[start : start + 1, 0], points[bounds[start] : bounds[end]]])
        moved = np.abs(np.diff(line, axis=0)).max(axis=1) > 1e-6
        yield line[np.concatenate([[True], moved])]


def _outline(line: Floats, half: float, closed: bool) -> Floats:
    if len(line) == 1:
        angles = np.linspace(0, 2 * math.pi, _arc_steps(half, 2 * math.pi) + 1)[:-1]
        return _ring(line + half * np.stack([np.cos(angles), np.sin(angles)], axis=1))
    if closed and len(line) > 2:
        if np.abs(line[0] - line[-1]).max() < 1e-6:
            line = line[:-1]
        return _closed_outline(line, half)
    return _open_outline(line, half)


def _open_outline(line: Floats, half: float) -> Floats:
    heading = _headings(line)
    turns = _turns(heading)
    index, angles = _corner_angles(heading, turns, half)
    left = line[index] + half * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    right = line[index] - half * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    tail = line[-1] + _cap(heading[-1] - math.pi / 2, half)
    nose = line[0] + _cap(heading[0] + math.pi / 2, half)
    # `left` follows heading - 90 degrees; the end cap leads from there round to `right`.
    return _ring(np.concatenate([left, tail, right[::-1], nose]))


def _closed_outline(line: Floats, half: float) -> Floats:
    looped = np.concatenate([line, line[:1]])
    heading = _headings(looped)
    turns = _wrap(np.diff(np.append(heading, heading[0])))
    cumulated = heading[0] + np.concatenate([[0.0], np.cumsum(turns[:-1])])
    steps = _corner_steps(turns, half)
    index, place = _runs(steps + 1)
    angles = cumulated[index] + turns[index] * place / np.maximum(steps[index], 1) - math.pi / 2
    at = np.concatenate([line[1:], line[:1]])[index]
    normal = half * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.concatenate([_ring(at + normal), _ring((at - normal)[::-1])])


def _corner_angles(heading: Floats, turns: Floats, half: float) -> tuple[Ints, Floats]:
    """Point indices, repeated at sharp corners, and the angle of the left normal at each."""
    cumulated = heading[0] + np.concatenate([[0.0], np.cumsum(turns)])
    steps = np.concatenate([[0], _corner_steps(turns, half), [0]]).astype(np.int64)
    index, place = _runs(np.concatenate([[1], steps[1:-1] + 1, [1]]).astype(np.int64))
    base = np.concatenate([cumulated[:1], cumulated])[index]
    turn = np.concatenate([[0.0], turns, [0.0]])[index]
    return index, base + turn * place / np.maximum(steps[index], 1) - math.pi / 2


def _corner_steps(turns: Floats, half: float) -> Ints:
    finest = max(math.acos(max(1 - 0.15 / max(half, 0.3), 0.0)) * 2, 0.12)
    return np.maximum(np.ceil(np.abs(turns) / finest), 1).astype(np.int64)


def _arc_steps(half: float, angle: float) -> int:
    return max(6, math.ceil(angle / max(math.acos(max(1 - 0.1 / max(half, 0.2), 0.0)) * 2, 0.05)))


def _cap(angle: float, half: float) -> Floats:
    angles = angle + np.linspace(0, math.pi, _arc_steps(half, math.pi) + 1)[1:-1]
    return half * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def _headings(line: Floats) -> Floats:
    step = np.diff(line, axis=0)
    return np.arctan2(step[:, 1], step[:, 0])


def _turns(heading: Floats) -> Floats:
    return _wrap(np.diff(heading))


def _wrap(angle: Floats) -> Floats:
    wrapped: Floats = (angle + math.pi) % (2 * math.pi) - math.pi
    return wrapped


def _ring(points: Floats) -> Floats:
    return np.concatenate([points, np.roll(points, -1, axis=0)], axis=1)
