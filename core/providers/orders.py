"""The values that pass between a remote maker and its kinds of work: what goes out, is expected, came back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from core.catalogue.prices import Measures
from core.media import fetch
from core.media.received import Received
from core.providers.base import Desk, Done, MadeFile
from core.requests import Request

_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "audio/wav": "wav",
}


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it goes to the service."""

    name: str
    """Under which name `arguments` looks for its address: an asset, or SOUND."""
    data: bytes = field(repr=False)
    mime: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def filename(self) -> str:
        """Says nothing of what a person called it."""
        return f"{self.digest[:16]}.{_ENDINGS.get(self.mime, 'bin')}"


@dataclass(frozen=True, slots=True)
class Order:
    """A request made ready."""

    request: Request
    """As it really goes out."""
    handed: tuple[Handed, ...]
    expect: Mapping[str, Any]
    """Plain JSON: what the result is checked against; kept with the operation."""
    measures: Measures
    """What the call will use, as far as that is known before it."""


@dataclass(frozen=True, slots=True)
class Getting:
    """What fetching and checking a result needs."""

    http: httpx.AsyncClient
    rules: fetch.Rules
    desk: Desk
    ffmpeg: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A result that has arrived, with everything that is known of it."""

    operation: Mapping[str, Any]
    body: Any
    """What the model answered."""
    file: fetch.Fetched

    @property
    def expect(self) -> Mapping[str, Any]:
        expect: Mapping[str, Any] = self.operation["expect"]
        return expect

    @property
    def measures(self) -> Measures:
        return measures_of(self.operation)

    def done(self, seen: Received, **facts: Any) -> Done:
        """The result as the runner takes it."""
        known = {"served_by": self.operation["row"], "request_id": self.operation.get("id", "")}
        parts = {name: MadeFile("application/json", data=data) for name, data in seen.parts.items()}
        return Done(MadeFile(seen.mime, seen.path), parts=parts, facts={**seen.facts, **facts, **known})


@dataclass(frozen=True, slots=True)
class Got:
    """A result that passed, and what it used."""

    done: Done
    measures: Measures


def measures_of(known: Mapping[str, Any]) -> Measures:
    """What was expected to be used, from an operation or a note."""
    told = dict(known.get("measures", {}))
    return Measures(**{**told, "sent": tuple(told.get("sent", ()))})
