"""What the README, the Procfile, CI and .env.example promise, held against what is really there."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from core.settings import Settings

PAGES = {
    "README.md": ("make",),
    "docs/how-to/make.md": ("make",),
    "docs/how-to/change.md": ("edit", "export"),
    "docs/how-to/models.md": ("models", "voices"),
    "docs/how-to/upgrade.md": ("upgrade", "regenerate", "takes", "guides"),
    "docs/how-to/serve.md": ("serve", "link"),
    "docs/how-to/go-on.md": ("resume", "jobs"),
}
Help = Callable[..., str]


def test_env_example_names_exactly_the_settings_with_their_defaults(root: Path) -> None:
    entries = [
        f"# {field.description}\n{name.upper()}={shown(field.default)}"
        for name, field in Settings.model_fields.items()
    ]
    written = (root / ".env.example").read_text(encoding="utf-8")
    _, _, body = written.partition("\n\n")
    assert body == "\n\n".join(entries) + "\n"


def test_every_make_command_in_the_pages_exists(root: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(), flags=re.MULTILINE))
    for page in (root / "README.md", *sorted((root / "docs").rglob("*.md"))):
        named = set(re.findall(r"(?:`|^)make ([a-z-]+)", page.read_text(encoding="utf-8"), flags=re.MULTILINE))
        assert named <= targets, page


def test_the_readme_shows_the_two_commands_that_need_nothing_else(root: Path) -> None:
    first_screen = "\n".join((root / "README.md").read_text(encoding="utf-8").splitlines()[:30])
    assert "docs/demo.jpg" in first_screen
    assert "make demo" in first_screen
    assert "make test" in first_screen


@pytest.mark.parametrize("page", PAGES)
def test_a_page_explains_exactly_the_options_there_are(root: Path, help_of: Help, page: str) -> None:
    there_are = set().union(*(options(help_of(command)) for command in PAGES[page]))
    assert options((root / page).read_text(encoding="utf-8")) == there_are - {"--help"}


def test_every_command_in_the_pages_exists_and_every_command_is_in_the_pages(root: Path, help_of: Help) -> None:
    there_are = set(re.findall(r"^  ([a-z][a-z-]*)  ", help_of(), flags=re.MULTILINE))
    texts = [path.read_text(encoding="utf-8") for path in (root / "docs/how-to").glob("*.md")]
    assert set(re.findall(r"video-story ([a-z][a-z-]*)", "\n".join(texts))) == there_are


def test_every_process_in_the_procfile_is_a_command_that_exists(root: Path, help_of: Help) -> None:
    processes = re.findall(r"^\w+: video-story (\w+)", (root / "Procfile").read_text(), flags=re.MULTILINE)
    assert processes
    for command in processes:
        assert help_of(command)


def test_every_story_the_makefile_and_procfile_name_is_there(root: Path) -> None:
    for name in ("Makefile", "Procfile", "README.md"):
        for story in re.findall(r"examples/[\w./-]*\w", (root / name).read_text(encoding="utf-8")):
            assert (root / story).exists(), f"{name} names {story}"


def test_ci_runs_the_test_command_of_the_readme(root: Path) -> None:
    lines = (root / ".ci/run").read_text().splitlines()
    assert lines[-1] == "make test"


def test_links_between_the_pages_lead_somewhere(root: Path, files: list[Path]) -> None:
    for page in (path for path in files if path.suffix == ".md" and path.parts[-2] != "examples"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(root)} links to {target}"


def options(text: str) -> set[str]:
    """The long options named in a text."""
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]*[a-z]", text))


def shown(default: object) -> str:
    """A default as it is written in an environment file."""
    if isinstance(default, SecretStr):
        return default.get_secret_value()
    if isinstance(default, bool):
        return str(default).lower()
    return "" if default is None else str(default)
