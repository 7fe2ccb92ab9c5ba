"""Drafts: what a person reads of a document that is still being written."""

from __future__ import annotations

import json

import pytest

from core.providers.drafts import LONGEST, draft_of

SAID = 'He said: "no".\nA fox 🦊 — and ä'


def test_a_story_is_read_letter_by_letter_and_never_in_halves() -> None:
    for form in (
        json.dumps({"title": "T", "text": SAID}),
        json.dumps({"title": "T", "text": SAID}, ensure_ascii=False),
    ):
        read = [draft_of("story", form[:end]) for end in range(len(form) + 1)]
        assert read[-1] == SAID
        assert all(SAID.startswith(text) for text in read)
        assert all(text.encode() or not text for text in read)


def test_a_script_is_read_line_by_line() -> None:
    whole = json.dumps({"segments": [{"kind": "n", "text": "One."}, {"text": "Two.", "because": "no text: x"}]})
    assert draft_of("script", whole) == "One.\n\nTwo."


@pytest.mark.parametrize("task", ["analysis", "shots", "look"])
def test_other_documents_are_no_reading(task: str) -> None:
    assert draft_of(task, json.dumps({"text": "x"})) == ""


def test_of_a_long_text_the_end_is_shown_where_it_grows() -> None:
    read = draft_of("story", json.dumps({"text": "word " * 2000 + "last"}))
    assert read.startswith("…word")
    assert read.endswith("word last")
    assert len(read) <= LONGEST + 1
