"""Blur: whether a photo is too soft to show what somebody looks like."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

SIDE = 512
"""Px: every photo is looked at in this size, since a reference image shows no more of a face."""

BLURRED = 0.65
"""From here on a photo counts as blurred. Sharp ones measured 0.21 to 0.35; 1 % of a side wide blur, 0.72 and
more."""

_REACH = 9
"""Px that are averaged to blur the photo once more."""


def is_blurred(photo: Path) -> bool:
    """Whether most of the photo's edges are soft. One that cannot be read is not called blurred."""
    try:
        with Image.open(photo) as opened:
            return softness(opened) > BLURRED
    except (OSError, ValueError):
        return False


def softness(picture: Image.Image) -> float:
    """0 for hard edges, towards 1 for none: the share of the differences that survives blurring it once more.

    After Crete and others, "The blur effect" (2007): what is blurred already loses little by it.
    """
    small = ImageOps.contain(picture.convert("L"), (SIDE, SIDE))
    grey = np.asarray(small, dtype=np.float64)
    return max(_along(grey), _along(grey.T))


def _along(grey: NDArray[np.float64]) -> float:
    """Softness along the first axis; what has no edges at all counts as soft."""
    again = _averaged(grey)
    edges, left = np.abs(np.diff(grey, axis=0)), np.abs(np.diff(again, axis=0))
    lost = np.maximum(0.0, edges - left).sum()
    whole = edges.sum()
    return 1.0 if whole == 0 else float(1.0 - lost / whole)


def _averaged(grey: NDArray[np.float64]) -> NDArray[np.float64]:
    """A moving average along the first axis, as long as the picture."""
    sums = np.cumsum(np.pad(grey, ((_REACH // 2 + 1, _REACH // 2), (0, 0)), mode="edge"), axis=0)
    return (sums[_REACH:] - sums[:-_REACH]) / _REACH
