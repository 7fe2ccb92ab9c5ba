"""Making a step anew although nothing it is made from has changed."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from core.pipeline import plan as planning
from core.store import projects, wishes
from core.story import Origin, Slot, Step, Story


async def wish_anew(db: AsyncConnection, project_id: str, step: Step) -> tuple[Slot, ...]:
    """Ask for another one in every slot of the step; returns those slots. Raises NotFound.

    Until the new takes are there the old ones stay in use.
    """
    story = await projects.load_story(db, project_id)
    slots = tuple(slot for slot in slots_of(story, step) if not _is_persons(story, slot))
    for slot in slots:
        wish = story.wish(slot)
        await wishes.set_wish(db, project_id, slot, replace(wish, variation=wish.variation + 1))
    return slots


def slots_of(story: Story, step: Step) -> list[Slot]:
    """Every slot the step fills today."""
    modules = [module for module in planning.STEPS.values() if module.STEP is step]
    return [slot for module in modules for slot in module.slots(story)]


def _is_persons(story: Story, slot: Slot) -> bool:
    take = story.takes.get(slot)
    return slot in story.pinned or (take is not None and take.origin is Origin.UPLOAD)
