"""The progress shown while a film is made: a line per step, shots, and the time left."""

from __future__ import annotations

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
        self._bar.update(self._task, completed=status.share, left=time_left(status.seconds_left))
        if status.little_room and status.little_room not in self._told:
            self._told.add(status.little_room)
            self._console.print(f"[yellow]•[/] {status.little_room}", soft_wrap=True)
        if self._live:
            self._live.update(self._picture(status))
        else:
            self._tell(status)

    def _picture(self, status: Status) -> RenderableType:
        lines = [_line(step) for step in status.steps if step.total]
        now = Text(f"  {status.now}", style="dim", no_wrap=True, overflow="ellipsis")
        return Group(*lines, now, self._bar)

    def _tell(self, status: Status) -> None:
        for step in status.steps:
            if step.total and step.done == step.total and step.name not in self._told:
                self._told.add(step.name)
                self._console.print(_line(step))


def time_left(seconds: float | None) -> str:
    """In words, as carefully as it is known; nothing while nobody can tell."""
    if seconds is None:
        return ""
    return f"about {_rounded(seconds)} left"


def takes_about(seconds: float) -> str:
    """The same for what has not begun, as a sentence."""
    return f"It takes about {_rounded(seconds)}."


def _rounded(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _line(step: StepStatus) -> Text:
    done = step.done == step.total
    mark, style = ("✓", "green") if done else ("✗", "red") if step.failed else ("•", "yellow")
    count = f" {step.done}/{step.total}" if step.total > 1 else ""
    note = f"  ({step.failed} not possible)" if step.failed else ""
    words = WORDS[step.name]
    return Text.assemble(
        (f"{mark} ", style), (words, "" if done or step.active else "dim"), (count, "dim"), note
    )
