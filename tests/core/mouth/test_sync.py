"""Lip sync of a drawn shot from its sounds to patches that fit the frame."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.errors import Fault, ProviderError
from core.media.camera import cut_patches, face_states, read_picture
from core.media.sound import write_wav
from core.providers.base import Done
from core.providers.local.artist import paint_request
from core.providers.local.camera import film
from core.providers.local.mouth import sync
from core.providers.local.voice import speak
from core.requests import (
    MOUTHS_MIME,
    MOVE_MIME,
    Figure,
    ImageRequest,
    LipSyncRequest,
    Move,
    SpeechRequest,
    Staging,
    VideoRequest,
    Window,
)
from core.story import GAP_SAMPLES, Place, Size

SIZE = (640, 360)
MOVE = Move("push_in", Window(0.5, 0.5, 0.98), Window(0.5, 0.47, 0.9))
STAGING = Staging(
    "frame",
    place=Place.KITCHEN,
    size=Size.CLOSE,
    figures=(Figure("Ana", "a woman with red hair", gender="woman", speaking=True),),
    focus="Ana",
)


@dataclass(frozen=True)
class Shelf:
    """A desk in a folder; assets are files named as asked."""

    folder: Path

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    def path(self, asset: str) -> Path:
        return self.folder / asset

    def progress(self, share: float, words: str) -> None:
        assert 0 <= share <= 1 and words

    def put(self, name: str, data: bytes) -> str:
        self.path(name).write_bytes(data)
        return name


@pytest.fixture
def desk(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
async def shot(desk: Shelf) -> LipSyncRequest:
    """A shot of two lines: the narrator's, then Ana's."""
    picture = paint_request(ImageRequest("", *SIZE, seed=3, staging=STAGING), desk)
    desk.put("frame", picture.main.data)
    clip = film(VideoRequest("", "frame", 9, *SIZE, 24, MOVE), desk)
    assert clip.main.mime == MOVE_MIME and clip.facts == {"duration_ms": 4500, "width": 640, "height": 360}
    desk.put("clip", clip.main.data)
    for name, text, voice in (
        ("one", "Night fell.", "local:narrator"),
        ("two", "Open the door, Ben.", "local:alto"),
    ):
        done = await speak(SpeechRequest(text, voice, "en"), desk)
        desk.put(name, done.main.data)
        desk.put(f"{name}.times", done.parts["times"].data)
    return LipSyncRequest(
        clip="clip",
        frame="frame",
        speech=("one", "two"),
        speaker="Ana",
        staging=STAGING,
        seed=3,
        frame_parts={"svg": "svg"},
        speech_parts=({"times": "one.times"}, {"times": "two.times"}),
        spoken=(False, True),
    )


def _score(done: Done) -> dict[str, Any]:
    assert done.main.mime == MOUTHS_MIME
    return dict(json.loads(done.main.data))


def _samples(desk: Shelf, name: str) -> int:
    return (desk.path(name).stat().st_size - 44) // 2


async def test_the_mouth_moves_while_this_speaker_speaks_and_rests_before(
    shot: LipSyncRequest, desk: Shelf
) -> None:
    done = sync(shot, desk)
    score = _score(done)
    own = _samples(desk, "one") + GAP_SAMPLES
    total = own + _samples(desk, "two")
    assert done.facts["samples"] == total and score["frame"] == "frame"
    frames = [mouth for mouth, _ in face_states(score["track"], score["blinks"], total * 24 // 48_000, 24)]
    assert set(frames[: own * 24 // 48_000 - 1]) == {"rest"}
    assert len(set(frames[own * 24 // 48_000 :])) >= 4 and "M" not in frames[: own * 24 // 48_000]


async def test_patches_fit_the_frame_to_the_pixel(shot: LipSyncRequest, desk: Shelf) -> None:
    """The resting mouth is the frame's own; every open mouth differs from it."""
    done = sync(shot, desk)
    desk.put("patches.png", done.parts["patches"].data)
    patches = cut_patches(read_picture(desk.path("patches.png")), _score(done)["patches"])
    frame = read_picture(desk.path("frame"))
    assert set(patches) == {"rest", "A", "E", "O", "U", "M", "F", "L", "blink"}
    for name, patch in patches.items():
        height, width = patch.pixels.shape[:2]
        here = frame[patch.y : patch.y + height, patch.x : patch.x + width]
        differs = np.abs(here.astype(int) - patch.pixels.astype(int)).max()
        assert differs == 0 if name == "rest" else differs > 20, name


async def test_the_same_request_gives_the_same_bytes(shot: LipSyncRequest, desk: Shelf) -> None:
    one, two = sync(shot, desk), sync(shot, desk)
    assert one.main.data == two.main.data and one.parts["patches"].data == two.parts["patches"].data


async def test_a_sound_that_tells_no_phonemes_still_moves_the_mouth(shot: LipSyncRequest, desk: Shelf) -> None:
    track = _score(sync(replace(shot, speech_parts=({}, {})), desk))["track"]
    assert len(track) > 6 and track[0] == [0, "rest"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"staging": replace(STAGING, size=Size.WIDE)}, "too small"),
        ({"staging": replace(STAGING, size=Size.INSERT)}, "no face"),
        (
            {"staging": replace(STAGING, figures=(replace(STAGING.figures[0], turned_away=True),))},
            "turned away",
        ),
        ({"speaker": "Ben"}, "Ben is not in this shot"),
        ({"spoken": (False, False)}, "says nothing"),
        ({"frame_parts": {}}, "not drawn here"),
        ({"clip": "frame"}, "camera move"),
        ({"speech": ("quiet",), "spoken": (True,), "speech_parts": ({},)}, "can be heard"),
        ({"speech": ("clip", "two")}, "plain clip"),
    ],
)
async def test_the_referee_refuses_with_a_reason(
    shot: LipSyncRequest, desk: Shelf, change: dict[str, Any], reason: str
) -> None:
    """B7: up front, in a sentence, and the plain clip is used."""
    write_wav(desk.path("quiet"), np.zeros(48_000, np.int16))
    with pytest.raises(ProviderError, match=reason) as caught:
        sync(replace(shot, **change), desk)
    assert caught.value.fault is Fault.INVALID_INPUT
    assert str(caught.value).endswith("The plain clip is used.")
