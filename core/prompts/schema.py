"""The JSON schemas a language model is held to, made from the documents so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from core.documents import DOCUMENTS

_DROPPED = frozenset(
    {
        "title", "default", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
        "minLength", "maxLength", "pattern", "format", "minItems", "maxItems", "uniqueItems",
    }
)  # fmt: skip
"""What the strict modes refuse (providers.md B2) or what says nothing to a model; checked here afterwards."""


@cache
def schema_of(task: str) -> Mapping[str, Any]:
    """The schema of a task's document in the subset that every strict mode takes.

    Every object names all its fields as required and allows no others (OpenAI's and Anthropic's strict modes).
    """
    made: Mapping[str, Any] = _strict(DOCUMENTS[task].model_json_schema())
    return made


def _strict(schema: Mapping[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    kept = {word: value for word, value in schema.items() if word not in _DROPPED}
    if "properties" in kept or "enum" in kept:
        kept.pop("description", None)
    for word in ("properties", "$defs"):
        if word in kept:
            kept[word] = {name: _strict(inner) for name, inner in schema[word].items()}
    if isinstance(kept.get("items"), Mapping):
        kept["items"] = _strict(kept["items"])
    if "anyOf" in kept:
        kept["anyOf"] = [_strict(inner) for inner in kept["anyOf"]]
    if "properties" in kept:
        kept |= {"required": list(kept["properties"]), "additionalProperties": False}
    return kept
