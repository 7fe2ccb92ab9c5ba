"""How a process that runs for long keeps its memory: few heaps for many threads, nothing looked through twice.

Only for processes that serve or make films until they are stopped; a command that ends needs none of it.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
from contextlib import suppress

HEAPS = 2
"""Heaps that all threads share. The C library would give each of dozens of threads one of its own, and what one
has freed no other may use."""

_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
"""Numbers of glibc's mallopt."""

_GIVEN_BACK = 1 << 20
"""Bytes from which on a block is given back to the system as soon as it is freed: pictures and sounds."""

TURN_SECONDS = 0.0005
"""How long one thread may keep Python while another waits. The event loop lets go of it at every row it reads,
and by Python's own setting would wait ten times as long whenever a picture is looked through meanwhile."""

SELDOM = (10_000, 20, 50)
"""How many new objects there must be before Python looks for those that only refer to each other. Hardly any
here do, and with two hundred films in memory a look at everything takes 0.08 s."""

LOADED_SECONDS = (3.0, 30.0)
"""When what is loaded at once, and what is loaded beside the work, has been loaded."""


def few_heaps() -> None:
    """Ask the C library for few heaps; another one than glibc does as it likes."""
    if not sys.platform.startswith("linux"):
        return
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_M_ARENA_MAX, HEAPS)
        mallopt(_M_MMAP_THRESHOLD, _GIVEN_BACK)


def settle() -> None:
    """Spare Python from looking through what was loaded for good, which keeps everybody waiting for 0.15 s, and
    have threads take turns more often."""
    sys.setswitchinterval(TURN_SECONDS)
    gc.set_threshold(*SELDOM)
    loop = asyncio.get_running_loop()
    for seconds in LOADED_SECONDS:
        loop.call_later(seconds, gc.freeze)
