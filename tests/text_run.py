"""Runs the text steps of a story in memory: plan, ask, accept, until nothing is left to ask."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from core.catalogue.models import Catalogue
from core.pipeline import plan as planning
from core.pipeline.planned import Accepted, PlannedJob
from core.providers.base import Done
from core.story import Entity, Project, Scene, Segment, Shot, Slot, SlotKind, Step, Story, Take

TEXT = (SlotKind.STORY, SlotKind.ANALYSIS, SlotKind.SCRIPT, SlotKind.SCENES, SlotKind.SHOTS)
Ask = Callable[[PlannedJob], Awaitable[Done]]
Row = TypeVar("Row", Entity, Segment, Scene, Shot)


@dataclass
class TextRun:
    """One story on its way to its shots."""

    story: Story
    catalogue: Catalogue
    ask: Ask
    jobs: list[PlannedJob] = field(default_factory=list)

    async def until_done(self) -> Story:
        while todo := [job for job in planning.plan(self.story, self.catalogue) if job.slot.kind in TEXT]:
            for job in todo:
                self.jobs.append(job)
                self.take_in(job, await self.ask(job))
        return self.story

    def take_in(self, job: PlannedJob, done: Done) -> None:
        """What the engine does with a finished document."""
        accepted = planning.accept(job.slot, self.story, done.facts, done.main.data, job.request)
        take = Take(
            f"t_{job.slot}", job.slot, "0" * 64, "application/json", fingerprint=job.fingerprint,
            model=job.model, cost=done.cost or 0, facts={**done.facts, **accepted.facts},
        )  # fmt: skip
        self.story = with_rows(self.story, accepted)
        self.story = replace(self.story, takes={**self.story.takes, job.slot: take})

    def of_kind(self, kind: SlotKind) -> list[PlannedJob]:
        return [job for job in self.jobs if job.slot.kind is kind]


def new_story(source: str, model: str, **more: Any) -> Story:
    """A project whose text steps are all done by one model."""
    steps = (Step.STORY, Step.ANALYSIS, Step.SCRIPT, Step.SCENES, Step.SHOTS)
    models = {step.value: model for step in steps}
    return Story(Project("p_0123456789", "local", "", source, models=models, until=Step.SHOTS, **more))


def with_rows(story: Story, accepted: Accepted) -> Story:
    """The story with the rows of an answer, which get ids by their place."""
    changes: dict[str, Any] = {"project": replace(story.project, **accepted.project)}
    if accepted.entities is not None:
        changes["entities"] = _numbered(accepted.entities, "e")
    if accepted.segments is not None:
        changes["segments"] = _numbered(accepted.segments, "sg")
    if accepted.scenes is not None:
        changes["scenes"], changes["shots"] = _numbered(accepted.scenes, "sc"), ()
    if accepted.shots is not None:
        kept = [shot for shot in story.shots if shot.scene_id != accepted.shots_of]
        changes["shots"] = (*kept, *_numbered(accepted.shots, f"{accepted.shots_of}.sh"))
    return replace(story, **changes)


def _numbered(rows: tuple[Row, ...], prefix: str) -> tuple[Row, ...]:
    return tuple(row if row.id else replace(row, id=f"{prefix}{i}") for i, row in enumerate(rows))


def slot(kind: SlotKind, target: str = "p_0123456789") -> Slot:
    return Slot(kind, target)
