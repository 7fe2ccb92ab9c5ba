"""The server: what it says about itself, and how the protocol's calls reach the tools, in both eras.

It is built on the protocol library's lower level, where arguments are checked by us alone: an unknown one is an
error that teaches, and an error is our own sentence and nothing else.
"""

from __future__ import annotations

import logging
from typing import Any

from mcp.server import Server
from mcp.server.caching import CacheHint
from mcp.server.context import HandlerResult, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
)
from mcp.types import Tool as ToolRow

from core.errors import StudioError
from core.settings import Settings
from core.studio import Studio
from mcp_server import arguments, notices, prompts, resources, tasks, tools
from mcp_server.answers import answered, failed
from mcp_server.callers import caller_of
from mcp_server.table import TOOLS, Tool
from mcp_server.tools import Desk
from mcp_server.views import View, lean

log = logging.getLogger(__name__)

NAME = "video-story"

INSTRUCTIONS = """\
Video Story makes films from stories.
1. create_and_run with the person's story: a free animatic, unless they want more and agreed to a price.
2. wait until the state is completed. Work goes on without you; project_id finds it again.
3. export, check sha256, give the person the film: only then is the task complete.
4. upgrade to generated pictures or clips: tell the price, ask, then confirm with quote_id or max_cost."""

FAULT = "Something went wrong inside Video Story; its log tells what. get_status shows the state."

PROMISED = ("next",)
"""What the schema of every answer names; the rest names itself, and the list of tools stays short."""

CONSTANT = CacheHint(ttl_ms=3_600_000, scope="public")
"""For answers that are the same for everybody, as long as the server runs."""

Context = ServerRequestContext[Any, Any]


def build(studio: Studio, settings: Settings, version: str = "") -> Server[Any]:
    """The server over a studio; one object serves any number of connections, over stdio and HTTP."""
    desks = Desks(studio, settings)
    server: Server[Any] = Server(
        NAME,
        version=version,
        title="Video Story",
        instructions=INSTRUCTIONS,
        cache_hints={"tools/list": CONSTANT, "prompts/list": CONSTANT},
        on_list_tools=_listed,
        on_call_tool=desks.called,  # type: ignore[arg-type]
        on_list_resources=desks.resources,
        on_list_resource_templates=resources.templates,
        on_read_resource=desks.resource,
    )
    tasks.extend(server, desks.desk, desks.finished)
    prompts.extend(server, desks.desk)
    notices.extend(server, desks.desk)
    return server


class Desks:
    """Gives every request a desk of its caller's, and answers it."""

    def __init__(self, studio: Studio, settings: Settings) -> None:
        self._studio = studio
        self._settings = settings

    def desk(self, ctx: Context) -> Desk:
        """What a tool works with for this request."""

        last = ""

        async def tell(share: float, words: str) -> None:
            nonlocal last
            await ctx.session.report_progress(share, 1.0, words)
            if words != last:
                last = words
                await notices.say(ctx, "info", words)

        return Desk(self._studio, self._settings, caller_of(ctx, self._settings), tell)

    async def called(self, ctx: Context, params: CallToolRequestParams) -> HandlerResult:
        """A tool's answer; what the agent has to change is an error, with a sentence that says how."""
        tool = TOOLS.get(params.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"There is no tool {params.name!r}. There are: {', '.join(TOOLS)}.")
        try:
            view = await self._worked(tool, self.desk(ctx), params.arguments or {})
        except StudioError as error:
            return failed(str(error))
        except Exception:
            log.exception("the tool %s failed", params.name)
            await notices.say(ctx, "error", FAULT)
            return failed(FAULT)
        if tool.runs and tasks.wanted(ctx):
            return await tasks.handle(self.desk(ctx), view.plain())
        return answered(view)

    async def finished(self, desk: Desk, project_id: str) -> CallToolResult:
        """What a task that has ended gives: the film, or why there is none."""
        return answered(await tools.export(desk, arguments.Export(project_id=project_id, variant="original")))

    async def resources(self, ctx: Context, params: PaginatedRequestParams | None) -> Any:
        return await resources.listed(self.desk(ctx), (params.cursor if params else "") or "")

    async def resource(self, ctx: Context, params: Any) -> Any:
        return await resources.read(self.desk(ctx), params.uri)

    async def _worked(self, tool: Tool, desk: Desk, given: dict[str, Any]) -> View:
        return await tool.work(desk, arguments.read(tool.takes, given, tool.name))


async def _listed(ctx: Context, params: PaginatedRequestParams | None) -> ListToolsResult:
    return ListToolsResult(tools=[row(tool) for tool in TOOLS.values()])


def row(tool: Tool) -> ToolRow:
    """A tool as clients see it. The whole list stays below 6 kB, so schemas say each thing once."""
    return ToolRow(
        name=tool.name,
        description=tool.words,
        input_schema=_input(tool),
        output_schema={"type": "object", "required": list(PROMISED)},
        annotations=tool.hints,
    )


def _input(tool: Tool) -> dict[str, Any]:
    schema = lean(tool.takes.model_json_schema())
    schema.pop("description", None)
    return schema
