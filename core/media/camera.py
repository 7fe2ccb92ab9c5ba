"""Moving a camera over a still, and a drawn speaker's mouth within it: planes in, raw frames out.

The still becomes Y, U and V planes once (BT.709, tv range); each frame is one affine map of each plane with
pixel centres on pixel centres, so nothing jitters and chroma never slides (media.md 5).
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from core.requests import Move, Window
from core.story import SAMPLE_RATE

Plane = NDArray[np.uint8]
Planes = tuple[Plane, Plane, Plane]
Picture = NDArray[np.uint8]
"""Height x width x 3, in OpenCV's order blue, green, red."""

REST = "rest"
BLINK = "blink"

_LUMA = np.array([[0.0722, 0.7152, 0.2126]], np.float32) * (219 / 255)
_BLUE = np.array([0.5, -0.7152 / 1.8556, -0.2126 / 1.8556], np.float32) * (224 / 255)
_RED = np.array([-0.0722 / 1.5748, -0.7152 / 1.5748, 0.5], np.float32) * (224 / 255)
"""BT.709 for 8 bit tv range, rows over (blue, green, red); OpenCV's own conversion is BT.601 (media.md 2.3)."""


@dataclass(frozen=True, slots=True)
class Patch:
    """Pixels that replace a still's pixels in one box: a mouth shape, or closed eyes."""

    x: int
    y: int
    pixels: Picture


@dataclass(frozen=True, slots=True)
class Face:
    """What a speaker's face does: one state per frame, and the patches that each state needs."""

    states: tuple[tuple[str, bool], ...]
    """Per frame the mouth and whether the eyes are closed."""
    patches: Mapping[str, Patch]


class Still:
    """A frame as the camera needs it: its planes, and its pixels where they are asked for."""

    def __init__(self, planes: Planes, read: Callable[[], Picture]) -> None:
        self.planes = planes
        self._read = read

    @classmethod
    def of(cls, picture: Picture) -> Still:
        return cls(planes(picture), lambda: picture)

    @cached_property
    def picture(self) -> Picture:
        """Only a patch whose box does not lie on whole chroma samples needs what is around it."""
        return self._read()


def read_picture(path: Path) -> Picture:
    """The picture in a file; transparent parts become black. Raises ValueError when it is none."""
    data = np.frombuffer(path.read_bytes(), np.uint8)
    picture = cv2.imdecode(data, cv2.IMREAD_COLOR) if data.size else None
    if picture is None:
        raise ValueError("it is not a picture that can be read")
    return np.asarray(picture, np.uint8)


def planes(picture: Picture) -> Planes:
    """The picture as BT.709 4:2:0 planes; an odd last row or column is dropped."""
    height, width = picture.shape[0] // 2 * 2, picture.shape[1] // 2 * 2
    even = picture[:height, :width]
    luma = cv2.transform(even, np.hstack([_LUMA, [[16.0]]]))
    small = cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    chroma = cv2.transform(small, np.array([[*_BLUE, 128.0], [*_RED, 128.0]]))
    blue, red = cv2.split(chroma)
    return _plane(luma), _plane(blue), _plane(red)


def map_of(window: Window, still: tuple[int, int], frame: tuple[int, int]) -> tuple[float, float, float]:
    """(scale, left, top): the still's px per frame px and the corner of what the camera sees, in px.

    The window keeps the frame's shape and is moved, and if need be narrowed, to lie inside the still.
    """
    (width, height), (out_width, out_height) = still, frame
    widest = min(width, height * out_width / out_height)
    seen = min(max(window.width, 1e-3), 1.0) * widest
    scale = seen / out_width
    left = min(max(window.x * width - seen / 2, 0.0), width - seen)
    seen_height = scale * out_height
    top = min(max(window.y * height - seen_height / 2, 0.0), height - seen_height)
    return scale, left, top


def ease(share: float) -> float:
    """Slow start, slow stop: 0 to 1 over 0 to 1."""
    return share * share * (3.0 - 2.0 * share)


def window_at(move: Move, frame: int, frames: int) -> Window:
    """What the camera sees at one of `frames` frames."""
    t = ease(frame / (frames - 1)) if frames > 1 else 0.0
    a, b = move.start, move.end
    return Window(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.width + (b.width - a.width) * t)


