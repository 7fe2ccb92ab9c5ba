"""How a line is said in the terms of a speech model: whose voice, which emotion, how fast, with which tag."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.catalogue.models import Model
from core.catalogue.voices import PIPER, counterpart
from core.errors import NotFound
from core.requests import SpeechRequest


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line's blanks; None is absent."""

    tagged: str
    voice: str
    emotion: str | None
    speed: float | None
    pitch: int | None
    language: str | None


def spoken(row: Model, request: SpeechRequest) -> Spoken:
    """The line as the row's family of voices says it. Raises NotFound for a voice that it cannot have."""
    rate, pitch = request.settings.get("rate"), request.settings.get("pitch")
    return Spoken(
        tagged=_tagged(request.text, request.manner),
        voice=_voice(row, request.voice),
        emotion=emotion_of(request.manner),
        speed=None if rate is None else round(min(1.2, max(0.7, rate / 100)), 2),
        pitch=None if pitch is None else round(min(12, max(-12, pitch / _ESPEAK_STEPS))),
        language=_language(request.language),
    )


def emotion_of(manner: str) -> str | None:
    """The emotion that a manner of speaking ("sobbing", "cheerfully") names; None when it names none."""
    return next((word for word, pattern in _EMOTIONS.items() if pattern.search(manner)), None)


def _tagged(text: str, manner: str) -> str:
    """Models that read tags take stage directions in brackets before the words."""
    words = re.sub(r"[\[\]\s]+", " ", manner).strip()
    return f"[{words}] {text}" if words else text


def _voice(row: Model, voice_id: str) -> str:
    if voice_id.startswith(PIPER):
        raise NotFound(
            f"{row.title} cannot speak with a piper voice.",
            next_step="Choose another voice for this character, or the local voice for all lines.",
        )
    return counterpart(voice_id, row.voices).name


def _language(tag: str) -> str | None:
    """The first part of a language tag where it has two letters, as the services want it."""
    first = tag.partition("-")[0].casefold()
    return first if re.fullmatch(r"[a-z]{2}", first) else None


_ESPEAK_STEPS = 7
"""A choice: the variations of a cast (14 and 24 steps of the local voice's pitch) become 2 and 3 semitones."""

_EMOTIONS: Mapping[str, re.Pattern[str]] = {
    word: re.compile(words, re.IGNORECASE)
    for word, words in {
        "angry": r"angr|furious|rage|shout|yell|snap|growl|snarl|wütend|zornig|crié|colère|furios|enfad|gritó",
        "fearful": r"afraid|fear|scared|trembl|terrif|panic|fright|nervous|angst|zitter|peur|miedo|paura|medo",
        "sad": r"\bsad|\bcry|cried|wept|weep|tear|sob|sigh|mourn|griev|lonel|weint|traurig|pleur|triste|llor",
        "disgusted": r"disgust|sneer|revolt|scorn|contempt|angewidert|dégoût|asco",
        "surprised": r"gasp|surpris|astonish|amaz|startl|überrascht|étonn|sorprend|surpreso",
        "happy": r"smil|laugh|grin|happ|joy|glad|cheer|delight|lächel|lacht|fröhlich|souri|joyeu|feliz",
    }.items()
}
"""The emotions that speech models have an enum for, and the words of a manner that name them."""
