"""The terminal: one console, how errors are shown, and how a command runs on an event loop."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec

import click
from pydantic import ValidationError
from rich.console import Console

from cli.logs import keep_log
from cli.stopping import Stopping
from core.errors import BadInput, NotFound, StudioError
from core.settings import Settings

P = ParamSpec("P")

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

PERSON = "local"
"""Who works at the command line: the owner of this machine."""

GO_ON = "Stopped. Films under way go on with the next start."

NOTHING_LOST = "Stopped. Nothing is lost: give the same command again and it goes on from here."


def command(work: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run an async command; show a StudioError as a sentence and leave with a code that scripts can read.

    Codes: 0 done, 1 it could not be done, 2 something given was wrong, 130 stopped by Ctrl-C, 143 by SIGTERM.
    """

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            keep_log(settings())
            asyncio.run(_interruptible(work(*args, **kwargs)))
        except StudioError as error:
            complain(error)
            sys.exit(2 if isinstance(error, (BadInput, NotFound)) else 1)
        except Stopped as stopped:
            errors.print(f"\n{NOTHING_LOST}")
            sys.exit(stopped.code)
        except (asyncio.CancelledError, KeyboardInterrupt):
            errors.print(f"\n{NOTHING_LOST}")
            sys.exit(130)

    return run


def settings() -> Settings:
    """The settings of this machine. Raises BadInput that names the one that is wrong."""
    try:
        return Settings()
    except ValidationError as wrong:
        first = wrong.errors()[0]
        name = str(first["loc"][0]).upper()
        raise BadInput(
            f"The setting {name} cannot be {first['input']!r}: {first['msg']}.",
            next_step="Correct it in the environment or in .env; .env.example explains it.",
        ) from wrong


def complain(error: StudioError) -> None:
    """What happened, and what to do next."""
    errors.print(f"[bold red]✗[/] {click.unstyle(error.what)}", markup=True, soft_wrap=True)
    if error.next_step:
        errors.print(f"  {error.next_step}", markup=False, soft_wrap=True)


class Stopped(Exception):
    """A signal ended the command, in order."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


async def _interruptible(work: Coroutine[Any, Any, None]) -> None:
    """SIGTERM ends a command as gently as Ctrl-C does; a second one of either ends it at once."""
    task = asyncio.ensure_future(work)
    stopping = Stopping(task.cancel, errors)
    try:
        await task
    except asyncio.CancelledError:
        if stopping.heard is None:
            raise
        raise Stopped(stopping.code) from None
