"""A film reaches a person's folder whole, under a safe name, with timelines that find their media (B9)."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlparse

import opentimelineio as otio
import pytest
from film_builders import FilmDesk, film_request

from core.errors import BadInput, NoRoom
from core.media.deliver import deliver, safe_name
from core.providers.local import editor
from core.requests import RenderRequest


@pytest.fixture
async def made(desk: FilmDesk) -> tuple[RenderRequest, Mapping[str, Path]]:
    """A film as the editor hands it in."""
    request = film_request(desk)
    done = await editor.cut(request, desk, workers=2, ffmpeg="")
    assert done.main.path is not None
    assert done.facts["passed"] is True
    assert done.facts["lines_present"] == 3
    files = {name: part.path for name, part in done.parts.items() if part.path is not None}
    assert len(files) == len(done.parts)
    return request, {"film": done.main.path, **files}


Made = tuple[RenderRequest, Mapping[str, Path]]


def test_everything_is_laid_into_the_folder(made: Made, tmp_path: Path) -> None:
    request, files = made
    out = tmp_path / "my films" / "100% “it's”: a, b"
    laid = deliver(files, request, out, request.title)
    assert laid["film"].name == "The boat 100 it's odd n.mp4"
    assert laid["film"].read_bytes() == files["film"].read_bytes()
    assert {"srt", "vtt", "sheet", "thumbnail", "manifest", "report", "otio", "fcpxml", "edl", "xml"} <= set(
        laid
    )
    assert all(path.exists() for path in laid.values())
    assert sorted(path.name for path in laid["media"].iterdir()) == [
        "narration.wav",
        *(f"shot-00{i}.mp4" for i in (1, 2, 3)),
    ]
    assert not list(out.rglob("*.part"))


def test_the_timeline_points_to_the_delivered_pieces(made: Made, tmp_path: Path) -> None:
    """B9."""
    request, files = made
    laid = deliver(files, request, tmp_path / "a: b", request.title)
    timeline = otio.adapters.read_from_file(str(laid["otio"]))
    clips = [
        clip
        for clip in timeline.find_clips()
        if isinstance(clip.media_reference, otio.schema.ExternalReference)
    ]
    assert clips
    places = {unquote(urlparse(clip.media_reference.target_url).path) for clip in clips}
    assert all(os.path.isfile(place) for place in places)


def test_a_delivered_film_is_not_the_stored_one(made: Made, tmp_path: Path) -> None:
    """A tool that changes a delivered file in place must not reach into the media store."""
    request, files = made
    laid = deliver(files, request, tmp_path / "out", "x")
    before = files["film"].read_bytes()
    with laid["film"].open("r+b") as film:
        film.write(b"spoilt")
    assert files["film"].read_bytes() == before


def test_a_second_delivery_replaces_the_first(made: Made, tmp_path: Path) -> None:
    request, files = made
    deliver(files, request, tmp_path / "out", "x")
    (tmp_path / "out" / "media" / "shot-009.mp4").write_bytes(b"of an earlier, longer cut")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    laid = deliver(files, request, tmp_path / "out", "x")
    assert not (laid["media"] / "shot-009.mp4").exists()
    assert (tmp_path / "out" / "notes.txt").read_text() == "mine"


def test_a_folder_that_is_a_file_is_refused(made: Made, tmp_path: Path) -> None:
    request, files = made
    (tmp_path / "taken").write_text("")
    with pytest.raises(BadInput, match="there is a file of that name"):
        deliver(files, request, tmp_path / "taken", "x")
    with pytest.raises(BadInput, match="cannot be a folder"):
        deliver(files, request, tmp_path / ("x" * 300), "x")


def test_a_folder_that_cannot_be_written_is_told_in_words(made: Made) -> None:
    """/sys and /proc take no folders from anyone, root included."""
    request, files = made
    with pytest.raises(NoRoom, match="cannot be written"):
        deliver(files, request, Path("/sys/films"), "x")
    with pytest.raises(BadInput, match="cannot be a folder"):
        deliver(files, request, Path("/proc/films"), "x")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Boat", "The Boat"),
        ('a/b\\c:d*e?f"g<h>i|j', "a b c d e f g h i j"),
        ("../../etc/passwd", "etc passwd"),
        ("🦀🦀", "film"),
        ("", "film"),
        ("...", "film"),
        ("CON", "film CON"),
        ("nul.txt", "film nul.txt"),
        ("100% “it's” {odd}", "100 it's odd"),
        ("海港 的 夜", "海港 的 夜"),
        ("line\nbreak\ttab\x00nul", "line break tab nul"),
        ("-rf", "rf"),
    ],
)
def test_a_title_becomes_a_safe_file_name(title: str, name: str) -> None:
    assert safe_name(title) == name


@pytest.mark.parametrize("title", ["x" * 5_000, "海" * 500, "é" * 300, "a b " * 200])
def test_a_long_title_fits_every_file_system(tmp_path: Path, title: str) -> None:
    name = f".{safe_name(title)}.fcpxml.part"
    assert len(os.fsencode(name)) <= 255
    (tmp_path / name).write_text("")
