"""Remaking: verbs that make single things anew or raise shots in place; nothing is lost (B4, B11)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from core.changes import shot_at
from core.errors import BadInput, NotReady
from core.jobs.ledger import dollars
from core.pipeline import bundle, levels
from core.pipeline.plan import STEPS
from core.store import assets, projects, takes, wishes
from core.store.runs import Run
from core.story import Entity, Origin, Shot, Slot, SlotKind, Step, Story, Wish
from core.studio import agreeing
from core.studio.editing import Editing
from core.studio.looking import Looking
from core.studio.paying import Paying
from core.studio.room import check_slot
from core.studio.values import Again, StyleUse

PROMPTED = frozenset({SlotKind.REFERENCE, SlotKind.FRAME})
"""Kinds whose words are kept with their entity or shot, so that a person finds and changes them there."""


class Remaking(Looking, Editing, Paying):
    """Verbs that make again."""

    async def rerun(self, person: str, project_id: str, step: Step, *, quote_id: str = "") -> Run:
        """Make every slot of one step anew; old takes are kept (B11). Raises NotFound."""
        await self.story(person, project_id)
        return await self._on_engine(lambda engine: engine.rerun(project_id, step))

    async def regenerate(
        self,
        person: str,
        project_id: str,
        slot: Slot,
        again: Again | None = None,
        *,
        max_cost: int | None = None,
    ) -> Run:
        """Make one slot anew, with what it needs; everything made before is kept (B11).

        A full run that is under way takes it in; else only this slot is made. `max_cost` (micro-dollars)
        agrees to today's price, and refuses one that is higher; without it only ceilings speak. A frame by a
        model has the drawn references of what it shows made by that model too.

        Raises NotFound, BadInput, NotReady.
        """
        wish = again or Again()
        pictures = [await self._picture(person, project_id, one) for one in wish.references]
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            check_slot(story, slot)
            self._check_model(STEPS[slot.kind].STEP, wish.model)
            await assets.insert_assets(db, [one for one in pictures if isinstance(one, assets.Asset)])
            named = tuple(one if isinstance(one, str) else one.sha for one in pictures)
            await self._wish(db, story, slot, wish, named)
            changed = await self._own(db, person, project_id)
            if max_cost is not None:
                await agreeing.lift(db, changed.project, self._checked_price(changed, slot, max_cost))
        return await self._on_engine(lambda engine: engine.run(project_id, only=(slot,)))

    async def price_again(
        self, person: str, project_id: str, slot: Slot, again: Again | None = None
    ) -> tuple[int, int]:
        """Low and high, in micro-dollars, of `regenerate` with the same words; changes nothing (R30).

        Raises NotFound, BadInput, NotReady.
        """
        story = await self.story(person, project_id)
        check_slot(story, slot)
        wish = again or Again()
        self._check_model(STEPS[slot.kind].STEP, wish.model)
        named = tuple(str(one) for one in wish.references)
        wishes_then = {**story.wishes, slot: _wished(story, slot, wish, named)}
        takes_then = {key: take for key, take in story.takes.items() if key != slot}
        project_then = replace(story.project, models={**story.project.models, **self._eyes(story, slot, wish)})
        tried = replace(
            story, project=project_then, wishes=wishes_then, takes=takes_then, pinned=story.pinned - {slot}
        )
        return self._price_of(tried, slot)

    async def upgrade(
        self,
        person: str,
        project_id: str,
        shots: tuple[int, ...] | None = None,
        to: str = "clips",
        *,
        quote_id: str = "",
    ) -> Run:
        """Raise some shots (counted from 1), or all for None, to "pictures" or "clips" in place, and run (B4).

        The references of what they show are made with them; other shots stay as they are. Raises NotFound,
        NotReady before there are shots, BadInput without a key, and what an expired quote raises.
        """
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            if not story.shots:
                raise NotReady("This film has no shots yet.", next_step=f"Run: video-story resume {project_id}")
            models = await self._level_models(db, story, to)
            if quote_id:
                await self._agree(db, story, quote_id, level=to, shots=shots)
            chosen = story.shots if shots is None else [shot_at(story, number) for number in shots]
            after = levels.models_after(story, models, whole=shots is None)
            if after != story.project.models:
                await projects.update_project(db, project_id, models=after)
            for slot, wish in levels.raising(story, self._catalogue, models, chosen).items():
                await wishes.set_wish(db, project_id, slot, wish)
        return await self._on_engine(lambda engine: engine.run(project_id, Step.EXPORT))

    async def style_use(self, person: str, project_id: str) -> tuple[StyleUse, ...]:
        """Which models of better pictures are given the film's style as a picture; none without their keys.

        Raises NotFound.
        """
        story = await self.story(person, project_id)
        try:
            async with self._database.read() as db:
                chosen = await self._level_models(db, story, "pictures")
        except BadInput:
            return ()
        chosen |= {step: model for step, model in story.project.models.items() if step in chosen}
        return tuple(self._style_use(step, chosen[step]) for step in Step if step in chosen)

    # Inside

    def _eyes(self, story: Story, slot: Slot, again: Again) -> dict[str, str]:
        return levels.eyes_for(story, self._catalogue, self._settings.keys(), slot, again.model)

    def _style_use(self, step: Step, model: str) -> StyleUse:
        row, keys = self._catalogue.model(model), self._settings.keys()
        takes = bundle.takes_style(row)
        able = (one for one in self._catalogue.able(step) if one.offered and bundle.takes_style(one))
        others = tuple(one.title for one in able if self._catalogue.reachable(one, keys))
        return StyleUse(step, row.title, takes, row.references.most, () if takes else others)

    def _checked_price(self, story: Story, slot: Slot, max_cost: int) -> int:
        """What making the slot costs at the most, in micro-dollars. Raises BadInput when that is too much."""
        _, high = self._price_of(story, slot)
        if high > max_cost:
            raise BadInput(
                f"This costs up to {dollars(high)}, more than the {dollars(max_cost)} you allow.",
                next_step="Allow more, or choose a cheaper model.",
            )
        return high

    async def _wish(
        self, db: AsyncConnection, story: Story, slot: Slot, again: Again, named: tuple[str, ...]
    ) -> None:
        """Write what the person asks for: words where they belong, the rest as a wish of the slot."""
        wish = _wished(story, slot, again, named)
        if again.prompt is not None and not _once(slot, again):
            words = {"prompt": again.prompt, "prompt_is_own": bool(again.prompt)}
            if slot.kind is SlotKind.REFERENCE:
                await projects.edit(db, Entity, slot.target, **words)
            else:
                await projects.edit(db, Shot, slot.target, **words)
        current = story.takes.get(slot)
        if current is not None and current.origin is Origin.UPLOAD:
            await takes.clear_slot(db, story.project.id, slot)
        await wishes.set_wish(db, story.project.id, slot, wish)
        if eyes := self._eyes(story, slot, again):
            await projects.update_project(db, story.project.id, models={**story.project.models, **eyes})
        if slot.kind is SlotKind.FRAME:
            needed = levels.references_for(story, self._catalogue, [story.shot(slot.target)], wish.model)
            for other, asked in needed.items():
                await wishes.set_wish(db, story.project.id, other, asked)


def _wished(story: Story, slot: Slot, again: Again, named: tuple[str, ...]) -> Wish:
    """What is asked for from now on. Raises NotReady when there is no picture to be edited."""
    old, current = story.wish(slot), story.takes.get(slot)
    if again.edit_existing and (current is None or not current.mime.startswith("image/")):
        raise NotReady("There is no picture yet that could be edited.", next_step="Make one first.")
    kept = old.prompt if slot.kind not in PROMPTED and again.prompt is None else ""
    return Wish(
        model=again.model or old.model,
        variation=old.variation + again.variation,
        references=named,
        edit=current.asset if again.edit_existing and current else "",
        prompt=(again.prompt or "") if _once(slot, again) and again.prompt is not None else kept,
    )


def _once(slot: Slot, again: Again) -> bool:
    """Whether the words are for this slot's wish alone: those of an edit, and of what has no field for them."""
    return again.edit_existing or slot.kind not in PROMPTED
