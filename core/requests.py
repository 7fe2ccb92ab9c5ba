"""What a maker can be asked for: a closed union of frozen values, the same for paid and local makers.

A request holds everything its result depends on, so that its hash (the fingerprint) tells fresh from stale.
Files are named by their asset sha-256; the runner turns them into paths.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

from core.story import Angle, Captions, Place, Size, TimeOfDay, Weather


@dataclass(frozen=True, slots=True)
class TextRequest:
    """A document: the story, its analysis, script, scenes or the shots of one scene."""

    task: str
    """"story", "analysis", "script", "scenes", "shots", "voice", "look"; names the schema (documents.py)."""
    inputs: Mapping[str, Any]
    """Plain JSON: what the step knows so far, with entities by name, never by id."""
    prompt: str = ""
    """The filled prompt for a language model; the local writer works from the inputs alone."""
    images: tuple[str, ...] = ()
    """Assets of pictures that are shown to the model, in the order the prompt names them."""
    most_tokens: int = 0
    """Tokens the answer may have; asked for and held for, so that a call can never cost more (B2)."""


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """One segment, spoken."""

    text: str
    voice: str
    """A voice id of the catalogue, or the path of a piper voice as "piper:/path/voice.onnx"."""
    language: str
    manner: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Pitch, rate and the like, from the voice take."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture that steers another picture."""

    asset: str
    entity: str
    """The entity's name."""
    kind: str
    """"character", "set" or "prop"; "picture" for a picture that is itself to be edited (R14)."""
    guide: bool = False
    """True for a person's guide image, False for a reference image or frame."""
    drawn: bool = False
    """True when the local artist drew it from fields alone, so it can simply draw it again."""
    cutout: str = ""
    """Asset of the subject alone on transparent ground, when a maker has cut it out."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One character as it stands in one picture; the artist turns the fields into a fixed look."""

    name: str
    appearance: str = ""
    gender: str = ""
    age: str = ""
    species: str = "human"
    speaking: bool = False
    mood: str = ""
    """"calm", "glad", "sad", "angry", "afraid", "surprised"; empty for calm."""
    holds: str = ""
    """Name of a prop in the hand."""
    turned_away: bool = False
    """Seen from behind, as the near shoulder of an over-the-shoulder shot."""


@dataclass(frozen=True, slots=True)
class Staging:
    """A picture as data: what stands where, in what light. Paid models read the prompt instead."""

    subject: str
    """"frame", "character", "set" or "prop"."""
    place: Place = Place.PLAIN
    place_name: str = ""
    place_notes: str = ""
    """The set's `appearance`: further words the artist may know ("stone walls", "red door")."""
    time: TimeOfDay = TimeOfDay.DAY
    weather: Weather = Weather.CLEAR
    size: Size = Size.WIDE
    angle: Angle = Angle.EYE
    figures: tuple[Figure, ...] = ()
    """From left to right."""
    focus: str = ""
    """Name of the figure or prop the camera is about."""
    props: tuple[str, ...] = ()
    prop_notes: Mapping[str, str] = field(default_factory=dict)
    style: str = ""


AGAIN_BITS = 32
"""A seed has as many bits for chance; above them it says how many times another one was asked for."""


def seed_again(seed: int, times: int) -> int:
    """The seed for a maker that gives the same for the same request: what was asked for again is said in it."""
    return seed + (times << AGAIN_BITS)


def times_asked(seed: int) -> int:
    """How many times another one was asked for, of a seed made by `seed_again`."""
    return seed >> AGAIN_BITS


@dataclass(frozen=True, slots=True)
class ImageRequest:
    """A still picture."""

    prompt: str
    width: int
    height: int
    references: tuple[Reference, ...] = ()
    """Exactly the pictures that are sent, ranked, already cut to the model's limit (R11, R15). A picture to be
    edited has kind "picture" and stands first (R14)."""
    seed: int = 0
    staging: Staging = field(default_factory=lambda: Staging("frame"))


@dataclass(frozen=True, slots=True)
class Window:
    """What the camera sees of a still: the centre and the width as shares of the still, 0 to 1."""

    x: float = 0.5
    y: float = 0.5
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Move:
    """A camera move over a still, eased in and out."""

    name: str
    """"push_in", "pull_out", "pan_left", "pan_right", "tilt_up", "tilt_down", "drift"."""
    start: Window
    end: Window


@dataclass(frozen=True, slots=True)
class VideoRequest:
    """A clip that begins with a frame."""

    prompt: str
    frame: str
    half_seconds: int
    """Length asked for, in half seconds: the slot rounded up (R25)."""
    width: int
    height: int
    fps: int
    move: Move
    seed: int = 0


