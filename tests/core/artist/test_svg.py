"""The draw list as a document for editors."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from core.providers.local.artist.painter import is_defocus
from core.providers.local.artist.panel import draw_panel
from core.providers.local.artist.svg import to_svg
from core.requests import ImageRequest
from core.story import Size

SVG = "{http://www.w3.org/2000/svg}"
LABEL = "{http://www.inkscape.org/namespaces/inkscape}label"


def test_the_document_parses_and_every_name_it_uses_is_defined(ask: Callable[..., ImageRequest]) -> None:
    text = to_svg(draw_panel(ask(px=(640, 360)), {}))
    root = ElementTree.fromstring(text)
    defined = {node.get("id") for node in root.iter() if node.get("id")}
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= defined
    assert root.get("viewBox") == "0 0 640 360"


def test_every_shape_is_in_the_document_under_its_layer(ask: Callable[..., ImageRequest]) -> None:
    drawing = draw_panel(ask(px=(640, 360)), {})
    groups = ElementTree.fromstring(to_svg(drawing)).findall(f".//{SVG}g[@{LABEL}]")
    painted = sum(len(group.findall(f"{SVG}path")) for group in groups)
    lenses = sum(map(is_defocus, drawing.shapes))
    assert painted == len(drawing.shapes) - lenses
    assert {"sky", "figure:0", "figure:1", "grade"} <= {group.get(LABEL) for group in groups}


def test_what_is_out_of_focus_lies_in_one_blurred_group(ask: Callable[..., ImageRequest]) -> None:
    def blurred(size: Size) -> int:
        root = ElementTree.fromstring(to_svg(draw_panel(ask(size=size), {})))
        return sum(1 for group in root.findall(f"{SVG}g") if group.get("filter"))

    assert blurred(Size.CLOSE) == 1
    assert blurred(Size.WIDE) == 0
