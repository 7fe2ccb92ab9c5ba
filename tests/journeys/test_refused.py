"""Bad input at the command line: a sentence, a code that scripts can read, and nothing left behind."""

from __future__ import annotations

import os
import sys

import pytest
from someone import STORY, Person


@pytest.mark.parametrize(
    ("words", "given", "sentence"),
    [
        (("make", "missing.txt"), b"", "There is no file 'missing.txt'."),
        (("make", "-"), b"", "There is no story in it."),
        (("make", "-"), b"\x89PNG\r\n\x1a\n\xff", "Standard input is not a text file"),
        (("make", "-"), b"word " * 1_000_000, "5.0 MB"),
        (("make", "-"), "…!!! 🐈🚀✨".encode(), "There are no words in it"),
        (("make", "Ana ran.", "--voice", "Ana=nosuch"), b"", "There is no voice 'nosuch'."),
        (("make", "Ana ran.", "--music", "none.mp3"), b"", "There is no sound file 'none.mp3'."),
        (("make", "Ana ran.", "--guide", "Bob=none.jpg"), b"", "There is no photo"),
        (("make", "Ana ran.", "--voice", "Ana"), b"", "expected NAME=VALUE"),
        (("show", "p_nothing"), b"", "There is no project p_nothing."),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(
    person: Person, words: tuple[str, ...], given: bytes, sentence: str
) -> None:
    assert sentence in person.run(*words, given=given, code=2)
    assert not (person.home / "out").exists()


def test_a_guide_for_somebody_who_is_not_in_the_story_names_those_who_are(person: Person) -> None:
    from PIL import Image

    Image.new("RGB", (64, 64), "red").save(person.home / "bob.jpg")
    said = person.run("make", "Ana ran to the harbour.", "--guide", "Bob=bob.jpg", code=2)
    assert "called 'Bob'" in said
    assert "Ana" in said


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root may write everywhere")
def test_an_output_folder_that_cannot_be_written_is_named(person: Person) -> None:
    (person.home / "locked").mkdir(mode=0o500)
    assert "locked" in person.run("make", "Ana ran.", "--out", "locked/film", code=1)


def test_an_output_that_is_a_file_is_named_and_the_work_is_kept(person: Person) -> None:
    person.write("taken", "mine")
    said = person.run("make", "Ana ran.", "--out", "taken", code=2)
    assert "taken" in said
    assert (person.home / "taken").read_text() == "mine"


@pytest.mark.parametrize(
    "story",
    [
        "猫在海边等着。“你来了吗？”她问。",
        "ركضت آنا إلى البحر. قالت: «انتظر».",
        "The 🐈‍⬛ ran. 🚀✨",
        "Supercalifragilistic" * 100,
        "Ana said: \"[[not phonemes]] <speak>100% of 'it'</speak> {\\\\b1} %(x)s $(ls) `ls`\" -- and : left.",
    ],
    ids=["Chinese", "Arabic", "emoji", "a word of 2,000 letters", "markup of every kind"],
)
def test_strange_stories_become_films_and_say_what_could_not_be_spoken(person: Person, story: str) -> None:
    said = person.run("make", "-", "--out", "film", given=story)
    assert "self-check passed" in said


def test_two_commands_in_one_folder_make_both_films_with_one_engine(person: Person) -> None:
    """The second works through the first, and goes on by itself when that one has ended (DESIGN 8)."""
    person.write("story.txt", STORY)
    first = person.start("make", "Tom ran.", "--out", "other")
    try:
        assert first.stdout is not None
        first.stdout.readline()
        said = person.run("make", "story.txt", "--out", "film")
        assert "self-check passed" in said
    finally:
        first.communicate(timeout=300)
    assert first.returncode == 0
