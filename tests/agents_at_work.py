"""Agents at work: a client that calls tools and reads their answers, over whatever connects it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.types import TextContent

from core.studio import Studio

T = TypeVar("T")


@dataclass(frozen=True)
class Answers:
    """A connected client, and what its calls answer."""

    client: Client

    async def call(self, tool: str, **given: Any) -> dict[str, Any]:
        """The answer of a tool that has to succeed."""
        result = await self.client.call_tool(tool, given)
        assert not result.is_error, text(result)
        answer = dict(result.structured_content or {})
        assert answer["next"]
        return answer

    async def complaint(self, tool: str, **given: Any) -> str:
        """The words of an error."""
        result = await self.client.call_tool(tool, given)
        assert result.is_error, text(result)
        return text(result)

    async def until_done(self, project_id: str) -> dict[str, Any]:
        """The status when nothing runs any more."""
        for _ in range(10):
            status = await self.call("wait", project_id=project_id, seconds=45)
            if status["state"] not in ("queued", "running"):
                return status
        raise AssertionError(status)


@dataclass(frozen=True)
class House:
    """A server and the studio behind it."""

    studio: Studio
    address: str

    @asynccontextmanager
    async def agent(self, person: str = "local", mode: str = "auto", **more: Any) -> AsyncIterator[Answers]:
        """An agent of this person's, with a token of its own; `more` as the client takes it."""
        secret = await self.studio.new_token(person, "agent")
        async with bearer(secret) as http:
            transport = streamable_http_client(f"{self.address}/mcp", http_client=http)
            async with Client(transport, mode=mode, **more) as client:
                yield Answers(client)


@asynccontextmanager
async def in_one_task(context: AbstractAsyncContextManager[T]) -> AsyncIterator[T]:
    """The context, entered and left by one task as its cancel scopes want, whatever a fixture's tasks are."""
    value: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    over = asyncio.Event()

    async def hold() -> None:
        async with context as found:
            value.set_result(found)
            await over.wait()

    task = asyncio.create_task(hold())
    await asyncio.wait({task, value}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield value.result() if value.done() else await task  # type: ignore[misc]
    finally:
        over.set()
        await task


def bearer(secret: str) -> httpx2.AsyncClient:
    """An HTTP client that shows a token, and is patient on a busy machine."""
    return httpx2.AsyncClient(headers={"Authorization": f"Bearer {secret}"}, timeout=120)


def text(result: Any) -> str:
    """The first text of a tool's answer."""
    block = result.content[0]
    assert isinstance(block, TextContent)
    return block.text


def sha256(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
