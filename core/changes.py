"""A person's edits of a film: checked against the story, then written all together or not at all (B6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from core.catalogue.voices import find_voice
from core.errors import BadInput, NotFound
from core.store import projects, takes, wishes
from core.store.assets import Asset
from core.story import (
    Angle,
    Aspect,
    Captions,
    Entity,
    EntityKind,
    Origin,
    Place,
    Segment,
    Shot,
    Size,
    Slot,
    SlotKind,
    Step,
    Story,
    Take,
)

NARRATOR = "narrator"


@dataclass(frozen=True, slots=True)
class Change:
    """Edits by the numbers and names that `show` gives; lines and shots count from 1."""

    lines: tuple[tuple[int, str], ...] = ()
    shots: tuple[tuple[int, str], ...] = ()
    """(number, "field=value"): size, angle, action, prompt, characters, props, focus. Names are parted by
    commas; an empty prompt goes back to the one that is built from the fields."""
    clips: tuple[tuple[int, Path], ...] = ()
    frames: tuple[tuple[int, Path], ...] = ()
    voices: tuple[tuple[str, str], ...] = ()
    looks: tuple[tuple[str, str], ...] = ()
    entities: tuple[tuple[str, str], ...] = ()
    """(name or id, "field=value"): appearance, prompt, voice, name, aliases, gender, age, species, place."""
    guides: tuple[tuple[str, Path], ...] = ()
    captions: Captions | None = None
    aspect: Aspect | None = None
    style: str | None = None
    title: str | None = None
    language: str | None = None
    music: Path | None = None
    no_music: bool = False
    style_picture: Path | None = None
    """A picture in whose style the film is painted."""
    no_style_picture: bool = False
    models: tuple[tuple[str, str], ...] = ()
    """(step, catalogue id); an empty id goes back to the local maker."""
    ceiling: int | None = None
    """Micro-dollars the project may spend in all."""
    no_ceiling: bool = False
    gates: tuple[Step, ...] | None = None
    """Steps before which a run waits for a person."""

    def files(self) -> Iterator[tuple[str, Path]]:
        """("clip", "photo" or "sound", path) of every file that the change brings."""
        yield from (("clip", path) for _, path in self.clips)
        yield from (("photo", path) for _, path in self.frames)
        yield from (("photo", path) for _, path in self.guides)
        if self.style_picture is not None:
            yield "photo", self.style_picture
        if self.music is not None:
            yield "sound", self.music


async def apply(db: AsyncConnection, story: Story, change: Change, kept: Mapping[Path, Asset]) -> None:
    """Write the change in the caller's transaction; `kept` holds its files. Raises NotFound and BadInput."""
    for number, words in change.lines:
        await projects.edit(db, Segment, line_at(story, number).id, text=_spoken(words, number))
    for number, setting in change.shots:
        await _edit_shot(db, story, shot_at(story, number), setting)
    for name, voice in change.voices:
        await _set_voice(db, story, name, checked_voice(voice))
    for name, words in change.looks:
        await _edit_entity(db, story, entity_named(story, name), {"appearance": words.strip()})
    for name, setting in change.entities:
        await _edit_entity(db, story, entity_named(story, name), _fields_of_entity(setting))
    for name, path in change.guides:
        entity = entity_named(story, name)
        if kept[path].sha not in {guide.asset for guide in story.guides_of(entity.id)}:
            await projects.add_guide(db, entity.id, kept[path].sha)
    await _set_pictures(db, story, change, kept)
    fields = _project_fields(story, change, kept)
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
    """The entity a person means by an id, name or alias, case ignored. Raises NotFound that names them all."""
    wanted = name.casefold().removeprefix("the ")
    for entity in story.entities:
        names = (entity.id, entity.name, *entity.aliases)
        if any(wanted == known.casefold().removeprefix("the ") for known in names):
            return entity
    there = ", ".join(entity.name for entity in story.entities) or "none yet"
    raise NotFound(f"Nobody and nothing in the story is called {name!r}.", next_step=f"There are: {there}.")


