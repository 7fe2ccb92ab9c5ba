"""The seams of the engine: the planner's side lives in core/pipeline/planned.py, a refusal's successor here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.pipeline.planned import NOTHING, Accepted, Coming, Plan, PlannedJob
from core.providers.base import Done
from core.requests import Request
from core.story import Story

__all__ = ["NOTHING", "Accept", "Accepted", "Coming", "NextModel", "Plan", "PlannedJob", "Successor"]

Accept = Callable[[Story, PlannedJob, Done, bytes], Accepted]
"""Pure. Called inside the transaction that keeps the take, with the newest story; `bytes` are the main file's
when it is a document (application/json), else empty. Raises ProviderError(BAD_OUTPUT) when it is of no use."""


@dataclass(frozen=True, slots=True)
class Successor:
    """A model that takes the same request, all its references included (R23, B5)."""

    model: str
    provider: str
    endpoint: str
    estimate: int
    """Micro-dollars to hold before it starts."""


NextModel = Callable[[str, Request, Sequence[str]], Successor | None]
"""Pure. Who is tried after a model said no: given that model, the request, and every model that said no to it
so far, oldest first (the last is the model itself, the first the one that was chosen)."""
