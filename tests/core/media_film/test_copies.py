"""Copies of frames save work and change nothing: with them or without, everything comes out the same."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from film_builders import FilmDesk, film_request

from core.errors import NotFound
from core.media import copies, ffmpeg
from core.media.camera import Still, read_picture
from core.media.pieces import Look, make_pieces


@pytest.fixture
def picture() -> Any:
    return cv2.resize(np.random.default_rng(3).integers(0, 255, (27, 48, 3), np.uint8), (768, 432))


@pytest.fixture
def asset(desk: FilmDesk, picture: Any) -> str:
    return desk.put(cv2.imencode(".png", picture)[1].tobytes())


def planes_of(still: Still) -> list[bytes]:
    return [plane.tobytes() for plane in still.planes]


def test_kept_planes_are_those_of_the_picture(desk: FilmDesk, picture: Any, asset: str) -> None:
    plain = copies.still(asset, desk)
    copies.keep_planes(asset, picture, desk.cache)
    desk.path(asset).write_bytes(b"not looked at")
    assert planes_of(copies.still(asset, desk)) == planes_of(plain)


async def test_a_shot_cut_from_planes_is_the_same_and_needs_them_no_more(
    desk: FilmDesk, program: ffmpeg.Program
) -> None:
    request = film_request(desk)
    shot, look = request.shots[0], Look(request.width, request.height, request.fps)

    async def cut() -> bytes:
        (piece,) = await make_pieces([shot], {}, look, desk, program=program, workers=1, progress=desk.progress)
        return piece.path.read_bytes()

    first = await cut()
    shutil.rmtree(desk.cache)
    copies.keep_planes(shot.frame, read_picture(desk.path(shot.frame)), desk.cache)
    assert await cut() == first
    assert not list((desk.cache / "planes").iterdir())


def test_damaged_planes_are_left_alone(desk: FilmDesk, picture: Any, asset: str) -> None:
    plain = copies.still(asset, desk)
    copies.keep_planes(asset, picture, desk.cache)
    (kept,) = (desk.cache / "planes").iterdir()
    for damaged in (b"", kept.read_bytes()[:-1]):
        kept.write_bytes(damaged)
        assert planes_of(copies.still(asset, desk)) == planes_of(plain)


def test_frames_that_are_never_filmed_do_not_fill_the_disk(desk: FilmDesk, picture: Any) -> None:
    small = picture[:16, :16]
    for number in range(copies.PLANES_KEPT + 5):
        copies.keep_planes(f"{number:03d}", small, desk.cache)
    kept = {path.stem for path in (desk.cache / "planes").iterdir()}
    assert len(kept) == copies.PLANES_KEPT
    assert f"{copies.PLANES_KEPT + 4:03d}" in kept


def test_planes_of_a_lost_frame_are_not_used(desk: FilmDesk, picture: Any) -> None:
    lost = "0" * 64
    copies.keep_planes(lost, picture, desk.cache)
    with pytest.raises((NotFound, KeyError, FileNotFoundError)):
        copies.still(lost, desk).picture  # noqa: B018


def test_a_small_copy_is_the_same_however_it_came_about(desk: FilmDesk, picture: Any, asset: str) -> None:
    first = copies.small_picture(asset, desk)
    again = copies.small_picture(asset, desk)
    copies.keep_small(desk.put(b"another"), picture, desk.cache)
    assert first.shape == (288, 512, 3)
    assert np.array_equal(first, again)
    assert all(np.array_equal(first, read_picture(kept)) for kept in (desk.cache / "small").iterdir())


def test_no_room_for_copies_is_no_fault(tmp_path: Path, picture: Any) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    copies.keep_planes("a", picture, tmp_path / "cache")
    assert copies.keep_small("a", picture, tmp_path / "cache").shape == (288, 512, 3)
