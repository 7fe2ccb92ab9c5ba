"""An agent that has a film begun over HTTP, prints its id, and waits for it until it is killed. For the tests.

`python one_who_is_killed.py ADDRESS MODE`, with its token on standard input.
"""

from __future__ import annotations

import asyncio
import sys

import httpx2
from agents_at_work import Answers, bearer
from mcp import Client
from mcp.client.streamable_http import streamable_http_client


async def main(address: str, mode: str, secret: str) -> None:
    async with bearer(secret) as http, _connected(address, mode, http) as client:
        agent = Answers(client)
        begun = await agent.call("create_and_run", story="Ana waits on the pier. Tom rows home.")
        sys.stdout.write(begun["project_id"] + "\n")
        sys.stdout.flush()
        while True:
            await agent.call("wait", project_id=begun["project_id"])


def _connected(address: str, mode: str, http: httpx2.AsyncClient) -> Client:
    return Client(streamable_http_client(f"{address}/mcp", http_client=http), mode=mode)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.stdin.readline().strip()))
