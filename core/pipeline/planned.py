"""What the plan hands to the jobs, and what an accepted answer asks the store to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.requests import Request
from core.story import Entity, Scene, Segment, Shot, Slot, Step, Story


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """One slot that is missing or stale and whose inputs are all there."""

    slot: Slot
    step: Step
    model: str
    """Catalogue id, such as "local:artist"."""
    provider: str
    """The lane it waits in."""
    request: Request
    fingerprint: str
    priority: int = 0
    """The highest is begun first."""
    estimate: int = 0
    """Micro-dollars to hold before it starts."""
    prompt: str = ""
    """Saved before the job begins (R4): with the job and, for a reference or frame, in its entity or shot."""
    endpoint: str = ""
    """What the maker calls the model."""


@dataclass(frozen=True, slots=True)
class Coming:
    """One slot that cannot be asked for yet, only because others are missing."""

    lane: str
    model: str
    seconds: float
    """What the model usually takes, as its row says."""
    priority: int
    needs: frozenset[Slot]
    """The missing slots, directly or not."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Rows that an answer turns into, written in the transaction that stores its take.

    None leaves rows as they are; a tuple replaces them all. Ids: see core/store/rows.py; rows of one answer may
    refer to each other.
    """

    project: Mapping[str, Any] = field(default_factory=dict)
    """Project columns to set: title, text, language."""
    entities: tuple[Entity, ...] | None = None
    segments: tuple[Segment, ...] | None = None
    scenes: tuple[Scene, ...] | None = None
    shots: tuple[Shot, ...] | None = None
    shots_of: str = ""
    """The one scene whose shots these are; `index` counts within it."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Added to the take's facts; a document goes under "document"."""


NOTHING = Accepted()
"""The answer changes no row and is only a take."""

Plan = Callable[[Story], Sequence[PlannedJob]]
"""Pure. Everything missing or stale whose inputs are ready, up to `story.project.until`, whether or not a
job for it is under way."""
