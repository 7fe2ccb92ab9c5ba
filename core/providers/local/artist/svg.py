"""Writes a draw list as .svg text, with the layers as named groups, for whoever wants to work on it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from itertools import groupby
from xml.sax.saxutils import quoteattr

import cv2
import numpy as np

from core.providers.local.artist.drawing import (
    Colour,
    Drawing,
    Linear,
    Paint,
    Path,
    Picture,
    Radial,
    Shape,
    Stop,
)
from core.providers.local.artist.painter import is_defocus

_UNITS = 'gradientUnits="userSpaceOnUse"'

_BLENDS = {"screen": "screen", "multiply": "multiply", "add": "plus-lighter", "soft_light": "soft-light"}


def to_svg(drawing: Drawing) -> str:
    """The drawing as a whole .svg document; pictures are embedded."""
    book = _Definitions()
    body = _layers(drawing.shapes, book)
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" '
        f'viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}" height="{drawing.height}">'
    )
    return "\n".join([head, "<defs>", *book.lines, "</defs>", *body, "</svg>", ""])


class _Definitions:
    """Gradients, clips and blurs, each written once."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._names: dict[object, str] = {}

    def name(self, thing: object, kind: str, body: str) -> str:
        """The id of a definition whose text is `body`, with ID standing for it."""
        if thing not in self._names:
            name = f"{kind}{len(self._names)}"
            self._names[thing] = name
            self.lines.append(body.replace("ID", name, 1))
        return self._names[thing]

    def blur(self, sigma: float) -> str:
        room = 'x="-50%" y="-50%" width="200%" height="200%"'
        return self.name(
            ("blur", round(sigma, 2)),
            "blur",
            f'<filter id="ID" {room}><feGaussianBlur stdDeviation="{_number(sigma)}"/></filter>',
        )

    def clip(self, path: Path) -> str:
        return self.name(path, "clip", f'<clipPath id="ID"><path d="{_data(path)}"/></clipPath>')

    def paint(self, paint: Paint) -> str:
        if isinstance(paint, Linear):
            (x0, y0), (x1, y1) = paint.start, paint.end
            ends = f'x1="{_number(x0)}" y1="{_number(y0)}" x2="{_number(x1)}" y2="{_number(y1)}"'
            body = f'<linearGradient id="ID" {_UNITS} {ends}>{_stops(paint.stops)}</linearGradient>'
            return f"url(#{self.name(paint, 'paint', body)})"
        if isinstance(paint, Radial):
            x, y = paint.centre
            squash = f"translate({_number(x)} {_number(y)}) scale(1 {_number(paint.squash)})"
            body = (
                f'<radialGradient id="ID" {_UNITS} cx="0" cy="0" r="{_number(paint.radius)}" '
                f'gradientTransform="{squash}">{_stops(paint.stops)}</radialGradient>'
            )
            return f"url(#{self.name(paint, 'paint', body)})"
        return _colour(paint)


def _layers(shapes: Sequence[Shape], book: _Definitions) -> list[str]:
    last = max((i for i, shape in enumerate(shapes) if is_defocus(shape)), default=-1)
    lines: list[str] = []
    if last >= 0:
        inner = _layers(shapes[:last], book)
        lines += [f'<g filter="url(#{book.blur(shapes[last].blur)})">', *inner, "</g>"]
    for layer, members in groupby(shapes[last + 1 :], key=lambda shape: shape.layer):
        name = quoteattr(layer or "shapes")
        lines.append(f'<g inkscape:groupmode="layer" inkscape:label={name} class={name}>')
        lines += [_element(shape, book) for shape in members]
        lines.append("</g>")
    return lines


def _element(shape: Shape, book: _Definitions) -> str:
    look = _look(shape, book)
    if shape.picture is not None:
        return _image(shape.picture, look)
    fill = "none" if shape.fill is None else book.paint(shape.fill)
    stroke = ""
    if shape.stroke is not None and shape.width > 0:
        stroke = (
            f' stroke="{book.paint(shape.stroke)}" stroke-width="{_number(shape.width)}"'
            ' stroke-linecap="round" stroke-linejoin="round"'
        )
    return f'<path d="{_data(shape.path)}" fill="{fill}"{stroke}{look}/>'


def _look(shape: Shape, book: _Definitions) -> str:
    parts = []
    if shape.opacity < 1:
        parts.append(f' opacity="{_number(shape.opacity)}"')
    if shape.blur > 0:
        parts.append(f' filter="url(#{book.blur(shape.blur)})"')
    if shape.clip is not None:
        parts.append(f' clip-path="url(#{book.clip(shape.clip)})"')
    if shape.blend in _BLENDS:
        parts.append(f' style="mix-blend-mode:{_BLENDS[shape.blend]}"')
    return "".join(parts)


def _image(picture: Picture, look: str) -> str:
    rgba = np.frombuffer(picture.rgba, np.uint8).reshape(picture.height, picture.width, 4)
    _, png = cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA))
    left, top, right, bottom = picture.box
    size = f'width="{_number(right - left)}" height="{_number(bottom - top)}"'
    place = f'x="{_number(left)}" y="{_number(top)}" {size}'
    data = base64.b64encode(png.tobytes()).decode()
    return f'<image {place} preserveAspectRatio="none" href="data:image/png;base64,{data}"{look}/>'


def _data(path: Path) -> str:
    """All numbers in one formatting, since a picture has tens of thousands; five digits are a tenth of a px."""
    words: list[str] = []
    numbers: list[float] = []
    for start, pieces in path.contours:
        words.append("M%.5g %.5g")
        numbers += start
        for piece in pieces:
            words.append("L%.5g %.5g" if len(piece) == 1 else "C%.5g %.5g %.5g %.5g %.5g %.5g")
            for point in piece:
                numbers += point
        if path.closed:
            words.append("Z")
    return "".join(words) % tuple(numbers)


def _stops(stops: Sequence[Stop]) -> str:
    return "".join(
        f'<stop offset="{_number(stop.at)}" stop-color="{_colour(stop.colour)}"'
        + (f' stop-opacity="{_number(stop.opacity)}"/>' if stop.opacity < 1 else "/>")
        for stop in sorted(stops, key=lambda stop: stop.at)
    )


def _colour(colour: Colour) -> str:
    red, green, blue = (max(0, min(255, round(part))) for part in colour)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
