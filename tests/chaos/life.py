"""One life of the process that makes the film; it may be killed at any moment and begun again.

python -m chaos.life HOME [--mend]: says "working", makes the film as far as it goes, says how it ended. With
`--mend` it first does what a person would: collect, settle, try again.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from pathlib import Path

from core.catalogue.models import load_catalogue
from core.errors import NotReady, StudioError
from core.intake import source_from_bytes
from core.jobs.engine import Engine
from core.settings import Settings
from core.store import jobs
from core.store.jobs import JobState
from core.studio import Brief, Change, Studio, open_studio

PERSON = "local"

STORY = """\
Mara stood at the harbour before dawn.

"You came," said Tom. "I did not think that you would."

Tom lifted the lantern from the steps.

"Not tonight," said Mara. "Read the letter first."
"""


async def live(home: Path, mend: bool) -> str:
    """Make the film; tells how the run ended."""
    settings = Settings(data_dir=home / "data", local_workers=2)
    async with open_studio(settings) as studio:
        brief = Brief(source_from_bytes(STORY.encode(), "The lantern"))
        project = await studio.create(PERSON, brief, key="chaos")
        if not project.models:
            level = load_catalogue().level("clips", settings.keys())
            chosen = tuple((step.value, model) for step, model in level.items())
            await studio.change(PERSON, project.id, Change(models=chosen))
        if mend:
            await mended(studio, project.id)
        say(f"working {project.id}")
        with contextlib.suppress(StudioError):
            async for _ in studio.run(PERSON, project.id):
                pass
        state = (await studio.status(PERSON, project.id)).state
        if state == "finished":
            film = await studio.deliver(PERSON, project.id, home / "film")
            say(json.dumps({"passed": film.passed, "notes": film.notes}))
        return state


async def mended(studio: Studio, project_id: str) -> None:
    """Fetch what was paid for, settle what nobody can tell about as made, and try again what failed."""
    assert studio._seat is not None and isinstance(studio._seat.engine, Engine)
    engine = studio._seat.engine
    for job in (await engine.status(project_id)).jobs:
        if job.state is JobState.UNKNOWN:
            try:
                await engine.collect(job.id)
                await ended(engine, job.id)
            except NotReady:
                await engine.settle(job.id, True)
    for job in (await engine.status(project_id)).failures:
        if job.state is JobState.FAILED:
            await engine.retry(job.slot)


async def ended(engine: Engine, job_id: str) -> None:
    """Wait until a collected job has ended one way or the other."""
    async for _ in engine.events():
        async with engine.database.read() as db:
            job = await jobs.load_job(db, job_id)
        if job.state not in jobs.OPEN:
            return


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    say(asyncio.run(live(Path(sys.argv[1]), "--mend" in sys.argv)))
