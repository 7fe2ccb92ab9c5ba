"""Collects what the text itself says about how somebody looks; not one word is added."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from core.providers.local.writer.phrases import Token, bare_name
from core.providers.local.writer.rules import Rules


def described(
    told: Sequence[Sequence[Token]],
    spellings: Collection[str],
    others: Collection[str],
    adjectives: Sequence[str],
    rules: Rules,
) -> str:
    """Adjectives before the noun, then clothes and features named close to it, parted by commas."""
    found = [word for word in adjectives if word in rules.words("looks", "adjectives")]
    for words in told if rules.spaced else ():
        found.extend(_features(words, spellings, others, rules))
    return ", ".join(dict.fromkeys(found))


_REACH = 20


def _features(
    words: Sequence[Token], spellings: Collection[str], others: Collection[str], rules: Rules
) -> Iterator[str]:
    """Garments and features up to twenty words after the name, while nobody else is named."""
    left = 0
    for i, word in enumerate(words):
        low = bare_name(word.low)
        if low in spellings:
            left = _REACH
        elif low in others:
            left = 0
        elif left and low in rules.words("looks", "parts"):
            feature = _feature(words, i, rules)
            if feature:
                yield feature
        elif left >= _REACH - 2 and words[i - 1].text == "," and low in rules.words("looks", "adjectives"):
            yield low
        left = max(0, left - 1)


def _feature(words: Sequence[Token], i: int, rules: Rules) -> str:
    """The noun with the adjectives before it ("grey beard"); a bare noun says nothing about looks."""
    start = i
    while start and words[start - 1].low in rules.words("looks", "part_adjectives"):
        start -= 1
    after = i + 1
    if start == i and rules.data.get("adjectives_after"):
        while after < len(words) and words[after].low in rules.words("looks", "part_adjectives"):
            after += 1
    if after - start < 2:
        return ""
    before = words[start - 1].low if start else ""
    if before not in rules.words("looks", "before") and before not in rules.determiners:
        return ""
    return " ".join(word.text for word in words[start:after])
