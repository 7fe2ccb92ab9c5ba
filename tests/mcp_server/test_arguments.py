"""Arguments: what is wrong with one is told in a sentence with what is right, never in a library's words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from core.errors import BadInput
from mcp_server.arguments import read
from mcp_server.table import TOOLS

GOOD: dict[str, Any] = {
    "project_id": "p_0000000000",
    "story": "Tom rows home.",
    "what": "frame:1",
    "name": "Ana",
    "images": ["https://a.example/a.png"],
}

WRONG: dict[str, Any] = {
    "yes": True,
    "number": 7,
    "below": -1,
    "beyond": 1e9,
    "no number": float("nan"),
    "other word": "zz",
    "empty": "",
    "long": "z" * 500_000,
    "list": ["x"] * 11,
    "empty list": [],
    "list of numbers": [1],
    "object": {"a": 1},
}

THEIRS = re.compile(r"pydantic|input should|string should|list should|pattern|parse|NoneType|\\^")


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("kind", WRONG)
def test_every_wrong_value_of_every_argument_is_told_with_what_would_be_right(tool: str, kind: str) -> None:
    takes = TOOLS[tool].takes
    needed = {name: GOOD[name] for name, field in takes.model_fields.items() if field.is_required()}
    for name in takes.model_fields:
        try:
            read(takes, {**needed, name: WRONG[kind]}, tool)
        except BadInput as told:
            said = str(told)
            assert repr(name) in said and "it has to be" in said
            assert not THEIRS.search(said) and len(said) < 300, said
        else:
            assert kind not in ("yes", "list of numbers", "object", "no number", "list", "long"), name


@pytest.mark.parametrize("tool", TOOLS)
def test_what_is_missing_or_unknown_is_named(tool: str) -> None:
    takes = TOOLS[tool].takes
    for name, field in takes.model_fields.items():
        if field.is_required():
            with pytest.raises(BadInput, match=f"{tool} needs {name!r}"):
                read(takes, {one: GOOD[one] for one in GOOD if one in takes.model_fields and one != name}, tool)
    with pytest.raises(BadInput, match="has no argument 'colour'") as unknown:
        read(takes, {"colour": "red"}, tool)
    assert all(name in str(unknown.value) for name in takes.model_fields)


def test_null_is_as_good_as_nothing_where_nothing_will_do() -> None:
    takes = TOOLS["create_and_run"].takes
    assert read(takes, {"story": "x", "style": None, "max_cost": None}, "create_and_run") == takes(story="x")  # type: ignore[call-arg]
    with pytest.raises(BadInput, match="needs 'story'"):
        read(takes, {"story": None}, "create_and_run")
