"""JSON is found in a model's words, and no word of it is changed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.providers.healing import healed

VALUE = {"title": "A, ] and }", "rows": [{"a": 1}, {"b": [2, 3]}], "quote": 'He said "go",'}
PLAIN = json.dumps(VALUE)
PRETTY = json.dumps(VALUE, indent=2)


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"```json\n{PRETTY}\n```",
        f"```\n{PLAIN}\n```\nI hope this helps {{smile}}.",
        f"Here is the story:\n\n{PRETTY}\n\nLet me know if you would like changes.",
        PLAIN.replace("]}]", "],}, ]").replace('go\\","}', 'go\\",",\n}'),
        PLAIN[:-1],
        PRETTY.rstrip("}\n "),
        PLAIN.replace(', "quote": "He said \\"go\\","}', "") and PLAIN[:-1] + ",",
    ],
)
def test_what_surrounds_json_is_mended(text: str) -> None:
    assert healed(text) == VALUE


@pytest.mark.parametrize("text", ["", "no", "[1, 2]", '{title": "x"}', "{]", '{"a": "unfinished', "{{{{"])
def test_what_is_no_object_is_not_guessed_at(text: str) -> None:
    assert healed(text) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(st.text(), json_values, max_size=4), st.sampled_from(["{}", "```json\n{}\n```", "So:\n{}"])
)
def test_any_object_comes_out_as_it_went_in(value: dict[str, object], frame: str) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert healed(frame.replace("{}", text)) == value


@given(st.text(alphabet='{}[]",:` \\\na1'))
def test_no_words_make_it_fall(text: str) -> None:
    found = healed(text)
    assert found is None or isinstance(found, dict)
