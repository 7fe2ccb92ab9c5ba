"""What the Studio's verbs take and give: frozen values that every face may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.intake import Source
from core.pipeline.progress import StepStatus
from core.story import Aspect, Captions

__all__ = ["Brief", "Delivered", "Status", "StepStatus"]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a person asks for: a story and the choices for its film."""

    source: Source
    aspect: Aspect = Aspect.WIDE
    fps: int = 24
    style: str = ""
    language: str = ""
    captions: Captions = Captions.BURNED
    keep_text: bool = False
    voices: Mapping[str, str] = field(default_factory=dict)
    """Lower-case name, "narrator" included -> voice id."""
    music: Path | None = None
    guides: tuple[tuple[str, Path], ...] = ()
    """(entity name, photo)."""


@dataclass(frozen=True, slots=True)
class Status:
    """Where a run is (R21)."""

    state: str
    """"running", "finished", "stopped", "paused", "cancelled" or "idle"."""
    steps: tuple[StepStatus, ...]
    share: float
    now: str = ""
    """What is being made right now, in a few words."""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivered:
    """A finished film in a folder."""

    project: str
    title: str
    seconds: float
    passed: bool
    cost: int
    """Micro-dollars."""
    files: Mapping[str, Path]
    notes: tuple[str, ...] = ()
