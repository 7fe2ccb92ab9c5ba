"""video-story bot: the chat alone, with an engine of its own or the one that runs already."""

from __future__ import annotations

import click

from cli.console import command, console, settings
from core.errors import BadInput
from core.studio import open_studio


@click.command()
@command
async def bot() -> None:
    """Direct films from Telegram: needs TELEGRAM_BOT_TOKEN; goes on until Ctrl-C."""
    from bot.app import run, wanted  # Telegram's library takes 0.3 s to load; no other command needs it

    chosen = settings()
    if not wanted(chosen):
        raise BadInput(
            "The chat is off: there is no TELEGRAM_BOT_TOKEN, or TELEGRAM_MODE is off.",
            next_step="Put a token from @BotFather and your own id (TELEGRAM_ADMINS) into .env.",
        )
    if chosen.telegram_mode == "webhook":
        raise BadInput(
            "A webhook needs the web server.",
            next_step="Run video-story serve, or set TELEGRAM_MODE to polling.",
        )
    async with open_studio(chosen) as studio, run(studio, chosen) as running:
        console.print("The chat is connecting. Stop it with Ctrl-C.")
        await running.ended()
