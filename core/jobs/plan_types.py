"""The seam between the planner and the engine: what can be made now, and what an answer means.

The values themselves stand beside the planner, which may not know the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.pipeline.planned import Accepted, PlannedJob
from core.providers.base import Done
from core.story import Story

__all__ = ["NOTHING", "Accept", "Accepted", "Plan", "PlannedJob"]

NOTHING = Accepted()
"""The answer changes no row and is only a take."""

Plan = Callable[[Story], Sequence[PlannedJob]]
"""Pure. Everything missing or stale whose inputs are ready, up to `story.project.until`, whether or not a
job for it is under way: the engine leaves those out."""

Accept = Callable[[Story, PlannedJob, Done, bytes], Accepted]
"""Pure. Called inside the transaction that keeps the take, with the newest story; `bytes` are the main file's
when it is a document (application/json), else empty. Raises ProviderError(BAD_OUTPUT) when it is of no use."""
