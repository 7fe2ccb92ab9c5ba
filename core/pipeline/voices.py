"""voices: the narrator and every character get a voice of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.pipeline.board import Board
from core.pipeline.planned import NOTHING, Accepted
from core.pipeline.story import language
from core.requests import TextRequest
from core.story import Entity, EntityKind, Slot, SlotKind, Step, Story

STEP = Step.VOICES
KIND = SlotKind.VOICE
NARRATOR = "narrator"


def slots(story: Story) -> Iterator[Slot]:
    """The narrator's slot belongs to the project, a character's to the character."""
    yield Slot(KIND, story.project.id)
    for character in story.of_kind(EntityKind.CHARACTER):
        yield Slot(KIND, character.id)


def request(slot: Slot, board: Board) -> TextRequest | None:
    """Everyone cast before is named too, so that voices stay apart and never change afterwards."""
    story = board.story
    spoken = language(board)
    if not spoken or (slot.target != story.project.id and not _analysed(board)):
        return None
    characters = _up_to(slot, story)
    return TextRequest(
        "voice",
        {
            "who": characters[-1].name if characters else NARRATOR,
            "characters": [_told(character) for character in characters],
            "language": spoken,
            "wishes": dict(story.project.voices)
            | {character.name.casefold(): character.voice for character in characters if character.voice},
            **_family(board),
            **_again(slot, board),
        },
    )


def accept(slot: Slot, story: Story, facts: Mapping[str, Any], data: bytes) -> Accepted:
    return NOTHING


def priority(slot: Slot, story: Story) -> int:
    return 1


def _family(board: Board) -> dict[str, str]:
    """Whose voices there are to choose from; another speech model casts anew."""
    family = board.model(Step.AUDIO).voices
    return {"family": family} if family else {}


def _again(slot: Slot, board: Board) -> dict[str, Any]:
    """How often another voice was asked for, and who else is there, so that it is nobody's."""
    times = board.again(slot)
    everyone = [_told(one) for one in board.story.of_kind(EntityKind.CHARACTER)]
    return {"again": times, "everyone": everyone} if times else {}


def _up_to(slot: Slot, story: Story) -> list[Entity]:
    if slot.target == story.project.id:
        return []
    characters = list(story.of_kind(EntityKind.CHARACTER))
    last = [character.id for character in characters].index(slot.target)
    return characters[: last + 1]


def _told(character: Entity) -> dict[str, str]:
    return {
        "name": character.name,
        "gender": character.gender,
        "age": character.age,
        "species": character.species,
    }


def _analysed(board: Board) -> bool:
    return board.good(SlotKind.ANALYSIS, board.story.project.id) is not None
