"""A camera move is exact, smooth and keeps its colours in place."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from core.media import camera
from core.requests import Move, Window

STILL, FRAME = (800, 450), (640, 360)
MOVE = Move("drift", Window(0.5, 0.5, 0.98), Window(0.53, 0.47, 0.88))


def dot(centre: tuple[float, float], colour: tuple[int, int, int]) -> Any:
    """A soft dot on grey; its place is known to a fraction of a pixel."""
    x, y = np.meshgrid(np.arange(STILL[0]), np.arange(STILL[1]))
    weight = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / (2 * 9.0**2))[:, :, None]
    return np.rint(128 + weight * (np.array(colour) - 128)).astype(np.uint8)


def place_of(plane: Any) -> tuple[float, float]:
    """Centre of what differs from the ground."""
    weight = np.abs(plane.astype(float) - float(plane[0, 0]))
    weight[weight < 4] = 0
    y, x = np.indices(weight.shape)
    return float((x * weight).sum() / weight.sum()), float((y * weight).sum() / weight.sum())


def frames_of(picture: Any, move: Move, frames: int) -> list[tuple[Any, Any]]:
    """(luma, red difference) of every frame."""
    width, height = FRAME
    luma, chroma = width * height, width * height // 4
    out = []
    for frame in camera.shoot(picture, move, None, size=FRAME, frames=frames):
        data = np.frombuffer(frame, np.uint8)
        red = data[luma + chroma :].reshape(height // 2, width // 2)
        out.append((data[:luma].reshape(height, width).copy(), red.copy()))
    return out


def expected(centre: tuple[float, float], frame: int, frames: int) -> tuple[float, float]:
    scale, left, top = camera.map_of(camera.window_at(MOVE, frame, frames), STILL, FRAME)
    return (centre[0] + 0.5 - left) / scale - 0.5, (centre[1] + 0.5 - top) / scale - 0.5


def test_a_moving_dot_does_not_jitter() -> None:
    """media.md 5: position and frame-to-frame step are right to a few thousandths of a pixel."""
    frames, centre = 48, (372.3, 251.6)
    found = [place_of(luma) for luma, _ in frames_of(dot(centre, (255, 255, 255)), MOVE, frames)]
    wanted = [expected(centre, frame, frames) for frame in range(frames)]
    error = np.array(found) - np.array(wanted)
    assert np.sqrt((error**2).mean()) < 0.02
    assert np.sqrt((np.diff(error, axis=0) ** 2).mean()) < 0.02


def test_colour_stays_on_its_shape_while_the_camera_moves() -> None:
    """Chroma samples lie at the left of two luma samples, in the middle of two rows."""
    frames, centre = 12, (350.0, 200.0)
    for luma, red in frames_of(dot(centre, (20, 20, 250)), MOVE, frames):
        (x, y), (u, v) = place_of(luma), place_of(red)
        assert abs(2 * u - x) < 0.1
        assert abs(2 * v + 0.5 - y) < 0.1


def test_a_move_starts_and_ends_gently() -> None:
    widths = [camera.window_at(MOVE, frame, 100).width for frame in range(100)]
    steps = np.abs(np.diff(widths))
    assert steps[0] < steps.max() / 10
    assert steps[-1] < steps.max() / 10
    assert widths[0] == pytest.approx(MOVE.start.width)
    assert widths[-1] == pytest.approx(MOVE.end.width)


@pytest.mark.parametrize("still", [(800, 450), (1024, 1024), (720, 1280), (1999, 501)])
@pytest.mark.parametrize("window", [Window(), Window(0, 0, 0.5), Window(1, 1, 1), Window(0.9, 0.1, 2)])
def test_the_camera_never_looks_beyond_the_still(still: tuple[int, int], window: Window) -> None:
    scale, left, top = camera.map_of(window, still, FRAME)
    assert left >= 0
    assert top >= 0
    assert left + scale * FRAME[0] <= still[0] + 1e-6
    assert top + scale * FRAME[1] <= still[1] + 1e-6


def test_a_mouth_shows_what_holds_in_the_middle_of_its_frame() -> None:
    track = [[0, "A"], [1_001, "O"], [3_500, "rest"]]
    states = camera.face_states(track, [[2_500, 3_500]], 3, 24)
    assert states == (("A", False), ("O", True), ("rest", False))


@pytest.mark.parametrize("box", [(101, 53, 47, 31), (100, 52, 48, 32)], ids=["odd", "on chroma samples"])
def test_patches_change_the_picture_in_their_box_and_nowhere_else(box: tuple[int, int, int, int]) -> None:
    x, y, width, height = box
    still = cv2.resize(np.random.default_rng(1).integers(0, 255, (9, 16, 3), np.uint8), STILL)
    patch = camera.Patch(x, y, np.full((height, width, 3), (30, 60, 200), np.uint8))
    face = camera.Face((("A", False), ("rest", False)), {"A": patch})
    worn = still.copy()
    worn[y : y + height, x : x + width] = patch.pixels
    first, second = (bytes(f) for f in camera.shoot(still, None, face, size=FRAME, frames=2))
    assert first == bytes(next(camera.shoot(worn, None, None, size=FRAME, frames=1)))
    assert second == bytes(next(camera.shoot(still, None, None, size=FRAME, frames=1)))


def test_a_patch_outside_its_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        camera.cut_patches(np.zeros((20, 20, 3), np.uint8), {"A": {"box": [0, 0, 10, 10], "top": 15}})
