"""From a story to a film at the command line, looked at as its viewer would."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import opentimelineio as otio
from film_looks import film_in, made, picture_facts, report_in, rows, sound_samples, still
from PIL import Image
from someone import Person

from core.pipeline.lengths import cut_frame
from core.story import SAMPLE_RATE


def narration_samples(folder: Path) -> int:
    with wave.open(str(folder / "media" / "narration.wav")) as sound:
        assert sound.getframerate() == SAMPLE_RATE
        return sound.getnframes()


def test_the_command_names_every_file_it_made(film: Person) -> None:
    for name in ("film", "srt", "vtt", "sheet", "thumbnail", "manifest", "report", "otio", "fcpxml", "edl"):
        line = next(line for line in film.said.splitlines() if line.startswith(f"{name} "))
        assert Path(line.removeprefix(name).strip()).is_file(), line


def test_the_film_is_as_long_as_its_narration(film: Person) -> None:
    """R26, B1."""
    folder = film.home / "film"
    samples = narration_samples(folder)
    facts = picture_facts(film_in(folder))
    assert facts["size"] == (1280, 720)
    assert facts["fps"] == 24
    assert facts["frames"] == -(-samples * 24 // SAMPLE_RATE)
    assert 0 <= sound_samples(film_in(folder)) - samples < 1024


def test_the_film_passes_its_own_check_and_says_so(film: Person) -> None:
    """B1."""
    report = report_in(film.home / "film")
    assert report["passed"] is True
    assert report["lines"] == report["lines_present"] > 0
    assert report["worst_cut_ms"] <= 1000 / 24 / 2
    assert abs(report["loudness_lufs"] + 16) < 0.5
    assert report["true_peak_dbtp"] <= -1
    assert "self-check passed" in film.said


def test_every_word_of_the_story_is_in_the_captions(film: Person) -> None:
    (captions,) = (film.home / "film").glob("*.srt")
    words = captions.read_text(encoding="utf-8").replace("\n", " ")
    for part in (
        "Ana stood on the pier at dusk.",
        "She held a lantern.",
        "One boat is missing",
        "Then we wait",
    ):
        assert part in words


def test_the_picture_moves_and_is_not_one_colour(film: Person) -> None:
    movie = film_in(film.home / "film")
    early, later = (still(movie, seconds).astype(int) for seconds in (0.2, 1.2))
    assert early.std() > 15
    assert np.abs(early - later).mean() > 0.5


def test_the_storyboard_shows_every_shot(film: Person) -> None:
    with Image.open(film.home / "film" / "storyboard.png") as sheet:
        assert sheet.width >= 1000
        assert len(sheet.convert("RGB").resize((64, 64)).getcolors(5000) or []) > 100


def test_an_editor_opens_the_timeline_with_every_cut_on_its_frame(film: Person) -> None:
    """B9."""
    (path,) = (film.home / "film").glob("*.otio")
    timeline = otio.adapters.read_from_file(str(path))
    picture = timeline.video_tracks()[0]
    starts = [int(clip.range_in_parent().start_time.value) for clip in picture]
    exact = [shot["start_ms"] for shot in json.loads((path.parent / "film.json").read_text())["shots"]]
    assert starts == [cut_frame(round(ms * SAMPLE_RATE / 1000), 24) for ms in exact]
    assert all(Path(clip.media_reference.target_url.removeprefix("file://")).name for clip in picture)


def test_the_same_command_again_makes_nothing_again(film: Person) -> None:
    """B6."""
    before = made(film.home)
    film.run("make", "story.txt", "--out", "film")
    assert made(film.home) == before


def test_the_same_story_made_by_somebody_else_sounds_and_looks_the_same(film: Person, person: Person) -> None:
    """Byte-identical narration and panels (issue A)."""
    person.write("story.txt", (film.home / "story.txt").read_text())
    person.run("make", "story.txt", "--out", "film")
    kinds = ("speech", "reference", "frame")
    query = "select kind, asset from take where kind in (?, ?, ?) order by kind, asset"
    assert rows(person.home, query, *kinds) == rows(film.home, query, *kinds)
    narration = [(home / "film" / "media" / "narration.wav").read_bytes() for home in (film.home, person.home)]
    assert narration[0] == narration[1]


def test_a_tall_film_with_soft_captions_and_music_from_standard_input(person: Person) -> None:
    """R26; captions as a track, voices unchanged under music."""
    with wave.open(str(person.home / "it's 100%: music.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(22_050)
        tone = 8000 * np.sin(np.arange(22_050 * 2) * 2 * np.pi * 220 / 22_050)
        sound.writeframes(tone.astype("<i2").tobytes())
    options = ["--aspect", "9:16", "--captions", "soft", "--music", "it's 100%: music.wav", "--fps", "30"]
    out = 'a "film": 100% of it\'s'
    said = person.run(
        "make", "-", "--out", out, *options, given="Ana ran.\n\nTom fell in the forest at night.\n"
    )
    facts = picture_facts(film_in(person.home / out))
    assert facts["size"] == (720, 1280)
    assert facts["fps"] == 30
    assert facts["streams"] == ["audio", "subtitle", "video"]
    assert "self-check passed" in said


def test_a_one_line_prompt_becomes_a_short_film_and_says_what_a_key_would_add(person: Person) -> None:
    said = person.run("make", "A fox waits by a frozen well at night.", "--out", "fox")
    assert "key" in said
    assert film_in(person.home / "fox").is_file()


def test_a_screenplay_s_cues_speak_with_voices_of_their_own(person: Person) -> None:
    scene = "INT. KITCHEN - NIGHT\n\nANA\nIs it late?\n\nTOM\nIt is.\n\nBEA\nGo to bed.\n"
    person.write("play.fountain", scene)
    person.run("make", "play.fountain", "--out", "play", "--voice", "narrator=alto")
    speakers = rows(person.home, "select speaker from segment where kind = 'dialogue' order by position")
    assert len({speaker for (speaker,) in speakers}) == 3
    voices = rows(person.home, "select facts from take where kind = 'voice'")
    assert len({json.loads(facts)["voice"] for (facts,) in voices}) == 4
