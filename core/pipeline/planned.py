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
    priority: int
    """Smaller goes first."""
    estimate: int = 0
    """Micro-dollars to hold before it starts."""
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Rows that an answer turns into, written in the transaction that stores its take.

    None leaves rows as they are; a tuple replaces them all. A row with an empty id is new and gets one.
    """

    project: Mapping[str, Any] = field(default_factory=dict)
    """Project columns to set: title, text, language."""
    entities: tuple[Entity, ...] | None = None
    segments: tuple[Segment, ...] | None = None
    scenes: tuple[Scene, ...] | None = None
    shots: tuple[Shot, ...] | None = None
    """Replaces the shots of `scene` only."""
    scene: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Added to the take's facts; a document goes under "document"."""


Plan = Callable[[Story], Sequence[PlannedJob]]
Accept = Callable[[Slot, Story, Mapping[str, Any], bytes], Accepted]
"""(slot, story, facts, bytes of the main file when it is a document) -> rows.

Raises ProviderError(BAD_OUTPUT).
"""
