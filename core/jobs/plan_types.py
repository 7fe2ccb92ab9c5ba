"""The seam between the planner and the engine: what can be made now, and what an answer means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.providers.base import Done
from core.requests import Request
from core.story import Entity, Scene, Segment, Shot, Slot, Step, Story


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """One thing that is missing or stale and whose inputs are ready."""

    slot: Slot
    step: Step
    model: str
    """Catalogue id, such as "local:artist"."""
    provider: str
    """Name of the maker and of its lane."""
    request: Request
    fingerprint: str
    priority: int = 0
    """The highest is begun first."""
    estimate: int = 0
    """Micro-dollars held before the maker is called."""
    prompt: str = ""
    """Saved before the job begins (R4): with the job and, for a reference or frame, in its entity or shot."""
    endpoint: str = ""
    """What the maker calls the model; empty takes what follows the first colon of `model`."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What an answer means for the project: rows in the place of the old ones, and facts about the take.

    None leaves rows as they are. Ids: see core/store/rows.py; rows of one answer may refer to each other.
    """

    project: Mapping[str, Any] = field(default_factory=dict)
    """Project fields to change, such as text, title, language."""
    entities: tuple[Entity, ...] | None = None
    segments: tuple[Segment, ...] | None = None
    scenes: tuple[Scene, ...] | None = None
    shots: tuple[Shot, ...] | None = None
    shots_of: str = ""
    """The one scene whose shots these are; `index` counts within it."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Added to the facts the maker measured."""


NOTHING = Accepted()
"""The answer changes no row and is only a take."""

Plan = Callable[[Story], Sequence[PlannedJob]]
"""Pure. Everything missing or stale whose inputs are ready, up to `story.project.until`, whether or not a
job for it is under way: the engine leaves those out."""

Accept = Callable[[Story, PlannedJob, Done, bytes], Accepted]
"""Pure. Called inside the transaction that keeps the take, with the newest story; `bytes` are the main file's
when it is a document (application/json), else empty. Raises ProviderError(BAD_OUTPUT) when it is of no use."""
