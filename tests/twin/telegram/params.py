"""What a request carries: parameters from the address, a form, JSON or multipart, and the files in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from .refusal import Refusal, bad

BLOCK = 1 << 18


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the request."""

    name: str
    data: bytes
    mime: str


@dataclass
class Params:
    """The values by name, read as the type a method expects."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return name in self.values or name in self.uploads

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        value = self.values.get(name, default)
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f'invalid parameter "{name}" specified: can\'t parse as an integer') from None

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in ("true", "yes", "1")

    def data(self, name: str, kind: type = dict) -> Any:
        """JSON, as a string or already read; the kind's empty value when it is not there."""
        value = self.values.get(name)
        if value is None or value == "":
            return kind()
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad(f"can't parse {name} JSON object") from None
        if not isinstance(value, kind):
            raise bad(f"{'an object' if kind is dict else 'an Array'} expected as {name}")
        return value

    def readable(self) -> dict[str, Any]:
        """For the outbox: JSON read, files named instead of shown."""
        shown = {name: _read(value) for name, value in self.values.items()}
        return shown | {name: f"<{one.name}, {len(one.data)} bytes>" for name, one in self.uploads.items()}


async def read(request: web.Request, limit: int) -> Params:
    """All parameters of a request; later sources win. Raises Refusal (413) above `limit` bytes of files."""
    params = Params(dict(request.query))
    kind = request.content_type
    if kind == "multipart/form-data":
        await _multipart(request, params, limit)
    elif kind == "application/json":
        params.values |= _object(await request.text())
    elif kind == "application/x-www-form-urlencoded":
        params.values |= {name: str(value) for name, value in (await request.post()).items()}
    return params


async def _multipart(request: web.Request, params: Params, limit: int) -> None:
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = bytearray()
        while block := await part.read_chunk(BLOCK):
            total += 0 if part.filename is None else len(block)
            # What is too much is still read to its end, so that the answer finds somebody who listens.
            if total <= limit:
                data += block
        if part.filename is None:
            params.values[part.name] = data.decode()
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            params.uploads[part.name] = Upload(part.filename, bytes(data), mime)
    if total > limit:
        raise Refusal(413, "Request Entity Too Large")


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text or "{}")
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad("JSON object expected")
    return {name: one for name, one in value.items() if one is not None}


def _read(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
