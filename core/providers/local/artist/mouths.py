"""Paints a speaker's mouth shapes and closed eyes as patches of the panel, so that a drawn mouth can move."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.errors import Fault, ProviderError
from core.providers.local.artist.drawing import Drawing, MouthPlace
from core.providers.local.artist.ink import Box
from core.providers.local.artist.painter import Pixels, paint, paint_variants
from core.providers.local.artist.panel import Photos, compose, sketch
from core.requests import Staging
from core.story import Mouth

BLINK = "blink"


@dataclass(frozen=True, slots=True, eq=False)
class MouthSheet:
    """All patches of one speaker, stacked from top to bottom."""

    rgb: Pixels
    patches: Mapping[str, tuple[tuple[int, int, int, int], int]]
    """Mouth or "blink" -> ((x, y, width, height) in px of the frame, top row in the sheet)."""


def paint_mouths(
    staging: Staging, speaker: str, width: int, height: int, seed: int, photos: Photos
) -> MouthSheet:
    """A patch per mouth shape and one for closed eyes, exactly as the whole panel would show them.

    Raises ProviderError(INVALID_INPUT) when the speaker's drawn face is not to be seen in this picture.
    """
    panel = compose(staging, width, height, seed, photos)
    sketched = sketch(panel)
    place = _place(sketched.drawing(), staging, speaker, photos)
    mouth, eyes = _box(place.mouth, width, height), _box(place.eyes, width, height)
    spoken = [sketched.drawing(place.figure, shape) for shape in Mouth]
    painted = {
        str(shape): (mouth, pixels) for shape, pixels in zip(Mouth, paint_variants(spoken, mouth), strict=True)
    }
    painted[BLINK] = (eyes, paint(sketched.drawing(place.figure, Mouth.REST, blink=True), eyes))
    return _stacked(painted)


def _place(drawn: Drawing, staging: Staging, speaker: str, photos: Photos) -> MouthPlace:
    if speaker.casefold() in photos:
        raise ProviderError(
            Fault.INVALID_INPUT,
            f"{speaker} has a photographed face here, which the local artist cannot move. "
            "The plain clip is used.",
        )
    for face in drawn.faces:
        if staging.figures[face.figure].name.casefold() == speaker.casefold():
            return face
    raise ProviderError(
        Fault.INVALID_INPUT, f"The face of {speaker} is not to be seen in this shot. The plain clip is used."
    )


def _box(box: tuple[float, float, float, float], width: int, height: int) -> Box:
    """Whole px round a box, even so that colour planes of half the size match."""
    left, top = max(0, math.floor(box[0] / 2) * 2 - 2), max(0, math.floor(box[1] / 2) * 2 - 2)
    right = min(width, math.ceil(box[2] / 2) * 2 + 2)
    bottom = min(height, math.ceil(box[3] / 2) * 2 + 2)
    if right <= left or bottom <= top:
        raise ProviderError(
            Fault.INVALID_INPUT, "The speaker's mouth lies outside the picture. The plain clip is used."
        )
    return left, top, right, bottom


def _stacked(painted: Mapping[str, tuple[Box, Pixels]]) -> MouthSheet:
    widest = max(pixels.shape[1] for _, pixels in painted.values())
    rows, patches, top = [], {}, 0
    for name, (box, pixels) in painted.items():
        rows.append(np.pad(pixels, ((0, 0), (0, widest - pixels.shape[1]), (0, 0))))
        patches[name] = ((box[0], box[1], box[2] - box[0], box[3] - box[1]), top)
        top += pixels.shape[0]
    return MouthSheet(np.concatenate(rows), patches)
