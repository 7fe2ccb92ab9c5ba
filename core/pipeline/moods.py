"""Which mood a line puts on a face, by words; a face without such a word is calm."""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str], ...] = (
    ("angry", r"angr|furious|rage|shout|yell|snapp|growl|glare|wütend|schrie|crié|colère|furios|gritó|enfad"),
    ("afraid", r"afraid|fear|scared|trembl|shak|terrif|panic|frighten|angst|zitter|peur|miedo|paura|medo"),
    ("sad", r"\bsad|cried|wept|weep|tears?\b|sigh|sorr|mourn|griev|lonely|weint|traurig|pleur|triste|llor"),
    ("glad", r"smil|laugh|grin|happy|joy|glad|cheer|lächel|lacht|froh|souri|joyeu|sonri|feliz|sorri|rise\b"),
    ("surprised", r"gasp|surpris|astonish|amaz|startl|sudden|erschra|plötzlich|étonn|sorprend|[?!]{2}|!\?"),
)
_PATTERNS = tuple((mood, re.compile(words, re.IGNORECASE)) for mood, words in _WORDS)


def mood_of(text: str) -> str:
    """ "glad", "sad", "angry", "afraid", "surprised" or "" (calm): the first row whose words appear."""
    return next((mood for mood, pattern in _PATTERNS if pattern.search(text)), "")