@dataclass(frozen=True, slots=True)
class LipSyncRequest:
    """A clip whose speaker moves the mouth to the sound of one stretch of the narration."""

    clip: str
    frame: str
    speech: tuple[str, ...]
    """The shot's speech assets in order; GAP_SAMPLES of silence stand between them."""
    speaker: str
    staging: Staging
    references: tuple[Reference, ...] = ()
    seed: int = 0
    frame_parts: Mapping[str, str] = field(default_factory=dict)
    speech_parts: tuple[Mapping[str, str], ...] = ()
    """Per speech asset its parts; "times" holds words and phonemes as JSON."""
    spoken: tuple[bool, ...] = ()
    """Per speech asset whether this speaker says it; the mouth rests otherwise."""
    samples: int = 0
    """Length of the shot's slot: what is sent to a paid model is exactly this long (R28)."""


MOVE_MIME = "application/vnd.video-story.move+json"
"""A local clip: which camera move over which frame, as JSON {"frame": asset, "move": Move}.

It stays a score for the camera until the film is cut, so that a drawn shot is encoded only once.
"""

MOUTHS_MIME = "application/vnd.video-story.mouths+json"
"""A local lip sync: a move plus mouth shapes over time, as JSON

{"frame": asset, "move": Move, "track": [[sample, mouth], …], "blinks": [[sample, sample], …],
 "patches": {mouth or "blink": {"box": [x, y, w, h], "top": y in the patch sheet}}}

with the take's part "patches" a PNG of all patches stacked top to bottom. Samples count from the shot's start;
boxes are px of the frame; a patch replaces the frame's pixels in its box.
"""


@dataclass(frozen=True, slots=True)
class FilmLine:
    """One segment on the film's timeline, in samples from the film's start."""

    segment: str
    asset: str
    start: int
    samples: int
    text: str
    speaker: str
    """The speaker's name; empty for narration."""
    words: tuple[tuple[int, int, int], ...] = ()
    """(token, start, end) in samples of the line's own sound; empty when the voice gives no word times."""


@dataclass(frozen=True, slots=True)
class FilmShot:
    """One shot on the film's frame grid."""

    shot: str
    index: int
    scene: str
    title: str
    """A few words for sheets and timelines: scene title and size."""
    first_frame: int
    frames: int
    start: int
    """The exact start of its slot, in samples."""
    source: str
    """Asset of the lip-synced clip, else of the clip; empty when there is none and the frame is held."""
    mime: str
    frame: str
    """Asset of the first frame; empty when there is none and the shot stays black."""
    parts: Mapping[str, str] = field(default_factory=dict)
    wants_clip: bool = True
    model: str = ""
    prompt: str = ""
    references: tuple[str, ...] = ()
    cost: int = 0
    lines: tuple[str, ...] = ()
    """Segment ids."""


@dataclass(frozen=True, slots=True)
class PieceRequest:
    """One shot, cut in advance; times count from its own start, so that edits elsewhere leave it as it is."""

    width: int
    height: int
    fps: int
    language: str
    captions: Captions
    shot: FilmShot
    lines: tuple[FilmLine, ...]


@dataclass(frozen=True, slots=True)
class SoundRequest:
    """The film's sound, laid and measured in advance; it asks for nothing but the spoken lines."""

    samples: int
    lines: tuple[FilmLine, ...]
    music: str = ""


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """A whole film: exact picture, exact sound, captions, and everything delivered beside it."""

    title: str
    width: int
    height: int
    fps: int
    language: str
    samples: int
    """Length of the narration, which is the length of the film (R26)."""
    lines: tuple[FilmLine, ...]
    shots: tuple[FilmShot, ...]
    captions: Captions
    music: str = ""
    project: str = ""


Request = (
    TextRequest
    | SpeechRequest
    | ImageRequest
    | VideoRequest
    | LipSyncRequest
    | PieceRequest
    | SoundRequest
    | RenderRequest
)


def fingerprint(model: str, request: Request) -> str:
    """Hash of (model, request): equal as long as making it again could not give anything new."""
    text = _TEXT.encode([model, type(request).__name__, request])
    return hashlib.sha256(text.encode()).hexdigest()


def _opened(value: Any) -> Any:
    """What `plain` makes of one value that JSON does not know, leaving what is in it as it is."""
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in _names(type(value))}
    raise TypeError(f"{type(value).__name__} has no place in a request")


_TEXT = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=_opened)
"""Writes a request as its `plain` form would be written, in half the time: a plan writes every slot's."""


def plain(value: Any) -> Any:
    """The value as plain JSON: dataclasses as objects, enums as their values, tuples as lists."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: plain(getattr(value, name)) for name in _names(type(value))}
    return value


_PLAIN = frozenset({str, int, float, bool})


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))
