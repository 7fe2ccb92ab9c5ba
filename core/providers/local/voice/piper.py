"""A person's own piper voice: an .onnx file with its .json beside it. piper-tts is an optional part."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.catalogue.voices import PIPER
from core.errors import Fault, ProviderError
from core.providers.local.owned import LoopOwned
from core.providers.local.process import HelperProcess
from core.providers.local.voice import piper_worker

_SECONDS = 120.0
_SECONDS_PER_CHARACTER = 0.1
"""A large voice needs seconds to load, and on a slow machine about as long to speak as the speech lasts."""


@dataclass(frozen=True, slots=True)
class PiperSound:
    """The sentences one after another, s16, one channel."""

    pcm: bytes
    rate: int
    samples: tuple[int, ...]
    """Length of each sentence."""
    language: str
    """What the voice's own file says it speaks."""


async def say_with_piper(voice: str, sentences: Sequence[str], *, rate: int) -> PiperSound:
    """Each sentence spoken; `rate` in per cent of the voice's own pace.

    Raises ProviderError: INVALID_INPUT, with what to do, when piper or the voice's files are missing or bad.
    """
    model = voice_file(voice)
    ask = {
        "id": 0,
        "do": "say",
        "model": str(model),
        "sentences": list(sentences),
        "length_scale": 100 / rate,
    }
    seconds = _SECONDS + _SECONDS_PER_CHARACTER * sum(map(len, sentences))
    answer, pcm = await (await _processes.get()).ask(ask, seconds=seconds)
    return PiperSound(pcm, answer["rate"], tuple(answer["samples"]), str(answer["language"]))


async def close_piper() -> None:
    """End the running loop's process, when there is one."""
    await _processes.aclose()


def voice_file(voice: str) -> Path:
    """The .onnx file of a voice id such as "piper:/voices/ana.onnx". Raises ProviderError(INVALID_INPUT)."""
    model = Path(voice.removeprefix(PIPER)).expanduser().absolute()
    if not model.is_file():
        raise _unusable(f"There is no piper voice at {model}. Give the path of its .onnx file.")
    if not model.with_name(model.name + ".json").is_file():
        raise _unusable(
            f"The piper voice {model.name} lacks its settings: put {model.name}.json, which comes with the "
            "voice, beside it."
        )
    if importlib.util.find_spec("piper") is None:
        raise _unusable("Piper voices need the optional part piper-tts. Install it with: pip install piper-tts")
    return model


def sentences_of(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence, as places in the text; together they cover it."""
    ends = [match.end() for match in re.finditer(r"[.!?…]+(?=\s)|[。！？]+", text)]
    cuts = [0, *(end for end in ends if end < len(text)), len(text)]
    return tuple((a, b) for a, b in pairwise(cuts) if re.search(r"\w", text[a:b]))


def _unusable(what: str) -> ProviderError:
    return ProviderError(Fault.INVALID_INPUT, what)


def _process() -> HelperProcess:
    return HelperProcess((sys.executable, "-I", str(Path(piper_worker.__file__))), "The piper voice")


_processes = LoopOwned(_process)
