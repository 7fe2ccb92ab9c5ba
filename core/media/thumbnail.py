"""The film's pictures: a small JPEG of at most 320 px a side and 200 kB (media.md 11), and a cover."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np

from core.media import camera
from core.media.copies import READING_FAILS, small_picture
from core.media.desk import Desk
from core.requests import RenderRequest

SIDE = 320
BYTES = 200_000

COVER_SIDE = 1280
"""Longest side of a cover, px; Telegram's apps show no larger one before a film plays."""

COVER_BYTES = 1_000_000


def write_thumbnail(request: RenderRequest, desk: Desk, film: Path, target: Path) -> None:
    """From the first shot's frame, which carries no captions; from the film where no shot has a frame."""
    picture = _first_frame(request, desk)
    if picture is None:
        picture = _from_film(film)
    scale = SIDE / max(request.width, request.height)
    size = (round(request.width * scale), round(request.height * scale))
    target.write_bytes(_shrunk(picture, size, BYTES))


def cover_of(frame: Path, size: tuple[int, int]) -> bytes:
    """A shot's frame as the cover of a film of that size, px. Raises OSError or ValueError when it is none."""
    scale = min(1.0, COVER_SIDE / max(size))
    return _shrunk(camera.read_picture(frame), (round(size[0] * scale), round(size[1] * scale)), COVER_BYTES)


def _first_frame(request: RenderRequest, desk: Desk) -> camera.Picture | None:
    for shot in request.shots:
        if shot.frame:
            try:
                return small_picture(shot.frame, desk)
            except READING_FAILS:
                continue
    return None


def _from_film(film: Path) -> camera.Picture:
    with av.open(str(film)) as container:
        container.seek((container.duration or 0) // 3)
        frame = next(container.decode(video=0))
        return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def _shrunk(picture: camera.Picture, size: tuple[int, int], most: int) -> bytes:
    """The middle of the picture in the shape of `size`, in that size, as a JPEG of `most` bytes."""
    height, width = picture.shape[:2]
    wide = min(width, round(height * size[0] / size[1]))
    high = min(height, round(width * size[1] / size[0]))
    x, y = (width - wide) // 2, (height - high) // 2
    small = cv2.resize(picture[y : y + high, x : x + wide], size, interpolation=cv2.INTER_AREA)
    return _jpeg(np.asarray(small, np.uint8), most)


def _jpeg(picture: camera.Picture, most: int) -> bytes:
    for quality in (88, 75, 60, 40):
        data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(data) < most:
            break
    return data
