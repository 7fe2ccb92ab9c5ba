"""Events: what happens, as a stream of server-sent events that a page can take up again where it stopped."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any, TypeVar

from aiohttp import web

from core.errors import BadInput, StudioError
from core.studio import Event
from web.table import Ask

T = TypeVar("T")

HEARTBEAT_SECONDS = 15.0
"""After so long without news a comment keeps the line open."""

PAUSE_SECONDS = 0.2
"""Between two portions of news on one line: quicker than anybody sees, and hundreds of lines can be served."""

MOST_LINES = 4_000
"""Events kept as they are sent: about 2 MB, and every one is written out once for all who follow."""


class Streams:
    """Every open stream, so that a server that stops can end them, and what is sent on all of them."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()
        self._lines: dict[tuple[Any, ...], bytes] = {}

    def line(self, event: Event) -> bytes:
        """An event as it is sent. Progress goes under the id of another event, so its time tells it apart."""
        key = (event.id, event.project_id, event.kind, event.at, event.data.get("job"))
        line = self._lines.get(key)
        if line is None:
            if len(self._lines) >= MOST_LINES:
                self._lines.clear()
            line = self._lines[key] = _line(event)
        return line


STREAMS = web.AppKey("streams", Streams)


async def stream(ask: Ask, project: str | None) -> web.StreamResponse:
    """Send events until the reader goes away; `Last-Event-ID`, or ?after=, is the last one it has."""
    after = _after(ask)
    if project is not None:
        await ask.studio.story(ask.person, project)
    if after is None:
        after = await ask.studio.last_event()
    answer = web.StreamResponse(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
    answer.content_type = "text/event-stream"
    await answer.prepare(ask.request)
    task = asyncio.current_task()
    assert task is not None
    streams = ask.request.app[STREAMS].tasks
    streams.add(task)
    try:
        await answer.write(f"id: {after}\nevent: open\ndata: {{}}\n\n".encode())
        await _tell(ask, project, after, answer)
    except (ConnectionError, asyncio.CancelledError):
        pass
    except StudioError as error:
        with contextlib.suppress(ConnectionError):
            told = json.dumps({"message": error.what, "hint": error.next_step})
            await answer.write(f"event: ended\ndata: {told}\n\n".encode())
    finally:
        streams.discard(task)
    return answer


async def _tell(ask: Ask, project: str | None, after: int, answer: web.StreamResponse) -> None:
    line = ask.request.app[STREAMS].line
    async for portion in _with_heartbeats(ask.studio.news(ask.person, after, project)):
        if portion is None:
            await answer.write(b": still here\n\n")
            continue
        await answer.write(b"".join(map(line, portion)))
        await asyncio.sleep(PAUSE_SECONDS)


async def _with_heartbeats(told: AsyncIterator[T]) -> AsyncIterator[T | None]:
    coming: asyncio.Future[T] | None = None
    try:
        while True:
            if coming is None:
                coming = asyncio.ensure_future(anext(told))
            done, _ = await asyncio.wait({coming}, timeout=HEARTBEAT_SECONDS)
            if not done:
                yield None
                continue
            news, coming = coming.result(), None
            yield news
    except StopAsyncIteration:
        return
    finally:
        if coming is not None:
            coming.cancel()
            with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
                await coming


def _line(event: Event) -> bytes:
    told = {"id": event.id, "project": event.project_id, "kind": event.kind, "data": dict(event.data)}
    if event.at is not None:
        told["at"] = event.at.isoformat()
    return f"id: {event.id}\ndata: {json.dumps(told, ensure_ascii=False, default=str)}\n\n".encode()


def _after(ask: Ask) -> int | None:
    given = ask.request.headers.get("Last-Event-ID", "") or ask.request.query.get("after", "")
    if not given:
        return None
    if not given.isascii() or not given.isdigit() or len(given) > 15:
        raise BadInput(f"An event's id is a number, not {given[:40]!r}.")
    return int(given)
