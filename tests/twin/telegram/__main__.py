"""`python -m tests.twin.telegram`: open the stand-in with its chat page, print the settings, and wait."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from .faults import rows
from .page import Page

PORT = 8081


def main() -> None:
    """Run until interrupted. SIGUSR1 writes the transcript."""
    options = _options()
    if options.list_faults:
        sys.stdout.writelines(f"{name}\n" for name in rows())
        return
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.twin.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"default {PORT}; 0 takes a free one")
    parser.add_argument("--token", default="", help="the bot's token; a random one when none is given")
    parser.add_argument("--name", default="Ann", help="who you are")
    parser.add_argument("--language", default="en", help="your language code")
    parser.add_argument("--group", default="", metavar="TITLE", help="open a group with you and the bot too")
    parser.add_argument("--scale", type=float, default=1.0, help="shortens the times that edits are held to")
    parser.add_argument(
        "--transcript", type=Path, help="file for the transcript, written at the end and on SIGUSR1"
    )
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[=TIMES]", help="arm a fault")
    parser.add_argument("--list-faults", action="store_true", help="name all faults and end")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    page = Page(
        options.name,
        options.language,
        options.group,
        token=options.token,
        port=options.port,
        scale=options.scale,
    )
    async with page:
        for name, _, times in (one.partition("=") for one in options.fault):
            page.arm(name, times=int(times or 1))
        if options.transcript:
            loop.add_signal_handler(signal.SIGUSR1, page.write_transcript, options.transcript)
        sys.stdout.write(f"# The chat, for your browser: {page.url}/ (you are {page.player.id})\n")
        settings = {**page.env, "TELEGRAM_ADMINS": page.player.id}
        sys.stdout.writelines(f"{name}={value}\n" for name, value in settings.items())
        sys.stdout.flush()
        await ended.wait()
        if options.transcript:
            page.write_transcript(options.transcript)


if __name__ == "__main__":
    main()
