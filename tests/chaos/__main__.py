"""`python -m tests.chaos --seeds N`: run seeds of chaos; a failure prints its seed and keeps its folder."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from chaos.seed import Told, run_seed


def main() -> int:
    """Run every seed; the exit code says whether all held."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--kills", type=int, default=5, help="kill -9 in each seed")
    options = parser.parse_args()
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # it tells of every caller that was killed
    failed = []
    total = Told()
    for seed in range(options.first, options.first + options.seeds):
        home = Path(tempfile.mkdtemp(prefix=f"chaos-{seed}-"))
        begun = time.monotonic()
        told = asyncio.run(run_seed(seed, home, options.kills))
        total.add(told)
        took = time.monotonic() - begun
        sys.stdout.write(f"seed {seed}: {told.line()} in {took:.0f} s\n")
        for sentence in told.broken:
            sys.stdout.write(f"    BROKEN: {sentence}\n")
        if told.broken:
            failed.append(seed)
            sys.stdout.write(f"    kept in {home}\n")
        sys.stdout.flush()
    sys.stdout.write(f"\n{options.seeds} seeds: {total.line()}\n")
    sys.stdout.write(f"FAILED SEEDS: {failed}\n" if failed else "everything held\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
