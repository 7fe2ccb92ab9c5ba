"""The contact sheet: the frames there are so far, in order and numbered, as one JPEG that grows."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

SIDE = 1920
"""Px: width of the sheet; Telegram shows 1920 to 2560 well (telegram.md 4.2)."""

MOST = 24
"""Panels on one sheet."""

_GAP, _GROUND, _EMPTY, _INK, _BADGE = 16, (19, 21, 27), (38, 42, 53), (242, 240, 238), (19, 21, 27, 205)


def contact_sheet(panels: Sequence[tuple[int, Path | None]], shape: tuple[int, int]) -> bytes:
    """(number, frame) of each shot, None where nothing is drawn yet; `shape` is the film's size in px.

    A frame that cannot be read stays empty: the sheet is a view, not a check.
    """
    shown = panels[:MOST] or [(1, None)]
    columns = _columns(len(shown), shape)
    width = (SIDE - _GAP * (columns + 1)) // columns
    height = round(width * shape[1] / shape[0])
    rows = math.ceil(len(shown) / columns)
    sheet = Image.new("RGB", (SIDE, _GAP + rows * (height + _GAP)), _GROUND)
    pen = ImageDraw.Draw(sheet, "RGBA")
    for i, (number, frame) in enumerate(shown):
        row, column = divmod(i, columns)
        x, y = _GAP + column * (width + _GAP), _GAP + row * (height + _GAP)
        _paint(sheet, pen, frame, (x, y, width, height), number)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=85)
    return out.getvalue()


def _columns(count: int, shape: tuple[int, int]) -> int:
    """Few large panels rather than many small ones; tall films get more beside each other."""
    usual = 1 if count == 1 else 2 if count <= 4 else 3 if count <= 9 else 4
    return min(count, usual + 1) if shape[1] > shape[0] else usual


def _paint(
    sheet: Image.Image,
    pen: ImageDraw.ImageDraw,
    frame: Path | None,
    place: tuple[int, int, int, int],
    number: int,
) -> None:
    x, y, width, height = place
    picture = _read(frame, (width, height))
    if picture is None:
        pen.rounded_rectangle((x, y, x + width, y + height), 10, fill=_EMPTY)
    else:
        sheet.paste(picture, (x, y))
    size = max(28, width // 14)
    wide = round(size * (0.7 + 0.55 * len(str(number))))
    pen.rounded_rectangle((x + 12, y + 12, x + 12 + wide, y + 12 + round(size * 1.3)), 10, fill=_BADGE)
    middle = (x + 12 + wide / 2, y + 12 + size * 0.65)
    pen.text(middle, str(number), fill=_INK, font=ImageFont.load_default(size), anchor="mm")


def _read(frame: Path | None, size: tuple[int, int]) -> Image.Image | None:
    if frame is None:
        return None
    try:
        with Image.open(frame) as opened:
            return ImageOps.fit(opened.convert("RGB"), size, Image.Resampling.BILINEAR)
    except (OSError, ValueError):
        return None