def face_states(
    track: Sequence[Any], blinks: Sequence[Any], frames: int, fps: int
) -> tuple[tuple[str, bool], ...]:
    """Per frame the mouth and whether the eyes are closed, from a mouths score in samples (MOUTHS_MIME).

    A frame shows what holds at its middle. Time counts from the shot's start, not from its nearest frame, so
    that an edit of an earlier line that moves this shot by less than a frame changes nothing here.
    """
    states = []
    mouth, index = REST, 0
    for frame in range(frames):
        now = (2 * frame + 1) * SAMPLE_RATE // (2 * fps)
        while index < len(track) and track[index][0] <= now:
            mouth, index = str(track[index][1]), index + 1
        states.append((mouth, any(start <= now < end for start, end in blinks)))
    return tuple(states)


def cut_patches(sheet: Picture, boxes: Mapping[str, Any]) -> dict[str, Patch]:
    """The patches of a mouths score, cut from its sheet. Raises ValueError when a box lies outside."""
    patches = {}
    for name, place in boxes.items():
        x, y, width, height = (int(n) for n in place["box"])
        top = int(place["top"])
        if min(x, y, top) < 0 or top + height > sheet.shape[0] or width > sheet.shape[1]:
            raise ValueError(f"patch “{name}” lies outside its sheet")
        patches[name] = Patch(x, y, sheet[top : top + height, :width])
    return patches


def film(
    picture: Picture | Still, move: Move | None, face: Face | None, *, size: tuple[int, int], frames: int
) -> Callable[[int], None]:
    """A feed for ffmpeg: writes `frames` raw yuv420p frames of `size` px into a file descriptor."""

    def feed(fd: int) -> None:
        for frame in shoot(picture, move, face, size=size, frames=frames):
            _write(fd, frame)

    return feed


def shoot(
    picture: Picture | Still, move: Move | None, face: Face | None, *, size: tuple[int, int], frames: int
) -> Iterator[memoryview]:
    """The frames one after another, each in the same memory: use one before asking for the next."""
    faces = _Faces(picture if isinstance(picture, Still) else Still.of(picture), face)
    out, views = _canvas(size)
    before: object = None
    for index in range(frames):
        state = face.states[index] if face else (REST, False)
        window = window_at(move, index, frames) if move else Window()
        now = (state, window)
        if now != before:
            _shoot_one(faces.planes_for(state), window, size, views)
            before = now
        yield out.data


def _plane(values: Any) -> Plane:
    return np.ascontiguousarray(values, np.uint8)


