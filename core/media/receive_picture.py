"""A picture that came from a model: does it decode, is it what was asked for, does it show anything at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from core.media.received import NoGood, Received

MOST_PX = 80_000_000
"""Pixels: about twice the largest picture any model makes; beyond it nothing is decoded."""

SHAPE_OFF = 0.08
"""How far width : height may be from what was asked; models keep to multiples of 8 to 64 px."""

LEAST_SHARE = 0.62
"""Of the asked short side: models with few sizes give the nearest one."""

UNIFORM = 1.5
"""Spread of the levels (0 to 255) below which there is nothing to be seen; a plain night sky has about 4."""

_KEPT = {"PNG": "image/png", "JPEG": "image/jpeg"}


def check_picture(path: Path, asked: tuple[int, int] | None) -> Received:
    """Check it, strip what the file says beside the picture (EXIF and the like), keep it as PNG or JPEG.

    `asked` is width and height in px; None when the model decides the shape. Raises NoGood.
    """
    try:
        return _checked(path, asked)
    except UnidentifiedImageError as error:
        raise NoGood("it is no picture", broken=True) from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NoGood("the picture is damaged", broken=True) from error


def _checked(path: Path, asked: tuple[int, int] | None) -> Received:
    with Image.open(path) as image:
        if image.width * image.height > MOST_PX:
            raise NoGood(f"it is {image.width} x {image.height} px, which is far too large")
        form = image.format or ""
        extras = bool(set(image.info) & _EXTRAS) or bool(image.getexif())
        image.load()
        upright = ImageOps.exif_transpose(image)
        _must_fit(upright.size, asked)
        _must_show(upright)
        if form not in _KEPT or extras or image.mode in ("CMYK", "P"):
            return _rewritten(upright, path, form)
        return _result(path, _KEPT[form], upright.size)


_EXTRAS = frozenset({"exif", "xmp", "photoshop", "comment", "XML:com.adobe.xmp", "Raw profile type exif"})
"""Names under which Pillow keeps what a picture's file says beside the picture."""


def _must_fit(size: tuple[int, int], asked: tuple[int, int] | None) -> None:
    if asked is None:
        return
    shape, wanted = size[0] / size[1], asked[0] / asked[1]
    if abs(shape / wanted - 1) > SHAPE_OFF or min(size) < LEAST_SHARE * min(asked):
        raise NoGood(f"it is {size[0]} x {size[1]} px, and {asked[0]} x {asked[1]} px were asked for")


def _must_show(image: Image.Image) -> None:
    small = np.asarray(image.convert("RGB").resize((64, 64), Image.Resampling.BOX), np.float32)
    if float(small.std(axis=(0, 1)).max()) >= UNIFORM:
        return
    raise NoGood("it is all black" if float(small.mean()) < 12 else "it is one single colour")


def _rewritten(image: Image.Image, path: Path, form: str) -> Received:
    """The same picture in a new file: as JPEG when it came as one, else as PNG, which loses nothing."""
    jpeg = form == "JPEG"
    target = path.with_name(path.name + (".jpg" if jpeg else ".png"))
    clean = Image.new("RGBA" if "A" in image.getbands() and not jpeg else "RGB", image.size)
    clean.paste(image.convert(clean.mode))
    if jpeg:
        clean.save(target, "JPEG", quality=95, subsampling=0)
    else:
        clean.save(target, "PNG", compress_level=1)
    return _result(target, "image/jpeg" if jpeg else "image/png", image.size)


def _result(path: Path, mime: str, size: tuple[int, int]) -> Received:
    return Received(path, mime, {"width": size[0], "height": size[1]})
