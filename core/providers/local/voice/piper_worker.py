"""The process that holds piper: it keeps the person's voices loaded and speaks one sentence after another.

Started by piper.py as a plain file. Messages are framed as worker.py describes.
Ask      {"id": n, "do": "say", "model": path, "sentences": [text], "length_scale": x}
Answer   {"id": n, "rate": n, "language": tag, "samples": [n per sentence], "pcm": n}, s16 samples of all
"""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any


def main() -> None:
    """Answer messages from standard input until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Libraries may print; the answers go where nothing else is written.
    answers = os.dup(1)
    os.dup2(2, 1)
    worker = _beside("worker.py")
    voices: dict[str, Any] = {}
    while (message := worker.read_message()) is not None:
        try:
            head, pcm = _say(message, voices)
        except Exception as error:
            # Whatever a person's file makes the library do, the next line is still answered.
            head, pcm = {"id": message.get("id"), "error": f"{type(error).__name__}: {error}"}, b""
        worker.write_all(answers, worker.frame(head, pcm))


def _say(ask: Mapping[str, Any], voices: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    from piper import PiperVoice, SynthesisConfig

    model = str(ask["model"])
    if model not in voices:
        voices.clear()
        voices[model] = PiperVoice.load(model)
    voice = voices[model]
    # Without its noise a voice says the same sentence the same way every time.
    length = voice.config.length_scale * ask["length_scale"]
    config = SynthesisConfig(length_scale=length, noise_scale=0.0, noise_w_scale=0.0)
    said = [b"".join(c.audio_int16_bytes for c in voice.synthesize(text, config)) for text in ask["sentences"]]
    head = {
        "id": ask["id"],
        "rate": voice.config.sample_rate,
        "language": voice.config.espeak_voice,
        "samples": [len(pcm) // 2 for pcm in said],
    }
    return head, b"".join(said)


def _beside(name: str) -> ModuleType:
    """A module from this file's folder, without putting the folder on the path."""
    spec = importlib.util.spec_from_file_location("framing", Path(__file__).with_name(name))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["framing"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
