"""How a figure stands in a picture and in what light: the contract between the panel and the figures."""

from __future__ import annotations

from dataclasses import dataclass

from core.providers.local.artist.drawing import Colour, Point

GROWN_UP_HEADS = 7.2
"""Height of a grown-up in head heights; a child is about 5."""

POSES = ("stand", "hold", "carry", "lift", "walk", "sit", "point", "talk")
"""What a figure can be asked to do; another word stands."""


@dataclass(frozen=True, slots=True)
class FigurePlace:
    """Where and how large a figure stands, which way it looks and what it does."""

    feet: Point
    """The middle between the soles, in px; sitting figures sit above it."""
    head: float
    """px per head height of a grown-up."""
    facing: float = 0.0
    """-1 to 1: 0 looks into the camera, the sign is the side it looks to, 1 is a strong three-quarter view."""
    back: bool = False
    """Seen from behind."""
    pose: str = "stand"
    detail: str = "medium"
    """"small" (about 24 px per head), "medium" (145) or "large" (350 and more)."""
    posture: int = 0
    """How many postures on from the person's own."""
    holds_notes: str = ""
    """What is known about the look of the thing in its hand, as for `draw_prop`."""


@dataclass(frozen=True, slots=True)
class FigureLight:
    """The light of one picture as figures and props see it."""

    key: Colour = (255.0, 244.0, 226.0)
    """Colour of the main light: a lit surface is multiplied by it."""
    key_side: float = -0.6
    """-1 to 1: the side the main light comes from; 0 from the camera."""
    shadow: Colour = (116.0, 104.0, 148.0)
    """What a surface is multiplied by on its dark side."""
    ambient: Colour = (236.0, 232.0, 236.0)
    """What every surface is multiplied by before anything else: the mood of the place."""
    rim: Colour = (255.0, 226.0, 178.0)
    rim_strength: float = 0.5
    """0 to 1: how bright the thin edge of light on the lit side is."""
    glow: Point | None = None
    """Where a warm lamp near the figure is, in px; it warms what is close to it."""
