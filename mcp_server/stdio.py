"""Serving one agent over stdio: this process only fronts for the one that makes films."""

from __future__ import annotations

from importlib.metadata import version

from mcp.server.stdio import stdio_server

from core.settings import Settings
from core.studio import Begin, open_studio
from mcp_server.server import build


async def serve(settings: Settings, begin: Begin) -> None:
    """Speak on stdin and stdout until the agent hangs up; `begin` starts a worker when there is none."""
    async with open_studio(settings, begin=begin) as studio:
        server = build(studio, settings, version("video-story"))
        async with stdio_server() as (reader, writer):
            await server.run(reader, writer, server.create_initialization_options())
