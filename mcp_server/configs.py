"""Snippets that tell a host of agents where to find us, ready to be pasted."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

Snippet = Callable[[str, "str | None"], str]

TOKEN = "VIDEO_STORY_TOKEN"
"""The variable a host keeps the token in."""


def snippet(client: str, command: str, url: str | None) -> str:
    """The configuration for a client of CLIENTS: a local process, or a running service at `url`."""
    return CLIENTS[client](command, url)


def _hermes(command: str, url: str | None) -> str:
    if url is None:
        lines = [f"    command: {json.dumps(command)}", '    args: ["mcp"]']
    else:
        header = f'{{Authorization: "Bearer ${{{TOKEN}}}"}}'
        lines = [f"    url: {json.dumps(url)}", f"    headers: {header}"]
    rest = ["    timeout: 120", "    tools: {prompts: false}", "    sampling: {enabled: false}"]
    head = ["# ~/.hermes/config.yaml; then /reload-mcp", "mcp_servers:", "  video-story:"]
    return "\n".join([*head, *lines, *rest])


def _claude(command: str, url: str | None) -> str:
    row = _local(command) if url is None else {"type": "http", **_remote(url, f"${{{TOKEN}}}")}
    return _json({"mcpServers": {"video-story": row}})


def _cursor(command: str, url: str | None) -> str:
    row = _local(command) if url is None else _remote(url, f"${{env:{TOKEN}}}")
    return _json({"mcpServers": {"video-story": row}})


def _openclaw(command: str, url: str | None) -> str:
    row = _local(command)
    if url is not None:
        row = {**_remote(url, f"${{{TOKEN}}}"), "transport": "streamable-http", "timeout": 120}
    return _json({"mcp": {"servers": {"video-story": row}}})


CLIENTS: Mapping[str, Snippet] = {
    "hermes": _hermes,
    "claude": _claude,
    "cursor": _cursor,
    "openclaw": _openclaw,
}


def _local(command: str) -> dict[str, Any]:
    return {"command": command, "args": ["mcp"]}


def _remote(url: str, token: str) -> dict[str, Any]:
    return {"url": url, "headers": {"Authorization": f"Bearer {token}"}}


def _json(value: Any) -> str:
    return json.dumps(value, indent=2)
