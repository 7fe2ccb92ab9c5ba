"""The edit-rate meter: how often a chat is edited and written to, against the design numbers."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise

PRIVATE, GROUP = 4.0, 10.0
"""Seconds between two edits that nobody in the chat asked for (telegram.md 3)."""
GROUP_MINUTE = 20
"""Messages and edits in a group within 60 s."""
ASKED = 2
"""Edits that one action of a person allows at once: the card that was tapped, and the panel."""


@dataclass(slots=True)
class _Rhythm:
    """Edits of one chat: a store of `burst` edits that fills by one each interval."""

    interval: float
    store: float
    last: float = 0.0
    asked: int = 0
    edits: list[float] = field(default_factory=list)
    minute: deque[float] = field(default_factory=deque)


class Meter:
    """Counts, and says in words what was too much.

    A state change may skip the interval (telegram.md 9.4), so up to `burst` edits may come close together; a
    steady rhythm above the design number empties that store and is found. `scale` shortens all times, for
    products that were told to hurry.
    """

    def __init__(self, scale: float = 1.0, burst: int = 3) -> None:
        self.scale = scale
        self.burst = burst
        self.violations: list[str] = []
        self._chats: dict[int, _Rhythm] = {}

    def asked(self, chat: int) -> None:
        """A person did something here: the next edits answer it."""
        self._rhythm(chat).asked = ASKED

    def edited(self, chat: int, at: float) -> bool:
        """Count an edit; false when it came too soon."""
        rhythm = self._rhythm(chat)
        passed = at - rhythm.last if rhythm.edits else 0.0
        rhythm.store = min(float(self.burst), rhythm.store + passed / (rhythm.interval * self.scale))
        rhythm.last = at
        rhythm.edits.append(at)
        if rhythm.asked:
            rhythm.asked -= 1
            return True
        if rhythm.store < 1:
            self.violations.append(self._words(chat, rhythm))
            return False
        rhythm.store -= 1
        return True

    def wrote(self, chat: int, at: float, messages: int = 1) -> bool:
        """Count what arrives in a chat, edits too; false when a group gets more than it may."""
        if chat >= 0:
            return True
        minute = self._rhythm(chat).minute
        minute.extend([at] * messages)
        while minute and at - minute[0] > 60 * self.scale:
            minute.popleft()
        if len(minute) <= GROUP_MINUTE:
            return True
        self.violations.append(f"group {chat}: {len(minute)} messages and edits within a minute, at {at:.2f} s")
        return False

    def gaps(self, chat: int) -> list[float]:
        """Seconds from each edit to the next, asked for or not, as the wall counts them."""
        edits = self._rhythm(chat).edits
        return [later - earlier for earlier, later in pairwise(edits)]

    def _rhythm(self, chat: int) -> _Rhythm:
        interval = PRIVATE if chat > 0 else GROUP
        return self._chats.setdefault(chat, _Rhythm(interval, float(self.burst)))

    def _words(self, chat: int, rhythm: _Rhythm) -> str:
        gap = (rhythm.edits[-1] - rhythm.edits[-2]) / self.scale if self.scale else 0.0
        place = "private chat" if chat > 0 else "group"
        return (
            f"{place} {chat}: edit {len(rhythm.edits)} came {gap:.1f} s after the one before, "
            f"faster than one every {rhythm.interval:g} s for {self.burst} edits and more"
        )
