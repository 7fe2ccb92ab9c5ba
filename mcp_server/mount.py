"""Mounting: the protocol over HTTP on an aiohttp server, for callers with a bearer token.

The protocol library speaks ASGI; this hands it aiohttp's requests one by one and passes its answers on.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, MutableMapping
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings

from core.settings import Settings
from core.studio import Studio
from mcp_server.callers import user_of
from mcp_server.server import build

PATH = "/mcp"

Message = MutableMapping[str, Any]


def mount(app: web.Application, studio: Studio, settings: Settings) -> None:
    """Answer under PATH as long as the app runs."""
    manager = StreamableHTTPSessionManager(
        app=build(studio, settings, version("video-story")), security_settings=allowed(settings)
    )

    async def sessions(_: web.Application) -> AsyncIterator[None]:
        async with _held(manager):
            yield

    async def answer(request: web.Request) -> web.StreamResponse:
        user = await user_of(studio, request.headers.get("Authorization", ""))
        if user is None:
            return refused(request.headers.get("Authorization", ""))
        return await Exchange(request, user).run(manager)

    app.cleanup_ctx.append(sessions)
    app.router.add_route("*", PATH, answer)


def allowed(settings: Settings) -> TransportSecuritySettings:
    """Which Host and Origin are ours, so that a foreign name that leads here is refused (DNS rebinding)."""
    names = ["127.0.0.1", "localhost", "[::1]"]
    ours = urlsplit(settings.public_base_url).netloc
    known = [f"{name}:*" for name in names] + names
    extra = [host.strip() for host in settings.mcp_allowed_hosts.split(",") if host.strip()]
    hosts = [*known, *([ours] if ours else []), *extra]
    origins = [f"{scheme}://{host}" for scheme in ("http", "https") for host in hosts]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True, allowed_hosts=hosts, allowed_origins=origins
    )


def refused(authorization: str) -> web.Response:
    """No token, or none that is good: what to do about it."""
    unset = "${" in authorization
    hint = "The variable of your configuration is not set: the token arrived as its name." if unset else HINT
    told = {"code": "sign_in_needed", "message": "A bearer token is needed.", "hint": hint, "retryable": False}
    return web.json_response({"error": told}, status=401, headers={"WWW-Authenticate": "Bearer"})


HINT = "Make one with: video-story token new NAME, and send it as Authorization: Bearer TOKEN."


@contextlib.asynccontextmanager
async def _held(manager: StreamableHTTPSessionManager) -> AsyncIterator[None]:
    """The manager's task group is entered and left by one task, as it has to be."""
    ready, over = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        async with manager.run():
            ready.set()
            await over.wait()

    task = asyncio.create_task(hold(), name="mcp sessions")
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    try:
        yield
    finally:
        over.set()
        await task


class Exchange:
    """One request and its answer, between the two kinds of server."""

    def __init__(self, request: web.Request, user: Any) -> None:
        self._request = request
        self._user = user
        self._response: web.StreamResponse | None = None
        self._asked = False
        self._gone = asyncio.Event()

    async def run(self, manager: StreamableHTTPSessionManager) -> web.StreamResponse:
        """The answer, streamed as it comes; a caller that hangs up is told of to the library."""
        try:
            await manager.handle_request(self._scope(), self._receive, self._send)
        finally:
            self._gone.set()
        if self._response is None:
            return web.Response(status=500)
        with contextlib.suppress(ConnectionError):
            await self._response.write_eof()
        return self._response

    def _scope(self) -> dict[str, Any]:
        request = self._request
        transport = request.transport
        peer = transport.get_extra_info("peername") if transport else None
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": request.scheme,
            "path": request.path,
            "raw_path": request.rel_url.raw_path.encode(),
            "query_string": request.query_string.encode(),
            "root_path": "",
            "headers": [(name.lower(), value) for name, value in request.raw_headers],
            "client": tuple(peer[:2]) if peer else None,
            "server": None,
            "user": self._user,
        }

    async def _receive(self) -> Message:
        if not self._asked:
            self._asked = True
            body = await self._request.content.read(MOST_BYTES + 1)
            while len(body) <= MOST_BYTES and not self._request.content.at_eof():
                body += await self._request.content.read(MOST_BYTES + 1 - len(body))
            return {"type": "http.request", "body": body, "more_body": False}
        while not self._gone.is_set() and self._request.transport is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        """Pass a part of the answer on; nobody is there any more when that fails."""
        try:
            await self._passed(message)
        except ConnectionError:
            self._gone.set()

    async def _passed(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._response = web.StreamResponse(status=message["status"])
            for name, value in message.get("headers", ()):
                self._response.headers.add(name.decode("latin-1"), value.decode("latin-1"))
            await self._response.prepare(self._request)
        elif self._response is not None and message.get("body"):
            await self._response.write(message["body"])


MOST_BYTES = 4 << 20
"""Of a request: a long novel. The library refuses what is larger."""

LOOK_SECONDS = 1.0
"""How often it is looked whether the caller is still there."""
