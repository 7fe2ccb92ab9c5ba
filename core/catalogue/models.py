"""The rows of models.toml as values: what each model makes, takes, can do and costs; and who serves it.

A row is all there is to a model: adding one is adding a row, in models.toml or in the file that MODELS_FILE
names (docs/how-to/models.md). `arguments.py` turns a request into the arguments of a call, `prices.py` says
what the call costs, `words.py` tells a person.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from core.catalogue.blanks import BLANKS, blanks
from core.errors import BadInput, NotFound
from core.story import Step

LOCAL = "local"
"""Lanes whose name begins so need no key and cost nothing."""

LATEST = "latest"
"""A row's `version` that is looked up at the service before the first call."""

MOST = 1_000
"""The most requests at once that AT_ONCE takes for an account."""

_STRICT = ConfigDict(extra="forbid")
"""A misspelt field of a row is an error, not lost in silence."""

Unit = Literal[
    "call",
    "image",
    "megapixel",
    "video",
    "second",
    "minute",
    "gpu_second",
    "thousand_characters",
    "token",
]


@dataclass(frozen=True, slots=True)
class Price:
    """What a call costs. Units are counted as `per` says, then rounded up to whole `block`s."""

    __pydantic_config__ = _STRICT

    per: Unit
    """A megapixel is 1,048,576 px, rounded up per picture; "gpu_second" counts the row's `seconds`; for
    "token" `usd` and `out` are per million."""
    usd: float = 0.0
    """Dollars for one unit; for "token" a million tokens read."""
    out: float = 0.0
    """Dollars for a million tokens written."""
    first: float | None = None
    """Dollars for the first unit of a call, where it differs."""
    run: float = 0.0
    """Dollars added for each call."""
    input: float = 0.0
    """Dollars for each megapixel of each picture sent along, rounded up per picture."""
    block: float = 0.0
    """Units are billed in whole blocks of so many; 0 bills the exact amount."""
    fps: int = 0
    """When set, a "second" is so many frames, whatever the clip's own rate is."""
    by: str = ""
    """Name of the argument whose value picks the price from `choices`."""
    choices: Mapping[str, float] = field(default_factory=dict)
    above: int = 0
    """Prompt tokens above which `usd_above` and `out_above` stand."""
    usd_above: float = 0.0
    out_above: float = 0.0
    picture: int = 1_600
    """Tokens that a picture shown to a language model counts for at the most: one of 1,048,576 px is 1,000 to
    1,500 (the services' own rules of thumb)."""


@dataclass(frozen=True, slots=True)
class References:
    """Which pictures a model takes along with the prompt (R11, R12)."""

    __pydantic_config__ = _STRICT

    most: int
    """How many it takes, a fact of the provider."""
    needed: int = 0
    """How many it cannot do without."""
    most_px: int = 0
    """Longest side it accepts, in px; 0 when nothing is known. Larger pictures are sent smaller."""
    least_px: int = 0
    """Shortest side it accepts."""
    most_bytes: int = 0
    most_pixels: int = 1_000_000
    """Pictures with more px are sent smaller, so that each costs one megapixel, however it is counted."""
    formats: tuple[str, ...] = ("image/png", "image/jpeg", "image/webp")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Which pictures or clips a model can make."""

    __pydantic_config__ = _STRICT

    aspects: Mapping[str, str] = field(default_factory=dict)
    """Aspect "16:9" -> what the model calls it; empty when width and height are free."""
    multiple: int = 1
    """Width and height are multiples of this, in px."""
    least: int = 0
    """Shortest side in px."""
    most: int = 0
    """Longest side in px; 0 when unbounded."""
    most_pixels: int = 0
    resolutions: Mapping[str, int] = field(default_factory=dict)
    """Name of a resolution -> its short side in px."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Which clips or sounds a model can make or work on (R25)."""

    __pydantic_config__ = _STRICT

    least_ms: int = 0
    """Shorter clips are sent to a lip sync with their last frame held; other makers make this much."""
    most_ms: int = 0
    frames: tuple[int, int] = (0, 0)
    """Smallest and largest number of frames, when it is asked for frames."""
    step: int = 1
    """Frames come in steps of so many above the smallest number."""
    fps: tuple[int, int] = (0, 0)
    """Smallest and largest frame rate, when it can be chosen."""
    usual_fps: int = 16
    """The rate at which motion looks natural; others are taken only when the length needs them."""
    most_characters: int = 0
    """Of a text to be spoken, or of a prompt."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another row that serves a request in place of this one: R10 hides it from the person."""

    __pydantic_config__ = _STRICT

    use: str
    """Catalogue id of a row of the same lane, so that one key serves both."""
    subject: str = ""
    """Only for pictures of this subject: "character", "set", "prop", "frame"."""
    references: int = 0
    """Only when at least so many pictures are sent."""
    guides: bool = False
    """Only when a person's guide image is among them and no picture is to be edited (R10, R13)."""
    fewer: int = 0
    """Only when fewer than so many pictures are sent."""
    above_characters: int = 0
    """Only for prompts with more characters than that."""
    below_ms: int = 0
    """Only for clips shorter than that."""
    above_ms: int = 0
    """Only for clips longer than that."""