def checked_voice(voice: str) -> str:
    """The voice id, if there is such a voice. Raises NotFound."""
    return voice if voice.startswith("piper:") else find_voice(voice).id


# lines and shots


def _spoken(words: str, number: int) -> str:
    if not words.strip():
        raise BadInput(f"Line {number} would be empty.", next_step="Give it at least one word.")
    return " ".join(words.split())


async def _edit_shot(db: AsyncConnection, story: Story, shot: Shot, setting: str) -> None:
    name, value = _parted(setting)
    build = _SHOT_FIELDS.get(name)
    if build is None:
        raise _unknown("shot", setting, _SHOT_FIELDS)
    fields = build(story, shot, value)
    if "prompt" not in fields and not shot.prompt_is_own:
        fields["prompt"] = ""  # rebuilt from the fields next time (R17)
    await projects.edit(db, Shot, shot.id, **fields)
    if "prompt" in fields and name == "prompt":
        await _forget_words(db, story, Slot(SlotKind.FRAME, shot.id))


def _size(story: Story, shot: Shot, value: str) -> dict[str, Any]:
    return {"size": _one_of(Size, "size", value)}


def _angle(story: Story, shot: Shot, value: str) -> dict[str, Any]:
    return {"angle": _one_of(Angle, "angle", value)}


def _action(story: Story, shot: Shot, value: str) -> dict[str, Any]:
    return {"action": " ".join(value.split())}


def _prompt(story: Story, shot: Shot, value: str) -> dict[str, Any]:
    return {"prompt": value, "prompt_is_own": bool(value)}


def _characters(story: Story, shot: Shot, value: str) -> dict[str, Any]:
    cast = _named(story, value, EntityKind.CHARACTER)
    focus = story.entity(shot.focus) if shot.focus else None
    lost = focus is not None and focus.kind is EntityKind.CHARACTER and focus.id not in cast
    return {"characters": cast, **({"focus": None} if lost else {})}


def _props(story: Story, shot: Shot, value: str) -> dict[str, Any]:
    return {"props": _named(story, value, EntityKind.PROP)}


def _focus(story: Story, shot: Shot, value: str) -> dict[str, Any]:
    return {"focus": entity_named(story, value).id if value else None}


_SHOT_FIELDS: Mapping[str, Callable[[Story, Shot, str], dict[str, Any]]] = {
    "size": _size,
    "angle": _angle,
    "action": _action,
    "prompt": _prompt,
    "characters": _characters,
    "props": _props,
    "focus": _focus,
}


def _named(story: Story, names: str, kind: EntityKind) -> tuple[str, ...]:
    found = [entity_named(story, name) for name in (part.strip() for part in names.split(",")) if name]
    wrong = next((entity for entity in found if entity.kind is not kind), None)
    if wrong is not None:
        raise BadInput(f"{wrong.name} is a {wrong.kind.value}, not a {kind.value}.")
    return tuple(dict.fromkeys(entity.id for entity in found))


# entities


async def _edit_entity(db: AsyncConnection, story: Story, entity: Entity, fields: dict[str, Any]) -> None:
    """What feeds a prompt makes the built one obsolete, the entity's and its shots' (R17)."""
    if fields.get("voice") and entity.kind is not EntityKind.CHARACTER:
        raise BadInput(f"{entity.name} is a {entity.kind.value} and does not speak.")
    feeds = not fields.keys() <= {"voice", "prompt", "prompt_is_own"}
    if feeds and not entity.prompt_is_own:
        fields = {"prompt": "", **fields}
    await projects.edit(db, Entity, entity.id, **fields)
    if "prompt_is_own" in fields:
        await _forget_words(db, story, Slot(SlotKind.REFERENCE, entity.id))
    for shot in story.shots if feeds else ():
        shown = (*shot.characters, *shot.props, story.scene(shot.scene_id).set_id)
        if entity.id in shown and shot.prompt and not shot.prompt_is_own:
            await projects.edit(db, Shot, shot.id, prompt="")


async def _forget_words(db: AsyncConnection, story: Story, slot: Slot) -> None:
    """A new prompt takes the place of words that were given for one attempt."""
    wish = story.wish(slot)
    if wish.prompt:
        await wishes.set_wish(db, story.project.id, slot, replace(wish, prompt=""))


