"""`python -m bench.life HOME STORY`: a process that makes a film, to be killed; its input: settings as JSON.

It prints the monotonic clock when the first job is under way, in a second life one of those of the first.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from pathlib import Path

from core.intake import source_from_bytes
from core.settings import Settings
from core.studio import Brief, open_studio

PERSON = "local"


async def main(home: Path, text: str, values: dict[str, str]) -> None:
    settings = Settings.model_validate({**values, "data_dir": home})
    async with open_studio(settings) as studio:
        brief = Brief(source_from_bytes(text.encode(), "The bench"), level="clips")
        project = await studio.create(PERSON, brief, key="bench")
        if (await studio.status(PERSON, project.id)).state != "running":
            quote = await studio.quote(PERSON, project.id)
            await studio.start(PERSON, project.id, quote_id=quote.id)
        while not studio._engine()._runner._bodies:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        print(time.monotonic(), flush=True)
        await studio.wait(PERSON, project.id)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], json.loads(sys.stdin.readline())))
