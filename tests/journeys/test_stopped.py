"""Stopped in the middle: nothing is lost, nothing is half there, and the next run goes on."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from film_looks import film_in, made, report_in, rows
from someone import STORY, Person


def read_until(person: Person, words: str, name: signal.Signals) -> tuple[int, str, int]:
    """Start the film, and send a signal as soon as a line with `words` is printed."""
    process = person.start("make", "story.txt", "--out", "film")
    said = ""
    assert process.stdout is not None
    for line in process.stdout:
        said += line.decode()
        if words in said:
            os.kill(process.pid, name)
            break
    rest, _ = process.communicate(timeout=60)
    return process.returncode, said + rest.decode(), process.pid


def wait_until_gone(group: int) -> None:
    """Children notice their parent's end by themselves; each is waited for, none may stay."""
    for entry in group_members(group):
        try:
            handle = os.pidfd_open(int(entry.name))
        except ProcessLookupError:
            continue
        try:
            assert select.select([handle], [], [], 10)[0], (entry / "cmdline").read_bytes()
        finally:
            os.close(handle)


def group_members(group: int) -> Iterator[Path]:
    """Processes that still belong to the process group."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            yield entry


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at /proc, which only Linux has")
@pytest.mark.parametrize("words", ["Lines spoken", "Lip sync"], ids=["while drawing", "in mid-export"])
def test_kill_9_loses_nothing_and_leaves_no_child_and_no_half_film(person: Person, words: str) -> None:
    person.write("story.txt", STORY)
    code, _, group = read_until(person, words, signal.SIGKILL)
    assert code == -signal.SIGKILL
    wait_until_gone(group)
    assert not list((person.home / "film").glob("*.mp4"))
    before = made(person.home)
    person.run("make", "story.txt", "--out", "film")
    after = made(person.home)
    lines = rows(person.home, "select count(*) from segment")[0][0]
    assert before["speech"] <= after["speech"] == lines
    assert report_in(person.home / "film")["passed"] is True
    assert film_in(person.home / "film").is_file()
    assert not list((person.home / "data").rglob("*.part"))


def test_ctrl_c_says_that_nothing_is_lost_and_leaves_in_order(person: Person) -> None:
    person.write("story.txt", STORY)
    code, said, _ = read_until(person, "Scenes", signal.SIGINT)
    assert code == 130
    assert "Nothing is lost" in said
    assert "Traceback" not in said
    person.run("make", "story.txt", "--out", "film")
    assert report_in(person.home / "film")["passed"] is True


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)], check=False)
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root on Linux")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def test_a_full_disk_is_named_and_the_film_goes_on_when_there_is_room(person: Person, small_disk: Path) -> None:
    person.home = small_disk
    person.write("story.txt", STORY)
    for room in ("6m", "9m"):
        subprocess.run(["mount", "-o", f"remount,size={room}", str(small_disk)], check=True)
        said = person.run("make", "story.txt", "--out", "film", code=1)
        assert "Free some space" in said
        assert not list(small_disk.glob("film/*.mp4"))
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    assert "self-check passed" in person.run("make", "story.txt", "--out", "film")
    assert not list(small_disk.rglob("*.part"))
