"""One HTTP call to a service: made once, its answer bounded, and known whether it was sent when it fails."""

from __future__ import annotations

import json as jsons
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from core.media import fetch
from core.providers.base import MAY_SEND

logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log addresses, some of which let people in

MOST_BYTES = 24_000_000
"""An answer in JSON is never larger, even one that carries a sound inline; what goes beyond is not read."""

ONCE = httpx.Limits(max_keepalive_connections=0)
"""No connection is used twice, so that none can turn out to be closed after a paid call was written to it."""

AGAIN = httpx.Limits(max_keepalive_connections=8, keepalive_expiry=10.0)
"""For questions that cost nothing and are asked often: each would begin with three journeys there and back."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a service may take for each part of a call."""

    connect: float = 10.0
    submit: float = 60.0
    look: float = 30.0
    upload: float = 120.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What a service answered."""

    status: int
    headers: Mapping[str, str]
    """Names in lower case."""
    body: Any = None
    """Its JSON; None when it is none."""
    text: str = field(default="", repr=False)

    @property
    def fine(self) -> bool:
        return 200 <= self.status < 300

    def get(self, name: str) -> Any:
        """A value of the JSON object; None when there is none."""
        return self.body.get(name) if isinstance(self.body, Mapping) else None


class Lost(Exception):
    """No whole answer came. `sent` says whether the request may have reached the service."""

    def __init__(self, why: str, *, sent: bool) -> None:
        super().__init__(why)
        self.sent = sent


def client(patience: Patience, *, verify: bool = True, again: bool = False) -> httpx.AsyncClient:
    """For a service's own addresses: it follows no redirect, so that a key never goes elsewhere.

    `again`: whether connections are used more than once; never for what costs money.
    """
    return httpx.AsyncClient(
        limits=AGAIN if again else ONCE,
        follow_redirects=False,
        verify=fetch.trust() if verify else False,
        timeout=httpx.Timeout(patience.look, connect=patience.connect),
    )


async def call(
    http: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    seconds: float | None = None,
    **content: Any,
) -> Reply:
    """Send one request, once, and read its answer. `content` is httpx's `json`, `content` or `files`.

    Raises Lost.
    """
    seen = _Sent()
    timeout = (
        httpx.USE_CLIENT_DEFAULT if seconds is None else httpx.Timeout(seconds, connect=min(seconds, 10.0))
    )
    try:
        request = http.build_request(method, url, headers=dict(headers), timeout=timeout, **content)
        request.extensions["trace"] = seen.trace
        async with _answer(http, request) as response:
            data = await _read(response)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
        raise Lost(type(error).__name__, sent=seen.sent) from None
    names = {name.lower(): value for name, value in response.headers.items()}
    return Reply(response.status_code, names, _json(data), data[:2000].decode(errors="replace"))


class _Sent:
    """Whether the first byte of the request has been written."""

    def __init__(self) -> None:
        self.sent = False

    async def trace(self, event: str, _: Mapping[str, Any]) -> None:
        if event.endswith("send_request_headers.started"):
            if not MAY_SEND.get()():
                raise TooLate("others may have ordered it meanwhile")
            self.sent = True


class TooLate(OSError):
    """This process stood still for so long that nothing it began before may be sent any more."""


@asynccontextmanager
async def _answer(http: httpx.AsyncClient, request: httpx.Request) -> AsyncIterator[httpx.Response]:
    response = await http.send(request, stream=True)
    try:
        yield response
    finally:
        await response.aclose()


async def _read(response: httpx.Response) -> bytes:
    data = bytearray()
    async for block in response.aiter_bytes():
        data += block
        if len(data) > MOST_BYTES:
            raise ValueError("the answer is too large")
    return bytes(data)


def _json(data: bytes) -> Any:
    try:
        return jsons.loads(data)
    except ValueError:
        return None