@dataclass(frozen=True, slots=True)
class Model:
    """One row of facts about a model."""

    __pydantic_config__ = _STRICT

    id: str
    title: str
    provider: str
    """The lane it is served through."""
    endpoint: str
    """What the service calls it; empty when the lane's `model` setting names it."""
    steps: tuple[Step, ...]
    price: Price
    source: str
    checked: date
    offered: bool = True
    """Whether people see it in selectors; rows that only serve as variants are not offered."""
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """The call's arguments: constants, and "$name" for values of the request (core/catalogue/blanks.py)."""
    answer: str = ""
    """Where the result lies in the answer, such as "images.0.url"; empty for the answer itself."""
    version: str = ""
    """For services that call a model by its version; LATEST is looked up."""
    takes: tuple[str, ...] = ()
    """Mime types of the clips a lip sync model can work on."""
    references: References = field(default_factory=lambda: References(0))
    sizes: Sizes = field(default_factory=Sizes)
    lengths: Lengths = field(default_factory=Lengths)
    variants: tuple[Variant, ...] = ()
    """The first that fits serves the request; none: the row itself."""
    next: tuple[str, ...] = ()
    """Rows that take the same inputs, in the order in which they are tried after a refusal (R23, B5)."""
    draws: bool = False
    """Whether it works from the staging, not from the prompt: the local artist."""
    repeats: bool = False
    """Whether it gives the same for the same request, so that a wish for another one has to be said in it."""
    sees: bool = False
    """Whether a language model can look at pictures."""
    parts: int = 0
    """Words of a story it is given at once; 0 for all of them."""
    most_tokens: int = 0
    """Tokens a language model may write in one answer."""
    voices: str = ""
    """Family of voices a speech model speaks with (core/catalogue/voices.toml)."""
    seconds: float = 0.0
    """Usual time for one, in seconds, until it was measured here; what a "gpu_second" price is counted with."""
    note: str = ""
    """A sentence for the person who chooses."""


