"""What follows when a maker says no: again, the next model, or a sentence for a person (R23, B5)."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from core.errors import ATTEMPTS, Fault, ProviderError
from core.jobs import wire
from core.jobs.ledger import dollars
from core.jobs.plan_types import NextModel, Successor
from core.store import events, money
from core.store.jobs import Job

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 3600
"""How long a job waits in all for a maker that says it is asked too often (R7)."""

PATIENCE_TIMES = 100

RULES: Mapping[Fault, str] = {
    Fault.INVALID_INPUT: "could not use the request",
    Fault.MODERATION: "refused it under its content rules",
    Fault.FACE_REFUSED: "refused it under its rule about faces",
    Fault.AUTH: "could not be used, since it did not accept our key",
    Fault.QUOTA: "could not be used, since no credit is left there",
    Fault.RATE_LIMIT: "was asked too often",
    Fault.UNAVAILABLE: "could not be reached",
    Fault.BAD_OUTPUT: "gave a result that cannot be used",
    Fault.UNKNOWN_OUTCOME: "took it and never answered",
}
"""Which rule was hit, as a person reads it after the model's name."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do about a refusal; with neither a pause nor a successor the job has failed."""

    faults: Mapping[str, int]
    pause: float | None = None
    """Seconds until the same model is tried again."""
    successor: Successor | None = None


def verdict(job: Job, error: ProviderError, next_model: NextModel | None) -> Verdict:
    """The policy table applied: retries first, then every further model exactly once."""
    name = error.fault.value
    if job.is_collected:
        return Verdict(job.faults)
    faults = {**job.faults, name: job.faults.get(name, 0) + 1}
    if error.fault is Fault.RATE_LIMIT:
        return _patient(job, error, faults)
    if faults[name] <= _retries(job, error):
        return Verdict(faults, pause=retry_delay(error, faults[name]))
    if not error.policy.next_model or next_model is None:
        return Verdict(faults)
    return Verdict(faults, successor=_successor(job, next_model))


def _retries(job: Job, error: ProviderError) -> int:
    if error.fault is not Fault.BAD_OUTPUT:
        return error.policy.retries
    return max(error.policy.retries, ATTEMPTS.get(job.step.value, 1) - 1)


def retry_delay(error: ProviderError, times: int) -> float:
    """Seconds until the next attempt: what the maker asked for, else 1, 2, 4 … up to a minute."""
    return error.retry_after if error.retry_after is not None else min(60.0, 2.0 ** (times - 1))


def moved(job: Job, to: Successor) -> dict[str, Any]:
    """The columns that give the job to another model; its request and fingerprint stay."""
    return {
        "model": to.model,
        "provider": to.provider,
        "endpoint": to.endpoint,
        "estimate": to.estimate,
        "tried": [*job.tried, job.model],
        "faults": {},
    }


def event(job: Job, error: ProviderError, spent: int, verdict: Verdict) -> events.Told:
    """What followers are told: who refused, under which rule, what it cost, who is tried next."""
    following = job.model if verdict.pause is not None else ""
    told = {
        "job": job.id,
        "slot": str(job.slot),
        "step": job.step.value,
        "attempt": job.attempt,
        "model": job.model,
        "provider": job.provider,
        "endpoint": job.endpoint,
        "estimate": job.estimate,
        "fault": error.fault.value,
        "rule": RULES[error.fault],
        "message": error.message,
        "cost": spent,
        "next": verdict.successor.model if verdict.successor else following,
    }
    return "refused", job.project_id, told


async def sentence(db: AsyncConnection, job: Job, error: ProviderError) -> str:
    """Why a job failed for good: which rule was hit at which model, and what it cost in all."""
    if not job.tried and job.estimate == 0:
        return error.message
    before = await refusals(db, job)
    costs = await money.spent_by_model(db, job.id)
    said = [(told["model"], Fault(told["fault"]), str(told["message"])) for told in before]
    said.append((job.model, error.fault, error.message))
    words = [_line(model, fault, message, costs.get(model, 0)) for model, fault, message in said]
    if len(said) > 1:
        words.append(f"All in all {dollars(sum(costs.values()))} were spent on it.")
    return " ".join(words)


async def refusals(db: AsyncConnection, job: Job) -> list[Mapping[str, Any]]:
    """The last refusal of every model in `job.tried`, in that order."""
    told = {
        event.data["model"]: event.data
        for event in await events.of_kind(db, job.project_id, "refused")
        if event.data["job"] == job.id
    }
    return [told[model] for model in job.tried if model in told]


async def first_choice(db: AsyncConnection, job: Job) -> Job:
    """The job as it was before it was given to other models."""
    before = await refusals(db, job)
    if not before:
        return dataclasses.replace(job, tried=())
    names = ("model", "provider", "endpoint", "estimate")
    return dataclasses.replace(job, tried=(), **{name: before[0][name] for name in names})


def _patient(job: Job, error: ProviderError, faults: Mapping[str, int]) -> Verdict:
    """A 429 slows the lane and fails nothing, unless it goes on for very long (R7)."""
    waited = job.faults.get(_WAITED, 0)
    if waited >= PATIENCE_SECONDS or faults[error.fault.value] > PATIENCE_TIMES:
        return Verdict(faults)
    pause = retry_delay(error, faults[error.fault.value])
    return Verdict({**faults, _WAITED: waited + round(pause)}, pause=pause)


_WAITED = "rate_limit_seconds"


def _successor(job: Job, next_model: NextModel) -> Successor | None:
    tried = (*job.tried, job.model)
    found = next_model(job.model, wire.unpacked(job.request), tried)
    if found is not None and found.model in tried:
        log.error("job %s: %s was named again after it had refused", job.id, found.model)
        return None
    return found


def _line(model: str, fault: Fault, message: str, cost: int) -> str:
    paid = f"it cost {dollars(cost)}" if cost else "nothing was charged"
    return f"{model} {RULES[fault]} ({paid}): {message.rstrip('.')}."
