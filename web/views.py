"""Views: what the API gives, as values; their names are part of the product (R39). Money in micro-dollars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.story import Place
from web.bills import ModelOption


@dataclass(frozen=True, slots=True)
class Done:
    """It was done."""

    ok: bool = True


@dataclass(frozen=True, slots=True)
class LookView:
    """What a language model saw in a picture, or what is missing so that one can look (R19)."""

    shows: str = ""
    people: int = 0
    faces: int = 0
    text: str = ""
    suits: bool = True
    warnings: tuple[str, ...] = ()
    needs_setup: str = ""
    """The cause when nobody could look."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture: as it is, and small."""

    url: str
    thumb_url: str
    sha: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class GuideView:
    """A person's photo of an entity (R9)."""

    id: str
    url: str
    thumb_url: str
    sort_order: int
    sha: str
    look: LookView | None = None


@dataclass(frozen=True, slots=True)
class EntityView:
    """A character, set or prop (R39)."""

    id: str
    kind: str
    name: str
    appearance: str
    aliases: tuple[str, ...]
    gender: str
    age: str
    species: str
    place: Place
    voice: str
    """The voice a person chose; empty lets the cast decide."""
    cast_voice: str
    """The voice that speaks."""
    speaks: bool
    reference_image_url: str | None
    reference_thumb_url: str | None
    reference_sha: str
    reference_image_prompt: str
    prompt_is_own: bool
    reference_take: str
    reference_model: str
    reference_origin: str
    """"made", "upload" or "" while there is none."""
    drawn: bool
    stale: bool
    guide_image_url: str | None
    guide_images: tuple[GuideView, ...]
    badge: str
    """"reference", "guides" or "none" (R33)."""
    look: LookView | None = None
    job: str = ""
    """State of the newest job of its reference, "" when there is none."""


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A line of the script."""

    id: str
    index: int
    kind: str
    text: str
    speaker: str | None
    speaker_name: str
    manner: str
    speech_url: str | None
    duration_ms: int
    start_ms: int
    spoken: bool
    stale: bool
    shot: str | None
    """The shot it belongs to."""


@dataclass(frozen=True, slots=True)
class SceneView:
    """A scene."""

    id: str
    index: int
    title: str
    set_id: str | None
    time: str
    weather: str
    segments: tuple[str, ...]
    summary: str
    because: str


@dataclass(frozen=True, slots=True)
class MediaView:
    """The take in use of a shot's slot."""

    take: str
    url: str | None
    mime: str
    model: str
    origin: str
    drawn: bool
    stale: bool
    cost: int


@dataclass(frozen=True, slots=True)
class ShotView:
    """A shot (R39)."""

    id: str
    index: int
    number: int
    scene_id: str
    segments: tuple[str, ...]
    size: str
    angle: str
    characters: tuple[str, ...]
    focus: str | None
    props: tuple[str, ...]
    action: str
    prompt: str
    prompt_is_own: bool
    because: str
    start_ms: int
    duration_ms: int
    first_frame_url: str | None
    first_frame_thumb_url: str | None
    last_frame_url: str | None
    video_url: str | None
    video_status: str
    """"none", "drawn", "waiting", "generating", "done", "failed" or "unknown"."""
    actual_video_duration_ms: int | None
    lipsync_url: str | None
    lipsync_status: str
    wants_lipsync: bool
    frame_status: str
    frame: MediaView | None
    video: MediaView | None
    lipsync: MediaView | None
    move: Mapping[str, Any] | None
    look: LookView | None = None


@dataclass(frozen=True, slots=True)
class ProjectView:
    """The whole film in one go."""

    id: str
    title: str
    source: str
    source_format: str
    text: str
    aspect: str
    width: int
    height: int
    fps: int
    style: str
    style_picture: PictureView | None
    """A picture in whose style the film is painted."""
    language: str
    captions: str
    voices: Mapping[str, str]
    narrator: str
    """The voice that narrates."""
    models: Mapping[str, str]
    ceiling: int | None
    gates: tuple[str, ...]
    music: bool
    created_at: datetime | None
    state: str
    length_ms: int
    exact: bool
    """Whether every line has its sound, so that times are measured."""
    spent: int
    entities: tuple[EntityView, ...]
    scenes: tuple[SceneView, ...]
    segments: tuple[SegmentView, ...]
    shots: tuple[ShotView, ...]
    film_ready: bool
    film_stale: bool
    film_url: str | None
    """The film in use, also while it no longer fits the story."""
    last_event: int
    """Follow the events from here."""


@dataclass(frozen=True, slots=True)
class CardView:
    """A project in the list."""

    id: str
    title: str
    source: str
    created_at: datetime | None
    state: str
    aspect: str
    cover_url: str | None


