"""`python -m tests.twin`: open the stand-in, print its addresses as lines of an .env file, and wait."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from pathlib import Path

from .faults import rows
from .twin import Twin


def main() -> None:
    """Run until interrupted. SIGUSR1 writes the journal."""
    options = _options()
    if options.list_faults:
        sys.stdout.writelines(f"{name}\n" for name in rows())
        return
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(options))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.twin", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="first of the consecutive ports; 0 takes free ones")
    parser.add_argument(
        "--factor", type=float, default=0.0, help="times of work: 0 at once, 1 as long as the real ones"
    )
    parser.add_argument("--scenes", type=int, default=0, help="scenes in every film; 0 lets the prompt decide")
    parser.add_argument("--journal", type=Path, help="file for the journal, written at the end and on SIGUSR1")
    parser.add_argument("--fault", action="append", default=[], metavar="NAME[=TIMES]", help="arm a fault")
    parser.add_argument("--list-faults", action="store_true", help="name all faults and end")
    return parser.parse_args()


async def _serve(options: argparse.Namespace) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with Twin(options.factor, options.port, options.scenes) as twin:
        for name, _, times in (one.partition("=") for one in options.fault):
            twin.arm(name, times=int(times or 1))
        if options.journal:
            loop.add_signal_handler(signal.SIGUSR1, twin.write_journal, options.journal)
        sys.stdout.writelines(f"{name}={value}\n" for name, value in twin.env.items())
        sys.stdout.flush()
        await ended.wait()
        if options.journal:
            twin.write_journal(options.journal)


if __name__ == "__main__":
    main()
