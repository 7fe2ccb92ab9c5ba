"""Pictures as a language model is shown them: small JPEGs inside the request."""

from __future__ import annotations

import base64
import io
from pathlib import Path

from PIL import Image, ImageOps

LONGEST_SIDE = 1024
"""px. A face still has some hundred of them, and every service takes pictures of this size."""

QUALITY = 85


def shown(path: Path) -> str:
    """The picture as base64 of a JPEG, upright, on white where it was transparent.

    Raises OSError when it cannot be read.
    """
    with Image.open(path) as picture:
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        flat = upright.convert("RGBA")
        ground = Image.new("RGBA", flat.size, "white")
        ground.alpha_composite(flat)
        with io.BytesIO() as file:
            ground.convert("RGB").save(file, "JPEG", quality=QUALITY)
            return base64.b64encode(file.getvalue()).decode()
