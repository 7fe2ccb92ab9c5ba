"""Changing a film: only what the change touches is made again, and all else stays as it was (B6)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from film_looks import film_in, made, report_in, rows, still
from PIL import Image
from someone import STORY, Person


@pytest.fixture
def mine(person: Person) -> Person:
    person.write("story.txt", STORY)
    person.run("make", "story.txt", "--out", "film")
    return person


def project(person: Person) -> str:
    ((found,),) = rows(person.home, "select id from project")
    return str(found)


def test_another_line_another_size_and_an_own_clip_each_redo_only_their_own(mine: Person) -> None:
    before = made(mine.home)
    mine.run("edit", project(mine), "--line", "3", "Two boats are missing,")
    spoken = made(mine.home) - before
    assert spoken["speech"] == 1
    assert spoken["frame"] == spoken["reference"] == 0
    assert spoken["film"] == 1

    before = made(mine.home)
    mine.run("edit", project(mine), "--shot", "1", "size=close")
    assert (made(mine.home) - before).keys() <= {"frame", "clip", "lipsync", "piece", "film"}
    assert (made(mine.home) - before)["frame"] == 1

    before = made(mine.home)
    clip = own_clip(mine.home / "my clip's.mp4")
    mine.run("edit", project(mine), "--clip", "1", clip)
    assert made(mine.home) - before == {"clip": 1, "piece": 1, "film": 1}
    first = still(film_in(mine.home / "film"), 0.3)
    assert first[:400].mean(axis=(0, 1)) == pytest.approx((200, 30, 30), abs=25)
    assert report_in(mine.home / "film")["clips"] == 1


def test_an_edited_story_file_keeps_every_line_that_stayed(mine: Person) -> None:
    before = made(mine.home)
    mine.write("story.txt", STORY.replace("She held a lantern.", "She held a lantern and a map."))
    mine.run("make", "story.txt", "--out", "film")
    assert (made(mine.home) - before)["speech"] == 1


def test_another_voice_speaks_only_its_own_lines_again(mine: Person) -> None:
    before = made(mine.home)
    mine.run("edit", project(mine), "--voice", "Tom=robot")
    assert (made(mine.home) - before)["speech"] == 1


def test_guide_photos_show_in_the_film_and_a_photographed_mouth_does_not_stop_it(
    film: Person, person: Person
) -> None:
    """R10, R27: the photos are composited in; the lip sync that cannot be made is told and left out."""
    person.write("story.txt", STORY)
    stripes = np.zeros((600, 900, 3), np.uint8)
    stripes[:, :450] = (250, 240, 40)
    Image.fromarray(stripes).save(person.home / "pier photo.jpg")
    Image.new("RGB", (400, 500), (214, 160, 130)).save(person.home / "ana.png")
    said = person.run(
        "make", "story.txt", "--out", "film", "--guide", "pier=pier photo.jpg", "--guide", "Ana=ana.png"
    )
    assert "No lip sync for shot" in said
    assert "self-check passed" in said
    drawn, shown = (still(film_in(someone.home / "film"), 0.3).astype(int) for someone in (film, person))
    assert np.abs(drawn - shown).mean() > 20
    left, right = shown[60:300, 100:500].mean(axis=(0, 1)), shown[60:300, 780:1180].mean(axis=(0, 1))
    assert left[:2].sum() - right[:2].sum() > 60


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--line", "99", "x"), "There is no line 99."),
        (("--shot", "1", "size=huge"), "size cannot be 'huge'"),
        (("--voice", "Nobody=alto"), "Nobody and nothing in the story is called 'Nobody'"),
        (("--voice", "Ana=nosuchvoice"), "There is no voice"),
        (("--clip", "1", "story.txt"), "cannot be used as a clip"),
        (("--line", "1", "  "), "would be empty"),
        (("--music", "story.txt"), "cannot be read as sound"),
    ],
)
def test_a_change_that_cannot_be_made_changes_nothing(
    film: Person, options: tuple[str, ...], sentence: str
) -> None:
    before = made(film.home)
    assert sentence in film.run("edit", project(film), "--line", "1", "Kept?", *options, code=2)
    assert made(film.home) == before
    assert rows(film.home, "select count(*) from segment where text = 'Kept?'") == [(0,)]


def own_clip(path: Path) -> Path:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi"]
    command += ["-i", "color=0xC81E1E:size=640x360:rate=30:duration=9", "-pix_fmt", "yuv420p", str(path)]
    subprocess.run(command, check=True)
    return path
