"""The newest story of each project, read once per version and carried forward take by take."""

from __future__ import annotations

import dataclasses

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.models import LOCAL
from core.store import projects
from core.story import SlotKind, Story, Take

_KEPT = 32
"""How many projects' stories stay in memory."""


class Stories:
    """A story is read again only when its version is not the one that is known.

    A finished job usually adds one take; then the known story is carried forward instead of read again.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, Story]] = {}

    async def at(self, db: AsyncConnection, project_id: str, version: int) -> Story:
        """The story as this transaction sees it, which has found `version`. Raises NotFound."""
        known = self._known.get(project_id)
        if known is not None and known[0] == version:
            return known[1]
        return self._keep(project_id, version, await projects.load_story(db, project_id))

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
        self._known.pop(project_id, None)
        self._known[project_id] = (version, story)
        while len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
        return story
