"""The documents a writer hands in, whether a language model or the local one: checked at the door.

Entities are named, never numbered; segments and scenes are counted from 0. The pipeline turns a document
into rows. `because` says why a choice was made, so that a person can judge and change it.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from core.story import Angle, Place, SegmentKind, Size, TimeOfDay, Weather


class Document(BaseModel):
    """Unknown fields are refused, so that a misspelt one is not lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class StoryDoc(Document):
    title: str
    text: str
    language: str = Field(description="BCP 47 tag of the text, such as 'en' or 'de'")
    notes: tuple[str, ...] = ()
    """Sentences for the person, such as what a key would add."""


class CharacterDoc(Document):
    name: str
    aliases: tuple[str, ...] = ()
    appearance: str = ""
    gender: str = ""
    age: str = ""
    species: str = "human"
    because: str = ""


class SetDoc(Document):
    name: str
    place: Place = Place.PLAIN
    appearance: str = ""
    because: str = ""


class PropDoc(Document):
    name: str
    appearance: str = ""
    because: str = ""


class AnalysisDoc(Document):
    characters: tuple[CharacterDoc, ...] = ()
    sets: tuple[SetDoc, ...] = ()
    props: tuple[PropDoc, ...] = ()


class SegmentDoc(Document):
    kind: SegmentKind
    text: str
    speaker: str = ""
    manner: str = ""
    because: str = ""


class ScriptDoc(Document):
    segments: tuple[SegmentDoc, ...]


class SceneDoc(Document):
    title: str
    set: str = ""
    time: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    first_segment: int
    last_segment: int
    summary: str = ""
    characters: tuple[str, ...] = ()
    props: tuple[str, ...] = ()
    because: str = ""


class ScenesDoc(Document):
    scenes: tuple[SceneDoc, ...]
    continues: bool = False
    """Whether the first scene is the rest of the last one of the part before, when a story comes in parts."""


class ShotDoc(Document):
    first_segment: int
    """Counted through the whole script, like a scene's."""
    last_segment: int
    size: Size
    angle: Angle = Angle.EYE
    characters: tuple[str, ...] = ()
    focus: str = ""
    props: tuple[str, ...] = ()
    action: str = ""
    because: str = ""


class ShotsDoc(Document):
    shots: tuple[ShotDoc, ...]


class LookDoc(Document):
    """What one picture really shows (R19)."""

    shows: str
    people: int = Field(default=0, ge=0)
    faces: int = Field(default=0, ge=0)
    text: str = ""
    """Words that can be read in it."""
    suits: bool = True
    """Whether it can serve what it is for."""
    warnings: tuple[str, ...] = ()


DOCUMENTS: dict[str, type[Document]] = {
    "story": StoryDoc,
    "analysis": AnalysisDoc,
    "script": ScriptDoc,
    "scenes": ScenesDoc,
    "shots": ShotsDoc,
    "look": LookDoc,
}
"""Task name of a TextRequest -> the document it must come back as."""
