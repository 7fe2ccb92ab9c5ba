"""Characters of a written token, made into characters that can be said."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LONGEST_WORD = 120
"""Letters of one word that are said; the rest of a longer one is left out."""

_BREATH = 60
"""Letters without a space after which the voice gets one; its own buffer for a word is 160 bytes."""

_SIGNS = frozenset("<>%&+=°$€£¥₹±×÷√@#~§")
"""Signs that have a name in every language of the voice."""

_KEPT_SYMBOLS = frozenset("°<=>+±×÷√~")
_QUOTES = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "‛": "'",
        "ʼ": "'",
        "′": "'",
        "`": "",
        "´": "'",
        "—": "—",
        "―": "—",
        "⸺": "—",
        "–": "–",
        "−": "-",
        "‐": "-",
        "‑": "-",
        "…": "...",
    }
)
_DROPPED = frozenset('"“”„‟«»‹›「」『』《》〈〉*^|\\[](){}_【】（）')
_FORMATTING = re.compile(r"</?(?:b|i|u|em|strong|br|p|span|div|small|sub|sup)\b[^<>]*>", re.IGNORECASE)
_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s)>\]]+", re.IGNORECASE)


def clean(token: str) -> str:
    """The token in plain, composed characters without emoji, marks of formatting and control codes.

    espeak-ng obeys some control codes and `[[ ]]`; neither ever reaches it.
    """
    text = unicodedata.normalize("NFC", token)
    text = _FORMATTING.sub("", _LINK_TARGET.sub("]", text))
    text = _ADDRESS.sub(_host, text)
    text = "".join(_kept(text.translate(_QUOTES)))
    if text.strip("#") != text and not re.fullmatch(r"#\d.*", text):
        text = text.strip("#")
    return _dashes(_points(_angles(text))).strip("'").removeprefix("~~").removesuffix("~~").strip()


def is_spoken(char: str) -> bool:
    """Whether a voice says something for it: letters, digits and signs with a name."""
    return char.isalnum() or char in _SIGNS


@lru_cache(maxsize=20_000)
def letter_script(char: str) -> str | None:
    """The script of a letter, such as "Latin", "Han" or "Kana"; None for anything else."""
    if not char.isalpha() or unicodedata.category(char) == "Lm":
        return None
    name = unicodedata.name(char, "").split(" ", 1)[0]
    return _SCRIPT_NAMES.get(name, name.title())


_SCRIPT_NAMES = {
    "CJK": "Han",
    "HIRAGANA": "Kana",
    "KATAKANA": "Kana",
    "MICRO": "Greek",
    "FEMININE": "Latin",
} | {"MASCULINE": "Latin"}


def broken_up(word: str) -> tuple[str, bool]:
    """A very long word with room to breathe, and whether its end was cut off.

    Scripts that are written without spaces are only divided, never cut.
    """
    letters = re.compile(rf"\w{{{_BREATH + 1},}}")
    cut = False

    def divided(match: re.Match[str]) -> str:
        nonlocal cut
        text = match.group()
        if _spaced(text) and len(text) > LONGEST_WORD:
            cut, text = True, text[:LONGEST_WORD]
        return " ".join(text[i : i + _BREATH] for i in range(0, len(text), _BREATH))

    return letters.sub(divided, word), cut


def _spaced(word: str) -> bool:
    """Whether the word's script puts spaces between words."""
    scripts = {letter_script(char) for char in word[:LONGEST_WORD]}
    return not scripts & {"Han", "Kana", "Thai", "Myanmar", "Lao", "Khmer", "Tibetan"}


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    for char in text:
        if char in "\u200c\u200d":
            if kept and letter_script(kept[-1]) not in (None, "Latin"):
                kept.append(char)
        else:
            kept.append(_plain(char))
    return kept


@lru_cache(maxsize=20_000)
def _plain(char: str) -> str:
    """What stays of one character, by its kind."""
    category = unicodedata.category(char)
    if char in _DROPPED:
        return " " if char == "_" else ""
    if category[0] == "C" or category in ("Me", "Sk") or "\ufe00" <= char <= "\ufe0f" or _is_hebrew_point(char):
        return ""
    if category in ("So", "Sm") and char not in _KEPT_SYMBOLS:
        plain = unicodedata.normalize("NFKC", char)
        return plain if plain != char and plain.isascii() and plain.isalnum() else _named(plain)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category[0] == "L":
        return unicodedata.normalize("NFKC", char)
    return char


def _named(plain: str) -> str:
    """Degrees Celsius and the like fall apart into signs that are kept."""
    return plain if len(plain) > 1 and plain[0] in _KEPT_SYMBOLS else ""


def _is_hebrew_point(char: str) -> bool:
    """espeak-ng spells Hebrew vowel points out by name, so they are left away."""
    return "\u0591" <= char <= "\u05c7" and unicodedata.category(char) == "Mn"


def _host(match: re.Match[str]) -> str:
    """An address is said as its host, the dots as words (shortcuts.py)."""
    whole = match.group()
    bare = whole.rstrip(".,;:!?")
    host = re.split(r"[/?#:]", re.sub(r"^https?://", "", bare, flags=re.IGNORECASE), maxsplit=1)[0]
    return host.removeprefix("www.") + whole[len(bare) :]


def _angles(text: str) -> str:
    """Angle brackets are signs of comparison only when they stand alone or between digits."""
    if text in ("<", ">", "=", "<=", ">="):
        return text
    return re.sub(r"(?<!\d)</?|<(?!\d)|/?>(?!\d)|(?<!\d)>", " ", text)


def _points(text: str) -> str:
    """Piled-up marks become one."""
    text = re.sub(r"[!?¿¡]*\?[!?]*", "?", text) if re.search(r"[!?]{2,}", text) else text
    text = re.sub(r"!{2,}", "!", text)
    text = re.sub(r"^\.{2,}(?=\w)", "", text)
    return re.sub(r"\.{2,}(?=\w)", "... ", re.sub(r"\.{3,}|\.\.", "...", text))


def _dashes(text: str) -> str:
    """A dash is a short pause: a comma, except between digits and at the beginning of a word."""
    text = re.sub(r"(?<=\d)[–—](?=\d)", "-", text)
    text = re.sub(r"-{2,}", "—", text)
    if text in ("-", "–", "—"):
        return ","
    text = re.sub(r"^[–—-](?=\D)", "", text)
    text = re.sub(r"\s*[–—]\s*(?=[^\s,.;:!?])", ", ", text)
    return re.sub(r"[–—]", ",", text)
