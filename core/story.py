"""The words of the product as frozen values: a project and everything a film is made of.

Reads top to bottom like the glossary (README, DESIGN 2). Nothing here waits, draws, pays or writes.
Units: sound in samples at 48 kHz, pictures in px, money in integer micro-dollars, instants in aware UTC.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

SAMPLE_RATE = 48_000
"""Samples per second of every sound in the product (media.md 3.1)."""

GAP_SAMPLES = 7_200
"""150 ms of silence between two segments (R24)."""


class Step(StrEnum):
    """What a run does, in order: story and analysis, then the ten steps of R1."""

    STORY = "story"
    ANALYSIS = "analysis"
    VOICES = "voices"
    SCRIPT = "script"
    AUDIO = "audio"
    SCENES = "scenes"
    SHOTS = "shots"
    REFS = "refs"
    FRAMES = "frames"
    VIDEOS = "videos"
    LIPSYNC = "lipsync"
    EXPORT = "export"

    def is_from(self, other: Step) -> bool:
        """Whether it is the other step or comes after it."""
        order = list(Step)
        return order.index(self) >= order.index(other)


class SlotKind(StrEnum):
    """What can be made. The first five are documents whose acceptance writes rows."""

    STORY = "story"
    ANALYSIS = "analysis"
    SCRIPT = "script"
    SCENES = "scenes"
    SHOTS = "shots"
    VOICE = "voice"
    SPEECH = "speech"
    REFERENCE = "reference"
    FRAME = "frame"
    CLIP = "clip"
    LIPSYNC = "lipsync"
    PIECE = "piece"
    """A shot as an exact stretch of the film, cut as soon as the shot is there."""
    FILM = "film"
    LOOK = "look"
    """What an image model sees in one picture, a guide image's or a take's (R19)."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a made thing belongs: a kind and the id of its project, entity, segment, scene or shot."""

    kind: SlotKind
    target: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.target}"


class Aspect(StrEnum):
    """The shape of the film."""

    WIDE = "16:9"
    TALL = "9:16"
    SQUARE = "1:1"
    PORTRAIT = "4:5"


FRAME_SIZES: Mapping[Aspect, tuple[int, int]] = MappingProxyType(
    {
        Aspect.WIDE: (1280, 720),
        Aspect.TALL: (720, 1280),
        Aspect.SQUARE: (960, 960),
        Aspect.PORTRAIT: (864, 1080),
    }
)
"""Width and height of the film in px, about the same number of pixels for every shape."""


class Captions(StrEnum):
    """How the words are shown: drawn into the picture, as a track of their own, or not at all."""

    BURNED = "burned"
    SOFT = "soft"
    OFF = "off"


class EntityKind(StrEnum):
    CHARACTER = "character"
    SET = "set"
    PROP = "prop"


class Place(StrEnum):
    """The kinds of place a set can be; the writer finds them in the words, the artist draws them."""

    COAST = "coast"
    SEA = "sea"
    HARBOUR = "harbour"
    LIGHTHOUSE = "lighthouse"
    FOREST = "forest"
    MOUNTAIN = "mountain"
    DESERT = "desert"
    FIELD = "field"
    GARDEN = "garden"
    RIVER = "river"
    VILLAGE = "village"
    STREET = "street"
    ROOFTOP = "rooftop"
    ROAD = "road"
    STATION = "station"
    SPACE = "space"
    ROOM = "room"
    KITCHEN = "kitchen"
    BEDROOM = "bedroom"
    LIBRARY = "library"
    OFFICE = "office"
    CAFE = "cafe"
    SHOP = "shop"
    WORKSHOP = "workshop"
    CLASSROOM = "classroom"
    HOSPITAL = "hospital"
    HALL = "hall"
    CORRIDOR = "corridor"
    CAVE = "cave"
    VEHICLE = "vehicle"
    SPACESHIP = "spaceship"
    PLAIN = "plain"

    @property
    def interior(self) -> bool:
        """Whether the place has walls, so that weather stays behind its windows."""
        return self in _INTERIORS


_INTERIORS = frozenset(
    {
        Place.ROOM,
        Place.KITCHEN,
        Place.BEDROOM,
        Place.LIBRARY,
        Place.OFFICE,
        Place.CAFE,
        Place.SHOP,
        Place.WORKSHOP,
        Place.CLASSROOM,
        Place.HOSPITAL,
        Place.HALL,
        Place.CORRIDOR,
        Place.CAVE,
        Place.VEHICLE,
        Place.SPACESHIP,
    }
)


class TimeOfDay(StrEnum):
    DAWN = "dawn"
    DAY = "day"
    DUSK = "dusk"
    NIGHT = "night"


class Weather(StrEnum):
    CLEAR = "clear"
    RAIN = "rain"
    SNOW = "snow"
    FOG = "fog"


