"""The OpenAPI document, made from the same table as the routes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from core.settings import Settings
from web.problems import ErrorView
from web.table import Endpoint, adapter

REFUSALS: Mapping[str, str] = {
    "400": "What was given cannot be used as it is.",
    "401": "Nobody is signed in.",
    "402": "It would pass a ceiling, so nothing was spent.",
    "403": "Not for this person, or not from another site.",
    "404": "There is no such thing, or none that this person may see.",
    "409": "It is busy, has changed, or something else must be made first.",
    "413": "Larger than what is taken.",
    "415": "A body that is not of the kind that is wanted.",
    "429": "Too often from one address; Retry-After says when again.",
    "503": "The maker of films is not there right now; try again.",
    "507": "The disk is full.",
}

_REF = "#/components/schemas/{model}"
_ID = {"type": "string", "minLength": 1, "maxLength": 60, "pattern": "^[0-9a-z_]+$"}


def document(rows: Sequence[Endpoint], settings: Settings) -> dict[str, Any]:
    """The whole document."""
    schemas = _Schemas(rows)
    paths: dict[str, dict[str, Any]] = {}
    for row in rows:
        paths.setdefault(row.path, {})[row.method.lower()] = _operation(row, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Video Story",
            "version": version("video-story"),
            "description": "A story goes in, a film comes out. Money is in micro-dollars, times are UTC.",
        },
        "servers": [{"url": settings.public_base_url or "/"}],
        "security": [{"bearer": []}, {"cookie": []}],
        "paths": paths,
        "components": {
            "schemas": schemas.all(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "vs_session"},
            },
        },
    }


class _Schemas:
    """Every type that is taken or given, as JSON schemas that refer to each other."""

    def __init__(self, rows: Sequence[Endpoint]) -> None:
        self._found: dict[str, Any] = {}
        self.given = {id(kind): self._of(adapter(kind), "serialization") for kind in _gives(rows)}
        self.taken = {row.body: self._of(adapter(row.body), "validation") for row in rows if row.body}
        self.error = self._of(adapter(ErrorView), "serialization")

    def all(self) -> dict[str, Any]:
        return dict(sorted(self._found.items()))

    def _of(self, kind: Any, mode: Any) -> dict[str, Any]:
        schema = kind.json_schema(ref_template=_REF, mode=mode)
        for name, part in schema.pop("$defs", {}).items():
            self._found[name] = part
        if "title" in schema and schema.get("type") == "object":
            name = str(schema["title"])
            self._found[name] = schema
            return {"$ref": _REF.format(model=name)}
        found: dict[str, Any] = schema
        return found


def _gives(rows: Sequence[Endpoint]) -> list[Any]:
    own = [row.gives for row in rows if row.gives is not None]
    return [*own, *(kind for row in rows for kind in row.also.values())]


def _operation(row: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": _name(row),
        "summary": row.summary,
        "tags": [row.path.split("/")[2]],
        "parameters": [*_path_parameters(row), *_query_parameters(row)],
        "responses": _responses(row, schemas),
    }
    if row.public:
        made["security"] = []
    if row.body is not None:
        made["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas.taken[row.body]}},
        }
    if row.files:
        made["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": _form(row)}}}
    return made


def _form(row: Endpoint) -> dict[str, Any]:
    file = {"type": "string", "format": "binary"}
    many = row.files.endswith("images")
    field = {"type": "array", "items": file, "minItems": 1} if many else file
    return {"type": "object", "properties": {row.files: field}, "required": [row.files]}


def _name(row: Endpoint) -> str:
    word = row.fixed.get("kind", "").rstrip("s")
    module = row.work.__module__.rpartition(".")[2]
    return "_".join(filter(None, (module, word, row.work.__name__)))


def _path_parameters(row: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": _ID}
        for name in re.findall(r"{(\w+)}", row.path)
    ]


def _query_parameters(row: Endpoint) -> list[dict[str, Any]]:
    if row.query is None:
        return []
    schema = row.query.model_json_schema(ref_template=_REF)
    parts = schema.get("$defs", {})
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": _inlined(part, parts)}
        for name, part in schema["properties"].items()
    ]


def _inlined(part: dict[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter's schema without references, nor null, which a query cannot say."""
    if "$ref" in part:
        found: dict[str, Any] = parts[part["$ref"].rpartition("/")[2]]
        return found
    if "anyOf" in part:
        return _inlined(next(one for one in part["anyOf"] if one.get("type") != "null"), parts)
    return part


def _responses(row: Endpoint, schemas: _Schemas) -> dict[str, Any]:
    error = {"application/json": {"schema": schemas.error}}
    found: dict[str, Any] = {code: {"description": words, "content": error} for code, words in REFUSALS.items()}
    if row.stream:
        found["200"] = {"description": row.summary, "content": {row.stream: {"schema": {"type": "string"}}}}
        if row.stream.startswith("video/"):
            found["206"] = {"description": "A range.", "content": {row.stream: {"schema": {"type": "string"}}}}
            found["416"] = {"description": "No such range."}
    elif row.gives is None:
        found["204"] = {"description": row.summary or "Done."}
    else:
        given = {"application/json": {"schema": schemas.given[id(row.gives)]}}
        found[str(row.status)] = {"description": row.summary, "content": given}
    for code, kind in row.also.items():
        schema = schemas.given[id(kind)]
        found[code] = {"description": row.summary, "content": {"application/json": {"schema": schema}}}
    if row.safe:
        found["304"] = {"description": "It is as it was."}
    return dict(sorted(found.items()))


def as_json(rows: Sequence[Endpoint], settings: Settings) -> bytes:
    """The document as it is served."""
    return json.dumps(document(rows, settings), ensure_ascii=False, indent=1).encode()
