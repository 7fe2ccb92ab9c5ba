"""Which JSON schemas the structured-output modes refuse: OpenAI's strict mode and Anthropic's output format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ANTHROPIC_REFUSES = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength",
                     "maxLength", "maxItems", "uniqueItems", "minProperties", "maxProperties")  # fmt: skip


def openai_objection(schema: Any) -> str:
    """Why strict mode refuses a schema; empty when it takes it."""
    return next(_openai(schema, ()), "")


def anthropic_objection(schema: Any) -> str:
    """Why the output format refuses a schema; empty when it takes it."""
    return next(_anthropic(schema), "") or _recursion(schema)


def _openai(schema: Any, path: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        return
    if "properties" in schema:
        names = set(schema["properties"])
        if schema.get("additionalProperties") is not False:
            yield f"In context={path}, 'additionalProperties' is required to be supplied and to be false."
        missing = names - set(schema.get("required", []))
        if missing:
            first = sorted(missing)[0]
            yield (
                f"In context={path}, 'required' is required to be supplied and to be an array including every "
                f"key in properties. Missing '{first}'."
            )
    for name, inner in _inner(schema):
        yield from _openai(inner, (*path, name))


def _anthropic(schema: Any) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        return
    if (schema.get("type") == "object" or "properties" in schema) and schema.get(
        "additionalProperties"
    ) is not False:
        yield "For 'object' type, 'additionalProperties' must be explicitly set to false"
    kind = schema.get("type", "value")
    for word in ANTHROPIC_REFUSES:
        if word in schema:
            yield f"For '{kind}' type, property '{word}' is not supported"
    if schema.get("minItems", 0) not in (0, 1):
        yield "For 'array' type, 'minItems' values other than 0 or 1 are not supported"
    if not str(schema.get("$ref", "#")).startswith("#"):
        yield "External $ref is not supported"
    for _, inner in _inner(schema):
        yield from _anthropic(inner)


def _inner(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for word in ("properties", "$defs", "definitions"):
        yield from schema.get(word, {}).items()
    if isinstance(schema.get("items"), Mapping):
        yield "items", schema["items"]
    for word in ("anyOf", "oneOf", "allOf"):
        for index, inner in enumerate(schema.get(word, [])):
            yield f"{word}[{index}]", inner


def _recursion(schema: Any) -> str:
    defs = schema.get("$defs", {}) if isinstance(schema, Mapping) else {}
    uses = {name: set(_refs(inner)) for name, inner in defs.items()}
    for name in uses:
        seen, ahead = set(), set(uses[name])
        while ahead:
            one = ahead.pop()
            seen.add(one)
            ahead |= uses.get(one, set()) - seen
        if name in seen:
            return f"Recursive schemas are not supported ($defs/{name})"
    return ""


def _refs(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rpartition("/")[2]
        for inner in schema.values():
            yield from _refs(inner)
    if isinstance(schema, list):
        for inner in schema:
            yield from _refs(inner)
