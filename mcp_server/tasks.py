"""Tasks: clients with the extension get a task from a tool that begins work, and follow it to its end.

A task is a project by another name: its id is the project's, its state the run's, so that the two never part.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from mcp.server import Server
from mcp.server.context import HandlerResult, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    METHOD_NOT_FOUND,
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    CallToolResult,
    RequestParams,
)
from pydantic import Field

from core.errors import NotFound
from core.studio import Standing, moment
from mcp_server import views
from mcp_server.answers import answered
from mcp_server.tools import Desk

EXTENSION = "io.modelcontextprotocol/tasks"

VERSIONS = frozenset({"2026-07-28"})
"""Protocol versions that have it."""

STATUS = {
    "queued": "working",
    "running": "working",
    "needs_input": "completed",
    "completed": "completed",
    "failed": "completed",
    "cancelled": "cancelled",
}
"""What a client sees of a state. Asking a person is the agent's part, so a run that waits for one has ended."""

Context = ServerRequestContext[Any, Any]


class TaskParams(RequestParams):
    """Which task."""

    task_id: str


class UpdateParams(TaskParams):
    """Answers to questions; our tasks ask none."""

    input_responses: dict[str, Any] = Field(default_factory=dict)


def wanted(ctx: Context) -> bool:
    """Whether this client follows tasks."""
    capabilities = ctx.session.client_capabilities
    declared = (capabilities.extensions if capabilities else None) or {}
    return ctx.protocol_version in VERSIONS and EXTENSION in declared


async def handle(desk: Desk, answer: dict[str, Any]) -> HandlerResult:
    """The task of a project that was just begun, or the plain answer when nothing was."""
    if answer["state"] not in ("queued", "running"):
        text = views.StatusView(**answer)
        return answered(text)
    standing = await desk.studio.standing(desk.person, answer["project_id"])
    return {"resultType": "task", **await _task(desk, standing, "working")}


def extend(
    server: Server[Any],
    desk_of: Callable[[Context], Desk],
    finished: Callable[[Desk, str], Awaitable[CallToolResult]],
) -> None:
    """Add the extension's methods to a server; `finished` gives the result of a task that has ended."""

    async def get(ctx: Context, params: TaskParams) -> HandlerResult:
        desk, standing = await _found(ctx, desk_of, params)
        told = await _task(desk, standing, STATUS[standing.state])
        if told["status"] == "completed":
            result = await finished(desk, standing.project)
            told["result"] = result.model_dump(mode="json", by_alias=True, exclude_none=True)
        return told

    async def update(ctx: Context, params: UpdateParams) -> HandlerResult:
        await _found(ctx, desk_of, params)
        return {}

    async def cancel(ctx: Context, params: TaskParams) -> HandlerResult:
        desk, standing = await _found(ctx, desk_of, params)
        if STATUS[standing.state] == "working":
            await desk.studio.cancel(desk.person, standing.project)
        return {}

    server.extensions[EXTENSION] = {}
    server.add_request_handler("tasks/get", TaskParams, get)
    server.add_request_handler("tasks/update", UpdateParams, update)
    server.add_request_handler("tasks/cancel", TaskParams, cancel)


async def _found(ctx: Context, desk_of: Callable[[Context], Desk], params: TaskParams) -> tuple[Desk, Standing]:
    """The task's project. Raises MCPError as the extension wants it."""
    if ctx.protocol_version not in VERSIONS:
        raise MCPError(METHOD_NOT_FOUND, "Method not found", ctx.method)
    if not wanted(ctx):
        needed: dict[str, Any] = {"requiredCapabilities": {"extensions": {EXTENSION: {}}}}
        raise MCPError(MISSING_REQUIRED_CLIENT_CAPABILITY, "The client did not declare tasks.", needed)
    desk = desk_of(ctx)
    try:
        return desk, await desk.studio.standing(desk.person, params.task_id)
    except NotFound as missing:
        raise MCPError(INVALID_PARAMS, f"There is no such task. {missing}") from None


async def _task(desk: Desk, standing: Standing, status: str) -> dict[str, Any]:
    story = await desk.studio.story(desk.person, standing.project)
    now = datetime.now(UTC)
    return {
        "taskId": standing.project,
        "status": status,
        "statusMessage": standing.message or standing.state,
        "createdAt": moment(story.project.created_at or now),
        "lastUpdatedAt": moment(now),
        "ttlMs": None,
        "pollIntervalMs": 1_000 * (standing.poll_after or 2),
    }
