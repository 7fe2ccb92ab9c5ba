"""espeak-ng as we use it: calls in, sound with the places of words and sounds out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import espeakng_loader

from core.providers.local.owned import LoopOwned
from core.providers.local.process import HelperProcess
from core.providers.local.voice import worker

_SECONDS = 20.0
_SECONDS_PER_CHARACTER = 0.01
"""A generous limit: a line takes about a thousandth of its own length (media.md 7)."""


@dataclass(frozen=True, slots=True)
class Call:
    """One stretch of plain text for one voice. `rate` in words a minute, `pitch` and `range` from 0 to 99."""

    text: str
    voice: str
    """An espeak-ng voice file with its variant, such as "gmw/en-US+f2"."""
    rate: int = 150
    pitch: int = 50
    range: int = 50
    gap: int = 0
    """Extra pause between words, in hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What espeak-ng made of a call; places in samples at `rate` per second."""

    pcm: bytes
    """s16, one channel."""
    rate: int
    words: tuple[tuple[int, int], ...]
    """(code point of the text, counted from 0, sample)."""
    sounds: tuple[tuple[str, int], ...]
    """(IPA symbol, sample at which the sound starts); an empty symbol is a pause."""

    @property
    def samples(self) -> int:
        return len(self.pcm) // 2


@dataclass
class EspeakProcess:
    """The helper process of one event loop. The same calls give the same bytes, in any order."""

    command: Sequence[str] = ()
    _helper: HelperProcess = field(init=False)

    def __post_init__(self) -> None:
        self._helper = HelperProcess(self.command or espeak_command(), "The local voice (espeak-ng)")

    @property
    def pid(self) -> int | None:
        return self._helper.pid

    async def say(self, calls: Sequence[Call]) -> tuple[Sound, ...]:
        """One sound per call. Raises ProviderError."""
        seconds = _SECONDS + _SECONDS_PER_CHARACTER * sum(len(call.text) for call in calls)
        ask = {"id": 0, "do": "say", "calls": [asdict(call) for call in calls]}
        answer, pcm = await self._helper.ask(ask, seconds=seconds)
        sounds, at = [], 0
        for made in answer["calls"]:
            end = at + 2 * made["samples"]
            words = tuple((place, sample) for place, sample in made["words"])
            phonemes = tuple((symbol, sample) for symbol, sample in made["sounds"])
            sounds.append(Sound(pcm[at:end], answer["rate"], words, phonemes))
            at = end
        return tuple(sounds)

    async def voices(self) -> tuple[tuple[str, tuple[str, ...], str], ...]:
        """Name, language tags and file of every voice of the library; variants have the tag "variant"."""
        answer, _ = await self._helper.ask({"id": 0, "do": "voices"}, seconds=_SECONDS)
        return tuple((name, tuple(tags), file) for name, tags, file in answer["voices"])

    async def aclose(self) -> None:
        await self._helper.aclose()


def espeak_command() -> tuple[str, ...]:
    """How the helper is started: a plain file with only the standard library, so that it is safe to fork."""
    paths: Any = espeakng_loader
    library, data = str(paths.get_library_path()), str(paths.get_data_path())
    return (sys.executable, "-I", "-S", str(Path(worker.__file__)), library, data)


async def espeak() -> EspeakProcess:
    """The running loop's own process, closed with the loop."""
    return await _processes.get()


async def close_espeak() -> None:
    """End the running loop's process, when there is one."""
    await _processes.aclose()


_processes = LoopOwned(EspeakProcess)
