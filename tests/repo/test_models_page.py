"""The README's table of keys and the page about models, held against the catalogue."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from core.catalogue.blanks import BLANKS
from core.catalogue.models import (
    Access,
    Lengths,
    Model,
    Price,
    References,
    Sizes,
    Variant,
    load_catalogue,
)

PAGE = "docs/how-to/models.md"


def test_the_readme_s_table_of_keys_is_what_the_lanes_say(root: Path) -> None:
    """Issue 3: what each key unlocks."""
    lanes = [lane for lane in load_catalogue().lanes.values() if lane.key]
    rows = [f"| `{lane.key}` | {lane.title} | {lane.unlocks} |" for lane in lanes]
    _, _, section = (root / "README.md").read_text(encoding="utf-8").partition("## What each key unlocks")
    table = [line for line in section.partition("\n## ")[0].splitlines() if line.startswith("| `")]
    assert table == rows


@pytest.mark.parametrize("kind", [Model, Price, References, Sizes, Lengths, Variant, Access])
def test_the_page_explains_every_field_of_a_row(root: Path, kind: type) -> None:
    named = set(re.findall(r"`(\w+)`", (root / PAGE).read_text(encoding="utf-8")))
    fields = {field.name for field in dataclasses.fields(kind)} - {"id"}
    assert fields <= named


def test_the_page_explains_every_blank_in_the_catalogue_s_words(root: Path) -> None:
    text = (root / PAGE).read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\$\w+)` \| (.+) \|$", text, flags=re.MULTILINE) == list(BLANKS.items())


def test_the_example_of_the_page_is_a_row_that_works(root: Path, tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", (root / PAGE).read_text(encoding="utf-8"), flags=re.DOTALL)
    assert example is not None
    own = tmp_path / "mine.toml"
    own.write_text(example[1], encoding="utf-8")
    assert set(load_catalogue(own).models) - set(load_catalogue().models) == {"fal:brush"}
