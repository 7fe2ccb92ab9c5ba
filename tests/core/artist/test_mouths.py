"""Mouths that move: patches that fit the panel to the pixel."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from core.errors import Fault, ProviderError
from core.providers.local.artist.mouths import BLINK, paint_mouths
from core.providers.local.artist.painter import paint
from core.providers.local.artist.panel import compose, drawing_of
from core.providers.local.artist.photo import Photo
from core.requests import Staging
from core.story import Mouth, Size, TimeOfDay, Weather

PX = (480, 270)
Stage = Callable[..., Staging]


@pytest.mark.parametrize("size", [Size.CLOSE, Size.MEDIUM, Size.OVER_SHOULDER, Size.WIDE])
def test_a_patch_makes_the_panel_that_would_be_painted_with_that_mouth(stage: Stage, size: Size) -> None:
    staging = stage(size=size, weather=Weather.RAIN, time=TimeOfDay.NIGHT)
    sheet = paint_mouths(staging, "ana", *PX, 4, {})
    panel = compose(staging, *PX, 4, {})
    still = paint(drawing_of(panel))
    for name in (*map(str, Mouth), BLINK):
        mouth = Mouth.REST if name == BLINK else Mouth(name)
        (left, top, width, height), row = sheet.patches[name]
        patched = still.copy()
        patched[top : top + height, left : left + width] = sheet.rgb[row : row + height, :width]
        assert np.array_equal(patched, paint(drawing_of(panel, 0, mouth, name == BLINK))), name


def test_every_mouth_and_the_blink_differ(stage: Stage) -> None:
    sheet = paint_mouths(stage(size=Size.CLOSE), "Ana", *PX, 4, {})
    cut = [sheet.rgb[row : row + box[3], : box[2]].tobytes() for box, row in sheet.patches.values()]
    assert len(set(cut)) == len(Mouth) + 1


def test_patches_are_stacked_without_overlap_and_lie_on_even_pixels(stage: Stage) -> None:
    sheet = paint_mouths(stage(size=Size.CLOSE), "Ana", *PX, 4, {})
    end = 0
    for (left, top, width, height), row in sheet.patches.values():
        assert row == end
        assert not any(side % 2 for side in (left, top, width, height))
        assert left + width <= PX[0] and top + height <= PX[1]
        end = row + height
    assert sheet.rgb.shape[0] == end


@pytest.mark.parametrize("speaker", ["Tom", "Nobody"])
def test_a_face_that_is_not_seen_cannot_speak(stage: Stage, speaker: str) -> None:
    with pytest.raises(ProviderError) as refusal:
        paint_mouths(stage(size=Size.CLOSE), speaker, *PX, 4, {})
    assert refusal.value.fault is Fault.INVALID_INPUT
    assert speaker in refusal.value.message


def test_a_photographed_face_is_left_as_it_is(stage: Stage) -> None:
    head = Photo("character", np.full((60, 50, 4), 200, np.uint8))
    with pytest.raises(ProviderError) as refusal:
        paint_mouths(stage(), "Ana", *PX, 4, {"ana": head})
    assert refusal.value.fault is Fault.INVALID_INPUT
