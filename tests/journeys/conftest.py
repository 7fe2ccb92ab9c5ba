"""People with a fresh folder, and one who has a film already."""

from __future__ import annotations

from pathlib import Path

import pytest
from someone import STORY, Person


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Person:
    """Somebody who has made a film of STORY in ./film, for tests that look at it."""
    someone = Person(tmp_path_factory.mktemp("person"))
    someone.write("story.txt", STORY)
    someone.run("make", "story.txt", "--out", "film")
    return someone
