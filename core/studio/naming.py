"""Naming: the words people use for a slot, and which shots they mean."""

from __future__ import annotations

from core.changes import entity_named, line_at, shot_at
from core.errors import BadInput
from core.story import Slot, SlotKind, Story

__all__ = ["entity_named", "numbers", "slot_named"]

OF_A_SHOT = (SlotKind.FRAME, SlotKind.CLIP, SlotKind.LIPSYNC)
OF_AN_ENTITY = (SlotKind.REFERENCE, SlotKind.VOICE)

HOW = "Say it as frame:3, clip:3, lipsync:3, line:5, reference:Ana, voice:Ana or film."


def slot_named(story: Story, words: str) -> Slot:
    """The slot a person means by "frame:3", "clip:3", "line:5", "reference:Ana" and the like (HOW).

    Shots and lines count from 1; an entity's id will do for its name. Raises BadInput, NotFound.
    """
    name, _, target = words.strip().partition(":")
    kind = {"line": SlotKind.SPEECH, "narrator": SlotKind.VOICE}.get(name) or _kind(name, words)
    if kind is SlotKind.FILM or (kind is SlotKind.VOICE and target.casefold() in ("", "narrator")):
        return Slot(kind, story.project.id)
    if kind in OF_AN_ENTITY:
        return Slot(kind, entity_named(story, target).id)
    if kind is SlotKind.SPEECH:
        return Slot(kind, line_at(story, _number(target, words)).id)
    return Slot(kind, shot_at(story, _number(target, words)).id)


def numbers(words: str) -> tuple[int, ...]:
    """The numbers in "3,5-7": 3, 5, 6, 7, each once, in order. Raises BadInput."""
    found: list[int] = []
    for part in words.replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()) or (dash and int(last) < int(first)):
            raise BadInput(f"{words!r} names no shots.", next_step="Write them as 3,5-7.")
        found += range(int(first), int(last or first) + 1)
    return tuple(dict.fromkeys(found))


def _kind(name: str, words: str) -> SlotKind:
    known = (*OF_A_SHOT, *OF_AN_ENTITY, SlotKind.FILM)
    if name not in [kind.value for kind in known]:
        raise BadInput(f"{words!r} names nothing that can be made.", next_step=HOW)
    return SlotKind(name)


def _number(target: str, words: str) -> int:
    if not target.isdigit():
        raise BadInput(f"{words!r} has no number.", next_step=HOW)
    return int(target)