class Size(StrEnum):
    """How much of the world a shot shows."""

    WIDE = "wide"
    MEDIUM = "medium"
    CLOSE = "close"
    OVER_SHOULDER = "over_shoulder"
    INSERT = "insert"


class Angle(StrEnum):
    EYE = "eye"
    LOW = "low"
    HIGH = "high"


class Mouth(StrEnum):
    """The mouth shapes of a drawn speaker (media.md 10)."""

    REST = "rest"
    A = "A"
    E = "E"
    O = "O"  # noqa: E741
    U = "U"
    M = "M"
    F = "F"
    L = "L"


class SegmentKind(StrEnum):
    NARRATION = "narration"
    DIALOGUE = "dialogue"


class Origin(StrEnum):
    """Who made a take: a model, or a person who brought a file or wrote the words."""

    MADE = "made"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Entity:
    """A character, set or prop. How it looks lives here and nowhere else (R2)."""

    id: str
    kind: EntityKind
    name: str
    appearance: str = ""
    aliases: tuple[str, ...] = ()
    gender: str = ""
    """"woman", "man" or "" when the words do not say."""
    age: str = ""
    """"child", "adult", "old" or "" when the words do not say."""
    species: str = "human"
    place: Place = Place.PLAIN
    """For sets only."""
    prompt: str = ""
    """The last reference prompt, saved before its job began (R4)."""
    prompt_is_own: bool = False
    """True when a person wrote the prompt, so that edits never overwrite it (R17)."""
    voice: str = ""
    """A voice the person chose; empty lets the cast decide."""
    position: int = 0


@dataclass(frozen=True, slots=True)
class GuideImage:
    """A person's photo that steers how an entity looks, in the person's order (R9)."""

    id: str
    entity_id: str
    asset: str
    sort_order: int


@dataclass(frozen=True, slots=True)
class Segment:
    """One line of the script."""

    id: str
    index: int
    kind: SegmentKind
    text: str
    speaker: str | None = None
    """The speaking character's entity id; None for narration."""
    manner: str = ""
    """How it is said ("whispered"), from the person's own words."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A unit of place and time: consecutive segments in one set."""

    id: str
    index: int
    title: str
    set_id: str | None
    time: TimeOfDay
    weather: Weather
    segments: tuple[str, ...]
    summary: str = ""
    characters: tuple[str, ...] = ()
    props: tuple[str, ...] = ()
    because: str = ""
    """Why the scene begins where it does; kept so that a person can judge and change it."""


@dataclass(frozen=True, slots=True)
class Shot:
    """One camera view of consecutive segments of one scene."""

    id: str
    index: int
    """Counted through the whole film, from 0."""
    scene_id: str
    segments: tuple[str, ...]
    size: Size
    angle: Angle = Angle.EYE
    characters: tuple[str, ...] = ()
    """Entity ids in frame, from left to right."""
    focus: str | None = None
    """The entity the camera is about: a speaker, a listener, or the prop of an insert."""
    props: tuple[str, ...] = ()
    action: str = ""
    prompt: str = ""
    prompt_is_own: bool = False
    because: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """One caption token's place in its own segment's sound, in samples; `token` counts `text.split()`."""

    token: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phoneme:
    """The start of one speech sound in its own segment's sound, in samples."""

    symbol: str
    start: int


@dataclass(frozen=True, slots=True)
class Take:
    """One attempt at a slot, kept for good (B11)."""

    id: str
    slot: Slot
    asset: str
    """sha-256 of the main file in the media store."""
    mime: str
    origin: Origin = Origin.MADE
    fingerprint: str = ""
    """Hash of (model, request); empty for a person's own file, which is never stale."""
    model: str = ""
    prompt: str = ""
    references: tuple[str, ...] = ()
    seed: int | None = None
    cost: int = 0
    """Micro-dollars captured for it."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Further files by name (word times, mouth patches, an .svg), each an asset sha-256."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Measured facts: `samples`, `duration_ms`, `width`, `height`, `drawn`, `words`, …"""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for one slot beyond what its fields say; kept until they ask for something else."""

    model: str = ""
    """Catalogue id; empty lets the project's choice stand."""
    variation: int = 0
    """Counts the times the person asked for another one; part of the seed."""
    references: tuple[str, ...] = ()
    """Assets the person named as further references (R13)."""
    edit: str = ""
    """Asset of the picture to be edited; it really is sent (R13, R14)."""
    prompt: str = ""
    """Words for this one thing alone, used as they are (R16); empty lets the fields speak."""


