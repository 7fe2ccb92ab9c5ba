"""Gates: steps before which a run waits for a person's word."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from core.store import facts
from core.store.runs import Run
from core.story import Step, Story


async def closed_gate(db: AsyncConnection, run: Run, story: Story) -> Step | None:
    """The first gate nobody has opened in this run; slots that were asked for by name pass every gate."""
    if not story.project.gates or run.only:
        return None
    opened = await _opened(db, run)
    return next((step for step in Step if step in story.project.gates and step.value not in opened), None)


async def open_gate(db: AsyncConnection, run: Run, gate: Step) -> None:
    """A person said yes; it counts until the run has ended."""
    opened = {gate.value, *await _opened(db, run)}
    await facts.remember(db, _key(run), {"run": run.number, "opened": sorted(opened)})


def question(gate: Step) -> str:
    """What the person is asked at a gate."""
    return (
        f"Everything before {gate.value} is made. Look at it, change what you like, then approve it to go on."
    )


async def _opened(db: AsyncConnection, run: Run) -> frozenset[str]:
    known = await facts.recall(db, _key(run))
    return frozenset(known["opened"]) if known and known["run"] == run.number else frozenset()


def _key(run: Run) -> str:
    return f"gates:{run.project_id}"
