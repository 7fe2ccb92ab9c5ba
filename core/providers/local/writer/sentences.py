"""Cuts text into sentences and into pieces short enough to be one line of a film."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from core.providers.local.writer.blocks import has_words
from core.providers.local.writer.rules import Rules

LINE_CHARACTERS = 110
"""Longest line in scripts with spaces: about 7 s at 15 to 16 spoken characters a second."""

DENSE_LINE_CHARACTERS = 32
"""Longest line in Chinese, Japanese and the like: about 7 s at 4 to 5 spoken characters a second."""

_SHORT = 30
_MERGED = 72


def sentences(text: str, rules: Rules) -> list[str]:
    """The sentences in order; nothing but white space between them is lost."""
    cuts = [0, *_boundaries(text, rules), len(text)]
    found = (text[a:b].strip() for a, b in pairwise(cuts))
    return [sentence for sentence in found if sentence]


def narration_pieces(text: str, rules: Rules) -> list[str]:
    """One piece per sentence; a very short one joins its neighbour, a long one is cut."""
    joined: list[str] = []
    limit = limit_of(text)
    short, most = (_SHORT, _MERGED) if limit == LINE_CHARACTERS else (8, 26)
    for sentence in sentences(text, rules):
        fits = joined and len(joined[-1]) + len(sentence) < most
        if fits and (min(len(joined[-1]), len(sentence)) < short or not has_words(sentence)):
            joined[-1] = _glued(joined[-1], sentence)
        else:
            joined.append(sentence)
    return [piece for sentence in joined for piece in cut(sentence, limit)]


def speech_pieces(text: str, rules: Rules) -> list[str]:
    """As many sentences as one line holds; a long sentence is cut."""
    limit = limit_of(text)
    joined: list[str] = []
    for sentence in sentences(text, rules):
        if joined and len(joined[-1]) + len(sentence) < limit:
            joined[-1] = _glued(joined[-1], sentence)
        else:
            joined.append(sentence)
    return [piece for sentence in joined for piece in cut(sentence, limit)]


def limit_of(text: str) -> int:
    """How many characters one line of this text may have."""
    dense = sum(map(_is_dense, text[:2000]))
    return DENSE_LINE_CHARACTERS if dense * 3 > min(len(text), 2000) else LINE_CHARACTERS


def cut(sentence: str, limit: int) -> list[str]:
    """The sentence in about equal pieces: cut at clauses, else between words, else inside a word."""
    pieces: list[str] = []
    at = 0
    while len(sentence) - at > limit:
        rest = len(sentence) - at
        count = -(-rest // limit)
        end = at + _cut_place(sentence[at : at + limit + 1], rest // count, limit)
        if piece := sentence[at:end].strip():
            pieces.append(piece)
        at = end
        while at < len(sentence) and sentence[at].isspace():
            at += 1
    if at < len(sentence):
        pieces.append(sentence[at:])
    return pieces


_END = re.compile(r"[.!?…。！？؟۔।॥]+[\"”’»«“'」』)\]）]*")
_DENSE_ENDS = frozenset("。！？")
_CLAUSE = re.compile(r"(?<=[,;:—–])\s|(?<=[，；：、])|\s(?=[—–])")
_JOINING = re.compile(r"\s(?=(?:and|but|or|while|when|und|aber|oder|et|mais|ou|y|pero|e|ma|mas)\s)")
_SPACE = re.compile(r"\s")
_INITIAL = re.compile(r"(?:^|[\s.(\"“„«'‘])[^\W\d_]$")
_LAST_WORD = re.compile(r"[\w.]{1,20}$")


def _boundaries(text: str, rules: Rules) -> Iterator[int]:
    for match in _END.finditer(text):
        after = match.end()
        if after >= len(text):
            return
        dense = match.group()[0] in _DENSE_ENDS
        if dense or (
            text[after].isspace() and _starts_anew(text, after) and not _shortened(text, match, rules)
        ):
            yield after


def _starts_anew(text: str, after: int) -> bool:
    """Whether the next sign begins a sentence: anything but a small letter or a comma."""
    following = text[after : after + 40].lstrip()[:1]
    return not following.islower() and following not in ",;:"


def _shortened(text: str, match: re.Match[str], rules: Rules) -> bool:
    if match.group() != ".":
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    if _INITIAL.search(before) and before[-1:].casefold() not in rules.first_person:
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    if word.group().isdigit() and len(word.group()) <= 2 and rules.data.get("ordinal_dot", False):
        return True
    return word.group().casefold().lstrip(".") in rules.words("abbreviations")


def _cut_place(window: str, target: int, limit: int) -> int:
    """Where to cut: the clause end nearest to the target, else a word end, else between two signs."""
    least = limit // 3
    for pattern, lowest in ((_CLAUSE, least), (_JOINING, least), (_SPACE, 1)):
        places = [m.end() for m in pattern.finditer(window) if lowest <= m.end() <= limit]
        if places:
            return min(places, key=lambda place: (abs(place - target), place))
    return _between_signs(window, min(limit, len(window)))


def _between_signs(window: str, at: int) -> int:
    """Steps back so that a combining mark or joiner stays with its letter, 12 signs at most."""
    for place in range(at, max(at - 12, 1), -1):
        if place < len(window) and not _clings(window[place]) and window[place - 1] != "\u200d":
            return place
    return at


def _clings(char: str) -> bool:
    return (
        char in "\u200d\ufe0f"
        or bool(unicodedata.combining(char))
        or unicodedata.category(char) in ("Mn", "Mc", "Me")
    )


def _is_dense(char: str) -> bool:
    """Kana, Chinese characters, their punctuation and full-width signs; Hangul has spaces and longer words."""
    return "\u3000" <= char <= "\u9fff" or "\uf900" <= char <= "\uffef" or "\U00020000" <= char <= "\U0003ffff"


def _glued(left: str, right: str) -> str:
    return left + right if _is_dense(left[-1]) else f"{left} {right}"
