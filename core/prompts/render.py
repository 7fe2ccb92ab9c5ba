"""Fills the prompt files: what a person or a story says goes in as marked data and is never read as a prompt.

A prompt file is text. A line that begins with `?name ` stays only when that value is not empty, one with
`!name ` only when it is; `{{name}}` stands for the value. Values are put in once, so that a story which itself
contains such marks changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from core.prompts.schema import schema_of

_SLOT = re.compile(r"\{\{(\w+)\}\}")
_GAPS = re.compile(r"\n{3,}")
_ONLY = re.compile(r"^([?!])(\w+) ", re.MULTILINE)


def render(task: str, inputs: Mapping[str, Any]) -> str:
    """The prompt of a task. Pure: the same inputs give the same words."""
    return _filled(_file(task), _values(inputs))


def system(task: str, *, with_schema: bool) -> str:
    """Who the model is and what every answer is; with the schema for servers that cannot be held to one."""
    words = {"schema": _line(schema_of(task)) if with_schema else ""}
    return _filled(_file("system"), words)


WHY_BYTES = 1_200
"""What is wrong with an answer is told in so many bytes at the most, so that its price has a bound
(`REPAIR_TOKENS` in core/catalogue/prices.py)."""


def repair(why: str) -> str:
    """Tells the model what is wrong with its answer and asks for it again."""
    cut = why.encode()[:WHY_BYTES].decode(errors="ignore")
    return _filled(_file("repair"), {"why": cut})


def _values(inputs: Mapping[str, Any]) -> dict[str, str]:
    return {name: _value(name, value) for name, value in inputs.items()}


def _value(name: str, value: Any) -> str:
    """Words of people and stories inside marks, rows as JSON, one to a line; everything else as it is."""
    if value is None or value is False or value == "":
        return ""
    if name in _MARKED:
        return marked(_MARKED[name], str(value))
    if isinstance(value, Mapping) and all(isinstance(rows, (list, tuple)) for rows in value.values()):
        return "{" + ",\n".join(f"{_line(key)}: {_rows(rows)}" for key, rows in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return f'{{"{name}": {_rows(value)}}}'
    return _line(value) if isinstance(value, Mapping) else str(value)


_MARKED = {"source": "source", "text": "story", "opening": "source", "before": "before", "about": "about"}
"""Inputs that are somebody's words -> the mark they stand in."""


def marked(mark: str, text: str) -> str:
    """The text between marks that it does not itself contain."""
    number = 1
    name = mark
    while f"</{name}>" in text.casefold() or f"<{name}>" in text.casefold():
        number += 1
        name = f"{mark}-{number}"
    return f"<{name}>\n{text}\n</{name}>"


def _rows(rows: Sequence[Any]) -> str:
    return "[" + ",\n".join(_line(row) for row in rows) + "]"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _filled(template: str, values: Mapping[str, str]) -> str:
    kept = _GAPS.sub("\n\n", "\n".join(_chosen(template.split("\n"), values)))
    words = _SLOT.sub(lambda found: values.get(found[1], ""), kept)
    return words.strip() + "\n"


def _chosen(lines: Iterable[str], values: Mapping[str, str]) -> Iterable[str]:
    for line in lines:
        found = _ONLY.match(line)
        if found is None:
            yield line
        elif bool(values.get(found[2])) is (found[1] == "?"):
            yield line[found.end() :]


@cache
def _file(name: str) -> str:
    return files("core.prompts").joinpath(f"{name}.md").read_text(encoding="utf-8")
