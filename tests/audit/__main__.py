"""`make audit`: a film of forty shots before Lighthouse, and many made-up requests at the API."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path

from browser import CHROMIUM, NO_CHROMIUM
from house import House, served
from twin import Twin

from audit.knocking import ids_of, knock
from audit.weighing import VIEWS, long_story, weigh

PERSON = "local"
SHOTS = 40


def main() -> int:
    """Hold the page and the API; the exit code says whether both are good."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description=__doc__)
    parser.add_argument("--lighthouse", type=Path, help="its command; without it the page is not weighed")
    parser.add_argument("--examples", type=int, default=50, help="requests for each operation; 0 sends none")
    options = parser.parse_args()
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # it tells of every bad request
    with tempfile.TemporaryDirectory(prefix="audit-") as home:
        return asyncio.run(_held(Path(home), options.lighthouse, options.examples))


async def _held(home: Path, lighthouse: Path | None, examples: int) -> int:
    """In one house with services that answer from this machine."""
    wrong = 0
    async with Twin(0.05) as twin:
        keys = {name.lower(): value for name, value in twin.env.items()}
        async with served(home, sign_in_per_minute=0, **keys) as house:
            if lighthouse is not None:
                wrong += await _weighed(house, lighthouse, home)
            if examples:
                wrong += await _knocked(house, home, examples)
    return 1 if wrong else 0


async def _weighed(house: House, lighthouse: Path, home: Path) -> int:
    if not CHROMIUM:
        _say(f"Lighthouse: {NO_CHROMIUM}")
        return 0
    film = await house.film(PERSON, long_story(SHOTS))
    _say(f"Lighthouse, {len((await house.studio.story(PERSON, film)).shots)} shots")
    token, low = await house.token(PERSON), 0
    for path in ("/", *(f"/p/{film}/{view}" for view in VIEWS)):
        weight = await weigh(lighthouse, CHROMIUM, house.base, path, token, home)
        _say(f"  {weight.line()}")
        low += not weight.enough
    return low


async def _knocked(house: House, home: Path, examples: int) -> int:
    person = "tg:9"
    film = await house.film(person)
    ids, token = await ids_of(house.studio, person, film), await house.token(person)
    _say(f"Schemathesis, {examples} requests for each operation")
    found = await asyncio.to_thread(knock, house.base, token, ids, home, examples=examples)
    _say(found or "  nothing found")
    return bool(found)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
