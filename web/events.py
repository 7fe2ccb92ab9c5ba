"""Events: what happens, as a stream of server-sent events that a page can take up again where it stopped."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from core.errors import BadInput, StudioError
from core.studio import Event
from web.table import Ask

HEARTBEAT_SECONDS = 15.0
"""After so long without news a comment keeps the line open."""


class Streams:
    """Every open stream, so that a server that stops can end them."""

    def __init__(self) -> None:
        self.tasks: set[asyncio.Task[Any]] = set()


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
    told = ask.studio.events(ask.person, after, project)
    async for event in _with_heartbeats(told):
        await answer.write(_line(event) if event is not None else b": still here\n\n")


async def _with_heartbeats(told: AsyncIterator[Event]) -> AsyncIterator[Event | None]:
    coming: asyncio.Future[Event] | None = None
    try:
        while True:
            if coming is None:
                coming = asyncio.ensure_future(anext(told))
            done, _ = await asyncio.wait({coming}, timeout=HEARTBEAT_SECONDS)
            if not done:
                yield None
                continue
            event, coming = coming.result(), None
            yield event
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
