"""Levels: which models a film, or some of its shots, are raised to; words and voices stay as they are (B4)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from core.catalogue.models import LOCAL, Catalogue
from core.errors import BadInput
from core.pipeline import bundle, lipsync, looks
from core.story import Origin, Shot, Slot, SlotKind, Step, Story, Wish

ANIMATIC = "animatic"

STEPS: Mapping[str, tuple[Step, ...]] = {
    ANIMATIC: (Step.REFS, Step.FRAMES, Step.VIDEOS, Step.LIPSYNC),
    "written": (Step.STORY, Step.ANALYSIS, Step.SCRIPT, Step.SCENES, Step.SHOTS),
    "pictures": (Step.REFS, Step.FRAMES),
    "clips": (Step.REFS, Step.FRAMES, Step.VIDEOS, Step.LIPSYNC),
}
"""What a level changes in a film whose story is told. Its timeline stays, unless it is to be written anew."""

OF_A_SHOT = {Step.FRAMES: SlotKind.FRAME, Step.VIDEOS: SlotKind.CLIP, Step.LIPSYNC: SlotKind.LIPSYNC}


def level_models(
    catalogue: Catalogue, level: str, keys: Collection[str], story: Story | None
) -> dict[str, str]:
    """Step -> model id of a level; for a story that is told already only the steps of its pictures.

    Pictures that a model makes are looked at (R19), even in a film whose own analysis was done by this machine:
    for that `looks.EYES` stands among them.

    Raises NotFound for an unknown level, BadInput when no key opens what the level is about.
    """
    chosen = catalogue.level(level, keys)
    told = story is not None and story.take(SlotKind.STORY, story.project.id) is not None
    about = STEPS.get(level, tuple(chosen))
    _check_keys(catalogue, level, chosen, about)
    found = {step.value: model for step, model in chosen.items() if not told or step in about}
    painted = told and not chosen.get(Step.FRAMES, LOCAL).startswith(LOCAL)
    return found | (looks.eyes(catalogue, keys) if painted else {})


def models_after(story: Story, models: Mapping[str, str], *, whole: bool) -> dict[str, str]:
    """A film's models once it takes these of a level; for some of its shots only who looks at them."""
    taken = models if whole else {name: model for name, model in models.items() if name == looks.EYES}
    return {**story.project.models, **taken}


def eyes_for(
    story: Story, catalogue: Catalogue, keys: Collection[str], slot: Slot, model: str
) -> dict[str, str]:
    """What a film's models gain when one picture is to be made by this model; nothing when it has eyes."""
    told = looks.EYES in story.project.models or not model or slot.kind not in looks.PICTURED
    if told or catalogue.model(model).provider.startswith(LOCAL):
        return {}
    return looks.eyes(catalogue, keys)


def raising(
    story: Story, catalogue: Catalogue, models: Mapping[str, str], shots: Iterable[Shot]
) -> dict[Slot, Wish]:
    """The wishes that bring some shots, and the references of what they show, to a level's models.

    A person's own files, and what they chose to keep of a model's work, stay.
    """
    wished: dict[Slot, Wish] = {}
    shots = tuple(shots)
    for shot in shots:
        for step, kind in OF_A_SHOT.items():
            slot = Slot(kind, shot.id)
            skipped = kind is SlotKind.LIPSYNC and not lipsync.wanted(shot, story)
            if step.value in models and not skipped and not _kept(slot, story):
                wished[slot] = replace(story.wish(slot), model=models[step.value])
    wished |= references_for(story, catalogue, shots, models.get(Step.REFS.value, ""))
    return {slot: wish for slot, wish in wished.items() if wish != story.wish(slot) or slot in story.pinned}


def references_for(story: Story, catalogue: Catalogue, shots: Iterable[Shot], model: str) -> dict[Slot, Wish]:
    """The wishes that give the drawn references of some shots to a model, so that their frames can be made.

    One that is made by a model already stays with it, whatever model the frames get: nothing is bought twice.
    """
    if not model or catalogue.model(model).draws or Step.REFS not in catalogue.model(model).steps:
        return {}
    entities = (one for shot in shots for one in (*bundle.shown(shot, story), *bundle.around(shot, story)))
    slots = dict.fromkeys(Slot(SlotKind.REFERENCE, entity.id) for entity in entities)
    project = story.project.models.get(Step.REFS.value, "")
    drawn = (slot for slot in slots if catalogue.chosen(Step.REFS, story.wish(slot).model or project).draws)
    return {slot: replace(story.wish(slot), model=model) for slot in drawn if not _kept(slot, story)}


def _kept(slot: Slot, story: Story) -> bool:
    take = story.takes.get(slot)
    if take is None:
        return False
    return take.origin is Origin.UPLOAD or (slot in story.pinned and not take.model.startswith(LOCAL))


def _check_keys(catalogue: Catalogue, level: str, chosen: Mapping[Step, str], about: Iterable[Step]) -> None:
    """A level whose main step could only be done by a local maker is not that level."""
    main = {"written": Step.STORY, "pictures": Step.FRAMES, "clips": Step.VIDEOS}.get(level)
    if main is None or not chosen.get(main, LOCAL).startswith(LOCAL):
        return
    rows = (catalogue.model(model_id) for model_id in catalogue.levels[level][main])
    keys = dict.fromkeys(catalogue.lanes[row.provider].key for row in rows if catalogue.lanes[row.provider].key)
    raise BadInput(
        f"The level {level!r} needs a key that is not set.",
        next_step=f"Set {' or '.join(keys)} in the environment or in .env; see: video-story models",
    )
