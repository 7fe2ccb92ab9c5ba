"""From plan to rows: which planned jobs are new, which waiting ones nobody wants any more, and keeping both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.jobs import wire
from core.jobs.plan_types import PlannedJob
from core.store import events, jobs, projects, tables, takes
from core.store.ids import JOB, new_id
from core.store.jobs import Job, JobState
from core.store.runs import Run
from core.store.values import TABLES
from core.story import Entity, Shot, Slot, SlotKind, Step, Story

JOBS_PER_SLOT = 50
"""Jobs of one slot in one run; more means that plan and answer disagree, and must not go on paying."""

_DOCUMENTS = (SlotKind.STORY, SlotKind.ANALYSIS, SlotKind.SCRIPT, SlotKind.SCENES, SlotKind.SHOTS)

Wanted = tuple[Slot, str]
"""A slot and the fingerprint it should have."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What has to change so that the open jobs are what the plan wants."""

    fresh: list[PlannedJob]
    superseded: list[Job]


def sort_out(planned: Sequence[PlannedJob], under_way: Sequence[Job]) -> Intake:
    """Compare plan and open jobs. Only waiting jobs are dropped: what was begun is brought to its end."""
    wanted = {(job.slot, job.fingerprint) for job in planned}
    known = {(job.slot, job.fingerprint) for job in under_way}
    return Intake(
        fresh=[job for job in planned if (job.slot, job.fingerprint) not in known],
        superseded=[
            job
            for job in under_way
            if job.state is JobState.WAITING and (job.slot, job.fingerprint) not in wanted
        ],
    )


async def without_blocked(
    db: AsyncConnection, run: Run, fresh: list[PlannedJob]
) -> tuple[list[PlannedJob], list[Job]]:
    """The jobs the machine may begin, and the failed or unknown ones that stand in the way of the others."""
    known = {
        (job.slot, job.fingerprint): job for job in await jobs.blocked_jobs(db, run.project_id, run.number)
    }
    blocked = [known[job.slot, job.fingerprint] for job in fresh if (job.slot, job.fingerprint) in known]
    return [job for job in fresh if (job.slot, job.fingerprint) not in known], blocked


async def keep(
    db: AsyncConnection, run: Run, story: Story, intake: Intake, made: Counter[tuple[int, Slot]]
) -> list[Job]:
    """Write the difference; returns the new jobs. `made` counts the jobs of each slot in each run."""
    made.update((run.number, planned.slot) for planned in intake.fresh)
    crowded = {slot for (number, slot), count in made.items() if count > JOBS_PER_SLOT and number == run.number}
    restored = await _restore(db, run, story, [job for job in intake.fresh if job.slot not in crowded])
    new = [planned for planned in intake.fresh if (planned.slot, planned.fingerprint) not in restored]
    rows = [_overrun(_job(run, job)) if job.slot in crowded else _job(run, job) for job in new]
    await jobs.insert_jobs(db, rows)
    await _save_prompts(db, run.project_id, intake.fresh)
    for job in intake.superseded:
        await jobs.change_job(db, job, to=JobState.CANCELLED, error="Not wanted any more.")
    told: list[events.Told] = []
    told += [("job", run.project_id, job_event(job)) for job in rows]
    told += [
        ("job", run.project_id, {**job_event(job), "state": JobState.CANCELLED.value})
        for job in intake.superseded
    ]
    await events.append_all(db, told)
    return [job for job in rows if job.state is JobState.WAITING]


_TOLD = (JobState.WAITING, JobState.FAILED, JobState.CANCELLED, JobState.UNKNOWN)
"""States in which the last error is still what matters."""


def job_event(job: Job) -> dict[str, Any]:
    """What followers are told about a job."""
    told: dict[str, Any] = {
        "job": job.id,
        "slot": str(job.slot),
        "step": job.step.value,
        "state": job.state.value,
        "model": job.model,
        "attempt": job.attempt,
    }
    if job.error and job.state in _TOLD:
        told["fault"], told["error"] = job.fault, job.error
    return told


def _job(run: Run, planned: PlannedJob) -> Job:
    return Job(
        id=new_id(JOB),
        project_id=run.project_id,
        run_number=run.number,
        slot=planned.slot,
        step=planned.step,
        model=planned.model,
        endpoint=planned.endpoint or planned.model.partition(":")[2] or planned.model,
        provider=planned.provider,
        request=wire.packed(planned.request),
        fingerprint=planned.fingerprint,
        priority=planned.priority,
        estimate=planned.estimate,
        prompt=planned.prompt,
        created_at=datetime.now(UTC),
    )


async def _restore(db: AsyncConnection, run: Run, story: Story, fresh: Iterable[PlannedJob]) -> set[Wanted]:
    """An edit that was taken back finds its old take again instead of making it anew.

    Only where a stale take is in use: a slot that a person cleared is made anew. Documents are made anew too,
    since their rows have to be written again.
    """
    stale = {(job.slot, job.fingerprint) for job in fresh if _is_stale(story, job)}
    if not stale:
        return set()
    t = tables.take.c
    found = await db.execute(
        sa.select(t.id, t.kind, t.target, t.fingerprint)
        .where(t.project_id == run.project_id, t.fingerprint.in_({print_ for _, print_ in stale}))
        .order_by(t.number)
    )
    ids = {(Slot(SlotKind(row.kind), row.target), row.fingerprint): row.id for row in found}
    restored = {wanted: ids[wanted] for wanted in stale if wanted in ids}
    for take_id in restored.values():
        await takes.select_take(db, take_id)
    return set(restored)


def _is_stale(story: Story, job: PlannedJob) -> bool:
    used = story.takes.get(job.slot)
    return used is not None and used.fingerprint != job.fingerprint and job.slot.kind not in _DOCUMENTS


def _overrun(job: Job) -> Job:
    """A job that is kept as failed at once, so that the run stops and says why."""
    return replace(
        job,
        state=JobState.FAILED,
        finished_at=datetime.now(UTC),
        error=f"This is a fault of ours: {job.slot.kind.value} was made {JOBS_PER_SLOT} times in one run "
        "and is still wanted. Start the run again to go on.",
    )


async def _save_prompts(db: AsyncConnection, project_id: str, fresh: Iterable[PlannedJob]) -> None:
    """R4: an entity or shot shows its last prompt before the job begins, unless a person wrote one (R17)."""
    changed = False
    for job in fresh:
        if not job.prompt or job.step not in (Step.REFS, Step.FRAMES):
            continue
        cls: type[Entity] | type[Shot] = Entity if job.step is Step.REFS else Shot
        t = TABLES[cls].c
        done = await db.execute(
            sa.update(TABLES[cls])
            .where(t.id == job.slot.target, t.prompt_is_own.is_(False), t.prompt != job.prompt)
            .values(prompt=job.prompt)
        )
        changed = changed or bool(done.rowcount)
    if changed:
        await projects.touch(db, project_id)
