"""Updates on their way to the bot: one queue, fetched by getUpdates or delivered to a webhook."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from .faults import Faults
from .refusal import conflict
from .state import State

FIRST = 870_000_001
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds a bot gets only when it names them in allowed_updates."""
LONGEST_POLL = 50
BETWEEN_TRIES = 1.0
"""Seconds between two deliveries of a webhook that was not taken."""


@dataclass(slots=True)
class Webhook:
    """Where updates go instead of waiting."""

    url: str
    secret: str = ""
    connections: int = 40
    error: str = ""
    error_at: float = 0.0


class Updates:
    """What the bot has not confirmed yet, in order; numbers are never used twice."""

    def __init__(self, state: State, faults: Faults, scale: float) -> None:
        self.waiting: list[dict[str, Any]] = []
        self.allowed: list[str] = []
        self.webhook: Webhook | None = None
        self.confirmed = FIRST - 1
        """The highest number that was confirmed."""
        self._state = state
        self._faults = faults
        self._scale = scale
        self._next = FIRST
        self._turn = 0
        self._courier: asyncio.Task[None] | None = None
        self._open = True

    def put(self, kind: str, body: dict[str, Any]) -> int:
        """Queue an update; its number, or 0 when the bot did not want this kind."""
        if kind not in self.allowed and (self.allowed or kind in NOT_BY_DEFAULT):
            return 0
        number, self._next = self._next, self._next + 1
        self.waiting.append({"update_id": number, kind: body})
        self._state.signal.ring()
        return number

    async def poll(
        self, offset: int, limit: int, seconds: float, allowed: Sequence[str] | None
    ) -> list[dict[str, Any]]:
        """getUpdates: confirm everything below the offset, then wait for something. Raises Refusal."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        if allowed is not None:
            self.allowed = list(allowed)
        self._confirm(offset)
        self._turn += 1
        mine = self._turn
        self._state.signal.ring()
        try:
            await self._state.signal.until(
                lambda: self.waiting or self._turn != mine or not self._open, min(seconds, LONGEST_POLL)
            )
        except TimeoutError:
            return []
        if self._turn != mine:
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        return self.waiting[: max(1, min(limit, 100))]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = self.waiting[offset:][0]["update_id"] if self.waiting else 0
        self.waiting = [one for one in self.waiting if one["update_id"] >= offset]
        self.confirmed = max(self.confirmed, offset - 1)

    def drop(self) -> None:
        """Forget what waits (drop_pending_updates)."""
        self._confirm(self._next)

    def hook(self, webhook: Webhook | None) -> None:
        """Deliver to this address from now on, or stop delivering."""
        if self._courier:
            self._courier.cancel()
            self._courier = None
        self.webhook = webhook
        self._turn += 1
        self._state.signal.ring()
        if webhook:
            self._courier = asyncio.create_task(self._deliver(webhook))

    def pause(self, on: bool) -> None:
        """End or allow waiting polls: the server goes down or comes up."""
        self._open = not on
        self._state.signal.ring()

    async def close(self) -> None:
        self.pause(True)
        courier = self._courier
        self.hook(None)
        if courier:
            await asyncio.wait([courier])

    async def _deliver(self, webhook: Webhook) -> None:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                await self._state.signal.until(lambda: self.waiting, 1e9)
                update = self.waiting[0]
                if await self._delivered(session, webhook, update):
                    self._confirm(update["update_id"] + 1)
                else:
                    await self._state.clock.sleep(BETWEEN_TRIES * self._scale)

    async def _delivered(
        self, session: aiohttp.ClientSession, webhook: Webhook, update: dict[str, Any]
    ) -> bool:
        fault = self._faults.strike("webhook", 0, update)
        how = fault.how if fault else ""
        secret = "" if how == "no_secret" else webhook.secret
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        body = {"data": b'{"update_id": ', "headers": {**headers, "Content-Type": "application/json"}}
        body = body if how == "garbled" else {"json": update, "headers": headers}
        status = 0
        for _ in range(2 if how == "twice" else 1):
            status = await self._posted(session, webhook, body)
        # A broken or unsigned delivery is the stand-in's doing: the proper one follows.
        return 200 <= status < 300 and how not in ("no_secret", "garbled")

    async def _posted(self, session: aiohttp.ClientSession, webhook: Webhook, body: dict[str, Any]) -> int:
        try:
            async with session.post(webhook.url, allow_redirects=False, **body) as response:
                await response.read()
                status = response.status
        except (aiohttp.ClientError, TimeoutError) as error:
            status = 0
            webhook.error = f"Connection failed: {type(error).__name__}"
        if status and not 200 <= status < 300:
            webhook.error = f"Wrong response from the webhook: {status}"
        if not 200 <= status < 300:
            webhook.error_at = self._state.clock.now()
        self._state.signal.ring()
        return status
