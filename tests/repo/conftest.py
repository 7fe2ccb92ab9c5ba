"""The repository as the tests of the house see it: its root and the files that belong to it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def files(root: Path) -> list[Path]:
    """Every file that is, or is about to be, under version control; ignored files are left out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := root / name).is_file()]


@pytest.fixture(scope="session")
def python_files(files: list[Path]) -> list[Path]:
    """Every Python file except the generated migrations."""
    return [path for path in files if path.suffix == ".py" and "versions" not in path.parts]


@pytest.fixture(scope="session")
def help_of(root: Path) -> Callable[..., str]:
    """What the installed command answers to `--help`, for a list of its subcommands."""
    command = Path(sys.executable).with_name("video-story")

    @cache
    def ask(*words: str) -> str:
        asked = subprocess.run([command, *words, "--help"], cwd=root, capture_output=True, text=True)
        assert asked.returncode == 0, f"video-story {' '.join(words)} --help: {asked.stderr}"
        return asked.stdout

    return ask
