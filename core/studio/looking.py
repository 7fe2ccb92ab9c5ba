"""Looking: verbs that show projects, stories, takes, models and how a run goes."""

from __future__ import annotations

from collections.abc import Iterator

from core.catalogue.models import Model
from core.catalogue.voices import Voice, load_voices
from core.pipeline.notes import in_words
from core.pipeline.progress import progress
from core.store import projects, takes
from core.store.jobs import OPEN
from core.story import Project, Segment, Shot, Slot, Story, Take
from core.studio.room import Room
from core.studio.values import Status


class Looking(Room):
    """Verbs that change nothing."""

    async def projects(self, person: str) -> tuple[Project, ...]:
        """The person's projects, the newest first."""
        async with self._database.read() as db:
            return await projects.list_projects(db, owner=person)

    async def takes(self, person: str, project_id: str, slot: Slot) -> tuple[Take, ...]:
        """Every take of a slot, oldest first (B11)."""
        async with self._database.read() as db:
            await self._own(db, person, project_id)
            return await takes.history(db, slot)

    def models(self) -> tuple[Model, ...]:
        """Every model of the catalogue."""
        return tuple(self._catalogue.models.values())

    async def status(self, person: str, project_id: str) -> Status:
        """Where the project's run is."""
        async with self._database.read() as db:
            story = await self._own(db, person, project_id)
        return await self._status(story)

    async def _status(self, story: Story) -> Status:
        """Built from the same rows as everything else (R21)."""
        seen = await self._looked(story.project.id)
        active = {job.slot: seen.progress.get(job.id) for job in seen.jobs if job.state in OPEN}
        shares = {slot: told.share if told else 0.0 for slot, told in active.items()}
        failed = seen.failures
        done = progress(story, shares, {job.slot for job in failed}, self._catalogue)
        words = [told.words for told in active.values() if told and told.words]
        return Status(
            state=seen.run.state.value,
            steps=done.steps,
            share=done.share,
            now=words[0] if words else ", ".join(in_words(active)),
            problems=tuple(dict.fromkeys(job.error for job in failed if job.error)),
        )


def voice_rows() -> tuple[Voice, ...]:
    """Every local voice."""
    return load_voices()


def shot_lines(story: Story) -> Iterator[tuple[Shot, tuple[Segment, ...]]]:
    """Each shot with its lines."""
    for shot in story.shots:
        yield shot, tuple(story.segment(segment) for segment in shot.segments)
