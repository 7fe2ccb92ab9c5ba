"""The blanks of a row's `arguments`: every "$name" that a template may hold, and what is put there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

BLANKS: Mapping[str, str] = {
    "$prompt": "the prompt of a picture or clip",
    "$references": "a list with the address of every picture that is sent, in order",
    "$reference": "the address of the one picture that is sent",
    "$width": "width in px, as the row's sizes allow",
    "$height": "height in px, as the row's sizes allow",
    "$aspect": "the shape in the model's own word, the nearest it has",
    "$resolution": "the model's own word for a resolution, the smallest that is large enough",
    "$seed": "the seed, 0 to 2^31 - 1",
    "$frame": "the address of the still a clip begins with",
    "$seconds": "length of the clip in seconds, in halves",
    "$frames": "how many frames the clip has",
    "$fps": "frames a second",
    "$clip": "the address of the clip whose mouth is to move",
    "$audio": "the address of the sound the mouth moves to",
    "$text": "the words to be spoken",
    "$tagged": "the words to be spoken, with the manner in brackets before them",
    "$voice": "the voice in the family's own word",
    "$emotion": "happy, sad, angry, fearful, disgusted or surprised; absent when the manner names none",
    "$speed": "how fast it is spoken, 0.7 to 1.2; absent for the voice's own speed",
    "$pitch": "semitones up or down, -12 to 12; absent for the voice's own pitch",
    "$language": "the language as two letters; absent when it has none",
    "$tokens": "the most tokens the answer may have",
    "$schema": "the JSON schema of the answer, in the form the service takes it",
}
"""Name -> what it stands for. A value that is absent drops its argument."""


def blanks(template: Any) -> Iterator[str]:
    """Every blank in a template, however deep."""
    if isinstance(template, str):
        if template.startswith("$"):
            yield template
    elif isinstance(template, Mapping):
        for value in template.values():
            yield from blanks(value)
    elif isinstance(template, Sequence):
        for value in template:
            yield from blanks(value)
