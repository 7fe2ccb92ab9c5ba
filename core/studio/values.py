"""What the Studio's verbs take and give: frozen values that every face may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from core.catalogue.words import ModelView
from core.intake import Source
from core.jobs.logbook import LogLine
from core.pipeline.progress import StepStatus
from core.requests import Reference
from core.store.events import Event
from core.store.runs import Run, RunState
from core.story import Aspect, Captions, GuideImage, Slot, Step

__all__ = [
    "Activity",
    "Again",
    "Brief",
    "ChangePreview",
    "Delivered",
    "Event",
    "Film",
    "JobView",
    "MediaFile",
    "ModelView",
    "ProjectCard",
    "Run",
    "RunState",
    "Sent",
    "Status",
    "StepStatus",
    "StyleUse",
    "Unsettled",
    "Unused",
]


@dataclass(frozen=True, slots=True)
class Brief:
    """What a person asks for: a story and the choices for its film."""

    source: Source
    aspect: Aspect = Aspect.WIDE
    fps: int = 24
    style: str = ""
    language: str = ""
    captions: Captions = Captions.BURNED
    keep_text: bool = False
    voices: Mapping[str, str] = field(default_factory=dict)
    """Lower-case name, "narrator" included -> voice id."""
    music: Path | None = None
    guides: tuple[tuple[str, Path], ...] = ()
    """(entity name, photo)."""
    level: str = "animatic"
    """"animatic" (free, also with keys, B4), "written" (drawn, by a language model), "pictures", "clips"."""
    models: Mapping[str, str] = field(default_factory=dict)
    """Step -> catalogue id, in the place of what the level says."""
    later: Mapping[str, str] = field(default_factory=dict)
    """Step -> catalogue id for the level that the film is raised to some day; nothing is made with them now."""
    ceiling: int | None = None
    """Micro-dollars the project may spend in all; None leaves the installation's usual ceiling."""
    gates: tuple[Step, ...] = ()
    """Steps before which the run waits for a person."""
    purse: str = ""
    """The group whose budget it counts against as well; empty for none."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What goes on in the slots of one kind (R21)."""

    active: int = 0
    waiting: int = 0
    halted: int = 0
    """Failed, or nobody knows what became of it: a person has to say something."""
    limit: int = 0
    """How many may be under way at once, all lanes of this kind's jobs together; 0 while there are none."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Paid calls whose outcome nobody knows; what is held for them counts as used until somebody tells (B8)."""

    jobs: tuple[str, ...]
    """Their ids, as `collect` (free) and `settle` take them."""
    held: int
    """Micro-dollars."""

    @property
    def words(self) -> str:
        """What is known, and what there is to do about it."""
        one = len(self.jobs) == 1
        calls = "1 paid call" if one else f"{len(self.jobs)} paid calls"
        held = f"${self.held / 1_000_000:.2f}" if self.held >= 10_000 else f"${self.held / 1_000_000:g}"
        ask = (
            "collect it (free), or say whether it was made"
            if one
            else "collect them (free), or say which were made"
        )
        return f"The outcome of {calls} is unknown and {held} stays held: {ask}."


