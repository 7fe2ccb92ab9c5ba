"""A person at the command line: real processes, a DATA_DIR of their own, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

STORY = """\
Ana stood on the pier at dusk. She held a lantern.

"One boat is missing," said Ana.

Old Tom came down the steps. "Then we wait," he whispered.
"""

_KEPT = ("PATH", "HOME", "LANG", "TMPDIR")


@dataclass
class Person:
    """Somebody who works in one folder."""

    home: Path
    said: str = ""
    """What the last command printed."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """What stands in their environment beside DATA_DIR."""

    def command(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "cli", *map(str, words)]

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        return {**kept, **self.settings, "DATA_DIR": str(self.home / "data"), "COLUMNS": "200"}

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Begin a command and go on; it leads a process group of its own."""
        return subprocess.Popen(
            self.command(*words),
            cwd=self.home,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def run(self, *words: str | Path, given: str | bytes = b"", code: int = 0) -> str:
        """Run a command to its end and return both its streams; the exit code has to be `code`."""
        data = given.encode() if isinstance(given, str) else given
        done = subprocess.run(
            self.command(*words),
            cwd=self.home,
            env=self.environment(),
            input=data,
            capture_output=True,
            timeout=300,
            check=False,
        )
        self.said = (done.stdout + done.stderr).decode()
        assert done.returncode == code, self.said
        assert "Traceback" not in self.said, self.said
        return self.said

    def write(self, name: str, text: str) -> Path:
        path = self.home / name
        path.write_text(text, encoding="utf-8")
        return path
