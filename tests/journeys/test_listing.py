"""Many films at the command line: a page, and the way to the next."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner
from many_films import keep_films
from PIL import Image

from cli.edit import edit
from cli.listing import projects
from core.settings import Settings
from core.story import Project
from core.studio import open_studio


def test_older_films_are_a_command_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    asyncio.run(_kept(tmp_path))
    first = CliRunner().invoke(projects, ["--most", "4"]).output
    assert "Film 7" in first and "Film 4" in first and "Film 3" not in first
    assert "Older ones: video-story projects --after p_0000000004" in first
    rest = CliRunner().invoke(projects, ["--after", "p_0000000004"]).output
    assert "Film 3" in rest and "Film 1" in rest and "Older" not in rest
    assert "no older ones" in CliRunner().invoke(projects, ["--after", "p_0000000001"]).output


def test_films_are_put_away_and_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    asyncio.run(_kept(tmp_path))
    two = ("--put-away", "p_0000000002", "--put-away", "p_0000000003")
    rest = CliRunner().invoke(projects, two).output
    assert "Film 1" in rest and "Film 2" not in rest and "Film 3" not in rest
    assert "Put away: 2. See: video-story projects --away" in rest
    away = CliRunner().invoke(projects, ["--away", "--most", "1"]).output
    assert "Film 3" in away and "Film 2" not in away
    assert "video-story projects --away --after p_0000000003" in away
    assert "Film 2" in CliRunner().invoke(projects, ["--take-back", "p_0000000002"]).output
    CliRunner().invoke(projects, ["--take-back", "p_0000000003"])
    assert "Nothing is put away" in CliRunner().invoke(projects, ["--away"]).output
    strange = CliRunner().invoke(projects, ["--put-away", "p_0000000009"])
    assert strange.exit_code == 2 and "no project p_0000000009" in strange.output


def test_a_picture_for_the_style_is_noted_and_what_comes_of_it_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "120")
    asyncio.run(_kept(tmp_path))
    Image.new("RGB", (320, 240), (20, 120, 200)).save(tmp_path / "style.png")
    given = ["p_0000000002", "--later", "--style-picture", str(tmp_path / "style.png"), "--style", "ink"]
    said = CliRunner().invoke(edit, given).output
    assert "Nothing to redo." in said and "Nothing is painted without a key" in said
    project = asyncio.run(_project(tmp_path))
    assert (project.style, bool(project.style_picture)) == ("ink", True)
    assert CliRunner().invoke(edit, ["p_0000000002", "--later", "--no-style-picture"]).exit_code == 0
    assert asyncio.run(_project(tmp_path)).style_picture is None


async def _project(folder: Path) -> Project:
    settings = Settings(_env_file=None, data_dir=folder)  # type: ignore[call-arg]
    async with open_studio(settings, engine=False) as studio:
        return (await studio.story("local", "p_0000000002")).project


async def _kept(folder: Path) -> None:
    settings = Settings(_env_file=None, data_dir=folder)  # type: ignore[call-arg]
    async with open_studio(settings, engine=False) as studio:
        await keep_films(studio, "local", 7)
