"""Levels: which models a film, or some of its shots, are raised to; words and voices stay as they are (B4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from core.catalogue.models import LOCAL, Catalogue
from core.errors import BadInput
from core.pipeline import bundle, lipsync
from core.story import Origin, Shot, Slot, SlotKind, Step, Story, Wish

ANIMATIC = "animatic"

STEPS: Mapping[str, tuple[Step, ...]] = {
    ANIMATIC: (Step.REFS, Step.FRAMES, Step.VIDEOS, Step.LIPSYNC),
    "pictures": (Step.REFS, Step.FRAMES),
    "clips": (Step.REFS, Step.FRAMES, Step.VIDEOS, Step.LIPSYNC),
}
"""What a level changes in a film whose story is told: its timeline stays."""

OF_A_SHOT = {Step.FRAMES: SlotKind.FRAME, Step.VIDEOS: SlotKind.CLIP, Step.LIPSYNC: SlotKind.LIPSYNC}


def level_models(
    catalogue: Catalogue, level: str, keys: Collection[str], story: Story | None
) -> dict[str, str]:
    """Step -> model id of a level; for a story that is told already only the steps of its pictures.

    Raises NotFound for an unknown level, BadInput when no key opens what the level is about.
    """
    chosen = catalogue.level(level, keys)
    told = story is not None and story.take(SlotKind.STORY, story.project.id) is not None
    about = STEPS.get(level, tuple(chosen))
    _check_keys(catalogue, level, chosen, about)
    return {step.value: model for step, model in chosen.items() if not told or step in about}


def raising(
    story: Story, catalogue: Catalogue, models: Mapping[str, str], shots: Iterable[Shot]
) -> dict[Slot, Wish]:
    """The wishes that bring some shots to a level's models.

    A person's own files, and what they chose to keep of a model's work, stay. References follow their frames
    (refs.fitting), unless one was wished to be drawn: that wish is taken back.
    """
    wished: dict[Slot, Wish] = {}
    for shot in shots:
        for step, kind in OF_A_SHOT.items():
            slot = Slot(kind, shot.id)
            skipped = kind is SlotKind.LIPSYNC and not lipsync.wanted(shot, story)
            if step.value in models and not skipped and not _kept(slot, story):
                wished[slot] = replace(story.wish(slot), model=models[step.value])
        for entity in bundle.shown(shot, story):
            slot = Slot(SlotKind.REFERENCE, entity.id)
            drawn = story.wish(slot).model and catalogue.model(story.wish(slot).model).draws
            if drawn and not catalogue.model(models.get(Step.FRAMES.value, "local:artist")).draws:
                wished[slot] = replace(story.wish(slot), model="")
    return {slot: wish for slot, wish in wished.items() if wish != story.wish(slot) or slot in story.pinned}


def _kept(slot: Slot, story: Story) -> bool:
    take = story.takes.get(slot)
    if take is None:
        return False
    return take.origin is Origin.UPLOAD or (slot in story.pinned and not take.model.startswith(LOCAL))


def _check_keys(catalogue: Catalogue, level: str, chosen: Mapping[Step, str], about: Iterable[Step]) -> None:
    """A level whose main step could only be done by a local maker is not that level."""
    main = {"pictures": Step.FRAMES, "clips": Step.VIDEOS}.get(level)
    if main is None or not chosen.get(main, LOCAL).startswith(LOCAL):
        return
    rows = (catalogue.model(model_id) for model_id in catalogue.levels[level][main])
    keys = dict.fromkeys(catalogue.lanes[row.provider].key for row in rows if catalogue.lanes[row.provider].key)
    raise BadInput(
        f"The level {level!r} needs a key that is not set.",
        next_step=f"Set {' or '.join(keys)} in the environment or in .env; see: video-story models",
    )
