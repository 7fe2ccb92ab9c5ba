"""Where updates come from: long polling that keeps before it confirms, or a webhook in the web server."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from typing import Any

from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.inbox import Inbox
from bot.wire import Bot, seconds_of
from core.settings import Settings

log = logging.getLogger(__name__)

POLL_SECONDS = 25
UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""What we ask Telegram for."""

BODY_BYTES = 1_000_000


async def poll(bot: Bot, inbox: Inbox, pace: float) -> None:
    """Take updates for ever. Raises InvalidToken; a conflict or no network only makes it wait."""
    await bot.delete_webhook()
    offset, failures = None, 0
    while True:
        try:
            raws = await _ask(bot, offset)
        except RetryAfter as wait:
            await asyncio.sleep(seconds_of(wait))
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            _told(error, failures)
            await asyncio.sleep(min(60.0, 2.0**failures) * pace)
        else:
            failures = 0
            await inbox.take(raws)
            if raws:
                offset = max(int(raw["update_id"]) for raw in raws) + 1


async def _ask(bot: Bot, offset: int | None) -> list[dict[str, Any]]:
    """The updates as they came, fields that the library does not know included."""
    found = await bot.get_updates(offset=offset, timeout=POLL_SECONDS, allowed_updates=UPDATES)
    return [update.to_dict() for update in found]


def _told(error: TelegramError, failures: int) -> None:
    """Once per trouble, not once per try."""
    if failures > 1:
        return
    if isinstance(error, Conflict):
        log.error("another process takes this bot's updates; there may be only one")
    elif isinstance(error, NetworkError):
        log.warning("Telegram cannot be reached: %s", error)
    else:
        log.error("Telegram refuses to give updates: %s", error)


class Webhook:
    """What the web server's route for Telegram calls."""

    PATH = "/telegram"

    def __init__(self, settings: Settings, inbox: Inbox) -> None:
        self._secret = settings.telegram_webhook_secret.get_secret_value()
        self._inbox = inbox

    async def take(self, secret: str, body: bytes) -> int:
        """The HTTP status for one call: 200 for a kept update, 403 for a wrong secret, 400 for rubbish."""
        if not self._secret or not hmac.compare_digest(secret.encode(), self._secret.encode()):
            return 403
        try:
            raw = json.loads(body) if len(body) <= BODY_BYTES else None
        except ValueError:
            return 400
        if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
            return 400
        await self._inbox.take([raw])
        return 200


async def announce(bot: Bot, settings: Settings) -> None:
    """Tell Telegram where our webhook is. Raises TelegramError."""
    await bot.set_webhook(
        settings.public_base_url.rstrip("/") + Webhook.PATH,
        secret_token=settings.telegram_webhook_secret.get_secret_value() or None,
        allowed_updates=UPDATES,
    )
