"""What requests bring: pydantic models, strict, with bounds for everything."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from core.story import Aspect, Captions, SlotKind, Step
from web.table import Taken

MAX_STORY = 4_000_000
MAX_WORDS = 10_000
MAX_MICROS = 10**12


def _printable(words: str) -> str:
    if "\0" in words:
        raise ValueError("it holds a character that no text has")
    return words


Short = Annotated[str, StringConstraints(max_length=300), AfterValidator(_printable)]
Words = Annotated[str, StringConstraints(max_length=MAX_WORDS), AfterValidator(_printable)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,3}_[0-9a-z]{1,20}$")]
Micros = Annotated[int, Field(ge=0, le=MAX_MICROS)]
Number = Annotated[int, Field(ge=1, le=100_000)]
Level = Annotated[str, StringConstraints(pattern=r"^(animatic|pictures|clips)$")]


class NewProject(Taken):
    """A story and the choices for its film."""

    story: Annotated[str, StringConstraints(min_length=1, max_length=MAX_STORY), AfterValidator(_printable)]
    format: Literal["", "prompt", "text", "markdown", "fountain"] = ""
    """How it is written; empty judges by its looks."""
    aspect: Aspect = Aspect.WIDE
    style: Short = ""
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{0,20}$")] = ""
    captions: Captions = Captions.BURNED
    keep_text: bool = False
    key: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{0,64}$")] = ""
    """The same key gives the same project again, so that a repeated request makes no second film."""
    start: bool = True
    """Make the animatic at once; it is free."""


class LineTaken(Taken):
    number: Number
    text: Words


class FieldTaken(Taken):
    """A field of a shot (by number) or entity (by id)."""

    of: Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_printable)]
    field: Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")]
    value: Words


class ChangeTaken(Taken):
    """Edits of a film: all of them or none."""

    lines: Annotated[list[LineTaken], Field(max_length=500)] = Field(default_factory=list)
    shots: Annotated[list[FieldTaken], Field(max_length=500)] = Field(default_factory=list)
    entities: Annotated[list[FieldTaken], Field(max_length=500)] = Field(default_factory=list)
    voices: Annotated[dict[Short, Short], Field(max_length=100)] = Field(default_factory=dict)
    models: Annotated[dict[Step, Short], Field(max_length=20)] = Field(default_factory=dict)
    captions: Captions | None = None
    aspect: Aspect | None = None
    style: Short | None = None
    title: Short | None = None
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{0,20}$")] | None = None
    ceiling: Micros | None = None
    no_ceiling: bool = False
    no_music: bool = False
    no_style_picture: bool = False
    gates: Annotated[list[Step], Field(max_length=12)] | None = None


class FieldsTaken(Taken):
    """Fields of one entity or shot, by name."""

    fields: Annotated[
        dict[Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}$")], Words],
        Field(min_length=1, max_length=20),
    ]


class StartTaken(Taken):
    until: Step = Step.EXPORT
    quote: Short = ""
    """Id of a quote that is agreed to."""
    ceiling: Micros | None = None


class QuoteTaken(Taken):
    until: Step = Step.EXPORT
    level: Level | None = None
    shots: Annotated[list[Number], Field(max_length=1000)] | None = None
    only: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[a-z]{1,12}:[a-z0-9_]{1,40}$")]], Field(max_length=200)
    ] = Field(default_factory=list)
    """Slots, as kind:target."""


class UpgradeTaken(Taken):
    to: Level = "clips"
    shots: Annotated[list[Number], Field(max_length=1000)] | None = None
    quote: Short = ""


class StepTaken(Taken):
    step: Step


class GateTaken(Taken):
    gate: Step | None = None


class SlotTaken(Taken):
    kind: SlotKind
    target: Id


class GenerateTaken(Taken):
    """One picture or clip anew; it may cost what the button showed, and nothing more."""

    model: Short = ""
    max_cost: Micros = 0


class AdvancedTaken(GenerateTaken):
    """The same with the person's own words and pictures (R13, R14, R16)."""

    prompt: Words | None = None
    references: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]], Field(max_length=20)
    ] = Field(default_factory=list)
    edit_existing: bool = False


class AwayTaken(Taken):
    away: bool = True


class OrderTaken(Taken):
    ids: Annotated[list[Id], Field(max_length=100)]


class SettleTaken(Taken):
    happened: bool


class OfferTaken(Taken):
    key: Short


class LipsyncTaken(Taken):
    max_cost: Micros = 0


class TokenTaken(Taken):
    name: Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_printable)]


class NameTaken(Taken):
    name: Short


# in the address


class SlotAsked(Taken):
    kind: SlotKind
    target: Id


class ModelAsked(Taken):
    model: Short = ""


class ShotAsked(Taken):
    what: Annotated[str, StringConstraints(pattern=r"^(frame|clip|lipsync)$")] = "frame"
    model: Short = ""


class PageAsked(Taken):
    after: Annotated[str, StringConstraints(pattern=r"^([a-z]{1,3}_[0-9a-z]{1,20})?$")] = ""
    away: bool = False
    """Those that were put away, and no others."""


class StepAsked(Taken):
    step: Step | None = None


class ProjectAsked(Taken):
    project: Annotated[str, StringConstraints(pattern=r"^([a-z]{1,3}_[0-9a-z]{1,20})?$")] = ""


class FreshAsked(Taken):
    fresh: bool = False


class AfterAsked(Taken):
    after: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,15}$")] = ""


class DownloadAsked(Taken):
    variant: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,20}$")] = "original"
