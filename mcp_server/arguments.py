"""What each tool takes: flat, strict models, and sentences for whatever does not fit them."""

from __future__ import annotations

import difflib
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.errors import BadInput

Id = Annotated[str, Field(pattern=r"^p_[0-9a-z]{10}$")]
Level = Literal["animatic", "pictures", "clips"]
Dollars = Annotated[float, Field(ge=0, le=10_000)]
Key = Annotated[str, Field(max_length=200)]


class Taken(BaseModel):
    """Arguments of a tool: nothing that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Taken):
    """No arguments."""


class Create(Taken):
    """For create_and_run."""

    story: str = Field(min_length=1, max_length=400_000, description="Idea, story or screenplay")
    level: Level = "animatic"
    aspect: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9"
    style: str = Field("", max_length=400, description="Look, e.g. watercolour")
    language: str = Field("", max_length=35)
    max_cost: Dollars = Field(0, description="USD agreed by the person")
    idempotency_key: Key = Field("", description="Same key, same film")


class Estimate(Taken):
    """For estimate_cost."""

    story: str = Field("", max_length=400_000)
    project_id: str = Field("", pattern=r"^(p_[0-9a-z]{10})?$")
    level: Level = "clips"
    shots: str = Field("", max_length=200, description="e.g. 3,5-7")


class Upgrade(Taken):
    """For upgrade."""

    project_id: Id
    level: Literal["", "animatic", "pictures", "clips"] = ""
    shots: str = Field("", max_length=200, description="e.g. 3,5-7; empty: all")
    max_cost: Dollars = 0
    quote_id: str = Field("", max_length=40)


class Again(Taken):
    """For regenerate."""

    project_id: Id
    what: str = Field(max_length=200, description="frame:3, clip:3, line:5, reference:Ana, film")
    prompt: str = Field("", max_length=4_000)
    model: str = Field("", max_length=100)
    max_cost: Dollars = 0
    idempotency_key: Key = ""


class Status(Taken):
    """For get_status."""

    project_id: Id
    detail: Literal["brief", "full"] = "brief"


class Wait(Taken):
    """For wait."""

    project_id: Id
    seconds: float = Field(45, ge=0, le=45)


class Export(Taken):
    """For export."""

    project_id: Id
    variant: Literal["original", "chat"] = Field("original", description="chat: at most 9.5 MB")


class Page(Taken):
    """For list_projects."""

    limit: int = Field(10, ge=1, le=50)
    cursor: str = Field("", max_length=40)


class Project(Taken):
    """For get_project and cancel."""

    project_id: Id


class Guides(Taken):
    """For add_guide_images."""

    project_id: Id
    name: str = Field(max_length=200, description="Character, set or prop")
    images: list[str] = Field(min_length=1, max_length=10, description="https URLs, or paths on this machine")


class Options(Taken):
    """For list_options."""

    about: Literal["levels", "models", "voices"] = "levels"


def read(model: type[Taken], given: dict[str, Any], tool: str) -> Taken:
    """The arguments of a call. Raises BadInput with what is wrong and what would be right."""
    try:
        return model.model_validate(given)
    except ValidationError as wrong:
        found = sorted(wrong.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
        raise _taught(model, found[0], tool) from None


def _taught(model: type[Taken], wrong: Any, tool: str) -> BadInput:
    name = str(wrong["loc"][0]) if wrong["loc"] else ""
    known = list(model.model_fields)
    if wrong["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, known, 1, 0.5)
        hint = f"Did you mean {near[0]!r}?" if near else ""
        takes = f"{tool} takes: {', '.join(known)}." if known else f"{tool} takes no arguments."
        return BadInput(f"{tool} has no argument {name!r}.", next_step=f"{hint} {takes}".strip())
    if wrong["type"] == "missing":
        return BadInput(f"{tool} needs {name!r}.", next_step=_meant(model, name))
    told = wrong["msg"][:1].lower() + wrong["msg"][1:]
    return BadInput(f"{name!r} cannot be {_shown(wrong['input'])}: {told}.", next_step=_meant(model, name))


def _meant(model: type[Taken], name: str) -> str:
    """What the argument is, for one who got it wrong."""
    if name == "project_id":
        return "Give an id such as p_7c2cec6dab; list_projects shows them."
    words = model.model_fields[name].description if name in model.model_fields else ""
    return f"It is: {words}." if words else ""


def _shown(given: Any) -> str:
    words = repr(given)
    return words if len(words) <= 60 else words[:59] + "…"
