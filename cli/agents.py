"""video-story mcp and token: the door for AI agents, and the keys to it."""

from __future__ import annotations

import click

from cli.console import command, settings
from cli.worker import begin_worker


@click.group(invoke_without_command=True)
@click.pass_context
def mcp(context: click.Context) -> None:
    """Serve AI agents over MCP on standard input and output.

    Films are made by a process of their own, which is started when there is none: what an agent began goes on
    when it hangs up.
    """
    if context.invoked_subcommand is None:
        speak()


@command
async def speak() -> None:
    """Until the agent hangs up."""
    from mcp_server.stdio import serve

    await serve(settings(), begin_worker)