@dataclass(frozen=True, slots=True)
class Access:
    """How a lane is reached and what it bears."""

    __pydantic_config__ = _STRICT

    title: str
    key: str = ""
    """Name of the setting that unlocks it; empty when none is needed."""
    model: str = ""
    """Name of the setting that names the model of a row without an endpoint."""
    unlocks: str = ""
    """What the key gives, in a few words (README's table)."""
    at_once: Annotated[int, Field(ge=1)] = 4
    """How many requests the account runs at once (the setting AT_ONCE says otherwise for one's own)."""
    queued: Annotated[int, Field(ge=0)] = 0
    """How many more are handed over to wait in the service's own queue, so that it never waits for us."""
    per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every model, every lane, and which models make up each level of a film."""

    models: Mapping[str, Model]
    lanes: Mapping[str, Access]
    levels: Mapping[str, Mapping[Step, tuple[str, ...]]]
    """Level ("animatic", "written", "pictures", "clips") -> step -> model ids, the first reachable counts."""

    def model(self, model_id: str) -> Model:
        """Raises NotFound."""
        if model_id not in self.models:
            raise NotFound(f"There is no model {model_id!r}.", next_step="See: video-story models")
        return self.models[model_id]

    def able(self, step: Step) -> tuple[Model, ...]:
        """Every row that can do a step."""
        return tuple(row for row in self.models.values() if step in row.steps)

    def chosen(self, step: Step, model_id: str = "") -> Model:
        """The model for a step: the named one, else the first that needs no key.

        Raises NotFound when the named model does not exist or cannot do the step.
        """
        able = {row.id: row for row in self.able(step)}
        if not model_id:
            return next(row for row in able.values() if row.provider.startswith(LOCAL))
        if model_id not in able:
            known = ", ".join(row.id for row in able.values() if row.offered)
            raise NotFound(
                f"No model {model_id!r} for the step {step.value}.", next_step=f"Choose one of: {known}."
            )
        return able[model_id]

    def reachable(self, row: Model, keys: Collection[str]) -> bool:
        """Whether the key its lane needs is among the setting names in `keys`."""
        key = self.lanes[row.provider].key
        return not key or key in keys

    def level(self, name: str, keys: Collection[str]) -> Mapping[Step, str]:
        """Step -> model id of a level, each the first that is reachable. Raises NotFound."""
        if name not in self.levels:
            raise NotFound(
                f"There is no level {name!r}.", next_step=f"Choose one of: {', '.join(self.levels)}."
            )
        found = {}
        for step, candidates in self.levels[name].items():
            rows = (self.model(model_id) for model_id in candidates)
            found[step] = next((row.id for row in rows if self.reachable(row, keys)), "")
        return {step: model_id for step, model_id in found.items() if model_id}


def load_catalogue(extra: Path | None = None, at_once: str = "") -> Catalogue:
    """The catalogue of the product, with the rows of a person's own file added or put in their place.

    `at_once` tells what one's own accounts bear, such as "fal=2 replicate=4". Raises BadInput that names the
    row and the field when the file cannot be used, and what is wrong with `at_once`.
    """
    found = _ours() if extra is None else _catalogue(_joined(_table(), _read(extra)))
    return _borne(found, at_once) if at_once.strip() else found


def _borne(catalogue: Catalogue, at_once: str) -> Catalogue:
    lanes = dict(catalogue.lanes)
    for part in at_once.replace(",", " ").split():
        name, _, number = part.partition("=")
        if name not in lanes or name.startswith(LOCAL) or not (number.isdecimal() and 0 < int(number) <= MOST):
            known = ", ".join(lane for lane in lanes if not lane.startswith(LOCAL))
            raise BadInput(
                f"AT_ONCE says {part!r}, which cannot be used.",
                next_step=f"Write a service and how many requests it runs at once, 1 to {MOST}, such as fal=2. "
                f"The services are {known}.",
            )
        lanes[name] = replace(lanes[name], at_once=int(number))
    return replace(catalogue, lanes=MappingProxyType(lanes))


def _catalogue(table: Mapping[str, Any]) -> Catalogue:
    models = {key: _parsed(_MODEL, {"id": key, **row}, f"models.{key}") for key, row in table["models"].items()}
    lanes = {key: _parsed(_ACCESS, row, f"lanes.{key}") for key, row in table["lanes"].items()}
    levels = {name: _parsed(_LEVEL, steps, f"levels.{name}") for name, steps in table["levels"].items()}
    made = Catalogue(MappingProxyType(models), MappingProxyType(lanes), MappingProxyType(levels))
    _check(made)
    return made


def _parsed(adapter: TypeAdapter[Any], row: Any, where: str) -> Any:
    try:
        return adapter.validate_python(row)
    except ValidationError as wrong:
        unknown = [error for error in wrong.errors() if error["type"] in _UNKNOWN_FIELD]
        first = (unknown or wrong.errors())[0]
        name = ".".join(str(part) for part in first["loc"]) or "the row"
        says = "there is no such field" if first["type"] in _UNKNOWN_FIELD else first["msg"]
        raise BadInput(
            f"The catalogue row {where} cannot be used: {name}: {says}.", next_step=_EXPLAINED
        ) from wrong


_UNKNOWN_FIELD = frozenset({"extra_forbidden", "unexpected_keyword_argument"})
_EXPLAINED = "Correct the row; docs/how-to/models.md explains every field."


def _check(catalogue: Catalogue) -> None:
    """Every name that a row mentions exists."""
    for row in catalogue.models.values():
        named = [*row.next, *(variant.use for variant in row.variants)]
        _known(named, catalogue.models, f"models.{row.id}")
        _known([row.provider], catalogue.lanes, f"models.{row.id}.provider")
        same_lane = [other.id for other in catalogue.models.values() if other.provider == row.provider]
        _known([variant.use for variant in row.variants], same_lane, f"models.{row.id}.variants")
        _known(blanks(row.arguments), BLANKS, f"models.{row.id}.arguments")
    for name, steps in catalogue.levels.items():
        for step, ids in steps.items():
            _known(ids, [row.id for row in catalogue.able(step)], f"levels.{name}.{step.value}")


def _known(names: Iterable[str], there: Collection[str], where: str) -> None:
    for name in names:
        if name not in there:
            raise BadInput(
                f"The catalogue row {where} names {name!r}, which does not exist there.", next_step=_EXPLAINED
            )


def _joined(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    for part in theirs:
        if part not in ours:
            raise BadInput(
                f"A file of further models has the parts models, lanes and levels, but not {part!r}.",
                next_step=_EXPLAINED,
            )
    return {part: {**ours[part], **theirs.get(part, {})} for part in ours}


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise BadInput(
            f"The file of further models {path} cannot be read: {wrong}.", next_step=_EXPLAINED
        ) from wrong


@cache
def _ours() -> Catalogue:
    return _catalogue(_table())


@cache
def _table() -> Mapping[str, Any]:
    text = files("core.catalogue").joinpath("models.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


_MODEL: TypeAdapter[Any] = TypeAdapter(Model)
_ACCESS: TypeAdapter[Any] = TypeAdapter(Access)
_LEVEL: TypeAdapter[Any] = TypeAdapter(dict[Step, tuple[str, ...]])