def _fields_of_entity(setting: str) -> dict[str, Any]:
    name, value = _parted(setting)
    if name == "prompt":
        return {"prompt": value, "prompt_is_own": bool(value)}
    build = _ENTITY_FIELDS.get(name)
    if build is None:
        raise _unknown("entity", setting, {**_ENTITY_FIELDS, "prompt": None})
    return {name: build(value)}


def _name(value: str) -> str:
    if not value:
        raise BadInput("A name cannot be empty.", next_step="Give at least one letter.")
    return value


_ENTITY_FIELDS: Mapping[str, Callable[[str], Any]] = {
    "appearance": str,
    "name": _name,
    "aliases": lambda value: tuple(part.strip() for part in value.split(",") if part.strip()),
    "gender": lambda value: _word("gender", value, ("woman", "man", "")),
    "age": lambda value: _word("age", value, ("child", "adult", "old", "")),
    "species": lambda value: value or "human",
    "place": lambda value: _one_of(Place, "place", value),
    "voice": lambda value: checked_voice(value) if value else "",
}


async def _set_voice(db: AsyncConnection, story: Story, name: str, voice: str) -> None:
    if name.casefold() == NARRATOR:
        voices = {**story.project.voices, NARRATOR: voice}
        await projects.update_project(db, story.project.id, voices=voices)
        return
    await _edit_entity(db, story, entity_named(story, name), {"voice": voice})


# pictures and the project


async def _set_pictures(db: AsyncConnection, story: Story, change: Change, kept: Mapping[Path, Asset]) -> None:
    """A person's own clip or still becomes the selected take of its shot."""
    given = [(SlotKind.CLIP, *pair) for pair in change.clips] + [
        (SlotKind.FRAME, *pair) for pair in change.frames
    ]
    for kind, number, path in given:
        slot = Slot(kind, shot_at(story, number).id)
        await takes.insert_take(db, story.project.id, own_take(slot, kept[path]))


def own_take(slot: Slot, asset: Asset) -> Take:
    """A person's file as a take; it is never stale."""
    return Take("", slot, asset.sha, asset.mime, origin=Origin.UPLOAD, facts=dict(asset.facts))


def _project_fields(story: Story, change: Change, kept: Mapping[Path, Asset]) -> dict[str, Any]:
    words = {name: getattr(change, name) for name in ("style", "title", "language")}
    fields: dict[str, Any] = {name: value.strip() for name, value in words.items() if value is not None}
    plain = {name: getattr(change, name) for name in ("captions", "aspect", "ceiling", "gates")}
    fields |= {name: value for name, value in plain.items() if value is not None}
    if change.models:
        chosen = {**story.project.models, **dict(change.models)}
        fields["models"] = {step: model for step, model in chosen.items() if model}
    if change.no_ceiling:
        fields["ceiling"] = None
    if change.no_style_picture:
        fields["style_picture"] = None
    if change.style_picture is not None:
        fields["style_picture"] = kept[change.style_picture].sha
    if change.no_music:
        fields["music"] = None
    if change.music is not None:
        fields["music"] = kept[change.music].sha
    return fields


# reading "field=value"


def _parted(setting: str) -> tuple[str, str]:
    name, _, value = setting.partition("=")
    return name.strip(), value.strip()


def _one_of(kind: Any, name: str, value: str) -> Any:
    return kind(_word(name, value, tuple(kind)))


def _word(name: str, value: str, known: tuple[str, ...]) -> str:
    if value not in known:
        there = ", ".join(word for word in known if word)
        raise BadInput(f"{name} cannot be {value!r}.", next_step=f"Choose one of: {there}.")
    return value


def _unknown(what: str, setting: str, fields: Mapping[str, Any]) -> BadInput:
    article = "An" if what == "entity" else "A"
    return BadInput(
        f"{article} {what} cannot be set to {setting!r}.",
        next_step=f"Use field=value with one of these fields: {', '.join(fields)}.",
    )
