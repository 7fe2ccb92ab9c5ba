"""The self-check finds what is wrong with a finished film (B1)."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from film_builders import FilmDesk, film_request, make_clip, wav

from core.media import ffmpeg
from core.media.check import Report, check_film
from core.media.film import burned, make_film
from core.media.pieces import Look, Piece, make_pieces
from core.requests import RenderRequest
from core.story import Captions


@dataclass
class Made:
    """A good film, to be spoilt."""

    desk: FilmDesk
    request: RenderRequest
    film: Path
    pieces: list[Piece]

    def check(self, film: Path | None = None, request: RenderRequest | None = None) -> Report:
        return check_film(film or self.film, request or self.request, self.pieces, self.desk)

    def spoil(self, *arguments: str) -> Path:
        """The film after a careless tool went over it."""
        out = self.desk.root / "spoilt.mp4"
        exe = ffmpeg.find().path
        command = [exe, "-v", "error", "-y", "-i", str(self.film), *arguments, str(out)]
        subprocess.run(command, check=True, capture_output=True)
        return out


async def make(desk: FilmDesk, request: RenderRequest) -> Made:
    files = await make_film(request, desk, workers=2, strict=False)
    look = Look(request.width, request.height, request.fps)
    pieces = await make_pieces(
        request.shots,
        burned(request),
        look,
        desk,
        program=ffmpeg.find(),
        workers=2,
        progress=desk.progress,
    )
    film = shutil.copyfile(files.film, desk.root / "good.mp4")
    return Made(desk, request, film, pieces)


@pytest.fixture
async def made(desk: FilmDesk) -> Made:
    return await make(desk, film_request(desk))


async def test_a_good_film_passes(made: Made) -> None:
    report = made.check()
    assert report.passed
    assert report.notes == ()
    assert report.drawn == 3


SPOILT: dict[str, tuple[tuple[str, ...], str]] = {
    "picture cut short": (("-c", "copy", "-frames:v", "40"), "frames instead of"),
    "film cut short": (("-c", "copy", "-t", "1.2"), "samples against the narration"),
    "another size": (("-vf", "scale=160:90", "-c:a", "copy"), "160x90"),
    "another rate": (("-vf", "fps=12", "-c:a", "copy"), "frames instead of"),
    "late picture": (("-c", "copy", "-bsf:v", "setts=ts=TS+3000"), "not shown at its time"),
    "slow start": (("-c", "copy"), "cannot begin to play"),
    "too loud": (("-c:v", "copy", "-af", "volume=9dB", "-movflags", "+faststart"), "LUFS instead of"),
    "no sound": (("-c", "copy", "-an"), "samples against the narration"),
}


@pytest.mark.parametrize("fault", SPOILT)
async def test_a_spoilt_film_is_found_out(made: Made, fault: str) -> None:
    arguments, finding = SPOILT[fault]
    report = made.check(made.spoil(*arguments))
    assert not report.passed
    assert any(finding in words for words in report.faults), report.text()


async def test_a_line_that_does_not_sound_is_found_missing(made: Made) -> None:
    """Measured in the sound: the film is right in every other way."""
    start = made.request.lines[1].start / 48_000
    hush = f"volume=0:enable='between(t,{start},{start + 0.45})'"
    spoilt = made.spoil("-c:v", "copy", "-af", hush, "-movflags", "+faststart")
    report = made.check(spoilt)
    assert report.missing_lines == ("l1",)
    assert any("One is missing" in fault for fault in report.faults)


async def test_a_line_that_its_voice_could_not_say_is_noted(desk: FilmDesk) -> None:
    request = film_request(desk)
    mute = desk.put(wav(np.zeros(request.lines[1].samples, "<i2")))
    silent = replace(request.lines[1], asset=mute)
    made = await make(desk, replace(request, lines=(request.lines[0], silent, request.lines[2])))
    report = made.check()
    assert report.passed, report.text()
    assert any("could not say it" in note for note in report.notes)
    assert report.lines_present == 2


async def test_a_cut_in_the_wrong_place_is_found(made: Made) -> None:
    """Two pieces swapped: every frame is there, but not where its line begins."""
    first, second, third = made.pieces
    made.pieces = [second, first, third]
    report = made.check()
    assert any("does not begin where it should" in fault for fault in report.faults)


async def test_a_piece_too_few_is_found(made: Made) -> None:
    made.pieces = made.pieces[:2]
    assert any("2 pieces stand for 3 shots" in fault for fault in made.check().faults)


async def test_a_missing_clip_and_a_short_one_are_noted(desk: FilmDesk, tmp_path: Path) -> None:
    request = film_request(desk)
    clip = desk.put(make_clip(tmp_path, "c.mp4", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=24:d=0.25"))
    short = replace(request.shots[0], source=clip, mime="video/mp4", parts={})
    missing = replace(request.shots[2], source="", mime="", parts={})
    made = await make(desk, replace(request, shots=(short, request.shots[1], missing)))
    report = made.check()
    assert report.passed, report.text()
    assert (report.clips, report.drawn, report.held) == (1, 1, 1)
    assert "shot 1: the clip is 0.54 s short, its last frame is held" in report.notes
    assert "shot 3 holds its frame: there is no clip for this shot" in report.notes


async def test_a_caption_track_that_is_not_there_is_found(made: Made) -> None:
    report = made.check(request=replace(made.request, captions=Captions.SOFT))
    assert report.faults == ("words are missing from the caption track",)


async def test_characters_without_a_font_are_noted(made: Made) -> None:
    line = replace(made.request.lines[0], text="The harbour 🦀 slept under a thin moon.")
    report = made.check(request=replace(made.request, lines=(line, *made.request.lines[1:])))
    assert report.notes == ("these characters cannot be drawn into the picture: 🦀",)
