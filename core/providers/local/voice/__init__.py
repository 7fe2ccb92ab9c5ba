"""The local voice: espeak-ng, or piper when the person points to a voice.

Speech comes as mono s16 WAV at 48 kHz with the part "times": {"words": [[token, start, end], …], "phonemes":
[[symbol, start], …]} in samples, tokens counted as in `text.split()`.
"""

from __future__ import annotations

from core.providers.local.voice.espeak import close_espeak
from core.providers.local.voice.piper import close_piper
from core.providers.local.voice.speaking import speak

__all__ = ["aclose", "speak"]


async def aclose() -> None:
    """End the helper processes of the running event loop."""
    await close_espeak()
    await close_piper()
