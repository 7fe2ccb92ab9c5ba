"""Reasons: what the core says in English, in the words of a chat: sentence by sentence, by its pattern.

The core's sentences are kept with its jobs and runs, and pass between processes, as text; so it is the text
that is recognised here. A pattern is the sentence as the core's code has it, with {} where a value stands.
Values are translated too where they are phrases or sums of money. What nobody knows stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words" / "reasons"

TOGETHER = 4
"""Pieces that one sentence may be cut into by points inside its values."""

_END = re.compile(r"(?<=[.!?…])\s+")
_MONEY = re.compile(r"\$(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One sentence or phrase of the core, and how it is said."""

    known: re.Pattern[str]
    said: str


class Reasons:
    """The reasons in one language."""

    def __init__(self, language: str) -> None:
        table = tables(language)
        self._sentences = _patterns(table.get("sentences", {}))
        self._phrases = _patterns(table.get("phrases", {}))
        money = table.get("money", {})
        self._money, self._whole = money.get("form", "${0}.{1}"), money.get("whole", "${0}")
        self._is_known = bool(table)
        self.said = lru_cache(maxsize=1000)(self._said)

    def _said(self, text: str) -> str:
        """The whole text, every sentence that is known in this language and the others as they are."""
        if not self._is_known:
            return text
        phrase = self._listed(text)
        return phrase if phrase is not None else " ".join(self._spoken(_END.split(text.strip())))

    def _spoken(self, pieces: Sequence[str]) -> Iterator[str]:
        at = 0
        while at < len(pieces):
            count, said = self._longest(pieces, at)
            yield said
            at += count

    def _longest(self, pieces: Sequence[str], at: int) -> tuple[int, str]:
        """How many pieces make a sentence that is known, the fewest first, and how it is said."""
        for count in range(1, min(TOGETHER, len(pieces) - at) + 1):
            said = self._found(self._sentences, " ".join(pieces[at : at + count]))
            if said is not None:
                return count, said
        return 1, self._sums(pieces[at])

    def _found(self, patterns: Sequence[Pattern], text: str) -> str | None:
        for pattern in patterns:
            found = pattern.known.fullmatch(text)
            if found is not None:
                return pattern.said.format(*(self._value(value or "") for value in found.groups()))
        return None

    def _value(self, text: str) -> str:
        """What stands in a sentence: a phrase, a list of them, another sentence, or somebody's own words."""
        alone = self._found(self._sentences, text)
        if alone is not None:
            return alone
        whole = self._found(self._sentences, f"{text}.")
        if whole is not None:
            return whole.rstrip(".")
        listed = self._listed(text)
        return self._sums(text) if listed is None else listed

    def _listed(self, text: str) -> str | None:
        """One phrase, or several with commas between them; None when one of them is unknown."""
        parts = [self._found(self._phrases, part) for part in text.split(", ")]
        if any(part is None for part in parts):
            return self._found(self._phrases, text)
        return ", ".join(part for part in parts if part is not None)

    def _sums(self, text: str) -> str:
        return _MONEY.sub(self._sum, text)

    def _sum(self, found: re.Match[str]) -> str:
        return self._money.format(found[1], found[2]) if found[2] else self._whole.format(found[1])


@cache
def reasons(language: str) -> Reasons:
    """The reasons for a language; without a table they stay in English."""
    return Reasons(language)


@cache
def tables(language: str) -> Mapping[str, Mapping[str, str]]:
    """The table of a language as it is written; empty where there is none."""
    path = FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _patterns(table: Mapping[str, str]) -> tuple[Pattern, ...]:
    """The most telling first: those with the most letters of their own."""
    ordered = sorted(table.items(), key=lambda row: -len(row[0].replace("{}", "")))
    return tuple(Pattern(_known(key), said) for key, said in ordered)


def _known(key: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(re.escape(part) for part in key.split("{}")), re.DOTALL)
