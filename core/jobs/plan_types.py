"""The seam between the planner and the engine; the planner's side of it lives in core/pipeline/planned.py."""

from __future__ import annotations

from collections.abc import Callable

from core.pipeline.planned import NOTHING, Accepted, Plan, PlannedJob
from core.providers.base import Done
from core.story import Story

__all__ = ["NOTHING", "Accept", "Accepted", "Plan", "PlannedJob"]

Accept = Callable[[Story, PlannedJob, Done, bytes], Accepted]
"""Pure. Called inside the transaction that keeps the take, with the newest story; `bytes` are the main file's
when it is a document (application/json), else empty. Raises ProviderError(BAD_OUTPUT) when it is of no use."""
