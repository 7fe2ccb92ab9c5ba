"""Fits a value to a JSON schema: keeps what fits, makes up the rest, leaves out what nobody asked for."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]
NOTHING = object()
MOST_DEPTH = 12


class Filler:
    """Makes values for schemas out of the words of a prompt; the same words give the same values."""

    def __init__(self, root: Schema, words: Sequence[str], seed: int) -> None:
        self._root = root
        self._words = list(words) or ["story"]
        self._random = random.Random(seed)

    def fit(self, schema: Schema | None = None, value: Any = NOTHING, name: str = "", depth: int = 0) -> Any:
        """The value as the schema wants it."""
        schema = self._resolved(self._root if schema is None else schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return value if value in schema["enum"] else self._choice(schema["enum"])
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self.fit(self._branch(schema[several], value, depth), value, name, depth)
        kind = schema.get("type", "object" if "properties" in schema else "string")
        if isinstance(kind, list):
            kind = next((one for one in kind if one != "null"), "null")
        return self._of_kind(kind, schema, value, name, depth)

    def _of_kind(self, kind: str, schema: Schema, value: Any, name: str, depth: int) -> Any:
        if kind == "object":
            return self._object(schema, value, depth)
        if kind == "array":
            return self._array(schema, value, name, depth)
        if kind == "string":
            return value if isinstance(value, str) else self._string(schema, name)
        if kind == "boolean":
            return (
                value
                if isinstance(value, bool)
                else bool(re.search(r"ok|valid|suit|usable|match|good|clear", name))
            )
        if kind in ("integer", "number"):
            good = isinstance(value, (int, float)) and not isinstance(value, bool)
            return value if good else self._number(schema, kind)
        return None

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            found: Any = self._root
            for part in schema["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            schema = {**found, **{key: item for key, item in schema.items() if key != "$ref"}}
        if len(schema.get("allOf", [])) == 1:
            return self._resolved({**schema["allOf"][0], **{k: v for k, v in schema.items() if k != "allOf"}})
        return schema

    def _branch(self, branches: Sequence[Schema], value: Any, depth: int) -> Schema:
        """The branch the value is for, else the first that is not null; null when it grows too deep."""
        if value is None or depth > MOST_DEPTH:
            return next((one for one in branches if one.get("type") == "null"), branches[0])
        kinds = {dict: "object", list: "array", str: "string", bool: "boolean", int: "integer", float: "number"}
        wanted = kinds.get(type(value))
        solid = [one for one in branches if one.get("type") != "null"]
        return next((one for one in solid if self._resolved(one).get("type") == wanted), solid[0])

    def _object(self, schema: Schema, value: Any, depth: int) -> dict[str, Any]:
        given = value if isinstance(value, Mapping) else {}
        made = {}
        for name, inner in schema.get("properties", {}).items():
            needed = name in schema.get("required", ())
            if name in given or needed or depth <= MOST_DEPTH:
                made[name] = self.fit(inner, given.get(name, NOTHING), name, depth + 1)
        return made

    def _array(self, schema: Schema, value: Any, name: str, depth: int) -> list[Any]:
        least = schema.get("minItems", 0)
        inner = schema.get("items", {"type": "string"})
        if isinstance(value, (list, tuple)):
            items = [self.fit(inner, one, name, depth + 1) for one in value]
        else:
            count = 0 if depth > MOST_DEPTH else max(least, 2)
            items = [self.fit(inner, NOTHING, name, depth + 1) for _ in range(count)]
        while len(items) < least:
            items.append(self.fit(inner, NOTHING, name, depth + 1))
        return items[: schema.get("maxItems", len(items))]

    def _choice(self, choices: Sequence[Any]) -> Any:
        """The choice that the prompt speaks of most, else the first."""
        spoken = [word.casefold() for word in self._words]
        return max(choices, key=lambda one: (spoken.count(str(one).casefold()), -list(choices).index(one)))

    def _string(self, schema: Schema, name: str) -> str:
        if "default" in schema and isinstance(schema["default"], str):
            return schema["default"]
        if "lang" in name:
            return "en"
        long = re.search(r"text|descri|summary|caption|because|reason|prompt|action|appearance", name)
        text = " ".join(self._random.choice(self._words) for _ in range(9 if long else 2)).capitalize()
        return text[: schema.get("maxLength", len(text))]

    def _number(self, schema: Schema, kind: str) -> float:
        if isinstance(schema.get("default"), (int, float)):
            return schema["default"]  # type: ignore[no-any-return]
        least = schema.get(
            "minimum", schema.get("exclusiveMinimum", -1) + 1 if "exclusiveMinimum" in schema else 0
        )
        most = schema.get("maximum", least + 1)
        middle = min(most, max(least, 1))
        return int(middle) if kind == "integer" else float(middle)


def violated(schema: Schema, value: Any, how: str) -> Any:
    """The value broken against its schema: a required key gone, or a word that no list of choices has."""
    if how == "enum" and _break_choice(schema, schema, value):
        return value
    if isinstance(value, dict):
        required = [name for name in schema.get("required", []) if name in value] or list(value)
        if required:
            value.pop(required[0])
            value["unasked"] = True
    return value


def _break_choice(root: Schema, schema: Schema, value: Any) -> bool:
    schema = Filler(root, [], 0)._resolved(schema)
    if isinstance(value, dict):
        for name, inner in schema.get("properties", {}).items():
            inner = Filler(root, [], 0)._resolved(inner)
            if name in value and "enum" in inner:
                value[name] = "unheard-of"
                return True
            if name in value and _break_choice(root, inner, value[name]):
                return True
    if isinstance(value, list):
        return any(_break_choice(root, schema.get("items", {}), one) for one in value)
    return False
