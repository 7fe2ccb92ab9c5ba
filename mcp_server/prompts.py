"""Prompts: what a person may choose in a host's menu, and what is suggested while they fill it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args

from mcp.server import Server
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CompleteRequestParams,
    CompleteResult,
    Completion,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    PaginatedRequestParams,
    Prompt,
    PromptArgument,
    PromptMessage,
    TextContent,
)

from mcp_server import arguments
from mcp_server.tools import Desk

MOST = 100
"""Suggestions in one answer: as many as the protocol allows."""

SEARCHED = 1_000
"""Films among which suggestions are looked for, the newest."""

PROMPTS = (
    Prompt(
        name="make_film",
        title="Make a film",
        description="From a story to a film in your hands.",
        arguments=[
            PromptArgument(name="story", description="Idea, story or screenplay", required=True),
            PromptArgument(name="level", description="animatic (free), pictures or clips"),
            PromptArgument(name="aspect", description="16:9, 9:16, 1:1 or 4:5"),
        ],
    ),
    Prompt(
        name="bring_film",
        title="Bring a film",
        description="Look up a film that was begun earlier, and bring it when it is done.",
        arguments=[PromptArgument(name="project_id", description="Such as p_7c2cec6dab", required=True)],
    ),
)

WORDS: Mapping[str, str] = {
    "make_film": "Make a film of the story below with Video Story: create_and_run with these words unchanged, "
    "level {level}, aspect {aspect}. Then wait until its state is completed; ask me before anything that costs "
    "money. Export it, check its sha256, and give me the film.\n\n{story}",
    "bring_film": "Look up the film {project_id} in Video Story with get_status. Wait while it is being made, "
    "and tell me what it asks. When it is completed, export it, check its sha256, and give me the film.",
}
"""What each prompt says; only then is a task complete, as everywhere."""

UNSAID: Mapping[str, str] = {"level": "animatic", "aspect": "16:9"}
"""What is meant where nothing was said."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "level": get_args(arguments.Level),
    "aspect": get_args(arguments.Create.model_fields["aspect"].annotation),
}

Context = ServerRequestContext[Any, Any]


def extend(server: Server[Any], desk_of: Callable[[Context], Desk]) -> None:
    """Add prompts and suggestions to a server."""

    async def listed(ctx: Context, params: PaginatedRequestParams) -> ListPromptsResult:
        return ListPromptsResult(prompts=list(PROMPTS))

    async def get(ctx: Context, params: GetPromptRequestParams) -> GetPromptResult:
        return filled(params.name, params.arguments or {})

    async def complete(ctx: Context, params: CompleteRequestParams) -> CompleteResult:
        found = await suggested(desk_of(ctx), params.argument.name, params.argument.value)
        return CompleteResult(
            completion=Completion(values=found[:MOST], total=len(found), has_more=len(found) > MOST)
        )

    server.add_request_handler("prompts/list", PaginatedRequestParams, listed)
    server.add_request_handler("prompts/get", GetPromptRequestParams, get)
    server.add_request_handler("completion/complete", CompleteRequestParams, complete)


def filled(name: str, given: Mapping[str, str]) -> GetPromptResult:
    """A prompt with what was filled in. Raises MCPError with what there is and what is missing."""
    prompt = next((one for one in PROMPTS if one.name == name), None)
    if prompt is None:
        known = ", ".join(one.name for one in PROMPTS)
        raise MCPError(INVALID_PARAMS, f"There is no prompt {name!r}. There are: {known}.")
    takes = {one.name: one for one in prompt.arguments or ()}
    for unknown in given.keys() - takes.keys():
        raise MCPError(INVALID_PARAMS, f"{name} has no argument {unknown!r}. It takes: {', '.join(takes)}.")
    for one in takes.values():
        if one.required and not given.get(one.name, "").strip():
            raise MCPError(INVALID_PARAMS, f"{name} needs {one.name!r}: {one.description}.")
    words = WORDS[name].format_map({**UNSAID, **{key: value for key, value in given.items() if value}})
    return GetPromptResult(
        description=prompt.description, messages=[PromptMessage(role="user", content=TextContent(text=words))]
    )


async def suggested(desk: Desk, argument: str, typed: str) -> list[str]:
    """Values that fit what was typed so far: the choices there are, or the caller's films by id or title."""
    if argument == "project_id":
        cards = await desk.studio.projects(desk.person, limit=SEARCHED)
        near = typed.casefold()
        return [c.id for c in cards if c.id.startswith(near) or (near and near in c.title.casefold())]
    return [choice for choice in CHOICES.get(argument, ()) if choice.startswith(typed.casefold())]