@dataclass(frozen=True, slots=True)
class Status:
    """Where a run is (R21)."""

    state: str
    """"running", "finished", "stopped", "paused", "cancelled" or "idle"."""
    steps: tuple[StepStatus, ...]
    share: float
    now: str = ""
    """What is being made right now, in a few words."""
    problems: tuple[str, ...] = ()
    question: str = ""
    """What a paused run waits for: a ceiling, a gate, a person."""
    kinds: Mapping[str, Activity] = field(default_factory=dict)
    """Kind of slot -> what goes on there."""
    seconds_left: float | None = None
    """Until the run is over or waits for a person, by what each model took here before (else by its row); None
    when nothing runs, or nobody can tell yet."""
    log: tuple[LogLine, ...] = ()
    """The newest lines, oldest first."""
    unsettled: Unsettled | None = None
    """Money held for calls whose outcome is unknown, also once the film is finished."""
    little_room: str = ""
    """A sentence while the disk, or the budget of it, is nearly full; empty otherwise."""

    @property
    def notices(self) -> tuple[str, ...]:
        """What a person should know and can do something about, whatever the run does."""
        return tuple(
            words for words in (self.unsettled.words if self.unsettled else "", self.little_room) if words
        )


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project in a list."""

    id: str
    title: str
    source: str
    """The first words of what the person gave."""
    created_at: datetime | None
    state: str
    aspect: Aspect
    cover: str = ""
    """Asset of a picture that stands for it; empty while there is none."""


@dataclass(frozen=True, slots=True)
class JobView:
    """One job as the activity view shows it (R20)."""

    id: str
    slot: Slot
    words: str
    """What is made: "frame for shot 3"."""
    state: str
    model: str
    """The model's title."""
    attempt: int
    share: float = 0.0
    doing: str = ""
    """What is being done right now."""
    error: str = ""
    cost: int = 0
    """Micro-dollars spent; what is held counts only when it is captured."""
    take: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MediaFile:
    """A file of a project, for reading only."""

    path: Path
    mime: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a generation of a slot would send now, before anything is sent (R11)."""

    slot: Slot
    model: str
    """The chosen catalogue id."""
    title: str
    prompt: str
    references: tuple[Reference, ...]
    """Exactly the pictures that are sent, in order."""
    unused: tuple[GuideImage, ...]
    """Guide images the model does not take."""
    more: tuple[ModelView, ...]
    """Models that take more of them."""
    low: int
    high: int
    """Micro-dollars."""


@dataclass(frozen=True, slots=True)
class Unused:
    """Guide images that the chosen model does not look at, and models that look at more (R11)."""

    guides: tuple[GuideImage, ...] = ()
    models: tuple[ModelView, ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """How something is to be made again."""

    model: str = ""
    """Catalogue id; empty keeps the choice that stands."""
    prompt: str | None = None
    """Words used as they are; "" goes back to the words built from the fields; None leaves them as they are."""
    references: tuple[str | Path, ...] = ()
    """Further pictures to be sent: assets of the project, or files (R13)."""
    edit_existing: bool = False
    """Send the present picture, to be changed (R13, R14). The prompt then counts for this once only."""
    variation: bool = True
    """Ask for another result, not the same one."""


@dataclass(frozen=True, slots=True)
class StyleUse:
    """Whether the model of a step is given the film's style as a picture."""

    step: Step
    title: str
    takes: bool
    most: int
    """Pictures it takes in all; the style comes last, so it is left out where there are as many others."""
    others: tuple[str, ...]
    """Titles of models that would be given it, when this one is not."""

    @property
    def words(self) -> str:
        """The same in a sentence."""
        what = {Step.REFS: "References", Step.FRAMES: "Frames"}.get(self.step, self.step.value)
        if self.takes:
            return f"{what}: {self.title} is given it, as long as no more than {self.most} pictures go along."
        would = f" These would be given it: {', '.join(self.others[:MOST_OTHERS])}." if self.others else ""
        return f"{what}: {self.title} takes a single picture, so it paints by your words alone.{would}"


MOST_OTHERS = 3
"""Models that are named in the place of one that takes no style."""

NO_STYLE = "Nothing is painted without a key of a provider, and what is drawn here has its own style."
"""Of a film's style as a picture, where no model could be given it."""


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What an edit would make stale, and what redoing it would cost; nothing was saved."""

    stale: tuple[str, ...]
    """In words, to be made at least."""
    slots: tuple[Slot, ...]
    low: int
    high: int
    """Micro-dollars that it adds to what the film still costs."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """A finished film in a folder."""

    project: str
    title: str
    seconds: float
    passed: bool
    cost: int
    """Micro-dollars."""
    files: Mapping[str, Path]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Film:
    """A finished film where it lies, not copied."""

    path: Path
    mime: str
    sha256: str
    size: int
    """Bytes."""
    seconds: float
    width: int
    height: int
    passed: bool
    title: str
    thumbnail: Path | None = None
    captions: Mapping[str, Path] = field(default_factory=dict)
    """"srt" and "vtt" -> file."""
    parts: Mapping[str, Path] = field(default_factory=dict)
    """Everything made with it: report, sheet, timelines, captions."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Bytes of each part."""
