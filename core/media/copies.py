"""Copies of frames that are wanted soon, kept when a frame is open anyway: for the camera and the storyboard.

Decoding a frame's PNG takes 22 ms; its planes are read in 1 and its small copy in 3. Both can be made again.
"""

from __future__ import annotations

import contextlib
import os
import struct
import uuid
from pathlib import Path

import cv2
import numpy as np

from core.errors import NotFound
from core.media import camera
from core.media.desk import Desk

WIDTH = 512
"""Px: the widest panel of a storyboard."""

PLANES_KEPT = 64
"""Frames whose planes wait for the camera, 2 MB each; it decodes any other from its PNG."""

READING_FAILS = (OSError, ValueError, KeyError, NotFound)
"""What a frame that is missing or broken raises."""

_PNG = (cv2.IMWRITE_PNG_COMPRESSION, 1)
_SIZE = struct.Struct(">II")
"""How planes begin: width and height in px."""


def keep_small(asset: str, picture: camera.Picture, cache: Path) -> camera.Picture:
    """The small copy of a frame's picture, also kept for `small_picture`."""
    height, width = picture.shape[:2]
    share = min(1.0, WIDTH / width)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
    kept = _small(asset, cache)
    if not kept.exists():
        _keep(kept, cv2.imencode(".png", small, _PNG)[1].tobytes())
    return small


def small_picture(asset: str, desk: Desk) -> camera.Picture:
    """A frame at most WIDTH px wide. Raises OSError, ValueError or NotFound when it cannot be read."""
    try:
        return camera.read_picture(_small(asset, desk.cache))
    except (OSError, ValueError):
        return keep_small(asset, camera.read_picture(desk.path(asset)), desk.cache)


def keep_planes(asset: str, picture: camera.Picture, cache: Path) -> None:
    """Two megabytes that the camera will want once, as soon as the lines of the shot are spoken."""
    luma, blue, red = camera.planes(picture)
    data = b"".join(plane.tobytes() for plane in (luma, blue, red))
    _keep(_planes(asset, cache), _SIZE.pack(luma.shape[1], luma.shape[0]) + data)
    _drop_oldest(cache / "planes")


def still(asset: str, desk: Desk) -> camera.Still:
    """A frame for the camera. Raises OSError, ValueError or NotFound when it cannot be read."""
    path = desk.path(asset)
    try:
        return camera.Still(_read_planes(_planes(asset, desk.cache)), lambda: camera.read_picture(path))
    except (OSError, ValueError, struct.error):
        picture = camera.read_picture(path)
        keep_small(asset, picture, desk.cache)
        return camera.Still.of(picture)


def drop_planes(asset: str, cache: Path) -> None:
    """The frame has been filmed; should it be filmed again, its picture is there."""
    with contextlib.suppress(OSError):
        _planes(asset, cache).unlink(missing_ok=True)


def _read_planes(kept: Path) -> camera.Planes:
    data = kept.read_bytes()
    width, height = _SIZE.unpack_from(data)
    flat = np.frombuffer(data, np.uint8, offset=_SIZE.size)
    luma, chroma = width * height, (width // 2) * (height // 2)
    if len(flat) != luma + 2 * chroma:
        raise ValueError("these planes are not whole")
    half = (height // 2, width // 2)
    blue, red = flat[luma : luma + chroma].reshape(half), flat[luma + chroma :].reshape(half)
    return flat[:luma].reshape(height, width), blue, red


def _drop_oldest(folder: Path) -> None:
    """Frames that are painted and never filmed would fill the disk."""
    with contextlib.suppress(OSError):
        kept = [(entry.stat().st_mtime_ns, entry.path) for entry in os.scandir(folder)]
        for _, path in sorted(kept)[:-PLANES_KEPT]:
            os.unlink(path)


def _keep(kept: Path, data: bytes) -> None:
    """Whole or not at all. Where there is no room for it, the work it saves is done again."""
    part = kept.with_name(f".{uuid.uuid4().hex}.part")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        os.replace(part, kept)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _small(asset: str, cache: Path) -> Path:
    return cache / "small" / f"{asset}.png"


def _planes(asset: str, cache: Path) -> Path:
    return cache / "planes" / f"{asset}.yuv"
