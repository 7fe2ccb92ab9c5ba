"""`python -m tests.chaos --seeds N`: run seeds of chaos; a failure prints its seed and keeps its folder."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from chaos.seed import Told, run_seed

COLUMNS = "{:>6} {:>6} {:>7} {:>7} {:>8} {:>6} {:>6} {:>11} {:>8}  {}\n"


@dataclass(frozen=True)
class Ran:
    """One seed and what came of it."""

    seed: int
    told: Told
    seconds: float

    def row(self) -> str:
        told = self.told
        held = f"{len(told.broken)} BROKEN" if told.broken else "held"
        counts = (told.kills, told.faults, told.pauses, told.cancels, told.lives, told.calls)
        return COLUMNS.format(self.seed, *counts, f"${told.paid / 1e6:.6f}", f"{self.seconds:.0f} s", held)


def main() -> int:
    """Run every seed; the exit code says whether all held."""
    options = _options()
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # it tells of every caller that was killed
    seeds = range(options.first, options.first + options.seeds)
    begun = time.monotonic()
    ran = asyncio.run(_all(seeds, options.kills, options.together))
    say = sys.stdout.write
    say(f"\n{options.seeds} seeds x {options.kills} kills in {(time.monotonic() - begun) / 60:.1f} min\n")
    say(COLUMNS.format("seed", "kills", "faults", "pauses", "cancels", "lives", "calls", "paid", "took", ""))
    total = Told()
    for one in ran:
        total.add(one.told)
        say(one.row())
    say(f"in all: {total.line()}\n")
    failed = [one.seed for one in ran if one.told.broken]
    say(f"FAILED SEEDS: {failed}\n" if failed else "everything held\n")
    return 1 if failed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="how many seeds")
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--kills", type=int, default=5, help="kill -9 in each seed")
    parser.add_argument(
        "--together", type=int, default=1, help="seeds side by side, where there are cores for it"
    )
    return parser.parse_args()


async def _all(seeds: Sequence[int], kills: int, together: int) -> list[Ran]:
    """Every seed, so many side by side, each told of as soon as it has ended; in the order of the seeds."""
    gate = asyncio.Semaphore(together)
    found: list[Ran] = []

    async def one(seed: int) -> None:
        async with gate:
            home = Path(tempfile.mkdtemp(prefix=f"chaos-{seed}-"))
            begun = time.monotonic()
            found.append(Ran(seed, await run_seed(seed, home, kills), time.monotonic() - begun))
            _tell(found[-1], len(found), len(seeds), home)

    await asyncio.gather(*(one(seed) for seed in seeds))
    return sorted(found, key=lambda one: one.seed)


def _tell(ran: Ran, done: int, of: int, home: Path) -> None:
    sys.stdout.write(f"{done}/{of} seed {ran.seed}: {ran.told.line()} in {ran.seconds:.0f} s\n")
    for sentence in ran.told.broken:
        sys.stdout.write(f"    BROKEN: {sentence}\n")
    if ran.told.broken:
        sys.stdout.write(f"    kept in {home}: story.log says what was done and when\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
