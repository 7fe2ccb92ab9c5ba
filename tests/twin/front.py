"""A counter: takes a request in, writes it down, checks its key, lets a fault strike, and sends the answer."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .faults import Fault
from .journal import Entry, hashed
from .world import Key, World

NGINX = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n"
    "<center><h1>{0}</h1></center>\r\n</body>\r\n</html>\r\n"
)
REASONS = {502: "502 Bad Gateway", 503: "503 Service Temporarily Unavailable", 504: "504 Gateway Time-out"}


@dataclass
class Call:
    """One request on its way through a counter."""

    world: World
    counter: str
    """Which address it came to: "openrouter", "fal_queue", …"""
    service: str
    endpoint: str
    request: web.Request
    raw: bytes
    entry: Entry
    body: Any = None
    model: str = ""
    key: Key = field(default_factory=lambda: Key("", ""))
    fault: Fault | None = None

    def strike(self, model: str | None = None) -> Fault | None:
        """Let an armed fault strike, if one is due."""
        self.fault = self.world.faults.strike(
            self.service, self.endpoint, self.model if model is None else model
        )
        if self.fault:
            self.entry.fault = self.fault.name
        return self.fault

    def drop(self, flush: bool = False) -> None:
        """End the connection; `flush` sends what was written before."""
        transport = self.request.transport
        if transport is not None:
            transport.close() if flush else transport.abort()


class Refusal(Exception):
    """An answer in place of the work."""

    def __init__(self, status: int, body: Any, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{status} {body}")
        self.status = status
        self.body = body
        self.headers = dict(headers or {})

    def response(self) -> web.Response:
        return answer(self.body, self.status, self.headers)


class Dropped(Exception):
    """The connection was ended without an answer."""


Handler = Callable[[Call], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One endpoint of a counter."""

    method: str
    path: str
    endpoint: str
    handler: Handler
    model: Callable[[Call], str] = lambda call: ""
    public: bool = False
    """No key needed."""
    own_strike: bool = False
    """The handler lets faults strike itself."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One address of one service."""

    name: str
    service: str
    routes: tuple[Route, ...]
    authorise: Callable[[Call], Key]
    """The key's row. Raises Refusal."""
    error: Callable[[Call, Fault], Any]
    """The body of an error that faults.toml describes without one."""
    unknown: Callable[[Call], Refusal]
    """What an address that does not exist answers."""

    def application(self, world: World) -> web.Application:
        app = web.Application(client_max_size=300 * 1024 * 1024)
        for route in self.routes:
            app.router.add_route(route.method, route.path, self._handler(world, route))
        app.router.add_route("*", "/{rest:.*}", self._handler(world, Route("*", "", "unknown", self._lost)))
        return app

    def _handler(self, world: World, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            call = await self._received(world, route, request)
            try:
                response = await self._worked(call, route)
            except Refusal as refusal:
                response = refusal.response()
            except Dropped:
                call.drop()
                return web.Response()
            return await _sent(call, response)

        return handle

    async def _received(self, world: World, route: Route, request: web.Request) -> Call:
        number = len(world.journal) + 1
        path = request.path_qs
        entry = Entry(number, round(world.clock.now(), 4), self.service, route.endpoint, request.method, path)
        world.journal.open(entry)
        raw = b"" if request.content_type.startswith("multipart/") else await request.read()
        call = Call(world, self.name, self.service, route.endpoint, request, raw, entry)
        call.body = _json(raw)
        call.model = entry.model = route.model(call)
        entry.body = hashed(call.body)
        return call

    async def _worked(self, call: Call, route: Route) -> web.StreamResponse:
        if not route.public and route.endpoint != "unknown":
            call.key = self.authorise(call)
            call.entry.key = call.key.label
        if not route.own_strike and call.strike():
            await self.before(call)
        return await route.handler(call)

    async def before(self, call: Call) -> None:
        """What a fault does before the work. Raises Refusal or Dropped."""
        fault, world = call.fault, call.world
        if fault is None:
            return
        if fault.does("drop", "before"):
            raise Dropped
        if fault.does("hang"):
            await world.closing.wait()
            raise Dropped
        if fault.does("slow"):
            await world.clock.sleep(float(fault.values["seconds"]) * world.factor)
        if fault.does("reply"):
            raise self.refusal(call, fault)

    def refusal(self, call: Call, fault: Fault) -> Refusal:
        """The answer that a "reply" fault stands for."""
        values = fault.values
        status = int(values["status"])
        headers = {name: self._told(call, str(text)) for name, text in values.get("headers", {}).items()}
        if "retry_after" in values:
            headers["Retry-After"] = str(values["retry_after"])
        if values.get("html"):
            return Refusal(status, NGINX.format(REASONS.get(status, str(status))), headers)
        if "text" in values:
            return Refusal(status, values["text"], headers | {"Content-Type": values["content_type"]})
        body = values["json"] if "json" in values else self.error(call, fault)
        return Refusal(status, body, headers)

    def _told(self, call: Call, text: str) -> str:
        later = call.world.clock.wall(call.world.clock.now() + 2)
        return text.format(
            reset_ms=int(later.timestamp() * 1000), reset_time=later.strftime("%Y-%m-%dT%H:%M:%SZ")
        )

    async def _lost(self, call: Call) -> web.StreamResponse:
        raise self.unknown(call)


async def _sent(call: Call, response: web.StreamResponse) -> web.StreamResponse:
    """The answer on the wire, or as much of it as an armed drop lets through."""
    fault = call.fault
    how = fault.how if fault is not None and fault.effect == "drop" else ""
    call.entry.status = response.status
    if how in ("", "before") or not isinstance(response, web.Response):
        return response
    if how == "unanswered":
        call.entry.status = 0
        call.drop()
        return web.Response()
    body = response.body if isinstance(response.body, bytes) else b""
    sent = web.StreamResponse(status=response.status, headers=dict(response.headers))
    sent.content_length = len(body)
    await sent.prepare(call.request)
    await sent.write(body if how == "after" else body[: max(1, len(body) // 2)])
    if how == "after":
        await sent.write_eof()
    call.drop(flush=True)
    return sent


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """JSON for data, text as it is for a string."""
    if isinstance(body, str):
        named = dict(headers or {})
        mime = named.pop("Content-Type", "text/html")
        return web.Response(text=body, status=status, headers=named, content_type=mime)
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, headers=headers, content_type="application/json")


def bearer(call: Call, scheme: str = "Bearer") -> str:
    """The key of the Authorization header; empty when there is none of this scheme."""
    given, _, key = call.request.headers.get("Authorization", "").partition(" ")
    return key.strip() if given.lower() == scheme.lower() else ""


def known_key(call: Call, key: str, service: str) -> Key | None:
    """The row of a key, when the service knows it."""
    row = call.world.keys.get(key)
    return row if row is not None and row.service == service else None


def _json(raw: bytes) -> Any:
    try:
        return json.loads(raw) if raw[:1] in (b"{", b"[") else None
    except ValueError:
        return None
