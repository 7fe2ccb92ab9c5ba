"""Compares what a script says with what the story says, word for word and in any language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

TAGWORDS = 4
"""Words that a speech tag ("said Mara, laughing") may have: between spoken lines it may be left out."""

PUT_INWORDS = 2
"""Words that may be put in at one place of a text that is not kept, such as a name for a pronoun."""

NEXTWORDS = 12
"""Words that are named when some are missing, so that the writer finds the place."""

WORD = re.compile(
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
    return [_plain(found[0]) for found in WORD.finditer(text)]


def missing(text: str, lines: Sequence[Spoken], *, exact: bool) -> str:
    """The words of the text where the lines first leave it; empty when they tell all of it, in order.

    `exact` also refuses words that the text does not have. Otherwise a speech tag between spoken lines may be
    left out, and a word or two may be put in.
    """
    return _Comparison(text, lines).leaves(exact)


class _Comparison:
    """The words of a text beside those of its lines."""

    def __init__(self, text: str, lines: Sequence[Spoken]) -> None:
        self.text = text
        self.lines = lines
        self.told = [(word, number) for number, line in enumerate(lines) for word in words_of(line.text)]
        self.places = list(WORD.finditer(text))
        self.wanted = [_plain(place[0]) for place in self.places]

    def leaves(self, exact: bool) -> str:
        i = j = 0
        while i < len(self.wanted):
            if j < len(self.told) and self.told[j][0] == self.wanted[i]:
                i, j = i + 1, j + 1
                continue
            left_out, put_in = (0, 0) if exact else self._step(i, j)
            if not left_out and not put_in:
                last = self.places[min(i + NEXTWORDS, len(self.places)) - 1]
                return self.text[self.places[i].start() : last.end()]
            i, j = i + left_out, j + put_in
        return self.told[j][0] if exact and j < len(self.told) else ""

    def _step(self, i: int, j: int) -> tuple[int, int]:
        """How many words of text and script may be passed over to be in step again; (0, 0) for no way."""
        if self._beside_dialogue(j):
            for left_out in range(1, TAGWORDS + 1):
                if self._is_tag(i, i + left_out) and self._agree(i + left_out, j, self._left_of_line(j)):
                    return left_out, 0
        for put_in in range(1, PUT_INWORDS + 1):
            if j + put_in <= len(self.told) and self._agree(i, j + put_in):
                return 0, put_in
        return 0, 0

    def _is_tag(self, i: int, end: int) -> bool:
        """Whether words i to end-1 only tell who speaks: "…," said Mara. "…" or: Mara asked: "…"

        A tag is one piece of a sentence, and the sentence goes on from or into the speech.
        """
        if end > len(self.places) or any(_STOP.search(self._gap(k)) for k in range(i + 1, end)):
            return False
        before, after = self._gap(i), self._gap(end)
        from_speech = _QUOTE.search(before) and (self.text[self.places[i].start()].islower() or "," in before)
        into_speech = _QUOTE.search(after) and re.search(r"[,:，：]", after)
        return bool(from_speech or into_speech)

    def _gap(self, k: int) -> str:
        """What stands between word k-1 and word k."""
        start = self.places[k - 1].end() if k else 0
        return self.text[start : self.places[k].start() if k < len(self.places) else len(self.text)]

    def _beside_dialogue(self, j: int) -> bool:
        """Whether word j begins a line that is spoken or follows a spoken one (or the script ends with one)."""
        if j == len(self.told):
            return bool(self.lines) and self.lines[-1].dialogue
        number = self.told[j][1]
        if j and self.told[j - 1][1] == number:
            return False
        return self.lines[number].dialogue or (number > 0 and self.lines[number - 1].dialogue)

    def _left_of_line(self, j: int) -> int:
        """How many words must agree: a short line ("No," said Mara) may have another tag right after it."""
        near = self.told[j : j + _MATCH]
        return sum(number == near[0][1] for _, number in near) if near else _MATCH

    def _agree(self, i: int, j: int, words: int = _MATCH) -> bool:
        ahead = self.wanted[i : i + words]
        return ahead == [word for word, _ in self.told[j : j + len(ahead)]]


_QUOTE = re.compile(r"[\"“”„«»‹›「」『』]")
_STOP = re.compile(r"[.!?…。！？\"“”„«»‹›「」『』\n]")


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
