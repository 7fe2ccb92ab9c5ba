"""Files handed out and taken in: addresses, ranges, lifetimes, and the ways a download goes wrong."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from .front import Call

HTML = "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"


@dataclass(slots=True)
class Stored:
    """One file at one address."""

    path: str
    """Its address below its counter's, beginning with a slash."""
    data: bytes
    mime: str
    service: str
    model: str = ""
    expires: float | None = None
    """Moment on the stand-in's clock; None for never."""
    tag: str = field(init=False)

    def __post_init__(self) -> None:
        self.tag = hashlib.sha256(self.data).hexdigest()


class Files:
    """All files by address."""

    def __init__(self) -> None:
        self._stored: dict[str, Stored] = {}

    def put(self, base: str, stored: Stored) -> str:
        """Keep a file and give its whole address."""
        self._stored[base + stored.path] = stored
        return base + stored.path

    def get(self, url: str, now: float) -> Stored | None:
        """The file at an address, unless there is none or its time is over."""
        stored = self._stored.get(url.split("?")[0])
        if stored is None or (stored.expires is not None and now >= stored.expires):
            return None
        return stored

    def expire(self, url: str, at: float) -> None:
        """Let a file's time end at a moment."""
        if url in self._stored:
            self._stored[url].expires = at


async def serve(call: Call) -> web.StreamResponse:
    """The whole file or the range that was asked for; 404 when there is none (any more)."""
    url = call.world.addresses[call.counter] + call.request.path
    stored = call.world.files.get(url, call.world.clock.now())
    fault = call.fault
    if stored is None or (fault and fault.does("file", "gone")):
        status = (
            call.world.assumptions["replicate", "expired_file_status"] if call.service == "replicate" else 404
        )
        return web.Response(status=status, text=HTML.format(title="Not Found"), content_type="text/html")
    if fault and fault.does("file"):
        return await _broken(call, stored, fault.how)
    return _whole_or_part(call.request, stored)


def _whole_or_part(request: web.Request, stored: Stored) -> web.Response:
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{stored.tag}"'}
    size = len(stored.data)
    asked = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return web.Response(body=stored.data, content_type=stored.mime, headers=headers)
    first, last = _bounds(asked[1], asked[2], size)
    if first > last:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return web.Response(
        status=206, body=stored.data[first : last + 1], content_type=stored.mime, headers=headers
    )


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


async def _broken(call: Call, stored: Stored, how: str) -> web.StreamResponse:
    if how == "html":
        return web.Response(text=HTML.format(title="Just a moment..."), content_type="text/html")
    if how == "zero":
        return web.Response(body=b"", content_type=stored.mime)
    half = stored.data[: len(stored.data) // 2]
    response = web.StreamResponse(headers={"Content-Type": stored.mime})
    if how == "truncated_chunked":
        response.enable_chunked_encoding()
        await response.prepare(call.request)
        await response.write(half)
        await response.write_eof()
        return response
    response.content_length = len(stored.data)
    await response.prepare(call.request)
    await response.write(half)
    call.drop(flush=True)
    return response
