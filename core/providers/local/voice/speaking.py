"""One line: from words to a WAV with the times of its words and sounds."""

from __future__ import annotations

import asyncio
import io
import json
import wave
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.catalogue.voices import LOCAL, PIPER, Voice, counterpart
from core.errors import Fault, NotFound, ProviderError
from core.providers.base import Desk, Done, MadeFile
from core.providers.local.voice.cleaning import letter_script
from core.providers.local.voice.espeak import Call, Sound, espeak
from core.providers.local.voice.manner import Manner, manner_of, read_again
from core.providers.local.voice.piper import PiperSound, say_with_piper, sentences_of, voice_file
from core.providers.local.voice.polish import Polished, polish
from core.providers.local.voice.text import Line, prepare, token_times
from core.requests import SpeechRequest
from core.story import SAMPLE_RATE

LONGEST_LINE = 20_000
"""Characters of one line; about 22 minutes of sound."""

_READING_SPEED = 15
"""Characters a second at which captions over silence can be read; a Chinese character counts as two."""

_PIPER_COLOUR = 0.3
"""A recorded voice needs less tone than a computed one."""


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """A line's sound with its times, in samples at 48 kHz."""

    pcm: NDArray[np.int16]
    words: tuple[tuple[int, int, int], ...]
    phonemes: tuple[tuple[str, int], ...]
    """An empty symbol is a pause."""


async def speak(request: SpeechRequest, desk: Desk) -> Done:
    """The line as WAV, or silence long enough to read it when the local voice cannot say it (`facts["said"]`).

    Raises ProviderError: INVALID_INPUT for an unknown voice or a line beyond LONGEST_LINE, else as
    HelperProcess does.
    """
    if len(request.text) > LONGEST_LINE:
        raise ProviderError(
            Fault.INVALID_INPUT,
            f"A line of {len(request.text):,} characters is too long to say in one go; divide it into lines of "
            f"at most {LONGEST_LINE:,}.",
        )
    line = prepare(request.text, request.language)
    if request.voice.startswith(PIPER):
        return await _with_piper(line, request)
    voice = _voice(request.voice)
    if not line.runs:
        return await asyncio.to_thread(_done, _silence(line), line.notes)
    spoken = await _espeak_line(line, voice, request.settings, _manner(request))
    return await asyncio.to_thread(_done, spoken, line.notes)


def _manner(request: SpeechRequest) -> Manner:
    return read_again(manner_of(request.manner), int(request.settings.get("again", 0)))


def _voice(voice_id: str) -> Voice:
    try:
        return counterpart(voice_id, LOCAL)
    except NotFound as error:
        raise ProviderError(Fault.INVALID_INPUT, str(error)) from error


