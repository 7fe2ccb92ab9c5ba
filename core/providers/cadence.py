"""When to ask a service again how far a piece of its work is: seldom at first, closely near its usual end."""

from __future__ import annotations

import random
from collections import defaultdict, deque

FIRST, LAST = 0.1, 2.0
"""Seconds between two looks at work of a model that nobody has waited for yet, growing by a fiftieth of the
time it has lasted: looking late costs a few hundredths of the whole then, and a service is asked about 160
times for work of two minutes."""

KNOWN = 8
"""So many of a model's newest pieces of work tell how long it usually takes."""

EARLY, LATE = 0.9, 1.15
"""The share of the shortest and of the longest of them between which the end of the next one is expected."""

CLOSELY = 0.01
"""The share of the usual time between two looks while the end is expected."""

LEAST = 0.05
"""Seconds between two looks, however short the work is."""

JITTER = 0.1
"""How much shorter a pause may be, at random, so that work begun together is not asked about together."""


IN_LINE = 4
"""Work that waits in the service's own queue is asked about so many times in the time it usually takes: what it
takes is counted from when it was last seen to wait."""


class Cadence:
    """What one service's models have taken in this process, in seconds, the wait in its queue left out."""

    def __init__(self) -> None:
        self._taken: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=KNOWN))

    def ended(self, model: str, lasted: float) -> None:
        """A piece of work was found to be over after so many seconds."""
        self._taken[model].append(lasted)

    def pause_in_line(self, model: str, waited: float) -> float:
        """Seconds until the next look at work that has waited so long and is not begun."""
        taken = self._taken.get(model)
        return self._sooner(min(LAST, min(taken) / IN_LINE if taken else FIRST + waited / 50))

    def pause(self, model: str, lasted: float) -> float:
        """Seconds until the next look at work that was begun so long ago."""
        usual = min(LAST, FIRST + lasted / 50)
        taken = self._taken.get(model)
        if taken:
            soonest, latest = min(taken) * EARLY, max(taken) * LATE
            if lasted < soonest:
                usual = min(LAST, soonest - lasted)
            elif lasted < latest:
                usual = min(usual, max(LEAST, CLOSELY * min(taken)))
        return self._sooner(usual)

    def _sooner(self, seconds: float) -> float:
        return max(LEAST, seconds * (1 - JITTER * random.random()))
