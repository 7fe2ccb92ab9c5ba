"""A process that makes one project with the shop's pictures, to be killed at any moment and started again.

python engine_program.py DATA_DIR SHOP_DIR WIDTH LENGTH MAKER; prints "working" and how it ended.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

from engine_makers import HomeMaker, ShopMaker, chains, new_project, nothing, settings

from core.errors import NotFound
from core.jobs.engine import Engine
from core.jobs.lanes import Limits


async def main(data: Path, shop: Path, width: int, length: int, maker: str) -> None:
    makers = {"shop": ShopMaker(shop, checks=2, wait=0.01), "home": HomeMaker()}
    plan = chains(width, length, maker=maker, price=1000 if maker == "shop" else 0)
    async with await Engine.open(settings(data), plan, nothing, makers, limits={"shop": Limits(3)}) as engine:
        try:
            await engine.status("p_one")
        except NotFound:
            await new_project(engine)
        await engine.run("p_one")
        sys.stdout.write("working\n")
        sys.stdout.flush()
        run = await engine.wait("p_one")
        sys.stdout.write(f"{run.state.value}\n")


if __name__ == "__main__":
    # Tests that were begun in the background inherit that an interrupt is ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]))
