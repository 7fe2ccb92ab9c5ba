"""The storyboard shows every shot with its words, in any script and any number."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from film_builders import FilmDesk, film_request
from PIL import Image

from core.media import camera, ffmpeg, sheet
from core.requests import RenderRequest


async def draw(request: RenderRequest, desk: FilmDesk) -> Any:
    path = await sheet.draw_sheet(request, desk, program=ffmpeg.find())
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB")).astype(int)


def cell(picture: Any, corner: tuple[int, int], size: tuple[int, int]) -> Any:
    (x, y), (width, height) = corner, size
    return picture[y : y + height, x : x + width]


async def test_every_panel_is_the_shots_own_frame(desk: FilmDesk) -> None:
    request = film_request(desk)
    picture, layout = await draw(request, desk), sheet._layout(request)
    for i, shot in enumerate(request.shots):
        panel = cell(picture, layout.corner(i), layout.panel)
        wanted = sheet._fit(camera.read_picture(desk.path(shot.frame)), layout.panel)[:, :, ::-1]
        assert np.abs(panel - wanted)[50:-50, 50:-80].max() <= 1


@pytest.mark.parametrize(
    "words",
    [
        "The harbour slept.",
        "海港在薄薄的月光下睡着了。",
        "نام الميناء تحت القمر",
        "Гавань спала",
        "{\\pos(0,0)}\\N{x} 100% it's",
    ],
)
async def test_words_of_any_script_stand_under_their_panel(desk: FilmDesk, words: str) -> None:
    """Also words that look like commands: they are drawn where they belong and nowhere else."""
    request = film_request(desk, (31_000,))
    language = "zh" if "海" in words else "en"
    request = replace(request, language=language, title="A film")
    blank = await draw(replace(request, lines=(replace(request.lines[0], text=""),)), desk)
    said = await draw(replace(request, lines=(replace(request.lines[0], text=words),)), desk)
    layout = sheet._layout(request)
    changed = np.abs(said - blank).max(axis=2) > 40
    below = (layout.corner(0)[1] + layout.panel[1]) + 28
    assert changed[below:].sum() > 150
    assert changed[:below].sum() == 0


async def test_a_long_line_is_cut_to_fit_and_says_so(desk: FilmDesk) -> None:
    assert sheet._cut("short", 400, 17, 3) == "short"
    long = sheet._cut("and on it went " * 60, 400, 17, 3)
    assert long.endswith(" …")
    assert len(long) < 140
    assert sheet._cut("x" * 10_000, 400, 17, 1).endswith("x …")


@pytest.mark.parametrize(
    ("shots", "size", "columns"), [(1, (320, 180), 3), (45, (320, 180), 5), (7, (180, 320), 5)]
)
async def test_the_sheet_grows_with_the_film(
    desk: FilmDesk, shots: int, size: tuple[int, int], columns: int
) -> None:
    one = film_request(desk, (31_000,))
    many = tuple(replace(one.shots[0], shot=f"s{i}", index=i) for i in range(shots))
    request = replace(one, shots=many, width=size[0], height=size[1])
    picture, layout = await draw(request, desk), sheet._layout(request)
    assert layout.columns == columns
    assert picture.shape[1] == sheet.WIDTH
    last = cell(picture, layout.corner(shots - 1), layout.panel)
    assert last.shape[0] / last.shape[1] == pytest.approx(size[1] / size[0], rel=0.01)
    assert np.ptp(last) > 60


async def test_an_unchanged_sheet_is_not_drawn_again(desk: FilmDesk) -> None:
    request = film_request(desk)
    first = await sheet.draw_sheet(request, desk, program=ffmpeg.find())
    never = ffmpeg.Program(str(Path("/bin/false")), "none")
    assert await sheet.draw_sheet(request, desk, program=never) == first
    with pytest.raises(ffmpeg.FfmpegFailed):
        await sheet.draw_sheet(replace(request, title="Another"), desk, program=never)