@dataclass(frozen=True, slots=True)
class HomeView:
    """What there is beside the list of films."""

    films: int
    """In the list."""
    put_away: int
    little_room: str
    """A sentence while the disk, or the budget of it, is nearly full."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a run."""

    name: str
    done: int
    total: int
    active: int
    failed: int


@dataclass(frozen=True, slots=True)
class ActivityView:
    """What goes on in the slots of one kind (R21)."""

    active: int
    waiting: int
    halted: int
    limit: int


@dataclass(frozen=True, slots=True)
class LogView:
    """A line of the log (R22)."""

    id: int
    at: datetime | None
    slot: str
    job: str
    words: str


@dataclass(frozen=True, slots=True)
class StatusView:
    """Where a run is (R21, R39)."""

    state: str
    yoloStep: str
    """The step that is under way; empty when none is."""
    share: float
    now: str
    question: str
    problems: tuple[str, ...]
    steps: tuple[StepView, ...]
    kinds: Mapping[str, ActivityView]
    seconds_left: float | None
    log: tuple[LogView, ...]
    notices: tuple[str, ...] = ()
    """What the person should know and can do something about, whatever the run does."""
    unsettled: tuple[str, ...] = ()
    """Jobs for which money is held though nobody knows whether they were made (B8)."""


@dataclass(frozen=True, slots=True)
class VideoStatusView:
    """Clips: what is going on (R39)."""

    active: int
    waiting: int
    halted: int
    maxConcurrent: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LipsyncStatusView:
    """Lip sync: what is going on, and what the rest would cost (R39)."""

    active: int
    waiting: int
    halted: int
    maxConcurrent: int
    done: int
    total: int
    estimate_low: int
    estimate_high: int


@dataclass(frozen=True, slots=True)
class JobViewed:
    """One job (R20)."""

    id: str
    kind: str
    target: str
    words: str
    state: str
    model: str
    attempt: int
    share: float
    doing: str
    error: str
    cost: int
    take: str | None
    created_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class TakeView:
    """One attempt at a slot (B11)."""

    id: str
    kind: str
    target: str
    url: str | None
    thumb_url: str | None
    mime: str
    origin: str
    model: str
    prompt: str
    references: tuple[PictureView, ...]
    cost: int
    selected: bool
    facts: Mapping[str, Any]
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class SentView:
    """What a generation would send now (R11)."""

    model: str
    title: str
    prompt: str
    references: tuple[PictureView, ...]
    unused: tuple[str, ...]
    """Ids of guide images that the model does not take."""
    more: tuple[ModelOption, ...]
    """Models that take more of them."""
    low: int
    high: int
    guides: int
    """How many guide images are sent."""
    ready: bool
    reason: str = ""
    """What has to be there first, when it is not ready."""


@dataclass(frozen=True, slots=True)
class VoiceView:
    """A voice to choose from."""

    id: str
    name: str
    gender: str
    age: str
    role: str
    description: str


@dataclass(frozen=True, slots=True)
class ChangedView:
    """What an edit made stale, in words."""

    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What an edit would make stale and what redoing it would cost; nothing was saved."""

    stale: tuple[str, ...]
    slots: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class StyleView:
    """What becomes of a film's style as a picture."""

    uses: tuple[str, ...]
    """For each step, whether its model is given it."""


@dataclass(frozen=True, slots=True)
class RunView:
    """A run that was begun, or the state it is in now."""

    state: str


@dataclass(frozen=True, slots=True)
class WaveView:
    """The narration's loudness, 0 to 100."""

    per_second: int
    peaks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileView:
    """A file beside the film."""

    name: str
    title: str
    url: str
    size: int


@dataclass(frozen=True, slots=True)
class FilmView:
    """The finished film (B1)."""

    ready: bool
    reason: str = ""
    url: str | None = None
    download_url: str | None = None
    poster_url: str | None = None
    captions_url: str | None = None
    title: str = ""
    sha256: str = ""
    size: int = 0
    seconds: float = 0.0
    width: int = 0
    height: int = 0
    passed: bool = False
    report: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[FileView, ...] = ()
    sheet_url: str | None = None


@dataclass(frozen=True, slots=True)
class TokenView:
    """A token or session; never the secret."""

    id: str
    name: str
    scope: str
    created_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    current: bool


@dataclass(frozen=True, slots=True)
class NewTokenView:
    """A new token's secret, shown this once."""

    secret: str


@dataclass(frozen=True, slots=True)
class HealthView:
    """Whether the page is there."""

    ok: bool
    version: str
