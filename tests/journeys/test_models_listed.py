"""video-story models and voices, as a person sees them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.__main__ import main
from cli.console import console


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    """In an empty folder, with no key."""
    monkeypatch.chdir(tmp_path)
    for name in ("FAL_KEY", "REPLICATE_API_TOKEN", "OPENROUTER_API_KEY", "MODELS_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(console, "width", 160)
    return CliRunner()


def test_a_missing_key_is_named_and_a_given_one_is_ready(
    asked: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R31: price, limits, and whether the key is set."""
    before = _line(asked, "fal:nano-banana-pro", "--step", "frames")
    assert "needs FAL_KEY" in before and "$0.15 to $0.30 a picture" in before and "up to 14" in before
    monkeypatch.setenv("FAL_KEY", "secret-key")
    after = asked.invoke(main, ["models", "--step", "frames"]).output
    assert "ready" in next(line for line in after.splitlines() if line.startswith("fal:nano-banana-pro"))
    assert "secret-key" not in after


def test_one_step_shows_only_what_can_do_it(asked: CliRunner) -> None:
    output = asked.invoke(main, ["models", "--step", "videos"]).output
    assert "fal:wan-2.2" in output and "local:camera" in output
    assert "kontext" not in output and "Prices as read on" in output


def test_what_is_ready_with_no_key_is_this_machine(asked: CliRunner) -> None:
    output = asked.invoke(main, ["models", "--ready"]).output
    assert "local:writer" in output
    assert "fal:" not in output and "replicate:" not in output


def test_a_wrong_row_of_a_person_s_own_is_a_sentence(
    asked: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "mine.toml"
    own.write_text('[models."fal:x"]\ntitel = "X"\n', encoding="utf-8")
    monkeypatch.setenv("MODELS_FILE", str(own))
    result = asked.invoke(main, ["models"])
    assert result.exit_code == 2
    assert "models.fal:x cannot be used: titel: there is no such field" in result.output


def test_the_voices_of_a_family_and_of_a_language(asked: CliRunner) -> None:
    assert "minimax:Wise_Woman" in asked.invoke(main, ["voices", "--family", "minimax"]).output
    told = asked.invoke(main, ["voices", "--language", "th"]).output
    assert "local:narrator" in told and "Thai: the local voice does not speak it." in told


def _line(runner: CliRunner, model: str, *words: str) -> str:
    output = runner.invoke(main, ["models", *words]).output
    return next(line for line in output.splitlines() if line.startswith(model))
