"""How a line is said: a few words of the person's own become changes of pitch, pace and loudness."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Manner:
    """Changes to a voice. `rate` is per cent, `pitch` and `range` are added to espeak-ng's 0 to 99."""

    rate: int = 100
    pitch: int = 0
    range: int = 0
    gain_db: float = 0.0
    whispered: bool = False

    def variant_for(self, gender: str) -> str:
        """The voice variant that replaces the speaker's own; empty to keep it."""
        if not self.whispered:
            return ""
        return "whisperf" if gender == "woman" else "whisper"


def read_again(manner: Manner, times: int) -> Manner:
    """The same manner in another reading, when one was asked for so many times; each unlike the one before."""
    if not times:
        return manner
    rate, pitch, span = _READINGS[(times - 1) % len(_READINGS)]
    return replace(
        manner, rate=manner.rate * rate // 100, pitch=manner.pitch + pitch, range=manner.range + span
    )


_READINGS = ((92, -2, 10), (107, 3, -6), (97, 4, 14), (103, -4, -10))
"""Per cent of the pace, and what is added to pitch and range."""


def manner_of(words: str) -> Manner:
    """The first manner whose stem begins a word of `words`; plain speech when none does."""
    said = words.casefold().replace(",", " ").split()
    for stems, manner in _MANNERS:
        if any(word.startswith(stems) for word in said):
            return manner
    return Manner()


_MANNERS: tuple[tuple[tuple[str, ...], Manner], ...] = (
    (
        ("whisper", "flüster", "chuchot", "susurr", "sussurr", "bisbigli", "шеп"),
        Manner(92, gain_db=-5, whispered=True),
    ),
    (
        ("shout", "yell", "scream", "roar", "bellow", "call", "cri", "schrie", "rief", "grit", "крич"),
        Manner(104, 14, 15, 2),
    ),
    (
        ("murmur", "mutter", "mumble", "soft", "quiet", "low", "leise", "murmel", "doucement"),
        Manner(92, -4, -15, -3),
    ),
    (("breath", "gasp", "pant"), Manner(108, 6, 5, -2)),
    (("sob", "weep", "wept", "cry", "cried", "sad", "grie", "weint", "pleur"), Manner(88, 4, 10, -2)),
    (("laugh", "giggl", "chuckl", "excite", "glad", "happ", "cheer", "lacht", "riant"), Manner(108, 8, 20, 0)),
    (("angr", "snap", "hiss", "growl", "snarl", "furious", "wütend"), Manner(108, -4, 15, 1)),
    (("slow", "sigh", "drawl", "langsam", "lent"), Manner(82, -3, -5, -1)),
    (("quick", "hurri", "fast", "rush", "urgent", "schnell", "vite"), Manner(122, 2, 5, 0)),
    (("ask", "wonder", "frag", "demand"), Manner(100, 3, 10, 0)),
)
