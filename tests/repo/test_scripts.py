"""The scripts behind make: what they say when something is missing, and that they do nothing twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOOLS = ("sh", "sed", "cmp", "cat", "dirname", "pwd", "rm", "grep", "tail", "env")


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """What the scripts need of the repository, in a folder with a space in its name."""
    folder = tmp_path / "a copy"
    shutil.copytree(root / "scripts", folder / "scripts")
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(root / name, folder / name)
    return folder


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """The only folder on PATH: common tools and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (folder / tool).symlink_to(found)
    return folder


def test_without_python_it_says_which_to_install(copy: Path, tools: Path) -> None:
    ran = run(copy, tools, "environment.sh", "run")
    assert ran.returncode == 1
    assert "found no Python 3.11 or newer." in ran.stderr
    assert "Install Python 3.11, 3.12 or 3.13" in ran.stderr


def test_a_python_that_is_too_old_is_named(copy: Path, tools: Path) -> None:
    program(tools / "python3", '[ "$1" = --version ] && echo "Python 3.9.2" || exit 1')
    ran = run(copy, tools, "environment.sh", "run")
    assert ran.returncode == 1
    assert "(python3 here is Python 3.9.2)" in ran.stderr


def test_a_python_without_venv_is_told_from_one_that_is_missing(copy: Path, tools: Path) -> None:
    program(tools / "python3.12", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    ran = run(copy, tools, "environment.sh", "run")
    assert ran.returncode == 1
    assert "comes without its venv module" in ran.stderr
    assert "python3-venv" in ran.stderr


def test_a_wrong_python_that_was_asked_for_is_not_replaced_by_another(copy: Path, tools: Path) -> None:
    (tools / "python3").symlink_to(sys.executable)
    ran = run(copy, tools, "environment.sh", "run", PYTHON="/nowhere/python")
    assert ran.returncode == 1
    assert "PYTHON=/nowhere/python is not a Python 3.11" in ran.stderr


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_an_environment_that_is_up_to_date_is_left_alone(copy: Path, tools: Path, lock: str) -> None:
    ready(copy, lock)
    ran = run(copy, tools, "environment.sh", "run")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_the_narrow_environment_is_not_enough_for_testing(copy: Path, tools: Path) -> None:
    ready(copy, "requirements.lock", python="exit 0")
    ran = run(copy, tools, "environment.sh", "dev")
    assert "Installing the" in ran.stdout
    assert (copy / ".venv/requirements-dev.lock").exists()
    assert not (copy / ".venv/requirements.lock").exists()


def test_a_failed_installation_shows_why_and_is_done_again(copy: Path, tools: Path) -> None:
    ready(copy, "requirements.lock", python='[ "$1" != -m ] || { echo "ERROR: no such wheel"; exit 1; }')
    (copy / "requirements.lock").write_text("changed==1\n")
    first, second = (run(copy, tools, "environment.sh", "run") for _ in range(2))
    for ran in (first, second):
        assert ran.returncode == 1
        assert "ERROR: no such wheel" in ran.stderr
        assert "a locked package could not be installed" in ran.stderr


def test_what_a_linked_environment_points_to_is_not_emptied(copy: Path, tools: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "place").write_text("/somewhere/else\n")
    (copy / ".venv").symlink_to(theirs)
    program(tools / "python3", "exit 0")
    run(copy, tools, "environment.sh", "run")
    assert (theirs / "place").exists()
    assert not (copy / ".venv").is_symlink()


def test_the_checks_stop_at_the_first_that_fails_and_name_it(copy: Path, tools: Path) -> None:
    checks(copy, mypy="exit 3")
    ran = run(copy, tools, "check.sh")
    assert ran.returncode == 3
    assert 'make test stopped at "Types": mypy ended with 3.' in ran.stderr
    assert "== Types" in ran.stdout
    assert "== Imports" not in ran.stdout


def test_the_checks_run_all_five_and_say_so(copy: Path, tools: Path) -> None:
    checks(copy)
    ran = run(copy, tools, "check.sh")
    steps = [line[3:] for line in ran.stdout.splitlines() if line.startswith("== ")]
    assert ran.returncode == 0
    assert steps == ["Lint", "Format", "Types", "Imports", "Tests"]
    assert ran.stdout.rstrip().endswith("Everything passed.")


def run(copy: Path, tools: Path, script: str, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(tools), "HOME": str(copy)} | more
    command = [str(tools / "sh"), str(copy / "scripts" / script), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def ready(copy: Path, lock: str, python: str = "exit 0") -> None:
    """An environment that looks as if it was made from `lock`."""
    program(copy / ".venv/bin/python", python)
    made_from = (copy / "pyproject.toml").read_text() + (copy / lock).read_text()
    (copy / ".venv" / lock).write_text(f"{os.path.realpath(copy)}\n{made_from}")


def checks(copy: Path, **answers: str) -> None:
    for name in ("ruff", "mypy", "lint-imports", "pytest"):
        program(copy / ".venv/bin" / name, answers.get(name, "exit 0"))


def program(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
