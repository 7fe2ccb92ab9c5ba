"""Editing: verbs that change a project; each says what the change makes stale, and spends nothing."""

from __future__ import annotations

from core.changes import Change, apply
from core.errors import NotFound
from core.pipeline import plan as planning
from core.pipeline.notes import in_words
from core.store import assets, takes
from core.studio.room import Room


class Editing(Room):
    """Verbs that change a project."""

    async def change(self, person: str, project_id: str, change: Change) -> tuple[str, ...]:
        """Edit a project, all of it or nothing; tells in words what this makes stale.

        Raises NotFound and BadInput.
        """
        kept = {path: await self._keep(path, kind) for kind, path in change.files()}
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            await assets.insert_assets(db, kept.values())
            await apply(db, story, change, kept)
        stale = planning.stale_slots(await self.story(person, project_id), self._catalogue)
        return tuple(in_words(stale))

    async def select(self, person: str, project_id: str, take_id: str) -> None:
        """Use an earlier take again (B11). Raises NotFound."""
        async with self._database.write() as db:
            await self._own(db, person, project_id)
            owner, _ = await takes.load_take(db, take_id)
            if owner != project_id:
                raise NotFound(f"There is no take {take_id} in this project.")
            await takes.select_take(db, take_id, pinned=True)
