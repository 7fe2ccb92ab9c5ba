"""Editing: verbs that change a project; each says what the change makes stale, and spends nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.changes import Change, apply, own_take
from core.errors import BadInput, Conflict, NotFound
from core.pipeline import plan as planning
from core.pipeline.notes import in_words
from core.pipeline.quote import forecast, total
from core.store import assets, projects, runs, takes
from core.store.runs import RunState
from core.story import Entity, GuideImage, Slot, SlotKind, Step, Story, Take
from core.studio.room import Room, check_slot
from core.studio.values import ChangePreview

BROUGHT: Mapping[SlotKind, str] = {
    SlotKind.REFERENCE: "photo",
    SlotKind.FRAME: "photo",
    SlotKind.CLIP: "clip",
    SlotKind.LIPSYNC: "clip",
}
"""What a person may bring for a slot of each kind."""

MOST_GUIDES = 50
"""Guide images of one entity: any number for a person, and a bound for a mistake."""


class _Undone(Exception):
    """Ends a transaction that was only tried; holds the story as it would be."""

    def __init__(self, story: Story) -> None:
        self.story = story


class Editing(Room):
    """Verbs that change a project."""

    async def change(self, person: str, project_id: str, change: Change) -> tuple[str, ...]:
        """Edit a project, all of it or nothing; tells in words what this makes stale.

        Raises NotFound and BadInput.
        """
        self._check_models(change)
        kept = {path: await self._keep(path, kind) for kind, path in change.files()}
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            await assets.insert_assets(db, kept.values())
            await apply(db, story, change, kept)
        self._told()
        return tuple(in_words(self._stale(await self.story(person, project_id))))

    async def preview_change(self, person: str, project_id: str, change: Change) -> ChangePreview:
        """What `change` would make stale, and what redoing it would cost; saves nothing. Raises as `change`."""
        self._check_models(change)
        kept = {path: await self._keep(path, kind) for kind, path in change.files()}
        now = await self.story(person, project_id)
        try:
            async with self._database.write() as db:
                story = await self._own(db, person, project_id)
                await assets.insert_assets(db, kept.values())
                await apply(db, story, change, kept)
                raise _Undone(await self._own(db, person, project_id))
        except _Undone as undone:
            tried = undone.story
        before = set(self._stale(now))
        stale = [slot for slot in self._stale(tried) if slot not in before]
        then, without = (total(forecast(story, self._catalogue)) for story in (tried, now))
        low, high = (max(0, more - less) for more, less in zip(then, without, strict=True))
        return ChangePreview(tuple(in_words(stale)), tuple(stale), low, high)

    async def add_guides(
        self, person: str, project_id: str, entity_id: str, files: Sequence[Path]
    ) -> tuple[GuideImage, ...]:
        """Photos that show how an entity looks, after those it has; all or none.

        JPEG, PNG, WebP or HEIC; kept upright, bounded, without EXIF. Raises NotFound and BadInput.
        """
        entity = self._entity(await self.story(person, project_id), entity_id)
        kept = [await self._keep(path, "photo") for path in files]
        async with self._database.write() as db:
            story = await self._as_known(db, person, project_id)  # nothing was changed in here yet
            if len(story.guides_of(entity.id)) + len(kept) > MOST_GUIDES:
                raise BadInput(f"{entity.name} would have more than {MOST_GUIDES} guide images.")
            await assets.insert_assets(db, kept)
            made = [await projects.add_guide(db, entity.id, asset.sha) for asset in kept]
        self._told()
        return tuple(made)

    async def order_guides(
        self, person: str, project_id: str, entity_id: str, guide_ids: Sequence[str]
    ) -> tuple[GuideImage, ...]:
        """Put an entity's guide images into this order; those not named come after. Raises NotFound."""
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            entity = self._entity(story, entity_id)
            known = [guide.id for guide in story.guides_of(entity.id)]
            if unknown := next((guide for guide in guide_ids if guide not in known), None):
                raise NotFound(f"{entity.name} has no guide image {unknown}.")
            order = list(dict.fromkeys([*guide_ids, *known]))
            await projects.order_guides(db, entity.id, order)
            changed = await self._own(db, person, project_id)
        self._told()
        return changed.guides_of(entity.id)

    async def remove_guide(self, person: str, project_id: str, guide_id: str) -> None:
        """Take a guide image away; takes made with it stay. Raises NotFound."""
        async with self._database.write() as db:
            story = await self._own(db, person, project_id)
            if all(guide.id != guide_id for guide in story.guides):
                raise NotFound(f"There is no guide image {guide_id} in this project.")
            await projects.remove_guide(db, guide_id)
        self._told()

    async def project_of_guide(self, person: str, guide_id: str) -> str:
        """The project a guide image of this person belongs to. Raises NotFound."""
        async with self._database.read() as db:
            project_id = await projects.project_of_guide(db, guide_id)
            story = await self._own(db, person, project_id)
        return story.project.id

    async def clear(self, person: str, project_id: str, slot: Slot) -> None:
        """Use no take in this slot; guide images, prompts and history stay (R18). Raises NotFound, BadInput."""
        async with self._database.write() as db:
            check_slot(await self._own(db, person, project_id), slot)
            if slot.kind not in BROUGHT:
                raise BadInput(f"A {slot.kind.value} cannot be cleared, only pictures and clips.")
            await takes.clear_slot(db, project_id, slot)
        self._told()

    async def upload(self, person: str, project_id: str, slot: Slot, file: Path) -> Take:
        """A person's own reference, frame, clip or lip-synced clip becomes the take in use; it is never stale.

        Raises NotFound and BadInput.
        """
        check_slot(await self.story(person, project_id), slot)
        kind = BROUGHT.get(slot.kind)
        if kind is None:
            raise BadInput(f"A {slot.kind.value} cannot be brought, only pictures and clips.")
        asset = await self._keep(file, kind)
        async with self._database.write() as db:
            check_slot(await self._own(db, person, project_id), slot)
            await assets.insert_assets(db, [asset])
            take = await takes.insert_take(db, project_id, own_take(slot, asset))
        self._told()
        return take

    async def select(self, person: str, project_id: str, take_id: str) -> Take:
        """Use an earlier take again, whatever was changed since (B11). Raises NotFound."""
        async with self._database.write() as db:
            await self._own(db, person, project_id)
            owner = await takes.project_of(db, take_id)
            if owner != project_id:
                raise NotFound(f"There is no take {take_id} in this project.")
            take = await takes.select_take(db, take_id, pinned=True)
        self._told()
        return take

    async def put_away(self, person: str, project_id: str, *, away: bool = True) -> None:
        """Leave a project out of lists, or show it there again; nothing of it is touched. Raises NotFound."""
        async with self._database.write() as db:
            await self._owned(db, person, project_id)
            await projects.put_away(db, project_id, away=away)
        self._told()

    async def delete_project(self, person: str, project_id: str) -> None:
        """Take a project away with all its takes; its costs stay in the books. Raises NotFound, Conflict."""
        async with self._database.write() as db:
            await self._own(db, person, project_id)
            run = await runs.load_run(db, project_id)
            if run.state is RunState.RUNNING:
                raise Conflict("This project is being made.", next_step="Cancel its run first.")
            await projects.delete_project(db, project_id)
        self._told()

    # Inside

    def _stale(self, story: Story) -> list[Slot]:
        return planning.stale_slots(story, self._catalogue)

    def _check_models(self, change: Change) -> None:
        for step, model in change.models:
            self._check_model(Step(step), model)

    def _entity(self, story: Story, entity_id: str) -> Entity:
        found = next((entity for entity in story.entities if entity.id == entity_id), None)
        if found is None:
            raise NotFound(f"There is no {entity_id} in this project.")
        return found