def _canvas(size: tuple[int, int]) -> tuple[Plane, Planes]:
    """One frame's memory and its three planes as views into it."""
    width, height = size
    luma, chroma = width * height, (width // 2) * (height // 2)
    out: Plane = np.empty(luma + 2 * chroma, np.uint8)
    half = (height // 2, width // 2)
    first = out[luma : luma + chroma].reshape(half)
    return out, (out[:luma].reshape(height, width), first, out[luma + chroma :].reshape(half))


def _shoot_one(source: Planes, window: Window, size: tuple[int, int], views: Planes) -> None:
    """One frame from planes with a margin."""
    height, width = (side - 2 * _MARGIN for side in source[0].shape)
    scale, left, top = map_of(window, (width, height), size)
    _look(source[0], views[0], scale, left, top)
    # Chroma of the still sits in the middle of its 2x2 px; players expect the film's at the left of it.
    for plane, view in zip(source[1:], views[1:], strict=True):
        _look(plane, view, scale, left / 2 - scale / 4, top / 2)


def _look(source: Plane, target: Plane, scale: float, left: float, top: float) -> None:
    """Fill `target` with what is seen from the corner (left, top) on, in px of the source without its margin.

    Enlarging and reducing is three times as fast as mapping, but it begins at whole pixels only. So it begins
    some pixels further left and above, where one of its own steps falls on the corner, and what is too much is
    cut off. Where no step comes near enough the slower way is taken.
    """
    across, down = _step_on(left, scale), _step_on(top, scale)
    if across is None or down is None:
        _warp(source, target, scale, _MARGIN + left + (scale - 1) / 2, _MARGIN + top + (scale - 1) / 2)
        return
    height, width = target.shape
    (x, skipped), (y, above) = across, down
    part = source[_part(y, above + height, scale), _part(x, skipped + width, scale)]
    seen = cv2.resize(part, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_LINEAR)
    np.copyto(target, seen[above : above + height, skipped : skipped + width])


_MARGIN = 64
"""Pixels round a plane that repeat its edge: room to begin further left and above."""

_NEAR, _NEAR_ENOUGH = 1 / 128, 1 / 48
"""Pixels of the source by which a step may miss the corner: taken at once, and taken for want of a better."""


def _step_on(corner: float, scale: float) -> tuple[int, int] | None:
    """(whole pixel to begin at, steps of `scale` from there to the corner); None where all miss it."""
    steps = np.arange(max(1, int((_MARGIN - 2) / scale)))
    begins = corner - steps * scale
    misses = np.abs(begins - np.rint(begins))
    near = np.flatnonzero(misses < _NEAR)
    best = int(near[0] if near.size else misses.argmin())
    return (round(float(begins[best])), best) if misses[best] <= _NEAR_ENOUGH else None


def _part(begin: int, steps: int, scale: float) -> slice:
    """The rows or columns of a plane with a margin that so many steps need."""
    return slice(_MARGIN + begin, _MARGIN + begin + math.ceil((steps + 1) * scale) + 1)


def _warp(source: Plane, target: Plane, scale: float, x: float, y: float) -> None:
    """Fill `target`: pixel (i, j) shows the source at (scale * i + x, scale * j + y), counted in centres."""
    matrix = np.array([[scale, 0.0, x], [0.0, scale, y]])
    height, width = target.shape
    cv2.warpAffine(
        source,
        matrix,
        (width, height),
        dst=target,
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )


def _with_margin(source: Planes) -> Planes:
    sides = (_MARGIN,) * 4
    luma, blue, red = (cv2.copyMakeBorder(plane, *sides, cv2.BORDER_REPLICATE) for plane in source)
    return _plane(luma), _plane(blue), _plane(red)


class _Faces:
    """The still's planes with each state of the face put in, made once per state, with a margin."""

    def __init__(self, still: Still, face: Face | None) -> None:
        self._still = still
        self._patches = face.patches if face else {}
        self._made: dict[tuple[str, bool], Planes] = {}

    def planes_for(self, state: tuple[str, bool]) -> Planes:
        if state not in self._made:
            mouth, closed = state
            names = [mouth, *([BLINK] if closed else [])]
            worn = [self._patches[name] for name in names if name in self._patches]
            self._made[state] = _with_margin(self._wear(worn) if worn else self._still.planes)
        return self._made[state]

    def _wear(self, patches: Sequence[Patch]) -> Planes:
        luma, blue, red = self._still.planes
        worn = luma.copy(), blue.copy(), red.copy()
        if not all(_even(patch) for patch in patches):
            patches = self._widened(patches)
        for patch in patches:
            for whole, new, step in zip(worn, planes(patch.pixels), (1, 2, 2), strict=True):
                top, left = patch.y // step, patch.x // step
                whole[top : top + new.shape[0], left : left + new.shape[1]] = new[
                    : whole.shape[0] - top, : whole.shape[1] - left
                ]
        return worn

    def _widened(self, patches: Sequence[Patch]) -> list[Patch]:
        """The same change as patches on whole chroma samples, with what is around them."""
        picture = self._still.picture.copy()
        for patch in patches:
            height, width = patch.pixels.shape[:2]
            part = picture[patch.y : patch.y + height, patch.x : patch.x + width]
            part[:] = patch.pixels[: part.shape[0], : part.shape[1]]
        wider = []
        for patch in patches:
            height, width = patch.pixels.shape[:2]
            x, y = patch.x // 2 * 2, patch.y // 2 * 2
            wider.append(Patch(x, y, picture[y : patch.y + height + 1, x : patch.x + width + 1]))
        return wider


def _even(patch: Patch) -> bool:
    height, width = patch.pixels.shape[:2]
    return not any(number % 2 for number in (patch.x, patch.y, width, height))


def _write(fd: int, frame: memoryview) -> None:
    while frame:
        frame = frame[os.write(fd, frame) :]
