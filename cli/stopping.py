"""Ctrl-C and SIGTERM: the first ends a command in order, the second ends it at once."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable

from rich.console import Console

SIGNALS = (signal.SIGINT, signal.SIGTERM)

TELL_AFTER = 1.0
"""Seconds after which somebody who waits for the end is told what for; most ends come sooner."""

ORDERLY = "Stopping. An answer that is paid for and on its way is waited for. Ctrl-C again stops at once."

AT_ONCE = (
    "Stopped at once. What was made is kept; of a request that was on its way it may be unknown what became of "
    "it. Give the same command again: it looks first, and asks you before anything is bought twice."
)


class Stopping:
    """Listens in the running loop, from when it is made to the loop's end."""

    def __init__(self, end: Callable[[], object], console: Console) -> None:
        """`end` is called at the first signal; what it begins to end may take as long as it needs."""
        self._end = end
        self._console = console
        self.heard: signal.Signals | None = None
        """What it was told to stop by."""
        self._loop = asyncio.get_running_loop()
        for name in SIGNALS:
            self._loop.add_signal_handler(name, self._told, name)

    @property
    def code(self) -> int:
        """The exit code that scripts and supervisors know: 128 and the signal's number."""
        return 128 + (self.heard or signal.SIGINT)

    def _told(self, name: signal.Signals) -> None:
        if self.heard is not None:
            self._leave()
        self.heard = name
        self._loop.call_later(TELL_AFTER, self._say, ORDERLY)
        self._end()

    def _leave(self) -> None:
        """No tidying up: the next start does that, as after a power cut."""
        self._console.show_cursor()
        self._say(AT_ONCE)
        os._exit(self.code)

    def _say(self, words: str) -> None:
        self._console.print(f"\n{words}", soft_wrap=True)
