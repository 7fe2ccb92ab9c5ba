"""From a request to an order, and from an answer to a result: each kind of work finds its own file here."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from core.catalogue.models import Model
from core.errors import Fault, ProviderError
from core.media import fetch
from core.media.received import NoGood
from core.providers import remote_clips, remote_lipsync, remote_pictures, remote_speech
from core.providers.base import Desk
from core.providers.orders import Answer, Getting, Got, Order
from core.requests import ImageRequest, LipSyncRequest, Request, SpeechRequest, VideoRequest

MOST_BYTES = 400_000_000
"""The largest file that is fetched; a lip-synced clip of a minute has some 60 MB."""


class Useless(Exception):
    """The result arrived and cannot be used; the words end a sentence."""


async def prepare(row: Model, request: Request, desk: Desk, *, ffmpeg: str = "") -> Order:
    """Make ready what is handed over. Raises BadInput for our files, ProviderError for what a row cannot do."""
    work = _PREPARED.get(type(request))
    if work is None:
        raise ProviderError(Fault.INVALID_INPUT, f"{row.title} cannot do this kind of work.", cost=0)
    return await work(row, request, desk, ffmpeg)


async def finish(row: Model, operation: Mapping[str, Any], body: Any, getting: Getting) -> Got:
    """Fetch and check what was made. Raises NotFetched and Useless.

    A file that does not decode is fetched once more, for the first download may be to blame.
    """
    url = address(body, row.answer)
    if not url:
        raise Useless("the answer holds no result")
    before = ""
    while True:
        file = await fetch.fetch(getting.http, url, getting.desk.folder / "result", getting.rules)
        size, digest = await asyncio.to_thread(_measured, file.path)
        try:
            if size < told_size(body, row.answer):
                raise NoGood("it is smaller than it was said to be", broken=True)
            return await _RECEIVED[operation["expect"]["kind"]](Answer(operation, body, file), getting)
        except NoGood as error:
            if not error.broken or digest == before:
                raise Useless(str(error)) from error
            before = digest


def flagged(body: Any) -> bool:
    """Whether the model's own checker flagged what it made; the picture is then most often black."""
    flags = body.get("has_nsfw_concepts") if isinstance(body, Mapping) else None
    return isinstance(flags, list) and any(flag is True for flag in flags)


def address(body: Any, place: str) -> str:
    """The result's address: where the row says it lies, else the first that the answer holds; "" for none."""
    return next(_addresses(_at(body, place)), "") or next(_addresses(body), "")


def told_size(body: Any, place: str) -> int:
    """Bytes that the answer says the file has; 0 when it says nothing."""
    beside = _at(body, place.removesuffix(".url")) if place.endswith(".url") else None
    if not isinstance(beside, Mapping) or not str(beside.get("url", "")).startswith("http"):
        return 0
    size = beside.get("file_size")
    return size if isinstance(size, int) else 0


def _at(body: Any, place: str) -> Any:
    found = body
    for part in place.split(".") if place else ():
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found


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


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        return path.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest()


_Prepare = Callable[[Model, Any, Desk, str], Awaitable[Order]]
_Receive = Callable[[Answer, Getting], Awaitable[Got]]

_PREPARED: Mapping[type[Any], _Prepare] = {
    ImageRequest: remote_pictures.prepare,
    VideoRequest: remote_clips.prepare,
    SpeechRequest: remote_speech.prepare,
    LipSyncRequest: remote_lipsync.prepare,
}

_RECEIVED: Mapping[str, _Receive] = {
    remote_pictures.KIND: remote_pictures.receive,
    remote_clips.KIND: remote_clips.receive,
    remote_speech.KIND: remote_speech.receive,
    remote_lipsync.KIND: remote_lipsync.receive,
}
