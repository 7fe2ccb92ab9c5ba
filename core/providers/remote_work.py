"""Each kind of work over the network: what is handed over for it, and what is made of the result."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import httpx

from core.catalogue.arguments import assets
from core.catalogue.models import Model
from core.catalogue.prices import Measures, expected
from core.errors import Fault, ProviderError
from core.media import fetch, hand_over
from core.media.receive_picture import check_picture
from core.media.received import NoGood, Received
from core.providers.base import Desk, Done, MadeFile
from core.requests import ImageRequest, Request

MOST_BYTES = 400_000_000
"""The largest file that is fetched; a lip-synced clip of a minute has some 60 MB."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it goes to the service."""

    name: str
    """Under which name `arguments` looks for its address: an asset, or SOUND."""
    data: bytes = field(repr=False)
    mime: str
    digest: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "digest", hashlib.sha256(self.data).hexdigest())

    @property
    def filename(self) -> str:
        return f"{self.digest[:16]}.{_ENDINGS.get(self.mime, 'bin')}"


_ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
}


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
    """What fetching a result needs."""

    http: httpx.AsyncClient
    rules: fetch.Rules
    desk: Desk
    ffmpeg: str = ""


@dataclass(frozen=True, slots=True)
class Got:
    """A result that passed, and what it used."""

    done: Done
    measures: Measures


class Useless(Exception):
    """The result arrived and cannot be used; the words end a sentence."""


async def prepare(row: Model, request: Request, desk: Desk, *, ffmpeg: str = "") -> Order:
    """Make ready what is handed over. Raises BadInput for our files, ProviderError for what a row cannot do."""
    work = _PREPARED.get(type(request))
    if work is None:
        raise ProviderError(Fault.INVALID_INPUT, f"{row.title} cannot do this kind of work.", cost=0)
    return await work(row, request, desk, ffmpeg)


async def finish(row: Model, operation: Mapping[str, Any], answer: Any, getting: Getting) -> Got:
    """Fetch and check what was made. Raises NotFetched and Useless.

    A file that does not decode is fetched once more, for the first download may be to blame.
    """
    url = address(answer, row.answer)
    if not url:
        raise Useless("the answer holds no result")
    expect = operation["expect"]
    before = ""
    while True:
        target = getting.desk.folder / "result"
        got = await fetch.fetch(getting.http, url, target, getting.rules)
        digest = await asyncio.to_thread(_digest, got.path)
        try:
            return await _RECEIVED[expect["kind"]](operation, answer, got, getting)
        except NoGood as error:
            if not error.broken or digest == before:
                raise Useless(str(error)) from error
            before = digest


def measures_of(known: Mapping[str, Any]) -> Measures:
    """What was expected to be used, from an operation or a note."""
    told = dict(known.get("measures", {}))
    return Measures(**{**told, "sent": tuple(told.get("sent", ()))})


def flagged(answer: Any) -> bool:
    """Whether the model's own checker flagged what it made; the picture is then most often black."""
    flags = answer.get("has_nsfw_concepts") if isinstance(answer, Mapping) else None
    return isinstance(flags, list) and any(flag is True for flag in flags)


def address(answer: Any, place: str) -> str:
    """The result's address: where the row says it lies, else the first that the answer holds; "" for none."""
    found = answer
    for part in place.split(".") if place else ():
        found = _inner(found, part)
    return next(_addresses(found), "") or next(_addresses(answer), "")


def _inner(value: Any, part: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    if isinstance(value, list) and part.isdigit() and int(part) < len(value):
        return value[int(part)]
    return None


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from _addresses(one)
    elif isinstance(value, Mapping):
        if isinstance(value.get("url"), str):
            yield value["url"]
            return
        for one in value.values():
            if isinstance(one, (Mapping, list)):
                yield from _addresses(one)


def _digest(path: Any) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ------------------------------------------------------------------------------------------- pictures


async def _picture(row: Model, request: ImageRequest, desk: Desk, ffmpeg: str) -> Order:
    handed = await _stills(row, request, desk)
    pixels = {one.name: size[0] * size[1] for one, size in handed}
    expect = {"kind": "picture", "width": request.width, "height": request.height, "shaped": _shaped(row)}
    return Order(request, tuple(one for one, _ in handed), expect, expected(row, request, pixels))


def _shaped(row: Model) -> bool:
    """Whether the row asks for a shape; otherwise the result has the shape of the picture that was sent."""
    return bool({"$width", "$height", "$aspect"} & set(_strings(row.arguments)))


def _strings(template: Any) -> Iterator[str]:
    if isinstance(template, str):
        yield template
    elif isinstance(template, Mapping):
        for value in template.values():
            yield from _strings(value)
    elif isinstance(template, (list, tuple)):
        for value in template:
            yield from _strings(value)


async def _stills(row: Model, request: Request, desk: Desk) -> list[tuple[Handed, tuple[int, int]]]:
    """The pictures of a request as the row takes them, with their sizes; each only once."""
    limits = row.references
    fit = hand_over.Fit(limits.most_px, limits.least_px, limits.most_pixels, limits.most_bytes, limits.formats)

    def one(asset: str) -> tuple[Handed, tuple[int, int]]:
        ready = hand_over.picture(desk.path(asset), fit)
        return Handed(asset, ready.data, ready.mime), (ready.width, ready.height)

    return [await asyncio.to_thread(one, asset) for asset in dict.fromkeys(assets(row, request))]


async def _picture_received(
    operation: Mapping[str, Any], answer: Any, got: fetch.Fetched, getting: Getting
) -> Got:
    expect = operation["expect"]
    asked = (expect["width"], expect["height"]) if expect["shaped"] else None
    seen = await asyncio.to_thread(check_picture, got.path, asked)
    made = seen.facts["width"] * seen.facts["height"]
    return Got(_done(seen, operation), replace(measures_of(operation), pixels=made))


def _done(seen: Received, operation: Mapping[str, Any]) -> Done:
    facts = {**seen.facts, "served_by": operation["row"], "request_id": operation.get("id", "")}
    parts = {name: MadeFile("application/json", data=data) for name, data in seen.parts.items()}
    return Done(MadeFile(seen.mime, seen.path), parts=parts, facts=facts)


_Prepare = Callable[[Model, Any, Desk, str], Awaitable[Order]]
_Receive = Callable[[Mapping[str, Any], Any, fetch.Fetched, Getting], Awaitable[Got]]

_PREPARED: Mapping[type[Any], _Prepare] = {ImageRequest: _picture}
_RECEIVED: Mapping[str, _Receive] = {"picture": _picture_received}