@dataclass(frozen=True, slots=True)
class Project:
    """One film in the making and the person's choices for it."""

    id: str
    owner: str
    title: str
    source: str
    """What the person gave: a prompt, a text, a screenplay."""
    source_format: str = "prompt"
    """"prompt", "text", "markdown" or "fountain"."""
    text: str = ""
    """The story itself; equals the source when `keep_text`."""
    keep_text: bool = False
    aspect: Aspect = Aspect.WIDE
    fps: int = 24
    style: str = ""
    language: str = ""
    """BCP 47 tag; empty until the story step has found it."""
    captions: Captions = Captions.BURNED
    music: str | None = None
    """Asset sha-256 of the person's music file."""
    style_picture: str | None = None
    """Asset sha-256 of a picture in whose style the film is painted; models that take one more get it."""
    voices: Mapping[str, str] = field(default_factory=dict)
    """The person's casting wishes: lower-case name ("narrator" included) -> voice id."""
    models: Mapping[str, str] = field(default_factory=dict)
    """Step -> model id; a step that is not named uses the catalogue's default. "look" names who looks at
    pictures where the model of the analysis cannot."""
    ceiling: int | None = None
    """Micro-dollars this project may spend in all; None lets only the wider ceilings speak."""
    purse: str = ""
    """The group whose budget it also counts against; empty for none."""
    gates: tuple[Step, ...] = ()
    """Steps before which the run waits for a person."""
    until: Step = Step.EXPORT
    created_at: datetime | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the film in px."""
        return FRAME_SIZES[self.aspect]


@dataclass(frozen=True)
class Story:
    """A whole project read in one go: rows plus the selected take of every slot."""

    project: Project
    entities: tuple[Entity, ...] = ()
    guides: tuple[GuideImage, ...] = ()
    segments: tuple[Segment, ...] = ()
    scenes: tuple[Scene, ...] = ()
    shots: tuple[Shot, ...] = ()
    takes: Mapping[Slot, Take] = field(default_factory=dict)
    given_up: frozenset[tuple[Slot, str]] = frozenset()
    """(slot, fingerprint) of requests that failed for good; a film goes on without them where it can."""
    wishes: Mapping[Slot, Wish] = field(default_factory=dict)
    pinned: frozenset[Slot] = frozenset()
    """Slots whose selected take a person chose themselves: it is used whatever its fingerprint says (B11)."""
    asked: frozenset[Slot] = frozenset()
    """When not empty the run makes these slots and what they need, nothing else."""
    drawn: Mapping[str, Take] = field(default_factory=dict)
    """Entity id -> its newest reference image by a local maker, for panels that are still drawn."""

    @cached_property
    def _entities(self) -> Mapping[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def _segments(self) -> Mapping[str, Segment]:
        return {segment.id: segment for segment in self.segments}

    @cached_property
    def _scenes(self) -> Mapping[str, Scene]:
        return {scene.id: scene for scene in self.scenes}

    @cached_property
    def _shots(self) -> Mapping[str, Shot]:
        return {shot.id: shot for shot in self.shots}

    @cached_property
    def _heard_in(self) -> Mapping[str, Shot]:
        return {segment: shot for shot in self.shots for segment in shot.segments}

    @cached_property
    def _positions(self) -> Mapping[str, int]:
        met: dict[str, int] = {}
        found = {}
        for shot in self.shots:
            found[shot.id] = met[shot.scene_id] = met.get(shot.scene_id, -1) + 1
        return found

    def entity(self, entity_id: str) -> Entity:
        return self._entities[entity_id]

    def segment(self, segment_id: str) -> Segment:
        return self._segments[segment_id]

    def scene(self, scene_id: str) -> Scene:
        return self._scenes[scene_id]

    def shot(self, shot_id: str) -> Shot:
        return self._shots[shot_id]

    def shot_with(self, segment_id: str) -> Shot | None:
        """The shot in which a line is heard; None while none is written."""
        return self._heard_in.get(segment_id)

    def position(self, shot: Shot) -> int:
        """Which shot of its scene it is, from 0."""
        return self._positions[shot.id]

    def take(self, kind: SlotKind, target: str) -> Take | None:
        """The selected take of a slot, or None while nothing was made for it."""
        return self.takes.get(Slot(kind, target))

    def wish(self, slot: Slot) -> Wish:
        """What the person asked for this slot; an empty wish when nothing."""
        return self.wishes.get(slot, _NO_WISH)

    def of_kind(self, kind: EntityKind) -> tuple[Entity, ...]:
        return tuple(entity for entity in self.entities if entity.kind is kind)

    def guides_of(self, entity_id: str) -> tuple[GuideImage, ...]:
        """The entity's guide images in the person's order."""
        mine = (guide for guide in self.guides if guide.entity_id == entity_id)
        return tuple(sorted(mine, key=lambda guide: guide.sort_order))


_NO_WISH = Wish()
