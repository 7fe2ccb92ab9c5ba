"""Asking a maker about a submission whose answer was lost."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from core.errors import Fault, ProviderError
from core.providers.base import Provider
from core.store.jobs import Job

LOOKS = 12
"""How often it is asked while it cannot be reached, with pauses of 0.5 s up to a minute: about five minutes."""


async def looked_up(maker: Provider, job: Job, words: str = "", looks: int = LOOKS) -> Mapping[str, Any] | None:
    """The job's operation, or None when the maker surely never saw it.

    Raises ProviderError(UNKNOWN_OUTCOME) when nobody can tell: whatever else goes wrong while looking says
    nothing about the submission, so it must never count as "not submitted".
    """
    failures = 0
    while True:
        try:
            return await maker.find(job.model, job.key, job.notes or {})
        except ProviderError as error:
            failures += 1
            if error.fault not in (Fault.UNAVAILABLE, Fault.RATE_LIMIT) or failures >= looks:
                raise ProviderError(
                    Fault.UNKNOWN_OUTCOME, words or error.message, model=job.model, request_id=error.request_id
                ) from error
            await asyncio.sleep(error.retry_after or min(60.0, 0.25 * 2**failures))
