"""What a text step asks for: plain inputs for the local writer, a prompt and a bound for a language model."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from core.catalogue.models import Model
from core.prompts import render
from core.requests import TextRequest

ANSWERS: Mapping[str, tuple[int, float]] = MappingProxyType(
    {
        "story": (6_000, 1.5),
        "analysis": (4_000, 0.5),
        "script": (2_000, 4.0),
        "scenes": (2_000, 1.0),
        "shots": (1_500, 4.0),
        "look": (1_000, 0.0),
    }
)
"""Tokens an answer may have: so many, and so many for each token it is about.

A script repeats the text and wraps each line of some 25 tokens in about 40 more, which makes 2.6; a shot is
about 120 tokens for a line of some 40 in its JSON, which makes 3. The rest is room for thinking."""

ROOM = 4
"""A good answer needs no more than this part of the tokens that do not grow with the text: the rest is room
for thinking, and for an answer that goes astray."""


def usual_most(task: str, most: int) -> int:
    """Tokens that a good answer of a task has at the most, of the `most` that it may have."""
    first, _ = ANSWERS[task]
    return max(1, most - first + first // ROOM)


LATIN_CHARACTERS = 3
"""Of these a token has at least so many in running text of most languages with Latin letters (usually 4)."""


def asked(
    task: str, inputs: Mapping[str, Any], row: Model, about: str, images: tuple[str, ...] = ()
) -> TextRequest:
    """The request for a row; `about` is the text that decides how long the answer may become."""
    if not writes(row):
        return TextRequest(task, inputs)
    first, factor = ANSWERS[task]
    most = first + math.ceil(factor * tokens_of(about))
    return TextRequest(
        task, inputs, prompt=render(task, inputs), images=images, most_tokens=min(most, row.most_tokens)
    )


def writes(row: Model) -> bool:
    """Whether the row is a language model: it writes tokens, and has to be told everything in a prompt."""
    return row.most_tokens > 0


def tokens_of(text: str) -> int:
    """About how many tokens a text has, rather too many: outside ASCII every character counts as one."""
    plain = len(text.encode("ascii", "ignore"))
    return math.ceil(plain / LATIN_CHARACTERS) + len(text) - plain