async def _espeak_line(line: Line, voice: Voice, settings: Mapping[str, Any], manner: Manner) -> Spoken:
    tract = _within(voice.tract * int(settings.get("tract", 1000)) // 1000, 600, 1600)
    calls = calls_for(line, voice, settings, manner, tract)
    sounds = await (await espeak()).say(calls)
    return await asyncio.to_thread(_finished, line, sounds, tract, manner.gain_db)


def calls_for(
    line: Line, voice: Voice, settings: Mapping[str, Any], manner: Manner, tract: int
) -> tuple[Call, ...]:
    """What espeak-ng is asked to say, one call per run; slower or faster by what `tract` takes away again."""
    rate = voice.rate * int(settings.get("rate", 100)) * manner.rate // 10_000
    pitch = voice.pitch + int(settings.get("pitch", 0)) + manner.pitch
    variant = manner.variant_for(voice.gender) or voice.variant
    return tuple(
        Call(
            text=run.text,
            voice=f"{run.language.espeak}+{variant}" if variant else run.language.espeak,
            rate=_within(rate * 1000 // tract, 80, 400),
            pitch=_within(pitch, 0, 99),
            range=_within(voice.range + manner.range, 0, 99),
        )
        for run in line.runs
    )


def _within(value: int, least: int, most: int) -> int:
    return min(max(value, least), most)


def _finished(line: Line, sounds: Sequence[Sound], tract: int, gain_db: float) -> Spoken:
    raw = np.frombuffer(b"".join(sound.pcm for sound in sounds), np.int16)
    if not raw.any():
        return _silence(line)
    polished = polish(raw, sounds[0].rate, tract=tract, gain_db=gain_db)
    return Spoken(polished.pcm, _word_times(line, sounds, polished), _phonemes(sounds, polished))


def _word_times(line: Line, sounds: Sequence[Sound], polished: Polished) -> tuple[tuple[int, int, int], ...]:
    starts: list[tuple[int, int]] = []
    pauses: list[int] = []
    at = 0
    for run, sound in zip(line.runs, sounds, strict=True):
        for place, sample in sound.words:
            if 0 <= place < len(run.owners):
                starts.append((run.owners[place], polished.place(at + sample)))
        pauses += [polished.place(at + sample) for symbol, sample in sound.sounds if not symbol]
        at += sound.samples
    return token_times(line, starts, pauses, len(polished.pcm))


def _phonemes(sounds: Sequence[Sound], polished: Polished) -> tuple[tuple[str, int], ...]:
    """Sounds in order, without the library's remarks on changes of language ("(en)"); pauses told once."""
    phonemes: list[tuple[str, int]] = []
    at = 0
    for sound in sounds:
        for symbol, sample in sound.sounds:
            again = not symbol and phonemes and not phonemes[-1][0]
            if not symbol.startswith("(") and not again:
                phonemes.append((symbol, polished.place(at + sample)))
        at += sound.samples
    return tuple(phonemes)


async def _with_piper(line: Line, request: SpeechRequest) -> Done:
    """The person's own voice, with word and sound times from espeak-ng's reading of the same sentences."""
    voice_file(request.voice)
    if not line.text:
        return await asyncio.to_thread(_done, _silence(line), line.notes)
    manner, places = _manner(request), sentences_of(line.text)
    rate = _within(int(request.settings.get("rate", 100)) * manner.rate // 100, 40, 250)
    made = await say_with_piper(request.voice, [line.text[a:b] for a, b in places], rate=rate)
    guides = await _guides(line, places)
    spoken = await asyncio.to_thread(_fitted, line, places, guides, made, manner.gain_db)
    notes = _piper_notes(line, made, request.language)
    return await asyncio.to_thread(_done, spoken, notes)


async def _guides(line: Line, places: Sequence[tuple[int, int]]) -> tuple[Sound, ...]:
    """espeak-ng's reading of each sentence; nothing when it cannot read the line."""
    if not line.runs:
        return ()
    voice = line.runs[0].language.espeak
    return await (await espeak()).say([Call(line.text[a:b], voice) for a, b in places])


def _fitted(
    line: Line, places: Sequence[tuple[int, int]], guides: Sequence[Sound], made: PiperSound, gain_db: float
) -> Spoken:
    """espeak-ng's times stretched onto each sentence of the other voice."""
    pause = np.zeros(made.rate // 4, np.int16)
    raw = np.frombuffer(made.pcm, np.int16)
    pieces, starts, sounds = [], [], []
    at = read = 0
    for i, samples in enumerate(made.samples):
        piece = raw[read : read + samples]
        for guide in guides[i : i + 1]:
            fit = _stretch(guide, piece, at)
            first = places[i][0]
            starts += [
                (line.owners[min(first + place, len(line.owners) - 1)], fit(s)) for place, s in guide.words
            ]
            sounds += [(symbol, fit(s)) for symbol, s in guide.sounds]
        pieces += [piece, pause]
        read, at = read + samples, at + samples + len(pause)
    joined = np.concatenate(pieces)
    if not joined.any():
        return _silence(line)
    polished = polish(joined, made.rate, gain_db=gain_db, colour=_PIPER_COLOUR)
    heard = [(token, polished.place(sample)) for token, sample in starts]
    told = [(symbol, polished.place(sample)) for symbol, sample in sounds if not symbol.startswith("(")]
    pauses = [sample for symbol, sample in told if not symbol]
    return Spoken(polished.pcm, token_times(line, heard, pauses, len(polished.pcm)), tuple(told))


def _stretch(guide: Sound, piece: NDArray[np.int16], at: int) -> Callable[[int], int]:
    """From a place in espeak-ng's sentence to one in the other voice's, sounding part onto sounding part."""
    a, b = _sounding(np.frombuffer(guide.pcm, np.int16))
    c, d = _sounding(piece)
    return lambda sample: at + c + (min(max(sample, a), b) - a) * (d - c) // max(1, b - a)


def _sounding(pcm: NDArray[np.int16]) -> tuple[int, int]:
    """First and last sample that are louder than a hundredth of the loudest."""
    level = np.abs(pcm.astype(np.int32))
    loud = np.flatnonzero(level > level.max(initial=0) // 100)
    return (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, len(pcm))


def _piper_notes(line: Line, made: PiperSound, language: str) -> list[str]:
    """What espeak-ng cannot do is no matter here; a voice of another language is."""
    wanted, has = language.split("-")[0].casefold(), made.language.split("-")[0].casefold()
    if not wanted or wanted == has or has == "cmn":
        return []
    return [f"This piper voice speaks {has!r}, the line is in {wanted!r}: words may come out wrong."]


def _silence(line: Line) -> Spoken:
    """Nothing to hear, for as long as the line takes to read, at least a second."""
    characters = sum(
        2 if letter_script(char) in ("Han", "Kana", "Hangul") else 1 for char in " ".join(line.tokens)
    )
    samples = max(SAMPLE_RATE, characters * SAMPLE_RATE // _READING_SPEED)
    return Spoken(np.zeros(samples, np.int16), token_times(line, (), (), samples), ())


def _done(spoken: Spoken, notes: Sequence[str]) -> Done:
    samples = len(spoken.pcm)
    times = {"words": spoken.words, "phonemes": spoken.phonemes}
    return Done(
        MadeFile("audio/wav", data=_wav(spoken.pcm)),
        parts={"times": MadeFile("application/json", data=json.dumps(times, ensure_ascii=False).encode())},
        facts={
            "samples": samples,
            "duration_ms": (samples * 1000 + SAMPLE_RATE // 2) // SAMPLE_RATE,
            "said": bool(spoken.pcm.any()),
            "notes": list(notes),
        },
    )


def _wav(pcm: NDArray[np.int16]) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(SAMPLE_RATE)
        out.writeframes(pcm.astype("<i2").tobytes())
    return file.getvalue()
