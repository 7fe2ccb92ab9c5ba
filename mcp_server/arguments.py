"""What each tool takes: flat, strict models, and sentences for whatever does not fit them."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from core.errors import BadInput

Id = Annotated[str, Field(pattern=r"^p_[0-9a-z]{10}$")]
Level = Literal["animatic", "pictures", "clips"]
Dollars = Annotated[float, Field(ge=0, le=10_000)]
Key = Annotated[str, Field(max_length=200)]


class Taken(BaseModel):
    """Arguments of a tool: nothing that is not known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _no_yes(cls, value: Any) -> Any:
        """A yes is no number: "max_cost": true must never become a dollar."""
        if isinstance(value, bool):
            raise ValueError("a yes or no")
        return value


class Nothing(Taken):
    """No arguments."""


class Create(Taken):
    """For create_and_run."""

    story: str = Field(min_length=1, max_length=400_000, description="Idea, story, screenplay")
    level: Level = "animatic"
    aspect: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9"
    style: str = Field("", max_length=400, description="e.g. watercolour")
    language: str = Field("", max_length=35)
    max_cost: Dollars = Field(0, description="USD agreed by the person")
    idempotency_key: Key = Field("", description="Same key, same film")


class Estimate(Taken):
    """For estimate_cost."""

    story: str = Field("", max_length=400_000)
    project_id: str = Field("", pattern=r"^(p_[0-9a-z]{10})?$")
    level: Level = "clips"
    shots: str = Field("", max_length=200)


class Upgrade(Taken):
    """For upgrade."""

    project_id: Id
    level: Literal["", "animatic", "pictures", "clips"] = ""
    shots: str = Field("", max_length=200, description="e.g. 3,5-7; empty: all")
    max_cost: Dollars = 0
    quote_id: str = Field("", max_length=40)
    outcome: str = Field("", max_length=40, description="look, made, not_made")


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
    put_away: Literal["", "yes"] = ""


class Project(Taken):
    """For get_project and cancel."""

    project_id: Id


class Edit(Taken):
    """For edit_project."""

    project_id: Id
    style: str = Field("", max_length=400)
    style_picture: str = Field("", max_length=2_000, description="URL or path; none: away")
    put_away: Literal["", "yes", "no"] = Field("", description="Out of lists; no: back")


class Guides(Taken):
    """For add_guide_images."""

    project_id: Id
    name: str = Field(max_length=200)
    images: list[str] = Field(min_length=1, max_length=10, description="URLs, or paths here")


class Options(Taken):
    """For list_options."""

    about: Literal["levels", "models", "voices"] = "levels"


def read(model: type[Taken], given: dict[str, Any], tool: str) -> Taken:
    """The arguments of a call; null for one that may be left out is as good as nothing.

    Raises BadInput with what is wrong and what would be right.
    """
    needed = {name for name, field in model.model_fields.items() if field.is_required()}
    said = {name: value for name, value in given.items() if value is not None or name not in model.model_fields}
    try:
        return model.model_validate(said)
    except ValidationError as wrong:
        found = sorted(wrong.errors(include_url=False), key=lambda one: one["type"] != "extra_forbidden")
        raise _taught(model, found[0], tool, needed) from None


def _taught(model: type[Taken], wrong: Any, tool: str, needed: Collection[str]) -> BadInput:
    name = str(wrong["loc"][0]) if wrong["loc"] else ""
    known = list(model.model_fields)
    if wrong["type"] == "extra_forbidden":
        near = difflib.get_close_matches(name, known, 1, 0.5)
        hint = f"Did you mean {near[0]!r}?" if near else ""
        takes = f"{tool} takes: {', '.join(known)}." if known else f"{tool} takes no arguments."
        return BadInput(f"{tool} has no argument {name!r}.", next_step=f"{hint} {takes}".strip())
    if wrong["type"] == "missing":
        return BadInput(f"{tool} needs {name!r}.", next_step=_meant(model, name))
    leave = "" if name in needed else "Or leave it out."
    what = f"{name!r} cannot be {_shown(wrong['input'])}: it has to be {_right(model, name)}."
    return BadInput(what, next_step=f"{_meant(model, name)} {leave}".strip())


def _right(model: type[Taken], name: str) -> str:
    """What an argument may be, in words."""
    schema = model.model_json_schema()["properties"][name]
    if "enum" in schema:
        return " or ".join(filter(None, (", ".join(map(repr, schema["enum"][:-1])), repr(schema["enum"][-1]))))
    if schema["type"] == "array":
        return f"a list of {schema['minItems']} to {schema['maxItems']} texts"
    if schema["type"] == "string":
        if "pattern" in schema:
            return "an id of a film"
        least, most = schema.get("minLength"), schema["maxLength"]
        return f"a text of {least} to {most:,} characters" if least else f"a text, at most {most:,} characters"
    number = "a whole number" if schema["type"] == "integer" else "a number"
    return f"{number} from {schema['minimum']:,} to {schema['maximum']:,}"


def _meant(model: type[Taken], name: str) -> str:
    """What the argument is, for one who got it wrong."""
    if name == "project_id":
        return "Give an id such as p_7c2cec6dab; list_projects shows them."
    words = model.model_fields[name].description
    return f"It is: {words}." if words else MEANT.get(name, "")


MEANT: Mapping[str, str] = {
    "language": "It is a language such as en or pt-BR; left out, the story's own.",
    "limit": "It is how many films are listed.",
    "cursor": "It is the cursor of the page before.",
    "name": "It is the name of a character, set or prop.",
    "shots": "It is which shots are meant, such as 3,5-7; left out, all.",
    "quote_id": "It is the quote_id of a needs_confirmation answer.",
    "model": 'list_options(about="models") shows all.',
    "style": "It is the look of the film, in words.",
    "put_away": "It is whether the film is left out of lists.",
    "seconds": "It is how long to wait.",
}
"""For arguments whose names tell enough in the list of tools, which is to stay short."""


def _shown(given: Any) -> str:
    words = repr(given)
    return words if len(words) <= 60 else words[:59] + "…"
