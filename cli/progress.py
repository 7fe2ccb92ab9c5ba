"""The progress shown while a film is made: a line per step, shots, and the time left."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from core.studio import Status, StepStatus

WORDS = {
    "story": "Story",
    "analysis": "Characters, sets, props",
    "voices": "Voices",
    "script": "Script",
    "audio": "Lines spoken",
    "scenes": "Scenes",
    "shots": "Shots",
    "refs": "References",
    "frames": "Frames",
    "videos": "Clips",
    "lipsync": "Lip sync",
    "export": "Film",
}


class RunView:
    """A live view on a terminal; plain lines, one per finished step, anywhere else."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(bar_width=40),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[left]}"),
            console=console,
        )
        self._task: TaskID = self._bar.add_task("Film", total=1.0, left="")
        self._live = (
            Live(console=console, refresh_per_second=8, transient=True) if console.is_terminal else None
        )
        self._told: set[str] = set()
        self._began = time.monotonic()

    def __enter__(self) -> RunView:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def show(self, status: Status) -> None:
        """Draw the status as it is now."""
        self._bar.update(self._task, completed=status.share, left=time_left(self._since(), status.share))
        if self._live:
            self._live.update(self._picture(status))
        else:
            self._tell(status)

    def _since(self) -> float:
        return time.monotonic() - self._began

    def _picture(self, status: Status) -> RenderableType:
        lines = [_line(step) for step in status.steps if step.total]
        now = Text(f"  {status.now}", style="dim", no_wrap=True, overflow="ellipsis")
        return Group(*lines, now, self._bar)

    def _tell(self, status: Status) -> None:
        for step in status.steps:
            if step.total and step.done == step.total and step.name not in self._told:
                self._told.add(step.name)
                self._console.print(_line(step))


def time_left(elapsed: float, share: float) -> str:
    """A careful guess in words, once enough is done to judge by; seconds."""
    if share < 0.12 or elapsed < 2 or share >= 1:
        return ""
    left = elapsed * (1 - share) / share
    return f"about {left:.0f} s left" if left < 90 else f"about {left / 60:.0f} min left"


def _line(step: StepStatus) -> Text:
    done = step.done == step.total
    mark, style = ("✓", "green") if done else ("✗", "red") if step.failed else ("•", "yellow")
    count = f" {step.done}/{step.total}" if step.total > 1 else ""
    note = f"  ({step.failed} not possible)" if step.failed else ""
    words = WORDS[step.name]
    return Text.assemble(
        (f"{mark} ", style), (words, "" if done or step.active else "dim"), (count, "dim"), note
    )
