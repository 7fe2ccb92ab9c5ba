"""From a request to files."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest

from core.errors import Fault, ProviderError
from core.providers.base import Desk
from core.providers.local.artist import paint_request
from core.providers.local.artist.easel import draw
from core.requests import Figure, ImageRequest
from core.story import Place

Ask = Callable[..., ImageRequest]


@pytest.mark.parametrize("subject", ["frame", "set", "prop", "character"])
def test_the_same_request_gives_the_same_bytes(ask: Ask, desk: Desk, subject: str) -> None:
    request = ask(subject=subject, props=("lantern",), focus="lantern" if subject == "prop" else "Ana")
    first, second = paint_request(request, desk), paint_request(request, desk)
    assert first.main.data == second.main.data
    assert first.parts["svg"].data == second.parts["svg"].data


def test_the_files_are_what_they_say(ask: Ask, desk: Desk) -> None:
    made = paint_request(ask(px=(360, 640)), desk)
    picture = cv2.imdecode(np.frombuffer(made.main.data, np.uint8), cv2.IMREAD_COLOR)
    assert made.main.mime == "image/png"
    assert picture.shape == (640, 360, 3)
    assert made.facts == {"width": 360, "height": 640, "drawn": True}
    assert ElementTree.fromstring(made.parts["svg"].data).get("width") == "360"
    assert "cutout" not in made.parts


def test_set_and_prop_references_show_no_people(ask: Ask, cast: tuple[Figure, ...]) -> None:
    """R8."""
    for subject in ("set", "prop"):
        request = ask(subject=subject, figures=cast, props=("lantern",), focus="lantern")
        drawing = draw(request, {})
        assert not drawing.faces
        assert not any(shape.layer.startswith("figure") for shape in drawing.shapes)


def test_a_set_reference_has_no_props_either(ask: Ask) -> None:
    drawing = draw(ask(subject="set", place=Place.KITCHEN, props=("lantern",)), {})
    assert "prop" not in {shape.layer for shape in drawing.shapes}


def test_a_character_reference_is_one_face(ask: Ask, cast: tuple[Figure, ...]) -> None:
    assert len(draw(ask(subject="character", figures=cast[:1]), {}).faces) == 1


@pytest.mark.parametrize("px", [(0, 0), (8, 400), (90_000, 90_000)])
def test_a_picture_of_no_possible_size_is_refused(ask: Ask, desk: Desk, px: tuple[int, int]) -> None:
    with pytest.raises(ProviderError) as refusal:
        paint_request(ask(px=px), desk)
    assert refusal.value.fault is Fault.INVALID_INPUT
