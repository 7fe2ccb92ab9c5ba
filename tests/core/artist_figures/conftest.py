"""Builders for pictures of single figures and props."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import numpy.typing as npt
import pytest

from core.providers.local.artist.drawing import Drawing, MouthPlace, Shape
from core.providers.local.artist.figure import draw_figure, heads_tall
from core.providers.local.artist.figure_types import FigureLight, FigurePlace
from core.providers.local.artist.painter import paint
from core.requests import Figure
from core.story import Mouth

Pixels = npt.NDArray[np.uint8]
Pose = Callable[..., tuple[list[Shape], MouthPlace | None]]
Painted = Callable[[Iterable[Shape]], Pixels]

SIDE = 240
"""Side of a test picture, in px."""


@pytest.fixture
def pose() -> Pose:
    """A figure whose head stands in the middle of the test picture."""

    def posed(
        figure: Figure, head: float = 120, facing: float = 0.3, detail: str = "medium", **more: object
    ) -> tuple[list[Shape], MouthPlace | None]:
        mouth, blink = more.pop("mouth", Mouth.REST), bool(more.pop("blink", False))
        assert isinstance(mouth, Mouth)
        feet = (SIDE / 2, SIDE / 2 + (heads_tall(figure) - 0.55) * head)
        place = FigurePlace(feet, head, facing, bool(more.get("back")), str(more.get("pose", "stand")), detail)
        return draw_figure(figure, place, FigureLight(), mouth=mouth, blink=blink)

    return posed


@pytest.fixture
def painted() -> Painted:
    def paint_all(shapes: Iterable[Shape]) -> Pixels:
        return paint(Drawing(SIDE, SIDE, tuple(shapes)))

    return paint_all
