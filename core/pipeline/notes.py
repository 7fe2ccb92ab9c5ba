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
    shots = {shot.id: f"shot {shot.index + 1}" for shot in story.shots}
    entities = {entity.id: entity.name for entity in story.entities}
    where = shots.get(slot.target) or entities.get(slot.target) or "the film"
    return f"No {_NAMES[slot.kind]} for {where}: {why}"


def _remarks(story: Story) -> Iterator[str]:
    written = story.take(SlotKind.STORY, story.project.id)
    if written is not None:
        yield from written.facts.get("document", {}).get("notes", ())
    for segment in story.segments:
        spoken = story.take(SlotKind.SPEECH, segment.id)
        yield from spoken.facts.get("notes", ()) if spoken else ()
    film = story.take(SlotKind.FILM, story.project.id)
    yield from film.facts.get("notes", ()) if film else ()
