"""The newest story of each project, read once per version and carried forward take by take."""

from __future__ import annotations

import dataclasses

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.models import LOCAL
from core.store import projects
from core.story import SlotKind, Story, Take

MOST = 40_000_000
"""Bytes that the stories kept in memory may take, by the measure of `weight`: some hundred short films."""

_ROW = 1_700
"""Bytes that a line, shot, entity or take has in memory (measured: 80 kB for a film of 48 of them)."""


def weight(story: Story) -> int:
    """About how many bytes a story takes in memory."""
    rows = (story.entities, story.segments, story.scenes, story.shots, story.takes, story.drawn)
    return _ROW * (1 + sum(map(len, rows))) + 2 * (len(story.project.source) + len(story.project.text))


class Stories:
    """A story is read again only when its version is not the one that is known.

    A finished job usually adds one take; then the known story is carried forward instead of read again.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, Story]] = {}
        self._weight = 0

    async def at(self, db: AsyncConnection, project_id: str, version: int) -> Story:
        """The story as this transaction sees it, which has found `version`. Raises NotFound."""
        known = self.known(project_id, version)
        return known or self._keep(project_id, version, await projects.load_story(db, project_id))

    def known(self, project_id: str, version: int) -> Story | None:
        """The story at this version, if it is at hand."""
        known = self._known.get(project_id)
        if known is None or known[0] != version:
            return None
        self._known[project_id] = self._known.pop(project_id)
        return known[1]

    def add_take(self, project_id: str, version: int, story: Story, take: Take) -> None:
        """A transaction that saw `story` at `version` selected `take`, nothing else, and is committed."""
        drawn = story.drawn
        if take.slot.kind is SlotKind.REFERENCE and take.model.startswith(f"{LOCAL}:"):
            drawn = {**drawn, take.slot.target: take}
        changed = dataclasses.replace(
            story, takes={**story.takes, take.slot: take}, drawn=drawn, pinned=story.pinned - {take.slot}
        )
        self._keep(project_id, version + 1, changed)

    def _keep(self, project_id: str, version: int, story: Story) -> Story:
        """The one that was looked at longest ago goes first; a story too large for all is kept alone."""
        self._forget(project_id)
        self._known[project_id] = (version, story)
        self._weight += weight(story)
        while self._weight > MOST and len(self._known) > 1:
            self._forget(next(iter(self._known)))
        return story

    def _forget(self, project_id: str) -> None:
        known = self._known.pop(project_id, None)
        if known is not None:
            self._weight -= weight(known[1])
