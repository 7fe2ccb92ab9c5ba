"""Finds a text's language: by its script, then by small frequent words, then by a trained identifier."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

from core.providers.local.writer.rules import languages, rules_for


def language_of(text: str) -> str:
    """The BCP 47 tag of the language, "en" where nothing tells."""
    sample = text[:20_000]
    scripts = Counter(filter(None, map(_script, sample)))
    if not scripts:
        return _FALLBACK
    script = _by_script(scripts)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    return _by_frequent_words(sample) or _identified(sample, _SEVERAL.get(script, _LATIN))


_FALLBACK = "en"
_ONE_LANGUAGE = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "HANGUL": "ko",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "TAMIL": "ta",
    "BENGALI": "bn",
    "TELUGU": "te",
}
_SEVERAL = {
    "CYRILLIC": ("ru", "uk", "bg", "sr"),
    "ARABIC": ("ar", "fa", "ur"),
    "DEVANAGARI": ("hi", "mr", "ne"),
}
_LATIN = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "da",
    "no",
    "fi",
    "cs",
    "tr",
    "ro",
    "hu",
    "ca",
    "id",
    "vi",
)
_LITTLE = 80
"""Fewer characters than this do not tell neighbouring languages of one script apart."""

_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    if not char.isalpha():
        return ""
    name = unicodedata.name(char, "")
    return name.split(" ")[0].split("-")[0].replace("FULLWIDTH", "LATIN")


def _by_script(scripts: Counter[str]) -> str:
    """The script most letters are in; a few kana among Chinese characters make it Japanese."""
    kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
    if kana * 12 > scripts["CJK"] and kana + scripts["CJK"] > sum(scripts.values()) / 3:
        return "HIRAGANA"
    return min(scripts, key=lambda script: (-scripts[script], script))


def _by_frequent_words(text: str) -> str:
    """The language whose frequent words clearly lead; "" when they do not."""
    words = Counter(match.group().casefold() for match in _WORD.finditer(text))
    scores = sorted(
        ((sum(words[word] for word in rules_for(code).words("frequent")), code) for code in languages()),
        key=lambda row: (-row[0], row[1]),
    )
    (best, code), second = scores[0], scores[1][0] if len(scores) > 1 else 0
    return code if best >= 3 and best >= 1.5 * second and best * 6 >= words.total() else ""


def _identified(text: str, candidates: tuple[str, ...]) -> str:
    """The likeliest of the candidates; one or two plain Latin words are taken as English."""
    if candidates is _LATIN and len(_WORD.findall(text)) < 3 and text.isascii():
        return _FALLBACK
    if candidates is not _LATIN and len(text) < _LITTLE:
        candidates = candidates[:2]
    code, _ = _identifier(candidates).classify(text)
    return str(code)


@lru_cache(maxsize=8)
def _identifier(candidates: tuple[str, ...]) -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(list(candidates))
    return identifier
