"""What a prompt says, whatever its form: embedded JSON, numbered lines, marked or plain story text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

NUMBERED = re.compile(r"^\s*[\[#(]?(\d{1,4})[\])]?\s*[.:)|\-–]?\s+(\S.*)$", re.MULTILINE)
MARKED = re.compile(r"<(story|text|source|prompt|idea)>\s*(.*?)\s*</\1>", re.DOTALL | re.IGNORECASE)
FENCED = re.compile(r'(?:```\w*|""")\n(.*?)\n(?:```|""")', re.DOTALL)
HEADED = re.compile(
    r"^#*\s*(?:the )?(?:story|text|source|idea)\s*:?\s*\n(.*)\Z", re.DOTALL | re.IGNORECASE | re.MULTILINE
)
LINE = re.compile(
    r"^(?:\[?(narration|narrator|dialogue)\]?\s*)?(?:\(([^)]+)\)\s*)?(?:([^\W\d_][\w '’.-]{0,30}):\s*)?(.*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Prompt:
    """The words of the system and the user, and what can be read from them."""

    text: str

    @cached_property
    def values(self) -> list[Any]:
        """Every JSON object and array in the text, the outermost ones."""
        return list(_embedded(self.text))

    def find(self, *names: str) -> Any:
        """The first value under any of these names, anywhere in the embedded JSON; None without one."""
        for name in names:
            for value in self.values:
                found = _under(value, name)
                if found is not None:
                    return found
        return None

    @cached_property
    def schema(self) -> Mapping[str, Any] | None:
        """A JSON schema that the prompt itself contains."""
        for value in self.values:
            if isinstance(value, Mapping) and isinstance(value.get("properties"), Mapping):
                return value
        return None

    @cached_property
    def story(self) -> str:
        """The story or the idea for one."""
        told = self.find("text", "story", "source", "idea")
        if isinstance(told, str) and told.strip():
            return told
        marked = MARKED.search(self.text)
        if marked:
            return marked[2]
        for pattern in (FENCED, HEADED):
            found = [one for one in pattern.findall(self.text) if not one.lstrip().startswith(("{", "["))]
            if found:
                return str(max(found, key=len)).strip()
        return self.text.strip()

    @cached_property
    def segments(self) -> list[dict[str, Any]]:
        """The script's lines: each with "index", "text" and perhaps "kind" and "speaker"."""
        rows = self.find("segments", "script", "lines")
        rows = rows.get("segments") if isinstance(rows, Mapping) else rows
        if isinstance(rows, list) and rows and all(isinstance(row, Mapping) and "text" in row for row in rows):
            return [{"index": i, **row} for i, row in enumerate(rows)]
        return _numbered(self.text)

    def names(self, kind: str) -> list[str]:
        """The names of the characters, sets or props that the prompt lists."""
        rows = self.find(kind)
        if isinstance(rows, list):
            named = [row.get("name", "") if isinstance(row, Mapping) else str(row) for row in rows]
            return [name for name in named if name]
        listed = re.search(rf"^\W*{kind}\W*:\s*(.+)$", self.text, re.IGNORECASE | re.MULTILINE)
        if listed:
            return [
                re.sub(r"\s*\(.*?\)", "", one).strip(" .*")
                for one in re.split(r"[,;]", listed[1])
                if one.strip(" .*")
            ]
        block = re.search(rf"^\W*{kind}\W*\n((?:\s*[-*•].*\n?)+)", self.text, re.IGNORECASE | re.MULTILINE)
        return re.findall(r"[-*•]\s*\W*([\w '’-]+\w)", block[1]) if block else []

    def count(self, thing: str) -> int:
        """The number before "scenes" or "shots" in the prompt; 0 without one."""
        found = re.search(rf"\b(\d{{1,3}})\s+(?:\w+\s+)?{thing}s?\b", self.text, re.IGNORECASE)
        return int(found[1]) if found else 0

    @cached_property
    def words(self) -> list[str]:
        return re.findall(r"[^\W\d_]{3,}", self.story)[:400]


def _embedded(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder()
    at = 0
    while (opening := re.compile(r"[{\[]").search(text, at)) is not None:
        try:
            value, at = decoder.raw_decode(text, opening.start())
        except ValueError:
            at = opening.start() + 1
            continue
        if value and (isinstance(value, dict) or isinstance(value[0], dict)):
            yield value


def _under(value: Any, name: str) -> Any:
    if isinstance(value, Mapping):
        if name in value and "properties" not in value:
            return value[name]
        found = (_under(inner, name) for key, inner in value.items() if key != "properties")
        return next((one for one in found if one is not None), None)
    if isinstance(value, list):
        return next((one for one in (_under(inner, name) for inner in value) if one is not None), None)
    return None


def _numbered(text: str) -> list[dict[str, Any]]:
    """The longest run of lines that are numbered one after the other."""
    best: list[tuple[int, str]] = []
    run: list[tuple[int, str]] = []
    for number, rest in ((int(a), b) for a, b in NUMBERED.findall(text)):
        run = [*run, (number, rest)] if run and number == run[-1][0] + 1 else [(number, rest)]
        best = max(best, run, key=len)
    return [{"index": number, **_line(rest)} for number, rest in best] if len(best) > 1 else []


def _line(text: str) -> dict[str, Any]:
    found = LINE.match(text.strip())
    assert found is not None
    kind, aside, speaker, words = found.groups()
    name = (speaker or aside or "").strip()
    if name.casefold() in ("narrator", "narration", "") or (kind or "").casefold().startswith("narrat"):
        return {"kind": "narration", "speaker": "", "text": words or text}
    return {"kind": "dialogue", "speaker": name, "text": words}
