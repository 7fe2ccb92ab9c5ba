"""The lease of one worker among several: how long the others surely believe that it lives.

Nothing that costs money leaves this process after that. A worker that stood still for too long finds its lease
run out right before the first byte of an order, and sends nothing: another may have looked for the order in
vain meanwhile, and have placed it anew.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

DEAD_SECONDS = 10.0
"""Without a sign of life for so long a worker is dead for the others."""

LEASE_SECONDS = 8.0
"""Counted from before the sign of life was written. What is left until others look for the order is time for it
to reach the service, so that they find it."""


def now() -> float:
    """Seconds on a clock that also counts while the machine sleeps, where there is one."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


@dataclass
class Lease:
    """One per process; it never ends where the process is alone."""

    until: float = math.inf
    life: int = 0
    """Counts how often this worker was thought dead: what was begun in an earlier life sends nothing more."""

    def renewed(self, signed_at: float) -> None:
        """A sign of life that was begun at `signed_at` (see `now`) has been written."""
        self.until = signed_at + LEASE_SECONDS

    def lost(self) -> None:
        """Others have taken this worker's jobs over."""
        self.life += 1

    def fence(self) -> Callable[[], bool]:
        """Tells at any later moment whether what is begun now may still be sent."""
        life = self.life
        return lambda: self.life == life and now() < self.until
