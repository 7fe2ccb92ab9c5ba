"""Compares what a script says with what the story says, word for word and in any language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

TAG_WORDS = 8
"""Words that a speech tag ("said Mara, laughing") may have: between spoken lines it may be left out."""

NEXT_WORDS = 12
"""Words that are named when some are missing, so that the writer finds the place."""

_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\W_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff]+(?:['’ʼ][^\W_]+)*"
)
"""A word; in scripts that put no spaces between words, one character."""

_MATCH = 3
"""So many words in a row must agree for two texts to be taken as in step again."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a script, as far as its words go."""

    text: str
    dialogue: bool


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case, marks and the shape of apostrophes."""
    return [_plain(found[0]) for found in _WORD.finditer(text)]


def missing(text: str, lines: Sequence[Spoken], *, exact: bool) -> str:
    """The words of the text where the lines first leave it; empty when they tell all of it, in order.

    `exact` also refuses words that the text does not have. Otherwise a speech tag beside a spoken line may be
    left out, and a few words may be put in.
    """
    told = [(word, number) for number, line in enumerate(lines) for word in words_of(line.text)]
    places = list(_WORD.finditer(text))
    wanted = [_plain(place[0]) for place in places]
    i = j = 0
    while i < len(wanted):
        if j < len(told) and told[j][0] == wanted[i]:
            i, j = i + 1, j + 1
            continue
        skipped = (0, 0) if exact else _step(wanted, told, lines, i, j)
        if skipped == (0, 0):
            last = places[min(i + NEXT_WORDS, len(places)) - 1]
            return text[places[i].start() : last.end()]
        i, j = i + skipped[0], j + skipped[1]
    return told[j][0] if exact and j < len(told) else ""


def _step(
    wanted: Sequence[str], told: Sequence[tuple[str, int]], lines: Sequence[Spoken], i: int, j: int
) -> tuple[int, int]:
    """How many words of text and script may be passed over to be in step again; (0, 0) for no way."""
    if _beside_dialogue(told, lines, j):
        for left_out in range(1, TAG_WORDS + 1):
            if _agree(wanted[i + left_out :], told[j:], _words_of_line(told, j)):
                return left_out, 0
    for put_in in range(1, _MATCH + 1):
        if _agree(wanted[i:], told[j + put_in :]) and j + put_in <= len(told):
            return 0, put_in
    return 0, 0


def _beside_dialogue(told: Sequence[tuple[str, int]], lines: Sequence[Spoken], j: int) -> bool:
    """Whether word j begins a line that is spoken or follows a spoken one (or the script ends with one)."""
    if j == len(told):
        return bool(lines) and lines[-1].dialogue
    number = told[j][1]
    if j and told[j - 1][1] == number:
        return False
    return lines[number].dialogue or (number > 0 and lines[number - 1].dialogue)


def _agree(wanted: Sequence[str], told: Sequence[tuple[str, int]], words: int = _MATCH) -> bool:
    ahead = list(wanted[:words])
    return ahead == [word for word, _ in told[: len(ahead)]]


def _words_of_line(told: Sequence[tuple[str, int]], j: int) -> int:
    """How many words have to agree: a short line ("No," said Mara) may have another tag right after it."""
    near = told[j : j + _MATCH]
    return sum(number == near[0][1] for _, number in near) if near else _MATCH


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold()
    return folded.replace("'", "").replace("’", "").replace("ʼ", "")


def spoken_text(text: str, source_format: str) -> str:
    """What of a text is told: without marks of Markdown, without what a screenplay says about itself."""
    if source_format == "markdown":
        return _unmarked(text)
    return _unstaged(text) if source_format == "fountain" else text


def _unmarked(text: str) -> str:
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    text = re.sub(r"<!--.*?-->|^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"<[^>\n]+>", "", text)


_HEADING = re.compile(r"^(?:\.(?!\.)|(?:INT|EXT|EST|I/E|INT\.?/EXT)[. ])", re.IGNORECASE)
_TITLE_PAGE = re.compile(r"\A(?:[A-Z][\w ]*:.*\n(?:[ \t]+\S.*\n)*)+\n")


def _unstaged(text: str) -> str:
    """Action and dialogue of a screenplay: no headings, cues, transitions, notes, parentheticals."""
    text = _TITLE_PAGE.sub("", text.replace("\r\n", "\n"))
    text = re.sub(r"/\*.*?\*/|\[\[.*?\]\]", "", text, flags=re.DOTALL)
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join(line for i, line in enumerate(lines) if not _staged(lines, i))


def _staged(lines: Sequence[str], i: int) -> bool:
    line = lines[i]
    after = lines[i + 1] if i + 1 < len(lines) else ""
    before = lines[i - 1] if i else ""
    if not line or line[0] in "#=>@(" or _HEADING.match(line):
        return True
    if line.isupper() and line.endswith("TO:"):
        return True
    cue = re.sub(r"\(.*?\)", "", line).strip(" ^")
    return cue.isupper() and bool(after) and not before
