"""Finds the subject of a photo, a head or a thing, and gives a feathered mask of it.

The wheel of OpenCV carries no face model: tones of skin, dark eyes over bright cheeks, and where people hold
the camera have to do.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

_SEARCH_SIDE = 150
"""Longer side in px at which a face is looked for."""

_FACE = 84
"""Width in px to which a face is brought before it is cut out."""

_THING_SIDE = 300
"""Longer side in px at which a thing is cut out."""


@dataclass(frozen=True, slots=True)
class Face:
    """An upright oval: its middle, width and height in px."""

    x: float
    y: float
    width: float
    height: float

    def scaled(self, factor: float, dx: float = 0.0, dy: float = 0.0) -> Face:
        return Face(self.x * factor - dx, self.y * factor - dy, self.width * factor, self.height * factor)


def head_mask(pixels: Pixels) -> Pixels:
    """Head and hair, from the crown down to the chin, as opacity."""
    face = find_face(pixels)
    scale = _FACE / face.width
    small = _resized(pixels, scale)
    near = face.scaled(scale)
    left, top = max(0, int(near.x - 1.35 * near.width)), max(0, int(near.y - 1.5 * near.height))
    right = min(small.shape[1], int(near.x + 1.35 * near.width))
    bottom = min(small.shape[0], int(near.y + 0.95 * near.height))
    part = np.ascontiguousarray(small[top:bottom, left:right])
    found = _grab(part, _head_marks(part.shape[0], part.shape[1], near.scaled(1.0, left, top)))
    mask = np.zeros(small.shape[:2], np.uint8)
    mask[top:bottom, left:right] = _shaped(found, near.scaled(1.0, left, top))
    return _feathered(mask, pixels.shape[1], pixels.shape[0])


def thing_mask(pixels: Pixels) -> Pixels:
    """The thing in the middle, as opacity."""
    height, width = pixels.shape[:2]
    small = _resized(pixels, min(1.0, _THING_SIDE / max(height, width)))
    high, wide = small.shape[:2]
    marks = np.full((high, wide), cv2.GC_BGD, np.uint8)
    middle = wide // 2, high // 2
    cv2.ellipse(marks, middle, (int(wide * 0.47), int(high * 0.47)), 0, 0, 360, cv2.GC_PR_BGD, -1)
    unlike = _unlike_the_edge(small)
    inside = np.zeros((high, wide), np.uint8)
    cv2.ellipse(inside, middle, (int(wide * 0.42), int(high * 0.42)), 0, 0, 360, 1, -1)
    marks[(inside == 1) & unlike] = cv2.GC_PR_FGD
    heart = np.zeros((high, wide), np.uint8)
    cv2.ellipse(heart, middle, (int(wide * 0.1), int(high * 0.1)), 0, 0, 360, 1, -1)
    marks[(heart == 1) & unlike] = cv2.GC_FGD
    mask = _one_piece(_grab(small, marks), middle)
    return _feathered(mask, width, height)


def find_face(pixels: Pixels) -> Face:
    """The most face-like oval; the upper middle when nothing is like a face."""
    height, width = pixels.shape[:2]
    scale = min(1.0, _SEARCH_SIDE / max(height, width))
    small = _resized(pixels, scale)
    skin = _skin(small)
    grey = np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255)
    best, best_score = _upper_middle(small.shape[1], small.shape[0]), 0.12
    for size in _sizes(min(small.shape[:2])):
        scores = _face_scores(skin, grey, size)
        _, score, _, (x, y) = cv2.minMaxLoc(scores)
        if score > best_score:
            best, best_score = Face(float(x), float(y), size, size * 1.34), float(score)
    return best.scaled(1 / scale)


def _sizes(side: int) -> Iterator[float]:
    size = max(10.0, 0.13 * side)
    while size < 0.62 * side:
        yield size
        size *= 1.14


def _upper_middle(width: int, height: int) -> Face:
    size = 0.36 * min(width, height)
    return Face(width / 2, height * 0.4, size, size * 1.34)


def _face_scores(skin: Floats, grey: Floats, size: float) -> Floats:
    """How much each place is like a face of this width."""
    half, rise = size / 2, size * 0.67
    inside = cv2.filter2D(skin, -1, _ovals(size, [(0, 0, half * 0.9, rise * 0.9)]))
    around = cv2.filter2D(skin, -1, _ring(size), borderType=cv2.BORDER_REPLICATE)
    eyes = cv2.filter2D(
        grey,
        -1,
        _ovals(
            size,
            [
                (-0.21 * size, -0.12 * size, size * 0.11, size * 0.07),
                (0.21 * size, -0.12 * size, size * 0.11, size * 0.07),
            ],
        ),
    )
    cheeks = cv2.filter2D(
        grey,
        -1,
        _ovals(
            size,
            [
                (-0.2 * size, 0.14 * size, size * 0.1, size * 0.08),
                (0.2 * size, 0.14 * size, size * 0.1, size * 0.08),
            ],
        ),
    )
    height, width = skin.shape
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    off = ((columns / width - 0.5) / 0.5) ** 2 + ((rows / height - 0.4) / 0.6) ** 2
    large = 0.3 * math.sqrt(size / min(height, width))
    scores = inside - 0.75 * around + 1.6 * np.clip(cheeks - eyes, -0.1, 0.25) - 0.22 * off + large
    # A face that does not fit into the picture is none.
    edge_x, edge_y = int(half * 0.8), int(rise * 0.8)
    fits = np.zeros_like(scores)
    fits[edge_y : height - edge_y, edge_x : width - edge_x] = 1
    return np.asarray(np.where(fits > 0, scores, -1), np.float32)


def _ovals(size: float, spots: list[tuple[float, float, float, float]]) -> Floats:
    """A kernel whose weights over the given ovals sum to one."""
    reach = int(size * 0.75) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    for x, y, wide, high in spots:
        kernel[((columns - x) / max(wide, 0.6)) ** 2 + ((rows - y) / max(high, 0.6)) ** 2 <= 1] = 1
    return np.asarray(kernel / max(kernel.sum(), 1), np.float32)


def _ring(size: float) -> Floats:
    """Beside and above a face, where hair and background are; the neck below does not count."""
    reach = int(size * 1.0) + 1
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float32)
    distance = (columns / (size * 0.5)) ** 2 + (rows / (size * 0.67)) ** 2
    kernel = ((distance > 1.35) & (distance < 2.6) & (rows < 0.35 * size)).astype(np.float32)
    return np.asarray(kernel / max(kernel.sum(), 1), np.float32)


def _skin(small: Pixels) -> Floats:
    """Where the hue is that of skin, dark or fair."""
    tones = cv2.cvtColor(small, cv2.COLOR_RGB2YCrCb)
    mask = cv2.inRange(tones, np.array((35, 133, 77)), np.array((252, 182, 130)))
    return cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), 1.2).astype(np.float32)


def _head_marks(height: int, width: int, face: Face) -> Pixels:
    """What is surely face, probably head, and surely not."""
    marks = np.full((height, width), cv2.GC_BGD, np.uint8)
    x, y = int(face.x), int(face.y)
    wide, high = face.width, face.height
    cv2.ellipse(
        marks, (x, int(y - 0.18 * high)), (int(wide * 1.02), int(high * 1.0)), 0, 0, 360, cv2.GC_PR_BGD, -1
    )
    cv2.ellipse(
        marks, (x, int(y - 0.14 * high)), (int(wide * 0.66), int(high * 0.72)), 0, 0, 360, cv2.GC_PR_FGD, -1
    )
    cv2.ellipse(marks, (x, y), (int(wide * 0.4), int(high * 0.44)), 0, 0, 360, cv2.GC_FGD, -1)
    marks[min(height, int(y + 0.62 * high)) :] = cv2.GC_BGD
    return marks


def _shaped(found: Pixels, face: Face) -> Pixels:
    """One piece, round at the chin, and never far wider than a head."""
    height, width = found.shape
    x, y = int(face.x), int(face.y)
    # Strips of background that hang on to the hair are narrower than any part of a head.
    side = max(3, round(0.24 * face.width) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    mask = _one_piece(np.asarray(cv2.morphologyEx(found, cv2.MORPH_OPEN, kernel), np.uint8), (x, y))
    limit = np.zeros((height, width), np.uint8)
    cv2.ellipse(
        limit,
        (x, int(y - 0.12 * face.height)),
        (int(face.width * 0.7), int(face.height * 0.98)),
        0,
        0,
        360,
        255,
        -1,
    )
    chin = np.zeros((height, width), np.uint8)
    cv2.ellipse(chin, (x, y), (int(face.width * 0.56), int(face.height * 0.56)), 0, 0, 360, 255, -1)
    jaw = int(y + 0.2 * face.height)
    limit[jaw:] = np.minimum(limit[jaw:], chin[jaw:])
    core = np.zeros((height, width), np.uint8)
    cv2.ellipse(core, (x, y), (int(face.width * 0.46), int(face.height * 0.5)), 0, 0, 360, 255, -1)
    return np.asarray(np.maximum(np.minimum(mask, limit), core), np.uint8)


def _unlike_the_edge(small: Pixels) -> npt.NDArray[np.bool_]:
    """Pixels whose colour is not one of those along the picture's edge."""
    lab = cv2.cvtColor(small, cv2.COLOR_RGB2LAB).astype(np.float32)
    high, wide = small.shape[:2]
    band = max(2, int(0.06 * min(high, wide)))
    edge = np.concatenate(
        [
            lab[:band].reshape(-1, 3),
            lab[-band:].reshape(-1, 3),
            lab[:, :band].reshape(-1, 3),
            lab[:, -band:].reshape(-1, 3),
        ]
    )
    cv2.setRNGSeed(11)
    many = min(6, len(edge))
    rule = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 12, 1.0)
    _, _, centres = cv2.kmeans(edge, many, np.empty((0, 0), np.int32), rule, 1, cv2.KMEANS_PP_CENTERS)
    gaps = np.stack([np.linalg.norm(lab - centre, axis=2) for centre in centres]).min(axis=0)
    return np.asarray(gaps > max(14.0, float(np.percentile(gaps, 55))), np.bool_)


