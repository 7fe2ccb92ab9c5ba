"""What a person should be told about a film, in sentences, and which slots are stale, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from core.story import Slot, SlotKind, Story

_NAMES = {
    SlotKind.STORY: "story",
    SlotKind.ANALYSIS: "analysis",
    SlotKind.SCRIPT: "script",
    SlotKind.SCENES: "scenes",
    SlotKind.SHOTS: "scene's shots",
    SlotKind.VOICE: "voice",
    SlotKind.SPEECH: "line",
    SlotKind.REFERENCE: "reference",
    SlotKind.FRAME: "frame",
    SlotKind.CLIP: "clip",
    SlotKind.LIPSYNC: "lip sync",
    SlotKind.PIECE: "cut",
    SlotKind.LOOK: "look at a picture",
    SlotKind.FILM: "the film",
}


def notes(story: Story) -> tuple[str, ...]:
    """The makers' remarks, each once: of the story first, then of single lines, then of the film."""
    return tuple(dict.fromkeys(_remarks(story)))


def in_words(slots: Iterable[Slot]) -> Iterator[str]:
    """ "2 lines", "1 lip sync", "the film": how many of each kind."""
    for kind, count in Counter(slot.kind for slot in slots).items():
        name = _NAMES[kind]
        yield name if kind is SlotKind.FILM else f"{count} {name}{'s' if count > 1 else ''}"


def missing(slot: Slot, why: str, story: Story) -> str:
    """A sentence about something that the film had to go on without."""
    return f"No {slot_words(slot, story)}: {why}"


def slot_words(slot: Slot, story: Story) -> str:
    """One slot in words: "frame for shot 3", "reference for Ana", "line for line 12"."""
    shots = {shot.id: f"shot {shot.index + 1}" for shot in story.shots}
    entities = {entity.id: entity.name for entity in story.entities}
    lines = {line.id: f"line {line.index + 1}" for line in story.segments}
    scenes = {scene.id: f"scene {scene.index + 1}" for scene in story.scenes}
    known = {**shots, **entities, **lines, **scenes}
    if slot.kind is SlotKind.SPEECH and slot.target in lines:
        return f"voice of {lines[slot.target]}"
    return f"{_NAMES[slot.kind].removeprefix('the ')} for {known.get(slot.target, 'the film')}"


def problem(slot: Slot, why: str, story: Story) -> str:
    """A sentence about something that the film cannot go on without; names the scene that has no shots (R3)."""
    scene = next((scene for scene in story.scenes if scene.id == slot.target), None)
    if slot.kind is SlotKind.SHOTS and scene is not None:
        return f"Scene {scene.index + 1} ({scene.title}) could not be broken into shots: {why}"
    return why


def _remarks(story: Story) -> Iterator[str]:
    written = story.take(SlotKind.STORY, story.project.id)
    if written is not None:
        yield from written.facts.get("document", {}).get("notes", ())
    for segment in story.segments:
        spoken = story.take(SlotKind.SPEECH, segment.id)
        yield from spoken.facts.get("notes", ()) if spoken else ()
    film = story.take(SlotKind.FILM, story.project.id)
    yield from film.facts.get("notes", ()) if film else ()
