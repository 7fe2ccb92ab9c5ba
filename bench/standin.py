"""`python -m bench.standin`: the stand-in for all paid services, as slow as asked, until its input ends."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]


async def main(pace: dict[str, float], factor: float, at_fal: int) -> None:
    """Print the settings that lead to it as one line of JSON, and answer."""
    sys.path.insert(0, str(ROOT / "tests"))
    from twin import Twin, jobs

    make, elsewhere = jobs.make, ThreadPoolExecutor(8, initializer=_stand_back)
    jobs.make = lambda order: elsewhere.submit(make, order).result()
    async with Twin(factor, scenes=1) as twin:
        twin.world.pace.update(pace)
        twin.world.wait.update(dict.fromkeys(twin.world.wait, 0.0))
        twin.world.assumptions.set("fal", "concurrency", at_fal)
        print(json.dumps(twin.env), flush=True)
        await asyncio.to_thread(sys.stdin.read)


def _stand_back() -> None:
    """What is made here stands in for work of machines elsewhere, so it takes only what nobody else wants."""
    if sys.platform == "linux":  # where this is a thread's own
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])))
