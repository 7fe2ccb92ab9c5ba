"""The sheet a place is drawn on: its size, light and chance, and short ways to add shapes in layers."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from core.providers.local.artist import paths
from core.providers.local.artist.brush import mix
from core.providers.local.artist.drawing import Colour, Linear, Paint, Path, Point, Radial, Shape, Stop
from core.providers.local.artist.light import Light
from core.providers.local.artist.words import Words
from core.story import Weather

LAYERS = ("sky", "far", "middle", "set", "near")
"""From back to front; figures stand between "set" and "near"."""


@dataclass(frozen=True, slots=True)
class Scenery:
    """A drawn place and what a panel must know to put figures into it."""

    back: tuple[Shape, ...]
    near: tuple[Shape, ...]
    """What stands in front of figures."""
    horizon: float
    """y of the horizon or of the line between wall and floor, px."""
    ground: float
    """y where feet stand, px."""
    figure: float
    """Height of a grown-up standing there, px."""
    stand: tuple[float, float]
    """From where to where along the width figures may stand, as shares of it."""
    slope: float = 0.0
    """How far the ground falls from the left to the right end of `stand`, px."""
    glow: Point | None = None
    """A warm lamp that lights what is near it."""
    key_side: float = 0.55
    interior: bool = False


@dataclass(slots=True)
class Sheet:
    """Collects a place's shapes. `unit` is the size things are measured in: about the frame's height."""

    width: float
    height: float
    light: Light
    seed: int
    notes: Words
    unit: float = 0.0
    layer: str = "sky"
    shapes: list[Shape] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unit = min(self.height, 1.12 * self.width)

    @property
    def wide(self) -> bool:
        return self.width > 1.2 * self.height

    @property
    def tall(self) -> bool:
        return self.height > 1.4 * self.width

    def chance(self, name: str) -> random.Random:
        """Chance of its own for each thing, so that one thing's drawing never changes another's."""
        return random.Random(f"{self.seed}:{name}")

    def colour(self, default: Colour, *nouns: str) -> Colour:
        """The colour the notes give one of the nouns, else the default."""
        return self.notes.colour(*nouns) or default

    def earth(self, default: Colour, *nouns: str) -> Colour:
        """The colour of open ground: what the notes say, under snow when it snows."""
        own = self.colour(default, *nouns)
        return mix(own, (236, 240, 250), 0.78) if self.light.weather is Weather.SNOW else own

    def pick(self, name: str, choices: tuple[Colour, ...], *nouns: str) -> Colour:
        """The colour of the notes, else one of the choices by the set's seed."""
        return self.colour(self.chance(name).choice(choices), *nouns)

    def add(
        self,
        path: Path,
        fill: Paint,
        *,
        opacity: float = 1.0,
        blur: float = 0.0,
        blend: str = "normal",
        clip: Path | None = None,
    ) -> None:
        self.shapes.append(
            Shape(path, fill, opacity=opacity, blur=blur, blend=blend, clip=clip, layer=self.layer)
        )

    def line(
        self, path: Path, colour: Paint, width: float, *, opacity: float = 1.0, clip: Path | None = None
    ) -> None:
        self.shapes.append(
            Shape(path, stroke=colour, width=width, opacity=opacity, clip=clip, layer=self.layer)
        )

    def glow(
        self,
        centre: Point,
        radius: float,
        colour: Colour,
        strength: float,
        squash: float = 1.0,
        clip: Path | None = None,
    ) -> None:
        if strength > 0.01:
            light = paths.glow(centre, radius, colour, strength, layer=self.layer, squash=squash)
            self.shapes.append(replace(light, clip=clip))

    def frame(self) -> Path:
        """The whole picture and a good way beyond, so that soft edges never show its end."""
        over = 0.2 * self.width
        return paths.rect(-over, -over, self.width + over, self.height + over)

    def form(self, path: Path, colour: Colour, box: tuple[float, float], depth: float = 0.0) -> None:
        """A surface turned from the light to the shade between two x."""
        self.add(path, self.across(colour, box, depth))

    def across(self, colour: Colour, box: tuple[float, float], depth: float = 0.0) -> Linear:
        left, right = box if self.light.key_side < 0 else (box[1], box[0])
        light = self.light
        return Linear(
            (left, 0.0),
            (right, 0.0),
            (
                Stop(0, light.lit(colour, depth)),
                Stop(0.45, light.surface(colour, depth)),
                Stop(1, light.shade(colour, depth)),
            ),
        )

    def down(self, top: Colour, bottom: Colour, y0: float, y1: float) -> Linear:
        return Linear((0.0, y0), (0.0, y1), (Stop(0, top), Stop(1, bottom)))

    def shadow(self, centre: Point, rx: float, ry: float, strength: float = 0.4) -> None:
        """A soft shadow on the ground."""
        dark = Radial(
            centre,
            rx,
            (Stop(0, (10, 6, 20), strength), Stop(0.55, (10, 6, 20), strength * 0.6), Stop(1, (10, 6, 20), 0)),
            ry / rx,
        )
        self.add(paths.rect(centre[0] - rx, centre[1] - ry, centre[0] + rx, centre[1] + ry), dark)

    def done(self, **facts: object) -> Scenery:
        """The scenery, with "near" told from the rest."""
        back = tuple(shape for shape in self.shapes if shape.layer != "near")
        near = tuple(shape for shape in self.shapes if shape.layer == "near")
        return Scenery(back, near, **facts)  # type: ignore[arg-type]
