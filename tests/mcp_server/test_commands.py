"""What a person types and pastes: tokens, snippets for hosts, and the skill."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from someone import Person

from mcp_server.configs import CLIENTS, snippet
from mcp_server.table import TOOLS

PAGES = Path(__file__).parents[2] / "docs/how-to/agents"

SKILL = Path(__file__).parents[2] / "skills/video-story"


def test_a_token_is_shown_once_listed_without_its_secret_and_ended(tmp_path: Path) -> None:
    person = Person(tmp_path)
    secret = person.run("token", "new", "hermes").strip()
    assert re.fullmatch(r"vs_[\w-]{40,}", secret)
    listed = person.run("token", "list")
    assert "hermes" in listed and secret not in listed
    assert secret.encode() not in (tmp_path / "data/video-story.sqlite").read_bytes()
    token = re.search(r"k_\w+", listed)
    assert token is not None
    person.run("token", "revoke", token[0])
    assert "There are no tokens" in person.run("token", "list")
    assert "no token" in person.run("token", "revoke", token[0], code=2)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_snippet_starts_this_command_or_names_the_service_and_never_a_secret(client: str) -> None:
    here = snippet(client, "/opt/film/video-story", None)
    there = snippet(client, "/opt/film/video-story", "http://127.0.0.1:8000/mcp")
    assert "/opt/film/video-story" in here and "mcp" in here
    assert "http://127.0.0.1:8000/mcp" in there and "VIDEO_STORY_TOKEN}" in there and "Bearer" in there
    if client != "hermes":
        assert json.loads(here) and json.loads(there)


@pytest.mark.parametrize("client", CLIENTS)
def test_each_host_has_a_page_with_what_is_printed(client: str) -> None:
    page = (PAGES / f"{client}.md").read_text(encoding="utf-8")
    assert snippet(client, "/path/to/video-story", None) in page
    assert snippet(client, "/path/to/video-story", "http://127.0.0.1:8000/mcp") in page
    assert f"agents/{client}.md" in PAGES.with_suffix(".md").read_text(encoding="utf-8")


def test_the_skill_is_short_and_names_only_what_there_is() -> None:
    words = (SKILL / "SKILL.md").read_text(encoding="utf-8")
    described = re.search(r"^description: (.*)$", words, flags=re.MULTILINE)
    assert described is not None and len(described[1]) <= 60
    assert len(words.splitlines()) < 80
    named = set(re.findall(r"`(references/[\w.]+)`", words))
    assert named == {f"references/{path.name}" for path in (SKILL / "references").iterdir()}
    tools = (SKILL / "references/tools.md").read_text(encoding="utf-8")
    assert set(re.findall(r"`(\w+_\w+|wait|export|upgrade|regenerate|cancel)`(?= *[|,])", tools)) >= set(TOOLS)
