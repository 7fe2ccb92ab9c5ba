"""Finds the JSON in a language model's words: out of fences and prose, without trailing commas."""

from __future__ import annotations

import json
import re
from typing import Any

_FENCE = re.compile(r"```[\w-]*\s*\n(.*?)\n\s*```", re.DOTALL)
_CLOSERS = {"{": "}", "[": "]"}


def healed(text: str) -> Any:
    """The JSON object in the text; None when there is none to be found.

    Only what surrounds the words of the answer is mended (fences, prose, commas and brackets at the end), never
    a word of it. Brackets are closed too, so a text that was cut off must not come here.
    """
    fenced = _FENCE.search(text)
    for candidate in ([fenced[1]] if fenced else []) + [text]:
        start = candidate.find("{")
        if start < 0:
            continue
        for attempt in (candidate, *_mended(candidate[start:])):
            found = _object(attempt)
            if found is not None:
                return found
    return None


def _object(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _mended(text: str) -> list[str]:
    """The text up to where its first bracket closes; and without its trailing commas."""
    whole, plain = _balanced(text)
    return [whole, plain]


def _balanced(text: str) -> tuple[str, str]:
    """The first object, ended where it ends or else closed; as it is, and without commas before a bracket."""
    made: list[str] = []
    plain: list[str] = []
    open_brackets: list[str] = []
    in_string = escaped = False
    for char in text:
        made.append(char)
        if in_string:
            in_string = escaped or char != '"'
            escaped = char == "\\" and not escaped
        elif char == '"':
            in_string = True
        elif char in _CLOSERS:
            open_brackets.append(_CLOSERS[char])
        elif open_brackets and char == open_brackets[-1]:
            open_brackets.pop()
            _drop_comma(plain)
        plain.append(char)
        if not open_brackets:
            break
    _drop_comma(plain)
    rest = "".join(reversed(open_brackets)) if not in_string else ""
    return "".join(made) + rest, "".join(plain) + rest


def _drop_comma(written: list[str]) -> None:
    """Take back a comma that only white space follows."""
    at = len(written) - 1
    while at >= 0 and written[at].isspace():
        at -= 1
    if at >= 0 and written[at] == ",":
        del written[at]
