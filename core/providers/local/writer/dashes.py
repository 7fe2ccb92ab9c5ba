"""Parts the words of a dash from the tag inside them: "— No, said Marta. Go to sleep."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.providers.local.writer.blocks import has_words
from core.providers.local.writer.phrases import noun_phrase, tokens
from core.providers.local.writer.quotes import Part
from core.providers.local.writer.rules import Rules
from core.providers.local.writer.sentences import sentences


def untangled(part: Part, rules: Rules) -> Iterator[Part]:
    """The words, the tag as narration, and the words after it; quotes tell their own end."""
    at = _tag_start(part.text, rules) if part.speech and part.dashed and rules.spaced else 0
    if not at:
        yield part
        return
    tag = sentences(part.text[at:], rules)[0]
    end = part.text.index(tag, at) + len(tag)
    for speech, text in ((True, part.text[:at]), (False, tag), (True, part.text[end:])):
        if has_words(text):
            yield Part(speech, text.strip(), quoted=text.strip(), dashed=speech)


_CLAUSE = re.compile(r"(?<=[,?!.…])\s+(?=[^\W\d_])")


def _tag_start(text: str, rules: Rules) -> int:
    """Where "said Marta" begins: a verb of speaking in small letters after a mark, its subject after it."""
    for match in _CLAUSE.finditer(text):
        words = tokens(text[match.end() :], rules)
        verb = words[0].low
        speaks = (
            verb in rules.verbs and not words[0].is_capital and verb not in rules.words("speech", "asked_for")
        )
        if speaks and noun_phrase(words, 1, rules) is not None:
            return match.start() + 1
    return 0
