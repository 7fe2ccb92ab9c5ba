"""Films whose pictures are made, so that clips are what comes next: one made through the stand-in, copied.

All show the same pictures, which are kept and handed over once; clips are ordered, fetched, checked and kept
for each film.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path

from bench.crowd import copies
from core.intake import source_from_text
from core.settings import Settings
from core.story import Step
from core.studio import Brief, open_studio

PACE = {"text": 0.1, "speech": 0.1, "image": 0.1, "clip": 4.0, "lipsync": 4.0}
"""Seconds that each kind of work takes at the stand-in: clips ten times as quick as they are at the services,
so that many arrive while somebody looks."""


async def with_pictures(env: Mapping[str, str], home: Path, owner: str, story: str, count: int) -> list[str]:
    """Ids of so many films of a person's that have everything up to their frames; nobody is at work on them."""
    values = {name.lower(): value for name, value in env.items()}
    async with open_studio(Settings.model_validate({**values, "data_dir": home})) as studio:
        first = await studio.create(owner, Brief(source_from_text(story), level="clips"))
        quote = await studio.quote(owner, first.id, until=Step.FRAMES)
        await studio.start(owner, first.id, until=Step.FRAMES, quote_id=quote.id)
        status = await studio.wait(owner, first.id)
        assert status.state == "finished", status.problems
    database = home / "video-story.sqlite"
    return [first.id, *await asyncio.to_thread(copies, database, first.id, count - 1, lambda _: owner, 1)]
