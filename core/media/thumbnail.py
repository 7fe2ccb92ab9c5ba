"""The film's small picture: a JPEG of at most 320 px a side and 200 kB (media.md 11)."""

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


def write_thumbnail(request: RenderRequest, desk: Desk, film: Path, target: Path) -> None:
    """From the first shot's frame, which carries no captions; from the film where no shot has a frame."""
    picture = _first_frame(request, desk)
    if picture is None:
        picture = _from_film(film)
    scale = SIDE / max(request.width, request.height)
    size = (round(request.width * scale), round(request.height * scale))
    small = cv2.resize(_cropped(picture, request), size, interpolation=cv2.INTER_AREA)
    target.write_bytes(_jpeg(np.asarray(small, np.uint8)))


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


def _cropped(picture: camera.Picture, request: RenderRequest) -> camera.Picture:
    """The middle of the picture in the film's shape."""
    height, width = picture.shape[:2]
    wide = min(width, round(height * request.width / request.height))
    high = min(height, round(width * request.height / request.width))
    x, y = (width - wide) // 2, (height - high) // 2
    return picture[y : y + high, x : x + wide]


def _jpeg(picture: camera.Picture) -> bytes:
    for quality in (88, 75, 60, 40):
        data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()
        if len(data) < BYTES:
            break
    return data
