"""Telling: verbs about the words of a film as a whole."""

from __future__ import annotations

from dataclasses import replace

from core.errors import BadInput
from core.pipeline.story import lasting
from core.store import wishes
from core.story import Slot, SlotKind
from core.studio.room import Room

SHORTEST, LONGEST = 10, 1_800
"""Seconds that a story can be asked to last."""


class Telling(Room):
    """Verbs about the story."""

    async def wish_length(self, person: str, project_id: str, seconds: int) -> None:
        """Have the story last about so long when a language model writes it; 0: as long as it needs.

        Counts from the next time it is written (level "written"). Raises NotFound, BadInput.
        """
        if seconds and not SHORTEST <= seconds <= LONGEST:
            raise BadInput(
                f"A story lasts {SHORTEST} s to {LONGEST // 60} min here.", next_step="Give another length."
            )
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            slot = Slot(SlotKind.STORY, project_id)
            wish = replace(story.wish(slot), prompt=lasting(seconds) if seconds else "")
            await wishes.set_wish(db, project_id, slot, wish)
        self._told()
