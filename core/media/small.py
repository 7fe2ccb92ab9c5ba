"""Small copies of frames, for the storyboard and the thumbnail: kept when a frame is open anyway.

Decoding a frame takes 22 ms, its small copy 3, and both are wanted when everybody waits for the film.
"""

from __future__ import annotations

import threading

import cv2
import numpy as np

from core.errors import NotFound
from core.media import camera, ffmpeg
from core.media.desk import Desk

WIDTH = 512
"""Px: the widest panel of a storyboard."""


def keep_small(asset: str, picture: camera.Picture, desk: Desk) -> camera.Picture:
    """The small copy of a frame's picture, kept for `small_picture`. Raises NoRoom."""
    kept = desk.cache / "small" / f"{asset}.png"
    height, width = picture.shape[:2]
    share = min(1.0, WIDTH / width)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    if not kept.exists():
        made = desk.folder / f"small-{asset}-{threading.get_ident()}.png"
        with ffmpeg.room(kept.parent):
            made.write_bytes(cv2.imencode(".png", small, _PNG)[1].tobytes())
            ffmpeg.keep(made, kept)
    return small


def small_picture(asset: str, desk: Desk) -> camera.Picture:
    """A frame at most WIDTH px wide. Raises OSError, ValueError or NotFound when it cannot be read."""
    try:
        return camera.read_picture(desk.cache / "small" / f"{asset}.png")
    except (OSError, ValueError):
        return keep_small(asset, camera.read_picture(desk.path(asset)), desk)


READING_FAILS = (OSError, ValueError, KeyError, NotFound)
"""What a frame that is missing or broken raises."""

_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1)
