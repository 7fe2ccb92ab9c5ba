"""video-story serve and link: everything in one process, and a way into the page."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import importlib.util
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import click

from cli import footprint
from cli.console import GO_ON, PERSON, command, complain, console, errors, settings
from cli.stopping import Stopping
from core.errors import BadInput, Conflict, NotAllowed, StudioError
from core.settings import Settings
from core.studio import Studio, open_studio

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a part that failed is begun again; twice as long each time."""

Part = Callable[[], Awaitable[None]]

_ANYWHERE = ("0.0.0.0", "::")


@click.command()
@click.option("--host", default=None, help="Address to listen on. [default: WEB_HOST]")
@click.option("--port", default=None, type=click.IntRange(0, 65535), help="Port. [default: WEB_PORT]")
@command
async def serve(host: str | None, port: int | None) -> None:
    """Serve the page, the chat and agents, and make films for all of them, until stopped."""
    given: Mapping[str, Any] = {"web_host": host, "web_port": port}
    chosen = settings().model_copy(update={key: value for key, value in given.items() if value is not None})
    stop = asyncio.Event()
    Stopping(stop.set, errors)
    footprint.few_heaps()
    async with open_studio(chosen) as studio:
        footprint.settle()
        await until_stopped(_parts(studio, chosen), stop)
    console.print(GO_ON)


@click.command()
@click.option(
    "--port", default=None, type=click.IntRange(1, 65535), help="Port of the page. [default: WEB_PORT]"
)
@command
async def link(port: int | None) -> None:
    """Print a new link that opens the page signed in, once."""
    chosen = settings()
    async with open_studio(chosen, engine=False) as studio:
        await _show_link(studio, chosen, chosen.web_host, port or chosen.web_port)


async def until_stopped(parts: Mapping[str, Part], stop: asyncio.Event) -> None:
    """Run every part, each on its own, until told to stop; raises only when none is left.

    A part that fails is begun again after a while and the others never notice; one that a person has to put
    right is told and left.
    """
    running = {asyncio.ensure_future(_supervised(name, part)) for name, part in parts.items()}
    told = asyncio.ensure_future(stop.wait())
    left: set[asyncio.Future[Any]] = set(running)
    failure: BaseException | None = None
    try:
        while left and not stop.is_set():
            done, _ = await asyncio.wait({told, *left}, return_when=asyncio.FIRST_COMPLETED)
            left -= done
            failure = next((task.exception() for task in done if task is not told), None)
            if left and isinstance(failure, StudioError):
                complain(failure)
    finally:
        told.cancel()
        for task in running:
            task.cancel()
        await asyncio.wait(running)
    if failure is not None and not stop.is_set():
        raise failure


async def _supervised(name: str, part: Part) -> None:
    pause = FIRST_PAUSE
    while True:
        try:
            await part()
            return
        except (BadInput, NotAllowed, Conflict):
            raise
        except Exception:
            log.exception("the part %s failed; it is begun again in %.0f s", name, pause)
        await asyncio.sleep(pause)
        pause = min(LONGEST_PAUSE, 2 * pause)


def _parts(studio: Studio, chosen: Settings) -> dict[str, Part]:
    """What this installation serves."""
    from bot.app import run, wanted

    chat = run(studio, chosen) if wanted(chosen) else None
    parts: dict[str, Part] = {"web": lambda: _page(studio, chosen, chat)}
    if chat is not None:
        parts["bot"] = lambda: _lasting(chat)
    return parts


async def _lasting(part: contextlib.AbstractAsyncContextManager[Any]) -> None:
    async with part:
        await asyncio.Event().wait()


async def _page(studio: Studio, chosen: Settings, chat: Any) -> None:
    """The page, with what the chat and agents need mounted into it."""
    from web.app import running, telegram_webhook

    mounted = [_found("mcp_server.mount", "mount")] if importlib.util.find_spec("mcp_server.mount") else []
    if chat is not None and chosen.telegram_mode == "webhook":
        mounted.append(telegram_webhook(lambda: chat.webhook))
    async with running(studio, chosen, mounted) as (host, port):
        console.print(f"Video Story is at {_address(host, port)}", soft_wrap=True, markup=False)
        if chosen.public_base_url:
            console.print(f"People reach it at {chosen.public_base_url}", soft_wrap=True, markup=False)
        await _show_link(studio, chosen, host, port)
        await asyncio.Event().wait()


async def _show_link(studio: Studio, chosen: Settings, host: str, port: int) -> None:
    """The secret stands behind #, which browsers send to nobody and write into no log."""
    secret = await studio.one_time_link(PERSON)
    with contextlib.suppress(BrokenPipeError):
        console.print(
            f"Open this; it signs you in once, within 15 minutes:\n  {_address(host, port)}/#link={secret}",
            soft_wrap=True,
            markup=False,
        )
        console.print("Another one: video-story link", markup=False)


def _address(host: str, port: int) -> str:
    name = "127.0.0.1" if host in _ANYWHERE else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _found(module: str, name: str) -> Any:
    return getattr(importlib.import_module(module), name)
