"""Paying: verbs that say what things cost."""

from __future__ import annotations

from core.store import money
from core.studio.room import Room


class Paying(Room):
    """Verbs about money."""

    async def _spent(self, project_id: str) -> int:
        async with self._database.read() as db:
            return (await money.balance(db, project_id=project_id)).spent