def _grab(small: Pixels, marks: Pixels) -> Pixels:
    if not ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)).any():
        return np.zeros_like(marks)
    cv2.setRNGSeed(7)
    background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
    bgr = np.ascontiguousarray(small[:, :, ::-1])
    cv2.grabCut(bgr, marks, (0, 0, 1, 1), background, foreground, 4, cv2.GC_INIT_WITH_MASK)
    return np.asarray(((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)) * 255, np.uint8)


def _one_piece(mask: Pixels, middle: tuple[int, int]) -> Pixels:
    """The largest piece near the middle, its edge smoothed; an oval when nothing was found."""
    height, width = mask.shape
    side = max(3, round(0.012 * max(mask.shape)) | 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, kernel), np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = np.zeros_like(mask)
    least = 0.012 * height * width
    pieces = [outline for outline in outlines if cv2.contourArea(outline) > least]
    if not pieces:
        cv2.ellipse(whole, middle, (int(width * 0.3), int(height * 0.36)), 0, 0, 360, 255, -1)
        return whole
    best = max(pieces, key=lambda piece: cv2.contourArea(piece) / (1 + _gap(piece, middle) / (0.12 * width)))
    cv2.drawContours(whole, [best], -1, 255, -1)
    return np.asarray(np.minimum(whole, cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel)), np.uint8)


def _gap(piece: cv2.typing.MatLike, middle: tuple[int, int]) -> float:
    """How far a point lies outside an outline, px."""
    return max(0.0, -float(cv2.pointPolygonTest(piece, (float(middle[0]), float(middle[1])), True)))


def _resized(pixels: Pixels, scale: float) -> Pixels:
    height, width = pixels.shape[:2]
    size = max(8, round(width * scale)), max(8, round(height * scale))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, size, interpolation=way), np.uint8)


def _feathered(mask: Pixels, width: int, height: int) -> Pixels:
    """The mask at the photo's own size, its edge soft and a little inside, so that no old background shows."""
    large = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR)
    sigma = max(1.0, 0.006 * max(width, height))
    soft = cv2.GaussianBlur(large, (0, 0), sigma).astype(np.float32)
    return np.asarray(np.clip((soft - 100) * (255 / 110), 0, 255), np.uint8)
