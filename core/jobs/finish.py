"""A finished result comes home: files into the store, then take, rows, money, state in one transaction."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import Fault, ProviderError
from core.jobs import ledger, wire
from core.jobs.plan_types import Accepted, PlannedJob
from core.jobs.tools import Tools
from core.providers.base import Done, MadeFile
from core.requests import ImageRequest, LipSyncRequest
from core.store import projects, rows, tables, takes
from core.store.assets import Asset, Media, insert_assets
from core.store.events import Told
from core.store.jobs import Job, JobState
from core.story import Origin, Story, Take

DOCUMENT_MIME = "application/json"

_ASSET_FACTS = ("width", "height", "samples", "duration_ms", "frames")


class Attempt(Protocol):
    """What finishing needs of the body it works for."""

    job: Job

    async def change(
        self, db: AsyncConnection, to: JobState, told: Sequence[Told] = (), **changes: Any
    ) -> None: ...


async def store(tools: Tools, attempt: Attempt, done: Done) -> None:
    """Check and keep a result.

    Raises ProviderError(BAD_OUTPUT) when it cannot be used, NoRoom when there is no place for it.
    """
    if attempt.job.operation is not None and attempt.job.state is not JobState.FINISHING:
        async with tools.database.write() as db:
            await attempt.change(db, JobState.FINISHING)
        tools.followers.wake()
    job = attempt.job
    data = _document(job, done.main)
    main = await _kept(tools.media, job, done.main, done.facts)
    parts = {name: await _kept(tools.media, job, made, {}) for name, made in done.parts.items()}
    async with tools.database.write(durable=job.estimate > 0) as db:
        version, newest = await _moment(db, job)
        story = await tools.stories.at(db, job.project_id, version)
        accepted = tools.accept(story, planned(job), done, data)
        await insert_assets(db, (main, *parts.values()))
        select = newest == job.id and not _brought_since(job, story)
        if select:
            await apply(db, job.project_id, accepted)
        take = _take(job, done, main, parts, accepted)
        take = dataclasses.replace(take, cost=await ledger.capture(db, job, done.cost))
        take = await takes.add_take(db, job.project_id, take, job_id=job.id, select=select)
        await tools.durations.measured(db, job, tools.lanes[job.provider].waited(job.id) or 0.0)
        told = [takes.selected_event(job.project_id, take)] if select else []
        await attempt.change(db, JobState.DONE, told, take_id=take.id, fault="", error="")
    if select and not changes_rows(accepted):
        tools.stories.add_take(job.project_id, version, story, take)
    tools.followers.wake()


def planned(job: Job) -> PlannedJob:
    """The planned job that the row was made from."""
    return PlannedJob(
        slot=job.slot,
        step=job.step,
        model=job.model,
        provider=job.provider,
        request=wire.unpacked(job.request),
        fingerprint=job.fingerprint,
        priority=job.priority,
        estimate=job.estimate,
        prompt=job.prompt,
        endpoint=job.endpoint,
    )


async def apply(db: AsyncConnection, project_id: str, accepted: Accepted) -> None:
    """Write the rows of an answer; they may refer to each other."""
    ids: rows.Ids = {}
    if accepted.project:
        await projects.update_project(db, project_id, **accepted.project)
    if accepted.entities is not None:
        await rows.replace_entities(db, project_id, accepted.entities, ids)
    if accepted.segments is not None:
        await rows.replace_segments(db, project_id, accepted.segments, ids)
    if accepted.scenes is not None:
        await rows.replace_scenes(db, project_id, accepted.scenes, ids)
    if accepted.shots is not None:
        await rows.replace_shots(db, project_id, accepted.shots, ids, scene_id=accepted.shots_of)


def changes_rows(accepted: Accepted) -> bool:
    """Whether the answer is more than a take."""
    rows_given = (accepted.entities, accepted.segments, accepted.scenes, accepted.shots)
    return bool(accepted.project) or any(given is not None for given in rows_given)


def _document(job: Job, made: MadeFile) -> bytes:
    """The bytes of a document; empty for pictures, sounds and films. Raises ProviderError(BAD_OUTPUT)."""
    if made.path is not None:
        if not made.path.exists() or made.path.stat().st_size == 0:
            raise ProviderError(
                Fault.BAD_OUTPUT, f"{job.model} gave no file, or an empty one.", model=job.model
            )
        return made.path.read_bytes() if made.mime == DOCUMENT_MIME else b""
    if not made.data:
        raise ProviderError(Fault.BAD_OUTPUT, f"{job.model} gave an empty result.", model=job.model)
    return made.data if made.mime == DOCUMENT_MIME else b""


async def _kept(media: Media, job: Job, made: MadeFile, facts: Mapping[str, Any]) -> Asset:
    known = {name: facts[name] for name in _ASSET_FACTS if name in facts}
    if made.path is None:
        return await media.add_bytes(made.data, made.mime, known)
    return await media.add_path(made.path, made.mime, known, move=True)


def _take(job: Job, done: Done, main: Asset, parts: Mapping[str, Asset], accepted: Accepted) -> Take:
    request = wire.unpacked(job.request)
    seen = request.references if isinstance(request, (ImageRequest, LipSyncRequest)) else ()
    return Take(
        id="",
        slot=job.slot,
        asset=main.sha,
        mime=main.mime,
        fingerprint=job.fingerprint,
        model=job.model,
        prompt=job.prompt,
        references=tuple(reference.asset for reference in seen),
        seed=getattr(request, "seed", None),
        parts={name: asset.sha for name, asset in parts.items()},
        facts={**done.facts, **accepted.facts},
    )


async def _moment(db: AsyncConnection, job: Job) -> tuple[int, str]:
    """The story's version, and the newest job of the slot: an older one's take is kept but not selected."""
    t = tables.job.c
    newest = (
        sa.select(t.id)
        .where(t.kind == job.slot.kind.value, t.target == job.slot.target, t.state != JobState.CANCELLED.value)
        .order_by(t.created_at.desc(), t.id)
        .limit(1)
        .scalar_subquery()
    )
    project = tables.project.c
    row = (await db.execute(sa.select(project.version, newest).where(project.id == job.project_id))).one()
    return row[0], row[1]


def _brought_since(job: Job, story: Story) -> bool:
    """Whether a person brought a file of their own while this was made."""
    chosen = story.takes.get(job.slot)
    if chosen is None or chosen.origin is not Origin.UPLOAD or not chosen.created_at or not job.created_at:
        return False
    return chosen.created_at > job.created_at
