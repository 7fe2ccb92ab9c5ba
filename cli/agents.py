"""video-story mcp and token: the door for AI agents, and the keys to it."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import click
from rich.markup import escape

from cli.console import PERSON, command, console, settings
from cli.listing import table
from cli.worker import begin_worker
from core.studio import SESSION, open_studio
from mcp_server.configs import CLIENTS, TOKEN, snippet


@click.group(invoke_without_command=True)
@click.option(
    "--http", is_flag=True, help="Serve over HTTP, with tokens, instead of standard input and output."
)
@click.option("--host", help="Address to listen on. [default: WEB_HOST]")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on. [default: WEB_PORT]")
@click.pass_context
def mcp(context: click.Context, http: bool, host: str | None, port: int | None) -> None:
    """Serve AI agents over MCP.

    Films are made by a process of their own, which is started when there is none: what an agent began goes on
    when it hangs up. `video-story serve` answers agents over HTTP too, at /mcp.
    """
    if context.invoked_subcommand is None and http:
        listen(host, port)
    elif context.invoked_subcommand is None:
        speak()


@command
async def speak() -> None:
    """Until the agent hangs up."""
    from mcp_server.stdio import serve

    await serve(settings(), begin_worker)


@command
async def listen(host: str | None, port: int | None) -> None:
    """Until stopped."""
    from mcp_server.mount import PATH, mount
    from web.hermes import serving

    chosen = settings()
    place = (host or chosen.web_host, chosen.web_port if port is None else port)
    async with open_studio(chosen) as studio, serving(studio, chosen, mount, place) as (where, number):
        console.print(f"Agents find Video Story at http://{where}:{number}{PATH}", soft_wrap=True, markup=False)
        await asyncio.Event().wait()


@mcp.command()
@click.option("--client", type=click.Choice(sorted(CLIENTS)), required=True, help="Whose configuration.")
@click.option(
    "--url", help="Of a running service, such as http://127.0.0.1:8000/mcp; without it, a local process."
)
def config(client: str, url: str | None) -> None:
    """Print what to paste into an agent's configuration."""
    console.print(snippet(client, _ourselves(), url), markup=False, soft_wrap=True)
    if url is not None:
        hint = f"# {TOKEN}: a token from video-story token new {client}"
        console.print(hint, markup=False, soft_wrap=True)


def _ourselves() -> str:
    """The command as a host can start it, whatever its PATH is."""
    beside = Path(sys.executable).with_name("video-story")
    return str(beside) if beside.exists() else shutil.which("video-story") or "video-story"


@click.group()
def token() -> None:
    """Keys for programs that make films in your name."""


@token.command()
@click.argument("name")
@click.option("--for", "person", default=PERSON, show_default=True, help="Whose films, such as tg:123456.")
@command
async def new(name: str, person: str) -> None:
    """Make a token called NAME and show it, this once."""
    async with open_studio(settings(), engine=False) as studio:
        secret = await studio.new_token(person, name)
    console.print(secret, markup=False, soft_wrap=True)


@token.command("list")
@click.option("--for", "person", default=PERSON, show_default=True, help="Whose tokens.")
@command
async def shown(person: str) -> None:
    """Show the tokens there are, without their secrets."""
    async with open_studio(settings(), engine=False) as studio:
        found = [one for one in await studio.tokens(person) if one.scope != SESSION]
    if not found:
        console.print("There are no tokens. Make one with: video-story token new NAME")
        return
    rows = table("id", "name", "made", "last used")
    for one in found:
        used = f"{one.used_at:%Y-%m-%d %H:%M}" if one.used_at else "never"
        rows.add_row(one.id, escape(one.name), f"{one.created_at:%Y-%m-%d %H:%M}", used)
    console.print(rows)


@token.command()
@click.argument("token_id")
@click.option("--for", "person", default=PERSON, show_default=True, help="Whose token.")
@command
async def revoke(token_id: str, person: str) -> None:
    """End the token TOKEN_ID at once."""
    async with open_studio(settings(), engine=False) as studio:
        await studio.revoke_token(person, token_id)
    console.print(f"{token_id} opens nothing any more.", markup=False)
