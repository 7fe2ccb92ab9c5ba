"""Doing without: verbs that let the free makers finish a film, or one shot, so that nothing more is bought."""

from __future__ import annotations

from dataclasses import replace

from core.catalogue.models import LOCAL
from core.changes import shot_at
from core.pipeline import offers as offering
from core.pipeline.imagined import RICH, wanted
from core.store import wishes
from core.story import Slot, SlotKind, Story
from core.studio.room import Room

OF_A_SHOT = (SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC)


class DoingWithout(Room):
    """Verbs that buy nothing more."""

    async def do_without(
        self, person: str, project_id: str, shots: tuple[int, ...] | None = None
    ) -> tuple[Slot, ...]:
        """Give what these shots (from 1; None: the whole film) still lack to the free makers; gives its slots.

        Takes that are there stay; another model can be chosen again at any time. Nothing is begun.
        Raises NotFound.
        """
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            meant = None if shots is None else {shot_at(story, number).id for number in shots}
            free = self._free_instead(story, meant)
            for slot, model in free.items():
                await wishes.set_wish(db, project_id, slot, replace(story.wish(slot), model=model))
        self._told()
        return tuple(free)

    # Inside

    def _free_instead(self, story: Story, shots: set[str] | None) -> dict[Slot, str]:
        """Slots that are still to be paid for -> the free model of their step."""
        rows = {step: self._catalogue.able(step) for step in offering.STEP_OF.values()}
        local = {step: row.id for step in rows for row in rows[step] if row.provider.startswith(LOCAL)}
        found: dict[Slot, str] = {}
        for want in wanted(story, self._catalogue, RICH):
            kind, step = want.slot.kind, offering.STEP_OF.get(want.slot.kind)
            mine = shots is None or (kind in OF_A_SHOT and want.slot.target in shots)
            if mine and step in local and not want.model.provider.startswith(LOCAL):
                found[want.slot] = local[step]
        return found
