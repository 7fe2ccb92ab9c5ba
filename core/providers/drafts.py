"""Drafts: what a person would read in a document that a model is still writing."""

from __future__ import annotations

import json
import re

PROSE = {"story": "text", "script": "text"}
"""Task -> the field whose values are read along; other documents are no reading."""

LONGEST = 3500
"""Letters of a draft; of a longer one the end is shown, where it grows."""

_HALF_ESCAPE = re.compile(r"\\u[0-9a-fA-F]{0,3}$")


def draft_of(task: str, written: str) -> str:
    """The prose in the beginning of a JSON document; "" where there is none."""
    field = PROSE.get(task)
    if field is None:
        return ""
    values = re.findall(rf'"{field}"\s*:\s*"((?:[^"\\]|\\.)*)', written, re.DOTALL)
    text = "\n\n".join(filter(None, map(_said, values)))
    return text if len(text) <= LONGEST else "…" + text[-LONGEST:].partition(" ")[2]


def _said(value: str) -> str:
    """A JSON string's letters; what breaks off in the middle of one is left out."""
    try:
        text = str(json.loads(f'"{_HALF_ESCAPE.sub("", value)}"', strict=False))
    except ValueError:
        return ""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore").strip()
