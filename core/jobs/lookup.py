"""Asking a maker about a submission whose answer was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from core.errors import Fault, ProviderError
from core.providers.base import TAKEN, Provider
from core.store import jobs
from core.store.engine import Database
from core.store.jobs import Job, JobState

LOOKS = 12
"""How often it is asked while it cannot be reached, with pauses of 0.5 s up to a minute: about five minutes."""


RIVAL_SECONDS, RIVAL_LOOKS = 0.25, 40
"""How long another submission of the same thing is waited for that is under way: ten seconds."""


async def looked_up(
    database: Database, maker: Provider, job: Job, words: str = "", looks: int = LOOKS
) -> Mapping[str, Any] | None:
    """The job's operation, or None when the maker surely never saw it.

    What was ordered for another job of the same slot is never taken for it: after a cancel the same thing may
    have been ordered anew before anybody could look, and would be paid for twice on paper, or stopped.

    Raises ProviderError(UNKNOWN_OUTCOME) when nobody can tell: whatever else goes wrong while looking says
    nothing about the submission, so it must never count as "not submitted".
    """
    failures = 0
    while True:
        try:
            taken = await _taken(database, job)
            found = await maker.find(job.model, job.key, {**(job.notes or {}), TAKEN: taken})
            return None if found is None else {name: value for name, value in found.items() if name != TAKEN}
        except ProviderError as error:
            failures += 1
            if error.fault not in (Fault.UNAVAILABLE, Fault.RATE_LIMIT) or failures >= looks:
                raise ProviderError(
                    Fault.UNKNOWN_OUTCOME, words or error.message, model=job.model, request_id=error.request_id
                ) from error
            await asyncio.sleep(error.retry_after or min(60.0, 0.25 * 2**failures))


async def _taken(database: Database, job: Job) -> tuple[str, ...]:
    """The maker's ids that other jobs of the slot hold, once none of them waits for its own."""
    for _ in range(RIVAL_LOOKS):
        async with database.read() as db:
            rivals = await jobs.rivals(db, job)
        if not any(rival.state is JobState.SUBMITTING for rival in rivals):
            break
        await asyncio.sleep(RIVAL_SECONDS)
    return tuple(str(rival.operation["id"]) for rival in rivals if rival.operation and "id" in rival.operation)
