"""A person's edits of a film: checked against the story, then written all together or not at all (B6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.voices import find_voice
from core.errors import BadInput, NotFound
from core.store import projects, takes
from core.store.assets import Asset
from core.story import (
    Angle,
    Aspect,
    Captions,
    Entity,
    EntityKind,
    Origin,
    Segment,
    Shot,
    Size,
    Slot,
    SlotKind,
    Story,
    Take,
)

NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Change:
    """Edits by the numbers and names that `show` gives; lines and shots count from 1."""

    lines: tuple[tuple[int, str], ...] = ()
    shots: tuple[tuple[int, str], ...] = ()
    """(number, "size=close" or "angle=low")."""
    clips: tuple[tuple[int, Path], ...] = ()
    frames: tuple[tuple[int, Path], ...] = ()
    voices: tuple[tuple[str, str], ...] = ()
    looks: tuple[tuple[str, str], ...] = ()
    guides: tuple[tuple[str, Path], ...] = ()
    captions: Captions | None = None
    aspect: Aspect | None = None
    music: Path | None = None
    no_music: bool = False

    def files(self) -> Iterator[tuple[str, Path]]:
        """("clip", "photo" or "sound", path) of every file that the change brings."""
        yield from (("clip", path) for _, path in self.clips)
        yield from (("photo", path) for _, path in self.frames)
        yield from (("photo", path) for _, path in self.guides)
        if self.music is not None:
            yield "sound", self.music


async def apply(db: AsyncConnection, story: Story, change: Change, kept: Mapping[Path, Asset]) -> None:
    """Write the change in the caller's transaction; `kept` holds its files. Raises NotFound and BadInput."""
    for number, words in change.lines:
        await projects.edit(db, Segment, line_at(story, number).id, text=_spoken(words, number))
    for number, setting in change.shots:
        await projects.edit(db, Shot, shot_at(story, number).id, **_framing(setting))
    for name, voice in change.voices:
        await _set_voice(db, story, name, checked_voice(voice))
    for name, words in change.looks:
        await projects.edit(db, Entity, entity_named(story, name).id, appearance=words.strip())
    for name, path in change.guides:
        await projects.add_guide(db, entity_named(story, name).id, kept[path].sha)
    await _set_pictures(db, story, change, kept)
    fields = _project_fields(change, kept)
    if fields:
        await projects.update_project(db, story.project.id, **fields)


def line_at(story: Story, number: int) -> Segment:
    """The line with this number, from 1. Raises NotFound."""
    if not 1 <= number <= len(story.segments):
        raise NotFound(
            f"There is no line {number}.", next_step=f"The film has lines 1 to {len(story.segments)}."
        )
    return story.segments[number - 1]


def shot_at(story: Story, number: int) -> Shot:
    """The shot with this number, from 1. Raises NotFound."""
    if not 1 <= number <= len(story.shots):
        raise NotFound(f"There is no shot {number}.", next_step=f"The film has shots 1 to {len(story.shots)}.")
    return story.shots[number - 1]


def entity_named(story: Story, name: str) -> Entity:
    """The entity a person means by a name or alias, case ignored. Raises NotFound with the names there are."""
    wanted = name.casefold().removeprefix("the ")
    for entity in story.entities:
        names = (entity.name, *entity.aliases)
        if any(wanted == known.casefold().removeprefix("the ") for known in names):
            return entity
    there = ", ".join(entity.name for entity in story.entities) or "none yet"
    raise NotFound(f"Nobody and nothing in the story is called {name!r}.", next_step=f"There are: {there}.")


def checked_voice(voice: str) -> str:
    """The voice id, if there is such a voice. Raises NotFound."""
    return voice if voice.startswith("piper:") else find_voice(voice).id


def _spoken(words: str, number: int) -> str:
    if not words.strip():
        raise BadInput(f"Line {number} would be empty.", next_step="Give it at least one word.")
    return " ".join(words.split())


def _framing(setting: str) -> dict[str, Any]:
    name, _, value = setting.partition("=")
    known: Mapping[str, type[Size] | type[Angle]] = {"size": Size, "angle": Angle}
    kind = known.get(name.strip())
    if kind is None or value.strip() not in list(kind):
        sizes, angles = ", ".join(Size), ", ".join(Angle)
        raise BadInput(
            f"A shot cannot be set to {setting!r}.",
            next_step=f"Use size={sizes} or angle={angles} (one of each).",
        )
    return {name.strip(): kind(value.strip())}


async def _set_voice(db: AsyncConnection, story: Story, name: str, voice: str) -> None:
    if name.casefold() == NARRATOR:
        voices = {**story.project.voices, NARRATOR: voice}
        await projects.update_project(db, story.project.id, voices=voices)
        return
    entity = entity_named(story, name)
    if entity.kind is not EntityKind.CHARACTER:
        raise BadInput(f"{entity.name} is a {entity.kind.value} and does not speak.")
    await projects.edit(db, Entity, entity.id, voice=voice)


async def _set_pictures(db: AsyncConnection, story: Story, change: Change, kept: Mapping[Path, Asset]) -> None:
    """A person's own clip or still becomes the selected take of its shot."""
    given = [(SlotKind.CLIP, *pair) for pair in change.clips] + [
        (SlotKind.FRAME, *pair) for pair in change.frames
    ]
    for kind, number, path in given:
        asset = kept[path]
        slot = Slot(kind, shot_at(story, number).id)
        take = Take("", slot, asset.sha, asset.mime, origin=Origin.UPLOAD, facts=dict(asset.facts))
        await takes.insert_take(db, story.project.id, take)


def _project_fields(change: Change, kept: Mapping[Path, Asset]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    if change.captions is not None:
        fields["captions"] = change.captions
    if change.aspect is not None:
        fields["aspect"] = change.aspect
    if change.no_music:
        fields["music"] = None
    if change.music is not None:
        fields["music"] = kept[change.music].sha
    return fields
