"""Files that a request brings or points at: data addresses, uploads, and addresses on this machine."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

import aiohttp

from . import media
from .front import Call
from .journal import Media

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@dataclass(frozen=True, slots=True)
class Given:
    """A file as the service sees it."""

    where: str
    data: bytes
    mime: str
    """As the sender named it; empty when nobody did."""
    facts: media.Facts | None


async def given(call: Call, where: str, url: str) -> Given | None:
    """The file behind a value of the request, noted in the journal; None when it cannot be fetched."""
    got = inline(url) if url.startswith("data:") else await _fetched(call, url)
    if got is None:
        return None
    data, mime = got
    note(call, where, data, mime)
    return Given(where, data, mime, media.facts(data))


def note(call: Call, where: str, data: bytes, mime: str = "") -> None:
    """Write a file that the request carried into its journal entry."""
    facts = media.facts(data)
    seen = facts or media.Facts(mime or "application/octet-stream")
    digest = hashlib.sha256(data).hexdigest()
    row = Media(where, digest, seen.mime, len(data), seen.width, seen.height, round(seen.seconds, 3))
    call.entry.media.append(row)


def inline(url: str) -> tuple[bytes, str] | None:
    """Bytes and mime type of a data address; None when it is not well made."""
    head, comma, payload = url.partition(",")
    if not comma:
        return None
    mime = head[5:].split(";")[0]
    if not head.endswith(";base64"):
        return unquote_to_bytes(payload), mime
    try:
        return base64.b64decode(payload, validate=True), mime
    except binascii.Error:
        return None


async def _fetched(call: Call, url: str) -> tuple[bytes, str] | None:
    stored = call.world.files.get(url, call.world.clock.now())
    if stored is not None:
        return stored.data, stored.mime
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.hostname not in LOOPBACK:
        return None
    if any(url.startswith(f"{base}/") for base in call.world.addresses.values()):
        return None
    try:
        async with call.world.http().get(url) as response:
            return (await response.read(), response.content_type) if response.status == 200 else None
    except (aiohttp.ClientError, TimeoutError):
        return None
