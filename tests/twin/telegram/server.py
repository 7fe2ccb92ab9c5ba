"""The transport: /bot<token>/<method> and /file/bot<token>/<path>, with faults, outbox and checks."""

from __future__ import annotations

import asyncio
import inspect
import json
from typing import Any

from aiohttp import web

from ..faults import Fault
from . import faults as fault_rows
from . import methods_bot, methods_edit, methods_send
from .call import METHODS, UPLOAD, UPLOAD_LOCAL, Call, Method, Rules
from .faults import Faults
from .leaks import Leaks
from .meter import Meter
from .outbox import Outbox, Sent
from .params import Params, read
from .refusal import Refusal, too_many
from .state import State
from .updates import Updates

TABLES = (methods_bot, methods_edit, methods_send)
"""The modules whose methods are offered."""
WRITES = ("send", "edit", "copy", "forward")
BODY = 64 * 1024 * 1024


class Server:
    """Takes calls in, lets faults strike, carries them out and answers."""

    def __init__(self, state: State, rules: Rules, scale: float, burst: int) -> None:
        self.state = state
        self.rules = rules
        self.scale = scale
        self.faults = Faults()
        self.outbox = Outbox()
        self.meter = Meter(scale, burst)
        self.leaks = Leaks(state.token)
        self.updates = Updates(state, self.faults, scale)
        self.strict_rates = False
        """Answer 429 to what the meter finds too much, as the real one would."""
        self.too_early: list[str] = []
        """Calls that came again inside a flood wait."""
        self._floods: dict[tuple[str, int], float] = {}
        self._closing = asyncio.Event()

    def application(self) -> web.Application:
        app = web.Application(client_max_size=BODY)
        app.router.add_route("*", "/bot{token:[^/]+}/{method}", self._called)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._file)
        return app

    def pause(self, on: bool) -> None:
        """End everything that waits (the server goes down), or allow waiting again."""
        self._closing.set() if on else self._closing.clear()
        self.updates.pause(on)

    async def _called(self, request: web.Request) -> web.StreamResponse:
        started = self.state.clock.now()
        spelling, work = METHODS.get(request.match_info["method"].lower(), (request.match_info["method"], None))
        sent = self.outbox.open(round(started, 4), spelling)
        fault = None
        try:
            self._check_token(request.match_info["token"])
            params = await read(request, UPLOAD_LOCAL if self.rules.local else UPLOAD)
            self._noted(request, sent, params)
            fault = self.faults.strike(sent.method, sent.chat, sent.params)
            status, body = await self._worked(sent, work, params, fault)
        except Refusal as refusal:
            status, body = refusal.status, refusal.json()
            sent.description = refusal.description
        except _Dropped:
            return _cut(request)
        sent.status, sent.seconds = status, self.state.clock.now() - started
        self.state.signal.ring()
        return await self._answered(request, status, body, fault)

    def _check_token(self, token: str) -> None:
        if token == self.state.token:
            return
        if not token.partition(":")[0].isdigit() or ":" not in token:
            raise Refusal(404, "Not Found")
        raise Refusal(401, "Unauthorized")

    def _noted(self, request: web.Request, sent: Sent, params: Params) -> None:
        sent.params = params.readable()
        chat = params.text("chat_id")
        sent.chat = int(chat) if chat.lstrip("-").isdigit() else 0
        self.leaks.scan_request(request, sent.method, params)

    async def _worked(
        self, sent: Sent, work: Method | None, params: Params, fault: Fault | None
    ) -> tuple[int, dict[str, Any]]:
        self._check_flood(sent)
        if fault is not None:
            sent.fault = fault.name
            await self._before(sent, fault)
        self._count(sent, params)
        result = await self._result(sent, work, params)
        sent.result = result
        if fault is not None and (fault.does("drop", "unanswered") or fault.values.get("after_work")):
            await self._after(fault)
        return 200, {"ok": True, "result": result}

    async def _result(self, sent: Sent, work: Method | None, params: Params) -> Any:
        if work is None:
            if self.rules.unknown_ok:
                return True
            raise Refusal(404, "Not Found: method not found")
        result = work(Call(sent.method, params, self.state, self.updates, self.rules))
        return await result if inspect.isawaitable(result) else result

    async def _before(self, sent: Sent, fault: Fault) -> None:
        """What a fault does before the work. Raises Refusal or _Dropped."""
        if fault.does("drop", "before"):
            raise _Dropped
        if fault.does("hang") and not fault.values.get("after_work"):
            await self._closing.wait()
            raise _Dropped
        if fault.does("slow"):
            await self.state.clock.sleep(float(fault.values["seconds"]) * self.scale)
        if fault.does("reply"):
            if fault.values.get("hold"):
                wait = float(fault.values["retry_after"]) * self.scale
                self._floods[sent.method, sent.chat] = self.state.clock.now() + wait
            raise fault_rows.refusal(fault)

    async def _after(self, fault: Fault) -> None:
        """The work is done, and nobody will be told."""
        self.state.signal.ring()
        if fault.does("hang"):
            await self._closing.wait()
        raise _Dropped

    def _check_flood(self, sent: Sent) -> None:
        left = self._floods.get((sent.method, sent.chat), 0.0) - self.state.clock.now()
        if left > 0:
            self.too_early.append(
                f"{sent.method} to {sent.chat} came {left:.2f} s before its flood wait was over"
            )
            sent.fault = "flood"
            raise too_many(max(1, round(left / self.scale)) if self.scale else 1)

    def _count(self, sent: Sent, params: Params) -> None:
        if not sent.chat or not sent.method.startswith(WRITES) or sent.method == "sendMessageDraft":
            return
        now = self.state.clock.now()
        fine = not sent.method.startswith("edit") or self.meter.edited(sent.chat, now)
        many = len(params.data("media", list)) if sent.method == "sendMediaGroup" else 1
        fine &= self.meter.wrote(sent.chat, now, max(1, many))
        if self.strict_rates and not fine:
            raise too_many(max(1, round(4 * self.scale)))

    async def _answered(
        self, request: web.Request, status: int, body: dict[str, Any], fault: Fault | None
    ) -> web.StreamResponse:
        text = json.dumps(body, ensure_ascii=False).encode()
        if fault is not None and fault.does("garbled"):
            return web.Response(text=fault.values["text"], status=int(fault.values["status"]))
        if fault is not None and (fault.does("drop", "during") or fault.does("trickle")):
            return await self._in_halves(request, text, fault)
        return web.Response(body=text, status=status, content_type="application/json")

    async def _in_halves(self, request: web.Request, body: bytes, fault: Fault) -> web.StreamResponse:
        """Half of the answer; the rest late, or never."""
        sent = web.StreamResponse(headers={"Content-Type": "application/json"})
        sent.content_length = len(body)
        await sent.prepare(request)
        await sent.write(body[: len(body) // 2])
        if fault.does("trickle"):
            await self.state.clock.sleep(float(fault.values["seconds"]) * self.scale)
            await sent.write(body[len(body) // 2 :])
        elif request.transport is not None:
            request.transport.close()
        return sent

    async def _file(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.strike("file", 0, {"path": request.match_info["path"]})
        sent = Sent(0, 0.0, "file")
        try:
            self._check_token(request.match_info["token"])
            if fault is not None:
                await self._before(sent, fault)
            stored = self.state.files.by_path(request.match_info["path"])
            if stored is None:
                raise Refusal(404, "Not Found")
        except Refusal as refusal:
            return web.json_response(refusal.json(), status=refusal.status)
        except _Dropped:
            return _cut(request)
        return web.Response(body=stored.data, content_type="application/octet-stream")


class _Dropped(Exception):
    """The connection ends without an answer."""


def _cut(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
