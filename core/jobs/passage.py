"""The passage: how another process on this machine reaches the engine that holds the DATA_DIR (DESIGN 8).

The engine's process listens on loopback and writes its address and a private token beside the lock, readable by
its owner alone. `FarEngine` has the engine's own verbs and sends each as one line of JSON over a connection of
its own; the answer is one line, or many for a verb that goes on telling. Closing the connection ends the call.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import inspect
import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from core import errors
from core.errors import StudioError
from core.jobs.lock import running_engine

log = logging.getLogger(__name__)

HOST = "127.0.0.1"

LINE_BYTES = 32_000_000
"""Longest line either side reads: a status with a thousand jobs is a few hundred kB."""

CONNECT_SECONDS = 5.0


class EngineGone(StudioError):
    """The process that held the engine has ended; whoever meets this may open an engine of its own."""


class Passage:
    """The engine's side. `verbs` is the object whose methods named by its class's PASSAGE may be called."""

    def __init__(self, verbs: object) -> None:
        self._verbs = verbs
        self._token = secrets.token_urlsafe(32)
        self._server: asyncio.Server | None = None
        self._calls: set[asyncio.Task[None]] = set()

    async def open(self) -> Mapping[str, Any]:
        """Listen on a free port; returns what others need to know to come in."""
        self._server = await asyncio.start_server(self._met, HOST, 0, limit=LINE_BYTES)
        port = self._server.sockets[0].getsockname()[1]
        return {"host": HOST, "port": port, "token": self._token}

    async def close(self) -> None:
        """Stop listening and end every call."""
        if self._server is not None:
            self._server.close()
        for call in self._calls:
            call.cancel()
        if self._calls:
            await asyncio.wait(self._calls)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.current_task()
        assert call is not None
        self._calls.add(call)
        try:
            await self._served(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            log.debug("a caller of the passage has gone")
        finally:
            self._calls.discard(call)
            writer.close()

    async def _served(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = json.loads(await reader.readline() or "{}")
        if not hmac.compare_digest(str(asked.get("token", "")), self._token):
            return
        answer = asyncio.ensure_future(self._answered(asked, writer))
        gone = asyncio.ensure_future(reader.read())
        await asyncio.wait({answer, gone}, return_when=asyncio.FIRST_COMPLETED)
        for task in (answer, gone):
            task.cancel()
        met = await asyncio.gather(answer, gone, return_exceptions=True)
        if isinstance(met[0], Exception):
            raise met[0]

    async def _answered(self, asked: Mapping[str, Any], writer: asyncio.StreamWriter) -> None:
        try:
            verb = _verbs(type(self._verbs))[asked["verb"]]
            given = {name: verb.takes[name].validate_python(value) for name, value in asked["given"].items()}
            answer = getattr(self._verbs, verb.name)(**given)
            if verb.goes_on:
                async for item in answer:
                    await _send(writer, {"item": verb.gives.dump_python(item, mode="json")})
                await _send(writer, {"end": True})
                return
            value = await answer if inspect.isawaitable(answer) else answer
            await _send(writer, {"value": verb.gives.dump_python(value, mode="json")})
        except StudioError as error:
            told = {"kind": type(error).__name__, "what": error.what, "next_step": error.next_step}
            await _send(writer, {"error": {**told, "cost": error.cost}})
        except (KeyError, TypeError, ValidationError) as wrong:
            log.warning("the passage was asked for something it does not know: %s", wrong)
            what = "The running video-story does not understand this command."
            later = "It may be of another version; stop it and start it again."
            await _send(writer, {"error": {"kind": "Conflict", "what": what, "next_step": later, "cost": 0}})


class FarEngine:
    """The engine's verbs, done by the process that holds the DATA_DIR.

    Each raises EngineGone when that process has ended.
    """

    def __init__(self, verbs: type, data_dir: Path) -> None:
        self._verbs = _verbs(verbs)
        self._data_dir = data_dir
        self._notices: set[asyncio.Task[Any]] = set()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_") or name not in self._verbs:
            raise AttributeError(name)
        verb = self._verbs[name]
        if verb.goes_on:
            return lambda *given, **named: self._told(verb, verb.bound(given, named))
        if verb.at_once:
            return lambda *given, **named: self._noticed(verb, verb.bound(given, named))
        return lambda *given, **named: self._done(verb, verb.bound(given, named))

    async def is_there(self) -> bool:
        """Whether a process answers at the address it wrote down."""
        with contextlib.suppress(EngineGone):
            _, writer = await self._connected()
            writer.close()
            return True
        return False

    def _noticed(self, verb: Verb, given: Mapping[str, Any]) -> None:
        """A verb that only rings a bell: nobody waits for it."""
        task = asyncio.ensure_future(self._done(verb, given))
        self._notices.add(task)
        task.add_done_callback(self._heard)

    def _heard(self, task: asyncio.Task[Any]) -> None:
        self._notices.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.info("the engine could not be told: %s", error)

    async def _done(self, verb: Verb, given: Mapping[str, Any]) -> Any:
        async with self._asked(verb, given) as reader:
            return verb.gives.validate_python(_checked(await _line(reader))["value"])

    async def _told(self, verb: Verb, given: Mapping[str, Any]) -> AsyncIterator[Any]:
        async with self._asked(verb, given) as reader:
            while "item" in (answer := _checked(await _line(reader))):
                yield verb.gives.validate_python(answer["item"])

    @contextlib.asynccontextmanager
    async def _asked(self, verb: Verb, given: Mapping[str, Any]) -> AsyncIterator[asyncio.StreamReader]:
        reader, writer = await self._connected()
        told = running_engine(self._data_dir).get("token", "")
        plain = {name: verb.takes[name].dump_python(value, mode="json") for name, value in given.items()}
        try:
            await _send(writer, {"token": told, "verb": verb.name, "given": plain})
            yield reader
        finally:
            writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        where = running_engine(self._data_dir)
        if "port" not in where:
            raise _gone()
        opening = asyncio.open_connection(where["host"], where["port"], limit=LINE_BYTES)
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await opening
        except OSError as error:
            raise _gone() from error


class Verb:
    """One method as the passage sees it: what it takes and gives, as JSON."""

    def __init__(self, name: str, method: Callable[..., Any]) -> None:
        hints = get_type_hints(method)
        gives = hints.pop("return")
        self.name = name
        self.goes_on = get_origin(gives) is not None and get_origin(gives).__name__ == "AsyncIterator"
        self.at_once = not self.goes_on and not inspect.iscoroutinefunction(method)
        self.takes = {key: TypeAdapter[Any](hint) for key, hint in hints.items()}
        self.gives: TypeAdapter[Any] = TypeAdapter(get_args(gives)[0] if self.goes_on else gives)
        self._signature = inspect.signature(method)

    def bound(self, given: tuple[Any, ...], named: Mapping[str, Any]) -> Mapping[str, Any]:
        """Arguments by name, as the method would take them."""
        arguments = dict(self._signature.bind(None, *given, **named).arguments)
        arguments.pop("self")
        return arguments


def _verbs(cls: type) -> Mapping[str, Verb]:
    """What a class lets others call: the methods that its PASSAGE names."""
    if cls not in _known:
        _known[cls] = {name: Verb(name, getattr(cls, name)) for name in getattr(cls, "PASSAGE", ())}
    return _known[cls]


_known: dict[type, Mapping[str, Verb]] = {}


def _checked(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    told = answer.get("error")
    if told is None:
        return answer
    kind = getattr(errors, told["kind"], StudioError)
    raise kind(told["what"], next_step=told["next_step"], cost=told["cost"])


async def _send(writer: asyncio.StreamWriter, message: Mapping[str, Any]) -> None:
    writer.write(json.dumps(message).encode() + b"\n")
    await writer.drain()


async def _line(reader: asyncio.StreamReader) -> Mapping[str, Any]:
    try:
        line = await reader.readline()
    except ConnectionError as error:
        raise _gone() from error
    if not line.endswith(b"\n"):
        raise _gone()
    answer: Mapping[str, Any] = json.loads(line)
    return answer


def _gone() -> EngineGone:
    return EngineGone(
        "The video-story process that made films here has ended.",
        next_step="Nothing is lost: give the same command again and it goes on from here.",
    )
