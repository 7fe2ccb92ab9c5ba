"""The reference picture of a character: head and shoulders on a quiet studio ground (R8)."""

from __future__ import annotations

from core.providers.local.artist.another import another
from core.providers.local.artist.brush import darker, lighter, mix
from core.providers.local.artist.drawing import Drawing, Linear, Path, Radial, Shape, Stop, polygon
from core.providers.local.artist.figure import HEAD, draw_figure, heads_tall
from core.providers.local.artist.figure_types import FigureLight, FigurePlace
from core.providers.local.artist.look import look_of
from core.requests import Figure
from core.story import Size

_SHARE = 0.40
"""Height of the head, as a share of the shorter side of the picture."""


def draw_portrait(figure: Figure, width: int, height: int, seed: int) -> Drawing:
    """A character as a reference: facing a little to the side, evenly lit, nothing else in the picture."""
    head = min(width, height) * _SHARE
    top = height * 0.5 - head * 0.72
    crown = (heads_tall(figure) - look_of(figure).head_size * (HEAD - 1)) * head
    other = another(seed)
    side = -1.0 if other.turned else 1.0
    facing = side * (0.22 + 0.13 * other.posture)
    place = FigurePlace((width / 2, top + crown), head, facing, detail="large", posture=other.posture)
    light = FigureLight(key_side=-0.55 * side, rim_strength=0.45)
    shapes, mouth = draw_figure(figure, place, light, seed=seed)
    ground = _ground(figure, width, height)
    whole = Drawing(width, height, (*ground, *shapes), (mouth,) if mouth else ())
    return other.seen(whole, Size.CLOSE)


def _ground(figure: Figure, width: int, height: int) -> tuple[Shape, ...]:
    """A plain backdrop in a quiet tone that sets the clothes off, brighter behind the head."""
    main = look_of(figure).main
    tone = mix(
        (206.0, 204.0, 200.0), (255.0 - main[0] * 0.5, 255.0 - main[1] * 0.5, 255.0 - main[2] * 0.5), 0.35
    )
    whole: Path = polygon([(0, 0), (width, 0), (width, height), (0, height)])
    down = Linear((0, 0), (0, height), (Stop(0, tone), Stop(1, darker(tone, 0.26))))
    bright = lighter(tone, 0.6)
    shine = Radial(
        (width / 2, height * 0.42),
        max(width, height) * 0.55,
        (Stop(0, bright, 0.9), Stop(0.45, bright, 0.4), Stop(1, bright, 0)),
    )
    return (Shape(whole, down, layer="ground"), Shape(whole, shine, layer="ground"))
